import { signingInput } from '@hashikake/crypto/jws'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import type { Limits } from './limits.ts'

/** The three serialisations: RFC 9901 §4, and the two of §8. */
export type Serialization = 'compact' | 'flattened' | 'general'

/** One signature over the payload, as received. */
export interface SerializedSignature {
  readonly protectedText: string
  readonly signatureText: string
  /** What was signed: the two parts with a full stop between them (RFC 7515 §5.1). */
  readonly signingInput: string
  /** Names in the unprotected header; its values are not believed. */
  readonly unprotectedNames: readonly string[]
}

/** An SD-JWT or SD-JWT+KB taken apart, every part still in the characters in which it came. */
export interface SerializedSdJwt {
  readonly serialization: Serialization
  readonly payloadText: string
  readonly signatures: readonly [SerializedSignature, ...SerializedSignature[]]
  readonly disclosures: readonly string[]
  /** The Key Binding JWT. */
  readonly keyBinding: string | undefined
  /** What `sd_hash` is taken over: the compact form with its final tilde (RFC 9901 §4.3.1, §8.1). */
  readonly presented: string
}

/** Whether a text looks like an SD-JWT from outside. */
export function looksLikeSdJwt(input: unknown): input is string {
  return typeof input === 'string' && (input.includes('~') || input.startsWith('{'))
}

/**
 * Takes any of the three serialisations apart.
 *
 * @throws {Refusal} `sd_jwt_malformed`, `json_serialization_malformed`, `disclosures_too_many`, and the codes of JSON
 */
export function parseSerialization(input: string, limits: Limits): SerializedSdJwt {
  return input.startsWith('{') ? parseJsonSerialization(input, limits) : parseCompact(input, limits)
}

function parseCompact(input: string, limits: Limits): SerializedSdJwt {
  const end = input.lastIndexOf('~')
  if (end === -1) throw new Refusal<SdJwtCode>('sd_jwt_malformed')
  const parts = input.slice(0, end).split('~', limits.disclosures + 2)
  const [jwt, ...disclosures] = parts as [string, ...string[]]
  requireDisclosures(disclosures, limits)
  const segments = jwt.split('.', 4)
  if (segments.length !== 3) throw new Refusal<SdJwtCode>('sd_jwt_malformed')
  const [protectedText, payloadText, signatureText] = segments as [string, string, string]
  return {
    serialization: 'compact',
    payloadText,
    // A slice of the input, which copies nothing.
    signatures: [
      { protectedText, signatureText, signingInput: input.slice(0, jwt.lastIndexOf('.')), unprotectedNames: [] },
    ],
    disclosures,
    keyBinding: end === input.length - 1 ? undefined : input.slice(end + 1),
    presented: input.slice(0, end + 1),
  }
}

function parseJsonSerialization(input: string, limits: Limits): SerializedSdJwt {
  const jws = parseJsonObject(input)
  const payloadText = requireString(ownMember(jws, 'payload'))
  const isGeneral = Object.hasOwn(jws, 'signatures')
  const members = isGeneral ? ownMember(jws, 'signatures') : [jws]
  if (!Array.isArray(members) || members.length === 0 || members.length > limits.signatures) throw malformed()
  // RFC 7515 §7.2.2: the flattened members must not stand beside "signatures".
  if (isGeneral && ['signature', 'protected', 'header'].some((name) => Object.hasOwn(jws, name))) throw malformed()

  const headers = members.map((member) =>
    isJsonObject(member) && Object.hasOwn(member, 'header') ? member.header : {},
  )
  if (!headers.every(isJsonObject)) throw malformed()
  const [first, ...others] = headers as [JsonObject, ...JsonObject[]]
  if (others.some((header) => Object.hasOwn(header, 'disclosures') || Object.hasOwn(header, 'kb_jwt')))
    throw malformed()
  const disclosures = Object.hasOwn(first, 'disclosures') ? first.disclosures : []
  if (!Array.isArray(disclosures) || !disclosures.every((one) => typeof one === 'string')) throw malformed()
  requireDisclosures(disclosures, limits)
  const signatures = members.map((member, i) => readSignature(member, headers[i] as JsonObject, payloadText))
  return {
    serialization: isGeneral ? 'general' : 'flattened',
    payloadText,
    signatures: signatures as [SerializedSignature, ...SerializedSignature[]],
    disclosures,
    keyBinding: Object.hasOwn(first, 'kb_jwt') ? requireString(first.kb_jwt) : undefined,
    presented: compactForm({ payloadText, disclosures, signatures }),
  }
}

function readSignature(member: JsonValue, header: JsonObject, payloadText: string): SerializedSignature {
  if (!isJsonObject(member)) throw malformed()
  const protectedText = requireString(ownMember(member, 'protected'))
  return {
    protectedText,
    signingInput: signingInput(protectedText, payloadText),
    signatureText: requireString(ownMember(member, 'signature')),
    unprotectedNames: Object.keys(header),
  }
}

/** Joins the parts again; of a general serialisation every signature. */
export function writeSerialization(
  parts: Pick<SerializedSdJwt, 'serialization' | 'payloadText' | 'disclosures' | 'keyBinding'> & {
    readonly signatures: readonly Pick<SerializedSignature, 'protectedText' | 'signatureText'>[]
  },
): string {
  const { serialization, payloadText: payload, signatures, disclosures, keyBinding } = parts
  const members = signatures.map(({ protectedText, signatureText }, i) => ({
    ...(i === 0 ? { header: { disclosures, ...(keyBinding === undefined ? {} : { kb_jwt: keyBinding }) } } : {}),
    protected: protectedText,
    signature: signatureText,
  }))
  if (serialization === 'general') return JSON.stringify({ payload, signatures: members })
  if (serialization === 'flattened') return JSON.stringify({ payload, ...members[0] })
  return compactForm(parts) + (keyBinding ?? '')
}

/** The SD-JWT in compact form, first signature, with its final tilde. */
export function compactForm(parts: {
  readonly payloadText: string
  readonly disclosures: readonly string[]
  readonly signatures: readonly Pick<SerializedSignature, 'protectedText' | 'signatureText'>[]
}): string {
  const { protectedText, signatureText } = parts.signatures[0] as SerializedSignature
  return `${[`${protectedText}.${parts.payloadText}.${signatureText}`, ...parts.disclosures].join('~')}~`
}

function requireDisclosures(disclosures: readonly string[], limits: Limits): void {
  if (disclosures.length > limits.disclosures) throw new Refusal<SdJwtCode>('disclosures_too_many')
}

function requireString(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw malformed()
  return value
}

function malformed(): Refusal<SdJwtCode> {
  return new Refusal<SdJwtCode>('json_serialization_malformed')
}
