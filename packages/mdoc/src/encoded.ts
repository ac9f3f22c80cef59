import type { Encoded } from '@hashikake/credential'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import type { Limits } from './limits.ts'

/** The heads of a CBOR map: those of up to 23 members, of more, and of indefinite length, which is refused with its reason. */
function isMapHead(head: number): boolean {
  return (head & 0xe0) === 0xa0 && ((head & 0x1f) <= 27 || head === 0xbf)
}

/** In base64url, a map begins with one of these: its first six bits. */
const firstCharacters = 'opqrstuv'

/** Whether it may be an mdoc: a CBOR map, as bytes or in base64url (OpenID4VP 1.0 §B.2). */
export function isMdoc(input: Encoded): boolean {
  if (typeof input !== 'string') return input.length > 0 && isMapHead(input[0] as number)
  return input.length > 0 && firstCharacters.includes(input.charAt(0)) && !input.includes('.') && !input.includes('~')
}

/** @throws {Refusal} `mdoc_too_large`, and the codes of base64url */
export function bytesOf(input: Encoded, { inputLength }: Limits): Uint8Array {
  const length = typeof input === 'string' ? Math.floor((input.length * 3) / 4) : input.length
  if (length > inputLength) throw new Refusal<MdocCode>('mdoc_too_large')
  return typeof input === 'string' ? decodeBase64url(input) : input
}
