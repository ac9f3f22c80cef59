import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { type Bytes, encodeBase64url } from '@hashikake/encoding/base64url'
import { p256 } from '@noble/curves/nist.js'
import { refusal } from '../refusal.ts'

/** The multicodec of a compressed P-256 key, before its 33 bytes. */
const prefix = [0x80, 0x24]

/** A key for one proof alone, which is forgotten with it (DI-ECDSA 1.0 §3.5.8). */
export interface ProofScopedKey {
  readonly publicKey: Bytes
  sign(text: Uint8Array): Bytes
}

export function newProofScopedKey(randomBytes: (length: number) => Uint8Array): ProofScopedKey {
  const secretKey = p256.utils.randomSecretKey(randomBytes(48))
  return {
    publicKey: Uint8Array.of(...prefix, ...p256.getPublicKey(secretKey, true)),
    sign: (text) => Uint8Array.from(p256.sign(text, secretKey, { lowS: false })),
  }
}

/** @throws {Refusal} `proof_value_malformed` */
export function readProofScopedKey(bytes: Uint8Array): PublicJwk {
  if (bytes[0] !== prefix[0] || bytes[1] !== prefix[1]) throw refusal('proof_value_malformed')
  try {
    const point = p256.Point.fromBytes(bytes.subarray(2)).toBytes(false)
    return parsePublicJwk({
      kty: 'EC',
      crv: 'P-256',
      x: encodeBase64url(point.slice(1, 33)),
      y: encodeBase64url(point.slice(33)),
    })
  } catch {
    throw refusal('proof_value_malformed')
  }
}
