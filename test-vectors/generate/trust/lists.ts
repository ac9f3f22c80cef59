import { after, at, now } from '../bases.ts'
import { base64url, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import { asDer, otherS } from '../signatures.ts'
import type { Case } from '../suite.ts'
import {
  baseAddress,
  baseEntity,
  baseHistory,
  baseInformation,
  baseList,
  basePowers,
  baseScheme,
  buildList,
  entityInformation,
  granted,
  headerMembers,
  informationMembers,
  type ListChange,
  operatorKey,
  pastStatus,
  scheme,
  schemeMembers,
  secondEntity,
  serviceMembers,
} from './list.ts'

const asked: Members = { scheme, operator: { keys: [operatorKey.publicKey] }, territory: 'JP' }

function caseOf(id: string, clause: string, title: string, change: ListChange, rest: Members, expect: Members): Case {
  const { at: clock = at, ...input } = rest
  return operationCase('trustList', id, clause, title, {
    input: { text: buildList({ ...baseList, ...change(baseList) }), ...asked, ...input },
    at: clock,
    expect,
  })
}

const output: Members = { sequenceNumber: 7, territory: 'JP', entities: 2 }
const taken = (id: string, clause: string, title: string, change: ListChange = () => ({}), rest: Members = {}): Case =>
  caseOf(id, clause, title, change, rest, { accepted: true, output })
const refused = (
  id: string,
  clause: string,
  title: string,
  code: string,
  change: ListChange,
  rest: Members = {},
): Case => caseOf(id, clause, title, change, rest, refusedWith(code))

const without_ =
  (...names: string[]): ListChange =>
  (list) => ({ scheme: without(list.scheme, ...names) })
const structure = 'TS 119 602 §6'
const jades = 'TS 119 182-1 §6.3, TS 119 602 §6.8'

const signatures: readonly Case[] = [
  taken('L1-1', structure, 'the base: two entities, one with a history and an awarding power'),
  refused('L1-2', 'TS 119 602 §6.8', 'signed by an attacker', 'trust_list_signature_invalid', () => ({
    signing: { algorithm: 'ES256', key: fixtureKey('attacker').privateKey },
  })),
  refused(
    'L1-3',
    'TS 119 602 §6.8',
    'one byte of the payload changed after signing',
    'trust_list_signature_invalid',
    () => ({
      bendText: (text) => {
        const [head, payload, signature] = text.split('.') as [string, string, string]
        return [head, base64url(Buffer.from(payload, 'base64url').toString().replace('"JP"', '"JQ"')), signature].join(
          '.',
        )
      },
    }),
  ),
  refused('L1-4', 'RFC 7518 §3.4', 'the signature as DER', 'trust_list_signature_invalid', () => ({
    bendSignature: asDer,
  })),
  taken('L1-5', 'RFC 7518 §3.4', 'the other s, which is the same signature', () => ({ bendSignature: otherS })),
  refused('L1-6', 'TS 119 602 §6.8', 'no operator of this name is known', 'trust_list_signer_unknown', () => ({}), {
    operator: { keys: [fixtureKey('issuer-ed25519').publicKey] },
  }),
  refused(
    'L1-7',
    'RFC 7515 §4.1.4',
    'a kid that is not the pinned one',
    'trust_list_signer_unknown',
    headerMembers({ kid: 'b' }),
    {
      operator: { keys: [{ ...operatorKey.publicKey, kid: 'a' }] },
    },
  ),
  refused('L1-8', 'RFC 8725 §3.1', 'alg none', 'algorithm_not_allowed', () => ({
    header: { ...baseList.header, alg: 'none' },
    signing: { algorithm: 'none', key: {} },
    bendSignature: () => Uint8Array.of(0),
  })),
  refused(
    'L1-9',
    'RFC 7515 §4.1.3',
    'the key in the header is the attacker’s, and so is the signature',
    'trust_list_signature_invalid',
    (list) => ({
      header: { ...list.header, jwk: fixtureKey('attacker').publicKey },
      signing: { algorithm: 'ES256', key: fixtureKey('attacker').privateKey },
    }),
  ),
]

const headers: readonly Case[] = [
  refused('L2-1', jades, 'no signing time', 'trust_list_signature_malformed', (list) => ({
    header: without(list.header, 'iat'),
  })),
  taken('L2-2', jades, 'the signing time as sigT, critical', (list) => ({
    header: { ...without(list.header, 'iat'), sigT: '2026-11-01T00:00:00Z', crit: ['sigT'] },
  })),
  refused(
    'L2-3',
    jades,
    'two signing times that differ',
    'trust_list_signature_malformed',
    headerMembers({ sigT: '2026-11-01T00:00:01Z' }),
  ),
  refused('L2-4', jades, 'a signing time in the future', 'trust_list_not_yet_issued', headerMembers({ iat: now + 1 })),
  refused(
    'L2-5',
    jades,
    'a signing time that is no number',
    'trust_list_signature_malformed',
    headerMembers({ iat: '1793491200' }),
  ),
  refused(
    'L2-6',
    'RFC 7515 §4.1.11',
    'a critical parameter that is not understood',
    'critical_header_unsupported',
    headerMembers({ sigPId: {}, crit: ['sigPId'] }),
  ),
  refused(
    'L2-7',
    'RFC 7515 §4.1.11',
    'crit names what is not there',
    'critical_header_unsupported',
    headerMembers({ crit: ['sigT'] }),
  ),
  refused('L2-8', 'RFC 7515 §4.1.11', 'crit is empty', 'critical_header_unsupported', headerMembers({ crit: [] })),
  refused(
    'L2-9',
    'RFC 7797 §6',
    'b64 is false',
    'critical_header_unsupported',
    headerMembers({ b64: false, crit: ['b64'] }),
  ),
  refused(
    'L2-10',
    'RFC 8725 §3.11',
    'the typ of a credential',
    'header_type_mismatch',
    headerMembers({ typ: 'dc+sd-jwt' }),
  ),
  taken('L2-11', 'RFC 7515 §4.1.9', 'no typ', (list) => ({ header: without(list.header, 'typ') })),
  refused(
    'L2-12',
    'TS 119 182-1 §5.2.8',
    'content that is somewhere else',
    'critical_header_unsupported',
    headerMembers({ sigD: {} }),
  ),
  refused(
    'L2-13',
    'RFC 7515 §4.1.6',
    'certificates that are no base64',
    'trust_list_signature_malformed',
    headerMembers({ x5c: ['a-b_'] }),
  ),
  refused('L2-14', 'RFC 7515 §4', 'a header member twice', 'trust_list_signature_malformed', () => ({
    spellHeader: (json) => json.replace('{', '{"iat":1,'),
  })),
  refused('L2-15', 'RFC 7515 §7.1', 'white space after it', 'trust_list_signature_malformed', () => ({
    bendText: (text) => `${text} `,
  })),
]

const structures: readonly Case[] = [
  ...(
    [
      ['L3-1', 'no version', without_('LoTEVersionIdentifier')],
      ['L3-2', 'no sequence number', without_('LoTESequenceNumber')],
      ['L3-3', 'sequence number 0', schemeMembers({ LoTESequenceNumber: 0 })],
      ['L3-4', 'a sequence number in quotes', schemeMembers({ LoTESequenceNumber: '7' })],
      ['L3-5', 'a sequence number with a fraction', schemeMembers({ LoTESequenceNumber: 7.5 })],
      ['L3-6', 'no type', without_('LoTEType')],
      ['L3-7', 'no operator', without_('SchemeOperatorName')],
      ['L3-8', 'an operator without a name', schemeMembers({ SchemeOperatorName: [] })],
      ['L3-9', 'a name without a language', schemeMembers({ SchemeOperatorName: [{ value: 'Fixture Ministry' }] })],
      ['L3-10', 'no territory', without_('SchemeTerritory')],
      ['L3-11', 'a territory in small letters', schemeMembers({ SchemeTerritory: 'jp' })],
      ['L3-12', 'no time of issue', without_('ListIssueDateTime')],
      ['L3-13', 'no next update', without_('NextUpdate')],
      ['L3-14', 'a time without a zone', schemeMembers({ NextUpdate: '2027-05-01T00:00:00' })],
      ['L3-15', 'a time with another offset', schemeMembers({ NextUpdate: '2027-05-01T00:00:00+09:00' })],
      ['L3-16', 'the 30th of February', schemeMembers({ NextUpdate: '2027-02-30T00:00:00Z' })],
      ['L3-17', 'the next update before the issue', schemeMembers({ NextUpdate: '2026-10-31T00:00:00Z' })],
      ['L3-18', 'an entity without a name', informationMembers({ TEName: [] })],
      ['L3-19', 'an entity that is a string', () => ({ entities: ['Fixture University' as unknown as Members] })],
      [
        'L3-20',
        'an entity without services',
        () => ({ entities: [{ ...baseEntity, TrustedEntityServices: [] }, secondEntity] }),
      ],
      [
        'L3-21',
        'an entity in two countries',
        informationMembers({
          TEAddress: {
            ...baseAddress,
            TEPostalAddress: [
              { lang: 'en', StreetAddress: '1', Country: 'JP' },
              { lang: 'fr', StreetAddress: '1', Country: 'FR' },
            ],
          },
        }),
      ],
      [
        'L3-22',
        'an entity without an address',
        () => ({ entities: [{ ...baseEntity, TrustedEntityInformation: without(entityInformation, 'TEAddress') }] }),
      ],
      ['L3-23', 'a service without a type', serviceMembers({ ServiceTypeIdentifier: 7 })],
      ['L3-24', 'a status without a time', () => ({ entities: [serviceWithout('StatusStartingTime'), secondEntity] })],
      ['L3-25', 'a time without a status', () => ({ entities: [serviceWithout('ServiceStatus'), secondEntity] })],
      [
        'L3-26',
        'a past status that began after the present one',
        serviceMembers({}, [pastStatus(granted, '2021-04-01T00:00:00Z')]),
      ],
      [
        'L3-27',
        'two statuses from the same second',
        serviceMembers({}, [...baseHistory, pastStatus(granted, '2016-04-01T00:00:00Z')]),
      ],
      [
        'L3-28',
        'a past status of another service',
        serviceMembers({}, [
          { ...pastStatus(granted, '2016-04-01T00:00:00Z'), ServiceTypeIdentifier: 'urn:example:other' },
        ]),
      ],
      [
        'L3-29',
        'a private key',
        serviceMembers({ ServiceDigitalIdentity: { PublicKeyValues: [fixtureKey('issuer').privateKey] } }),
      ],
      [
        'L3-30',
        'a certificate that is no base64',
        serviceMembers({ ServiceDigitalIdentity: { X509Certificates: [{ val: '-' }] } }),
      ],
      ['L3-31', 'no payload of a list', () => ({ payload: { iss: 'https://registrar.example' } })],
      ['L3-32', 'a payload that is an array', () => ({ payload: [] })],
      [
        'L3-33',
        'a member twice',
        () => ({
          spellPayload: (json: string) =>
            json.replace('"LoTESequenceNumber":7', '"LoTESequenceNumber":7,"LoTESequenceNumber":8'),
        }),
      ],
      [
        'L3-34',
        'members only inherited, under __proto__',
        () => ({ spellPayload: (json: string) => json.replace('{"LoTE"', '{"__proto__"') }),
      ],
      [
        'L3-35',
        'awarding powers that end before they begin',
        serviceMembers({
          ServiceInformationExtensions: [
            { ...basePowers, powers: [{ degreeTypes: ['x'], from: '2024-04-01', through: '2024-03-31' }] },
          ],
        }),
      ],
      ['L3-36', 'awarding powers twice', serviceMembers({ ServiceInformationExtensions: [basePowers, basePowers] })],
      [
        'L3-37',
        'a power of no degree',
        serviceMembers({ ServiceInformationExtensions: [{ ...basePowers, powers: [{ degreeTypes: [] }] }] }),
      ],
      [
        'L3-38',
        'a corporate number with a letter',
        informationMembers({
          TEInformationExtensions: [
            {
              type: 'urn:hashikake:lote:extension:identifiers',
              identifiers: [{ scheme: 'jp-corporate-number', value: '123456789012A' }],
            },
          ],
        }),
      ],
      [
        'L3-39',
        'a school code in full-width digits',
        informationMembers({
          TEInformationExtensions: [
            {
              type: 'urn:hashikake:lote:extension:identifiers',
              identifiers: [{ scheme: 'jp-mext-school-code', value: 'F１26310000000' }],
            },
          ],
        }),
      ],
    ] as readonly (readonly [string, string, ListChange])[]
  ).map(([id, title, change]) => refused(id, structure, title, 'trust_list_malformed', change)),
  taken('L3-40', structure, 'members that the standard does not know', schemeMembers({ constructor: 'x', Note: 'x' })),
  taken(
    'L3-41',
    'TS 119 602 §6.6.3',
    'a key of a kind that signs no credential',
    serviceMembers({
      ServiceDigitalIdentity: { PublicKeyValues: [fixtureKey('issuer-rsa').publicKey] },
    }),
  ),
  refused(
    'L4-1',
    'TS 119 602 §6.3.1',
    'version 2',
    'trust_list_version_unsupported',
    schemeMembers({ LoTEVersionIdentifier: 2 }),
  ),
]

function serviceWithout(name: string): Members {
  return { ...baseEntity, TrustedEntityServices: [{ ServiceInformation: without(baseInformation, name) }] }
}

const edition = (members: Members): string => buildList({ ...baseList, scheme: { ...baseScheme, ...members } })

const editions: readonly Case[] = [
  taken('L5-1', 'TS 119 602 §6.3.2', 'the same edition once more', () => ({}), { previous: [buildList(baseList)] }),
  taken('L5-2', 'TS 119 602 §6.3.2', 'after an older edition', () => ({}), {
    previous: [edition({ LoTESequenceNumber: 6 })],
  }),
  refused('L5-3', 'TS 119 602 §6.3.2', 'after a newer edition', 'trust_list_rolled_back', () => ({}), {
    previous: [edition({ LoTESequenceNumber: 8 })],
  }),
  refused(
    'L5-4',
    'TS 119 602 §6.3.2',
    'the same number with another content',
    'trust_list_sequence_repeated',
    () => ({}),
    {
      previous: [edition({ NextUpdate: '2027-04-30T00:00:00Z' })],
    },
  ),
  refused('L6-1', 'TS 119 602 §6.3.15', 'the second of the next update', 'trust_list_stale', () => ({}), {
    at: '2027-05-01T00:00:00Z',
  }),
  taken('L6-2', 'TS 119 602 §6.3.15', 'the second before the next update', () => ({}), { at: '2027-04-30T23:59:59Z' }),
  refused(
    'L6-3',
    'TS 119 602 §6.3.14',
    'issued in a second from now',
    'trust_list_not_yet_issued',
    schemeMembers({ ListIssueDateTime: after(1).replace('.000', '') }),
  ),
  taken('L6-4', 'TS 119 602 §6.3.14', 'issued now', schemeMembers({ ListIssueDateTime: after(0).replace('.000', '') })),
  taken('L6-5', 'TS 119 602 §6.3.15', 'within the clock skew that the verifier allows', () => ({}), {
    at: '2027-05-01T00:00:59Z',
    clockSkew: 60,
  }),
  refused(
    'L7-1',
    'TS 119 602 §6.3.3',
    'a list of another type',
    'trust_list_type_mismatch',
    schemeMembers({
      LoTEType: 'http://uri.etsi.org/19602/LoTEType/EUPubEAAProvidersList',
    }),
  ),
  refused(
    'L7-2',
    'TS 119 602 §6.3.3',
    'the type in other letters',
    'trust_list_type_mismatch',
    schemeMembers({
      LoTEType: (scheme.type as string).toUpperCase(),
    }),
  ),
  refused(
    'L7-3',
    'TS 119 602 §6.3.10',
    'a list of another country',
    'trust_list_territory_mismatch',
    schemeMembers({ SchemeTerritory: 'FR' }),
  ),
  refused(
    'L13-1',
    'TS 119 602 §6.3.17',
    'an extension of the scheme that may not be passed over',
    'trust_list_extension_critical',
    schemeMembers({
      SchemeExtensions: [{ type: 'urn:example:unknown', Critical: true }],
    }),
  ),
  taken(
    'L13-2',
    'TS 119 602 §6.3.17',
    'an extension of the scheme that may',
    schemeMembers({
      SchemeExtensions: [{ type: 'urn:example:unknown', Critical: false }],
    }),
  ),
]

export const listCases: readonly Case[] = [...signatures, ...headers, ...structures, ...editions]
