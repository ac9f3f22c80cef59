import type { JoseHeader } from '@hashikake/crypto/jws'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { readAudience, readIssuer, readValidity } from '@hashikake/sd-jwt/registered-claims'
import type { EnvelopeClaims } from '../secured-claims.ts'

/**
 * Reads the registered claims beside a document (VC-JOSE-COSE §3.1.3). They are of the token, and never a part of what it says.
 *
 * @throws {Refusal} `time_malformed`, `audience_malformed`, `issuer_malformed`
 */
export function readJwtClaims(payload: JsonObject): EnvelopeClaims {
  return {
    issuer: readIssuer(payload),
    ...readValidity(payload),
    audience: readAudience(payload),
    nonce: ownMember(payload, 'nonce'),
    confirmation: ownMember(payload, 'cnf'),
  }
}

/** Whom the header names as issuer, besides the claims (VC-JOSE-COSE §4.1.2). */
export function issuerInHeader(header: JoseHeader): unknown {
  return ownMember(header, 'iss')
}
