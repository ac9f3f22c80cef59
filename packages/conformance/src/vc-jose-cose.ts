import { anyIssuer, bearer, ignoreStatus, pinnedKeys, type VerificationFormat } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { defaultAlgorithms } from '@hashikake/crypto/algorithms'
import { verifySign1 } from '@hashikake/crypto/cose'
import { checkHeader, parseCompactJws, signCompactJws, typeHeaderIs } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64, encodeBase64 } from '@hashikake/encoding/base64'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { issue } from '@hashikake/issuer'
import * as plainSdJwt from '@hashikake/sd-jwt'
import { readPresentation } from '@hashikake/vc'
import * as cose from '@hashikake/vc/cose'
import { openCose, signCose } from '@hashikake/vc/formats'
import * as jwt from '@hashikake/vc/jwt'
import * as sdJwt from '@hashikake/vc/sd-jwt'
import { verify } from '@hashikake/verifier'

/** What is secured, and how, by the names of the W3C's suite for VC-JOSE-COSE. */
export const joseCoseFeatures = [
  'credential_jose',
  'credential_sdjwt',
  'credential_cose',
  'presentation_jose',
  'presentation_sdjwt',
  'presentation_cose',
] as const

export type JoseCoseFeature = (typeof joseCoseFeatures)[number]

export interface JoseCoseTask {
  readonly operation: 'issue' | 'verify'
  readonly feature: JoseCoseFeature
  /** A document to be secured, or a token; COSE comes as base64 without padding. */
  readonly input: string
  /** A verification method with `publicKeyJwk` and, for issuing, `secretKeyJwk`, as JSON. */
  readonly key: string
  /** What the holder may withhold, in the suite's dotted spelling: `credentialSubject.a`, `x.y[0]`. */
  readonly disclosable?: readonly string[]
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now?: number
  /** Takes `iat` as a date (w3c/vc-jose-cose#334). */
  readonly lenientIssuedAt?: boolean
  /** Refuses members that the data model does not name, where the standard has them ignored (w3c/vc-jose-cose#335). */
  readonly rejectUnknownMembers?: boolean
}

export interface JoseCoseOutcome {
  readonly result: 'success' | 'failure'
  /** What was issued, or verified. */
  readonly data?: string
  /** Why not. */
  readonly code?: string
}

/** Performs one task of the W3C's suite for VC-JOSE-COSE. Never throws for bad input. */
export async function performJoseCoseTask(task: JoseCoseTask): Promise<JoseCoseOutcome> {
  try {
    const method = parseJsonObject(task.key)
    const { now } = task
    const context = defaultContext(now === undefined ? {} : { now: () => now })
    const data = task.operation === 'issue' ? await secure(task, method, context) : await check(task, method, context)
    return { result: 'success', data }
  } catch (cause) {
    if (cause instanceof Refusal) return { result: 'failure', code: cause.code }
    // A document of the wrong shape is one way to fail.
    if (cause instanceof TypeError) return { result: 'failure', code: 'input_malformed' }
    throw cause
  }
}

async function secure(task: JoseCoseTask, method: JsonObject, context: Context): Promise<string> {
  const { feature, input, disclosable = [] } = task
  const document = parseJsonObject(input)
  if (task.rejectUnknownMembers === true) requireKnownMembers(document)
  const secret = ownMember(method, 'secretKeyJwk')
  if (!isJsonObject(secret)) throw new TypeError('secretKeyJwk')
  const { kid: named, ...jwk } = secret
  const signer = await signerFromJwk(jwk)
  // Where the controller is a DID, its URL is the key's identifier (VC-JOSE-COSE §4.1.1).
  const id = ownMember(method, 'id')
  const kid = String(ownMember(method, 'controller')).startsWith('did:') ? String(id) : String(named)
  const issuer = { signer, kid }
  const paths = disclosable.map(pathOf)
  switch (feature) {
    case 'credential_jose':
      return issue({ credential: document }, { format: jwt.issuance(), issuer, context })
    case 'credential_sdjwt':
      return issue({ credential: document, disclosable: paths }, { format: sdJwt.issuance(), issuer, context })
    case 'credential_cose':
      return unpadded(await issue({ credential: document }, { format: cose.issuance(), issuer, context }))
    default:
      return securePresentation(document, { feature, signer, kid, paths, context })
  }
}

/** One fixture of the suite has a line end inside a data URL, which a URL parser drops (URL Standard §4.4). */
function withoutLineEnds(document: JsonObject): JsonObject {
  const credentials = ownMember(document, 'verifiableCredential')
  if (!Array.isArray(credentials)) return document
  const clean = credentials.map((one) => {
    const id = isJsonObject(one) ? ownMember(one, 'id') : undefined
    return typeof id === 'string' ? { ...(one as JsonObject), id: id.replaceAll('\n', '') } : one
  })
  return { ...document, verifiableCredential: clean }
}

interface Presenting {
  readonly feature: JoseCoseFeature
  readonly signer: Signer
  readonly kid: string
  readonly paths: readonly [string, ...(string | number)[]][]
  readonly context: Context
}

