import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { refusal } from '../refusal.ts'
import type { Contexts } from './contexts.ts'

type Place = readonly (string | number)[]

export interface CoverageRules {
  readonly contexts: Contexts
  /** Whether `@context` may hold definitions of its own: whoever reads must then read them as well. */
  readonly inlineContexts: boolean
}

const valueKeywords = ['@value', '@language', '@direction', '@type']

/**
 * A proof over RDF covers what the document means, not how it is written: a member that means nothing, another spelling of a
 * name, a digit beyond those that count could be changed under it. So a document is taken only in the one spelling in which
 * everything in it is covered: known contexts at its root, plain terms, no null, no empty list, and numbers that RDF keeps.
 *
 * @throws {Refusal} `context_unknown`, `context_inline`, `member_not_signed`, `member_not_term`, `number_inexact`
 */
export function requireCovered(document: JsonObject, { contexts, inlineContexts }: CoverageRules): void {
  const root = listOf(ownMember(document, '@context'))
  const rules = { contexts, inlineContexts, root }
  requireContexts(root, rules, ['@context'])
  visitMembers(document, [], rules)
}

interface Rules extends CoverageRules {
  /** The contexts of the document. */
  readonly root: readonly JsonValue[]
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [value as JsonValue]
}

function requireContexts(
  entries: readonly JsonValue[],
  { contexts, inlineContexts }: CoverageRules,
  place: Place,
): void {
  for (const [index, entry] of entries.entries()) {
    const path = [...place, index]
    if (typeof entry === 'string') {
      if (!Object.hasOwn(contexts, entry)) throw refusal('context_unknown', { path })
    } else if (!inlineContexts) {
      throw refusal('context_inline', { path })
    } else if (!isJsonObject(entry) || Object.hasOwn(entry, '__proto__')) {
      throw refusal('json_ld_malformed', { path })
    }
  }
}

function visit(value: JsonValue, place: Place, rules: Rules): void {
  if (Array.isArray(value)) {
    if (value.length === 0) throw refusal('member_not_signed', { path: place })
    for (const [index, item] of value.entries()) visit(item, [...place, index], rules)
  } else if (isJsonObject(value)) {
    if (Object.hasOwn(value, '@value')) requireValueObject(value, place)
    else visitMembers(value, place, rules)
  } else if (value === null) {
    throw refusal('member_not_signed', { path: place })
  } else if (typeof value === 'number' && !isExact(value)) {
    throw refusal('number_inexact', { path: place })
  }
}

function visitMembers(object: JsonObject, place: Place, rules: Rules): void {
  for (const name of Object.keys(object)) {
    const path = [...place, name]
    const value = object[name] as JsonValue
    // `object['__proto__']` is the prototype's where the member is not looked at as its own: processors lose it.
    if (name === '__proto__') throw refusal('member_not_signed', { path })
    if (name === '@context') {
      if (!isContextPlace(place) && !repeatsContexts(object, rules)) throw refusal('context_inline', { path })
      if (place.length > 0) requireContexts(listOf(value), rules, path)
    } else if (name.startsWith('@') || name.includes(':')) {
      throw refusal('member_not_term', { path })
    } else {
      visit(value, path, rules)
    }
  }
}

/** At the root, and at that of a credential inside a presentation, which starts anew; and in proofs over JSON, which repeat it. */
function isContextPlace(place: Place): boolean {
  const root = withoutMember(place, 'verifiableCredential')
  return withoutMember(root, 'proof').length === 0
}

/** A credential inside another names the contexts in which it already stands, from the first on: they mean nothing new. */
function repeatsContexts(object: JsonObject, { root }: Rules): boolean {
  const isCredential = listOf(ownMember(object, 'type')).includes('VerifiableCredential')
  return (
    isCredential && listOf(object['@context']).every((one, index) => typeof one === 'string' && one === root[index])
  )
}

/** What is left of a place behind a member at its beginning, be it one or several. */
function withoutMember(place: Place, name: string): Place {
  if (place[0] !== name) return place
  return typeof place[1] === 'number' ? place.slice(2) : place.slice(1)
}

function requireValueObject(value: JsonObject, place: Place): void {
  for (const name of Object.keys(value)) {
    if (!valueKeywords.includes(name)) throw refusal('member_not_term', { path: [...place, name] })
    // A direction of null is that of none; everything else has to say something.
    const member = value[name] as JsonValue
    if (member === null || typeof member === 'object') throw refusal('member_not_signed', { path: [...place, name] })
    if (typeof member === 'number' && !isExact(member)) throw refusal('number_inexact', { path: [...place, name] })
  }
}

/** JSON-LD 1.1 API §8.6 writes a number that is no integer with 15 digits behind the point. */
function isExact(value: number): boolean {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return true
  return Number(value.toExponential(15)) === value
}
