import type { Members } from '../json.ts'
import type { CborItem } from '../status/cbor.ts'
import { authorizations, authorizing, baseMdoc, cose, degree, deviceKey, label, person, wallet } from './bases.ts'
import {
  alsoElement,
  alsoMade,
  both,
  device,
  deviceKeyInfo,
  document,
  documentWithout,
  issuer,
  madeOtherwise,
  mso,
  msoWithout,
  response,
  responseWithout,
  shownIn,
  validityInfo,
} from './changes.ts'
import { element, type Fields, fields, fieldsWith, fieldsWithout, itemOf, withEntry } from './mdoc.ts'
import { half, reversed } from './spelling.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const issued = casesOf('issued')
const answer = casesOf('answer')
const own = casesOf('own')

const spelledItem = (spell: (item: Fields) => CborItem): Change =>
  madeOtherwise(degree, 'title', (item) => element(item, spell))
const issuerSigned =
  (bend: (all: Fields) => CborItem): Change =>
  () => ({ bendIssuerSigned: bend })
const unknown = { 'example.future': 'something of later' }

/** M7: what later editions may add, and orders that writers choose. */
const tolerated: readonly Definition[] = [
  issued.taken('M7-1', '§8.3', 'an item with its names in another order', { change: spelledItem(reversed) }),
  issued.taken('M7-2', '§8.3', 'an MSO with its names in another order', { change: () => ({ bendMso: reversed }) }),
  issued.taken('M7-3', '§8.3', 'an IssuerSigned with its names in another order', { change: issuerSigned(reversed) }),
  issued.taken('M7-4', '§8.3', 'a device key with its labels in another order', {
    change: deviceKeyInfo({ deviceKey: reversed(deviceKey) }),
  }),
  answer.taken('M7-5', '§8.3', 'a DeviceResponse with its names in another order', {
    change: () => ({ bendResponse: reversed }),
  }),
  answer.taken('M7-6', '§8.3', 'a document with its names in another order', {
    change: () => ({ bendDocument: reversed }),
  }),
  issued.taken('M7-7', '§8.3', 'a name of the IssuerSigned that is not known', {
    change: issuerSigned((all) => fieldsWith(all, unknown)),
  }),
  issued.taken('M7-8', '§8.3', 'a name of an item that is not known', {
    change: spelledItem((item) => fieldsWith(item, unknown)),
  }),
  issued.taken('M7-9', '§8.3', 'a name of the MSO that is not known', { change: mso(unknown) }),
  issued.taken('M7-10', '§8.3', 'a name of the validity that is not known', { change: validityInfo(unknown) }),
  issued.taken('M7-11', '§8.3', 'a name of the device key’s information that is not known', {
    change: deviceKeyInfo(unknown),
  }),
  issued.taken('M7-12', '§12.3', 'further information on the device key', {
    change: deviceKeyInfo({ keyInfo: new Map([[-1, 'anything']]) }),
  }),
  issued.taken('M7-13', 'RFC 9052 §7.1', 'a label of the device key that is not known', {
    change: deviceKeyInfo({ deviceKey: withEntry(deviceKey, -70_000, 1) }),
  }),
  issued.taken('M7-14', 'RFC 9052 §3', 'a header parameter that is not known and not critical', {
    change: issuer({
      protected: new Map<CborItem, CborItem>([
        [label.algorithm, cose.ES256],
        [-70_000, 1],
        ['example', 'text'],
      ]),
    }),
  }),
  answer.taken('M7-15', '§8.3', 'a name of the DeviceResponse that is not known', { change: response(unknown) }),
  answer.taken('M7-16', '§8.3', 'a name of the document that is not known', { change: document(unknown) }),
  answer.taken('M7-17', '§8.3', 'a name of DeviceSigned that is not known', {
    change: device({ bendSigned: (all) => fieldsWith(all, unknown) }),
  }),
  answer.taken('M7-18', '§8.3', 'a name of deviceAuth that is not known', {
    change: device({ bendAuth: (all) => fieldsWith(all, unknown) }),
  }),
  own.taken('M7-19', '§8.3', 'a name of the authorizations that is not known', {
    change: (mdoc) => ({ mso: authorizing(mdoc.mso, fieldsWith(authorizations, unknown)) }),
  }),
  answer.taken('M7-20', '§8.3', 'version 1.1 of the DeviceResponse', { change: response({ version: '1.1' }) }),
  answer.taken('M7-21', '§8.3', 'version 1.9 of the DeviceResponse', { change: response({ version: '1.9' }) }),
  issued.taken('M7-22', '§12.3', 'version 1.9 of the MSO', { change: mso({ version: '1.9' }) }),
  answer.taken('M7-23', '§10.3', 'errors that the holder gives for elements', {
    change: document({ errors: fields({ [degree]: fields({ thesis: 0 }) }) }),
  }),
  answer.taken('M7-24', '§10.3', 'errors that the holder gives for documents', {
    change: response({ documentErrors: [fields({ 'example.registrar.other.1': 0 })] }),
  }),
]

