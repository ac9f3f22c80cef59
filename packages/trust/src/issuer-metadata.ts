import {
  type Context,
  type Decision,
  type Evidence,
  type KeyCandidate,
  type KeyRequest,
  keyFitsRequest,
  type Trust,
} from '@hashikake/credential'
import { type PublicJwk, parseJwkSet } from '@hashikake/crypto/keys'
import { type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { type KeyDocument, retrieveDocument } from './documents.ts'
import { readHttpsUrl } from './https-url.ts'
import { requireNames, requireOptions } from './options.ts'

export interface IssuerMetadataOptions {
  /** The `iss` values that are trusted: https URLs without query and fragment, compared character by character. */
  readonly issuers: readonly string[]
  /** Further places where a `jwks_uri` may point; without them it must lie on the origin of its `iss`. */
  readonly keySets?: readonly string[]
  /** The largest document that is taken, in bytes; 65,536 unless given. */
  readonly maximumBytes?: number
}

interface Settings {
  readonly issuers: readonly string[]
  readonly keySets: readonly string[]
  readonly maximumBytes: number
}

const usage = "issuerMetadata takes issuerMetadata({ issuers: ['https://registrar.example'] })"
const trusted: Decision = Object.freeze({ trusted: true })
const notTrusted: Decision = Object.freeze({ trusted: false, code: 'issuer_not_trusted' })

/**
 * Trusts issuers by the keys that they publish as JWT VC Issuer Metadata (SD-JWT VC §4). Only issuers on the allow-list
 * are looked up; the key set of `jwks_uri` is fetched only from the origin of `iss` or a place that the caller named, so
 * that a document on one host can't send the verifier to another.
 *
 * Codes: `issuer_metadata_…`, and those of the retrieval.
 *
 * @throws {TypeError} for an issuer that is no https URL in its plain spelling
 */
export function issuerMetadata(options: IssuerMetadataOptions): Trust {
  requireOptions(options, ['issuers', 'keySets', 'maximumBytes'], usage)
  const { issuers, keySets = [], maximumBytes = 65_536 } = options
  const settings: Settings = {
    issuers: requireNames(issuers, usage),
    keySets: keySets.length === 0 ? [] : requireNames(keySets, usage),
    maximumBytes,
  }
  for (const url of [...settings.issuers, ...settings.keySets]) {
    if (readHttpsUrl(url) === undefined) throw new TypeError(`An issuer and a key set are https URLs: ${usage}`)
  }
  if (!Number.isSafeInteger(maximumBytes) || maximumBytes <= 0) throw new TypeError('maximumBytes takes a number')
  const isServed = ({ issuer, purpose }: KeyRequest): boolean =>
    issuer !== undefined && settings.issuers.includes(issuer) && (purpose === 'credential' || purpose === 'status')
  return Object.freeze({
    findKeys: (request: KeyRequest, context: Context, signal?: AbortSignal) =>
      isServed(request) ? findKeys(request, settings, context, signal) : [],
    decide: (request: KeyRequest, { issuer }: KeyCandidate) =>
      isServed(request) && issuer === request.issuer ? trusted : notTrusted,
  })
}

/**
 * Where an issuer publishes its metadata: the well-known name stands between host and path, and a slash at the end of the
 * path is dropped (SD-JWT VC §4.1).
 *
 * @returns undefined where `iss` is no https URL without query and fragment
 */
export function issuerMetadataUrl(issuer: string): string | undefined {
  const url = readHttpsUrl(issuer)
  return url === undefined ? undefined : `${url.origin}/.well-known/jwt-vc-issuer${url.path.replace(/\/$/, '')}`
}

async function findKeys(
  request: KeyRequest,
  settings: Settings,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<readonly KeyCandidate[]> {
  const issuer = request.issuer as string
  const url = issuerMetadataUrl(issuer) as string
  const fetching = { mediaTypes: ['application/json'], maximumBytes: settings.maximumBytes, context, signal } as const
  const metadata = await retrieveDocument({ ...fetching, url, malformed: 'issuer_metadata_malformed' })
  const named = ownMember(metadata.content, 'issuer')
  if (typeof named !== 'string') throw refusal('issuer_metadata_malformed')
  if (named !== issuer) throw refusal('issuer_metadata_issuer_mismatch')
  const jwks = ownMember(metadata.content, 'jwks')
  const jwksUri = ownMember(metadata.content, 'jwks_uri')
  if ((jwks === undefined) === (jwksUri === undefined)) throw refusal('issuer_metadata_malformed')
  if (jwks !== undefined) return candidatesOf(request, readKeySet(jwks), [metadata])
  const keySetUrl = requireAllowed(jwksUri, issuer, settings)
  const mediaTypes = ['application/jwk-set+json', 'application/json']
  const keySet = await retrieveDocument({
    ...fetching,
    mediaTypes,
    url: keySetUrl,
    malformed: 'issuer_metadata_malformed',
  })
  return candidatesOf(request, readKeySet(keySet.content), [metadata, keySet])
}

function requireAllowed(jwksUri: JsonValue | undefined, issuer: string, { keySets }: Settings): string {
  const url = typeof jwksUri === 'string' ? readHttpsUrl(jwksUri) : undefined
  if (url === undefined) throw refusal('issuer_metadata_malformed')
  const isOwn = url.origin === readHttpsUrl(issuer)?.origin
  if (!isOwn && !keySets.includes(jwksUri as string)) throw refusal('issuer_metadata_key_set_not_allowed')
  return jwksUri as string
}

function readKeySet(set: JsonValue): readonly PublicJwk[] {
  try {
    return parseJwkSet(set)
  } catch (cause) {
    throw new Refusal<TrustCode>('issuer_metadata_malformed', { cause })
  }
}

/** One key, by its `kid`; without one only where no choice is left (RFC 7517 §4.5). */
function candidatesOf(
  request: KeyRequest,
  keys: readonly PublicJwk[],
  documents: readonly KeyDocument[],
): readonly KeyCandidate[] {
  const { kid, issuer } = request
  const fitting = keys.filter((key) => (kid === undefined || key.kid === kid) && keyFitsRequest(key, request))
  const [key] = fitting
  if (key === undefined) throw refusal('issuer_metadata_key_unknown')
  if (fitting.length > 1) throw refusal('issuer_metadata_key_ambiguous')
  const evidence: Evidence = Object.freeze({
    kind: 'issuer-metadata',
    issuer: issuer as string,
    ...(key.kid === undefined ? {} : { kid: key.kid }),
    documents: documents.map(({ url, sha256, retrievedAt }) => ({ url, sha256, retrievedAt })),
  })
  return [Object.freeze({ key, issuer: issuer as string, evidence })]
}

function refusal(code: TrustCode): Refusal<TrustCode> {
  return new Refusal(code)
}
