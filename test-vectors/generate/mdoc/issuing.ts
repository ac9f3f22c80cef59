import { at } from '../bases.ts'
import { base64url, type Json, type Members, without } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import type { Case } from '../suite.ts'
import { shifted } from '../x509/certificate.ts'
import {
  authorityDer,
  baseClaims,
  degree,
  documentSigner,
  documentSignerDer,
  licence,
  licenceNames,
  person,
  signerOf,
  signerWith,
} from './bases.ts'

const inStandard = (clause: string): string => (clause.startsWith('§') ? `ISO/IEC 18013-5 ${clause}` : clause)
const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
const exactly = (iso: string): string => iso.replace('.000Z', 'Z')

const issuer: Members = { key: fixtureKey('issuer').privateKey, certificates: [base64(documentSignerDer)] }
const expires = '2027-12-01T00:00:00Z'
/** The second in which the cases issue. */
const signed = at
const draft: Members = {
  issuer,
  docType: degree,
  namespaces: baseClaims,
  holderKey: fixtureKey('holder').publicKey,
  expires,
}
const dates = (validFrom: string, more: Members = {}, signedAt = signed): Members => {
  const times = { signed: signedAt, validFrom, validUntil: expires, ...more }
  return Object.fromEntries(Object.entries(times).map(([name, time]) => [name, { $tag: [0, time as string] }]))
}

interface Rest {
  readonly at?: string
  readonly random?: Json
  readonly options?: Members
}

function issue(id: string, clause: string, title: string, input: Members, expect: Members, rest: Rest = {}): Case {
  return operationCase('issue', id, inStandard(clause), title, {
    format: 'mso_mdoc',
    at,
    random: `seed of ${id}`,
    input: { ...draft, ...input },
    ...(rest as Members),
    expect,
  })
}

/** Always: that every element has its digest, and that the signature holds by the certificate that comes along. */
const issued = (more: Members = {}): Members => ({
  accepted: true,
  output: { digestsKept: true, signed: true, proof: null, ...more },
})
const taken = (
  id: string,
  clause: string,
  title: string,
  input: Members = {},
  shows: Members = {},
  rest?: Rest,
): Case => issue(id, clause, title, input, issued(shows), rest)
const refused = (id: string, clause: string, title: string, code: string, input: Members, rest?: Rest): Case =>
  issue(id, clause, title, input, refusedWith(code), rest)
/** What is wrong use, and has no code. */
const misused = (id: string, clause: string, title: string, input: Members, rest?: Rest): Case =>
  issue(id, clause, title, input, { accepted: false }, rest)
/** The same of a draft from which something is missing. */
const missing = (id: string, clause: string, title: string, name: string): Case =>
  operationCase('issue', id, inStandard(clause), title, {
    format: 'mso_mdoc',
    at,
    random: `seed of ${id}`,
    input: without(draft, name),
    expect: { accepted: false },
  })

/** Twelve elements: by chance they come in their order once in 480 million times. */
const twelve: Members = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`element_${String(index).padStart(2, '0')}`, index]),
)

