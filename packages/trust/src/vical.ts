import type { Context, Decision, Evidence, KeyCandidate, KeyRequest, Trust } from '@hashikake/credential'
import {
  type Certificate,
  type CertificatePath,
  type CertificateProfile,
  type CertificateProfileName,
  parseCertificate,
} from '@hashikake/crypto/x509'
import { decideBy } from './anchors.ts'
import { candidateOf, findPath, readRules } from './certificate-paths.ts'
import type { TrustCode } from './codes.ts'
import { retrieveBytes } from './documents.ts'
import { requireNames, requireOptions } from './options.ts'
import { memorySequenceStore } from './sequence-store.ts'
import {
  type AuthenticVical,
  authenticateVical,
  maxVicalBytes,
  readVicalRules,
  requireCurrentVical,
  type VerifyVicalOptions,
  type Vical,
  type VicalRules,
  vicalEvidence,
  vicalOptionNames,
} from './verify-vical.ts'
import { isConsistent, type ListedAuthority, listedAuthorities } from './vical-authorities.ts'
import type { VicalEntry } from './vical-content.ts'

export interface VicalOptions extends Omit<VerifyVicalOptions, 'context' | 'signal'> {
  /** The list as bytes, or the https URL where its newest issue is. */
  readonly list: { readonly bytes: Uint8Array } | { readonly url: string }
  /** What is asked of document signers and of the listed authorities; `iso-mdoc-document-signer` unless given. */
  readonly profile?: CertificateProfileName | CertificateProfile
  /**
   * What an entry's certificateProfile may say for its authority to be believed, with or without `urn:oid:` before an object
   * identifier; one of {@link documentSignerProfiles} unless given. An entry that does not say is believed.
   */
  readonly certificateProfiles?: readonly string[]
}

/** What lists say of authorities of document signers: the signers' purposes, the authority's own, that of its new key. */
export const documentSignerProfiles: readonly string[] = /* @__PURE__ */ Object.freeze([
  '1.0.18013.5.1.2',
  '1.0.18013.5.1.4',
  '1.0.18013.5.1.7',
  '1.0.23220.4.1.2',
])

interface Known {
  readonly list: Vical
  readonly authorities: readonly Certificate[]
  readonly authority: ListedAuthority | undefined
}

const usage = 'vical takes vical({ list: { url }, anchors: [der] })'
/** How long a signer's certificate is taken to be as it was, milliseconds. */
const signerBelieved = 3_600_000
/** For trials a list may be on this machine; whether that may be asked is for the retrieval to say. */
const listUrl = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/])/
const mediaTypes = ['application/cbor', 'application/cose', 'application/octet-stream']

/**
 * Trusts the document signers of mdocs under the authorities that a VICAL (ISO/IEC 18013-5 Annex C) lists, each for the types
 * of document for which it is listed. The list is verified against its provider each time that its bytes change, and its age
 * and its issue each time that it is used; so it is kept no longer than it holds.
 *
 * An entry whose numbers, names or times are not those of its certificate is not believed; the others are. Asked is it for
 * credentials of the format `mso_mdoc` alone.
 *
 * Codes: `vical_…`, `certificate_…`, `crl_…`, and those of the retrieval.
 *
 * @throws {TypeError} for wrong options
 */
export function vical(options: VicalOptions): Trust {
  requireVicalOptions(options)
  const { profile = 'iso-mdoc-document-signer', clockSkew, revocation } = options
  const accepted = requireNames(options.certificateProfiles ?? documentSignerProfiles, usage).map(withoutUrn)
  const paths = readRules({ profile, clockSkew, revocation })
  const load = loaderOf(options)
  const known = new WeakMap<KeyCandidate, Known>()
  return Object.freeze({
    findKeys: async (request: KeyRequest, context: Context, signal?: AbortSignal) => {
      const last = isAsked(request) ? request.certificates?.at(-1) : undefined
      if (last === undefined) return []
      const { list } = await load(context, signal)
      const listed = listedAuthorities(list)
      const authorities = listed.above(parseCertificate(last))
      const path = await findPath(request, authorities, paths, { context, signal, withCrls: false })
      const candidates = candidateOf(path, request, { issuer: path.leaf.subject.text, binding: 'none' })
      for (const one of candidates) known.set(one, { list, authorities, authority: listed.find(path.anchor.sha256) })
      return candidates
    },
    decide: async (request: KeyRequest, candidate: KeyCandidate, context: Context, signal?: AbortSignal) => {
      const found = known.get(candidate)
      if (found?.authority === undefined) return { trusted: false, code: 'issuer_not_trusted' } as const
      const now = context.now() / 1000
      const decision = decideOn(found.authority, found.list, { request, accepted, name: nameOf(options), now })
      if (!decision.trusted || !paths.revocation) return decision
      const find = (): Promise<CertificatePath> =>
        findPath(request, found.authorities, paths, { context, signal, withCrls: true })
      const revocation = await decideBy(candidate, find)
      if (!revocation.trusted) return revocation
      return {
        trusted: true,
        evidence: Object.freeze([...(decision.evidence ?? []), ...(revocation.evidence ?? [])]),
      } as const
    },
  })
}

