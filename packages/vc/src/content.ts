import type { CredentialContent, StatusReference, Validity } from '@hashikake/credential'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import type { CredentialFacts } from './model/credential.ts'
import type { EnvelopeClaims } from './secured-claims.ts'

/** The types by which a credential is asked for: its own first, the one that all have last. */
export function describeTypes({ types }: Pick<CredentialFacts, 'types'>): {
  readonly type: string
  readonly otherTypes: readonly string[] | undefined
} {
  const [type = 'VerifiableCredential', ...others] = types.filter((one) => one !== 'VerifiableCredential')
  return { type, otherTypes: others.length === 0 ? undefined : Object.freeze(others) }
}

/** What roles learn of a credential whose proof holds. The document is frozen, and theirs. */
export function contentOf(
  document: JsonObject,
  facts: CredentialFacts,
  { claims, holderKey }: { readonly claims: EnvelopeClaims; readonly holderKey: PublicJwk | undefined },
): CredentialContent<JsonObject> {
  return Object.freeze({
    ...describeTypes(facts),
    claims: freezeDeep(document) as JsonObject,
    validity: validityOf(facts, claims),
    audience: claims.audience,
    holderKey,
    disclosed: none,
    statusReferences: facts.status.map(statusReferenceOf),
  })
}

const none: readonly never[] = Object.freeze([])

/** `validFrom` and `validUntil` speak of the credential, `iat`, `nbf` and `exp` of the signature (VC-JOSE-COSE §3.1.3): all hold. */
export function validityOf(
  { validFrom, validUntil }: { readonly validFrom?: number | undefined; readonly validUntil?: number | undefined },
  claims: EnvelopeClaims,
): Validity {
  const starts = [validFrom, claims.notBefore].filter((one) => one !== undefined)
  const { issuedAt, expires } = claims
  return Object.freeze({
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(starts.length === 0 ? {} : { notBefore: Math.max(...starts) }),
    ...(expires === undefined ? {} : { expires }),
    ...(validUntil === undefined ? {} : { validUntil }),
  })
}

/** An entry of a Bitstring Status List with all that it says; of any other mechanism its type alone. */
export function statusReferenceOf(status: JsonObject): StatusReference {
  const kind = String(ownMember(status, 'type'))
  const uri = ownMember(status, 'statusListCredential')
  if (kind !== 'BitstringStatusListEntry' || typeof uri !== 'string') return Object.freeze({ kind })
  return Object.freeze({ kind, uri, entry: status })
}

/** Freezes parsed JSON, which has no way back to itself. */
export function freezeDeep(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const member of Object.values(value)) freezeDeep(member)
  return Object.freeze(value)
}