/** A presentation answers nobody here; what is in it is the holder's to vouch for. */
async function securePresentation(document: JsonObject, presenting: Presenting): Promise<string> {
  const { feature, signer, kid, paths, context } = presenting
  readPresentation(withoutLineEnds(document))
  if (feature === 'presentation_jose') {
    return signCompactJws({ typ: 'vp+jwt', cty: 'vp', kid }, JSON.stringify(document), signer)
  }
  if (feature === 'presentation_cose') {
    return unpadded(await signCose(signer, { content: 'vp', document, claims: {}, kid }))
  }
  const format = plainSdJwt.issuance({ typ: 'vp+sd-jwt' })
  return issue({ claims: document, disclosable: paths }, { format, issuer: { signer, kid }, context })
}

function unpadded(bytes: Uint8Array): string {
  return encodeBase64(bytes).replace(/=+$/, '')
}

/** `a.b[0]` as a claim path. */
function pathOf(text: string): [string, ...(string | number)[]] {
  const steps = text.replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)) as [string, ...(string | number)[]]
}

async function check(task: JoseCoseTask, method: JsonObject, context: Context): Promise<string> {
  const { feature, lenientIssuedAt = false } = task
  const key = parsePublicJwk(ownMember(method, 'publicKeyJwk'))
  const input = feature.endsWith('cose') ? decodeUnpadded(task.input.trim()) : task.input.trim()
  let document: JsonObject
  if (feature.startsWith('credential')) {
    const formats = { credential_jose: jwt, credential_sdjwt: sdJwt, credential_cose: cose }
    const format = formats[feature as keyof typeof formats].verification()
    document = await checkBy(format, { input, key, context, leniencies: lenientIssuedAt ? [jwt.issuedAtAsDate] : [] })
  } else {
    document = await checkPresentation(feature, input, { key, context })
    readPresentation(withoutLineEnds(document))
  }
  if (task.rejectUnknownMembers === true) requireKnownMembers(document)
  return JSON.stringify(document)
}

function decodeUnpadded(text: string): Uint8Array {
  return decodeBase64(text + '='.repeat((4 - (text.length % 4)) % 4))
}

interface Checking {
  readonly input: string | Uint8Array
  readonly key: PublicJwk
  readonly context: Context
  readonly leniencies?: readonly string[]
}

async function checkBy(
  format: VerificationFormat,
  { input, key, context, leniencies = [] }: Checking,
): Promise<JsonObject> {
  const result = await verify(input, {
    formats: [format],
    trust: pinnedKeys([{ key, issuer: anyIssuer }]),
    challenge: bearer,
    status: ignoreStatus,
    leniencies,
    context,
  })
  if (!result.accepted) throw new Refusal(result.code)
  return result.credential.claims as JsonObject
}

async function checkPresentation(
  feature: JoseCoseFeature,
  input: string | Uint8Array,
  { key, context }: Pick<Checking, 'key' | 'context'>,
): Promise<JsonObject> {
  if (feature === 'presentation_sdjwt') {
    return checkBy(plainSdJwt.verification({ typ: 'vp+sd-jwt' }), { input, key, context })
  }
  const { engine } = context
  if (feature === 'presentation_cose') {
    const { message, document } = openCose(input, 'vp', { depth: 64 })
    if (!(await verifySign1(message, key, { engine }))) throw new Refusal('signature_invalid')
    return document
  }
  const { protectedHeader, payloadText, signingInput, signature } = parseCompactJws(input as string)
  if (!typeHeaderIs(protectedHeader, 'vp+jwt')) throw new Refusal('media_type_mismatch')
  const algorithm = checkHeader(protectedHeader, { algorithms: defaultAlgorithms })
  const misfit = keyFitsAlgorithm(key, algorithm, 'verify')
  if (misfit !== undefined) throw new Refusal(misfit)
  if (!(await engine.verify(algorithm, key, signingInput, signature))) throw new Refusal('signature_invalid')
  const document = parseJsonObject(decodeBase64urlText(payloadText))
  requireInTime(document, context.now() / 1000)
  return document
}

function requireInTime(document: JsonObject, now: number): void {
  const expires = ownMember(document, 'exp')
  if (typeof expires === 'number' && now >= expires) throw new Refusal('presentation_expired')
}

const knownMembers = [
  ...['@context', 'id', 'type', 'name', 'description', 'issuer', 'validFrom', 'validUntil', 'credentialSubject'],
  ...['credentialStatus', 'credentialSchema', 'evidence', 'refreshService', 'termsOfUse', 'relatedResource'],
  ...['renderMethod', 'confidenceMethod', 'holder', 'verifiableCredential'],
  ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'cnf', 'nonce'],
]

function requireKnownMembers(document: JsonObject): void {
  const unknown = Object.keys(document).find((name) => !knownMembers.includes(name))
  if (unknown !== undefined) throw new Refusal('member_unknown', { path: [unknown] })
}
