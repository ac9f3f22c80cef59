import type {
  CredentialContent,
  IssuanceFormat,
  IssueRequest,
  IssuerIdentity,
  PresentationFormat,
  VerificationFormat,
} from '@hashikake/credential'
import { copyIdentity, type MemberNames, readMembers } from '@hashikake/credential/issuing'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import { type Disclosable, pathOfMark, requireMarks } from '../disclosable.ts'
import { draftMembers, openPart, requireDistinct, type SdJwtDraft } from '../draft.ts'
import { copyIssuanceOptions, issuanceOptions, issueSdJwt, type SdJwtIssuanceOptions } from '../issuance.ts'
import { copyClaims } from '../plain-json.ts'
import { sdJwtPresentation } from '../presentation.ts'
import { type ReaderOptions, sdJwtReader } from '../reader.ts'
import { haip } from './haip.ts'
import { openClaims, requireProfile, type SdJwtVcProfileName, sdJwtVcProfile } from './profile.ts'

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
export interface SdJwtVcDraft extends SdJwtDraft {
  /** The type of the credential, a collision-resistant name. */
  readonly vct: string
  /** The integrity of the type metadata, as W3C SRI writes it. */
  readonly vctIntegrity?: string
  /** Further types that the credential also is. */
  readonly akaVcts?: readonly string[]
  /** The `status` claim, such as `{ status_list: { idx, uri } }`. */
  readonly status?: JsonObject
}

// A function, so that a bundle that only verifies is rid of it.
function vcDraftMembers(): MemberNames<SdJwtVcDraft> {
  return { vct: true, ...draftMembers, vctIntegrity: true, akaVcts: true, status: true }
}

/** Reads SD-JWT VCs (`dc+sd-jwt`) as a verifier. */
export function verification(
  options: SdJwtVcOptions = {},
): VerificationFormat<'dc+sd-jwt', CredentialContent<JsonObject>> {
  return Object.freeze({ name: 'dc+sd-jwt', ...sdJwtReader(sdJwtVcProfile(requireProfile(options)), options) })
}

/** Takes and shows SD-JWT VCs as a holder. */
export function presentation(
  options: SdJwtVcOptions = {},
): PresentationFormat<'dc+sd-jwt', CredentialContent<JsonObject>, string> {
  return sdJwtPresentation('dc+sd-jwt', sdJwtVcProfile(requireProfile(options)), options)
}

export interface SdJwtVcIssuanceOptions extends SdJwtIssuanceOptions {
  readonly profile?: SdJwtVcProfileName
}

/**
 * Writes SD-JWT VCs. `iss` is the issuer's `id`; `iat` the clock's second unless the draft says when.
 */
export function issuance(options: SdJwtVcIssuanceOptions = {}): IssuanceFormat<'dc+sd-jwt', SdJwtVcDraft, string> {
  const writing = copyIssuanceOptions(options, { ...issuanceOptions, profile: true })
  const profile = requireProfile(writing)
  const rules = profile === undefined ? sdJwtVcProfile() : haip(sdJwtVcProfile())
  return Object.freeze({
    name: 'dc+sd-jwt',
    issue: async (draft: SdJwtVcDraft, request: IssueRequest) => {
      const given = readMembers(draft, vcDraftMembers(), 'An SD-JWT VC draft')
      requireDraft(given)
      const issuer = copyIdentity(request.issuer)
      const claims = copyClaims(given.claims)
      const open = openPart({ ...given, ...issuedAt(given, claims, request) }, issuer, ownPart(given))
      requireOpenStaysOpen(given.disclosable)
      requireDistinct(claims, [...openClaims, ...Object.keys(open)])
      rules.checkPayload?.(open, { isShownUnbound: false, headers: [] })
      if (profile === 'haip-1.0') requireHaip(issuer, writing)
      const { disclosable, decoys } = given
      return issueSdJwt({ typ: 'dc+sd-jwt', open, claims, disclosable, decoys }, { ...writing, ...request, issuer })
    },
  })
}

function requireDraft({ vct, claims }: SdJwtVcDraft): void {
  if (typeof vct !== 'string' || claims === undefined) {
    throw new TypeError("An SD-JWT VC draft needs a type and claims: { vct: 'https://…', claims: { … } }")
  }
}

/** The claims that only an SD-JWT VC has. */
function ownPart({ vct, vctIntegrity, akaVcts, status }: SdJwtVcDraft): JsonObject {
  return {
    vct,
    ...(vctIntegrity === undefined ? {} : { 'vct#integrity': vctIntegrity }),
    ...(akaVcts === undefined ? {} : { aka_vcts: akaVcts }),
    ...(status === undefined ? {} : { status }),
  }
}

function issuedAt(draft: SdJwtVcDraft, claims: JsonObject, { context }: IssueRequest): { readonly issuedAt?: Date } {
  // A draft may bring its own `iat` among the claims, to make it disclosable (SD-JWT VC §2.2.2.3).
  const isGiven = draft.issuedAt !== undefined || Object.hasOwn(claims, 'iat')
  return isGiven ? {} : { issuedAt: new Date(context.now()) }
}

/** The writer keeps the rules that the reader enforces. */
function requireHaip({ certificates }: IssuerIdentity, { serialization = 'compact' }: SdJwtVcIssuanceOptions): void {
  if (serialization !== 'compact') throw new Refusal<SdJwtCode>('json_serialization_not_allowed')
  if (certificates === undefined) throw new Refusal<SdJwtCode>('certificates_missing')
}

function requireOpenStaysOpen(disclosable: readonly Disclosable[] = []): void {
  for (const mark of requireMarks(disclosable)) {
    const path = pathOfMark(mark)
    if (openClaims.includes(path[0] as string)) throw new Refusal<SdJwtCode>('claim_not_disclosable', { path })
  }
}
