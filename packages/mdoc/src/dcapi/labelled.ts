import { decodeBase64url } from '@hashikake/encoding/base64url'
import { type CborMap, decodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from '../codes.ts'
import { requireMap } from '../items.ts'

/**
 * Reads what annex C sends both ways: `["dcapi", { … }]`, in base64url.
 *
 * @throws {Refusal} `code`, `mdoc_too_large`, and the codes of base64url and of strict CBOR
 */
export function labelled(
  text: string,
  { code, longest }: { readonly code: MdocCode; readonly longest: number },
): CborMap {
  if (typeof text !== 'string') throw new Refusal(code)
  if (text.length > longest) throw new Refusal<MdocCode>('mdoc_too_large')
  const { value } = decodeCbor(decodeBase64url(text))
  if (!Array.isArray(value) || value.length !== 2 || value[0] !== 'dcapi') throw new Refusal(code)
  return requireMap(value[1], code)
}
