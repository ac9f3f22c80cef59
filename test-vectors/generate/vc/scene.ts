import { at, audience, expires, holderKey, issuerKey, nonce, now } from '../bases.ts'
import type { Json, Members } from '../json.ts'
import type { CborItem } from '../status/cbor.ts'
import type { Case, Stage } from '../suite.ts'
import { withProofs } from './embedded.ts'
import { asCose, asJwt, asSdJwt, coseLabel, type Secured } from './secured.ts'

export const baseContext = 'https://www.w3.org/ns/credentials/v2'
export const examplesContext = 'https://www.w3.org/ns/credentials/examples/v2'
export const issuer = 'https://registrar.example/issuers/14'

/** A degree that nobody was awarded. */
export const degree: Members = {
  '@context': [baseContext, examplesContext],
  id: 'https://registrar.example/credentials/3732',
  type: ['VerifiableCredential', 'ExampleDegreeCredential'],
  issuer: { id: issuer, name: 'University of Fixtures' },
  validFrom: '2026-11-24T00:00:00Z',
  validUntil: '2031-11-24T00:00:00Z',
  credentialSubject: {
    name: 'Testa Exemplar',
    grade: 'A',
    degree: { type: 'ExampleBachelorDegree', name: 'Bachelor of Fixtures' },
  },
}

export type W3cFormat = 'vc+jwt' | 'vc+sd-jwt' | 'vc+cose' | 'ldp_vc'

export const baseSecured: Secured = {
  document: degree,
  claims: {},
  header: { cty: 'vc' },
  protected: new Map<number, CborItem>([
    [coseLabel.algorithm, -7],
    [coseLabel.contentType, 'application/vc'],
    [coseLabel.type, 'application/vc+cose'],
  ]),
  unprotected: new Map(),
  signing: { algorithm: 'ES256', key: issuerKey.privateKey },
  hidden: { name: 'shown', grade: 'withheld' },
}

const issuerProof: Members = {
  type: 'DataIntegrityProof',
  cryptosuite: 'ecdsa-jcs-2019',
  created: '2026-11-24T00:00:00Z',
  verificationMethod: `${issuer}#key-1`,
  proofPurpose: 'assertionMethod',
}

/** The credential as it would arrive. */
export function inputOf(format: W3cFormat, credential: Secured): Members {
  if (format === 'vc+cose') return { base64url: asCose(credential) }
  if (format === 'vc+jwt') return { text: asJwt(credential) }
  if (format === 'vc+sd-jwt') return { text: asSdJwt(credential) }
  const { document, signing, bend } = credential
  const text = JSON.stringify(withProofs(document, [{ options: issuerProof, signing }]))
  return { text: bend?.(text) ?? text }
}

/** What a verifier knows when it comes. */
export const circumstances: Readonly<Record<string, Json>> = {
  at,
  trust: { keys: [{ ...issuerKey.publicKey, issuer }] },
  challenge: 'bearer',
  status: 'ignore',
}

export type Change = (credential: Secured) => Partial<Secured>
export type Circumstances = Readonly<Record<string, Json>>

export const document =
  (change: (document: Members) => Members): Change =>
  (credential) => ({ document: change(credential.document) })
export const members = (changed: Members): Change => document((one) => ({ ...one, ...changed }))
export const header =
  (changed: Members): Change =>
  (one) => ({ header: { ...one.header, ...changed } })
export const claims =
  (changed: Members): Change =>
  (one) => ({ claims: { ...one.claims, ...changed } })

/** What a case changes of its base, in one point. */
export interface SceneChange {
  readonly change?: Change
  readonly circumstances?: Circumstances
  readonly input?: Members
}

/** The cases of one base, secured in one way. */
export function casesOf(
  base: string,
  format: string,
  {
    credential = baseSecured,
    around = circumstances,
    input,
    claimsInclude,
  }: {
    readonly credential?: Secured
    readonly around?: Circumstances
    readonly input: (credential: Secured) => Members
    readonly claimsInclude: Members
  },
) {
  const make = (id: string, clause: string, title: string, changed: SceneChange, expect: Members): Case => ({
    id,
    rule: id === base ? clause.slice(0, clause.indexOf(' ')) : id.slice(0, id.lastIndexOf('-')),
    clause: id === base ? clause.slice(clause.indexOf(' ') + 1) : clause,
    title,
    ...(id === base ? {} : { base }),
    format,
    input: changed.input ?? input({ ...credential, ...changed.change?.(credential) }),
    ...around,
    ...changed.circumstances,
    expect,
  })
  return {
    /** The base itself; `clause` begins with its rule. */
    theBase: (clause: string, title: string): Case => make(base, clause, title, {}, { accepted: true, claimsInclude }),
    taken: (id: string, clause: string, title: string, changed: SceneChange, included?: Members): Case =>
      make(id, clause, title, changed, {
        accepted: true,
        ...(included === undefined ? {} : { claimsInclude: included }),
      }),
    refused: (id: string, clause: string, title: string, code: `${Stage}/${string}`, changed: SceneChange): Case => {
      const [stage, name] = code.split('/') as [Stage, string]
      return make(id, clause, title, changed, { accepted: false, stage, code: name })
    },
  }
}

/** The cases of one format of credential. */
export const ofFormat = (format: W3cFormat, base = 'base-credential') =>
  casesOf(base, format, {
    input: (credential) => inputOf(format, credential),
    claimsInclude: { type: degree.type as Json },
  })

export const challenge: Members = { protocol: 'direct', audience, nonce }
export const holder = holderKey
export const bound: Members = { cnf: { jwk: holderKey.publicKey } }
export { expires, now }
