import { cwtClaim } from '@hashikake/crypto/cose'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { isCborMap } from '@hashikake/encoding/cbor'
import { type CwtReading, readCwtList } from './cwt.ts'
import { type ListToken, malformed } from './token.ts'

export const identifierListMediaType = 'application/identifierlist+cwt'

/** What an identifier list says (ISO/IEC 18013-5:2025 §12.3.6.4): whoever stands in it is revoked. */
export interface IdentifierListToken extends ListToken {
  /** How many identifiers it names. */
  readonly size: number
  has(identifier: Uint8Array): boolean
}

/**
 * Reads the token of an identifier list: a CWT, always with an end, with the identifiers as byte strings and no status list
 * beside them.
 *
 * @throws {Refusal} `status_list_type_mismatch`, `status_list_malformed`, the codes of COSE and of strict CBOR
 */
export function readIdentifierList(bytes: Uint8Array, reading: CwtReading = {}): IdentifierListToken {
  const kind = { type: identifierListMediaType, claim: cwtClaim.identifierList }
  const { token, claims, list } = readCwtList(bytes, kind, reading)
  if (token.expires === undefined || claims.all.has(cwtClaim.statusList)) throw malformed()
  const named = list.get('identifiers')
  if (!isCborMap(named)) throw malformed()
  const identifiers = new Set<string>()
  for (const [identifier, information] of named) {
    if (!(identifier instanceof Uint8Array) || identifier.length === 0 || !isCborMap(information)) throw malformed()
    identifiers.add(encodeBase64url(identifier))
  }
  return Object.freeze({
    ...token,
    size: identifiers.size,
    has: (identifier: Uint8Array) => identifiers.has(encodeBase64url(identifier)),
  })
}
