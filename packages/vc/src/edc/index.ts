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
  type VerificationFormat,
} from '@hashikake/credential'
import { defaultAlgorithms } from '@hashikake/crypto/algorithms'
import { keyFitsAlgorithm } from '@hashikake/crypto/keys'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { contentOf, describeTypes } from '../content.ts'
import { findSigner } from '../jwt/reader.ts'
import { refusal } from '../model/refusal.ts'
import { type ReaderOptions, readReaderOptions, type Settings } from '../options.ts'
import { algorithmOf, type Jades, parseJades, timestampUnverified } from './jades.ts'
import { type EdcFacts, edcType, readEdc } from './model.ts'

export type { VcCodes } from '../codes.ts'
export { timestampUnverified } from './jades.ts'

const structure: PlannedCheck = planCheck('parse', 'structure')
const dataModel: PlannedCheck = planCheck('parse', 'data_model')
const algorithmAllowed: PlannedCheck = planCheck('authenticate', 'algorithm')
const certificateBound: PlannedCheck = planCheck('authenticate', 'certificate')
const issuerSignature: PlannedCheck = planCheck('authenticate', 'issuer_signature')
const checks = Object.freeze([structure, dataModel, algorithmAllowed, certificateBound, issuerSignature])

/** Qualified seals are RSA more often than not. */
const sealAlgorithms = Object.freeze([...defaultAlgorithms, 'RS256'] as const)

/**
 * Reads European Digital Credentials for Learning (European Learning Model 3) as their issuer sealed them: JAdES in JSON
 * (TS 119 182-1), the payload as it stands (`b64: false`) or in base64url. It takes no credential of another type.
 *
 * The seal's certificate must be one that you trust (`anchors`), and of the organisation that the credential names as its
 * `eIDASIdentifier`. It is judged by your clock: time-stamps are not verified, and where the signer calls one critical the
 * credential is refused, unless `leniencies` names {@link timestampUnverified}.
 */
export function europeanDigitalCredentials(
  options: ReaderOptions = {},
): VerificationFormat<'edc', CredentialContent<JsonObject>> {
  const settings = readReaderOptions({ algorithms: sealAlgorithms, ...options })
  const reader: CredentialReader<CredentialContent<JsonObject>> = {
    checks,
    parameters: settings as unknown as JsonObject,
    recognizes,
    parse: (input: Encoded, request: ReadRequest) => parse(input, settings, request),
  }
  return Object.freeze({ name: 'edc', ...reader })
}

/** By a look that believes nothing: a JWS in JSON with such a credential in it. */
function recognizes(input: Encoded): boolean | 'surely' {
  if (typeof input !== 'string' || !/^\s*\{/.test(input) || !input.includes('"signatures"')) return false
  try {
    const { payload } = JSON.parse(input) as { readonly payload?: unknown }
    if (typeof payload !== 'string') return false
    const document: unknown = JSON.parse(/^\s*\{/.test(payload) ? payload : decodeBase64urlText(payload))
    return isJsonObject(document) && [ownMember(document, 'type')].flat().includes(edcType) ? 'surely' : false
  } catch {
    return false
  }
}

async function parse(
  input: Encoded,
  settings: Settings,
  request: ReadRequest,
): Promise<Parsed<CredentialContent<JsonObject>>> {
  const { progress, leniencies } = request
  const { limits } = settings
  begin(progress, structure)
  if (typeof input !== 'string') throw new Refusal('json_malformed')
  if (input.length > limits.inputLength) throw new Refusal('input_too_large')
  if (request.challenge !== bearer) throw refusal('presentation_missing')
  const jades = parseJades(parseJsonObject(input, { maxDepth: limits.depth }))
  const document = parseJsonObject(jades.payloadText, { maxDepth: limits.depth })

  begin(progress, dataModel)
  const facts = readEdc(document)

  begin(progress, algorithmAllowed)
  const algorithm = algorithmOf(jades.header, settings.algorithms)
  if (jades.isTimestamped && !leniencies.includes(timestampUnverified)) throw refusal('jades_timestamp_unverifiable')

  begin(progress, certificateBound)
  if (jades.signedAt > request.now + request.clockSkew) throw refusal('jades_signed_in_future')
  const certificates = await readSeal(jades, facts, request)
  const keyRequest: KeyRequest = {
    purpose: 'credential',
    format: 'edc',
    algorithms: [algorithm],
    ...describeTypes(facts),
    issuer: facts.organizationIdentifier,
    certificates,
  }
  return {
    keyRequests: [keyRequest],
    authenticate: async ([candidates = []]): Promise<Authenticated<CredentialContent<JsonObject>>> => {
      const { engine } = request.context
      begin(progress, issuerSignature)
      const candidate = await findSigner(
        candidates,
        ({ key }: KeyCandidate) =>
          keyFitsAlgorithm(key, algorithm, 'verify') === undefined &&
          engine.verify(algorithm, key, jades.signingInput, jades.signature, request.mode),
      )
      return {
        content: contentOf(document, facts, { claims: { issuedAt: jades.signedAt }, holderKey: undefined }),
        signedBy: [{ request: keyRequest, candidate }],
        leniencies: jades.isTimestamped ? [timestampUnverified] : [],
      }
    },
  }
}

/**
 * The certificates that came with a seal: the first is the one that the signature names, and of the issuer's organisation.
 *
 * @throws {Refusal} `jades_certificate_missing`, `jades_certificate_mismatch`, `edc_issuer_mismatch`, `x5c_malformed`,
 *   `certificate_…`
 */
async function readSeal(
  { header }: Jades,
  { organizationIdentifier }: EdcFacts,
  { context }: ReadRequest,
): Promise<readonly Uint8Array[]> {
  const { attributesOf, oid, parseCertificate, readX5c } = await import('@hashikake/crypto/x509')
  const certificates = readX5c(ownMember(header, 'x5c'))
  const leaf = certificates?.[0]
  if (certificates === undefined || leaf === undefined) throw refusal('jades_certificate_missing')
  // TS 119 182-1 §5.1.7: it is there, so that no other certificate with the same key can take its place.
  if (ownMember(header, 'x5t#S256') !== context.engine.sha256Base64url(leaf)) {
    throw refusal('jades_certificate_mismatch')
  }
  const named = attributesOf(parseCertificate(leaf).subject, oid.organizationIdentifier)
  if (named.length !== 1 || named[0] !== organizationIdentifier) {
    throw refusal('edc_issuer_mismatch', ['issuer', 'eIDASIdentifier'])
  }
  return certificates
}
