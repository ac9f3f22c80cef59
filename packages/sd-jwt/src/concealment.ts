import { type ClaimPath, isClaimPath } from '@hashikake/credential'
import { type RandomPool, randomPool } from '@hashikake/credential/issuing'
import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import type { Engine } from '@hashikake/crypto/engine'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { type JsonObject, type JsonValue, setMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { type Disclosable, type MarkedPlace, markPlaces } from './disclosable.ts'
import { encodeDisclosure } from './disclosure.ts'

/** Digests with nothing behind them, so that a verifier cannot count what is withheld (RFC 9901 §4.2.5). */
export interface Decoys {
  /** The object or array that gets them; `[]` is the credential itself. */
  readonly at: ClaimPath | readonly []
  readonly count: number
}

export interface ConcealOptions {
  readonly disclosable?: readonly Disclosable[] | undefined
  readonly decoys?: readonly Decoys[] | undefined
  readonly hash: HashAlgorithm
  readonly engine: Engine
}

export interface Concealed {
  readonly payload: JsonObject
  /** Encoded, parents before the children that they contain. */
  readonly disclosures: readonly string[]
}

/**
 * Replaces the marked claims by digests (RFC 9901 §4.2).
 *
 * @param claims - as `copyClaims` gives them
 * @throws {Refusal} `path_unmatched`, `salt_repeated`
 * @throws {TypeError} for what is no mark or no decoy
 */
export async function concealClaims(claims: JsonObject, options: ConcealOptions): Promise<Concealed> {
  requireDecoys(options.decoys)
  const work: Work = {
    hash: options.hash,
    engine: options.engine,
    path: [],
    salts: new Set(),
    random: randomPool(options.engine),
    unplacedDecoys: countByPlace(options.decoys ?? []),
    disclosures: [],
  }
  const marks = markPlaces(claims, options.disclosable)
  const payload = await concealObject(work, claims, marks)
  const [unplaced] = work.unplacedDecoys.keys()
  if (unplaced !== undefined) throw new Refusal('path_unmatched', { path: JSON.parse(unplaced) })
  if (work.salts.size > 0) setMember(payload, '_sd_alg', options.hash)
  return { payload, disclosures: work.disclosures.reverse() }
}

interface Work extends Pick<ConcealOptions, 'hash' | 'engine'> {
  readonly path: (string | number)[]
  readonly salts: Set<string>
  readonly random: RandomPool
  /** How many decoys are due, by place. */
  readonly unplacedDecoys: Map<string, number>
  readonly disclosures: string[]
}

async function concealObject(work: Work, object: JsonObject, marks: MarkedPlace | undefined): Promise<JsonObject> {
  const concealed: JsonObject = {}
  const hidden: string[] = []
  for (const name of Object.keys(object)) {
    work.path.push(name)
    const place = marks?.below.get(name)
    const member = object[name] as JsonValue
    const value = isContainer(member) ? await concealContainer(work, member, place) : member
    if (place?.disclosable) hidden.push(disclose(work, name, value))
    else setMember(concealed, name, value)
    work.path.pop()
  }
  for (let left = takeDecoys(work); left > 0; left--) hidden.push(freshSalt(work))
  if (hidden.length === 0) return concealed
  // Sorted, the order of the digests tells nothing of the order of the claims (RFC 9901 §4.2.4.1).
  setMember(concealed, '_sd', [...(await work.engine.digests(work.hash, hidden))].sort())
  return concealed
}

async function concealArray(
  work: Work,
  array: readonly JsonValue[],
  marks: MarkedPlace | undefined,
): Promise<readonly JsonValue[]> {
  const concealed: JsonValue[] = []
  const hidden: { readonly at: number; readonly text: string }[] = []
  for (const [index, element] of array.entries()) {
    work.path.push(index)
    const place = marks?.below.get(index)
    const value = isContainer(element) ? await concealContainer(work, element, place) : element
    if (place?.disclosable) hidden.push({ at: index, text: disclose(work, undefined, value) })
    concealed.push(value)
    work.path.pop()
  }
  const decoys = Array.from({ length: takeDecoys(work) }, () => freshSalt(work))
  if (hidden.length + decoys.length === 0) return concealed
  const texts = [...hidden.map(({ text }) => text), ...decoys]
  const placeholders = (await work.engine.digests(work.hash, texts)).map((digest): JsonObject => ({ '...': digest }))
  for (const [i, { at }] of hidden.entries()) concealed[at] = placeholders[i] as JsonObject
  for (const decoy of placeholders.slice(hidden.length)) {
    concealed.splice(work.random.below(concealed.length + 1), 0, decoy)
  }
  return concealed
}

function concealContainer(
  work: Work,
  value: JsonObject | readonly JsonValue[],
  marks: MarkedPlace | undefined,
): Promise<JsonValue> {
  return isArray(value) ? concealArray(work, value, marks) : concealObject(work, value, marks)
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function isContainer(value: JsonValue): value is JsonObject | readonly JsonValue[] {
  return typeof value === 'object' && value !== null
}

function disclose(work: Work, name: string | undefined, value: JsonValue): string {
  const encoded = encodeDisclosure(freshSalt(work), name, value)
  work.disclosures.push(encoded)
  return encoded
}

/** 128 bits; a repeated one means that the randomness is broken, and with it the secrecy of every claim (RFC 9901 §9.3). */
function freshSalt(work: Work): string {
  const salt = encodeBase64url(work.random.bytes(16))
  if (work.salts.has(salt)) throw new Refusal<SdJwtCode>('salt_repeated')
  work.salts.add(salt)
  return salt
}

function requireDecoys(decoys: readonly Decoys[] = []): void {
  const isFair = (one: Decoys | null): boolean =>
    isPlace(one?.at) &&
    Number.isSafeInteger(one?.count) &&
    (one?.count as number) >= 0 &&
    (one?.count as number) <= 1_000
  if (!Array.isArray(decoys) || !decoys.every(isFair)) {
    throw new TypeError("decoys takes places, without null, and counts up to 1,000: [{ at: ['degree'], count: 3 }]")
  }
}

function isPlace(path: unknown): boolean {
  return Array.isArray(path) && (path.length === 0 || (isClaimPath(path) && !path.includes(null)))
}

function takeDecoys(work: Work): number {
  if (work.unplacedDecoys.size === 0) return 0
  const place = JSON.stringify(work.path)
  const count = work.unplacedDecoys.get(place) ?? 0
  work.unplacedDecoys.delete(place)
  return count
}

function countByPlace(decoys: readonly Decoys[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { at, count } of decoys) {
    const place = JSON.stringify(at)
    counts.set(place, (counts.get(place) ?? 0) + count)
  }
  return counts
}
