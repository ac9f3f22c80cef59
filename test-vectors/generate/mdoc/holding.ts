import { at } from '../bases.ts'
import { base64url, type Json, type Members } from '../json.ts'
import { fixtureCertificate, fixtureKey, type KeyName } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import { type CborItem, cbor } from '../status/cbor.ts'
import type { Case } from '../suite.ts'
import {
  authorityDer,
  authorityTrust,
  authorizations,
  type BaseName,
  baseClaims,
  baseMdoc,
  browserTranscript,
  clientId,
  coseKey,
  degree,
  label,
  licence,
  licenceNames,
  nonce,
  origin,
  person,
  redirectTranscript,
  responseUri,
  signedAt,
  signerWith,
  transcriptOf,
  validUntil,
  wallet,
} from './bases.ts'
import {
  alsoElement,
  alsoMade,
  alsoUnprotected,
  bytes,
  deviceKeyInfo,
  issuer,
  issuerProtected,
  madeOtherwise,
  mso,
  msoWithout,
  shownIn,
  validityInfo,
  x5chain,
} from './changes.ts'
import {
  build,
  element,
  fields,
  fieldsWith,
  fieldsWithout,
  itemOf,
  type Mdoc,
  type Namespaces,
  randomOf,
} from './mdoc.ts'
import { dateTime, doubled, indefinite, nested, tag, textOf, undefinedItem, withLongHead } from './spelling.ts'
import type { Change } from './suite.ts'

const inStandard = (clause: string): string => (clause.startsWith('§') ? `ISO/IEC 18013-5 ${clause}` : clause)

const everything = (all: Namespaces): ReadonlyMap<CborItem, CborItem> =>
  new Map([...all].map(([namespace, elements]) => [namespace, elements.map(({ sealed }) => sealed)]))

/** As the issuer handed it over: every element, and no answer to anybody. */
function handedOver(change: Change = () => ({}), base: BaseName = 'certified'): string {
  const { device: _, ...mdoc } = baseMdoc(base)
  const whole: Mdoc = { ...mdoc, shown: everything }
  return build({ ...whole, ...change(whole) })
}

const whole = handedOver()
const wholeDegree: Members = { ...(baseClaims[degree] as Members), thesis: 'On Fixtures' }
const wholePerson: Members = { ...(baseClaims[person] as Members), family_name: 'Exemplar' }
const wholeClaims: Members = { [degree]: wholeDegree, [person]: wholePerson }

const tomorrow = '2026-12-02T12:00:00Z'
const half = (text: string): string => text.replace('Z', '.5Z')
const holderKeyIs = (name: KeyName): Change => deviceKeyInfo({ deviceKey: coseKey(fixtureKey(name).publicKey) })
const otherTitle = element(itemOf(0, 'title', 'Doctor of Fixtures')).sealed
const foreign = element(itemOf(77, 'role', 'professor')).sealed
const short = (length: number): Change =>
  madeOtherwise(degree, 'title', (item) => element(fieldsWith(item, { random: randomOf('title', length) })))

interface Receiving {
  readonly change?: Change
  readonly base?: BaseName
  readonly holderKey?: Json
  readonly credential?: Members
  readonly rest?: Members
}

function receive(id: string, clause: string, title: string, expect: Members, receiving: Receiving): Case {
  const { change, base, holderKey = fixtureKey('holder').publicKey, credential, rest = {} } = receiving
  return operationCase('receive', id, inStandard(clause), title, {
    format: 'mso_mdoc',
    at,
    trust: authorityTrust,
    input: { credential: credential ?? { base64url: handedOver(change, base) }, holderKey },
    ...rest,
    expect,
  })
}

const taken = (id: string, clause: string, title: string, receiving: Receiving = {}, claims = wholeClaims): Case =>
  receive(id, clause, title, { accepted: true, claims }, receiving)

function refused(id: string, clause: string, title: string, code: string, receiving: Receiving): Case {
  const [stage = '', name = ''] = code.split('/')
  return receive(id, clause, title, { accepted: false, stage, code: name }, receiving)
}

const tolerating = (name: string): Members => ({ options: { leniencies: [name] } })

