import { type CborItem, cbor, Encoded, head, joined } from '../status/cbor.ts'

// CBOR as it must not be written (RFC 8949 §3, §4, §5), and the items that cases seldom need.

/** The head of an item in more bytes than its argument needs. */
export function longHead(major: number, value: number, size: 1 | 2 | 4 | 8): Uint8Array {
  const argument = Buffer.alloc(8)
  argument.writeBigUInt64BE(BigInt(value))
  return joined(Uint8Array.of((major << 5) | (24 + Math.log2(size))), argument.subarray(8 - size))
}

/** An item whose own head is longer than needed; what is within it stays as it is. */
export function withLongHead(item: CborItem, size: 1 | 2 | 4 | 8 = 2): Encoded {
  const bytes = cbor(item)
  const first = bytes[0] as number
  const information = first & 31
  const length = information < 24 ? 1 : 1 + 2 ** (information - 24)
  const value = information < 24 ? information : Buffer.from(bytes).readUIntBE(1, length - 1)
  return new Encoded(longHead(first >> 5, value, size), bytes.subarray(length))
}

const stop = Uint8Array.of(0xff)
const entriesOf = (map: ReadonlyMap<CborItem, CborItem>): readonly Uint8Array[] =>
  [...map].flatMap(([key, value]) => [cbor(key), cbor(value)])

/** A map, an array, a text or bytes of indefinite length. */
export function indefinite(item: CborItem): Encoded {
  if (item instanceof Map) return new Encoded(Uint8Array.of(0xbf), ...entriesOf(item), stop)
  if (Array.isArray(item)) return new Encoded(Uint8Array.of(0x9f), ...item.map(cbor), stop)
  return new Encoded(Uint8Array.of(item instanceof Uint8Array ? 0x5f : 0x7f), cbor(item), stop)
}

/** A map in which an entry stands once more, or another with its key. */
export function doubled(map: ReadonlyMap<CborItem, CborItem>, key: CborItem, value?: CborItem): Encoded {
  const entries = entriesOf(map)
  return new Encoded(head(5, map.size + 1), ...entries, cbor(key), cbor(value ?? (map.get(key) as CborItem)))
}

/** A map, its entries in the opposite order. */
export const reversed = (map: ReadonlyMap<CborItem, CborItem>): ReadonlyMap<CborItem, CborItem> =>
  new Map([...map].reverse())

/** Bytes under a tag 24. */
export const embedded = (bytes: Uint8Array): Encoded => tag(24, bytes)
export const tag = (number: number, item: CborItem): Encoded => new Encoded(head(6, number), cbor(item))
export const dateTime = (text: string): Encoded => tag(0, text)
export const fullDate = (text: string): Encoded => tag(1004, text)
export const encoded = (...bytes: readonly number[]): Encoded => new Encoded(Uint8Array.from(bytes))
export const undefinedItem: Encoded = encoded(0xf7)

/** Text of these bytes, be they UTF-8 or not. */
export const textOf = (...bytes: readonly number[]): Encoded =>
  new Encoded(head(3, bytes.length), Uint8Array.from(bytes))

/** A float of half precision, from its bits. */
export const half = (bits: number): Encoded => encoded(0xf9, bits >> 8, bits & 0xff)

/** A float in eight bytes, whatever it needs. */
export function double(value: number): Encoded {
  const bytes = Buffer.alloc(9)
  bytes[0] = 0xfb
  bytes.writeDoubleBE(value, 1)
  return new Encoded(bytes)
}

/** An array within an array, and so on. */
export const nested = (depth: number): CborItem => (depth === 0 ? 0 : [nested(depth - 1)])

export const after = (bytes: Uint8Array, ...more: readonly number[]): Uint8Array => joined(bytes, Uint8Array.from(more))
