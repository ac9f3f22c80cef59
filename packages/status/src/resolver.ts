import type {
  Context,
  Evidence,
  FailureCode,
  KeyCandidate,
  KeyRequest,
  Retrieved,
  StatusAnswer,
  StatusReference,
  StatusRequest,
  StatusResolver,
  Trust,
} from '@hashikake/credential'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { Refusal } from '@hashikake/encoding/refusal'
import { type IdentifierListToken, identifierListMediaType, readIdentifierList } from './identifier-list.ts'
import { type FetchedList, type KeptList, type KeptLists, keptLists } from './kept-lists.ts'
import { anyTrustedSigner, isRelated } from './relation.ts'
import { inflateStatusList, type StatusList } from './status-list.ts'
import type { ListToken, StatusListToken } from './token.ts'
import { cwtMediaType, readCwtToken } from './token-cwt.ts'
import { jwtMediaType, readJwtToken } from './token-jwt.ts'

export interface StatusListOptions {
  /** Who may sign lists; asked with the purpose `status`. Usually whoever is trusted to issue. */
  readonly trust: Trust
  /**
   * How the signer of a list must relate to the issuer of the credential: the same key, the same issuer, or a certificate of
   * the same authority; or {@link anyTrustedSigner}.
   */
  readonly signer?: 'related' | typeof anyTrustedSigner
  /** The forms in which a status list is asked for, the most wanted first; both unless given. */
  readonly forms?: readonly ('jwt' | 'cwt')[]
  readonly algorithms?: readonly SignatureAlgorithm[]
  /** Bytes of a list as it is sent; 8 MiB unless given. */
  readonly maximumBytes?: number
  /** Bytes of a list unpacked; 16 MiB unless given, which is 128 million entries of one bit. */
  readonly maximumListBytes?: number
  /** Tolerance for every time, in seconds; 0 unless given. */
  readonly clockSkew?: number
  /** Why a credential is no longer valid, by status values beyond 2 that the issuer gave a meaning. */
  readonly reasons?: Readonly<Record<number, 'replaced' | 'withdrawn'>>
  /**
   * Asks for the list as it was at the time of the verification, where the clock of the context stands in the past (§8.4): the
   * list must then be one of that time.
   */
  readonly historical?: boolean
  /** How many lists are kept; 100 unless given. */
  readonly keep?: number
}

const names: readonly string[] = [
  'trust',
  'signer',
  'forms',
  'algorithms',
  'maximumBytes',
  'maximumListBytes',
  'clockSkew',
  'reasons',
  'historical',
  'keep',
]

interface Kept {
  readonly statusLists: KeptLists<StatusListToken, StatusList>
  readonly identifierLists: KeptLists<IdentifierListToken>
}

interface Settings extends Required<Omit<StatusListOptions, 'algorithms' | 'reasons' | 'keep'>> {
  readonly reading: { readonly algorithms?: readonly SignatureAlgorithm[] }
  readonly reasons: Readonly<Record<number, 'replaced' | 'withdrawn'>>
  readonly kept: Kept
}

/**
 * Asks Token Status Lists (draft 20) and identifier lists (ISO/IEC 18013-5 §12.3.6), fetched through `context.retrieval`. A list is fetched again when its `ttl` has passed, and
 * never used beyond its `exp`, whatever HTTP allows; one from a recording is used beyond its `ttl`, and its age is in the
 * evidence. A status that is not known counts as not valid.
 *
 * @throws {TypeError} for wrong options
 *
 * @example
 * verify(presentation, { …, status: statusLists({ trust }), context: defaultContext({ retrieval: guardedRetrieval() }) })
 */
export function statusLists(options: StatusListOptions): StatusResolver {
  const settings = readOptions(options)
  return Object.freeze({
    resolve: async (request: StatusRequest, context: Context, signal?: AbortSignal): Promise<StatusAnswer> => {
      const evidence: Evidence[] = []
      for (const reference of request.references) {
        try {
          evidence.push(await ask(reference, { reference, request, context, signal, settings }))
        } catch (refusal) {
          signal?.throwIfAborted()
          if (!(refusal instanceof Refusal)) throw refusal
          return { valid: false, code: refusal.code as FailureCode, retryable: refusal.retryable }
        }
      }
      return { valid: true, evidence: Object.freeze(evidence) }
    },
  })
}

