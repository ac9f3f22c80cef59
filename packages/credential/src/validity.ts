import { Refusal } from '@hashikake/encoding/refusal'
import type { FailureCode } from './codes.ts'
import type { Validity } from './credential.ts'

/** The clock and its tolerance, in seconds. */
export interface Clock {
  readonly now: number
  readonly clockSkew: number
}

/**
 * RFC 7519 §4.1.4: `exp` is the first moment at which a credential no longer holds. ISO/IEC 18013-5 §12.3: `validUntil` is the
 * last at which it does.
 *
 * @throws {Refusal} `expired`
 */
export function requireNotExpired({ expires, validUntil }: Validity, { now, clockSkew }: Clock): void {
  const at = now - clockSkew
  // A time that is not given is neither before nor after any other.
  if (at >= (expires as number) || at > (validUntil as number)) throw new Refusal<FailureCode>('expired')
}

/** RFC 7519 §4.1.5: `nbf` is the first moment at which it holds. @throws {Refusal} `expired`, `not_yet_valid` */
export function requireValid(validity: Validity, clock: Clock): void {
  requireNotExpired(validity, clock)
  if (clock.now + clock.clockSkew < (validity.notBefore as number)) throw new Refusal<FailureCode>('not_yet_valid')
}
