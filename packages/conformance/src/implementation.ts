import type { JsonObject } from '@hashikake/encoding/json'
import type { TestCase } from './case.ts'

/**
 * What an implementation made of a case. `stage` and `code` are compared only where it gives them: an implementation with
 * codes of its own leaves them out.
 */
export interface Outcome {
  readonly accepted: boolean
  readonly stage?: string
  readonly code?: string
  readonly claims?: unknown
  readonly output?: JsonObject
  readonly parts?: readonly Outcome[]
}

/** A case that the implementation cannot express: counted, neither passed nor failed. */
export type Skipped = 'skipped' | { readonly skipped: string | true }

/** An implementation under test. It calls a library's public API as that library's documentation does. */
export interface Implementation {
  readonly name: string
  /** `verify`, `issue` and so on: cases of other operations are skipped. Without a list it is asked all of them. */
  readonly operations?: readonly string[]
  /** Cases of other formats are skipped. Without a list it is asked all of them. */
  readonly formats?: readonly string[]
  /** A throw, or an answer that is no outcome, fails the case: it is never a rejection. */
  run(testCase: TestCase): Outcome | Skipped | Promise<Outcome | Skipped>
  /** Called once, when all cases have run. */
  close?(): void | Promise<void>
}

/**
 * Makes an implementation of what an adapter module exports by default.
 *
 * @throws {TypeError} when it is none
 */
export function adapterFrom(exported: unknown, where: string): Implementation {
  const adapter = exported as Partial<Implementation> | null | undefined
  const { operations, formats } = adapter ?? {}
  if (typeof adapter?.run !== 'function' || !isList(operations) || !isList(formats)) {
    throw new TypeError(
      `${where} is no adapter: export default { name, operations: ['verify'], formats: ['dc+sd-jwt'], run(testCase) { … } }`,
    )
  }
  return {
    name: adapter.name ?? where,
    ...(operations === undefined ? {} : { operations }),
    ...(formats === undefined ? {} : { formats }),
    run: (testCase) => (adapter as Implementation).run(testCase),
    close: () => adapter.close?.(),
  }
}

function isList(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
}
