import {
  type Context,
  type Evidence,
  type FailureCode,
  type Policy,
  type PolicyGrounds,
  type PolicyRefusal,
  type PolicySubject,
  planCheck,
} from '@hashikake/credential'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  type EndorsementFinding,
  type EndorsementReading,
  endorsementsIn,
  type PlacedEndorsement,
  verifyEndorsement,
} from './endorsements.ts'
import { type BadgeKind, badgeKindOf, requireBadge } from './model.ts'
import { isRecipient, type KnownRecipient } from './recipient.ts'

export interface OpenBadgesOptions {
  /**
   * How endorsements inside a badge are verified. Without it they are not, and the evidence counts them.
   *
   * One that does not hold refuses the badge, as §9.1 has it; with `unverified: 'reported'` the evidence says so instead.
   */
  readonly endorsements?: EndorsementReading & { readonly unverified?: 'refused' | 'reported' }
  /** Whom a badge has to be about; endorsements are about no person. The value goes into no record. */
  readonly recipient?: KnownRecipient
}

const usage =
  "openBadges takes { endorsements: { formats, trust }, recipient: { identityType: 'emailAddress', value } }"

/**
 * Demands of a credential that is an Open Badge or an endorsement that it is a well-formed one (Open Badges 3.0 §9, §B), that
 * its endorsements hold, and that it is about the one whom the verifier knows. Credentials of other types are passed over.
 *
 * Codes: `open_badge_…`, `endorsement_…`, `recipient_mismatch`.
 *
 * @throws {TypeError} for wrong options
 */
export function openBadges(options: OpenBadgesOptions = {}): Policy {
  const { endorsements, recipient, ...unknown } = options ?? {}
  const unverified = endorsements?.unverified ?? 'refused'
  const isUnderstood =
    Object.keys(unknown).length === 0 &&
    (endorsements === undefined || (Array.isArray(endorsements.formats) && typeof endorsements.trust === 'object')) &&
    (unverified === 'refused' || unverified === 'reported') &&
    (recipient === undefined || (typeof recipient.identityType === 'string' && typeof recipient.value === 'string'))
  if (!isUnderstood) throw new TypeError(usage)
  const parameters: JsonValue = {
    endorsements: endorsements === undefined ? 'not verified' : unverified,
    ...(recipient === undefined ? {} : { recipient: recipient.identityType }),
  }
  return Object.freeze({
    check: planCheck('policy', 'open_badge'),
    parameters,
    judge: (subject: PolicySubject, context: Context, signal?: AbortSignal) =>
      judge(subject, { endorsements, unverified, recipient, context, signal }),
  })
}

interface Judging {
  readonly endorsements: EndorsementReading | undefined
  readonly unverified: 'refused' | 'reported'
  readonly recipient: KnownRecipient | undefined
  readonly context: Context
  readonly signal: AbortSignal | undefined
}

async function judge(
  { credential, now, clockSkew }: PolicySubject,
  { endorsements, unverified, recipient, context, signal }: Judging,
): Promise<PolicyRefusal | PolicyGrounds | undefined> {
  const badge = credential.claims as JsonObject
  if (badgeKindOf(badge) === undefined) return undefined
  let kind: BadgeKind
  let placed: readonly PlacedEndorsement[]
  try {
    kind = requireBadge(badge)
    placed = endorsementsIn(badge)
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const { code, path } = thrown as Refusal<FailureCode>
    return { code, ...(path === undefined ? {} : { path }) }
  }
  const isAsked = recipient !== undefined && kind === 'AchievementCredential'
  if (isAsked && !isRecipient(badge, recipient, context.engine)) {
    return { code: 'recipient_mismatch', path: ['credentialSubject'] }
  }
  if (endorsements === undefined) return { evidence: [evidenceOf([], placed.length)] }
  const findings: EndorsementFinding[] = []
  for (const one of placed) {
    const finding = await verifyEndorsement(one, endorsements, { context, now, clockSkew, signal })
    if (!finding.verified && unverified === 'refused') {
      return { code: finding.code, path: finding.path, retryable: finding.retryable }
    }
    findings.push(finding)
  }
  return { evidence: [evidenceOf(findings, 0)] }
}

function evidenceOf(endorsements: readonly EndorsementFinding[], unread: number): Evidence {
  return Object.freeze({
    kind: 'open-badge',
    endorsements: endorsements as unknown as JsonValue,
    ...(unread === 0 ? {} : { endorsementsNotVerified: unread }),
  }) as Evidence
}
