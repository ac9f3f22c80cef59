import type { Case } from '../suite.ts'
import { typeClaimCases, typeHolderCases } from './type-claims.ts'
import { typeDisplayCases } from './type-display.ts'
import { typeDocumentCases } from './type-documents.ts'
import { typeReferenceCases } from './type-references.ts'

/** draft-ietf-oauth-sd-jwt-vc §5 and §6: the rules of types, and how they are shown. */
export const typeMetadataCases: readonly Case[] = [
  ...typeReferenceCases,
  ...typeDocumentCases,
  ...typeClaimCases,
  ...typeHolderCases,
  ...typeDisplayCases,
]
