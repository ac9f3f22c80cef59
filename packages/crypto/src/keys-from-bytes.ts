import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { type KeyParametersName, keyParameters } from './algorithms.ts'
import type { PrivateJwk, PublicJwk } from './keys.ts'

/** The raw private key: the scalar of EC, the seed of the others. */
export function privateKeyBytes(key: PrivateJwk): Uint8Array {
  return decodeBase64url(key.kty === 'AKP' ? key.priv : key.d)
}

/** How long the raw private key is: as a coordinate, or a seed. */
export function privateKeyLength(name: KeyParametersName): number {
  const { kty, publicLength } = keyParameters[name]
  return kty === 'AKP' ? 32 : publicLength
}

/** Makes a public JWK of a raw public key of the right length. */
export function publicJwkFromBytes(name: KeyParametersName, bytes: Uint8Array): PublicJwk {
  const { kty, publicLength } = keyParameters[name]
  const members =
    kty === 'EC'
      ? {
          crv: name,
          x: encodeBase64url(bytes.subarray(1, 1 + publicLength)),
          y: encodeBase64url(bytes.subarray(1 + publicLength)),
        }
      : kty === 'OKP'
        ? { crv: name, x: encodeBase64url(bytes) }
        : { alg: name, pub: encodeBase64url(bytes) }
  return Object.freeze({ kty, ...members }) as unknown as PublicJwk
}

/** Makes a private JWK of a raw private key and its public half. */
export function privateJwkFromBytes(publicKey: PublicJwk, bytes: Uint8Array): PrivateJwk {
  const member = publicKey.kty === 'AKP' ? 'priv' : 'd'
  return Object.freeze({ ...publicKey, [member]: encodeBase64url(bytes) }) as unknown as PrivateJwk
}
