import { isJsonObject } from '@hashikake/encoding/json'

/**
 * The first difference between two JSON values, in words with its place; undefined where they are the same. Members count
 * only as own properties: a `__proto__` that became the prototype is a missing member.
 */
export function differenceOf(expected: unknown, actual: unknown, place = ''): string | undefined {
  if (Array.isArray(expected) && Array.isArray(actual)) return differenceOfArrays(expected, actual, place)
  if (isJsonObject(expected) && isJsonObject(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)])
    for (const name of names) {
      const below = `${place}[${JSON.stringify(name)}]`
      if (!Object.hasOwn(actual, name)) return `${below} is missing`
      if (!Object.hasOwn(expected, name)) return `${below} should not be there`
      const difference = differenceOf(expected[name], actual[name], below)
      if (difference !== undefined) return difference
    }
    return undefined
  }
  return Object.is(expected, actual) || (expected === 0 && actual === 0)
    ? undefined
    : `${place === '' ? 'it' : place} is ${inShort(actual)} instead of ${inShort(expected)}`
}

function differenceOfArrays(
  expected: readonly unknown[],
  actual: readonly unknown[],
  place: string,
): string | undefined {
  if (expected.length !== actual.length) {
    return `${place} has ${actual.length} elements instead of ${expected.length}`
  }
  for (const [index, one] of expected.entries()) {
    const difference = differenceOf(one, actual[index], `${place}[${index}]`)
    if (difference !== undefined) return difference
  }
  return undefined
}

/** A value in at most a line. */
export function inShort(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
