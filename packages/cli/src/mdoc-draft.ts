import { decodeBase64url } from '@hashikake/encoding/base64url'
import { CborFloat, type CborInput, CborTag } from '@hashikake/encoding/cbor'
import { isJsonObject, type JsonObject, type JsonValue } from '@hashikake/encoding/json'
import {
  isIndividualNumber,
  type KeyAuthorizationsDraft,
  type MdocDraft,
  type MdocIssuanceOptions,
  type MdocStatus,
} from '@hashikake/mdoc'
import {
  type DocType,
  degreeDocTypes,
  docTypeOf,
  elementValues,
  knownDocTypes,
  type PlainElements,
  projectAuthority,
} from '@hashikake/mdoc/doc-types'
import { type DraftForm, type Expected, expected, isListOf, isName, onlyMember, readTime } from './draft-reading.ts'
import { CommandFault } from './faults.ts'

/** What the file says of an mdoc, its elements still in JSON. */
export interface WrittenMdoc extends Omit<MdocDraft, 'holderKey' | 'namespaces'> {
  readonly namespaces: Readonly<Record<string, JsonObject>>
}

const maxDecoys = 4_096
const statusForm =
  '{ "statusList": { "uri": "https://…", "index": 0 } }, or "identifierList" with "identifier" in base64url'

/** A draft of an mdoc; the issuer's key, its certificates and the holder's key are options of the command. */
export const mdocForm: DraftForm<WrittenMdoc> = {
  readers: {
    docType: (value) => (isName(value) ? value : expected('the type of the document: "org.iso.18013.5.1.mDL"')),
    namespaces: (value) =>
      isJsonObject(value) && Object.values(value).every(isJsonObject)
        ? (value as Readonly<Record<string, JsonObject>>)
        : expected('elements by namespace: { "org.iso.18013.5.1": { "family_name": "…" } }'),
    issuedAt: readTime,
    notBefore: readTime,
    expires: readTime,
    expectedUpdate: readTime,
    status: readStatus,
    keyAuthorizations: readAuthorizations,
    decoys: (value) =>
      Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maxDecoys
        ? Number(value)
        : expected(`how many digests with nothing behind them each namespace gets, up to ${maxDecoys}`),
  },
  needed: ['docType', 'namespaces', 'expires'],
  elsewhere: {
    issuer: 'the certificate says it: --certificates',
    deviceKey: "give the holder's key with --holder-key",
    holderKey: "give the holder's key with --holder-key",
    doctype: 'call it "docType"',
    nameSpaces: 'call it "namespaces"',
    validUntil: 'call it "expires", as an ISO 8601 time',
    validFrom: 'call it "notBefore", as an ISO 8601 time',
    signed: 'call it "issuedAt", as an ISO 8601 time',
    disclosable: 'the holder of an mdoc can withhold each of its elements',
  },
}

/** The type of document of that name, where it is known: an official one, or one for degrees under whatever domain. */
export function docTypeNamed(name: string): DocType | undefined {
  const own = Object.values(degreeDocTypes()).find(({ docType }) =>
    name.endsWith(docType.slice(projectAuthority.length)),
  )
  if (own === undefined) return docTypeOf(name)
  const authority = name.slice(0, projectAuthority.length - own.docType.length)
  try {
    return docTypeOf(name, Object.values(degreeDocTypes(authority)))
  } catch {
    // What stands before it is no domain.
    return undefined
  }
}

/** In which namespace a document says what the certificate of its signer must say too. */
export function issuingAuthorityOf(name: string): MdocIssuanceOptions {
  const namespace = docTypeNamed(name)?.certificate?.countryName[0]
  return namespace === undefined ? {} : { issuingAuthority: { [name]: namespace } }
}

/** The same of all types of document that are known. */
export function issuingAuthorities(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    knownDocTypes.flatMap(({ docType, certificate }) =>
      certificate === undefined ? [] : [[docType, certificate.countryName[0]]],
    ),
  )
}

/** The elements as they are signed: by what their type of document says of each, or else as the file says it. */
export function elementsOf(
  { docType, namespaces }: WrittenMdoc,
  source: string,
): Readonly<Record<string, Readonly<Record<string, CborInput>>>> | ReturnType<typeof elementValues> {
  // Kept out, by whatever command line: whom a law permits it knows the library.
  if (Object.values(namespaces).some(namesIndividualNumber)) {
    throw new CommandFault(`${source}: the Individual Number (My Number) is put into no document here: leave it out`)
  }
  const known = docTypeNamed(docType)
  if (known === undefined) {
    return mapValues(namespaces, (members) => mapValues(members, (value) => cborOf(value, source)))
  }
  const plain = mapValues(namespaces, (members) => mapValues(members, (value) => withBytes(value, source)))
  try {
    return elementValues(known, plain as PlainElements)
  } catch (cause) {
    // It names the element, and what that takes.
    if (!(cause instanceof TypeError)) throw cause
    throw new CommandFault(`${source}: ${cause.message.replace(/^elementValues: /, '')}`, undefined, cause)
  }
}

