import type { Challenge } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { isContext, missingMembers } from './options.ts'

export type ChallengeRequest =
  | { readonly protocol: 'direct'; readonly audience: string; readonly domain?: string }
  | { readonly protocol: 'openid4vp'; readonly clientId: string; readonly responseUri: string }
  | { readonly protocol: 'openid4vp-dc-api'; readonly origin: string }

/**
 * Makes a challenge with a fresh nonce of 128 random bits. Keep it with the session that asked, and give it to `verify`.
 *
 * @example
 * const challenge = createChallenge({ protocol: 'direct', audience: 'https://admissions.example' })
 */
export function createChallenge<const Request extends ChallengeRequest>(
  request: Request,
  options: { readonly context?: Context } = {},
): Extract<Challenge, { protocol: Request['protocol'] }> {
  const { context = defaultContext() } = options ?? {}
  if (!isContext(context)) throw new TypeError('context takes defaultContext({ now })')
  const missing = missingMembers(request)
  if (missing?.length !== 0) {
    throw new TypeError(`createChallenge takes { protocol: 'direct', audience }: it needs ${missing ?? 'a protocol'}`)
  }
  const nonce = encodeBase64url(context.engine.randomBytes(16))
  return Object.freeze({ ...request, nonce }) as unknown as Extract<Challenge, { protocol: Request['protocol'] }>
}
