import { at, audience, nonce } from '../bases.ts'
import type { Json, Members } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import { type Signing, signBytes } from '../signatures.ts'
import type { Stage } from '../suite.ts'
import { base58 } from '../trust/multikey.ts'
import { hashed, jcs } from '../vc/embedded.ts'
import { casesOf, issuer } from '../vc/scene.ts'
import { canonicalRdf } from './rdf.ts'

export const credentialsContext = 'https://www.w3.org/ns/credentials/v2'
export const degreeContext = 'https://registrar.example/contexts/degree/v1'

const terms = [
  'ExampleDegreeCredential',
  'ExampleBachelorDegree',
  'degree',
  'grade',
  'credits',
  'courses',
  'title',
  'knows',
]

/** A vocabulary without `@vocab`: what it does not name has no meaning. */
export const contexts: Readonly<Record<string, Members>> = {
  [degreeContext]: {
    '@context': {
      '@protected': true,
      ...Object.fromEntries(terms.map((term) => [term, `https://registrar.example/terms#${term}`])),
    },
  },
}

/** A degree that nobody was awarded. */
export const degree: Members = {
  '@context': [credentialsContext, degreeContext],
  id: 'https://registrar.example/credentials/3732',
  type: ['VerifiableCredential', 'ExampleDegreeCredential'],
  issuer: { id: issuer, name: 'University of Fixtures' },
  validFrom: '2026-11-24T00:00:00Z',
  validUntil: '2031-11-24T00:00:00Z',
  credentialSubject: {
    name: 'Testa Exemplar',
    grade: 'A',
    degree: { type: 'ExampleBachelorDegree', name: 'Bachelor of Fixtures' },
    credits: 180,
    courses: [{ title: 'Bridges' }, { title: 'Rivers' }],
  },
}

export type Cryptosuite = 'eddsa-rdfc-2022' | 'eddsa-jcs-2022' | 'ecdsa-rdfc-2019' | 'ecdsa-jcs-2019'

/** A proof before it has a value. */
export interface Proof {
  readonly options: Members
  readonly signing: Signing
}

export const signingOf = (name: KeyName): Signing => {
  const { privateKey } = fixtureKey(name)
  const algorithms: Readonly<Record<string, Signing['algorithm']>> = { 'P-384': 'ES384', Ed25519: 'EdDSA' }
  return { algorithm: algorithms[privateKey.crv as string] ?? 'ES256', key: privateKey }
}

export function proofBy(cryptosuite: Cryptosuite, name: KeyName = 'issuer-ed25519', members: Members = {}): Proof {
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite,
    created: '2026-11-24T00:00:00Z',
    verificationMethod: `${issuer}#key-1`,
    proofPurpose: 'assertionMethod',
    ...members,
  }
  return { options, signing: signingOf(name) }
}

/** A document with proofs, each over those that it builds on (Data Integrity 1.0 §4.3). */
export async function secured(document: Members, ...proofs: readonly Proof[]): Promise<Members> {
  const made: Members[] = []
  for (const { options, signing } of proofs) {
    const isRdf = String(options.cryptosuite).includes('rdfc')
    const context = document['@context'] as Json
    const whole: Members = isRdf || options['@context'] !== undefined ? options : { '@context': context, ...options }
    const previous = [options.previousProof ?? []].flat() as readonly Json[]
    const builtOn = made.filter(({ id }) => id !== undefined && previous.includes(id))
    const covered: Members = builtOn.length === 0 ? document : { ...document, proof: builtOn }
    const hash = signing.algorithm === 'ES384' ? 'sha384' : 'sha256'
    const canonical = isRdf
      ? await Promise.all([{ ...whole, '@context': context }, covered].map((one) => canonicalRdf(one, contexts, hash)))
      : [whole, covered].map((one) => jcs(one))
    const value = signBytes(hashed(canonical[0] as string, canonical[1] as string, signing), signing)
    made.push({ ...whole, proofValue: `z${base58(value)}` })
  }
  return { ...document, proof: made.length === 1 ? (made[0] as Members) : made }
}

export const textOf = (document: Members): Members => ({ text: JSON.stringify(document) })

/** What a verifier knows when a credential comes. */
export const circumstances: Readonly<Record<string, Json>> = {
  at,
  trust: {
    keys: ['issuer', 'issuer-p384', 'issuer-ed25519'].map((name) => ({
      ...fixtureKey(name as KeyName).publicKey,
      issuer,
    })),
  },
  challenge: 'bearer',
  status: 'ignore',
  options: { contexts },
}

/** Cases of one accepted document: a changed one arrives as it is given. */
export function casesOn(
  base: string,
  document: Members,
  {
    format = 'ldp_vc',
    around = circumstances,
    claimsInclude = { type: document.type as Json },
  }: { format?: string; around?: Readonly<Record<string, Json>>; claimsInclude?: Members } = {},
) {
  const { theBase, taken, refused } = casesOf(base, format, {
    around,
    input: () => textOf(document),
    claimsInclude,
  })
  const changed = (input: Members | string) => ({ input: typeof input === 'string' ? { text: input } : textOf(input) })
  return {
    theBase,
    taken: (id: string, clause: string, title: string, input: Members | string, included?: Members) =>
      taken(id, clause, title, changed(input), included),
    refused: (id: string, clause: string, title: string, code: `${Stage}/${string}`, input: Members | string) =>
      refused(id, clause, title, code, changed(input)),
    /** The same document, met by a verifier in other circumstances. */
    met: taken,
    refusedWhere: refused,
  }
}

/** A document whose only proof has other members than was signed. */
export function withProof(document: Members, members: Members): Members {
  return { ...document, proof: { ...(document.proof as Members), ...members } }
}

export { issuer }
export const challenge: Members = { protocol: 'direct', audience, nonce }
