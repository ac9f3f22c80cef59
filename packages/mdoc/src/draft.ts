import type { CredentialDraft } from '@hashikake/credential'
import { copyPublicKey, type MemberNames, readMembers, requireText } from '@hashikake/credential/issuing'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { type CborInput, type CborValue, decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'

/** An object or a Map. */
export type ByName<Value> = Readonly<Record<string, Value>> | ReadonlyMap<string, Value>

/** A draft of an mdoc (ISO/IEC 18013-5 §10.3, §12.3). */
export interface MdocDraft extends CredentialDraft {
  readonly docType: string
  /** The elements by namespace and identifier, as CBOR has them: `new CborTag(1004, '2026-03-25')` for a date. */
  readonly namespaces: ByName<ByName<CborInput>>
  /** An mdoc is always bound to its holder's key. */
  readonly holderKey: PublicJwk
  /** Until when it holds, the last second included: an mdoc always says so. */
  readonly expires: Date
  /** When the issuer expects to have newer data. */
  readonly expectedUpdate?: Date
  readonly status?: MdocStatus
  /** What the holder's key may vouch for by itself. */
  readonly keyAuthorizations?: KeyAuthorizationsDraft
  /** How many digests with nothing behind them each namespace gets, so that nobody can count its elements; none unless given. */
  readonly decoys?: number
}

/** Where to ask whether it still holds (ISO/IEC 18013-5 §12.3.6). */
export interface MdocStatus {
  readonly statusList?: { readonly uri: string; readonly index: number; readonly certificate?: Uint8Array }
  readonly identifierList?: { readonly uri: string; readonly identifier: Uint8Array; readonly certificate?: Uint8Array }
}

export interface KeyAuthorizationsDraft {
  /** Whole namespaces. */
  readonly namespaces?: readonly string[]
  /** Elements by namespace. */
  readonly elements?: Readonly<Record<string, readonly string[]>>
}

// A function, so that a bundle that only verifies is rid of it.
function draftMembers(): MemberNames<MdocDraft> {
  return {
    docType: true,
    namespaces: true,
    holderKey: true,
    issuedAt: true,
    notBefore: true,
    expires: true,
    expectedUpdate: true,
    status: true,
    keyAuthorizations: true,
    decoys: true,
  }
}

const mostDecoys = 4_096

/** What a draft says, checked, and copied: what was checked is what is signed. Times are seconds since 1970-01-01T00:00:00Z. */
export interface ReadDraft {
  readonly docType: string
  readonly elements: readonly DraftElement[]
  readonly holderKey: PublicJwk
  readonly signed: number
  readonly validFrom: number
  readonly validUntil: number
  readonly expectedUpdate: number | undefined
  readonly status: ReadonlyMap<string, CborInput> | undefined
  readonly keyAuthorizations: ReadonlyMap<string, CborInput> | undefined
  readonly decoys: number
}

export interface DraftElement {
  readonly namespace: string
  readonly elementIdentifier: string
  readonly elementValue: CborValue
}

/**
 * Reads a draft, its values copied.
 *
 * @param now - seconds, for what the draft does not say
 * @throws {Refusal} `period_empty`
 * @throws {TypeError} for wrong use
 */
export function readDraft(draft: MdocDraft, now: number): ReadDraft {
  const given = readMembers(draft, draftMembers(), 'An mdoc draft')
  const { docType, namespaces, holderKey, decoys = 0 } = given
  requireText(docType, 'docType')
  if (docType === undefined || namespaces === undefined || holderKey === undefined || given.expires === undefined) {
    throw new TypeError(
      "An mdoc draft needs { docType: 'org.iso.18013.5.1.mDL', namespaces: { … }, holderKey, expires: new Date(…) }",
    )
  }
  if (!Number.isSafeInteger(decoys) || decoys < 0 || decoys > mostDecoys) {
    throw new TypeError(`decoys takes a number of digests a namespace, up to ${mostDecoys}`)
  }
  const signed = given.issuedAt === undefined ? Math.floor(now) : seconds('issuedAt', given.issuedAt)
  const validFrom = given.notBefore === undefined ? signed : seconds('notBefore', given.notBefore)
  const validUntil = seconds('expires', given.expires)
  // §12.3: the period neither begins before it was signed nor ends before it begins.
  if (validFrom < signed) throw new Refusal('period_empty', { path: ['notBefore'] })
  if (validUntil <= validFrom) throw new Refusal('period_empty', { path: ['expires'] })
  return {
    docType,
    elements: copyElements(namespaces),
    holderKey: copyPublicKey(holderKey, 'holderKey'),
    signed,
    validFrom,
    validUntil,
    expectedUpdate: given.expectedUpdate === undefined ? undefined : seconds('expectedUpdate', given.expectedUpdate),
    status: statusOf(given.status),
    keyAuthorizations: authorizationsOf(given.keyAuthorizations),
    decoys,
  }
}

/** Whole seconds: the dates of the issuer have no fraction (§12.3). */
function seconds(name: string, date: Date): number {
  const time = date instanceof Date ? Math.floor(date.getTime() / 1000) : Number.NaN
  // The year has four digits.
  if (!(time >= 0 && time < 253_402_300_800)) throw new TypeError(`${name} takes a Date from 1970 to 9999`)
  return time
}

function copyElements(namespaces: MdocDraft['namespaces']): readonly DraftElement[] {
  const elements: DraftElement[] = []
  for (const [namespace, members] of entriesOf(namespaces, 'namespaces')) {
    const own = entriesOf(members, 'A namespace')
    // §10.3: a namespace without elements is left out.
    if (own.length === 0) throw new TypeError('A namespace takes elements: leave an empty one out')
    for (const [elementIdentifier, value] of own) {
      elements.push({ namespace, elementIdentifier, elementValue: copyValue(value, [namespace, elementIdentifier]) })
    }
  }
  if (elements.length === 0) throw new TypeError('An mdoc draft takes elements: { namespaces: { [namespace]: { … } } }')
  return elements
}

/** As it will be read: what a reader would refuse is not issued. */
function copyValue(value: CborInput, path: readonly string[]): CborValue {
  // What cannot change needs no copy.
  if (typeof value === 'boolean' || (typeof value === 'string' && value.isWellFormed())) return value
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return value as number
  try {
    return decodeCbor(encodeCbor(value)).value
  } catch (cause) {
    throw new TypeError(`At ${JSON.stringify(path)} stands what an mdoc cannot hold`, { cause })
  }
}

function entriesOf<Value>(object: ByName<Value>, what: string): readonly (readonly [string, Value])[] {
  if (object instanceof Map && [...object.keys()].every((name) => typeof name === 'string')) return [...object]
  if (typeof object !== 'object' || object === null || Array.isArray(object) || object instanceof Uint8Array) {
    throw new TypeError(`${what} takes an object: { [name]: … }`)
  }
  const prototype = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`${what} takes a plain object, or a Map`)
  return Object.entries(object)
}

