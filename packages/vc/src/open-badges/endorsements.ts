import {
  bearer,
  type ClaimPath,
  type Context,
  type CredentialReader,
  establish,
  type FailureCode,
  formatOf,
  newProgress,
  requireValid,
  type Trust,
} from '@hashikake/credential'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { valuesOf } from '../model/identifiers.ts'
import { refusal } from '../model/refusal.ts'
import { requireBadge } from './model.ts'

/** How endorsements are read, and whose are believed. */
export interface EndorsementReading {
  readonly formats: readonly CredentialReader[]
  readonly trust: Trust
}

/** An endorsement where it stands, and who is endorsed there. */
export interface PlacedEndorsement {
  readonly path: ClaimPath
  /** As it would arrive. */
  readonly encoded: string
  /** The URL of the credential, the achievement or the profile that it stands in. */
  readonly about: JsonValue | undefined
}

/** What an endorsement came to. */
export type EndorsementFinding =
  | { readonly path: ClaimPath; readonly verified: true; readonly issuer: string }
  | { readonly path: ClaimPath; readonly verified: false; readonly code: FailureCode; readonly retryable: boolean }

const endorsementsAtMost = 32

/**
 * The endorsements inside a badge: of the credential, of its achievement, of its issuer (Open Badges 3.0 §9.1).
 *
 * @throws {Refusal} `open_badge_malformed`; `endorsements_too_many`
 */
export function endorsementsIn(badge: JsonObject): readonly PlacedEndorsement[] {
  const subject = ownMember(badge, 'credentialSubject')
  const achievement = isJsonObject(subject) ? ownMember(subject, 'achievement') : undefined
  const places: readonly (readonly [ClaimPath, JsonValue | undefined])[] = [
    [[] as unknown as ClaimPath, badge],
    [['credentialSubject', 'achievement'], achievement],
    [['issuer'], ownMember(badge, 'issuer')],
  ]
  const found = places.flatMap(([place, object]) => (isJsonObject(object) ? endorsementsOf(object, place) : []))
  if (found.length > endorsementsAtMost) throw refusal('endorsements_too_many')
  return found
}

function endorsementsOf(object: JsonObject, place: ClaimPath): readonly PlacedEndorsement[] {
  const about = ownMember(object, 'id')
  return ['endorsement', 'endorsementJwt'].flatMap((name) =>
    valuesOf(ownMember(object, name)).map((value, index) => {
      const path = [...place, name, index] as unknown as ClaimPath
      const isOfKind = name === 'endorsement' ? isJsonObject(value) : typeof value === 'string'
      if (!isOfKind) throw refusal('open_badge_malformed', path as readonly (string | number)[])
      return { path, about, encoded: typeof value === 'string' ? value : JSON.stringify(value) }
    }),
  )
}

/**
 * Verifies an endorsement as a credential of its own (Open Badges 3.0 §9.2): authentic, trusted, valid, a well-formed
 * endorsement, and of the thing in which it stands. One with a status counts as unverified: nobody asks for it here.
 */
export async function verifyEndorsement(
  { path, encoded, about }: PlacedEndorsement,
  { formats, trust }: EndorsementReading,
  circumstances: {
    readonly context: Context
    readonly now: number
    readonly clockSkew: number
    readonly signal: AbortSignal | undefined
  },
): Promise<EndorsementFinding> {
  const { context, now, clockSkew, signal } = circumstances
  try {
    const reader = formatOf(formats, encoded)
    if (reader === undefined) throw new Refusal<FailureCode>('endorsement_format_unknown')
    const { authenticated, issuers } = await establish(encoded, {
      reader,
      trust,
      request: {
        from: 'issuer',
        challenge: bearer,
        context,
        now,
        clockSkew,
        mode: context.engine.mode,
        signatures: 'all',
        leniencies: [],
        progress: newProgress(),
        signal,
      },
    })
    const { content } = authenticated
    requireValid(content.validity, { now, clockSkew })
    requireEndorsementOf(content.claims as JsonObject, about)
    if (content.statusReferences.length > 0) throw new Refusal<FailureCode>('endorsement_status_unchecked')
    return Object.freeze({ path, verified: true, issuer: issuers[0].id ?? '' })
  } catch (thrown) {
    signal?.throwIfAborted()
    if (!(thrown instanceof Refusal)) throw thrown
    return Object.freeze({ path, verified: false, code: thrown.code as FailureCode, retryable: thrown.retryable })
  }
}

function requireEndorsementOf(document: JsonObject, about: JsonValue | undefined): void {
  if (requireBadge(document) !== 'EndorsementCredential') throw refusal('open_badge_malformed', ['type'])
  const subject = ownMember(document, 'credentialSubject') as JsonObject
  if (about === undefined || ownMember(subject, 'id') !== about) throw refusal('endorsement_subject_mismatch')
}
