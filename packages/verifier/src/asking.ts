import {
  askPolicies,
  type Challenge,
  type CredentialContent,
  type Evidence,
  type FailureCode,
  type Issuer,
  nonceOf,
  orAborted,
  type Policy,
  refusalOf,
  type StatusReference,
  type StatusResolver,
  type VerificationFormat,
} from '@hashikake/credential'
import { Refusal } from '@hashikake/encoding/refusal'
import type { VerifyOptions } from './options.ts'
import type { ReplayStore } from './replay.ts'
import type { Run, StatusOutcome } from './verify.ts'

// Those who are asked only by verifiers that have them: loaded when there is somebody to ask.

/**
 * Puts an authentic and trusted credential before the caller's policies, in their order.
 *
 * @returns on what their consent rests
 * @throws {Refusal} of the first that refuses
 */
export async function judgePolicies(
  credential: CredentialContent,
  issuers: readonly [Issuer, ...Issuer[]],
  { policies, signal }: VerifyOptions,
  { format, context, now, clockSkew, progress }: Pick<Run, 'format' | 'context' | 'now' | 'clockSkew' | 'progress'>,
): Promise<readonly Evidence[]> {
  const name = (format as VerificationFormat).name
  const subject = Object.freeze({ format: name, from: 'holder', credential, issuers, now, clockSkew })
  return askPolicies(policies as readonly Policy[], subject, { context, progress, signal })
}

/** @throws {Refusal} where the credential no longer holds, or nobody can say */
export async function askStatus(
  { statusReferences }: CredentialContent,
  relatedTo: readonly Evidence[],
  { status, signal }: VerifyOptions,
  { context, now }: Pick<Run, 'context' | 'now'>,
): Promise<StatusOutcome> {
  const references = statusReferences as readonly [StatusReference, ...StatusReference[]]
  const resolving = (status as StatusResolver).resolve({ references, relatedTo, at: now }, context, signal)
  const answer = await orAborted(resolving, signal)
  if (answer?.valid !== true) throw refusalOf(answer, 'status_unreachable')
  return { outcome: 'valid', evidence: answer.evidence ?? [] }
}

/** @throws {Refusal} where the nonce was used before, or cannot be noted */
export async function useNonce(
  { replay, challenge, signal }: VerifyOptions,
  { now, answerableUntil }: Pick<Run, 'now' | 'answerableUntil'>,
): Promise<void> {
  const nonce = nonceOf(challenge as Challenge) as string
  const use = await orAborted((replay as ReplayStore).use(nonce, { now, expires: answerableUntil }), signal)
  if (use === 'full') throw new Refusal<FailureCode>('replay_store_full', { retryable: true })
  if (use !== 'new') throw new Refusal<FailureCode>('nonce_replayed')
}
