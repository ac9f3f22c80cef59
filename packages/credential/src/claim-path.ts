import { isJsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import type { ClaimValue } from './credential.ts'

/**
 * A path into claims, as in DCQL (OpenID4VP 1.0 §7) and SD-JWT VC type metadata: a string selects a member, a
 * non-negative integer an element, null all elements. Never a dotted string: names may hold dots.
 */
export type ClaimPath = readonly (string | number | null)[]

/** What a path selects: the place, with every null resolved to an index, and the value there. */
export interface SelectedClaim<Value = JsonValue> {
  readonly path: ClaimPath
  readonly value: Value
}

/** Whether a value is a claim path: a non-empty array of strings, non-negative integers and nulls. */
export function isClaimPath(value: unknown): value is ClaimPath {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((step) => step === null || typeof step === 'string' || (Number.isSafeInteger(step) && step >= 0))
  )
}

/**
 * Selects what a path names, by own properties only; nothing where a step does not fit the value that it meets
 * (OpenID4VP 1.0 §7.1.1).
 */
export function selectClaims(claims: JsonValue, path: ClaimPath): readonly SelectedClaim[]
export function selectClaims(claims: ClaimValue, path: ClaimPath): readonly SelectedClaim<ClaimValue>[]
export function selectClaims(claims: ClaimValue, path: ClaimPath): readonly SelectedClaim<ClaimValue>[] {
  const selected: SelectedClaim<ClaimValue>[] = []
  select(claims, path, [], selected)
  return selected
}

/** Walks on from a place that the first steps of the path have reached. */
function select(start: ClaimValue, path: ClaimPath, reached: ClaimPath, selected: SelectedClaim<ClaimValue>[]): void {
  let value = start
  for (let i = reached.length; i < path.length; i++) {
    const step = path[i] as string | number | null
    if (step === null) {
      if (!Array.isArray(value)) return
      const before = [...reached, ...path.slice(reached.length, i)]
      for (let index = 0; index < value.length; index++) {
        select(value[index] as ClaimValue, path, [...before, index], selected)
      }
      return
    }
    const next = typeof step === 'string' ? memberOf(value, step) : elementOf(value, step)
    if (next === undefined) return
    value = next
  }
  selected.push({ path: [...reached, ...path.slice(reached.length)], value })
}

function memberOf(value: ClaimValue, name: string): ClaimValue | undefined {
  // Bytes are one value, and no object with a member a byte.
  return isJsonObject(value) && !(value instanceof Uint8Array) ? ownMember(value, name) : undefined
}

function elementOf(value: ClaimValue, index: number): ClaimValue | undefined {
  return Array.isArray(value) && index < value.length ? (value as readonly ClaimValue[])[index] : undefined
}

/** Whether a path is the other or lies below it; a null in `ancestor` stands for every element. */
export function isAtOrBelow(path: ClaimPath, ancestor: ClaimPath): boolean {
  return (
    path.length >= ancestor.length &&
    ancestor.every((step, i) => step === path[i] || (step === null && typeof path[i] === 'number'))
  )
}

/** A path as a person reads it, names quoted: `"degree"."title"[0]`. For display only. */
export function describePath(path: ClaimPath): string {
  return path
    .map((step, i) => (typeof step === 'string' ? `${i > 0 ? '.' : ''}${JSON.stringify(step)}` : `[${step ?? '*'}]`))
    .join('')
}
