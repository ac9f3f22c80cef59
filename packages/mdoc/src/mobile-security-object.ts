import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { publicKeyFromCose } from '@hashikake/crypto/cose'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { type CborMap, CborTag, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import {
  decode,
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
  const { value } = openEmbedded(decode(payload, reading), code, reading)
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
  const [signed, validFrom, validUntil] = ['signed', 'validFrom', 'validUntil'].map((name) =>
    readDate(validity.get(name), reading),
  ) as [number, number, number]
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
  const digests = new Map<string, ReadonlyMap<number, Uint8Array>>()
  for (const [namespace, entries] of namespaces) {
    const own = new Map<number, Uint8Array>()
    for (const [identifier, digest] of requireMap(entries, code)) {
      if (!isDigestId(identifier) || !(digest instanceof Uint8Array) || digest.length !== length) throw malformed()
      own.set(identifier, digest)
    }
    if (own.size === 0) throw malformed()
    digests.set(requireText(namespace, code), own)
  }
  return digests
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

const date = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?Z$/

/** §12.3: a date and time in UTC, under tag 0, without a fraction of a second. */
function readDate(value: CborValue | undefined, reading: Reading): number {
  if (!(value instanceof CborTag) || value.tag !== 0 || typeof value.value !== 'string') throw malformed()
  const text = value.value
  const isFractional = text.length > 20 && text.length <= 30
  if (text.length !== 20 && !(isFractional && tolerates(reading, fractionalDates))) throw malformed()
  const time = date.test(text) ? Date.parse(text) : Number.NaN
  // Date.parse takes the 31st of a short month, and carries it over.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 19))) throw malformed()
  return time / 1000
}

function malformed(): Refusal<MdocCode> {
  return new Refusal(code)
}
