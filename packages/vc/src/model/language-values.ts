import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { valuesOf } from './identifiers.ts'
import { type Place, refusal } from './refusal.ts'

const members = ['@value', '@language', '@direction']
// BCP 47 §2.1, well-formed: subtags of letters and digits, the first of letters.
const languageTag = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,15}$/

/**
 * Checks the texts of `name` and `description` (VCDM 2.0 §4.6): a string, a language value object (§11.1), or several of them.
 *
 * @throws {Refusal} `language_value_malformed`
 */
export function requireTexts(object: JsonObject, place: Place): void {
  for (const name of ['name', 'description']) {
    const value = ownMember(object, name)
    if (!valuesOf(value).every(isText)) throw refusal('language_value_malformed', [...place, name])
  }
}

function isText(value: JsonValue): boolean {
  if (typeof value === 'string') return true
  if (!isJsonObject(value) || typeof ownMember(value, '@value') !== 'string') return false
  const language = ownMember(value, '@language')
  const direction = ownMember(value, '@direction')
  return (
    Object.keys(value).every((name) => members.includes(name)) &&
    (language === undefined || (typeof language === 'string' && languageTag.test(language))) &&
    (direction === undefined || direction === null || direction === 'ltr' || direction === 'rtl')
  )
}
