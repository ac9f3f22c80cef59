import {
  type Authenticated,
  bearer,
  begin,
  type ClaimPath,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  type FailureCode,
  isPromise,
  type KeyCandidate,
  type KeyRequest,
  leave,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
  type SignedBy,
  type StatusReference,
  skip,
} from '@hashikake/credential'
import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { signatureAlgorithmsOf, verifySign1 } from '@hashikake/crypto/cose'
import type { MaybePromise } from '@hashikake/crypto/engine'
import type { CborMap } from '@hashikake/encoding/cbor'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { claimsOf, type MdocClaims, pathOf } from './claims.ts'
import type { MdocCode } from './codes.ts'
import { checkAuthorizations, checkDeviceProof } from './device-authentication.ts'
import { type MdocDocument, readDocuments } from './device-response.ts'
import {
  authorityOfLicences,
  checkDocumentSigner,
  type DocumentSignerRules,
  readDocumentSigner,
} from './document-signer.ts'
import { bytesOf, isMdoc } from './encoded.ts'
import { checkDigests, type IssuerSigned, readIssuerSigned } from './issuer-signed.ts'
import { decodeOuter, type Reading, requireMap } from './items.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { sessionTranscriptOf } from './session-transcript.ts'
import { readStatusReferences } from './status-references.ts'

export type MdocProfileName = 'haip-1.0'

export interface MdocOptions extends Partial<DocumentSignerRules> {
  /** Signature algorithms to accept, of issuers and holders; ES256, ES384, ES512, EdDSA and Ed25519 unless given. */
  readonly algorithms?: readonly SignatureAlgorithm[]
  /** `haip-1.0` for what the High Assurance Interoperability Profile pins: one document an answer. */
  readonly profile?: MdocProfileName
  readonly limits?: Partial<Limits>
}

export type MdocContent = CredentialContent<MdocClaims>

interface Settings {
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly profile: MdocProfileName | null
  readonly signer: DocumentSignerRules
  readonly limits: Limits
}

const structure: PlannedCheck = planCheck('parse', 'structure')
const algorithm: PlannedCheck = planCheck('authenticate', 'algorithm')
const issuerSignature: PlannedCheck = planCheck('authenticate', 'issuer_signature')
const digests: PlannedCheck = planCheck('authenticate', 'digests')
const documentType: PlannedCheck = planCheck('authenticate', 'doc_type')
const documentSigner: PlannedCheck = planCheck('authenticate', 'document_signer')
const deviceAuthentication: PlannedCheck = planCheck('authenticate', 'device_authentication')

const checks: readonly PlannedCheck[] = Object.freeze([
  structure,
  algorithm,
  issuerSignature,
  digests,
  documentType,
  documentSigner,
  deviceAuthentication,
])

/** Reads mdocs by ISO/IEC 18013-5: what an issuer handed over, and what a holder answers. */
export function mdocReader(options: MdocOptions = {}): CredentialReader<MdocContent> {
  const settings = readOptions(options)
  const { signer, ...rest } = settings
  return {
    checks,
    parameters: { ...rest, ...signer } as unknown as JsonObject,
    recognizes: isMdoc,
    parse: (input: Encoded, request: ReadRequest) => parse(input, { settings, request }),
  }
}

/** @throws {TypeError} for what would silently do nothing, or bound nothing */
export function readOptions(options: MdocOptions): Settings {
  if (typeof options !== 'object' || options === null) throw new TypeError(usage)
  const { algorithms = defaultAlgorithms, profile, limits, ...signer } = options
  const {
    certificateInArray = 'accepted',
    validBeyondCertificate = 'accepted',
    issuingAuthority = authorityOfLicences,
    ...unknown
  } = signer
  const [name] = Object.keys(unknown)
  if (name !== undefined) throw new TypeError(`There is no option ${name}: ${usage}`)
  if (profile !== undefined && profile !== 'haip-1.0') throw new TypeError("profile takes 'haip-1.0'")
  const bounds: Limits = Object.freeze({ ...defaultLimits, ...limits })
  if (!Object.values(bounds).every((bound) => Number.isFinite(bound) && bound >= 0)) {
    throw new TypeError('limits take numbers')
  }
  return Object.freeze({
    algorithms: Object.freeze([...algorithms]),
    profile: profile ?? null,
    signer: Object.freeze({
      certificateInArray,
      validBeyondCertificate,
      issuingAuthority: Object.freeze({ ...issuingAuthority }),
    }),
    limits: bounds,
  })
}