/** What a holder takes of its issuer: what a verifier would, and nothing that is bound to another. */
const receiving: readonly Case[] = [
  receive(
    'M21-36',
    '§10.3, §12.8.1',
    'what the issuer handed over, every element of it',
    {
      accepted: true,
      claims: wholeClaims,
      output: {
        disclosable: [...baseMdoc('certified').made].flatMap(([namespace, elements]) =>
          elements.map(({ name }) => [namespace, name]),
        ),
      },
    },
    {},
  ),
  refused('M21-37', '§12.8.1', 'an element changed on the way', 'authenticate/element_digest_mismatch', {
    change: shownIn(degree, ([, ...others]) => [otherTitle, ...others]),
  }),
  refused('M21-38', '§12.8.1', 'an element that the issuer never made', 'authenticate/element_digest_missing', {
    change: shownIn(degree, (items) => [...items, foreign]),
  }),
  refused('M21-39', '§12.3', 'an element whose random has fifteen bytes', 'parse/mdoc_malformed', {
    change: short(15),
  }),
  taken('M21-40', '§12.3', 'an element whose random has fifteen bytes, where that is tolerated', {
    change: short(15),
    rest: tolerating('mdoc_short_random'),
  }),
  refused('M28-21', '§12.3', 'bound to another’s key', 'policy/holder_key_differs', {
    change: holderKeyIs('attacker'),
  }),
  refused('M28-22', '§12.3', 'bound to a key of another curve than was asked for', 'policy/holder_key_differs', {
    change: holderKeyIs('holder-p384'),
  }),
  refused('M28-23', '§12.3', 'bound to a key, where none was asked for', 'policy/holder_key_differs', {
    holderKey: 'bearer',
  }),
  taken('M28-24', '§12.3', 'bound to an Edwards key, as was asked for', {
    change: holderKeyIs('holder-ed25519'),
    holderKey: fixtureKey('holder-ed25519').publicKey,
  }),
  refused('M28-25', '§12.3', 'without a device key', 'parse/mso_malformed', { change: msoWithout('deviceKeyInfo') }),
  refused('M28-26', '§12.3, RFC 9053 §7', 'bound to a point off its curve', 'policy/holder_key_differs', {
    change: deviceKeyInfo({
      deviceKey: coseKey({ ...fixtureKey('holder').publicKey, x: fixtureKey('attacker').publicKey.x as string }),
    }),
  }),
  refused('M18-28', '§12.8.1', 'signed by an attacker', 'authenticate/signature_invalid', {
    change: issuer({ signing: { algorithm: 'ES256', key: fixtureKey('attacker').privateKey } }),
  }),
  refused('M18-29', '§12.8.1', 'one bit of the signature changed', 'authenticate/signature_invalid', {
    change: issuer({ bendProof: (proof) => Uint8Array.from(proof, (byte, i) => (i === 40 ? byte ^ 1 : byte)) }),
  }),
  refused('M19-11', '§12.8.4', 'a signer of another authority', 'trust/certificate_authority_unknown', {
    rest: { trust: { certificates: [fixtureCertificate('attacker-authority')], binding: 'none' } },
  }),
  refused('M19-12', '§12.8.4', 'a signer whose key is not the one that is pinned', 'authenticate/signature_invalid', {
    rest: { trust: { keys: [fixtureKey('second-issuer').publicKey] } },
  }),
  taken('M19-13', '§12.8.4', 'a signer whose key is pinned', {
    rest: { trust: { keys: [fixtureKey('issuer').publicKey] } },
  }),
  refused('M15-19', '§12.3', 'without the certificate of its signer', 'parse/x5chain_missing', {
    change: issuer({ unprotected: new Map() }),
  }),
  refused('M16-51', '§12.3', 'an algorithm that the wallet does not take', 'authenticate/algorithm_not_allowed', {
    rest: { options: { algorithms: ['ES384'] } },
  }),
  refused('M20-18', '§12.3', 'digests of SHA-1', 'parse/mso_digest_algorithm_not_allowed', {
    change: mso({ digestAlgorithm: 'SHA-1' }),
  }),
  refused('M20-19', '§12.3', 'an MSO of version 2', 'parse/mdoc_version_unsupported', {
    change: mso({ version: '2.0' }),
  }),
  refused(
    'M23-5',
    '§12.8.1',
    'signed before its signer’s certificate began',
    'authenticate/signed_outside_certificate',
    {
      change: x5chain(signerWith({ notBefore: '2026-11-24T00:00:01Z' })),
    },
  ),
  refused('M24-46', '§12.8.1', 'one that has expired', 'policy/expired', { rest: { at: '2027-11-01T00:00:01Z' } }),
  taken('M24-47', '§12.8.1', 'in the last second of its validity', { rest: { at: validUntil } }),
  taken('M24-48', '§12.8.1', 'one that is not valid yet: a holder may keep it', {
    change: validityInfo({ validFrom: dateTime(tomorrow) }),
  }),
  taken('M24-49', '§12.8.1', 'one that expired a minute ago, where so much is tolerated', {
    rest: { at: '2027-11-01T00:01:00Z', policies: { clockSkew: 60 } },
  }),
  refused('M24-50', '§12.3', 'a date with half a second', 'parse/mso_malformed', {
    change: validityInfo({ signed: dateTime(half(signedAt)), validFrom: dateTime(half(signedAt)) }),
  }),
  taken('M24-51', '§12.3', 'a date with half a second, where that is tolerated', {
    change: validityInfo({ signed: dateTime(half(signedAt)), validFrom: dateTime(half(signedAt)) }),
    rest: tolerating('mdoc_fractional_dates'),
  }),
  refused(
    'M24-52',
    '§12.8.1',
    'valid for longer than its signer’s certificate, where that is refused',
    'authenticate/valid_beyond_certificate',
    {
      change: x5chain(signerWith({ notAfter: '2027-10-31T23:59:59Z' })),
      rest: { options: { validBeyondCertificate: 'refused' } },
    },
  ),
  refused('M25-11', '§13.4.2', 'a driving licence of another country', 'authenticate/issuing_country_mismatch', {
    base: 'licence',
    change: madeOtherwise(licenceNames, 'issuing_country', (item) => element(fieldsWith(item, { elementValue: 'FR' }))),
  }),
  refused(
    'M25-12',
    '§13.4.2',
    'a driving licence of another jurisdiction',
    'authenticate/issuing_jurisdiction_mismatch',
    {
      base: 'licence',
      change: madeOtherwise(licenceNames, 'issuing_jurisdiction', (item) =>
        element(fieldsWith(item, { elementValue: 'JP-27' })),
      ),
    },
  ),
  refused('M26-3', '§12.8.4', 'a signer who is trusted for another docType', 'trust/trust_type_out_of_scope', {
    rest: { trust: { ...authorityTrust, scope: { types: [licence] } } },
  }),
  refused('M1-14', '§8.3', 'cut off by a byte', 'parse/cbor_malformed', {
    change: bytes((whole) => whole.slice(0, -1)),
  }),
  refused('M1-15', '§8.3', 'a byte after it', 'parse/cbor_malformed', {
    change: bytes((whole) => Uint8Array.from([...whole, 0])),
  }),
  refused('M1-16', '§8.3', 'no mdoc at all', 'parse/format_unknown', {
    credential: { text: 'eyJhbGciOiJFUzI1NiJ9.e30.' },
  }),
  refused('M3-39', '§8.3, RFC 8949 §4.1', 'a head longer than it needs to be', 'parse/cbor_not_minimal', {
    change: alsoElement(degree, 'credits', withLongHead(30)),
  }),
  taken(
    'M3-40',
    '§8.3, RFC 8949 §4.1',
    'a head longer than it needs to be, where that is tolerated',
    { change: alsoElement(degree, 'credits', withLongHead(30)), rest: tolerating('cbor_interop') },
    { ...wholeClaims, [degree]: { ...wholeDegree, credits: 30 } },
  ),
  refused('M10-13', '§10.3', 'without the issuer’s signature', 'parse/cose_malformed', {
    change: () => ({ bendIssuerSigned: (all) => fieldsWithout(all, 'issuerAuth') }),
  }),
  refused('M10-14', '§10.3', 'an answer to a verifier', 'parse/device_response_unexpected', {
    credential: { base64url: build({ ...baseMdoc('answer'), shown: everything }) },
  }),
  refused('M12-14', '§12.3', 'the issuer’s signature under its tag', 'parse/cose_tag_mismatch', {
    change: () => ({ bendIssuerAuth: (parts) => tag(18, parts) }),
  }),
  taken('M12-15', '§12.3', 'the issuer’s signature under its tag, where that is tolerated', {
    change: () => ({ bendIssuerAuth: (parts) => tag(18, parts) }),
    rest: tolerating('cose_tagged'),
  }),
  refused('M13-7', '§10.3', 'an element twice', 'parse/element_repeated', {
    change: alsoMade(degree, element(itemOf(40, 'title', 'Doctor of Fixtures'))),
  }),
  refused('M2-31', '§8.3, RFC 8949 §4.2.1', 'a list of indefinite length', 'parse/cbor_indefinite', {
    change: alsoElement(degree, 'marks', indefinite([1, 2])),
  }),
  refused('M4-29', '§8.3, RFC 8949 §5.6', 'a key twice in a map', 'parse/cbor_key_repeated', {
    change: alsoElement(degree, 'marks', doubled(fields({ first: 1 }), 'first', 2)),
  }),
  refused('M4-30', 'RFC 9052 §3', 'a label in both headers of the signature', 'parse/cose_label_repeated', {
    change: alsoUnprotected([label.algorithm, -7]),
  }),
  refused('M5-15', '§8.3, RFC 8949 §3.3', 'a value that is undefined', 'parse/cbor_simple_unsupported', {
    change: alsoElement(degree, 'marks', undefinedItem),
  }),
  refused('M5-16', '§8.3, RFC 8949 §3.1', 'text that is no UTF-8', 'parse/text_not_utf8', {
    change: alsoElement(degree, 'marks', textOf(0xc3, 0x28)),
  }),
  refused('M6-11', 'limits of a verifier', 'an element deeper than the wallet follows', 'parse/cbor_too_deep', {
    change: alsoElement(degree, 'marks', nested(40)),
  }),
  refused('M11-16', '§10.3', 'an element without its tag', 'parse/mdoc_malformed', {
    change: shownIn(degree, ([, ...others]) => [cbor(itemOf(0, 'title', 'Bachelor of Fixtures')), ...others]),
  }),
  refused('M12-18', 'RFC 8949 §3.4', 'a tag that no reader takes', 'parse/cbor_tag_not_allowed', {
    change: alsoElement(degree, 'marks', tag(2, Uint8Array.of(1))),
  }),
  refused('M15-26', 'RFC 9360 §2', 'certificates that are none', 'parse/x5chain_malformed', {
    change: x5chain('none'),
  }),
  refused('M16-61', '§12.3', 'no algorithm', 'authenticate/algorithm_missing', { change: issuerProtected() }),
  refused(
    'M17-8',
    'RFC 9052 §3.1',
    'a header that is critical and not understood',
    'parse/critical_header_unsupported',
    {
      change: issuerProtected([label.algorithm, -7], [label.critical, [99]], [99, 1]),
    },
  ),
  refused('M19-14', '§12.8.4', 'a signer of nobody who is trusted', 'trust/key_unknown', {
    rest: { trust: { keys: [] } },
  }),
  refused('M19-15', '§12.8.4', 'a signer whose certificate has ended since', 'trust/certificate_expired', {
    change: x5chain(signerWith({ notAfter: '2026-11-30T00:00:00Z' })),
  }),
  refused('M21-51', '§12.3', 'an element whose digestID is too large', 'parse/mdoc_malformed', {
    change: madeOtherwise(degree, 'title', (item) => element(fieldsWith(item, { digestID: 2 ** 31 }))),
  }),
  refused('M28-35', '§12.3, RFC 9053 §7', 'a device key of half a point', 'parse/key_malformed', {
    change: deviceKeyInfo({ deviceKey: new Map([...coseKey(fixtureKey('holder').publicKey)].slice(0, 3)) }),
  }),
  refused('M62-15', 'limits of a verifier', 'two certificates where the wallet takes one', 'parse/mdoc_too_large', {
    change: x5chain([signerWith({}), authorityDer]),
    rest: { options: { limits: { certificates: 1 } } },
  }),
  taken('M21-52', 'OpenID4VP 1.0 §B.2', 'in base64url', { credential: { text: whole } }),
  refused('M1-18', 'RFC 4648 §5', 'in base64url that is filled up', 'parse/base64url_malformed', {
    credential: { text: `${whole}=` },
  }),
  taken(
    'M14-15',
    'limits of a verifier',
    'an element by a name of JavaScript’s own objects',
    { change: alsoElement(degree, '__proto__', 'a name') },
    JSON.parse(JSON.stringify(wholeClaims).replace('"thesis"', '"__proto__":"a name","thesis"')) as Members,
  ),
  refused('M62-12', 'limits of a verifier', 'longer than the wallet takes', 'parse/mdoc_too_large', {
    rest: { options: { limits: { inputLength: 1_000 } } },
  }),
  refused('M62-13', 'limits of a verifier', 'eight elements where the wallet takes seven', 'parse/mdoc_too_large', {
    rest: { options: { limits: { elements: 7 } } },
  }),
]

