import { defaultAlgorithms } from '@hashikake/crypto/algorithms'
import { type CompactJws, checkHeader, parseCompactJws, typeHeaderIs } from '@hashikake/crypto/jws'
import { readKeyDid } from '@hashikake/crypto/key-dids'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import { verifyProofs } from '@hashikake/data-integrity'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import {
  baseContextV1,
  type Envelope,
  envelope,
  readCredential,
  readCredentialV1,
  readEnvelope,
  readPresentation,
} from '@hashikake/vc'
import type { Settings } from './settings.ts'
import type { StatusRegister } from './status-lists.ts'
import { Unverified, verifyCredential } from './verifying.ts'

/** @throws {Unverified} @throws {Refusal} where it is refused */
export async function verifyPresentation(
  value: JsonValue,
  options: JsonObject,
  settings: Settings,
  register: StatusRegister,
): Promise<void> {
  if (!isJsonObject(value)) throw new TypeError('a presentation is an object')
  const isEnveloped = [value.type].flat().includes('EnvelopedVerifiablePresentation')
  const document = isEnveloped
    ? await openEnveloped(readEnvelope(value, 'EnvelopedVerifiablePresentation', []), options, settings)
    : await openEmbedded(value, options, settings)
  if (document === undefined) return
  const { credentials } = readPresentation(document, { readEmbedded: readEither })
  for (const one of credentials) {
    if (one.kind === 'enveloped') {
      await verifyCredential(envelope('EnvelopedVerifiableCredential', one.envelope), settings, register)
    } else if (one.kind === 'embedded') await verifyCredential(one.document, settings, register)
  }
}

function readEither(document: JsonObject): ReturnType<typeof readCredential> {
  const [first] = [document['@context']].flat()
  return first === baseContextV1 ? readCredentialV1(document) : readCredential(document)
}

async function openEmbedded(value: JsonObject, options: JsonObject, settings: Settings): Promise<JsonObject> {
  const { proof: _, ...document } = value
  readPresentation(document, { readEmbedded: readEither })
  const { challenge, domain } = expectedOf(options)
  await verifyProofs(value, {
    keysOf: ({ verificationMethod }) => keyOf(verificationMethod),
    proofPurpose: 'authentication',
    contexts: settings.contexts,
    inlineContexts: 'allowed',
    context: settings.context,
    ...(challenge === undefined ? {} : { challenge }),
    ...(domain === undefined ? {} : { domain }),
  })
  return document
}

function expectedOf(options: JsonObject): {
  readonly challenge: string | undefined
  readonly domain: string | undefined
} {
  const text = (name: string): string | undefined => {
    const value = ownMember(options, name)
    return typeof value === 'string' ? value : undefined
  }
  return { challenge: text('challenge'), domain: text('domain') }
}

function keyOf(verificationMethod: string): readonly PublicJwk[] {
  const found = readKeyDid(verificationMethod.split('#', 1)[0] as string)
  return found === undefined || found.verificationMethod !== verificationMethod ? [] : [found.key]
}

/** @returns undefined for a presentation of version 1.1, of which the proof alone is looked at */
async function openEnveloped(
  { mediaType, content }: Envelope,
  options: JsonObject,
  settings: Settings,
): Promise<JsonObject | undefined> {
  if (typeof content !== 'string') throw new Unverified({ code: 'envelope_type_not_allowed', stage: 'parse' })
  const jws = parseCompactJws(content)
  const payload = parseJsonObject(decodeBase64urlText(jws.payloadText))
  await requireSignature(jws, payload, settings)
  const isLegacy = settings.legacyVpJwt && mediaType === 'jwt' && isJsonObject(ownMember(payload, 'vp'))
  if (isLegacy) return undefined
  if (mediaType !== 'vp+jwt' || !typeHeaderIs(jws.protectedHeader, 'vp+jwt')) {
    throw new Unverified({ code: 'media_type_mismatch', stage: 'parse' })
  }
  const { challenge, domain } = expectedOf(options)
  if (challenge !== undefined && ownMember(payload, 'nonce') !== challenge) {
    throw new Unverified({ code: 'presentation_nonce_mismatch', stage: 'authenticate' })
  }
  if (domain !== undefined && ![ownMember(payload, 'aud')].flat().includes(domain)) {
    throw new Unverified({ code: 'presentation_audience_mismatch', stage: 'authenticate' })
  }
  return payload
}

async function requireSignature(jws: CompactJws, payload: JsonObject, { context }: Settings): Promise<void> {
  const { protectedHeader, signingInput, signature } = jws
  const algorithm = checkHeader(protectedHeader, { algorithms: defaultAlgorithms })
  const kid = ownMember(protectedHeader, 'kid') ?? ownMember(payload, 'iss')
  const key = typeof kid === 'string' ? readKeyDid(kid.split('#', 1)[0] as string)?.key : undefined
  const isSigned =
    key !== undefined &&
    keyFitsAlgorithm(key, algorithm, 'verify') === undefined &&
    (await context.engine.verify(algorithm, key, signingInput, signature))
  if (!isSigned) throw new Unverified({ code: 'presentation_signature_invalid', stage: 'authenticate' })
}
