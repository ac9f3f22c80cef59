import type { Members } from '../json.ts'
import { hashOf } from '../json.ts'
import { type CborItem, cbor } from '../status/cbor.ts'
import { degree, licence, person } from './bases.ts'
import { alsoMade, document, madeOtherwise, mso, shownIn, shownOtherwise } from './changes.ts'
import { type Element, element, type Fields, fieldsWith, fieldsWithout, itemOf, randomOf, withEntry } from './mdoc.ts'
import { embedded, half, reversed } from './spelling.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const issued = casesOf('issued')
const answer = casesOf('answer')

/** The title's item sent in another spelling than that whose digest the issuer took. */
const sentOtherwise = (spell: (item: Fields) => CborItem): Change =>
  shownOtherwise((shown, { made }) => {
    const title = (made.get(degree) as readonly Element[])[0] as Element
    const items = shown.get(degree) as readonly CborItem[]
    return withEntry(shown, degree, [embedded(cbor(spell(title.item))), ...items.slice(1)])
  })
const digestsBent =
  (bend: (own: Fields) => CborItem): Change =>
  () => ({
    bendDigests: (digests) => new Map<CborItem, CborItem>([...digests, [degree, bend(digests.get(degree) as Fields)]]),
  })
const numberedItem = (digestID: CborItem): Change =>
  madeOtherwise(degree, 'title', (item) => element(fieldsWith(item, { digestID })))
const random = (value: CborItem): Change =>
  madeOtherwise(degree, 'title', (item) => element(fieldsWith(item, { random: value })))
const identifierClause = '§12.3'
const digestClause = '§12.8.1'