// Shown.

interface Presenting {
  readonly credential?: string
  readonly holderKey?: Members | undefined
  readonly input?: Members
  readonly rest?: Members
}

const proximity: Members = { protocol: 'iso-18013-5', sessionTranscript: base64url(transcriptOf()) }
const redirect: Members = { protocol: 'openid4vp', clientId, nonce, responseUri }
const browser: Members = { protocol: 'openid4vp-dc-api', origin, nonce }
const thumbprint = Uint8Array.from({ length: 32 }, (_, i) => i)

function present(
  id: string,
  clause: string,
  title: string,
  disclose: Json,
  expect: Members,
  { credential = whole, input = {}, rest = {}, ...given }: Presenting = {},
): Case {
  const holderKey = 'holderKey' in given ? given.holderKey : fixtureKey('holder').privateKey
  return operationCase('present', id, inStandard(clause), title, {
    format: 'mso_mdoc',
    at,
    challenge: proximity,
    input: {
      credential: { base64url: credential },
      disclose,
      ...(holderKey === undefined ? {} : { holderKey }),
      ...input,
    },
    ...rest,
    expect,
  })
}

/** Shown with its issuer's signature and the digests kept, and signed by the holder for this session. */
const shown = (claims: Members, more: Members = {}): Members => ({
  accepted: true,
  output: {
    docType: degree,
    claims,
    digestsKept: true,
    signed: true,
    proof: 'deviceSignature',
    session: base64url(transcriptOf()),
    ...more,
  },
})
const title: Json = [[degree, 'title']]
const titleClaims: Members = { [degree]: { title: 'Bachelor of Fixtures' } }

