import {
  type Authenticated,
  bearer,
  begin,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  type IssuanceFormat,
  type IssueRequest,
  type KeyCandidate,
  type KeyRequest,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
  type VerificationFormat,
} from '@hashikake/credential'
import { defaultAlgorithms } from '@hashikake/crypto/algorithms'
import { checkHeader, type JoseHeader, parseCompactJws, signCompactJws } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, parsePublicJwk } from '@hashikake/crypto/keys'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { readHolderKey } from '@hashikake/sd-jwt/registered-claims'
import { contentOf, describeTypes } from '../content.ts'
import { prepareCredential, type VcDraft } from '../draft.ts'
import { readJwtClaims } from '../jwt/claims.ts'
import { findSigner } from '../jwt/reader.ts'
import { type CredentialFacts, readCredential } from '../model/credential.ts'
import { readCredentialV1 } from '../model/credential-v1.ts'
import { refusal } from '../model/refusal.ts'
import { type ReaderOptions, readReaderOptions, type Settings } from '../options.ts'
import { judgeRelatedResources, relatedResourcesCheck } from '../resource-check.ts'
import { requireSameIssuer } from '../secured-claims.ts'
import { badgeKindOf, requireBadge } from './model.ts'

const structure: PlannedCheck = planCheck('parse', 'structure')
const dataModel: PlannedCheck = planCheck('parse', 'data_model')
const algorithmAllowed: PlannedCheck = planCheck('authenticate', 'algorithm')
const issuerSignature: PlannedCheck = planCheck('authenticate', 'issuer_signature')
const checks = Object.freeze([structure, dataModel, algorithmAllowed, issuerSignature, relatedResourcesCheck])

/** What Open Badges asks of every issuer, besides what others use (§8.2.4.1). */
const badgeAlgorithms = Object.freeze([...defaultAlgorithms, 'RS256'] as const)
const headerMembers: readonly string[] = ['alg', 'kid', 'jwk', 'typ']

/**
 * Reads badges and endorsements in the JWT of Open Badges 3.0 (§8.2): `typ` is `JWT` or not there, and registered claims repeat
 * the credential. Credentials of version 1.1, inside the claim `vc`, are read too. It takes no credential of another type.
 */
export function badgeVerification(
  options: ReaderOptions = {},
): VerificationFormat<'jwt_vc_json', CredentialContent<JsonObject>> {
  const settings = readReaderOptions({ algorithms: badgeAlgorithms, ...options })
  const reader: CredentialReader<CredentialContent<JsonObject>> = {
    checks,
    parameters: settings as unknown as JsonObject,
    recognizes,
    parse: (input: Encoded, request: ReadRequest) => parse(input, settings, request),
  }
  return Object.freeze({ name: 'jwt_vc_json', ...reader })
}

/** By a look that believes nothing: a JWT of no other kind, with a badge in it. */
function recognizes(input: Encoded): boolean | 'surely' {
  if (typeof input !== 'string' || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(input)) return false
  try {
    const [header, payload] = input.split('.', 2).map((part) => JSON.parse(decodeBase64urlText(part)) as unknown)
    if (!isJsonObject(header) || !isJsonObject(payload) || !isOfTypeJwt(header)) return false
    return badgeKindOf(documentIn(payload)) === undefined ? false : 'surely'
  } catch {
    return false
  }
}

function isOfTypeJwt(header: JoseHeader): boolean {
  const type = ownMember(header, 'typ')
  return type === undefined || (typeof type === 'string' && type.toUpperCase() === 'JWT')
}

function documentIn(payload: JsonObject): JsonObject {
  const legacy = ownMember(payload, 'vc')
  return isJsonObject(legacy) ? legacy : payload
}

