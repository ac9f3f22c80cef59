import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'
import type { Engine } from '../engine.ts'
import { type Certificate, parseCertificateWith } from './certificate.ts'
import type { NameConstraints } from './extensions.ts'
import { sameName } from './name.ts'
import { checkNames } from './name-constraints.ts'
import { oid } from './object-identifier.ts'
import { allows, checkProfile } from './profile-rules.ts'
import type { CertificateProfile } from './profiles.ts'
import type { CrlSource } from './revocation.ts'
import { isSignedBy } from './signature.ts'
import { judgeBy, type TolerableRule } from './tolerances.ts'

export interface PathOptions {
  /** Whom the caller trusts; nothing in the chain adds to it. */
  readonly anchors: readonly Certificate[]
  /** The clock, seconds since 1970-01-01T00:00:00Z. */
  readonly at: number
  /** Tolerance for every time, in seconds; 0 unless given. */
  readonly clockSkew?: number
  /** One of `certificateProfiles`, one with tolerances (`tolerating`), or one of the caller's own. */
  readonly profile: CertificateProfile
  readonly engine: Engine
  /** Where revocation lists come from; without it none is asked for, whatever the certificates name. */
  readonly crls?: CrlSource
}

/** A path that holds (RFC 5280 §6.1). */
export interface CertificatePath {
  readonly leaf: Certificate
  /** Who signed the leaf; the leaf itself where that is what is trusted. */
  readonly authority: Certificate
  readonly anchor: Certificate
  /** From the leaf to the anchor. */
  readonly certificates: readonly Certificate[]
  readonly profile: string
  /** The rules of the profile that it breaks, and that the caller tolerates. */
  readonly tolerated: readonly TolerableRule[]
  /** From when and until when all of it holds, revocation lists included; seconds since 1970-01-01T00:00:00Z. */
  readonly begins: number
  readonly expires: number
}

/**
 * Validates a chain by RFC 5280 §6.1 and a profile: each certificate was signed by the next, the last by an anchor, all are
 * valid at the time, every authority may issue, names and lengths keep the constraints, and no critical extension is unknown.
 *
 * @param chain - DER, leaf first, each followed by who signed it
 * @throws {Refusal} with a code `certificate_…`, or `crl_…`; its cause names the rule where one could be tolerated
 */
export async function validatePath(chain: readonly Uint8Array[], options: PathOptions): Promise<CertificatePath> {
  requireOptions(chain, options)
  const { profile, at, clockSkew = 0 } = options
  if (chain.length === 0) throw refusal('certificate_malformed')
  if (chain.length > profile.maximumLength + 1) throw refusal('certificate_chain_too_long')
  const hash = (bytes: Uint8Array): string => options.engine.sha256Base64url(bytes)
  const sent = withoutAnchor(
    chain.map((der) => parseCertificateWith(der, hash)),
    options,
  )
  const leaf = sent[0] as Certificate
  const certificates = await findPath(sent, options)
  const anchor = certificates.at(-1) as Certificate
  if (certificates.length > profile.maximumLength + 1) throw refusal('certificate_chain_too_long')
  for (const certificate of certificates) {
    if (at - clockSkew > certificate.notAfter) throw refusal('certificate_expired')
    if (at + clockSkew < certificate.notBefore) throw refusal('certificate_not_yet_valid')
    checkCriticalExtensions(certificate)
  }
  checkAuthorities(certificates)
  const { ask, tolerated } = judgeBy(profile)
  checkProfile(certificates, profile, ask)
  const { crls } = options
  const fresh =
    crls === undefined
      ? Number.POSITIVE_INFINITY
      : await (await import('./revocation.ts')).checkRevocation(certificates, { ...options, crls }, ask)
  return Object.freeze({
    leaf,
    authority: certificates[1] ?? leaf,
    anchor,
    certificates: Object.freeze(certificates),
    profile: profile.name,
    tolerated: Object.freeze(tolerated),
    begins: Math.max(...certificates.map(({ notBefore }) => notBefore)),
    expires: Math.min(fresh, ...certificates.map(({ notAfter }) => notAfter)),
  })
}

const names: readonly string[] = ['anchors', 'at', 'clockSkew', 'profile', 'engine', 'crls']

/** @throws {TypeError} that says how to use it */
export function requireOptions(chain: readonly Uint8Array[], options: PathOptions): void {
  if (!Array.isArray(chain) || !chain.every((one) => one instanceof Uint8Array)) {
    throw new TypeError('validatePath takes DER certificates, leaf first: [Uint8Array, …]')
  }
  const { anchors, at, clockSkew = 0, profile, engine } = options ?? {}
  const isUnderstood =
    Array.isArray(anchors) &&
    Number.isFinite(at) &&
    Number.isFinite(clockSkew) &&
    clockSkew >= 0 &&
    typeof profile?.maximumLength === 'number' &&
    typeof engine?.verify === 'function' &&
    Object.keys(options).every((name) => names.includes(name))
  if (!isUnderstood) {
    throw new TypeError(
      'validatePath takes { anchors: [parseCertificate(der)], at, clockSkew, profile: certificateProfiles.generic, engine, crls }',
    )
  }
}

