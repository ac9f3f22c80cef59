import {
  type AnswerParts,
  bearer,
  begin,
  type CredentialContent,
  type CredentialReader,
  type Encoded,
  leave,
  newProgress,
  type Parsed,
  type PlannedCheck,
  planCheck,
  type ReadRequest,
  type VerificationFormat,
} from '@hashikake/credential'
import type { MaybePromise } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { Limits } from '../limits.ts'
import type { Envelope } from '../model/enveloped.ts'
import { type PresentationFacts, readPresentation } from '../model/presentation.ts'
import { refusal } from '../model/refusal.ts'
import { type EnvelopeClaims, requireNoLegacyClaims } from '../secured-claims.ts'
import { checkAnswer } from './answer.ts'
import { holderKeyOf } from './holder-key.ts'
import { mediaTypeOfPart, readPart, writePart } from './part.ts'

/** A presentation taken out of its envelope; nothing in it is believed yet. */
export interface OpenedPresentation {
  /** The presentation, as far as it stands open. */
  readonly document: JsonObject
  readonly claims: EnvelopeClaims
  readonly kid: string | undefined
  /** Whether this key made it. @throws {Refusal} */
  verify(key: PublicJwk): MaybePromise<boolean>
}

/** How presentations of one media type are secured. */
export interface PresentationEnvelope {
  readonly mediaType: 'vp+jwt' | 'vp+sd-jwt' | 'vp+cose' | 'vp'
  recognizes(input: Encoded): boolean | 'surely'
  /** The format of credentials that stand in it with proofs of their own; without it, all of them are enveloped. */
  readonly embedded?: string | undefined
  /** The presentation as far as it stands open, unbelieved. @throws {Refusal} */
  peek(presentation: Encoded, limits: Limits): JsonObject
  /** @throws {Refusal} */
  open(presentation: Encoded, request: ReadRequest): MaybePromise<OpenedPresentation>
}

export interface PresentationSettings {
  /** The formats of the credentials that may be inside. */
  readonly credentials: readonly VerificationFormat[]
  /** Seconds. */
  readonly presentationMaxAge: number
  readonly limits: Limits
  readonly parameters: JsonObject
}

const structure: PlannedCheck = planCheck('parse', 'structure')
const dataModel: PlannedCheck = planCheck('parse', 'data_model')
const credentialForm: PlannedCheck = planCheck('parse', 'presented_credential')
const credentialProof: PlannedCheck = planCheck('authenticate', 'credential_proof')
const holder: PlannedCheck = planCheck('authenticate', 'holder')
const presentationSignature: PlannedCheck = planCheck('authenticate', 'presentation_signature')
const answer: PlannedCheck = planCheck('authenticate', 'answer')

const checks: readonly PlannedCheck[] = Object.freeze([
  structure,
  dataModel,
  credentialForm,
  credentialProof,
  holder,
  presentationSignature,
  answer,
])

/** Reads one credential out of a presentation that its holder signed (VCDM 2.0 §4.13, VC-JOSE-COSE §3). */
export function presentationReader(
  envelope: PresentationEnvelope,
  settings: PresentationSettings,
): CredentialReader<CredentialContent<JsonObject>> & Pick<Required<VerificationFormat>, 'parts'> {
  const reading = { envelope, settings }
  return {
    checks,
    parameters: { ...settings.parameters, credentials: settings.credentials.map(({ name }) => name) },
    recognizes: (input: Encoded) =>
      mediaTypeOfPart(input) === envelope.mediaType ? 'surely' : envelope.recognizes(input),
    parse: (input: Encoded, request: ReadRequest) => parse(input, reading, request),
    parts: (input: Encoded) => partsOf(input, envelope, settings),
  }
}

interface Reading {
  readonly envelope: PresentationEnvelope
  readonly settings: PresentationSettings
}

