import type { Retrieval, RetrievalRequest } from '@hashikake/credential'
import { isJsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TestCase } from './case.ts'

/** Answers what the case's `documents` hold, and nothing else. */
export function retrievalOf({ documents }: TestCase, now: number): { readonly retrieval?: Retrieval } {
  if (documents === undefined) return {}
  const retrieve = async ({ url }: RetrievalRequest): ReturnType<Retrieval['retrieve']> => {
    const content = isJsonObject(documents) ? ownMember(documents, url) : undefined
    if (content === undefined) throw new Refusal('retrieval_unreachable', { retryable: true })
    const bytes = new TextEncoder().encode(JSON.stringify(content)).slice()
    return { url, mediaType: 'application/json', bytes, retrievedAt: Math.floor(now / 1000) }
  }
  return { retrieval: { retrieve } }
}
