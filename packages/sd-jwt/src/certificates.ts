import { decodeBase64, encodeBase64 } from '@hashikake/encoding/base64'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'

const maxCertificates = 10

/**
 * Reads `x5c` (RFC 7515 §4.1.6): base64, not base64url, of DER certificates, leaf first.
 *
 * @throws {Refusal} `certificates_malformed`
 */
export function readCertificates(x5c: unknown): readonly Uint8Array[] | undefined {
  if (x5c === undefined) return undefined
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > maxCertificates) {
    throw new Refusal<SdJwtCode>('certificates_malformed')
  }
  return x5c.map((certificate: unknown) => {
    if (typeof certificate !== 'string' || certificate === '') throw new Refusal<SdJwtCode>('certificates_malformed')
    try {
      return decodeBase64(certificate)
    } catch (cause) {
      throw new Refusal<SdJwtCode>('certificates_malformed', { cause })
    }
  })
}

/** The `x5c` value of DER certificates: base64, not base64url. */
export function encodeCertificates(certificates: readonly Uint8Array[]): readonly string[] {
  return certificates.map(encodeBase64)
}
