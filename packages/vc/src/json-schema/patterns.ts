import { isJsonObject, type JsonObject, type JsonValue, setMember } from '@hashikake/encoding/json'
import { RE2JS } from 're2js'
import { refusal } from '../model/refusal.ts'

/** Keywords whose value is a schema, several, or schemas by name (JSON Schema 2020-12 core §10, and what drafts before it had). */
const schemas = [
  ...['additionalItems', 'unevaluatedItems', 'items', 'contains', 'additionalProperties', 'unevaluatedProperties'],
  ...['propertyNames', 'not', 'if', 'then', 'else'],
]
const lists = ['prefixItems', 'items', 'allOf', 'anyOf', 'oneOf']
const maps = ['$defs', 'definitions', 'properties', 'dependentSchemas', 'dependencies']
/** Keywords that need no look inside. */
const plain = [
  ...['$id', '$schema', '$anchor', '$ref', '$recursiveRef', '$recursiveAnchor', 'type', 'const', 'enum', 'required'],
  ...['dependentRequired', 'maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum', 'multipleOf', 'maxLength'],
  ...[
    'minLength',
    'maxItems',
    'minItems',
    'uniqueItems',
    'maxContains',
    'minContains',
    'maxProperties',
    'minProperties',
  ],
]
/** Formats that are told in one pass over a text. */
const formats = [
  ...['date', 'date-time', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uri-reference', 'uuid'],
  ...['json-pointer', 'relative-json-pointer'],
]

const maxPatterns = 256
const maxPatternLength = 1_000
const maxTexts = 20_000
/** Characters of all names that one pattern matches. */
const maxNames = 16_384

/**
 * The same schema for this one instance, without regular expressions: a schema's author could write one that takes years. Each
 * is read as RE2 does, in time linear in the text, once for each text that the instance holds; in its place stand the texts that
 * it matches. Annotations and unknown keywords are left out, so that nothing in them can be referred to.
 *
 * @throws {Refusal} `credential_schema_malformed`, `credential_schema_too_complex`
 */
export function specialised(schema: JsonValue, instance: JsonValue): JsonValue {
  const texts = new Set<string>()
  collectTexts(instance, texts)
  if (texts.size > maxTexts) throw refusal('credential_schema_too_complex')
  return copySchema(schema, { texts: [...texts], patterns: new Map() })
}

interface Specialising {
  readonly texts: readonly string[]
  /** The texts that each pattern matches. */
  readonly patterns: Map<string, readonly string[]>
}

function collectTexts(value: JsonValue, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value)
  else if (Array.isArray(value)) for (const item of value) collectTexts(item, texts)
  else if (isJsonObject(value)) {
    for (const name of Object.keys(value)) {
      texts.add(name)
      collectTexts(value[name] as JsonValue, texts)
    }
  }
}

function copySchema(schema: JsonValue, specialising: Specialising): JsonValue {
  if (typeof schema === 'boolean') return schema
  if (!isJsonObject(schema)) throw refusal('credential_schema_malformed')
  const copy: JsonObject = {}
  const further: JsonValue[] = []
  for (const keyword of Object.keys(schema)) {
    const value = schema[keyword] as JsonValue
    if (keyword === '$dynamicRef' || keyword === '$vocabulary') throw refusal('credential_schema_malformed')
    if (keyword === 'pattern') further.push(oneOfTexts(matchesOf(value, specialising)))
    else if (keyword === 'patternProperties') setMember(copy, keyword, copyPatterns(value, specialising))
    else if (keyword === 'format' && formats.includes(value as string)) setMember(copy, keyword, value)
    else if (plain.includes(keyword)) setMember(copy, keyword, value)
    else if (lists.includes(keyword) && Array.isArray(value)) {
      setMember(
        copy,
        keyword,
        value.map((one) => copySchema(one, specialising)),
      )
    } else if (schemas.includes(keyword)) setMember(copy, keyword, copySchema(value, specialising))
    else if (maps.includes(keyword)) setMember(copy, keyword, copyMap(value, specialising))
  }
  if (further.length === 0) return copy
  const own = Array.isArray(copy.allOf) ? copy.allOf : []
  return { ...copy, allOf: [...own, ...further] }
}

/** What is no text keeps any pattern. */
function oneOfTexts(texts: readonly string[]): JsonObject {
  return { anyOf: [{ not: { type: 'string' } }, { enum: texts }] }
}

function copyMap(value: JsonValue, specialising: Specialising): JsonObject {
  if (!isJsonObject(value)) throw refusal('credential_schema_malformed')
  const copy: JsonObject = {}
  for (const name of Object.keys(value)) {
    const member = value[name] as JsonValue
    // `dependencies` may list names instead.
    setMember(copy, name, Array.isArray(member) ? member : copySchema(member, specialising))
  }
  return copy
}

/** Each name that a pattern matches, as a pattern that matches it alone. */
function copyPatterns(value: JsonValue, specialising: Specialising): JsonObject {
  if (!isJsonObject(value)) throw refusal('credential_schema_malformed')
  const copy: JsonObject = {}
  for (const [index, pattern] of Object.keys(value).entries()) {
    const names = matchesOf(pattern, specialising)
    if (names.reduce((sum, { length }) => sum + length, 0) > maxNames) throw refusal('credential_schema_too_complex')
    const literals = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')
    // Two patterns may match the same names: a group that matches nothing keeps them apart.
    const key = names.length === 0 ? `(?!)${'(?:)'.repeat(index)}` : `^(?:${literals})$${'(?:)'.repeat(index)}`
    setMember(copy, key, copySchema(value[pattern] as JsonValue, specialising))
  }
  return copy
}

function matchesOf(pattern: JsonValue, { texts, patterns }: Specialising): readonly string[] {
  if (typeof pattern !== 'string') throw refusal('credential_schema_malformed')
  const known = patterns.get(pattern)
  if (known !== undefined) return known
  if (pattern.length > maxPatternLength || patterns.size >= maxPatterns) throw refusal('credential_schema_too_complex')
  const expression = compile(pattern)
  const matches = texts.filter((text) => expression.matcher(text).find())
  patterns.set(pattern, matches)
  return matches
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern))
  } catch {
    // What needs to look ahead or back can't be told in one pass.
    throw refusal('credential_schema_malformed')
  }
}
