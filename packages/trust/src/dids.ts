import type { Context, Decision, Evidence, KeyCandidate, KeyRequest, Trust } from '@hashikake/credential'
import { readKeyDid } from '@hashikake/crypto/key-dids'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import {
  type AssertionMethod,
  candidatesOf,
  type IdentifierCodes,
  readAssertionMethods,
} from './controlled-identifier-document.ts'
import { didWebUrl } from './did-web.ts'
import { retrieveDocument } from './documents.ts'
import { requireNames, requireOptions } from './options.ts'

export type DidMethod = 'key' | 'jwk' | 'web'

export interface DidsOptions {
  /** The DIDs that are trusted, exactly as written. */
  readonly trusted: readonly string[]
  /** The methods that may be used; did:key, did:jwk and did:web unless given. */
  readonly methods?: readonly DidMethod[]
  /** The largest did:web document that is taken, in bytes; 65,536 unless given. */
  readonly maximumBytes?: number
}

interface Resolved {
  readonly methods: readonly AssertionMethod[]
  /** Where they were found, for the evidence. */
  readonly source: { readonly url?: string; readonly sha256?: string; readonly retrievedAt?: number }
}

interface Resolution {
  readonly did: string
  readonly context: Context
  readonly signal: AbortSignal | undefined
  readonly maximumBytes: number
}

const usage = "dids takes dids({ trusted: ['did:web:registrar.example'], methods: ['web'] })"
const allMethods: readonly DidMethod[] = ['key', 'jwk', 'web']
const documentTypes = ['application/did', 'application/did+json', 'application/did+ld+json', 'application/json']
const codes: IdentifierCodes = {
  malformed: 'did_document_malformed',
  mismatch: 'did_document_mismatch',
  controllerMismatch: 'did_controller_mismatch',
  keyUnknown: 'did_key_unknown',
  keyAmbiguous: 'did_key_ambiguous',
}
const trustedDecision: Decision = Object.freeze({ trusted: true })

/**
 * Finds the keys of issuers that are DIDs, and trusts the DIDs that the caller named. A did:key or did:jwk proves nothing
 * but that somebody has a key: its signature may hold, and `decide` still refuses it with `did_not_trusted`. The
 * document of a did:web is fetched only where the DID is trusted.
 *
 * The key is chosen by `kid`, an absolute DID URL or `#fragment`; without one only where the DID has a single key that
 * fits. A `kid` of another DID than the issuer is refused.
 *
 * Codes: `did_…`, and those of the retrieval.
 *
 * @throws {TypeError} for a trusted DID that is malformed or of a method that is not allowed
 */
export function dids(options: DidsOptions): Trust {
  requireOptions(options, ['trusted', 'methods', 'maximumBytes'], usage)
  const { methods = allMethods, maximumBytes = 65_536 } = options
  const trusted = requireNames(options.trusted, usage)
  const allowed = requireNames(methods, usage)
  if (!allowed.every((one) => (allMethods as readonly string[]).includes(one))) throw new TypeError(usage)
  for (const did of trusted) requireUsable(did, allowed)
  const resolve = (did: string, context: Context, signal?: AbortSignal): Resolved | Promise<Resolved> => {
    const method = methodOf(did)
    if (method === undefined || !allowed.includes(method)) throw refusal('did_method_not_allowed')
    if (method !== 'web') return resolveLocally(did)
    // Nobody may choose the host that is asked but the operator.
    if (!trusted.includes(did)) throw refusal('did_not_trusted')
    return resolveWeb({ did, context, signal, maximumBytes })
  }
  return Object.freeze({
    findKeys: async (request: KeyRequest, context: Context, signal?: AbortSignal) => {
      const did = didOf(request)
      return did === undefined ? [] : keysOf(request, did, await resolve(did, context, signal))
    },
    decide: (_: KeyRequest, { issuer }: KeyCandidate): Decision => {
      return issuer !== undefined && trusted.includes(issuer)
        ? trustedDecision
        : { trusted: false, code: 'did_not_trusted' }
    },
  })
}

/** The issuer that is a DID; without an issuer, the DID of an absolute `kid`. */
function didOf({ issuer, kid }: KeyRequest): string | undefined {
  if (issuer === undefined) return kid?.startsWith('did:') ? kid.split('#', 1)[0] : undefined
  return issuer.startsWith('did:') ? issuer : undefined
}

function methodOf(did: string): string | undefined {
  return /^did:([a-z0-9]+):[^#?/]+$/.exec(did)?.[1]
}

function requireUsable(did: string, allowed: readonly string[]): void {
  const method = methodOf(did)
  if (method === undefined || !allowed.includes(method))
    throw new TypeError(`A trusted DID is of no allowed method: ${usage}`)
  try {
    if (method === 'web') didWebUrl(did)
    else resolveLocally(did)
  } catch (cause) {
    throw new TypeError(`A trusted DID is malformed: ${usage}`, { cause })
  }
}

function resolveLocally(did: string): Resolved {
  const found = readKeyDid(did)
  if (found === undefined) throw refusal('did_malformed')
  return { methods: [{ id: found.verificationMethod, key: found.key }], source: {} }
}

async function resolveWeb({ did, context, signal, maximumBytes }: Resolution): Promise<Resolved> {
  const { url, content, sha256, retrievedAt } = await retrieveDocument({
    url: didWebUrl(did),
    mediaTypes: documentTypes,
    maximumBytes,
    malformed: 'did_document_malformed',
    context,
    signal,
  })
  const methods = readAssertionMethods(content, { id: did, now: context.now() / 1000, codes })
  return { methods, source: { url, sha256, retrievedAt } }
}

function keysOf(request: KeyRequest, did: string, { methods, source }: Resolved): readonly KeyCandidate[] {
  const evidence = ({ id }: AssertionMethod): Evidence => ({ kind: 'did', did, verificationMethod: id, ...source })
  return candidatesOf(request, methods, { id: did, codes, evidence })
}

function refusal(code: TrustCode): Refusal<TrustCode> {
  return new Refusal(code)
}
