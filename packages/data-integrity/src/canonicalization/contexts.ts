import type { JsonObject } from '@hashikake/encoding/json'
import { refusal } from '../refusal.ts'

/** Contexts by their URLs, as their publishers have them: the only ones that a document may name. */
export type Contexts = Readonly<Record<string, JsonObject>>

let own: Promise<Contexts> | undefined

/** The contexts that come with the library: those of W3C credentials and of proofs. None is ever fetched. */
export function ownContexts(): Promise<Contexts> {
  own ??= load()
  return own
}

async function load(): Promise<Contexts> {
  const [{ contexts: credentials }, { default: proofs }] = await Promise.all([
    import('@digitalbazaar/credentials-context'),
    import('@digitalbazaar/data-integrity-context'),
  ])
  const known = [...credentials, ...proofs.contexts].filter(([url]) => wanted.includes(url))
  return Object.freeze(Object.fromEntries(known))
}

const wanted = [
  'https://www.w3.org/2018/credentials/v1',
  'https://www.w3.org/ns/credentials/v2',
  'https://w3id.org/security/data-integrity/v1',
  'https://w3id.org/security/data-integrity/v2',
]

/** Gives a JSON-LD processor the contexts that are known, and nothing else. */
export function loaderOf(
  contexts: Contexts,
): (url: string) => Promise<{ contextUrl: null; documentUrl: string; document: JsonObject }> {
  return async (url) => {
    if (!Object.hasOwn(contexts, url)) throw refusal('context_unknown', { path: ['@context'] })
    return { contextUrl: null, documentUrl: url, document: contexts[url] as JsonObject }
  }
}
