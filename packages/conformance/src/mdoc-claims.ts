import type { ClaimValue } from '@hashikake/credential'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import {
  CborFloat,
  type CborInput,
  type CborMap,
  CborTag,
  type CborValue,
  decodeCbor,
  interop,
  isCborMap,
} from '@hashikake/encoding/cbor'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, setMember } from '@hashikake/encoding/json'

// Claims of an mdoc are plain data; a case writes them with the types that CBOR has: what was accepted is read once more, apart
// from the library's own reader, and what the library reported must be the same without its types.

/**
 * The elements of an mdoc that was accepted, in the spelling of cases: `$bytes`, `$tag`, `$float`, `$map`.
 *
 * @throws {Error} where the library reported something else
 */
export function typedClaims(input: string | Uint8Array, reported: unknown): JsonObject {
  const elements = elementsOf(openMdoc(typeof input === 'string' ? decodeBase64url(input) : input))
  const typed: JsonObject = {}
  let count = 0
  for (const { namespace, element, value } of elements) {
    const members = isJsonObject(reported) ? ownMember(reported, namespace) : undefined
    const plain = isJsonObject(members) ? ownMember(members, element) : undefined
    if (!isSame(value, plain as ClaimValue | undefined)) {
      throw new Error(`what was reported of ${JSON.stringify([namespace, element])} is not what was shown`)
    }
    count++
    const own = (ownMember(typed, namespace) ?? {}) as JsonObject
    setMember(own, element, spell(value))
    setMember(typed, namespace, own)
  }
  const said = Object.values(reported as Record<string, object>).reduce((sum, own) => sum + Object.keys(own).length, 0)
  if (said !== count) throw new Error('more was reported than was shown')
  return typed
}

export interface Element {
  readonly namespace: string
  readonly element: string
  readonly value: CborValue
}

/** The parts of an mdoc with one document: the document, and what its issuer and its holder signed. */
export interface OpenedMdoc {
  readonly document: CborMap | undefined
  readonly issuerSigned: CborMap
  readonly deviceSigned: CborMap | undefined
}

function openMdoc(bytes: Uint8Array): OpenedMdoc {
  return openDocuments(bytes)[0] as OpenedMdoc
}

/** Each document of an answer; what an issuer hands over is one of them. */
export function openDocuments(bytes: Uint8Array): readonly OpenedMdoc[] {
  const outer = lenient(bytes) as CborMap
  const documents = outer.get('documents') as readonly CborMap[] | undefined
  if (documents === undefined) return [{ document: undefined, issuerSigned: outer, deviceSigned: undefined }]
  return documents.map((document) => ({
    document,
    issuerSigned: document.get('issuerSigned') as CborMap,
    deviceSigned: document.get('deviceSigned') as CborMap | undefined,
  }))
}

export function lenient(bytes: Uint8Array): CborValue {
  return decodeCbor(bytes, { leniencies: [interop], tags: [0, 17, 18, 24, 1004] }).value
}

export function elementsOf({ issuerSigned, deviceSigned }: OpenedMdoc): readonly Element[] {
  const elements: Element[] = []
  for (const [namespace, items] of (issuerSigned.get('nameSpaces') ?? new Map()) as ReadonlyMap<string, CborTag[]>) {
    for (const { value: bytes } of items) {
      const item = lenient(bytes as Uint8Array) as CborMap
      const value = item.get('elementValue') as CborValue
      elements.push({ namespace, element: item.get('elementIdentifier') as string, value })
    }
  }
  const own = deviceSigned?.get('nameSpaces') as CborTag | undefined
  if (own === undefined) return elements
  for (const [namespace, members] of lenient(own.value as Uint8Array) as ReadonlyMap<string, CborMap>) {
    for (const [element, value] of members) elements.push({ namespace, element: element as string, value })
  }
  return elements
}

/** A value in the spelling of cases. */
export function spell(value: CborValue): JsonValue {
  if (value instanceof Uint8Array) return { $bytes: encodeBase64url(value) }
  if (value instanceof CborFloat) {
    return {
      $float:
        Number.isInteger(value.value) && !Object.is(value.value, -0) ? value.value.toFixed(1) : String(value.value),
    }
  }
  if (value instanceof CborTag) return { $tag: [value.tag, spell(value.value)] }
  if (typeof value === 'bigint') return { $integer: String(value) }
  if (isCborMap(value)) {
    const entries = [...value]
    if (!entries.every(([name]) => typeof name === 'string')) {
      return { $map: entries.map(([key, member]) => [spell(key), spell(member)]) }
    }
    const object: JsonObject = {}
    for (const [name, member] of entries) setMember(object, name as string, spell(member))
    return object
  }
  return Array.isArray(value) ? (value as readonly CborValue[]).map(spell) : (value as JsonValue)
}

/** The value of a spelling: bytes, tags and floats as CBOR has them, all else as it stands. */
export function readSpelled(value: JsonValue): CborInput {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(readSpelled)
  if (!isJsonObject(value)) return value
  const { $bytes, $tag, $float, $integer, $map } = value
  if (typeof $bytes === 'string') return decodeBase64url($bytes)
  if (Array.isArray($tag)) return new CborTag($tag[0] as number, readSpelled($tag[1] as JsonValue) as CborValue)
  if (typeof $float === 'string') return new CborFloat(Number($float))
  if (typeof $integer === 'string') return BigInt($integer)
  if (Array.isArray($map)) {
    return new Map(
      ($map as readonly (readonly [JsonValue, JsonValue])[]).map(([key, one]) => [readSpelled(key), readSpelled(one)]),
    )
  }
  const object = {}
  for (const [name, member] of Object.entries(value)) setMember(object, name, readSpelled(member))
  return object
}

/** Whether a value without its types is what was reported. */
function isSame(value: CborValue, plain: ClaimValue | undefined): boolean {
  if (value instanceof CborTag) return isSame(value.value, plain)
  if (value instanceof CborFloat) return Object.is(value.value, plain)
  if (value instanceof Uint8Array) {
    return plain instanceof Uint8Array && encodeBase64url(value) === encodeBase64url(plain)
  }
  if (Array.isArray(value)) {
    return Array.isArray(plain) && plain.length === value.length && value.every((one, i) => isSame(one, plain[i]))
  }
  if (!isCborMap(value)) return value === plain
  const entries = [...value]
  if (!entries.every(([name]) => typeof name === 'string')) {
    return Array.isArray(plain) && entries.every(([key, member], i) => isSame([key, member], plain[i]))
  }
  return (
    isJsonObject(plain) &&
    Object.keys(plain).length === value.size &&
    entries.every(([name, member]) => isSame(member, ownMember(plain, name as string) as ClaimValue | undefined))
  )
}
