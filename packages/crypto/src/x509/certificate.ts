import { type Bytes, encodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import { sha256 } from '@noble/hashes/sha2.js'
import type { CryptoCodes } from '../codes.ts'
import { type DerItem, derTag, hexOf, itemsOf, onlyItem, readDer } from '../der.ts'
import { readSpki } from '../key-files.ts'
import type { PublicJwk } from '../keys.ts'
import { type Extension, type ExtensionContents, readExtensionContents, readExtensions } from './extensions.ts'
import { readBitString, readSmallNumber, requireInteger } from './items.ts'
import { type DistinguishedName, readName, sameBytes } from './name.ts'
import { readTime } from './time.ts'

/** A certificate (RFC 5280 §4.1), read and not believed. */
export interface Certificate extends ExtensionContents {
  readonly der: Bytes
  /** SHA-256 of the whole, base64url: its name in evidence. */
  readonly sha256: string
  /** In hexadecimal, as it is encoded. */
  readonly serialNumber: string
  readonly issuer: DistinguishedName
  readonly subject: DistinguishedName
  /** Seconds since 1970-01-01T00:00:00Z; the certificate is valid at both. */
  readonly notBefore: number
  readonly notAfter: number
  /** Undefined for kinds of keys that this library does not use. */
  readonly publicKey: PublicJwk | undefined
  /** DER. */
  readonly subjectPublicKeyInfo: Bytes
  readonly extensions: readonly Extension[]
  /** What was signed, by which algorithm (its AlgorithmIdentifier as DER), and the signature. */
  readonly tbsCertificate: Bytes
  readonly signatureAlgorithm: Bytes
  readonly signature: Bytes
}

/** Larger certificates are refused unread; bytes. */
const maxBytes = 8_192

/**
 * Reads a certificate: version 3, strict DER with nothing left over, no extension twice.
 *
 * @throws {Refusal} `certificate_malformed`, `certificate_too_large`
 */
export function parseCertificate(der: Uint8Array): Certificate {
  return parseCertificateWith(der, (bytes) => encodeBase64url(sha256(bytes)))
}

/** The same, with a hash of the caller's engine, which may be ten times as fast. */
export function parseCertificateWith(der: Uint8Array, hash: (bytes: Uint8Array) => string): Certificate {
  if (!(der instanceof Uint8Array)) throw new TypeError('parseCertificate takes DER bytes: a Uint8Array')
  if (der.length > maxBytes) throw new Refusal<keyof CryptoCodes>('certificate_too_large')
  try {
    // A copy, for certain: `slice` of a Buffer is none.
    return readCertificate(new Uint8Array(der), hash)
  } catch (cause) {
    // Reading text that is not UTF-8 is a TypeError.
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause
    throw new Refusal<keyof CryptoCodes>('certificate_malformed', { cause })
  }
}

function readCertificate(der: Bytes, hash: (bytes: Uint8Array) => string): Certificate {
  const [whole, ...trailing] = readDer(der)
  const [tbs, algorithm, signature, ...more] = itemsOf(whole, derTag.sequence)
  if (trailing.length + more.length > 0) throw new RangeError('Something is left over')
  const [version, serial, innerAlgorithm, issuer, validity, subject, key, ...optional] = itemsOf(tbs, derTag.sequence)
  if (readSmallNumber(onlyItem(itemsOf(version, 0xa0))) !== 2) throw new RangeError('Not version 3')
  itemsOf(algorithm, derTag.sequence)
  // RFC 5280 §4.1.1.2: both name the same, or what was signed is not what is checked.
  if (!sameBytes((algorithm as DerItem).encoded, innerAlgorithm?.encoded ?? new Uint8Array())) {
    throw new RangeError('Two signature algorithms')
  }
  const [notBefore, notAfter, ...times] = itemsOf(validity, derTag.sequence)
  const extensions = readOptional(optional)
  requireKeyForm(key)
  if (times.length > 0) throw new RangeError('Not a validity')
  const contents = readExtensionContents(extensions)
  // Member by member: V8 takes a microsecond for each that comes after a spread.
  return Object.freeze({
    basicConstraints: contents.basicConstraints,
    keyUsage: contents.keyUsage,
    extendedKeyUsage: contents.extendedKeyUsage,
    subjectAlternativeNames: contents.subjectAlternativeNames,
    issuerAlternativeNames: contents.issuerAlternativeNames,
    subjectKeyIdentifier: contents.subjectKeyIdentifier,
    authorityKeyIdentifier: contents.authorityKeyIdentifier,
    nameConstraints: contents.nameConstraints,
    crlDistributionPoints: contents.crlDistributionPoints,
    der,
    sha256: hash(der),
    serialNumber: readSerialNumber(serial),
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: publicKeyOf((key as DerItem).encoded),
    // Views of the one copy, which nobody else holds: copies of each would cost more than reading them.
    subjectPublicKeyInfo: (key as DerItem).encoded as Bytes,
    extensions,
    tbsCertificate: (tbs as DerItem).encoded as Bytes,
    signatureAlgorithm: (algorithm as DerItem).encoded as Bytes,
    signature: readBitString(signature) as Bytes,
  })
}

/** RFC 5280 §4.1: an algorithm with its parameters, and bits. */
function requireKeyForm(key: DerItem | undefined): void {
  const [algorithm, bits, ...more] = itemsOf(key, derTag.sequence)
  const [type, , ...others] = itemsOf(algorithm, derTag.sequence)
  if (bits === undefined || type === undefined || more.length + others.length > 0) throw new RangeError('Not a key')
}

/** Unique identifiers, which nobody may use (RFC 5280 §4.1.2.8), and extensions. */
function readOptional(items: readonly DerItem[]): readonly Extension[] {
  const [last, ...others] = [...items].reverse()
  if (others.length > 0 || (last !== undefined && last.tag !== 0xa3)) throw new RangeError('Not extensions')
  if (last === undefined) return []
  const [extensions, ...more] = last.items
  if (more.length > 0) throw new RangeError('Not extensions')
  return readExtensions(extensions)
}

/** RFC 5280 §4.1.2.2: positive, at most 20 octets. */
function readSerialNumber(item: DerItem | undefined): string {
  const content = requireInteger(item)
  if (content.length > 20 || (content[0] as number) > 0x7f || content.every((byte) => byte === 0)) {
    throw new RangeError('Not a serial number')
  }
  return hexOf(content)
}

function publicKeyOf(spki: Uint8Array): PublicJwk | undefined {
  try {
    return readSpki(spki)
  } catch (cause) {
    if (cause instanceof RangeError) return undefined
    throw cause
  }
}
