import type { FailureCode } from './codes.ts'
import type { Context } from './context.ts'
import type { StatusReference } from './credential.ts'
import type { Evidence } from './trust.ts'

export interface StatusRequest {
  readonly references: readonly [StatusReference, ...StatusReference[]]
  /** The key that signed the credential, and whose it is: a list's signer is judged against it. */
  readonly relatedTo: readonly Evidence[]
  readonly at: number
}

export type StatusAnswer =
  | { readonly valid: true; readonly evidence: readonly Evidence[] }
  | { readonly valid: false; readonly code: FailureCode; readonly retryable?: boolean }

/** Asks whether an authentic, trusted credential still holds; it is asked last. */
export interface StatusResolver {
  resolve(request: StatusRequest, context: Context, signal?: AbortSignal): Promise<StatusAnswer>
}
