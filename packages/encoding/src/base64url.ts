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
const utf8Encoder = new TextEncoder()
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
  decodeInto(text, bytes)
  return bytes
}

/**
 * Decodes base64url whose content is UTF-8 text, as JOSE headers, payloads and disclosures are.
 *
 * @throws {Refusal} `base64url_malformed`, `text_not_utf8`
 */
export function decodeBase64urlText(text: string): string {
  const length = decodedLength(text)
  const bytes = length <= scratchSize ? scratch : new Uint8Array(length)
  decodeInto(text, bytes)
  return decodeUtf8(bytes === scratch ? scratchView(length) : bytes)
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
  const rest = text.length % 4
  if (rest === 1 || !onlyLetters.test(text)) return false
  const unusedBits = rest === 0 ? 0 : rest === 2 ? 15 : 3
  return (sextet(text, text.length - 1) & unusedBits) === 0
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

function decodeInto(text: string, bytes: Uint8Array): void {
  const whole = text.length - (text.length % 4)
  let out = 0
  // Every character is judged at once at the end of each group: an invalid one sets the high bits.
  for (let i = 0; i < whole; i += 4) {
    const a = sextet(text, i)
    const b = sextet(text, i + 1)
    const c = sextet(text, i + 2)
    const d = sextet(text, i + 3)
    if ((a | b | c | d) > 63) throw new Refusal('base64url_malformed')
    bytes[out++] = (a << 2) | (b >> 4)
    bytes[out++] = (b << 4) | (c >> 2)
    bytes[out++] = (c << 6) | d
  }
  if (whole === text.length) return
  const a = sextet(text, whole)
  const b = sextet(text, whole + 1)
  const c = text.length - whole === 3 ? sextet(text, whole + 2) : 0
  const unusedBits = text.length - whole === 3 ? c & 3 : b & 15
  if ((a | b | c) > 63 || unusedBits !== 0) throw new Refusal('base64url_malformed')
  bytes[out++] = (a << 2) | (b >> 4)
  if (text.length - whole === 3) bytes[out] = (b << 4) | (c >> 2)
}

function sextet(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 256 ? (sextets[code] as number) : invalid
}
