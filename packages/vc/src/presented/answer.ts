import type { Challenge } from '@hashikake/credential'
import { expectedBinding, isSameSecret } from '@hashikake/sd-jwt/formats'
import { refusal } from '../model/refusal.ts'
import type { EnvelopeClaims } from '../secured-claims.ts'

/** Times in seconds. */
export interface AnswerClock {
  readonly now: number
  readonly clockSkew: number
  readonly maxAge: number
}

/**
 * Whether a presentation answers this challenge and no other: its `nonce` and `aud`, and its times where it has some. A
 * presentation without `iat` is as young as the nonce in it.
 *
 * @throws {Refusal} `challenge_unsupported`, `presentation_claims_malformed`, `presentation_nonce_mismatch`,
 *   `presentation_audience_mismatch`, `presentation_in_future`, `presentation_too_old`, `presentation_expired`
 */
export function checkAnswer(claims: EnvelopeClaims, challenge: Challenge, clock: AnswerClock): void {
  const expected = expectedBinding(challenge)
  const { nonce, audience = [], issuedAt, notBefore, expires } = claims
  if (typeof nonce !== 'string' || audience.length !== 1) throw refusal('presentation_claims_malformed')
  if (!isSameSecret(nonce, expected.nonce)) throw refusal('presentation_nonce_mismatch')
  if (audience[0] !== expected.audience) throw refusal('presentation_audience_mismatch')
  const { now, clockSkew, maxAge } = clock
  for (const start of [issuedAt, notBefore]) {
    if (start !== undefined && start > now + clockSkew) throw refusal('presentation_in_future')
  }
  if (issuedAt !== undefined && issuedAt < now - maxAge - clockSkew) throw refusal('presentation_too_old')
  if (expires !== undefined && now - clockSkew >= expires) throw refusal('presentation_expired')
}
