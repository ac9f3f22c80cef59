import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from './codes.ts'
import { publicKeyBytes } from './key-bytes.ts'
import { type EcPublicJwk, keyParametersOf, type PublicJwk, parsePrivateJwk, publicJwkOf } from './keys.ts'
import { privateKeyBytes } from './keys-from-bytes.ts'
import { loadPortable } from './portable.ts'

/** A key that agrees on a secret with another: a WebCrypto key, an HSM, a KMS. It never shows itself. */
export interface KeyAgreement {
  readonly publicKey: PublicJwk
  /** ECDH (RFC 9053 §6.3.1): the x coordinate of the shared point. @throws {Refusal} for a key of another curve */
  deriveSharedSecret(peer: PublicJwk, options?: { readonly signal?: AbortSignal }): Promise<Uint8Array>
}

/**
 * A key agreement with a private key in memory, on the NIST and brainpool curves.
 *
 * @param key - a private JWK
 * @throws {Refusal} `key_malformed`, `key_type_unsupported`; also for a key that only signs
 */
export function keyAgreementFromJwk(key: unknown): KeyAgreement {
  const own = parsePrivateJwk(key)
  if (own.kty !== 'EC') throw new Refusal<keyof CryptoCodes>('key_type_unsupported')
  const name = keyParametersOf(own)
  const secret = privateKeyBytes(own)
  return Object.freeze({
    publicKey: publicJwkOf(own),
    deriveSharedSecret: async (peer: PublicJwk, options: { readonly signal?: AbortSignal } = {}) => {
      options.signal?.throwIfAborted()
      if (keyParametersOf(peer) !== name) throw new Refusal<keyof CryptoCodes>('key_type_mismatch')
      const { checkPublicKey, sharedSecret } = await loadPortable(name)
      const point = publicKeyBytes(peer as EcPublicJwk)
      try {
        checkPublicKey(point)
      } catch (cause) {
        throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
      }
      return (sharedSecret as NonNullable<typeof sharedSecret>)(secret, point)
    },
  })
}
