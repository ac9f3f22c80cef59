import { base64url, type Json, type Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import { type Signing, signBytes } from '../signatures.ts'
import { type CborItem, cbor, Encoded } from '../status/cbor.ts'
import type { Case } from '../suite.ts'
import { degree, label, licence, licenceNames, person, signerOf, signsWith, transcriptOf } from './bases.ts'
import { type Fields, fields, fieldsWithout, withEntry } from './mdoc.ts'
import { embedded, tag } from './spelling.ts'

const session = transcriptOf()

const degreeItems: Fields = fields({
  docType: degree,
  nameSpaces: fields({
    [degree]: fields({ title: false, average: true }),
    [person]: fields({ family_name: false }),
  }),
})
const licenceItems: Fields = fields({
  docType: licence,
  nameSpaces: fields({ [licenceNames]: fields({ age_over_18: false }) }),
})

/** A request as its parts (§10.2), before it is signed. A case changes one of them. */
interface Request {
  readonly version: CborItem
  readonly items: readonly CborItem[]
  readonly info?: CborItem
  readonly signs: 'none' | 'each' | 'all'
  /** What is signed, where it is not what is sent. */
  readonly signed: { readonly items?: readonly CborItem[]; readonly info?: CborItem; readonly session?: Uint8Array }
  readonly signing: Signing
  readonly headers: Fields
  readonly bendAuth?: (parts: readonly CborItem[]) => CborItem
  readonly bendDocuments?: (documents: readonly Fields[]) => CborItem
  readonly bend?: (request: Fields) => CborItem
}

const unsigned: Request = {
  version: '1.0',
  items: [degreeItems],
  signs: 'none',
  signed: {},
  signing: signsWith('reader'),
  headers: new Map([[label.algorithm, -7]]),
}
const each: Request = { ...unsigned, signs: 'each' }
const all: Request = { ...unsigned, version: '1.1', items: [degreeItems, licenceItems], signs: 'all' }

const sealed = (item: CborItem): CborItem => (item instanceof Encoded ? item : embedded(cbor(item)))

function build(request: Request): Uint8Array {
  const { version, items, info, signs, signed, bendDocuments, bend } = request
  const heard = new Encoded(signed.session ?? session)
  const signedItems = (signed.items ?? items).map(sealed)
  const signedInfo = signed.info ?? info
  const documents = items.map((one, i) => {
    const document = fields({ itemsRequest: sealed(one) })
    if (signs !== 'each') return document
    const parts = ['ReaderAuthentication', heard, signedItems[i] as CborItem]
    return withEntry(document, 'readerAuth', authOf(parts, request))
  })
  const allParts = ['ReaderAuthenticationAll', heard, signedItems, signedInfo === undefined ? null : sealed(signedInfo)]
  const whole = fields({
    version,
    docRequests: bendDocuments?.(documents) ?? documents,
    ...(info === undefined ? {} : { deviceRequestInfo: sealed(info) }),
    ...(signs === 'all' ? { readerAuthAll: [authOf(allParts, request)] } : {}),
  })
  return cbor(bend?.(whole) ?? whole)
}

/** A signature of the reader's over what is not sent along (§12.5). */
function authOf(parts: readonly CborItem[], { signing, headers, bendAuth }: Request): CborItem {
  const inner = cbor(headers)
  const payload = cbor(embedded(cbor(parts)))
  const signature = Uint8Array.from(signBytes(cbor(['Signature1', inner, new Uint8Array(), payload]), signing))
  const message = [inner, new Map<CborItem, CborItem>([[label.x5chain, signerOf('reader')]]), null, signature]
  return bendAuth?.(message) ?? message
}

const asked: Readonly<Record<string, Json>> = {
  [degree]: {
    docType: degree,
    elements: [
      [degree, 'title', false],
      [degree, 'average', true],
      [person, 'family_name', false],
    ],
  },
  [licence]: { docType: licence, elements: [[licenceNames, 'age_over_18', false]] },
}

/** What a case changes of how the request is read. */
interface Reading {
  readonly signs?: Request['signs']
  readonly bytes?: Uint8Array
  readonly options?: Members
}

function request(id: string, clause: string, title: string, made: Request, expect: Members, how: Reading = {}): Case {
  const { signs = made.signs, bytes = build(made), options } = how
  return operationCase('deviceRequest', id, clause.startsWith('§') ? `ISO/IEC 18013-5 ${clause}` : clause, title, {
    input: {
      request: base64url(bytes),
      session: base64url(session),
      reader: fixtureKey('reader').publicKey,
      signs,
    },
    ...(options === undefined ? {} : { options }),
    expect,
  })
}
const taken = (id: string, clause: string, title: string, made: Request, how?: Reading): Case => {
  const documents = made.items.length === 1 ? [asked[degree] as Json] : [asked[degree] as Json, asked[licence] as Json]
  return request(
    id,
    clause,
    title,
    made,
    { accepted: true, output: { version: made.version as string, documents } },
    how,
  )
}
const refused = (id: string, clause: string, title: string, code: string, made: Request, how?: Reading): Case =>
  request(id, clause, title, made, refusedWith(code), how)

const other = fields({ purpose: 'admission' })
const notSigned = 'reader_signature_invalid'
const malformed = 'device_request_malformed'
const asking = (change: Readonly<Record<string, CborItem>>): Request => ({
  ...unsigned,
  items: [new Map([...degreeItems, ...Object.entries(change)])],
})
const bent = (bend: (whole: Fields) => CborItem, from = unsigned): Request => ({ ...from, bend })

const proven: readonly Case[] = [
  taken('M60-1', '§10.2', 'what is asked for, by nobody who says who it is', unsigned),
  taken('M60-2', '§12.5', 'signed by the reader, for this session', each),
  taken('M60-3', '§12.5', 'two documents, each signed', { ...each, items: [degreeItems, licenceItems] }),
  taken('M60-4', '§12.5', 'two documents, signed together', all),
  taken('M60-5', '§12.5', 'signed together, with what is said of the whole', { ...all, info: other }),
  taken('M60-6', '§8.3', 'of a later minor version, with names that nobody knows', {
    ...unsigned,
    version: '1.7',
    bend: (whole) => withEntry(whole, 'future', 1),
  }),
  refused('M60-7', '§12.5', 'no signature where one is demanded', 'reader_authentication_missing', unsigned, {
    signs: 'each',
  }),
  refused('M60-8', '§12.5', 'the second document without its signature', 'reader_authentication_missing', {
    ...each,
    items: [degreeItems, licenceItems],
    bendDocuments: ([first, second]) => [first as Fields, fieldsWithout(second as Fields, 'readerAuth')],
  }),
  refused(
    'M60-9',
    '§12.5',
    'each signed, where a signature over all is demanded',
    'reader_authentication_missing',
    each,
    {
      signs: 'all',
    },
  ),
  refused('M60-10', '§12.5', 'signed by an attacker', notSigned, { ...each, signing: signsWith('attacker') }),
  refused('M60-11', '§12.5', 'signed together by an attacker', notSigned, { ...all, signing: signsWith('attacker') }),
  refused('M60-12', '§12.5', 'signed for another session', notSigned, {
    ...each,
    signed: { session: transcriptOf({ handover: [Uint8Array.of(1), null] }) },
  }),
  refused('M60-13', '§12.5', 'signed together for another session', notSigned, {
    ...all,
    signed: { session: transcriptOf({ handover: [Uint8Array.of(1), null] }) },
  }),
  refused('M60-14', '§12.5', 'more asked for than was signed', notSigned, {
    ...each,
    signed: { items: [withEntry(degreeItems, 'nameSpaces', fields({ [degree]: fields({ title: false }) }))] },
  }),
  refused('M60-15', '§12.5', 'said that nothing is kept, after it was signed otherwise', notSigned, {
    ...each,
    signed: { items: [withEntry(degreeItems, 'nameSpaces', fields({ [degree]: fields({ title: true }) }))] },
  }),
  refused('M60-16', '§12.5', 'the signature of the other document', notSigned, {
    ...each,
    items: [degreeItems, licenceItems],
    signed: { items: [licenceItems, degreeItems] },
  }),
  refused('M60-17', '§12.5', 'signed together in another order', notSigned, {
    ...all,
    signed: { items: [licenceItems, degreeItems] },
  }),
  refused('M60-18', '§12.5', 'a document more than was signed', notSigned, {
    ...all,
    signed: { items: [degreeItems] },
  }),
  refused('M60-19', '§12.5', 'what is said of the whole, added after it was signed', notSigned, {
    ...all,
    bend: (whole) => withEntry(whole, 'deviceRequestInfo', embedded(cbor(other))),
  }),
  refused('M60-20', '§12.5', 'what is said of the whole, changed after it was signed', notSigned, {
    ...all,
    info: other,
    signed: { info: fields({ purpose: 'identity' }) },
  }),
  refused('M60-21', '§12.5', 'what is said of the whole, taken away after it was signed', notSigned, {
    ...all,
    info: other,
    bend: (whole) => fieldsWithout(whole, 'deviceRequestInfo'),
  }),
  refused('M60-22', '§12.5, RFC 9052 §3.1', 'a signature without its algorithm', 'algorithm_missing', {
    ...each,
    headers: new Map(),
  }),
  refused('M60-23', '§12.5, RFC 9052 §3.1', 'what is critical and not understood', 'critical_header_unsupported', {
    ...each,
    headers: new Map<CborItem, CborItem>([
      [label.algorithm, -7],
      [label.critical, [99]],
      [99, 1],
    ]),
  }),
  refused('M60-24', '§12.5', 'what is signed, sent along', malformed, {
    ...each,
    bendAuth: ([inner, outer, , signature]) => [inner, outer, new Uint8Array([1]), signature] as CborItem,
  }),
  refused('M60-25', '§12.5', 'a signature under its tag', 'cose_tag_mismatch', {
    ...each,
    bendAuth: (parts) => tag(18, parts),
  }),
  taken(
    'M60-26',
    '§12.5',
    'a signature under its tag, where that is tolerated',
    { ...each, bendAuth: (parts) => tag(18, parts) },
    { options: { leniencies: ['cose_tagged'] } },
  ),
  refused('M60-27', '§12.5', 'a signature of three parts', 'cose_malformed', {
    ...each,
    bendAuth: (parts) => parts.slice(1),
  }),
  refused('M60-28', '§12.5', 'a signature that is a number', 'cose_malformed', { ...each, bendAuth: () => 7 }),
]

const written: readonly Case[] = [
  refused('M60-29', '§10.2', 'of version 2', 'mdoc_version_unsupported', { ...unsigned, version: '2.0' }),
  refused(
    'M60-30',
    '§10.2',
    'of no version',
    malformed,
    bent((whole) => fieldsWithout(whole, 'version')),
  ),
  refused('M60-31', '§10.2', 'of a version that is a number', malformed, { ...unsigned, version: 1 }),
  refused('M60-32', '§10.2', 'of version 1.0, signed together', malformed, { ...all, version: '1.0' }),
  refused('M60-33', '§10.2', 'of version 1.0, with what is said of the whole', malformed, { ...unsigned, info: other }),
  refused('M60-34', '§10.2', 'of no documents', malformed, { ...unsigned, items: [] }),
  refused(
    'M60-35',
    '§10.2',
    'without documents',
    malformed,
    bent((whole) => fieldsWithout(whole, 'docRequests')),
  ),
  refused('M60-36', '§10.2', 'a document by no docType', malformed, {
    ...unsigned,
    items: [fieldsWithout(degreeItems, 'docType')],
  }),
  refused('M60-37', '§10.2', 'a docType that is a number', malformed, asking({ docType: 7 })),
  refused('M60-38', '§10.2', 'no elements', malformed, {
    ...unsigned,
    items: [fieldsWithout(degreeItems, 'nameSpaces')],
  }),
  refused('M60-39', '§10.2', 'no namespace', malformed, asking({ nameSpaces: new Map() })),
  refused('M60-40', '§10.2', 'a namespace with nothing in it, beside another', malformed, {
    ...asking({ nameSpaces: fields({ [degree]: fields({ title: false }), [person]: new Map() }) }),
  }),
  refused('M60-41', '§10.2', 'an element of which it is not said whether it is kept', malformed, {
    ...asking({ nameSpaces: fields({ [degree]: fields({ title: null }) }) }),
  }),
  refused('M60-42', '§10.2', 'a list of elements', malformed, {
    ...asking({ nameSpaces: fields({ [degree]: ['title'] }) }),
  }),
  refused('M60-43', '§10.2', 'an element by a number', malformed, {
    ...asking({ nameSpaces: fields({ [degree]: new Map([[1, false]]) }) }),
  }),
  refused('M60-44', '§10.2', 'what is said of a document in text', malformed, asking({ requestInfo: 'admission' })),
  refused('M60-45', '§10.2', 'what is asked for, outside its tag', malformed, {
    ...unsigned,
    bendDocuments: () => [fields({ itemsRequest: cbor(degreeItems) })],
  }),
  refused('M60-46', '§10.2', 'signed together by nobody', malformed, {
    ...all,
    bend: (whole) => withEntry(whole, 'readerAuthAll', []),
  }),
  refused('M60-47', 'limits of this library', 'sixty-five documents', 'mdoc_too_large', {
    ...unsigned,
    items: Array.from({ length: 65 }, () => licenceItems),
  }),
  refused('M60-48', 'RFC 8949 §5.3.1', 'cut off by a byte', 'cbor_malformed', unsigned, {
    bytes: build(unsigned).slice(0, -1),
  }),
]

/** M60, ISO/IEC 18013-5 §10.2, §12.5: what a reader asks for, and whether it is the reader that asks. */
export const requestCases: readonly Case[] = [...proven, ...written]
