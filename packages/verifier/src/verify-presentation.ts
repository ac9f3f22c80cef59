import {
  type Check,
  type Credential,
  type Encoded,
  type PlannedCheck,
  planCheck,
  type VerificationFormat,
} from '@hashikake/credential'
import type { MaybePromise } from '@hashikake/crypto/engine'
import { sameKey } from '@hashikake/crypto/keys'
import type { VerifyOptions } from './options.ts'
import type { Accepted, Rejected } from './result.ts'
import { verify } from './verify.ts'

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
 * A nonce counts as replayed only across answers: its parts share it.
 *
 * @param answer - the presentation, or the presentations of one answer
 * @throws {TypeError} for wrong options
 */
export async function verifyPresentation<const Format extends VerificationFormat>(
  answer: Encoded | readonly Encoded[],
  options: PresentationOptions<Format>,
): Promise<PresentationResult<Format>> {
  const inputs: readonly Encoded[] = typeof answer === 'string' || answer instanceof Uint8Array ? [answer] : answer
  if (!Array.isArray(inputs)) throw new TypeError('verifyPresentation takes a presentation or an array of them')
  const { sameHolder, sameSubject, replay, ...each } = options
  const parts: (Accepted<Format> | Rejected)[] = []
  for (const [index, input] of inputs.entries()) {
    // The nonce is used up by the last part, once all the others were accepted.
    const isLast = index === inputs.length - 1 && parts.every((part) => part.accepted)
    parts.push(await verify<Format>(input, replay !== undefined && isLast ? { ...each, replay } : each))
  }
  const credentials = parts.flatMap((part) => (part.accepted ? [part.credential as Credential] : []))
  const areAll = inputs.length > 0 && credentials.length === inputs.length
  const checks: Check[] = [outcome(hasParts, inputs.length > 0, 'format_unknown')]
  if (sameHolder !== undefined) {
    checks.push(
      areAll ? outcome(sameHolderCheck, haveSameHolder(credentials), 'holder_key_differs') : sameHolderCheck.notReached,
    )
  }
  if (sameSubject !== undefined) {
    const match = areAll && (await sameSubject.match(credentials))
    checks.push(areAll ? outcome(sameSubjectCheck, match, 'subject_differs') : sameSubjectCheck.notReached)
  }
  return Object.freeze({
    accepted: areAll && checks.every((check) => check.outcome === 'passed'),
    parts: Object.freeze(parts),
    checks: Object.freeze(checks),
  })
}

function haveSameHolder(credentials: readonly Credential[]): boolean {
  const key = credentials[0]?.holderKey
  return key !== undefined && credentials.every(({ holderKey }) => holderKey !== undefined && sameKey(holderKey, key))
}

function outcome(check: PlannedCheck, passed: boolean, code: NonNullable<Check['code']>): Check {
  return passed ? check.passed : Object.freeze({ stage: check.stage, name: check.name, outcome: 'failed', code })
}
