import { isCanonicalBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  isKeyParametersName,
  isSameOperation,
  isSignatureAlgorithm,
  type KeyParametersName,
  keyParameters,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from './algorithms.ts'
import type { CryptoCodes } from './codes.ts'

type CryptoCode = keyof CryptoCodes

/** What a key may say about its own use (RFC 7517 §4.2 to §4.5). */
export interface JwkMetadata {
  readonly kid?: string
  readonly alg?: string
  readonly use?: string
  readonly key_ops?: readonly string[]
}

/** RFC 7518 §6.2.1 */
export interface EcPublicJwk extends JwkMetadata {
  readonly kty: 'EC'
  readonly crv: Extract<KeyParametersName, `P-${string}` | `brainpool${string}`>
  readonly x: string
  readonly y: string
}

/** RFC 8037 §2 */
export interface OkpPublicJwk extends JwkMetadata {
  readonly kty: 'OKP'
  readonly crv: Extract<KeyParametersName, `Ed${string}`>
  readonly x: string
}

/** RFC 9964 §3 */
export interface AkpPublicJwk extends JwkMetadata {
  readonly kty: 'AKP'
  readonly alg: Extract<KeyParametersName, `ML-DSA-${string}`>
  readonly pub: string
}

/** RFC 7518 §6.3.1 */
export interface RsaPublicJwk extends JwkMetadata {
  readonly kty: 'RSA'
  readonly n: string
  readonly e: string
}

export type PublicJwk = EcPublicJwk | OkpPublicJwk | AkpPublicJwk | RsaPublicJwk

// RFC 7518 §6.2.2, §6.3.2 and §6.4, RFC 9964 §3.
const privateMembers = ['d', 'priv', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'] as const

/**
 * Reads a public key: a frozen copy of what is needed, coordinates in canonical base64url of exactly the curve's length.
 * Whether the point is on its curve, or an RSA key strong enough, is found out by the engine, which has to compute there anyway.
 *
 * @throws {Refusal} `key_private` (the private part is there), `key_type_unsupported` (symmetric, other curves),
 *   `key_malformed`
 */
export function parsePublicJwk(value: unknown): PublicJwk {
  if (!isJsonObject(value)) throw refusal('key_malformed')
  for (const name of privateMembers) if (Object.hasOwn(value, name)) throw refusal('key_private')
  return Object.freeze(readPublicPart(value))
}

/** The kind of a key: its curve, or its algorithm where the key type is AKP; RSA is one. */
export function keyParametersOf(key: PublicJwk): KeyParametersName {
  return key[memberThatNames(key.kty) as 'kty'] as KeyParametersName
}

function memberThatNames(kty: string): string {
  return kty === 'AKP' ? 'alg' : kty === 'RSA' ? 'kty' : 'crv'
}

/**
 * Whether a key may be used with an algorithm for an operation: undefined, or the code that says why not.
 * Kind of key, `alg`, `use` and `key_ops` all have to agree (RFC 7517 §4.2 to §4.4, RFC 8725 §3.1).
 */
export function keyFitsAlgorithm(
  key: PublicJwk,
  algorithm: SignatureAlgorithm,
  operation: 'verify' | 'sign',
): CryptoCode | undefined {
  const parameters = keyParametersOf(key)
  if (!signatureAlgorithms[algorithm].keys.includes(parameters)) return 'key_type_mismatch'
  if (key.alg !== undefined && key.alg !== algorithm) {
    if (!isSignatureAlgorithm(key.alg) || !isSameOperation(key.alg, algorithm, parameters)) {
      return 'key_algorithm_mismatch'
    }
  }
  if (key.use !== undefined && key.use !== 'sig') return 'key_use_mismatch'
  if (key.key_ops !== undefined && !key.key_ops.includes(operation)) return 'key_use_mismatch'
  return undefined
}

/**
 * The thumbprint of a key (RFC 7638 §3; RFC 8037 §2 for OKP, RFC 9964 §6 for AKP), as base64url.
 *
 * @param engine - computes the hash, SHA-256
 */
export function jwkThumbprint(key: PublicJwk, engine: { sha256Base64url(data: string): string }): string {
  return engine.sha256Base64url(writeRequiredMembers(key))
}

/** Whether two keys are the same key, whatever `kid` and the like say. */
export function sameKey(one: PublicJwk, other: PublicJwk): boolean {
  return writeRequiredMembers(one) === writeRequiredMembers(other)
}

/**
 * Reads a JWK Set (RFC 7517 §5) of public keys. As the clause asks, keys that cannot be used here (other curves,
 * missing or malformed members) are left out, unless `unusable` is `refuse`: for a set that the operator wrote.
 *
 * @throws {Refusal} `key_set_malformed` (not a set, or two keys of one type under one `kid`), `key_private`
 *   (a published private or symmetric key taints the set), and with `refuse` the codes of {@link parsePublicJwk}
 */
export function parseJwkSet(value: unknown, options: { unusable?: 'ignore' | 'refuse' } = {}): readonly PublicJwk[] {
  const members = isJsonObject(value) ? ownMember(value, 'keys') : undefined
  if (!Array.isArray(members)) throw refusal('key_set_malformed')
  const keys: PublicJwk[] = []
  const identifiers = new Set<string>()
  for (const member of members) {
    const key = readSetMember(member, options.unusable === 'refuse')
    if (key === undefined) continue
    const identifier = key.kid === undefined ? undefined : `${key.kty} ${key.kid}`
    if (identifier !== undefined && identifiers.has(identifier)) throw refusal('key_set_malformed')
    if (identifier !== undefined) identifiers.add(identifier)
    keys.push(key)
  }
  return Object.freeze(keys)
}

function readSetMember(member: unknown, refuseUnusable: boolean): PublicJwk | undefined {
  try {
    return parsePublicJwk(member)
  } catch (error) {
    const isUnusable = error instanceof Refusal && error.code !== 'key_private'
    if (isUnusable && !refuseUnusable) return undefined
    throw error
  }
}

/** The public members of a JWK, private or not. */
export function readPublicPart(value: object): PublicJwk {
  const kty = ownMember(value, 'kty')
  if (typeof kty !== 'string') throw refusal('key_malformed')
  const kind = memberThatNames(kty)
  const name = ownMember(value, kind)
  if (!isKeyParametersName(name) || keyParameters[name].kty !== kty) {
    const isMissing = typeof name !== 'string' && Object.hasOwn(requiredMembers, kty)
    throw refusal(isMissing ? 'key_malformed' : 'key_type_unsupported')
  }
  const key: Record<string, unknown> = { kty, [kind]: name }
  for (const member of requiredMembers[kty as PublicJwk['kty']]) {
    key[member] ??= readBytes(value, member, keyParameters[name].publicLength || undefined)
  }
  addMetadata(key, value)
  return key as unknown as PublicJwk
}

// A restriction that cannot be read must not become no restriction, so members of a wrong type are refused.
function addMetadata(key: Record<string, unknown>, value: object): void {
  for (const name of ['kid', 'alg', 'use'] as const) {
    const member = ownMember(value, name)
    if (member === undefined) continue
    if (typeof member !== 'string') throw refusal('key_malformed')
    key[name] = member
  }
  const operations = ownMember(value, 'key_ops')
  if (operations === undefined) return
  if (!Array.isArray(operations) || !operations.every((one) => typeof one === 'string')) throw refusal('key_malformed')
  if (new Set(operations).size !== operations.length) throw refusal('key_malformed')
  key.key_ops = Object.freeze([...operations])
}

export function readBytes(value: object, name: string, length: number | undefined): string {
  const member = ownMember(value, name)
  if (typeof member !== 'string' || !isCanonicalBase64url(member, length)) throw refusal('key_malformed')
  return member
}

/** What makes a key, in the order of RFC 7638 §3.2. */
const requiredMembers = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  AKP: ['alg', 'kty', 'pub'],
  RSA: ['e', 'kty', 'n'],
} as const

/** A key as RFC 7638 §3 writes it: two that are written alike are the same. */
export function writeRequiredMembers(key: PublicJwk): string {
  return JSON.stringify(key, requiredMembers[key.kty] as unknown as string[])
}

function refusal(code: CryptoCode): Refusal<CryptoCode> {
  return new Refusal(code)
}