/** M57: what was selected, and nothing else. */
const selecting: readonly Case[] = [
  present(
    'M57-6',
    '§10.3',
    'one element of many: nothing else is sent',
    title,
    shown(titleClaims, {
      absent: ['thesis', 'average', 'awarded', 'FX101', 'given_name', 'Testa', 'family_name', 'Exemplar'],
    }),
  ),
  present(
    'M57-7',
    '§10.3',
    'several elements of two namespaces',
    [
      [person, 'family_name'],
      [degree, 'average'],
      [degree, 'courses'],
    ],
    shown(
      {
        [degree]: { average: wholeDegree.average as Json, courses: wholeDegree.courses as Json },
        [person]: { family_name: 'Exemplar' },
      },
      { absent: ['title', 'thesis', 'awarded', 'given_name', 'portrait'] },
    ),
  ),
  present(
    'M57-8',
    '§10.3',
    'a whole namespace, and none of the other',
    [[person]],
    shown({ [person]: wholePerson }, { absent: ['title', 'thesis', 'average', 'courses'] }),
  ),
  present('M57-9', '§10.3', 'everything', [[degree], [person]], shown(wholeClaims)),
  present(
    'M57-10',
    '§10.3',
    'an element twice, and once more with its whole namespace: it is sent once',
    [[person, 'given_name'], [person], [person, 'given_name']],
    shown({ [person]: wholePerson }),
  ),
  present(
    'M57-11',
    '§10.3',
    'an element that the issuer did not make',
    [[degree, 'role']],
    refusedWith('path_unmatched'),
  ),
  present('M57-12', '§10.3', 'an element of the other namespace', [[person, 'title']], refusedWith('path_unmatched')),
  present('M57-13', '§10.3', 'a namespace that is not there', [['example.other.1']], refusedWith('path_unmatched')),
  present(
    'M57-14',
    'OpenID4VP 1.0 §B.2.4',
    'a path into an element: an element is shown whole or not',
    [[degree, 'courses', 0, 'code']],
    refusedWith('path_unmatched'),
  ),
  present('M57-15', 'OpenID4VP 1.0 §B.2.4', 'any element', [[degree, null]], refusedWith('path_unmatched')),
  present('M57-16', 'OpenID4VP 1.0 §B.2.4', 'an element by its number', [[degree, 0]], refusedWith('path_unmatched')),
  present(
    'M57-17',
    '§10.3',
    'a namespace by a name of JavaScript’s own',
    [['__proto__']],
    refusedWith('path_unmatched'),
  ),
  present(
    'M10-15',
    '§10.3',
    'nothing selected: the issuer’s signature and the holder’s, and no element',
    [],
    shown({}, { absent: ['elementIdentifier', 'title', 'given_name'] }),
  ),
  present('M10-16', '§10.3', 'to nobody: the issuer’s part alone', title, shownBare(titleClaims), {
    holderKey: undefined,
    rest: { challenge: 'bearer' },
  }),
  present('M10-17', '§10.3', 'an answer to another verifier', title, refusedWith('device_response_unexpected'), {
    credential: build({ ...baseMdoc('answer'), shown: everything }),
  }),
  present('M8-47', '§10.3', 'no map', title, refusedWith('mdoc_malformed'), {
    credential: base64url(cbor([])),
  }),
  present('M8-48', '§12.3', 'an mdoc of version 2', title, refusedWith('mdoc_version_unsupported'), {
    credential: handedOver(mso({ version: '2.0' })),
  }),
  present('M8-49', '§12.3', 'an mdoc without a validity', title, refusedWith('mso_malformed'), {
    credential: handedOver(msoWithout('validityInfo')),
  }),
  present('M1-17', '§8.3', 'an mdoc that is cut off', title, refusedWith('cbor_malformed'), {
    credential: handedOver(bytes((all) => all.slice(0, -1))),
  }),
  present(
    'M62-14',
    'limits of a verifier',
    'an mdoc longer than the wallet takes',
    title,
    refusedWith('mdoc_too_large'),
    {
      rest: { options: { limits: { inputLength: 1_000 } } },
    },
  ),
  present(
    'M3-41',
    '§12.8.1',
    'an element with a longer head than it needs, received so: it goes on in the bytes in which it came',
    [[degree, 'credits']],
    shown({ [degree]: { credits: 30 } }),
    { credential: handedOver(alsoElement(degree, 'credits', withLongHead(30))) },
  ),
]