const elements: readonly Case[] = [
  taken(
    'M21-41',
    '§12.3',
    'elements of two namespaces, and of every type',
    {},
    {
      docType: degree,
      claims: baseClaims,
      digestAlgorithm: 'SHA-256',
      digests: 6,
      identifiersInRange: true,
      randomBits: 128,
      randomDistinct: true,
      validityInfo: dates(signed),
      status: null,
      keyAuthorizations: null,
      certificates: 1,
      algorithm: -7,
    },
  ),
  taken(
    'M21-42',
    '§12.3',
    'twelve elements: neither their places nor their identifiers tell which is which',
    {
      namespaces: { [degree]: twelve },
    },
    { claims: { [degree]: twelve }, orderHidden: true, digests: 12, randomDistinct: true },
  ),
  taken(
    'M21-43',
    '§12.3',
    'three digests more in each namespace, with nothing behind them',
    { decoys: 3 },
    {
      claims: baseClaims,
      digests: 12,
      identifiersInRange: true,
    },
  ),
  taken(
    'M21-44',
    '§12.3',
    'twelve elements among twelve such digests',
    {
      namespaces: { [degree]: twelve },
      decoys: 12,
    },
    { claims: { [degree]: twelve }, orderHidden: true, digests: 24 },
  ),
  taken(
    'M21-45',
    '§12.3',
    'one element of each value that could be guessed, none of which stands where it is not shown',
    {
      namespaces: { [degree]: { passed: true, failed: false } },
    },
    { claims: { [degree]: { passed: true, failed: false } }, randomDistinct: true, randomBits: 128 },
  ),
  refused(
    'M21-49',
    '§12.3',
    'a broken generator that gives the same bytes again',
    'random_repeated',
    {},
    {
      random: { repeated: 'AAAAAAAAAAAAAAAAAAAAAA' },
    },
  ),
  refused(
    'M21-50',
    '§12.3',
    'a broken generator, and two digests with nothing behind them',
    'random_repeated',
    {
      namespaces: { [degree]: { title: 'Bachelor of Fixtures' } },
      decoys: 2,
    },
    { random: { repeated: 'AAAAAAAAAAAAAAAAAAAAAA' } },
  ),
  misused('M21-46', '§12.3', 'half a digest more', { decoys: 0.5 }),
  misused('M21-47', '§12.3', 'fewer digests than none', { decoys: -1 }),
  misused('M21-48', '§12.3', 'more digests with nothing behind them than anybody needs', { decoys: 4_097 }),
  taken(
    'M20-20',
    '§12.3',
    'digests of SHA-384',
    { digestAlgorithm: 'sha-384' },
    {
      digestAlgorithm: 'SHA-384',
      claims: baseClaims,
    },
  ),
  taken(
    'M20-21',
    '§12.3',
    'digests of SHA-512',
    { digestAlgorithm: 'sha-512' },
    {
      digestAlgorithm: 'SHA-512',
      claims: baseClaims,
    },
  ),
  misused('M20-22', '§12.3', 'digests of SHA-1', { digestAlgorithm: 'sha-1' }),
  taken(
    'M3-42',
    'RFC 8949 §4.1',
    'whole numbers as floats stay floats, and others what they are',
    {
      namespaces: {
        [degree]: { average: { $float: '3.0' }, credits: 30, minus: -1, none: null },
      },
    },
    {
      claims: { [degree]: { average: { $float: '3.0' }, credits: 30, minus: -1, none: null } },
    },
  ),
]

const names: readonly Case[] = [
  taken(
    'M14-16',
    'limits of a verifier',
    'names of JavaScript’s own objects',
    {
      namespaces: JSON.parse('{"__proto__":{"constructor":1},"toString":{"__proto__":{"x":true}}}') as Members,
    },
    { claims: JSON.parse('{"__proto__":{"constructor":1},"toString":{"__proto__":{"x":true}}}') as Members },
  ),
  missing('M8-40', '§10.3', 'no docType', 'docType'),
  misused('M8-41', '§10.3', 'a docType without a character', { docType: '' }),
  missing('M8-42', '§10.3', 'no elements', 'namespaces'),
  misused('M8-43', '§10.3', 'namespaces, and none of them', { namespaces: {} }),
  misused('M8-44', '§10.3', 'a namespace with nothing in it', { namespaces: { ...baseClaims, 'example.other.1': {} } }),
  misused('M8-45', '§10.3', 'a list of elements', { namespaces: { [degree]: ['title'] } }),
  misused('M8-46', '§10.3', 'a member that no draft has', { expiryDate: expires }),
  misused('M6-10', 'limits of a verifier', 'an element deeper than a reader follows', {
    namespaces: { [degree]: { deep: nested(40) } },
  }),
  misused('M5-14', '§8.3, RFC 8949 §3.1', 'half of a pair of surrogates', {
    namespaces: { [degree]: { title: '\ud800' } },
  }),
  misused('M12-16', 'RFC 8949 §3.4', 'a tag that no reader takes', {
    namespaces: { [degree]: { number: { $tag: [2, { $bytes: 'AQ' }] } } },
  }),
  taken(
    'M12-17',
    'RFC 8949 §3.4, RFC 8943',
    'a date and a time under their tags',
    {
      namespaces: { [degree]: { day: { $tag: [1004, '2026-03-25'] }, time: { $tag: [0, '2026-03-25T09:00:00Z'] } } },
    },
    {
      claims: { [degree]: { day: { $tag: [1004, '2026-03-25'] }, time: { $tag: [0, '2026-03-25T09:00:00Z'] } } },
    },
  ),
]

