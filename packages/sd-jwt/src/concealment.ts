import { type ClaimPath, isAtOrBelow } from '@hashikake/credential'
import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import type { Engine } from '@hashikake/crypto/engine'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { type JsonObject, type JsonValue, setMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { type Disclosable, type MarkedPlace, markPlaces } from './disclosable.ts'
import { encodeDisclosure, isReservedName } from './disclosure.ts'
import { defaultLimits } from './limits.ts'

/** Digests with nothing behind them, so that a verifier cannot count what is withheld (RFC 9901 §4.2.5). */
export interface Decoys {
  /** The object or array that gets them; `[]` is the credential itself. */
  readonly at: ClaimPath | readonly []
  readonly count: number
}

export interface ConcealOptions {
  readonly disclosable: readonly Disclosable[]
  readonly decoys?: readonly Decoys[]
  readonly hash: HashAlgorithm
  readonly engine: Engine
}

export interface Concealed {
  readonly payload: JsonObject
  /** Encoded, parents before the children that they contain. */
  readonly disclosures: readonly string[]
}

/**
 * Replaces the marked claims by digests (RFC 9901 §4.2). The claims are copied, never changed.
 *
 * @throws {Refusal} `claim_name_reserved`, `path_unmatched`, `claims_too_deep`, `salt_repeated`
 * @throws {TypeError} where a value is not plain JSON
 */
export function concealClaims(claims: JsonObject, options: ConcealOptions): Concealed {
  if (!isPlainObject(claims)) throw new TypeError('A draft needs claims, a plain object: { claims: { … } }')
  requireDecoys(options.decoys)
  const work: Work = {
    ...options,
    path: [],
    salts: new Set(),
    random: randomPool(options.engine),
    unplacedDecoys: new Set(options.decoys ?? []),
    disclosures: [],
  }
  const marks = markPlaces(claims, options.disclosable)
  const payload = concealObject(work, claims, marks)
  const [unplaced] = work.unplacedDecoys
  if (unplaced !== undefined) throw new Refusal<SdJwtCode>('path_unmatched', { path: unplaced.at })
  const conceals = work.salts.size > 0
  return {
    payload: conceals ? { ...payload, _sd_alg: options.hash } : payload,
    disclosures: work.disclosures.reverse(),
  }
}

interface Work extends ConcealOptions {
  readonly path: (string | number)[]
  readonly salts: Set<string>
  readonly random: RandomPool
  readonly unplacedDecoys: Set<Decoys>
  readonly disclosures: string[]
}

function concealValue(work: Work, value: unknown, marks: MarkedPlace | undefined): JsonValue {
  if (typeof value === 'string' && value.isWellFormed()) return value
  if (typeof value === 'boolean' || value === null) return value
  // An integer that JSON readers would round is refused by our own reader too (RFC 7493 §2.2): let it be a string.
  if (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (Number.isSafeInteger(value) || !Number.isInteger(value))
  ) {
    return value
  }
  if (Array.isArray(value)) return concealArray(work, value, marks)
  if (isPlainObject(value)) return concealObject(work, value, marks)
  throw notPlainJson(work)
}

function notPlainJson(work: Work): TypeError {
  return new TypeError(`Claims must be plain JSON (RFC 7493); at ${JSON.stringify(work.path)} stands something else`)
}

function concealObject(work: Work, object: JsonObject, marks: MarkedPlace | undefined): JsonObject {
  requireDepth(work)
  const concealed: JsonObject = {}
  const digests: string[] = []
  for (const name of Object.keys(object)) {
    work.path.push(name)
    if (isReservedName(name)) throw new Refusal<SdJwtCode>('claim_name_reserved', { path: [...work.path] })
    if (!name.isWellFormed()) throw notPlainJson(work)
    const place = marks?.below.get(name)
    const value = concealValue(work, object[name], place)
    if (place?.disclosable) digests.push(disclose(work, name, value))
    else setMember(concealed, name, value)
    work.path.pop()
  }
  for (let left = takeDecoys(work); left > 0; left--) digests.push(decoyDigest(work))
  // Sorted, the order of the digests tells nothing of the order of the claims (RFC 9901 §4.2.4.1).
  if (digests.length > 0) setMember(concealed, '_sd', digests.sort())
  return concealed
}

function concealArray(work: Work, array: readonly unknown[], marks: MarkedPlace | undefined): readonly JsonValue[] {
  requireDepth(work)
  const concealed = array.map((element, index): JsonValue => {
    work.path.push(index)
    const place = marks?.below.get(index)
    const value = concealValue(work, element, place)
    work.path.pop()
    return place?.disclosable ? { '...': disclose(work, undefined, value) } : value
  })
  for (let left = takeDecoys(work); left > 0; left--) {
    concealed.splice(work.random.below(concealed.length + 1), 0, { '...': decoyDigest(work) })
  }
  return concealed
}

function disclose(work: Work, name: string | undefined, value: JsonValue): string {
  const encoded = encodeDisclosure(freshSalt(work), name, value)
  work.disclosures.push(encoded)
  return work.engine.digestBase64url(work.hash, encoded)
}

/** 128 bits; a repeated one means that the randomness is broken, and with it the secrecy of every claim (RFC 9901 §9.3). */
function freshSalt(work: Work): string {
  const salt = encodeBase64url(work.random.bytes(16))
  if (work.salts.has(salt)) throw new Refusal<SdJwtCode>('salt_repeated')
  work.salts.add(salt)
  return salt
}

function decoyDigest(work: Work): string {
  return work.engine.digestBase64url(work.hash, freshSalt(work))
}

function requireDecoys(decoys: readonly Decoys[] = []): void {
  const isFair = ({ at, count }: Decoys): boolean =>
    Array.isArray(at) && Number.isSafeInteger(count) && count >= 0 && count <= 1_000
  if (!Array.isArray(decoys) || !decoys.every(isFair)) {
    throw new TypeError("decoys takes places and counts up to 1,000: [{ at: ['degree'], count: 3 }]")
  }
}

function takeDecoys(work: Work): number {
  let count = 0
  for (const decoys of work.unplacedDecoys) {
    if (decoys.at.length !== work.path.length || !isAtOrBelow(work.path, decoys.at)) continue
    work.unplacedDecoys.delete(decoys)
    count += decoys.count
  }
  return count
}

function requireDepth(work: Work): void {
  if (work.path.length > defaultLimits.depth) throw new Refusal<SdJwtCode>('claims_too_deep', { path: [...work.path] })
}

function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

interface RandomPool {
  bytes(length: number): Uint8Array
  /** A uniform integer from 0 to limit − 1. */
  below(limit: number): number
}

/** Randomness in large draws: one call for many salts. */
function randomPool(engine: Engine): RandomPool {
  const size = 1024
  let pool = new Uint8Array(0)
  let used = 0
  const bytes = (length: number): Uint8Array => {
    if (used + length > pool.length) {
      pool = engine.randomBytes(size)
      used = 0
    }
    used += length
    return pool.subarray(used - length, used)
  }
  const below = (limit: number): number => {
    const range = 2 ** 32
    const fair = range - (range % limit)
    for (;;) {
      const [a, b, c, d] = bytes(4) as unknown as [number, number, number, number]
      const drawn = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
      if (drawn < fair) return drawn % limit
    }
  }
  return { bytes, below }
}
