import type { Retrieval } from '@hashikake/credential'
import { guardedRetrieval, type Transport } from '@hashikake/credential/retrieval'

/** The hosts of the story, in the place of a network: what each URL answers, and how often it was asked. */
export interface Hosts {
  readonly retrieval: Retrieval
  answer(url: string, mediaType: string, text: string): void
  /** All of them are down from now on. */
  fail(): void
  asked(): readonly string[]
}

/** The guard is the library's own; only what lies behind it is played. */
export function makeHosts(): Hosts {
  const answers = new Map<string, readonly [mediaType: string, text: string]>()
  const asked: string[] = []
  let isDown = false
  const transport: Transport = {
    request: async ({ url, checkAddress }) => {
      asked.push(url)
      const [mediaType, text] = answers.get(url) ?? []
      if (isDown || mediaType === undefined) throw new Error('Nobody answers there')
      checkAddress('203.0.113.1')
      const body = (async function* () {
        yield new TextEncoder().encode(text)
      })()
      return { status: 200, headers: { 'content-type': mediaType }, body, close: () => {} }
    },
  }
  return {
    retrieval: guardedRetrieval({ transport }),
    answer: (url, mediaType, text) => {
      answers.set(url, [mediaType, text])
    },
    fail: () => {
      isDown = true
    },
    asked: () => asked,
  }
}
