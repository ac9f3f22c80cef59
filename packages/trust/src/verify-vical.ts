import type { Context, Evidence, KeyRequest } from '@hashikake/credential'
import { defaultAlgorithms, isSignatureAlgorithm, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { type CoseSign1, parseSign1, readX5Chain, signatureAlgorithmsOf, verifySign1 } from '@hashikake/crypto/cose'
import type { Certificate, CertificatePath } from '@hashikake/crypto/x509'
import type { Bytes } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import { evidenceOf, findPath, type PathRules, readAnchors, readRules } from './certificate-paths.ts'
import type { TrustCode } from './codes.ts'
import { writeTime } from './lote-reading.ts'
import { requireOptions } from './options.ts'
import type { SequenceStore } from './sequence-store.ts'
import { readVical, type VicalContent } from './vical-content.ts'

export interface VerifyVicalOptions {
  /** DER of the authorities under which the provider's signers stand, or of the signers themselves. */
  readonly anchors: readonly Uint8Array[]
  /** Signature algorithms that the list may have; ES256, ES384, ES512, EdDSA and Ed25519 unless given. */
  readonly algorithms?: readonly SignatureAlgorithm[]
  /** What its issues are remembered under; its provider unless given. */
  readonly name?: string
  /** Where issues are remembered; without it an old issue is as good as a new one until it is stale. */
  readonly sequences?: SequenceStore
  /** Seconds for which a list is believed past its nextUpdate, never past its notAfter; 0 unless given. The evidence says so. */
  readonly overdue?: number
  /** `crl` asks the revocation lists that the certificates name, through `context.retrieval`, once the signature holds. */
  readonly revocation?: 'crl'
  /** Seconds; 0 unless given. */
  readonly clockSkew?: number
  readonly context: Context
  readonly signal?: AbortSignal
}

/** A list of issuing authorities whose signature holds, of a provider whom the caller trusts, and what it says. */
export interface Vical extends VicalContent {
  /** SHA-256 of what was signed, base64url. */
  readonly sha256: string
  /** Who signed it. */
  readonly evidence: Evidence
}

/** How a list's provider is known, and its age judged: the options, read once. */
export interface VicalRules {
  readonly anchors: readonly Certificate[]
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly paths: PathRules
  readonly name: string | undefined
  readonly sequences: SequenceStore | undefined
  readonly overdue: number
}

/** An authentic list, and the path of its signer, which ends. */
export interface AuthenticVical {
  readonly list: Vical
  readonly path: CertificatePath
}

export const vicalOptionNames: readonly string[] = [
  'anchors',
  'algorithms',
  'name',
  'sequences',
  'overdue',
  'revocation',
  'clockSkew',
]
const usage = 'verifyVical takes verifyVical(bytes, { anchors: [der], context })'
/** Bytes; a thousand authorities have a tenth of it. */
export const maxVicalBytes = 16_000_000
/** Seconds; for a list that names no end: as long as a revocation list of an mdoc's authority may serve. */
const longestWithoutEnd = 90 * 86_400

/**
 * Verifies a VICAL (ISO/IEC 18013-5 Annex C): signature and signer, structure, age and issue.
 *
 * A list that names neither nextUpdate nor notAfter is believed for 90 days from its date.
 *
 * @param bytes - the COSE_Sign1, tagged or not
 * @throws {Refusal} `vical_…`, `algorithm_…`, `critical_header_unsupported`; `retryable` where a newer issue may be had. The
 *   cause of `vical_signer_not_trusted` is what is wrong with the signer's certificates
 * @throws {TypeError} for wrong options
 */
export async function verifyVical(bytes: Uint8Array, options: VerifyVicalOptions): Promise<Vical> {
  requireOptions(options, [...vicalOptionNames, 'context', 'signal'], usage)
  const { context, signal } = options
  if (!(bytes instanceof Uint8Array) || typeof context?.now !== 'function') throw new TypeError(usage)
  const rules = readVicalRules(options)
  const { list } = await authenticateVical(bytes, rules, context, signal)
  await requireCurrentVical(list, rules, context)
  return list
}

/** @throws {TypeError} */
export function readVicalRules(options: Omit<VerifyVicalOptions, 'context' | 'signal'>): VicalRules {
  const { anchors, algorithms = defaultAlgorithms, name, sequences, overdue = 0, revocation, clockSkew } = options
  if (!Array.isArray(algorithms) || !algorithms.every(isSignatureAlgorithm)) {
    throw new TypeError('algorithms takes names of signature algorithms')
  }
  if (!Number.isFinite(overdue) || overdue < 0) throw new TypeError('overdue takes seconds')
  if (name !== undefined && typeof name !== 'string') throw new TypeError('name takes a string')
  return {
    anchors: readAnchors(anchors),
    algorithms: Object.freeze([...algorithms]),
    paths: readRules({ profile: 'iso-mdoc-vical-signer', clockSkew, revocation }),
    name,
    sequences,
    overdue,
  }
}

/** Signature, signer and structure: what holds of the bytes as long as the signer's certificates do. */
export async function authenticateVical(
  bytes: Uint8Array,
  rules: VicalRules,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<AuthenticVical> {
  if (bytes.length > maxVicalBytes) throw refusal('vical_too_large')
  const message = takeApart(bytes)
  const algorithms = signatureAlgorithmsOf(message.headers, rules.algorithms)
  const { certificates, payload } = message
  const request: KeyRequest = { purpose: 'trust-list', format: 'vical', algorithms, certificates }
  const find = (withCrls: boolean): Promise<CertificatePath> =>
    requireSigner(() => findPath(request, rules.anchors, rules.paths, { context, signal, withCrls }))
  const path = await find(false)
  await requireSignature(message, path, rules, context)
  if (rules.paths.revocation) await find(true)
  const content = readVical(payload)
  const sha256 = context.engine.sha256Base64url(payload)
  return { list: Object.freeze({ ...content, sha256, evidence: evidenceOf(path, 'none') }), path }
}

interface Message extends CoseSign1 {
  readonly payload: Bytes
  readonly certificates: readonly Uint8Array[]
}

/** C.1.7.1: a COSE_Sign1 with its payload within and the signer's certificates in its header. */
function takeApart(bytes: Uint8Array): Message {
  try {
    const message = parseSign1(bytes, { limits: { bytes: maxVicalBytes } })
    const certificates = readX5Chain(message.headers)?.certificates
    const { payload } = message
    if (certificates === undefined || payload === undefined) throw refusal('vical_signature_malformed')
    return { ...message, payload, certificates }
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code === 'critical_header_unsupported') throw cause
    throw new Refusal<TrustCode>('vical_signature_malformed', { cause })
  }
}

async function requireSigner(find: () => Promise<CertificatePath>): Promise<CertificatePath> {
  try {
    return await find()
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    // By a code of its own: the credential's certificate has nothing to do with it.
    throw new Refusal<TrustCode>('vical_signer_not_trusted', { cause, retryable: cause.retryable })
  }
}

async function requireSignature(
  message: Message,
  { leaf }: CertificatePath,
  { algorithms }: VicalRules,
  { engine }: Context,
): Promise<void> {
  if (leaf.publicKey === undefined) throw refusal('vical_signer_not_trusted')
  try {
    if (await verifySign1(message, leaf.publicKey, { engine, algorithms })) return
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code === 'algorithm_not_allowed') throw cause
    throw new Refusal<TrustCode>('vical_signature_invalid', { cause })
  }
  throw refusal('vical_signature_invalid')
}

