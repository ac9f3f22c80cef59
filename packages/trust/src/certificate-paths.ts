import { type Context, type Evidence, type KeyCandidate, type KeyRequest, keyFitsRequest } from '@hashikake/credential'
import {
  attributesOf,
  type Certificate,
  type CertificatePath,
  type CertificatePathCache,
  type CertificateProfile,
  type CertificateProfileName,
  type CrlSource,
  certificateFacts,
  certificatePathCache,
  certificateProfiles,
  oid,
  parseCertificate,
  type TolerableRule,
  tolerating,
} from '@hashikake/crypto/x509'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { writeTime } from './lote-reading.ts'

/** How chains are judged. */
export interface PathRules {
  readonly profile: CertificateProfile
  /** Seconds. */
  readonly clockSkew: number
  /** Whether the revocation lists that certificates name are asked, once the signature holds. */
  readonly revocation: boolean
  /** The chains that held before: an issuer's comes with each of its credentials. */
  readonly paths: CertificatePathCache
}

/** @throws {TypeError} */
export function readRules(options: {
  readonly profile?: CertificateProfileName | CertificateProfile | undefined
  readonly tolerate?: readonly TolerableRule[] | undefined
  readonly maximumLength?: number | undefined
  readonly clockSkew?: number | undefined
  readonly revocation?: 'crl' | undefined
  readonly keep?: number | undefined
}): PathRules {
  const { clockSkew = 0, revocation, keep = 200 } = options
  const profile = readProfile(options)
  if (!Number.isFinite(clockSkew) || clockSkew < 0) throw new TypeError('clockSkew takes seconds')
  if (revocation !== undefined && revocation !== 'crl') throw new TypeError("revocation takes 'crl'")
  return { profile, clockSkew, revocation: revocation === 'crl', paths: certificatePathCache({ limit: keep }) }
}

/** More authorities than this have nobody's documents. */
const mostCertificates = 10

function readProfile({ profile, tolerate, maximumLength }: Parameters<typeof readRules>[0]): CertificateProfile {
  const named =
    typeof profile !== 'string'
      ? profile
      : Object.hasOwn(certificateProfiles, profile)
        ? certificateProfiles[profile]
        : undefined
  if (typeof named?.maximumLength !== 'number') {
    throw new TypeError(`profile takes one of ${Object.keys(certificateProfiles).join(', ')}, or one of your own`)
  }
  const tolerant = tolerate === undefined ? named : tolerating(named, tolerate)
  if (maximumLength === undefined) return tolerant
  if (!Number.isSafeInteger(maximumLength) || maximumLength < 1 || maximumLength > mostCertificates) {
    throw new TypeError(`maximumLength takes how many certificates may be sent: from 1 to ${mostCertificates}`)
  }
  return Object.freeze({ ...tolerant, maximumLength })
}

/** @throws {TypeError} for anything but DER certificates */
export function readAnchors(certificates: readonly Uint8Array[]): readonly Certificate[] {
  if (!Array.isArray(certificates) || certificates.length === 0) {
    throw new TypeError('anchors takes DER certificates: anchors([der], { profile, binding })')
  }
  const read = certificates.map((der, index) => {
    try {
      return parseCertificate(der)
    } catch (cause) {
      throw new TypeError(`certificate ${index} cannot be an anchor: it is no DER certificate`, { cause })
    }
  })
  return Object.freeze(read)
}

/**
 * The path from the certificates that came with a signature to an anchor. A leaf that is itself an anchor needs nothing
 * of what was sent with it.
 *
 * @throws {Refusal} with a code `certificate_…`; with `withCrls` also `crl_…`
 */
export function findPath(
  request: KeyRequest,
  anchors: readonly Certificate[],
  rules: PathRules,
  asked: { readonly context: Context; readonly signal: AbortSignal | undefined; readonly withCrls: boolean },
): Promise<CertificatePath> {
  const { certificates = [] } = request
  const { context, signal, withCrls } = asked
  const [leaf] = certificates
  const digest = leaf === undefined ? undefined : context.engine.sha256Base64url(leaf)
  const isAnchor = anchors.some(({ sha256 }) => sha256 === digest)
  return rules.paths.validate(isAnchor ? certificates.slice(0, 1) : certificates, {
    anchors,
    at: context.now() / 1000,
    clockSkew: rules.clockSkew,
    profile: rules.profile,
    engine: context.engine,
    ...(withCrls ? { crls: crlSource(rules, context, signal) } : {}),
  })
}

/** Loaded where lists are asked. */
function crlSource(rules: PathRules, context: Context, signal: AbortSignal | undefined): CrlSource {
  return async (uris) => (await import('./revocation-lists.ts')).retrieveCrl(uris, rules, { context, signal })
}

/**
 * The leaf's key, if it may have made the signature.
 *
 * @throws {Refusal} `certificate_key_unsupported`
 */
export function candidateOf(
  path: CertificatePath,
  request: KeyRequest,
  bound: { readonly issuer: string; readonly binding: string },
): readonly KeyCandidate[] {
  const { leaf } = path
  const key = leaf.publicKey
  if (key === undefined) throw new Refusal('certificate_key_unsupported')
  if (!keyFitsRequest(key, request)) return []
  return [
    Object.freeze({
      key,
      issuer: bound.issuer,
      evidence: evidenceOf(path, bound.binding),
      certificate: certificateFacts(leaf),
    }),
  ]
}

// A path that is known has the same evidence each time.
const known = new WeakMap<CertificatePath, Evidence>()

/** What a record needs of a path to find it again. */
export function evidenceOf(path: CertificatePath, binding: string): Evidence {
  const before = known.get(path)
  if (before?.binding === binding) return before
  const { leaf } = path
  const countries = attributesOf(leaf.subject, oid.countryName)
  const evidence: Evidence = Object.freeze({
    kind: 'certificate-path',
    profile: path.profile,
    binding,
    key: leaf.publicKey as unknown as JsonObject,
    subject: leaf.subject.text,
    issuer: leaf.issuer.text,
    leaf: leaf.sha256,
    authority: path.authority.sha256,
    anchor: path.anchor.sha256,
    notAfter: writeTime(path.expires),
    ...(countries.length === 1 ? { territory: countries[0] as string } : {}),
    ...(path.tolerated.length === 0 ? {} : { tolerated: path.tolerated }),
  })
  known.set(path, evidence)
  return evidence
}
