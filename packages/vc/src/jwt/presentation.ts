import {
  bearer,
  type Challenge,
  type Context,
  type CredentialContent,
  type Encoded,
  type Inspection,
  type PresentationFormat,
  type PresentRequest,
} from '@hashikake/credential'
import { parseCompactJws, signCompactJws } from '@hashikake/crypto/jws'
import { sameKey } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonObject, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { readHolderKey } from '@hashikake/sd-jwt/registered-claims'
import { contentOf, freezeDeep } from '../content.ts'
import { readCredential } from '../model/credential.ts'
import type { Envelope } from '../model/enveloped.ts'
import type { Settings } from '../options.ts'
import { answerClaims, presentationOf } from '../presented/document.ts'
import { holderKeyOf } from '../presented/holder-key.ts'
import { requireWhole } from '../presented/selection.ts'
import { readJwtClaims } from './claims.ts'
import { jwtReader } from './reader.ts'

/** Takes and shows credentials that are secured as a JWT: a presentation of one, as a JWT that the holder signs. */
export function jwtPresentation(
  settings: Settings,
): PresentationFormat<'vc+jwt', CredentialContent<JsonObject>, string> {
  return Object.freeze({
    name: 'vc+jwt',
    ...jwtReader(settings),
    inspect: async (input: Encoded): Promise<Inspection> => inspect(input, settings),
    present: (input: Encoded, request: PresentRequest) => present(input, settings, request),
  })
}

interface Opened {
  readonly header: JsonObject
  readonly document: JsonObject
}

/** Opens without verifying: for the holder's own credentials, verified when they were received. */
function open(input: Encoded, { limits }: Settings): Opened {
  if (typeof input !== 'string') throw new Refusal('jws_malformed')
  if (input.length > limits.inputLength) throw new Refusal('input_too_large')
  const { protectedHeader, payloadText } = parseCompactJws(input)
  const document = parseJsonObject(decodeBase64urlText(payloadText), { maxDepth: limits.depth })
  return { header: protectedHeader, document }
}

function inspect(input: Encoded, settings: Settings): Inspection {
  const { header, document } = open(input, settings)
  return Object.freeze({
    format: 'vc+jwt',
    headers: Object.freeze([header]),
    claims: freezeDeep(document) as JsonObject,
    disclosures: Object.freeze([]),
    unmatchedDigests: 0,
  })
}

async function present(input: Encoded, settings: Settings, request: PresentRequest): Promise<string> {
  const { challenge, signer, context } = request
  const { document } = open(input, settings)
  requireWhole(document, request.disclose)
  if (challenge === bearer) return input as string
  if (signer === undefined) throw new TypeError('A presentation needs the signer of the holder: { signer }')
  const claims = readJwtClaims(document)
  const holderKey = readHolderKey(claims.confirmation, { required: false })
  const content = contentOf(document, readCredential(document), { claims, holderKey })
  const key = holderKeyOf(content, { holder: undefined, kid: undefined })
  if (!sameKey(signer.publicKey, key)) throw new Refusal('holder_key_differs')
  return signPresentation([{ mediaType: 'vc+jwt', content: input }], { ...request, challenge, signer, context })
}

export interface SignPresentationOptions {
  readonly challenge: Challenge
  readonly signer: Signer
  readonly context: Pick<Context, 'now'>
  /** The holder's URL, where verifiers are to know it. */
  readonly holder?: string
  /** A DID URL or another identifier of the holder's key. */
  readonly kid?: string
  readonly signal?: AbortSignal
}

/**
 * Signs one presentation of several credentials as a JWT (VC-JOSE-COSE §3.1.2).
 *
 * @param credentials - each in its envelope, as its issuer made it
 * @throws {Refusal} `challenge_unsupported`
 */
export async function signPresentation(
  credentials: readonly Envelope[],
  { challenge, signer, context, holder, kid, signal }: SignPresentationOptions,
): Promise<string> {
  const { audience, nonce, issuedAt } = answerClaims(challenge, context.now())
  const payload = { ...presentationOf(credentials, holder), iat: issuedAt, aud: audience, nonce }
  const header = { typ: 'vp+jwt', cty: 'vp', ...(kid === undefined ? {} : { kid }) }
  return signCompactJws(header, JSON.stringify(payload), signer, signal === undefined ? {} : { signal })
}
