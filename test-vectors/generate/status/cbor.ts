export type CborItem = number | string | Uint8Array | boolean | readonly CborItem[] | ReadonlyMap<CborItem, CborItem>

/** Writes the little CBOR (RFC 8949 §3) that lists need, in the shortest form and the order given. */
export function cbor(item: CborItem): Uint8Array {
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

function head(major: number, value: number): Uint8Array {
  const first = major << 5
  if (value < 24) return Uint8Array.of(first | value)
  if (value < 2 ** 8) return Uint8Array.of(first | 24, value)
  if (value < 2 ** 16) return Uint8Array.of(first | 25, value >> 8, value & 255)
  const bytes = Buffer.alloc(5)
  bytes[0] = first | 26
  bytes.writeUInt32BE(value, 1)
  return Uint8Array.from(bytes)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}
