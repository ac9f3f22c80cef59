import {
  bearer,
  type Context,
  type CredentialReader,
  type Encoded,
  type Evidence,
  establish,
  type FailureCode,
  formatOf,
  type Issuer,
  type KeyCandidate,
  newProgress,
  requireValid,
  type StatusAnswer,
  type StatusReference,
  type StatusRequest,
  type StatusResolver,
  type Trust,
} from '@hashikake/credential'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { bitstringStatusOf, readBitstringStatusList } from './bitstring.ts'
import { anyTrustedSigner, isRelated } from './relation.ts'

export interface BitstringStatusListOptions {
  /** The formats of W3C credentials in which a list may come: `[verification()]` of `@hashikake/vc/jwt`, say. */
  readonly formats: readonly CredentialReader[]
  /** Who may sign lists. */
  readonly trust: Trust
  /** Whether the signer of a list has to be the issuer of the credential; `related` unless given. */
  readonly signer?: 'related' | typeof anyTrustedSigner
  /** Who is asked about entries of other kinds; such entries are refused without it. */
  readonly others?: StatusResolver
  /** Bytes of a list as it is sent; 8 MiB unless given. */
  readonly maximumBytes?: number
  /** Seconds; 0 unless given. */
  readonly clockSkew?: number
}

const usage =
  'bitstringStatusLists takes { formats, trust }, and of signer, others, maximumBytes, clockSkew what differs'
const names = ['formats', 'trust', 'signer', 'others', 'maximumBytes', 'clockSkew']
const entryType = 'BitstringStatusListEntry'
const mediaTypes = [
  ...['application/vc+jwt', 'application/vc+sd-jwt', 'application/vc+cose'],
  ...['application/vc', 'application/ld+json', 'application/json'],
]

/**
 * Asks Bitstring Status Lists (W3C Recommendation of 2025-05-15), which are W3C credentials themselves: each is fetched through
 * `context.retrieval`, and believed like any credential. A status that is not known counts as not valid.
 *
 * @throws {TypeError} for wrong options
 *
 * @example
 * verify(presentation, { …, status: bitstringStatusLists({ formats: [verification()], trust }) })
 */
export function bitstringStatusLists(options: BitstringStatusListOptions): StatusResolver {
  const { formats, trust, others, maximumBytes = 2 ** 23, clockSkew = 0 } = options ?? {}
  const signer: Asking['settings']['signer'] = options?.signer ?? 'related'
  const isUnderstood =
    Array.isArray(formats) &&
    formats.length > 0 &&
    typeof trust?.findKeys === 'function' &&
    Object.keys(options).every((name) => names.includes(name)) &&
    (signer === 'related' || signer === anyTrustedSigner) &&
    [maximumBytes, clockSkew].every((one) => Number.isFinite(one) && one >= 0)
  if (!isUnderstood) throw new TypeError(usage)
  const readers: readonly CredentialReader[] = [...formats]
  const settings: Asking['settings'] = { formats: readers, trust, signer, maximumBytes, clockSkew }
  return Object.freeze({
    resolve: async (request: StatusRequest, context: Context, signal?: AbortSignal): Promise<StatusAnswer> => {
      const evidence: Evidence[] = []
      const rest = request.references.filter(({ kind }) => kind !== entryType)
      try {
        for (const reference of request.references) {
          if (reference.kind === entryType) evidence.push(await ask(reference, { request, context, signal, settings }))
        }
      } catch (refusal) {
        signal?.throwIfAborted()
        if (!(refusal instanceof Refusal)) throw refusal
        return { valid: false, code: refusal.code as FailureCode, retryable: refusal.retryable }
      }
      if (rest.length === 0) return { valid: true, evidence: Object.freeze(evidence) }
      if (others === undefined) return { valid: false, code: 'status_mechanism_unsupported' }
      const references = rest as [StatusReference, ...StatusReference[]]
      const answer = await others.resolve({ ...request, references }, context, signal)
      return answer.valid ? { valid: true, evidence: Object.freeze([...evidence, ...answer.evidence]) } : answer
    },
  })
}

interface Asking {
  readonly request: StatusRequest
  readonly context: Context
  readonly signal: AbortSignal | undefined
  readonly settings: Required<Omit<BitstringStatusListOptions, 'others'>>
}

const meanings = { revoked: 'status_invalid', suspended: 'status_suspended', unknown: 'status_unknown' } as const

