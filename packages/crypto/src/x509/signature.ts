import { Refusal } from '@hashikake/encoding/refusal'
import { keyParameters } from '../algorithms.ts'
import type { CryptoCodes } from '../codes.ts'
import { contentOf, derTag, itemsOf, readDer } from '../der.ts'
import type { Engine, MaybePromise } from '../engine.ts'
import { keyParametersOf, type PublicJwk } from '../keys.ts'
import type { Certificate } from './certificate.ts'
import { requireInteger } from './items.ts'
import { engineAlgorithm, readSignatureAlgorithm } from './signature-algorithm.ts'

/** What somebody signed the way certificates are signed (RFC 5280 §4.1.1.3, §5.1.1.3). */
export interface SignedDer {
  readonly signed: Uint8Array
  readonly signatureAlgorithm: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Whether the key of a certificate made a signature. False also where the key is of another kind than the algorithm.
 *
 * @throws {Refusal} `certificate_algorithm_not_allowed` (MD5, SHA-1, DSA, unknown ones), `certificate_key_weak` (RSA below
 *   2,048 bits), `key_malformed`, `algorithm_unsupported`
 */
export function isSignedBy(
  { signed, signatureAlgorithm, signature }: SignedDer,
  { publicKey, subjectPublicKeyInfo }: Pick<Certificate, 'publicKey' | 'subjectPublicKeyInfo'>,
  engine: Engine,
): MaybePromise<boolean> {
  const algorithm = readSignatureAlgorithm(signatureAlgorithm)
  if (algorithm === undefined) throw new Refusal<keyof CryptoCodes>('certificate_algorithm_not_allowed')
  if (algorithm.kind === 'eddsa') {
    if (publicKey === undefined || keyParametersOf(publicKey) !== algorithm.algorithm) return false
    return engine.verify(algorithm.algorithm, publicKey, signed, signature, 'inline')
  }
  if (algorithm.kind === 'ecdsa') {
    if (publicKey?.kty !== 'EC') return false
    return verifyEcdsa(publicKey, { algorithm, signed, signature, subjectPublicKeyInfo, engine })
  }
  if (publicKey !== undefined && publicKey.kty !== 'RSA') return false
  requireStrongRsa(subjectPublicKeyInfo)
  return engine.verifyWithSpki(algorithm, subjectPublicKeyInfo, signed, signature)
}

function verifyEcdsa(
  key: PublicJwk,
  given: {
    readonly algorithm: { readonly kind: 'ecdsa'; readonly hash: Parameters<typeof engineAlgorithm>[1] }
    readonly signed: Uint8Array
    readonly signature: Uint8Array
    readonly subjectPublicKeyInfo: Uint8Array
    readonly engine: Engine
  },
): MaybePromise<boolean> {
  const { algorithm, signed, signature, subjectPublicKeyInfo, engine } = given
  const name = keyParametersOf(key)
  const raw = rawSignature(signature, keyParameters[name].publicLength)
  if (raw === undefined) return false
  const known = engineAlgorithm(name, algorithm.hash)
  if (known !== undefined) return engine.verify(known, key, signed, raw, 'inline')
  // Certificates combine curves and hashes freely.
  return engine.verifyWithSpki(algorithm, subjectPublicKeyInfo, signed, signature)
}

/** r‖s of an ECDSA-Sig-Value (RFC 3279 §2.2.3) in strict DER; undefined for anything else. */
function rawSignature(der: Uint8Array, length: number): Uint8Array | undefined {
  try {
    const [sequence, ...trailing] = readDer(der)
    const integers = itemsOf(sequence, derTag.sequence).map(requireInteger)
    if (trailing.length > 0 || integers.length !== 2) return undefined
    const raw = new Uint8Array(2 * length)
    integers.forEach((integer, i) => {
      if ((integer[0] as number) > 0x7f) throw new RangeError('Negative')
      const digits = integer[0] === 0 ? integer.subarray(1) : integer
      if (digits.length > length) throw new RangeError('Too long')
      raw.set(digits, (i + 1) * length - digits.length)
    })
    return raw
  } catch (cause) {
    if (cause instanceof RangeError) return undefined
    throw cause
  }
}

const leastRsaBits = 2_048
const mostRsaBits = 8_192

/** RFC 8017 §A.1.1: the modulus of an RSAPublicKey. */
function requireStrongRsa(spki: Uint8Array): void {
  let bits: number
  try {
    const [, key] = itemsOf(readDer(spki)[0], derTag.sequence)
    const [modulus] = itemsOf(readDer(contentOf(key, derTag.bitString).subarray(1))[0], derTag.sequence)
    const content = requireInteger(modulus)
    const digits = content[0] === 0 ? content.subarray(1) : content
    bits = digits.length * 8 - Math.clz32(digits[0] ?? 0) + 24
  } catch (cause) {
    throw new Refusal<keyof CryptoCodes>('certificate_key_unsupported', { cause })
  }
  if (bits < leastRsaBits || bits > mostRsaBits) throw new Refusal<keyof CryptoCodes>('certificate_key_weak')
}
