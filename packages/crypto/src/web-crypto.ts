import type { Bytes } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { HashAlgorithm, KeyParametersName } from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import type { CryptoKeyLike, CryptoKeyPairLike } from './engine.ts'
import type { Portable } from './portable.ts'

/** The part of WebCrypto that is used, so that no types of a browser or of Node are needed. */
export interface WebCrypto {
  readonly subtle?: {
    importKey(
      format: 'raw' | 'jwk' | 'spki',
      key: Uint8Array | object,
      algorithm: object,
      extractable: boolean,
      usages: string[],
    ): Promise<WebKey>
    digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer>
    exportKey(format: 'jwk', key: WebKey): Promise<object>
    generateKey(algorithm: object, extractable: boolean, usages: string[]): Promise<WebKeyPair>
    sign(algorithm: object, key: WebKey, data: Uint8Array): Promise<ArrayBuffer>
    verify(algorithm: object, key: WebKey, signature: Uint8Array, data: Uint8Array): Promise<boolean>
  }
  getRandomValues(array: Uint8Array): unknown
}
export type WebKey = CryptoKeyLike
type WebKeyPair = CryptoKeyPairLike
export type Subtle = NonNullable<WebCrypto['subtle']>

/** The kinds of keys that some runtime's WebCrypto has; brainpool and ML-DSA always come from elsewhere. */
const webAlgorithms: Readonly<Partial<Record<KeyParametersName, { name: string; namedCurve?: string }>>> = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521' },
  Ed25519: { name: 'Ed25519' },
  Ed448: { name: 'Ed448' },
}

// Asked for at each use: a page may install or replace it later. Without TLS a browser has no subtle at all.
export function webCrypto(): WebCrypto {
  return globalThis.crypto as unknown as WebCrypto
}

/** Asks WebCrypto; undefined where it lacks this kind of key. */
export async function natively<Result>(
  name: KeyParametersName,
  ask: (subtle: Subtle, algorithm: object) => Promise<Result>,
): Promise<{ subtle: Subtle; result: Result } | undefined> {
  const algorithm = webAlgorithms[name]
  const { subtle } = webCrypto()
  if (algorithm === undefined || subtle === undefined) return undefined
  try {
    return { subtle, result: await ask(subtle, algorithm) }
  } catch (cause) {
    if ((cause as Error | undefined)?.name === 'NotSupportedError') return undefined
    throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
  }
}

// WebCrypto's names of hashes are ours in capitals.
export function signatureParameters(name: KeyParametersName, hash: HashAlgorithm | undefined): object {
  return { ...webAlgorithms[name], hash: hash?.toUpperCase() }
}

/**
 * The portable implementation of a kind of key, loaded when first asked for.
 *
 * @throws {Refusal} `algorithm_unsupported` where a bundle was made without it
 */
export async function loadPortable(name: KeyParametersName): Promise<Portable> {
  try {
    return await (await import('./portable.ts')).loadPortable(name)
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('algorithm_unsupported', { cause })
  }
}

export function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length)
  webCrypto().getRandomValues(bytes)
  return bytes
}
