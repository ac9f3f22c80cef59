import { type Binding, type Credential, digest, type Parts } from './credential.ts'
import { type Json, type Members, without } from './json.ts'
import { fixtureKey, type KeyName } from './keys.ts'
import type { Signing } from './signatures.ts'

/** One named change to a credential. */
export type Change = (credential: Credential) => Partial<Credential>

export const header =
  (members: Members): Change =>
  (credential) => ({ header: { ...credential.header, ...members } })

export const headerWithout =
  (...names: string[]): Change =>
  (credential) => ({ header: without(credential.header, ...names) })

export const payload =
  (members: Members): Change =>
  (credential) => ({ payload: { ...credential.payload, ...members } })

export const payloadWithout =
  (...names: string[]): Change =>
  (credential) => ({ payload: without(credential.payload, ...names) })

/** The payload's JSON text, spelled otherwise before it is signed. */
export const spellPayload =
  (spell: (json: string) => string | Uint8Array): Change =>
  () => ({ spellPayload: spell })

export const spellHeader =
  (spell: (json: string) => string | Uint8Array): Change =>
  () => ({ spellHeader: spell })

/** Signed by another key, with another algorithm, or both. */
export const signed =
  (signing: Signing, members: Members = {}): Change =>
  (credential) => ({ signing, header: { ...credential.header, ...members } })

export function privateKey(name: KeyName): Members {
  return fixtureKey(name).privateKey
}

export function publicKey(name: KeyName): Members {
  return fixtureKey(name).publicKey
}

export const bendSignature =
  (bend: (signature: Uint8Array) => Uint8Array): Change =>
  () => ({ bendSignature: bend })

/** What is sent, after the issuer has signed; a Key Binding JWT is over it. */
export const send =
  (choose: (sent: readonly string[], made: Credential['made']) => readonly string[]): Change =>
  ({ sent, made }) => ({ sent: choose(sent, made) })

/** Disclosures that the issuer made too: their digests stand in the top `_sd`, and they are sent. */
export const alsoDisclosed =
  (...disclosures: string[]): Change =>
  (credential) => ({
    payload: addDigests(
      credential,
      disclosures.map((one) => digest(one, credential.hash)),
    ),
    sent: [...credential.sent, ...disclosures],
  })

/** Digests in the top `_sd`, beside those of the base. */
export const alsoDigests =
  (...digests: Json[]): Change =>
  (credential) => ({ payload: addDigests(credential, digests) })

function addDigests({ payload: { _sd, ...rest } }: Credential, digests: readonly Json[]): Members {
  return { ...rest, _sd: [...(_sd as readonly Json[]), ...digests] }
}

/** Changes after everything was signed. */
export const tamper =
  (change: (parts: Parts) => Partial<Parts>): Change =>
  () => ({ tamper: (parts) => ({ ...parts, ...change(parts) }) })

export const bendText =
  (bend: (text: string) => string): Change =>
  () => ({ bendText: bend })

export const bendJson =
  (bend: (jws: Members) => Members): Change =>
  () => ({ bendJson: bend })

/** Changes the Key Binding JWT. */
export const binding =
  (change: (binding: Binding) => Partial<Binding>): Change =>
  (credential) => ({ binding: { ...(credential.binding as Binding), ...change(credential.binding as Binding) } })

export const bindingClaims = (members: Members): Change =>
  binding(({ claims }) => ({ claims: { ...claims, ...members } }))

export const bindingHeader = (members: Members): Change =>
  binding(({ header }) => ({ header: { ...header, ...members } }))

/** Changes that belong together, each on top of the ones before. */
export const both =
  (...changes: Change[]): Change =>
  (credential) => {
    const made: Partial<Credential> = {}
    for (const change of changes) Object.assign(made, change({ ...credential, ...made } as Credential))
    return made
  }
