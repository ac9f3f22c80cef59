import { Refusal } from '@hashikake/encoding/refusal'
import { type KeyParametersName, type SignatureAlgorithm, signatureAlgorithms } from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import type { CryptoKeyPairLike, Engine } from './engine.ts'
import {
  keyFitsAlgorithm,
  keyParametersOf,
  type PrivateJwk,
  type PublicJwk,
  parsePrivateJwk,
  parsePublicJwk,
  publicJwkOf,
} from './keys.ts'
import { privateJwkFromBytes, privateKeyBytes, publicJwkFromBytes } from './keys-from-bytes.ts'
import type { Signer } from './signer.ts'
import {
  loadPortable,
  natively,
  randomBytes,
  type Subtle,
  signatureParameters,
  type WebKey,
  webCrypto,
} from './web-crypto.ts'

// The part of the web engine that a verifier never needs; it is loaded when first asked for.

type Sign = (data: Uint8Array) => Promise<Uint8Array>
type Verify = Engine['verify']

/** `verify` tries the signer once. */
export async function signer(key: PrivateJwk, algorithm: SignatureAlgorithm, verify: Verify): Promise<Signer> {
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
  const parameters =
    name === 'RSA' ? { name: 'RSASSA-PKCS1-v1_5' } : signatureParameters(name, signatureAlgorithms[algorithm].hash)
  return async (data) => new Uint8Array(await subtle.sign(parameters, key, data))
}

async function portableSignature(name: KeyParametersName, privateKey: Uint8Array): Promise<Sign> {
  const portable = await loadPortable(name)
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

export async function cryptoKeySigner(
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

export async function generateKey(
  algorithm: SignatureAlgorithm,
): Promise<{ publicKey: PublicJwk; privateKey: PrivateJwk }> {
  const name = signatureAlgorithms[algorithm].keys[0] as KeyParametersName
  const native = await natively(name, (subtle, parameters) => subtle.generateKey(parameters, true, ['sign', 'verify']))
  const privateKey =
    native === undefined
      ? await generatePortably(name)
      : parsePrivateJwk(withoutUsage(await native.subtle.exportKey('jwk', native.result.privateKey)))
  return { publicKey: publicJwkOf(privateKey), privateKey }
}

async function generatePortably(name: KeyParametersName): Promise<PrivateJwk> {
  const portable = await loadPortable(name)
  const secret = portable.privateKey(randomBytes)
  return privateJwkFromBytes(publicJwkFromBytes(name, portable.publicKey(secret)), secret)
}

export async function supports(algorithm: SignatureAlgorithm): Promise<boolean> {
  for (const name of signatureAlgorithms[algorithm].keys) {
    if (name === 'RSA') return webCrypto().subtle !== undefined
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

function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}
