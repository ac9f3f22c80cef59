import { messageTags } from '@hashikake/crypto/cose'
import {
  type CborMap,
  CborTag,
  type CborValue,
  type DecodedCbor,
  type DecodeOptions,
  decodeCbor,
  defaultTags,
  isCborMap,
  openEmbedded as openTag,
} from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import { defaultLimits, type Limits } from './limits.ts'

/** How an mdoc is read, and what had to be tolerated for it. */
export interface Reading {
  /** Departures from strict reading that the caller allows, by their names. */
  readonly leniencies?: readonly string[]
  readonly limits?: Limits
  /** Where those that were needed are noted. */
  readonly used?: Set<string>
}

/** Whether a departure is allowed; it is noted. */
export function tolerates({ leniencies = [], used }: Reading, name: string): boolean {
  if (!leniencies.includes(name)) return false
  used?.add(name)
  return true
}

/** Notes the departures that reading a part of it needed. */
export function note<Read extends Pick<DecodedCbor, 'leniencies'>>(read: Read, { used }: Reading): Read {
  for (const one of read.leniencies) used?.add(one)
  return read
}

export function limitsOf({ limits = defaultLimits }: Reading): Limits {
  return limits
}

/** Decodes an item of an mdoc, of bytes that were decoded out of another. @throws {Refusal} the codes of strict CBOR */
export function decodeOwned(bytes: Uint8Array, reading: Reading): CborValue {
  const options = { leniencies: reading.leniencies, limits: cborLimitsOf(reading), owned: true }
  return note(decodeCbor(bytes, options), reading).value
}

/**
 * Decodes what holds messages of COSE. One under a tag is read: whether the tag may be there is its own question, with an
 * answer of its own.
 */
export function decodeOuter(bytes: Uint8Array, reading: Reading): CborValue {
  const { leniencies } = reading
  const options = { leniencies, limits: cborLimitsOf(reading), tags: outerTags, embeddedTags: defaultTags }
  return note(decodeCbor(bytes, options), reading).value
}

const outerTags: readonly number[] = /* @__PURE__ */ Object.freeze([...messageTags, ...defaultTags])

/** What of it concerns CBOR. */
export function decodingOf(reading: Reading): Pick<DecodeOptions, 'leniencies' | 'limits'> {
  return { leniencies: reading.leniencies, limits: cborLimitsOf(reading) }
}

/** An element takes nine data items with its digest, and more where its value does. */
const itemsOfElement = 16
const leastItems = 2 ** 16

/** Whoever reads more elements reads more data items; undefined for the limits that there are without. */
function cborLimitsOf(reading: Reading): DecodeOptions['limits'] {
  const items = limitsOf(reading).elements * itemsOfElement
  return items <= leastItems ? undefined : { items }
}

/** What is encoded within a tag 24, and the bytes in which it came, tag included: digests and signatures are over these. */
export interface Embedded {
  readonly value: CborValue
  readonly encoded: Uint8Array
}

/** Opens an item that is encoded within another (#6.24), as it was decoded. @throws {Refusal} `code` */
export function openEmbedded(item: CborValue | undefined, code: MdocCode): Embedded {
  if (!(item instanceof CborTag) || item.tag !== 24 || !(item.value instanceof Uint8Array)) throw new Refusal(code)
  if (item.encoded === undefined) throw new TypeError('An embedded item is opened as it was received')
  return { value: openTag(item), encoded: item.encoded }
}

/** @throws {Refusal} `code` */
export function requireMap(value: CborValue | undefined, code: MdocCode): CborMap {
  if (!isCborMap(value)) throw new Refusal(code)
  return value
}

/** @throws {Refusal} `code` */
export function requireText(value: CborValue | undefined, code: MdocCode): string {
  if (typeof value !== 'string') throw new Refusal(code)
  return value
}

/** A list with something in it. @throws {Refusal} `code` */
export function requireArray(value: CborValue | undefined, code: MdocCode): readonly CborValue[] {
  if (!Array.isArray(value) || value.length === 0) throw new Refusal(code)
  return value
}

/** Versions grow to the right of the point; a reader of 1 reads every 1.x. @throws {Refusal} */
export function requireVersion1(value: CborValue | undefined, code: MdocCode): string {
  const version = requireText(value, code)
  if (!/^1\.\d{1,3}$/.test(version)) throw new Refusal<MdocCode>('mdoc_version_unsupported')
  return version
}
