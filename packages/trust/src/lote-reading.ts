import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'

/** A value in a list, where it stands, and whether members that the standard doesn't know are refused around it. */
export interface Place {
  readonly value: JsonValue
  readonly path: readonly (string | number)[]
  /** For a writer: a misspelt member would otherwise be lost in silence. */
  readonly isStrict: boolean
}

/** The members of an object in a list. */
export type MemberOf<Required extends string, Optional extends string> = (<Name extends Required>(
  name: Name,
) => Place) &
  ((name: Optional) => Place | undefined)

/**
 * Takes an object's members: the required ones are there, and to a writer's eye there are no others.
 *
 * @throws {Refusal} `trust_list_malformed`, with the path
 */
export function membersOf<Required extends string, Optional extends string = never>(
  place: Place,
  required: readonly Required[],
  optional: readonly Optional[] = [],
): MemberOf<Required, Optional> {
  const object = objectAt(place)
  const names: readonly string[] = [...required, ...optional]
  for (const name of required) if (!Object.hasOwn(object, name)) throw malformed(place, name)
  const unknown = Object.keys(object).find((name) => !names.includes(name))
  if (place.isStrict && unknown !== undefined) throw malformed(place, unknown)
  const take = (name: string): Place | undefined => {
    const value = ownMember(object, name)
    return value === undefined ? undefined : { ...place, value, path: [...place.path, name] }
  }
  return take as MemberOf<Required, Optional>
}

export function objectAt(place: Place): JsonObject {
  if (!isJsonObject(place.value)) throw malformed(place)
  return place.value
}

export function textAt(place: Place): string {
  if (typeof place.value !== 'string' || place.value === '' || place.value.length > 4_000) throw malformed(place)
  return place.value
}

/** A list with at least one item: the standard knows no empty ones. */
export function itemsAt(place: Place, most: number): readonly Place[] {
  const { value, path } = place
  if (!Array.isArray(value) || value.length === 0 || value.length > most) throw malformed(place)
  return value.map((item: JsonValue, index) => ({ ...place, value: item, path: [...path, index] }))
}

export function integerAt(place: Place): number {
  if (!Number.isSafeInteger(place.value) || (place.value as number) < 0) throw malformed(place)
  return place.value as number
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** A time in UTC to the second, as the standard writes it; in seconds since 1970-01-01T00:00:00Z. */
export function timeAt(place: Place): number {
  const text = textAt(place)
  const seconds = readTime(text)
  if (seconds === undefined) throw malformed(place)
  return seconds
}

/** Undefined for everything but a day of the calendar and a time of the day in UTC, to the second. */
export function readTime(text: string): number | undefined {
  const time = dateTime.test(text) ? Date.parse(text) : Number.NaN
  // A 30th of February parses, as a day in March.
  return !Number.isNaN(time) && writeTime(time / 1000) === text ? time / 1000 : undefined
}

export function writeTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
}

/** A calendar day, `2026-03-31`. */
export function dayAt(place: Place): string {
  const text = textAt(place)
  if (!isDay(text)) throw malformed(place)
  return text
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && readTime(`${text}T00:00:00Z`) !== undefined
}

export interface LanguageText {
  readonly lang: string
  readonly value: string
}

/** A text in several languages; each language once. */
export function languageTextsAt(place: Place, member: 'value' | 'uriValue' = 'value'): readonly LanguageText[] {
  const texts = itemsAt(place, 64).map((item) => {
    const get = membersOf(item, ['lang', member])
    const lang = textAt(get('lang'))
    if (!/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(lang)) throw malformed(item, 'lang')
    return Object.freeze({ lang, value: textAt(get(member)) })
  })
  return Object.freeze(texts)
}

/** The English text, or the first there is. */
export function mainText(texts: readonly LanguageText[]): string {
  return (texts.find(({ lang }) => lang === 'en') ?? (texts[0] as LanguageText)).value
}

export function malformed(place: Place, name?: string | number): Refusal<TrustCode> {
  return new Refusal('trust_list_malformed', { path: name === undefined ? place.path : [...place.path, name] })
}
