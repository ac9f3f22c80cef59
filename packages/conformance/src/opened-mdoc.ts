import { engine } from '@hashikake/crypto/engine'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import type { CborMap, CborTag, CborValue } from '@hashikake/encoding/cbor'
import { type JsonObject, ownMember, setMember } from '@hashikake/encoding/json'
import { elementsOf, lenient, type OpenedMdoc, openDocuments, spell } from './mdoc-claims.ts'

/** An item as it was written, and whether the MSO has its digest. */
export interface OpenedItem {
  readonly namespace: string
  readonly element: string
  readonly digestId: number
  readonly random: Uint8Array
  readonly isPromised: boolean
}

/** A document that was written, laid open apart from the library's own reader. */
export interface OpenedDocument {
  /** Undefined where an IssuerSigned stands alone. */
  readonly docType: CborValue | undefined
  readonly claims: JsonObject
  readonly items: readonly OpenedItem[]
  readonly issuerAuth: readonly CborValue[]
  readonly mso: CborMap
  readonly digestIds: readonly number[]
  readonly device: OpenedDevice | undefined
}

/** What the holder's key made: the elements of its own as they came, and by which name the proof of them. */
export interface OpenedDevice {
  readonly encodedNameSpaces: Uint8Array
  readonly proof: string
  readonly message: readonly CborValue[]
}

export function openWritten(bytes: Uint8Array): Promise<readonly OpenedDocument[]> {
  return Promise.all(openDocuments(bytes).map(openOne))
}

async function openOne(parts: OpenedMdoc): Promise<OpenedDocument> {
  const { document, issuerSigned, deviceSigned } = parts
  const issuerAuth = issuerSigned.get('issuerAuth') as readonly CborValue[]
  const mso = lenient((lenient(issuerAuth[2] as Uint8Array) as CborTag).value as Uint8Array) as CborMap
  const promised = mso.get('valueDigests') as ReadonlyMap<string, ReadonlyMap<number, Uint8Array>>
  return {
    docType: document?.get('docType'),
    claims: claimsOf(parts),
    items: await openItems(issuerSigned, mso),
    issuerAuth,
    mso,
    digestIds: [...promised.values()].flatMap((own) => [...own.keys()]),
    device: deviceSigned === undefined ? undefined : openDevice(deviceSigned),
  }
}

async function openItems(issuerSigned: CborMap, mso: CborMap): Promise<readonly OpenedItem[]> {
  const promised = mso.get('valueDigests') as ReadonlyMap<string, ReadonlyMap<number, Uint8Array>>
  const algorithm = String(mso.get('digestAlgorithm')).toLowerCase() as 'sha-256'
  const namespaces = (issuerSigned.get('nameSpaces') ?? new Map()) as ReadonlyMap<string, readonly CborTag[]>
  const items: OpenedItem[] = []
  for (const [namespace, tags] of namespaces) {
    const digests = await engine.digests(
      algorithm,
      tags.map(({ encoded }) => encoded as Uint8Array),
    )
    for (const [i, tag] of tags.entries()) {
      const item = lenient(tag.value as Uint8Array) as CborMap
      const digestId = item.get('digestID') as number
      const own = promised.get(namespace)?.get(digestId)
      items.push({
        namespace,
        element: item.get('elementIdentifier') as string,
        digestId,
        random: item.get('random') as Uint8Array,
        isPromised: own !== undefined && encodeBase64url(own) === digests[i],
      })
    }
  }
  return items
}

function claimsOf(parts: OpenedMdoc): JsonObject {
  const claims: JsonObject = {}
  for (const { namespace, element, value } of elementsOf(parts)) {
    const own = (ownMember(claims, namespace) ?? {}) as JsonObject
    setMember(own, element, spell(value))
    setMember(claims, namespace, own)
  }
  return claims
}

function openDevice(deviceSigned: CborMap): OpenedDevice {
  const { encoded } = deviceSigned.get('nameSpaces') as CborTag
  const [[proof, message]] = [...(deviceSigned.get('deviceAuth') as CborMap)] as unknown as [
    [string, readonly CborValue[]],
  ]
  return { encodedNameSpaces: encoded as Uint8Array, proof, message }
}
