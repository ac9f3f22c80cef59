import { CborFloat, CborTag, type CborValue } from '@hashikake/encoding/cbor'
import type { DocType, ElementDefinition, ElementDefinitions, ElementShape, TextFormat } from './doc-type.ts'
import { elementOf } from './lookup.ts'

/** What an element may be before it is CBOR: JSON without null, days and times as text, and bytes. */
export type PlainValue =
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [member: string]: PlainValue }

/** By namespace, then by identifier. */
export type PlainElements = Readonly<Record<string, Readonly<Record<string, PlainValue>>>>

/** By namespace, then by identifier, as they are signed. */
export type ElementValues = ReadonlyMap<string, ReadonlyMap<string, CborValue>>

/**
 * The values of elements as an issuer signs them: days under tag 1004, times under tag 0, grade averages as floats. More
 * elements are had by a type of document that has more: `{ ...docType, namespaces: { ...docType.namespaces, … } }`.
 *
 * @param plain - by namespace and identifier; a day is '2026-03-25', a time '2026-03-25T09:00:00Z'
 * @throws {TypeError} that names the element, never its value: for one that the type of document lacks or has retired, one that
 *   is mandatory and missing, one of another type; and for a type of document that is only read
 */
export function elementValues(docType: DocType, plain: PlainElements): ElementValues {
  if (!docType.issuable) throw new TypeError(`elementValues: ${docType.docType} is read here, never issued`)
  if (!isPlainObject(plain)) throw new TypeError('elementValues takes { namespace: { element: value } }')
  const values = new Map<string, ReadonlyMap<string, CborValue>>()
  for (const [namespace, elements] of Object.entries(plain)) {
    if (!isPlainObject(elements))
      throw new TypeError(`elementValues: ${namespace} takes its elements: { element: value }`)
    const own = new Map<string, CborValue>()
    for (const [element, value] of Object.entries(elements)) {
      const place = `${namespace}/${element}`
      own.set(element, convert(definitionOf(docType, namespace, element), value, place))
    }
    if (own.size > 0) values.set(namespace, own)
  }
  requireNeeded(docType, values)
  return values
}

/** Under the names of today alone: what is issued has no aliases. */
function definitionOf(docType: DocType, namespace: string, element: string): ElementDefinition {
  const definition = Object.hasOwn(docType.namespaces, namespace) ? elementOf(docType, namespace, element) : undefined
  if (definition === undefined) throw new TypeError(`elementValues: ${docType.docType} has no ${namespace}/${element}`)
  if (definition.presence === 'retired') {
    throw new TypeError(`elementValues: ${namespace}/${element} is of older documents, and no longer issued`)
  }
  return definition
}

function requireNeeded(docType: DocType, values: ElementValues): void {
  for (const [namespace, definitions] of Object.entries(docType.namespaces)) {
    for (const [element, { presence, neededWith }] of Object.entries(definitions)) {
      if (values.get(namespace)?.has(element)) continue
      const other = neededWith && values.get(neededWith.namespace)
      const isNeeded = neededWith?.element === undefined ? other !== undefined : other?.has(neededWith.element)
      if (presence === 'mandatory' || isNeeded) throw new TypeError(`elementValues: ${namespace}/${element} is missing`)
    }
  }
}

const dayTag = 1004
const timeTag = 0

function convert(shape: ElementShape, value: unknown, place: string): CborValue {
  switch (shape.type) {
    case 'full-date':
      return convertDay(shape, value, place)
    case 'tdate':
      return new CborTag(timeTag, fitting(isTime(value), value, place, "a time in UTC: '2026-03-25T09:00:00Z'"))
    case 'tstr':
      return convertText(shape, value, place)
    case 'bstr':
      if (!(value instanceof Uint8Array) || (value.length === 0 && !shape.mayBeEmpty))
        throw wrong(place, 'bytes: a Uint8Array')
      return new Uint8Array(value)
    case 'bool':
      return fitting(typeof value === 'boolean', value, place, 'true or false')
    case 'uint':
      return fitting(
        isUint(value, shape.values),
        value,
        place,
        shape.values?.join(', ') ?? 'a whole number from zero on',
      )
    case 'float':
      return new CborFloat(fitting(Number.isFinite(value), value, place, 'a number'))
    case 'array':
      if (!Array.isArray(value) || (value.length === 0 && !shape.mayBeEmpty))
        throw wrong(place, 'a list with something in it')
      return Object.freeze(Array.from(value, (one: unknown, i) => convert(shape.items, one, `${place}[${i}]`)))
    case 'map':
      return convertMap(shape.members, value, place)
  }
}

