import { attributesOf, type Certificate, oid } from '@hashikake/crypto/x509'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { readHttpsUrl } from './https-url.ts'

/**
 * How a certificate is bound to the `iss` value of a credential. Without a binding any holder of a certificate under the
 * same anchor could issue in another's name, so there is no default.
 *
 * - `san-uri`: a URI among its subject alternative names is `iss`, character by character
 * - `san-dns`: a DNS name among them is the host of `iss`, which is an https URL; no wildcards
 * - `organizationIdentifiers`: its one organizationIdentifier is the one that the caller wrote down for this `iss`
 * - `none`: `iss` is passed over, and the certificate's subject is the issuer
 *
 * A credential without `iss` is its certificate's subject's.
 */
export type CertificateBinding =
  | 'san-uri'
  | 'san-dns'
  | 'none'
  | { readonly organizationIdentifiers: Readonly<Record<string, string>> }

export function isCertificateBinding(value: unknown): value is CertificateBinding {
  if (value === 'san-uri' || value === 'san-dns' || value === 'none') return true
  const identifiers = isJsonObject(value) ? value.organizationIdentifiers : undefined
  return isJsonObject(identifiers) && Object.values(identifiers).every((one) => typeof one === 'string' && one !== '')
}

export function nameOfBinding(binding: CertificateBinding): string {
  return typeof binding === 'string' ? binding : 'organization-identifier'
}

/**
 * Whose the certificate is, for a credential that names this issuer.
 *
 * @throws {Refusal} `certificate_binding_mismatch`
 */
export function bindIssuer(leaf: Certificate, issuer: string | undefined, binding: CertificateBinding): string {
  if (issuer === undefined || binding === 'none') return leaf.subject.text
  if (!isBound(leaf, issuer, binding)) throw new Refusal<TrustCode>('certificate_binding_mismatch')
  return issuer
}

function isBound(leaf: Certificate, issuer: string, binding: Exclude<CertificateBinding, 'none'>): boolean {
  const { uris, dns } = leaf.subjectAlternativeNames
  if (binding === 'san-uri') return uris.includes(issuer)
  if (binding === 'san-dns') {
    const host = readHttpsUrl(issuer)?.origin.slice('https://'.length).replace(/:\d+$/, '')
    return host !== undefined && dns.some((name) => name.toLowerCase() === host)
  }
  const wanted = ownMember(binding.organizationIdentifiers as JsonObject, issuer)
  const named = attributesOf(leaf.subject, oid.organizationIdentifier)
  return wanted !== undefined && named.length === 1 && named[0] === wanted
}
