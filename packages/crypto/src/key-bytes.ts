import { decodeBase64url } from '@hashikake/encoding/base64url'
import { type KeyParametersName, keyParameters } from './algorithms.ts'
import type { PublicJwk, RsaPublicJwk } from './keys.ts'

/** What an uncompressed point begins with (SEC 1 §2.3.3). */
export const uncompressed = 0x04

/** The raw public key: `04‖x‖y` for EC (SEC 1 §2.3.3). An RSA key has no raw form. */
export function publicKeyBytes(key: Exclude<PublicJwk, RsaPublicJwk>): Uint8Array {
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