const usage =
  "Options are { algorithms, profile: 'haip-1.0', certificateInArray, validBeyondCertificate, issuingAuthority, limits }"

interface Parsing {
  readonly settings: Settings
  readonly request: ReadRequest
}

/** All that was read before anything is believed. */
interface Read {
  readonly issuerSigned: IssuerSigned
  /** What a holder answers: the docType under which it is shown, and the holder's proof; none in what an issuer hands over. */
  readonly shown: Shown | undefined
  readonly keyRequest: KeyRequest
  readonly statusReferences: readonly StatusReference[]
  readonly used: ReadonlySet<string>
}

interface Shown {
  readonly document: MdocDocument
  readonly transcript: Uint8Array
}

function parse(input: Encoded, { settings, request }: Parsing): Parsed<MdocContent> {
  const { challenge, context, progress, leniencies } = request
  begin(progress, structure)
  const used = new Set<string>()
  const reading: Reading = { leniencies, limits: settings.limits, used }
  const outer = requireMap(decodeOuter(bytesOf(input, settings.limits), reading), 'mdoc_malformed')
  const shown = challenge === bearer ? undefined : readShown(outer, sessionTranscriptOf(challenge, context), reading)
  const issuerSigned = shown?.document.issuerSigned ?? readHandedOver(outer, reading)
  const { mso, issuerAuth } = issuerSigned
  const certificates = readDocumentSigner(issuerSigned, settings.signer, reading)
  const statusReferences = readStatusReferences(mso)

  begin(progress, algorithm)
  const keyRequest: KeyRequest = {
    purpose: 'credential',
    format: 'mso_mdoc',
    algorithms: signatureAlgorithmsOf(issuerAuth.headers, settings.algorithms),
    type: mso.docType,
    certificates,
    issuedAt: new Date(mso.signed * 1000),
  }
  const read: Read = { issuerSigned, shown, keyRequest, statusReferences, used }
  return {
    keyRequests: [keyRequest],
    authenticate: (keys) => authenticate(read, keys[0] as readonly KeyCandidate[], { settings, request }),
  }
}

/** What a holder answers to a challenge: one document, with the holder's proof. */
function readShown(outer: CborMap, transcript: Uint8Array, reading: Reading): Shown {
  if (outer.has('issuerAuth')) throw new Refusal<MdocCode>('device_authentication_missing')
  const { documents } = readDocuments(outer, reading)
  if (documents.length > 1) throw new Refusal<MdocCode>('mdoc_several_documents')
  return { document: documents[0] as MdocDocument, transcript }
}

/** What an issuer hands over, or whoever got hold of it. */
function readHandedOver(outer: CborMap, reading: Reading): IssuerSigned {
  // A holder's proof that nobody checks is worse than none.
  if (outer.has('documents') || outer.has('version')) throw new Refusal<MdocCode>('device_response_unexpected')
  return readIssuerSigned(outer, reading)
}