const times: readonly Case[] = [
  taken(
    'M24-53',
    '§12.3',
    'signed before it is issued, valid later',
    {
      issuedAt: '2026-11-30T00:00:00Z',
      notBefore: '2027-01-01T00:00:00Z',
    },
    { validityInfo: dates('2027-01-01T00:00:00Z', {}, '2026-11-30T00:00:00Z') },
  ),
  taken(
    'M24-54',
    '§12.3',
    'times with fractions: none is written',
    {
      issuedAt: '2026-11-30T00:00:00.999Z',
      notBefore: '2026-11-30T00:00:01.001Z',
      expires: '2027-12-01T00:00:00.5Z',
    },
    { validityInfo: dates('2026-11-30T00:00:01Z', {}, '2026-11-30T00:00:00Z') },
  ),
  taken(
    'M24-55',
    '§12.3',
    'when newer data is expected',
    { expectedUpdate: '2027-06-01T00:00:00Z' },
    {
      validityInfo: dates(signed, { expectedUpdate: '2027-06-01T00:00:00Z' }),
    },
  ),
  taken(
    'M24-56',
    '§12.3',
    'valid for one second',
    { expires: shiftedBy(1) },
    {
      validityInfo: dates(signed, { validUntil: shiftedBy(1) }),
    },
  ),
  refused('M24-57', '§12.3', 'valid for no second', 'period_empty', { expires: signed }),
  refused('M24-58', '§12.3', 'ended before it began', 'period_empty', { expires: shiftedBy(-1) }),
  refused('M24-59', '§12.3', 'valid before it was signed', 'period_empty', { notBefore: shiftedBy(-1) }),
  refused('M24-60', '§12.3', 'valid from its end on', 'period_empty', { notBefore: expires }),
  missing('M24-61', '§12.3', 'without an end', 'expires'),
  misused('M24-62', '§12.3', 'an end beyond four digits of years', { expires: '+010000-01-01T00:00:00Z' }),
  misused('M24-63', '§12.3', 'an end that is no time', { expires: 'never' }),
]

const certificateOf = (key: KeyName): Members => ({
  issuer: { key: fixtureKey(key).privateKey, certificates: [base64(signerOf(key))] },
})
const certified = (...certificates: readonly Uint8Array[]): Members => ({
  issuer: { ...issuer, certificates: certificates.map(base64) },
})

/** The signer: its algorithm, its certificate, and how long and for whom that speaks. */
const signers: readonly Case[] = [
  ...(
    [
      ['issuer', 'ES256 with P-256', -7],
      ['issuer-p384', 'ES384 with P-384', -35],
      ['issuer-p521', 'ES512 with P-521', -36],
      ['issuer-ed25519', 'EdDSA with Ed25519', -8],
      ['issuer-ed448', 'EdDSA with Ed448', -8],
      ['issuer-brainpool-p256', 'brainpoolP256r1', -265],
      ['issuer-brainpool-p320', 'brainpoolP320r1', -266],
      ['issuer-brainpool-p384', 'brainpoolP384r1', -267],
      ['issuer-brainpool-p512', 'brainpoolP512r1', -268],
    ] as const
  ).map(([key, title, algorithm], index) =>
    taken(`M16-${52 + index}`, '§12.3, RFC 9864 §2', `signed with ${title}`, certificateOf(key), {
      algorithm,
      claims: baseClaims,
    }),
  ),
  taken(
    'M15-20',
    '§12.3, RFC 9360 §2',
    'the certificate between the signer and the authority comes along',
    {
      ...certified(documentSignerDer, authorityDer),
    },
    { certificates: 2 },
  ),
  misused('M15-21', '§12.3', 'without a certificate', { issuer: without(issuer, 'certificates') }),
  misused('M15-22', '§12.3', 'an empty chain', certified()),
  misused('M15-23', '§12.3', 'the certificate of another key', certified(signerOf('second-issuer'))),
  misused('M15-24', '§12.3', 'the authority’s certificate first', certified(authorityDer, documentSignerDer)),
  refused('M15-25', 'RFC 5280 §4.1', 'a certificate that is none', 'certificate_malformed', {
    ...certified(Uint8Array.of(0x30, 0)),
  }),
  taken('M23-6', '§12.8.1', 'in the last second of its signer’s certificate', {
    ...certified(signerWith({ notAfter: exactly(signed) })),
  }),
  refused('M23-7', '§12.8.1', 'a second after its signer’s certificate ended', 'signed_outside_certificate', {
    ...certified(signerWith({ notAfter: shiftedBy(-1) })),
  }),
  taken('M23-8', '§12.8.1', 'in the first second of its signer’s certificate', {
    ...certified(signerWith({ notBefore: exactly(signed) })),
  }),
  refused('M23-9', '§12.8.1', 'a second before its signer’s certificate began', 'signed_outside_certificate', {
    ...certified(signerWith({ notBefore: shiftedBy(1) })),
  }),
  refused('M23-10', '§12.8.1', 'dated before its signer’s certificate began', 'signed_outside_certificate', {
    issuedAt: exactly(shifted(documentSigner.notBefore, -1)),
  }),
  taken(
    'M24-64',
    '§12.8.1',
    'valid for longer than its signer’s certificate',
    {
      expires: exactly(shifted(documentSigner.notAfter, 86_400)),
    },
    { validityInfo: dates(signed, { validUntil: exactly(shifted(documentSigner.notAfter, 86_400)) }) },
  ),
]

