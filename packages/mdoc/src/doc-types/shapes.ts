import type { ElementDefinition, ElementDefinitions, ElementShape, Presence, TextFormat } from './doc-type.ts'

// The words in which the tables are written: what an element is, then how necessary it is and what it is called.

/** ISO/IEC 18013-5 and 23220-2, and the PID Rulebook: no text is longer. */
const usualLength = 150
const longLength = 4_000

type Text = Extract<ElementShape, { type: 'tstr' }>

export const text: Text = { type: 'tstr', maxLength: usualLength }
export const latin1: Text = { ...text, latin1: true }
export const longText: Text = { type: 'tstr', maxLength: longLength }
export const written = (format: TextFormat): Text => ({ ...text, format })
export const oneOf = (...values: readonly string[]): Text => ({ ...text, values })

export const uint: ElementShape = { type: 'uint' }
export const uintOf = (...values: readonly number[]): ElementShape => ({ type: 'uint', values })
export const float: ElementShape = { type: 'float' }
export const bool: ElementShape = { type: 'bool' }
export const bytes: ElementShape = { type: 'bstr' }
export const day: ElementShape = { type: 'full-date' }
export const time: ElementShape = { type: 'tdate' }
export const dayOrTime: ElementShape = { type: 'full-date', or: { type: 'tdate' } }
export const listOf = (items: ElementShape): Extract<ElementShape, { type: 'array' }> => ({ type: 'array', items })
export const mapOf = (members: ElementDefinitions): Extract<ElementShape, { type: 'map' }> => ({ type: 'map', members })

const define =
  (presence: Presence) =>
  (shape: ElementShape, en: string, ja: string, meaning?: string): ElementDefinition => ({
    ...shape,
    presence,
    name: { en, ja },
    ...(meaning === undefined ? {} : { meaning }),
  })

type Define = (shape: ElementShape, en: string, ja: string, meaning?: string) => ElementDefinition

export const mandatory: Define = define('mandatory')
export const optional: Define = define('optional')
export const retired: Define = define('retired')

/** ISO/IEC 5218, which the standards narrow or widen each for itself. */
export const sexOf = (...values: readonly number[]): ElementShape => uintOf(...values)

/** ISO/IEC TS 23220-2 §6.3.1.1.3: a day, or the day with a mask where parts of it are unknown. */
export const birthDate: ElementShape = {
  type: 'full-date',
  or: mapOf({
    birth_date: mandatory(day, 'Date of birth', '生年月日'),
    approximate_mask: optional(text, 'Unknown digits', '不明な桁'),
  }),
}

/** Frozen all the way down. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const one of Object.values(value)) frozen(one)
  }
  return value
}
