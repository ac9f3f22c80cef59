import { Refusal } from '@hashikake/encoding/refusal'
import { keyParameters } from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'
import { derToRawSignature } from './der.ts'
import type { SpkiAlgorithm } from './engine.ts'
import { readSpki } from './key-files.ts'
import { keyParametersOf } from './keys.ts'
import { type Subtle, webCrypto } from './web-crypto.ts'

/** Verifies by a key that WebCrypto imports as it stands in a certificate. */
export async function verifyWithSpki(
  algorithm: SpkiAlgorithm,
  subjectPublicKeyInfo: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { subtle } = webCrypto()
  if (subtle === undefined) throw new Refusal<keyof CryptoCodes>('algorithm_unsupported')
  const hash = algorithm.hash.toUpperCase()
  if (algorithm.kind === 'ecdsa') return verifyEcdsa(subtle, hash, subjectPublicKeyInfo, data, signature)
  const name = algorithm.kind === 'rsa' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS'
  const key = await importKey(subtle, subjectPublicKeyInfo, { name, hash })
  const parameters = algorithm.kind === 'rsa' ? { name } : { name, saltLength: algorithm.saltLength }
  return subtle.verify(parameters, key, signature, data)
}

async function verifyEcdsa(
  subtle: Subtle,
  hash: string,
  subjectPublicKeyInfo: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const name = keyParametersOf(readSpki(subjectPublicKeyInfo))
  // WebCrypto has no other curves, and what stands in for it always uses a curve's own hash.
  if (!name.startsWith('P-')) throw new Refusal<keyof CryptoCodes>('algorithm_unsupported')
  const key = await importKey(subtle, subjectPublicKeyInfo, { name: 'ECDSA', namedCurve: name })
  const raw = derToRawSignature(signature, keyParameters[name].signatureLength)
  return subtle.verify({ name: 'ECDSA', hash }, key, raw, data)
}

async function importKey(subtle: Subtle, spki: Uint8Array, algorithm: object): ReturnType<Subtle['importKey']> {
  try {
    return await subtle.importKey('spki', spki, algorithm, false, ['verify'])
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('key_malformed', { cause })
  }
}
