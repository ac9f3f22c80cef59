import {
  type Context,
  type Evidence,
  type KeyCandidate,
  type KeyRequest,
  keyFitsRequest,
  type Trust,
} from '@hashikake/credential'
import { type PublicJwk, sameKey } from '@hashikake/crypto/keys'
import type { Certificate, CertificatePath, CertificateProfile, CertificateProfileName } from '@hashikake/crypto/x509'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { decideBy } from './anchors.ts'
import { bindIssuer, type CertificateBinding, isCertificateBinding, nameOfBinding } from './certificate-binding.ts'
import { candidateOf as certificateCandidate, findPath, type PathRules, readRules } from './certificate-paths.ts'
import type { TrustCode } from './codes.ts'
import { retrieveBytes } from './documents.ts'
import { type ListedCertificate, listedCertificates } from './listed-certificates.ts'
import type { TrustedEntity } from './lote.ts'
import type { TrustedService } from './lote-service.ts'
import type { TrustListScheme } from './lote-types.ts'
import { requireOptions } from './options.ts'
import { memorySequenceStore } from './sequence-store.ts'
import {
  authenticateTrustList,
  maxListLength,
  requireCurrent,
  type TrustList,
  type TrustListOptions,
  trustListOptionNames,
} from './trust-list.ts'
import { decideOnEntry, type Entry } from './trusted-entry.ts'

/**
 * How what is listed is bound to the `iss` value. `other-id` demands that the service's OtherIds hold it, whether the
 * list gives a key or a certificate; `none` demands nothing, and a listed key then leaves the issuer without an identifier.
 * The other bindings of certificates serve certificates alone.
 */
export type ListedBinding = 'other-id' | CertificateBinding

export interface TrustedEntitiesOptions extends Omit<TrustListOptions, 'type' | 'context' | 'signal' | 'name'> {
  /** The list as text, or the https URL where its newest edition is. */
  readonly list: { readonly text: string } | { readonly url: string }
  /** The list's type, its service types, and the statuses that count: one of `euLists`, `degreeAwardingInstitutions`, or your own. */
  readonly scheme: TrustListScheme
  readonly binding: ListedBinding
  /** What is asked of chains that end at a listed certificate, tolerances included (`tolerating`); `generic` unless given. */
  readonly profile?: CertificateProfileName | CertificateProfile
  /** `crl` asks the revocation lists that the certificates name, once the signature holds. */
  readonly revocation?: 'crl'
  /** What its editions are remembered under; its URL, or its type, unless given. */
  readonly name?: string
}

/** A key that a list holds, and where in it. */
interface Match {
  readonly candidate: KeyCandidate
  readonly entity: TrustedEntity
  readonly service: TrustedService
}

interface Known extends Entry {
  /** The listed certificates, where the candidate is one below them. */
  readonly anchors: readonly Certificate[]
}

const usage = "trustedEntities takes trustedEntities({ list: { url }, scheme, signer, binding: 'other-id' })"
/** How long a signer's own certificate is taken to be as it was, milliseconds. */
const signerBelieved = 3_600_000
/** For trials a list may be on this machine; whether that may be asked is for the retrieval to say. */
const listUrl = /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/])/
const mediaTypes = ['application/jose', 'application/jwt', 'application/octet-stream', 'text/plain']

/**
 * Trusts whom a list of trusted entities (TS 119 602) names, for what it names them. The list is verified against its
 * operator each time that its text changes, and its age and its sequence number each time that it is used.
 *
 * The service's status must be granted now, and at issuance where the credential's issuer says when that was; whether the
 * entity held its awarding power on the day of the award is asked by the policy `entityHeldPower`, from the evidence of
 * the kind `trusted-entity` that this leaves.
 *
 * Codes: `trust_list_…`, and those of the retrieval and of the signer's resolver.
 *
 * @throws {TypeError} for wrong options
 */
