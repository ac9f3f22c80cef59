import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import { contentOf, derTag, hexOf, itemsOf, onlyItem, readDer, writeDer } from './der.ts'
import { type PublicJwk, parsePublicJwk, type RsaPublicJwk } from './public-keys.ts'

/** rsaEncryption (RFC 8017 §A.1), with its parameters: null. */
const rsaEncryption = '2a864886f70d010101'
const algorithmIdentifier = '300d06092a864886f70d0101010500'

/** Writes a SubjectPublicKeyInfo of an RSA key (RFC 3279 §2.3.1). */
export function writeRsaSpki({ n, e }: RsaPublicJwk): Uint8Array {
  const publicKey = writeDer(derTag.sequence, positive(n), positive(e))
  const identifier = Uint8Array.from(algorithmIdentifier.match(/../g) as string[], (pair) => Number.parseInt(pair, 16))
  return writeDer(derTag.sequence, identifier, writeDer(derTag.bitString, Uint8Array.of(0), publicKey))
}

/** A positive INTEGER whose first bit is set has a zero before it. */
function positive(number: string): Uint8Array {
  const bytes = decodeBase64url(number)
  return writeDer(derTag.integer, ...((bytes[0] as number) > 0x7f ? [Uint8Array.of(0)] : []), bytes)
}

/**
 * Reads the SubjectPublicKeyInfo of an RSA key; undefined for one of another kind.
 *
 * @throws {RangeError} for an RSA key that is malformed
 */
export function readRsaSpki(der: Uint8Array): PublicJwk | undefined {
  const [identifier, bits, ...more] = itemsOf(onlyItem(readDer(der)), derTag.sequence)
  const algorithm = itemsOf(identifier, derTag.sequence)[0]
  if (hexOf(contentOf(algorithm, derTag.objectIdentifier)) !== rsaEncryption) return undefined
  const content = contentOf(bits, derTag.bitString)
  const [modulus, exponent, ...others] = itemsOf(onlyItem(readDer(content.subarray(1))), derTag.sequence)
  if (content[0] !== 0 || more.length + others.length > 0) throw new RangeError('Not an RSA key')
  const number = (item: typeof modulus): string => {
    const bytes = contentOf(item, derTag.integer)
    return encodeBase64url(bytes[0] === 0 ? bytes.subarray(1) : bytes)
  }
  try {
    return parsePublicJwk({ kty: 'RSA', n: number(modulus), e: number(exponent) })
  } catch (cause) {
    if (cause instanceof Refusal) throw new RangeError('An RSA key that this library does not use', { cause })
    throw cause
  }
}

const leastBits = 2_048
const mostBits = 8_192

/**
 * Whether an RSA key is one that may be believed: 2,048 to 8,192 bits, an odd modulus, the one exponent that all use (FIPS 186-5
 * §5.1 has none below), and neither with zeros before it (RFC 7518 §6.3.1).
 */
export function isUsableRsaKey({ n, e }: Pick<RsaPublicJwk, 'n' | 'e'>): boolean {
  const modulus = decodeBase64url(n)
  const [first = 0] = modulus
  const bits = modulus.length * 8 - (Math.clz32(first) - 24)
  return e === 'AQAB' && first > 0 && bits >= leastBits && bits <= mostBits && ((modulus.at(-1) as number) & 1) === 1
}
