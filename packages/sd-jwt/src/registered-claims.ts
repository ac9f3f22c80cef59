export type { SdJwtCodes } from './codes.ts'

import type { Validity } from '@hashikake/credential'
import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'

/** The last second of the year 9999: what lies beyond is a mistake of unit, not a date. */
const latest = 253_402_300_799

/** A NumericDate (RFC 7519 §2): seconds, possibly fractional. */
export function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= latest
}

/** @throws {Refusal} `time_malformed` */
export function readValidity(payload: JsonObject): Validity {
  const issuedAt = readTime(payload, 'iat')
  const notBefore = readTime(payload, 'nbf')
  const expires = readTime(payload, 'exp')
  const validity: { issuedAt?: number; notBefore?: number; expires?: number } = {}
  if (issuedAt !== undefined) validity.issuedAt = issuedAt
  if (notBefore !== undefined) validity.notBefore = notBefore
  if (expires !== undefined) validity.expires = expires
  return Object.freeze(validity)
}

function readTime(payload: JsonObject, name: string): number | undefined {
  const value = ownMember(payload, name)
  if (value !== undefined && !isNumericDate(value)) throw new Refusal<SdJwtCode>('time_malformed', { path: [name] })
  return value
}

/** @throws {Refusal} `audience_malformed` */
export function readAudience(payload: JsonObject): readonly string[] | undefined {
  const value = ownMember(payload, 'aud')
  if (value === undefined) return undefined
  const audience = Array.isArray(value) ? value : [value]
  if (audience.length === 0 || !audience.every((one) => typeof one === 'string')) {
    throw new Refusal<SdJwtCode>('audience_malformed', { path: ['aud'] })
  }
  return audience
}

/** @throws {Refusal} `issuer_malformed` */
export function readIssuer(payload: JsonObject): string | undefined {
  const value = ownMember(payload, 'iss')
  if (value === undefined || typeof value === 'string') return value
  throw new Refusal<SdJwtCode>('issuer_malformed', { path: ['iss'] })
}

/**
 * The holder's key from `cnf` (RFC 7800 §3.2). Only a key by value counts: a reference would have to be fetched from
 * where the credential says (RFC 9901 §4.1.2). Where no key binding is demanded, another method is passed over.
 *
 * @throws {Refusal} `confirmation_unsupported`, and the codes of keys
 */
export function readHolderKey(
  confirmation: JsonValue | undefined,
  { required }: { required: boolean },
): PublicJwk | undefined {
  if (confirmation === undefined) return undefined
  if (!isJsonObject(confirmation)) throw unsupported()
  const jwk = ownMember(confirmation, 'jwk')
  // RFC 7800 §3.1: at most one of the three.
  const others = Object.hasOwn(confirmation, 'jwe') || Object.hasOwn(confirmation, 'jku')
  if (jwk !== undefined ? others : required) throw unsupported()
  return jwk === undefined ? undefined : parsePublicJwk(jwk)
}

function unsupported(): Refusal<SdJwtCode> {
  return new Refusal<SdJwtCode>('confirmation_unsupported', { path: ['cnf'] })
}
