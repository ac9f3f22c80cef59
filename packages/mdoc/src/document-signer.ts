import { readX5Chain } from '@hashikake/crypto/cose'
import type { CertificateFacts } from '@hashikake/crypto/x509'
import type { CborValue } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import type { IssuerSigned, IssuerSignedItem } from './issuer-signed.ts'
import { limitsOf, type Reading } from './items.ts'
import type { MobileSecurityObject } from './mobile-security-object.ts'

/** Where the standard leaves a choice: what of it is refused. */
export interface DocumentSignerRules {
  /** An `x5chain` of one certificate within an array, which RFC 9360 §2 has alone. */
  readonly certificateInArray: 'accepted' | 'refused'
  /** An mdoc that is valid for longer than the certificate of its signer. */
  readonly validBeyondCertificate: 'accepted' | 'refused'
  /** By docType, the namespace whose `issuing_country` and `issuing_jurisdiction` are those of the certificate (§13.4.2). */
  readonly issuingAuthority: Readonly<Record<string, string>>
}

/** The elements that name the authority, of the documents of ISO/IEC 18013-5 itself. */
export const authorityOfLicences: Readonly<Record<string, string>> = /* @__PURE__ */ Object.freeze({
  'org.iso.18013.5.1.mDL': 'org.iso.18013.5.1',
})

/**
 * The certificates of the document signer, leaf first (ISO/IEC 18013-5 §12.3).
 *
 * @throws {Refusal} `x5chain_missing`, `x5chain_malformed`, `mdoc_too_large`
 */
export function readDocumentSigner(
  { issuerAuth }: IssuerSigned,
  rules: DocumentSignerRules,
  reading: Reading,
): readonly Uint8Array[] {
  const chain = readX5Chain(issuerAuth.headers)
  if (chain === undefined) throw new Refusal<MdocCode>('x5chain_missing')
  if (chain.certificates.length > limitsOf(reading).certificates) throw new Refusal<MdocCode>('mdoc_too_large')
  if (chain.wasArrayOfOne && rules.certificateInArray === 'refused') throw new Refusal('x5chain_malformed')
  return chain.certificates
}

/** What of an mdoc its signer's certificate is about. */
export interface SignedUnder {
  readonly mso: Pick<MobileSecurityObject, 'docType' | 'signed' | 'validUntil'>
  readonly items: readonly Pick<IssuerSignedItem, 'namespace' | 'elementIdentifier' | 'elementValue'>[]
}

/**
 * Holds what the issuer signed against the certificate of its signer (§12.8.1, §13.4.2).
 *
 * @throws {Refusal} `signed_outside_certificate`, `valid_beyond_certificate`, `issuing_country_mismatch`,
 *   `issuing_jurisdiction_mismatch`
 */
export function checkDocumentSigner(
  { mso, items }: SignedUnder,
  { notBefore, notAfter, country, state }: CertificateFacts,
  rules: DocumentSignerRules,
): void {
  if (mso.signed < notBefore || mso.signed > notAfter) throw new Refusal<MdocCode>('signed_outside_certificate')
  if (rules.validBeyondCertificate === 'refused' && mso.validUntil > notAfter) {
    throw new Refusal<MdocCode>('valid_beyond_certificate')
  }
  const { docType } = mso
  if (!Object.hasOwn(rules.issuingAuthority, docType)) return
  const namespace = rules.issuingAuthority[docType] as string
  const shown = (name: string): CborValue | undefined =>
    items.find((item) => item.namespace === namespace && item.elementIdentifier === name)?.elementValue
  const [issuingCountry, issuingJurisdiction] = [shown('issuing_country'), shown('issuing_jurisdiction')]
  if (issuingCountry !== undefined && issuingCountry !== country) {
    throw new Refusal<MdocCode>('issuing_country_mismatch', { path: [namespace, 'issuing_country'] })
  }
  // A certificate without a state speaks for the whole country.
  if (issuingJurisdiction !== undefined && state !== undefined && issuingJurisdiction !== state) {
    throw new Refusal<MdocCode>('issuing_jurisdiction_mismatch', { path: [namespace, 'issuing_jurisdiction'] })
  }
}
