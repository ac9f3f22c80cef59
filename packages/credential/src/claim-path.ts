import { isJsonObject, type JsonValue } from '@hashikake/encoding/json'

/**
 * A path into claims, as in DCQL (OpenID4VP 1.0 §7) and SD-JWT VC type metadata: a string selects a member, a
 * non-negative integer an element, null all elements. Never a dotted string: names may hold dots.
 */
export type ClaimPath = readonly (string | number | null)[]

/** What a path selects: the place, with every null resolved to an index, and the value there. */
export interface SelectedClaim {
  readonly path: ClaimPath
  readonly value: JsonValue
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
export function selectClaims(claims: JsonValue, path: ClaimPath): readonly SelectedClaim[] {
  let selected: SelectedClaim[] = [{ path: [], value: claims }]
  for (const step of path) {
    const next: SelectedClaim[] = []
    for (const { path: place, value } of selected) {
      if (typeof step === 'string') {
        if (isJsonObject(value) && Object.hasOwn(value, step)) {
          next.push({ path: [...place, step], value: value[step] as JsonValue })
        }
      } else if (Array.isArray(value)) {
        for (
          let index = step ?? 0;
          index < (step === null ? value.length : Math.min(step + 1, value.length));
          index++
        ) {
          next.push({ path: [...place, index], value: value[index] as JsonValue })
        }
      }
    }
    selected = next
  }
  return selected
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
