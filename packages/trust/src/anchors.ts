import type { Context, Decision, KeyCandidate, KeyRequest, Trust } from '@hashikake/credential'
import type { CertificatePath, CertificateProfile, CertificateProfileName, TolerableRule } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import { bindIssuer, type CertificateBinding, isCertificateBinding, nameOfBinding } from './certificate-binding.ts'
import { candidateOf, evidenceOf, findPath, readAnchors, readRules } from './certificate-paths.ts'
import type { TrustCode } from './codes.ts'
import { requireOptions } from './options.ts'

export interface AnchorsOptions {
  /** What is asked of the certificates beyond RFC 5280: a name of `certificateProfiles`, or one of your own. */
  readonly profile: CertificateProfileName | CertificateProfile
  /**
   * Rules of the profile that certificates under these anchors may break, by their names in `tolerableRules`; none unless
   * given. Each relaxes the one rule that it names, and what a path did break is in the result, in the evidence of the kind
   * `certificate-path`, as `tolerated`. `fieldTolerances` has what deployed issuers of mdocs need. Authorities that need
   * different ones are different anchors: `anyOf(anchors(…), anchors(…))`. Nothing that proves whose a certificate is can be
   * tolerated: signatures, names, times, an opposite key usage, unknown critical extensions, kinds of keys.
   */
  readonly tolerate?: readonly TolerableRule[]
  /**
   * How many certificates a path may have, the anchor not counted, from 1 to 10; the profile's own unless given. An mdoc's
   * authority that changed its key needs 2: document signer and link certificate (ISO/IEC 18013-5 B.1.3).
   */
  readonly maximumLength?: number
  /** How a certificate is bound to `iss`. */
  readonly binding: CertificateBinding
  /** `crl` asks the revocation lists that the certificates name, through `context.retrieval`, once the signature holds. */
  readonly revocation?: 'crl'
  /** Seconds; 0 unless given. */
  readonly clockSkew?: number
  /** How many chains that held are remembered; 200 unless given, none with 0. */
  readonly keep?: number
}

const usage = "anchors takes anchors([der], { profile: 'haip', binding: 'san-uri' })"
const optionNames = ['profile', 'tolerate', 'maximumLength', 'binding', 'revocation', 'clockSkew', 'keep']
const trusted: Decision = Object.freeze({ trusted: true })

/**
 * Trusts whoever signs with a certificate (`x5c`, `x5chain`) under one of these anchors, and is bound to the issuer that
 * the credential names. The anchors are the caller's; nothing that comes with a signature becomes one.
 *
 * Codes: `certificate_…`, `crl_…`, `certificate_binding_mismatch`.
 *
 * @param certificates - DER
 * @throws {TypeError} for wrong options, or an anchor that is no certificate
 */
export function anchors(certificates: readonly Uint8Array[], options: AnchorsOptions): Trust {
  requireOptions(options, optionNames, usage)
  const { binding } = options
  if (!isCertificateBinding(binding)) {
    throw new TypeError(`binding has no default, for without one anybody under an anchor is everybody: ${usage}`)
  }
  const pinned = readAnchors(certificates)
  const rules = readRules(options)
  const find = async (request: KeyRequest, context: Context, signal: AbortSignal | undefined, withCrls: boolean) => {
    const path = await findPath(request, pinned, rules, { context, signal, withCrls })
    return { path, issuer: bindIssuer(path.leaf, request.issuer, binding) }
  }
  const findKeys = async (request: KeyRequest, context: Context, signal: AbortSignal | undefined) => {
    const { path, issuer } = await find(request, context, signal, false)
    return candidateOf(path, request, { issuer, binding: nameOfBinding(binding) })
  }
  return Object.freeze({
    findKeys: (request: KeyRequest, context: Context, signal?: AbortSignal) =>
      (request.certificates ?? []).length === 0 ? [] : findKeys(request, context, signal),
    decide: async (request: KeyRequest, candidate: KeyCandidate, context: Context, signal?: AbortSignal) => {
      if (!rules.revocation) return trusted
      return decideBy(candidate, async () => (await find(request, context, signal, true)).path)
    },
  })
}

/** Whether the path is the one that the candidate was found by, now that revocation is asked. A refusal is the decision. */
export async function decideBy({ evidence }: KeyCandidate, find: () => Promise<CertificatePath>): Promise<Decision> {
  try {
    const path = await find()
    if (path.leaf.sha256 !== evidence.leaf) return { trusted: false, code: 'issuer_not_trusted' }
    // What a list breaks, or that it could not be had, is known only now.
    if (!path.tolerated.some((rule) => rule.startsWith('revocation_list_'))) return trusted
    return { trusted: true, evidence: Object.freeze([evidenceOf(path, evidence.binding as string)]) }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const { code, retryable } = thrown as Refusal<TrustCode>
    return { trusted: false, code, retryable }
  }
}
