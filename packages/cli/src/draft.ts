import { isJsonObject, type JsonValue } from '@hashikake/encoding/json'
import type { MdocDraft } from '@hashikake/mdoc'
import type { SdJwtVcDraft } from '@hashikake/sd-jwt/vc'
import { readMembers } from './draft-reading.ts'
import { CommandFault } from './faults.ts'
import { elementsOf, mdocForm } from './mdoc-draft.ts'
import { sdJwtVcForm } from './sd-jwt-draft.ts'

/** What `issue` can take from a draft file; the issuer, its key and the holder's key are options. */
export type Draft =
  | { readonly format: 'dc+sd-jwt'; readonly draft: Omit<SdJwtVcDraft, 'holderKey'> }
  | { readonly format: 'mso_mdoc'; readonly draft: Omit<MdocDraft, 'holderKey'> }

/** Reads a draft file: one with a "docType" is an mdoc's. Every mistake in it is a sentence that names the member. */
export function readDraft(value: JsonValue, source: string): Draft {
  if (!isJsonObject(value)) {
    throw new CommandFault(
      `${source} is no draft: it should hold an object with "vct" and "claims", or with "docType" and "namespaces"`,
    )
  }
  if (!['docType', 'namespaces'].some((name) => Object.hasOwn(value, name))) {
    return { format: 'dc+sd-jwt', draft: readMembers(value, source, sdJwtVcForm) }
  }
  const written = readMembers(value, source, mdocForm)
  return { format: 'mso_mdoc', draft: { ...written, namespaces: elementsOf(written, source) } }
}
