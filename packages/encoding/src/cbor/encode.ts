import type { Bytes } from '../base64url.ts'
import { encodeUtf8 } from '../base64url.ts'
import { halfOf } from './float.ts'
import { CborFloat, CborTag, type CborValue, embeddedTag } from './values.ts'

/** What can be written: also plain objects, as maps with text keys. */
export type CborInput =
  | CborValue
  | readonly CborInput[]
  | ReadonlyMap<CborInput, CborInput>
  | { readonly [name: string]: CborInput }

/**
 * Writes core deterministic CBOR (RFC 8949 §4.2.1): shortest heads and floats, definite lengths, keys in the order of their
 * bytes. A number that is whole is an integer; {@link CborFloat} keeps it a float; a tagged item that was received is written as
 * it came.
 *
 * @throws {TypeError} for what has no place in CBOR here: undefined, functions, numbers beyond 2^53, halves of surrogate
 *   pairs, a key twice, structures deeper than 64 levels
 */
export function encodeCbor(value: CborInput): Bytes {
  const output = takeOutput()
  write(output, value, 0)
  return give(output, 0)
}

/**
 * The same, embedded in a byte string under tag 24 (RFC 8949 §3.4.5.1): `#6.24(bstr .cbor …)`.
 *
 * @throws {TypeError} those of {@link encodeCbor}
 */
export function encodeEmbedded(value: CborInput): Bytes {
  const output = takeOutput()
  writeEmbedded(output, value)
  return give(output, 0)
}

/**
 * The same of several, as views of one buffer: many small ones take longer to make than to fill.
 *
 * @throws {TypeError} those of {@link encodeCbor}
 */
export function encodeEachEmbedded(values: readonly CborInput[]): readonly Bytes[] {
  const output = takeOutput()
  const ends = values.map((value) => writeEmbedded(output, value))
  const all = give(output, 0)
  return ends.map((end, i) => all.subarray(ends[i - 1] ?? 0, end))
}

/** Tag 24 in two bytes, and the head of a byte string in five. */
const longestEmbeddingHead = 7

/** @returns where it ends */
function writeEmbedded(output: Output, value: CborInput): number {
  const start = reserve(output, longestEmbeddingHead)
  const written = output.length
  write(output, value, 0)
  const end = output.length
  // The length, and with it that of its head, is known only now.
  output.length = start
  writeHead(output, 6, embeddedTag)
  writeHead(output, 2, end - written)
  output.bytes.copyWithin(output.length, written, end)
  output.length += end - written
  return output.length
}

const keptBytes = 16_384
let spare: Output | undefined

/** Taken away while it is written: a getter may want to write too. */
function takeOutput(): Output {
  const output = spare ?? { bytes: new Uint8Array(keptBytes), length: 0 }
  spare = undefined
  output.length = 0
  return output
}

function give(output: Output, start: number): Bytes {
  if (output.bytes.length <= keptBytes) spare = output
  return output.bytes.slice(start, output.length)
}

/** An item within a byte string (RFC 8949 §3.4.5.1), from the bytes of that item. */
export function embeddedCbor(bytes: Uint8Array): CborTag {
  return new CborTag(embeddedTag, new Uint8Array(bytes))
}

interface Output {
  bytes: Bytes
  length: number
}

const maxDepth = 64

function write(output: Output, value: CborInput, depth: number): void {
  if (depth > maxDepth) throw new TypeError('encodeCbor takes at most 64 levels')
  if (value === null) writeByte(output, 0xf6)
  else if (typeof value === 'boolean') writeByte(output, value ? 0xf5 : 0xf4)
  else if (typeof value === 'number') writeNumber(output, value)
  else if (typeof value === 'bigint') writeInteger(output, value)
  else if (typeof value === 'string') writeText(output, value)
  else if (typeof value === 'object') writeObject(output, value, depth)
  else throw new TypeError(`encodeCbor takes no ${typeof value}`)
}

function writeObject(
  output: Output,
  value: Exclude<CborInput, null | string | number | bigint | boolean>,
  depth: number,
): void {
  if (value instanceof Uint8Array) writeBytes(output, 2, value)
  else if (value instanceof CborFloat) writeFloat(output, value.value)
  else if (value instanceof CborTag) writeTag(output, value, depth)
  else if (Array.isArray(value)) {
    writeHead(output, 4, value.length)
    // By index: a hole is written as what it is, undefined, which is refused.
    for (let i = 0; i < value.length; i++) write(output, value[i] as CborInput, depth + 1)
  } else {
    writeMap(output, value instanceof Map ? [...value] : entriesOf(value), depth)
  }
}

/** One that was received goes on as it came: digests and signatures are over these bytes. */
function writeTag(output: Output, { tag, value, encoded }: CborTag, depth: number): void {
  if (encoded !== undefined) {
    append(output, encoded)
    return
  }
  writeHead(output, 6, tag)
  write(output, value, depth + 1)
}

function entriesOf(value: object): readonly (readonly [string, CborInput])[] {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError('encodeCbor takes plain objects, Maps, arrays and bytes')
  }
  return Object.entries(value)
}

