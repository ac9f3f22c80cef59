import type { Json, Members } from '../json.ts'
import { type CborItem, cbor, Encoded, head, joined } from '../status/cbor.ts'
import { cose, degree, deviceKey, documentSignerDer, label, person, validity } from './bases.ts'
import {
  bytes,
  device,
  deviceKeyInfo,
  flipped,
  issuer,
  madeOtherwise,
  mso,
  response,
  shownOtherwise,
  validityInfo,
} from './changes.ts'
import { element, type Fields, fields, fieldsWith, withEntry } from './mdoc.ts'
import {
  after,
  dateTime,
  double,
  doubled,
  embedded,
  encoded,
  fullDate,
  half,
  indefinite,
  longHead,
  nested,
  tag,
  textOf,
  undefinedItem,
  withLongHead,
} from './spelling.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const issued = casesOf('issued')
const certified = casesOf('certified')
const answer = casesOf('answer')
const mac = casesOf('mac')

const cborClause = '§8.3, RFC 8949 §5.3.1'
const preferred = '§8.3, RFC 8949 §4.1'

/** The title's item, spelled otherwise before its digest was taken. */
const spelledItem = (spell: (item: Fields) => CborItem): Change =>
  madeOtherwise(degree, 'title', (item) => element(item, spell))
const titled = (value: CborItem): Change => spelledItem((item) => fieldsWith(item, { elementValue: value }))
const withTitle =
  (title: Json) =>
  (claims: Members): Members => ({ ...claims, [degree]: { ...(claims[degree] as Members), title } })

/** M1: bytes that are no CBOR, or more than one item. */
const malformed: readonly Definition[] = [
  issued.refused('M1-1', cborClause, 'no bytes at all', 'parse/format_unknown', {
    change: bytes(() => new Uint8Array()),
  }),
  issued.refused('M1-2', cborClause, 'the last byte missing', 'parse/cbor_malformed', {
    change: bytes((all) => all.subarray(0, -1)),
  }),
  issued.refused('M1-3', cborClause, 'the second half missing', 'parse/cbor_malformed', {
    change: bytes((all) => all.subarray(0, all.length >> 1)),
  }),
  issued.refused('M1-4', cborClause, 'a zero byte after it', 'parse/cbor_malformed', {
    change: bytes((all) => after(all, 0)),
  }),
  answer.refused('M1-5', cborClause, 'a zero byte after the DeviceResponse', 'parse/cbor_malformed', {
    change: bytes((all) => after(all, 0)),
  }),
  answer.refused('M1-6', cborClause, 'the DeviceResponse twice, one after the other', 'parse/cbor_malformed', {
    change: bytes((all) => joined(all, all)),
  }),
  issued.refused('M1-7', cborClause, 'additional information 28, which is reserved', 'parse/cbor_malformed', {
    change: titled(encoded(0x1c)),
  }),
  issued.refused('M1-8', '§10.3', 'an array in the place of the map', 'parse/format_unknown', {
    change: bytes((all) => joined(head(4, 1), all)),
  }),
  issued.refused('M1-9', '§10.3', 'a number in the place of the map', 'parse/format_unknown', {
    change: bytes(() => cbor(0)),
  }),
  issued.refused('M1-10', '§10.3', 'the bytes within a byte string', 'parse/format_unknown', {
    change: bytes((all) => cbor(all)),
  }),
  issued.refused('M1-11', '§10.3', 'the bytes under a tag 24', 'parse/format_unknown', {
    change: bytes((all) => embedded(all).bytes),
  }),
  issued.refused('M1-12', cborClause, 'a byte after the MSO, within its payload', 'parse/cbor_malformed', {
    change: (mdoc) => ({ payloadOf: (bytesOfMso) => after(mdoc.payloadOf(bytesOfMso), 0) }),
  }),
  issued.refused('M1-13', cborClause, 'a byte after the protected header', 'parse/cbor_malformed', {
    change: (mdoc) => issuer({ protectedBytes: after(cbor(mdoc.issuer.protected), 0) })(mdoc),
  }),
]

