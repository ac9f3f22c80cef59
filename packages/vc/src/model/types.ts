import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { isUrl } from './identifiers.ts'
import { type Place, refusal } from './refusal.ts'

/**
 * Reads the types of an object (VCDM 2.0 §4.5): terms and absolute URLs, one at least.
 *
 * @throws {Refusal} `type_missing`, `type_malformed`
 */
export function readTypes(object: JsonObject, place: Place): readonly string[] {
  const value = ownMember(object, 'type')
  if (value === undefined) throw refusal('type_missing', place)
  const types = Array.isArray(value) ? value : [value]
  if (types.length === 0 || !types.every(isType)) throw refusal('type_malformed', [...place, 'type'])
  return types
}

// JSON-LD 1.1 §3.1: a term is no keyword and has no colon, which makes it a compact IRI.
function isType(value: unknown): value is string {
  return isUrl(value) || (typeof value === 'string' && /^[^@:\s\p{Cc}][^:\s\p{Cc}]*$/u.test(value))
}
