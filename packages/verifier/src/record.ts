import {
  anyIssuer,
  bearer,
  type Challenge,
  type Check,
  type ClaimPath,
  type Encoded,
  type Evidence,
  type FailureCode,
  ignoreStatus,
  type PinnedKey,
  type Policy,
  pinnedKeys,
  type Stage,
  type Trust,
  type VerificationFormat,
} from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { defaultAlgorithms } from '@hashikake/crypto/algorithms'
import { checkHeader, parseCompactJws, signCompactJws } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, parsePublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { decodeBase64url, decodeBase64urlText, encodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { isContext, readVerifyOptions, type VerifyOptions } from './options.ts'
import type { Accepted, Rejected } from './result.ts'
import { verify } from './verify.ts'

/**
 * What was decided, when, about which bytes, by which rules and on which grounds. Plain JSON, without a single claim:
 * it may be kept when the presentation itself must be deleted, and read against it where that was kept too.
 */
export interface VerificationRecord {
  readonly version: 1
  /** SHA-256 of the presentation, base64url. */
  readonly sha256: string
  /** The clock, ISO 8601. */
  readonly at: string
  readonly accepted: boolean
  readonly stage?: Stage
  readonly code?: FailureCode
  readonly path?: ClaimPath
  readonly rules: VerificationRules
  readonly checks: readonly Check[]
  readonly weakenings: readonly string[]
  readonly evidence: readonly Evidence[]
}

/** By what was judged, as plain JSON. */
export interface VerificationRules {
  readonly formats: readonly { readonly name: string; readonly parameters?: JsonValue }[]
  readonly challenge: JsonObject | 'bearer'
  readonly status: 'asked' | 'ignored'
  readonly audience: readonly string[]
  readonly signatures: 'all' | { readonly atLeast: number }
  readonly clockSkew: number
  readonly leniencies: readonly string[]
  readonly policies: readonly { readonly name: string; readonly parameters: JsonValue }[]
}

const recordType = 'hashikake-verification-record+jwt'

/**
 * Writes down a verification: its result and the options that it was made with.
 *
 * @throws {TypeError} for what is no result, and for wrong options
 */
export function recordOf(result: Accepted | Rejected, options: VerifyOptions): VerificationRecord {
  if (typeof result?.accepted !== 'boolean') throw new TypeError('recordOf takes the result of verify, and its options')
  // One set of options serves verify, verifyEach and verifyPresentation alike.
  const read = readVerifyOptions(options, ['concurrency', 'sameHolder', 'sameSubject'])
  const { sha256, at, accepted, checks, weakenings } = result
  const refusal = result.accepted
    ? {}
    : { stage: result.stage, code: result.code, ...(result.path === undefined ? {} : { path: result.path }) }
  return Object.freeze({
    version: 1,
    sha256,
    at,
    accepted,
    ...refusal,
    rules: rulesOf(read),
    checks,
    weakenings,
    evidence: result.accepted ? result.credential.evidence : result.evidence,
  })
}

/** Signs a record as a compact JWS, so that nobody can rewrite it later. */
export function signRecord(
  record: VerificationRecord,
  options: { readonly signer: Signer; readonly kid?: string; readonly signal?: AbortSignal },
): Promise<string> {
  const { signer, kid, signal } = options ?? {}
  if (typeof signer?.sign !== 'function') throw new TypeError('signRecord takes a record and { signer }')
  const header = { typ: recordType, ...(kid === undefined ? {} : { kid }) }
  return signCompactJws(header, JSON.stringify(record), signer, signal === undefined ? {} : { signal })
}

/**
 * Opens a signed record with the key of the office that signed it.
 *
 * @param options.key - that office's public JWK
 * @throws {Refusal} `signature_invalid`, `json_malformed` for what is no record, and the codes of JWS and keys
 * @throws {TypeError} for wrong options
 */
export async function openRecord(
  signed: string,
  options: { readonly key: unknown; readonly context?: Context },
): Promise<VerificationRecord> {
  if (typeof signed !== 'string' || options?.key === undefined) {
    throw new TypeError('openRecord takes a signed record and { key }, a public JWK')
  }
  const { context = defaultContext() } = options
  requireContext(context)
  const key = parsePublicJwk(options.key)
  const jws = parseCompactJws(signed)
  const algorithm = checkHeader(jws.protectedHeader, { algorithms: defaultAlgorithms, typ: recordType })
  const misfit = keyFitsAlgorithm(key, algorithm, 'verify')
  if (misfit !== undefined) throw new Refusal(misfit)
  if (!(await context.engine.verify(algorithm, key, jws.signingInput, jws.signature))) {
    throw new Refusal<FailureCode>('signature_invalid')
  }
  const record = parseJsonObject(decodeBase64urlText(jws.payloadText))
  if (!isRecord(record)) throw new Refusal('json_malformed')
  return freezeDeep(record)
}

export interface RecheckOptions<Format extends VerificationFormat> {
  /** The presentation that was kept. */
  readonly input: Encoded
  readonly formats: readonly Format[]
  /** The policies of then; their names and parameters are compared with those on record. */
  readonly policies?: readonly Policy[]
  /** Where the keys came from, unless they were pinned: those are in the evidence. */
  readonly trust?: Trust
  readonly status?: VerifyOptions['status']
  readonly context?: Context
}

export interface Recheck<Format extends VerificationFormat = VerificationFormat> {
  /** Whether the same bytes, judged again by the same rules at the same time, come to the same verdict. */
  readonly agrees: boolean
  /** What does not agree: `sha256`, `rules`, `verdict`. */
  readonly differences: readonly ('sha256' | 'rules' | 'verdict')[]
  readonly result: Accepted<Format> | Rejected
}

/**
 * Verifies again what is on record, years later and without a network: with the clock, the challenge and the keys of then.
 *
 * @throws {TypeError} for wrong options
 */
export async function recheck<const Format extends VerificationFormat>(
  record: VerificationRecord,
  options: RecheckOptions<Format>,
): Promise<Recheck<Format>> {
  if (!isRecord(record) || typeof options !== 'object' || options === null) {
    throw new TypeError('recheck takes a record and { input, formats }')
  }
  const { input, formats, policies = [], context = defaultContext() } = options
  requireContext(context)
  const { rules } = record
  const then = Date.parse(record.at)
  const again: VerifyOptions<Format> = {
    formats,
    trust: options.trust ?? pinnedKeys(record.evidence.flatMap(readPinned)),
    challenge: readChallenge(rules.challenge),
    status: options.status ?? ignoreStatus,
    audience: rules.audience,
    signatures: rules.signatures,
    clockSkew: rules.clockSkew,
    leniencies: rules.leniencies,
    policies,
    ...replayOf(record),
    context: { engine: context.engine, now: () => then },
  }
  const result = await verify<Format>(input, again)
  const differences: ('sha256' | 'rules' | 'verdict')[] = []
  if (result.sha256 !== record.sha256) differences.push('sha256')
  // Whether status was asked may differ: lists of then are seldom kept, and `status` above says whether they were.
  const comparable = (of: VerificationRules): string => sortedJson({ ...of, status: undefined })
  if (comparable(rulesOf(readVerifyOptions(again))) !== comparable(rules)) differences.push('rules')
  const code = result.accepted ? undefined : result.code
  if (result.accepted !== record.accepted || code !== record.code) differences.push('verdict')
  return Object.freeze({ agrees: differences.length === 0, differences: Object.freeze(differences), result })
}

function requireContext(context: Context): void {
  if (!isContext(context)) throw new TypeError('context takes defaultContext({ now })')
}

/** Which nonces were used then is not on record; what became of this one is. */
function replayOf({ checks, code }: VerificationRecord): Pick<VerifyOptions, 'replay'> {
  if (!checks.some(({ name }) => name === 'replay')) return {}
  const use = code === 'nonce_replayed' ? 'used' : code === 'replay_store_full' ? 'full' : 'new'
  return { replay: { use: () => use } }
}

/** JSON by which equal values are equal text, whatever the order of their members. */
function sortedJson(value: object): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isJsonObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  )
}

