import type { Engine } from '@hashikake/crypto/engine'
import { decodeBase64, encodeBase64 } from '@hashikake/encoding/base64'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { decodeMultibase, decodeMultihash } from '@hashikake/encoding/multibase'
import { Refusal } from '@hashikake/encoding/refusal'
import { isUrl, valuesOf } from './identifiers.ts'
import { type Place, refusal } from './refusal.ts'

const hashNames = ['sha-256', 'sha-384', 'sha-512'] as const

/** A hash that a resource may be tied to. */
export type ResourceHash = (typeof hashNames)[number]

/** One digest that a resource must have, as base64. */
export interface ResourceDigest {
  readonly algorithm: ResourceHash
  readonly digest: string
}

/** A resource outside the credential, and what its bytes must be (VCDM 2.0 §5.3). */
export interface RelatedResource extends ResourceDigests {
  readonly id: string
  readonly mediaType?: string
}

export interface ResourceDigests {
  /** By `digestSRI`: of the strongest hash among them one must fit (SRI §3.3.4). */
  readonly sri: readonly ResourceDigest[]
  /** By `digestMultibase`: every one must fit. */
  readonly multibase: readonly ResourceDigest[]
}

/**
 * Reads `relatedResource` (VCDM 2.0 §5.3).
 *
 * @throws {Refusal} `related_resource_malformed`, `related_resource_repeated`
 */
export function readRelatedResources(document: JsonObject): readonly RelatedResource[] {
  const resources = valuesOf(ownMember(document, 'relatedResource')).map(readResource)
  const ids = resources.map(({ id }) => id)
  const repeated = ids.findIndex((id, index) => ids.indexOf(id) !== index)
  if (repeated !== -1) throw refusal('related_resource_repeated', ['relatedResource', repeated])
  return Object.freeze(resources)
}

function readResource(value: JsonValue, index: number): RelatedResource {
  const place = ['relatedResource', index]
  if (!isJsonObject(value)) throw refusal('related_resource_malformed', place)
  const id = ownMember(value, 'id')
  const mediaType = ownMember(value, 'mediaType')
  if (!isUrl(id) || (mediaType !== undefined && typeof mediaType !== 'string')) {
    throw refusal('related_resource_malformed', place)
  }
  const digests = readDigests(value, place)
  if (digests.sri.length + digests.multibase.length === 0) throw refusal('related_resource_malformed', place)
  return Object.freeze({ id, ...(mediaType === undefined ? {} : { mediaType }), ...digests })
}

/**
 * The digests that any object with an `id` may give of what that leads to (VCDM 2.0 §5.3).
 *
 * @throws {Refusal} `related_resource_malformed`
 */
export function readDigests(object: JsonObject, place: Place = []): ResourceDigests {
  const sri = valuesOf(ownMember(object, 'digestSRI')).map(readSri)
  const multibase = valuesOf(ownMember(object, 'digestMultibase')).map(readMultibaseDigest)
  if (sri.includes(undefined) || multibase.includes(undefined)) throw refusal('related_resource_malformed', place)
  return Object.freeze({
    sri: Object.freeze((sri as readonly (readonly ResourceDigest[])[]).flat()),
    multibase: Object.freeze(multibase as readonly ResourceDigest[]),
  })
}

// SRI §3.5: hashes separated by blanks, options after a question mark.
const hashWithOptions = /^(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?[!-~]*)?$/

function readSri(value: JsonValue): readonly ResourceDigest[] | undefined {
  if (typeof value !== 'string' || value.length > 1_024) return undefined
  const digests = value.trim().split(/\s+/).map(readHashExpression)
  return digests.includes(undefined) ? undefined : (digests as readonly ResourceDigest[])
}

function readHashExpression(text: string): ResourceDigest | undefined {
  const [, name, digest] = hashWithOptions.exec(text) ?? []
  if (name === undefined || digest === undefined) return undefined
  const bytes = orUndefined(() => decodeBase64(digest))
  const algorithm = name.replace('sha', 'sha-') as ResourceHash
  return bytes?.length === lengths[algorithm] ? { algorithm, digest } : undefined
}

const lengths = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const

/** A Multihash in a multibase; also the digest alone, as the Recommendation's own table of its contexts writes it. */
function readMultibaseDigest(value: JsonValue): ResourceDigest | undefined {
  const bytes = typeof value === 'string' ? orUndefined(() => decodeMultibase(value)) : undefined
  if (bytes === undefined) return undefined
  const bare = hashNames.find((name) => lengths[name] === bytes.length)
  if (bare !== undefined) return { algorithm: bare, digest: encodeBase64(bytes) }
  const multihash = orUndefined(() => decodeMultihash(bytes))
  return multihash === undefined
    ? undefined
    : { algorithm: multihash.algorithm, digest: encodeBase64(multihash.digest) }
}

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}

const strongestFirst = ['sha-512', 'sha-384', 'sha-256'] as const

/** Whether a text has the digests that are given of it: every multibase one, and of the strongest of SRI (§3.3.4 there) one. */
export async function hasDigests({ sri, multibase }: ResourceDigests, text: string, engine: Engine): Promise<boolean> {
  const hasDigest = async ({ algorithm, digest }: ResourceDigest): Promise<boolean> => {
    const [computed] = await engine.digests(algorithm, [text])
    return computed === digest.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  }
  for (const one of multibase) if (!(await hasDigest(one))) return false
  if (sri.length === 0) return true
  const strongest = strongestFirst.find((name) => sri.some(({ algorithm }) => algorithm === name))
  for (const one of sri) if (one.algorithm === strongest && (await hasDigest(one))) return true
  return false
}

/** @throws {Refusal} `related_resource_mismatch` */
export async function requireDigests(digests: ResourceDigests, text: string, engine: Engine): Promise<void> {
  if (!(await hasDigests(digests, text, engine))) throw refusal('related_resource_mismatch')
}
