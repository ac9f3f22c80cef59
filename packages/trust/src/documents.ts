import type { Context } from '@hashikake/credential'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { type JsonObject, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'

/** What a document is asked for with. */
export interface DocumentRequest {
  readonly url: string
  readonly mediaTypes: readonly string[]
  readonly maximumBytes: number
  /** For one that is no strict JSON object in UTF-8. */
  readonly malformed: TrustCode
  readonly context: Context
  readonly signal: AbortSignal | undefined
}

/** A key document as it came from its host. */
export interface KeyDocument {
  readonly url: string
  readonly content: JsonObject
  /** SHA-256 of its bytes, base64url. */
  readonly sha256: string
  /** Seconds. */
  readonly retrievedAt: number
}

/** A key document is small: depth beyond this is an attack. */
const maxDepth = 16

/**
 * Fetches bytes, with the caller's means and no others.
 *
 * @throws {Refusal} `retrieval_unavailable` where the context has none, and the codes of the retrieval
 */
export async function retrieveBytes(
  request: Omit<DocumentRequest, 'malformed'>,
): Promise<{ readonly bytes: Uint8Array; readonly retrievedAt: number }> {
  const { url, mediaTypes, maximumBytes, context, signal } = request
  if (context.retrieval === undefined) throw new Refusal('retrieval_unavailable')
  const now = Math.floor(context.now() / 1000)
  return context.retrieval.retrieve({ url, mediaTypes, maximumBytes, now, signal })
}

/** @throws {Refusal} `malformed`, and the codes of {@link retrieveBytes} */
export async function retrieveDocument(request: DocumentRequest): Promise<KeyDocument> {
  const { url, context, malformed } = request
  const { bytes, retrievedAt } = await retrieveBytes(request)
  try {
    const content = parseJsonObject(decodeUtf8(bytes), { maxDepth })
    return { url, content, sha256: context.engine.sha256Base64url(bytes), retrievedAt }
  } catch (cause) {
    if (cause instanceof Refusal) throw new Refusal<TrustCode>(malformed, { cause })
    throw cause
  }
}
