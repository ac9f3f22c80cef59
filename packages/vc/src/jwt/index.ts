import type { CredentialContent, IssuanceFormat, PresentationFormat, VerificationFormat } from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import type { VcDraft } from '../draft.ts'
import { type ReaderOptions, readReaderOptions } from '../options.ts'
import { type PresentationOptions, readPresentationOptions } from '../presented/options.ts'
import { presentationReader } from '../presented/reader.ts'
import { jwtIssuance } from './issuance.ts'
import { jwtPresentation } from './presentation.ts'
import { jwtPresentations } from './presentations.ts'
import { jwtReader } from './reader.ts'

export type { VcCodes } from '../codes.ts'
export type { VcDraft } from '../draft.ts'
export type { Limits } from '../limits.ts'
export type { ReaderOptions } from '../options.ts'
export type { PresentationOptions } from '../presented/options.ts'
export { issuedAtAsDate } from './claims.ts'
export { type SignPresentationOptions, signPresentation } from './presentation.ts'

/** Reads W3C credentials that are secured as a JWT (`vc+jwt`), as their issuer made them. */
export function verification(options: ReaderOptions = {}): VerificationFormat<'vc+jwt', CredentialContent<JsonObject>> {
  return Object.freeze({ name: 'vc+jwt', ...jwtReader(readReaderOptions(options)) })
}

/** Reads W3C presentations that are secured as a JWT (`vp+jwt`), each credential in them by the formats that are given. */
export function presentationVerification(
  options: PresentationOptions,
): VerificationFormat<'vp+jwt', CredentialContent<JsonObject>> {
  const { settings, presentation } = readPresentationOptions(options)
  return Object.freeze({ name: 'vp+jwt', ...presentationReader(jwtPresentations(settings), presentation) })
}

/** Takes W3C credentials that are secured as a JWT, and shows each in a presentation that is one too. */
export function presentation(
  options: ReaderOptions = {},
): PresentationFormat<'vc+jwt', CredentialContent<JsonObject>, string> {
  return jwtPresentation(readReaderOptions(options))
}

/** Writes W3C credentials as a JWT. */
export function issuance(): IssuanceFormat<'vc+jwt', VcDraft, string> {
  return jwtIssuance()
}