function namesIndividualNumber(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(namesIndividualNumber)
  return (
    isJsonObject(value) &&
    Object.entries(value).some(([name, member]) => isIndividualNumber(name) || namesIndividualNumber(member))
  )
}

/** JSON for a type of document that is not known: what JSON lacks is said by the one member of an object. */
function cborOf(value: JsonValue, source: string): CborInput {
  const day = onlyMember(value, '$date')
  if (day !== undefined)
    return new CborTag(1004, textOf(day, /^\d{4}-\d\d-\d\d$/, '"$date" takes a day, "2026-03-25"', source))
  const time = onlyMember(value, '$time')
  const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
  if (time !== undefined)
    return new CborTag(0, textOf(time, utc, '"$time" takes a time, "2026-03-25T09:00:00Z"', source))
  const float = onlyMember(value, '$float')
  if (typeof float === 'number') return new CborFloat(float)
  const bytes = onlyMember(value, '$bytes')
  if (bytes !== undefined) return bytesOf(bytes, source)
  if (Array.isArray(value)) return value.map((one) => cborOf(one, source))
  return isJsonObject(value)
    ? new Map(Object.entries(value).map(([name, one]) => [name, cborOf(one, source)] as const))
    : (value as CborInput)
}

/** JSON for a type of document that is known, which says itself what is a date: bytes alone are marked. */
function withBytes(value: JsonValue, source: string): unknown {
  const bytes = onlyMember(value, '$bytes')
  if (bytes !== undefined) return bytesOf(bytes, source)
  if (Array.isArray(value)) return value.map((one) => withBytes(one, source))
  return isJsonObject(value) ? mapValues(value, (one) => withBytes(one, source)) : value
}

function textOf(value: JsonValue, form: RegExp, sentence: string, source: string): string {
  if (typeof value === 'string' && form.test(value)) return value
  throw new CommandFault(`${source}: ${sentence}`)
}

function bytesOf(value: JsonValue, source: string): Uint8Array {
  const bytes = typeof value === 'string' ? base64url(value) : undefined
  if (bytes === undefined) throw new CommandFault(`${source}: "$bytes" takes a text in base64url, without padding`)
  return bytes
}

function base64url(text: string): Uint8Array | undefined {
  try {
    return decodeBase64url(text)
  } catch {
    return undefined
  }
}

function readStatus(value: JsonValue): MdocStatus | Expected {
  if (!isJsonObject(value) || Object.keys(value).length === 0) return expected(statusForm)
  const { statusList, identifierList, ...others } = value
  const list = statusList === undefined ? undefined : placeOf(statusList, 'index', isIndex)
  const named = identifierList === undefined ? undefined : placeOf(identifierList, 'identifier', isName)
  const identifier = named === undefined ? undefined : base64url(named.member)
  const isWhole =
    Object.keys(others).length === 0 &&
    (statusList === undefined || list !== undefined) &&
    (identifierList === undefined || identifier !== undefined)
  if (!isWhole) return expected(statusForm)
  return {
    ...(list === undefined ? {} : { statusList: { uri: list.uri, index: list.member } }),
    ...(named === undefined || identifier === undefined ? {} : { identifierList: { uri: named.uri, identifier } }),
  }
}

function placeOf<Member>(
  value: JsonValue,
  name: string,
  is: (value: unknown) => value is Member,
): { readonly uri: string; readonly member: Member } | undefined {
  if (!isJsonObject(value) || Object.keys(value).length !== 2) return undefined
  const { uri, [name]: member } = value
  return typeof uri === 'string' && URL.canParse(uri) && is(member) ? { uri, member } : undefined
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function readAuthorizations(value: JsonValue): KeyAuthorizationsDraft | Expected {
  const form = expected('{ "namespaces": ["…"], "elements": { "org.iso.18013.5.1": ["…"] } }, no namespace in both')
  if (!isJsonObject(value) || Object.keys(value).length === 0) return form
  const { namespaces, elements, ...others } = value
  const isWhole =
    Object.keys(others).length === 0 &&
    (namespaces === undefined || isListOf(namespaces, isName)) &&
    (elements === undefined ||
      (isJsonObject(elements) &&
        Object.keys(elements).length > 0 &&
        Object.values(elements).every((list) => isListOf(list, isName))))
  const whole = (namespaces ?? []) as readonly string[]
  if (!isWhole || Object.keys((elements ?? {}) as JsonObject).some((name) => whole.includes(name))) return form
  return value as KeyAuthorizationsDraft
}

function mapValues<In, Out>(object: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}
