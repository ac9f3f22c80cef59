import { Refusal } from '@hashikake/encoding/refusal'
import type { FailureCode } from './codes.ts'
import type { CredentialContent, Encoded, Issuer } from './credential.ts'
import type { Authenticated, CredentialReader, ReadRequest, SignatureRule, SignedBy } from './format.ts'
import { isPromise, orAborted } from './maybe-promise.ts'
import { begin, leave, type PlannedCheck, planCheck, refusalOf } from './stages.ts'
import type { KeyCandidate, KeyRequest, Trust } from './trust.ts'

/** The check of the trust stage. */
export const issuerTrusted: PlannedCheck = planCheck('trust', 'issuer_trusted')

/** More keys than this for one signature is guessing, not knowing. */
const maxCandidates = 16

export interface Established<Content extends CredentialContent = CredentialContent> {
  readonly authenticated: Authenticated<Content>
  readonly issuers: readonly [Issuer, ...Issuer[]]
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
  const parsing = reader.parse(input, request)
  const parsed = isPromise(parsing) ? await parsing : parsing

  // Looking for a key is the trust resolver's step: where it finds none, nothing was authenticated.
  begin(progress, issuerTrusted)
  const { keyRequests } = parsed
  const keys = new Array<readonly KeyCandidate[]>(keyRequests.length)
  for (let i = 0; i < keyRequests.length; i++) {
    const finding = orAborted(trust.findKeys(keyRequests[i] as KeyRequest, context, signal), signal)
    const found = isPromise(finding) ? await finding : finding
    if (!Array.isArray(found)) throw new TypeError('trust.findKeys answers an array')
    keys[i] = found
  }
  progress.considered = keys
  requireKeys(keys, request.signatures)

  progress.at = undefined
  const authenticating = parsed.authenticate(keys)
  const authenticated = isPromise(authenticating) ? await authenticating : authenticating

  begin(progress, issuerTrusted)
  const { signedBy } = authenticated
  const issuers = new Array<Issuer>(signedBy.length)
  for (let i = 0; i < signedBy.length; i++) {
    const { request: keyRequest, candidate } = signedBy[i] as SignedBy
    const deciding = orAborted(trust.decide(keyRequest, candidate, context, signal), signal)
    const decision = isPromise(deciding) ? await deciding : deciding
    if (decision?.trusted !== true) throw refusalOf(decision, 'issuer_not_trusted')
    const evidence = Object.freeze([candidate.evidence, ...(decision.evidence ?? [])])
    issuers[i] = Object.freeze(candidate.issuer === undefined ? { evidence } : { id: candidate.issuer, evidence })
  }
  leave(progress)
  return { authenticated, issuers: Object.freeze(issuers) as readonly Issuer[] as readonly [Issuer, ...Issuer[]] }
}

function requireKeys(keys: readonly (readonly KeyCandidate[])[], rule: SignatureRule): void {
  if (keys.some(({ length }) => length > maxCandidates)) throw new Refusal<FailureCode>('keys_too_many')
  const needed = rule === 'all' ? keys.length : rule.atLeast
  if (keys.filter(({ length }) => length > 0).length < needed) throw new Refusal<FailureCode>('key_unknown')
}