/** M8: what must be there, and of its type. */
const shapes: readonly Definition[] = [
  answer.refused('M8-1', '§10.3', 'no version', 'parse/mdoc_malformed', { change: responseWithout('version') }),
  answer.refused('M8-2', '§8.3', 'version 2.0', 'parse/mdoc_version_unsupported', {
    change: response({ version: '2.0' }),
  }),
  answer.refused('M8-3', '§8.3', 'version 10.0', 'parse/mdoc_version_unsupported', {
    change: response({ version: '10.0' }),
  }),
  answer.refused('M8-4', '§8.3', 'a version without its minor number', 'parse/mdoc_version_unsupported', {
    change: response({ version: '1' }),
  }),
  answer.refused('M8-5', '§8.3', 'a version with a space', 'parse/mdoc_version_unsupported', {
    change: response({ version: '1.0 ' }),
  }),
  answer.refused('M8-6', '§10.3', 'a version that is a float', 'parse/mdoc_malformed', {
    change: response({ version: half(0x3c00) }),
  }),
  answer.refused('M8-7', '§10.3', 'no status', 'parse/mdoc_malformed', { change: responseWithout('status') }),
  answer.refused('M8-8', '§10.3', 'a status that is text', 'parse/mdoc_malformed', {
    change: response({ status: '0' }),
  }),
  answer.refused('M8-9', '§10.3', 'a status that is a float', 'parse/mdoc_malformed', {
    change: response({ status: half(0) }),
  }),
  answer.refused('M8-10', '§10.3', 'a status that is false', 'parse/mdoc_malformed', {
    change: response({ status: false }),
  }),
  answer.refused('M8-11', '§10.3', 'one document, not in a list', 'parse/mdoc_malformed', {
    change: () => ({
      bendResponse: (all) =>
        fieldsWith(all, { documents: (all.get('documents') as readonly CborItem[])[0] as CborItem }),
    }),
  }),
  answer.refused('M8-12', '§10.3', 'a document that is text', 'parse/mdoc_malformed', {
    change: response({ documents: ['document'] }),
  }),
  answer.refused('M8-13', '§10.3', 'a document without its docType', 'parse/mdoc_malformed', {
    change: documentWithout('docType'),
  }),
  answer.refused('M8-14', '§10.3', 'a docType that is a number', 'parse/mdoc_malformed', {
    change: document({ docType: 1 }),
  }),
  answer.refused('M8-15', '§10.3', 'a docType in bytes', 'parse/mdoc_malformed', {
    change: document({ docType: Uint8Array.from(Buffer.from(degree)) }),
  }),
  issued.refused('M8-16', '§10.3', 'namespaces that are a list', 'parse/mdoc_malformed', {
    change: issuerSigned((all) => fieldsWith(all, { nameSpaces: [...(all.get('nameSpaces') as Fields).values()] })),
  }),
  issued.refused('M8-17', '§10.3', 'a namespace that is a number', 'parse/mdoc_malformed', {
    change: issuerSigned((all) =>
      fieldsWith(all, {
        nameSpaces: new Map([...(all.get('nameSpaces') as Fields).values()].map((one, i) => [i, one])),
      }),
    ),
  }),
  issued.refused('M8-18', '§10.3', 'the elements of a namespace in a map', 'parse/mdoc_malformed', {
    change: issuerSigned((all) => fieldsWith(all, { nameSpaces: fields({ [degree]: fields({ title: 'Bachelor' }) }) })),
  }),
  ...(['digestID', 'random', 'elementIdentifier', 'elementValue'] as const).map((name, index) =>
    issued.refused(`M8-${index + 19}`, '§10.3', `an item without its ${name}`, 'parse/mdoc_malformed', {
      change: spelledItem((item) => fieldsWithout(item, name)),
    }),
  ),
  issued.refused('M8-23', '§10.3', 'an item that is an array', 'parse/mdoc_malformed', {
    change: spelledItem((item) => [...item.values()]),
  }),
  issued.refused('M8-24', '§10.3', 'a random that is text', 'parse/mdoc_malformed', {
    change: spelledItem((item) => fieldsWith(item, { random: 'sixteen characters or more' })),
  }),
  issued.refused('M8-25', '§10.3', 'an element’s name that is a number', 'parse/mdoc_malformed', {
    change: spelledItem((item) => fieldsWith(item, { elementIdentifier: 1 })),
  }),
  ...(['version', 'digestAlgorithm', 'valueDigests', 'deviceKeyInfo', 'docType', 'validityInfo'] as const).map(
    (name, index) =>
      issued.refused(`M8-${index + 26}`, '§12.3', `an MSO without its ${name}`, 'parse/mso_malformed', {
        change: msoWithout(name),
      }),
  ),
  ...(['signed', 'validFrom', 'validUntil'] as const).map((name, index) =>
    issued.refused(`M8-${index + 32}`, '§12.3', `a validity without its ${name}`, 'parse/mso_malformed', {
      change: (mdoc) => ({
        mso: fieldsWith(mdoc.mso, { validityInfo: fieldsWithout(mdoc.mso.get('validityInfo') as Fields, name) }),
      }),
    }),
  ),
  issued.refused('M8-35', '§12.3', 'an MSO that is an array', 'parse/mso_malformed', {
    change: () => ({ bendMso: (all) => [...all.values()] }),
  }),
  issued.refused('M8-36', '§12.3', 'no digests at all', 'parse/mso_malformed', {
    change: () => ({ bendDigests: () => new Map() }),
  }),
  issued.refused('M8-37', '§12.3', 'a namespace without digests', 'parse/mso_malformed', {
    change: () => ({ bendDigests: (digests) => withEntry(digests, 'example.empty', new Map()) }),
  }),
  answer.refused('M8-38', '§10.3', 'device namespaces that are a list', 'parse/mdoc_malformed', {
    change: device({ namespaces: [] }),
  }),
  answer.refused('M8-39', '§10.3', 'a namespace of the device without elements', 'parse/mdoc_malformed', {
    change: device({ namespaces: fields({ [wallet]: new Map() }) }),
  }),
]

