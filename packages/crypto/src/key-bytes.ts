import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { type KeyParametersName, keyParameters } from './algorithms.ts'
import type { PrivateJwk, PublicJwk } from './keys.ts'

/** What an uncompressed point begins with (SEC 1 §2.3.3). */
export const uncompressed = 0x04

/** The raw public key: `04‖x‖y` for EC (SEC 1 §2.3.3). */
export function publicKeyBytes(key: PublicJwk): Uint8Array {
  if (key.kty === 'AKP') return decodeBase64url(key.pub)
  const x = decodeBase64url(key.x)
  if (key.kty === 'OKP') return x
  const y = decodeBase64url(key.y)
  const point = new Uint8Array(1 + x.length + y.length)
  point[0] = uncompressed
  point.set(x, 1)
  point.set(y, 1 + x.length)
  return point
}

/** How long the raw public key is. */
export function publicKeyLength(name: KeyParametersName): number {
  const { kty, publicLength } = keyParameters[name]
  return kty === 'EC' ? 1 + 2 * publicLength : publicLength
}

/** The raw private key: the scalar of EC, the seed of the others. */
export function privateKeyBytes(key: PrivateJwk): Uint8Array {
  return decodeBase64url(key.kty === 'AKP' ? key.priv : key.d)
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
