/**
 * What the whole library throws inside for input that is refused: a stable code and never a piece of the input.
 *
 * `verify` turns it into a `Rejected`; `issue`, `receive` and `present` let it out, so that callers can switch on `code`.
 * Wrong use of the API is a `TypeError` instead.
 */
export class Refusal<Code extends string = string> extends Error {
  readonly code: Code
  /** Where in the claims, when the place is known: names and indexes, never values. */
  readonly path: readonly (string | number | null)[] | undefined
  /** Whether the same input may be accepted later: a list could not be reached. */
  readonly retryable: boolean

  constructor(
    code: Code,
    options: { path?: readonly (string | number | null)[]; retryable?: boolean; cause?: unknown } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Refusal'
    this.code = code
    this.path = options.path
    this.retryable = options.retryable ?? false
  }
}
