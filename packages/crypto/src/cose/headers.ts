import type { Bytes } from '@hashikake/encoding/base64url'
import {
  type CborMap,
  type CborValue,
  type DecodedCbor,
  type DecodeOptions,
  decodeCbor,
  isCborMap,
} from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'

/** The labels of header parameters that are read here (RFC 9052 §3.1, RFC 9360 §2, RFC 9596 §2, RFC 9597 §2). */
export const headerLabel = {
  algorithm: 1,
  critical: 2,
  contentType: 3,
  keyIdentifier: 4,
  cwtClaims: 15,
  type: 16,
  x5chain: 33,
} as const

/** The two buckets of headers of a COSE message (RFC 9052 §3). */
export interface CoseHeaders {
  /** What is signed, as it was received; no bytes where there are no parameters. */
  readonly protectedBytes: Bytes
  readonly protected: CborMap
  readonly unprotected: CborMap
}

const noParameters: CborMap = /* @__PURE__ */ new Map()

type ReadHeadersOptions = Pick<DecodeOptions, 'leniencies' | 'limits'>

/**
 * Reads both buckets. A label stands once in a message (RFC 9052 §3), and what a message insists on is refused, since no
 * extension is processed here.
 *
 * @throws {Refusal} `cose_malformed`, `cose_label_repeated`, `critical_header_unsupported`, and the codes of strict CBOR
 */
export function readHeaders(
  protectedBytes: CborValue | undefined,
  unprotected: CborValue | undefined,
  options: ReadHeadersOptions,
): { readonly headers: CoseHeaders; readonly leniencies: readonly string[] } {
  if (!(protectedBytes instanceof Uint8Array) || !isCborMap(unprotected)) throw refusal('cose_malformed')
  const decoded = protectedBytes.length === 0 ? undefined : decodeOwned(protectedBytes, options)
  const inner = decoded?.value ?? noParameters
  if (!isCborMap(inner)) throw refusal('cose_malformed')
  for (const label of unprotected.keys()) if (inner.has(label)) throw refusal('cose_label_repeated')
  requireLabels(inner)
  requireLabels(unprotected)
  if (inner.has(headerLabel.critical) || unprotected.has(headerLabel.critical)) {
    throw refusal('critical_header_unsupported')
  }
  return {
    headers: Object.freeze({ protectedBytes: protectedBytes as Bytes, protected: inner, unprotected }),
    leniencies: decoded?.leniencies ?? [],
  }
}

function decodeOwned(bytes: Uint8Array, { leniencies, limits }: ReadHeadersOptions): DecodedCbor {
  return decodeCbor(bytes, limits === undefined ? { leniencies, owned: true } : { leniencies, limits, owned: true })
}

function requireLabels(bucket: CborMap): void {
  for (const label of bucket.keys()) {
    if (typeof label !== 'number' && typeof label !== 'string') throw refusal('cose_malformed')
  }
}

/** The key identifier, protected or not (RFC 9052 §3.1). @throws {Refusal} `cose_malformed` */
export function keyIdentifierOf({ protected: inner, unprotected }: CoseHeaders): Uint8Array | undefined {
  const value = inner.get(headerLabel.keyIdentifier) ?? unprotected.get(headerLabel.keyIdentifier)
  if (value !== undefined && !(value instanceof Uint8Array)) throw refusal('cose_malformed')
  return value
}

/** The certificates of `x5chain`, leaf first. */
export interface X5Chain {
  readonly certificates: readonly Uint8Array[]
  readonly isProtected: boolean
  /** One certificate stood in an array, where the standard has it alone. */
  readonly wasArrayOfOne: boolean
}

const maxCertificates = 10

/**
 * Reads `x5chain` (RFC 9360 §2): one certificate as bytes, or an array of at least two.
 *
 * @returns undefined where there is none
 * @throws {Refusal} `x5chain_malformed`
 */
export function readX5Chain({ protected: inner, unprotected }: CoseHeaders): X5Chain | undefined {
  const isProtected = inner.has(headerLabel.x5chain)
  const value = (isProtected ? inner : unprotected).get(headerLabel.x5chain)
  if (value === undefined) return undefined
  const certificates = value instanceof Uint8Array ? [value] : value
  const isChain =
    Array.isArray(certificates) &&
    certificates.length > 0 &&
    certificates.length <= maxCertificates &&
    certificates.every((one) => one instanceof Uint8Array && one.length > 0)
  if (!isChain) throw refusal('x5chain_malformed')
  return Object.freeze({
    certificates: Object.freeze([...(certificates as Uint8Array[])]),
    isProtected,
    wasArrayOfOne: Array.isArray(value) && value.length === 1,
  })
}

export function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}
