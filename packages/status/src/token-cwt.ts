import { cwtClaim } from '@hashikake/crypto/cose'
import { type CwtReading, readCwtList } from './cwt.ts'
import { malformed, readBits, type StatusListToken } from './token.ts'

export const cwtMediaType = 'application/statuslist+cwt'

/**
 * Reads a Status List Token in CWT form (Token Status List §5.2).
 *
 * @throws {Refusal} `status_list_type_mismatch`, `status_list_malformed`, the codes of COSE and of strict CBOR
 */
export function readCwtToken(bytes: Uint8Array, reading: CwtReading = {}): StatusListToken {
  const { token, claims, list } = readCwtList(bytes, { type: cwtMediaType, claim: cwtClaim.statusList }, reading)
  const compressed = list.get('lst')
  if (!(compressed instanceof Uint8Array) || claims.all.has(cwtClaim.identifierList)) throw malformed()
  return Object.freeze({ ...token, bits: readBits(list.get('bits')), compressed })
}