/**
 * What must be asked each time that a list is used.
 *
 * @throws {Refusal} `vical_not_yet_issued`, `vical_stale`, `vical_rolled_back`, `vical_issue_repeated`
 */
export async function requireCurrentVical(list: Vical, rules: VicalRules, { now: clock }: Context): Promise<void> {
  const now = clock() / 1000
  const { clockSkew } = rules.paths
  const { issued, nextUpdate, notAfter } = list
  if (issued > now + clockSkew) throw refusal('vical_not_yet_issued')
  const due = nextUpdate ?? (notAfter === undefined ? issued + longestWithoutEnd : undefined)
  const isOver = notAfter !== undefined && now - clockSkew > notAfter
  if (isOver || (due !== undefined && now - clockSkew >= due + rules.overdue)) throw refusal('vical_stale', true)
  await requireNewest(list, rules)
}

/** The date never goes back, nor does the number where issues are numbered; and one issue is one list. */
async function requireNewest({ provider, issued, issueId, sha256 }: Vical, rules: VicalRules): Promise<void> {
  const { name = provider, sequences } = rules
  const dated = await sequences?.advance(`${name} date`, { sequenceNumber: issued, sha256 })
  if (dated !== undefined && dated.sequenceNumber > issued) throw refusal('vical_rolled_back', true)
  if (issueId === undefined) {
    if (dated !== undefined && dated.sha256 !== sha256) throw refusal('vical_issue_repeated')
    return
  }
  const numbered = await sequences?.advance(`${name} vicalIssueID`, { sequenceNumber: issueId, sha256 })
  if (numbered === undefined || numbered.sha256 === sha256) return
  if (numbered.sequenceNumber === issueId) throw refusal('vical_issue_repeated')
  throw refusal('vical_rolled_back', true)
}

/** What a record needs to find the issue again. */
export function vicalEvidence(list: Vical, name: string | undefined, now: number): Evidence {
  const { provider, version, issueId, issued, nextUpdate, notAfter, sha256, evidence } = list
  return Object.freeze({
    kind: 'vical',
    ...(name === undefined ? {} : { name }),
    provider,
    version,
    ...(issueId === undefined ? {} : { issueId }),
    date: writeTime(issued),
    ...(nextUpdate === undefined ? {} : { nextUpdate: writeTime(nextUpdate) }),
    ...(notAfter === undefined ? {} : { notAfter: writeTime(notAfter) }),
    ...(nextUpdate !== undefined && now >= nextUpdate ? { overdue: true } : {}),
    sha256,
    signedBy: evidence,
  })
}

function refusal(code: TrustCode, retryable = false): Refusal<TrustCode> {
  return new Refusal(code, { retryable })
}
