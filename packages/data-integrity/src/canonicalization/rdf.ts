import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import jsonld from 'jsonld'
import { canonize } from 'rdf-canonize'
import { refusal } from '../refusal.ts'
import { type Contexts, loaderOf } from './contexts.ts'

/** Work that canonicalisation may take: its steps grow at most with the number of blank nodes. */
const maxWorkFactor = 1

export interface RdfOptions {
  readonly contexts: Contexts
  /** The hash that labels blank nodes, as strong as that of the signature (DI-ECDSA 1.0 §3.2.3); SHA-256 unless given. */
  readonly hash?: 'sha-256' | 'sha-384'
  readonly signal?: AbortSignal | undefined
}

const safely = { safe: true, base: null, rdfDirection: 'i18n-datatype', produceGeneralizedRdf: false } as const

/**
 * The canonical N-Quads of a JSON-LD document (RDFC-1.0). A processor in safe mode refuses what would be dropped.
 *
 * @throws {Refusal} `member_unmapped`, `term_redefined`, `json_ld_malformed`, `context_unknown`, `canonicalization_too_complex`
 */
export async function canonicalizeRdf(document: JsonObject, options: RdfOptions): Promise<string> {
  const dataset = await processed(() =>
    jsonld.toRDF(document, { ...safely, documentLoader: loaderOf(options.contexts) }),
  )
  return canonical(dataset, options)
}

/** The N-Quads of a JSON-LD document as they come, one a line. */
export async function toNQuads(document: unknown, { contexts }: RdfOptions): Promise<readonly string[]> {
  const text = await processed(() =>
    jsonld.toRDF(document, { ...safely, documentLoader: loaderOf(contexts), format: 'application/n-quads' }),
  )
  return (text as string)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${line}\n`)
}

/** Expanded without loss. @throws {Refusal} those of {@link canonicalizeRdf} */
export async function expand(document: JsonObject, { contexts }: RdfOptions): Promise<unknown[]> {
  return processed(() => jsonld.expand(document, { safe: true, base: null, documentLoader: loaderOf(contexts) }))
}

/** Written again with the names of a context. */
export async function compact(
  expanded: unknown,
  context: unknown,
  { contexts }: RdfOptions,
): Promise<Record<string, unknown>> {
  return processed(() =>
    jsonld.compact(expanded, context, { safe: true, base: null, documentLoader: loaderOf(contexts) }),
  )
}

/** Canonical N-Quads, and the canonical label of each blank node of the input. */
export async function canonicalizeNQuads(
  nquads: string,
  { signal }: Pick<RdfOptions, 'signal'>,
): Promise<{ readonly text: string; readonly labels: ReadonlyMap<string, string> }> {
  const canonicalIdMap = new Map<string, string>()
  const text = await canonical(nquads, { signal }, { inputFormat: 'application/n-quads', canonicalIdMap })
  const withoutPrefix = (label: string): string => (label.startsWith('_:') ? label.slice(2) : label)
  const labels = new Map([...canonicalIdMap].map(([from, to]) => [withoutPrefix(from), withoutPrefix(to)]))
  return { text, labels }
}

async function canonical(
  dataset: unknown,
  { signal, hash = 'sha-256' }: Pick<RdfOptions, 'signal' | 'hash'>,
  further: { readonly inputFormat?: 'application/n-quads'; readonly canonicalIdMap?: Map<string, string> } = {},
): Promise<string> {
  try {
    return await canonize(dataset, {
      algorithm: 'RDFC-1.0',
      format: 'application/n-quads',
      maxWorkFactor,
      messageDigestAlgorithm: hash === 'sha-384' ? 'sha384' : 'sha256',
      ...further,
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    signal?.throwIfAborted()
    throw refusal('canonicalization_too_complex', { cause: nameOf(cause) })
  }
}

async function processed<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (cause) {
    throw refusalOf(cause)
  }
}

/** What a JSON-LD processor refuses, by its own codes; of its message nothing is kept, as it may hold a claim. */
function refusalOf(cause: unknown): unknown {
  const found = ownRefusal(cause)
  if (found !== undefined) return found
  const { name, details } = (cause ?? {}) as { name?: unknown; details?: { code?: unknown } }
  if (typeof name !== 'string' || !name.startsWith('jsonld.')) return cause
  if (details?.code === 'protected term redefinition') return new Refusal('term_redefined', { path: ['@context'] })
  return refusal(name === 'jsonld.ValidationError' ? 'member_unmapped' : 'json_ld_malformed', { cause: name })
}

/** The loader's own refusal, which the processor wraps. */
function ownRefusal(cause: unknown): Refusal | undefined {
  let at = cause
  for (let depth = 0; depth < 4 && typeof at === 'object' && at !== null; depth++) {
    if (at instanceof Refusal) return at
    const { cause: inner, details } = at as { cause?: unknown; details?: { cause?: unknown } }
    at = details?.cause ?? inner
  }
  return undefined
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'Error'
}
