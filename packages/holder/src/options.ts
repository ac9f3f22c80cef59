import type { PresentationFormat } from '@hashikake/credential'
import type { Context } from '@hashikake/credential/context'

/** @throws {TypeError} for options that are none, and for a name that would silently do nothing */
export function requireOptionNames(caller: string, options: object, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${caller} takes options after its subject: { formats: [presentation()], … }`)
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new TypeError(`${caller} has no option ${unknown}: it takes ${names.join(', ')}`)
}

/** @throws {TypeError} */
export function requireFormats(caller: string, formats: readonly PresentationFormat[]): void {
  if (!Array.isArray(formats) || formats.length === 0 || !formats.every(isPresentationFormat)) {
    throw new TypeError(`${caller} needs formats of the holder, not of the verifier: { formats: [presentation()] }`)
  }
}

function isPresentationFormat(format: Partial<PresentationFormat> | null | undefined): boolean {
  const { name, ...methods } = format ?? {}
  const { recognizes, parse, inspect, present } = methods
  return typeof name === 'string' && [recognizes, parse, inspect, present].every((one) => typeof one === 'function')
}

/**
 * Reads the clock.
 *
 * @returns milliseconds
 * @throws {TypeError} for a time that is none
 */
export function requireContext(context: Context): number {
  if (typeof context?.now !== 'function' || typeof context.engine !== 'object' || context.engine === null) {
    throw new TypeError('context takes what defaultContext({ … }) makes')
  }
  const now = context.now()
  // A Date holds less than a number, and none that is not finite.
  if (typeof now !== 'number' || Number.isNaN(new Date(now).getTime())) {
    throw new TypeError('context.now gives milliseconds since 1970-01-01T00:00:00Z')
  }
  return now
}
