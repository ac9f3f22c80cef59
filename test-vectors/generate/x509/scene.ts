import { at } from '../bases.ts'
import type { Json, Members } from '../json.ts'
import type { Case } from '../suite.ts'
import {
  alternativeUri,
  authorityKey,
  basicConstraints,
  type Certificate,
  keyUsage,
  shifted,
  subjectKey,
  write,
} from './certificate.ts'

const year = 365 * 86_400
const before = shifted(at, -year / 2)

export const root: Certificate = {
  serial: [0x41, 1],
  issuer: 'CN=Fixture Root, C=JP',
  subject: 'CN=Fixture Root, C=JP',
  notBefore: shifted(at, -year),
  notAfter: shifted(at, 5 * year),
  key: 'second-issuer',
  signer: 'second-issuer',
  extensions: [basicConstraints(), keyUsage([5, 6]), subjectKey('second-issuer')],
}
export const middle: Certificate = {
  serial: [0x41, 2],
  issuer: root.subject,
  subject: 'CN=Fixture Authority, C=JP',
  notBefore: shifted(at, -year),
  notAfter: shifted(at, 3 * year),
  key: 'holder',
  signer: 'second-issuer',
  extensions: [basicConstraints(0), keyUsage([5, 6]), subjectKey('holder'), authorityKey('second-issuer')],
}
export const leaf: Certificate = {
  serial: [0x41, 3],
  issuer: middle.subject,
  subject: 'CN=Registrar, O=Fixture University, C=JP',
  notBefore: before,
  notAfter: shifted(at, year),
  key: 'issuer',
  signer: 'holder',
  extensions: [
    keyUsage([0]),
    subjectKey('issuer'),
    authorityKey('holder'),
    alternativeUri('https://registrar.example'),
  ],
}

/** What a case has otherwise than its base. */
export interface Change {
  readonly root?: Partial<Certificate>
  readonly middle?: Partial<Certificate>
  readonly leaf?: Partial<Certificate>
  readonly chain?: (chain: readonly [leaf: string, middle: string, root: string]) => readonly string[]
  readonly input?: Members
  readonly anchors?: readonly string[]
  readonly at?: string
}

/** Without the extension at this place, or with others there. */
export const replaced = (
  certificate: Certificate,
  index: number,
  ...extensions: readonly Uint8Array[]
): Partial<Certificate> => ({
  extensions: certificate.extensions.flatMap((one, i) => (i === index ? extensions : [one])),
})
export const added = (certificate: Certificate, ...extensions: readonly Uint8Array[]): Partial<Certificate> => ({
  extensions: [...certificate.extensions, ...extensions],
})

/** One case: a leaf, an authority and a root, as the scene and the change have them. */
export function pathCase(
  base: string,
  scene: Change,
  id: string,
  clause: string,
  title: string,
  change: Change,
  expect: Members,
): Case {
  const isBase = id === base
  const all = { ...scene, ...change }
  const [l, m, r] = [
    write({ ...leaf, ...scene.leaf, ...change.leaf }),
    write({ ...middle, ...scene.middle, ...change.middle }),
    write({ ...root, ...scene.root, ...change.root }),
  ]
  return {
    id,
    rule: isBase ? 'X1' : id.slice(0, id.lastIndexOf('-')),
    clause,
    title,
    ...(isBase ? {} : { base }),
    operation: 'certificatePath',
    input: { json: { chain: (all.chain?.([l, m, r]) ?? [l, m]) as Json, ...scene.input, ...change.input } },
    at: all.at ?? at,
    trust: { certificates: (all.anchors ?? [r]) as Json },
    expect,
  }
}
