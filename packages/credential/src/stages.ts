import { Refusal } from '@hashikake/encoding/refusal'
import type { ClaimPath } from './claim-path.ts'
import type { FailureCode } from './codes.ts'
import type { KeyCandidate } from './trust.ts'

/** The stages of a verification, in this order; the first failing one is reported. */
export type Stage = 'parse' | 'authenticate' | 'trust' | 'policy' | 'status'

/** One check of a verification and how it came out. Plain data, safe to log: names, codes and claim paths, never values. */
export interface Check {
  readonly stage: Stage
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'not_reached' | 'skipped'
  readonly code?: FailureCode
  /** Where in the claims it failed. */
  readonly path?: ClaimPath
}

/** A check that is going to be made. Its outcomes are made once, so that a passed check costs nothing. */
export interface PlannedCheck {
  readonly stage: Stage
  readonly name: string
  readonly passed: Check
  readonly skipped: Check
  readonly notReached: Check
}

/** Plans a check of a stage, by a name that is unique in its plan. */
export function planCheck(stage: Stage, name: string): PlannedCheck {
  const outcome = (outcome: Check['outcome']): Check => Object.freeze({ stage, name, outcome })
  return Object.freeze({
    stage,
    name,
    passed: outcome('passed'),
    skipped: outcome('skipped'),
    notReached: outcome('not_reached'),
  })
}

/** Where a verification stands, so that a refusal is booked on the check that made it. */
export interface Progress {
  at: PlannedCheck | undefined
  readonly passed: PlannedCheck[]
  skipped: readonly PlannedCheck[]
  /** The keys that were found, proven or not, for each signature. */
  considered: readonly (readonly KeyCandidate[])[]
}

export function newProgress(): Progress {
  return { at: undefined, passed: [], skipped: [], considered: [] }
}

/** Turns to the next check; the one before it has passed. */
export function begin(progress: Progress, check: PlannedCheck): void {
  leave(progress)
  progress.at = check
}

/** The check at hand has passed, and the next is not known yet. */
export function leave(progress: Progress): void {
  if (progress.at !== undefined) progress.passed.push(progress.at)
  progress.at = undefined
}

/** A check has nothing to check, or the caller left it out by name; the one before it has passed. */
export function skip(progress: Progress, check: PlannedCheck): void {
  leave(progress)
  progress.skipped = [...progress.skipped, check]
}

/** A refusal with its place among the checks of a plan. */
export interface BookedRefusal {
  readonly stage: Stage
  readonly code: FailureCode
  readonly path?: ClaimPath
  readonly retryable: boolean
  readonly checks: readonly Check[]
}

/** Books a refusal on the check that made it; what came after was not reached. */
export function bookRefusal(refusal: Refusal, plan: readonly PlannedCheck[], progress: Progress): BookedRefusal {
  const failed = progress.at ?? (plan[0] as PlannedCheck)
  const code = refusal.code as FailureCode
  const path = refusal.path === undefined ? {} : { path: Object.freeze([...refusal.path]) }
  const checks = plan.map((check): Check => {
    if (check === failed) {
      return Object.freeze({ stage: check.stage, name: check.name, outcome: 'failed', code, ...path })
    }
    if (progress.skipped.includes(check)) return check.skipped
    return progress.passed.includes(check) ? check.passed : check.notReached
  })
  return { stage: failed.stage, code, ...path, retryable: refusal.retryable, checks: Object.freeze(checks) }
}

/**
 * The checks of a plan in which nothing failed.
 *
 * @throws {Error} for a check that was not made: a bug, and no reason to accept
 */
export function bookPassed(plan: readonly PlannedCheck[], { passed, skipped }: Progress): readonly Check[] {
  const outcome = (check: PlannedCheck): Check => {
    if (skipped.includes(check)) return check.skipped
    if (passed.includes(check)) return check.passed
    throw new Error(`${check.name} was not checked`)
  }
  return Object.freeze(plan.map(outcome))
}

/** What the caller's code refused with; where it gave no code, `otherwise`. */
export function refusalOf(answer: unknown, otherwise: FailureCode): Refusal {
  const { code, path, retryable } = (answer ?? {}) as Record<string, unknown>
  return new Refusal(typeof code === 'string' ? code : otherwise, {
    ...(Array.isArray(path) && { path }),
    retryable: retryable === true,
  })
}