export function trustedEntities(options: TrustedEntitiesOptions): Trust {
  requireEntitiesOptions(options)
  const { list: source, scheme, binding, sequences = memorySequenceStore() } = options
  const rules = readRules({ ...options, profile: options.profile ?? 'generic' })
  const name = options.name ?? ('url' in source ? source.url : undefined)
  const known = new WeakMap<KeyCandidate, Known>()
  // The newest text that was verified: its signature need not be checked again until the text changes.
  let verified: { readonly text: string; readonly list: TrustList; readonly at: number } | undefined
  const load = async (context: Context, signal: AbortSignal | undefined): Promise<TrustList> => {
    const text = 'text' in source ? source.text : await retrieveList(source.url, context, signal)
    const { signer, territory, clockSkew } = options
    const asked: TrustListOptions = {
      signer,
      type: scheme.type,
      context,
      sequences,
      ...(name === undefined ? {} : { name }),
      ...(territory === undefined ? {} : { territory }),
      ...(clockSkew === undefined ? {} : { clockSkew }),
      ...(signal === undefined ? {} : { signal }),
    }
    const age = context.now() - (verified?.at ?? 0)
    const isVerified = verified?.text === text && age >= 0 && age < signerBelieved
    const list = isVerified && verified !== undefined ? verified.list : await authenticateTrustList(text, asked)
    await requireCurrent(list, asked)
    if (!isVerified) verified = { text, list, at: context.now() }
    return list
  }
  return Object.freeze({
    findKeys: async (request: KeyRequest, context: Context, signal?: AbortSignal) => {
      const types = typesFor(request, scheme)
      if (types.length === 0) return []
      const list = await load(context, signal)
      const search: Search = { request, types, binding, rules, context, signal }
      const keys = matchesIn(list, search)
      const { anchors, matches } = await certificatesIn(list, search, keys)
      return groupByKey(matches).map(([first, ...others]) => {
        if (others.some(({ entity }) => entity !== first.entity)) throw refusal('trust_list_entry_ambiguous')
        const { candidate, entity } = first
        const services = [first, ...others].map(({ service }) => service)
        known.set(candidate, { list, entity, services, anchors: candidate.evidence.leaf === undefined ? [] : anchors })
        return candidate
      })
    },
    decide: async (request: KeyRequest, candidate: KeyCandidate, context: Context, signal?: AbortSignal) => {
      const found = known.get(candidate)
      if (found === undefined) return { trusted: false, code: 'issuer_not_trusted' } as const
      const decision = decideOnEntry(found, { request, scheme, now: context.now() / 1000, name })
      if (!decision.trusted || !rules.revocation || found.anchors.length === 0) return decision
      const revocation = await decideBy(candidate, () =>
        findPath(request, found.anchors, rules, { context, signal, withCrls: true }),
      )
      if (!revocation.trusted) return revocation
      const evidence = Object.freeze([...(decision.evidence ?? []), ...(revocation.evidence ?? [])])
      return { trusted: true, evidence } as const
    },
  })
}

function requireEntitiesOptions(options: TrustedEntitiesOptions): void {
  requireOptions(
    options,
    [...trustListOptionNames.filter((one) => one !== 'type'), 'list', 'scheme', 'binding', 'profile', 'revocation'],
    usage,
  )
  const { list, scheme, signer, binding, clockSkew = 0 } = options
  const isSource =
    'url' in (list ?? {})
      ? listUrl.test((list as { url: string }).url)
      : typeof (list as { text?: unknown })?.text === 'string'
  const isScheme =
    typeof scheme?.type === 'string' && typeof scheme.services === 'object' && Array.isArray(scheme.granted)
  const isBound = binding === 'other-id' || isCertificateBinding(binding)
  if (!isSource || !isScheme || !isBound || typeof signer?.findKeys !== 'function') throw new TypeError(usage)
  if (!Number.isFinite(clockSkew) || clockSkew < 0) throw new TypeError('clockSkew takes seconds')
}

async function retrieveList(url: string, context: Context, signal: AbortSignal | undefined): Promise<string> {
  const { bytes } = await retrieveBytes({ url, mediaTypes, maximumBytes: maxListLength, context, signal })
  // A file is often written with a line end, which is none of the signature's.
  try {
    return decodeUtf8(bytes).replace(/\r?\n$/, '')
  } catch (cause) {
    throw new Refusal<TrustCode>('trust_list_signature_malformed', { cause })
  }
}

