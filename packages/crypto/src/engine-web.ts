import { type Bytes, decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import {
  type HashAlgorithm,
  type KeyParametersName,
  keyParameters,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import { isUsableEdwardsKey } from './edwards.ts'
import type { CryptoKeyLike, CryptoKeyPairLike, Engine } from './engine.ts'
import { privateJwkFromBytes, privateKeyBytes, publicJwkFromBytes, publicKeyBytes } from './key-bytes.ts'
import {
  keyFitsAlgorithm,
  keyParametersOf,
  type PrivateJwk,
  type PublicJwk,
  parsePrivateJwk,
  parsePublicJwk,
  publicJwkOf,
} from './keys.ts'
import { loadPortable, type Portable } from './portable.ts'
import { Recent } from './recent.ts'
import type { Signer } from './signers.ts'

/** The part of WebCrypto that is used, so that no types of a browser or of Node are needed. */
interface WebCrypto {
  readonly subtle?: {
    importKey(
      format: 'raw' | 'jwk',
      key: Uint8Array | object,
      algorithm: object,
      extractable: boolean,
      usages: string[],
    ): Promise<WebKey>
    exportKey(format: 'jwk', key: WebKey): Promise<object>
    generateKey(algorithm: object, extractable: boolean, usages: string[]): Promise<WebKeyPair>
    sign(algorithm: object, key: WebKey, data: Uint8Array): Promise<ArrayBuffer>
    verify(algorithm: object, key: WebKey, signature: Uint8Array, data: Uint8Array): Promise<boolean>
  }
  getRandomValues(array: Uint8Array): unknown
}
type WebKey = CryptoKeyLike
type WebKeyPair = CryptoKeyPairLike
type Subtle = NonNullable<WebCrypto['subtle']>
type Sign = (data: Uint8Array) => Promise<Uint8Array>

/** The kinds of keys that some runtime's WebCrypto has; brainpool and ML-DSA always come from elsewhere. */
const webAlgorithms: Readonly<Partial<Record<KeyParametersName, { name: string; namedCurve?: string }>>> = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521' },
  Ed25519: { name: 'Ed25519' },
  Ed448: { name: 'Ed448' },
}
const hashNames: Readonly<Record<HashAlgorithm, string>> = {
  'sha-256': 'SHA-256',
  'sha-384': 'SHA-384',
  'sha-512': 'SHA-512',
}
const hashes: Readonly<Record<HashAlgorithm, (data: Uint8Array) => Uint8Array>> = {
  'sha-256': sha256,
  'sha-384': sha384,
  'sha-512': sha512,
}
const utf8 = /* @__PURE__ */ new TextEncoder()

/** Checks one signature; the key is inside. */
type Verifier = (signature: Uint8Array, data: Uint8Array) => boolean | Promise<boolean>

// Issuers' keys come back; holders' keys pass through.
const verifiers = /* @__PURE__ */ new Recent<Promise<Verifier>>(500)

// Asked for at each use: a page may install or replace it later. Without TLS a browser has no subtle at all.
function webCrypto(): WebCrypto {
  return globalThis.crypto as unknown as WebCrypto
}

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? utf8.encode(data) : data
}

function digest(algorithm: HashAlgorithm, data: Uint8Array | string): Bytes {
  return hashes[algorithm](bytesOf(data)) as Bytes
}

async function verify(
  algorithm: SignatureAlgorithm,
  key: PublicJwk,
  data: Uint8Array | string,
  signature: Uint8Array,
): Promise<boolean> {
  const name = keyParametersOf(key)
  if (!signatureAlgorithms[algorithm].keys.includes(name)) throw refusal('key_type_mismatch')
  if (signature.length !== keyParameters[name].signatureLength) return false
  const verifier = await verifierFor(name, key, signatureAlgorithms[algorithm].hash)
  return verifier(signature, bytesOf(data))
}

function verifierFor(name: KeyParametersName, key: PublicJwk, hash: HashAlgorithm | undefined): Promise<Verifier> {
  const coordinates = key.kty === 'EC' ? `${key.x}.${key.y}` : key.kty === 'OKP' ? key.x : key.pub
  const identity = `${name}.${coordinates}`
  const known = verifiers.get(identity)
  if (known !== undefined) return known
  const verifier = makeVerifier(name, key, hash)
  verifiers.set(identity, verifier)
  verifier.catch(() => verifiers.delete(identity))
  return verifier
}

async function makeVerifier(
  name: KeyParametersName,
  key: PublicJwk,
  hash: HashAlgorithm | undefined,
): Promise<Verifier> {
  if (key.kty === 'OKP' && !isUsableEdwardsKey(key.crv, decodeBase64url(key.x))) throw refusal('key_malformed')
  const publicKey = publicKeyBytes(key)
  const native = await natively(name, (subtle, algorithm) =>
    subtle.importKey('raw', publicKey, algorithm, false, ['verify']),
  )
  if (native === undefined) return portableVerifier(name, publicKey)
  const { subtle, result: imported } = native
  const parameters = signatureParameters(name, hash)
  return (signature, data) => subtle.verify(parameters, imported, signature, data)
}

async function portableVerifier(name: KeyParametersName, publicKey: Uint8Array): Promise<Verifier> {
  const portable = await loadOrRefuse(name)
  try {
    portable.checkPublicKey(publicKey)
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
  }
  return (signature, data) => portable.verify(signature, data, publicKey)
}

