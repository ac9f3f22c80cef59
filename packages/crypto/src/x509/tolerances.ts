import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'
import { type CertificateProfile, type CertificateProfileName, certificateProfiles } from './profiles.ts'

const names = [
  /** Valid for longer than the profile allows: 457 days for a document signer, 1,187 for a reader. */
  'leaf_too_long_lived',
  /** The leaf has no key usage at all. */
  'key_usage_missing',
  'key_usage_not_critical',
  /** The leaf's key may be used for signatures, and for more; never for signing certificates or revocation lists. */
  'key_usage_additional',
  /** The leaf has no extended key usage at all; one that names other purposes alone is never tolerated. */
  'extended_key_usage_missing',
  'extended_key_usage_not_critical',
  /** Of a certificate below the anchor. */
  'authority_key_identifier_missing',
  'subject_key_identifier_missing',
  /** None, or one without an e-mail address or URI. */
  'issuer_alternative_name_missing',
  /** None, or none with a URI. */
  'crl_distribution_points_missing',
  /** Country codes that are no two letters in upper case; leaf and anchor still share theirs. */
  'country_not_upper_case',
  'common_name_missing',
  'anchor_subject_key_identifier_missing',
  'anchor_issuer_alternative_name_missing',
  /** The anchor allows authorities below it, or does not say how many. */
  'anchor_path_length_not_zero',
  /** Where revocation is asked, a list that cannot be had now; never one that is stale, another's or malformed. */
  'revocation_list_unavailable',
  /** The next list is due later than the profile allows: 90 days after this one. */
  'revocation_list_too_long_lived',
  'revocation_list_number_missing',
  'revocation_list_authority_key_identifier_missing',
] as const

export type TolerableRule = (typeof names)[number]

/**
 * The rules of profiles that a caller may tolerate. Each is one rule; what proves whose a certificate is has no name here:
 * signatures, names and key identifiers that lead to the anchor, times, what a key is for where it says so, whether a leaf
 * is an authority, critical extensions, kinds of keys, the country.
 */
export const tolerableRules: readonly TolerableRule[] = /* @__PURE__ */ Object.freeze(names)

/**
 * What certificates of mdocs in use break most, for `iso-mdoc-document-signer`:
 *
 * - `leaf_too_long_lived`: signers of several years, as passports have them
 * - `extended_key_usage_missing`, `extended_key_usage_not_critical`: certificates from software that was made for other uses
 * - `…_key_identifier_missing`, `anchor_subject_key_identifier_missing`: the same
 * - `issuer_alternative_name_missing`, `anchor_issuer_alternative_name_missing`: a contact, which no path needs
 * - `crl_distribution_points_missing`: issuers that revoke documents alone, or name no URI
 *
 * Give them to anchors that need them, and to no others: whoever has a certificate of such an authority may use it for more,
 * and for longer.
 */
export const fieldTolerances: readonly TolerableRule[] = /* @__PURE__ */ Object.freeze<TolerableRule[]>([
  'leaf_too_long_lived',
  'extended_key_usage_missing',
  'extended_key_usage_not_critical',
  'authority_key_identifier_missing',
  'subject_key_identifier_missing',
  'issuer_alternative_name_missing',
  'crl_distribution_points_missing',
  'anchor_subject_key_identifier_missing',
  'anchor_issuer_alternative_name_missing',
])

/**
 * A profile with the rules that may be broken under it. A path says in `tolerated` which of them it breaks.
 *
 * @param rules - of {@link tolerableRules}; a rule that the profile does not have changes nothing
 * @throws {TypeError} for a profile or a rule that there is not
 */
export function tolerating(
  profile: CertificateProfileName | CertificateProfile,
  rules: readonly TolerableRule[],
): CertificateProfile {
  const base =
    typeof profile !== 'string'
      ? profile
      : Object.hasOwn(certificateProfiles, profile)
        ? certificateProfiles[profile]
        : undefined
  if (typeof base?.maximumLength !== 'number') {
    throw new TypeError(
      `tolerating takes a profile: one of ${Object.keys(certificateProfiles).join(', ')}, or one of your own`,
    )
  }
  if (!Array.isArray(rules) || !rules.every((one) => tolerableRules.includes(one))) {
    throw new TypeError(`Only these rules can be tolerated, in a list of their names: ${tolerableRules.join(', ')}`)
  }
  const tolerates = Object.freeze([...new Set([...(base.tolerates ?? []), ...rules])].sort())
  return Object.freeze({ ...base, tolerates })
}

/** Refuses a path for a rule that is not kept, or notes that it is tolerated. */
export type Ask = (isKept: boolean, rule: TolerableRule, code: keyof CryptoCodes, retryable?: boolean) => void

/** Judges one path. @returns the question, and what was tolerated so far */
export function judgeBy({ tolerates = [] }: CertificateProfile): {
  readonly ask: Ask
  readonly tolerated: readonly TolerableRule[]
} {
  const tolerated: TolerableRule[] = []
  const ask: Ask = (isKept, rule, code, retryable = false) => {
    if (isKept) return
    // Which of the profile's rules it was, for whoever looks into the matter.
    if (!tolerates.includes(rule)) throw new Refusal(code, { retryable, cause: new Error(rule) })
    if (!tolerated.includes(rule)) tolerated.push(rule)
  }
  return { ask, tolerated }
}
