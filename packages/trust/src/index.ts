export { type AnchorsOptions, anchors } from './anchors.ts'
export { anyOf } from './any-of.ts'
export type { CertificateBinding } from './certificate-binding.ts'
export type { TrustCode, TrustCodes } from './codes.ts'
export { type ControlledIdentifiersOptions, controlledIdentifiers } from './controlled-identifiers.ts'
export { type CreateTrustListOptions, createTrustList } from './create-trust-list.ts'
export { type CreateVicalOptions, createVical, type VicalDraft, type VicalEntryDraft } from './create-vical.ts'
export { didWebUrl } from './did-web.ts'
export { type DidMethod, type DidsOptions, dids } from './dids.ts'
export { entityHeldPower, type HeldPowerOptions } from './entity-held-power.ts'
export { type IssuerMetadataOptions, issuerMetadata, issuerMetadataUrl } from './issuer-metadata.ts'
export type { ListContent, TrustedEntity } from './lote.ts'
export {
  type AwardingPower,
  awardingPowersExtension,
  type EntityIdentifier,
  identifiersExtension,
} from './lote-extensions.ts'
export type { ServiceStatus, TrustedService } from './lote-service.ts'
export { degreeAwardingInstitutions, degreeServiceStatuses, euLists, type TrustListScheme } from './lote-types.ts'
export { type Scope, scoped } from './scoped.ts'
export { memorySequenceStore, type SeenEdition, type SequenceStore } from './sequence-store.ts'
export { type TrustList, type TrustListOptions, verifyTrustList } from './trust-list.ts'
export { type ListedBinding, type TrustedEntitiesOptions, trustedEntities } from './trusted-entities.ts'
export { type VerifyVicalOptions, type Vical, verifyVical } from './verify-vical.ts'
export { documentSignerProfiles, type VicalOptions, vical } from './vical.ts'
export type { VicalContent, VicalEntry } from './vical-content.ts'
