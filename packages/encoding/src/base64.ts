import { type Bytes, decodeBase64url, encodeBase64url } from './base64url.ts'
import { Refusal } from './refusal.ts'

export type { Bytes } from './base64url.ts'

/** Encodes bytes as base64 with its padding (RFC 4648 §4), as certificates travel in JSON. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/**
 * Decodes canonical base64 with its padding: no white space, unused trailing bits zero.
 *
 * @throws {Refusal} `base64_malformed`
 */
export function decodeBase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Refusal('base64_malformed')
  try {
    return decodeBase64url(text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
  } catch (cause) {
    throw new Refusal('base64_malformed', { cause })
  }
}
