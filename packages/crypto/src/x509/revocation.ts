import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'
import type { Engine, MaybePromise } from '../engine.ts'
import type { Certificate } from './certificate.ts'
import { type CertificateRevocationList, parseCrl } from './crl.ts'
import { sameBytes, sameName } from './name.ts'
import { allows } from './profile-rules.ts'
import type { CertificateProfile } from './profiles.ts'
import { isSignedBy } from './signature.ts'
import type { Ask } from './tolerances.ts'

/** Gives the revocation list, DER, that a certificate names; undefined where it cannot be had. */
export type CrlSource = (uris: readonly string[]) => MaybePromise<Uint8Array | undefined>

interface RevocationOptions {
  readonly crls: CrlSource
  readonly at: number
  readonly clockSkew?: number
  readonly engine: Engine
  readonly profile: CertificateProfile
}

/**
 * Asks the list of every certificate below the anchor that names one (RFC 5280 §6.3.3).
 *
 * @returns until when the lists are fresh, seconds; infinite where none was asked
 * @throws {Refusal} `certificate_revoked`; `crl_unavailable` and `crl_stale`, retryable; the other codes `crl_…`
 */
export async function checkRevocation(
  certificates: readonly Certificate[],
  { crls, at, clockSkew = 0, engine, profile }: RevocationOptions,
  ask: Ask,
): Promise<number> {
  let fresh = Number.POSITIVE_INFINITY
  for (let i = 0; i + 1 < certificates.length; i++) {
    const [certificate, authority] = [certificates[i] as Certificate, certificates[i + 1] as Certificate]
    if (certificate.crlDistributionPoints.length === 0) continue
    const der = await crls(certificate.crlDistributionPoints)
    ask(der !== undefined, 'revocation_list_unavailable', 'crl_unavailable', true)
    if (der === undefined) continue
    const crl = parseCrl(der)
    await checkCrl(crl, authority, engine)
    checkCrlProfile(crl, authority, profile, ask)
    if (at + clockSkew < crl.thisUpdate || at - clockSkew > crl.nextUpdate) throw refusal('crl_stale', true)
    if (crl.revoked.has(certificate.serialNumber)) throw refusal('certificate_revoked')
    fresh = Math.min(fresh, crl.nextUpdate)
  }
  return fresh
}

async function checkCrl(crl: CertificateRevocationList, authority: Certificate, engine: Engine): Promise<void> {
  const [asked, own] = [crl.authorityKeyIdentifier, authority.subjectKeyIdentifier]
  const isItsOwn =
    sameName(crl.issuer, authority.subject) && (asked === undefined || own === undefined || asked === own)
  if (!isItsOwn || !allows(authority, ['cRLSign'])) throw refusal('crl_issuer_mismatch')
  const { tbsCertList, signatureAlgorithm, signature } = crl
  if (!(await isSignedBy({ signed: tbsCertList, signatureAlgorithm, signature }, authority, engine))) {
    throw refusal('crl_signature_invalid')
  }
}

function checkCrlProfile(
  crl: CertificateRevocationList,
  authority: Certificate,
  { revocationLists: rules, exactNames }: CertificateProfile,
  ask: Ask,
): void {
  if (rules === undefined) return
  if (exactNames && !sameBytes(crl.issuer.der, authority.subject.der)) throw refusal('crl_issuer_mismatch')
  const { number, authorityKeyIdentifier, thisUpdate, nextUpdate } = crl
  const lastsNoLonger = nextUpdate - thisUpdate <= rules.maximumDays * 86_400
  ask(number !== undefined, 'revocation_list_number_missing', 'crl_profile_mismatch')
  ask(authorityKeyIdentifier !== undefined, 'revocation_list_authority_key_identifier_missing', 'crl_profile_mismatch')
  ask(lastsNoLonger, 'revocation_list_too_long_lived', 'crl_profile_mismatch')
}

function refusal(code: keyof CryptoCodes, retryable = false): Refusal<keyof CryptoCodes> {
  return new Refusal(code, { retryable })
}
