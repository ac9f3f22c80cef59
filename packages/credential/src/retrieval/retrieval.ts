import type { Bytes } from '@hashikake/encoding/base64url'

/** What is to be fetched, and what counts as an answer. */
export interface RetrievalRequest {
  /** An https URL. */
  readonly url: string
  /** Media types that are taken, lower case without parameters, the most wanted first; any other is refused. */
  readonly mediaTypes: readonly string[]
  /** The most bytes that are taken; the retrieval's own cap where that is lower. */
  readonly maximumBytes?: number
  /** The origins to which a redirect may lead; any that the guard lets pass unless given. */
  readonly origins?: readonly string[]
  /** Only what came from its host at or after this time: seconds since 1970-01-01T00:00:00Z. */
  readonly notBefore?: number
  /** The clock, seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  readonly signal?: AbortSignal | undefined
}

/** What was fetched. */
export interface Retrieved {
  /** As asked for. */
  readonly url: string
  /** Lower case, without parameters. */
  readonly mediaType: string
  /** Shared by all who asked: to be read only. */
  readonly bytes: Bytes
  /** When it came from its host: seconds since 1970-01-01T00:00:00Z. */
  readonly retrievedAt: number
  /** Until when its host lets it be used again (RFC 9111), seconds; absent where the host does not say. */
  readonly freshUntil?: number
  /** It comes from a recording, and no host was asked. */
  readonly recorded?: true
  /** The origins to which redirects led; absent where none did. */
  readonly redirectedTo?: readonly string[]
  /** Weakenings under which it was fetched, by name. */
  readonly weakenings?: readonly string[]
}

/**
 * The one way in which anything is fetched: `context.retrieval`. Without one, nothing is.
 *
 * @throws {Refusal} with a code `retrieval_…`; `retryable` where the host could not be reached
 */
export interface Retrieval {
  retrieve(request: RetrievalRequest): Promise<Retrieved>
}
