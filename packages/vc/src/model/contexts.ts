import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { isUrl } from './identifiers.ts'
import { type Place, refusal } from './refusal.ts'

/** The base context (VCDM 2.0 §4.3, §B.1). */
export const baseContext = 'https://www.w3.org/ns/credentials/v2'

/** What the base context defines at its root; it protects all of it, so that no context may give it another meaning. */
const baseTerms: readonly string[] = [
  ...['id', 'type', 'description', 'digestMultibase', 'digestSRI', 'mediaType', 'name'],
  ...[
    'VerifiableCredential',
    'EnvelopedVerifiableCredential',
    'VerifiablePresentation',
    'EnvelopedVerifiablePresentation',
  ],
  ...['JsonSchemaCredential', 'JsonSchema', 'BitstringStatusListCredential', 'BitstringStatusList'],
  ...[
    'BitstringStatusListEntry',
    'DataIntegrityProof',
    '...',
    '_sd',
    '_sd_alg',
    'aud',
    'cnf',
    'exp',
    'iat',
    'iss',
    'jku',
  ],
  ...['kid', 'nbf', 'sub', 'x5u'],
]

/**
 * Checks the `@context` of a document (VCDM 2.0 §4.3): the base context first, then URLs and objects that a JSON-LD processor
 * could take; and that none of the objects gives a protected term another meaning (§5.2.1).
 *
 * @throws {Refusal} `base_context_missing`, `context_malformed`, `term_redefined`
 */
export function requireContexts(document: JsonObject, place: Place): void {
  const list = ownMember(document, '@context')
  const entries = Array.isArray(list) ? list : [list]
  if (entries[0] !== baseContext) throw refusal('base_context_missing', [...place, '@context'])
  const defined = new Map<string, string | undefined>(baseTerms.map((term) => [term, undefined]))
  for (const [index, entry] of entries.entries()) {
    if (isUrl(entry)) continue
    const at = [...place, '@context', index]
    if (!isJsonObject(entry)) throw refusal('context_malformed', at)
    requireDefinitions(entry, defined, at)
  }
}

// Keyword-like names (JSON-LD 1.1 §9.15); `@context` inside an object of definitions is none of them.
const contextKeywords = [
  '@version',
  '@base',
  '@import',
  '@language',
  '@direction',
  '@propagate',
  '@protected',
  '@vocab',
]

/** @param defined - the terms that are protected so far, each with its definition as JSON */
function requireDefinitions(context: JsonObject, defined: Map<string, string | undefined>, place: Place): void {
  const isProtected = ownMember(context, '@protected') === true
  for (const term of Object.keys(context)) {
    const definition = context[term] as JsonValue
    if (contextKeywords.includes(term)) continue
    if (!isDefinition(term, definition)) throw refusal('context_malformed', [...place, term])
    const text = JSON.stringify(definition)
    if (defined.has(term) && defined.get(term) !== text) throw refusal('term_redefined', [...place, term])
    const own = isJsonObject(definition) ? ownMember(definition, '@protected') : undefined
    if (own === true || (own !== false && isProtected)) defined.set(term, text)
  }
}

function isDefinition(term: string, definition: JsonValue): boolean {
  if (term === '' || /^@[A-Za-z]+$/.test(term)) return false
  const iri = isJsonObject(definition) ? ownMember(definition, '@id') : definition
  // What a term stands for is an IRI, or a word that becomes one: neither has a blank in it.
  return iri === null || iri === undefined || (typeof iri === 'string' && !/[\s<>"{}|\\^`]/.test(iri))
}

/**
 * Whether every type has a meaning (VCDM 2.0 §4.5), as far as the document itself tells: a type is a URL, or a term of the base
 * context or of the objects in `@context`. What other contexts define is not known here, and counts as defined.
 *
 * @throws {Refusal} `type_unmapped`
 */
export function requireTypesMapped(types: readonly string[], document: JsonObject, place: Place): void {
  const list = ownMember(document, '@context')
  const entries = (Array.isArray(list) ? list : [list]).slice(1)
  if (entries.some((entry) => typeof entry === 'string')) return
  const objects = entries as readonly JsonObject[]
  const hasVocabulary = objects.reduce((has, one) => {
    return Object.hasOwn(one, '@vocab') ? ownMember(one, '@vocab') !== null : has
  }, false)
  if (hasVocabulary) return
  const isMapped = (type: string): boolean =>
    type.includes(':') ||
    baseTerms.includes(type) ||
    objects.some((one) => Object.hasOwn(one, type) && ownMember(one, type) !== null)
  const unmapped = types.findIndex((type) => !isMapped(type))
  if (unmapped !== -1) throw refusal('type_unmapped', [...place, 'type'])
}
