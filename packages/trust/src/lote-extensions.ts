import { isJsonObject, ownMember } from '@hashikake/encoding/json'
import { dayAt, itemsAt, malformed, membersOf, type Place, textAt } from './lote-reading.ts'

/** The extension that says which degrees an entity may award, and when: in ServiceInformationExtensions. */
export const awardingPowersExtension = 'urn:hashikake:lote:extension:awarding-powers'
/** The extension that says under which registered numbers an entity is known: in TEInformationExtensions. */
export const identifiersExtension = 'urn:hashikake:lote:extension:identifiers'

/** A power to award: for degrees of these types, awarded from the first to the last day, both included. */
export interface AwardingPower {
  /** As the credential names them: its type, or the value of a claim that the policy points to. */
  readonly degreeTypes: readonly string[]
  /** `2004-04-01`; absent where it is older than the register. */
  readonly from?: string
  /** Absent where it has not ended. */
  readonly through?: string
}

/** A registered number of an entity. */
export interface EntityIdentifier {
  /** `jp-mext-school-code`, `jp-corporate-number`, `deqar`, `schac`, `vat`, …: the register that gave it. */
  readonly scheme: string
  readonly value: string
}

const numberForms: ReadonlyMap<string, RegExp> = new Map([
  ['jp-mext-school-code', /^[A-Z][1-9]\d{11}$/],
  ['jp-corporate-number', /^[1-9]\d{12}$/],
])

/** What is made of a list of extensions. */
export interface Extensions<Content> {
  readonly content: Content | undefined
  /** There is one that is not understood and may not be passed over. */
  readonly isCriticalUnknown: boolean
}

/**
 * Looks for the one extension of a type. Others are passed over, unless they say `"Critical": true`.
 *
 * @throws {Refusal} `trust_list_malformed` where it stands twice
 */
export function readExtension<Content>(
  place: Place | undefined,
  type: string,
  read: (extension: Place) => Content,
): Extensions<Content> {
  const extensions = place === undefined ? [] : itemsAt(place, 64)
  const own = extensions.filter(({ value }) => isJsonObject(value) && ownMember(value, 'type') === type)
  const [first, second] = own
  if (second !== undefined) throw malformed(second)
  const isCriticalUnknown = extensions.some(
    (one) => one !== first && isJsonObject(one.value) && (ownMember(one.value, 'Critical') ?? false) !== false,
  )
  return { content: first === undefined ? undefined : read(first), isCriticalUnknown }
}

export function readAwardingPowers(extension: Place): readonly AwardingPower[] {
  const get = membersOf(extension, ['type', 'powers'], ['Critical'])
  const powers = itemsAt(get('powers'), 1_000).map((power) => {
    const member = membersOf(power, ['degreeTypes'], ['from', 'through'])
    const [from, through] = [member('from'), member('through')].map((day) =>
      day === undefined ? undefined : dayAt(day),
    )
    if (from !== undefined && through !== undefined && from > through) throw malformed(power, 'through')
    return Object.freeze({
      degreeTypes: Object.freeze(itemsAt(member('degreeTypes'), 1_000).map(textAt)),
      ...(from === undefined ? {} : { from }),
      ...(through === undefined ? {} : { through }),
    })
  })
  return Object.freeze(powers)
}

export function readIdentifiers(extension: Place): readonly EntityIdentifier[] {
  const get = membersOf(extension, ['type', 'identifiers'], ['Critical'])
  const identifiers = itemsAt(get('identifiers'), 64).map((identifier) => {
    const member = membersOf(identifier, ['scheme', 'value'])
    const scheme = textAt(member('scheme'))
    const value = textAt(member('value'))
    if (numberForms.get(scheme)?.test(value) === false) throw malformed(identifier, 'value')
    return Object.freeze({ scheme, value })
  })
  return Object.freeze(identifiers)
}
