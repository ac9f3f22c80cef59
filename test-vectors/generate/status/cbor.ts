export type CborItem =
  | null
  | number
  | string
  | Uint8Array
  | boolean
  | Encoded
  | readonly CborItem[]
  | ReadonlyMap<CborItem, CborItem>

/** An item that is written already, in whatever spelling. */
export class Encoded {
  readonly bytes: Uint8Array
  constructor(...parts: readonly Uint8Array[]) {
    this.bytes = joined(...parts)
  }
}

/** Writes the little CBOR (RFC 8949 §3) that cases need, in the shortest form and the order given. */
export function cbor(item: CborItem): Uint8Array {
  if (item instanceof Encoded) return item.bytes
  if (item === null) return Uint8Array.of(0xf6)
  if (typeof item === 'number') return item < 0 ? head(1, -1 - item) : head(0, item)
  if (typeof item === 'boolean') return Uint8Array.of(item ? 0xf5 : 0xf4)
  if (typeof item === 'string') return joined(head(3, Buffer.byteLength(item)), Buffer.from(item))
  if (item instanceof Uint8Array) return joined(head(2, item.length), item)
  if (item instanceof Map) {
    const entries = [...(item as ReadonlyMap<CborItem, CborItem>)]
    return joined(head(5, entries.length), ...entries.flatMap(([key, value]) => [cbor(key), cbor(value)]))
  }
  const items = item as readonly CborItem[]
  return joined(head(4, items.length), ...items.map(cbor))
}

export function tagged(tag: number, item: Uint8Array): Uint8Array {
  return joined(head(6, tag), item)
}

/** The head of an item, in its shortest form. */
export function head(major: number, value: number): Uint8Array {
  const first = major << 5
  if (value < 24) return Uint8Array.of(first | value)
  if (value < 2 ** 8) return Uint8Array.of(first | 24, value)
  if (value < 2 ** 16) return Uint8Array.of(first | 25, value >> 8, value & 255)
  const bytes = Buffer.alloc(5)
  bytes[0] = first | 26
  bytes.writeUInt32BE(value, 1)
  return Uint8Array.from(bytes)
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}
