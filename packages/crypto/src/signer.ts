import type { SignatureAlgorithm } from './algorithms.ts'
import type { PublicJwk } from './keys.ts'

/** A WebCrypto key, an HSM, a KMS: it signs and never shows itself. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm
  readonly publicKey: PublicJwk
  /** The raw signature as JWS and COSE carry it: r‖s for ECDSA, never DER. */
  sign(data: Uint8Array, options?: { signal?: AbortSignal }): Promise<Uint8Array>
}
