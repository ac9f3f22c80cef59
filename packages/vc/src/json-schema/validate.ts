import { dereference, type Schema, type SchemaDraft, validate } from '@cfworker/json-schema'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { isUrl } from '../model/identifiers.ts'
import { refusal } from '../model/refusal.ts'
import { specialised } from './patterns.ts'

/** The specifications that are read, by their `$schema` (VC JSON Schema §3). */
const drafts: Readonly<Record<string, SchemaDraft>> = {
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
  'https://json-schema.org/draft/2019-09/schema': '2019-09',
  'http://json-schema.org/draft-07/schema': '7',
  // As some write it, the W3C's suite among them.
  'https://json-schema.org/draft-07/schema': '7',
}

/** A schema, and the documents to which it may refer by their URLs. */
export interface SchemaDocuments {
  readonly schema: JsonObject
  readonly references?: Readonly<Record<string, JsonObject>>
}

const maxSteps = 100_000

/**
 * Whether an instance conforms to a schema (JSON Schema 2020-12, 2019-09 or 7). Nothing is fetched and nothing is compiled; work
 * is bounded, whoever wrote the schema.
 *
 * @throws {Refusal} `credential_schema_malformed`, `credential_schema_version_unsupported`, `credential_schema_too_complex`
 */
export function conformsTo(instance: JsonValue, { schema, references = {} }: SchemaDocuments): boolean {
  const draft = draftOf(schema)
  requireReferences(schema, [String(ownMember(schema, '$id')), ...Object.keys(references)])
  const steps = { left: maxSteps }
  try {
    const root = counting(specialised(schema, instance), steps)
    const lookup = dereference(root)
    for (const [url, document] of Object.entries(references)) {
      dereference(counting(specialised({ ...document, $id: url }, instance), steps), lookup)
    }
    steps.left = maxSteps
    return validate(instance, root, draft, lookup).valid
  } catch (cause) {
    // Schemas that refer to themselves without end.
    if (cause instanceof RangeError) throw refusal('credential_schema_too_complex')
    // The validator's own errors: references that lead nowhere.
    if (cause instanceof Error && cause.name === 'Error') throw refusal('credential_schema_malformed')
    throw cause
  }
}

/** @throws {Refusal} `credential_schema_malformed`, `credential_schema_version_unsupported` */
function draftOf(schema: JsonObject): SchemaDraft {
  const [id, version] = [ownMember(schema, '$id'), ownMember(schema, '$schema')]
  // VC JSON Schema §3.1.1, §3.1.2: both are there.
  if (!isUrl(id) || typeof version !== 'string') throw refusal('credential_schema_malformed')
  const name = version.replace(/#$/, '')
  if (!Object.hasOwn(drafts, name)) throw refusal('credential_schema_version_unsupported')
  return drafts[name] as SchemaDraft
}

/** A reference leads into the schema itself, or to one of the documents that came with it. */
function requireReferences(value: JsonValue, known: readonly string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) requireReferences(item, known)
  } else if (isJsonObject(value)) {
    const reference = ownMember(value, '$ref')
    if (typeof reference === 'string' && !isKnown(reference, known)) throw refusal('credential_schema_malformed')
    for (const name of Object.keys(value)) requireReferences(value[name] as JsonValue, known)
  }
}

function isKnown(reference: string, known: readonly string[]): boolean {
  if (reference.startsWith('#')) return true
  const [base] = known as [string]
  if (!URL.canParse(reference, base)) return false
  const url = new URL(reference, base)
  url.hash = ''
  return known.some((one) => URL.canParse(one) && new URL(one).href.replace(/#$/, '') === url.href.replace(/#$/, ''))
}

/** A schema that counts how often the validator comes by: it reads each schema anew for each place of the instance. */
function counting(schema: JsonValue, steps: { left: number }): Schema {
  const made = new WeakMap<object, object>()
  const wrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const known = made.get(value)
    if (known !== undefined) return known
    const wrapped: object = new Proxy(value, {
      get: (target, name, receiver) => {
        if (name === '$ref' && steps.left-- <= 0) throw refusal('credential_schema_too_complex')
        return wrap(Reflect.get(target, name, receiver))
      },
    })
    made.set(value, wrapped)
    return wrapped
  }
  return wrap(schema) as Schema
}
