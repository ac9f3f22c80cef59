import type { MaybePromise } from '@hashikake/crypto/engine'
import type { JsonValue } from '@hashikake/encoding/json'
import type { ClaimPath } from './claim-path.ts'
import type { FailureCode } from './codes.ts'
import type { Context } from './context.ts'
import type { CredentialContent, Issuer } from './credential.ts'
import { isPromise, orAborted } from './maybe-promise.ts'
import { begin, type PlannedCheck, type Progress, refusalOf } from './stages.ts'
import type { Evidence } from './trust.ts'

/** What a policy judges: an authentic credential of a trusted issuer, and the clock. */
export interface PolicySubject {
  readonly format: string
  /** Whether a holder showed it, and may have held claims back, or its issuer handed it over whole. */
  readonly from: 'holder' | 'issuer'
  readonly credential: CredentialContent
  readonly issuers: readonly [Issuer, ...Issuer[]]
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  /** Seconds. */
  readonly clockSkew: number
}

export interface PolicyRefusal {
  readonly code: FailureCode
  readonly path?: ClaimPath
  /** Whether the same credential may be accepted later. */
  readonly retryable?: boolean
}

/** The rule is kept, and on what that rests; it becomes part of the credential's evidence. */
export interface PolicyGrounds {
  readonly evidence: readonly Evidence[]
}

/** A rule of the caller, applied to an authentic and trusted credential. */
export interface Policy {
  readonly check: PlannedCheck
  /** What was asked, as plain JSON, for the verification record. */
  readonly parameters: JsonValue
  /**
   * A refusal, or nothing where the rule is kept; with its grounds where it looked beyond the credential. What it fetches,
   * it fetches through the context: the credential is authentic and its issuer trusted by now.
   */
  judge(
    subject: PolicySubject,
    context: Context,
    signal?: AbortSignal,
  ): MaybePromise<PolicyRefusal | PolicyGrounds | undefined>
}

/**
 * Asks policies in their order, each booked as a check of its own.
 *
 * @returns on what their consent rests
 * @throws {Refusal} of the first that refuses; `policy_failed` where it gave no code
 */
export async function askPolicies(
  policies: readonly Policy[],
  subject: PolicySubject,
  {
    context,
    progress,
    signal,
  }: { readonly context: Context; readonly progress: Progress; readonly signal?: AbortSignal | undefined },
): Promise<readonly Evidence[]> {
  const grounds: Evidence[] = []
  for (const policy of policies) {
    begin(progress, policy.check)
    const judging = orAborted(policy.judge(subject, context, signal), signal)
    const judged: unknown = isPromise(judging) ? await judging : judging
    if (judged === undefined) continue
    const { code, evidence } = (judged ?? {}) as { readonly code?: unknown; readonly evidence?: unknown }
    if (code !== undefined || !Array.isArray(evidence)) throw refusalOf(judged, 'policy_failed')
    grounds.push(...evidence)
  }
  return grounds
}
