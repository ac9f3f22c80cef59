import { decodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  isSignatureAlgorithm,
  type KeyParametersName,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from './algorithms.ts'
import { type CryptoKeyPairLike, type Engine, engine as runtimeEngine } from './engine.ts'
import { type PrivateKeyFile, readPkcs8, readSec1, readSpki } from './key-files.ts'
import {
  keyFitsAlgorithm,
  keyParametersOf,
  type PrivateJwk,
  type PublicJwk,
  parsePrivateJwk,
  parsePublicJwk,
} from './keys.ts'
import { privateJwkFromBytes, publicJwkFromBytes } from './keys-from-bytes.ts'
import type { Signer } from './signer.ts'

export type { Signer }

export interface SignerOptions {
  /** By default what the key's `alg` says, else the usual algorithm of its curve: ES256 for P-256, EdDSA for Ed25519. */
  readonly algorithm?: SignatureAlgorithm
  /** By default the runtime's. */
  readonly engine?: Engine
}

/**
 * A signer that holds a private JWK in memory.
 *
 * @throws {TypeError} when it is not a private JWK, or does not go with the algorithm
 *
 * @example
 * const signer = await signerFromJwk({ kty: 'EC', crv: 'P-256', x: '…', y: '…', d: '…', kid: '2026-1' })
 */
export async function signerFromJwk(jwk: PrivateJwk | object, options: SignerOptions = {}): Promise<Signer> {
  const key = orTypeError(() => parsePrivateJwk(jwk), 'signerFromJwk takes a private JWK: { kty, crv, x, y, d }')
  return signerFor(key, options)
}

/**
 * A signer that holds the private key of a PEM file in memory: PKCS #8 (`PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`).
 *
 * @throws {TypeError} when it is not such a file, is encrypted, or does not go with the algorithm
 *
 * @example
 * const signer = await signerFromPem(await readFile('issuer.pem', 'utf8'), { algorithm: 'ES256' })
 */
export async function signerFromPem(pem: string, options: SignerOptions = {}): Promise<Signer> {
  const { label, der } = readPem(pem, 'signerFromPem')
  const read = privateKeyReaders.get(label)
  if (read === undefined) {
    throw new TypeError(
      `signerFromPem takes PRIVATE KEY or EC PRIVATE KEY, not ${label}: convert it with "openssl pkcs8 -topk8 -nocrypt"`,
    )
  }
  const file = orTypeError(() => read(der), 'signerFromPem takes an EC, Ed25519, Ed448 or ML-DSA private key')
  return signerFor(await completeKey(file), options)
}

/**
 * A signer around a WebCrypto key pair, whose private key need not be extractable.
 *
 * @throws {TypeError} when the pair cannot sign, its public key cannot be exported, or it does not go with the algorithm
 *
 * @example
 * signerFromCryptoKey(await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']))
 */
export async function signerFromCryptoKey(keys: CryptoKeyPairLike, options: SignerOptions = {}): Promise<Signer> {
  const { privateKey, publicKey } = keys ?? {}
  if (privateKey?.type !== 'private' || publicKey?.type !== 'public' || !privateKey.usages.includes('sign')) {
    throw new TypeError("signerFromCryptoKey takes { privateKey, publicKey } generated for ['sign', 'verify']")
  }
  if (!publicKey.extractable) throw new TypeError('signerFromCryptoKey needs a public key that is extractable')
  const engine = options.engine ?? runtimeEngine
  try {
    return await engine.cryptoKeySigner(keys, (publicKey) => algorithmFor(publicKey, options.algorithm))
  } catch (cause) {
    throw cause instanceof Refusal ? new TypeError(`signerFromCryptoKey: ${cause.code}`, { cause }) : cause
  }
}

/**
 * Reads the public key of a PEM file (`PUBLIC KEY`, a SubjectPublicKeyInfo) as a JWK.
 *
 * @throws {TypeError} when it is not such a file
 */
export function publicKeyFromPem(pem: string): PublicJwk {
  const { label, der } = readPem(pem, 'publicKeyFromPem')
  if (label !== 'PUBLIC KEY') throw new TypeError(`publicKeyFromPem takes PUBLIC KEY, not ${label}`)
  return orTypeError(
    () => parsePublicJwk(readSpki(der)),
    'publicKeyFromPem takes an EC, Ed25519, Ed448 or ML-DSA public key',
  )
}

const privateKeyReaders: ReadonlyMap<string, (der: Uint8Array) => PrivateKeyFile> = /* @__PURE__ */ new Map([
  ['PRIVATE KEY', readPkcs8],
  ['EC PRIVATE KEY', readSec1],
])

async function signerFor(key: PrivateJwk, options: SignerOptions): Promise<Signer> {
  const algorithm = algorithmFor(key, options.algorithm)
  try {
    return await (options.engine ?? runtimeEngine).signer(key, algorithm)
  } catch (cause) {
    throw cause instanceof Refusal ? new TypeError(`The private key cannot sign: ${cause.code}`, { cause }) : cause
  }
}

function algorithmFor(key: PublicJwk, asked: SignatureAlgorithm | undefined): SignatureAlgorithm {
  const algorithm = asked ?? (isSignatureAlgorithm(key.alg) ? key.alg : usualAlgorithm(keyParametersOf(key)))
  if (!isSignatureAlgorithm(algorithm)) {
    throw new TypeError(`algorithm is one of ${Object.keys(signatureAlgorithms).join(', ')}`)
  }
  const misfit = keyFitsAlgorithm(key, algorithm, 'sign')
  if (misfit !== undefined) {
    throw new TypeError(`The key is not for signing with ${algorithm}: ${misfit}`, { cause: new Refusal(misfit) })
  }
  return algorithm
}

// The table names the algorithms of JOSE before those of COSE, and EdDSA, which every verifier knows, before its successors.
function usualAlgorithm(parameters: KeyParametersName): SignatureAlgorithm {
  const names = Object.keys(signatureAlgorithms) as SignatureAlgorithm[]
  return names.find((name) => signatureAlgorithms[name].keys.includes(parameters)) as SignatureAlgorithm
}

/** Many files leave the public half out: those of Ed25519 always do. */
async function completeKey({ parameters, privateKey, publicKey }: PrivateKeyFile): Promise<PrivateJwk> {
  const point = publicKey ?? (await (await import('./portable.ts')).portablePublicKey(parameters, privateKey))
  return privateJwkFromBytes(publicJwkFromBytes(parameters, point), privateKey)
}

function readPem(pem: string, caller: string): { label: string; der: Uint8Array } {
  const blocks =
    typeof pem === 'string' ? [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g)] : []
  // "openssl ecparam -genkey" writes the curve's parameters before the key.
  const [block, another] = blocks.filter(([, label]) => label !== 'EC PARAMETERS')
  if (block === undefined || another !== undefined) {
    throw new TypeError(`${caller} takes the text of a PEM file with one key: "-----BEGIN …"`)
  }
  const base64 = (block[2] as string).replace(/\s/g, '').replace(/={1,2}$/, '')
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_')
  return {
    label: block[1] as string,
    der: orTypeError(() => decodeBase64url(base64url), `${caller}: the PEM text is not base64, or is encrypted`),
  }
}

function orTypeError<Value>(read: () => Value, usage: string): Value {
  try {
    return read()
  } catch (cause) {
    throw new TypeError(usage, { cause })
  }
}
