import { decodeBase64urlText, encodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonValue, parseJson } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'

/** A Disclosure (RFC 9901 §4.2), kept as the characters that were received: its digest is taken over them. */
export interface Disclosure {
  readonly encoded: string
  /** The claim's name; absent for an array element. */
  readonly name: string | undefined
  readonly value: JsonValue
}

/** Names that an SD-JWT keeps for itself (RFC 9901 §4.1). */
export function isReservedName(name: string): boolean {
  return name === '_sd' || name === '...' || name === '_sd_alg'
}

/**
 * Reads `[salt, name, value]` or `[salt, value]`.
 *
 * @throws {Refusal} `disclosure_malformed`, `claim_name_reserved`, and the codes of base64url and JSON
 */
export function decodeDisclosure(encoded: string): Disclosure {
  const parts = parseJson(decodeBase64urlText(encoded))
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') throw new Refusal<SdJwtCode>('disclosure_malformed')
  if (parts.length === 2) return { encoded, name: undefined, value: parts[1] }
  const name: unknown = parts[1]
  if (parts.length !== 3 || typeof name !== 'string') throw new Refusal<SdJwtCode>('disclosure_malformed')
  if (isReservedName(name)) throw new Refusal<SdJwtCode>('claim_name_reserved')
  return { encoded, name, value: parts[2] }
}

/** Writes a Disclosure. The value must be plain JSON already. */
export function encodeDisclosure(salt: string, name: string | undefined, value: JsonValue): string {
  return encodeBase64urlText(JSON.stringify(name === undefined ? [salt, value] : [salt, name, value]))
}
