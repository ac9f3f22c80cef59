import {
  type Context,
  type Evidence,
  type KeyCandidate,
  type KeyRequest,
  keyFitsRequest,
  type Trust,
} from '@hashikake/credential'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { parseJson } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { type ListContent, readList } from './lote.ts'
import { writeTime } from './lote-reading.ts'
import { type ListSignature, readListSignature } from './lote-signature.ts'
import { requireSigningCertificate } from './lote-signer.ts'
import { requireOptions } from './options.ts'
import type { SequenceStore } from './sequence-store.ts'

export interface TrustListOptions {
  /** Who may sign the list: `anchors`, `pinnedKeys`, or any other resolver; it is asked with the purpose `trust-list`. */
  readonly signer: Trust
  /** The LoTEType that it must have. */
  readonly type: string
  /** The SchemeTerritory that it must have; any unless given. */
  readonly territory?: string
  /** What its editions are remembered under; its type and territory unless given. */
  readonly name?: string
  /** Where editions are remembered; without it an old edition is as good as a new one until it is stale. */
  readonly sequences?: SequenceStore
  /** Seconds; 0 unless given. */
  readonly clockSkew?: number
  readonly context: Context
  readonly signal?: AbortSignal
}

/** A list whose signature holds, of a trusted operator, and what it says. */
export interface TrustList extends ListContent {
  /** SHA-256 of what was signed, base64url. */
  readonly sha256: string
  /** The claimed signing time, seconds since 1970-01-01T00:00:00Z. */
  readonly signedAt: number
  /** Who signed it. */
  readonly evidence: readonly Evidence[]
}

const usage = 'verifyTrustList takes verifyTrustList(text, { signer, type, context })'
export const trustListOptionNames: readonly string[] = ['signer', 'type', 'territory', 'name', 'sequences', 'clockSkew']
/** Characters; the greatest national list of today has a tenth of it. */
export const maxListLength = 16_000_000
const maxDepth = 24

/**
 * Verifies a list of trusted entities (TS 119 602) in its JSON binding, signed as compact JAdES: signature and signer,
 * structure, type, age and sequence number.
 *
 * @throws {Refusal} `trust_list_…`, the codes of JOSE headers and those of the signer's resolver; `retryable` where a
 *   newer edition may be had
 * @throws {TypeError} for wrong options
 */
export async function verifyTrustList(text: string, options: TrustListOptions): Promise<TrustList> {
  requireOptions(options, [...trustListOptionNames, 'context', 'signal'], usage)
  const authentic = await authenticateTrustList(text, options)
  await requireCurrent(authentic, options)
  return authentic
}

/** Signature, signer and structure: what holds of a text once and for all, but for the signer's own validity. */
export async function authenticateTrustList(text: string, options: TrustListOptions): Promise<TrustList> {
  const { type, territory, context } = options
  if (typeof text !== 'string' || typeof type !== 'string' || type === '') throw new TypeError(usage)
  if (text.length > maxListLength) throw refusal('trust_list_too_large')
  const signature = readListSignature(text, context.engine)
  const evidence = await requireSigner(signature, options)
  const content = readContent(signature.jws.payloadText)
  if (content.type !== type) throw refusal('trust_list_type_mismatch')
  if (territory !== undefined && content.territory !== territory) throw refusal('trust_list_territory_mismatch')
  const sha256 = context.engine.sha256Base64url(signature.jws.payloadText)
  return Object.freeze({ ...content, sha256, signedAt: signature.signedAt, evidence })
}

function readContent(payloadText: string): ListContent {
  try {
    return readList(parseJson(decodeBase64urlText(payloadText), { maxDepth }), false)
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    // Without the path: a path in a verification's result is one into the credential.
    const code = cause.code.startsWith('trust_list_') ? cause.code : 'trust_list_malformed'
    throw new Refusal(code, { cause })
  }
}

async function requireSigner(signature: ListSignature, options: TrustListOptions): Promise<readonly Evidence[]> {
  const { signer, context, signal, type } = options
  const { algorithm, kid, certificates, jws } = signature
  const request: KeyRequest = {
    purpose: 'trust-list',
    format: 'lote+jwt',
    algorithms: [algorithm],
    type,
    kid,
    certificates,
    issuedAt: new Date(signature.signedAt * 1000),
  }
  const candidates = await signer.findKeys(request, context, signal)
  if (candidates.length === 0) throw refusal('trust_list_signer_unknown')
  for (const candidate of candidates.slice(0, 16)) {
    const { key } = candidate
    if (!keyFitsRequest(key, request)) continue
    if (!(await context.engine.verify(algorithm, key, jws.signingInput, jws.signature))) continue
    requireSigningCertificate(signature, candidate)
    return decide(request, candidate, options)
  }
  throw refusal('trust_list_signature_invalid')
}

async function decide(
  request: KeyRequest,
  candidate: KeyCandidate,
  { signer, context, signal }: TrustListOptions,
): Promise<readonly Evidence[]> {
  const decision = await signer.decide(request, candidate, context, signal)
  if (decision?.trusted !== true) {
    throw new Refusal<TrustCode>('trust_list_signer_not_trusted', { retryable: decision?.retryable === true })
  }
  return Object.freeze([candidate.evidence, ...(decision.evidence ?? [])])
}

/**
 * What must be asked each time that a list is used.
 *
 * @throws {Refusal} `trust_list_not_yet_issued`, `trust_list_stale`, `trust_list_rolled_back`,
 *   `trust_list_sequence_repeated`
 */
export async function requireCurrent(
  list: TrustList,
  { context, clockSkew = 0, sequences, name }: TrustListOptions,
): Promise<void> {
  const now = context.now() / 1000
  if (list.issued > now + clockSkew || list.signedAt > now + clockSkew) throw refusal('trust_list_not_yet_issued')
  if (now - clockSkew >= list.nextUpdate) throw new Refusal<TrustCode>('trust_list_stale', { retryable: true })
  const { sequenceNumber, sha256 } = list
  const seen = await sequences?.advance(name ?? `${list.type} ${list.territory}`, { sequenceNumber, sha256 })
  if (seen === undefined || (seen.sequenceNumber === sequenceNumber && seen.sha256 === sha256)) return
  if (seen.sequenceNumber === sequenceNumber) throw refusal('trust_list_sequence_repeated')
  throw new Refusal<TrustCode>('trust_list_rolled_back', { retryable: true })
}

/** What a record needs to find the edition again. */
export function listEvidence(list: TrustList, name: string | undefined): Evidence {
  return Object.freeze({
    kind: 'trust-list',
    ...(name === undefined ? {} : { name }),
    type: list.type,
    schemeTerritory: list.territory,
    operator: list.operator,
    sequenceNumber: list.sequenceNumber,
    issued: writeTime(list.issued),
    nextUpdate: writeTime(list.nextUpdate),
    sha256: list.sha256,
    signedBy: list.evidence,
  })
}

function refusal(code: TrustCode): Refusal<TrustCode> {
  return new Refusal(code)
}
