import type { ClaimPath } from '@hashikake/credential'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { requireContexts, requireTypesMapped } from './contexts.ts'
import { readDateTime } from './date-time.ts'
import { identifierOf, isUrl, requireIdentifier, valuesOf } from './identifiers.ts'
import { requireTexts } from './language-values.ts'
import { type Place, refusal } from './refusal.ts'
import { type RelatedResource, readRelatedResources } from './related-resources.ts'
import { readTypes } from './types.ts'

/** What a credential says that everybody has to understand (VCDM 2.0 §4). */
export interface CredentialFacts {
  readonly types: readonly string[]
  /** The issuer's URL. */
  readonly issuer: string
  /** The URLs of its subjects, where they have one. */
  readonly subjects: readonly string[]
  /** The first moment at which it holds, seconds since 1970-01-01T00:00:00Z. */
  readonly validFrom?: number
  /** The last moment at which it holds. */
  readonly validUntil?: number
  readonly status: readonly JsonObject[]
  readonly schemas: readonly JsonObject[]
  readonly relatedResources: readonly RelatedResource[]
}

export interface ReadingOptions {
  readonly withheld?: readonly ClaimPath[]
}

/** Members that are objects with a type, and whether their `id` has to be there (§4.10, §4.11, §5.4 to §5.6). */
const typedMembers = {
  credentialStatus: 'optional',
  credentialSchema: 'required',
  refreshService: 'optional',
  termsOfUse: 'optional',
  evidence: 'optional',
} as const

/**
 * Checks a credential against the data model (VCDM 2.0 §4 and §5): every rule that needs no securing mechanism and no network.
 *
 * @param document - the credential as parsed JSON
 * @param options.withheld - objects and arrays of which the holder keeps something back
 * @throws {Refusal} `base_context_missing`, `context_malformed`, `term_redefined`, `type_…`, `identifier_malformed`,
 *   `language_value_malformed`, `credential_issuer_malformed`, `credential_subject_malformed`, `date_time_malformed`,
 *   `validity_period_reversed`, `object_malformed`, `related_resource_…`, each with its path
 */
export function readCredential(document: JsonObject, { withheld = [] }: ReadingOptions = {}): CredentialFacts {
  if (!isJsonObject(document)) throw refusal('object_malformed')
  requireContexts(document, [])
  requireIdentifier(document, [])
  const types = readTypes(document, [])
  if (!types.includes('VerifiableCredential')) throw refusal('type_missing', ['type'])
  requireTypesMapped(types, document, [])
  requireTexts(document, [])
  const issuer = readIssuer(document)
  const subjects = readSubjects(document, withheld)
  const period = readPeriod(document)
  const typed = (name: keyof typeof typedMembers): readonly JsonObject[] => readTyped(document, name)
  typed('refreshService')
  typed('termsOfUse')
  typed('evidence')
  return Object.freeze({
    types: Object.freeze([...types]),
    issuer,
    subjects,
    ...period,
    status: typed('credentialStatus'),
    schemas: typed('credentialSchema'),
    relatedResources: readRelatedResources(document),
  })
}

export function readIssuer(document: JsonObject): string {
  const value = ownMember(document, 'issuer')
  const issuer = identifierOf(value)
  if (isJsonObject(value)) requireTexts(value, ['issuer'])
  if (issuer === undefined) throw refusal('credential_issuer_malformed', ['issuer'])
  return issuer
}

/** §4.8: each subject is an object with a claim, be it only its `id`, or one that is withheld. */
export function readSubjects(document: JsonObject, withheld: readonly ClaimPath[] = none): readonly string[] {
  const member = ownMember(document, 'credentialSubject')
  const subjects = valuesOf(member)
  const isWithheldFrom = (place: Place): boolean => withheld.some((path) => isSamePlace(path, place))
  if (subjects.length === 0 && !isWithheldFrom(['credentialSubject']))
    throw refusal('credential_subject_malformed', ['credentialSubject'])
  for (const [index, subject] of subjects.entries()) {
    const place = Array.isArray(member) ? ['credentialSubject', index] : ['credentialSubject']
    const isEmpty = !isJsonObject(subject) || Object.keys(subject).length === 0
    if (!isJsonObject(subject) || (isEmpty && !isWithheldFrom(place))) {
      throw refusal('credential_subject_malformed', place)
    }
    requireIdentifier(subject, place)
  }
  return Object.freeze(subjects.flatMap((subject) => identifierOf(subject) ?? []))
}

function isSamePlace(path: ClaimPath, place: Place): boolean {
  return path.length === place.length && place.every((step, index) => path[index] === step)
}

function readPeriod(document: JsonObject): Pick<CredentialFacts, 'validFrom' | 'validUntil'> {
  const validFrom = readDateTime(document, 'validFrom')
  const validUntil = readDateTime(document, 'validUntil')
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom) {
    throw refusal('validity_period_reversed', ['validUntil'])
  }
  return {
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
  }
}

/** @throws {Refusal} */
export function readTyped(document: JsonObject, name: keyof typeof typedMembers): readonly JsonObject[] {
  const member = ownMember(document, name)
  if (member === undefined) return none
  const values = valuesOf(member)
  if (values.length === 0) throw refusal('object_malformed', [name])
  return values.map((value, index) => readTypedObject(value, Array.isArray(member) ? [name, index] : [name]))
}

const none: readonly never[] = Object.freeze([])

function readTypedObject(value: JsonValue, place: Place): JsonObject {
  if (!isJsonObject(value)) throw refusal('object_malformed', place)
  readTypes(value, place)
  requireIdentifier(value, place)
  if (typedMembers[place[0] as keyof typeof typedMembers] === 'required' && !isUrl(ownMember(value, 'id'))) {
    throw refusal('identifier_malformed', [...place, 'id'])
  }
  return value
}