/** The anchor at the end of what was sent is not believed for standing there. */
function withoutAnchor(sent: readonly Certificate[], options: PathOptions): readonly Certificate[] {
  const { anchors, profile } = options
  const last = sent.at(-1) as Certificate
  const isAnchor = anchors.some(({ sha256 }) => sha256 === last.sha256)
  if (sent.length === 1) {
    if (isAnchor && profile.anchorAsLeaf === 'refused') throw refusal('certificate_anchor_included')
    if (profile.selfSignedLeaf === 'refused' && sameName(last.issuer, last.subject)) {
      throw refusal('certificate_self_signed')
    }
    return sent
  }
  if (!isAnchor) return sent
  if (profile.anchorInChain === 'refused') throw refusal('certificate_anchor_included')
  // What is left may be a leaf alone, to which the rules for one apply.
  return withoutAnchor(sent.slice(0, -1), options)
}

/** Checks the signatures up to an anchor, which ends the path unless the leaf is one itself. */
async function findPath(sent: readonly Certificate[], options: PathOptions): Promise<readonly Certificate[]> {
  const { anchors, engine, profile } = options
  const [leaf, last] = [sent[0] as Certificate, sent.at(-1) as Certificate]
  if (profile.restOfChain === 'ignored' && sent.length > 1) {
    const anchor = await findIssuer(leaf, options)
    if (anchor !== undefined) return [...withoutAnchor([leaf], options), anchor]
  }
  for (let i = 0; i + 1 < sent.length; i++) {
    const [certificate, authority] = [sent[i] as Certificate, sent[i + 1] as Certificate]
    if (!namesAsIssuer(certificate, authority)) throw refusal('certificate_issuer_mismatch')
    if (!(await isIssuedBy(certificate, authority, engine))) throw refusal('certificate_signature_invalid')
  }
  if (sent.length === 1 && anchors.some(({ sha256 }) => sha256 === last.sha256)) return sent
  const anchor = await findIssuer(last, options)
  if (anchor !== undefined) return [...sent, anchor]
  // Of one's own name and another's key is a forgery; of an unknown name, merely unknown.
  const isNamed = anchors.some((one) => namesAsIssuer(last, one))
  throw refusal(isNamed ? 'certificate_signature_invalid' : 'certificate_authority_unknown')
}

/** The anchor whose key signed a certificate. */
async function findIssuer(
  certificate: Certificate,
  { anchors, engine }: PathOptions,
): Promise<Certificate | undefined> {
  for (const anchor of anchors) {
    if (namesAsIssuer(certificate, anchor) && (await isIssuedBy(certificate, anchor, engine))) return anchor
  }
  return undefined
}

/** Name chaining, and key identifiers where both have one (RFC 5280 §6.1.3 a 4, §4.2.1.1). */
function namesAsIssuer(certificate: Certificate, authority: Certificate): boolean {
  const [asked, own] = [certificate.authorityKeyIdentifier, authority.subjectKeyIdentifier]
  return sameName(certificate.issuer, authority.subject) && (asked === undefined || own === undefined || asked === own)
}

function isIssuedBy(certificate: Certificate, authority: Certificate, engine: Engine): ReturnType<typeof isSignedBy> {
  const { tbsCertificate, signatureAlgorithm, signature } = certificate
  return isSignedBy({ signed: tbsCertificate, signatureAlgorithm, signature }, authority, engine)
}

/** What this library understands well enough for a certificate to insist on it. Policies: any will do (RFC 5280 §6.1.1 c). */
const understood: readonly string[] = [
  oid.basicConstraints,
  oid.keyUsage,
  oid.extendedKeyUsage,
  oid.subjectAltName,
  oid.issuerAltName,
  oid.subjectKeyIdentifier,
  oid.authorityKeyIdentifier,
  oid.nameConstraints,
  oid.certificatePolicies,
  oid.crlDistributionPoints,
]

function checkCriticalExtensions({ extensions }: Certificate): void {
  if (extensions.some(({ type, critical }) => critical && !understood.includes(type))) {
    throw refusal('certificate_extension_unknown')
  }
}

/** RFC 5280 §6.1.4 and §6.1.3 b, c: from the anchor down. */
function checkAuthorities(certificates: readonly Certificate[]): void {
  const constraints: NameConstraints[] = []
  for (let i = certificates.length - 1; i > 0; i--) {
    const authority = certificates[i] as Certificate
    const isSelfIssued = sameName(authority.issuer, authority.subject)
    if (i < certificates.length - 1 && !isSelfIssued) checkNames(authority, constraints)
    if (authority.basicConstraints?.isAuthority !== true || !allows(authority, ['keyCertSign'])) {
      throw refusal('certificate_not_authority')
    }
    // How many authorities there are below this one that did not issue themselves, the leaf not counted.
    const below = certificates.slice(1, i).filter((one) => !sameName(one.issuer, one.subject)).length
    const { pathLength } = authority.basicConstraints
    if (pathLength !== undefined && below > pathLength) throw refusal('certificate_path_too_long')
    if (authority.nameConstraints !== undefined) constraints.push(authority.nameConstraints)
  }
  if (certificates.length > 1) checkNames(certificates[0] as Certificate, constraints)
}

function refusal(code: keyof CryptoCodes): Refusal<keyof CryptoCodes> {
  return new Refusal(code)
}