/** M2: lengths that are not said. */
const indefiniteLengths: readonly Definition[] = (
  [
    ['the map of the IssuerSigned', () => ({ bendIssuerSigned: (all: Fields) => indefinite(all) })],
    ['the map of the namespaces', shownThrough((shown) => indefinite(shown))],
    [
      'the list of a namespace',
      shownOtherwise((shown) => withEntry(shown, degree, indefinite(shown.get(degree) as CborItem))),
    ],
    ['the map of an item', spelledItem(indefinite)],
    ['the text of a value', titled(indefinite('Bachelor of Fixtures'))],
    ['the bytes of a value', titled(indefinite(Uint8Array.of(1, 2, 3)))],
    ['an array in a value', titled(indefinite([1, 2]))],
    ['a map in a value', titled(indefinite(fields({ en: 'Bachelor' })))],
    ['the four parts of IssuerAuth', () => ({ bendIssuerAuth: (parts: readonly CborItem[]) => indefinite(parts) })],
    ['the protected header', issuer({ protected: indefinite(new Map([[label.algorithm, cose.ES256]])) })],
    ['the unprotected header', issuer({ unprotected: indefinite(new Map([[label.x5chain, documentSignerDer]])) })],
    ['the map of the MSO', () => ({ bendMso: (all: Fields) => indefinite(all) })],
    [
      'the digests of the MSO',
      () => ({ bendDigests: (digests: ReadonlyMap<CborItem, Fields>) => indefinite(digests) }),
    ],
    ['the device key', deviceKeyInfo({ deviceKey: indefinite(deviceKey) })],
  ] as const
).map(([place, change], index) =>
  issued.refused(
    `M2-${index + 1}`,
    '§8.3, RFC 8949 §4.2.1',
    `${place}, of indefinite length`,
    'parse/cbor_indefinite',
    {
      change: change as Change,
    },
  ),
)

function shownThrough(bend: (shown: ReadonlyMap<CborItem, CborItem>) => CborItem): Change {
  return () => ({
    bendIssuerSigned: (all) => fieldsWith(all, { nameSpaces: bend(all.get('nameSpaces') as Fields) }),
  })
}

const indefiniteAnswers: readonly Definition[] = (
  [
    ['the map of the DeviceResponse', () => ({ bendResponse: (all: Fields) => indefinite(all) })],
    [
      'the list of documents',
      () => ({
        bendResponse: (all: Fields) => fieldsWith(all, { documents: indefinite(all.get('documents') as CborItem) }),
      }),
    ],
    ['the map of a document', () => ({ bendDocument: (all: Fields) => indefinite(all) })],
    ['the namespaces of the device', device({ namespaces: indefinite(new Map()) })],
    ['the device’s own signature', device({ bendProof: indefinite })],
  ] as const
).map(([place, change], index) =>
  answer.refused(
    `M2-${index + 20}`,
    '§8.3, RFC 8949 §4.2.1',
    `${place}, of indefinite length`,
    'parse/cbor_indefinite',
    {
      change: change as Change,
    },
  ),
)
const stray = issued.refused(
  'M2-30',
  '§8.3, RFC 8949 §3.2.1',
  'a break where no length is open',
  'parse/cbor_indefinite',
  {
    change: titled(encoded(0xff)),
  },
)

/** M3: heads that are longer than needed; one leniency takes them as they come. */
const longHeads: readonly Definition[] = (
  [
    ['the map of the IssuerSigned', () => ({ bendIssuerSigned: (all: Fields) => withLongHead(all) })],
    [
      'the list of a namespace',
      shownOtherwise((shown) => withEntry(shown, degree, withLongHead(shown.get(degree) as CborItem, 4))),
    ],
    ['the map of an item', spelledItem((item) => withLongHead(item, 1))],
    ['a digestID in two bytes', spelledItem((item) => fieldsWith(item, { digestID: withLongHead(0, 1) }))],
    ['a digestID in nine bytes', spelledItem((item) => fieldsWith(item, { digestID: withLongHead(0, 8) }))],
    ['the length of a text', titled(withLongHead('Bachelor of Fixtures', 2))],
    [
      'the length of the random',
      spelledItem((item) => fieldsWith(item, { random: withLongHead(item.get('random') as CborItem, 4) })),
    ],
    ['a tag 24', shownAndMade((sealed) => new Encoded(longHead(6, 24, 2), sealed.subarray(2)))],
    [
      'a key of the item',
      spelledItem((item) => new Map([...item].map(([name, value]) => [withLongHead(name, 1), value]))),
    ],
    ['the algorithm of IssuerAuth', issuer({ protected: new Map([[label.algorithm, withLongHead(cose.ES256, 1)]]) })],
    ['the version of the MSO', mso({ version: withLongHead('1.0', 1) })],
    ['the curve of the device key', deviceKeyInfo({ deviceKey: withEntry(deviceKey, -1, withLongHead(1, 1)) })],
  ] as const
).flatMap(([place, change], index) => [
  issued.refused(`M3-${2 * index + 1}`, preferred, `${place}, its head longer than needed`, 'parse/cbor_not_minimal', {
    change: change as Change,
  }),
  issued.taken(`M3-${2 * index + 2}`, preferred, `${place}, its head longer than needed, where that is tolerated`, {
    change: change as Change,
    circumstances: { options: { leniencies: ['cbor_interop'] } },
  }),
])

