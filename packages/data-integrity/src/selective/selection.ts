import { isJsonObject, type JsonObject, type JsonValue, ownMember, setMember } from '@hashikake/encoding/json'
import { refusal } from '../refusal.ts'

const pointer = /^(?:\/(?:[^~/]|~0|~1)*)*$/

/** The steps of a JSON Pointer (RFC 6901). @throws {Refusal} `pointer_malformed` */
function stepsOf(text: string): readonly string[] {
  if (typeof text !== 'string' || !pointer.test(text)) throw refusal('pointer_malformed')
  return text
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What was taken of a place, and of the places below it. */
interface Taken {
  whole: boolean
  readonly below: Map<string, Taken>
}

/**
 * Takes parts out of a document (DI-ECDSA 1.0 §3.4.13): what the pointers name, and of everything on the way there its
 * identifier and its types.
 *
 * @returns undefined where there are no pointers
 * @throws {Refusal} `pointer_malformed`, `pointer_unmatched`
 */
export function selectParts(document: JsonObject, pointers: readonly string[]): JsonObject | undefined {
  if (pointers.length === 0) return undefined
  const root: Taken = { whole: false, below: new Map() }
  for (const one of pointers) mark(root, document, stepsOf(one), one)
  const selection = take(document, root) as JsonObject
  const context = ownMember(document, '@context')
  return context === undefined ? selection : { '@context': context, ...selection }
}

function mark(root: Taken, document: JsonObject, steps: readonly string[], text: string): void {
  let taken = root
  let value: JsonValue | undefined = document
  for (const step of steps) {
    value = childOf(value, step)
    if (value === undefined) throw refusal('pointer_unmatched', { path: stepsOf(text) })
    let next = taken.below.get(step)
    if (next === undefined) {
      next = { whole: false, below: new Map() }
      taken.below.set(step, next)
    }
    taken = next
  }
  taken.whole = true
}

function childOf(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d{0,6})$/.test(step) ? value[Number(step)] : undefined
  return isJsonObject(value) ? ownMember(value, step) : undefined
}

function take(value: JsonValue, { whole, below }: Taken): JsonValue {
  if (whole) return value
  if (Array.isArray(value)) {
    // In the order of the document; what was not taken leaves no hole.
    const steps = [...below.keys()].map(Number).sort((one, other) => one - other)
    return steps.map((step) => take(value[step] as JsonValue, below.get(String(step)) as Taken))
  }
  const object = value as JsonObject
  const selection: JsonObject = {}
  for (const name of Object.keys(object)) {
    const member = object[name] as JsonValue
    const taken = below.get(name)
    if (taken !== undefined) setMember(selection, name, take(member, taken))
    else if (name === 'type' || (name === 'id' && !isBlank(member))) setMember(selection, name, member)
  }
  return selection
}

function isBlank(id: JsonValue): boolean {
  return typeof id === 'string' && id.startsWith('_:')
}
