import { derive } from '@hashikake/data-integrity'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import type { Settings } from './settings.ts'

/** What a holder does with a credential of which parts can be shown. */
export async function deriveCredential(
  credential: JsonObject,
  options: JsonObject,
  { contexts }: Settings,
): Promise<JsonObject> {
  const pointers = ownMember(options, 'selectivePointers') ?? []
  if (!Array.isArray(pointers) || !pointers.every((one) => typeof one === 'string')) throw new TypeError('pointers')
  return derive(credential, pointers as readonly string[], { contexts })
}