interface Asking {
  readonly reference: StatusReference
  readonly request: StatusRequest
  readonly context: Context
  readonly signal: AbortSignal | undefined
  readonly settings: Settings
}

function readOptions(options: StatusListOptions): Settings {
  const { trust, signer = 'related', forms = ['jwt', 'cwt'], reasons = {}, keep = 100, algorithms } = options ?? {}
  const { maximumBytes = 2 ** 23, maximumListBytes = 2 ** 24, clockSkew = 0, historical = false } = options ?? {}
  const isUnderstood =
    typeof trust?.findKeys === 'function' &&
    Object.keys(options).every((name) => names.includes(name)) &&
    (signer === 'related' || signer === anyTrustedSigner) &&
    [maximumBytes, maximumListBytes, clockSkew, keep].every((one) => Number.isFinite(one) && one >= 0) &&
    typeof historical === 'boolean' &&
    forms.length > 0 &&
    forms.every((form) => form === 'jwt' || form === 'cwt') &&
    Object.entries(reasons).every(([value, reason]) => Number(value) > 2 && ['replaced', 'withdrawn'].includes(reason))
  if (!isUnderstood) {
    throw new TypeError(
      "statusLists takes { trust }, and of signer, forms ['jwt', 'cwt'], algorithms, maximumBytes, maximumListBytes, clockSkew, reasons { 12: 'replaced' }, historical, keep what differs",
    )
  }
  return {
    trust,
    signer,
    forms: Object.freeze([...forms]),
    maximumBytes,
    maximumListBytes,
    clockSkew,
    historical,
    reasons: { ...reasons },
    kept: {
      statusLists: keptLists(keep, (_, list) => (list === undefined ? 0 : (list.size * list.bits) / 8)),
      identifierLists: keptLists(keep, ({ size }) => size * bytesOfIdentifier),
    },
    reading: algorithms === undefined ? {} : { algorithms: Object.freeze([...algorithms]) },
  }
}

/** What one takes in memory, about. */
const bytesOfIdentifier = 100
/** The longest that a list can name. */
const longestIdentifier = 1_024

async function ask({ kind, uri, index, identifier }: StatusReference, asking: Asking): Promise<Evidence> {
  if (uri !== undefined) {
    if (kind === 'status_list' && index !== undefined) return askStatusList(uri, index, asking)
    if (kind === 'identifier_list' && isIdentifier(identifier)) return askIdentifierList(uri, identifier, asking)
  }
  throw refusal('status_mechanism_unsupported')
}

/** One that no list could name would never be revoked. */
function isIdentifier(identifier: unknown): identifier is Uint8Array {
  return identifier instanceof Uint8Array && identifier.length > 0 && identifier.length <= longestIdentifier
}

async function askStatusList(uri: string, index: number, asking: Asking): Promise<Evidence> {
  const { settings, context, reference } = asking
  const { form, bits: most } = reference.rules ?? {}
  const forms = form === undefined ? settings.forms : [form]
  const mediaTypes = forms.map((one) => (one === 'jwt' ? jwtMediaType : cwtMediaType))
  const read = (bytes: Uint8Array, mediaType: string): StatusListToken =>
    mediaType === jwtMediaType ? readJwtToken(bytes, settings.reading) : readCwtToken(bytes, settings.reading)
  const believed = await believedList(uri, 'statusLists', { mediaTypes, read }, asking)
  const { kept, signedBy } = believed
  const { compressed, bits } = kept.token
  const list = await orForgotten(believed, () => {
    if (most !== undefined && bits !== most) throw refusal('status_list_malformed')
    return kept.unpacked(() =>
      inflateStatusList(compressed, { bits, limit: settings.maximumListBytes, engine: context.engine }),
    )
  })
  const value = list.at(index)
  if (value === undefined) throw refusal('status_index_out_of_range')
  if (value !== 0) throw refusal(codeOf(value, settings))
  return evidenceOf({ kind: 'status-list', uri, index, value }, kept, signedBy)
}

