import { decodeUtf8 } from '../base64url.ts'
import type { EncodingCodes } from '../codes.ts'
import { Refusal } from '../refusal.ts'
import { halfOf, numberOfHalf } from './float.ts'
import type { Special } from './specials.ts'
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
  /** Tags that are accepted within an embedded item (tag 24). */
  readonly embeddedTags: readonly number[]
  readonly limits: CborLimits
  /** Whether heads may be longer than needed. */
  readonly longHeads: boolean
}

export interface Passed {
  /** In their order; those within a special item are its own. */
  readonly specials: readonly Special[]
  /** Whether a head was longer than needed. */
  readonly hadLongHeads: boolean
}

/**
 * Lets exactly one item pass: well-formed (RFC 8949 §5.3.1), in preferred serialization (§4.1) with definite lengths, valid
 * (§5.3.1: no key twice, text in UTF-8), and within bounds. Nothing is allocated by a length that the input merely claims.
 *
 * @throws {Refusal}
 */
export function passGate(bytes: Uint8Array, { tags, embeddedTags, limits, longHeads }: GateOptions): Passed {
  if (bytes.length > limits.bytes) throw refusal('cbor_too_large')
  const gate: Gate = {
    bytes,
    embeddedTags,
    depth: limits.depth,
    longHeads,
    tags,
    at: 0,
    itemsLeft: limits.items,
    specials: none,
    keys: [],
    keyCount: 0,
    hadLongHeads: false,
  }
  passItem(gate, 0)
  if (gate.at !== bytes.length) throw refusal('cbor_malformed')
  return { specials: gate.specials, hadLongHeads: gate.hadLongHeads }
}

interface Gate {
  readonly bytes: Uint8Array
  readonly embeddedTags: readonly number[]
  readonly depth: number
  readonly longHeads: boolean
  tags: readonly number[]
  at: number
  itemsLeft: number
  specials: readonly Special[]
  /** Where the keys stand of the maps that are under way, those of the innermost last. */
  readonly keys: number[]
  keyCount: number
  hadLongHeads: boolean
}

/** Keys are names and labels. */
const maxKeyBytes = 1_024
const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)
const none: readonly Special[] = /* @__PURE__ */ Object.freeze([])

function passItem(gate: Gate, depth: number): void {
  const start = gate.at
  const initial = enter(gate, depth)
  const major = initial >> 5
  if (major === 7) {
    passSimpleOrFloat(gate, start, initial & 31)
    return
  }
  const argument = passArgument(gate, initial & 31)
  switch (major) {
    case 0:
    case 1:
      // The decoder behind makes a bigint of everything in eight bytes.
      if (gate.at - start > 5) passLongInteger(gate, start, wholeNumber(major, argument))
      return
    case 2:
      gate.at += lengthOf(gate, argument)
      return
    case 3:
      passText(gate, lengthOf(gate, argument))
      return
    case 4:
      passArray(gate, lengthOf(gate, argument), depth)
      return
    case 5:
      passMap(gate, lengthOf(gate, argument), depth)
      return
    default:
      passTag(gate, start, Number(argument), depth)
  }
}

/** Counts an item in. @returns its first byte */
function enter(gate: Gate, depth: number): number {
  if (depth > gate.depth) throw refusal('cbor_too_deep')
  if (gate.itemsLeft-- <= 0) throw refusal('cbor_too_large')
  const { bytes, at } = gate
  if (at >= bytes.length) throw refusal('cbor_malformed')
  gate.at = at + 1
  return bytes[at] as number
}

/** Text in UTF-8; that in ASCII is seen to be, so that no text is made of it. */
function passText(gate: Gate, length: number): void {
  const { bytes, at } = gate
  const end = at + length
  gate.at = end
  for (let i = at; i < end; i++) {
    if ((bytes[i] as number) > 0x7f) {
      decodeUtf8(bytes.subarray(at, end))
      return
    }
  }
}

function wholeNumber(major: number, argument: number | bigint): number | bigint {
  if (major === 0) return argument
  return typeof argument === 'bigint' ? -1n - argument : -1 - argument
}

