import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { type Place, refusal } from './refusal.ts'

// RFC 3986 §3: a scheme, and then nothing that has to be escaped.
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`\p{Cc}]+$/u

/** Whether a value is one URL (VCDM 2.0 §4.4): absolute, of any scheme, never resolved against anything. */
export function isUrl(value: unknown): value is string {
  if (typeof value !== 'string' || !absolute.test(value)) return false
  // Of the schemes with an authority, URL Standard §4.4 asks more than their characters.
  return !/^(?:https?|wss?|ftp):/i.test(value) || URL.canParse(value)
}

/** @throws {Refusal} `identifier_malformed` where an object has an `id` that is no URL */
export function requireIdentifier(object: JsonObject, place: Place): void {
  const id = ownMember(object, 'id')
  if (id !== undefined && !isUrl(id)) throw refusal('identifier_malformed', [...place, 'id'])
}

/** The URL of a member that is one, or an object whose `id` is one. */
export function identifierOf(value: JsonValue | undefined): string | undefined {
  const id = isJsonObject(value) ? ownMember(value, 'id') : value
  return isUrl(id) ? id : undefined
}

/** The values of a member that may be one or several (VCDM 2.0 §6): none where it is not there. */
export function valuesOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as JsonValue]
}