const licenceOf = (change: Members): Members => ({
  docType: licence,
  namespaces: {
    [licenceNames]: { family_name: 'Exemplar', issuing_country: 'JP', issuing_jurisdiction: 'JP-13', ...change },
  },
})
const ofAuthority: { readonly options: Members } = { options: { issuingAuthority: { [degree]: person } } }
const fromFrance: Members = { namespaces: { [person]: { issuing_country: 'FR' } } }

/** M25: the authority by whose certificate it is signed. */
const authorities: readonly Case[] = [
  taken('M25-13', '§13.4.2', 'a driving licence of its signer’s country and jurisdiction', licenceOf({}), {
    docType: licence,
  }),
  refused('M25-14', '§13.4.2', 'a driving licence of another country', 'issuing_country_mismatch', {
    ...licenceOf({ issuing_country: 'FR' }),
  }),
  refused('M25-15', '§13.4.2', 'a driving licence of a country in small letters', 'issuing_country_mismatch', {
    ...licenceOf({ issuing_country: 'jp' }),
  }),
  refused('M25-16', '§13.4.2', 'a driving licence of another jurisdiction', 'issuing_jurisdiction_mismatch', {
    ...licenceOf({ issuing_jurisdiction: 'JP-27' }),
  }),
  taken('M25-17', '§13.4.2', 'a jurisdiction, where the signer speaks for the whole country', {
    ...licenceOf({ issuing_jurisdiction: 'JP-27' }),
    ...certified(signerWith({ subject: 'CN=Fixture Document Signer, C=JP' })),
  }),
  taken('M25-18', '§13.4.2', 'a diploma of another country: its docType does not bind it', fromFrance),
  refused(
    'M25-19',
    '§13.4.2',
    'a diploma of another country, where its docType binds it',
    'issuing_country_mismatch',
    {
      ...fromFrance,
    },
    ofAuthority,
  ),
]

const holderKeyIs = (name: KeyName): Members => ({ holderKey: fixtureKey(name).publicKey })
const both = { namespaces: ['example.wallet.2'], elements: { 'example.wallet.1': ['note', 'pages'] } }
const written = {
  nameSpaces: ['example.wallet.2'],
  dataElements: { 'example.wallet.1': ['note', 'pages'] },
}

