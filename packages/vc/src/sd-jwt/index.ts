import type {
  CredentialContent,
  Encoded,
  IssuanceFormat,
  PresentationFormat,
  VerificationFormat,
} from '@hashikake/credential'
import { signCompactJws } from '@hashikake/crypto/jws'
import type { JsonObject } from '@hashikake/encoding/json'
import { type ReaderOptions, type SdJwtIssuanceOptions, sdJwtPresentation } from '@hashikake/sd-jwt/formats'
import type { SignPresentationOptions } from '../jwt/presentation.ts'
import type { Envelope } from '../model/enveloped.ts'
import { answerClaims, presentationOf } from '../presented/document.ts'
import { type PresentationOptions, readPresentationOptions } from '../presented/options.ts'
import { presentationReader } from '../presented/reader.ts'
import { type VcSdJwtDraft, vcSdJwtIssuance } from './issuance.ts'
import { sdJwtPresentations } from './presentations.ts'
import { namesMediaType, vcSdJwtProfile } from './profile.ts'
import { vcSdJwtReader } from './reader.ts'

export type { SdJwtCodes } from '@hashikake/sd-jwt/codes'
export type { VcCodes } from '../codes.ts'
export { issuedAtAsDate } from '../jwt/claims.ts'
export type { PresentationOptions } from '../presented/options.ts'
export type { VcSdJwtDraft } from './issuance.ts'

/**
 * Reads W3C credentials that are secured as an SD-JWT (`vc+sd-jwt`), bound to a challenge by the holder's key, or bare for
 * `bearer`.
 */
export function verification(
  options: ReaderOptions = {},
): VerificationFormat<'vc+sd-jwt', CredentialContent<JsonObject>> {
  return Object.freeze({ name: 'vc+sd-jwt', ...vcSdJwtReader(options) })
}

/** Reads W3C presentations that are secured as an SD-JWT (`vp+sd-jwt`), each credential in them by the formats that are given. */
export function presentationVerification(
  options: PresentationOptions,
): VerificationFormat<'vp+sd-jwt', CredentialContent<JsonObject>> {
  const { settings, presentation } = readPresentationOptions(options)
  const { algorithms } = settings
  return Object.freeze({ name: 'vp+sd-jwt', ...presentationReader(sdJwtPresentations({ algorithms }), presentation) })
}

/** Takes W3C credentials that are secured as an SD-JWT, and shows of them what the holder selects. */
export function presentation(
  options: ReaderOptions = {},
): PresentationFormat<'vc+sd-jwt', CredentialContent<JsonObject>, string> {
  return Object.freeze({
    ...sdJwtPresentation('vc+sd-jwt', vcSdJwtProfile(), options),
    ...vcSdJwtReader(options),
    recognizes: (input: Encoded) => namesMediaType(input, 'vc+sd-jwt'),
  })
}

/**
 * Signs one presentation of several credentials as an SD-JWT (VC-JOSE-COSE §3.2.2), all of it open.
 *
 * @param credentials - each in its envelope, as its issuer made it and its holder shows it
 * @throws {Refusal} `challenge_unsupported`
 */
export async function signPresentation(
  credentials: readonly Envelope[],
  { challenge, signer, context, holder, kid, signal }: SignPresentationOptions,
): Promise<string> {
  const { audience, nonce, issuedAt } = answerClaims(challenge, context.now())
  const payload = { ...presentationOf(credentials, holder), iat: issuedAt, aud: audience, nonce }
  const header = { typ: 'vp+sd-jwt', cty: 'vp', ...(kid === undefined ? {} : { kid }) }
  // Nothing in it is for anybody to withhold, so it has no digests either.
  return `${await signCompactJws(header, JSON.stringify(payload), signer, signal === undefined ? {} : { signal })}~`
}

/** Writes W3C credentials as an SD-JWT. */
export function issuance(options: SdJwtIssuanceOptions = {}): IssuanceFormat<'vc+sd-jwt', VcSdJwtDraft, string> {
  return vcSdJwtIssuance(options)
}
