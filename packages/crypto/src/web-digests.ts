import { encodeBase64url, encodeUtf8 } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { HashAlgorithm } from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import { webCrypto } from './web-crypto.ts'

/** The two longer hashes: rare in browsers, and in JavaScript they would weigh as much as a fifth of a verifier. */
export async function digests(
  algorithm: HashAlgorithm,
  data: readonly (Uint8Array | string)[],
): Promise<readonly string[]> {
  const { subtle } = webCrypto()
  if (subtle === undefined) throw new Refusal<keyof CryptoCodes>('algorithm_unsupported')
  const digest = async (one: Uint8Array | string): Promise<string> => {
    const bytes = typeof one === 'string' ? encodeUtf8(one) : one
    return encodeBase64url(new Uint8Array(await subtle.digest(algorithm.toUpperCase(), bytes)))
  }
  return Promise.all(data.map(digest))
}