/** M28, M34: the holder's key, and what it may vouch for. */
const holders: readonly Case[] = [
  ...(['holder-p384', 'holder-ed25519', 'issuer-p521', 'issuer-ed448', 'issuer-brainpool-p320'] as const).map(
    (key, index) =>
      taken(
        `M28-${27 + index}`,
        '§12.3, RFC 9053 §7',
        `for a key on ${fixtureKey(key).publicKey.crv as string}`,
        {
          ...holderKeyIs(key),
        },
        { claims: baseClaims },
      ),
  ),
  missing('M28-32', '§12.3', 'for nobody’s key', 'holderKey'),
  misused('M28-33', '§12.3, RFC 9053 §7', 'for a point off its curve', {
    holderKey: { ...fixtureKey('holder').publicKey, x: fixtureKey('attacker').publicKey.x as string },
  }),
  misused('M28-34', '§12.3, RFC 7517 §9.3', 'for a private key', { holderKey: fixtureKey('holder').privateKey }),
  taken(
    'M34-23',
    '§12.3',
    'the holder’s key vouches for a namespace and some elements',
    { keyAuthorizations: both },
    {
      keyAuthorizations: written,
    },
  ),
  taken(
    'M34-24',
    '§12.3',
    'the holder’s key vouches for a namespace',
    {
      keyAuthorizations: { namespaces: both.namespaces },
    },
    { keyAuthorizations: { nameSpaces: written.nameSpaces } },
  ),
  taken(
    'M34-25',
    '§12.3',
    'the holder’s key vouches for some elements',
    {
      keyAuthorizations: { elements: both.elements },
    },
    { keyAuthorizations: { dataElements: written.dataElements } },
  ),
  misused('M34-26', '§12.3', 'authorizations for nothing', { keyAuthorizations: {} }),
  misused('M34-27', '§12.3', 'a list of namespaces with none in it', {
    keyAuthorizations: { ...both, namespaces: [] },
  }),
  misused('M34-28', '§12.3', 'namespaces with elements, and none of them', {
    keyAuthorizations: { ...both, elements: {} },
  }),
  misused('M34-29', '§12.3', 'a list of elements with none in it', {
    keyAuthorizations: { elements: { 'example.wallet.1': [] } },
  }),
  misused('M34-30', '§12.3', 'a namespace whole and in part', {
    keyAuthorizations: { ...both, namespaces: ['example.wallet.1'] },
  }),
]

const uri = 'https://registrar.example/statuslists/1'
const identifier: Members = { $bytes: 'AAECAw' }
const certificate: Members = { $bytes: base64url(documentSignerDer) }

/** M51, M52: where to ask whether it still holds. */
const statuses: readonly Case[] = [
  taken(
    'M51-22',
    '§12.3.6',
    'a place in a status list',
    { status: { statusList: { uri, index: 3 } } },
    {
      status: { status_list: { idx: 3, uri } },
    },
  ),
  taken(
    'M51-23',
    '§12.3.6',
    'a place in a status list, and who signs it',
    {
      status: { statusList: { uri, index: 0, certificate } },
    },
    { status: { status_list: { idx: 0, uri, certificate } } },
  ),
  taken(
    'M52-7',
    '§12.3.6',
    'an identifier in an identifier list',
    { status: { identifierList: { uri, identifier } } },
    {
      status: { identifier_list: { id: identifier, uri } },
    },
  ),
  taken(
    'M52-8',
    '§12.3.6',
    'both, and who signs the identifier list',
    {
      status: { statusList: { uri, index: 3 }, identifierList: { uri, identifier, certificate } },
    },
    { status: { status_list: { idx: 3, uri }, identifier_list: { id: identifier, uri, certificate } } },
  ),
  misused('M51-24', '§12.3.6', 'a status without a list', { status: {} }),
  misused('M51-25', '§12.3.6', 'a place before the first', { status: { statusList: { uri, index: -1 } } }),
  misused('M51-26', '§12.3.6', 'a place between two', { status: { statusList: { uri, index: 1.5 } } }),
  misused('M51-27', '§12.3.6', 'a list without an address', { status: { statusList: { uri: 'list', index: 3 } } }),
  misused('M51-28', '§12.3.6', 'a list of another kind', { status: { bitstring: { uri, index: 3 } } }),
  misused('M52-9', '§12.3.6', 'an identifier in text', { status: { identifierList: { uri, identifier: 'AAECAw' } } }),
]

function nested(depth: number): Json {
  return depth === 0 ? 0 : [nested(depth - 1)]
}

function shiftedBy(seconds: number): string {
  return exactly(shifted(signed, seconds))
}

/** ISO/IEC 18013-5 §10.3, §12.3: what an issuer writes, and what it refuses to write. */
export const issuingCases: readonly Case[] = [
  ...elements,
  ...names,
  ...times,
  ...signers,
  ...authorities,
  ...holders,
  ...statuses,
]