function typesFor({ purpose }: KeyRequest, { services }: TrustListScheme): readonly string[] {
  return purpose === 'credential' || purpose === 'status' ? services[purpose] : []
}

interface Search {
  readonly request: KeyRequest
  readonly types: readonly string[]
  readonly binding: ListedBinding
  readonly rules: PathRules
  readonly context: Context
  readonly signal: AbortSignal | undefined
}

/** What the certificates that came with the signature lead to; where they lead nowhere, listed keys may still serve. */
async function certificatesIn(
  list: TrustList,
  search: Search,
  keys: readonly Match[],
): Promise<{ readonly anchors: readonly Certificate[]; readonly matches: readonly Match[] }> {
  const { request, types, rules, context, signal } = search
  const listed = listedCertificates(list).filter(({ service }) => types.includes(service.type))
  if (listed.length === 0 || (request.certificates ?? []).length === 0) return { anchors: [], matches: keys }
  const anchors = listed.map(({ certificate }) => certificate)
  try {
    const path = await findPath(request, anchors, rules, { context, signal, withCrls: false })
    const below = listed.filter(({ certificate }) => certificate.sha256 === path.anchor.sha256)
    return { anchors, matches: [...boundMatches(path, below, search), ...keys] }
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || keys.length === 0) throw thrown
    return { anchors, matches: keys }
  }
}

/** @throws {Refusal} `certificate_binding_mismatch` where the issuer is none of the services' */
function boundMatches(path: CertificatePath, below: readonly ListedCertificate[], search: Search): readonly Match[] {
  const { request, binding } = search
  const own = below.filter(({ service }) => binding !== 'other-id' || service.otherIds.includes(request.issuer ?? ''))
  if (own.length === 0) throw refusal('certificate_binding_mismatch')
  const issuer = binding === 'other-id' ? (request.issuer as string) : bindIssuer(path.leaf, request.issuer, binding)
  const name = binding === 'other-id' ? binding : nameOfBinding(binding)
  return certificateCandidate(path, request, { issuer, binding: name }).flatMap((candidate) =>
    own.map(({ entity, service }) => ({ candidate, entity, service })),
  )
}

function matchesIn(list: TrustList, search: Search): readonly Match[] {
  return list.entities.flatMap((entity) =>
    entity.services
      .filter(({ type }) => search.types.includes(type))
      .flatMap((service) =>
        keysOf(service, search).map((key) => ({ candidate: keyCandidate(key, search), entity, service })),
      ),
  )
}

/** The service's own keys that may have made the signature, if the issuer is the service's. */
function keysOf(service: TrustedService, { request, binding }: Search): readonly PublicJwk[] {
  const { issuer, kid } = request
  if (binding !== 'other-id' && binding !== 'none') return []
  if (binding === 'other-id' && (issuer === undefined || !service.otherIds.includes(issuer))) return []
  return service.keys.filter(
    (key) => (kid === undefined || key.kid === undefined || key.kid === kid) && keyFitsRequest(key, request),
  )
}

function keyCandidate(key: PublicJwk, { request, binding }: Search): KeyCandidate {
  const issuer = binding === 'other-id' && request.issuer !== undefined ? { issuer: request.issuer } : {}
  const evidence: Evidence = Object.freeze({
    kind: 'listed-key',
    key: key as unknown as JsonObject,
    binding: binding as string,
    ...issuer,
  })
  return Object.freeze({ key, evidence, ...issuer })
}

function groupByKey(matches: readonly Match[]): readonly (readonly [Match, ...Match[]])[] {
  const groups: [Match, ...Match[]][] = []
  for (const match of matches) {
    const group = groups.find(([{ candidate }]) => sameKey(candidate.key, match.candidate.key))
    if (group === undefined) groups.push([match])
    else group.push(match)
  }
  return groups
}

function refusal(code: TrustCode): Refusal<TrustCode> {
  return new Refusal(code)
}