/** The title, its whole item spelled otherwise before its digest was taken. */
function shownAndMade(spell: (sealed: Uint8Array) => Encoded): Change {
  return madeOtherwise(degree, 'title', (item) => {
    const plain = element(item)
    return { ...plain, sealed: spell(plain.sealed.bytes) }
  })
}

const longFloats: readonly Definition[] = [
  issued.refused('M3-30', preferred, 'a float in eight bytes that two would hold', 'parse/cbor_not_minimal', {
    change: titled(double(3)),
  }),
  issued.refused('M3-31', preferred, 'a float in four bytes that two would hold', 'parse/cbor_not_minimal', {
    change: titled(encoded(0xfa, 0x40, 0x40, 0, 0)),
  }),
  issued.taken('M3-32', preferred, 'a float in eight bytes that two would hold, where that is tolerated', {
    change: titled(double(3)),
    circumstances: { options: { leniencies: ['cbor_interop'] } },
    claims: withTitle({ $float: '3.0' }),
  }),
  issued.taken('M3-33', preferred, 'a float in two bytes that is a whole number', {
    change: titled(half(0x4200)),
    claims: withTitle({ $float: '3.0' }),
  }),
  issued.taken('M3-34', preferred, 'a float that needs its eight bytes', {
    change: titled(double(0.1)),
    claims: withTitle({ $float: '0.1' }),
  }),
  answer.refused('M3-35', preferred, 'the status of the answer in two bytes', 'parse/cbor_not_minimal', {
    change: response({ status: withLongHead(0, 1) }),
  }),
  answer.taken('M3-36', preferred, 'the status of the answer in two bytes, where that is tolerated', {
    change: response({ status: withLongHead(0, 1) }),
    circumstances: { options: { leniencies: ['cbor_interop'] } },
  }),
  issued.refused(
    'M3-37',
    '§8.3, RFC 8949 §4.2.1',
    'an indefinite length stays refused where long heads are tolerated',
    'parse/cbor_indefinite',
    {
      change: spelledItem(indefinite),
      circumstances: { options: { leniencies: ['cbor_interop'] } },
    },
  ),
  issued.refused(
    'M3-38',
    '§8.3, RFC 8949 §5.6',
    'a key twice, in two spellings, where long heads are tolerated',
    'parse/cbor_key_repeated',
    {
      change: titled(new Encoded(head(5, 2), cbor(1), cbor('a'), longHead(0, 1, 1), cbor('b'))),
      circumstances: { options: { leniencies: ['cbor_interop'] } },
    },
  ),
]

