import {
  type Authenticated,
  bearer,
  begin,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  type KeyCandidate,
  type KeyRequest,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
} from '@hashikake/credential'
import { readX5Chain, signatureAlgorithmsOf, verifySign1 } from '@hashikake/crypto/cose'
import type { MaybePromise } from '@hashikake/crypto/engine'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { readHolderKey } from '@hashikake/sd-jwt/registered-claims'
import { contentOf, describeTypes } from '../content.ts'
import { findSigner } from '../jwt/reader.ts'
import { type CredentialFacts, readCredential } from '../model/credential.ts'
import { refusal } from '../model/refusal.ts'
import type { Settings } from '../options.ts'
import { judgeRelatedResources, relatedResourcesCheck } from '../resource-check.ts'
import { requireNoLegacyClaims, requireSameIssuer } from '../secured-claims.ts'
import { contentOfCose, type OpenedCose, openCose } from './headers.ts'

const structure: PlannedCheck = planCheck('parse', 'structure')
const dataModel: PlannedCheck = planCheck('parse', 'data_model')
const algorithmAllowed: PlannedCheck = planCheck('authenticate', 'algorithm')
const issuerSignature: PlannedCheck = planCheck('authenticate', 'issuer_signature')

const checks: readonly PlannedCheck[] = Object.freeze([
  structure,
  dataModel,
  algorithmAllowed,
  issuerSignature,
  relatedResourcesCheck,
])

/** Reads credentials that are secured as a COSE_Sign1 (VC-JOSE-COSE §3.3.1). */
export function coseReader(settings: Settings): CredentialReader<CredentialContent<JsonObject>> {
  return {
    checks,
    parameters: settings as unknown as JsonObject,
    recognizes: (input: Encoded) => contentOfCose(input) === 'vc',
    parse: (input: Encoded, request: ReadRequest) => parse(input, settings, request),
  }
}

interface Read {
  readonly opened: OpenedCose
  readonly facts: CredentialFacts
  readonly holderKey: PublicJwk | undefined
  readonly keyRequest: KeyRequest
}

function parse(input: Encoded, settings: Settings, request: ReadRequest): Parsed<CredentialContent<JsonObject>> {
  const { progress } = request
  begin(progress, structure)
  if (input.length > settings.limits.inputLength) throw new Refusal('input_too_large')
  if (request.challenge !== bearer) throw refusal('presentation_missing')
  const opened = openCose(input, 'vc', settings.limits)
  const { document, claims, kid, message } = opened
  const certificates = readX5Chain(message.headers)?.certificates

  begin(progress, dataModel)
  requireNoLegacyClaims(document)
  const facts = readCredential(document)
  requireSameIssuer(facts, claims.issuer)
  const holderKey = readHolderKey(claims.confirmation, { required: false })

  begin(progress, algorithmAllowed)
  const algorithms = signatureAlgorithmsOf(message.headers, settings.algorithms)
  const keyRequest: KeyRequest = {
    purpose: 'credential',
    format: 'vc+cose',
    algorithms,
    ...describeTypes(facts),
    issuer: facts.issuer,
    kid,
    certificates,
  }
  const read = { opened, facts, holderKey, keyRequest }
  return {
    keyRequests: [keyRequest],
    authenticate: ([candidates]) => authenticate(read, candidates as readonly KeyCandidate[], settings, request),
  }
}

async function authenticate(
  { opened, facts, holderKey, keyRequest }: Read,
  candidates: readonly KeyCandidate[],
  { algorithms }: Settings,
  request: ReadRequest,
): Promise<Authenticated<CredentialContent<JsonObject>>> {
  const { progress, mode } = request
  const { engine } = request.context
  begin(progress, issuerSignature)
  const verify = ({ key }: KeyCandidate): MaybePromise<boolean> =>
    keyRequest.algorithms.some((one) => keyFitsAlgorithm(key, one, 'verify') === undefined) &&
    verifySign1(opened.message, key, { engine, algorithms, mode })
  const candidate = await findSigner(candidates, verify)
  const content = contentOf(opened.document, facts, { claims: opened.claims, holderKey })
  await judgeRelatedResources(facts.relatedResources, request)
  return { content, signedBy: [{ request: keyRequest, candidate }], leniencies: [] }
}
