import {
  type Context,
  type Decision,
  type Evidence,
  isPromise,
  type KeyCandidate,
  type KeyRequest,
  type Trust,
} from '@hashikake/credential'
import { requireNames, requireOptions } from './options.ts'

/** For what a resolver is believed; what is left out is not limited. */
export interface Scope {
  /** Credential types, by their exact name: a type that another extends is not thereby in scope (SD-JWT VC §7.7). */
  readonly types?: readonly string[]
  /** Formats, such as `dc+sd-jwt`. */
  readonly formats?: readonly string[]
  /** Countries (ISO 3166-1 alpha-2) or `EU`, as a list or a certificate says: where nothing says so, it is out of scope. */
  readonly territories?: readonly string[]
  readonly purposes?: readonly KeyRequest['purpose'][]
}

const usage = "scoped takes scoped(trust, { types: ['https://…/degree'], formats, territories, purposes })"

/**
 * Believes a resolver within a scope alone. Formats and purposes limit for what it is asked; a credential whose type, or
 * any further type that it claims to be, is out of scope is refused after its signature held.
 *
 * Codes: `trust_type_out_of_scope`, `trust_territory_out_of_scope`.
 *
 * @throws {TypeError} for a scope that limits nothing, or an unknown member of it
 */
export function scoped(trust: Trust, scope: Scope): Trust {
  requireOptions(scope, ['types', 'formats', 'territories', 'purposes'], usage)
  const limits = Object.entries(scope).filter(([, names]) => names !== undefined)
  if (limits.length === 0 || typeof trust?.findKeys !== 'function') throw new TypeError(usage)
  const { types, formats, territories, purposes } = Object.fromEntries(
    limits.map(([name, names]) => [name, requireNames(names, usage)]),
  ) as { readonly [Name in keyof Scope]: readonly string[] }
  const isAsked = ({ format, purpose }: KeyRequest): boolean =>
    (formats?.includes(format) ?? true) && (purposes?.includes(purpose) ?? true)
  const judge = (candidate: KeyCandidate, decision: Decision): Decision => {
    if (!decision.trusted || territories === undefined) return decision
    const named = [candidate.evidence, ...(decision.evidence ?? [])].flatMap(territoryOf)
    const isWithin = named.length > 0 && named.every((one) => territories.includes(one))
    return isWithin ? decision : { trusted: false, code: 'trust_territory_out_of_scope' }
  }
  return Object.freeze({
    findKeys: (request: KeyRequest, context: Context, signal?: AbortSignal) =>
      isAsked(request) ? trust.findKeys(request, context, signal) : [],
    decide: (request: KeyRequest, candidate: KeyCandidate, context: Context, signal?: AbortSignal) => {
      if (!isAsked(request)) return { trusted: false, code: 'issuer_not_trusted' } as const
      if (types !== undefined && !typesOf(request).every((type) => type !== undefined && types.includes(type))) {
        return { trusted: false, code: 'trust_type_out_of_scope' } as const
      }
      const deciding = trust.decide(request, candidate, context, signal)
      return isPromise(deciding) ? deciding.then((decision) => judge(candidate, decision)) : judge(candidate, deciding)
    },
  })
}

function typesOf({ type, otherTypes = [] }: KeyRequest): readonly (string | undefined)[] {
  return [type, ...otherTypes]
}

function territoryOf({ territory }: Evidence): readonly string[] {
  return typeof territory === 'string' ? [territory] : []
}
