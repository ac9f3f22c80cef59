import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { checkHeader, type JoseHeader, parseProtectedHeader } from '@hashikake/crypto/jws'
import { type Bytes, decodeBase64url, decodeBase64urlText, encodeUtf8 } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { secondsOfDateTime } from '../model/date-time.ts'
import { refusal } from '../model/refusal.ts'

/** The name of a leniency: the signature comes with a time-stamp that is not verified, though its signer calls it critical. */
export const timestampUnverified = 'jades_timestamp_unverified'

/** A JAdES signature in JSON (TS 119 182-1 §5), taken apart; nothing in it is authentic yet. */
export interface Jades {
  readonly header: JoseHeader
  readonly payloadText: string
  readonly signingInput: Bytes
  readonly signature: Bytes
  /** When its signer says that it was made; seconds since 1970-01-01T00:00:00Z. */
  readonly signedAt: number
  /** Whether time-stamps are critical to it. */
  readonly isTimestamped: boolean
}

/** Extensions whose meaning is kept here: RFC 7797 §3, TS 119 182-1 §5.2.1, §5.2.6. */
const understood: readonly unknown[] = ['b64', 'sigT', 'adoTst']

/**
 * Takes apart a JWS in JSON with one signature, its payload as it stands (RFC 7797) or in base64url. Of what is unprotected
 * nothing is used.
 *
 * @throws {Refusal} `jades_malformed`, `critical_header_unsupported`, `base64url_malformed`, and the codes of strict JSON
 */
export function parseJades(jws: JsonObject): Jades {
  const [payload, signatures] = [ownMember(jws, 'payload'), ownMember(jws, 'signatures')]
  const only = Array.isArray(signatures) && signatures.length === 1 ? signatures[0] : undefined
  if (typeof payload !== 'string' || !isJsonObject(only)) throw refusal('jades_malformed')
  const [protectedText, signature] = [ownMember(only, 'protected'), ownMember(only, 'signature')]
  if (typeof protectedText !== 'string' || typeof signature !== 'string') throw refusal('jades_malformed')
  const header = parseProtectedHeader(protectedText)
  const isPlain = ownMember(header, 'b64') === false
  const critical = readCritical(header, isPlain)
  const signedAt = secondsOfDateTime(ownMember(header, 'sigT'))
  if (signedAt === undefined) throw refusal('jades_malformed', ['sigT'])
  return Object.freeze({
    header,
    payloadText: isPlain ? payload : decodeBase64urlText(payload),
    signingInput: encodeUtf8(`${protectedText}.${payload}`),
    signature: decodeBase64url(signature),
    signedAt,
    isTimestamped: critical.includes('adoTst'),
  })
}

/** RFC 7515 §4.1.11, RFC 7797 §6: what is critical is known and there, and a payload that is no base64url says so critically. */
function readCritical(header: JoseHeader, isPlain: boolean): readonly unknown[] {
  const critical = ownMember(header, 'crit') ?? []
  if (!Array.isArray(critical) || new Set(critical).size !== critical.length) throw refusal('jades_malformed', ['crit'])
  if (Object.hasOwn(header, 'crit') && critical.length === 0) throw refusal('jades_malformed', ['crit'])
  if (!critical.every((name) => understood.includes(name) && Object.hasOwn(header, name as string))) {
    throw refusal('jades_critical_unsupported')
  }
  const b64 = ownMember(header, 'b64')
  if (b64 !== undefined && (typeof b64 !== 'boolean' || !critical.includes('b64'))) {
    throw refusal('jades_malformed', ['b64'])
  }
  if (isPlain && !critical.includes('b64')) throw refusal('jades_malformed', ['b64'])
  return critical
}

/** @throws {Refusal} those of `checkHeader`, for all but the extensions that were read before */
export function algorithmOf(header: JoseHeader, algorithms: readonly SignatureAlgorithm[]): SignatureAlgorithm {
  const { crit: _, b64: __, ...rest } = header
  return checkHeader(rest, { algorithms })
}
