import type { JoseHeader } from '@hashikake/crypto/jws'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { readAudience, readIssuer, readValidity } from '@hashikake/sd-jwt/registered-claims'
import { secondsOfDateTime } from '../model/date-time.ts'
import type { EnvelopeClaims } from '../secured-claims.ts'

/** The name of a leniency: `iat` as a date, as some issuers of W3C credentials write it, where RFC 7519 §4.1.6 has seconds. */
export const issuedAtAsDate = 'iat_as_date_time'

/** Whether a leniency is needed to read the times of a token. */
export function needsIssuedAtAsDate(payload: JsonObject): boolean {
  return secondsOfDateTime(ownMember(payload, 'iat')) !== undefined
}

/**
 * Reads the registered claims beside a document (VC-JOSE-COSE §3.1.3). They are of the token, and never a part of what it says.
 *
 * @throws {Refusal} `time_malformed`, `audience_malformed`, `issuer_malformed`
 */
export function readJwtClaims(payload: JsonObject, leniencies: readonly string[] = []): EnvelopeClaims {
  const issuedAt = leniencies.includes(issuedAtAsDate) ? secondsOfDateTime(ownMember(payload, 'iat')) : undefined
  return {
    issuer: readIssuer(payload),
    ...readValidity(issuedAt === undefined ? payload : { ...payload, iat: issuedAt }),
    audience: readAudience(payload),
    nonce: ownMember(payload, 'nonce'),
    confirmation: ownMember(payload, 'cnf'),
  }
}

/** Whom the header names as issuer, besides the claims (VC-JOSE-COSE §4.1.2). */
export function issuerInHeader(header: JoseHeader): unknown {
  return ownMember(header, 'iss')
}
