import type { CredentialDraft, IssuerIdentity } from '@hashikake/credential'
import { copyPublicKey, type MemberNames } from '@hashikake/credential/issuing'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import type { Decoys } from './concealment.ts'
import type { Disclosable } from './disclosable.ts'
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
      throw new Refusal('period_empty', { path: ['exp'] })
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

/** @throws {Refusal} `claim_reserved` where the draft's claims say again what its own members say */
export function requireDistinct(claims: JsonObject, reserved: readonly string[]): void {
  const name = reserved.find((one) => Object.hasOwn(claims, one))
  if (name !== undefined) throw new Refusal<SdJwtCode>('claim_reserved', { path: [name] })
}
