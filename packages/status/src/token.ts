import type { KeyRequest } from '@hashikake/credential'
import type { Engine, MaybePromise } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'
import { isStatusBits, type StatusBits } from './status-list.ts'

/** What a Status List Token says (Token Status List §5), read and not believed. Times in seconds since 1970-01-01T00:00:00Z. */
export interface StatusListToken {
  /** What its signature says of its signer. */
  readonly keyRequest: Pick<KeyRequest, 'format' | 'algorithm' | 'issuer' | 'kid' | 'certificates'>
  /** Whether this key made its signature. */
  isSignedBy(key: PublicJwk, engine: Engine): MaybePromise<boolean>
  /** Where it is to be found. */
  readonly subject: string
  readonly issuedAt: number
  readonly expires: number | undefined
  readonly notBefore: number | undefined
  /** How many seconds it may be used before it is asked for again. */
  readonly timeToLive: number | undefined
  readonly bits: StatusBits
  readonly compressed: Uint8Array
  readonly aggregationUri: string | undefined
}

/** The claims of a token before their shape is looked at. */
export interface TokenClaims {
  readonly subject: unknown
  readonly issuedAt: unknown
  readonly expires: unknown
  readonly notBefore: unknown
  readonly timeToLive: unknown
  readonly bits: unknown
  readonly aggregationUri: unknown
}

/**
 * Holds the claims that JWT and CWT have in common against Token Status List §4.2 and §5.
 *
 * @throws {Refusal} `status_list_malformed`
 */
export function readTokenClaims(
  claims: TokenClaims,
): Pick<StatusListToken, 'subject' | 'issuedAt' | 'expires' | 'notBefore' | 'timeToLive' | 'bits' | 'aggregationUri'> {
  const { subject, issuedAt, expires, notBefore, timeToLive, bits, aggregationUri } = claims
  if (typeof subject !== 'string' || !isTime(issuedAt) || !isStatusBits(bits)) throw malformed()
  if (expires !== undefined && !isTime(expires)) throw malformed()
  if (notBefore !== undefined && !isTime(notBefore)) throw malformed()
  if (timeToLive !== undefined && !(isTime(timeToLive) && timeToLive > 0)) throw malformed()
  if (aggregationUri !== undefined && typeof aggregationUri !== 'string') throw malformed()
  return { subject, issuedAt, expires, notBefore, timeToLive, bits, aggregationUri }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

export function malformed(cause?: unknown): Refusal<StatusCode> {
  return new Refusal('status_list_malformed', cause === undefined ? {} : { cause })
}