function passLongInteger(gate: Gate, start: number, value: number | bigint): void {
  const isSafe = value >= -maxSafe && value <= maxSafe
  addSpecial(gate, { kind: 'integer', start, end: gate.at, value: isSafe ? Number(value) : BigInt(value) })
}

function addSpecial(gate: Gate, special: Special): void {
  if (gate.specials === none) gate.specials = [special]
  else (gate.specials as Special[]).push(special)
}

function passArray(gate: Gate, length: number, depth: number): void {
  for (let i = 0; i < length; i++) passItem(gate, depth + 1)
}

function passMap(gate: Gate, pairs: number, depth: number): void {
  const { keys } = gate
  const first = gate.keyCount
  let isAscending = true
  let before = gate.at
  let beforeEnd = gate.at
  for (let i = 0; i < pairs; i++) {
    const start = gate.at
    passKey(gate, depth + 1)
    if (i > 0 && isAscending) isAscending = isBefore(gate.bytes, before, beforeEnd, start, gate.at)
    keys[gate.keyCount++] = start
    before = start
    beforeEnd = gate.at
    passItem(gate, depth + 1)
  }
  // Keys in strict order of their bytes are all different, where each has one spelling.
  if (!isAscending || gate.hadLongHeads) requireDistinct(gate.bytes, keys.slice(first, gate.keyCount))
  gate.keyCount = first
}

/** Whether one encoded key comes before the other in the order of RFC 8949 §4.2.1. */
function isBefore(bytes: Uint8Array, one: number, oneEnd: number, other: number, otherEnd: number): boolean {
  const length = Math.min(oneEnd - one, otherEnd - other)
  for (let i = 0; i < length; i++) {
    const difference = (bytes[one + i] as number) - (bytes[other + i] as number)
    if (difference !== 0) return difference < 0
  }
  return oneEnd - one < otherEnd - other
}

/** Lets the key of a map pass. Only what somebody uses as a key is one: a number that is short, text, or bytes. */
function passKey(gate: Gate, depth: number): void {
  const initial = enter(gate, depth)
  const major = initial >> 5
  if (major > 3) throw refusal('cbor_key_unsupported')
  const argument = passArgument(gate, initial & 31)
  if (major < 2) {
    if ((initial & 31) === 27) throw refusal('cbor_key_unsupported')
    return
  }
  const length = lengthOf(gate, argument)
  if (length > maxKeyBytes) throw refusal('cbor_key_unsupported')
  if (major === 3) passText(gate, length)
  else gate.at += length
}

/** So few keys are compared one by one. */
const fewKeys = 8

/** @param keys - where they stand, which have passed */
function requireDistinct(bytes: Uint8Array, keys: readonly number[]): void {
  if (keys.length > fewKeys) {
    if (new Set(keys.map((at) => keyOf(bytes, at))).size !== keys.length) throw refusal('cbor_key_repeated')
    return
  }
  for (const [i, one] of keys.entries()) {
    for (let j = 0; j < i; j++) if (isSameKey(bytes, one, keys[j] as number)) throw refusal('cbor_key_repeated')
  }
}

function isSameKey(bytes: Uint8Array, one: number, other: number): boolean {
  const major = (bytes[one] as number) >> 5
  if (major !== (bytes[other] as number) >> 5) return false
  const argument = argumentAt(bytes, one)
  if (argument !== argumentAt(bytes, other)) return false
  if (major < 2) return true
  const [start, otherStart] = [bodyOf(bytes, one), bodyOf(bytes, other)]
  for (let i = 0; i < argument; i++) if (bytes[start + i] !== bytes[otherStart + i]) return false
  return true
}

/** What makes it the same key as another. */
function keyOf(bytes: Uint8Array, at: number): string | number {
  const major = (bytes[at] as number) >> 5
  const argument = argumentAt(bytes, at)
  if (major < 2) return major === 0 ? argument : -1 - argument
  let text = major === 2 ? 'b' : 't'
  const start = bodyOf(bytes, at)
  for (let i = start; i < start + argument; i++) text += String.fromCharCode(bytes[i] as number)
  return text
}

