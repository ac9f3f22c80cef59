import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
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
    if (
      typeof certificate !== 'string' ||
      !/^[A-Za-z0-9+/]+={0,2}$/.test(certificate) ||
      certificate.length % 4 !== 0
    ) {
      throw new Refusal<SdJwtCode>('certificates_malformed')
    }
    return decodeBase64url(certificate.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
  })
}

/** The `x5c` value of DER certificates: base64, not base64url. */
export function encodeCertificates(certificates: readonly Uint8Array[]): readonly string[] {
  return certificates.map((der) => {
    const text = encodeBase64url(der).replaceAll('-', '+').replaceAll('_', '/')
    return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
  })
}
