import { now } from '../bases.ts'
import type { Json } from '../json.ts'
import type { CborItem } from '../status/cbor.ts'
import type { CwtToken } from '../status/cwt.ts'
import { documentSignerDer, licenceNames, signerOf, signsWith, statusUri } from './bases.ts'
import { issuer, mso, shownOtherwise } from './changes.ts'
import { type Element, element, fields, fieldsWith } from './mdoc.ts'
import {
  answering,
  answeringIdentifiers,
  claimed,
  identifiers,
  licenceList,
  listOf,
  signedBy,
  typed,
} from './status-token.ts'
import { type Change, casesOf, type Definition } from './suite.ts'

const listed = casesOf('listed')

const refers = (reference: Readonly<Record<string, CborItem>>): Change =>
  mso({ status: fields({ status_list: fields(reference) }) })
const answers = (token: CwtToken): { readonly circumstances: Readonly<Record<string, Json>> } => ({
  circumstances: answering(token),
})
const identifies = (token: CwtToken): { readonly circumstances: Readonly<Record<string, Json>> } => ({
  circumstances: answeringIdentifiers(token),
})
const nothingThere = { status: {} }

/** M50: the list is asked only about a credential that holds. Nothing is reachable here, and still the earlier reason refuses. */
const order: readonly Definition[] = [
  listed.refused(
    'M50-1',
    'Token Status List §8.3',
    'a signature by an attacker, and no list to ask',
    'authenticate/signature_invalid',
    {
      change: issuer({ signing: signsWith('attacker') }),
      circumstances: nothingThere,
    },
  ),
  listed.refused(
    'M50-2',
    'Token Status List §8.3',
    'an element changed, and no list to ask',
    'authenticate/element_digest_mismatch',
    {
      change: shownOtherwise((_, { made }) => {
        const [name] = made.get(licenceNames) as readonly Element[]
        const changed = fieldsWith((name as Element).item, { elementValue: 'Sample' })
        return new Map([[licenceNames, [element(changed).sealed]]])
      }),
      circumstances: nothingThere,
    },
  ),
  listed.refused(
    'M50-3',
    'Token Status List §8.3',
    'a licence that has expired, and no list to ask',
    'policy/expired',
    {
      circumstances: { ...nothingThere, at: '2027-11-01T00:00:01Z' },
    },
  ),
  listed.refused('M50-4', 'Token Status List §8.3', 'nobody trusted, and no list to ask', 'trust/key_unknown', {
    circumstances: { ...nothingThere, trust: { keys: [] } },
  }),
]

const cwtClause = '§12.3.6, Token Status List §8.3'

/** M51: what makes a list one for this licence. */
const lists: readonly Definition[] = [
  listed.refused(
    'M51-1',
    cwtClause,
    'the type of another list',
    'status/status_list_type_mismatch',
    answers(typed(licenceList, 'application/cwt')),
  ),
  listed.refused(
    'M51-2',
    cwtClause,
    'a list signed by an attacker under the signer’s certificate',
    'status/status_list_signature_invalid',
    answers({ ...licenceList, key: signsWith('attacker').key }),
  ),
  listed.refused(
    'M51-3',
    cwtClause,
    'a list for another place',
    'status/status_list_subject_mismatch',
    answers(claimed(licenceList, 'subject', 'https://registrar.example/statuslists/2')),
  ),
  listed.refused(
    'M51-4',
    cwtClause,
    'a list without its place',
    'status/status_list_malformed',
    answers(claimed(licenceList, 'subject')),
  ),
  listed.refused(
    'M51-5',
    cwtClause,
    'a list that has ended',
    'status/status_list_expired',
    answers(claimed(licenceList, 'expires', now - 1)),
  ),
  listed.refused(
    'M51-6',
    '§12.3.6',
    'a list without an end',
    'status/status_list_malformed',
    answers(claimed(licenceList, 'expires')),
  ),
  listed.refused(
    'M51-7',
    cwtClause,
    'a list of later than now',
    'status/status_list_not_yet_valid',
    answers(claimed(licenceList, 'issuedAt', now + 60)),
  ),
  listed.refused('M51-8', cwtClause, 'an index beyond the end', 'status/status_index_out_of_range', {
    change: refers({ idx: 16, uri: statusUri }),
  }),
  ...(
    [
      ['negative', -1],
      ['text', '3'],
      ['true', true],
      ['null', null],
    ] as readonly (readonly [string, CborItem])[]
  ).map(([what, idx], index) =>
    listed.refused(`M51-${index + 9}`, 'Token Status List §6.3', `an index that is ${what}`, 'parse/mso_malformed', {
      change: refers({ idx, uri: statusUri }),
    }),
  ),
  listed.refused('M51-13', 'Token Status List §6.3', 'no place of the list', 'parse/mso_malformed', {
    change: refers({ idx: 3 }),
  }),
  listed.refused(
    'M51-14',
    '§12.3.6',
    'two bits an entry, where a licence has one',
    'status/status_list_malformed',
    answers(claimed(licenceList, 'statusList', listOf(2, 0, 0))),
  ),
  listed.refused(
    'M51-15',
    'Token Status List §11.3',
    'a list by a signer of another authority',
    'status/certificate_authority_unknown',
    answers(signedBy(licenceList, 'attacker', 'attacker-authority')),
  ),
  listed.refused(
    'M51-16',
    'Token Status List §11.3',
    'a list without a certificate',
    'status/status_list_signer_unknown',
    answers(signedBy(licenceList, 'issuer')),
  ),
  listed.taken(
    'M51-17',
    '§12.3.6',
    'a list by another signer of the same authority',
    answers(signedBy(licenceList, 'second-issuer', 'authority')),
  ),
  listed.taken('M51-18', '§12.3.6', 'the signer of the list named in the MSO by its certificate', {
    change: refers({ idx: 3, uri: statusUri, certificate: signerOf('second-issuer') }),
    ...answers(signedBy(licenceList, 'second-issuer', 'authority')),
  }),
  listed.refused('M51-19', '§12.3.6', 'another signer than the MSO names', 'status/status_list_signer_unrelated', {
    change: refers({ idx: 3, uri: statusUri, certificate: documentSignerDer }),
    ...answers(signedBy(licenceList, 'second-issuer', 'authority')),
  }),
  listed.taken('M51-20', '§12.3.6', 'a signer whom no authority certified, named in the MSO', {
    change: refers({ idx: 3, uri: statusUri, certificate: signerOf('second-issuer', 'attacker-authority') }),
    ...answers(signedBy(licenceList, 'second-issuer', 'attacker-authority')),
  }),
  listed.refused(
    'M51-21',
    'Token Status List §5.2',
    'a list under the tag of a CWT',
    'status/cbor_tag_not_allowed',
    answers({ ...licenceList, tags: [61, 18] }),
  ),
]

