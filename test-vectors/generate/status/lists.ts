import { gzipSync } from 'node:zlib'
import { after, at, issuerKey, now } from '../bases.ts'
import { bendSignature, payload, payloadWithout } from '../changes.ts'
import { base64url, type Json, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { Case } from '../suite.ts'
import { casesOf, type SceneChange } from '../trust/verifying.ts'
import { answering, baseToken, claimsWith, headerWith, listWith, packed, tokenWith, uri } from './token.ts'

const entry = (idx: Json, at: Json = uri): SceneChange => ({
  change: payload({ status: { status_list: { idx, uri: at } } }),
})
const listed = casesOf('base-status', {
  change: payload({ status: { status_list: { idx: 0, uri } } }),
  circumstances: {
    trust: { keys: [{ ...issuerKey.publicKey, issuer: 'https://registrar.example' }] },
    ...answering(tokenWith()),
  },
})
const found = (text: string): SceneChange => ({ circumstances: answering(text) })
const answer = (members: Readonly<Record<string, Json>>): SceneChange => ({
  circumstances: {
    status: {},
    responses: {
      [uri]: [
        { status: 200, headers: { 'content-type': 'application/statuslist+jwt' }, text: tokenWith(), ...members },
      ],
    },
  },
})
const validation = 'Token Status List §8.3'

/** T1: the credential first. The list that would refuse it is there, and is not what refuses. */
const first: readonly Case[] = [
  listed.theBase('T16 Token Status List §8.3', 'an entry that says valid, in a list of two bits'),
  listed.refused('T1-1', validation, 'a credential whose signature does not hold', 'authenticate/signature_invalid', {
    change: bendSignature((signature) => Uint8Array.from(signature, (byte, i) => (i === 0 ? byte ^ 1 : byte))),
    circumstances: { status: {} },
  }),
  listed.refused('T1-2', validation, 'a credential that has expired', 'policy/expired', {
    circumstances: { at: after(6 * 366 * 86_400), status: {} },
  }),
  listed.refused('T1-3', validation, 'a credential of an issuer that is not trusted', 'trust/key_unknown', {
    change: payload({ iss: 'https://other.example' }),
    circumstances: { status: {} },
  }),
  listed.taken('T1-4', 'Token Status List §6.2', 'a credential that names no list', {
    change: payloadWithout('status'),
    circumstances: { status: {} },
  }),
]

const references: readonly Case[] = [
  listed.refused('T2-1', 'Token Status List §6.2', 'a status of nothing', 'parse/status_malformed', {
    change: payload({ status: {} }),
  }),
  listed.refused('T2-2', 'Token Status List §6.2', 'a status that is no object', 'parse/status_malformed', {
    change: payload({ status: 'valid' }),
  }),
  ...([null, -1, 1.5, '0', '0x1', '1e3'] as const).map((idx, i) =>
    listed.refused(
      `T2-${i + 3}`,
      'Token Status List §6.2',
      `an index of ${JSON.stringify(idx)}`,
      'parse/status_malformed',
      entry(idx),
    ),
  ),
  listed.refused('T2-9', 'Token Status List §6.2', 'no URI', 'parse/status_malformed', entry(0, null)),
  listed.refused(
    'T2-10',
    'Token Status List §6.2',
    'a place that is no URI',
    'parse/status_malformed',
    entry(0, 'list'),
  ),
  listed.refused(
    'T2-11',
    'Token Status List §6.2',
    'a mechanism that nobody knows, beside the list',
    'status/status_mechanism_unsupported',
    { change: payload({ status: { status_list: { idx: 0, uri }, other: { at: uri } } }) },
  ),
]

const retrieval: readonly Case[] = [
  listed.refused('T3-1', 'Token Status List §8.2', 'nobody is there', 'status/status_unreachable', {
    circumstances: { status: {}, responses: {} },
  }),
  listed.refused(
    'T3-2',
    'Token Status List §8.2',
    'a status of 404',
    'status/retrieval_status',
    answer({ status: 404 }),
  ),
  listed.refused(
    'T3-3',
    'Token Status List §8.2',
    'a status of 500',
    'status/status_unreachable',
    answer({ status: 500 }),
  ),
  listed.refused(
    'T3-4',
    'Token Status List §8.2',
    'a page in its place',
    'status/retrieval_media_type',
    answer({ headers: { 'content-type': 'text/html' } }),
  ),
  listed.refused(
    'T3-5',
    'Token Status List §8.2',
    'a list as JSON',
    'status/retrieval_media_type',
    answer({ headers: { 'content-type': 'application/json' } }),
  ),
  listed.refused(
    'T3-6',
    'Token Status List §8.1',
    'a list over plain http',
    'status/retrieval_url_refused',
    entry(0, 'http://registrar.example/statuslists/1'),
  ),
  listed.refused(
    'T3-7',
    'Token Status List §8.1',
    'a list at a private address',
    'status/retrieval_address_refused',
    entry(0, 'https://10.0.0.1/statuslists/1'),
  ),
  listed.refused(
    'T3-8',
    'Token Status List §8.1',
    'a name that leads to a private address',
    'status/retrieval_address_refused',
    answer({ address: '192.168.1.1' }),
  ),
  listed.taken(
    'T3-9',
    'Token Status List §8.2',
    'a list with parameters in its media type',
    answer({ headers: { 'content-type': 'Application/StatusList+JWT; charset=utf-8' } }),
  ),
]

const token: readonly Case[] = [
  listed.refused(
    'T4-1',
    'Token Status List §5.1',
    'no typ',
    'status/status_list_type_mismatch',
    found(tokenWith({ header: { alg: 'ES256' } })),
  ),
  listed.refused(
    'T4-2',
    'Token Status List §5.1',
    'the typ of a credential',
    'status/status_list_type_mismatch',
    found(headerWith({ typ: 'dc+sd-jwt' })),
  ),
  listed.refused(
    'T4-3',
    'Token Status List §5.1',
    'the typ of a key binding',
    'status/status_list_type_mismatch',
    found(headerWith({ typ: 'kb+jwt' })),
  ),
  listed.taken(
    'T4-4',
    'RFC 7515 §4.1.9',
    'a typ in full, in other letters',
    found(headerWith({ typ: 'application/StatusList+JWT' })),
  ),
  listed.refused(
    'T5-1',
    validation,
    'a signature that does not hold',
    'status/status_list_signature_invalid',
    found(`${tokenWith().slice(0, -4)}AAAA`),
  ),
  listed.refused(
    'T5-2',
    validation,
    'no algorithm and no signature',
    'status/jws_malformed',
    found(
      tokenWith({ header: { ...baseToken.header, alg: 'none' }, signing: { ...baseToken.signing, algorithm: 'none' } }),
    ),
  ),
  listed.refused(
    'T5-3',
    validation,
    'a list that was changed after it was signed',
    'status/status_list_signature_invalid',
    found(swapPayload()),
  ),
  listed.refused(
    'T7-1',
    'Token Status List §11.3',
    'a key that is not the issuer’s',
    'status/status_list_signature_invalid',
    found(tokenWith({ signing: { algorithm: 'ES256', key: fixtureKey('attacker').privateKey } })),
  ),
  listed.refused(
    'T7-2',
    'Token Status List §11.3',
    'a list of another issuer, who is trusted as well',
    'status/status_list_signer_unrelated',
    {
      circumstances: {
        trust: {
          keys: [
            { ...issuerKey.publicKey, issuer: 'https://registrar.example' },
            { ...fixtureKey('second-issuer').publicKey, issuer: 'https://other.example' },
          ],
        },
        ...answering(
          tokenWith({
            claims: { ...baseToken.claims, iss: 'https://other.example' },
            signing: { algorithm: 'ES256', key: fixtureKey('second-issuer').privateKey },
          }),
        ),
      },
    },
  ),
  listed.refused(
    'T7-3',
    'Token Status List §11.3',
    'a list of an issuer that is not trusted',
    'status/status_list_signer_unknown',
    found(claimsWith({ iss: 'https://other.example' })),
  ),
  listed.taken(
    'T7-4',
    'Token Status List §5.1',
    'a list that names no issuer, by the issuer’s key',
    found(tokenWith({ claims: without(baseToken.claims, 'iss') })),
  ),
  listed.refused(
    'T8-1',
    validation,
    'the list of another place',
    'status/status_list_subject_mismatch',
    found(claimsWith({ sub: `${uri}0` })),
  ),
  listed.refused(
    'T8-2',
    'Token Status List §5.1',
    'no sub',
    'status/status_list_malformed',
    found(tokenWith({ claims: without(baseToken.claims, 'sub') })),
  ),
  listed.refused(
    'T9-1',
    'Token Status List §5.1',
    'no iat',
    'status/status_list_malformed',
    found(tokenWith({ claims: without(baseToken.claims, 'iat') })),
  ),
  listed.refused(
    'T9-2',
    'Token Status List §5.1',
    'an iat as text',
    'status/status_list_malformed',
    found(claimsWith({ iat: at })),
  ),
  listed.refused(
    'T9-3',
    'RFC 7519 §4.1.6',
    'an iat to come',
    'status/status_list_not_yet_valid',
    found(claimsWith({ iat: now + 1 })),
  ),
  listed.taken('T9-4', 'RFC 7519 §4.1.6', 'an iat of this second', found(claimsWith({ iat: now }))),
  listed.refused(
    'T10-1',
    validation,
    'an exp of this second',
    'status/status_list_expired',
    found(claimsWith({ exp: now })),
  ),
  listed.taken('T10-2', validation, 'an exp of the next second', found(claimsWith({ exp: now + 1 }))),
  listed.taken(
    'T10-3',
    'Token Status List §5.1',
    'no exp',
    found(tokenWith({ claims: without(baseToken.claims, 'exp') })),
  ),
  ...([0, -1, '600'] as const).map((ttl, i) =>
    listed.refused(
      `T11-${i + 1}`,
      'Token Status List §5.1',
      `a ttl of ${JSON.stringify(ttl)}`,
      'status/status_list_malformed',
      found(claimsWith({ ttl })),
    ),
  ),
  listed.taken(
    'T11-4',
    'Token Status List §5.1',
    'no ttl',
    found(tokenWith({ claims: without(baseToken.claims, 'ttl') })),
  ),
  listed.refused(
    'T12-1',
    'RFC 7519 §4.1.5',
    'an nbf to come',
    'status/status_list_not_yet_valid',
    found(claimsWith({ nbf: now + 1 })),
  ),
  listed.refused(
    'T12-2',
    'RFC 7515 §4.1.11',
    'a critical header',
    'status/critical_header_unsupported',
    found(headerWith({ crit: ['x'], x: 1 })),
  ),
  listed.refused('T12-3', 'RFC 7515 §7.1', 'no JWS at all', 'status/jws_malformed', found('e30.e30')),
  listed.refused(
    'T13-1',
    'Token Status List §5.1',
    'no list',
    'status/status_list_malformed',
    found(claimsWithoutList()),
  ),
  ...([0, 3, 16, '1'] as const).map((bits, i) =>
    listed.refused(
      `T13-${i + 2}`,
      'Token Status List §4.2',
      `${JSON.stringify(bits)} bits`,
      'status/status_list_malformed',
      found(listWith({ bits })),
    ),
  ),
  listed.refused(
    'T13-6',
    'Token Status List §4.2',
    'a list with padding',
    'status/status_list_malformed',
    found(listWith({ lst: `${base64url(packed(0))}=` })),
  ),
  listed.refused(
    'T13-7',
    'Token Status List §4.2',
    'a list of numbers',
    'status/status_list_malformed',
    found(listWith({ lst: [0] })),
  ),
  listed.refused(
    'T13-8',
    'Token Status List §4.2',
    'an aggregation that is no text',
    'status/status_list_malformed',
    found(listWith({ aggregation_uri: 1 })),
  ),
  listed.refused(
    'T14-1',
    'Token Status List §4.1',
    'raw deflate, without the frame of zlib',
    'status/compressed_malformed',
    found(listWith({ lst: base64url(packed(0, 0).subarray(2, -4)) })),
  ),
  listed.refused(
    'T14-2',
    'Token Status List §4.1',
    'gzip',
    'status/compressed_malformed',
    found(listWith({ lst: base64url(gzipSync(Uint8Array.of(0, 0), { level: 0 })) })),
  ),
  listed.refused(
    'T14-3',
    'Token Status List §4.1',
    'a checksum that is wrong',
    'status/compressed_malformed',
    found(listWith({ lst: base64url(flipLast(packed(0, 0))) })),
  ),
  listed.refused(
    'T14-4',
    'Token Status List §4.1',
    'zlib that is cut off',
    'status/compressed_malformed',
    found(listWith({ lst: base64url(packed(0, 0).subarray(0, -2)) })),
  ),
  listed.refused(
    'T14-5',
    'Token Status List §4.1',
    'a byte after the end',
    'status/compressed_malformed',
    found(listWith({ lst: base64url(Buffer.concat([packed(0, 0), Buffer.of(0)])) })),
  ),
  listed.refused(
    'T14-6',
    'Token Status List §4.1',
    'a list of nothing',
    'status/status_list_malformed',
    found(listWith({ lst: base64url(packed()) })),
  ),
]

const values: readonly Case[] = [
  listed.refused('T15-1', validation, 'an index beyond the end', 'status/status_index_out_of_range', entry(8)),
  listed.refused(
    'T15-2',
    validation,
    'an index far beyond the end',
    'status/status_index_out_of_range',
    entry(2 ** 52),
  ),
  listed.taken('T16-1', 'Token Status List §4.1', 'the entry before the one that is revoked', entry(2)),
  listed.taken('T16-2', 'Token Status List §4.1', 'the entry after it', entry(4)),
  listed.refused('T17-1', 'Token Status List §7.1', 'a revoked credential', 'status/status_invalid', entry(3)),
  listed.refused('T17-2', 'Token Status List §7.1', 'a suspended credential', 'status/status_suspended', entry(5)),
  listed.refused('T17-3', 'Token Status List §7', 'a value that nobody defined', 'status/status_unknown', entry(7)),
  ...([1, 4, 8] as const).flatMap((bits, i) => {
    const [lowest, highest] = [base64url(packed(1)), base64url(packed(0x80))]
    const last = 8 / bits - 1
    const code = bits === 1 ? 'status/status_invalid' : 'status/status_unknown'
    const at = (idx: number, lst: string): SceneChange => ({ ...entry(idx), ...found(listWith({ bits, lst })) })
    return [
      listed.refused(
        `T16-${2 * i + 3}`,
        'Token Status List §4.1',
        `the first of ${bits} bits, lowest first`,
        'status/status_invalid',
        at(0, lowest),
      ),
      listed.refused(
        `T16-${2 * i + 4}`,
        'Token Status List §4.1',
        `the last of ${bits} bits, highest last`,
        code,
        at(last, highest),
      ),
    ]
  }),
]

function swapPayload(): string {
  const [header, , signature] = tokenWith().split('.')
  const [, other] = listWith({ lst: base64url(packed(0, 0)) }).split('.')
  return `${header}.${other}.${signature}`
}

function claimsWithoutList(): string {
  return tokenWith({ list: null as never })
}

function flipLast(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  changed[changed.length - 1] = (changed.at(-1) as number) ^ 1
  return changed
}

export const statusListCases: readonly Case[] = [...first, ...references, ...retrieval, ...token, ...values]
