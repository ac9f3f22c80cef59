import { Decoder } from 'cbor-x/decode-no-eval'
import { type CborLimits, type PassedItem, passGate, type Special } from './gate.ts'
import { CborFloat, CborTag, type CborValue, embeddedTag } from './values.ts'

/** Tolerates heads and floats that are longer than needed, as some writers in the field make them, and nothing else. */
export const interop = 'cbor_interop'

const defaultLimits: CborLimits = /* @__PURE__ */ Object.freeze({ depth: 32, items: 2 ** 16, bytes: 2 ** 24 })

/** Tags with a meaning for credentials: a date and time as text, an embedded item, a date as text (RFC 8943). */
export const defaultTags: readonly number[] = /* @__PURE__ */ Object.freeze([0, embeddedTag, 1004])

export interface DecodeOptions {
  /** Tags that are accepted; {@link defaultTags} unless given. */
  readonly tags?: readonly number[]
  readonly limits?: Partial<CborLimits>
  /** {@link interop}, or none. */
  readonly leniencies?: readonly string[]
}

export interface DecodedCbor {
  readonly value: CborValue
  /** Leniencies that were needed. */
  readonly leniencies: readonly string[]
}

/**
 * Reads exactly one CBOR item (RFC 8949), strictly: preferred serialization, definite lengths, no key twice, text in UTF-8, no
 * tag that the caller does not expect. The order of keys is free. Bytes are copies.
 *
 * @throws {Refusal} `cbor_malformed`, `cbor_not_minimal`, `cbor_indefinite`, `cbor_key_repeated`, `cbor_key_unsupported`,
 *   `cbor_simple_unsupported`, `cbor_tag_not_allowed`, `cbor_too_deep`, `cbor_too_large`, `text_not_utf8`
 */
export function decodeCbor(bytes: Uint8Array, options: DecodeOptions = {}): DecodedCbor {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('decodeCbor takes bytes: a Uint8Array')
  const { tags = defaultTags, leniencies = [] } = options
  const passed = passGate(bytes, {
    tags,
    limits: { ...defaultLimits, ...options.limits },
    longHeads: leniencies.includes(interop),
  })
  return Object.freeze({
    value: valueOfItem(bytes, passed.item),
    leniencies: Object.freeze(passed.hadLongHeads ? [interop] : []),
  })
}

// One for all: it keeps nothing between two calls. Records and tags never reach it.
let decoder: Decoder | undefined

function valueOfItem(bytes: Uint8Array, item: PassedItem): CborValue {
  decoder ??= new Decoder({
    useRecords: false,
    mapsAsObjects: false,
    tagUint8Array: false,
    copyBuffers: true,
  } as ConstructorParameters<typeof Decoder>[0])
  const { specials, start, end } = item
  if (specials.length === 0) return decoder.decode(bytes.subarray(start, end))
  const values = specials.map((special) => specialValue(bytes, special))
  const [only] = specials as readonly [Special]
  if (only.start === start && only.end === end) return values[0] as CborValue
  return putInPlace(decoder.decode(withoutSpecials(bytes, item)), { values, next: 0 })
}

function specialValue(bytes: Uint8Array, special: Special): CborValue {
  if (special.kind === 'float') return new CborFloat(special.value)
  if (special.kind === 'integer') return special.value
  const encoded = bytes.slice(special.start, special.end)
  return new CborTag(special.tag, valueOfItem(bytes, special.content), encoded)
}

/** The gate lets no `undefined` pass, so that one can stand for each item that is put in place afterwards. */
const undefinedItem = 0xf7

function withoutSpecials(bytes: Uint8Array, { start, end, specials }: PassedItem): Uint8Array {
  const skeleton = new Uint8Array(end - start)
  let out = 0
  let at = start
  for (const special of specials) {
    skeleton.set(bytes.subarray(at, special.start), out)
    out += special.start - at
    skeleton[out++] = undefinedItem
    at = special.end
  }
  skeleton.set(bytes.subarray(at, end), out)
  return skeleton.subarray(0, out + end - at)
}

/** Walks in the order of the input, in which the special values stand too. */
function putInPlace(value: unknown, specials: { readonly values: readonly CborValue[]; next: number }): CborValue {
  if (value === undefined) return specials.values[specials.next++] as CborValue
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = putInPlace(value[i], specials)
  } else if (value instanceof Map) {
    for (const [key, member] of value) value.set(key, putInPlace(member, specials))
  }
  return value as CborValue
}
