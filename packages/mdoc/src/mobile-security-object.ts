import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { publicKeyFromCose } from '@hashikake/crypto/cose'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { type CborMap, CborTag, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import {
  decodeOwned,
  openEmbedded,
  type Reading,
  requireArray,
  requireMap,
  requireText,
  requireVersion1,
  tolerates,
} from './items.ts'
import { fractionalDates } from './leniencies.ts'

/** What the issuer signs (ISO/IEC 18013-5 §12.3): the digests of all elements, the holder's key, and for how long it holds. */
export interface MobileSecurityObject {
  readonly version: string
  readonly digestAlgorithm: HashAlgorithm
  /** Digests by namespace and identifier. */
  readonly valueDigests: ReadonlyMap<string, ReadonlyMap<number, Uint8Array>>
  readonly deviceKey: PublicJwk
  readonly keyAuthorizations: KeyAuthorizations
  readonly docType: string
  /** NumericDates: seconds since 1970-01-01T00:00:00Z. */
  readonly signed: number
  readonly validFrom: number
  readonly validUntil: number
  readonly expectedUpdate: number | undefined
  /** Where to ask whether it still holds, as it stands there. */
  readonly status: CborMap | undefined
}

/** What the holder's key may sign by itself (§12.3). */
export interface KeyAuthorizations {
  readonly namespaces: readonly string[]
  readonly elements: ReadonlyMap<string, readonly string[]>
}

const hashes: Readonly<Record<string, HashAlgorithm>> = {
  'SHA-256': 'sha-256',
  'SHA-384': 'sha-384',
  'SHA-512': 'sha-512',
}
const digestBytes: Readonly<Record<string, number>> = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 }

/**
 * Reads the payload of IssuerAuth.
 *
 * @throws {Refusal} `mso_malformed`, `mso_digest_algorithm_not_allowed`, `mdoc_version_unsupported`, the codes of COSE keys and
 *   of strict CBOR
 */
export function readMobileSecurityObject(payload: Uint8Array, reading: Reading = {}): MobileSecurityObject {
  const { value } = openEmbedded(decodeOwned(payload, reading), code)
  const mso = requireMap(value, code)
  const version = requireVersion1(mso.get('version'), code)
  const name = requireText(mso.get('digestAlgorithm'), code)
  const digestAlgorithm = Object.hasOwn(hashes, name) ? hashes[name] : undefined
  if (digestAlgorithm === undefined) throw new Refusal<MdocCode>('mso_digest_algorithm_not_allowed')
  const keyInfo = requireMap(mso.get('deviceKeyInfo'), code)
  const validity = requireMap(mso.get('validityInfo'), code)
  const expectedUpdate = validity.get('expectedUpdate')
  const status = mso.get('status')
  if (status !== undefined && !isCborMap(status)) throw malformed()
  const signed = readDate(validity.get('signed'), reading)
  const validFrom = readDate(validity.get('validFrom'), reading)
  const validUntil = readDate(validity.get('validUntil'), reading)
  // §12.3: a period that ends before it begins, or begins before anybody signed it.
  if (validFrom < signed || validUntil <= validFrom) throw malformed()
  return Object.freeze({
    version,
    digestAlgorithm,
    valueDigests: readDigests(mso.get('valueDigests'), digestBytes[digestAlgorithm] as number),
    deviceKey: publicKeyFromCose(keyInfo.get('deviceKey') ?? null),
    keyAuthorizations: readAuthorizations(keyInfo.get('keyAuthorizations')),
    docType: requireText(mso.get('docType'), code),
    signed,
    validFrom,
    validUntil,
    expectedUpdate: expectedUpdate === undefined ? undefined : readDate(expectedUpdate, reading),
    status,
  })
}

const code = 'mso_malformed'
const mostDigestId = 2 ** 31

function readDigests(value: CborValue | undefined, length: number): MobileSecurityObject['valueDigests'] {
  const namespaces = requireMap(value, code)
  if (namespaces.size === 0) throw malformed()
  namespaces.forEach((entries, namespace) => {
    const own = requireMap(entries, code)
    if (own.size === 0) throw malformed()
    own.forEach((digest, identifier) => {
      if (!isDigestId(identifier) || !(digest instanceof Uint8Array) || digest.length !== length) throw malformed()
    })
    requireText(namespace, code)
  })
  return namespaces as MobileSecurityObject['valueDigests']
}

/** §12.3: an unsigned integer below 2^31. */
export function isDigestId(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < mostDigestId
}

/** §12.3: lists with something in them, and no namespace both whole and in part. */
function readAuthorizations(value: CborValue | undefined): KeyAuthorizations {
  if (value === undefined) return { namespaces: [], elements: new Map() }
  const authorizations = requireMap(value, code)
  const whole = authorizations.get('nameSpaces')
  const part = authorizations.get('dataElements')
  if (whole === undefined && part === undefined) throw malformed()
  const texts = (list: CborValue): readonly string[] => requireArray(list, code).map((one) => requireText(one, code))
  const namespaces = whole === undefined ? [] : texts(whole)
  const elements = new Map<string, readonly string[]>()
  for (const [namespace, list] of part === undefined ? [] : requireMap(part, code)) {
    elements.set(requireText(namespace, code), texts(list))
  }
  const isEmpty = part !== undefined && elements.size === 0
  if (isEmpty || namespaces.some((one) => elements.has(one))) throw malformed()
  return Object.freeze({ namespaces, elements })
}

const fraction = /^\.\d{1,9}Z$/

/** §12.3: a date and time in UTC, under tag 0, without a fraction of a second. */
function readDate(value: CborValue | undefined, reading: Reading): number {
  if (!(value instanceof CborTag) || value.tag !== 0 || typeof value.value !== 'string') throw malformed()
  const text = value.value
  const seconds = secondsOf(text)
  if (Number.isNaN(seconds)) throw malformed()
  if (text.length === 20 && text.endsWith('Z')) return seconds
  const behind = text.slice(19)
  if (text.length > 30 || !fraction.test(behind) || !tolerates(reading, fractionalDates)) throw malformed()
  return seconds + Math.floor(Number(behind.slice(0, -1)) * 1000) / 1000
}

const separators = [
  [4, '-'],
  [7, '-'],
  [10, 'T'],
  [13, ':'],
  [16, ':'],
] as const

/** Read digit by digit, which takes a tenth of the time of a Date. @returns NaN for what is no day or time of the calendar */
function secondsOf(text: string): number {
  if (!separators.every(([at, separator]) => text.charAt(at) === separator)) return Number.NaN
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)]
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)]
  const isOfCalendar = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)
  if (!isOfCalendar || !(hour < 24 && minute < 60 && second < 60)) return Number.NaN
  // Of years before 100 Date.UTC makes others.
  return year < 100
    ? Date.parse(`${text.slice(0, 19)}Z`) / 1000
    : Date.UTC(year, month - 1, day, hour, minute, second) / 1000
}

/** @returns NaN where there are others than digits */
function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function malformed(): Refusal<MdocCode> {
  return new Refusal(code)
}
