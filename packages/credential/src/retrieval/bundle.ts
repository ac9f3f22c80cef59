import { defaultAlgorithms } from '@hashikake/crypto/algorithms'
import { checkHeader, parseCompactJws, signCompactJws } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { type Bytes, decodeBase64url, decodeBase64urlText, encodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { WaistCodes } from '../codes.ts'
import type { Context } from '../context.ts'
import type { Retrieval, RetrievalRequest, Retrieved } from './retrieval.ts'

// An offline bundle is a compact JWS over what was retrieved: who signs it says that this came from those hosts at those times.
// What is in it proves itself as ever: lists are signed by their operators, status tokens by their issuers.

const typ = 'hashikake-bundle+jwt'
const version = 1
const limits = { parts: 1_000, characters: 2 ** 27 }

/**
 * Writes what was retrieved into a signed bundle.
 *
 * @param parts - as a recording has them
 * @throws {TypeError} for no parts, or too many
 */
export async function writeBundle(
  parts: readonly Retrieved[],
  options: { readonly signer: Signer; readonly context: Context; readonly signal?: AbortSignal },
): Promise<string> {
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > limits.parts) {
    throw new TypeError(`writeBundle takes 1 to ${limits.parts} parts: recordingOf(retrieval).parts()`)
  }
  const { signer, context, signal } = options
  const payload = {
    version,
    iat: Math.floor(context.now() / 1000),
    parts: parts.map(({ url, mediaType, bytes, retrievedAt, redirectedTo = [], weakenings = [] }) => ({
      url,
      media_type: mediaType,
      retrieved_at: retrievedAt,
      redirected_to: redirectedTo,
      weakenings,
      body: encodeBase64url(bytes),
    })),
  }
  return signCompactJws({ typ }, JSON.stringify(payload), signer, signal === undefined ? {} : { signal })
}

/** A part of a bundle, without what it holds. */
export interface BundlePart {
  readonly url: string
  readonly mediaType: string
  readonly bytes: number
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly retrievedAt: number
  /** Seconds. */
  readonly age: number
}

export interface Bundle {
  /** When it was put together, seconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number
  readonly parts: readonly BundlePart[]
  /** Answers from the bundle and asks nobody. */
  readonly retrieval: Retrieval
}

export interface OpenBundleOptions {
  /** Whose bundles are believed. */
  readonly keys: readonly PublicJwk[]
  readonly context: Context
  /** Seconds after which a part is too old; 7 days unless given. */
  readonly maximumAge?: number
}

/**
 * Opens a bundle whose signature holds.
 *
 * @throws {Refusal} `bundle_malformed`, `bundle_signature_invalid`; its retrieval throws `retrieval_not_in_bundle`,
 *   `retrieval_too_old`, `retrieval_too_large`, `retrieval_redirected`
 */
export async function openBundle(text: string, options: OpenBundleOptions): Promise<Bundle> {
  const { keys, context, maximumAge = 7 * 86_400 } = options ?? {}
  if (!Array.isArray(keys) || keys.length === 0 || typeof context?.now !== 'function' || !(maximumAge > 0)) {
    throw new TypeError('openBundle takes { keys: [publicJwk], context, maximumAge } with seconds, more than 0')
  }
  const payload = await authenticPayload(text, keys, context)
  const parts = readParts(payload)
  const now = context.now() / 1000
  const createdAt = ownMember(payload, 'iat')
  if (ownMember(payload, 'version') !== version || typeof createdAt !== 'number') throw malformed()
  return Object.freeze({
    createdAt,
    parts: Object.freeze(
      parts.map(({ url, mediaType, bytes, retrievedAt }) =>
        Object.freeze({ url, mediaType, bytes: bytes.length, retrievedAt, age: Math.max(0, now - retrievedAt) }),
      ),
    ),
    retrieval: Object.freeze({ retrieve: async (request: RetrievalRequest) => answer(parts, request, maximumAge) }),
  })
}

async function authenticPayload(text: string, keys: readonly PublicJwk[], { engine }: Context): Promise<JsonObject> {
  if (typeof text !== 'string' || text.length > limits.characters) throw malformed()
  try {
    const jws = parseCompactJws(text)
    const algorithm = checkHeader(jws.protectedHeader, { algorithms: defaultAlgorithms, typ })
    let holds = false
    for (const key of keys) {
      if (keyFitsAlgorithm(key, algorithm, 'verify') !== undefined) continue
      holds ||= await engine.verify(algorithm, key, jws.signingInput, jws.signature)
    }
    if (!holds) throw new Refusal<keyof WaistCodes>('bundle_signature_invalid')
    return parseJsonObject(decodeBase64urlText(jws.payloadText))
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code === 'bundle_signature_invalid') throw cause
    throw malformed(cause)
  }
}

function readParts(payload: JsonObject): readonly Retrieved[] {
  const parts = ownMember(payload, 'parts')
  if (!Array.isArray(parts) || parts.length > limits.parts) throw malformed()
  return parts.map((part: JsonValue): Retrieved => {
    const read = isJsonObject(part) ? part : {}
    const { url, media_type: mediaType, retrieved_at: retrievedAt, body } = read as Record<string, JsonValue>
    const isPart = [url, mediaType, body].every((one) => typeof one === 'string') && typeof retrievedAt === 'number'
    if (!isPart) throw malformed()
    const [redirectedTo, weakenings] = [readNames(read, 'redirected_to'), readNames(read, 'weakenings')]
    return Object.freeze({
      url: url as string,
      mediaType: mediaType as string,
      bytes: readBody(body as string),
      retrievedAt: retrievedAt as number,
      recorded: true as const,
      ...(redirectedTo.length === 0 ? {} : { redirectedTo }),
      ...(weakenings.length === 0 ? {} : { weakenings }),
    })
  })
}

function readNames(part: JsonObject, name: string): readonly string[] {
  const names = ownMember(part, name)
  if (!Array.isArray(names) || !names.every((one) => typeof one === 'string')) throw malformed()
  return Object.freeze(names as string[])
}

function readBody(text: string): Bytes {
  try {
    return decodeBase64url(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

function answer(parts: readonly Retrieved[], request: RetrievalRequest, maximumAge: number): Retrieved {
  const { url, mediaTypes, now, maximumBytes, origins } = request
  request.signal?.throwIfAborted()
  const wanted = (part: Retrieved): number => mediaTypes.indexOf(part.mediaType)
  const [part] = parts
    .filter((one) => one.url === url && wanted(one) >= 0)
    .sort((one, other) => wanted(one) - wanted(other) || other.retrievedAt - one.retrievedAt)
  if (part === undefined) throw new Refusal<keyof WaistCodes>('retrieval_not_in_bundle')
  // Where a host was told not to go, its answer is not taken later either.
  if (origins !== undefined && part.redirectedTo?.every((one) => origins.includes(one)) === false) {
    throw new Refusal<keyof WaistCodes>('retrieval_redirected')
  }
  if (now - part.retrievedAt > maximumAge) throw new Refusal<keyof WaistCodes>('retrieval_too_old')
  if (maximumBytes !== undefined && part.bytes.length > maximumBytes) {
    throw new Refusal<keyof WaistCodes>('retrieval_too_large')
  }
  return part
}

function malformed(cause?: unknown): Refusal<keyof WaistCodes> {
  return new Refusal('bundle_malformed', cause === undefined ? {} : { cause })
}
