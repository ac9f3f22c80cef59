import type {
  CredentialContent,
  CredentialDraft,
  IssuanceFormat,
  IssueRequest,
  PresentationFormat,
  VerificationFormat,
} from '@hashikake/credential'
import { typeHeaderIs } from '@hashikake/crypto/jws'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import type { Decoys } from './concealment.ts'
import type { Disclosable } from './disclosable.ts'
import {
  confirmationOf,
  issueSdJwt,
  numericDate,
  requireDistinct,
  requirePeriod,
  type SdJwtIssuanceOptions,
} from './issuance.ts'
import { sdJwtPresentation } from './presentation.ts'
import type { SdJwtProfile } from './profile.ts'
import { type ReaderOptions, sdJwtReader } from './reader.ts'

export type { SdJwtCodes } from './codes.ts'
export type { Decoys } from './concealment.ts'
export { type AsOne, asOne, type Disclosable, type EverythingBelow, everythingBelow } from './disclosable.ts'
export type { SdJwtIssuanceOptions } from './issuance.ts'
export type { Limits } from './limits.ts'
export type { ReaderOptions } from './reader.ts'
export type { Serialization } from './serialization.ts'

export interface SdJwtOptions extends ReaderOptions {
  /** The `typ` that the application asks for, such as `example+sd-jwt` (RFC 9901 §9.11); any, and none, unless given. */
  readonly typ?: string
}

/** A draft of a plain SD-JWT: claims as they are, and which of them the holder may withhold. */
export interface SdJwtDraft extends CredentialDraft {
  readonly claims: JsonObject
  readonly disclosable?: readonly Disclosable[]
  readonly decoys?: readonly Decoys[]
}

/** Reads plain SD-JWTs (RFC 9901) as a verifier. SD-JWT VC is in `@hashikake/sd-jwt/vc`. */
export function verification(options: SdJwtOptions = {}): VerificationFormat<'sd-jwt', CredentialContent> {
  return Object.freeze({ name: 'sd-jwt', ...sdJwtReader(plainProfile(options), options) })
}

/** Takes and shows plain SD-JWTs as a holder. */
export function presentation(options: SdJwtOptions = {}): PresentationFormat<'sd-jwt', CredentialContent, string> {
  return sdJwtPresentation('sd-jwt', plainProfile(options), options)
}

/** Writes plain SD-JWTs. */
export function issuance(
  options: SdJwtIssuanceOptions & { readonly typ?: string } = {},
): IssuanceFormat<'sd-jwt', SdJwtDraft, string> {
  return Object.freeze({
    name: 'sd-jwt',
    issue: (draft: SdJwtDraft, request: IssueRequest) => {
      const { holderKey, issuedAt, notBefore, expires, claims, disclosable = [], decoys = [] } = draft
      const { id } = request.issuer
      const open: JsonObject = {
        ...(id === undefined ? {} : { iss: id }),
        ...(issuedAt === undefined ? {} : { iat: numericDate(issuedAt) }),
        ...(notBefore === undefined ? {} : { nbf: numericDate(notBefore) }),
        ...(expires === undefined ? {} : { exp: numericDate(expires) }),
        ...(holderKey === undefined ? {} : { cnf: confirmationOf(holderKey) }),
      }
      requireDistinct(claims, Object.keys(open))
      requirePeriod(open)
      return issueSdJwt({ typ: options.typ ?? 'sd-jwt', open, claims, disclosable, decoys }, { ...options, ...request })
    },
  })
}

function plainProfile({ typ }: SdJwtOptions): SdJwtProfile {
  return {
    format: 'sd-jwt',
    checkHeader: (header) => {
      if (typ !== undefined && !typeHeaderIs(header, typ)) throw new Refusal<SdJwtCode>('type_header_mismatch')
      return undefined
    },
    describe: () => ({ type: undefined, otherTypes: undefined, statusReferences: [] }),
  }
}