/** The argument of a head that has passed. */
function argumentAt(bytes: Uint8Array, at: number): number {
  const information = (bytes[at] as number) & 31
  if (information < 24) return information
  let value = 0
  for (let i = at + 1; i < bodyOf(bytes, at); i++) value = value * 256 + (bytes[i] as number)
  return value
}

function passTag(gate: Gate, start: number, tag: number, depth: number): void {
  if (!gate.tags.includes(tag)) throw refusal('cbor_tag_not_allowed')
  const outer = gate.specials
  gate.specials = none
  const contentStart = gate.at
  passItem(gate, depth + 1)
  const contentSpecials = gate.specials
  const embeddedSpecials = tag === embeddedTag ? passEmbedded(gate, contentStart, depth) : undefined
  gate.specials = outer
  addSpecial(gate, { kind: 'tag', start, end: gate.at, tag, contentStart, contentSpecials, embeddedSpecials })
}

/** Tag 24 holds a byte string that is one item itself (RFC 8949 §3.4.5.1); what it holds passes the same gate. */
function passEmbedded(gate: Gate, start: number, depth: number): readonly Special[] {
  const { bytes, at, tags } = gate
  if ((bytes[start] as number) >> 5 !== 2) throw refusal('cbor_malformed')
  gate.at = bodyOf(bytes, start)
  gate.specials = none
  gate.tags = gate.embeddedTags
  passItem(gate, depth + 1)
  gate.tags = tags
  if (gate.at !== at) throw refusal('cbor_malformed')
  return gate.specials
}

/** Where the content begins of a string that has passed: behind its head. */
export function bodyOf(bytes: Uint8Array, start: number): number {
  const information = (bytes[start] as number) & 31
  return start + (information < 24 ? 1 : 1 + 2 ** (information - 24))
}

function passSimpleOrFloat(gate: Gate, start: number, information: number): void {
  switch (information) {
    case 20:
    case 21:
    case 22:
      return
    case 25: {
      const half = takeNumber(gate, 2)
      const value = numberOfHalf(half)
      passFloat(gate, start, value, !Number.isNaN(value) || half === 0x7e00)
      return
    }
    case 26: {
      const value = takeView(gate, 4).getFloat32(0)
      passFloat(gate, start, value, halfOf(value) === undefined)
      return
    }
    case 27: {
      const value = takeView(gate, 8).getFloat64(0)
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
  addSpecial(gate, { kind: 'float', start, end: gate.at, value })
}

/** The argument of a head (RFC 8949 §3), in its shortest form unless the caller tolerates others. */
function passArgument(gate: Gate, information: number): number | bigint {
  if (information < 24) return information
  switch (information) {
    case 24:
      return shortest(gate, takeNumber(gate, 1), 24)
    case 25:
      return shortest(gate, takeNumber(gate, 2), 0x100)
    case 26:
      return shortest(gate, takeNumber(gate, 4), 0x10000)
    case 27: {
      const high = takeNumber(gate, 4)
      const low = takeNumber(gate, 4)
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
  if (!gate.longHeads) throw refusal('cbor_not_minimal')
  gate.hadLongHeads = true
}

/** A length that the rest of the input can hold: each byte, element and member takes at least one. */
function lengthOf(gate: Gate, argument: number | bigint): number {
  const length = Number(argument)
  if (length > gate.bytes.length - gate.at) throw refusal('cbor_malformed')
  return length
}

/** Takes a whole number of so many bytes, four at most. */
function takeNumber(gate: Gate, count: number): number {
  const { bytes, at } = gate
  if (at + count > bytes.length) throw refusal('cbor_malformed')
  gate.at = at + count
  let value = 0
  for (let i = 0; i < count; i++) value = value * 256 + (bytes[at + i] as number)
  return value
}

function takeView(gate: Gate, count: number): DataView {
  const { bytes, at } = gate
  if (at + count > bytes.length) throw refusal('cbor_malformed')
  gate.at = at + count
  return new DataView(bytes.buffer, bytes.byteOffset + at, count)
}

function refusal(code: keyof EncodingCodes): Refusal<keyof EncodingCodes> {
  return new Refusal(code)
}
