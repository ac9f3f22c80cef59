import type { CredentialContent } from '@hashikake/credential'
import { readKeyDid } from '@hashikake/crypto/key-dids'
import { type PublicJwk, sameKey } from '@hashikake/crypto/keys'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { identifierOf, valuesOf } from '../model/identifiers.ts'
import { refusal } from '../model/refusal.ts'

/** Who presents, by the presentation's own word. */
export interface Presenter {
  readonly holder: string | undefined
  readonly kid: string | undefined
}

/**
 * The key that must have made a presentation, by the issuer's word and never by the presentation's: the key in `cnf` (RFC 7800
 * §3.2), or the key that the credential's one subject is (did:key, did:jwk). Whoever the presentation names as holder must not
 * be somebody else.
 *
 * @throws {Refusal} `presentation_key_unknown`, `presentation_holder_mismatch`
 */
export function holderKeyOf({ claims, holderKey }: CredentialContent<JsonObject>, presenter: Presenter): PublicJwk {
  const subject = onlySubject(claims)
  const key = holderKey ?? (subject === undefined ? undefined : readKeyDid(subject)?.key)
  if (key === undefined) throw refusal('presentation_key_unknown')
  for (const name of [presenter.holder, presenter.kid?.split('#', 1)[0]]) {
    const named = name === undefined ? undefined : readKeyDid(name)?.key
    if (named !== undefined && !sameKey(named, key)) throw refusal('presentation_holder_mismatch')
  }
  // Where the key comes from the subject, the holder is that subject.
  const isSubject = holderKey !== undefined || presenter.holder === undefined || presenter.holder === subject
  if (!isSubject) throw refusal('presentation_holder_mismatch')
  return key
}

function onlySubject(claims: JsonObject): string | undefined {
  const subjects = valuesOf(ownMember(claims, 'credentialSubject'))
  return subjects.length === 1 ? identifierOf(subjects[0]) : undefined
}
