import { type CoseSign1, readSign1, type TagRule } from '@hashikake/crypto/cose'
import type { Engine } from '@hashikake/crypto/engine'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { CborTag, type CborValue } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import {
  limitsOf,
  note,
  openEmbedded,
  type Reading,
  requireArray,
  requireMap,
  requireText,
  tolerates,
} from './items.ts'
import { shortRandom, taggedCose } from './leniencies.ts'
import { isDigestId, type MobileSecurityObject, readMobileSecurityObject } from './mobile-security-object.ts'

/** An element as its issuer signed it (ISO/IEC 18013-5 §10.3). */
export interface IssuerSignedItem {
  readonly namespace: string
  readonly digestId: number
  readonly elementIdentifier: string
  readonly elementValue: CborValue
  /** As received, tag 24 included. */
  readonly encoded: Uint8Array
}

/** What an issuer hands over, and the part of it that a holder shows (§10.3). */
export interface IssuerSigned {
  readonly items: readonly IssuerSignedItem[]
  readonly issuerAuth: CoseSign1
  readonly mso: MobileSecurityObject
}

const leastRandom = 16

/**
 * Reads an IssuerSigned; nothing in it is believed yet.
 *
 * @throws {Refusal} `mdoc_malformed`, `element_repeated`, `mdoc_too_large`, and the codes of the MSO, COSE and strict CBOR
 */
export function readIssuerSigned(value: CborValue | undefined, reading: Reading = {}): IssuerSigned {
  const issuerSigned = requireMap(value, code)
  const issuerAuth = readProof(issuerSigned.get('issuerAuth'), reading)
  // No element need be shown; but what stands in their place under a name that nobody knows is not overlooked.
  if (!issuerSigned.has('nameSpaces') && issuerSigned.size > 1) throw malformed()
  // §12.3: the payload is within, and not apart.
  if (issuerAuth.payload === undefined) throw malformed()
  return Object.freeze({
    items: Object.freeze(readItems(issuerSigned.get('nameSpaces'), reading)),
    issuerAuth,
    mso: readMobileSecurityObject(issuerAuth.payload, reading),
  })
}

const code = 'mdoc_malformed'

/** A COSE_Sign1 without its tag (§12.3, §12.4). @throws {Refusal} the codes of COSE */
export function readProof(value: CborValue | undefined, reading: Reading): CoseSign1 {
  return note(readSign1(value ?? null, { leniencies: reading.leniencies, tag: tagRule(value, reading) }), reading)
}

/** Tagged only where the caller tolerates it. */
export function tagRule(value: CborValue | undefined, reading: Reading): TagRule {
  return value instanceof CborTag && tolerates(reading, taggedCose) ? 'required' : 'forbidden'
}

function readItems(value: CborValue | undefined, reading: Reading): readonly IssuerSignedItem[] {
  if (value === undefined) return []
  const namespaces = requireMap(value, code)
  if (namespaces.size === 0) throw malformed()
  const items: IssuerSignedItem[] = []
  for (const [namespace, list] of namespaces) {
    const name = requireText(namespace, code)
    const met = new Set<string>()
    const listed = requireArray(list, code)
    if (items.length + listed.length > limitsOf(reading).elements) throw new Refusal<MdocCode>('mdoc_too_large')
    for (const one of listed) {
      const item = readItem(one, name, reading)
      if (met.has(item.elementIdentifier)) throw new Refusal<MdocCode>('element_repeated')
      met.add(item.elementIdentifier)
      items.push(item)
    }
  }
  return items
}

function readItem(one: CborValue, namespace: string, reading: Reading): IssuerSignedItem {
  const { value, encoded } = openEmbedded(one, code)
  const item = requireMap(value, code)
  const digestId = item.get('digestID')
  const random = item.get('random')
  const elementValue = item.get('elementValue')
  if (!isDigestId(digestId) || elementValue === undefined) throw malformed()
  // §12.3: without it a digest could be guessed from the few values that an element can have.
  if (!(random instanceof Uint8Array)) throw malformed()
  if (random.length < leastRandom && !tolerates(reading, shortRandom)) throw malformed()
  const elementIdentifier = requireText(item.get('elementIdentifier'), code)
  return Object.freeze({ namespace, digestId, elementIdentifier, elementValue, encoded })
}

/**
 * Holds every element against its digest (§12.8.1), over the bytes in which it came.
 *
 * @throws {Refusal} `element_digest_missing`, `element_digest_mismatch`, with the namespace and the element
 */
export async function checkDigests({ items, mso }: IssuerSigned, engine: Engine): Promise<void> {
  const actual = await engine.digests(
    mso.digestAlgorithm,
    items.map(({ encoded }) => encoded),
  )
  items.forEach(({ namespace, digestId, elementIdentifier }, i) => {
    const digest = mso.valueDigests.get(namespace)?.get(digestId)
    const path = [namespace, elementIdentifier]
    if (digest === undefined) throw new Refusal<MdocCode>('element_digest_missing', { path })
    if (encodeBase64url(digest) !== actual[i]) throw new Refusal<MdocCode>('element_digest_mismatch', { path })
  })
}

function malformed(): Refusal<MdocCode> {
  return new Refusal(code)
}
