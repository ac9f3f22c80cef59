import type { Bytes } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import { transport as runtimeTransport } from '#transport'
import type { WaistCodes } from '../codes.ts'
import { orAborted } from '../maybe-promise.ts'
import { freshnessOf } from './freshness.ts'
import { type Kept, keptAnswers } from './kept.ts'
import type { Retrieval, RetrievalRequest, Retrieved } from './retrieval.ts'
import type { Transport, TransportResponse } from './transport.ts'
import { checkAddress, readUrl, type UrlRules } from './url.ts'

/** For development: this machine itself may be asked, also without TLS. What is retrieved says so. */
export const allowLoopback: unique symbol = Symbol.for('@hashikake/allowLoopback')

export interface GuardOptions {
  /** The runtime's own unless given. */
  readonly transport?: Transport
  /** Seconds for all of it, redirects included; 5 unless given. */
  readonly timeLimit?: number
  /** Bytes of one answer; 16 MiB unless given. */
  readonly maximumBytes?: number
  /** How many redirects are followed; 3 unless given. */
  readonly maximumRedirects?: number
  /** {@link allowLoopback}, or none. */
  readonly loopback?: typeof allowLoopback
  /** How many answers are kept for use again; 100 unless given, none with 0. */
  readonly keep?: number
}

interface Guard {
  readonly transport: Transport
  readonly timeLimit: number
  readonly maximumBytes: number
  readonly maximumRedirects: number
  readonly rules: UrlRules
}

const usage =
  'guardedRetrieval takes { transport, timeLimit, maximumBytes, maximumRedirects, loopback: allowLoopback, keep }, all optional'
const names: readonly string[] = ['transport', 'timeLimit', 'maximumBytes', 'maximumRedirects', 'loopback', 'keep']

/**
 * The one way to fetch: https alone, hosts of the public Internet alone, by name and by each address that the name leads to,
 * again at every redirect; bounded in time, bytes and redirects; of the media types asked for alone. It sends no cookies and says
 * nothing of who asks or why. Answers are kept as HTTP allows (RFC 9111), and whoever asks for the same meanwhile waits for the
 * same answer.
 *
 * @throws {TypeError} for wrong options; `retrieve` throws {Refusal} `retrieval_…`
 *
 * @example
 * defaultContext({ retrieval: guardedRetrieval() })
 */
export function guardedRetrieval(options: GuardOptions = {}): Retrieval {
  const { timeLimit = 5, maximumBytes = 2 ** 24, maximumRedirects = 3, loopback, keep = 100 } = options ?? {}
  const numbers = [timeLimit, maximumBytes, maximumRedirects, keep]
  const isUnderstood =
    Object.keys(options ?? {}).every((name) => names.includes(name)) &&
    numbers.every((one) => Number.isFinite(one) && one >= 0) &&
    (loopback === undefined || loopback === allowLoopback)
  if (!isUnderstood) throw new TypeError(usage)
  const { transport = runtimeTransport() } = options ?? {}
  const guard: Guard = {
    transport,
    timeLimit,
    maximumBytes,
    maximumRedirects,
    rules: { loopback: loopback === allowLoopback },
  }
  const kept = keptAnswers(keep)
  const underway = new Map<string, Promise<Retrieved>>()
  const retrieve = (request: RetrievalRequest): Promise<Retrieved> => {
    const { signal } = request
    signal?.throwIfAborted()
    const name = nameOf(request)
    const known = kept.get(name)
    if (known !== undefined && isFresh(known, request)) return Promise.resolve(known.retrieved)
    // What is young enough by one clock is not by another.
    const asked = `${request.now} ${request.notBefore} ${name}`
    let fetching = underway.get(asked)
    if (fetching === undefined) {
      fetching = fetchAndKeep(request, known)
      underway.set(asked, fetching)
      const done = (): boolean => underway.delete(asked)
      fetching.then(done, done)
    }
    // One that no longer waits does not take the answer from the others.
    return orAborted(fetching, signal) as Promise<Retrieved>
  }
  const fetchAndKeep = async (request: RetrievalRequest, known: Kept | undefined): Promise<Retrieved> => {
    const name = nameOf(request)
    const { answer, mayKeep } = await fetchGuarded(request, known, guard)
    if (mayKeep) kept.set(name, answer)
    else kept.delete(name)
    return answer.retrieved
  }
  return Object.freeze({ retrieve: async (request: RetrievalRequest) => retrieve(request) })
}

