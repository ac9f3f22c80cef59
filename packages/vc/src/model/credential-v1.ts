import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { type CredentialFacts, readIssuer, readSubjects, readTyped } from './credential.ts'
import { readDateTime } from './date-time.ts'
import { isUrl, requireIdentifier, valuesOf } from './identifiers.ts'
import { refusal } from './refusal.ts'
import { readTypes } from './types.ts'

/** The base context of version 1.1. */
export const baseContextV1 = 'https://www.w3.org/2018/credentials/v1'

/**
 * Checks a credential against version 1.1 of the data model (VCDM 1.1 §4), which some issuers still write. A reader must ask for
 * it by name: what it allows is less than what version 2 does.
 *
 * @throws {Refusal} as `readCredential`
 */
export function readCredentialV1(document: JsonObject): CredentialFacts {
  if (!isJsonObject(document)) throw refusal('object_malformed')
  const contexts = valuesOf(ownMember(document, '@context'))
  if (contexts[0] !== baseContextV1) throw refusal('base_context_missing', ['@context'])
  const wrong = contexts.findIndex((one) => !isUrl(one) && !isJsonObject(one))
  if (wrong !== -1) throw refusal('context_malformed', ['@context', wrong])
  requireIdentifier(document, [])
  const types = readTypes(document, [])
  if (!types.includes('VerifiableCredential')) throw refusal('type_missing', ['type'])
  const issuer = readIssuer(document)
  const subjects = readSubjects(document)
  const validFrom = readDateTime(document, 'issuanceDate')
  const validUntil = readDateTime(document, 'expirationDate')
  // §4.5: when it was issued has to be there.
  if (validFrom === undefined) throw refusal('date_time_malformed', ['issuanceDate'])
  if (validUntil !== undefined && validUntil < validFrom) throw refusal('validity_period_reversed', ['expirationDate'])
  return Object.freeze({
    types: Object.freeze([...types]),
    issuer,
    subjects,
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    status: readTyped(document, 'credentialStatus'),
    schemas: readTyped(document, 'credentialSchema'),
    relatedResources: Object.freeze([]),
  })
}
