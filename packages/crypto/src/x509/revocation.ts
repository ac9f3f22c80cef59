import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'
import type { Engine, MaybePromise } from '../engine.ts'
import type { Certificate } from './certificate.ts'
import { type CertificateRevocationList, parseCrl } from './crl.ts'
import { sameName } from './name.ts'
import { allows } from './profile-rules.ts'
import { isSignedBy } from './signature.ts'
import type { Ask } from './tolerances.ts'

/** Gives the revocation list, DER, that a certificate names; undefined where it cannot be had. */
export type CrlSource = (uris: readonly string[]) => MaybePromise<Uint8Array | undefined>

/**
 * Asks the list of every certificate below the anchor that names one (RFC 5280 §6.3.3).
 *
 * @returns until when the lists are fresh, seconds; infinite where none was asked
 * @throws {Refusal} `certificate_revoked`; `crl_unavailable` and `crl_stale`, retryable; the other codes `crl_…`
 */
export async function checkRevocation(
  certificates: readonly Certificate[],
  { crls, at, clockSkew = 0, engine }: { crls?: CrlSource; at: number; clockSkew?: number; engine: Engine },
  ask: Ask,
): Promise<number> {
  let fresh = Number.POSITIVE_INFINITY
  if (crls === undefined) return fresh
  for (let i = 0; i + 1 < certificates.length; i++) {
    const [certificate, authority] = [certificates[i] as Certificate, certificates[i + 1] as Certificate]
    if (certificate.crlDistributionPoints.length === 0) continue
    const der = await crls(certificate.crlDistributionPoints)
    ask(der !== undefined, 'revocation_list_unavailable', 'crl_unavailable', true)
    if (der === undefined) continue
    const crl = parseCrl(der)
    await checkCrl(crl, authority, engine)
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

function refusal(code: keyof CryptoCodes, retryable = false): Refusal<keyof CryptoCodes> {
  return new Refusal(code, { retryable })
}
