import { type FoundCase, readCaseFile } from './case.ts'
import { commandImplementation } from './command.ts'
import { findFiles, loadAdapter, readText, requireWritable, writeText } from './files.ts'
import { hashikake } from './hashikake.ts'
import { adapterFrom, type Implementation } from './implementation.ts'
import { countResult, failureLine, jsonLine, junitReport, type Tally, tallyLine } from './report.ts'
import { type CaseResult, type RunOptions, runCases } from './runner.ts'

export {
  type CaseInput,
  type CaseTrust,
  type Expectation,
  type FoundCase,
  faultOf,
  readCaseFile,
  type TestCase,
} from './case.ts'
export { hashikake } from './hashikake.ts'
export type { Implementation, Outcome, Skipped } from './implementation.ts'
export { junitReport, type Tally, tallyLine } from './report.ts'
export { type CaseResult, type RunOptions, runCases } from './runner.ts'

export interface ConformanceOptions extends Partial<RunOptions> {
  /** Runs only the cases of these rules. */
  readonly rules?: readonly string[]
}

/**
 * Runs the cases that paths name: files, folders or globs. JSON without `cases` is passed over.
 *
 * @returns the results, in the order of files and cases
 * @throws {TypeError} for paths that name nothing, and files that are not JSON
 *
 * @example
 * for await (const result of runConformance(['test-vectors'], { implementation: hashikake })) console.log(result.outcome)
 */
export async function* runConformance(
  paths: readonly string[],
  options: ConformanceOptions = {},
): AsyncGenerator<CaseResult, void, undefined> {
  const { rules = [], implementation = hashikake, ...run } = options
  const cases = await findCases(paths)
  const chosen = rules.length === 0 ? cases : cases.filter(({ rule }) => rules.includes(rule))
  yield* runCases(chosen, { ...run, implementation })
}

async function findCases(paths: readonly string[]): Promise<readonly FoundCase[]> {
  const cases: FoundCase[] = []
  for (const file of await findFiles(paths)) cases.push(...(readCaseFile(await readText(file), file) ?? []))
  return cases
}

/**
 * The implementation that a text names: an adapter module (`./adapter.mjs`) or else a command.
 *
 * @throws {TypeError} when there is no such module, or it exports no adapter
 */
export async function loadImplementation(named: string): Promise<Implementation> {
  const adapter = await loadAdapter(named)
  return adapter === undefined ? commandImplementation(named) : adapterFrom(adapter.exported, named)
}

export interface ConformanceArguments {
  /** Files, folders or globs. */
  readonly paths: readonly string[]
  /** An adapter module or a command; this library unless given. */
  readonly implementation?: string
  /** Prints the results as JSON lines. */
  readonly json?: boolean
  /** Where to write a JUnit report. */
  readonly junit?: string
  readonly rules?: readonly string[]
}

export interface ConformanceOutput {
  write(text: string): void
  /** For what is wrong with the call itself; `write` unless given. */
  error?(text: string): void
}

/**
 * The `conformance` command: one line a failure, then the tally on a line alone.
 *
 * @returns the exit code: 0 only when cases ran and none failed, 1 when some failed, 2 when the call was wrong
 */
export async function conformanceCommand(args: ConformanceArguments, io: ConformanceOutput): Promise<number> {
  try {
    return await runCommand(args, io)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const complain = io.error ?? io.write
    complain.call(io, `${error.message}\n`)
    return 2
  }
}

async function runCommand(args: ConformanceArguments, io: ConformanceOutput): Promise<number> {
  const { paths, json = false, junit, rules = [] } = args
  if (paths.length === 0)
    throw new TypeError('Name files, folders or globs of cases: hashikake conformance test-vectors')
  // Cases may run for long: what cannot be reported is said before.
  if (junit !== undefined) await requireReportFile(junit)
  const implementation = args.implementation === undefined ? hashikake : await loadImplementation(args.implementation)
  const results: CaseResult[] = []
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  try {
    for await (const result of runConformance(paths, { implementation, rules })) {
      results.push(result)
      countResult(tally, result)
      if (json) io.write(`${jsonLine(result)}\n`)
      else if (result.outcome === 'failed') io.write(`${failureLine(result)}\n`)
    }
  } finally {
    await implementation.close?.()
  }
  // A slip of the pen in a path or a rule must not look like success.
  if (results.length === 0) throw new TypeError(`There are no cases${of(rules)} in ${paths.join(', ')}`)
  if (junit !== undefined) await writeText(junit, junitReport(results))
  if (!json) io.write(`${tallyLine(tally)}\n`)
  return tally.failed === 0 ? 0 : 1
}

async function requireReportFile(file: string): Promise<void> {
  try {
    await requireWritable(file)
  } catch (cause) {
    const { code } = cause as { code?: string }
    const why = code === 'ENOENT' ? 'its folder does not exist' : (code ?? 'unknown reason')
    throw new TypeError(`The report ${file} cannot be written: ${why}`, { cause })
  }
}

function of(rules: readonly string[]): string {
  return rules.length === 0 ? '' : ` of ${rules.join(', ')}`
}
