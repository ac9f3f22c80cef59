import { Refusal } from '@hashikake/encoding/refusal'
import type { HashAlgorithm } from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import type { RsaPublicJwk } from './keys.ts'
import { isUsableRsaKey } from './rsa-keys.ts'
import { webCrypto } from './web-crypto.ts'

/** Checks RSASSA-PKCS1-v1_5 with WebCrypto, which every browser has. */
export async function rsaVerifier(
  { kty, n, e }: RsaPublicJwk,
  hash: HashAlgorithm = 'sha-256',
): Promise<(signature: Uint8Array, data: Uint8Array) => Promise<boolean>> {
  const { subtle } = webCrypto()
  if (subtle === undefined) throw new Refusal<keyof CryptoCodes>('algorithm_unsupported')
  if (!isUsableRsaKey({ n, e })) throw new Refusal<keyof CryptoCodes>('key_malformed')
  const parameters = { name: 'RSASSA-PKCS1-v1_5', hash: hash.toUpperCase() }
  const key = await subtle.importKey('jwk', { kty, n, e }, parameters, false, ['verify'])
  return (signature, data) => subtle.verify(parameters, key, signature, data)
}
