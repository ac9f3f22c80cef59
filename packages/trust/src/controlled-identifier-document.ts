import { type Evidence, type KeyCandidate, type KeyRequest, keyFitsRequest } from '@hashikake/credential'
import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { readMultikey } from '@hashikake/crypto/multikey'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'

/** A verification method that may sign credentials. */
export interface AssertionMethod {
  /** Its absolute URL. */
  readonly id: string
  readonly key: PublicJwk
}

const maxMethods = 64
const jwkTypes: readonly unknown[] = ['JsonWebKey', 'JsonWebKey2020']
const multikeyTypes: readonly unknown[] = ['Multikey', 'Ed25519VerificationKey2020']
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** What the findings are called: a DID document is a controlled identifier document with names of its own. */
export interface IdentifierCodes {
  readonly malformed: TrustCode
  readonly mismatch: TrustCode
  readonly controllerMismatch: TrustCode
  readonly keyUnknown: TrustCode
  readonly keyAmbiguous: TrustCode
}

interface Reading {
  /** The identifier by which the document was asked for. */
  readonly id: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  readonly codes: IdentifierCodes
}

/**
 * Reads which keys a controlled identifier document lets sign (Controlled Identifiers 1.0 §2.3.2, §3.3): those that
 * `assertionMethod` lists, that are the identifier's own, and that are neither expired nor revoked. Methods of kinds that
 * this library doesn't know are left out.
 *
 * @throws {Refusal} `malformed`, `mismatch` (it is another's document), `controllerMismatch` (a listed key is controlled by
 *   somebody else)
 */
export function readAssertionMethods(document: JsonObject, reading: Reading): readonly AssertionMethod[] {
  const { id, now, codes } = reading
  const own = ownMember(document, 'id')
  if (typeof own !== 'string') throw new Refusal(codes.malformed)
  if (own !== id) throw new Refusal(codes.mismatch)
  const methods = new Map<string, JsonObject>()
  for (const method of listOf(document, 'verificationMethod', codes)) addMethod(methods, method, reading)
  const listed = listOf(document, 'assertionMethod', codes).map((entry) =>
    typeof entry === 'string' ? absolute(entry, id) : addMethod(methods, entry, reading),
  )
  return [...new Set(listed)].flatMap((name) => {
    const method = methods.get(name)
    if (method === undefined || !name.startsWith(`${id}#`)) return []
    if (ownMember(method, 'controller') !== id) throw new Refusal(codes.controllerMismatch)
    const key = isInForce(method, now, codes) ? readKey(method, codes) : undefined
    return key === undefined ? [] : [{ id: name, key }]
  })
}

/**
 * The key that a request means: by its `kid`, an absolute URL or `#fragment`; without one only where no choice is left.
 *
 * @throws {Refusal} `keyUnknown`, `keyAmbiguous`
 */
export function candidatesOf(
  request: KeyRequest,
  methods: readonly AssertionMethod[],
  { id, codes, evidence }: Pick<Reading, 'id' | 'codes'> & { readonly evidence: (method: AssertionMethod) => Evidence },
): readonly KeyCandidate[] {
  const wanted = request.kid === undefined ? undefined : absolute(request.kid, id)
  const fitting = methods.filter(
    (one) => (wanted === undefined || one.id === wanted) && keyFitsRequest(one.key, request),
  )
  const [method] = fitting
  if (method === undefined) throw new Refusal(codes.keyUnknown)
  if (fitting.length > 1) throw new Refusal(codes.keyAmbiguous)
  return [Object.freeze({ key: method.key, issuer: id, evidence: Object.freeze(evidence(method)) })]
}

function addMethod(methods: Map<string, JsonObject>, method: JsonValue, reading: Reading): string {
  const malformed = () => new Refusal(reading.codes.malformed)
  if (!isJsonObject(method)) throw malformed()
  const id = ownMember(method, 'id')
  const isComplete = ['type', 'controller'].every((name) => typeof ownMember(method, name) === 'string')
  if (typeof id !== 'string' || !isComplete) throw malformed()
  const name = absolute(id, reading.id)
  if (methods.has(name)) throw malformed()
  methods.set(name, method)
  return name
}

function listOf(document: JsonObject, name: string, codes: IdentifierCodes): readonly JsonValue[] {
  const list = ownMember(document, name) ?? []
  if (!Array.isArray(list) || list.length > maxMethods) throw new Refusal(codes.malformed)
  return list
}

/** A fragment alone is relative to the document (DID Core §3.2.2, Controlled Identifiers 1.0 §3.4). */
function absolute(url: string, id: string): string {
  return url.startsWith('#') ? `${id}${url}` : url
}

// Controlled Identifiers 1.0 §2.2: a method may end.
function isInForce(method: JsonObject, now: number, codes: IdentifierCodes): boolean {
  return ['expires', 'revoked'].every((name) => {
    const end = ownMember(method, name)
    if (end === undefined) return true
    if (typeof end !== 'string' || !dateTime.test(end) || Number.isNaN(Date.parse(end)))
      throw new Refusal(codes.malformed)
    return now < Date.parse(end) / 1000
  })
}

function readKey(method: JsonObject, codes: IdentifierCodes): PublicJwk | undefined {
  const type = ownMember(method, 'type')
  const jwk = ownMember(method, 'publicKeyJwk')
  const multikey = ownMember(method, 'publicKeyMultibase')
  if (jwk !== undefined && multikey !== undefined) throw new Refusal(codes.malformed)
  if (jwkTypes.includes(type) && jwk !== undefined) return readJwk(jwk, codes)
  return multikeyTypes.includes(type) && typeof multikey === 'string' ? readMultikey(multikey) : undefined
}

function readJwk(jwk: JsonValue, { malformed }: IdentifierCodes): PublicJwk | undefined {
  try {
    return parsePublicJwk(jwk)
  } catch (cause) {
    // A published private key taints the document; a key of another kind is of no use here.
    if (cause instanceof Refusal && cause.code === 'key_private') throw new Refusal(malformed, { cause })
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}
