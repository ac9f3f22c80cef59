import { type Bytes, encodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import { sha256 } from '@noble/hashes/sha2.js'
import type { CryptoCodes } from '../codes.ts'
import { contentOf, type DerItem, derTag, hexOf, itemsOf, onlyItem, optionalItems, readDer } from '../der.ts'
import { type Extension, readExtensions } from './extensions.ts'
import { readBitString, readSmallNumber, requireInteger } from './items.ts'
import { type DistinguishedName, readName, sameBytes } from './name.ts'
import { oid } from './object-identifier.ts'
import { readTime } from './time.ts'

/** RFC 5280 §5.3.1, by number. */
const reasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const

export type RevocationReason = NonNullable<(typeof reasons)[number]>

/** A complete revocation list (RFC 5280 §5.1), read and not believed. */
export interface CertificateRevocationList {
  /** SHA-256 of the whole, base64url. */
  readonly sha256: string
  readonly issuer: DistinguishedName
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly thisUpdate: number
  readonly nextUpdate: number
  /** Its number in hexadecimal, where it has one. */
  readonly number: string | undefined
  /** In hexadecimal, where it names one. */
  readonly authorityKeyIdentifier: string | undefined
  /** The reasons by the serial number, in hexadecimal, of what was revoked. */
  readonly revoked: ReadonlyMap<string, RevocationReason>
  readonly tbsCertList: Bytes
  readonly signatureAlgorithm: Bytes
  readonly signature: Bytes
}

/** Bytes: some 1,500 entries, of an authority that issues for registrars. */
const maxBytes = 2 ** 16

/**
 * Reads a revocation list: version 2, complete and direct. Delta and indirect lists and unknown critical extensions are refused,
 * since an entry that is not understood could be the one that matters.
 *
 * @throws {Refusal} `crl_malformed`, `crl_too_large`, `crl_unsupported`
 */
export function parseCrl(der: Uint8Array): CertificateRevocationList {
  if (!(der instanceof Uint8Array)) throw new TypeError('parseCrl takes DER bytes: a Uint8Array')
  if (der.length > maxBytes) throw new Refusal<keyof CryptoCodes>('crl_too_large')
  try {
    return readCrl(new Uint8Array(der))
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause
    throw new Refusal<keyof CryptoCodes>('crl_malformed', { cause })
  }
}

function readCrl(der: Bytes): CertificateRevocationList {
  const [whole, ...trailing] = readDer(der)
  const [tbs, algorithm, signature, ...more] = itemsOf(whole, derTag.sequence)
  if (trailing.length + more.length > 0) throw new RangeError('Something is left over')
  const [version, innerAlgorithm, issuer, thisUpdate, nextUpdate, ...rest] = itemsOf(tbs, derTag.sequence)
  if (readSmallNumber(version) !== 1) throw new RangeError('Not version 2')
  if (!sameBytes((algorithm as DerItem).encoded, innerAlgorithm?.encoded ?? new Uint8Array())) {
    throw new RangeError('Two signature algorithms')
  }
  const entries = rest[0]?.tag === derTag.sequence ? rest.shift() : undefined
  const [last, ...surplus] = rest
  if (last?.tag !== 0xa0 || surplus.length > 0) throw new RangeError('No extensions')
  const extensions = readExtensions(last.items[0])
  requireKnown(extensions, [oid.crlNumber, oid.authorityKeyIdentifier, oid.issuerAltName])
  const within = (type: string): DerItem | undefined => {
    const extension = extensions.find((one) => one.type === type)
    return extension === undefined ? undefined : onlyItem(readDer(extension.value))
  }
  const number = within(oid.crlNumber)
  const authority = within(oid.authorityKeyIdentifier)
  const identifier =
    authority === undefined
      ? undefined
      : optionalItems(itemsOf(authority, derTag.sequence), [0x80, 0xa1, 0x82]).get(0x80)
  return Object.freeze({
    sha256: encodeBase64url(sha256(der)),
    issuer: readName(issuer),
    thisUpdate: readTime(thisUpdate),
    nextUpdate: readTime(nextUpdate),
    number: number === undefined ? undefined : hexOf(requireInteger(number)),
    authorityKeyIdentifier: identifier === undefined ? undefined : hexOf(identifier.content),
    revoked: readEntries(entries),
    tbsCertList: (tbs as DerItem).encoded as Bytes,
    signatureAlgorithm: (algorithm as DerItem).encoded as Bytes,
    signature: readBitString(signature) as Bytes,
  })
}

function readEntries(entries: DerItem | undefined): ReadonlyMap<string, RevocationReason> {
  const revoked = new Map<string, RevocationReason>()
  for (const entry of entries === undefined ? [] : entries.items) {
    const [serial, time, own, ...more] = itemsOf(entry, derTag.sequence)
    if (more.length > 0) throw new RangeError('Not an entry')
    readTime(time)
    revoked.set(hexOf(requireInteger(serial)), own === undefined ? 'unspecified' : readReason(readExtensions(own)))
  }
  return revoked
}

function readReason(extensions: readonly Extension[]): RevocationReason {
  requireKnown(extensions, [oid.reasonCode, oid.invalidityDate])
  const extension = extensions.find(({ type }) => type === oid.reasonCode)
  if (extension === undefined) return 'unspecified'
  const [code = 7] = contentOf(readDer(extension.value)[0], derTag.enumerated)
  const reason = reasons[code]
  // A list that takes something back is a delta.
  if (reason === undefined || reason === 'removeFromCRL') throw new RangeError('Not a reason')
  return reason
}

function requireKnown(extensions: readonly Extension[], known: readonly string[]): void {
  const mattersOtherwise = [oid.deltaCrlIndicator, oid.issuingDistributionPoint] as readonly string[]
  if (extensions.some(({ type, critical }) => mattersOtherwise.includes(type) || (critical && !known.includes(type)))) {
    throw new Refusal<keyof CryptoCodes>('crl_unsupported')
  }
}
