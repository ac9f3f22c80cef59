import type { Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { type CborItem, cbor, Encoded, head } from '../status/cbor.ts'
import { authorityDer, authorityTrust, degree, licence, signerWith } from './bases.ts'
import { alsoElement, alsoMade, flipped, x5chain } from './changes.ts'
import { type Element, element, itemOf } from './mdoc.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const issued = casesOf('issued')
const certified = casesOf('certified')
const answer = casesOf('answer')
const two = casesOf('two')
const listed = casesOf('listed')

/** M57: what was asked for. */
const asked: readonly Definition[] = [
  answer.refused(
    'M57-1',
    '§10.3',
    'a document of another docType than the verifier asked for',
    'policy/type_not_allowed',
    {
      circumstances: { policies: { types: [licence] } },
    },
  ),
  answer.taken('M57-2', '§10.3', 'a document of the docType that the verifier asked for', {
    circumstances: { policies: { types: [degree] } },
  }),
  answer.refused('M57-3', '§10.3', 'an element missing that the verifier asked for', 'policy/claim_missing', {
    circumstances: { policies: { requiredClaims: [[degree, 'thesis']] } },
  }),
  answer.taken('M57-4', '§10.3', 'the elements that the verifier asked for', {
    circumstances: {
      policies: {
        requiredClaims: [
          [degree, 'title'],
          ['org.iso.23220.1', 'given_name'],
        ],
      },
    },
  }),
  issued.refused(
    'M57-5',
    '§10.3',
    'another docType than the verifier asked for, without a session',
    'policy/type_not_allowed',
    {
      circumstances: { policies: { types: [licence] } },
    },
  ),
]

const tampered: Change = (mdoc) => ({
  others: mdoc.others.map((one) => ({ ...one, issuer: { ...one.issuer, bendProof: flipped } })),
})

/** M59: several documents, each a part of the answer. */
const several: readonly Definition[] = [
  two.refused(
    'M59-1',
    'HAIP 1.0 §5.3.1',
    'several documents in one answer, where each has its own',
    'parse/mdoc_several_documents',
    {
      circumstances: { policies: { profile: 'haip-1.0' } },
    },
  ),
  two.met(
    'M59-2',
    '§12.8.1',
    'the second document with a signature that does not hold',
    {
      accepted: false,
      parts: [{ accepted: true }, { accepted: false, stage: 'authenticate', code: 'signature_invalid' }],
    },
    { change: tampered },
  ),
  answer.taken('M59-3', 'HAIP 1.0 §5.3.1', 'one document in one answer, as the profile has it', {
    change: x5chain(signerWith({})),
    circumstances: { policies: { profile: 'haip-1.0' } },
  }),
]

const documents =
  (count: number): Change =>
  (mdoc) => ({
    others: Array.from({ length: count - 1 }, () => ({ ...mdoc, others: [] })),
  })
const many = (count: number): readonly Element[] =>
  Array.from({ length: count }, (_, index) => element(itemOf(100 + index, `element-${index}`, index)))
/** A text of the length that fills the answer up. */
const filled = (length: number): CborItem => new Encoded(head(3, length), Buffer.alloc(length, 0x61))
const padding = (length: number): Uint8Array => cbor(new Encoded(Buffer.of(0x06, 0x0a, 0x2b), Buffer.alloc(length)))

/** M62: bounds. */
const bounds: readonly Definition[] = [
  answer.refused('M62-2', 'limits of a verifier', 'seventeen documents', 'parse/mdoc_too_large', {
    change: documents(17),
  }),
  issued.taken('M62-3', 'limits of a verifier', 'two hundred elements', {
    change: alsoMade(degree, ...many(200)),
    claims: (claims) => ({
      ...claims,
      [degree]: {
        ...(claims[degree] as Members),
        ...Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`element-${index}`, index])),
      },
    }),
  }),
  certified.refused(
    'M62-4',
    'limits of a verifier',
    'a certificate of twenty thousand bytes',
    'trust/certificate_too_large',
    {
      change: x5chain(signerWith({ bend: (der) => Buffer.concat([der, padding(20_000)]) })),
    },
  ),
  answer.refused('M62-5', 'limits of a verifier', 'an answer longer than the verifier takes', 'parse/mdoc_too_large', {
    circumstances: { options: { limits: { inputLength: 1_000 } } },
  }),
  issued.refused('M62-6', 'limits of a verifier', 'an mdoc longer than the verifier takes', 'parse/mdoc_too_large', {
    circumstances: { options: { limits: { inputLength: 1_000 } } },
  }),
  two.met(
    'M62-8',
    'limits of a verifier',
    'two documents where the verifier takes one',
    { accepted: false, parts: [{ accepted: false, stage: 'parse', code: 'mdoc_too_large' }] },
    { circumstances: { options: { limits: { documents: 1 } } } },
  ),
  issued.refused(
    'M62-9',
    'limits of a verifier',
    'six elements where the verifier takes five',
    'parse/mdoc_too_large',
    {
      circumstances: { options: { limits: { elements: 5 } } },
    },
  ),
  issued.taken('M62-10', 'limits of a verifier', 'six elements where the verifier takes six', {
    circumstances: { options: { limits: { elements: 6 } } },
  }),
  certified.refused(
    'M62-11',
    'limits of a verifier',
    'two certificates where the verifier takes one',
    'parse/mdoc_too_large',
    {
      change: x5chain([signerWith({}), authorityDer]),
      circumstances: { options: { limits: { certificates: 1 } } },
    },
  ),
  issued.taken('M62-7', 'limits of a verifier', 'a value of thirty thousand characters', {
    change: alsoElement(degree, 'long', filled(30_000)),
    claims: (claims) => ({ ...claims, [degree]: { ...(claims[degree] as Members), long: 'a'.repeat(30_000) } }),
  }),
]

const leftOut = (...names: readonly string[]): Members => ({ accepted: true, output: { skipped: names } })
const pinned = { trust: { keys: [fixtureKey('issuer').publicKey] } }

/** M65: what was not checked is said. */
const unchecked: readonly Definition[] = [
  certified.met(
    'M65-1',
    'limits of a verifier',
    'a bearer’s mdoc, its signer’s key pinned: neither certificate nor holder nor status was looked at',
    leftOut('document_signer', 'device_authentication', 'status'),
    { circumstances: pinned },
  ),
  answer.met(
    'M65-2',
    'limits of a verifier',
    'an answer, its signer certified: the status was not looked at',
    leftOut('status'),
    { circumstances: { trust: authorityTrust } },
  ),
  two.met(
    'M65-3',
    'limits of a verifier',
    'two documents, the signer’s key pinned: neither its certificate nor a status was looked at',
    {
      accepted: true,
      parts: [leftOut('document_signer', 'status'), leftOut('document_signer', 'status')],
    },
    { circumstances: pinned },
  ),
  listed.met(
    'M65-4',
    'limits of a verifier',
    'a licence whose status was asked, shown by a bearer: nobody proved to hold it',
    leftOut('device_authentication'),
    { circumstances: { at: '2026-12-01T12:00:01Z' } },
  ),
  listed.refused(
    'M65-5',
    'limits of a verifier',
    'a status that could not be looked at is not left out',
    'status/status_unreachable',
    { circumstances: { status: {} } },
  ),
]

/** ISO/IEC 18013-5 §10.3: what was asked for, how many, and how much. */
export const answerCases: readonly Definition[] = [...asked, ...several, ...bounds, ...unchecked]
