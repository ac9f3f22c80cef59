import type { ClaimPath, ClaimValue } from '@hashikake/credential'
import { CborFloat, type CborMap, CborTag, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { setMember } from '@hashikake/encoding/json'

/** The elements of an mdoc by namespace and identifier, as plain data. */
export interface MdocClaims {
  readonly [namespace: string]: { readonly [elementIdentifier: string]: ClaimValue }
}

interface Element {
  readonly namespace: string
  readonly elementIdentifier: string
  readonly elementValue: CborValue
}

/** Elements as claims: frozen, own properties only, whatever they are called. */
export function claimsOf(elements: readonly Element[]): MdocClaims {
  const namespaces = new Map<string, object>()
  for (const { namespace, elementIdentifier, elementValue } of elements) {
    let members = namespaces.get(namespace)
    if (members === undefined) {
      members = {}
      namespaces.set(namespace, members)
    }
    setMember(members, elementIdentifier, plainValue(elementValue))
  }
  const claims = {}
  for (const [namespace, members] of namespaces) setMember(claims, namespace, Object.freeze(members))
  return Object.freeze(claims)
}

export function pathOf({ namespace, elementIdentifier }: Omit<Element, 'elementValue'>): ClaimPath {
  return Object.freeze([namespace, elementIdentifier])
}

/**
 * A value as plain data, which can be cloned and stored: dates as their text, floats as numbers, bytes as copies, and a map
 * whose keys are not all text as a list of pairs.
 */
function plainValue(value: CborValue): ClaimValue {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (value instanceof CborFloat) return value.value
  if (value instanceof CborTag) return plainValue(value.value)
  if (isCborMap(value)) return plainMap(value)
  return Object.freeze((value as readonly CborValue[]).map(plainValue))
}

function plainMap(map: CborMap): ClaimValue {
  const names = [...map.keys()]
  if (!names.every((name) => typeof name === 'string')) {
    return Object.freeze([...map].map(([key, member]) => Object.freeze([plainValue(key), plainValue(member)])))
  }
  const members = {}
  for (const [name, member] of map) setMember(members, name as string, plainValue(member))
  return Object.freeze(members)
}
