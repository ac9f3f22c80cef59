import { Refusal } from './refusal.ts'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject
export interface JsonObject {
  readonly [name: string]: JsonValue
}

export interface JsonLimits {
  /** Deepest nesting of objects and arrays; 128 unless given. */
  maxDepth?: number
}

const defaultMaxDepth = 128

/**
 * Reads JSON strictly: repeated names, numbers that JavaScript cannot hold, lone surrogates and deep nesting are refused,
 * where `JSON.parse` silently keeps the last value, rounds, or overflows later.
 *
 * Names such as `__proto__` come back as own properties: read the result by own-property access only.
 *
 * @throws {Refusal} `json_malformed`, `json_name_repeated`, `json_too_deep`, `json_number_unsafe`, `json_surrogate_lone`
 */
export function parseJson(text: string, limits?: JsonLimits): JsonValue {
  // The scan is first and knows only strings and brackets: it bounds the depth before the recursive parser runs,
  // and counts the names as written. Where the parsed value holds fewer, a name was repeated.
  const scan = scanJson(text, limits?.maxDepth ?? defaultMaxDepth)
  if (!text.isWellFormed()) throw new Refusal('json_surrogate_lone')
  let value: JsonValue
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('json_malformed')
  }
  if (countNames(value) !== scan.names) throw new Refusal('json_name_repeated')
  if (scan.surrogateEscapes && !isWellFormed(value)) throw new Refusal('json_surrogate_lone')
  return value
}

/**
 * Reads JSON strictly and demands an object, as JOSE headers and claims sets are.
 *
 * @throws {Refusal} as {@link parseJson}; `json_malformed` when it is not an object
 */
export function parseJsonObject(text: string, limits?: JsonLimits): JsonObject {
  const value = parseJson(text, limits)
  if (!isJsonObject(value)) throw new Refusal('json_malformed')
  return value
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member of an object, or undefined: `toString` and `__proto__` are data like any other name. */
export function ownMember(object: object, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? (object as Record<string, JsonValue>)[name] : undefined
}

/** Sets a member whatever its name: plain assignment would lose `__proto__`. */
export function setMember(object: object, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  } else {
    ;(object as Record<string, unknown>)[name] = value
  }
}

// A regular expression, since V8 at times sends `includes` and `indexOf` of a missing character down a path fifty times slower.
const anyEscape = /\\/

interface Scan {
  names: number
  surrogateEscapes: boolean
}

function scanJson(text: string, maxDepth: number): Scan {
  const scan: Scan = { names: 0, surrogateEscapes: false }
  const hasEscapes = anyEscape.test(text)
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22 /* " */) {
      const end = hasEscapes ? endOfString(text, i + 1, scan) : text.indexOf('"', i + 1)
      if (end === -1) throw new Refusal('json_malformed')
      i = end
    } else if (code === 0x3a /* : */) {
      scan.names++
    } else if (code === 0x7b /* { */ || code === 0x5b /* [ */) {
      if (++depth > maxDepth) throw new Refusal('json_too_deep')
    } else if (code === 0x7d /* } */ || code === 0x5d /* ] */) {
      depth--
    } else if (code >= 0x30 /* 0 */ && code <= 0x39 /* 9 */) {
      i = endOfNumber(text, i)
    }
  }
  return scan
}

/** The closing quote of the string whose content begins at `start`, or -1. Notes any escape that could be half of a surrogate pair. */
function endOfString(text: string, start: number, scan: Scan): number {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22 /* " */) return i
    if (code !== 0x5c /* \ */) continue
    i++
    if (text.charCodeAt(i) === 0x75 && (text.charCodeAt(i + 1) | 0x20) === 0x64) scan.surrogateEscapes = true
  }
  return -1
}

/** The last character of the number that begins at `start`; its sign does not matter here. */
function endOfNumber(text: string, start: number): number {
  let end = start + 1
  let isInteger = true
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code >= 0x30 /* 0 */ && code <= 0x39 /* 9 */) continue
    if (code !== 0x2e && code !== 0x65 && code !== 0x45 && code !== 0x2b && code !== 0x2d) break
    isInteger = false
  }
  // Sixteen digits are the first that may not be exact. With a fraction or an exponent the nearest double is meant.
  if (
    isInteger
      ? end - start > 15 && !Number.isSafeInteger(Number(text.slice(start, end)))
      : isInfinite(text.slice(start, end))
  ) {
    throw new Refusal('json_number_unsafe')
  }
  return end - 1
}

// What is no number at all is left to the parser.
function isInfinite(text: string): boolean {
  return Math.abs(Number(text)) === Number.POSITIVE_INFINITY
}

function countNames(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item = value[i]
      if (typeof item === 'object') count += countNames(item)
    }
    return count
  }
  const object = value as Record<string, JsonValue>
  for (const name in object) {
    // A page may have put something enumerable on Object.prototype.
    if (!Object.hasOwn(object, name)) continue
    count++
    const member = object[name] as JsonValue
    if (typeof member === 'object') count += countNames(member)
  }
  return count
}

function isWellFormed(value: JsonValue): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isWellFormed)
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isWellFormed(member))
}
