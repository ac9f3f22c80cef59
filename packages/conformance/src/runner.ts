import type { JsonObject } from '@hashikake/encoding/json'
import type { Expectation, FoundCase, TestCase } from './case.ts'
import { differenceOf, inShort } from './equality.ts'
import type { Implementation, Outcome, Skipped } from './implementation.ts'
import { isMdocOutput, judgeMdoc } from './mdoc-output.ts'
import { isSdJwtOutput, judgeSdJwt } from './sd-jwt-output.ts'

/** How one case came out. */
export interface CaseResult {
  readonly file: string
  readonly suite: string
  readonly id: string
  readonly rule: string
  readonly title: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly expected: string
  /** What the implementation answered, or why the case was skipped. */
  readonly came: string
}

export interface RunOptions {
  readonly implementation: Implementation
  /** How many cases are under way at once; 1 unless given. Results come in the order of the cases all the same. */
  readonly concurrency?: number
  /** How long one case may take, in seconds; 60 unless given. */
  readonly timeLimit?: number
}

/** Runs cases and compares; results come in the order of the cases. */
export async function* runCases(
  cases: Iterable<FoundCase>,
  options: RunOptions,
): AsyncGenerator<CaseResult, void, undefined> {
  const { concurrency = 1 } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError('concurrency takes a whole number from 1')
  const underway: Promise<CaseResult>[] = []
  for (const found of cases) {
    underway.push(runCase(found, options))
    if (underway.length >= concurrency) yield await (underway.shift() as Promise<CaseResult>)
  }
  for (const result of underway) yield await result
}

/** Never rejects: whatever the implementation does becomes a result. */
async function runCase(found: FoundCase, options: RunOptions): Promise<CaseResult> {
  const { file, suite, id, rule, testCase, fault } = found
  const place = { file, suite, id, rule, title: testCase?.title ?? '' }
  if (testCase === undefined) {
    return { ...place, outcome: 'failed', expected: 'a case in the format of the cases', came: fault ?? 'nothing' }
  }
  const expected = describeExpectation(testCase.expect)
  const unknown = notKnown(testCase, options.implementation)
  if (unknown !== undefined) return { ...place, outcome: 'skipped', expected, came: unknown }
  try {
    const answer = await withinTime(async () => options.implementation.run(testCase), options.timeLimit ?? 60)
    const skipped = reasonToSkip(answer)
    if (skipped !== undefined) return { ...place, outcome: 'skipped', expected, came: skipped }
    const came = await judge(testCase, answer as Outcome)
    return { ...place, outcome: came.agrees ? 'passed' : 'failed', expected, came: came.says }
  } catch (error) {
    return {
      ...place,
      outcome: 'failed',
      expected,
      came: `threw ${error instanceof Error ? String(error) : inShort(error)}`,
    }
  }
}

function notKnown(
  { operation = 'verify', format }: TestCase,
  { operations, formats }: Implementation,
): string | undefined {
  if (operations !== undefined && !operations.includes(operation)) return `does not know the operation ${operation}`
  if (format !== undefined && formats !== undefined && !formats.includes(format))
    return `does not know the format ${format}`
  return undefined
}

async function withinTime<T>(work: () => Promise<T>, seconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

function reasonToSkip(answer: Outcome | Skipped): string | undefined {
  if (answer === 'skipped') return 'cannot express it'
  if (typeof answer !== 'object' || answer === null || !('skipped' in answer)) return undefined
  return typeof answer.skipped === 'string' ? answer.skipped : 'cannot express it'
}

interface Judgement {
  readonly agrees: boolean
  readonly says: string
}

async function judge(testCase: TestCase, answer: Outcome): Promise<Judgement> {
  if (typeof answer !== 'object' || answer === null || typeof answer.accepted !== 'boolean') {
    throw new TypeError(`an answer that is no outcome: ${inShort(answer)}`)
  }
  const { expect } = testCase
  const says = describeOutcome(answer)
  const plain = judgeOutcome(expect, answer)
  if (plain !== undefined) return { agrees: false, says: plain === '' ? says : `${says}, but ${plain}` }
  if (!expect.accepted) return { agrees: true, says }
  const difference = await differenceOfOutput(testCase, answer.output)
  return difference === undefined ? { agrees: true, says } : { agrees: false, says: `${says}, but ${difference}` }
}

async function differenceOfOutput(testCase: TestCase, output: Outcome['output']): Promise<string | undefined> {
  if (isSdJwtOutput(testCase)) return judgeSdJwt(testCase, output)
  if (isMdocOutput(testCase)) return judgeMdoc(testCase, output)
  return differenceOfMembers(testCase.expect.output, output, 'output')
}

/** What an outcome lacks; an empty string where the outcome itself says it all. */
function judgeOutcome(expect: Expectation, answer: Outcome): string | undefined {
  if (answer.accepted !== expect.accepted) return ''
  if (!expect.accepted) {
    const isOther = (name: 'stage' | 'code'): boolean =>
      expect[name] !== undefined && answer[name] !== undefined && answer[name] !== expect[name]
    return isOther('stage') || isOther('code') ? '' : undefined
  }
  if (expect.claims !== undefined) {
    const difference = differenceOf(expect.claims, answer.claims, 'claims')
    if (difference !== undefined) return difference
  }
  const included = differenceOfMembers(expect.claimsInclude, answer.claims, 'claims')
  if (included !== undefined) return included
  return expect.parts === undefined ? undefined : judgeParts(expect.parts, answer.parts ?? [])
}

function judgeParts(expected: readonly Expectation[], parts: readonly Outcome[]): string | undefined {
  if (expected.length !== parts.length) return `${parts.length} parts instead of ${expected.length}`
  for (const [index, expectation] of expected.entries()) {
    const part = parts[index] as Outcome
    const difference = judgeOutcome(expectation, part) ?? differenceOfMembers(expectation.output, part.output, 'output')
    if (difference !== undefined) {
      return `part ${index} was ${describeOutcome(part)} instead of ${describeExpectation(expectation)} ${difference}`.trimEnd()
    }
  }
  return undefined
}

/** Compares only the members that are expected. */
function differenceOfMembers(expected: JsonObject | undefined, actual: unknown, place: string): string | undefined {
  if (expected === undefined) return undefined
  const holder = typeof actual === 'object' && actual !== null ? (actual as Record<string, unknown>) : {}
  for (const name of Object.keys(expected)) {
    const below = `${place}[${JSON.stringify(name)}]`
    if (!Object.hasOwn(holder, name)) return `${below} is missing`
    const difference = differenceOf(expected[name], holder[name], below)
    if (difference !== undefined) return difference
  }
  return undefined
}

function describeExpectation({ accepted, stage, code, claims, claimsInclude, output, parts }: Expectation): string {
  if (!accepted) return describeRejection(stage, code)
  const details = { claims, 'some claims': claimsInclude, output, parts }
  const named = Object.entries(details).flatMap(([name, detail]) => (detail === undefined ? [] : [name]))
  return named.length === 0 ? 'accepted' : `accepted with given ${named.join(' and ')}`
}

function describeOutcome({ accepted, stage, code }: Outcome): string {
  return accepted ? 'accepted' : describeRejection(stage, code)
}

function describeRejection(stage: string | undefined, code: string | undefined): string {
  return `rejected${stage === undefined ? '' : ` at ${stage}`}${code === undefined ? '' : ` with ${code}`}`
}