/** M58: ages, of which a driving licence has four. */
const ages = handedOver(
  alsoMade(
    licenceNames,
    element(itemOf(50, 'age_over_16', true)),
    element(itemOf(51, 'age_over_21', false)),
    element(itemOf(52, 'age_over_25', false)),
    element(itemOf(53, 'age_over_60', 'no')),
  ),
  'licence',
)
const aged = (id: string, title: string, asked: string, answered: Members | undefined): Case =>
  present(
    id,
    'ISO/IEC 18013-5:2021 §7.2.5',
    title,
    [[licenceNames, asked]],
    answered === undefined
      ? refusedWith('path_unmatched')
      : shown({ [licenceNames]: answered }, { docType: licence, absent: ['birth_date', 'family_name'] }),
    { credential: ages },
  )
const ageCases: readonly Case[] = [
  aged('M58-1', 'an age that the issuer stated', 'age_over_18', { age_over_18: true }),
  aged('M58-2', 'below it: the lowest age above that is true', 'age_over_15', { age_over_16: true }),
  aged('M58-3', 'between two that are true: the upper one', 'age_over_17', { age_over_18: true }),
  aged('M58-4', 'above two that are false: the upper one', 'age_over_40', { age_over_25: false }),
  aged('M58-5', 'between two that are false: the lower one', 'age_over_23', { age_over_21: false }),
  aged('M58-6', 'between true below and false above: nothing answers', 'age_over_19', undefined),
  aged('M58-7', 'an age of one digit, which is no such name', 'age_over_5', undefined),
  aged('M58-8', 'an age of three digits, which is no such name', 'age_over_100', undefined),
  aged('M58-9', 'above all: one that is neither true nor false is passed over', 'age_over_70', { age_over_25: false }),
  aged('M58-10', 'an age that is neither true nor false, by its own name', 'age_over_60', { age_over_60: 'no' }),
]

