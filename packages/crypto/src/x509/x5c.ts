import { decodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'

const maxCertificates = 10

/**
 * Reads `x5c` (RFC 7515 §4.1.6): base64, not base64url, of DER certificates, leaf first.
 *
 * @returns undefined where there is none
 * @throws {Refusal} `x5c_malformed`
 */
export function readX5c(value: unknown): readonly Uint8Array[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value) || value.length === 0 || value.length > maxCertificates) throw malformed()
  return Object.freeze(value.map(readBase64))
}

function readBase64(text: unknown): Uint8Array {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) throw malformed()
  try {
    return decodeBase64url(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause?: unknown): Refusal<keyof CryptoCodes> {
  return new Refusal('x5c_malformed', cause === undefined ? {} : { cause })
}
