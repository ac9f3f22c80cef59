import { CborFloat, type CborMap, CborTag, type CborValue, decodeCbor, isCborMap } from '@hashikake/encoding/cbor'
import { refusal } from './headers.ts'

/** Claims of a CWT by their keys (RFC 8392 §4), and those of Token Status List. */
export const cwtClaim = {
  issuer: 1,
  subject: 2,
  audience: 3,
  expiration: 4,
  notBefore: 5,
  issuedAt: 6,
  identifier: 7,
  confirmation: 8,
  nonce: 10,
  timeToLive: 65534,
  statusList: 65533,
  identifierList: 65530,
  status: 65535,
} as const

/** The registered claims of a CWT; NumericDates in seconds since 1970-01-01T00:00:00Z. */
export interface CwtClaims {
  readonly issuer?: string
  readonly subject?: string
  readonly expires?: number
  readonly notBefore?: number
  readonly issuedAt?: number
  /** All of them, by their keys. */
  readonly all: CborMap
}

/**
 * Reads a CWT Claims Set (RFC 8392 §3).
 *
 * @throws {Refusal} `cwt_malformed`, and the codes of strict CBOR
 */
export function readCwtClaims(payload: Uint8Array, options: Parameters<typeof decodeCbor>[1] = {}): CwtClaims {
  const { value } = decodeCbor(payload, options)
  // RFC 8392 §6: the tag of a CWT stands before a message, never before its claims.
  return cwtClaimsOf(value)
}

/** Reads claims that stand in a header (RFC 9597 §2). @throws {Refusal} `cwt_malformed` */
export function cwtClaimsOf(value: CborValue): CwtClaims {
  if (!isCborMap(value)) throw refusal('cwt_malformed')
  const claims = {
    issuer: readText(value.get(cwtClaim.issuer)),
    subject: readText(value.get(cwtClaim.subject)),
    expires: readNumericDate(value.get(cwtClaim.expiration)),
    notBefore: readNumericDate(value.get(cwtClaim.notBefore)),
    issuedAt: readNumericDate(value.get(cwtClaim.issuedAt)),
  }
  const present = Object.fromEntries(Object.entries(claims).filter(([, one]) => one !== undefined))
  return Object.freeze({ ...present, all: value })
}

function readText(value: CborValue | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw refusal('cwt_malformed')
}

/** RFC 8392 §2: a NumericDate, integer or float, without the tag of a date. */
function readNumericDate(value: CborValue | undefined): number | undefined {
  if (value === undefined) return undefined
  const number = value instanceof CborFloat ? value.value : value
  if (value instanceof CborTag || typeof number !== 'number' || !Number.isFinite(number) || number < 0) {
    throw refusal('cwt_malformed')
  }
  return number
}