/** M21: every element is what its digest says. */
const elements: readonly Definition[] = [
  issued.refused('M21-1', digestClause, 'a value changed', 'authenticate/element_digest_mismatch', {
    change: sentOtherwise((item) => fieldsWith(item, { elementValue: 'Doctor of Fixtures' })),
  }),
  issued.refused('M21-2', digestClause, 'a random changed', 'authenticate/element_digest_mismatch', {
    change: sentOtherwise((item) => fieldsWith(item, { random: randomOf('another') })),
  }),
  issued.refused('M21-3', digestClause, 'a name changed', 'authenticate/element_digest_mismatch', {
    change: sentOtherwise((item) => fieldsWith(item, { elementIdentifier: 'doctorate' })),
  }),
  issued.refused('M21-4', digestClause, 'the digestID of another element', 'authenticate/element_digest_mismatch', {
    change: sentOtherwise((item) => fieldsWith(item, { digestID: 3 })),
  }),
  issued.refused(
    'M21-5',
    digestClause,
    'the same content, its names in another order',
    'authenticate/element_digest_mismatch',
    {
      change: sentOtherwise(reversed),
    },
  ),
  issued.refused('M21-6', digestClause, 'a name added to the item', 'authenticate/element_digest_mismatch', {
    change: sentOtherwise((item) => fieldsWith(item, { further: true })),
  }),
  issued.refused('M21-7', digestClause, 'a digestID that has no digest', 'authenticate/element_digest_missing', {
    change: sentOtherwise((item) => fieldsWith(item, { digestID: 99 })),
  }),
  issued.refused(
    'M21-8',
    digestClause,
    'an element that the issuer never made',
    'authenticate/element_digest_missing',
    {
      change: shownIn(degree, (items) => [...items, element(itemOf(99, 'honours', true)).sealed]),
    },
  ),
  issued.refused('M21-9', digestClause, 'a namespace that has no digests', 'authenticate/element_digest_missing', {
    change: shownOtherwise((shown) => withEntry(shown, 'example.other.1', shown.get(degree) as CborItem)),
  }),
  issued.refused(
    'M21-10',
    digestClause,
    'an element moved to another namespace',
    'authenticate/element_digest_mismatch',
    {
      change: shownOtherwise((shown) => {
        const [title, ...rest] = shown.get(degree) as readonly CborItem[]
        const others = shown.get(person) as readonly CborItem[]
        return new Map<CborItem, CborItem>([
          [degree, rest],
          [person, [...others, title as CborItem]],
        ])
      }),
    },
  ),
  issued.refused('M21-11', '§12.3', 'digests over items without their tag 24', 'authenticate/element_digest_mismatch', {
    change: (mdoc) => ({
      bendDigests: (digests) =>
        new Map<CborItem, CborItem>(
          [...digests].map(([namespace]) => [
            namespace,
            new Map<CborItem, CborItem>(
              (mdoc.made.get(namespace as string) as readonly Element[]).map(({ digestId, item }) => [
                digestId,
                Uint8Array.from(hashOf(cbor(item))),
              ]),
            ),
          ]),
        ),
    }),
  }),
  issued.refused('M21-12', digestClause, 'two digests exchanged', 'authenticate/element_digest_mismatch', {
    change: digestsBent((own) => new Map([...own, [0, own.get(3) as CborItem], [3, own.get(0) as CborItem]])),
  }),
  issued.refused('M21-13', digestClause, 'a digest taken out', 'authenticate/element_digest_missing', {
    change: digestsBent((own) => fieldsWithout(own, 0)),
  }),
  issued.refused('M21-14', '§12.3', 'a digest cut short', 'parse/mso_malformed', {
    change: digestsBent((own) => withEntry(own, 0, (own.get(0) as Uint8Array).subarray(0, 31))),
  }),
  issued.refused('M21-15', '§12.3', 'a digest of no bytes', 'parse/mso_malformed', {
    change: digestsBent((own) => withEntry(own, 0, new Uint8Array())),
  }),
  issued.refused('M21-16', '§12.3', 'a digest in base64', 'parse/mso_malformed', {
    change: digestsBent((own) => withEntry(own, 0, Buffer.from(own.get(0) as Uint8Array).toString('base64'))),
  }),
  ...(
    [
      ['2^31', 2 ** 31],
      ['-1', -1],
      ['text', '0'],
      ['a float', half(0)],
      ['bytes', Uint8Array.of(0)],
      ['null', null],
    ] as readonly (readonly [string, CborItem])[]
  ).map(([what, value], index) =>
    issued.refused(`M21-${index + 17}`, identifierClause, `an item whose digestID is ${what}`, 'parse/mdoc_malformed', {
      change: sentOtherwise((item) => fieldsWith(item, { digestID: value })),
    }),
  ),
  ...(
    [
      ['2^31', 2 ** 31],
      ['-1', -1],
      ['text', 'digest'],
      ['bytes', Uint8Array.of(0)],
    ] as readonly (readonly [string, CborItem])[]
  ).map(([what, value], index) =>
    issued.refused(
      `M21-${index + 23}`,
      identifierClause,
      `a digestID of the MSO that is ${what}`,
      'parse/mso_malformed',
      {
        change: digestsBent((own) => withEntry(own, value, own.get(0) as CborItem)),
      },
    ),
  ),
  issued.taken('M21-27', identifierClause, 'the digestID 2^31 - 1', { change: numberedItem(2 ** 31 - 1) }),
  issued.refused('M21-28', identifierClause, 'a random of fifteen bytes', 'parse/mdoc_malformed', {
    change: random(randomOf('title', 15)),
  }),
  issued.refused('M21-29', identifierClause, 'a random of no bytes', 'parse/mdoc_malformed', {
    change: random(new Uint8Array()),
  }),
  issued.taken('M21-30', identifierClause, 'a random of fifteen bytes, where that is tolerated', {
    change: random(randomOf('title', 15)),
    circumstances: { options: { leniencies: ['mdoc_short_random'] } },
  }),
  issued.taken('M21-31', identifierClause, 'a random of thirty-two bytes', { change: random(randomOf('title', 32)) }),
  issued.taken('M21-32', '§12.3', 'digests with nothing behind them', {
    change: digestsBent((own) => new Map([...own, [50, randomOf('decoy', 32)], [51, randomOf('another decoy', 32)]])),
  }),
  issued.taken('M21-33', '§12.3', 'a namespace of which nothing is shown', {
    change: () => ({
      bendDigests: (digests) =>
        new Map<CborItem, CborItem>([...digests, ['example.withheld.1', new Map([[0, randomOf('withheld', 32)]])]]),
    }),
  }),
  issued.taken('M21-34', '§12.3', 'digestIDs that two namespaces share', {
    change: alsoMade(person, element(itemOf(7, 'sex', 2))),
    claims: (claims) => ({ ...claims, [person]: { ...(claims[person] as Members), sex: 2 } }),
  }),
  issued.refused(
    'M21-35',
    digestClause,
    'the item of one element under the digest of a decoy',
    'authenticate/element_digest_mismatch',
    {
      change: digestsBent((own) => withEntry(own, 0, randomOf('decoy', 32))),
    },
  ),
]

/** M22: one docType. */
const docTypes: readonly Definition[] = [
  answer.refused(
    'M22-1',
    digestClause,
    'a docType of the document that the MSO has not',
    'authenticate/doc_type_mismatch',
    {
      change: document({ docType: licence }),
    },
  ),
  answer.refused(
    'M22-2',
    digestClause,
    'a docType of the MSO that the document has not',
    'authenticate/doc_type_mismatch',
    {
      change: mso({ docType: licence }),
    },
  ),
  answer.refused('M22-3', digestClause, 'docTypes that differ in case alone', 'authenticate/doc_type_mismatch', {
    change: document({ docType: degree.toUpperCase() }),
  }),
]

/** ISO/IEC 18013-5 §12.8.1: what is shown is what the issuer signed. */
export const digestCases: readonly Definition[] = [...elements, ...docTypes]
