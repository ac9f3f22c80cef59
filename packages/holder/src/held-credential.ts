import type { ClaimPath, Claims, Encoded, Issuer, Validity } from '@hashikake/credential'
import type { PublicJwk } from '@hashikake/crypto/keys'

/** A credential in the holder's hands, verified when it was received. Plain data: store it as it is. */
export interface HeldCredential {
  readonly format: string
  readonly encoded: Encoded
  readonly type?: string
  readonly otherTypes?: readonly string[]
  readonly issuers: readonly Issuer[]
  /** All claims, what is disclosable included. */
  readonly claims: Claims
  /** The places that may be shown or withheld. */
  readonly disclosable: readonly ClaimPath[]
  readonly holderKey?: PublicJwk
  readonly validity: Validity
  /** When it was received, ISO 8601. */
  readonly receivedAt: string
}
