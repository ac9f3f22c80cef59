import { type JoseHeader, parseProtectedHeader, typeHeaderIs } from '@hashikake/crypto/jws'
import { ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { refusal } from '../model/refusal.ts'

/** The media types of VC-JOSE-COSE over JOSE, without `application/`. */
export type JwtMediaType = 'vc+jwt' | 'vp+jwt'

// What is wrong with one of the parts is said when it is read.
const compactJws = /^[^\s{[.~]+\.[^.~]*\.[^.~]*$/
const headerOnly = 4_096

/** The media type that the header of a compact JWS names, unbelieved; undefined for what is none. */
export function mediaTypeOf(input: unknown): JwtMediaType | undefined {
  if (typeof input !== 'string' || !compactJws.test(input)) return undefined
  const end = input.indexOf('.')
  if (end > headerOnly) return undefined
  try {
    return typeHeaderIs(parseProtectedHeader(input.slice(0, end)), 'vp+jwt') ? 'vp+jwt' : 'vc+jwt'
  } catch (cause) {
    // What is wrong with it is said when it is read.
    if (cause instanceof Refusal) return 'vc+jwt'
    throw cause
  }
}

/**
 * The media type says which of the two it is (VC-JOSE-COSE §3.1.1), so that no other token can be taken for it; a token
 * inside a token is none of them.
 *
 * @throws {Refusal} `media_type_mismatch`
 */
export function requireMediaType(header: JoseHeader, type: string): void {
  if (!typeHeaderIs(header, type)) throw refusal('media_type_mismatch')
  const contentType = ownMember(header, 'cty')
  if (contentType !== undefined && (typeof contentType !== 'string' || /^(?:application\/)?jwt$/i.test(contentType))) {
    throw refusal('media_type_mismatch')
  }
}
