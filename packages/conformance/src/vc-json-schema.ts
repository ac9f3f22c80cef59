import { isJsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { type CredentialSchemaType, requireConformity, schemaIn } from '@hashikake/vc/json-schema'

/** What is validated, by the names of the W3C's suite for VC JSON Schema. */
export interface JsonSchemaTask {
  readonly format: CredentialSchemaType
  /** A schema, or a credential that holds one, as JSON. */
  readonly schema: string
  readonly credential: string
}

export interface JsonSchemaOutcome {
  /** `indeterminate` for a version of JSON Schema that is not known (VC JSON Schema §4.2). */
  readonly result: 'success' | 'failure' | 'indeterminate'
  /** Why not. */
  readonly code?: string
}

/** Performs one task of the W3C's suite for VC JSON Schema. Never throws for bad input. */
export function performJsonSchemaTask({ format, schema, credential }: JsonSchemaTask): JsonSchemaOutcome {
  try {
    const document = parseJsonObject(credential)
    const entry = ownMember(document, 'credentialSchema')
    const [id, type] = isJsonObject(entry) ? [ownMember(entry, 'id'), ownMember(entry, 'type')] : []
    if (type !== format || typeof id !== 'string') return { result: 'failure', code: 'credential_schema_malformed' }
    requireConformity(document, { schema: schemaIn(parseJsonObject(schema), format, id) })
    return { result: 'success' }
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    const isUnknown = cause.code === 'credential_schema_version_unsupported'
    return { result: isUnknown ? 'indeterminate' : 'failure', code: cause.code }
  }
}
