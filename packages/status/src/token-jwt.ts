import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { Engine } from '@hashikake/crypto/engine'
import { checkHeader, parseCompactJws, typeHeaderIs } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import { readX5c } from '@hashikake/crypto/x509'
import { decodeBase64url, decodeBase64urlText, decodeUtf8 } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'
import { malformed, readBits, readTokenClaims, type StatusListToken } from './token.ts'

export const jwtMediaType = 'application/statuslist+jwt'

/**
 * Reads a Status List Token in JWT form (Token Status List §5.1).
 *
 * @throws {Refusal} `status_list_type_mismatch`, `status_list_malformed`, the codes of JWS and of strict JSON
 */
export function readJwtToken(
  bytes: Uint8Array,
  { algorithms = defaultAlgorithms }: { readonly algorithms?: readonly SignatureAlgorithm[] } = {},
): StatusListToken {
  const jws = parseCompactJws(decodeUtf8(bytes).trim())
  const { protectedHeader: header, signingInput, signature } = jws
  if (!typeHeaderIs(header, 'statuslist+jwt')) throw new Refusal<StatusCode>('status_list_type_mismatch')
  const algorithm = checkHeader(header, { algorithms })
  const payload = parseJsonObject(decodeBase64urlText(jws.payloadText))
  const list = ownMember(payload, 'status_list')
  if (!isJsonObject(list)) throw malformed()
  const certificates = readX5c(ownMember(header, 'x5c'))
  const [kid, issuer] = [textOf(header, 'kid'), textOf(payload, 'iss')]
  return Object.freeze({
    keyRequest: {
      format: 'statuslist+jwt',
      algorithms: [algorithm],
      ...(issuer === undefined ? {} : { issuer }),
      ...(kid === undefined ? {} : { kid }),
      ...(certificates === undefined ? {} : { certificates }),
    },
    isSignedBy: (key: PublicJwk, engine: Engine) =>
      keyFitsAlgorithm(key, algorithm, 'verify') === undefined &&
      engine.verify(algorithm, key, signingInput, signature),
    ...readTokenClaims({
      subject: ownMember(payload, 'sub'),
      issuedAt: ownMember(payload, 'iat'),
      expires: ownMember(payload, 'exp'),
      notBefore: ownMember(payload, 'nbf'),
      timeToLive: ownMember(payload, 'ttl'),
      aggregationUri: ownMember(list, 'aggregation_uri'),
    }),
    bits: readBits(ownMember(list, 'bits')),
    compressed: readList(ownMember(list, 'lst')),
  })
}

function readList(text: unknown): Uint8Array {
  if (typeof text !== 'string') throw malformed()
  try {
    return decodeBase64url(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

function textOf(object: JsonObject, name: string): string | undefined {
  const value = ownMember(object, name)
  if (value !== undefined && typeof value !== 'string') throw malformed()
  return value
}