/** M4: keys that stand twice. */
const repeatedKeys: readonly Definition[] = [
  ...(
    [
      ['issuerAuth in the IssuerSigned', () => ({ bendIssuerSigned: (all: Fields) => doubled(all, 'issuerAuth') })],
      ['nameSpaces in the IssuerSigned', () => ({ bendIssuerSigned: (all: Fields) => doubled(all, 'nameSpaces') })],
      ['a namespace', shownThrough((shown) => doubled(shown, degree))],
      ['elementValue in an item', spelledItem((item) => doubled(item, 'elementValue', 'Doctor of Fixtures'))],
      ['elementIdentifier in an item', spelledItem((item) => doubled(item, 'elementIdentifier', 'thesis'))],
      ['digestID in an item', spelledItem((item) => doubled(item, 'digestID', 3))],
      ['a name in a value', titled(doubled(fields({ en: 'Bachelor' }), 'en', 'Doctor'))],
      ['docType in the MSO', () => ({ bendMso: (all: Fields) => doubled(all, 'docType', person) })],
      [
        'a namespace in the digests',
        () => ({ bendDigests: (digests: ReadonlyMap<CborItem, Fields>) => doubled(digests, degree) }),
      ],
      ['a digestID in the digests', digestTwice],
      [
        'validUntil in the validity',
        () => ({
          bendMso: (all: Fields) =>
            fieldsWith(all, { validityInfo: doubled(validity, 'validUntil', dateTime('2099-01-01T00:00:00Z')) }),
        }),
      ],
      ['the curve in the device key', deviceKeyInfo({ deviceKey: doubled(deviceKey, -1) })],
      [
        'alg in the protected header',
        issuer({ protected: doubled(new Map([[label.algorithm, cose.ES256]]), label.algorithm, cose.ES384) }),
      ],
      [
        'x5chain in the unprotected header',
        issuer({ unprotected: doubled(new Map([[label.x5chain, documentSignerDer]]), label.x5chain) }),
      ],
    ] as const
  ).map(([what, change], index) =>
    issued.refused(`M4-${index + 1}`, '§8.3, RFC 8949 §5.6', `${what}, twice`, 'parse/cbor_key_repeated', {
      change: change as Change,
    }),
  ),
  answer.refused('M4-20', '§8.3, RFC 8949 §5.6', 'documents in the answer, twice', 'parse/cbor_key_repeated', {
    change: () => ({ bendResponse: (all) => doubled(all, 'documents') }),
  }),
  answer.refused('M4-21', '§8.3, RFC 8949 §5.6', 'status in the answer, twice: 0 and 10', 'parse/cbor_key_repeated', {
    change: () => ({ bendResponse: (all) => doubled(all, 'status', 10) }),
  }),
  answer.refused('M4-22', '§8.3, RFC 8949 §5.6', 'deviceSigned in the document, twice', 'parse/cbor_key_repeated', {
    change: () => ({ bendDocument: (all) => doubled(all, 'deviceSigned') }),
  }),
  issued.refused('M4-23', 'RFC 9052 §3', 'alg in both headers', 'parse/cose_label_repeated', {
    change: issuer({
      unprotected: new Map<CborItem, CborItem>([
        [label.x5chain, documentSignerDer],
        [label.algorithm, cose.ES256],
      ]),
    }),
  }),
  issued.refused('M4-24', 'RFC 9052 §3', 'x5chain in both headers', 'parse/cose_label_repeated', {
    change: issuer({
      protected: new Map<CborItem, CborItem>([
        [label.algorithm, cose.ES256],
        [label.x5chain, documentSignerDer],
      ]),
    }),
  }),
  issued.taken('M4-25', 'RFC 8949 §5.6', 'the keys 1 and "1" are two', {
    change: titled(
      new Map<CborItem, CborItem>([
        [1, 'number'],
        ['1', 'text'],
      ]),
    ),
    claims: withTitle({
      $map: [
        [1, 'number'],
        ['1', 'text'],
      ],
    }),
  }),
  issued.refused(
    'M4-26',
    'RFC 8949 §5.6',
    'a key that is a float, beside the same number: never merged',
    'parse/cbor_key_unsupported',
    {
      change: titled(
        new Map<CborItem, CborItem>([
          [1, 'whole'],
          [half(0x3c00), 'float'],
        ]),
      ),
    },
  ),
  issued.refused(
    'M4-27',
    'RFC 8949 §5.6',
    'two keys that differ in their Unicode form alone are two, and the same is one',
    'parse/cbor_key_repeated',
    {
      change: titled(new Encoded(head(5, 2), cbor('\u00e9'), cbor(1), cbor('\u00e9'), cbor(2))),
    },
  ),
  issued.taken('M4-28', 'RFC 8949 §5.6', 'two keys that differ in their Unicode form alone', {
    change: titled(fields({ '\u00e9': 1, 'e\u0301': 2 })),
    claims: withTitle({ '\u00e9': 1, 'e\u0301': 2 }),
  }),
]

function digestTwice(): { bendDigests: (digests: ReadonlyMap<CborItem, Fields>) => CborItem } {
  return { bendDigests: (digests) => withEntry(digests, degree, doubled(digests.get(degree) as Fields, 0)) }
}

