import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'
import type { Certificate } from './certificate.ts'
import type { KeyUsage } from './extensions.ts'
import { attributesOf, sameBytes } from './name.ts'
import { oid } from './object-identifier.ts'
import type { CertificateProfile } from './profiles.ts'

/** What the leaf must say of its own use. @throws {Refusal} */
export function checkLeaf(leaf: Certificate, { leaf: rules, ellipticCurvesOnly }: CertificateProfile): void {
  const { keyUsage, exactKeyUsage, extendedKeyUsage, criticalExtendedKeyUsage, requiredExtensions = [] } = rules
  if (exactKeyUsage ? !hasExactly(leaf, keyUsage) : !allows(leaf, keyUsage)) throw refusal('certificate_usage_mismatch')
  if (extendedKeyUsage !== undefined) {
    const isNamed = leaf.extendedKeyUsage?.some((one) => extendedKeyUsage.includes(one)) === true
    const isMarked = criticalExtendedKeyUsage !== true || isCritical(leaf, oid.extendedKeyUsage)
    if (!isNamed || !isMarked) throw refusal('certificate_usage_mismatch')
  }
  if (!requiredExtensions.every((type) => has(leaf, type))) throw refusal('certificate_profile_mismatch')
  checkLifetime(leaf, rules.maximumDays)
  if (ellipticCurvesOnly && leaf.publicKey === undefined) throw refusal('certificate_key_unsupported')
}

/** What a profile asks of the anchor and of what it shares with the leaf. @throws {Refusal} */
export function checkAnchor(leaf: Certificate, anchor: Certificate, profile: CertificateProfile): void {
  const { anchor: rules, sharedAttributes = [], forbiddenExtensions = [] } = profile
  if ([leaf, anchor].some((one) => forbiddenExtensions.some((type) => has(one, type)))) {
    throw refusal('certificate_profile_mismatch')
  }
  if (rules !== undefined) {
    const { basicConstraints } = anchor
    const isAuthority =
      basicConstraints?.isAuthority === true &&
      basicConstraints.pathLength === rules.pathLength &&
      isCritical(anchor, oid.basicConstraints)
    if (!isAuthority || !hasExactly(anchor, rules.keyUsage)) throw refusal('certificate_not_authority')
    // Byte for byte: an authority of this kind is found by its own name.
    if (!sameBytes(anchor.issuer.der, anchor.subject.der)) throw refusal('certificate_profile_mismatch')
    if (anchor.publicKey === undefined) throw refusal('certificate_key_unsupported')
    checkLifetime(anchor, rules.maximumDays)
  }
  sharedAttributes.forEach((type, i) => {
    const [own, above] = [attributesOf(leaf.subject, type), attributesOf(anchor.subject, type)]
    const isThere = own.length === 1 && above.length === 1
    if (i === 0 ? !isThere || own[0] !== above[0] : isThere && own[0] !== above[0]) {
      throw refusal('certificate_profile_mismatch')
    }
  })
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

function checkLifetime({ notBefore, notAfter }: Certificate, maximumDays: number | undefined): void {
  if (maximumDays !== undefined && notAfter - notBefore > maximumDays * 86_400) {
    throw refusal('certificate_profile_mismatch')
  }
}

function has({ extensions }: Certificate, type: string): boolean {
  return extensions.some((one) => one.type === type)
}

function isCritical({ extensions }: Certificate, type: string): boolean {
  return extensions.some((one) => one.type === type && one.critical)
}

function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}
