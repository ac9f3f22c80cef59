import type { Bytes } from '@hashikake/encoding/base64url'
import { type DecodeOptions, decodeCbor, defaultTags } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import {
  bigNumberAt,
  bytesAt,
  dateTimeAt,
  hexOf,
  integerAt,
  itemsAt,
  malformed,
  membersOf,
  type Place,
  requireTextNames,
  textAt,
} from './vical-reading.ts'

/** What a VICAL says of one certificate (`CertificateInfo`); of it nothing is compared with the certificate yet. */
export interface VicalEntry {
  /** DER. */
  readonly certificate: Bytes
  /** In hexadecimal, without leading zeros. */
  readonly serialNumber: string
  /** The subject key identifier, in hexadecimal. */
  readonly ski: string
  /** For documents of these types it may be a trust point, and for no others. */
  readonly docTypes: readonly string[]
  /** What kinds of certificate it is, as names or object identifiers in URNs; absent where the list does not say. */
  readonly certificateProfiles?: readonly string[]
  readonly issuingAuthority?: string
  /** ISO 3166-1 or, for a part of a country, ISO 3166-2. */
  readonly issuingCountry?: string
  readonly stateOrProvinceName?: string
  /** The names of the certificate, DER. */
  readonly issuer?: Bytes
  readonly subject?: Bytes
  /** The certificate's validity, seconds since 1970-01-01T00:00:00Z. */
  readonly notBefore?: number
  readonly notAfter?: number
}

/** What a VICAL says; times in seconds since 1970-01-01T00:00:00Z. */
export interface VicalContent {
  readonly version: string
  readonly provider: string
  readonly issued: number
  /** Grows from one issue to the next. */
  readonly issueId?: number
  readonly nextUpdate?: number
  /** After this it is not to be used, whatever comes. */
  readonly notAfter?: number
  readonly entries: readonly VicalEntry[]
}

const maxEntries = 10_000
const maxCertificateBytes = 8_192
/** A big number, and a date in seconds within extensions, stand in lists as documents have them not. */
const decoding: DecodeOptions = {
  tags: [...defaultTags, 1, 2],
  limits: { depth: 16, items: 1_000_000, bytes: 16_000_000 },
}

/**
 * Reads the payload of a VICAL (ISO/IEC 18013-5 C.1.7.1). One that breaks the structure anywhere is refused whole; names that
 * the standard reserves for the future are passed over.
 *
 * @throws {Refusal} `vical_malformed`, `vical_version_unsupported`, with the path
 */
export function readVical(payload: Uint8Array): VicalContent {
  const root: Place = { value: decode(payload), path: [] }
  const get = membersOf(
    root,
    ['version', 'vicalProvider', 'date', 'certificateInfos'],
    ['vicalIssueID', 'nextUpdate', 'notAfter', 'vicalURL', 'extensions'],
  )
  const version = textAt(get('version'))
  if (!/^1\.\d{1,4}$/.test(version)) {
    throw new Refusal<TrustCode>('vical_version_unsupported', { path: ['version'] })
  }
  optional(get('extensions'), requireTextNames)
  const issued = dateTimeAt(get('date'))
  const end = (name: 'nextUpdate' | 'notAfter'): number | undefined => {
    const time = optional(get(name), dateTimeAt)
    if (time !== undefined && time <= issued) throw malformed(root, name)
    return time
  }
  return Object.freeze({
    version,
    provider: textAt(get('vicalProvider')),
    issued,
    ...given('issueId', optional(get('vicalIssueID'), integerAt)),
    ...given('nextUpdate', end('nextUpdate')),
    ...given('notAfter', end('notAfter')),
    entries: Object.freeze(itemsAt(get('certificateInfos'), { least: 0, most: maxEntries }).map(readEntry)),
  })
}

function decode(payload: Uint8Array): Place['value'] {
  try {
    return decodeCbor(payload, decoding).value
  } catch (cause) {
    if (cause instanceof Refusal) throw new Refusal<TrustCode>('vical_malformed', { cause })
    throw cause
  }
}

function readEntry(place: Place): VicalEntry {
  const get = membersOf(
    place,
    ['certificate', 'serialNumber', 'ski', 'docType'],
    [
      'certificateProfile',
      'issuingAuthority',
      'issuingCountry',
      'stateOrProvinceName',
      'issuer',
      'subject',
      'notBefore',
      'notAfter',
      'extensions',
    ],
  )
  optional(get('extensions'), requireTextNames)
  return Object.freeze({
    certificate: bytesAt(get('certificate'), maxCertificateBytes),
    serialNumber: bigNumberAt(get('serialNumber')),
    ski: hexOf(bytesAt(get('ski'), 64)),
    docTypes: textsAt(get('docType')),
    ...given('certificateProfiles', optional(get('certificateProfile'), textsAt)),
    ...given('issuingAuthority', optional(get('issuingAuthority'), textAt)),
    ...given('issuingCountry', optional(get('issuingCountry'), textAt)),
    ...given('stateOrProvinceName', optional(get('stateOrProvinceName'), textAt)),
    ...given('issuer', optional(get('issuer'), nameAt)),
    ...given('subject', optional(get('subject'), nameAt)),
    ...given('notBefore', optional(get('notBefore'), dateTimeAt)),
    ...given('notAfter', optional(get('notAfter'), dateTimeAt)),
  })
}

function textsAt(place: Place): readonly string[] {
  return Object.freeze(itemsAt(place, { least: 1, most: 1_000 }).map(textAt))
}

function nameAt(place: Place): Bytes {
  return bytesAt(place, maxCertificateBytes)
}

function optional<Read>(place: Place | undefined, read: (place: Place) => Read): Read | undefined {
  return place === undefined ? undefined : read(place)
}

function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Readonly<Record<Name, Value>> | Readonly<Record<Name, never>> {
  return (value === undefined ? {} : { [name]: value }) as Readonly<Record<Name, Value>>
}
