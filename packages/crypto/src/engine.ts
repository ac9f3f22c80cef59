import type { Bytes } from '@hashikake/encoding/base64url'
import type { HashAlgorithm, SignatureAlgorithm } from './algorithms.ts'
import type { PrivateJwk, PublicJwk } from './keys.ts'
import type { Signer } from './signer.ts'

export type MaybePromise<T> = T | Promise<T>

/**
 * How signatures are checked: `inline` on the calling thread, fastest one by one; `pool` on the runtime's thread pool,
 * fastest with many in flight. An engine without a pool treats both alike.
 */
export type SignatureMode = 'inline' | 'pool'

/** How a key that is known by its SubjectPublicKeyInfo alone signs (RFC 5758, RFC 8017). */
export type SpkiAlgorithm =
  | { readonly kind: 'ecdsa'; readonly hash: HashAlgorithm }
  | { readonly kind: 'rsa'; readonly hash: HashAlgorithm }
  | { readonly kind: 'rsa-pss'; readonly hash: HashAlgorithm; readonly saltLength: number }

export interface InflateOptions {
  readonly limit: number
  readonly format?: 'zlib' | 'gzip'
}

export interface DeflateOptions {
  readonly level?: number
  readonly format?: 'zlib' | 'gzip'
}

/** What the library needs to know of a WebCrypto key; any `CryptoKey` is one. */
export interface CryptoKeyLike {
  readonly type: string
  readonly extractable: boolean
  readonly algorithm: { readonly name: string }
  readonly usages: readonly string[]
}

export interface CryptoKeyPairLike {
  readonly privateKey: CryptoKeyLike
  readonly publicKey: CryptoKeyLike
}

/**
 * The one interface to a runtime's cryptography. Two engines implement it, chosen by the `node` / `default` condition:
 * Node's own crypto, and WebCrypto with `@noble/curves` for what WebCrypto lacks.
 */
export interface Engine {
  readonly name: 'node' | 'web'

  /** How it checks signatures unless asked otherwise: where the runtime only has a pool, several had better start at once. */
  readonly mode: SignatureMode

  /**
   * SHA-256 of bytes, or of the UTF-8 bytes of a string. Never asynchronous: a round trip costs more than the hash.
   */
  sha256(data: Uint8Array | string): Bytes

  /** The same, as base64url without padding. */
  sha256Base64url(data: Uint8Array | string): string

  /**
   * The digests of several inputs, as base64url without padding. With sha-256 they come at once on every engine; the two
   * longer hashes may come as a promise, from WebCrypto.
   */
  digests(algorithm: HashAlgorithm, data: readonly (Uint8Array | string)[]): MaybePromise<readonly string[]>

  /**
   * Whether `signature` (raw r‖s for ECDSA) over `data` (bytes, or ASCII characters) is this key's.
   * The key must already have passed `parsePublicJwk` and `keyFitsAlgorithm`. A wrong signature is false, never a throw.
   * For a usable key of EdDSA that is no point at all the answer is false too.
   *
   * @throws {Refusal} `key_malformed` (a point that is not on its curve, or of small order), `key_type_mismatch`,
   *   `algorithm_unsupported` (this runtime lacks it)
   */
  verify(
    algorithm: SignatureAlgorithm,
    key: PublicJwk,
    data: Uint8Array | string,
    signature: Uint8Array,
    mode?: SignatureMode,
  ): MaybePromise<boolean>

  /**
   * Whether a signature as certificates have it (DER for ECDSA) is that of a key given as SubjectPublicKeyInfo: RSA, or ECDSA
   * with a hash that is not its curve's own. A wrong signature is false, never a throw.
   *
   * @throws {Refusal} `key_malformed`, `algorithm_unsupported`
   */
  verifyWithSpki(
    algorithm: SpkiAlgorithm,
    subjectPublicKeyInfo: Uint8Array,
    data: Uint8Array,
    signature: Uint8Array,
  ): MaybePromise<boolean>

  /**
   * Inflates zlib data (RFC 1950), or gzip data (RFC 1952), all of it and nothing after it.
   *
   * @param options.limit - bytes; what would come out larger is refused before it is made
   * @param options.format - `zlib` unless given
   * @throws {Refusal} `compressed_malformed`, `compressed_too_large`
   */
  inflate(data: Uint8Array, options: InflateOptions): Promise<Bytes>

  /**
   * Deflates into zlib data (RFC 1950), or gzip data (RFC 1952).
   *
   * @param options.level - 1 to 9, where the runtime lets one choose; 6 unless given
   * @param options.format - `zlib` unless given
   */
  deflate(data: Uint8Array, options?: DeflateOptions): Promise<Bytes>

  /**
   * A signer that holds this private key in memory.
   *
   * @throws {Refusal} `key_malformed` (also where the private key is not that of the public one), `key_type_mismatch`
   *   and the other codes of `keyFitsAlgorithm`, `algorithm_unsupported`
   */
  signer(key: PrivateJwk, algorithm: SignatureAlgorithm): Promise<Signer>

  /**
   * A signer around a pair of WebCrypto keys. The algorithm is chosen when the public key is known.
   *
   * @throws {Refusal} `key_type_unsupported`
   */
  cryptoKeySigner(
    keys: CryptoKeyPairLike,
    chooseAlgorithm: (publicKey: PublicJwk) => SignatureAlgorithm,
  ): Promise<Signer>

  /** A fresh key pair, as JWKs. */
  generateKey(algorithm: SignatureAlgorithm): Promise<{ publicKey: PublicJwk; privateKey: PrivateJwk }>

  /** Whether this runtime can verify and sign with an algorithm; what it lacks is said here, not hidden. */
  supports(algorithm: SignatureAlgorithm): MaybePromise<boolean>

  /** Cryptographically secure random bytes. */
  randomBytes(length: number): Bytes
}

export { engine } from '#engine'