function convertDay(shape: Extract<ElementShape, { type: 'full-date' }>, value: unknown, place: string): CborValue {
  if (isDay(value)) return new CborTag(dayTag, value)
  // What is no text, or longer than a day is written, is meant as the other.
  const isOther = typeof value === 'string' ? value.length > 10 : isPlainObject(value)
  if (shape.or !== undefined && isOther) return convert(shape.or, value, place)
  throw wrong(place, "a day of the calendar: '2026-03-25'")
}

const formats: Readonly<Record<TextFormat, { readonly pattern: RegExp; readonly takes: string }>> = {
  'alpha-2': { pattern: /^[A-Z]{2}$/, takes: "a country by two letters (ISO 3166-1): 'JP'" },
  subdivision: { pattern: /^[A-Z]{2}-[A-Z0-9]{1,3}$/, takes: "a subdivision of a country (ISO 3166-2): 'JP-13'" },
  language: { pattern: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, takes: "a language tag (BCP 47): 'ja'" },
  duration: { pattern: /^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/, takes: "a duration (ISO 8601): 'P2Y'" },
  'isced-f': { pattern: /^\d{2,4}$/, takes: "two to four digits of ISCED-F 2013: '0714'" },
  'isced-p': { pattern: /^\d{3}$/, takes: "three digits of ISCED-P 2011: '767'" },
}

function convertText(shape: Extract<ElementShape, { type: 'tstr' }>, value: unknown, place: string): string {
  if (typeof value !== 'string' || !value.isWellFormed()) throw wrong(place, 'text')
  if (value === '' && !shape.mayBeEmpty) throw wrong(place, 'text that is not empty')
  // A character has one or two units: what is twice too long needs no counting.
  const isLong =
    value.length > 2 * shape.maxLength || (value.length > shape.maxLength && [...value].length > shape.maxLength)
  if (isLong) throw wrong(place, `at most ${shape.maxLength} characters`)
  if (shape.latin1 && !/^[ -~\u00a0-\u00ff]*$/.test(value)) throw wrong(place, 'characters of ISO/IEC 8859-1 alone')
  if (shape.values?.includes(value) === false) throw wrong(place, shape.values.join(', '))
  const format = shape.format && formats[shape.format]
  if (format?.pattern.test(value) === false) throw wrong(place, format.takes)
  return value
}

function convertMap(members: ElementDefinitions, value: unknown, place: string): CborValue {
  if (!isPlainObject(value)) throw wrong(place, `an object of ${Object.keys(members).join(', ')}`)
  const converted = new Map<string, CborValue>()
  for (const [name, one] of Object.entries(value)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    if (member === undefined) throw new TypeError(`elementValues: ${place} has no member ${name}`)
    converted.set(name, convert(member, one, `${place}.${name}`))
  }
  for (const [name, { presence }] of Object.entries(members)) {
    if (presence === 'mandatory' && !converted.has(name))
      throw new TypeError(`elementValues: ${place}.${name} is missing`)
  }
  if (converted.size === 0) throw wrong(place, `one of ${Object.keys(members).join(', ')} at least`)
  return converted
}

/** The value, which has been found to fit. */
function fitting<T>(fits: boolean, value: unknown, place: string, takes: string): T {
  if (!fits) throw wrong(place, takes)
  return value as T
}

function wrong(place: string, takes: string): TypeError {
  return new TypeError(`elementValues: ${place} takes ${takes}`)
}

function isUint(value: unknown, values: readonly number[] | undefined): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0 && (values?.includes(Number(value)) ?? true)
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && value.length === 10 && isTime(`${value}T00:00:00Z`)
}

const writtenTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

function isTime(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== 20 || !writtenTime.test(value)) return false
  const time = Date.parse(value)
  // Date.parse takes the 31st of a short month, and carries it over.
  return !Number.isNaN(time) && new Date(time).toISOString() === `${value.slice(0, 19)}.000Z`
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
