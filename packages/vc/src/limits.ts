/** What is too much. Every bound is checked before the work that it bounds. */
export interface Limits {
  /** Characters or bytes of the whole input. */
  readonly inputLength: number
  /** Nesting of the document. */
  readonly depth: number
  /** Credentials in one presentation. */
  readonly credentials: number
}

const defaultLimits: Limits = Object.freeze({ inputLength: 1_048_576, depth: 64, credentials: 16 })

/** @throws {TypeError} for a bound that would bound nothing */
export function readLimits(limits: Partial<Limits> | undefined): Limits {
  const bounds = { ...defaultLimits, ...limits }
  if (!Object.values(bounds).every((bound) => Number.isFinite(bound) && bound >= 0)) {
    throw new TypeError('limits take numbers: { inputLength, depth, credentials }')
  }
  return Object.freeze(bounds)
}
