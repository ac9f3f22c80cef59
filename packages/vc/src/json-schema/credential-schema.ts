import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { refusal } from '../model/refusal.ts'
import { conformsTo, type SchemaDocuments } from './validate.ts'

export type CredentialSchemaType = 'JsonSchema' | 'JsonSchemaCredential'

export const credentialSchemaTypes: readonly string[] = ['JsonSchema', 'JsonSchemaCredential']

/** Where a JsonSchemaCredential says that it follows the W3C's own schema (VC JSON Schema §2.2). */
const ownSchema = 'https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json'

/**
 * The schema inside a document that `credentialSchema` names: the document itself, or the subject of a credential that was
 * verified by its own way.
 *
 * @param id - of the entry in `credentialSchema`
 * @throws {Refusal} `credential_schema_malformed`
 */
export function schemaIn(document: JsonObject, type: CredentialSchemaType, id: string): JsonObject {
  if (type === 'JsonSchema') {
    if (ownMember(document, '$id') !== id) throw refusal('credential_schema_malformed')
    return document
  }
  const subject = ownMember(document, 'credentialSubject')
  const schema = isJsonObject(subject) ? ownMember(subject, 'jsonSchema') : undefined
  const follows = ownMember(document, 'credentialSchema')
  const isWhole =
    ownMember(document, 'id') === id &&
    [ownMember(document, 'type')].flat().includes('JsonSchemaCredential') &&
    isJsonObject(subject) &&
    ownMember(subject, 'type') === 'JsonSchema' &&
    isJsonObject(follows) &&
    ownMember(follows, 'id') === ownSchema &&
    ownMember(follows, 'type') === 'JsonSchema'
  if (!isWhole || !isJsonObject(schema)) throw refusal('credential_schema_malformed')
  return schema
}

/**
 * Holds a credential against one schema (VC JSON Schema §4.2).
 *
 * @throws {Refusal} `credential_schema_mismatch`, and those of {@link conformsTo}
 */
export function requireConformity(credential: JsonObject, documents: SchemaDocuments): void {
  if (!conformsTo(credential, documents)) throw refusal('credential_schema_mismatch', ['credentialSchema'])
}
