/** @throws {TypeError} where an option has a name that there is not: a misspelt scope must not widen it */
export function requireOptions(options: object, names: readonly string[], usage: string): void {
  if (typeof options !== 'object' || options === null) throw new TypeError(usage)
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}: ${usage}`)
}

/** @throws {TypeError} for anything but a list of strings that are not empty */
export function requireNames(values: unknown, usage: string): readonly string[] {
  if (!Array.isArray(values) || values.length === 0 || !values.every((one) => typeof one === 'string' && one !== '')) {
    throw new TypeError(`A list of names is needed: ${usage}`)
  }
  return Object.freeze([...values])
}
