import type { Encoded } from '@hashikake/credential'
import {
  type CoseHeaders,
  type CoseSign1,
  cwtClaim,
  cwtClaimsOf,
  headerLabel,
  keyIdentifierOf,
  parseSign1,
} from '@hashikake/crypto/cose'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { type JsonObject, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { Limits } from '../limits.ts'
import { refusal } from '../model/refusal.ts'
import type { EnvelopeClaims } from '../secured-claims.ts'
import { confirmationOf } from './confirmation.ts'

/** A COSE_Sign1 over a JSON document, taken apart; nothing in it is authentic yet. */
export interface OpenedCose {
  readonly message: CoseSign1
  readonly document: JsonObject
  readonly claims: EnvelopeClaims
  /** The key identifier, as text: a DID URL or a thumbprint. */
  readonly kid: string | undefined
}

/** What of the two kinds of document is inside: by its `typ`, or by its content type. */
export type Content = 'vc' | 'vp'

/**
 * Takes a secured document apart (VC-JOSE-COSE §3.3). Its media type stands in the protected header: as `typ` (RFC 9596), or as
 * content type alone, and never as that of something else.
 *
 * @throws {Refusal} `media_type_mismatch`, and the codes of COSE, CWT and JSON
 */
export function openCose(input: Encoded, content: Content, { depth }: Pick<Limits, 'depth'>): OpenedCose {
  if (!(input instanceof Uint8Array)) throw new Refusal('cose_malformed')
  const message = parseSign1(input)
  const { headers, payload } = message
  if (payload === undefined) throw new Refusal('cose_payload_mismatch')
  if (!isOf(headers, content)) throw refusal('media_type_mismatch')
  const identifier = keyIdentifierOf(headers)
  return {
    message,
    document: parseJsonObject(decodeUtf8(payload), { maxDepth: depth }),
    claims: readClaims(headers),
    kid: identifier === undefined ? undefined : decodeUtf8(identifier),
  }
}

function isOf({ protected: inner }: CoseHeaders, content: Content): boolean {
  const typ = inner.get(headerLabel.type)
  const contentType = inner.get(headerLabel.contentType)
  if (typ === undefined && contentType === undefined) return false
  const isTyp = typ === undefined || isMediaType(typ, `${content}+cose`)
  return isTyp && (contentType === undefined || isMediaType(contentType, content))
}

/** RFC 9596 §2: as in JOSE, `application/` may be left out, and case does not matter. */
function isMediaType(value: unknown, type: string): boolean {
  return typeof value === 'string' && [type, `application/${type}`].includes(value.toLowerCase())
}

/** CWT claims stand in the header, and there in the part that is signed (RFC 9597 §2). */
function readClaims({ protected: inner, unprotected }: CoseHeaders): EnvelopeClaims {
  if (unprotected.has(headerLabel.cwtClaims)) throw new Refusal('cwt_malformed')
  const value = inner.get(headerLabel.cwtClaims)
  if (value === undefined) return {}
  const { issuer, issuedAt, notBefore, expires, all } = cwtClaimsOf(value)
  const audience = all.get(cwtClaim.audience)
  const named = audience === undefined || Array.isArray(audience) ? audience : [audience]
  if (named?.some((one) => typeof one !== 'string') === true) throw new Refusal('audience_malformed')
  const nonce = all.get(cwtClaim.nonce)
  return {
    issuer,
    issuedAt,
    notBefore,
    expires,
    audience: named as readonly string[] | undefined,
    nonce: nonce === undefined ? undefined : nonceText(nonce),
    confirmation: confirmationOf(all.get(cwtClaim.confirmation)),
  }
}

/** A nonce is bytes there (RFC 9711 §4.1); those of a challenge are text. */
function nonceText(nonce: unknown): string {
  if (typeof nonce === 'string') return nonce
  if (!(nonce instanceof Uint8Array)) throw new Refusal('cwt_malformed')
  return decodeUtf8(nonce)
}

const vpMark = 'application/vp'

/** A cheap look at the outside: a COSE_Sign1, tagged or not, and whether its header speaks of a presentation. */
export function contentOfCose(input: unknown): Content | undefined {
  if (!(input instanceof Uint8Array)) return undefined
  const isSign1 = input[0] === 0xd2 ? input[1] === 0x84 : input[0] === 0x84
  if (!isSign1) return undefined
  const outside = String.fromCharCode(...input.subarray(0, 512))
  return outside.includes(vpMark) ? 'vp' : 'vc'
}
