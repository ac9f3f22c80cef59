/** The names that an object may have, complete by its type. */
export type MemberNames<Subject> = { readonly [Name in keyof Required<Subject>]: true }

/**
 * Reads each member once. A name that is not known is refused: a misspelt one would be left out silently.
 *
 * @param what - how a message calls the object
 * @throws {TypeError} for what is no object, and for an unknown name
 */
export function readMembers<Subject extends object>(
  subject: Subject,
  names: MemberNames<Subject>,
  what: string,
): Subject {
  const known = Object.keys(names)
  if (typeof subject !== 'object' || subject === null || Array.isArray(subject)) {
    throw new TypeError(`${what} must be an object: its members are ${known.join(', ')}`)
  }
  const unknown = Object.keys(subject).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new TypeError(`${what} has no member ${unknown}, only ${known.join(', ')}`)
  const read: Partial<Subject> = {}
  for (const name of known as (keyof Subject)[]) {
    const value = subject[name]
    if (value !== undefined) read[name] = value
  }
  return read as Subject
}

/** @throws {TypeError} where a member is there and is no text */
export function requireText(value: unknown, what: string): void {
  if (value !== undefined && (typeof value !== 'string' || value === '' || !value.isWellFormed())) {
    throw new TypeError(`${what} takes a string that is not empty`)
  }
}
