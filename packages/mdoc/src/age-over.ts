/** The `age_over_NN` elements that there are, by NN. */
export type AgeAttestations = ReadonlyMap<number, boolean>

const name = /^age_over_(\d\d)$/

/** The age that an element is about; undefined for every other element. */
export function ageOf(elementIdentifier: string): number | undefined {
  const [, age] = name.exec(elementIdentifier) ?? []
  return age === undefined ? undefined : Number(age)
}

/**
 * Which age answers for another, by the nearest rule (ISO/IEC 18013-5:2021 §7.2.5): the one that was asked for; else the lowest
 * above it that is true; else the highest below it that is false. Nothing else says anything.
 *
 * @returns undefined where nothing answers
 */
export function nearestAge(attested: AgeAttestations, asked: number): number | undefined {
  if (attested.has(asked)) return asked
  const ages = [...attested.keys()].sort((one, other) => one - other)
  const above = ages.find((age) => age > asked && attested.get(age) === true)
  return above ?? ages.reverse().find((age) => age < asked && attested.get(age) === false)
}

/**
 * Whether somebody is over an age, from what was shown: an age at or above it that is true, or one at or below it that is
 * false. Undefined where neither was shown, or where one contradicts another.
 */
export function isOverAge(shown: AgeAttestations, asked: number): boolean | undefined {
  if (contradicts(shown)) return undefined
  for (const [age, isOver] of shown) if (isOver ? age >= asked : age <= asked) return isOver
  return undefined
}

/** Nobody is over an age without being over every lower one. */
function contradicts(shown: AgeAttestations): boolean {
  const ages = [...shown.keys()]
  const highest = Math.max(...ages.filter((age) => shown.get(age) === true))
  return ages.some((age) => shown.get(age) === false && age <= highest)
}
