import { type ClaimPath, isClaimPath, type SelectedClaim, selectClaims } from '@hashikake/credential'
import { isJsonObject, type JsonObject, type JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'

/**
 * What an issuer lets the holder disclose selectively: a claim path (a null marks every element), everything below a
 * place, or one place with all that it holds as a single disclosure.
 */
export type Disclosable = ClaimPath | EverythingBelow | AsOne

export interface EverythingBelow {
  readonly everythingBelow: ClaimPath | readonly []
}
export interface AsOne {
  readonly asOne: ClaimPath
}

/** Marks every member and element at any depth below a place; `everythingBelow()` means the whole credential. */
export function everythingBelow(path: ClaimPath | readonly [] = []): EverythingBelow {
  return { everythingBelow: path }
}

/** Marks one place as one disclosure: what it holds is shown together or not at all. `everythingBelow` stops there. */
export function asOne(path: ClaimPath): AsOne {
  return { asOne: path }
}

/** The marked places, as a tree beside the claims. */
export interface MarkedPlace {
  disclosable: boolean
  whole: boolean
  readonly below: Map<string | number, MarkedPlace>
}

/**
 * Finds the places that the marks name. A mark that names nothing is refused: a slip of the pen would publish a claim
 * that was meant to be disclosable.
 *
 * @throws {Refusal} `path_unmatched`
 * @throws {TypeError} for what is no mark, and for a mark inside a whole
 */
export function markPlaces(claims: JsonObject, marks: readonly Disclosable[] = []): MarkedPlace {
  const root = newPlace()
  const named = requireMarks(marks).map((mark) => ({ mark, places: requireSelected(claims, pathOfMark(mark)) }))
  // First what is whole, so that it stays whole in whatever order the marks came.
  for (const { mark, places } of named) {
    if (isAsOne(mark)) for (const { path } of places) placeAt(root, path).whole = true
  }
  for (const { mark, places } of named) {
    for (const { path, value } of places) {
      const place = placeAt(root, path)
      requireOutsideWholes(root, isBelow(mark) ? [...path, null] : path)
      if (isBelow(mark)) markBelow(place, value)
      else place.disclosable = true
    }
  }
  return root
}

/** A part of a whole with a disclosure of its own would be shown, or withheld, apart from it. */
function requireOutsideWholes(root: MarkedPlace, path: ClaimPath): void {
  let place: MarkedPlace | undefined = root
  for (const [i, step] of path.entries()) {
    if (place?.whole) {
      const whole = JSON.stringify(path.slice(0, i))
      throw new TypeError(`asOne(${whole}) is one disclosure: nothing inside it can be marked as well`)
    }
    place = place?.below.get(step as string | number)
  }
}

/** @throws {TypeError} for what is no list */
export function requireMarks(marks: readonly Disclosable[]): readonly Disclosable[] {
  if (Array.isArray(marks)) return marks
  throw new TypeError("disclosable takes a list: [['degree', 'title'], everythingBelow(['grades'])]")
}

/** @throws {TypeError} for what is no mark */
export function pathOfMark(mark: Disclosable): ClaimPath | readonly [] {
  if (isClaimPath(mark)) return mark
  if (isBelow(mark) && (mark.everythingBelow.length === 0 || isClaimPath(mark.everythingBelow))) {
    return mark.everythingBelow
  }
  if (isAsOne(mark) && isClaimPath(mark.asOne)) return mark.asOne
  throw new TypeError(
    "disclosable takes claim paths such as ['degree', 'title'], everythingBelow(path) and asOne(path)",
  )
}

function isBelow(mark: Disclosable): mark is EverythingBelow {
  return hasPath(mark, 'everythingBelow')
}

function isAsOne(mark: Disclosable): mark is AsOne {
  return hasPath(mark, 'asOne') && !isBelow(mark)
}

function newPlace(): MarkedPlace {
  return { disclosable: false, whole: false, below: new Map() }
}

function hasPath<Name extends string>(mark: unknown, name: Name): mark is Record<Name, ClaimPath> {
  return isJsonObject(mark) && Object.hasOwn(mark, name) && Array.isArray(mark[name])
}

function requireSelected(claims: JsonObject, path: ClaimPath): readonly SelectedClaim[] {
  const selected = selectClaims(claims, path)
  if (selected.length === 0) throw new Refusal('path_unmatched', { path })
  return selected
}

function placeAt(root: MarkedPlace, path: ClaimPath): MarkedPlace {
  let place = root
  for (const step of path as readonly (string | number)[]) {
    let next = place.below.get(step)
    if (next === undefined) {
      next = newPlace()
      place.below.set(step, next)
    }
    place = next
  }
  return place
}

function markBelow(place: MarkedPlace, value: JsonValue): void {
  if (place.whole || typeof value !== 'object' || value === null) return
  const members: Iterable<[string | number, JsonValue]> = Array.isArray(value) ? value.entries() : Object.entries(value)
  for (const [step, member] of members) {
    const below = placeAt(place, [step])
    below.disclosable = true
    markBelow(below, member)
  }
}