/** M9: the status of the answer. */
const statuses: readonly Definition[] = [
  ...([10, 11, 12] as const).map((status, index) =>
    answer.refused(`M9-${index + 1}`, '§10.3', `status ${status} without documents`, 'parse/mdoc_status_not_ok', {
      change: () => ({ bendResponse: (all) => fieldsWith(fieldsWithout(all, 'documents'), { status }) }),
    }),
  ),
  answer.refused('M9-4', '§10.3', 'status 10 with documents', 'parse/mdoc_status_not_ok', {
    change: response({ status: 10 }),
  }),
  answer.refused('M9-5', '§10.3', 'a status that is not known', 'parse/mdoc_status_not_ok', {
    change: response({ status: 99 }),
  }),
  answer.refused('M9-6', '§10.3', 'a list without documents', 'parse/mdoc_malformed', {
    change: response({ documents: [] }),
  }),
  answer.refused('M9-7', '§10.3', 'status 0 without documents', 'parse/mdoc_documents_missing', {
    change: responseWithout('documents'),
  }),
  answer.refused('M9-8', '§10.3', 'status 0, and no document but an error for it', 'parse/mdoc_documents_missing', {
    change: () => ({
      bendResponse: (all) => fieldsWith(fieldsWithout(all, 'documents'), { documentErrors: [fields({ [degree]: 0 })] }),
    }),
  }),
]

