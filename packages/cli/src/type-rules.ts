import type { Policy } from '@hashikake/credential'
import { readTypeMetadata, type TypeMetadataLeniency, typeMetadata, typeRules } from '@hashikake/sd-jwt/type-metadata'
import { refusedBy } from './faults.ts'
import { readText } from './input.ts'
import type { Terminal } from './terminal.ts'

export interface TypeRulesOptions {
  readonly typeRules?: boolean
  readonly typeDocument?: readonly string[]
  readonly typeLeniency?: readonly TypeMetadataLeniency[]
}

export const typeLeniencies: readonly TypeMetadataLeniency[] = ['lang', 'schema', 'svg_template']

/** The policy that demands the rules of a credential's type; a document that is handed in speaks for the type that it names. */
export async function typeRulesFrom(options: TypeRulesOptions, terminal: Terminal): Promise<readonly Policy[]> {
  const { typeDocument = [], typeLeniency: leniencies = [] } = options
  if (options.typeRules !== true && typeDocument.length === 0) return []
  const documents: [string, string][] = []
  for (const file of typeDocument) {
    const { text, source } = await readText(file, terminal)
    const { metadata } = await refusedBy(source, () => readTypeMetadata(text, { leniencies }))
    documents.push([metadata.vct, text])
  }
  return [typeRules(typeMetadata({ documents: Object.fromEntries(documents), leniencies }))]
}
