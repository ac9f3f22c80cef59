import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import type { CredentialFacts } from '../model/credential.ts'
import { readCredentialV1 } from '../model/credential-v1.ts'
import { readDateTime } from '../model/date-time.ts'
import { valuesOf } from '../model/identifiers.ts'
import { refusal } from '../model/refusal.ts'

export const edcType = 'EuropeanDigitalCredential'
const edcContext = 'http://data.europa.eu/snb/model/context/edc-ap'

/** What a European Digital Credential says that everybody has to understand. */
export interface EdcFacts extends CredentialFacts {
  /** The issuer's organisation identifier, as its certificate has it (EN 319 412-1 §5.1.4): `VATES-A00000000`. */
  readonly organizationIdentifier: string
}

/**
 * Checks a European Digital Credential for Learning (European Learning Model 3, its application profile): a credential of
 * VCDM 1.1, its types and contexts, about one person, by an issuer that is the owner of a certificate.
 *
 * @throws {Refusal} `edc_malformed` with its path, and those of `readCredentialV1`
 */
export function readEdc(document: JsonObject): EdcFacts {
  const facts = readCredentialV1(document)
  if (!facts.types.includes(edcType)) throw refusal('edc_malformed', ['type'])
  if (!valuesOf(ownMember(document, '@context')).includes(edcContext)) throw refusal('edc_malformed', ['@context'])
  const subject = ownMember(document, 'credentialSubject')
  if (!isJsonObject(subject)) throw refusal('edc_malformed', ['credentialSubject'])
  if (!isJsonObject(ownMember(document, 'displayParameter'))) throw refusal('edc_malformed', ['displayParameter'])
  // Version 1.1 has it named `issuanceDate`; ELM keeps that, and says besides from when on the credential holds.
  const validFrom = readDateTime(document, 'validFrom')
  const validUntil = readDateTime(document, 'validUntil')
  if (validFrom === undefined) throw refusal('edc_malformed', ['validFrom'])
  const ends = [facts.validUntil, validUntil].filter((one) => one !== undefined)
  return Object.freeze({
    ...facts,
    validFrom,
    ...(ends.length === 0 ? {} : { validUntil: Math.min(...ends) }),
    organizationIdentifier: readOrganizationIdentifier(document),
  })
}

function readOrganizationIdentifier(document: JsonObject): string {
  const issuer = ownMember(document, 'issuer')
  const identifier = isJsonObject(issuer) ? ownMember(issuer, 'eIDASIdentifier') : undefined
  const notation = isJsonObject(identifier) ? ownMember(identifier, 'notation') : undefined
  if (typeof notation !== 'string' || notation === '') throw refusal('edc_malformed', ['issuer', 'eIDASIdentifier'])
  return notation
}
