import {
  type Check,
  type Credential,
  type Encoded,
  type FailureCode,
  formatOf,
  orAborted,
  type PlannedCheck,
  planCheck,
  type VerificationFormat,
} from '@hashikake/credential'
import type { MaybePromise } from '@hashikake/crypto/engine'
import { sameKey } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'
import { useNonce } from './asking.ts'
import { readVerifyOptions, type VerifyOptions } from './options.ts'
import type { Accepted, Rejected } from './result.ts'
import { judge, notReplayed, startRun } from './verify.ts'

/** Whether several credentials speak of the same person; by name and date of birth, say. */
export interface SubjectMatcher {
  readonly name: string
  match(credentials: readonly Credential[]): MaybePromise<boolean>
}

export interface PresentationOptions<Format extends VerificationFormat> extends VerifyOptions<Format> {
  /** Demands that every part is bound to the same holder key. */
  readonly sameHolder?: 'required'
  /** Demands that every part speaks of the same subject. */
  readonly sameSubject?: SubjectMatcher
}

export interface PresentationResult<Format extends VerificationFormat = VerificationFormat> {
  /** Only if every part is accepted and belongs to the others as demanded. */
  readonly accepted: boolean
  readonly parts: readonly (Accepted<Format> | Rejected)[]
  /** The checks across the parts. */
  readonly checks: readonly Check[]
}

const hasParts = planCheck('parse', 'parts')
const sameHolderCheck = planCheck('policy', 'same_holder')
const sameSubjectCheck = planCheck('policy', 'same_subject')

/**
 * Verifies an answer that may hold several credentials, every part by the same options, and what binds them together.
 * A nonce counts as replayed only across answers: its parts share it, and it is used up last, among the checks across them.
 *
 * @param answer - the presentation, or the presentations of one answer
 * @throws {TypeError} for wrong options
 */
export async function verifyPresentation<const Format extends VerificationFormat>(
  answer: Encoded | readonly Encoded[],
  options: PresentationOptions<Format>,
): Promise<PresentationResult<Format>> {
  const { sameHolder, sameSubject } = options ?? {}
  const read = readVerifyOptions<Format>(options, ['sameHolder', 'sameSubject'])
  requireBonds(sameHolder, sameSubject)
  const inputs = readAnswer(answer).flatMap((one) => partsOf(one, read))
  const { replay, ...each } = read
  const parts: (Accepted<Format> | Rejected)[] = []
  const times = { now: 0, answerableUntil: 0 }
  for (const { input, leniencies } of inputs) {
    const run = startRun(input, each)
    parts.push(withLeniencies(await judge<Format>(input, each, run), leniencies))
    times.now = run.now
    times.answerableUntil = Math.max(times.answerableUntil, run.answerableUntil)
  }
  const credentials = parts.flatMap((part) => (part.accepted ? [part.credential as Credential] : []))
  const planned: PlannedTest[] = []
  if (sameHolder !== undefined) planned.push([sameHolderCheck, () => judgeHolder(credentials)])
  if (sameSubject !== undefined) {
    planned.push([sameSubjectCheck, () => judgeSubject(sameSubject, credentials, read.signal)])
  }
  if (replay !== undefined) planned.push([notReplayed, () => useNonce(read, times).then(() => undefined, codeOf)])

  const checks: Check[] = [outcome(hasParts, inputs.length > 0 ? undefined : 'format_unknown')]
  let isGood = inputs.length > 0 && credentials.length === inputs.length
  // The first that fails ends it: only an answer that passes all the rest uses up its nonce.
  for (const [check, test] of planned) {
    const made = isGood ? outcome(check, await test()) : check.notReached
    isGood = made.outcome === 'passed'
    checks.push(made)
  }
  read.signal?.throwIfAborted()
  return Object.freeze({ accepted: isGood, parts: Object.freeze(parts), checks: Object.freeze(checks) })
}

/** A check across the parts, and what finds the code with which it fails. */
type PlannedTest = readonly [check: PlannedCheck, test: () => MaybePromise<FailureCode | undefined>]

function readAnswer(answer: Encoded | readonly Encoded[]): readonly Encoded[] {
  if (typeof answer === 'string' || answer instanceof Uint8Array) return [answer]
  if (Array.isArray(answer)) return [...answer]
  throw new TypeError('verifyPresentation takes a presentation or an array of them')
}

interface Part {
  readonly input: Encoded
  /** What it took to take it out of its answer. */
  readonly leniencies: readonly string[]
}

/** What cannot be taken apart stays whole: verifying it says why. */
function partsOf(input: Encoded, { formats, leniencies: allowed = [] }: VerifyOptions): readonly Part[] {
  const format = formatOf(formats, input)
  try {
    const { parts, leniencies } = format?.parts?.(input, { leniencies: allowed }) ?? { parts: [input], leniencies: [] }
    return parts.map((part) => ({ input: part, leniencies }))
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    return [{ input, leniencies: [] }]
  }
}

function withLeniencies<Format extends VerificationFormat>(
  result: Accepted<Format> | Rejected,
  leniencies: readonly string[],
): Accepted<Format> | Rejected {
  const missing = leniencies.filter((one) => !result.weakenings.includes(one))
  if (missing.length === 0) return result
  return Object.freeze({ ...result, weakenings: Object.freeze([...result.weakenings, ...missing]) })
}

function requireBonds(sameHolder: unknown, sameSubject: SubjectMatcher | undefined): void {
  if (sameHolder !== undefined && sameHolder !== 'required') throw new TypeError("sameHolder takes 'required'")
  if (sameSubject !== undefined && typeof sameSubject?.match !== 'function') {
    throw new TypeError('sameSubject takes { name, match(credentials) }')
  }
}

function codeOf(refusal: unknown): FailureCode {
  if (refusal instanceof Refusal) return refusal.code as FailureCode
  throw refusal
}

function judgeHolder(credentials: readonly Credential[]): FailureCode | undefined {
  const key = credentials[0]?.holderKey
  const isSame = ({ holderKey }: Credential): boolean =>
    key !== undefined && holderKey !== undefined && sameKey(holderKey, key)
  return credentials.every(isSame) ? undefined : 'holder_key_differs'
}

async function judgeSubject(
  matcher: SubjectMatcher,
  credentials: readonly Credential[],
  signal: AbortSignal | undefined,
): Promise<FailureCode | undefined> {
  const isMatch = await orAborted(matcher.match(credentials), signal)
  return isMatch === true ? undefined : 'subject_differs'
}

function outcome(check: PlannedCheck, code: FailureCode | undefined): Check {
  if (code === undefined) return check.passed
  return Object.freeze({ stage: check.stage, name: check.name, outcome: 'failed', code })
}
