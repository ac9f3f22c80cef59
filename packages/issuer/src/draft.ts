/** What no draft holds is not looked into; formats refuse it. */
const maxDepth = 128

/**
 * Copies what the caller's function may change for its next copy. What is neither an object, a list nor a date stays as
 * it is, for the format to judge.
 */
export function copyDraft<Draft>(draft: Draft): Draft {
  return copyValue(draft, new Map(), 0) as Draft
}

// What was copied already is remembered, so that a draft which contains itself comes to an end.
function copyValue(value: unknown, copied: Map<object, unknown>, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return value
  const known = copied.get(value)
  if (known !== undefined) return known
  if (value instanceof Date) return new Date(value)
  const isList = Array.isArray(value)
  const prototype = Object.getPrototypeOf(value)
  if (!isList && prototype !== Object.prototype && prototype !== null) return value
  const copy: object = isList ? new Array(value.length) : {}
  copied.set(value, copy)
  for (const [name, member] of Object.entries(value)) {
    Object.defineProperty(copy, name, {
      value: copyValue(member, copied, depth + 1),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return copy
}
