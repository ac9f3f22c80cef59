import {
  type Authenticated,
  bearer,
  begin,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  isPromise,
  type KeyCandidate,
  type KeyRequest,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
} from '@hashikake/credential'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { MaybePromise } from '@hashikake/crypto/engine'
import { type CompactJws, checkHeader, parseCompactJws } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { readHolderKey } from '@hashikake/sd-jwt/registered-claims'
import { contentOf, describeTypes } from '../content.ts'
import { type CredentialFacts, readCredential } from '../model/credential.ts'
import { refusal } from '../model/refusal.ts'
import type { Settings } from '../options.ts'
import { judgeRelatedResources, relatedResourcesCheck } from '../resource-check.ts'
import { type EnvelopeClaims, requireNoLegacyClaims, requireSameIssuer } from '../secured-claims.ts'
import { issuedAtAsDate, issuerInHeader, needsIssuedAtAsDate, readJwtClaims } from './claims.ts'
import { mediaTypeOf, requireMediaType } from './header.ts'

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

/** Reads credentials that are secured as a JWT (VC-JOSE-COSE §3.1.1). */
export function jwtReader(settings: Settings): CredentialReader<CredentialContent<JsonObject>> {
  return {
    checks,
    parameters: settings as unknown as JsonObject,
    recognizes: (input: Encoded) => mediaTypeOf(input) === 'vc+jwt',
    parse: (input: Encoded, request: ReadRequest) => parse(input, settings, request),
  }
}

/** All that was read before anything is believed. */
interface Read {
  readonly jws: CompactJws
  readonly document: JsonObject
  readonly claims: EnvelopeClaims
  readonly facts: CredentialFacts
  readonly holderKey: PublicJwk | undefined
}

function parse(
  input: Encoded,
  settings: Settings,
  request: ReadRequest,
  readX5c?: (value: unknown) => KeyRequest['certificates'],
): MaybePromise<Parsed<CredentialContent<JsonObject>>> {
  const { progress } = request
  begin(progress, structure)
  if (typeof input !== 'string') throw new Refusal('jws_malformed')
  if (input.length > settings.limits.inputLength) throw new Refusal('input_too_large')
  // A credential alone answers no challenge: its holder shows it in a presentation (VCDM 2.0 §4.13).
  if (request.challenge !== bearer) throw refusal('presentation_missing')
  const jws = parseCompactJws(input)
  const header = jws.protectedHeader
  const x5c = ownMember(header, 'x5c')
  if (x5c !== undefined && readX5c === undefined) {
    return import('@hashikake/crypto/x509').then(({ readX5c }) => parse(input, settings, request, readX5c))
  }
  requireMediaType(header, 'vc+jwt')
  const document = parseJsonObject(decodeBase64urlText(jws.payloadText), { maxDepth: settings.limits.depth })

  begin(progress, dataModel)
  requireNoLegacyClaims(document)
  const facts = readCredential(document)
  const claims = readJwtClaims(document, request.leniencies)
  requireSameIssuer(facts, claims.issuer, issuerInHeader(header))
  const holderKey = readHolderKey(claims.confirmation, { required: false })

  begin(progress, algorithmAllowed)
  const algorithm = checkHeader(header, settings)
  const keyRequest: KeyRequest = {
    purpose: 'credential',
    format: 'vc+jwt',
    algorithms: [algorithm],
    ...describeTypes(facts),
    issuer: facts.issuer,
    kid: ownMember(header, 'kid') as string | undefined,
    certificates: readX5c?.(x5c),
  }
  const read = { jws, document, claims, facts, holderKey }
  return {
    keyRequests: [keyRequest],
    authenticate: ([candidates]) =>
      authenticate(read, { keyRequest, algorithm, candidates: candidates as readonly KeyCandidate[], request }),
  }
}

interface Authenticating {
  readonly keyRequest: KeyRequest
  readonly algorithm: SignatureAlgorithm
  readonly candidates: readonly KeyCandidate[]
  readonly request: ReadRequest
}

function authenticate(
  { jws, document, claims, facts, holderKey }: Read,
  { keyRequest, algorithm, candidates, request }: Authenticating,
): MaybePromise<Authenticated<CredentialContent<JsonObject>>> {
  const { progress, context, mode } = request
  begin(progress, issuerSignature)
  const verify = ({ key }: KeyCandidate): MaybePromise<boolean> =>
    keyFitsAlgorithm(key, algorithm, 'verify') === undefined &&
    context.engine.verify(algorithm, key, jws.signingInput, jws.signature, mode)
  const finish = (candidate: KeyCandidate): MaybePromise<Authenticated<CredentialContent<JsonObject>>> => {
    const authenticated: Authenticated<CredentialContent<JsonObject>> = {
      content: contentOf(document, facts, { claims, holderKey }),
      signedBy: [{ request: keyRequest, candidate }],
      leniencies: needsIssuedAtAsDate(document) ? [issuedAtAsDate] : none,
    }
    const judged = judgeRelatedResources(facts.relatedResources, request)
    return isPromise(judged) ? judged.then(() => authenticated) : authenticated
  }
  const found = findSigner(candidates, verify)
  return isPromise(found) ? found.then(finish) : finish(found)
}

const none: readonly never[] = Object.freeze([])

/**
 * The key that made the signature.
 *
 * @throws {Refusal} `signature_invalid`
 */
export function findSigner(
  candidates: readonly KeyCandidate[],
  verify: (candidate: KeyCandidate) => MaybePromise<boolean>,
): MaybePromise<KeyCandidate> {
  for (const [index, candidate] of candidates.entries()) {
    const holding = verify(candidate)
    if (isPromise(holding)) {
      return holding.then((holds) => (holds ? candidate : findSigner(candidates.slice(index + 1), verify)))
    }
    if (holding) return candidate
  }
  throw new Refusal('signature_invalid')
}
