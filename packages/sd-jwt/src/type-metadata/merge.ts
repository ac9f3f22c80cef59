import type { ClaimPath } from '@hashikake/credential'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import type { ClaimDisplay, ClaimMetadata, SelectiveDisclosure, TypeDisplay, TypeMetadata } from './metadata.ts'

/** A claim's rules once every extended type has had its say, the defaults filled in. */
export interface EffectiveClaim {
  readonly path: ClaimPath
  readonly display: readonly ClaimDisplay[]
  readonly mandatory: boolean
  readonly sd: SelectiveDisclosure
  readonly svg_id?: string
}

/** What holds for a type: its own metadata over that of the types that it extends. */
export interface EffectiveMetadata {
  readonly vct: string
  /** The type, and all that it extends, nearest first. That it extends a type lets nobody issue it (SD-JWT VC §7.7). */
  readonly types: readonly string[]
  readonly name?: string
  readonly description?: string
  readonly display: readonly TypeDisplay[]
  /** Those of the most general type first. */
  readonly claims: readonly EffectiveClaim[]
}

/**
 * Lays a type over those that it extends (SD-JWT VC §5.5.2 and §5.6.5): claim metadata is combined path by path, a member of
 * the nearer type replacing the whole member of the farther one; `display` of the type is the nearest that there is.
 *
 * @param chain - the type itself, then what it extends
 * @throws {Refusal} `type_metadata_override_forbidden` where a type loosens what another fixed: `sd` `always` or `never`,
 *   `mandatory` true; `type_metadata_malformed` where two claims share an `svg_id`
 */
export function mergeTypeMetadata(chain: readonly [TypeMetadata, ...TypeMetadata[]]): EffectiveMetadata {
  const [own] = chain
  const merged = new Map<string, ClaimMetadata>()
  for (const { claims = [] } of [...chain].reverse()) {
    for (const claim of claims) {
      const key = JSON.stringify(claim.path)
      const inherited = merged.get(key)
      if (inherited !== undefined) requireNoLoosening(inherited, claim)
      merged.set(key, { ...inherited, ...claim })
    }
  }
  const claims = [...merged.values()]
  requireDistinctIds(claims)
  const { vct, name, description } = own
  return Object.freeze({
    vct,
    types: Object.freeze(chain.map((one) => one.vct)),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    display: chain.find(({ display }) => display !== undefined)?.display ?? Object.freeze([]),
    claims: Object.freeze(claims.map(effective)),
  })
}

function requireNoLoosening(inherited: ClaimMetadata, own: ClaimMetadata): void {
  const { sd = 'allowed', mandatory = false, path } = inherited
  const changesSd = sd !== 'allowed' && own.sd !== undefined && own.sd !== sd
  if (changesSd || (mandatory && own.mandatory === false)) {
    throw new Refusal<SdJwtCode>('type_metadata_override_forbidden', { path })
  }
}

function requireDistinctIds(claims: readonly ClaimMetadata[]): void {
  const ids = new Set<string>()
  for (const { svg_id: id, path } of claims) {
    if (id === undefined) continue
    if (ids.has(id)) throw new Refusal<SdJwtCode>('type_metadata_malformed', { path })
    ids.add(id)
  }
}

function effective({
  path,
  display = [],
  mandatory = false,
  sd = 'allowed',
  svg_id: id,
}: ClaimMetadata): EffectiveClaim {
  return Object.freeze({ path, display, mandatory, sd, ...(id === undefined ? {} : { svg_id: id }) })
}
