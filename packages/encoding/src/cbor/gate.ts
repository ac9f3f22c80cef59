import { decodeUtf8 } from '../base64url.ts'
import type { EncodingCodes } from '../codes.ts'
import { Refusal } from '../refusal.ts'
import { halfOf, numberOfHalf } from './float.ts'
import { embeddedTag } from './values.ts'

/** Bounds on what is read. */
export interface CborLimits {
  /** Levels of arrays, maps and tags; 32 unless given. */
  readonly depth: number
  /** Data items, those within others included; 65,536 unless given. */
  readonly items: number
  /** Bytes; 16 MiB unless given. */
  readonly bytes: number
}

export interface GateOptions {
  /** Tags that are accepted. */
  readonly tags: readonly number[]
  readonly limits: CborLimits
  /** Whether heads may be longer than needed. */
  readonly longHeads: boolean
}

/** An item that has passed: where it stands, and what in it the decoder behind must not see. */
export interface PassedItem {
  readonly start: number
  readonly end: number
  /** In their order; those within a special item are its own. */
  readonly specials: readonly Special[]
}

/** What JavaScript has no plain value for: floats, whole numbers beyond 2^53, tags. */
export type Special = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'integer'; readonly value: bigint | number }
  | { readonly kind: 'tag'; readonly tag: number; readonly content: PassedItem }
)

export interface Passed {
  readonly item: PassedItem
  /** Whether a head was longer than needed. */
  readonly hadLongHeads: boolean
}

/**
 * Lets exactly one item pass: well-formed (RFC 8949 §5.3.1), in preferred serialization (§4.1) with definite lengths, valid
 * (§5.3.1: no key twice, text in UTF-8), and within bounds. Nothing is allocated by a length that the input merely claims.
 *
 * @throws {Refusal}
 */
export function passGate(bytes: Uint8Array, options: GateOptions): Passed {
  if (bytes.length > options.limits.bytes) throw refusal('cbor_too_large')
  const gate: Gate = {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    options,
    at: 0,
    items: 0,
    specials: [],
    hadLongHeads: false,
  }
  passItem(gate, 0)
  if (gate.at !== bytes.length) throw refusal('cbor_malformed')
  return { item: { start: 0, end: gate.at, specials: gate.specials }, hadLongHeads: gate.hadLongHeads }
}

interface Gate {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly options: GateOptions
  at: number
  items: number
  specials: Special[]
  hadLongHeads: boolean
}

/** Keys are names and labels. */
const maxKeyBytes = 1_024
const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)

function passItem(gate: Gate, depth: number): void {
  const start = gate.at
  const initial = enter(gate, depth)
  const major = initial >> 5
  if (major === 7) {
    passSimpleOrFloat(gate, start, initial & 31)
    return
  }
  const argument = passArgument(gate, initial & 31)
  if (major < 2) passInteger(gate, start, wholeNumber(major, argument))
  else if (major === 6) passTag(gate, start, Number(argument), depth)
  else {
    const length = lengthOf(gate, argument)
    if (major === 2) takeBytes(gate, length)
    else if (major === 3) decodeUtf8(takeBytes(gate, length))
    else if (major === 4) passArray(gate, length, depth)
    else passMap(gate, length, depth)
  }
}

/** Counts an item in. @returns its first byte */
function enter(gate: Gate, depth: number): number {
  const { limits } = gate.options
  if (depth > limits.depth) throw refusal('cbor_too_deep')
  if (++gate.items > limits.items) throw refusal('cbor_too_large')
  return take(gate, 1)
}

/**
 * Lets the key of a map pass. Only what somebody uses as a key is one: a number that is short, text, or bytes.
 *
 * @returns what makes it the same key as another
 */
function passKey(gate: Gate, depth: number): string {
  const initial = enter(gate, depth)
  const major = initial >> 5
  if (major > 3) throw refusal('cbor_key_unsupported')
  const argument = passArgument(gate, initial & 31)
  if (major < 2) {
    if (typeof argument === 'bigint' || (initial & 31) === 27) throw refusal('cbor_key_unsupported')
    return `i${wholeNumber(major, argument)}`
  }
  const length = lengthOf(gate, argument)
  if (length > maxKeyBytes) throw refusal('cbor_key_unsupported')
  const bytes = takeBytes(gate, length)
  return major === 2 ? `b${String.fromCharCode(...bytes)}` : `t${decodeUtf8(bytes)}`
}

function wholeNumber(major: number, argument: number | bigint): number | bigint {
  if (major === 0) return argument
  return typeof argument === 'bigint' ? -1n - argument : -1 - argument
}

function passInteger(gate: Gate, start: number, value: number | bigint): void {
  // The decoder behind makes a bigint of everything in eight bytes.
  if (gate.at - start > 5) {
    const isSafe = value >= -maxSafe && value <= maxSafe
    gate.specials.push({ kind: 'integer', start, end: gate.at, value: isSafe ? Number(value) : BigInt(value) })
  }
}

function passArray(gate: Gate, length: number, depth: number): void {
  for (let i = 0; i < length; i++) passItem(gate, depth + 1)
}

