/** What a presentation must answer. Each format derives its nonce and audience, or a session transcript, from it. */
export type Challenge =
  | { readonly protocol: 'direct'; readonly audience: string; readonly nonce: string; readonly domain?: string }
  | {
      readonly protocol: 'openid4vp'
      readonly clientId: string
      readonly nonce: string
      readonly responseUri: string
      readonly encryptionKeyThumbprint?: Uint8Array
    }
  | {
      readonly protocol: 'openid4vp-dc-api'
      readonly origin: string
      readonly nonce: string
      readonly encryptionKeyThumbprint?: Uint8Array
    }
  | { readonly protocol: 'iso-18013-5'; readonly sessionTranscript: Uint8Array }

/**
 * Instead of a challenge: whoever holds the credential may show it. No holder is proven, and a key-bound presentation
 * is refused rather than half checked. The result names this weakening.
 */
export const bearer: unique symbol = Symbol.for('@hashikake/bearer')

/** Instead of a status resolver: revocation is not looked at. The result names this weakening. */
export const ignoreStatus: unique symbol = Symbol.for('@hashikake/ignoreStatus')

/** The nonce of a challenge, where its protocol has one. */
export function nonceOf(challenge: Challenge): string | undefined {
  return challenge.protocol === 'iso-18013-5' ? undefined : challenge.nonce
}
