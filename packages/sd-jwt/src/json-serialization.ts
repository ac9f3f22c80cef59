import { parseProtectedHeader, signingInput } from '@hashikake/crypto/jws'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { type Limits, requireDisclosures } from './limits.ts'
import { compactForm, type SerializedSdJwt, type SerializedSignature } from './serialization.ts'

/**
 * Takes a flattened or general JWS JSON serialisation apart (RFC 9901 §8, RFC 7515 §7.2).
 *
 * @throws {Refusal} `json_serialization_malformed`, `disclosures_too_many`, and the codes of JSON
 */
export function parseJsonSerialization(input: string, limits: Limits): SerializedSdJwt {
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
  const protectedHeader = parseProtectedHeader(protectedText)
  // RFC 7515 §7.2.1: a parameter stands in one of the headers only; §4.1.11: critical ones never in the unprotected one.
  for (const name of Object.keys(header)) {
    if (name === 'crit' || name === 'b64' || Object.hasOwn(protectedHeader, name)) throw malformed()
  }
  return {
    protectedText,
    signingInput: signingInput(protectedText, payloadText),
    signatureText: requireString(ownMember(member, 'signature')),
  }
}

function requireString(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw malformed()
  return value
}

function malformed(): Refusal<SdJwtCode> {
  return new Refusal<SdJwtCode>('json_serialization_malformed')
}
