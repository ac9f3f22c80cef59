import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, setMember } from '@hashikake/encoding/json'

/** A place in the claims: names and indexes. */
export type Place = readonly (string | number)[]

/** The digests of one object or array, in their order: what stands behind each, where it was disclosed. */
export interface DigestList {
  readonly place: Place
  readonly kind: 'object' | 'array'
  readonly entries: readonly ListEntry[]
}

export type ListEntry =
  | { readonly kind: 'disclosed'; readonly step: string | number }
  | { readonly kind: 'unmatched' }
  | { readonly kind: 'open' }

export interface OpenedSignature {
  readonly header: JsonObject
  readonly signingInput: string
  readonly signature: string
}

/** An SD-JWT that some implementation wrote, laid open by the runner's own means. */
export interface OpenedSdJwt {
  readonly serialization: 'compact' | 'flattened' | 'general'
  readonly signatures: readonly OpenedSignature[]
  readonly payload: JsonObject
  readonly hash: HashAlgorithm
  readonly disclosures: readonly string[]
  readonly salts: readonly string[]
  readonly claims: JsonObject
  /** The places of what was disclosed. */
  readonly disclosed: readonly Place[]
  readonly lists: readonly DigestList[]
  /** All digests, in the order in which they were met. */
  readonly digests: readonly string[]
  readonly keyBinding: string | undefined
  /** The compact form with its final tilde, over which `sd_hash` is taken. */
  readonly presented: string
}

/**
 * Opens an SD-JWT independently of the library's own reader, so that one mistake in both cannot hide.
 *
 * @throws {Error} for what is no SD-JWT
 */
export async function openSdJwt(text: string): Promise<OpenedSdJwt> {
  const parts = text.startsWith('{') ? takeApartJson(text) : takeApartCompact(text)
  const payload = readObject(parts.payloadText)
  const hash = (ownMember(payload, '_sd_alg') ?? 'sha-256') as HashAlgorithm
  const contents = parts.disclosures.map((encoded) => JSON.parse(decodeBase64urlText(encoded)) as JsonValue[])
  const digestsOf = await engine.digests(hash, parts.disclosures)
  const opening: Opening = {
    byDigest: new Map(contents.map((content, index) => [digestsOf[index] as string, content])),
    disclosed: [],
    lists: [],
    digests: [],
  }
  const claims = openObject(opening, payload, []) as Record<string, JsonValue>
  delete claims._sd_alg
  return {
    ...opening,
    serialization: parts.serialization,
    signatures: parts.signatures.map(([header, signature]) => ({
      header: readObject(header),
      signingInput: `${header}.${parts.payloadText}`,
      signature,
    })),
    payload,
    hash,
    disclosures: parts.disclosures,
    salts: contents.map((content) => String(content[0])),
    claims,
    keyBinding: parts.keyBinding,
    presented: `${[`${parts.signatures[0]?.[0]}.${parts.payloadText}.${parts.signatures[0]?.[1]}`, ...parts.disclosures].join('~')}~`,
  }
}

interface Parts {
  readonly serialization: OpenedSdJwt['serialization']
  readonly payloadText: string
  /** Protected header and signature, in base64url. */
  readonly signatures: readonly (readonly [string, string])[]
  readonly disclosures: readonly string[]
  readonly keyBinding: string | undefined
}

function takeApartCompact(text: string): Parts {
  const [jwt = '', ...rest] = text.split('~')
  const keyBinding = rest.pop()
  const [header, payloadText, signature, more] = jwt.split('.')
  if (header === undefined || payloadText === undefined || signature === undefined || more !== undefined) {
    throw new Error('the output is no SD-JWT')
  }
  return {
    serialization: 'compact',
    payloadText,
    signatures: [[header, signature]],
    disclosures: rest,
    keyBinding: keyBinding === '' ? undefined : keyBinding,
  }
}

interface JsonSignature {
  readonly header?: { readonly disclosures?: readonly string[]; readonly kb_jwt?: string }
  readonly protected: string
  readonly signature: string
}

function takeApartJson(text: string): Parts {
  const jws = JSON.parse(text) as JsonSignature & { payload: string; signatures?: readonly JsonSignature[] }
  const signatures = jws.signatures ?? [jws]
  return {
    serialization: jws.signatures === undefined ? 'flattened' : 'general',
    payloadText: jws.payload,
    signatures: signatures.map((one) => [one.protected, one.signature] as const),
    disclosures: signatures[0]?.header?.disclosures ?? [],
    keyBinding: signatures[0]?.header?.kb_jwt,
  }
}

/** Reads a base64url part that holds a JSON object. */
export function readObject(part: string): JsonObject {
  const value: JsonValue = JSON.parse(decodeBase64urlText(part))
  if (!isJsonObject(value)) throw new Error('a part of the output is no JSON object')
  return value
}

interface Opening {
  readonly byDigest: ReadonlyMap<string, readonly JsonValue[]>
  readonly disclosed: Place[]
  readonly lists: DigestList[]
  readonly digests: string[]
}

function openValue(opening: Opening, value: JsonValue, place: Place): JsonValue {
  if (Array.isArray(value)) return openArray(opening, value, place)
  return isJsonObject(value) ? openObject(opening, value, place) : value
}

function openObject(opening: Opening, object: JsonObject, place: Place): JsonObject {
  const opened: JsonObject = {}
  for (const name of Object.keys(object)) {
    if (name !== '_sd') setMember(opened, name, openValue(opening, object[name] as JsonValue, [...place, name]))
  }
  const entries = ((ownMember(object, '_sd') ?? []) as readonly string[]).map((digest): ListEntry => {
    const content = meet(opening, digest)
    if (content === undefined) return { kind: 'unmatched' }
    const [, name, value] = content as [string, string, JsonValue]
    opening.disclosed.push([...place, name])
    setMember(opened, name, openValue(opening, value, [...place, name]))
    return { kind: 'disclosed', step: name }
  })
  if (entries.length > 0) opening.lists.push({ place, kind: 'object', entries })
  return opened
}

function openArray(opening: Opening, array: readonly JsonValue[], place: Place): JsonValue {
  const opened: JsonValue[] = []
  const entries = array.map((element): ListEntry => {
    const here = [...place, opened.length]
    if (!isJsonObject(element) || !Object.hasOwn(element, '...')) {
      opened.push(openValue(opening, element, here))
      return { kind: 'open' }
    }
    const content = meet(opening, element['...'] as string)
    if (content === undefined) return { kind: 'unmatched' }
    opening.disclosed.push(here)
    opened.push(openValue(opening, content[1] as JsonValue, here))
    return { kind: 'disclosed', step: opened.length - 1 }
  })
  if (entries.some(({ kind }) => kind !== 'open')) opening.lists.push({ place, kind: 'array', entries })
  return opened
}

function meet(opening: Opening, digest: string): readonly JsonValue[] | undefined {
  opening.digests.push(digest)
  return opening.byDigest.get(digest)
}
