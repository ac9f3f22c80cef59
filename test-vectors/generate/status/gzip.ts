/**
 * Gzip (RFC 1952) of bytes that are mostly zero, made by hand so that it is the same from every version of zlib: literals, and
 * for runs of zeros the longest match at distance 1, in the fixed codes of RFC 1951 §3.2.6.
 */
export function gzipOfZeros(bytes: Uint8Array): Uint8Array {
  const bits: number[] = [1, 1, 0]
  // Huffman codes come from their highest bit on, everything else from the lowest.
  const code = (value: number, length: number): void => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1)
  }
  const literal = (byte: number): void => (byte < 144 ? code(0x30 + byte, 8) : code(0x190 + byte - 144, 9))
  const longest = 258
  for (let at = 0; at < bytes.length; ) {
    literal(bytes[at] as number)
    at++
    while (at + longest <= bytes.length && bytes.subarray(at - 1, at + longest).every((byte) => byte === 0)) {
      code(0xc5, 8)
      code(0, 5)
      at += longest
    }
  }
  code(0, 7)
  while (bits.length % 8 !== 0) bits.push(0)
  const deflated = Uint8Array.from({ length: bits.length / 8 }, (_, i) =>
    bits.slice(i * 8, i * 8 + 8).reduce((byte, bit, place) => byte | (bit << place), 0),
  )
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(bytes), 0)
  trailer.writeUInt32LE(bytes.length, 4)
  return Uint8Array.from(Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]), deflated, trailer]))
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
