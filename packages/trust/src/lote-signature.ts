import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { Engine } from '@hashikake/crypto/engine'
import { type CompactJws, checkHeader, parseCompactJws, typeHeaderIs } from '@hashikake/crypto/jws'
import { decodeBase64 } from '@hashikake/encoding/base64'
import { type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { readTime } from './lote-reading.ts'

/** A list's signature (JAdES baseline B in compact form), read and not yet believed. */
export interface ListSignature {
  readonly jws: CompactJws
  readonly algorithm: SignatureAlgorithm
  readonly kid: string | undefined
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[] | undefined
  /** SHA-256 of the signing certificate, base64url, where the header names it by that. */
  readonly certificateDigest: string | undefined
  /** The claimed signing time, seconds since 1970-01-01T00:00:00Z. */
  readonly signedAt: number
}

/** Header parameters that this library processes and `crit` may therefore name (RFC 7515 §4.1.11). */
const understood: readonly unknown[] = ['sigT', 'iat']
/** JOSE says nothing of the content (RFC 7515 §4.1.9); the others say that it is a list, or any JWT. */
const types = ['JOSE', 'JWT', 'trustlist+jwt']
const maxCertificates = 10

/**
 * Reads the protected header of a list: `alg`, the claimed signing time (`iat`, or `sigT` as the first edition had it;
 * where both stand they agree), `x5c`, `x5t#S256`, `kid`, and a `crit` that names nothing but the signing time. Detached
 * content, policies and whatever else JAdES allows beyond baseline B is refused.
 *
 * @throws {Refusal} `trust_list_signature_malformed`, `algorithm_…`, `header_…`, `critical_header_unsupported`
 */
export function readListSignature(text: string, engine: Engine): ListSignature {
  const jws = takeApart(text)
  const header = jws.protectedHeader
  const algorithm = checkHeader(withoutCritical(header), { algorithms: defaultAlgorithms })
  if (Object.hasOwn(header, 'typ') && !types.some((type) => typeHeaderIs(header, type))) {
    throw new Refusal('header_type_mismatch')
  }
  if (Object.hasOwn(header, 'sigD')) throw new Refusal('critical_header_unsupported')
  const certificates = readCertificates(ownMember(header, 'x5c'))
  const digest = ownMember(header, 'x5t#S256')
  if (digest !== undefined && typeof digest !== 'string') throw malformed()
  const [leaf] = certificates ?? []
  if (leaf !== undefined && digest !== undefined && engine.sha256Base64url(leaf) !== digest) throw malformed()
  return {
    jws,
    algorithm,
    kid: ownMember(header, 'kid') as string | undefined,
    certificates,
    certificateDigest: digest,
    signedAt: readSigningTime(header),
  }
}

function takeApart(text: string): CompactJws {
  try {
    return parseCompactJws(text)
  } catch (cause) {
    if (cause instanceof Refusal) throw new Refusal<TrustCode>('trust_list_signature_malformed', { cause })
    throw cause
  }
}

function withoutCritical(header: JsonObject): JsonObject {
  const crit = ownMember(header, 'crit')
  if (crit === undefined) return header
  const isUnderstood =
    Array.isArray(crit) &&
    crit.length > 0 &&
    new Set(crit).size === crit.length &&
    crit.every((name) => understood.includes(name) && Object.hasOwn(header, name as string))
  if (!isUnderstood) throw new Refusal('critical_header_unsupported')
  return Object.fromEntries(Object.entries(header).filter(([name]) => name !== 'crit'))
}

function readSigningTime(header: JsonObject): number {
  const iat = ownMember(header, 'iat')
  const sigT = ownMember(header, 'sigT')
  if (iat !== undefined && (!Number.isSafeInteger(iat) || (iat as number) < 0)) throw malformed()
  const older = typeof sigT === 'string' ? readTime(sigT) : undefined
  if (sigT !== undefined && older === undefined) throw malformed()
  if (iat !== undefined && older !== undefined && iat !== older) throw malformed()
  const time = iat ?? older
  if (time === undefined) throw malformed()
  return time as number
}

function readCertificates(x5c: JsonValue | undefined): readonly Uint8Array[] | undefined {
  if (x5c === undefined) return undefined
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > maxCertificates) throw malformed()
  return x5c.map(readBase64)
}

/** Base64 with its padding, as `x5c` and lists have it (RFC 4648 §4). */
export function readBase64(text: unknown): Uint8Array {
  if (typeof text !== 'string' || text === '') throw malformed()
  try {
    return decodeBase64(text)
  } catch (cause) {
    throw new Refusal<TrustCode>('trust_list_signature_malformed', { cause })
  }
}

function malformed(): Refusal<TrustCode> {
  return new Refusal('trust_list_signature_malformed')
}