/** M5: text that is no UTF-8, and simple values that mean nothing here. */
const badValues: readonly Definition[] = [
  ...(
    [
      ['a byte that no UTF-8 has', textOf(0x42, 0xff)],
      ['a sequence that is not finished', textOf(0x42, 0xe3, 0x81)],
      ['a letter in more bytes than it needs', textOf(0xc1, 0x81)],
      ['half of a surrogate pair', textOf(0xed, 0xa0, 0x80)],
      ['a code point beyond Unicode', textOf(0xf4, 0x90, 0x80, 0x80)],
    ] as const
  ).map(([what, value], index) =>
    issued.refused(`M5-${index + 1}`, '§8.3, RFC 8949 §3.1', `text with ${what}`, 'parse/text_not_utf8', {
      change: titled(value),
    }),
  ),
  issued.refused('M5-6', '§8.3, RFC 8949 §3.1', 'an element’s name that is no UTF-8', 'parse/text_not_utf8', {
    change: spelledItem((item) => fieldsWith(item, { elementIdentifier: textOf(0x74, 0xff) })),
  }),
  issued.refused('M5-7', '§8.3, RFC 8949 §3.1', 'a docType in the MSO that is no UTF-8', 'parse/text_not_utf8', {
    change: mso({ docType: textOf(0xc0, 0xaf) }),
  }),
  ...(
    [
      ['undefined', undefinedItem],
      ['an unassigned simple value', encoded(0xf0)],
      ['an unassigned simple value of two bytes', encoded(0xf8, 0xff)],
      ['false in two bytes', encoded(0xf8, 0x14)],
    ] as const
  ).map(([what, value], index) =>
    issued.refused(`M5-${index + 8}`, '§8.3, RFC 8949 §3.3', `${what} as a value`, 'parse/cbor_simple_unsupported', {
      change: titled(value),
    }),
  ),
  issued.taken('M5-12', 'RFC 8949 §3.3', 'null as a value', { change: titled(null), claims: withTitle(null) }),
  answer.refused(
    'M5-13',
    '§8.3, RFC 8949 §3.3',
    'undefined in the place of the detached payload',
    'parse/cbor_simple_unsupported',
    {
      change: device({ payload: () => undefinedItem }),
    },
  ),
]

