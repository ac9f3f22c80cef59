import type { KeyRequest } from '@hashikake/credential'
import type { Engine, MaybePromise } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'
import { isStatusBits, type StatusBits } from './status-list.ts'

/** What every list's token says, read and not believed. Times in seconds since 1970-01-01T00:00:00Z. */
export interface ListToken {
  /** What its signature says of its signer. */
  readonly keyRequest: Pick<KeyRequest, 'format' | 'algorithms' | 'issuer' | 'kid' | 'certificates'>
  /** Whether this key made its signature. */
  isSignedBy(key: PublicJwk, engine: Engine): MaybePromise<boolean>
  /** Where it is to be found. */
  readonly subject: string
  readonly issuedAt: number
  readonly expires: number | undefined
  readonly notBefore: number | undefined
  /** How many seconds it may be used before it is asked for again. */
  readonly timeToLive: number | undefined
  readonly aggregationUri: string | undefined
}

/** What a Status List Token says (Token Status List §5). */
export interface StatusListToken extends ListToken {
  readonly bits: StatusBits
  readonly compressed: Uint8Array
}

/** The claims of a token before their shape is looked at. */
export interface TokenClaims {
  readonly subject: unknown
  readonly issuedAt: unknown
  readonly expires: unknown
  readonly notBefore: unknown
  readonly timeToLive: unknown
  readonly aggregationUri: unknown
}

/**
 * Holds the claims that all tokens have in common against Token Status List §5.
 *
 * @throws {Refusal} `status_list_malformed`
 */
export function readTokenClaims(claims: TokenClaims): Omit<ListToken, 'keyRequest' | 'isSignedBy'> {
  const { subject, issuedAt, expires, notBefore, timeToLive, aggregationUri } = claims
  if (typeof subject !== 'string' || !isTime(issuedAt)) throw malformed()
  if (expires !== undefined && !isTime(expires)) throw malformed()
  if (notBefore !== undefined && !isTime(notBefore)) throw malformed()
  if (timeToLive !== undefined && !(isTime(timeToLive) && timeToLive > 0)) throw malformed()
  if (aggregationUri !== undefined && typeof aggregationUri !== 'string') throw malformed()
  return { subject, issuedAt, expires, notBefore, timeToLive, aggregationUri }
}

/** @throws {Refusal} `status_list_malformed` */
export function readBits(bits: unknown): StatusBits {
  if (!isStatusBits(bits)) throw malformed()
  return bits
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

export function malformed(cause?: unknown): Refusal<StatusCode> {
  return new Refusal('status_list_malformed', cause === undefined ? {} : { cause })
}
