import { Refusal } from './refusal.ts'

/** Bytes that the receiver owns: a copy, never a view of someone else's buffer. */
export type Bytes = ReturnType<Uint8Array['slice']>

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const letters: Uint8Array = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0))
const onlyLetters = /^[\w-]*$/
const invalid = 0xff
const sextets: Uint8Array = (() => {
  const table = new Uint8Array(256).fill(invalid)
  for (let i = 0; i < alphabet.length; i++) table[alphabet.charCodeAt(i)] = i
  return table
})()
const utf8Encoder = /* @__PURE__ */ new TextEncoder()
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// Only ever read between a write and the return of the same call, so one buffer serves all; large input gets its own.
const scratchSize = 4_096
const scratch = new Uint8Array(scratchSize)
const scratchViews: Uint8Array[] = []
const utf8Scratch = /* @__PURE__ */ new Uint8Array(scratchSize)

/**
 * Encodes bytes as base64url without padding (RFC 4648 §5).
 */
export function encodeBase64url(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 4) / 3)
  const text = length <= scratchSize ? scratch : new Uint8Array(length)
  let out = 0
  let i = 0
  for (; i + 2 < bytes.length; i += 3) {
    const triple = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number)
    text[out++] = letters[triple >> 18] as number
    text[out++] = letters[(triple >> 12) & 63] as number
    text[out++] = letters[(triple >> 6) & 63] as number
    text[out++] = letters[triple & 63] as number
  }
  if (i < bytes.length) {
    const hasTwo = i + 1 < bytes.length
    const rest = ((bytes[i] as number) << 8) | (hasTwo ? (bytes[i + 1] as number) : 0)
    text[out++] = letters[rest >> 10] as number
    text[out++] = letters[(rest >> 4) & 63] as number
    if (hasTwo) text[out] = letters[(rest << 2) & 63] as number
  }
  return utf8.decode(text.subarray(0, length))
}

/**
 * Encodes text as the base64url of its UTF-8 bytes, as JOSE does with headers, payloads and disclosures.
 */
export function encodeBase64urlText(text: string): string {
  // A character takes three bytes at the most.
  if (text.length * 3 > scratchSize) return encodeBase64url(utf8Encoder.encode(text))
  const { written } = utf8Encoder.encodeInto(text, utf8Scratch)
  return encodeBase64url(utf8Scratch.subarray(0, written))
}

/**
 * Decodes canonical base64url: no padding, no white space, unused trailing bits zero, so that one value has one spelling.
 *
 * @throws {Refusal} `base64url_malformed`
 */
export function decodeBase64url(text: string): Bytes {
  const bytes = new Uint8Array(decodedLength(text))
  decodeLetters(lettersOf(text), text.length, bytes)
  return bytes
}

/**
 * Decodes base64url whose content is UTF-8 text, as JOSE headers, payloads and disclosures are.
 *
 * @throws {Refusal} `base64url_malformed`, `text_not_utf8`
 */
export function decodeBase64urlText(text: string): string {
  const length = decodedLength(text)
  const bytes = lettersOf(text)
  // In place: what is written never overtakes what is read.
  decodeLetters(bytes, text.length, bytes)
  return decodeUtf8(bytes === scratch ? scratchView(length) : bytes.subarray(0, length))
}

/** The UTF-8 bytes of a text. */
export function encodeUtf8(text: string): Bytes {
  return utf8Encoder.encode(text)
}

/**
 * Decodes UTF-8 strictly; a byte order mark stays in the text, where the JSON reader refuses it.
 *
 * @throws {Refusal} `text_not_utf8`
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('text_not_utf8')
  }
}

/**
 * Whether text is canonical base64url, told without decoding.
 *
 * @param byteLength - the exact length that it must decode to; any unless given
 */
export function isCanonicalBase64url(text: string, byteLength?: number): boolean {
  if (byteLength !== undefined && text.length !== Math.ceil((byteLength * 4) / 3)) return false
  return text.length % 4 !== 1 && onlyLetters.test(text) && !hasUnusedBits(text)
}

/** The first bytes of the scratch buffer; the views are kept, since making one costs more than decoding a short text. */
function scratchView(length: number): Uint8Array {
  scratchViews[length] ??= scratch.subarray(0, length)
  return scratchViews[length] as Uint8Array
}

function decodedLength(text: string): number {
  if (text.length % 4 === 1) throw new Refusal('base64url_malformed')
  return Math.floor((text.length * 3) / 4)
}

/** The characters as bytes, written by the runtime at once: asking a part of a longer string for each costs three times as much. */
function lettersOf(text: string): Uint8Array {
  const { length } = text
  // A last group that is not whole is filled up with the letter for zero.
  const bytes = length + 3 <= scratchSize ? scratch : new Uint8Array(length + 3)
  // Beyond ASCII a character takes several bytes, none of which is a letter.
  if (utf8Encoder.encodeInto(text, bytes).written !== length || hasUnusedBits(text)) {
    throw new Refusal('base64url_malformed')
  }
  bytes[length] = bytes[length + 1] = bytes[length + 2] = letters[0] as number
  return bytes
}

/** Bytes beyond the end of `bytes` are dropped: those of the filling. */
function decodeLetters(source: Uint8Array, length: number, bytes: Uint8Array): void {
  const sextet = (at: number): number => sextets[source[at] as number] as number
  let out = 0
  // Every character is judged at once at the end of each group: an invalid one sets the high bits.
  for (let i = 0; i < length; i += 4) {
    const a = sextet(i)
    const b = sextet(i + 1)
    const c = sextet(i + 2)
    const d = sextet(i + 3)
    if ((a | b | c | d) > 63) throw new Refusal('base64url_malformed')
    bytes[out++] = (a << 2) | (b >> 4)
    bytes[out++] = (b << 4) | (c >> 2)
    bytes[out++] = (c << 6) | d
  }
}

/** Whether the last letter says more than the last byte holds, so that one value would have several spellings. */
function hasUnusedBits(text: string): boolean {
  const rest = text.length % 4
  const unused = rest === 0 ? 0 : rest === 2 ? 15 : 3
  return ((sextets[text.charCodeAt(text.length - 1)] as number) & unused) !== 0
}
