import type { Engine } from '@hashikake/crypto/engine'
import { baseContext } from './model/contexts.ts'
import { refusal } from './model/refusal.ts'
import { hasDigests, type RelatedResource } from './model/related-resources.ts'

/** Resources by their URLs, as text that is hashed byte for byte. */
export type KnownResources = Readonly<Record<string, string>>

/** What this library itself makes use of: the base context. */
async function ownResources(): Promise<KnownResources> {
  const { credentialsV2Text } = await import('./contexts/credentials-v2.ts')
  return { [baseContext]: credentialsV2Text }
}

/**
 * Holds the resources that are in use against the digests that the issuer gave (VCDM 2.0 §5.3). Others are not fetched: who
 * makes use of one checks it then.
 *
 * @throws {Refusal} `related_resource_mismatch`
 */
export async function checkRelatedResources(
  resources: readonly RelatedResource[],
  { engine, known = {} }: { readonly engine: Engine; readonly known?: KnownResources },
): Promise<void> {
  if (resources.length === 0) return
  const all = { ...known, ...(await ownResources()) }
  for (const [index, resource] of resources.entries()) {
    const text = Object.hasOwn(all, resource.id) ? all[resource.id] : undefined
    if (text !== undefined && !(await hasDigests(resource, text, engine))) {
      throw refusal('related_resource_mismatch', ['relatedResource', index])
    }
  }
}
