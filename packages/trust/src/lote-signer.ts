import type { KeyCandidate } from '@hashikake/credential'
import { type PublicJwk, sameKey } from '@hashikake/crypto/keys'
import { parseCertificate } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import type { ListSignature } from './lote-signature.ts'

/**
 * The header's signing certificate is the one whose key verified the signature (TS 119 182-1 §5.1.7, §5.1.8): a list says
 * who signed it, and says so rightly.
 *
 * @throws {Refusal} `trust_list_signature_malformed`
 */
export function requireSigningCertificate(
  { certificates, certificateDigest }: ListSignature,
  { key, evidence }: KeyCandidate,
): void {
  const [leaf] = certificates ?? []
  const named = leaf === undefined ? key : certificateKey(leaf)
  const isNamed = named !== undefined && sameKey(named, key)
  const { leaf: found } = evidence
  const isSame = certificateDigest === undefined || found === undefined || found === certificateDigest
  if (!isNamed || !isSame) throw new Refusal<TrustCode>('trust_list_signature_malformed')
}

/** A certificate's key; undefined where it is no certificate, or its key signs nothing here. */
export function certificateKey(der: Uint8Array): PublicJwk | undefined {
  try {
    return parseCertificate(der).publicKey
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}
