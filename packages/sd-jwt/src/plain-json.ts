import { type JsonObject, type JsonValue, setMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { isReservedName } from './disclosure.ts'
import { defaultLimits } from './limits.ts'

/**
 * Copies claims as an issuer hands them in, so that what was checked is what is signed.
 *
 * @throws {Refusal} `claim_name_reserved`; `claims_too_deep`, also for what contains itself
 * @throws {TypeError} where a value is not plain JSON
 */
export function copyClaims(claims: JsonObject): JsonObject {
  if (!isPlainObject(claims)) throw new TypeError('A draft needs claims, a plain object: { claims: { … } }')
  return copyObject(claims, [])
}

type Path = (string | number)[]

function copyValue(value: unknown, path: Path): JsonValue {
  if (Array.isArray(value)) return copyArray(value, path)
  return isPlainObject(value) ? copyObject(value, path) : requirePlain(value, path)
}

function copyObject(object: JsonObject, path: Path): JsonObject {
  requireDepth(path)
  const copy: JsonObject = {}
  for (const name of Object.keys(object)) {
    path.push(name)
    if (isReservedName(name)) throw new Refusal<SdJwtCode>('claim_name_reserved', { path })
    if (!name.isWellFormed()) throw notPlainJson(path)
    setMember(copy, name, copyValue(object[name], path))
    path.pop()
  }
  return copy
}

function copyArray(array: readonly unknown[], path: Path): readonly JsonValue[] {
  requireDepth(path)
  const copy: JsonValue[] = []
  for (const [index, element] of array.entries()) {
    path.push(index)
    copy.push(copyValue(element, path))
    path.pop()
  }
  return copy
}

/** A value that stands for itself in JSON; anything else would be lost or changed on the way. */
function requirePlain(value: unknown, path: Path): JsonValue {
  if (typeof value === 'string' && value.isWellFormed()) return value
  if (typeof value === 'boolean' || value === null) return value
  // An integer that JSON readers would round is refused by our own reader too (RFC 7493 §2.2): let it be a string.
  if (typeof value === 'number' && Number.isFinite(value) && isRepresentable(value)) return value
  throw notPlainJson(path)
}

// From 1e21 on JavaScript writes an exponent, and readers take it for the nearest double.
function isRepresentable(value: number): boolean {
  return Number.isSafeInteger(value) || !Number.isInteger(value) || Math.abs(value) >= 1e21
}

function notPlainJson(path: Path): TypeError {
  return new TypeError(`Claims must be plain JSON (RFC 7493); at ${JSON.stringify(path)} stands something else`)
}

function requireDepth(path: Path): void {
  if (path.length > defaultLimits.depth) throw new Refusal<SdJwtCode>('claims_too_deep', { path })
}

function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