const identifier = Uint8Array.of(9, 9, 9)
const identified: Change = mso({
  status: fields({ identifier_list: fields({ id: identifier, uri: statusUri }) }),
})

/** M52: lists of identifiers. */
const identifierLists: readonly Definition[] = [
  listed.taken('M52-1', '§12.3.6', 'an identifier that is not listed', {
    change: identified,
    ...identifies(identifiers(Uint8Array.of(1, 2, 3))),
  }),
  listed.refused('M52-2', '§12.3.6', 'an identifier that is listed', 'status/status_invalid', {
    change: identified,
    ...identifies(identifiers(identifier)),
  }),
  listed.refused('M52-3', '§12.3.6', 'the type of a status list', 'status/status_list_type_mismatch', {
    change: identified,
    ...identifies(typed(identifiers(), 'application/statuslist+cwt')),
  }),
  listed.refused('M52-4', '§12.3.6', 'a status list in it besides', 'status/status_list_malformed', {
    change: identified,
    ...identifies(claimed(identifiers(), 'statusList', listOf(1, 0))),
  }),
  listed.refused('M52-5', '§12.3.6', 'an identifier that is text', 'parse/mso_malformed', {
    change: mso({ status: fields({ identifier_list: fields({ id: 'identifier', uri: statusUri }) }) }),
    ...identifies(identifiers()),
  }),
  listed.refused('M52-6', '§12.3.6', 'no end', 'status/status_list_malformed', {
    change: identified,
    ...identifies(claimed(identifiers(), 'expires')),
  }),
]

/** M53: how a list is fetched. */
const fetching: readonly Definition[] = [
  listed.refused(
    'M53-1',
    'Token Status List §8.1',
    'a list that is not fetched over TLS',
    'status/retrieval_url_refused',
    {
      change: refers({ idx: 3, uri: 'http://registrar.example/statuslists/1' }),
    },
  ),
  listed.refused('M53-2', 'Token Status List §8.1', 'a list in a file', 'status/retrieval_url_refused', {
    change: refers({ idx: 3, uri: 'file:///etc/statuslist' }),
  }),
]

/** M54: what the list says. */
const values: readonly Definition[] = [
  listed.refused('M54-1', 'Token Status List §7.1', 'a licence that is revoked', 'status/status_invalid', {
    change: refers({ idx: 1, uri: statusUri }),
  }),
  listed.refused('M54-2', 'Token Status List §8.3', 'no list to be had', 'status/status_unreachable', {
    circumstances: nothingThere,
  }),
  listed.taken('M54-3', 'the policy of a verifier', 'no list asked, where the verifier does not ask', {
    circumstances: { status: 'ignore' },
  }),
  listed.refused('M54-4', '§12.3.6', 'a status that is text', 'parse/mso_malformed', {
    change: mso({ status: 'valid' }),
  }),
  listed.refused('M54-5', '§12.3.6', 'a way of asking that is not known', 'status/status_mechanism_unsupported', {
    change: mso({ status: fields({ 'example.status': 1 }) }),
  }),
  listed.refused(
    'M54-6',
    '§12.3.6',
    'a status list and an identifier list, and the identifier revoked',
    'status/status_invalid',
    {
      change: mso({
        status: fields({
          status_list: fields({ idx: 3, uri: statusUri }),
          identifier_list: fields({ id: identifier, uri: `${statusUri}/identifiers` }),
        }),
      }),
      circumstances: {
        ...answeringIdentifiers(
          claimed(identifiers(identifier), 'subject', `${statusUri}/identifiers`),
          `${statusUri}/identifiers`,
        ),
        ...answering(),
      },
    },
  ),
]

/** ISO/IEC 18013-5 §12.3.6: whether it still holds. */
export const statusCases: readonly Definition[] = [...order, ...lists, ...identifierLists, ...fetching, ...values]
