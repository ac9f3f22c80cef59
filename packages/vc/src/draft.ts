import type { CredentialDraft, IssueRequest, IssuerIdentity } from '@hashikake/credential'
import { copyIdentity, type MemberNames, readMembers, requireUsableKey } from '@hashikake/credential/issuing'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { copyClaims, openPart } from '@hashikake/sd-jwt/formats'
import { readCredential } from './model/credential.ts'
import { identifierOf, isUrl } from './model/identifiers.ts'
import { refusal } from './model/refusal.ts'
import { requireNoLegacyClaims } from './secured-claims.ts'

/** A draft of a W3C Verifiable Credential. */
export interface VcDraft extends CredentialDraft {
  /** The credential as VCDM 2.0 has it; `issuer` may be left to the issuer's `id`. */
  readonly credential: JsonObject
  /** A credential says itself from when on it holds: `validFrom`. */
  readonly notBefore?: never
}

export const vcDraftMembers: MemberNames<Omit<VcDraft, 'notBefore'>> = {
  credential: true,
  holderKey: true,
  issuedAt: true,
  expires: true,
}

/** What an envelope is made of. */
export interface PreparedCredential {
  readonly document: JsonObject
  /** Registered claims of the envelope: `iss` where the key's identifier does not lead to the issuer, `iat`, `exp`, `cnf`. */
  readonly claims: JsonObject
  readonly issuer: IssuerIdentity
}

/** Names of a JWT that stand beside the document, and are the envelope's to write. */
const envelopeClaims = ['iss', 'iat', 'exp', 'nbf', 'aud', 'sub', 'jti', 'cnf', 'nonce']

/**
 * Checks a draft against the data model, as whoever verifies it will.
 *
 * @throws {Refusal} those of `readCredential`; `issuer_conflict`, `period_empty`
 * @throws {TypeError} for wrong use
 */
export async function prepareCredential(
  draft: Omit<VcDraft, 'notBefore'>,
  { issuer, context }: IssueRequest,
): Promise<PreparedCredential> {
  const { credential, ...times } = readMembers(draft, vcDraftMembers, 'A W3C credential draft')
  if (credential === undefined) {
    throw new TypeError("A W3C credential draft needs the credential: { credential: { '@context': [ … ], … } }")
  }
  const identity = copyIdentity(issuer)
  const copy = copyClaims(credential)
  requireNoLegacyClaims(copy)
  const taken = envelopeClaims.find((name) => Object.hasOwn(copy, name))
  if (taken !== undefined) throw new TypeError(`A W3C credential has no member ${taken}: it is of the envelope`)
  const document = Object.hasOwn(copy, 'issuer') ? copy : { ...copy, issuer: identity.id as string }
  readCredential(document)
  const named = identifierOf(ownMember(document, 'issuer'))
  if (identity.id !== undefined && named !== identity.id) throw refusal('issuer_conflict', ['issuer'])
  const { holderKey } = times
  if (holderKey !== undefined) await requireUsableKey(holderKey, context.engine)
  const claims = openPart(times, isUrl(identity.kid) ? ({} as IssuerIdentity) : { ...identity, id: named as string })
  return { document, claims, issuer: identity }
}
