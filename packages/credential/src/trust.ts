import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { MaybePromise } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { CertificateFacts } from '@hashikake/crypto/x509'
import type { JsonValue } from '@hashikake/encoding/json'
import type { FailureCode } from './codes.ts'
import type { Context } from './context.ts'

/** What a signature says of its signer, unproven: enough to look for a key. */
export interface KeyRequest {
  readonly purpose: 'credential' | 'status' | 'trust-list' | 'metadata'
  readonly format: string
  /** The one that it names; where that leaves the curve to the key (RFC 9053 §2.1), all that it may be. */
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly type?: string | undefined
  /** Further types that the credential says it also is. */
  readonly otherTypes?: readonly string[] | undefined
  readonly issuer?: string | undefined
  readonly kid?: string | undefined
  /** DER certificates that came with the signature, leaf first. */
  readonly certificates?: readonly Uint8Array[] | undefined
  readonly issuedAt?: Date
  readonly relatedTo?: readonly Evidence[]
}

/** On what a decision rests, as plain JSON: it goes into the verification record and can be checked again years later. */
export interface Evidence {
  readonly kind: string
  readonly [name: string]: JsonValue
}

/** A key that may have made the signature, and whose it is said to be. */
export interface KeyCandidate {
  readonly key: PublicJwk
  /** The issuer's identifier: an `iss` value, a certificate's subject, a DID. */
  readonly issuer?: string
  readonly evidence: Evidence
  /** Where the key was found by a certificate: what formats hold against what they read. */
  readonly certificate?: CertificateFacts
}

export type Decision =
  | { readonly trusted: true; readonly evidence?: readonly Evidence[] }
  | { readonly trusted: false; readonly code: FailureCode; readonly retryable?: boolean }

/**
 * Finding a key and trusting its owner are two questions. `findKeys` is asked before the signature is checked and must
 * reach only what the operator configured; `decide` is asked after it holds.
 */
export interface Trust {
  findKeys(request: KeyRequest, context: Context, signal?: AbortSignal): MaybePromise<readonly KeyCandidate[]>
  decide(request: KeyRequest, key: KeyCandidate, context: Context, signal?: AbortSignal): MaybePromise<Decision>
}
