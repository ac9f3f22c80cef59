import type { Policy } from '@hashikake/credential'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { renderSvg } from '@hashikake/sd-jwt/svg'
import {
  claimDisplay,
  type ResolvedTypeMetadata,
  type TypeMetadataOptions,
  typeDisplay,
  typeMetadata,
  typeRules,
} from '@hashikake/sd-jwt/type-metadata'
import type { TestCase } from './case.ts'
import { contextOf, jsonInput } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

/** `{ publishers, leniencies, given, maximumDepth, types }`: the rules of the credential's type are demanded. */
export function typeRulesOf(parameters: JsonValue): Policy {
  const { types, ...options } = parameters as { readonly types?: readonly string[] } & JsonObject
  return typeRules(typeMetadata(optionsOf(options)), types === undefined ? {} : { types })
}

/** The documents that a caller has himself are `given`, by type: the case's `documents` are what hosts answer. */
function optionsOf({ given, ...options }: JsonObject): TypeMetadataOptions {
  const documents = Object.entries((given ?? {}) as JsonObject).map(([vct, document]): [string, string] => [
    vct,
    typeof document === 'string' ? document : JSON.stringify(document),
  ])
  return { ...options, ...(given === undefined ? {} : { documents: Object.fromEntries(documents) }) }
}

/**
 * `{ vct, integrity }` and the options above: what is found of a type. With `locale`, how it and the claims at `paths` are
 * shown; with `template` and `claims`, the picture.
 */
export async function typeMetadataCase(testCase: TestCase): Promise<Outcome> {
  const { vct, integrity, locale, paths, template, claims, ...options } = jsonInput(testCase)
  const metadata = await typeMetadata(optionsOf(options)).resolve(vct as string, {
    context: contextOf(testCase),
    ...(integrity === undefined ? {} : { integrity: integrity as string }),
  })
  return {
    accepted: true,
    output: {
      ...pick(metadata),
      ...(locale === undefined ? {} : shown(metadata, locale as string, (paths ?? []) as never)),
      ...(template === undefined
        ? {}
        : { svg: renderSvg(template as string, { metadata, claims: claims as JsonObject }) }),
    },
  }
}

function pick({ types, claims, documents, leniencies }: ResolvedTypeMetadata): JsonObject {
  const findings = documents.flatMap((document) => document.findings.map(({ code }) => code))
  return { types, claims: claims as unknown as JsonValue, findings, leniencies: leniencies as readonly string[] }
}

function shown(
  metadata: ResolvedTypeMetadata,
  locale: string,
  paths: readonly (readonly (string | number)[])[],
): JsonObject {
  return {
    name: typeDisplay(metadata, locale)?.name ?? null,
    labels: paths.map((path) => claimDisplay(metadata, path, locale)?.label ?? null),
  }
}
