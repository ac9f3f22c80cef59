import { Refusal } from '@hashikake/encoding/refusal'
import type { FailureCode } from './codes.ts'
import type { CredentialContent, Encoded, Issuer } from './credential.ts'
import type { Authenticated, CredentialReader, ReadRequest, SignatureRule } from './format.ts'
import { isPromise } from './maybe-promise.ts'
import { begin, leave, type PlannedCheck, planCheck } from './stages.ts'
import type { Evidence, KeyCandidate, Trust } from './trust.ts'

/** The check of the trust stage. */
export const issuerTrusted: PlannedCheck = planCheck('trust', 'issuer_trusted')

/** More keys than this for one signature is guessing, not knowing. */
const maxCandidates = 16

export interface Established<Content extends CredentialContent = CredentialContent> {
  readonly authenticated: Authenticated<Content>
  readonly issuers: readonly [Issuer, ...Issuer[]]
  readonly evidence: readonly Evidence[]
}

/**
 * The part of the way that verifier and holder share: bytes → parsed → authenticated → trusted.
 *
 * @throws {Refusal} with `request.progress` at the check that made it
 */
export async function establish<Content extends CredentialContent>(
  input: Encoded,
  options: { reader: CredentialReader<Content>; trust: Trust; request: ReadRequest },
): Promise<Established<Content>> {
  const { reader, trust, request } = options
  const { context, progress, signal } = request
  const parsed = reader.parse(input, request)

  // Looking for a key is the trust resolver's step: where it finds none, nothing was authenticated.
  begin(progress, issuerTrusted)
  const keys: (readonly KeyCandidate[])[] = []
  for (const keyRequest of parsed.keyRequests) {
    const finding = trust.findKeys(keyRequest, context, signal)
    const candidates = isPromise(finding) ? await finding : finding
    for (const { evidence } of candidates) progress.considered.push(evidence)
    keys.push(candidates)
  }
  requireKeys(keys, request.signatures)

  progress.at = undefined
  const authenticating = parsed.authenticate(keys)
  const authenticated = isPromise(authenticating) ? await authenticating : authenticating

  begin(progress, issuerTrusted)
  const issuers: Issuer[] = []
  const evidence: Evidence[] = []
  for (const { request: keyRequest, candidate } of authenticated.signedBy) {
    const deciding = trust.decide(keyRequest, candidate, context, signal)
    const decision = isPromise(deciding) ? await deciding : deciding
    if (!decision.trusted) throw new Refusal(decision.code, { retryable: decision.retryable ?? false })
    const grounds = [candidate.evidence]
    if (decision.evidence !== undefined) grounds.push(...decision.evidence)
    for (const ground of grounds) evidence.push(ground)
    const issuer: { id?: string; evidence: readonly Evidence[] } = { evidence: Object.freeze(grounds) }
    if (candidate.issuer !== undefined) issuer.id = candidate.issuer
    issuers.push(Object.freeze(issuer))
  }
  leave(progress)
  return {
    authenticated,
    issuers: Object.freeze(issuers) as readonly Issuer[] as readonly [Issuer, ...Issuer[]],
    evidence: Object.freeze(evidence),
  }
}

function requireKeys(keys: readonly (readonly KeyCandidate[])[], rule: SignatureRule): void {
  let withKeys = 0
  for (const candidates of keys) {
    if (candidates.length > maxCandidates) throw new Refusal<FailureCode>('keys_too_many')
    if (candidates.length > 0) withKeys++
  }
  const needed = rule === 'all' ? keys.length : rule.atLeast
  if (withKeys < needed) throw new Refusal<FailureCode>('key_unknown')
}
