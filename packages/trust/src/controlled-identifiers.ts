import type { Context, Decision, KeyCandidate, KeyRequest, Trust } from '@hashikake/credential'
import { candidatesOf, type IdentifierCodes, readAssertionMethods } from './controlled-identifier-document.ts'
import { retrieveDocument } from './documents.ts'
import { readHttpsUrl } from './https-url.ts'
import { requireNames, requireOptions } from './options.ts'

export interface ControlledIdentifiersOptions {
  /** The issuers that are trusted: https URLs without query and fragment, compared character by character. */
  readonly trusted: readonly string[]
  /** The largest document that is taken, in bytes; 65,536 unless given. */
  readonly maximumBytes?: number
}

const usage = "controlledIdentifiers takes controlledIdentifiers({ trusted: ['https://registrar.example/issuers/14'] })"
const mediaTypes = ['application/cid', 'application/did', 'application/ld+json', 'application/json']
const codes: IdentifierCodes = {
  malformed: 'cid_document_malformed',
  mismatch: 'cid_document_mismatch',
  controllerMismatch: 'cid_controller_mismatch',
  keyUnknown: 'cid_key_unknown',
  keyAmbiguous: 'cid_key_ambiguous',
}
const trustedDecision: Decision = Object.freeze({ trusted: true })
const notTrusted: Decision = Object.freeze({ trusted: false, code: 'issuer_not_trusted' })

/**
 * Trusts issuers that are https URLs by the controlled identifier documents that they publish there (Controlled Identifiers
 * 1.0 §3.3). Only issuers on the allow-list are asked. The document must name itself by that URL, control its keys and list
 * them for `assertionMethod`; the key is chosen by `kid` or `verificationMethod`, and one of another document is refused.
 *
 * Codes: `cid_…`, and those of the retrieval.
 *
 * @throws {TypeError} for an issuer that is no https URL in its plain spelling
 */
export function controlledIdentifiers(options: ControlledIdentifiersOptions): Trust {
  requireOptions(options, ['trusted', 'maximumBytes'], usage)
  const { maximumBytes = 65_536 } = options
  const trusted = requireNames(options.trusted, usage)
  if (!trusted.every((url) => readHttpsUrl(url) !== undefined))
    throw new TypeError(`An issuer is an https URL: ${usage}`)
  if (!Number.isSafeInteger(maximumBytes) || maximumBytes <= 0) throw new TypeError('maximumBytes takes a number')
  const isServed = ({ issuer, purpose }: KeyRequest): boolean =>
    issuer !== undefined && trusted.includes(issuer) && (purpose === 'credential' || purpose === 'status')
  return Object.freeze({
    findKeys: (request: KeyRequest, context: Context, signal?: AbortSignal) =>
      isServed(request) ? findKeys(request, { context, signal, maximumBytes }) : [],
    decide: (request: KeyRequest, { issuer }: KeyCandidate) =>
      isServed(request) && issuer === request.issuer ? trustedDecision : notTrusted,
  })
}

async function findKeys(
  request: KeyRequest,
  fetching: { readonly context: Context; readonly signal: AbortSignal | undefined; readonly maximumBytes: number },
): Promise<readonly KeyCandidate[]> {
  const id = request.issuer as string
  const document = await retrieveDocument({ ...fetching, url: id, mediaTypes, malformed: codes.malformed })
  const methods = readAssertionMethods(document.content, { id, now: fetching.context.now() / 1000, codes })
  const { url, sha256, retrievedAt } = document
  return candidatesOf(request, methods, {
    id,
    codes,
    evidence: (method) => ({
      kind: 'controlled-identifier',
      controller: id,
      verificationMethod: method.id,
      url,
      sha256,
      retrievedAt,
    }),
  })
}
