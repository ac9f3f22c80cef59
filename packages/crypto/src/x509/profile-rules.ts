import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'
import type { Certificate } from './certificate.ts'
import type { KeyUsage } from './extensions.ts'
import { attributesOf, sameBytes } from './name.ts'
import { oid } from './object-identifier.ts'
import type { AnchorRules, CertificateProfile } from './profiles.ts'
import type { Ask, TolerableRule } from './tolerances.ts'

/**
 * What a profile asks of a path from leaf to anchor, beyond RFC 5280.
 *
 * @param ask - refuses, or notes, a rule that may be tolerated
 * @throws {Refusal}
 */
export function checkProfile(certificates: readonly Certificate[], profile: CertificateProfile, ask: Ask): void {
  const { anchor: rules, exactNames, ellipticCurvesOnly } = profile
  const [leaf, anchor] = [certificates[0] as Certificate, certificates.at(-1) as Certificate]
  checkLeaf(leaf, profile, ask)
  checkForbidden(rules === undefined ? [leaf] : certificates, profile)
  if (rules !== undefined) {
    const authorities = profile.leaf.authority ? certificates : certificates.slice(1)
    for (const one of authorities) checkAuthority(one, one === anchor, rules, ask)
    if (certificates.length > 1) checkWithin(authorities, anchor)
  }
  if (exactNames) checkExactNames(certificates)
  if (ellipticCurvesOnly && !certificates.every(isOfCurve)) throw refusal('certificate_key_unsupported')
  checkShared(certificates, profile, ask)
}

/** What the leaf must say of its own use. */
function checkLeaf(leaf: Certificate, { leaf: rules }: CertificateProfile, ask: Ask): void {
  const { keyUsage, exactKeyUsage, extendedKeyUsage, notAuthority, requiredExtensions = [] } = rules
  if (!allows(leaf, keyUsage)) throw refusal('certificate_usage_mismatch')
  if (exactKeyUsage) checkExactUsage(leaf, keyUsage, ask)
  if (notAuthority && leaf.basicConstraints?.isAuthority) throw refusal('certificate_usage_mismatch')
  if (extendedKeyUsage !== undefined) {
    const { extendedKeyUsage: named } = leaf
    ask(named !== undefined, 'extended_key_usage_missing', 'certificate_usage_mismatch')
    if (named !== undefined) {
      if (!named.some((one) => extendedKeyUsage.includes(one))) throw refusal('certificate_usage_mismatch')
      const isMarked = rules.criticalExtendedKeyUsage !== true || isCritical(leaf, oid.extendedKeyUsage)
      ask(isMarked, 'extended_key_usage_not_critical', 'certificate_usage_mismatch')
    }
  }
  checkRequired(leaf, requiredExtensions, ask)
  checkAttributes(leaf, rules.requiredAttributes, ask)
  ask(livesNoLongerThan(leaf, rules.maximumDays), 'leaf_too_long_lived', 'certificate_profile_mismatch')
}

function checkExactUsage(leaf: Certificate, usages: readonly KeyUsage[], ask: Ask): void {
  const { keyUsage: named } = leaf
  ask(named !== undefined, 'key_usage_missing', 'certificate_usage_mismatch')
  if (named === undefined) return
  const others = named.filter((one) => !usages.includes(one))
  // Whoever could sign certificates with the leaf's key could make any other.
  if (others.includes('keyCertSign') || others.includes('cRLSign')) throw refusal('certificate_usage_mismatch')
  ask(others.length === 0, 'key_usage_additional', 'certificate_usage_mismatch')
  ask(isCritical(leaf, oid.keyUsage), 'key_usage_not_critical', 'certificate_usage_mismatch')
}

function checkForbidden(certificates: readonly Certificate[], { forbiddenExtensions }: CertificateProfile): void {
  if (forbiddenExtensions === undefined) return
  for (const { extensions } of certificates) {
    if (extensions.some(({ type }) => forbiddenExtensions.includes(type))) throw refusal('certificate_profile_mismatch')
  }
}

/** An authority: the anchor, or one below it that the profile's length allows. */
function checkAuthority(authority: Certificate, isAnchor: boolean, rules: AnchorRules, ask: Ask): void {
  const { basicConstraints } = authority
  const isAuthority = basicConstraints?.isAuthority === true && isCritical(authority, oid.basicConstraints)
  if (!isAuthority || !hasExactly(authority, rules.keyUsage)) throw refusal('certificate_not_authority')
  const isBounded = basicConstraints.pathLength === rules.pathLength
  if (isAnchor) ask(isBounded, 'anchor_path_length_not_zero', 'certificate_not_authority')
  else if (!isBounded) throw refusal('certificate_not_authority')
  // Byte for byte: an authority of this kind is found by its own name.
  if (isAnchor && !sameBytes(authority.issuer.der, authority.subject.der)) throw refusal('certificate_profile_mismatch')
  if (!livesNoLongerThan(authority, rules.maximumDays)) throw refusal('certificate_profile_mismatch')
  checkRequired(authority, (isAnchor ? rules.requiredExtensions : rules.requiredBelow) ?? [], ask, isAnchor)
  checkAttributes(authority, rules.requiredAttributes, ask)
}

