import type { PublicJwk } from '@hashikake/crypto/keys'
import type { ClaimPath } from './claim-path.ts'
import type { Evidence } from './trust.ts'

/** A credential as it travels: text, or bytes. */
export type Encoded = string | Uint8Array

/** Who signed, as the trust resolver knows them. */
export interface Issuer {
  /** The identifier under which the key was found; absent where a pinned key serves any issuer. */
  readonly id?: string
  readonly evidence: readonly Evidence[]
}

/** NumericDates: seconds since 1970-01-01T00:00:00Z, possibly fractional. */
export interface Validity {
  readonly issuedAt?: number
  readonly notBefore?: number
  /** The first moment at which it no longer holds (RFC 7519 §4.1.4). */
  readonly expires?: number
  /** The last moment at which it holds (ISO/IEC 18013-5 §12.3). */
  readonly validUntil?: number
}

/** A claim as a format gives it: JSON, and from binary formats also bytes, which are copies, and whole numbers beyond 2^53. */
export type ClaimValue = string | number | boolean | null | bigint | Uint8Array | readonly ClaimValue[] | Claims

/** Claims by their names. */
export interface Claims {
  readonly [name: string]: ClaimValue
}

/** What a format read from an authentic credential: plain, frozen data. */
export interface CredentialContent<Own extends Claims = Claims> {
  readonly type?: string | undefined
  /** Further types that the issuer says it also is. */
  readonly otherTypes?: readonly string[] | undefined
  readonly claims: Own
  readonly validity: Validity
  /** The audience that the credential itself names. */
  readonly audience?: readonly string[] | undefined
  readonly holderKey?: PublicJwk | undefined
  /** Paths of the claims that came by selective disclosure, as they stand in `claims`. */
  readonly disclosed: readonly ClaimPath[]
  /** Paths of the claims for which the holder's key vouches, as the issuer allowed it; the issuer did not see them. */
  readonly holderSigned?: readonly ClaimPath[] | undefined
  /** Where something was held back; absent where the format cannot tell. */
  readonly withheld?: Withheld | undefined
  /** Where to ask whether it still holds. */
  readonly statusReferences: readonly StatusReference[]
}

/** The places at which something stands that was not shown: a claim, or a decoy that looks like one. */
export interface Withheld {
  /** Objects that hold back members, as they stand in `claims`. */
  readonly members: readonly ClaimPath[]
  /** Elements that were held back: the array as it stands in `claims`, then the index as issued. */
  readonly elements: readonly ClaimPath[]
}

/** Where the credential says that its status is found; a mechanism that the format does not know has a kind alone. */
export interface StatusReference {
  readonly kind: string
  readonly uri?: string
  /** In a status list. */
  readonly index?: number
  /** In an identifier list. */
  readonly identifier?: Uint8Array
  /** DER: whoever signs the list has this certificate, or one under it. The issuer says so, and nobody else is asked. */
  readonly certificate?: Uint8Array
  readonly rules?: StatusListRules
  /** The entry as the credential has it, where it says more than a place (Bitstring Status List §2.1). */
  readonly entry?: Claims
}

/** What the credential's own standard asks of the list beyond the standard of lists. */
export interface StatusListRules {
  readonly form?: 'cwt'
  /** The list says until when it may be used. */
  readonly expires?: 'required'
  readonly bits?: 1
}

/** An accepted credential. */
export interface Credential<Format extends string = string, Own extends Claims = Claims> {
  readonly format: Format
  readonly type?: string
  readonly otherTypes?: readonly string[]
  readonly claims: Own
  readonly issuers: readonly [Issuer, ...Issuer[]]
  readonly holderKey?: PublicJwk
  readonly validity: Validity
  readonly disclosed: readonly ClaimPath[]
  /** Paths of the claims for which the holder's key vouches, as the issuer allowed it; the issuer did not see them. */
  readonly holderSigned?: readonly ClaimPath[]
  /** `valid`: a list said so; `none`: the credential names no list; `not_checked`: the caller chose `ignoreStatus`. */
  readonly status: 'valid' | 'none' | 'not_checked'
  readonly evidence: readonly Evidence[]
}
