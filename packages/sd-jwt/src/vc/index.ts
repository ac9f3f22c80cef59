import type {
  CredentialContent,
  CredentialDraft,
  IssuanceFormat,
  IssueRequest,
  PresentationFormat,
  VerificationFormat,
} from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import type { Decoys } from '../concealment.ts'
import { type Disclosable, pathOfMark } from '../disclosable.ts'
import {
  confirmationOf,
  issueSdJwt,
  numericDate,
  requireDistinct,
  requirePeriod,
  type SdJwtIssuanceOptions,
} from '../issuance.ts'
import { sdJwtPresentation } from '../presentation.ts'
import { type ReaderOptions, sdJwtReader } from '../reader.ts'
import { openClaims, type SdJwtVcProfileName, sdJwtVcProfile } from './profile.ts'

export type { SdJwtCodes } from '../codes.ts'
export type { Decoys } from '../concealment.ts'
export { type AsOne, asOne, type Disclosable, type EverythingBelow, everythingBelow } from '../disclosable.ts'
export type { SdJwtIssuanceOptions } from '../issuance.ts'
export type { Limits } from '../limits.ts'
export type { ReaderOptions } from '../reader.ts'
export type { Serialization } from '../serialization.ts'
export { legacyTyp, type SdJwtVcProfileName } from './profile.ts'

export interface SdJwtVcOptions extends ReaderOptions {
  /** `haip-1.0` for what the High Assurance Interoperability Profile pins. */
  readonly profile?: SdJwtVcProfileName
}

/** A draft of an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc §2.2). */
export interface SdJwtVcDraft extends CredentialDraft {
  /** The type of the credential, a collision-resistant name. */
  readonly vct: string
  /** The integrity of the type metadata, as W3C SRI writes it. */
  readonly vctIntegrity?: string
  /** Further types that the credential also is. */
  readonly akaVcts?: readonly string[]
  /** The `status` claim, such as `{ status_list: { idx, uri } }`. */
  readonly status?: JsonObject
  readonly claims: JsonObject
  /** What the holder may withhold; nothing unless given. */
  readonly disclosable?: readonly Disclosable[]
  readonly decoys?: readonly Decoys[]
}

/** Reads SD-JWT VCs (`dc+sd-jwt`) as a verifier. */
export function verification(options: SdJwtVcOptions = {}): VerificationFormat<'dc+sd-jwt', CredentialContent> {
  return Object.freeze({ name: 'dc+sd-jwt', ...sdJwtReader(sdJwtVcProfile(options.profile), options) })
}

/** Takes and shows SD-JWT VCs as a holder. */
export function presentation(options: SdJwtVcOptions = {}): PresentationFormat<'dc+sd-jwt', CredentialContent, string> {
  return sdJwtPresentation('dc+sd-jwt', sdJwtVcProfile(options.profile), options)
}

export interface SdJwtVcIssuanceOptions extends SdJwtIssuanceOptions {
  readonly profile?: SdJwtVcProfileName
}

/**
 * Writes SD-JWT VCs. `iss` is the issuer's `id`; `iat` the clock's second unless the draft says when.
 */
export function issuance(options: SdJwtVcIssuanceOptions = {}): IssuanceFormat<'dc+sd-jwt', SdJwtVcDraft, string> {
  return Object.freeze({
    name: 'dc+sd-jwt',
    issue: async (draft: SdJwtVcDraft, request: IssueRequest) => {
      requireDraft(draft)
      const { claims, disclosable = [], decoys = [] } = draft
      const open = openPart(draft, request)
      requireOpenStaysOpen(disclosable)
      requireDistinct(claims, [...openClaims, ...Object.keys(open)])
      requirePeriod(open)
      checkDraft(open, request, options)
      return issueSdJwt({ typ: 'dc+sd-jwt', open, claims, disclosable, decoys }, { ...options, ...request })
    },
  })
}

function requireDraft(draft: SdJwtVcDraft): void {
  if (typeof draft?.vct !== 'string' || typeof draft.claims !== 'object' || draft.claims === null) {
    throw new TypeError("An SD-JWT VC draft needs a type and claims: { vct: 'https://…', claims: { … } }")
  }
  if (draft.disclosable !== undefined && !Array.isArray(draft.disclosable)) {
    throw new TypeError("disclosable takes a list: [['degree', 'title'], everythingBelow(['grades'])]")
  }
}

function openPart(draft: SdJwtVcDraft, { issuer, context }: IssueRequest): JsonObject {
  const { vct, vctIntegrity, akaVcts, status, holderKey, notBefore, expires } = draft
  return {
    ...(issuer.id === undefined ? {} : { iss: issuer.id }),
    // A draft may bring its own `iat` among the claims, to make it disclosable (SD-JWT VC §2.2.2.3).
    ...(Object.hasOwn(draft.claims, 'iat') && draft.issuedAt === undefined
      ? {}
      : { iat: numericDate(draft.issuedAt ?? new Date(context.now())) }),
    ...(notBefore === undefined ? {} : { nbf: numericDate(notBefore) }),
    ...(expires === undefined ? {} : { exp: numericDate(expires) }),
    vct,
    ...(vctIntegrity === undefined ? {} : { 'vct#integrity': vctIntegrity }),
    ...(akaVcts === undefined ? {} : { aka_vcts: akaVcts }),
    ...(status === undefined ? {} : { status }),
    ...(holderKey === undefined ? {} : { cnf: confirmationOf(holderKey) }),
  }
}

/** The writer keeps the rules that the reader enforces. */
function checkDraft(open: JsonObject, { issuer }: IssueRequest, options: SdJwtVcIssuanceOptions): void {
  const profile = sdJwtVcProfile(options.profile)
  profile.checkPayload?.(open, { isShownUnbound: false })
  if (options.profile !== 'haip-1.0') return
  if ((options.serialization ?? 'compact') !== 'compact') {
    throw new Refusal<SdJwtCode>('json_serialization_not_allowed')
  }
  if (issuer.certificates === undefined) throw new Refusal<SdJwtCode>('certificates_missing')
}

function requireOpenStaysOpen(disclosable: readonly Disclosable[]): void {
  for (const mark of disclosable) {
    const path = pathOfMark(mark)
    if (openClaims.includes(path[0] as string)) throw new Refusal<SdJwtCode>('claim_not_disclosable', { path })
  }
}
