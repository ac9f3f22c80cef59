import type { MaybePromise } from '@hashikake/crypto/engine'
import type { JsonValue } from '@hashikake/encoding/json'
import type { ClaimPath } from './claim-path.ts'
import type { FailureCode } from './codes.ts'
import type { CredentialContent, Issuer } from './credential.ts'
import type { PlannedCheck } from './stages.ts'

/** What a policy judges: an authentic credential of a trusted issuer, and the clock. */
export interface PolicySubject {
  readonly format: string
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
}

/** A rule of the caller, applied to an authentic and trusted credential. */
export interface Policy {
  readonly check: PlannedCheck
  /** What was asked, as plain JSON, for the verification record. */
  readonly parameters: JsonValue
  /** Undefined where the rule is kept. */
  judge(subject: PolicySubject): MaybePromise<PolicyRefusal | undefined>
}
