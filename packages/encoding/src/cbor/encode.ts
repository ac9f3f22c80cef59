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
  const output: Output = { bytes: new Uint8Array(256), length: 0 }
  write(output, value, 0)
  return output.bytes.slice(0, output.length)
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
  if (!text.isWellFormed()) throw new TypeError('encodeCbor takes well-formed text: no half of a surrogate pair')
  writeBytes(output, 3, encodeUtf8(text))
}

function writeMap(output: Output, entries: readonly (readonly [CborInput, CborInput])[], depth: number): void {
  const encoded = entries.map(([key, value]) => {
    const one: Output = { bytes: new Uint8Array(32), length: 0 }
    write(one, key, depth + 1)
    return { key: one.bytes.subarray(0, one.length), value }
  })
  encoded.sort((one, other) => compareBytes(one.key, other.key))
  writeHead(output, 5, encoded.length)
  encoded.forEach(({ key, value }, i) => {
    const before = encoded[i - 1]
    if (before !== undefined && compareBytes(before.key, key) === 0)
      throw new TypeError('encodeCbor: a key stands twice')
    append(output, key)
    write(output, value, depth + 1)
  })
}

/** RFC 8949 §4.2.1: bytewise lexicographic. */
function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length)
  for (let i = 0; i < length; i++) {
    const difference = (one[i] as number) - (other[i] as number)
    if (difference !== 0) return difference
  }
  return one.length - other.length
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
  const size = argument < 0x100 ? 1 : argument < 0x10000 ? 2 : argument < 0x1_0000_0000 ? 4 : 8
  if (size === 8 && BigInt(argument) >> 64n !== 0n) throw new TypeError('encodeCbor takes whole numbers of 64 bits')
  const at = reserve(output, 1 + size)
  const view = new DataView(output.bytes.buffer)
  view.setUint8(at, high | (24 + Math.log2(size)))
  if (size === 1) view.setUint8(at + 1, Number(argument))
  else if (size === 2) view.setUint16(at + 1, Number(argument))
  else if (size === 4) view.setUint32(at + 1, Number(argument))
  else view.setBigUint64(at + 1, BigInt(argument))
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
