import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import {
  type CwtClaims,
  cwtClaim,
  headerLabel,
  keyIdentifierOf,
  parseSign1,
  readCwtClaims,
  readX5Chain,
  signatureAlgorithmsOf,
  verifySign1,
} from '@hashikake/crypto/cose'
import type { Engine } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { CborFloat, type CborMap, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'
import { type ListToken, malformed, readTokenClaims } from './token.ts'

/** An identifier list has two items for each that it names; the bytes are bounded where it is fetched. */
const mostItems = 2 ** 20

export interface CwtReading {
  readonly algorithms?: readonly SignatureAlgorithm[]
}

/** What is asked of a list in CWT form. */
export interface CwtKind {
  /** Header parameter 16. */
  readonly type: string
  /** The claim that holds the list. */
  readonly claim: number
}

/** The token around a list, and the map that is the list. */
export interface CwtList {
  readonly token: ListToken
  readonly claims: CwtClaims
  readonly list: CborMap
}

/**
 * Reads the token of a list in CWT form: a COSE_Sign1 under its own tag, never under that of a CWT.
 *
 * @throws {Refusal} `status_list_type_mismatch`, `status_list_malformed`, the codes of COSE and of strict CBOR
 */
export function readCwtList(
  bytes: Uint8Array,
  { type, claim }: CwtKind,
  { algorithms = defaultAlgorithms }: CwtReading,
): CwtList {
  const message = parseSign1(bytes, { tag: 'required' })
  const { headers, payload } = message
  if (headers.protected.get(headerLabel.type) !== type) throw new Refusal<StatusCode>('status_list_type_mismatch')
  const keyAlgorithms = signatureAlgorithmsOf(headers, algorithms)
  if (payload === undefined) throw malformed()
  const claims = readCwtClaims(payload, { limits: { items: mostItems } })
  const list = claims.all.get(claim)
  if (!isCborMap(list)) throw malformed()
  const [kid, chain] = [kidOf(keyIdentifierOf(headers)), readX5Chain(headers)]
  const { issuer, subject, issuedAt, expires, notBefore } = claims
  const token: ListToken = {
    keyRequest: {
      // The format is what the media type says of it.
      format: type.slice('application/'.length),
      algorithms: keyAlgorithms,
      ...(issuer === undefined ? {} : { issuer }),
      ...(kid === undefined ? {} : { kid }),
      ...(chain === undefined ? {} : { certificates: chain.certificates }),
    },
    isSignedBy: (key: PublicJwk, engine: Engine) => {
      try {
        return verifySign1(message, key, { engine, algorithms })
      } catch (thrown) {
        // A key of another kind did not make it; another candidate may have.
        if (thrown instanceof Refusal && thrown.code === 'key_type_mismatch') return false
        throw thrown
      }
    },
    ...readTokenClaims({
      subject,
      issuedAt,
      expires,
      notBefore,
      timeToLive: numberOf(claims.all.get(cwtClaim.timeToLive)),
      aggregationUri: list.get('aggregation_uri'),
    }),
  }
  return { token, claims, list }
}

function numberOf(value: CborValue | undefined): unknown {
  return value instanceof CborFloat ? value.value : value
}

/** A key identifier of CO/** A key identifier of COSE is bytes; keys that are known by a text are asked for by that text, and by no other. */
function kidOf(identifier: Uint8Array | undefined): string | undefined {
  try {
    return identifier === undefined ? undefined : decodeUtf8(identifier)
  } catch {
    return undefined
  }
}
