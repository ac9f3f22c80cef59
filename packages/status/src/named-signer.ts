import type { Evidence, KeyCandidate } from '@hashikake/credential'
import type { Engine } from '@hashikake/crypto/engine'
import { type CertificateProfile, certificateProfiles, parseCertificate, validatePath } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'
import type { ListToken } from './token.ts'

/** What is asked of it is that the issuer named it: nothing that its certificate should say of status lists. */
const profile: CertificateProfile = certificateProfiles.generic

/**
 * The signer of a list where the credential names the certificate (ISO/IEC 18013-5 §12.3.6): the list is signed by it, or by one
 * that it certified. The issuer signed that certificate's name with the credential, so that nobody else is asked.
 *
 * @param certificate - DER
 * @throws {Refusal} `status_list_signer_unrelated`, `status_list_signature_invalid`
 */
export async function namedSignerOf(
  token: ListToken,
  certificate: Uint8Array,
  { at, clockSkew, engine }: { readonly at: number; readonly clockSkew: number; readonly engine: Engine },
): Promise<KeyCandidate> {
  const { certificates = [] } = token.keyRequest
  const path = await holdsOrUnrelated(async () =>
    validatePath(certificates, { anchors: [parseCertificate(certificate)], at, clockSkew, profile, engine }),
  )
  const { publicKey: key, sha256, subject } = path.leaf
  if (key === undefined) throw refusal('status_list_signer_unrelated')
  if (!(await token.isSignedBy(key, engine))) throw refusal('status_list_signature_invalid')
  const evidence: Evidence = Object.freeze({
    kind: 'named-certificate',
    subject: subject.text,
    leaf: sha256,
    anchor: path.anchor.sha256,
  })
  return Object.freeze({ key, evidence })
}

async function holdsOrUnrelated<T>(find: () => Promise<T>): Promise<T> {
  try {
    return await find()
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    throw refusal('status_list_signer_unrelated', cause)
  }
}

function refusal(code: StatusCode, cause?: unknown): Refusal<StatusCode> {
  return new Refusal(code, cause === undefined ? {} : { cause })
}