async function ask({ uri, entry }: StatusReference, asking: Asking): Promise<Evidence> {
  if (uri === undefined || !isJsonObject(entry)) throw refusal('bitstring_malformed')
  const { encoded, sha256, retrievedAt } = await fetchList(uri, asking)
  const { claims, signer } = await believed(encoded, uri, asking)
  const subject = ownMember(claims, 'credentialSubject')
  if (!isJsonObject(subject)) throw refusal('bitstring_malformed')
  const list = await readBitstringStatusList(subject, asking.context)
  const { status, purpose, value } = bitstringStatusOf(entry as JsonObject, list)
  if (status !== 'valid') throw refusal(meanings[status])
  const index = ownMember(entry, 'statusListIndex') as string
  return Object.freeze({ kind: 'bitstring-status-list', uri, index, purpose, value, retrievedAt, sha256, signer })
}

async function fetchList(
  uri: string,
  { context, request, settings }: Asking,
): Promise<{ readonly encoded: Encoded; readonly sha256: string; readonly retrievedAt: number }> {
  const { retrieval, engine } = context
  if (retrieval === undefined) throw refusal('retrieval_unavailable')
  try {
    const { bytes, mediaType, retrievedAt } = await retrieval.retrieve({
      url: uri,
      mediaTypes,
      maximumBytes: settings.maximumBytes,
      now: request.at,
    })
    const encoded = mediaType === 'application/vc+cose' ? bytes : decodeUtf8(bytes).trim()
    return { encoded, sha256: engine.sha256Base64url(bytes), retrievedAt }
  } catch (cause) {
    // A host that cannot be reached leaves the question open; an answer that is none does not.
    if (cause instanceof Refusal && cause.retryable) throw refusal('status_unreachable', true, cause)
    throw cause
  }
}

/** The list's own way: parsed, authentic, trusted, of the credential's issuer, of this time, and itself without a status. */
async function believed(
  encoded: Encoded,
  uri: string,
  { request, context, signal, settings }: Asking,
): Promise<{ readonly claims: JsonObject; readonly signer: Evidence }> {
  const reader = formatOf(settings.formats, encoded)
  if (reader === undefined) throw refusal('bitstring_malformed')
  const { authenticated, issuers } = await establish(encoded, {
    reader,
    trust: asStatus(settings.trust, request),
    request: {
      from: 'issuer',
      challenge: bearer,
      context,
      now: request.at,
      clockSkew: settings.clockSkew,
      mode: context.engine.mode,
      signatures: 'all',
      leniencies: [],
      progress: newProgress(),
      signal,
    },
  })
  const { content, signedBy } = authenticated
  const claims = content.claims as JsonObject
  const isList = [ownMember(claims, 'type')].flat().includes('BitstringStatusListCredential')
  if (!isList || content.statusReferences.length > 0) throw refusal('bitstring_malformed')
  const id = ownMember(claims, 'id')
  if (id !== undefined && id !== uri) throw refusal('status_list_subject_mismatch')
  requireInTime(content.validity, { now: request.at, clockSkew: settings.clockSkew })
  const candidate = signedBy[0].candidate
  if (settings.signer !== anyTrustedSigner && !isOfIssuer(candidate, issuers, request)) {
    throw refusal('status_list_signer_unrelated')
  }
  return { claims, signer: candidate.evidence }
}

/** Who may sign lists is another question than who may sign credentials. */
function asStatus(trust: Trust, { relatedTo }: StatusRequest): Trust {
  return {
    findKeys: (request, context, signal) =>
      trust.findKeys({ ...request, purpose: 'status', relatedTo }, context, signal),
    decide: (request, key, context, signal) =>
      trust.decide({ ...request, purpose: 'status', relatedTo }, key, context, signal),
  }
}

function isOfIssuer(candidate: KeyCandidate, issuers: readonly Issuer[], { relatedTo }: StatusRequest): boolean {
  const names = issuers.flatMap(({ id }) => id ?? [])
  return isRelated(candidate, relatedTo) || relatedTo.some((one) => names.includes(ownMember(one, 'issuer') as string))
}

function requireInTime(...parameters: Parameters<typeof requireValid>): void {
  try {
    requireValid(...parameters)
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    throw refusal(cause.code === 'expired' ? 'status_list_expired' : 'status_list_not_yet_valid')
  }
}

function refusal(code: FailureCode, retryable = false, cause?: unknown): Refusal<FailureCode> {
  return new Refusal(code, cause === undefined ? { retryable } : { retryable, cause })
}
