import {
  type Authenticated,
  bearer,
  begin,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  type FailureCode,
  type KeyCandidate,
  type KeyRequest,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
  type SignedBy,
  skip,
} from '@hashikake/credential'
import { isJsonObject, type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { CredentialFacts } from '@hashikake/vc'
import { contentOf, describeTypes, judgeRelatedResources, relatedResourcesCheck } from '@hashikake/vc/formats'
import { requireCovered } from '../canonicalization/covered.ts'
import { contextsOf, readVersion, type Settings } from '../options.ts'
import { type DataIntegrityProof, readProofs, requireInForce } from '../proof.ts'
import { refusal } from '../refusal.ts'
import { cryptosuites } from '../suites/table.ts'
import { algorithmsOf, openProof, signerOf } from '../verify-proofs.ts'

const structure: PlannedCheck = planCheck('parse', 'structure')
const dataModel: PlannedCheck = planCheck('parse', 'data_model')
const proofs: PlannedCheck = planCheck('parse', 'proofs')
const coverage: PlannedCheck = planCheck('parse', 'coverage')
const algorithmAllowed: PlannedCheck = planCheck('authenticate', 'algorithm')
const inForce: PlannedCheck = planCheck('authenticate', 'proof_time')
const issuerSignature: PlannedCheck = planCheck('authenticate', 'issuer_signature')

const checks: readonly PlannedCheck[] = Object.freeze([
  structure,
  dataModel,
  proofs,
  coverage,
  algorithmAllowed,
  inForce,
  issuerSignature,
  relatedResourcesCheck,
])

/** Reads credentials that their issuer secured with embedded proofs (Data Integrity 1.0). */
export function credentialReader(settings: Settings): CredentialReader<CredentialContent<JsonObject>> {
  const { contexts, ...rest } = settings
  return {
    checks,
    parameters: { ...rest, contexts: Object.keys(contexts) } as unknown as JsonObject,
    recognizes: (input: Encoded) => recognize(input, 'VerifiableCredential'),
    parse: (input: Encoded, request: ReadRequest) => parse(input, settings, request),
  }
}

type EmbeddedType = 'VerifiableCredential' | 'VerifiablePresentation'

/**
 * Whether a text is a JSON document of this type with a proof in it, by a look that believes nothing: it may be one where it
 * is of neither type, and what is wrong with it is said when it is read.
 */
export function recognize(input: Encoded, type: EmbeddedType): boolean | 'surely' {
  if (typeof input !== 'string' || !/^\s*\{/.test(input) || !input.includes('"proof"')) return false
  const types = typesIn(input)
  if (types.includes(type)) return 'surely'
  return !types.includes('VerifiableCredential') && !types.includes('VerifiablePresentation')
}

function typesIn(text: string): readonly unknown[] {
  try {
    const document: unknown = JSON.parse(text)
    const types = isJsonObject(document) ? ownMember(document, 'type') : undefined
    return Array.isArray(types) ? types : [types]
  } catch {
    return []
  }
}

/** @throws {Refusal} `input_too_large`, and the codes of strict JSON */
export function readText(input: Encoded, { limits }: Settings): JsonObject {
  if (typeof input !== 'string') throw new Refusal('json_malformed')
  if (input.length > limits.inputLength) throw new Refusal('input_too_large')
  return parseJsonObject(input, { maxDepth: limits.depth })
}

interface Read {
  readonly document: JsonObject
  readonly facts: CredentialFacts
  readonly all: readonly [DataIntegrityProof, ...DataIntegrityProof[]]
  readonly keyRequests: readonly [KeyRequest, ...KeyRequest[]]
}

async function parse(
  input: Encoded,
  settings: Settings,
  request: ReadRequest,
): Promise<Parsed<CredentialContent<JsonObject>>> {
  const { progress } = request
  begin(progress, structure)
  const document = readText(input, settings)
  if (request.challenge !== bearer) throw new Refusal<FailureCode>('presentation_missing')

  begin(progress, dataModel)
  const facts = readVersion(document, settings)

  begin(progress, proofs)
  const all = readProofs(document)
  for (const { proofPurpose, cryptosuite, index } of all) {
    if (proofPurpose !== 'assertionMethod') throw refusal('proof_purpose_mismatch', { path: ['proof', index] })
    if (!settings.cryptosuites.includes(cryptosuite))
      throw refusal('cryptosuite_unsupported', { path: ['proof', index] })
  }
  await requireAllCovered(document, all, settings, request)

  begin(progress, algorithmAllowed)
  const keyRequests = all.map(
    (proof): KeyRequest => ({
      purpose: 'credential',
      format: 'ldp_vc',
      algorithms: algorithmsOf(proof, settings.algorithms),
      ...describeTypes(facts),
      issuer: facts.issuer,
      kid: proof.verificationMethod,
    }),
  ) as [KeyRequest, ...KeyRequest[]]
  const read = { document, facts, all, keyRequests }
  return { keyRequests, authenticate: (keys) => authenticate(read, keys, settings, request) }
}

/** Proofs over JSON cover every character of what it says; those over RDF only what it means. */
export async function requireAllCovered(
  document: JsonObject,
  all: readonly DataIntegrityProof[],
  settings: Settings,
  { progress }: Pick<ReadRequest, 'progress'>,
): Promise<void> {
  if (!all.some(({ cryptosuite }) => cryptosuites[cryptosuite].canonicalization === 'rdfc')) {
    skip(progress, coverage)
    return
  }
  begin(progress, coverage)
  requireCovered(document, { contexts: await contextsOf(settings), inlineContexts: settings.inlineContexts })
}

async function authenticate(
  { document, facts, all, keyRequests }: Read,
  keys: readonly (readonly KeyCandidate[])[],
  settings: Settings,
  request: ReadRequest,
): Promise<Authenticated<CredentialContent<JsonObject>>> {
  const { progress, context, mode, now, clockSkew, signal, signatures } = request
  begin(progress, inForce)
  for (const proof of all) requireInForce(proof, { now, clockSkew })

  begin(progress, issuerSignature)
  const opening = { contexts: await contextsOf(settings), engine: context.engine, mode, signal }
  const signedBy: SignedBy[] = []
  for (const [index, proof] of all.entries()) {
    const candidates = keys[index] as readonly KeyCandidate[]
    // A proof of which no key was found counts for nothing, where not all have to.
    if (candidates.length === 0) continue
    const opened = await openProof(document, proof, all, opening)
    signedBy.push({ request: keyRequests[index] as KeyRequest, candidate: await signerOf(opened, candidates) })
  }
  const needed = signatures === 'all' ? all.length : signatures.atLeast
  if (signedBy.length < needed) throw new Refusal<FailureCode>('signatures_insufficient')

  const { proof: _, ...verified } = document
  const content = contentOf(verified, facts, { claims: claimsOf(all), holderKey: undefined })
  await judgeRelatedResources(facts.relatedResources, request)
  return { content, signedBy: signedBy as [SignedBy, ...SignedBy[]], leniencies: [] }
}

/** The proofs say when they were made, and until when they count. */
function claimsOf(all: readonly DataIntegrityProof[]): { readonly issuedAt?: number; readonly expires?: number } {
  const made = all.flatMap(({ created }) => created ?? [])
  const ends = all.flatMap(({ expires }) => expires ?? [])
  return {
    ...(made.length === 0 ? {} : { issuedAt: Math.min(...made) }),
    ...(ends.length === 0 ? {} : { expires: Math.min(...ends) }),
  }
}
