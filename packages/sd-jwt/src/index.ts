import type {
  CredentialContent,
  IssuanceFormat,
  IssueRequest,
  PresentationFormat,
  VerificationFormat,
} from '@hashikake/credential'
import { copyIdentity, readMembers, requireText } from '@hashikake/credential/issuing'
import { typeHeaderIs } from '@hashikake/crypto/jws'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { draftMembers, openPart, requireDistinct, type SdJwtDraft } from './draft.ts'
import { copyIssuanceOptions, issuanceOptions, issueSdJwt, type SdJwtIssuanceOptions } from './issuance.ts'
import { copyClaims } from './plain-json.ts'
import { sdJwtPresentation } from './presentation.ts'
import type { SdJwtProfile } from './profile.ts'
import { type ReaderOptions, sdJwtReader } from './reader.ts'
import { checkStatus, readStatusReferences } from './status-claim.ts'

export type { SdJwtCodes } from './codes.ts'
export type { Decoys } from './concealment.ts'
export { type AsOne, asOne, type Disclosable, type EverythingBelow, everythingBelow } from './disclosable.ts'
export type { SdJwtDraft } from './draft.ts'
export type { SdJwtIssuanceOptions } from './issuance.ts'
export type { Limits } from './limits.ts'
export type { ReaderOptions } from './reader.ts'
export type { Serialization } from './serialization.ts'

export interface SdJwtOptions extends ReaderOptions {
  /** The `typ` that the application asks for, such as `example+sd-jwt` (RFC 9901 §9.11); any, and none, unless given. */
  readonly typ?: string
}

/** Reads plain SD-JWTs (RFC 9901) as a verifier. SD-JWT VC is in `@hashikake/sd-jwt/vc`. */
export function verification(options: SdJwtOptions = {}): VerificationFormat<'sd-jwt', CredentialContent<JsonObject>> {
  return Object.freeze({ name: 'sd-jwt', ...sdJwtReader(plainProfile(options), options) })
}

/** Takes and shows plain SD-JWTs as a holder. */
export function presentation(
  options: SdJwtOptions = {},
): PresentationFormat<'sd-jwt', CredentialContent<JsonObject>, string> {
  return sdJwtPresentation('sd-jwt', plainProfile(options), options)
}

export interface SdJwtPlainIssuanceOptions extends SdJwtIssuanceOptions {
  /** The `typ` of the header; `sd-jwt` unless given. */
  readonly typ?: string
}

/** Writes plain SD-JWTs. */
export function issuance(options: SdJwtPlainIssuanceOptions = {}): IssuanceFormat<'sd-jwt', SdJwtDraft, string> {
  const { typ = 'sd-jwt', ...writing } = copyIssuanceOptions(options, { ...issuanceOptions, typ: true })
  requireText(typ, 'typ')
  return Object.freeze({
    name: 'sd-jwt',
    issue: async (draft: SdJwtDraft, request: IssueRequest) => {
      const given = readMembers(draft, draftMembers, 'A draft')
      const issuer = copyIdentity(request.issuer)
      const open = openPart(given, issuer)
      const claims = copyClaims(given.claims)
      requireDistinct(claims, Object.keys(open))
      return issueSdJwt({ ...given, typ, open, claims }, { ...writing, ...request, issuer })
    },
  })
}

function plainProfile(options: SdJwtOptions): SdJwtProfile {
  if (options === null) throw new TypeError("Options are an object: { typ: 'example+sd-jwt' }")
  const { typ } = options
  return {
    format: 'sd-jwt',
    parameters: { typ: typ ?? null },
    checkHeader: (header) => {
      if (typ !== undefined && !typeHeaderIs(header, typ)) throw new Refusal<SdJwtCode>('type_header_mismatch')
      return undefined
    },
    checkProcessed: ({ payload, placed }) => {
      // Whose word it is was asked before anything was disclosed.
      const hidden = placed.find(({ path }) => path[0] === 'iss')
      if (hidden !== undefined) throw new Refusal<SdJwtCode>('claim_not_disclosable', { path: hidden.path })
      checkStatus(payload)
    },
    describe: (payload) => ({
      type: undefined,
      otherTypes: undefined,
      statusReferences: readStatusReferences(payload),
    }),
  }
}