/** M6: bombs, none of which may cost more than its bytes. */
const bombs: readonly Definition[] = [
  issued.refused('M6-1', 'limits of a verifier', 'a value forty levels deep', 'parse/cbor_too_deep', {
    change: titled(nested(40)),
  }),
  issued.refused('M6-2', 'limits of a verifier', 'a value ten thousand levels deep', 'parse/cbor_too_deep', {
    change: titled(new Encoded(Buffer.alloc(10_000, 0x81), cbor(0))),
  }),
  issued.taken('M6-3', 'limits of a verifier', 'a value twelve levels deep', {
    change: titled(nested(12)),
    claims: withTitle(nestedJson(12)),
  }),
  ...(
    [
      ['an array', encoded(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
      ['a map', encoded(0xbb, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff)],
      ['bytes', encoded(0x5b, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff)],
      ['text', encoded(0x7a, 0x7f, 0xff, 0xff, 0xff)],
    ] as const
  ).map(([what, value], index) =>
    issued.refused(
      `M6-${index + 4}`,
      'RFC 8949 §5.1, limits of a verifier',
      `${what} that says it is longer than all that follows`,
      'parse/cbor_malformed',
      {
        change: titled(value),
      },
    ),
  ),
  issued.refused('M6-8', 'limits of a verifier', 'a value of seventy thousand zeros', 'parse/cbor_too_large', {
    change: titled(new Encoded(head(4, 70_000), Buffer.alloc(70_000))),
  }),
  issued.refused('M6-9', 'limits of a verifier', 'forty items, each embedded in another', 'parse/cbor_too_deep', {
    change: titled(matryoshka(40)),
  }),
]

function nestedJson(depth: number): Json {
  return depth === 0 ? 0 : [nestedJson(depth - 1)]
}

function matryoshka(depth: number): Encoded {
  return depth === 0 ? new Encoded(cbor(0)) : embedded(matryoshka(depth - 1).bytes)
}

/** M11: what is embedded is one item, once, in bytes. */
const embeddedItems: readonly Definition[] = [
  issued.refused('M11-1', '§10.3', 'an item’s bytes without their tag 24', 'parse/mdoc_malformed', {
    change: shownAndMade((sealed) => new Encoded(sealed.subarray(2))),
  }),
  issued.refused('M11-2', '§10.3', 'an item’s map, not embedded', 'parse/mdoc_malformed', {
    change: madeOtherwise(degree, 'title', (item) => ({ ...element(item), sealed: new Encoded(cbor(item)) })),
  }),
  issued.refused('M11-3', '§10.3, RFC 8949 §3.4.5.1', 'tag 24 twice, one after the other', 'parse/cbor_malformed', {
    change: shownAndMade((sealed) => tag(24, new Encoded(sealed))),
  }),
  issued.refused('M11-4', '§10.3', 'an item embedded twice', 'parse/mdoc_malformed', {
    change: shownAndMade((sealed) => embedded(sealed)),
  }),
  issued.refused('M11-5', 'RFC 8949 §3.4.5.1', 'tag 24 on text', 'parse/cbor_malformed', {
    change: shownAndMade(() => tag(24, 'title')),
  }),
  issued.refused('M11-6', 'RFC 8949 §3.4.5.1', 'tag 24 on the item itself', 'parse/cbor_malformed', {
    change: madeOtherwise(degree, 'title', (item) => ({ ...element(item), sealed: tag(24, item) })),
  }),
  issued.refused('M11-7', 'RFC 8949 §3.4.5.1', 'two items in one tag 24', 'parse/cbor_malformed', {
    change: madeOtherwise(degree, 'title', (item) => ({
      ...element(item),
      sealed: embedded(joined(cbor(item), cbor(item))),
    })),
  }),
  issued.refused('M11-8', 'RFC 8949 §3.4.5.1', 'nothing in a tag 24', 'parse/cbor_malformed', {
    change: shownAndMade(() => embedded(new Uint8Array())),
  }),
  issued.refused('M11-9', '§10.3', 'another tag than 24', 'parse/cbor_tag_not_allowed', {
    change: shownAndMade((sealed) => new Encoded(Uint8Array.of(0xd8, 25), sealed.subarray(2))),
  }),
  issued.refused('M11-10', '§12.3', 'the MSO without its tag 24', 'parse/mso_malformed', {
    change: () => ({ payloadOf: (bytesOfMso) => bytesOfMso }),
  }),
  issued.refused('M11-11', '§12.3', 'the MSO embedded twice', 'parse/mso_malformed', {
    change: () => ({ payloadOf: (bytesOfMso) => embedded(embedded(bytesOfMso).bytes).bytes }),
  }),
  issued.refused('M11-12', '§12.3', 'the MSO with another item after it, in its tag 24', 'parse/cbor_malformed', {
    change: () => ({ payloadOf: (bytesOfMso) => embedded(joined(bytesOfMso, cbor(0))).bytes }),
  }),
  answer.refused('M11-13', '§10.3', 'the device’s namespaces without their tag 24', 'parse/mdoc_malformed', {
    change: device({ bendNamespaces: () => new Map() }),
  }),
  answer.refused('M11-14', '§10.3', 'the device’s namespaces embedded twice', 'parse/mdoc_malformed', {
    change: device({ bendNamespaces: (sealed) => embedded(sealed.bytes) }),
  }),
  answer.refused('M11-15', '§10.3', 'the document under a tag 24', 'parse/mdoc_malformed', {
    change: () => ({ bendDocument: (all) => embedded(cbor(all)) }),
  }),
]

/** M12: tags where none is, and none where one is. */
const tags: readonly Definition[] = [
  issued.refused('M12-1', '§12.3, RFC 9052 §2', 'IssuerAuth under the tag of a COSE_Sign1', 'parse/cose_tag_mismatch', {
    change: () => ({ bendIssuerAuth: (parts) => tag(18, parts) }),
  }),
  issued.taken('M12-2', '§12.3, RFC 9052 §2', 'IssuerAuth under the tag of a COSE_Sign1, where that is tolerated', {
    change: () => ({ bendIssuerAuth: (parts) => tag(18, parts) }),
    circumstances: { options: { leniencies: ['cose_tagged'] } },
  }),
  issued.refused(
    'M12-3',
    '§12.3, RFC 9052 §2',
    'IssuerAuth under the tag of a COSE_Mac0, where that of its own is tolerated',
    'parse/cose_tag_mismatch',
    {
      change: () => ({ bendIssuerAuth: (parts) => tag(17, parts) }),
      circumstances: { options: { leniencies: ['cose_tagged'] } },
    },
  ),
  answer.refused('M12-4', '§12.4, RFC 9052 §2', 'the device’s signature under its tag', 'parse/cose_tag_mismatch', {
    change: device({ bendProof: (parts) => tag(18, parts) }),
  }),
  answer.taken('M12-5', '§12.4, RFC 9052 §2', 'the device’s signature under its tag, where that is tolerated', {
    change: device({ bendProof: (parts) => tag(18, parts) }),
    circumstances: { options: { leniencies: ['cose_tagged'] } },
  }),
  mac.refused('M12-6', '§12.4, RFC 9052 §2', 'the device’s MAC under its tag', 'parse/cose_tag_mismatch', {
    change: device({ bendProof: (parts) => tag(17, parts) }),
  }),
  issued.refused('M12-7', 'RFC 8949 §3.4', 'a value under a tag that nobody expects', 'parse/cbor_tag_not_allowed', {
    change: titled(tag(32, 'https://registrar.example')),
  }),
  issued.refused('M12-8', 'RFC 8949 §3.4', 'a docType of the MSO under a tag', 'parse/mso_malformed', {
    change: mso({ docType: tag(0, degree) }),
  }),
  issued.refused('M12-9', 'RFC 8949 §3.4', 'an element’s name under a tag', 'parse/mdoc_malformed', {
    change: spelledItem((item) => fieldsWith(item, { elementIdentifier: tag(1004, 'title') })),
  }),
  issued.refused('M12-10', '§12.3', 'a time without its tag 0', 'parse/mso_malformed', {
    change: validityInfo({ validUntil: '2027-11-01T00:00:00Z' }),
  }),
  issued.refused('M12-11', '§12.3', 'a time as seconds under tag 1', 'parse/cbor_tag_not_allowed', {
    change: validityInfo({ validUntil: tag(1, 1_825_000_000) }),
  }),
  issued.refused('M12-12', '§12.3', 'a time as a full-date under tag 1004', 'parse/mso_malformed', {
    change: validityInfo({ validUntil: fullDate('2027-11-01') }),
  }),
  issued.taken('M12-13', 'RFC 8943 §1.1', 'values under tags 0 and 1004', {
    change: titled([dateTime('2026-03-25T09:00:00Z'), fullDate('2026-03-25')]),
    claims: withTitle([{ $tag: [0, '2026-03-25T09:00:00Z'] }, { $tag: [1004, '2026-03-25'] }]),
  }),
]

/** What a changed bit hits, one after the other: an element, its head, a certificate, the MSO, the signature. */
const hits = [
  'authenticate/element_digest_mismatch',
  'parse/mdoc_malformed',
  'parse/mdoc_malformed',
  'authenticate/element_digest_mismatch',
  'parse/mdoc_malformed',
  'parse/cbor_key_unsupported',
  'parse/mdoc_malformed',
  'parse/mdoc_malformed',
  'trust/certificate_malformed',
  'trust/certificate_malformed',
  'trust/certificate_signature_invalid',
  'trust/certificate_malformed',
  'trust/certificate_signature_invalid',
  'trust/certificate_signature_invalid',
  'trust/certificate_signature_invalid',
  'authenticate/signature_invalid',
  'authenticate/signature_invalid',
  'authenticate/signature_invalid',
  'authenticate/signature_invalid',
  'authenticate/signature_invalid',
  'parse/mso_malformed',
  'authenticate/signature_invalid',
  'parse/mso_malformed',
  'parse/mso_malformed',
] as const

/** M64: one bit changed anywhere refuses, and never throws. */
const flips: readonly Definition[] = hits.map((code, index) =>
  certified.refused(
    `M64-${index + 1}`,
    'limits of a verifier',
    `one bit changed, ${index + 1} twenty-fifths into the bytes`,
    code,
    { change: bytes((all) => flipped(all, Math.floor((all.length * (index + 1)) / 25))) },
  ),
)

/** ISO/IEC 18013-5 §8.3 and RFC 8949: how it is written. */
export const encodingCases: readonly Definition[] = [
  ...malformed,
  ...indefiniteLengths,
  ...indefiniteAnswers,
  stray,
  ...longHeads,
  ...longFloats,
  ...repeatedKeys,
  ...badValues,
  ...bombs,
  ...embeddedItems,
  ...tags,
  ...flips,
]