/** M32: for this session and no other. */
const sessions: readonly Case[] = [
  present(
    'M32-23',
    'OpenID4VP 1.0 §B.2.6.1',
    'to a request by redirect',
    title,
    shown(titleClaims, { session: base64url(redirectTranscript()) }),
    { rest: { challenge: redirect } },
  ),
  present(
    'M32-24',
    'OpenID4VP 1.0 §B.2.6.1',
    'to a request by redirect, encrypted for a key',
    title,
    shown(titleClaims, { session: base64url(redirectTranscript({ thumbprint })) }),
    { rest: { challenge: { ...redirect, encryptionKeyThumbprint: base64url(thumbprint) } } },
  ),
  present(
    'M32-25',
    'OpenID4VP 1.0 §B.2.6.2',
    'to a request through the browser',
    title,
    shown(titleClaims, { session: base64url(browserTranscript()) }),
    { rest: { challenge: browser } },
  ),
  present(
    'M32-26',
    'OpenID4VP 1.0 §B.2.6.2',
    'to a request through the browser, encrypted for a key',
    title,
    shown(titleClaims, { session: base64url(browserTranscript({ thumbprint })) }),
    { rest: { challenge: { ...browser, encryptionKeyThumbprint: base64url(thumbprint) } } },
  ),
  present('M32-27', '§12.6.1', 'to a challenge that makes no session', title, refusedWith('challenge_unsupported'), {
    rest: { challenge: { protocol: 'direct', audience: origin, nonce } },
  }),
  present(
    'M32-28',
    '§12.6.1',
    'without the session’s transcript',
    title,
    { accepted: false },
    {
      rest: { challenge: { protocol: 'iso-18013-5' } },
    },
  ),
  present(
    'M32-29',
    'OpenID4VP 1.0 §B.2.6.1',
    'without a nonce',
    title,
    { accepted: false },
    {
      rest: { challenge: { protocol: 'openid4vp', clientId, responseUri } },
    },
  ),
  present(
    'M32-30',
    'OpenID4VP 1.0 §B.2.6.1',
    'without the address of the answer',
    title,
    { accepted: false },
    {
      rest: { challenge: { protocol: 'openid4vp', clientId, nonce } },
    },
  ),
  present(
    'M32-31',
    'OpenID4VP 1.0 §B.2.6.2',
    'without an origin',
    title,
    { accepted: false },
    {
      rest: { challenge: { protocol: 'openid4vp-dc-api', nonce } },
    },
  ),
]

