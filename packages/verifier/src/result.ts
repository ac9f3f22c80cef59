import type { BookedRefusal, Check, Credential, Evidence, VerificationFormat } from '@hashikake/credential'

interface Verdict {
  /** Every check of the plan, in the order of the stages. */
  readonly checks: readonly Check[]
  /** Weakenings and leniencies that were used, by name. */
  readonly weakenings: readonly string[]
  /** The clock by which it was judged, ISO 8601. */
  readonly at: string
  /** SHA-256 of the input, base64url; of its first 16 Mi characters or bytes where it is refused for being longer. */
  readonly sha256: string
}

/** The credential of a format; over a union of formats, a union. */
export type CredentialOf<Format> =
  Format extends VerificationFormat<infer Name, infer Content> ? Credential<Name, Content['claims']> : never

export interface Accepted<Format extends VerificationFormat = VerificationFormat> extends Verdict {
  readonly accepted: true
  readonly credential: CredentialOf<Format>
}

/** A refusal. It has no claims that could be used by mistake. */
export interface Rejected extends Verdict, BookedRefusal {
  readonly accepted: false
  /** The keys that were looked at; nothing was proven with them. */
  readonly evidence: readonly Evidence[]
  readonly checks: readonly Check[]
}

/** What every verdict of one verification shares. */
export type VerdictBase = Omit<Verdict, 'checks'>

export function accepted<Format extends VerificationFormat>(
  credential: Credential,
  checks: readonly Check[],
  base: VerdictBase,
): Accepted<Format> {
  return Object.freeze({
    accepted: true,
    credential: Object.freeze(credential) as CredentialOf<Format>,
    checks,
    ...base,
    weakenings: Object.freeze([...base.weakenings]),
  })
}

export function rejected(refusal: BookedRefusal & Pick<Rejected, 'evidence'>, base: VerdictBase): Rejected {
  return Object.freeze({
    accepted: false,
    ...refusal,
    ...base,
    weakenings: Object.freeze([...base.weakenings]),
  })
}