/** ISO/IEC 18013-5 §12.3.6: a credential whose identifier is listed is revoked, and every other is not. */
async function askIdentifierList(uri: string, identifier: Uint8Array, asking: Asking): Promise<Evidence> {
  const { settings } = asking
  const form = {
    mediaTypes: [identifierListMediaType],
    read: (bytes: Uint8Array) => readIdentifierList(bytes, settings.reading),
  }
  const { kept, signedBy } = await believedList(uri, 'identifierLists', form, asking)
  if (kept.token.has(identifier)) throw refusal('status_invalid')
  return evidenceOf({ kind: 'identifier-list', uri }, kept, signedBy)
}

function evidenceOf(
  answer: Evidence,
  { token, retrievedAt, recorded, sha256, weakenings }: FetchedList<ListToken>,
  signedBy: KeyCandidate,
): Evidence {
  return Object.freeze({
    ...answer,
    issuedAt: token.issuedAt,
    ...(token.expires === undefined ? {} : { expires: token.expires }),
    ...(token.timeToLive === undefined ? {} : { timeToLive: token.timeToLive }),
    retrievedAt,
    recorded,
    sha256,
    ...(weakenings === undefined ? {} : { weakenings: [...weakenings] }),
    signer: signedBy.evidence,
  })
}

/** Token Status List §7.1: 0 is valid, 1 is not, 2 is suspended; the rest is the issuer's own, or nobody's yet. */
function codeOf(value: number, { reasons }: Settings): FailureCode {
  if (value === 1) return 'status_invalid'
  if (value === 2) return 'status_suspended'
  const reason = Object.hasOwn(reasons, value) ? reasons[value] : undefined
  return reason === undefined ? 'status_unknown' : `status_${reason}`
}

/** In what forms a list comes, and how they are read. */
interface Form<Token extends ListToken> {
  readonly mediaTypes: readonly string[]
  read(bytes: Uint8Array, mediaType: string): Token
}

interface Believed<Token extends ListToken, Content> {
  readonly kept: KeptList<Token, Content>
  readonly signedBy: KeyCandidate
  forget(): void
}

/** The list at a place, once it is what the credential meant, of this time, and signed by somebody who may. */
async function believedList<Kind extends keyof Kept>(
  uri: string,
  kind: Kind,
  form: Form<TokenOf<Kind>>,
  asking: Asking,
): Promise<Believed<TokenOf<Kind>, Kind extends 'statusLists' ? StatusList : never>> {
  const { settings, context } = asking
  const { retrieval } = context
  if (retrieval === undefined) throw refusal('retrieval_unavailable')
  const lists = settings.kept[kind] as unknown as KeptLists<
    TokenOf<Kind>,
    Kind extends 'statusLists' ? StatusList : never
  >
  const now = asking.request.at
  const place = settings.historical ? atTime(uri, now) : uri
  const kept = await lists.get(place, { now, from: retrieval, fetch: () => fetchList(place, form, asking) })
  const { token } = kept
  const forget = (): void => lists.forget(place, kept)
  return orForgotten({ forget }, async () => {
    // What the credential's standard asks of its list (ISO/IEC 18013-5 §12.3.6).
    if (asking.reference.rules?.expires === 'required' && token.expires === undefined)
      throw refusal('status_list_malformed')
    checkTimes(token, now, settings)
    if (token.subject !== uri) throw refusal('status_list_subject_mismatch')
    // Who may sign for this credential is asked anew, though the list was read for another one.
    return { kept, signedBy: await signerOf(token, asking), forget }
  })
}

type TokenOf<Kind extends keyof Kept> = Kind extends 'statusLists' ? StatusListToken : IdentifierListToken

/** Until its signature holds for somebody, and it was unpacked, one answer of a host must not stand for those that follow. */
async function orForgotten<T>({ forget }: { forget(): void }, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    forget()
    throw thrown
  }
}

