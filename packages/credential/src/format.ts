import type { MaybePromise, SignatureMode } from '@hashikake/crypto/engine'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import type { bearer, Challenge } from './challenge.ts'
import type { ClaimPath } from './claim-path.ts'
import type { Context } from './context.ts'
import type { Claims, CredentialContent, Encoded } from './credential.ts'
import type { PlannedCheck, Progress } from './stages.ts'
import type { KeyCandidate, KeyRequest } from './trust.ts'

/** How many of several signatures must hold: all of them, or at least so many. */
export type SignatureRule = 'all' | { readonly atLeast: number }

export interface ReadRequest {
  /** Whether a holder showed it, or its issuer handed it over. */
  readonly from: 'holder' | 'issuer'
  readonly challenge: Challenge | typeof bearer
  readonly context: Context
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  /** Seconds. */
  readonly clockSkew: number
  readonly mode: SignatureMode
  /** The verifier's own key, for an answer that is authenticated by a MAC. */
  readonly readerKey?: KeyAgreement | undefined
  readonly signatures: SignatureRule
  /** Departures from strict reading that the caller allows, by their names. */
  readonly leniencies: readonly string[]
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
}

/** Bytes → parsed: nothing in it is believed yet. */
export interface Parsed<Content extends CredentialContent = CredentialContent> {
  /** One request a signature. */
  readonly keyRequests: readonly [KeyRequest, ...KeyRequest[]]
  /**
   * Parsed → authenticated: checks the signatures with the keys that were found for each request, in their order, and the
   * holder's answer to the challenge.
   *
   * @throws {Refusal}
   */
  authenticate(keys: readonly (readonly KeyCandidate[])[]): MaybePromise<Authenticated<Content>>
}

export interface Authenticated<Content extends CredentialContent = CredentialContent> {
  readonly content: Content
  /** The signatures that hold: which request, and the key that made it. */
  readonly signedBy: readonly [SignedBy, ...SignedBy[]]
  /** Leniencies that were needed. */
  readonly leniencies: readonly string[]
  /** Until when the holder's answer could be accepted, seconds: so long its nonce must be remembered. */
  readonly answerableUntil?: number | undefined
}

export interface SignedBy {
  readonly request: KeyRequest
  readonly candidate: KeyCandidate
}

/** Reads one credential format; roles know formats by this contract alone. */
export interface CredentialReader<Content extends CredentialContent = CredentialContent> {
  /** The checks of `parse` and `authenticate`, in the order in which they are made. */
  readonly checks: readonly PlannedCheck[]
  /** How it was told to read, as plain JSON, for the verification record. */
  readonly parameters?: JsonValue
  /** A cheap look at the outside: whether the input may be of this format; `surely` where it names the format itself. */
  recognizes(input: Encoded): boolean | 'surely'
  /** @throws {Refusal} */
  parse(input: Encoded, request: ReadRequest): MaybePromise<Parsed<Content>>
}

/** How a verifier reads a format. */
export interface VerificationFormat<Name extends string = string, Content extends CredentialContent = CredentialContent>
  extends CredentialReader<Content> {
  readonly name: Name
  /** Takes an answer apart, with the leniencies that the caller allows. @throws {Refusal} */
  parts?(input: Encoded, options: { readonly leniencies: readonly string[] }): AnswerParts
}

/** The credentials that an answer holds, as received; the answer itself where it is one. */
export interface AnswerParts {
  readonly parts: readonly Encoded[]
  /** Those that were needed to take it apart; what a part needs itself, reading it says. */
  readonly leniencies: readonly string[]
}

/** How a holder takes a credential from its issuer, looks into it and shows it. */
export interface PresentationFormat<
  Name extends string = string,
  Content extends CredentialContent = CredentialContent,
  Out extends Encoded = Encoded,
> extends CredentialReader<Content> {
  readonly name: Name
  /** What is inside, unverified, for a person to look at. @throws {Refusal} */
  inspect(input: Encoded, context: Context): Promise<Inspection>
  /** Shows the selected claims, their parents, and nothing else. @throws {Refusal} */
  present(input: Encoded, request: PresentRequest): Promise<Out>
}

export interface PresentRequest {
  readonly disclose: readonly ClaimPath[]
  readonly challenge: Challenge | typeof bearer
  readonly signer?: Signer
  /** Instead of a signer: the holder's key makes a MAC with the verifier's, which only these two can check. */
  readonly keyAgreement?: KeyAgreement
  /** The verifier's key, for a MAC. */
  readonly readerKey?: PublicJwk
  /** Claims for which the holder's key vouches, where the issuer allowed it. */
  readonly holderClaims?: Claims
  readonly context: Context
  readonly signal?: AbortSignal
}

/** A credential laid open without verifying it: nothing in it may be relied upon. */
export interface Inspection {
  readonly format: string
  readonly headers: readonly JsonObject[]
  /** The claims, with all that was handed over disclosed. */
  readonly claims: Claims
  readonly disclosures: readonly InspectedDisclosure[]
  /** Digests with nothing behind them: withheld claims or decoys. */
  readonly unmatchedDigests: number
  readonly keyBinding?: JsonObject
  /** Binary formats: all of it in diagnostic notation (RFC 8949 §8), for a person to read. */
  readonly notation?: string
}

export interface InspectedDisclosure {
  readonly path: ClaimPath
  readonly digest: string
  readonly encoded: string
}

/** Who issues: the signer, and how verifiers find its key. */
export interface IssuerIdentity {
  readonly signer: Signer
  /** The issuer's identifier, an https URL for SD-JWT VC. */
  readonly id?: string
  readonly kid?: string
  /** DER certificates, leaf first, without the trust anchor. */
  readonly certificates?: readonly Uint8Array[]
}

/** What every draft has, whatever the format. */
export interface CredentialDraft {
  /** The holder's public key; without it the credential is a bearer's. */
  readonly holderKey?: PublicJwk
  readonly issuedAt?: Date
  readonly notBefore?: Date
  readonly expires?: Date
}

export interface IssueRequest {
  readonly issuer: IssuerIdentity
  readonly context: Context
  readonly signal?: AbortSignal
}

/** How an issuer writes a format. */
export interface IssuanceFormat<
  Name extends string = string,
  Draft extends CredentialDraft = CredentialDraft,
  Out extends Encoded = Encoded,
> {
  readonly name: Name
  /** @throws {Refusal} for a draft that the standard forbids */
  issue(draft: Draft, request: IssueRequest): Promise<Out>
}
