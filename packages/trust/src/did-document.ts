import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { readMultikey } from '@hashikake/crypto/multikey'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'

/** A verification method that may sign credentials. */
export interface AssertionMethod {
  /** Its absolute DID URL. */
  readonly id: string
  readonly key: PublicJwk
}

const maxMethods = 64
const jwkTypes: readonly unknown[] = ['JsonWebKey', 'JsonWebKey2020']
const multikeyTypes: readonly unknown[] = ['Multikey', 'Ed25519VerificationKey2020']
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/**
 * Reads which keys a DID document lets sign (DID Core §5.3.2): those that `assertionMethod` lists, that are the DID's own,
 * and that are neither expired nor revoked. Methods of kinds that this library doesn't know are left out.
 *
 * @param now - seconds since 1970-01-01T00:00:00Z
 * @throws {Refusal} `did_document_malformed`, `did_document_mismatch` (it is another DID's),
 *   `did_controller_mismatch` (a listed key is controlled by somebody else)
 */
export function readAssertionMethods(document: JsonObject, did: string, now: number): readonly AssertionMethod[] {
  const id = ownMember(document, 'id')
  if (typeof id !== 'string') throw malformed()
  if (id !== did) throw new Refusal<TrustCode>('did_document_mismatch')
  const methods = new Map<string, JsonObject>()
  for (const method of listOf(document, 'verificationMethod')) addMethod(methods, method, did)
  const listed = listOf(document, 'assertionMethod').map((entry) => {
    if (typeof entry === 'string') return absolute(entry, did)
    return addMethod(methods, entry, did)
  })
  return [...new Set(listed)].flatMap((name) => {
    const method = methods.get(name)
    if (method === undefined || !name.startsWith(`${did}#`)) return []
    if (ownMember(method, 'controller') !== did) throw new Refusal<TrustCode>('did_controller_mismatch')
    const key = isInForce(method, now) ? readKey(method) : undefined
    return key === undefined ? [] : [{ id: name, key }]
  })
}

function addMethod(methods: Map<string, JsonObject>, method: JsonValue, did: string): string {
  if (!isJsonObject(method)) throw malformed()
  const id = ownMember(method, 'id')
  const isComplete = ['type', 'controller'].every((name) => typeof ownMember(method, name) === 'string')
  if (typeof id !== 'string' || !isComplete) throw malformed()
  const name = absolute(id, did)
  if (methods.has(name)) throw malformed()
  methods.set(name, method)
  return name
}

function listOf(document: JsonObject, name: string): readonly JsonValue[] {
  const list = ownMember(document, name) ?? []
  if (!Array.isArray(list) || list.length > maxMethods) throw malformed()
  return list
}

/** DID Core §3.2.2: a fragment alone is relative to the DID. */
function absolute(id: string, did: string): string {
  return id.startsWith('#') ? `${did}${id}` : id
}

// VC Data Integrity, Controlled Identifiers §2.2: a method may end.
function isInForce(method: JsonObject, now: number): boolean {
  return ['expires', 'revoked'].every((name) => {
    const end = ownMember(method, name)
    if (end === undefined) return true
    if (typeof end !== 'string' || !dateTime.test(end) || Number.isNaN(Date.parse(end))) throw malformed()
    return now < Date.parse(end) / 1000
  })
}

function readKey(method: JsonObject): PublicJwk | undefined {
  const type = ownMember(method, 'type')
  const jwk = ownMember(method, 'publicKeyJwk')
  const multikey = ownMember(method, 'publicKeyMultibase')
  if (jwk !== undefined && multikey !== undefined) throw malformed()
  if (jwkTypes.includes(type) && jwk !== undefined) return readJwk(jwk)
  return multikeyTypes.includes(type) && typeof multikey === 'string' ? readMultikey(multikey) : undefined
}

function readJwk(jwk: JsonValue): PublicJwk | undefined {
  try {
    return parsePublicJwk(jwk)
  } catch (cause) {
    // A published private key taints the document; a key of another kind is of no use here.
    if (cause instanceof Refusal && cause.code === 'key_private') throw new Refusal('did_document_malformed', { cause })
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}

function malformed(): Refusal<TrustCode> {
  return new Refusal('did_document_malformed')
}
