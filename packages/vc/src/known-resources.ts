import type { Engine } from '@hashikake/crypto/engine'
import { baseContext } from './model/contexts.ts'
import { refusal } from './model/refusal.ts'
import type { RelatedResource, ResourceDigest } from './model/related-resources.ts'

/** Resources by their URLs, as text that is hashed byte for byte. */
export type KnownResources = Readonly<Record<string, string>>

/** What this library itself makes use of: the base context. */
async function ownResources(): Promise<KnownResources> {
  const { credentialsV2Text } = await import('./contexts/credentials-v2.ts')
  return { [baseContext]: credentialsV2Text }
}

const strongestFirst = ['sha-512', 'sha-384', 'sha-256'] as const

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
    if (text !== undefined && !(await fits(resource, text, engine))) {
      throw refusal('related_resource_mismatch', ['relatedResource', index])
    }
  }
}

async function fits({ sri, multibase }: RelatedResource, text: string, engine: Engine): Promise<boolean> {
  const hasDigest = async ({ algorithm, digest }: ResourceDigest): Promise<boolean> => {
    const [computed] = await engine.digests(algorithm, [text])
    return computed === digest.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  }
  for (const one of multibase) if (!(await hasDigest(one))) return false
  if (sri.length === 0) return true
  const strongest = strongestFirst.find((name) => sri.some(({ algorithm }) => algorithm === name))
  for (const one of sri) if (one.algorithm === strongest && (await hasDigest(one))) return true
  return false
}
