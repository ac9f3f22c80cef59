import { type DecodeOptions, decodeCbor } from './decode.ts'
import { CborFloat, CborTag, type CborValue, embeddedTag, isCborMap } from './values.ts'

export interface NotationOptions extends DecodeOptions {
  /** Byte strings that hold an item, besides those of tag 24: the payload of a signature, say. */
  readonly isEmbedded?: (bytes: Uint8Array) => boolean
  /** What a person should know of an item; it stands before it, between slashes. */
  readonly comment?: (value: CborValue) => string | undefined
  /** Of longer byte strings only the beginning is written; all of it unless given. */
  readonly longestBytes?: number
}

/** Items within items within items are opened so far; beyond, they are the bytes that they are. */
const deepestEmbedded = 8

/**
 * An item in diagnostic notation (RFC 8949 §8, RFC 8610 appendix G), indented for a person to read.
 *
 * @throws {Refusal} the codes of {@link decodeCbor}
 */
export function diagnose(bytes: Uint8Array, options: NotationOptions = {}): string {
  return notateCbor(decodeCbor(bytes, options).value, options)
}

/** The same, of what was decoded. @throws {Refusal} for an embedded item that is none */
export function notateCbor(value: CborValue, options: NotationOptions = {}): string {
  return notate(value, { options, indent: '', embedded: 0 })
}

interface Place {
  readonly options: NotationOptions
  readonly indent: string
  /** Within how many items that are bytes it stands. */
  readonly embedded: number
}

function notate(value: CborValue, place: Place): string {
  const comment = place.options.comment?.(value)
  const item = notateItem(value, place)
  return comment === undefined ? item : `/ ${comment.replaceAll('/', '∕')} / ${item}`
}

function notateItem(value: CborValue, place: Place): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Uint8Array) return notateBytes(value, place)
  if (value instanceof CborFloat) return notateFloat(value.value)
  if (value instanceof CborTag) return `${value.tag}(${notateTagged(value, place)})`
  const deeper = { ...place, indent: `${place.indent}  ` }
  if (isCborMap(value)) {
    const members = [...value].map(([key, member]) => `${notateItem(key, deeper)}: ${notate(member, deeper)}`)
    return enclose('{', members, '}', place)
  }
  if (Array.isArray(value)) {
    const elements = (value as readonly CborValue[]).map((one) => notate(one, deeper))
    return enclose('[', elements, ']', place)
  }
  return String(value)
}

function notateTagged({ tag, value }: CborTag, place: Place): string {
  return tag === embeddedTag ? notateEmbedded(value as Uint8Array, place) : notate(value, place)
}

function notateBytes(bytes: Uint8Array, place: Place): string {
  const { isEmbedded, longestBytes = bytes.length } = place.options
  if (bytes.length > 0 && isEmbedded?.(bytes) === true) return notateEmbedded(bytes, place)
  return bytes.length <= longestBytes
    ? `h'${hexOf(bytes)}'`
    : `h'${hexOf(bytes.subarray(0, longestBytes))}…' / ${bytes.length} bytes /`
}

function notateEmbedded(bytes: Uint8Array, place: Place): string {
  if (place.embedded === deepestEmbedded) return `h'${hexOf(bytes)}'`
  const { value } = decodeCbor(bytes, place.options)
  return `<<${notate(value, { ...place, embedded: place.embedded + 1 })}>>`
}

function notateFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Object.is(value, -0)) return '-0.0'
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(1) : String(value)
}

function enclose(open: string, parts: readonly string[], close: string, { indent }: Place): string {
  if (parts.length === 0) return open + close
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