/** ISO/IEC 18013-5 B.1.3: the old key vouches for the new one only as long as it is good itself. */
function checkWithin(authorities: readonly Certificate[], anchor: Certificate): void {
  if (authorities.some(({ notAfter }) => notAfter > anchor.notAfter)) throw refusal('certificate_profile_mismatch')
}

function checkExactNames(certificates: readonly Certificate[]): void {
  for (let i = 0; i + 1 < certificates.length; i++) {
    const [{ issuer }, { subject }] = [certificates[i] as Certificate, certificates[i + 1] as Certificate]
    if (!sameBytes(issuer.der, subject.der)) throw refusal('certificate_issuer_mismatch')
  }
}

function checkShared(certificates: readonly Certificate[], { sharedAttributes }: CertificateProfile, ask: Ask): void {
  if (sharedAttributes === undefined) return
  const [leaf, ...above] = certificates as [Certificate, ...Certificate[]]
  // Of a leaf that is trusted itself only that it has the first.
  const authorities = above.length === 0 ? [leaf] : above
  sharedAttributes.forEach((type, i) => {
    const own = attributesOf(leaf.subject, type)
    for (const { subject } of authorities) {
      const theirs = attributesOf(subject, type)
      const isAsked = i === 0 || (own.length > 0 && theirs.length > 0)
      const isShared = own.length === 1 && theirs.length === 1 && own[0] === theirs[0]
      if (isAsked && !isShared) throw refusal('certificate_profile_mismatch')
    }
    // ISO 3166-1 alpha-2.
    const isCode = type !== oid.countryName || own.every((one) => /^[A-Z]{2}$/.test(one))
    ask(isCode, 'country_not_upper_case', 'certificate_profile_mismatch')
  })
}

/** The rules about extensions that are there, by their identifiers. */
const missing: Readonly<Record<string, { readonly below: TolerableRule; readonly anchor?: TolerableRule }>> = {
  [oid.authorityKeyIdentifier]: { below: 'authority_key_identifier_missing' },
  [oid.subjectKeyIdentifier]: {
    below: 'subject_key_identifier_missing',
    anchor: 'anchor_subject_key_identifier_missing',
  },
  [oid.issuerAltName]: {
    below: 'issuer_alternative_name_missing',
    anchor: 'anchor_issuer_alternative_name_missing',
  },
  [oid.crlDistributionPoints]: { below: 'crl_distribution_points_missing' },
}

function checkRequired(certificate: Certificate, types: readonly string[], ask: Ask, isAnchor = false): void {
  for (const type of types) {
    if (says(certificate, type)) continue
    const rule = missing[type]?.[isAnchor ? 'anchor' : 'below']
    if (rule === undefined) throw refusal('certificate_profile_mismatch')
    ask(false, rule, 'certificate_profile_mismatch')
  }
}

/** Whether an extension is there and says what it is there for. */
function says(certificate: Certificate, type: string): boolean {
  switch (type) {
    case oid.authorityKeyIdentifier:
      return certificate.authorityKeyIdentifier !== undefined
    case oid.subjectKeyIdentifier:
      return certificate.subjectKeyIdentifier !== undefined
    case oid.issuerAltName: {
      const { emails, uris } = certificate.issuerAlternativeNames
      return emails.length + uris.length > 0
    }
    case oid.crlDistributionPoints:
      return certificate.crlDistributionPoints.length > 0
    default:
      return certificate.extensions.some((one) => one.type === type)
  }
}

function checkAttributes({ subject }: Certificate, types: readonly string[] | undefined, ask: Ask): void {
  for (const type of types ?? []) {
    const isThere = attributesOf(subject, type).length > 0
    if (type === oid.commonName) ask(isThere, 'common_name_missing', 'certificate_profile_mismatch')
    else if (!isThere) throw refusal('certificate_profile_mismatch')
  }
}

/** Whether a key may be used for all of this: it may for everything where the certificate does not say. */
export function allows({ keyUsage }: Certificate, usages: readonly KeyUsage[]): boolean {
  return keyUsage === undefined || usages.every((one) => keyUsage.includes(one))
}

function hasExactly(certificate: Certificate, usages: readonly KeyUsage[]): boolean {
  const { keyUsage = [] } = certificate
  return (
    keyUsage.length === usages.length &&
    usages.every((one) => keyUsage.includes(one)) &&
    isCritical(certificate, oid.keyUsage)
  )
}

function isOfCurve({ publicKey }: Certificate): boolean {
  return publicKey?.kty === 'EC' || publicKey?.kty === 'OKP'
}

function livesNoLongerThan({ notBefore, notAfter }: Certificate, maximumDays: number | undefined): boolean {
  return maximumDays === undefined || notAfter - notBefore <= maximumDays * 86_400
}

function isCritical({ extensions }: Certificate, type: string): boolean {
  return extensions.some((one) => one.type === type && one.critical)
}

function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}