function writeNumber(output: Output, value: number): void {
  if (!Number.isInteger(value) || Object.is(value, -0)) writeFloat(output, value)
  else if (Number.isSafeInteger(value)) writeInteger(output, value)
  else {
    throw new TypeError('A whole number beyond 2^53 is a bigint, or a CborFloat: encodeCbor does not guess')
  }
}

function writeInteger(output: Output, value: number | bigint): void {
  if (value >= 0) writeHead(output, 0, value)
  else writeHead(output, 1, typeof value === 'bigint' ? -1n - value : -1 - value)
}

function writeText(output: Output, text: string): void {
  if (text.length < shortText && writeAscii(output, text)) return
  if (!text.isWellFormed()) throw new TypeError('encodeCbor takes well-formed text: no half of a surrogate pair')
  writeBytes(output, 3, encodeUtf8(text))
}

const shortText = 64

/** @returns whether it is all ASCII; nothing is written where it is not */
function writeAscii(output: Output, text: string): boolean {
  const before = output.length
  writeHead(output, 3, text.length)
  const at = reserve(output, text.length)
  const { bytes } = output
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) {
      output.length = before
      return false
    }
    bytes[at + i] = code
  }
  return true
}

/** Where a member of a map stands in the output: its key, and its value behind it. */
interface Member {
  readonly start: number
  readonly valueStart: number
  readonly end: number
}

/** Members are written as they come, and put in order afterwards where they are not (RFC 8949 §4.2.1). */
function writeMap(output: Output, entries: readonly (readonly [CborInput, CborInput])[], depth: number): void {
  writeHead(output, 5, entries.length)
  const members: Member[] = []
  let isSorted = true
  for (const [key, value] of entries) {
    const start = output.length
    write(output, key, depth + 1)
    const valueStart = output.length
    const before = members.at(-1)
    const member = { start, valueStart, end: 0 }
    if (before !== undefined) isSorted = compareKeys(output.bytes, before, member) < 0 && isSorted
    write(output, value, depth + 1)
    member.end = output.length
    members.push(member)
  }
  if (!isSorted) sortMembers(output, members)
}

function sortMembers(output: Output, members: Member[]): void {
  const first = (members[0] as Member).start
  const written = output.bytes.slice(first, output.length)
  members.sort((one, other) => compareKeys(output.bytes, one, other))
  for (const [i, member] of members.entries()) {
    const before = members[i - 1]
    if (before !== undefined && compareKeys(output.bytes, before, member) === 0)
      throw new TypeError('encodeCbor: a key stands twice')
  }
  output.length = first
  for (const { start, end } of members) append(output, written.subarray(start - first, end - first))
}

/** Bytewise lexicographic. */
function compareKeys(bytes: Uint8Array, one: Member, other: Member): number {
  const [lengthOfOne, lengthOfOther] = [one.valueStart - one.start, other.valueStart - other.start]
  const length = Math.min(lengthOfOne, lengthOfOther)
  for (let i = 0; i < length; i++) {
    const difference = (bytes[one.start + i] as number) - (bytes[other.start + i] as number)
    if (difference !== 0) return difference
  }
  return lengthOfOne - lengthOfOther
}

function writeFloat(output: Output, value: number): void {
  const half = halfOf(value)
  const size = half !== undefined ? 2 : Math.fround(value) === value ? 4 : 8
  const at = reserve(output, 1 + size)
  const view = new DataView(output.bytes.buffer)
  view.setUint8(at, size === 2 ? 0xf9 : size === 4 ? 0xfa : 0xfb)
  if (half !== undefined) view.setUint16(at + 1, half)
  else if (size === 4) view.setFloat32(at + 1, value)
  else view.setFloat64(at + 1, value)
}

function writeBytes(output: Output, major: 2 | 3, bytes: Uint8Array): void {
  writeHead(output, major, bytes.length)
  append(output, bytes)
}

function writeHead(output: Output, major: number, argument: number | bigint): void {
  const high = major << 5
  if (argument < 24) {
    writeByte(output, high | Number(argument))
    return
  }
  if (argument >= 0x1_0000_0000) {
    writeLongHead(output, high, BigInt(argument))
    return
  }
  const size = argument < 0x100 ? 1 : argument < 0x10000 ? 2 : 4
  let at = reserve(output, 1 + size)
  output.bytes[at++] = high | (size === 1 ? 24 : size === 2 ? 25 : 26)
  for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) output.bytes[at++] = Number(argument) >>> shift
}

function writeLongHead(output: Output, high: number, argument: bigint): void {
  if (argument >> 64n !== 0n) throw new TypeError('encodeCbor takes whole numbers of 64 bits')
  const at = reserve(output, 9)
  output.bytes[at] = high | 27
  new DataView(output.bytes.buffer).setBigUint64(at + 1, argument)
}

function writeByte(output: Output, byte: number): void {
  const at = reserve(output, 1)
  output.bytes[at] = byte
}

function append(output: Output, bytes: Uint8Array): void {
  const at = reserve(output, bytes.length)
  output.bytes.set(bytes, at)
}

/** Makes room. @returns where it begins */
function reserve(output: Output, count: number): number {
  const at = output.length
  output.length += count
  if (output.length > output.bytes.length) {
    const larger = new Uint8Array(Math.max(output.length, 2 * output.bytes.length))
    larger.set(output.bytes)
    output.bytes = larger
  }
  return at
}
