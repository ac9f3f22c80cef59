import type { Evidence, KeyCandidate } from '@hashikake/credential'
import { type PublicJwk, sameKey } from '@hashikake/crypto/keys'
import { isJsonObject, ownMember } from '@hashikake/encoding/json'

/** Instead of a relation: whoever may sign status lists by the trust that is given may sign for any credential. */
export const anyTrustedSigner: unique symbol = Symbol.for('@hashikake/anyTrustedSigner')

/**
 * Whether the signer of a list may speak for the issuer of a credential (Token Status List §11.3): it is the same key, the
 * same issuer by the same way of trust, or a certificate under the authority that certified the issuer.
 */
export function isRelated({ key, evidence, issuer }: KeyCandidate, relatedTo: readonly Evidence[]): boolean {
  return relatedTo.some(
    (other) =>
      hasKey(other, key) ||
      shares(evidence, other, 'authority') ||
      (evidence.kind === other.kind && identities.some((name) => shares(evidence, other, name))) ||
      (issuer !== undefined && evidence.kind === other.kind && ownMember(other, 'issuer') === issuer),
  )
}

/** How ways of trust name whom they know. */
const identities = ['issuer', 'did', 'entity'] as const

function hasKey(evidence: Evidence, key: PublicJwk): boolean {
  const own = ownMember(evidence, 'key')
  if (!isJsonObject(own)) return false
  return typeof own.kty === 'string' && sameKey(own as unknown as PublicJwk, key)
}

function shares(one: Evidence, other: Evidence, name: string): boolean {
  const value = ownMember(one, name)
  // A certificate names its issuer in its own words, which anybody could choose.
  if (name === 'issuer' && one.kind === 'certificate-path') return false
  return typeof value === 'string' && value !== '' && ownMember(other, name) === value
}
