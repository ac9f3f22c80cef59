import type { Retrieval, RetrievalRequest, Retrieved } from './retrieval.ts'

/** A retrieval that remembers what came. */
export interface Recording extends Retrieval {
  /** What came, the newest of each URL and media type, in the order of the URLs. */
  parts(): readonly Retrieved[]
}

/** Wraps a retrieval, and remembers what comes through it: the stuff of an offline bundle. */
export function recordingOf(retrieval: Retrieval): Recording {
  if (typeof retrieval?.retrieve !== 'function')
    throw new TypeError('recordingOf takes a retrieval: guardedRetrieval()')
  const parts = new Map<string, Retrieved>()
  return Object.freeze({
    retrieve: async (request: RetrievalRequest) => {
      const retrieved = await retrieval.retrieve(request)
      const name = `${retrieved.url} ${retrieved.mediaType}`
      if ((parts.get(name)?.retrievedAt ?? 0) <= retrieved.retrievedAt) parts.set(name, retrieved)
      return retrieved
    },
    parts: () =>
      Object.freeze([...parts.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part)),
  })
}