/** M10: the parts of a document. */
const parts: readonly Definition[] = [
  answer.refused('M10-1', '§10.3', 'an IssuerSigned without its IssuerAuth', 'parse/cose_malformed', {
    change: issuerSigned((all) => fieldsWithout(all, 'issuerAuth')),
  }),
  answer.refused('M10-2', '§10.3', 'a document without its IssuerSigned', 'parse/mdoc_malformed', {
    change: documentWithout('issuerSigned'),
  }),
  answer.refused('M10-3', '§10.3', 'a document without its DeviceSigned', 'parse/mdoc_malformed', {
    change: documentWithout('deviceSigned'),
  }),
  answer.refused('M10-4', '§10.3', 'a DeviceSigned without its namespaces', 'parse/mdoc_malformed', {
    change: device({ bendSigned: (all) => fieldsWithout(all, 'nameSpaces') }),
  }),
  issued.taken('M10-5', '§10.3', 'no element shown: no namespaces', {
    change: issuerSigned((all) => fieldsWithout(all, 'nameSpaces')),
    claims: () => ({}),
  }),
  answer.taken('M10-6', '§10.3', 'no element shown in an answer', {
    change: issuerSigned((all) => fieldsWithout(all, 'nameSpaces')),
    claims: () => ({}),
  }),
  issued.refused('M10-7', '§10.3', 'namespaces with none in it', 'parse/mdoc_malformed', {
    change: issuerSigned((all) => fieldsWith(all, { nameSpaces: new Map() })),
  }),
  issued.refused('M10-8', '§10.3', 'a namespace with no element in it', 'parse/mdoc_malformed', {
    change: shownIn(degree, () => []),
  }),
  issued.taken('M10-9', '§10.3', 'one namespace of two', {
    change: (mdoc) => ({ shown: (all) => new Map([...mdoc.shown(all)].filter(([name]) => name === person)) }),
    claims: (claims) => ({ [person]: claims[person] as Members }),
  }),
  issued.refused(
    'M10-10',
    '§12.6.1',
    'a DeviceResponse where a credential without a session is expected',
    'parse/device_response_unexpected',
    {
      change: () => ({ device: baseMdoc('answer').device }),
    },
  ),
  answer.refused(
    'M10-11',
    '§12.4',
    'an IssuerSigned where an answer to a session is expected',
    'parse/device_authentication_missing',
    {
      change: () => ({ device: undefined }),
    },
  ),
  issued.refused('M10-12', '§12.6.1', 'a challenge that no mdoc can answer', 'parse/challenge_unsupported', {
    circumstances: {
      challenge: { protocol: 'direct', audience: 'https://verifier.example', nonce: 'n-0S6_WzA2Mj-fixture' },
    },
  }),
]

