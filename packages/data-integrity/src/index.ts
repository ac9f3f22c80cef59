import type { CredentialContent, IssuanceFormat, PresentationFormat, VerificationFormat } from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import { type PresentationOptions, presentationReader, readPresentationOptions } from '@hashikake/vc/formats'
import { embeddedPresentation } from './credential/holding.ts'
import { type EmbeddedDraft, type EmbeddedIssuanceOptions, embeddedIssuance } from './credential/issuance.ts'
import { embeddedPresentations } from './credential/presentations.ts'
import { credentialReader } from './credential/reader.ts'
import { type DataIntegrityOptions, readOptions } from './options.ts'

export type { VcCodes } from '@hashikake/vc/codes'
export type { Contexts } from './canonicalization/contexts.ts'
export type { DataIntegrityCode, DataIntegrityCodes } from './codes.ts'
export type { EmbeddedDraft, EmbeddedIssuanceOptions } from './credential/issuance.ts'
export { derive } from './derive.ts'
export type { DataIntegrityOptions } from './options.ts'
export { type DataIntegrityProof, type ProofPurpose, readProofs } from './proof.ts'
export { requireMapped } from './require-mapped.ts'
export { type AddProofOptions, addProof } from './sign.ts'
export type { CryptosuiteName } from './suites/table.ts'
export { type VerifyProofsOptions, verifyProofs } from './verify-document.ts'

/** Reads W3C credentials with embedded proofs, as their issuer made them, or derived from those. */
export function verification(
  options: DataIntegrityOptions = {},
): VerificationFormat<'ldp_vc', CredentialContent<JsonObject>> {
  return Object.freeze({ name: 'ldp_vc', ...credentialReader(readOptions(options)) })
}

export interface EmbeddedPresentationOptions
  extends DataIntegrityOptions,
    Pick<PresentationOptions, 'credentials' | 'presentationMaxAge'> {}

/** Reads W3C presentations with an embedded proof, each credential in them by the formats that are given. */
export function presentationVerification(
  options: EmbeddedPresentationOptions,
): VerificationFormat<'ldp_vp', CredentialContent<JsonObject>> {
  const { credentials, presentationMaxAge, ...rest } = options ?? {}
  const settings = readOptions(rest)
  const { presentation } = readPresentationOptions({
    credentials,
    limits: settings.limits,
    ...(presentationMaxAge === undefined ? {} : { presentationMaxAge }),
  })
  return Object.freeze({ name: 'ldp_vp', ...presentationReader(embeddedPresentations(settings), presentation) })
}

/** Takes W3C credentials with embedded proofs, and shows each, or what of it its issuer let it, in a presentation. */
export function presentation(
  options: DataIntegrityOptions = {},
): PresentationFormat<'ldp_vc', CredentialContent<JsonObject>, string> {
  return embeddedPresentation(readOptions(options))
}

/** Writes W3C credentials with an embedded proof. */
export function issuance(options: EmbeddedIssuanceOptions): IssuanceFormat<'ldp_vc', EmbeddedDraft, string> {
  return embeddedIssuance(options)
}
