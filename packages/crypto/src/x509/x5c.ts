import { decodeBase64 } from '@hashikake/encoding/base64'
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
  return Object.freeze(value.map(readOne))
}

function readOne(text: unknown): Uint8Array {
  if (typeof text !== 'string' || text === '') throw malformed()
  try {
    return decodeBase64(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause?: unknown): Refusal<keyof CryptoCodes> {
  return new Refusal('x5c_malformed', cause === undefined ? {} : { cause })
}
