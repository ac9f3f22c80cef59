import * as nodeCrypto from 'node:crypto'
import * as zlib from 'node:zlib'
import { type Bytes, decodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  type HashAlgorithm,
  type KeyParametersName,
  keyParameters,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import { derToRawSignature, rawToDerSignature } from './der.ts'
import { isUsableEdwardsKey } from './edwards.ts'
import type { CryptoKeyLike, DeflateOptions, Engine, InflateOptions, SignatureMode, SpkiAlgorithm } from './engine.ts'
import { publicKeyBytes } from './key-bytes.ts'
import { readPkcs8, readSpki, writePkcs8, writeSpki } from './key-files.ts'
import {
  type AkpPublicJwk,
  keyFitsAlgorithm,
  keyParametersOf,
  type PrivateJwk,
  type PublicJwk,
  publicJwkOf,
} from './keys.ts'
import { privateJwkFromBytes, privateKeyBytes, publicJwkFromBytes } from './keys-from-bytes.ts'
import { loadPortable } from './portable.ts'
import { Recent } from './recent.ts'
import { isUsableRsaKey } from './rsa-keys.ts'
import type { Signer } from './signer.ts'

type KeyObject = nodeCrypto.KeyObject
type KeyType = 'ec' | 'ed25519'

const hashNames: Readonly<Record<HashAlgorithm, string>> = {
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
}

/** How `generateKeyPair` calls each kind of key. */
const keyTypes: Readonly<Record<KeyParametersName, readonly [type: string, options?: { namedCurve: string }]>> = {
  'P-256': ['ec', { namedCurve: 'P-256' }],
  'P-384': ['ec', { namedCurve: 'P-384' }],
  'P-521': ['ec', { namedCurve: 'P-521' }],
  brainpoolP256r1: ['ec', { namedCurve: 'brainpoolP256r1' }],
  brainpoolP320r1: ['ec', { namedCurve: 'brainpoolP320r1' }],
  brainpoolP384r1: ['ec', { namedCurve: 'brainpoolP384r1' }],
  brainpoolP512r1: ['ec', { namedCurve: 'brainpoolP512r1' }],
  Ed25519: ['ed25519'],
  Ed448: ['ed448'],
  'ML-DSA-44': ['ml-dsa-44'],
  'ML-DSA-65': ['ml-dsa-65'],
  'ML-DSA-87': ['ml-dsa-87'],
  RSA: ['rsa'],
}

const [nodeMajor = 0, nodeMinor = 0] = numbersOf(process.versions.node)
const [opensslMajor = 0, opensslMinor = 0] = numbersOf(process.versions.openssl)
// node:crypto has had ML-DSA since 24.6, OpenSSL since 3.5; some distributions build Node with an older one.
const hasMlDsa =
  (nodeMajor > 24 || (nodeMajor === 24 && nodeMinor >= 6)) &&
  (opensslMajor > 3 || (opensslMajor === 3 && opensslMinor >= 5))
// Decoding SPKI takes Node 20 twice as long as a JWK (86 µs against 45 µs); Node 24 half as long (13 µs against 26 µs).
const importsJwkFaster = nodeMajor < 22

// Issuers' keys come back; holders' keys pass through. An entry is about 2 KB, most of it OpenSSL's.
const importedKeys = new Recent<KeyObject>(500)

// Other runtimes that answer to the node condition may leave a version out.
function numbersOf(version: string | undefined): readonly number[] {
  return (version ?? '').split('.').map(Number)
}

function isNative(name: KeyParametersName): boolean {
  return keyParameters[name].kty !== 'AKP' || hasMlDsa
}

function sha256(data: Uint8Array | string): Bytes {
  // A copy, so that callers get a plain Uint8Array of their own.
  return new Uint8Array(nodeCrypto.hash('sha256', data, 'buffer'))
}

function sha256Base64url(data: Uint8Array | string): string {
  return nodeCrypto.hash('sha256', data, 'base64url')
}

function digests(algorithm: HashAlgorithm, data: readonly (Uint8Array | string)[]): readonly string[] {
  const name = hashNames[algorithm]
  return data.map((one) => nodeCrypto.hash(name, one, 'base64url'))
}

function verify(
  algorithm: SignatureAlgorithm,
  key: PublicJwk,
  data: Uint8Array | string,
  signature: Uint8Array,
  mode: SignatureMode = 'inline',
): boolean | Promise<boolean> {
  const name = keyParametersOf(key)
  const { keys, hash } = signatureAlgorithms[algorithm]
  if (!keys.includes(name)) throw refusal('key_type_mismatch')
  const { kty, signatureLength } = keyParameters[name]
  if (signatureLength > 0 && signature.length !== signatureLength) return false
  if (!isNative(name)) return verifyPortably(name, key, data, signature)
  const imported = importPublicKey(name, key)
  const encoded = kty === 'EC' ? rawToDerSignature(signature) : signature
  if (encoded === undefined) return false
  // An algorithm of null lets Edwards and ML-DSA keys hash by themselves.
  const hashName = hash === undefined ? null : hashNames[hash]
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  if (mode === 'inline') return nodeCrypto.verify(hashName, bytes, imported, encoded)
  return new Promise((resolve, reject) => {
    nodeCrypto.verify(hashName, bytes, imported, encoded, (error, valid) => (error ? reject(error) : resolve(valid)))
  })
}

async function verifyPortably(
  name: KeyParametersName,
  key: PublicJwk,
  data: Uint8Array | string,
  signature: Uint8Array,
): Promise<boolean> {
  const portable = await loadPortable(name)
  return portable.verify(
    signature,
    typeof data === 'string' ? Buffer.from(data) : data,
    publicKeyBytes(key as AkpPublicJwk),
  )
}

function importPublicKey(name: KeyParametersName, key: PublicJwk): KeyObject {
  const coordinates =
    key.kty === 'EC'
      ? `${key.x}.${key.y}`
      : key.kty === 'OKP'
        ? key.x
        : key.kty === 'AKP'
          ? key.pub
          : `${key.n}.${key.e}`
  const identity = `${name}.${coordinates}`
  const known = importedKeys.get(identity)
  if (known !== undefined) return known
  if (key.kty === 'OKP' && !isUsableEdwardsKey(key.crv, decodeBase64url(key.x))) throw refusal('key_malformed')
  if (key.kty === 'RSA' && !isUsableRsaKey(key)) throw refusal('key_malformed')
  const imported = createPublicKey(key)
  importedKeys.set(identity, imported)
  return imported
}

function createPublicKey(key: PublicJwk): KeyObject {
  try {
    if (importsJwkFaster && isKnownToNodeAsJwk(key)) {
      return nodeCrypto.createPublicKey({ key: { ...key } as nodeCrypto.JsonWebKey, format: 'jwk' })
    }
    return nodeCrypto.createPublicKey(pem('PUBLIC KEY', writeSpki(key)))
  } catch (cause) {
    // OpenSSL decodes the point here and finds those that are not on the curve.
    throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
  }
}

// Node reads no JWK of a brainpool curve; SubjectPublicKeyInfo says the same.
function isKnownToNodeAsJwk(key: PublicJwk): boolean {
  return key.kty === 'OKP' || (key.kty === 'EC' && key.crv.startsWith('P-'))
}

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`
}

function verifyWithSpki(
  algorithm: SpkiAlgorithm,
  subjectPublicKeyInfo: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = importSpki(subjectPublicKeyInfo)
  // A key that is for PSS alone says so itself (RFC 4055 §1.2).
  const types = { ecdsa: ['ec'], rsa: ['rsa'], 'rsa-pss': ['rsa', 'rsa-pss'] }[algorithm.kind]
  if (!types.includes(key.asymmetricKeyType ?? '')) return false
  const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING } = nodeCrypto.constants
  const padding =
    algorithm.kind === 'ecdsa'
      ? {}
      : algorithm.kind === 'rsa'
        ? { padding: RSA_PKCS1_PADDING }
        : { padding: RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength }
  return nodeCrypto.verify(hashNames[algorithm.hash], data, { key, ...padding }, signature)
}

function importSpki(subjectPublicKeyInfo: Uint8Array): KeyObject {
  const identity = `spki.${sha256Base64url(subjectPublicKeyInfo)}`
  const known = importedKeys.get(identity)
  if (known !== undefined) return known
  try {
    const key = Buffer.from(subjectPublicKeyInfo)
    const imported = nodeCrypto.createPublicKey({ key, format: 'der', type: 'spki' })
    importedKeys.set(identity, imported)
    return imported
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
  }
}

function lengthAtEnd(data: Uint8Array): number {
  return Buffer.from(data.buffer, data.byteOffset, data.length).readUInt32LE(data.length - 4)
}

function inflate(data: Uint8Array, { limit, format = 'zlib' }: InflateOptions): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    // `info` also gives the engine, which knows how much it has read.
    const take = (error: Error | null, result: unknown): void => {
      const tooLarge = (error as NodeJS.ErrnoException | null)?.code === 'ERR_BUFFER_TOO_LARGE'
      if (error !== null) {
        reject(new Refusal(tooLarge ? 'compressed_too_large' : 'compressed_malformed', { cause: error }))
        return
      }
      const { buffer, engine: used } = result as { buffer: Buffer; engine: { bytesWritten: number } }
      // gzip says at its end how long it is (RFC 1952 §2.3.1); zlib would read several as one, which browsers refuse.
      const isOne = format === 'zlib' || lengthAtEnd(data) === buffer.length
      if (used.bytesWritten === data.length && isOne) resolve(plainBytes(buffer))
      else reject(refusal('compressed_malformed'))
    }
    // Each piece is a journey to the thread pool and back, so pieces are large where much may come.
    const chunkSize = Math.max(1_024, Math.min(limit, data.length * 16, 2 ** 20))
    const unpack = format === 'gzip' ? zlib.gunzip : zlib.inflate
    unpack(data, { maxOutputLength: Math.max(1, limit), chunkSize, info: true }, take)
  })
}

function deflate(data: Uint8Array, { level = 6, format = 'zlib' }: DeflateOptions = {}): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    const compress = format === 'gzip' ? zlib.gzip : zlib.deflate
    compress(data, { level }, (error, buffer) => (error === null ? resolve(plainBytes(buffer)) : reject(error)))
  })
}

/** A buffer of its own as plain bytes; a part of a larger one as a copy. */
function plainBytes(buffer: Buffer): Bytes {
  const isWhole = buffer.byteLength === buffer.buffer.byteLength
  return isWhole ? new Uint8Array(buffer.buffer as ArrayBuffer) : new Uint8Array(buffer)
}

async function signer(key: PrivateJwk, algorithm: SignatureAlgorithm): Promise<Signer> {
  const misfit = keyFitsAlgorithm(key, algorithm, 'sign')
  if (misfit !== undefined) throw refusal(misfit)
  const name = keyParametersOf(key)
  const publicKey = publicJwkOf(key)
  const sign = isNative(name)
    ? nativeSignature(algorithm, name, createPrivateKey(key))
    : await portableSignature(name, privateKeyBytes(key))
  // A private key beside another's public key would sign what nobody can verify.
  const probe = new Uint8Array(32)
  if (!(await verify(algorithm, publicKey, probe, sign(probe)))) throw refusal('key_malformed')
  return signerAround(algorithm, publicKey, sign)
}

function createPrivateKey(key: PrivateJwk): KeyObject {
  try {
    return nodeCrypto.createPrivateKey(pem('PRIVATE KEY', writePkcs8(key)))
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
  }
}

function nativeSignature(algorithm: SignatureAlgorithm, name: KeyParametersName, privateKey: KeyObject) {
  const { hash } = signatureAlgorithms[algorithm]
  const { kty, signatureLength } = keyParameters[name]
  const hashName = hash === undefined ? null : hashNames[hash]
  return (data: Uint8Array): Uint8Array => {
    const signature = nodeCrypto.sign(hashName, data, privateKey)
    return kty === 'EC' ? derToRawSignature(signature, signatureLength) : new Uint8Array(signature)
  }
}

async function portableSignature(name: KeyParametersName, privateKey: Uint8Array) {
  const portable = await loadPortable(name)
  return (data: Uint8Array): Uint8Array => portable.sign(data, privateKey, randomBytes)
}

function signerAround(
  algorithm: SignatureAlgorithm,
  publicKey: PublicJwk,
  sign: (data: Uint8Array) => Uint8Array,
): Signer {
  return Object.freeze({
    algorithm,
    publicKey,
    sign: async (data: Uint8Array, options: { signal?: AbortSignal } = {}) => {
      options.signal?.throwIfAborted()
      return sign(data)
    },
  })
}

async function cryptoKeySigner(
  keys: { privateKey: CryptoKeyLike; publicKey: CryptoKeyLike },
  chooseAlgorithm: (publicKey: PublicJwk) => SignatureAlgorithm,
): Promise<Signer> {
  const publicKey = readCryptoKey(keys.publicKey)
  const algorithm = chooseAlgorithm(publicKey)
  const privateKey = keyObjectOf(keys.privateKey)
  return signerAround(algorithm, publicKey, nativeSignature(algorithm, keyParametersOf(publicKey), privateKey))
}

function readCryptoKey(key: CryptoKeyLike): PublicJwk {
  try {
    return readSpki(keyObjectOf(key).export({ type: 'spki', format: 'der' }))
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('key_type_unsupported', { cause })
  }
}

// Node signs with the key behind a CryptoKey, extractable or not, five times as fast as through WebCrypto.
function keyObjectOf(key: CryptoKeyLike): KeyObject {
  return nodeCrypto.KeyObject.from(key as nodeCrypto.webcrypto.CryptoKey)
}

async function generateKey(algorithm: SignatureAlgorithm) {
  const name = signatureAlgorithms[algorithm].keys[0] as KeyParametersName
  if (keyParameters[name].kty === 'RSA') throw refusal('algorithm_unsupported')
  const privateKey = isNative(name) ? await generateNatively(name) : await generatePortably(name)
  return { publicKey: publicJwkOf(privateKey), privateKey }
}

function generateNatively(name: KeyParametersName): Promise<PrivateJwk> {
  // Encoded output: exporting key objects one after the other can deadlock Node 20.
  const encodings = {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  } as const
  const [type, options] = keyTypes[name]
  return new Promise((resolve, reject) => {
    const take = (error: Error | null, publicKey: Buffer, privateKey: Buffer): void => {
      if (error) reject(error)
      else resolve(privateJwkFromBytes(readSpki(publicKey), readPkcs8(privateKey).privateKey))
    }
    nodeCrypto.generateKeyPair(type as KeyType as 'ed25519', { ...options, ...encodings }, take)
  })
}

async function generatePortably(name: KeyParametersName): Promise<PrivateJwk> {
  const portable = await loadPortable(name)
  const secret = portable.privateKey(randomBytes)
  return privateJwkFromBytes(publicJwkFromBytes(name, portable.publicKey(secret)), secret)
}

function supports(algorithm: SignatureAlgorithm): boolean {
  const curves = nodeCrypto.getCurves()
  // OpenSSL calls P-256 prime256v1; every build has the NIST curves, some leave out the brainpool ones.
  return signatureAlgorithms[algorithm].keys.every((name) => !name.startsWith('brainpool') || curves.includes(name))
}

function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length)
  nodeCrypto.randomFillSync(bytes)
  return bytes
}

function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}

/** Node's own crypto: OpenSSL one-shot calls, synchronous, with imported keys remembered. */
export const engine: Engine = Object.freeze({
  name: 'node',
  mode: 'inline',
  sha256,
  sha256Base64url,
  digests,
  verify,
  verifyWithSpki,
  inflate,
  deflate,
  signer,
  cryptoKeySigner,
  generateKey,
  supports,
  randomBytes,
})