/** A plain copy: what is on record must not change with the options that were used. */
function rulesOf(options: VerifyOptions): VerificationRules {
  const { formats, challenge, status, audience = [], signatures = 'all', clockSkew = 0 } = options
  const rules: VerificationRules = {
    formats: formats.map(({ name, parameters }) => (parameters === undefined ? { name } : { name, parameters })),
    challenge: challenge === bearer ? 'bearer' : writeChallenge(challenge),
    status: status === ignoreStatus ? 'ignored' : 'asked',
    audience: typeof audience === 'string' ? [audience] : audience,
    signatures,
    clockSkew,
    leniencies: options.leniencies ?? [],
    policies: (options.policies ?? []).map(({ check, parameters }) => ({ name: check.name, parameters })),
  }
  return freezeDeep(JSON.parse(JSON.stringify(rules)))
}

function isRecord(value: unknown): value is VerificationRecord & JsonObject {
  if (!isJsonObject(value as JsonValue)) return false
  const { version, sha256, at, accepted, code, rules, checks, weakenings, evidence } = value as JsonObject
  return (
    version === 1 &&
    typeof sha256 === 'string' &&
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    (accepted === true ? code === undefined : accepted === false && typeof code === 'string') &&
    areRules(rules) &&
    areObjectsWith(checks, 'name') &&
    Array.isArray(weakenings) &&
    areObjectsWith(evidence, 'kind')
  )
}

function areRules(rules: unknown): boolean {
  if (!isJsonObject(rules as JsonValue)) return false
  const { formats, challenge, audience, signatures, leniencies, policies } = rules as JsonObject
  return (
    areObjectsWith(formats, 'name') &&
    (challenge === 'bearer' || isJsonObject(challenge)) &&
    Array.isArray(audience) &&
    (signatures === 'all' || isJsonObject(signatures)) &&
    Array.isArray(leniencies) &&
    areObjectsWith(policies, 'name')
  )
}

function areObjectsWith(values: unknown, name: string): boolean {
  return Array.isArray(values) && values.every((one) => isJsonObject(one) && typeof one[name] === 'string')
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freezeDeep)
  return value
}

const bytesMembers = ['encryptionKeyThumbprint', 'sessionTranscript']

function writeChallenge(challenge: Challenge): JsonObject {
  return Object.fromEntries(
    Object.entries(challenge).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? encodeBase64url(value) : (value as string),
    ]),
  )
}

function readChallenge(written: VerificationRules['challenge']): Challenge | typeof bearer {
  if (written === 'bearer') return bearer
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [
      name,
      bytesMembers.includes(name) ? decodeBase64url(value as string) : value,
    ]),
  ) as unknown as Challenge
}

function readPinned(evidence: Evidence): readonly PinnedKey[] {
  if (evidence.kind !== 'pinned-key') return []
  const { issuer = anyIssuer, key } = evidence
  return [{ key, issuer: issuer as PinnedKey['issuer'] }]
}
