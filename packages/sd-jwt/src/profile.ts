import type { StatusReference, Validity } from '@hashikake/credential'
import type { JoseHeader } from '@hashikake/crypto/jws'
import type { JsonObject } from '@hashikake/encoding/json'
import type { Processed } from './processing.ts'
import type { SerializedSdJwt } from './serialization.ts'

/** What a format built on SD-JWT adds to RFC 9901: SD-JWT VC is one, plain SD-JWT another. Every part throws Refusals. */
export interface SdJwtProfile {
  readonly format: string
  /** What was chosen in it, for the verification record. */
  readonly parameters: JsonObject
  /** The profile with rules that are loaded only when needed. */
  readonly load?: (() => Promise<SdJwtProfile>) | undefined
  /** Looks at the outside, before any content is read. */
  checkSerialization?(serialized: SerializedSdJwt): void
  /** Looks at a signature's protected header. @returns the leniency that it needed */
  checkHeader(header: JoseHeader, leniencies: readonly string[]): string | undefined
  /** Looks at the claims that are not disclosable, unbelieved. */
  checkPayload?(payload: JsonObject, use: PayloadUse): void
  /** Looks at what became of the payload once it is authentic. */
  checkProcessed?(processed: Processed): void
  /** Who issued it, where that is not for `iss` to say. @throws {Refusal} */
  readIssuer?(payload: JsonObject): string | undefined
  /** Its times, where those are not the JWT's alone. @throws {Refusal} */
  readValidity?(payload: JsonObject): Validity
  /** What the credential says of its type and its status. */
  describe(payload: JsonObject): SdJwtDescription
}

export interface PayloadUse {
  readonly isShownUnbound: boolean
  /** The protected headers of the signatures; none while it is issued. */
  readonly headers: readonly JoseHeader[]
}

export interface SdJwtDescription {
  readonly type: string | undefined
  readonly otherTypes: readonly string[] | undefined
  readonly statusReferences: readonly StatusReference[]
}
