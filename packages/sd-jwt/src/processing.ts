import type { ClaimPath, Withheld } from '@hashikake/credential'
import { isJsonObject, type JsonObject, type JsonValue, setMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { type Disclosure, isReservedName } from './disclosure.ts'

/** A disclosure that found its digest, and where its claim stands in the processed payload. */
export interface PlacedDisclosure {
  readonly disclosure: Disclosure
  readonly digest: string
  readonly path: ClaimPath
}

/** The Processed SD-JWT Payload (RFC 9901 §7.1), frozen, and how it came about. */
export interface Processed {
  readonly payload: JsonObject
  /** In the order of the payload, parents before children. */
  readonly placed: readonly PlacedDisclosure[]
  readonly withheld: Withheld
  /** All digests that were found, decoys and withheld claims among them. */
  readonly digests: number
  /** Whether `_sd` stood anywhere, be it empty. */
  readonly hadDigestLists: boolean
}

export interface ProcessOptions {
  /** A digest's length in base64url characters. */
  readonly digestLength: number
  readonly maxDepth: number
}

/**
 * Puts the disclosed claims in the place of their digests: one traversal, RFC 9901 §7.1 steps 3 to 5.
 * The payload and the disclosures' values are taken over: what can stay as it is, is frozen in place.
 *
 * @param digests - those of the encoded disclosures, in their order
 * @throws {Refusal}
 */
export function processPayload(
  payload: JsonObject,
  disclosures: readonly Disclosure[],
  digests: readonly string[],
  options: ProcessOptions,
): Processed {
  const byDigest = new Map<string, Disclosure>()
  for (let i = 0; i < disclosures.length; i++) byDigest.set(digests[i] as string, disclosures[i] as Disclosure)
  if (byDigest.size !== disclosures.length) throw new Refusal<SdJwtCode>('disclosure_repeated')

  const traversal: Traversal = {
    digestLength: options.digestLength,
    maxDepth: options.maxDepth,
    byDigest,
    seen: new Set(),
    path: [],
    placed: [],
    withheld: { members: [], elements: [] },
    hadDigestLists: false,
  }
  const processed = processObject(traversal, payload, true)
  // Every digest is met at most once, so as many placements as disclosures means that each was referenced.
  const { placed, withheld, seen, hadDigestLists } = traversal
  if (placed.length !== byDigest.size) throw new Refusal<SdJwtCode>('disclosure_unreferenced')
  return { payload: processed, placed, withheld, digests: seen.size, hadDigestLists }
}

interface Traversal {
  readonly digestLength: number
  readonly maxDepth: number
  readonly byDigest: ReadonlyMap<string, Disclosure>
  readonly seen: Set<string>
  /** Where the traversal stands in the processed payload. */
  readonly path: (string | number)[]
  readonly placed: PlacedDisclosure[]
  readonly withheld: { readonly members: ClaimPath[]; readonly elements: ClaimPath[] }
  hadDigestLists: boolean
}

function processValue(traversal: Traversal, value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (traversal.path.length > traversal.maxDepth) throw new Refusal<SdJwtCode>('claims_too_deep')
  return Array.isArray(value) ? processArray(traversal, value) : processObject(traversal, value as JsonObject, false)
}

function processObject(traversal: Traversal, object: JsonObject, isTop: boolean): JsonObject {
  const conceals = Object.hasOwn(object, '_sd')
  const target: JsonObject = conceals || (isTop && Object.hasOwn(object, '_sd_alg')) ? {} : object
  for (const name in object) {
    if (name === '_sd' || !Object.hasOwn(object, name)) continue
    if (isReservedName(name)) {
      if (name === '...') throw new Refusal<SdJwtCode>('digests_malformed', { path: [...traversal.path] })
      if (!isTop) throw new Refusal<SdJwtCode>('hash_algorithm_misplaced', { path: [...traversal.path] })
      continue
    }
    const value = object[name] as JsonValue
    if (typeof value === 'object' && value !== null) {
      traversal.path.push(name)
      const processed = processValue(traversal, value)
      traversal.path.pop()
      if (target !== object || processed !== value) setMember(target, name, processed)
    } else if (target !== object) {
      setMember(target, name, value)
    }
  }
  if (conceals) embedDisclosed(traversal, object._sd, target)
  return Object.freeze(target)
}

function embedDisclosed(traversal: Traversal, digests: JsonValue | undefined, target: JsonObject): void {
  if (!Array.isArray(digests)) throw new Refusal<SdJwtCode>('digests_malformed', { path: [...traversal.path] })
  traversal.hadDigestLists = true
  let withholds = false
  for (const digest of digests) {
    const disclosure = meetDigest(traversal, digest)
    if (disclosure === undefined) {
      withholds = true
      continue
    }
    const { name, value } = disclosure
    const path = [...traversal.path, name ?? null]
    if (name === undefined) throw new Refusal<SdJwtCode>('disclosure_misplaced', { path: traversal.path.slice() })
    if (Object.hasOwn(target, name)) throw new Refusal<SdJwtCode>('claim_repeated', { path })
    traversal.placed.push({ disclosure, digest, path: Object.freeze(path) })
    traversal.path.push(name)
    setMember(target, name, processValue(traversal, value))
    traversal.path.pop()
  }
  if (withholds) traversal.withheld.members.push(Object.freeze([...traversal.path]))
}

function processArray(traversal: Traversal, array: readonly JsonValue[]): readonly JsonValue[] {
  let target: JsonValue[] | undefined
  for (let i = 0; i < array.length; i++) {
    const element = array[i] as JsonValue
    if (typeof element !== 'object' || element === null) {
      target?.push(element)
      continue
    }
    let value: JsonValue = element
    const index = target === undefined ? i : target.length
    if (isPlaceholder(element)) {
      target ??= array.slice(0, i)
      const digest = readPlaceholder(traversal, element)
      const disclosure = meetDigest(traversal, digest)
      if (disclosure === undefined) {
        traversal.withheld.elements.push(Object.freeze([...traversal.path, i]))
        continue
      }
      const path = Object.freeze([...traversal.path, index])
      if (disclosure.name !== undefined) throw new Refusal<SdJwtCode>('disclosure_misplaced', { path })
      traversal.placed.push({ disclosure, digest, path })
      value = disclosure.value
    }
    traversal.path.push(index)
    const processed = processValue(traversal, value)
    traversal.path.pop()
    if (target !== undefined) target.push(processed)
    else if (processed !== element) (array as JsonValue[])[i] = processed
  }
  return Object.freeze(target ?? array)
}

function isPlaceholder(element: JsonValue): element is JsonObject {
  return isJsonObject(element) && Object.hasOwn(element, '...')
}

function readPlaceholder(traversal: Traversal, element: JsonObject): string {
  const digest = element['...']
  if (typeof digest !== 'string' || Object.keys(element).length !== 1) {
    throw new Refusal<SdJwtCode>('digests_malformed', { path: [...traversal.path] })
  }
  return digest
}

/** Notes a digest, decoys too, and gives the disclosure behind it if one was sent. */
function meetDigest(traversal: Traversal, digest: JsonValue): Disclosure | undefined {
  if (typeof digest !== 'string' || digest.length !== traversal.digestLength) {
    throw new Refusal<SdJwtCode>('digests_malformed', { path: [...traversal.path] })
  }
  const { seen } = traversal
  const met = seen.size
  if (seen.add(digest).size === met) throw new Refusal<SdJwtCode>('digest_repeated', { path: [...traversal.path] })
  return traversal.byDigest.get(digest)
}
