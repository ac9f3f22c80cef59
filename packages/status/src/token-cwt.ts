import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import {
  cwtClaim,
  headerLabel,
  keyIdentifierOf,
  parseSign1,
  readCwtClaims,
  readX5Chain,
  signatureAlgorithmOf,
  verifySign1,
} from '@hashikake/crypto/cose'
import type { Engine } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { CborFloat, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'
import { malformed, readTokenClaims, type StatusListToken } from './token.ts'

export const cwtMediaType = 'application/statuslist+cwt'

/**
 * Reads a Status List Token in CWT form (Token Status List §5.2): a COSE_Sign1 under its own tag, never under that of a CWT.
 *
 * @throws {Refusal} `status_list_type_mismatch`, `status_list_malformed`, the codes of COSE and of strict CBOR
 */
export function readCwtToken(
  bytes: Uint8Array,
  { algorithms = defaultAlgorithms }: { readonly algorithms?: readonly SignatureAlgorithm[] } = {},
): StatusListToken {
  const message = parseSign1(bytes, { tag: 'required' })
  const { headers, payload } = message
  if (headers.protected.get(headerLabel.type) !== cwtMediaType) {
    throw new Refusal<StatusCode>('status_list_type_mismatch')
  }
  const algorithm = signatureAlgorithmOf(headers)
  if (payload === undefined) throw malformed()
  const claims = readCwtClaims(payload)
  const list = claims.all.get(cwtClaim.statusList)
  if (!isCborMap(list)) throw malformed()
  const compressed = list.get('lst')
  if (!(compressed instanceof Uint8Array)) throw malformed()
  const [identifier, chain] = [keyIdentifierOf(headers), readX5Chain(headers)]
  return Object.freeze({
    keyRequest: {
      format: 'statuslist+cwt',
      algorithm,
      ...(claims.issuer === undefined ? {} : { issuer: claims.issuer }),
      ...(identifier === undefined ? {} : { kid: kidOf(identifier) }),
      ...(chain === undefined ? {} : { certificates: chain.certificates }),
    },
    isSignedBy: (key: PublicJwk, engine: Engine) => verifySign1(message, key, { engine, algorithms }),
    ...readTokenClaims({
      subject: claims.subject,
      issuedAt: claims.issuedAt,
      expires: claims.expires,
      notBefore: claims.notBefore,
      timeToLive: numberOf(claims.all.get(cwtClaim.timeToLive)),
      bits: list.get('bits'),
      aggregationUri: list.get('aggregation_uri'),
    }),
    compressed,
  })
}

function numberOf(value: CborValue | undefined): unknown {
  return value instanceof CborFloat ? value.value : value
}

/** A key identifier of COSE is bytes; keys that are known by a text are asked for by that text. */
function kidOf(identifier: Uint8Array): string {
  try {
    return decodeUtf8(identifier)
  } catch (cause) {
    throw malformed(cause)
  }
}
