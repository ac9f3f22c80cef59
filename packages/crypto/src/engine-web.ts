import { type Bytes, decodeBase64url, encodeBase64url, encodeUtf8 } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import {
  type HashAlgorithm,
  type KeyParametersName,
  keyParameters,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import type { Engine } from './engine.ts'
import { publicKeyBytes } from './key-bytes.ts'
import type { PrivateJwk, PublicJwk } from './keys.ts'
import { keyParametersOf, writeRequiredMembers } from './public-keys.ts'
import { Recent } from './recent.ts'
import { loadPortable, natively, randomBytes, signatureParameters } from './web-crypto.ts'

/** Checks one signature; the key is inside. */
type Verifier = (signature: Uint8Array, data: Uint8Array) => boolean | Promise<boolean>

// Issuers' keys come back; holders' keys pass through.
const verifiers = /* @__PURE__ */ new Recent<Promise<Verifier>>(500)

function bytesOf(data: Uint8Array | string): Uint8Array {
  return typeof data === 'string' ? encodeUtf8(data) : data
}

function sha256(data: Uint8Array | string): Bytes {
  return nobleSha256(bytesOf(data)) as Bytes
}

function sha256Base64url(data: Uint8Array | string): string {
  return encodeBase64url(sha256(data))
}

function digests(
  algorithm: HashAlgorithm,
  data: readonly (Uint8Array | string)[],
): readonly string[] | Promise<readonly string[]> {
  return algorithm === 'sha-256' ? data.map(sha256Base64url) : onDemand('digests')(algorithm, data)
}

async function verify(
  algorithm: SignatureAlgorithm,
  key: PublicJwk,
  data: Uint8Array | string,
  signature: Uint8Array,
): Promise<boolean> {
  const name = keyParametersOf(key)
  if (!signatureAlgorithms[algorithm].keys.includes(name)) throw refusal('key_type_mismatch')
  if (signature.length !== (keyParameters[name].signatureLength || signature.length)) return false
  const verifier = await verifierFor(name, key, signatureAlgorithms[algorithm].hash)
  return verifier(signature, bytesOf(data))
}

function verifierFor(name: KeyParametersName, key: PublicJwk, hash: HashAlgorithm | undefined): Promise<Verifier> {
  const identity = writeRequiredMembers(key)
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
  if (key.kty === 'OKP') {
    const { isUsableEdwardsKey } = await import('./edwards.ts')
    if (!isUsableEdwardsKey(key.crv, decodeBase64url(key.x))) throw refusal('key_malformed')
  }
  if (key.kty === 'RSA') return onDemand('rsaVerifier')(key, hash)
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
  const portable = await loadPortable(name)
  try {
    portable.checkPublicKey(publicKey)
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
  }
  return (signature, data) => portable.verify(signature, data, publicKey)
}

type OnDemand = typeof import('./web-on-demand.ts')

/** What a verifier rarely needs is loaded when it is first called. */
function onDemand<Name extends keyof OnDemand>(name: Name): OnDemand[Name] {
  const call = async (...args: never[]): Promise<unknown> =>
    ((await import('./web-on-demand.ts'))[name] as (...args: never[]) => unknown)(...args)
  return call as OnDemand[Name]
}

function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}

/** WebCrypto, with `@noble/hashes` for SHA-256 at once and `@noble/curves` for what the runtime lacks. */
export const engine: Engine = /* @__PURE__ */ Object.freeze({
  name: 'web',
  mode: 'pool',
  sha256,
  sha256Base64url,
  digests,
  verify,
  verifyWithSpki: /* @__PURE__ */ onDemand('verifyWithSpki'),
  inflate: /* @__PURE__ */ onDemand('inflate'),
  deflate: /* @__PURE__ */ onDemand('deflate'),
  signer: (key: PrivateJwk, algorithm: SignatureAlgorithm) => onDemand('signer')(key, algorithm, verify),
  cryptoKeySigner: /* @__PURE__ */ onDemand('cryptoKeySigner'),
  generateKey: /* @__PURE__ */ onDemand('generateKey'),
  supports: /* @__PURE__ */ onDemand('supports'),
  randomBytes,
})
