export type { VcCodes } from '../codes.ts'
export { type CredentialSchemaType, requireConformity, schemaIn } from './credential-schema.ts'
export { type CredentialSchemaOptions, credentialSchemas } from './policy.ts'
export { conformsTo, type SchemaDocuments } from './validate.ts'