function parse(input: Encoded, settings: Settings, request: ReadRequest): Parsed<CredentialContent<JsonObject>> {
  const { progress, context, mode, challenge } = request
  begin(progress, structure)
  if (typeof input !== 'string') throw new Refusal('jws_malformed')
  if (input.length > settings.limits.inputLength) throw new Refusal('input_too_large')
  if (challenge !== bearer) throw refusal('presentation_missing')
  const jws = parseCompactJws(input)
  const header = jws.protectedHeader
  requireBadgeHeader(header)
  const payload = parseJsonObject(decodeBase64urlText(jws.payloadText), { maxDepth: settings.limits.depth })

  begin(progress, dataModel)
  const document = documentIn(payload)
  const facts = document === payload ? readCredential(document) : readCredentialV1(document)
  requireBadge(document)
  requireSameClaims(payload, document, facts)
  const claims = readJwtClaims(payload)
  const holderKey = readHolderKey(claims.confirmation, { required: false })

  begin(progress, algorithmAllowed)
  const algorithm = checkHeader(header, settings)
  const keyRequest: KeyRequest = {
    purpose: 'credential',
    format: 'jwt_vc_json',
    algorithms: [algorithm],
    ...describeTypes(facts),
    issuer: facts.issuer,
    kid: ownMember(header, 'kid') as string | undefined,
  }
  return {
    keyRequests: [keyRequest],
    authenticate: async ([candidates = []]): Promise<Authenticated<CredentialContent<JsonObject>>> => {
      begin(progress, issuerSignature)
      const candidate = await findSigner(
        candidates,
        ({ key }: KeyCandidate) =>
          keyFitsAlgorithm(key, algorithm, 'verify') === undefined &&
          context.engine.verify(algorithm, key, jws.signingInput, jws.signature, mode),
      )
      await judgeRelatedResources(facts.relatedResources, request)
      const content = contentOf(document, facts, { claims, holderKey })
      return { content, signedBy: [{ request: keyRequest, candidate }], leniencies: [] }
    },
  }
}

/**
 * §8.2.4.1: four members and no other. A key in the header is only held against being a private one: nobody is believed for
 * having a key.
 *
 * @throws {Refusal} `media_type_mismatch`, `badge_header_malformed`, `key_private`
 */
function requireBadgeHeader(header: JoseHeader): void {
  if (!isOfTypeJwt(header)) throw refusal('media_type_mismatch')
  const [kid, jwk] = [ownMember(header, 'kid'), ownMember(header, 'jwk')]
  const isWhole = Object.keys(header).every((name) => headerMembers.includes(name))
  if (!isWhole || (kid === undefined && jwk === undefined)) throw refusal('badge_header_malformed')
  if (jwk !== undefined) parsePublicJwk(jwk)
}

/** §8.2.6.1: the claims say of the credential what it says itself. @throws {Refusal} `badge_claim_mismatch`, `issuer_conflict` */
function requireSameClaims(payload: JsonObject, document: JsonObject, facts: CredentialFacts): void {
  const claim = (name: string) => ownMember(payload, name)
  requireSameIssuer(facts, claim('iss') ?? null)
  const subject = ownMember(document, 'credentialSubject') as JsonObject
  const same: readonly (readonly [string, unknown])[] = [
    ['sub', ownMember(subject, 'id')],
    ['jti', ownMember(document, 'id')],
    ['nbf', wholeSeconds(facts.validFrom)],
    ['exp', claim('exp') === undefined ? undefined : wholeSeconds(facts.validUntil)],
  ]
  const differing = same.find(([name, value]) => claim(name) !== value)
  if (differing !== undefined) throw refusal('badge_claim_mismatch', [differing[0]])
}

function wholeSeconds(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time)
}

/** A draft of a badge or an endorsement; its period is in the credential. */
export type BadgeDraft = Omit<VcDraft, 'expires'> & { readonly expires?: never }

/**
 * Writes badges and endorsements as the JWT of Open Badges 3.0 (§8.2).
 *
 * @throws {Refusal} those of `readCredential` and `requireBadge`
 */
export function badgeJwtIssuance(): IssuanceFormat<'jwt_vc_json', BadgeDraft, string> {
  return Object.freeze({
    name: 'jwt_vc_json',
    issue: async (draft: BadgeDraft, request: IssueRequest) => {
      const { document, claims, issuer } = await prepareCredential(draft, request)
      requireBadge(document)
      const { kid, signer } = issuer
      const header = { typ: 'JWT', ...(kid === undefined ? { jwk: { ...signer.publicKey } } : { kid }) }
      const signing = request.signal === undefined ? {} : { signal: request.signal }
      const payload = { ...document, ...claims, ...repeatedClaims(document) }
      return signCompactJws(header, JSON.stringify(payload), signer, signing)
    },
  })
}

function repeatedClaims(document: JsonObject): JsonObject {
  const { issuer, subjects, validFrom, validUntil } = readCredential(document)
  const [subject] = subjects
  return {
    iss: issuer,
    jti: ownMember(document, 'id') as string,
    nbf: Math.floor(validFrom as number),
    ...(subject === undefined ? {} : { sub: subject }),
    ...(validUntil === undefined ? {} : { exp: Math.floor(validUntil) }),
  }
}
