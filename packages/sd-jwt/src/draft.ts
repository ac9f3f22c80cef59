import type { CredentialDraft, IssuerIdentity } from '@hashikake/credential'
import { keyParameters, type SignatureAlgorithm, signatureAlgorithms } from '@hashikake/crypto/algorithms'
import type { Engine } from '@hashikake/crypto/engine'
import { keyParametersOf, type PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import type { Decoys } from './concealment.ts'
import type { Disclosable } from './disclosable.ts'
import { copyPublicKey } from './issuer-identity.ts'
import type { MemberNames } from './members.ts'
import { copyClaims } from './plain-json.ts'
import { isNumericDate } from './registered-claims.ts'

/** A draft of a plain SD-JWT: claims as they are, and which of them the holder may withhold. */
export interface SdJwtDraft extends CredentialDraft {
  readonly claims: JsonObject
  /** What the holder may withhold; nothing unless given. */
  readonly disclosable?: readonly Disclosable[]
  readonly decoys?: readonly Decoys[]
}

export const draftMembers: MemberNames<SdJwtDraft> = {
  claims: true,
  disclosable: true,
  decoys: true,
  holderKey: true,
  issuedAt: true,
  notBefore: true,
  expires: true,
}

/**
 * The claims that stand open by a draft's own members, as a copy.
 *
 * @param own - what the format adds
 * @throws {Refusal} `period_empty`, and the codes of `copyClaims`
 * @throws {TypeError} for wrong use
 */
export function openPart(draft: CredentialDraft, { id }: IssuerIdentity, own: JsonObject = {}): JsonObject {
  const { holderKey, issuedAt, notBefore, expires } = draft
  const open = {
    ...(id === undefined ? {} : { iss: id }),
    ...(issuedAt === undefined ? {} : { iat: numericDate('issuedAt', issuedAt) }),
    ...(notBefore === undefined ? {} : { nbf: numericDate('notBefore', notBefore) }),
    ...(expires === undefined ? {} : { exp: numericDate('expires', expires) }),
    ...copyClaims(own),
    ...(holderKey === undefined ? {} : { cnf: confirmationOf(holderKey) }),
  }
  requirePeriod(open)
  return open
}

/** Seconds since 1970, as a NumericDate (RFC 7519 §2). */
function numericDate(name: string, date: Date): number {
  const seconds = date instanceof Date ? Math.floor(date.getTime() / 1000) : undefined
  if (!isNumericDate(seconds)) throw new TypeError(`${name} takes a Date from 1970 to 9999`)
  return seconds
}

/** A period that has ended before it begins makes a credential that is never valid. */
function requirePeriod({ iat, nbf, exp }: { readonly [name: string]: unknown }): void {
  for (const start of [iat, nbf]) {
    if (typeof exp === 'number' && typeof start === 'number' && exp <= start) {
      throw new Refusal<SdJwtCode>('period_empty', { path: ['exp'] })
    }
  }
}

/** The `cnf` claim of a holder's key (RFC 7800 §3.2), without what would tell the copies or uses of the key apart. */
function confirmationOf(holderKey: PublicJwk): JsonObject {
  const key = copyPublicKey(holderKey, 'holderKey')
  const { kid: _, use: __, key_ops: ___, alg, ...jwk } = key
  // Of an AKP key `alg` is a part (RFC 9964 §3).
  return { jwk: (key.kty === 'AKP' ? { ...jwk, alg } : jwk) as unknown as JsonObject }
}

/**
 * Only computing there finds out whether a point is on its curve; nobody could show a credential bound to another.
 *
 * @throws {TypeError} where it is not
 */
export async function requireUsableKey(key: PublicJwk, engine: Engine): Promise<void> {
  const parameters = keyParametersOf(key)
  const names = Object.keys(signatureAlgorithms) as SignatureAlgorithm[]
  const algorithm = names.find((name) => signatureAlgorithms[name].keys.includes(parameters)) as SignatureAlgorithm
  try {
    await engine.verify(algorithm, key, '', new Uint8Array(keyParameters[parameters].signatureLength))
  } catch (cause) {
    // Of a key that this runtime cannot compute with nothing is known.
    if (!(cause instanceof Refusal) || cause.code !== 'key_malformed') return
    throw new TypeError('holderKey takes a public JWK whose point is on its curve', { cause })
  }
}

/** @throws {Refusal} `claim_reserved` where the draft's claims say again what its own members say */
export function requireDistinct(claims: JsonObject, reserved: readonly string[]): void {
  const name = reserved.find((one) => Object.hasOwn(claims, one))
  if (name !== undefined) throw new Refusal<SdJwtCode>('claim_reserved', { path: [name] })
}
