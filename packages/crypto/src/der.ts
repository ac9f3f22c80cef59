/** The little of DER (X.690) that signatures and key files need. */

export const derTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
} as const

export interface DerItem {
  readonly tag: number
  readonly content: Uint8Array
}

/**
 * Writes a raw ECDSA signature r‖s as the DER that OpenSSL takes (RFC 3279 §2.2.3); undefined where r or s is zero,
 * which no valid signature has.
 */
export function rawToDerSignature(raw: Uint8Array): Uint8Array | undefined {
  const half = raw.length >> 1
  const r = firstNonZero(raw, 0, half)
  const s = firstNonZero(raw, half, raw.length)
  if (r === half || s === raw.length) return undefined
  // A high first bit would make the integer negative.
  const rPad = (raw[r] as number) >> 7
  const sPad = (raw[s] as number) >> 7
  const rLength = half - r + rPad
  const sLength = raw.length - s + sPad
  const length = rLength + sLength + 4
  const lengthBytes = length < 128 ? 1 : 2
  const der = new Uint8Array(1 + lengthBytes + length)
  der[0] = derTag.sequence
  if (lengthBytes === 2) der[1] = 0x81
  der[lengthBytes] = length
  let at = 1 + lengthBytes
  der[at++] = derTag.integer
  der[at++] = rLength
  at += rPad
  // Byte by byte: a view of each half would cost more than all the rest.
  for (let i = r; i < half; i++) der[at++] = raw[i] as number
  der[at++] = derTag.integer
  der[at++] = sLength
  at += sPad
  for (let i = s; i < raw.length; i++) der[at++] = raw[i] as number
  return der
}

/** Writes the DER signature that OpenSSL made as raw r‖s of a fixed length. */
export function derToRawSignature(der: Uint8Array, length: number): Uint8Array {
  const raw = new Uint8Array(length)
  const half = length >> 1
  let at = (der[1] as number) === 0x81 ? 3 : 2
  for (const end of [half, length]) {
    const size = der[at + 1] as number
    const start = firstNonZero(der, at + 2, at + 2 + size)
    const digits = der.subarray(start, at + 2 + size)
    raw.set(digits, end - digits.length)
    at += 2 + size
  }
  return raw
}

function firstNonZero(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] === 0) at++
  return at
}

export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, one) => sum + one.length, 0)
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]
  const der = new Uint8Array(head.length + length)
  der.set(head)
  let at = head.length
  for (const one of contents) {
    der.set(one, at)
    at += one.length
  }
  return der
}

/**
 * Reads the items that bytes consist of, with nothing left over.
 *
 * @throws {RangeError} when they are not DER
 */
export function readDer(bytes: Uint8Array): readonly DerItem[] {
  const items: DerItem[] = []
  let at = 0
  while (at < bytes.length) {
    const { start, end } = contentBounds(bytes, at)
    items.push({ tag: bytes[at] as number, content: bytes.subarray(start, end) })
    at = end
  }
  return items
}

function contentBounds(bytes: Uint8Array, at: number): { start: number; end: number } {
  const first = bytes[at + 1] ?? 0xff
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  if (lengthBytes > 2) throw new RangeError('Not DER: a length beyond 64 KiB')
  let length = first < 0x80 ? first : 0
  for (let i = 0; i < lengthBytes; i++) length = (length << 8) | (bytes[at + 2 + i] ?? 0)
  const start = at + 2 + lengthBytes
  const isShortest = lengthBytes === 0 || length >= (lengthBytes === 1 ? 0x80 : 0x100)
  if (!isShortest || start + length > bytes.length) throw new RangeError('Not DER: a wrong length')
  return { start, end: start + length }
}
