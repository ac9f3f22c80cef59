import type { KeyRequest } from '@hashikake/credential'
import type { JoseHeader } from '@hashikake/crypto/jws'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'

const maxCertificates = 10

/** What a protected header says of its signer's key. */
export type SignerHeader = Pick<Required<KeyRequest>, 'kid' | 'certificates'>

/**
 * What a protected header says of its key: `kid` and `x5c` (RFC 7515 §4.1.4, §4.1.6). `jwk`, `jku` and `x5u` are never
 * looked at: with them the sender would choose the key.
 *
 * @throws {Refusal} `certificates_malformed`, `header_malformed`
 */
export function describeKey(header: JoseHeader): SignerHeader {
  const kid = ownMember(header, 'kid')
  if (kid !== undefined && typeof kid !== 'string') throw new Refusal('header_malformed')
  return { kid, certificates: readCertificates(ownMember(header, 'x5c')) }
}

function readCertificates(x5c: unknown): readonly Uint8Array[] | undefined {
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
