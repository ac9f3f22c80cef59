import type { ClaimPath, CredentialContent } from '@hashikake/credential'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import type { EffectiveClaim, EffectiveMetadata } from './merge.ts'

/** How many places are looked at for all rules of a type together: rules times places could be anything. */
const maximumSteps = 2_000_000

/**
 * Holds a credential's claims against the rules of its type (SD-JWT VC §5.6): every path must fit what it meets, a claim that
 * is there must be selectively disclosable as `sd` says, and a mandatory claim must be there.
 *
 * A holder who was handed the whole credential sees what is missing. To a verifier a claim may merely not have been shown: it
 * is missing only where its object holds nothing back, or where it must never be disclosable. An element of an array that was
 * not shown counts as present, as disclosable, and for the indexes of the others.
 *
 * @param whole - whether all that was issued is there, what is held back being decoys
 * @throws {Refusal} `claim_structure_mismatch`, `claim_sd_required`, `claim_sd_forbidden`, `mandatory_claim_missing`,
 *   with the path of the rule; `type_metadata_too_large`
 */
export function requireTypeRules(
  credential: Pick<CredentialContent<JsonObject>, 'claims' | 'disclosed' | 'withheld'>,
  { claims }: Pick<EffectiveMetadata, 'claims'>,
  { whole }: { readonly whole: boolean },
): void {
  const evaluation: Evaluation = {
    root: credential.claims,
    shown: shownShape(credential, whole),
    fixed: new Set(claims.filter(({ sd }) => sd === 'never').map(({ path }) => JSON.stringify(path))),
    steps: maximumSteps,
  }
  for (const rule of claims) requireRule(evaluation, rule)
}

/** How the claims came about, by the objects and arrays that hold them. */
interface Shape {
  /** What came by a disclosure of its own: names by object, indexes by array. */
  readonly disclosed: ReadonlyMap<JsonValue, ReadonlySet<string | number>>
  /** Objects that hold members back. */
  readonly withholding: ReadonlySet<JsonValue>
  /** The indexes, as issued, of the elements that an array holds back. */
  readonly missing: ReadonlyMap<JsonValue, ReadonlySet<number>>
}

interface Evaluation {
  readonly root: JsonObject
  readonly shown: Shape
  /** Paths of claims that must not be disclosable, and so cannot be held back. */
  readonly fixed: ReadonlySet<string>
  steps: number
}

/** An object's member or an array's element that a path selects. */
interface Selected {
  /** Undefined where it was not shown: it is there, and nobody knows what. */
  readonly value: JsonValue | undefined
  readonly isDisclosable: boolean
}

interface Selection {
  readonly selected: readonly Selected[]
  /** Whether something that was not shown might be selected as well. */
  readonly mayHoldMore: boolean
}

function shownShape({ claims, disclosed, withheld }: Parameters<typeof requireTypeRules>[0], whole: boolean): Shape {
  const places = new Map<JsonValue, Set<string | number>>()
  for (const path of disclosed) add(places, at(claims, path.slice(0, -1)), path.at(-1) as string | number)
  const missing = new Map<JsonValue, Set<number>>()
  const withholding = new Set<JsonValue>()
  if (!whole && withheld !== undefined) {
    for (const path of withheld.members) withholding.add(at(claims, path))
    for (const path of withheld.elements) add(missing, at(claims, path.slice(0, -1)), path.at(-1) as number)
  }
  return { disclosed: places, withholding, missing }
}

function add<T>(sets: Map<JsonValue, Set<T>>, owner: JsonValue, member: T): void {
  const members = sets.get(owner) ?? new Set()
  sets.set(owner, members.add(member))
}

/** The value at a path of the processed payload, which is there. */
function at(claims: JsonObject, path: ClaimPath): JsonValue {
  let value: JsonValue = claims
  for (const step of path) value = (value as Record<string | number, JsonValue>)[step as string | number] as JsonValue
  return value
}

function requireRule(evaluation: Evaluation, { path, sd, mandatory }: EffectiveClaim): void {
  const { selected, mayHoldMore } = select(evaluation, path)
  for (const { isDisclosable } of selected) {
    if (sd === 'always' && !isDisclosable) throw refusal('claim_sd_required', path)
    if (sd === 'never' && isDisclosable) throw refusal('claim_sd_forbidden', path)
  }
  if (mandatory && selected.length === 0 && !mayHoldMore) throw refusal('mandatory_claim_missing', path)
}

/** Processes a path from left to right (§5.6.1). */
function select(evaluation: Evaluation, path: ClaimPath): Selection {
  let selected: readonly Selected[] = [{ value: evaluation.root, isDisclosable: false }]
  let mayHoldMore = false
  for (let i = 0; i < path.length; i++) {
    const step = path[i] as string | number | null
    const next: Selected[] = []
    const mayBeHeldBack = !isFixed(evaluation, path, i)
    for (const { value } of selected) {
      if (value === undefined) {
        // Contents of what was not shown are unknown: they select nothing, and might be there.
        mayHoldMore = true
      } else if (typeof step === 'string') {
        if (!isJsonObject(value)) throw refusal('claim_structure_mismatch', path)
        spend(evaluation, 1, path)
        const member = memberOf(evaluation, value, step)
        if (member !== undefined) next.push(member)
        else if (mayBeHeldBack && evaluation.shown.withholding.has(value)) mayHoldMore = true
      } else {
        if (!Array.isArray(value)) throw refusal('claim_structure_mismatch', path)
        const length = value.length + (evaluation.shown.missing.get(value)?.size ?? 0)
        spend(evaluation, length, path)
        const elements = elementsOf(evaluation, value, length)
        if (step === null) for (const element of elements) next.push(element)
        else if (step < elements.length) next.push(elements[step] as Selected)
      }
    }
    selected = next
  }
  return { selected, mayHoldMore }
}

/** Whether the step of a path leads to a claim that must not be disclosable: not being there, it was not issued. */
function isFixed({ fixed }: Evaluation, path: ClaimPath, step: number): boolean {
  return fixed.has(JSON.stringify(path.slice(0, step + 1)))
}

function memberOf({ shown }: Evaluation, object: JsonObject, name: string): Selected | undefined {
  const value = ownMember(object, name)
  return value === undefined ? undefined : { value, isDisclosable: shown.disclosed.get(object)?.has(name) === true }
}

/** The elements of an array as issued. */
function elementsOf({ shown }: Evaluation, array: readonly JsonValue[], length: number): readonly Selected[] {
  const missing = shown.missing.get(array)
  const disclosed = shown.disclosed.get(array)
  const elements: Selected[] = []
  let held = 0
  for (let issued = 0; issued < length; issued++) {
    const index = issued - held
    if (missing?.has(issued)) {
      held++
      elements.push({ value: undefined, isDisclosable: true })
    } else {
      elements.push({ value: array[index] as JsonValue, isDisclosable: disclosed?.has(index) === true })
    }
  }
  return elements
}

function spend(evaluation: Evaluation, steps: number, path: ClaimPath): void {
  evaluation.steps -= steps
  if (evaluation.steps < 0) throw refusal('type_metadata_too_large', path)
}

function refusal(code: SdJwtCode, path: ClaimPath): Refusal<SdJwtCode> {
  return new Refusal(code, { path })
}