/** Asks WebCrypto; undefined where it lacks this kind of key. */
async function natively<Result>(
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

async function loadOrRefuse(name: KeyParametersName): Promise<Portable> {
  try {
    return await loadPortable(name)
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('algorithm_unsupported', { cause })
  }
}

function signatureParameters(name: KeyParametersName, hash: HashAlgorithm | undefined): object {
  return { ...webAlgorithms[name], ...(hash === undefined ? {} : { hash: hashNames[hash] }) }
}

async function signer(key: PrivateJwk, algorithm: SignatureAlgorithm): Promise<Signer> {
  const misfit = keyFitsAlgorithm(key, algorithm, 'sign')
  if (misfit !== undefined) throw refusal(misfit)
  const name = keyParametersOf(key)
  const publicKey = publicJwkOf(key)
  const native = await natively(name, (subtle, parameters) =>
    subtle.importKey('jwk', withoutUsage(key), parameters, false, ['sign']),
  )
  const sign =
    native === undefined
      ? await portableSignature(name, privateKeyBytes(key))
      : nativeSignature(native.subtle, name, algorithm, native.result)
  // A private key beside another's public key would sign what nobody can verify.
  const probe = new Uint8Array(32)
  if (!(await verify(algorithm, publicKey, probe, await sign(probe)))) throw refusal('key_malformed')
  return signerAround(algorithm, publicKey, sign)
}

function nativeSignature(subtle: Subtle, name: KeyParametersName, algorithm: SignatureAlgorithm, key: WebKey): Sign {
  const parameters = signatureParameters(name, signatureAlgorithms[algorithm].hash)
  return async (data) => new Uint8Array(await subtle.sign(parameters, key, data))
}

async function portableSignature(name: KeyParametersName, privateKey: Uint8Array): Promise<Sign> {
  const portable = await loadOrRefuse(name)
  return async (data) => {
    try {
      return portable.sign(data, privateKey, randomBytes)
    } catch (cause) {
      // Out of range for the curve: the only thing that can be wrong with it.
      throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
    }
  }
}

function signerAround(algorithm: SignatureAlgorithm, publicKey: PublicJwk, sign: Sign): Signer {
  return Object.freeze({
    algorithm,
    publicKey,
    sign: async (data: Uint8Array, options: { signal?: AbortSignal } = {}) => {
      options.signal?.throwIfAborted()
      const signature = await sign(data)
      options.signal?.throwIfAborted()
      return signature
    },
  })
}

async function cryptoKeySigner(
  keys: CryptoKeyPairLike,
  chooseAlgorithm: (publicKey: PublicJwk) => SignatureAlgorithm,
): Promise<Signer> {
  const { subtle } = webCrypto()
  if (subtle === undefined) throw refusal('algorithm_unsupported')
  const publicKey = await readCryptoKey(subtle, keys.publicKey)
  const algorithm = chooseAlgorithm(publicKey)
  const sign = nativeSignature(subtle, keyParametersOf(publicKey), algorithm, keys.privateKey)
  return signerAround(algorithm, publicKey, sign)
}

async function readCryptoKey(subtle: Subtle, key: WebKey): Promise<PublicJwk> {
  try {
    return parsePublicJwk(withoutUsage(await subtle.exportKey('jwk', key)))
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('key_type_unsupported', { cause })
  }
}

// Runtimes judge these members by rules of their own, and add some; what the key says has been judged before.
function withoutUsage(jwk: object): object {
  return { ...jwk, alg: undefined, use: undefined, key_ops: undefined }
}

async function generateKey(algorithm: SignatureAlgorithm): Promise<{ publicKey: PublicJwk; privateKey: PrivateJwk }> {
  const name = signatureAlgorithms[algorithm].keys[0] as KeyParametersName
  const native = await natively(name, (subtle, parameters) => subtle.generateKey(parameters, true, ['sign', 'verify']))
  const privateKey =
    native === undefined
      ? await generatePortably(name)
      : parsePrivateJwk(withoutUsage(await native.subtle.exportKey('jwk', native.result.privateKey)))
  return { publicKey: publicJwkOf(privateKey), privateKey }
}

async function generatePortably(name: KeyParametersName): Promise<PrivateJwk> {
  const portable = await loadOrRefuse(name)
  const secret = portable.privateKey(randomBytes)
  return privateJwkFromBytes(publicJwkFromBytes(name, portable.publicKey(secret)), secret)
}

async function supports(algorithm: SignatureAlgorithm): Promise<boolean> {
  for (const name of signatureAlgorithms[algorithm].keys) {
    const native = await natively(name, (subtle, parameters) =>
      subtle.generateKey(parameters, false, ['sign', 'verify']),
    ).catch(() => undefined)
    const found =
      native !== undefined ||
      (await loadPortable(name).then(
        () => true,
        () => false,
      ))
    if (!found) return false
  }
  return true
}

function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length)
  webCrypto().getRandomValues(bytes)
  return bytes
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let i = 0; i < one.length; i++) difference |= (one[i] as number) ^ (other[i] as number)
  return difference === 0
}

function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}

/** WebCrypto, with `@noble/hashes` for synchronous hashes and `@noble/curves` for what the runtime lacks. */
export const engine: Engine = /* @__PURE__ */ Object.freeze({
  name: 'web',
  digest,
  digestBase64url: (algorithm: HashAlgorithm, data: Uint8Array | string) => encodeBase64url(digest(algorithm, data)),
  verify,
  signer,
  cryptoKeySigner,
  generateKey,
  supports,
  randomBytes,
  equal,
})
