import { Decoder } from 'cbor-x/decode-no-eval'
import { type Bytes, decodeUtf8 } from '../base64url.ts'
import { bodyOf, type CborLimits, passGate } from './gate.ts'
import type { Special, TagSpecial } from './specials.ts'
import { CborFloat, CborTag, type CborValue, type EmbeddedItem, embeddedTag } from './values.ts'

/** Tolerates heads and floats that are longer than needed, as some writers in the field make them, and nothing else. */
export const interop = 'cbor_interop'

const defaultLimits: CborLimits = /* @__PURE__ */ Object.freeze({ depth: 32, items: 2 ** 16, bytes: 2 ** 24 })

/** Tags with a meaning for credentials: a date and time as text, an embedded item, a date as text (RFC 8943). */
export const defaultTags: readonly number[] = /* @__PURE__ */ Object.freeze([0, embeddedTag, 1004])

export interface DecodeOptions {
  /** Tags that are accepted; {@link defaultTags} unless given. */
  readonly tags?: readonly number[]
  /** Tags that are accepted within embedded items (tag 24); those of `tags` unless given. */
  readonly embeddedTags?: readonly number[]
  readonly limits?: Partial<CborLimits> | undefined
  /** {@link interop}, or none. */
  readonly leniencies?: readonly string[] | undefined
  /** The bytes are nobody else's, and stay as they are: they need no copy. */
  readonly owned?: boolean
}

export interface DecodedCbor {
  readonly value: CborValue
  /** Leniencies that were needed. */
  readonly leniencies: readonly string[]
}

/**
 * Reads exactly one CBOR item (RFC 8949), strictly: preferred serialization, definite lengths, no key twice, text in UTF-8, no
 * tag that the caller does not expect. The order of keys is free. Byte strings are views of one copy of the input.
 *
 * @throws {Refusal} `cbor_malformed`, `cbor_not_minimal`, `cbor_indefinite`, `cbor_key_repeated`, `cbor_key_unsupported`,
 *   `cbor_simple_unsupported`, `cbor_tag_not_allowed`, `cbor_too_deep`, `cbor_too_large`, `text_not_utf8`
 */
export function decodeCbor(bytes: Uint8Array, options: DecodeOptions = {}): DecodedCbor {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('decodeCbor takes bytes: a Uint8Array')
  const { tags = defaultTags, embeddedTags = tags, limits, leniencies, owned = false } = options
  const own = owned ? (bytes as Bytes) : copyOf(bytes, limits?.bytes ?? defaultLimits.bytes)
  const passed = passGate(own, {
    tags,
    embeddedTags,
    limits: limits === undefined ? defaultLimits : { ...defaultLimits, ...limits },
    longHeads: leniencies?.includes(interop) ?? false,
  })
  return Object.freeze({
    value: valueOfItem({ bytes: own, start: 0, end: own.length, specials: passed.specials }),
    leniencies: passed.hadLongHeads ? withLongHeads : none,
  })
}

const none: readonly string[] = /* @__PURE__ */ Object.freeze([])
const withLongHeads: readonly string[] = /* @__PURE__ */ Object.freeze([interop])

/** What is too large is not copied: the gate refuses it by its length. */
function copyOf(bytes: Uint8Array, most: number): Bytes {
  return bytes.length > most ? (bytes as Bytes) : new Uint8Array(bytes)
}

/**
 * Opens the item within a tag 24 that {@link decodeCbor} read: it has been looked at already, by the same rules.
 *
 * @throws {TypeError} for a tag that was not read
 */
export function openEmbedded(tag: CborTag): CborValue {
  const item = CborTag.embeddedIn(tag)
  if (item === undefined) throw new TypeError('openEmbedded takes a tag 24 as decodeCbor read it')
  return valueOfItem(item)
}

// One for all: it keeps nothing between two calls. Records and tags never reach it.
let decoder: Decoder | undefined

function valueOfItem(item: EmbeddedItem): CborValue {
  decoder ??= new Decoder({
    useRecords: false,
    mapsAsObjects: false,
    tagUint8Array: false,
  } as ConstructorParameters<typeof Decoder>[0])
  const { bytes, start, end, specials } = item
  if (specials.length === 0) return decoder.decode(bytes.subarray(start, end))
  const [only] = specials as readonly [Special]
  if (only.start === start && only.end === end) return specialValue(bytes, only)
  const values: CborValue[] = []
  for (const special of specials) values.push(specialValue(bytes, special))
  return putInPlace(decoder.decode(withoutSpecials(item)), { values, next: 0 })
}

function specialValue(bytes: Bytes, special: Special): CborValue {
  if (special.kind !== 'tag') return special.kind === 'float' ? new CborFloat(special.value) : special.value
  const { start, end, contentStart, embeddedSpecials } = special
  const embedded =
    embeddedSpecials === undefined
      ? undefined
      : { bytes, start: bodyOf(bytes, contentStart), end, specials: embeddedSpecials }
  return CborTag.read(special.tag, contentOf(bytes, special), bytes.subarray(start, end), embedded)
}

/** Strings, which nearly all tags hold, need no decoder. */
function contentOf(bytes: Bytes, { contentStart: start, contentSpecials: specials, end }: TagSpecial): CborValue {
  const major = (bytes[start] as number) >> 5
  if (major === 2) return bytes.subarray(bodyOf(bytes, start), end)
  if (major === 3) return textOf(bytes, bodyOf(bytes, start), end)
  return valueOfItem({ bytes, start, end, specials })
}

/** As long as dates are, in ASCII as they are, it is faster made letter by letter. */
function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 32) return decodeUtf8(bytes.subarray(start, end))
  let text = ''
  for (let i = start; i < end; i++) {
    const code = bytes[i] as number
    if (code > 0x7f) return decodeUtf8(bytes.subarray(start, end))
    text += String.fromCharCode(code)
  }
  return text
}

/** The gate lets no `undefined` pass, so that one can stand for each item that is put in place afterwards. */
const undefinedItem = 0xf7

function withoutSpecials({ bytes, start, end, specials }: EmbeddedItem): Uint8Array {
  let length = end - start
  for (const special of specials) length -= special.end - special.start - 1
  const skeleton = new Uint8Array(length)
  let out = 0
  let at = start
  for (const special of specials) {
    out = copyInto(skeleton, out, bytes, at, special.start)
    skeleton[out++] = undefinedItem
    at = special.end
  }
  copyInto(skeleton, out, bytes, at, end)
  return skeleton
}

/** Few bytes are faster copied one by one. @returns where the copy ends */
function copyInto(target: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 64) target.set(bytes.subarray(start, end), at)
  else for (let i = start; i < end; i++) target[at + i - start] = bytes[i] as number
  return at + end - start
}

/** Walks in the order of the input, in which the special values stand too, until each has its place. */
function putInPlace(value: unknown, specials: { readonly values: readonly CborValue[]; next: number }): CborValue {
  if (value === undefined) return specials.values[specials.next++] as CborValue
  if (typeof value !== 'object' || value === null) return value as CborValue
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && specials.next < specials.values.length; i++) {
      value[i] = putInPlace(value[i], specials)
    }
  } else if (value instanceof Map) {
    value.forEach((member, key) => {
      if (specials.next === specials.values.length) return
      const placed = putInPlace(member, specials)
      if (placed !== member) value.set(key, placed)
    })
  }
  return value as CborValue
}