const signedWith = (id: string, key: KeyName, algorithm: number): Case =>
  present(
    id,
    '§12.4',
    `signed by a key on ${fixtureKey(key).publicKey.crv as string}`,
    title,
    shown(titleClaims, { proofAlgorithm: algorithm }),
    { credential: handedOver(holderKeyIs(key)), holderKey: fixtureKey(key).privateKey },
  )
const readerPublic = fixtureKey('reader').publicKey
const readerPrivate = fixtureKey('reader').privateKey

/** M29, M30: the proof that the holder's key makes. */
const proofs: readonly Case[] = [
  present('M29-39', '§12.4', 'signed by the key of the MSO', title, shown(titleClaims, { proofAlgorithm: -7 })),
  signedWith('M29-40', 'holder-p384', -35),
  signedWith('M29-41', 'holder-ed25519', -8),
  present('M29-42', '§12.4', 'signed by another key', title, refusedWith('holder_key_differs'), {
    holderKey: fixtureKey('attacker').privateKey,
  }),
  present(
    'M29-43',
    '§12.4',
    'a challenge, and no key to answer it with',
    title,
    { accepted: false },
    {
      holderKey: undefined,
    },
  ),
  present(
    'M30-19',
    '§12.4',
    'a MAC between the holder’s key and the reader’s',
    title,
    shown(titleClaims, { proof: 'deviceMac', proofAlgorithm: 5 }),
    { input: { macWith: readerPublic }, rest: { readerKey: readerPrivate } },
  ),
  present(
    'M30-20',
    'OpenID4VP 1.0 §B.2.6.1',
    'a MAC to a request by redirect',
    title,
    shown(titleClaims, { proof: 'deviceMac', session: base64url(redirectTranscript()) }),
    { input: { macWith: readerPublic }, rest: { readerKey: readerPrivate, challenge: redirect } },
  ),
  present('M30-21', '§12.4', 'a MAC by another key', title, refusedWith('holder_key_differs'), {
    input: { macWith: readerPublic },
    holderKey: fixtureKey('attacker').privateKey,
  }),
  present('M30-22', '§12.4', 'a MAC with a reader’s key of another curve', title, refusedWith('key_type_mismatch'), {
    input: { macWith: fixtureKey('holder-p384').publicKey },
  }),
  present('M30-23', '§12.4', 'a MAC by an Edwards key, which only signs', title, refusedWith('key_type_unsupported'), {
    credential: handedOver(holderKeyIs('holder-ed25519')),
    input: { macWith: readerPublic },
    holderKey: fixtureKey('holder-ed25519').privateKey,
  }),
  present(
    'M30-24',
    '§12.4, RFC 9053 §7',
    'a MAC with a reader’s key off its curve',
    title,
    refusedWith('key_malformed'),
    { input: { macWith: { ...readerPublic, x: fixtureKey('attacker').publicKey.x as string } } },
  ),
]

const authorized = handedOver(deviceKeyInfo({ keyAuthorizations: authorizations }))
const unauthorized = refusedWith('device_element_unauthorized')
const own = (
  id: string,
  title: string,
  holderClaims: Members,
  expect: Members,
  { rule = '§12.3, §12.4', ...presenting }: Presenting & { readonly rule?: string } = {},
): Case =>
  present(id, rule, title, [[degree, 'title']], expect, {
    credential: authorized,
    ...presenting,
    input: { holderClaims, ...presenting.input },
  })

