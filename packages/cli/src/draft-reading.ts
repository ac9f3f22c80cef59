import { isJsonObject, type JsonObject, type JsonValue } from '@hashikake/encoding/json'
import { CommandFault } from './faults.ts'
import { parseIsoTime } from './iso-time.ts'

/** What a member should have been, and where in it the fault lies. */
export class Expected {
  readonly what: string
  readonly where: string

  constructor(what: string, where: string) {
    this.what = what
    this.where = where
  }
}

export function expected(what: string, where = ''): Expected {
  return new Expected(what, where)
}

/** How a draft of one format is read from JSON. */
export interface DraftForm<Draft> {
  /** How each member is read. */
  readonly readers: { readonly [Name in keyof Draft]-?: (value: JsonValue) => Draft[Name] | Expected }
  readonly needed: readonly (keyof Draft & string)[]
  /** Where members that people expect here are to be said instead. */
  readonly elsewhere: Readonly<Record<string, string>>
}

/** Reads the members of a draft; every mistake in it is a sentence that names the member. */
export function readMembers<Draft>(
  value: JsonObject,
  source: string,
  { readers, needed, elsewhere }: DraftForm<Draft>,
): Draft {
  const draft: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(readers, name)) {
      const advice = Object.hasOwn(elsewhere, name) ? elsewhere[name] : `a draft has ${Object.keys(readers).join(', ')}`
      throw new CommandFault(`${source}: "${name}" has no meaning in a draft; ${advice}`)
    }
    const read = readers[name as keyof Draft](member)
    if (read instanceof Expected) throw new CommandFault(`${source}: "${name}"${read.where} should be ${read.what}`)
    draft[name] = read
  }
  for (const name of needed) {
    if (!Object.hasOwn(draft, name)) throw new CommandFault(`${source}: "${name}" is missing`)
  }
  return draft as Draft
}

export function readTime(value: JsonValue): Date | Expected {
  const time = typeof value === 'string' ? parseIsoTime(value) : undefined
  return time ?? expected('an ISO 8601 date or a time with its zone: "2026-04-01" or "2026-04-01T09:00:00+09:00"')
}

export function readList<Item>(
  value: JsonValue,
  read: (item: JsonValue) => Item | undefined,
  form: string,
): readonly Item[] | Expected {
  if (!Array.isArray(value)) return expected(`a list; each entry is ${form}`)
  const items: Item[] = []
  for (const [index, one] of value.entries()) {
    const item = read(one)
    if (item === undefined) return expected(form, `[${index}]`)
    items.push(item)
  }
  return items
}

export function onlyMember(value: JsonValue, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, name) ? value[name] : undefined
}

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

export function isListOf<Item>(
  value: JsonValue,
  is: (item: unknown) => item is Item,
): value is readonly (Item & JsonValue)[] {
  return Array.isArray(value) && value.length > 0 && value.every(is)
}
