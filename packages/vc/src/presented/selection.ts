import { type ClaimPath, isAtOrBelow, selectClaims } from '@hashikake/credential'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { valuesOf } from '../model/identifiers.ts'
import { refusal } from '../model/refusal.ts'

/**
 * What is signed whole is shown whole: the holder must have agreed to show every claim about the subject.
 *
 * @throws {Refusal} `path_unmatched`, `claim_not_separable` with the first claim that was not selected
 */
export function requireWhole(document: JsonObject, disclose: readonly ClaimPath[]): void {
  const shown = disclose.flatMap((path) => {
    const selected = selectClaims(document, path)
    if (selected.length === 0) throw new Refusal('path_unmatched', { path })
    return selected.map((claim) => claim.path)
  })
  for (const place of placesOfClaims(document)) {
    if (!shown.some((path) => isAtOrBelow(place, path))) throw refusal('claim_not_separable', place)
  }
}

/** The members of each subject. */
function placesOfClaims(document: JsonObject): readonly (readonly (string | number)[])[] {
  const value = ownMember(document, 'credentialSubject')
  return valuesOf(value).flatMap((subject, index) => {
    const at = Array.isArray(value) ? ['credentialSubject', index] : ['credentialSubject']
    return isJsonObject(subject) ? Object.keys(subject).map((name) => [...at, name]) : []
  })
}