async function parse(
  input: Encoded,
  { envelope, settings }: Reading,
  request: ReadRequest,
): Promise<Parsed<CredentialContent<JsonObject>>> {
  const { progress, challenge } = request
  begin(progress, structure)
  if (input.length > settings.limits.inputLength) throw new Refusal('input_too_large')
  // What nobody asked for answers nothing: it may be a copy of what somebody else was shown.
  if (challenge === bearer) throw refusal('presentation_unexpected')
  const { presentation, index } = readPart(input)
  const opened = await envelope.open(presentation, request)

  begin(progress, dataModel)
  requireNoLegacyClaims(opened.document)
  const facts = readPresentation(opened.document)
  const inside = credentialAt(facts, index, { ...settings, embedded: envelope.embedded })

  begin(progress, credentialForm)
  const format = settings.credentials.find((one) => isOfFormat(one, inside))
  if (format === undefined) throw refusal('envelope_type_not_allowed', ['verifiableCredential', index ?? 0])
  // What the credential is refused for is booked here on the check that stands for its own.
  const own = { ...request, challenge: bearer, progress: newProgress() } as const
  const parsed = (await within(own, request, () => format.parse(inside.content, own))) as Parsed<
    CredentialContent<JsonObject>
  >
  leave(progress)
  return {
    keyRequests: parsed.keyRequests,
    authenticate: async (keys) => {
      begin(progress, credentialProof)
      const credential = await within(own, request, () => parsed.authenticate(keys))
      const answerableUntil = await checkPresentation({ opened, facts, content: credential.content }, settings, request)
      return { ...credential, answerableUntil }
    },
  }
}

/** Runs a step of the credential's own reading, and books its refusal by the stage in which it was made. */
async function within<Value>(
  own: ReadRequest,
  { progress }: ReadRequest,
  step: () => MaybePromise<Value>,
): Promise<Value> {
  try {
    return await step()
  } catch (cause) {
    if (own.progress.at?.stage === 'authenticate' && progress.at !== credentialProof) begin(progress, credentialProof)
    throw cause
  }
}

interface Presented {
  readonly opened: OpenedPresentation
  readonly facts: PresentationFacts
  readonly content: CredentialContent<JsonObject>
}

async function checkPresentation(
  { opened, facts, content }: Presented,
  settings: PresentationSettings,
  request: ReadRequest,
): Promise<number> {
  const { progress, challenge, now, clockSkew } = request
  begin(progress, holder)
  const { claims, kid } = opened
  if (claims.issuer !== undefined && facts.holder !== undefined && claims.issuer !== facts.holder) {
    throw refusal('presentation_holder_mismatch')
  }
  const key = holderKeyOf(content, { holder: facts.holder ?? claims.issuer, kid })

  begin(progress, presentationSignature)
  if (!(await opened.verify(key))) throw refusal('presentation_signature_invalid')

  begin(progress, answer)
  const maxAge = settings.presentationMaxAge
  checkAnswer(claims, challenge as Exclude<typeof challenge, typeof bearer>, { now, clockSkew, maxAge })
  leave(progress)
  return (claims.issuedAt ?? now) + maxAge + 2 * clockSkew
}

function credentialAt(
  { credentials }: PresentationFacts,
  index: number | undefined,
  { embedded, limits }: Pick<PresentationEnvelope, 'embedded'> & Pick<PresentationSettings, 'limits'>,
): Envelope {
  if (credentials.length > limits.credentials) throw refusal('presented_credentials_too_many')
  if (index === undefined && credentials.length > 1) throw refusal('presented_credentials_several')
  const presented = credentials[index ?? 0]
  if (presented === undefined) throw refusal('presented_credential_missing')
  const place = ['verifiableCredential', index ?? 0]
  if (presented.kind === 'enveloped') return presented.envelope
  // VC-JOSE-COSE §3.1.2: credentials in its presentations are enveloped.
  if (presented.kind !== 'embedded' || embedded === undefined) throw refusal('presented_credential_unsecured', place)
  return { mediaType: embedded, content: JSON.stringify(presented.document) }
}

/** The media type says of which format it is; for the rest, the format itself. */
function isOfFormat({ name, recognizes }: VerificationFormat, { mediaType, content }: Envelope): boolean {
  return name === mediaType && recognizes(content) !== false
}

function partsOf(input: Encoded, envelope: PresentationEnvelope, { limits }: PresentationSettings): AnswerParts {
  const whole = { parts: [input], leniencies: [] }
  if (input.length > limits.inputLength || readPart(input).index !== undefined) return whole
  const document = envelope.peek(input, limits)
  const { credentials } = readPresentation(document)
  if (credentials.length > limits.credentials) throw refusal('presented_credentials_too_many')
  if (credentials.length < 2) return whole
  return { parts: credentials.map((_, index) => writePart(envelope.mediaType, input, index)), leniencies: [] }
}
