import { after, at, issuerKey, now } from '../bases.ts'
import { base64url, type Json, type Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import type { Case } from '../suite.ts'
import { type CwtToken, cwtOf, identifierListCwt, revoked, statusListCwt, typed, withClaim, without } from './cwt.ts'
import { baseToken, claimsWith, packed, tokenWith, uri } from './token.ts'

const trust: Members = { keys: [{ ...issuerKey.publicKey, issuer: 'https://registrar.example' }] }
const refused = (code: string): Members => ({ accepted: false, stage: 'status', code })
const valid: Members = { accepted: true }

const token = (id: string, clause: string, title: string, input: Members, expect: Members, rest: Members = {}): Case =>
  operationCase('statusToken', id, clause, title, { input, at, trust, ...rest, expect })

/** What is answered, one after the other. */
const answers = (where: string, ...list: readonly Members[]): Members => ({ responses: { [where]: [...list] } })
const jwt = (text: string, headers: Members = {}): Members => ({
  status: 200,
  headers: { 'content-type': 'application/statuslist+jwt', ...headers },
  text,
})
const cwt = (base64url: string, type = 'application/statuslist+cwt'): Members => ({
  status: 200,
  headers: { 'content-type': type },
  base64url,
})

const cwtCase = (
  id: string,
  title: string,
  bytes: string,
  expect: Members,
  index = 0,
  clause = 'Token Status List §5.2',
): Case => token(id, clause, title, { uri, index }, expect, answers(uri, cwt(bytes)))

const cwtCases: readonly Case[] = [
  cwtCase('T6-1', 'a list as a CWT: valid', cwtOf(statusListCwt), valid),
  cwtCase('T6-2', 'a list as a CWT: suspended', cwtOf(statusListCwt), refused('status_suspended'), 3),
  cwtCase(
    'T6-3',
    'under the tag of a CWT',
    cwtOf({ ...statusListCwt, tags: [61, 18] }),
    refused('cbor_tag_not_allowed'),
  ),
  cwtCase('T6-4', 'without a tag', cwtOf({ ...statusListCwt, tags: [] }), refused('cose_tag_mismatch')),
  cwtCase(
    'T6-5',
    'under the tag of a COSE_Mac0',
    cwtOf({ ...statusListCwt, tags: [17] }),
    refused('cbor_tag_not_allowed'),
  ),
  cwtCase(
    'T6-6',
    'its type where it is not signed',
    cwtOf(typed(statusListCwt, 'application/statuslist+cwt', 'unprotected')),
    refused('status_list_type_mismatch'),
  ),
  cwtCase(
    'T6-7',
    'of another type',
    cwtOf(typed(statusListCwt, 'application/cwt')),
    refused('status_list_type_mismatch'),
  ),
  cwtCase(
    'T6-8',
    'signed by another',
    cwtOf({ ...statusListCwt, key: fixtureKey('attacker').privateKey }),
    refused('status_list_signature_invalid'),
  ),
  cwtCase(
    'T6-9',
    'without the place where it is',
    cwtOf(without(statusListCwt, 'subject')),
    refused('status_list_malformed'),
  ),
  cwtCase(
    'T6-10',
    'of another place',
    cwtOf(withClaim(statusListCwt, 'subject', `${uri}0`)),
    refused('status_list_subject_mismatch'),
  ),
  cwtCase(
    'T6-11',
    'without the time when it was made',
    cwtOf(without(statusListCwt, 'issuedAt')),
    refused('status_list_malformed'),
  ),
  cwtCase('T6-12', 'that has ended', cwtOf(withClaim(statusListCwt, 'expires', now)), refused('status_list_expired')),
  cwtCase(
    'T6-13',
    'a time to live of nothing',
    cwtOf(withClaim(statusListCwt, 'timeToLive', 0)),
    refused('status_list_malformed'),
  ),
  cwtCase(
    'T6-14',
    'a list in text',
    cwtOf(
      withClaim(
        statusListCwt,
        'statusList',
        new Map<string, string | number>([
          ['bits', 2],
          ['lst', base64url(packed(0))],
        ]),
      ),
    ),
    refused('status_list_malformed'),
  ),
  cwtCase(
    'T6-15',
    'three bits an entry',
    cwtOf(
      withClaim(
        statusListCwt,
        'statusList',
        new Map<string, Uint8Array | number>([
          ['bits', 3],
          ['lst', Uint8Array.from(packed(0))],
        ]),
      ),
    ),
    refused('status_list_malformed'),
  ),
  cwtCase('T6-16', 'no list', cwtOf(without(statusListCwt, 'statusList')), refused('status_list_malformed')),
]

const identified = (
  id: string,
  title: string,
  list: CwtToken,
  expect: Members,
  identifier = Uint8Array.of(1, 2),
): Case =>
  token(
    id,
    'ISO/IEC 18013-5:2025 §12.3.6.4',
    title,
    { uri, identifier: base64url(identifier) },
    expect,
    answers(uri, cwt(cwtOf(list), 'application/identifierlist+cwt')),
  )

const identifierCases: readonly Case[] = [
  identified('T6-20', 'an identifier list that does not name the credential', identifierListCwt, valid),
  identified('T6-21', 'an identifier list that names it', identifierListCwt, refused('status_invalid'), revoked),
  identified(
    'T6-22',
    'an identifier list without an end',
    without(identifierListCwt, 'expires'),
    refused('status_list_malformed'),
  ),
  identified(
    'T6-23',
    'an identifier list with a status list beside it',
    withClaim(identifierListCwt, 'statusList', new Map()),
    refused('status_list_malformed'),
  ),
  identified(
    'T6-24',
    'a status list where an identifier list is due',
    typed(identifierListCwt, 'application/statuslist+cwt'),
    refused('status_list_type_mismatch'),
  ),
  identified(
    'T6-25',
    'identifiers as text',
    withClaim(identifierListCwt, 'identifiers', new Map([['identifiers', new Map([['AQID', new Map()]])]])),
    refused('status_list_malformed'),
  ),
]

/** 30 days before the clock of the cases. */
const past = now - 30 * 86_400
const then = new Date(past * 1000).toISOString()
const ofThen = claimsWith({ iat: past - 60, exp: past + 60 })
const historical = (id: string, title: string, expect: Members, response: Members, time = then): Case =>
  token(
    id,
    'Token Status List §8.4',
    title,
    { uri, index: 0, historical: true, times: [time] },
    expect,
    answers(`${uri}?time=${Math.floor(Date.parse(time) / 1000)}`, response),
  )

const historicalCases: readonly Case[] = [
  historical('T18-1', 'the list of that time', valid, jwt(ofThen)),
  historical(
    'T18-2',
    'the list of today in the place of that of then',
    refused('status_list_time_mismatch'),
    jwt(tokenWith()),
  ),
  historical(
    'T18-3',
    'a list that had ended by then',
    refused('status_list_time_mismatch'),
    jwt(ofThen),
    new Date((past + 60) * 1000).toISOString(),
  ),
  historical('T18-4', 'a host that keeps no lists of the past', refused('retrieval_status'), {
    ...jwt(''),
    status: 404,
  }),
  historical('T18-5', 'a host that cannot be asked for a time', refused('retrieval_status'), {
    ...jwt(''),
    status: 400,
  }),
]

const aggregated = (id: string, title: string, aggregation: Json, expect: Members): Case =>
  operationCase('statusToken', id, 'Token Status List §9.3', title, {
    input: { aggregation: typeof aggregation === 'string' ? aggregation : JSON.stringify(aggregation) },
    expect,
  })
const noAggregation = refusedWith('aggregation_malformed')

const aggregationCases: readonly Case[] = [
  aggregated(
    'T19-1',
    'where all lists are',
    { status_lists: [uri, `${uri}0`], other: 1 },
    { accepted: true, output: { lists: [uri, `${uri}0`] } },
  ),
  aggregated('T19-2', 'no lists yet', { status_lists: [] }, { accepted: true, output: { lists: [] } }),
  aggregated('T19-3', 'an array', [uri], noAggregation),
  aggregated('T19-4', 'no status_lists', { lists: [uri] }, noAggregation),
  aggregated('T19-5', 'one place as a string', { status_lists: uri }, noAggregation),
  aggregated('T19-6', 'a place that is no string', { status_lists: [uri, 7] }, noAggregation),
  aggregated('T19-7', 'a place that is no URI', { status_lists: ['statuslists/1'] }, noAggregation),
  aggregated('T19-8', 'no JSON', '{"status_lists":[', noAggregation),
  aggregated('T19-9', 'a name twice', `{"status_lists":[],"status_lists":["${uri}"]}`, noAggregation),
  aggregated('T19-10', 'a place that would act on a terminal', { status_lists: [`${uri}\u001b[2J`] }, noAggregation),
]

/** The first answer says valid, the next one that the entry was revoked since. */
const revokedSince = tokenWith({ list: { ...baseToken.list, lst: base64url(packed(1, 0)) } })
const kept = (
  id: string,
  title: string,
  seconds: number,
  claims: Members,
  headers: Members,
  expect: Members,
  next = jwt(revokedSince),
): Case =>
  token(
    id,
    'Token Status List §13.7',
    title,
    { uri, index: 0, times: [at, after(seconds)] },
    expect,
    answers(uri, jwt(claimsWith(claims), headers), next),
  )
const gone: Members = { status: 503, headers: { 'content-type': 'text/plain' }, text: '' }

const keepingCases: readonly Case[] = [
  kept(
    'T20-1',
    'within its ttl, which HTTP says is shorter',
    599,
    { ttl: 600 },
    { 'cache-control': 'no-store' },
    valid,
  ),
  kept(
    'T20-2',
    'after its ttl, which HTTP says is longer',
    600,
    { ttl: 600 },
    { 'cache-control': 'max-age=86400' },
    refused('status_invalid'),
  ),
  kept(
    'T20-3',
    'after its end, which its ttl says is later',
    3_600,
    { ttl: 86_400 },
    {},
    refused('status_list_expired'),
  ),
  kept('T20-4', 'after its end, with the host gone', 3_600, { ttl: 86_400 }, {}, refused('status_unreachable'), gone),
  kept('T20-5', 'within its ttl, with the host gone', 599, { ttl: 600 }, {}, valid, gone),
  kept('T20-6', 'at a time before it came', -1, { ttl: 600, iat: now - 3_600 }, {}, refused('status_invalid')),
]

const reasons = (id: string, title: string, given: Members, expect: Members): Case =>
  token(id, 'Token Status List §7.1', title, { uri, index: 7, reasons: given }, expect, answers(uri, jwt(tokenWith())))

const reasonCases: readonly Case[] = [
  reasons(
    'T17-10',
    'a value to which the issuer gave the meaning “replaced”',
    { 3: 'replaced' },
    refused('status_replaced'),
  ),
  reasons(
    'T17-11',
    'a value to which the issuer gave the meaning “withdrawn”',
    { 3: 'withdrawn' },
    refused('status_withdrawn'),
  ),
  reasons('T17-12', 'a value to which nobody gave a meaning', { 4: 'replaced' }, refused('status_unknown')),
]

/** Lists on their own: as a CWT, of identifiers, of the past, of lists, and kept. */
export const statusTokenCases: readonly Case[] = [
  ...cwtCases,
  ...identifierCases,
  ...historicalCases,
  ...aggregationCases,
  ...keepingCases,
  ...reasonCases,
]