async function authenticate(
  read: Read,
  keys: readonly KeyCandidate[],
  { settings, request }: Parsing,
): Promise<Authenticated<MdocContent>> {
  const { progress, context, mode, readerKey } = request
  const { issuerSigned, shown, keyRequest } = read
  const { mso } = issuerSigned
  begin(progress, issuerSignature)
  const { engine } = context
  const { algorithms } = settings
  const proofs = { engine, mode, algorithms }
  const checkProof = ({ document, transcript }: Shown): MaybePromise<void> =>
    checkDeviceProof(document, { engine, mode, algorithms, transcript, readerKey })
  // Both signatures go to the pool at once; the answers are still read in the order of the stages.
  const underway = mode === 'pool' && shown !== undefined ? startEarly(() => checkProof(shown)) : undefined
  const finding = findSigner(issuerSigned, keys, proofs)
  const candidate = isPromise(finding) ? await finding : finding
  const signedBy: readonly [SignedBy] = [{ request: keyRequest, candidate }]

  begin(progress, digests)
  await checkDigests(issuerSigned, context.engine)
  begin(progress, documentType)
  if (shown !== undefined && shown.document.docType !== mso.docType) throw new Refusal<MdocCode>('doc_type_mismatch')
  if (candidate.certificate === undefined) skip(progress, documentSigner)
  else {
    begin(progress, documentSigner)
    checkDocumentSigner(issuerSigned, candidate.certificate, settings.signer)
  }
  if (shown === undefined) skip(progress, deviceAuthentication)
  else {
    begin(progress, deviceAuthentication)
    const proving = underway ?? checkProof(shown)
    if (isPromise(proving)) await proving
    checkAuthorizations(shown.document)
    leave(progress)
  }
  return { content: describeContent(read), signedBy, leniencies: Object.freeze([...read.used]) }
}

function startEarly(check: () => MaybePromise<void>): Promise<void> {
  const started = (async () => check())()
  // Its refusal is read later, or never where an earlier check refuses.
  started.catch(() => {})
  return started
}

/** By far the most frequent: one key that may have made the signature. */
function findSigner(
  { issuerAuth }: IssuerSigned,
  keys: readonly KeyCandidate[],
  options: Parameters<typeof verifySign1>[2],
): MaybePromise<KeyCandidate> {
  const [candidate, ...others] = keys as readonly [KeyCandidate, ...KeyCandidate[]]
  const holding = verifySign1(issuerAuth, candidate.key, options)
  const decide = (holds: boolean): MaybePromise<KeyCandidate> => {
    if (holds) return candidate
    if (others.length > 0) return findSigner({ issuerAuth } as IssuerSigned, others, options)
    throw new Refusal<FailureCode>('signature_invalid')
  }
  return isPromise(holding) ? holding.then(decide) : decide(holding)
}

function describeContent({ issuerSigned, shown, statusReferences }: Read): MdocContent {
  const { mso, items } = issuerSigned
  const own = shown?.document.deviceSigned.elements ?? []
  const { signed, validFrom, validUntil } = mso
  const claims = claimsOf(own.length === 0 ? items : [...items, ...own])
  return Object.freeze({
    type: mso.docType,
    claims,
    validity: Object.freeze({ issuedAt: signed, notBefore: validFrom, validUntil }),
    holderKey: mso.deviceKey,
    disclosed: Object.freeze(items.map(pathOf)),
    ...(own.length === 0 ? {} : { holderSigned: Object.freeze(own.map(pathOf)) }),
    withheld: Object.freeze({ members: withheldOf(issuerSigned, claims), elements: none }),
    statusReferences,
  })
}

const none: readonly never[] = Object.freeze([])

/** The namespaces of which something was not shown; the root, where a whole one was not. */
function withheldOf({ mso, items }: IssuerSigned, claims: MdocClaims): readonly ClaimPath[] {
  const shown = new Map<string, number>()
  for (const { namespace } of items) shown.set(namespace, (shown.get(namespace) ?? 0) + 1)
  const members: ClaimPath[] = []
  if ([...mso.valueDigests.keys()].some((namespace) => !Object.hasOwn(claims, namespace))) members.push(none)
  for (const [namespace, digests] of mso.valueDigests) {
    const isPart = Object.hasOwn(claims, namespace) && (shown.get(namespace) ?? 0) < digests.size
    if (isPart) members.push(Object.freeze([namespace]))
  }
  return Object.freeze(members)
}
