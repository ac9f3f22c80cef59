// What a format that secures the same documents in another way needs of this package.

export type { VcCodes } from './codes.ts'
export { contentOf, describeTypes } from './content.ts'
export { openCose } from './cose/headers.ts'
export { type CoseEnvelope, signCose } from './cose/writing.ts'
export { type PreparedCredential, prepareCredential, type VcDraft, vcDraftMembers } from './draft.ts'
export { type Limits, readLimits } from './limits.ts'
export { answerClaims, presentationOf } from './presented/document.ts'
export { holderKeyOf } from './presented/holder-key.ts'
export { type PresentationOptions, readPresentationOptions } from './presented/options.ts'
export { type OpenedPresentation, type PresentationEnvelope, presentationReader } from './presented/reader.ts'
export { requireWhole } from './presented/selection.ts'
export { type EnvelopeClaims, requireNoLegacyClaims } from './secured-claims.ts'