/** What makes two requests the same. */
function nameOf({ url, mediaTypes, maximumBytes, origins }: RetrievalRequest): string {
  return JSON.stringify([url, mediaTypes, maximumBytes, origins])
}

function isFresh({ retrieved }: Kept, { now, notBefore = 0 }: RetrievalRequest): boolean {
  return (retrieved.freshUntil ?? 0) > now && retrieved.retrievedAt <= now && retrieved.retrievedAt >= notBefore
}

async function fetchGuarded(
  request: RetrievalRequest,
  known: Kept | undefined,
  guard: Guard,
): Promise<{ readonly answer: Kept; readonly mayKeep: boolean }> {
  const limit = AbortSignal.timeout(guard.timeLimit * 1000)
  try {
    const { response, redirectedTo } = await follow(request, known, guard, limit)
    try {
      return await read(response, redirectedTo, request, known, guard)
    } finally {
      response.close()
    }
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    // What a transport says may hold the address of a host or a proxy: it stays in the cause.
    throw refused(limit.aborted ? 'retrieval_timed_out' : 'retrieval_failed', true, cause)
  }
}

const redirects: readonly number[] = [301, 302, 303, 307, 308]

async function follow(
  request: RetrievalRequest,
  known: Kept | undefined,
  { transport, rules, maximumRedirects }: Guard,
  signal: AbortSignal,
): Promise<{ readonly response: TransportResponse; readonly redirectedTo: readonly string[] }> {
  const headers = headersFor(request, known)
  const redirectedTo: string[] = []
  let url = readUrl(request.url, undefined, rules)
  for (;;) {
    const response = await transport.request({
      url: url.href,
      headers,
      signal,
      checkAddress: (address) => checkAddress(address, rules),
    })
    if (!redirects.includes(response.status)) return { response, redirectedTo }
    response.close()
    const { location } = response.headers
    if (location === undefined || redirectedTo.length >= maximumRedirects) throw refused('retrieval_redirected')
    url = readUrl(location, url, rules)
    if (request.origins?.includes(url.origin) === false) throw refused('retrieval_redirected')
    redirectedTo.push(url.origin)
  }
}

function headersFor({ mediaTypes }: RetrievalRequest, known: Kept | undefined): Readonly<Record<string, string>> {
  return {
    accept: mediaTypes.join(', '),
    // What is compressed could be larger than it looks.
    'accept-encoding': 'identity',
    'user-agent': 'hashikake',
    ...(known?.etag === undefined ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified === undefined ? {} : { 'if-modified-since': known.lastModified }),
  }
}

async function read(
  response: TransportResponse,
  redirectedTo: readonly string[],
  request: RetrievalRequest,
  known: Kept | undefined,
  { maximumBytes, rules }: Guard,
): Promise<{ readonly answer: Kept; readonly mayKeep: boolean }> {
  const { status, headers } = response
  const { now } = request
  const { mayKeep, freshUntil } = freshnessOf(headers, now)
  const came = {
    retrievedAt: now,
    ...(freshUntil === undefined ? {} : { freshUntil }),
    ...(redirectedTo.length === 0 ? {} : { redirectedTo: Object.freeze(redirectedTo) }),
  }
  if (status === 304 && known !== undefined) {
    const { freshUntil: _, redirectedTo: __, ...before } = known.retrieved
    return { answer: { ...known, retrieved: Object.freeze({ ...before, ...came }) }, mayKeep }
  }
  if (status !== 200) throw refused('retrieval_status', status === 429 || status >= 500)
  const mediaType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!request.mediaTypes.includes(mediaType)) throw refused('retrieval_media_type')
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') throw refused('retrieval_media_type')
  const limit = Math.min(maximumBytes, request.maximumBytes ?? maximumBytes)
  const bytes = await readBody(response, limit)
  const retrieved: Retrieved = Object.freeze({
    url: request.url,
    mediaType,
    bytes,
    ...came,
    ...(rules.loopback ? { weakenings: Object.freeze(['allowLoopback']) } : {}),
  })
  const { etag, 'last-modified': lastModified } = headers
  return { answer: { retrieved, etag, lastModified }, mayKeep }
}

async function readBody({ body, headers }: TransportResponse, limit: number): Promise<Bytes> {
  if (Number(headers['content-length'] ?? 0) > limit) throw refused('retrieval_too_large')
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > limit) throw refused('retrieval_too_large')
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function refused(code: keyof WaistCodes, retryable = false, cause?: unknown): Refusal<keyof WaistCodes> {
  return new Refusal(code, cause === undefined ? { retryable } : { retryable, cause })
}