/** M13: one element, one value. */
const repeated: readonly Definition[] = [
  issued.refused('M13-1', '§10.3', 'an element twice in one namespace, each with a digest', 'parse/element_repeated', {
    change: alsoMade(degree, element(itemOf(41, 'title', 'Doctor of Fixtures'))),
  }),
  issued.refused('M13-2', '§10.3', 'the same item sent twice', 'parse/element_repeated', {
    change: shownIn(degree, (items) => [...items, items[0] as CborItem]),
  }),
  own.refused('M13-3', '§10.3', 'an element of the issuer’s, and by the holder once more', 'parse/element_repeated', {
    change: both(
      (mdoc) => ({ mso: authorizing(mdoc.mso, fields({ nameSpaces: [degree] })) }),
      device({ namespaces: fields({ [degree]: fields({ title: 'Doctor of Fixtures' }) }) }),
    ),
  }),
  own.taken('M13-4', '§10.3', 'a withheld element of the issuer’s, given by the holder who may', {
    change: both(
      (mdoc) => ({ mso: authorizing(mdoc.mso, fields({ nameSpaces: [person] })) }),
      device({ namespaces: fields({ [person]: fields({ family_name: 'Sample' }) }) }),
    ),
    claims: ({ [wallet]: _, ...claims }) => ({
      ...claims,
      [person]: { ...(claims[person] as Members), family_name: 'Sample' },
    }),
  }),
  issued.taken('M13-5', '§10.3', 'one name in two namespaces', {
    change: alsoElement(person, 'title', 'Ms'),
    claims: (claims) => ({ ...claims, [person]: { ...(claims[person] as Members), title: 'Ms' } }),
  }),
  issued.taken('M13-6', '§10.3', 'names that differ in case alone', {
    change: alsoElement(degree, 'Title', 'another element'),
    claims: (claims) => ({ ...claims, [degree]: { ...(claims[degree] as Members), Title: 'another element' } }),
  }),
]

const oddNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'length', '日本語'] as const
const asData = (names: readonly string[], value: string): Members =>
  Object.fromEntries(names.map((name) => [name, value]))

/** M14: names are data. */
const odd: readonly Definition[] = [
  ...oddNames.map((name, index) =>
    issued.taken(`M14-${index + 1}`, 'limits of a verifier', `an element named ${JSON.stringify(name)}`, {
      change: alsoElement(degree, name, 'data'),
      claims: (claims) => ({
        ...claims,
        [degree]: Object.fromEntries([...Object.entries(claims[degree] as Members), [name, 'data']]),
      }),
    }),
  ),
  ...(['__proto__', 'constructor', 'hasOwnProperty'] as const).map((name, index) =>
    issued.taken(`M14-${index + 8}`, 'limits of a verifier', `a namespace named ${name}`, {
      change: alsoElement(name, 'polluted', true),
      claims: (claims) => Object.fromEntries([...Object.entries(claims), [name, { polluted: true }]]),
    }),
  ),
  issued.taken('M14-11', 'limits of a verifier', 'such names within a value', {
    change: alsoElement(
      degree,
      'nested',
      new Map<CborItem, CborItem>(['__proto__', 'constructor', 'toString'].map((name) => [name, 'data'])),
    ),
    claims: (claims) => ({
      ...claims,
      [degree]: { ...(claims[degree] as Members), nested: asData(['__proto__', 'constructor', 'toString'], 'data') },
    }),
  }),
  issued.refused(
    'M14-12',
    '§12.8.1',
    'a namespace named toString that has no digests',
    'authenticate/element_digest_missing',
    {
      change: (mdoc) => ({
        shown: (all) =>
          new Map<CborItem, CborItem>([...mdoc.shown(all), ['toString', [element(itemOf(0, 'a', 1)).sealed]]]),
      }),
    },
  ),
  issued.refused('M14-13', '§12.3', 'a digest algorithm named constructor', 'parse/mso_digest_algorithm_not_allowed', {
    change: mso({ digestAlgorithm: 'constructor' }),
  }),
  own.taken('M14-14', 'limits of a verifier', 'an element of the holder’s named __proto__', {
    change: both(
      (mdoc) => ({ mso: authorizing(mdoc.mso, fields({ nameSpaces: [wallet] })) }),
      device({ namespaces: fields({ [wallet]: new Map([['__proto__', 'data']]) }) }),
    ),
    claims: (claims) => ({ ...claims, [wallet]: asData(['__proto__'], 'data') }),
  }),
]

/** ISO/IEC 18013-5 §10.3: what an answer and its documents consist of. */
export const structureCases: readonly Definition[] = [
  ...tolerated,
  ...shapes,
  ...statuses,
  ...parts,
  ...repeated,
  ...odd,
]
