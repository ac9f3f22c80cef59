import type { JsonObject } from '@hashikake/encoding/json'
import { requireCovered } from './canonicalization/covered.ts'
import { contextsOf, type DataIntegrityOptions, readOptions } from './options.ts'

/**
 * Whether everything in a document has a meaning by its contexts (VCDM 2.0 §5.2.1), as a JSON-LD processor finds it: for issuers
 * whose proof needs none.
 *
 * @throws {Refusal} `context_…`, `member_…`, `number_inexact`, `term_redefined`, `json_ld_malformed`
 */
export async function requireMapped(
  document: JsonObject,
  options: Pick<DataIntegrityOptions, 'contexts' | 'inlineContexts'> = {},
): Promise<void> {
  const settings = readOptions(options)
  const contexts = await contextsOf(settings)
  requireCovered(document, { contexts, inlineContexts: settings.inlineContexts })
  const { canonicalizeRdf } = await import('./canonicalization/rdf.ts')
  await canonicalizeRdf(document, { contexts })
}
