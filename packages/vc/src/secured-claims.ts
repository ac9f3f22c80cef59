import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import type { CredentialFacts } from './model/credential.ts'
import { refusal } from './model/refusal.ts'

/** What an envelope says beside the document: in the claims of a JWT, or in the header of a COSE message. */
export interface EnvelopeClaims {
  readonly issuer?: string | undefined
  readonly issuedAt?: number | undefined
  readonly notBefore?: number | undefined
  readonly expires?: number | undefined
  readonly audience?: readonly string[] | undefined
  readonly nonce?: JsonValue | undefined
  readonly confirmation?: JsonValue | undefined
}

/** @throws {Refusal} `legacy_claim_present`: `vc` and `vp` held the document in version 1.1 (VC-JOSE-COSE §1.2) */
export function requireNoLegacyClaims(payload: JsonObject): void {
  for (const name of ['vc', 'vp']) if (Object.hasOwn(payload, name)) throw refusal('legacy_claim_present', [name])
}

/**
 * Whoever the envelope names is the issuer of the credential (VC-JOSE-COSE §4.1.2), wherever it names somebody.
 *
 * @throws {Refusal} `issuer_conflict`
 */
export function requireSameIssuer({ issuer }: Pick<CredentialFacts, 'issuer'>, ...named: readonly unknown[]): void {
  if (named.some((one) => one !== undefined && one !== issuer)) throw refusal('issuer_conflict', ['issuer'])
}
