export type { SdJwtCodes } from '../codes.ts'
export { claimDisplay, typeDisplay } from './display.ts'
export { type ReadTypeMetadata, type ReadTypeMetadataOptions, readTypeMetadata } from './document.ts'
export { isIntegrity, requireIntegrity } from './integrity.ts'
export { type EffectiveClaim, type EffectiveMetadata, mergeTypeMetadata } from './merge.ts'
export type {
  ClaimDisplay,
  ClaimMetadata,
  Rendering,
  RenderingResource,
  SelectiveDisclosure,
  SimpleRendering,
  SvgTemplate,
  SvgTemplateProperties,
  TypeDisplay,
  TypeMetadata,
  TypeMetadataFinding,
  TypeMetadataFindingCode,
  TypeMetadataLeniency,
} from './metadata.ts'
export { type TypeRulesOptions, typeRules } from './policy.ts'
export {
  type ResolvedTypeMetadata,
  type ResolveTypeOptions,
  type TypeMetadataDocument,
  type TypeMetadataOptions,
  type TypeMetadataResolver,
  typeMetadata,
} from './resolver.ts'
export { type RetrievedResource, type RetrieveResourceOptions, retrieveResource } from './resource.ts'
export { requireTypeRules } from './rules.ts'