async function fetchList<Token extends ListToken>(
  uri: string,
  { mediaTypes, read }: Form<Token>,
  asking: Asking,
): Promise<FetchedList<Token>> {
  const { context } = asking
  const retrieved = await retrieveList(uri, mediaTypes, asking)
  return {
    token: read(retrieved.bytes, retrieved.mediaType),
    retrievedAt: retrieved.retrievedAt,
    freshUntil: retrieved.freshUntil,
    recorded: retrieved.recorded === true,
    sha256: context.engine.sha256Base64url(retrieved.bytes),
    size: retrieved.bytes.length,
    weakenings: retrieved.weakenings,
  }
}

async function retrieveList(
  uri: string,
  mediaTypes: readonly string[],
  { context, settings, request }: Asking,
): Promise<Retrieved> {
  const { retrieval } = context
  if (retrieval === undefined) throw refusal('retrieval_unavailable')
  try {
    return await retrieval.retrieve({
      url: uri,
      mediaTypes,
      maximumBytes: settings.maximumBytes,
      // What HTTP would let somebody keep is not young enough: the list's own rules decide here.
      notBefore: request.at,
      now: request.at,
    })
  } catch (cause) {
    // A host that cannot be reached leaves the question open; an answer that is none does not.
    if (cause instanceof Refusal && cause.retryable) throw refusal('status_unreachable', true, cause)
    throw cause
  }
}

/** The list as it was at a time (Token Status List §8.4). */
function atTime(uri: string, at: number): string {
  if (!URL.canParse(uri)) return uri
  const url = new URL(uri)
  // Added, and nothing that stands there spelled anew: a query may be signed, or be a path of its own.
  url.search += `${url.search === '' ? '?' : '&'}time=${Math.floor(at)}`
  return url.href
}

function checkTimes({ issuedAt, notBefore, expires }: ListToken, now: number, settings: Settings): void {
  const { clockSkew: skew, historical } = settings
  const isOfThatTime = issuedAt <= now + skew && (expires === undefined || now - skew < expires)
  if (historical && !isOfThatTime) throw refusal('status_list_time_mismatch')
  if (expires !== undefined && now - skew >= expires) throw refusal('status_list_expired')
  if (issuedAt > now + skew || (notBefore ?? 0) > now + skew) throw refusal('status_list_not_yet_valid')
}

async function signerOf(
  token: ListToken,
  { reference, request, context, signal, settings }: Asking,
): Promise<KeyCandidate> {
  const { trust, signer, clockSkew } = settings
  const { certificate } = reference
  if (certificate !== undefined) {
    const { namedSignerOf } = await import('./named-signer.ts')
    return namedSignerOf(token, certificate, { at: request.at, clockSkew, engine: context.engine })
  }
  const { relatedTo } = request
  const keyRequest: KeyRequest = {
    ...token.keyRequest,
    purpose: 'status',
    // A list that does not name its issuer is looked for among the keys of the credential's.
    ...(token.keyRequest.issuer === undefined ? issuerOf(relatedTo) : {}),
    issuedAt: new Date(token.issuedAt * 1000),
    relatedTo,
  }
  const candidates = await trust.findKeys(keyRequest, context, signal)
  if (candidates.length === 0) throw refusal('status_list_signer_unknown')
  for (const candidate of candidates) {
    if (!(await token.isSignedBy(candidate.key, context.engine))) continue
    if (signer !== anyTrustedSigner && !isRelated(candidate, relatedTo)) throw refusal('status_list_signer_unrelated')
    const decision = await trust.decide(keyRequest, candidate, context, signal)
    if (!decision.trusted) throw refusal('status_list_signer_unknown', decision.retryable === true)
    return candidate
  }
  throw refusal('status_list_signature_invalid')
}

function issuerOf(relatedTo: readonly Evidence[]): { issuer?: string } {
  const issuer = relatedTo.find(({ issuer }) => typeof issuer === 'string')?.issuer
  return typeof issuer === 'string' ? { issuer } : {}
}

function refusal(code: FailureCode, retryable = false, cause?: unknown): Refusal<FailureCode> {
  return new Refusal(code, cause === undefined ? { retryable } : { retryable, cause })
}
