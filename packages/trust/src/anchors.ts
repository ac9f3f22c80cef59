import type { Context, Decision, KeyCandidate, KeyRequest, Trust } from '@hashikake/credential'
import type { CertificateProfile, CertificateProfileName } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import { bindIssuer, type CertificateBinding, isCertificateBinding, nameOfBinding } from './certificate-binding.ts'
import { candidateOf, findPath, readAnchors, readRules } from './certificate-paths.ts'
import type { TrustCode } from './codes.ts'
import { requireOptions } from './options.ts'

export interface AnchorsOptions {
  /** What is asked of the certificates beyond RFC 5280: a name of `certificateProfiles`, or one of your own. */
  readonly profile: CertificateProfileName | CertificateProfile
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
  requireOptions(options, ['profile', 'binding', 'revocation', 'clockSkew', 'keep'], usage)
  const { binding } = options
  if (!isCertificateBinding(binding)) {
    throw new TypeError(`binding has no default, for without one anybody under an anchor is everybody: ${usage}`)
  }
  const pinned = readAnchors(certificates)
  const rules = readRules(options)
  const find = async (
    request: KeyRequest,
    asked: { readonly context: Context; readonly signal: AbortSignal | undefined; readonly withCrls: boolean },
  ): Promise<readonly KeyCandidate[]> => {
    const path = await findPath(request, pinned, rules, asked)
    const issuer = bindIssuer(path.leaf, request.issuer, binding)
    return candidateOf(path, request, { issuer, binding: nameOfBinding(binding) })
  }
  return Object.freeze({
    findKeys: (request: KeyRequest, context: Context, signal?: AbortSignal) =>
      (request.certificates ?? []).length === 0 ? [] : find(request, { context, signal, withCrls: false }),
    decide: async (request: KeyRequest, candidate: KeyCandidate, context: Context, signal?: AbortSignal) => {
      if (!rules.revocation) return trusted
      return decideBy(async () => {
        const [found] = await find(request, { context, signal, withCrls: true })
        return found?.evidence.leaf === candidate.evidence.leaf
      })
    },
  })
}

/** A refusal while deciding is the decision. */
export async function decideBy(holds: () => Promise<boolean>): Promise<Decision> {
  try {
    return (await holds()) ? trusted : { trusted: false, code: 'issuer_not_trusted' }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const { code, retryable } = thrown as Refusal<TrustCode>
    return { trusted: false, code, retryable }
  }
}