/** M34, M61: elements for which the holder's key vouches. */
const holderSigned: readonly Case[] = [
  own(
    'M34-15',
    'elements that the issuer authorized by name',
    { [wallet]: { note: 'for the admissions office', pages: 2 } },
    shown({ ...titleClaims, [wallet]: { note: 'for the admissions office', pages: 2 } }),
  ),
  own(
    'M34-16',
    'any element of a namespace that the issuer authorized whole',
    { 'example.wallet.2': { whatever: true } },
    shown({ ...titleClaims, 'example.wallet.2': { whatever: true } }),
  ),
  own(
    'M34-17',
    'elements under a MAC',
    { [wallet]: { pages: 2 } },
    shown({ ...titleClaims, [wallet]: { pages: 2 } }, { proof: 'deviceMac' }),
    { input: { macWith: readerPublic }, rest: { readerKey: readerPrivate } },
  ),
  own('M34-18', 'one element more than the issuer authorized', { [wallet]: { note: 'n', stamp: 's' } }, unauthorized),
  own(
    'M34-19',
    'an element of a namespace that the issuer did not name',
    { 'example.wallet.3': { note: 'n' } },
    unauthorized,
  ),
  own('M34-20', 'an element, where the issuer authorized none', { [wallet]: { note: 'n' } }, unauthorized, {
    credential: whole,
  }),
  own('M34-21', 'a namespace with nothing in it', { [wallet]: {} }, { accepted: false }),
  own('M34-22', 'a namespace that is no object', { [wallet]: 'note' }, { accepted: false }),
  own(
    'M13-8',
    'an element that the issuer vouches for as well',
    { [degree]: { title: 'Doctor' } },
    refusedWith('element_repeated'),
    {
      rule: '§10.3',
      credential: handedOver(deviceKeyInfo({ keyAuthorizations: fields({ nameSpaces: [degree] }) })),
    },
  ),
  own(
    'M61-1',
    'transaction data, for which its issuer authorized the key',
    { [wallet]: { note: { $bytes: base64url(thumbprint) } } },
    shown(
      { ...titleClaims, [wallet]: { note: { $bytes: base64url(thumbprint) } } },
      { session: base64url(redirectTranscript()) },
    ),
    { rule: 'OpenID4VP 1.0 §8.4, §B.2.1', rest: { challenge: redirect } },
  ),
  own(
    'M61-2',
    'transaction data, for which its issuer did not authorize the key',
    { [wallet]: { transaction: { $bytes: base64url(thumbprint) } } },
    refusedWith('device_element_unauthorized'),
    { rule: 'OpenID4VP 1.0 §8.4, §B.2.1', rest: { challenge: redirect } },
  ),
]

const ages18 = { credential: { base64url: ages }, disclose: [[licenceNames, 'age_over_18']] as Json }

/** M59, M35: several in one answer, each with its own proof. */
const together: readonly Case[] = [
  present(
    'M59-4',
    '§10.3',
    'two documents in one answer, each as it would be alone',
    title,
    {
      accepted: true,
      output: {
        digestsKept: true,
        signed: true,
        proof: 'deviceSignature',
        session: base64url(transcriptOf()),
        documents: [
          { docType: degree, claims: titleClaims },
          { docType: licence, claims: { [licenceNames]: { age_over_18: true } } },
        ],
      },
    },
    { input: { together: [{ ...ages18, holderKey: fixtureKey('holder').privateKey }] } },
  ),
  present(
    'M35-4',
    '§12.8.2',
    'two documents in one answer, the key of the first for both',
    title,
    refusedWith('holder_key_differs'),
    {
      input: {
        together: [
          {
            credential: { base64url: handedOver(holderKeyIs('holder-p384')) },
            disclose: title,
            holderKey: fixtureKey('holder').privateKey,
          },
        ],
      },
    },
  ),
]

function shownBare(claims: Members): Members {
  return { accepted: true, output: { docType: degree, claims, digestsKept: true, signed: true, proof: null } }
}

/** ISO/IEC 18013-5 §10.3, §12.4: what a holder takes, and what it shows. */
export const holdingCases: readonly Case[] = [
  ...receiving,
  ...selecting,
  ...ageCases,
  ...sessions,
  ...proofs,
  ...holderSigned,
  ...together,
]
