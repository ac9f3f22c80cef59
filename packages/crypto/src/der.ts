/** The little of DER (X.690) that signatures, key files and certificates need. */

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** One item. What it holds becomes an array of its own only when it is asked for: a certificate has fifty items, most of them frames. */
export class DerItem {
  readonly tag: number
  readonly #source: Uint8Array
  readonly #at: number
  readonly #start: number
  readonly #end: number

  constructor(source: Uint8Array, bounds: { readonly at: number; readonly start: number; readonly end: number }) {
    this.tag = source[bounds.at] as number
    this.#source = source
    this.#at = bounds.at
    this.#start = bounds.start
    this.#end = bounds.end
  }

  get content(): Uint8Array {
    return this.#source.subarray(this.#start, this.#end)
  }

  /** The whole item, tag and length included. */
  get encoded(): Uint8Array {
    return this.#source.subarray(this.#at, this.#end)
  }

  /** The items that it consists of. @throws {RangeError} when they are not DER */
  get items(): readonly DerItem[] {
    return itemsBetween(this.#source, this.#start, this.#end)
  }
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
  return itemsBetween(bytes, 0, bytes.length)
}

function itemsBetween(bytes: Uint8Array, start: number, end: number): readonly DerItem[] {
  const items: DerItem[] = []
  let at = start
  while (at < end) {
    const bounds = boundsOf(bytes, at, end)
    items.push(new DerItem(bytes, bounds))
    at = bounds.end
  }
  return items
}

function boundsOf(bytes: Uint8Array, at: number, limit: number): { at: number; start: number; end: number } {
  const first = at + 1 < limit ? (bytes[at + 1] as number) : 0xff
  // Tags of several bytes, and a length that is told by an end mark, occur in nothing that is read here; DER forbids the latter.
  if (((bytes[at] as number) & 0x1f) === 0x1f || first === 0x80)
    throw new RangeError('Not DER: a tag or length of no use')
  const lengthBytes = first < 0x80 ? 0 : first - 0x80
  if (lengthBytes > 2) throw new RangeError('Not DER: a length beyond 64 KiB')
  let length = first < 0x80 ? first : 0
  for (let i = 0; i < lengthBytes; i++)
    length = (length << 8) | (at + 2 + i < limit ? (bytes[at + 2 + i] as number) : 0)
  const start = at + 2 + lengthBytes
  const isShortest = lengthBytes === 0 || length >= (lengthBytes === 1 ? 0x80 : 0x100)
  if (!isShortest || start + length > limit) throw new RangeError('Not DER: a wrong length')
  return { at, start, end: start + length }
}

export function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    hex += (byte < 16 ? '0' : '') + byte.toString(16)
  }
  return hex
}

/** The content of an item of a kind. @throws {RangeError} for another kind, or none */
export function contentOf(item: DerItem | undefined, tag: number): Uint8Array {
  return ofKind(item, tag).content
}

/** The items that an item of a kind consists of. @throws {RangeError} for another kind, or none */
export function itemsOf(item: DerItem | undefined, tag: number): readonly DerItem[] {
  return ofKind(item, tag).items
}

function ofKind(item: DerItem | undefined, tag: number): DerItem {
  if (item?.tag !== tag) throw new RangeError('Not the expected DER item')
  return item
}

/** The one item that there is: what stands behind it would be read by one reader and passed over by another. @throws {RangeError} */
export function onlyItem(items: readonly DerItem[]): DerItem {
  const [item, ...more] = items
  if (item === undefined || more.length > 0) throw new RangeError('Not one DER item')
  return item
}

/** Optional items by their tags, each at most once and in the order of the tags. @throws {RangeError} also for any other tag */
export function optionalItems(items: readonly DerItem[], tags: readonly number[]): ReadonlyMap<number, DerItem> {
  const found = new Map<number, DerItem>()
  let last = -1
  for (const item of items) {
    const at = tags.indexOf(item.tag)
    if (at <= last) throw new RangeError('An item that is unknown, out of order, or there twice')
    last = at
    found.set(item.tag, item)
  }
  return found
}