function passMap(gate: Gate, pairs: number, depth: number): void {
  const keys = new Set<string>()
  for (let i = 0; i < pairs; i++) {
    const key = passKey(gate, depth + 1)
    if (keys.has(key)) throw refusal('cbor_key_repeated')
    keys.add(key)
    passItem(gate, depth + 1)
  }
}

function passTag(gate: Gate, start: number, tag: number, depth: number): void {
  if (!gate.options.tags.includes(tag)) throw refusal('cbor_tag_not_allowed')
  const outer = gate.specials
  gate.specials = []
  const contentStart = gate.at
  passItem(gate, depth + 1)
  const content: PassedItem = { start: contentStart, end: gate.at, specials: gate.specials }
  gate.specials = outer
  gate.specials.push({ kind: 'tag', start, end: gate.at, tag, content })
  if (tag === embeddedTag) passEmbedded(gate, content, depth)
}

/** Tag 24 holds a byte string that is one item itself (RFC 8949 §3.4.5.1); what it holds passes the same gate. */
function passEmbedded(gate: Gate, content: PassedItem, depth: number): void {
  if ((gate.bytes[content.start] as number) >> 5 !== 2) throw refusal('cbor_malformed')
  const { at, specials } = gate
  gate.at = content.start
  lengthOf(gate, passArgument(gate, take(gate, 1) & 31))
  gate.specials = []
  passItem(gate, depth + 1)
  if (gate.at !== at) throw refusal('cbor_malformed')
  gate.specials = specials
}

function passSimpleOrFloat(gate: Gate, start: number, information: number): void {
  switch (information) {
    case 20:
    case 21:
    case 22:
      return
    case 25: {
      const half = takeNumber(gate, 2, (at) => gate.view.getUint16(at))
      const value = numberOfHalf(half)
      passFloat(gate, start, value, !Number.isNaN(value) || half === 0x7e00)
      return
    }
    case 26: {
      const value = takeNumber(gate, 4, (at) => gate.view.getFloat32(at))
      passFloat(gate, start, value, halfOf(value) === undefined)
      return
    }
    case 27: {
      const value = takeNumber(gate, 8, (at) => gate.view.getFloat64(at))
      passFloat(gate, start, value, !Number.isNaN(value) && Math.fround(value) !== value)
      return
    }
    case 31:
      throw refusal('cbor_indefinite')
    case 28:
    case 29:
    case 30:
      throw refusal('cbor_malformed')
    default:
      // Undefined among them: nothing here has a use for it.
      throw refusal('cbor_simple_unsupported')
  }
}

function passFloat(gate: Gate, start: number, value: number, isShortest: boolean): void {
  if (!isShortest) noteLongHead(gate)
  gate.specials.push({ kind: 'float', start, end: gate.at, value })
}

/** The argument of a head (RFC 8949 §3), in its shortest form unless the caller tolerates others. */
function passArgument(gate: Gate, information: number): number | bigint {
  if (information < 24) return information
  switch (information) {
    case 24:
      return shortest(
        gate,
        takeNumber(gate, 1, (at) => gate.view.getUint8(at)),
        24,
      )
    case 25:
      return shortest(
        gate,
        takeNumber(gate, 2, (at) => gate.view.getUint16(at)),
        0x100,
      )
    case 26:
      return shortest(
        gate,
        takeNumber(gate, 4, (at) => gate.view.getUint32(at)),
        0x10000,
      )
    case 27: {
      const high = takeNumber(gate, 4, (at) => gate.view.getUint32(at))
      const low = takeNumber(gate, 4, (at) => gate.view.getUint32(at))
      if (high === 0) return shortest(gate, low, Number.POSITIVE_INFINITY)
      return (BigInt(high) << 32n) | BigInt(low)
    }
    case 31:
      throw refusal('cbor_indefinite')
    default:
      throw refusal('cbor_malformed')
  }
}

function shortest(gate: Gate, value: number, least: number): number {
  if (value < least) noteLongHead(gate)
  return value
}

function noteLongHead(gate: Gate): void {
  if (!gate.options.longHeads) throw refusal('cbor_not_minimal')
  gate.hadLongHeads = true
}

/** A length that the rest of the input can hold: each byte, element and member takes at least one. */
function lengthOf(gate: Gate, argument: number | bigint): number {
  const length = Number(argument)
  if (length > gate.bytes.length - gate.at) throw refusal('cbor_malformed')
  return length
}

function take(gate: Gate, count: number): number {
  if (gate.at + count > gate.bytes.length) throw refusal('cbor_malformed')
  const first = gate.bytes[gate.at] as number
  gate.at += count
  return first
}

function takeNumber(gate: Gate, count: number, read: (at: number) => number): number {
  take(gate, count)
  return read(gate.at - count)
}

function takeBytes(gate: Gate, length: number): Uint8Array {
  const start = gate.at
  gate.at += length
  return gate.bytes.subarray(start, gate.at)
}

function refusal(code: keyof EncodingCodes): Refusal<keyof EncodingCodes> {
  return new Refusal(code)
}