function statusOf(status: MdocStatus | undefined): ReadonlyMap<string, CborInput> | undefined {
  if (status === undefined) return undefined
  const { statusList, identifierList } = readMembers(status, { statusList: true, identifierList: true }, 'status')
  const read = new Map<string, CborInput>()
  if (statusList !== undefined) {
    const { index, ...place } = statusList
    if (!Number.isSafeInteger(index) || index < 0) throw new TypeError('statusList takes { uri, index }')
    read.set('status_list', new Map([['idx', index], ...placeOf(place)]))
  }
  if (identifierList !== undefined) {
    const { identifier, ...place } = identifierList
    if (!(identifier instanceof Uint8Array)) throw new TypeError('identifierList takes { uri, identifier: Uint8Array }')
    read.set('identifier_list', new Map([['id', new Uint8Array(identifier)], ...placeOf(place)]))
  }
  if (read.size === 0) throw new TypeError('status takes { statusList } or { identifierList }')
  return read
}

function placeOf(place: { readonly uri: string; readonly certificate?: Uint8Array }): readonly [string, CborInput][] {
  const { uri, certificate, ...unknown } = place
  if (typeof uri !== 'string' || !URL.canParse(uri) || Object.keys(unknown).length > 0) {
    throw new TypeError('A status takes { uri, index or identifier, certificate }')
  }
  if (certificate === undefined) return [['uri', uri]]
  if (!(certificate instanceof Uint8Array)) throw new TypeError("A status's certificate is DER: a Uint8Array")
  return [
    ['uri', uri],
    ['certificate', new Uint8Array(certificate)],
  ]
}

/** §12.3: lists with something in them, and no namespace both whole and in part. */
function authorizationsOf(draft: KeyAuthorizationsDraft | undefined): ReadonlyMap<string, CborInput> | undefined {
  if (draft === undefined) return undefined
  const { namespaces, elements } = readMembers(draft, { namespaces: true, elements: true }, 'keyAuthorizations')
  const parts = elements === undefined ? [] : entriesOf(elements, 'keyAuthorizations.elements')
  const lists = [...(namespaces === undefined ? [] : [namespaces]), ...parts.map(([, list]) => list)]
  const isWhole = lists.length > 0 && lists.every(isTextList) && (elements === undefined || parts.length > 0)
  if (!isWhole || parts.some(([namespace]) => namespaces?.includes(namespace))) {
    throw new TypeError(
      "keyAuthorizations takes { namespaces: ['…'], elements: { [namespace]: ['…'] } }, no namespace in both",
    )
  }
  const read = new Map<string, CborInput>()
  if (namespaces !== undefined) read.set('nameSpaces', [...namespaces])
  if (parts.length > 0) read.set('dataElements', new Map(parts.map(([namespace, list]) => [namespace, [...list]])))
  return read
}

function isTextList(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string')
}
