import {
  type Context,
  type CredentialContent,
  type Evidence,
  type Policy,
  type PolicyGrounds,
  type PolicySubject,
  planCheck,
} from '@hashikake/credential'
import { type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import type { ResolvedTypeMetadata, TypeMetadataResolver } from './resolver.ts'
import { requireTypeRules } from './rules.ts'

export interface TypeRulesOptions {
  /** The types whose rules are demanded; every type unless given. */
  readonly types?: readonly string[]
}

/**
 * Demands that a credential keeps the rules of its type (SD-JWT VC §5.7): the metadata must be found, whole and with all that
 * it extends, and the claims must be as it says. What is found goes into the evidence. As every policy it is asked once the
 * credential is authentic and its issuer trusted, so that a stranger makes nobody fetch anything; a type's metadata lets
 * nobody issue it. Credentials of other formats have no such metadata, and are let through.
 *
 * For verifiers, and for holders in `receive`, who see the whole credential and so whether a mandatory claim was left out.
 *
 * Codes: those of {@link TypeMetadataResolver.resolve} and {@link requireTypeRules}.
 *
 * @throws {TypeError} for wrong use
 *
 * @example
 * const rules = typeRules(typeMetadata({ publishers: ['https://types.example'] }))
 * await verify(presentation, { …, policies: [rules] })
 */
export function typeRules(resolver: TypeMetadataResolver, options: TypeRulesOptions = {}): Policy {
  const { types } = options ?? {}
  const areTypes = types === undefined || (Array.isArray(types) && types.every((one) => typeof one === 'string'))
  if (typeof resolver?.resolve !== 'function' || !areTypes) {
    throw new TypeError("typeRules takes typeRules(typeMetadata(), { types: ['https://…'] })")
  }
  const demanded = types === undefined ? undefined : Object.freeze([...types])
  return Object.freeze({
    check: planCheck('policy', 'type_rules'),
    parameters: Object.freeze({ ...resolver.parameters, types: demanded ?? null }) as unknown as JsonValue,
    judge: async (
      { format, from, credential }: PolicySubject,
      context: Context,
      signal?: AbortSignal,
    ): Promise<PolicyGrounds | undefined> => {
      const { type } = credential
      if (format !== 'dc+sd-jwt' || type === undefined || demanded?.includes(type) === false) return undefined
      const integrity = ownMember(credential.claims, 'vct#integrity') as string | undefined
      const metadata = await resolver.resolve(type, {
        context,
        ...(integrity === undefined ? {} : { integrity }),
        ...(signal === undefined ? {} : { signal }),
      })
      // What this format gives is JSON.
      requireTypeRules(credential as CredentialContent<JsonObject>, metadata, { whole: from === 'issuer' })
      return { evidence: [evidenceOf(metadata)] }
    },
  })
}

function evidenceOf({ vct, documents, leniencies }: ResolvedTypeMetadata): Evidence {
  return Object.freeze({
    kind: 'type-metadata',
    vct,
    documents: documents as unknown as JsonValue,
    leniencies: leniencies as readonly string[],
  })
}