function requireVicalOptions(options: VicalOptions): void {
  requireOptions(options, [...vicalOptionNames, 'list', 'profile', 'certificateProfiles'], usage)
  const { list } = options
  const isSource =
    'url' in (list ?? {})
      ? listUrl.test((list as { url: string }).url)
      : (list as { bytes?: unknown })?.bytes instanceof Uint8Array
  if (!isSource) throw new TypeError(usage)
}

function nameOf({ name, list }: VicalOptions): string | undefined {
  return name ?? ('url' in list ? list.url : undefined)
}

function isAsked({ format, purpose }: KeyRequest): boolean {
  return format === 'mso_mdoc' && purpose === 'credential'
}

interface Loaded {
  readonly given: Uint8Array
  readonly bytes: Uint8Array
  readonly at: number
}

/** The list as it is now. Its signature is not checked again until its bytes change or its signer's time is over. */
function loaderOf(options: VicalOptions): (context: Context, signal?: AbortSignal) => Promise<AuthenticVical> {
  const { list: source, sequences = memorySequenceStore() } = options
  const name = nameOf(options)
  const rules: VicalRules = readVicalRules({ ...options, sequences, ...(name === undefined ? {} : { name }) })
  const own = 'url' in source ? undefined : new Uint8Array(source.bytes)
  let verified: (AuthenticVical & Loaded) | undefined
  return async (context, signal) => {
    const bytes = own ?? (await retrieveList((source as { url: string }).url, context, signal))
    const now = context.now()
    const isVerified =
      verified !== undefined &&
      isWithin(now, verified.at, signerBelieved) &&
      holdsAt(verified.path, now / 1000, rules.paths.clockSkew) &&
      // What was retrieved is shared, and often the same object; were it written over, our copy still is what was signed.
      (verified.given === bytes || sameBytes(verified.bytes, bytes))
    if (isVerified && verified !== undefined) {
      await requireCurrentVical(verified.list, rules, context)
      return verified
    }
    const copy = new Uint8Array(bytes)
    const authentic = await authenticateVical(copy, rules, context, signal)
    await requireCurrentVical(authentic.list, rules, context)
    verified = { ...authentic, given: bytes, bytes: copy, at: now }
    return verified
  }
}

async function retrieveList(url: string, context: Context, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const { bytes } = await retrieveBytes({ url, mediaTypes, maximumBytes: maxVicalBytes, context, signal })
  return bytes
}

function isWithin(now: number, from: number, duration: number): boolean {
  return now >= from && now - from < duration
}

function holdsAt({ begins, expires }: CertificatePath, at: number, clockSkew: number): boolean {
  return at + clockSkew >= begins && at - clockSkew <= expires
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false
  return true
}

interface Question {
  readonly request: KeyRequest
  readonly accepted: readonly string[]
  readonly name: string | undefined
  /** Seconds. */
  readonly now: number
}

/** One entry of the authority must hold, by itself. */
function decideOn({ certificate, entries }: ListedAuthority, list: Vical, question: Question): Decision {
  const faults: TrustCode[] = []
  for (const entry of entries) {
    const fault = faultOf(entry, certificate, question)
    if (fault === undefined) {
      const evidence = [entryEvidence(entry), vicalEvidence(list, question.name, question.now)]
      return { trusted: true, evidence: Object.freeze(evidence) }
    }
    faults.push(fault)
  }
  return { trusted: false, code: faults[0] as TrustCode }
}

function faultOf(entry: VicalEntry, certificate: Certificate, { request, accepted }: Question): TrustCode | undefined {
  if (!isConsistent(entry, certificate)) return 'vical_entry_inconsistent'
  const { certificateProfiles, docTypes } = entry
  if (certificateProfiles?.map(withoutUrn).some((one) => accepted.includes(one)) === false) {
    return 'vical_profile_not_accepted'
  }
  const types = [request.type, ...(request.otherTypes ?? [])]
  const isListed = types.every((type) => type !== undefined && docTypes.includes(type))
  return isListed ? undefined : 'vical_doc_type_not_listed'
}

function withoutUrn(profile: string): string {
  return profile.replace(/^urn:oid:/i, '')
}

/** What the list says of the authority, in plain JSON, for policies and for the record. */
function entryEvidence({ docTypes, certificateProfiles, ...entry }: VicalEntry): Evidence {
  const { issuingAuthority, issuingCountry, stateOrProvinceName } = entry
  return Object.freeze({
    kind: 'vical-entry',
    docTypes,
    ski: entry.ski,
    ...(certificateProfiles === undefined ? {} : { certificateProfiles }),
    ...(issuingAuthority === undefined ? {} : { issuingAuthority }),
    ...(issuingCountry === undefined ? {} : { issuingCountry }),
    ...(stateOrProvinceName === undefined ? {} : { stateOrProvinceName }),
  })
}
