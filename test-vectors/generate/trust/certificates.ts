import { issuer } from '../bases.ts'
import { header, headerWithout, payload, payloadWithout, signed } from '../changes.ts'
import { base64url, hashOf, type Json, type Members } from '../json.ts'
import { fixtureCertificate, fixtureKey } from '../keys.ts'
import { operationCase } from '../operations.ts'
import type { Case } from '../suite.ts'
import {
  baseEntity,
  baseList,
  buildList,
  entityWith,
  type List,
  type ListChange,
  operatorKey,
  scheme,
  secondEntity,
  withdrawn,
} from './list.ts'
import { casesOf, type SceneChange } from './verifying.ts'

const authority = fixtureCertificate('authority')
const leaf = fixtureCertificate('issuer')
const attackers = fixtureCertificate('attacker-authority')
const attacker = fixtureCertificate('attacker')
const attackerSigning = { algorithm: 'ES256', key: fixtureKey('attacker').privateKey } as const

const under = (binding: Json, certificates: readonly string[] = [authority]): SceneChange => ({
  circumstances: { trust: { certificates, binding } },
})
const chain = casesOf('base-chain', { change: header({ x5c: [leaf] }), ...circumstancesOf(under('san-uri')) })
const clause = 'SD-JWT VC §2.5, RFC 5280 §6.1'

function circumstancesOf({ circumstances = {} }: SceneChange): Required<Pick<SceneChange, 'circumstances'>> {
  return { circumstances }
}

const chainCases: readonly Case[] = [
  chain.theBase('V7 SD-JWT VC §2.5', 'a certificate under a pinned authority, bound to the issuer by its URI'),
  chain.refused(
    'V7-1',
    clause,
    'the authority is not pinned',
    'trust/certificate_authority_unknown',
    under('san-uri', [attackers]),
  ),
  chain.refused(
    'V7-2',
    clause,
    'the attacker’s certificate under the attacker’s authority, which is sent along',
    'trust/certificate_authority_unknown',
    {
      change: signed(attackerSigning, { x5c: [attacker, attackers] }),
    },
  ),
  chain.refused('V7-3', clause, 'the certificate is not the signer’s', 'authenticate/signature_invalid', {
    change: signed(attackerSigning),
  }),
  chain.refused('V7-4', clause, 'after the certificate has ended', 'trust/certificate_expired', {
    circumstances: { at: '2046-11-19T00:00:00Z' },
  }),
  chain.refused('V7-5', clause, 'before the certificate begins', 'trust/certificate_not_yet_valid', {
    circumstances: { at: '2026-11-23T19:57:13Z' },
  }),
  chain.refused(
    'V7-6',
    clause,
    'the authority’s certificate in the place of the leaf',
    'trust/certificate_usage_mismatch',
    { change: header({ x5c: [authority] }) },
  ),
  chain.refused('V7-7', 'RFC 7515 §4.1.6', 'the chain the other way round', 'trust/certificate_usage_mismatch', {
    change: header({ x5c: [authority, leaf] }),
  }),
  chain.taken('V7-8', clause, 'the anchor is sent along, which HAIP alone forbids', {
    change: header({ x5c: [leaf, authority] }),
  }),
  chain.refused('V7-9', clause, 'no certificate', 'trust/key_unknown', { change: headerWithout('x5c') }),
  chain.refused('V7-10', clause, 'bytes that are no certificate', 'trust/certificate_malformed', {
    change: header({ x5c: [`AA${leaf.slice(2)}`] }),
  }),
  chain.refused('V7-11', clause, 'a bit of the leaf turned', 'trust/certificate_signature_invalid', {
    change: header({ x5c: [turned(leaf)] }),
  }),
  chain.taken('V7-12', clause, 'the leaf itself is pinned', under('san-uri', [leaf])),
  chain.refused(
    'A8-1',
    'SD-JWT VC §2.5',
    'the issuer is not the one of the certificate',
    'trust/certificate_binding_mismatch',
    { change: payload({ iss: 'https://other.example' }) },
  ),
  chain.refused(
    'A8-2',
    'SD-JWT VC §2.5',
    'an issuer below the one of the certificate',
    'trust/certificate_binding_mismatch',
    { change: payload({ iss: `${issuer}/faculty` }) },
  ),
  chain.taken('A8-3', 'SD-JWT VC §2.5', 'the same where the verifier binds by host', {
    change: payload({ iss: `${issuer}/faculty` }),
    ...under('san-dns'),
  }),
  chain.refused(
    'A8-4',
    'SD-JWT VC §2.5',
    'another host where the verifier binds by host',
    'trust/certificate_binding_mismatch',
    { change: payload({ iss: 'https://registrar.example.attacker.example' }), ...under('san-dns') },
  ),
  chain.refused(
    'A8-5',
    'SD-JWT VC §2.5',
    'the host is the user’s name in a URL of another host',
    'trust/certificate_binding_mismatch',
    { change: payload({ iss: 'https://registrar.example@attacker.example' }), ...under('san-dns') },
  ),
  chain.taken('A8-6', 'SD-JWT VC §2.5', 'another issuer, where the verifier binds to none by name', {
    change: payload({ iss: 'https://other.example' }),
    ...under('none'),
  }),
  chain.taken('A8-7', 'SD-JWT VC §2.5', 'no issuer: it is the subject of the certificate', {
    change: payloadWithout('iss'),
  }),
  chain.refused(
    'A8-8',
    'ETSI EN 319 412-1 §5.1.4',
    'an organization identifier that the certificate has not',
    'trust/certificate_binding_mismatch',
    under({ organizationIdentifiers: { [issuer]: 'NTRJP-1234567890123' } }),
  ),
  chain.refused(
    'A8-9',
    'ETSI EN 319 412-1 §5.1.4',
    'an issuer for which no organization identifier is written down',
    'trust/certificate_binding_mismatch',
    under({ organizationIdentifiers: {} }),
  ),
  chain.refused(
    'A8-10',
    'SD-JWT VC §2.5',
    'an issuer that is a name of Object.prototype',
    'trust/certificate_binding_mismatch',
    {
      change: payload({ iss: '__proto__' }),
      ...under({ organizationIdentifiers: { [issuer]: 'NTRJP-1234567890123' } }),
    },
  ),
]

const identity = (certificates: readonly string[], otherIds: readonly string[] = [issuer]): Members => ({
  ServiceDigitalIdentity: { X509Certificates: certificates.map((val) => ({ val })), OtherIds: otherIds },
})
const listWith = (members: Members): SceneChange => ({
  circumstances: {
    trust: {
      lists: [
        {
          text: buildList({ ...baseList, entities: [entityWith(members), secondEntity] }),
          scheme,
          operator: { keys: [operatorKey.publicKey] },
          binding: 'other-id',
        },
      ],
    },
  },
})
const listed = casesOf('base-listed-authority', {
  change: header({ x5c: [leaf] }),
  ...circumstancesOf(listWith(identity([authority]))),
})

const listedCases: readonly Case[] = [
  listed.theBase('L12 TS 119 602 §6.6.3', 'a certificate below the authority that the list gives for the service'),
  listed.taken('L12-10', 'TS 119 602 §6.6.3', 'the list gives the certificate itself', listWith(identity([leaf]))),
  listed.refused(
    'L12-11',
    'TS 119 602 §6.6.3',
    'the list gives another authority',
    'trust/certificate_authority_unknown',
    listWith(identity([attackers])),
  ),
  listed.refused(
    'L12-12',
    'TS 119 602 §6.6.3',
    'the list names another issuer for this authority',
    'trust/certificate_binding_mismatch',
    listWith(identity([authority], ['https://other.example'])),
  ),
  listed.refused('L12-13', 'TS 119 602 §6.6.3', 'the attacker’s certificate', 'trust/certificate_authority_unknown', {
    change: signed(attackerSigning, { x5c: [attacker] }),
  }),
  listed.refused(
    'L12-14',
    'TS 119 602 §6.6.3',
    'the listed certificate, and the attacker’s signature',
    'authenticate/signature_invalid',
    { change: signed(attackerSigning) },
  ),
  listed.refused(
    'L12-15',
    'TS 119 602 §6.6.3',
    'only the name of the authority is listed',
    'trust/key_unknown',
    listWith({
      ServiceDigitalIdentity: {
        X509SubjectNames: ['CN=authority (fixture),O=Hashikake Test Vectors'],
        OtherIds: [issuer],
      },
    }),
  ),
  listed.refused(
    'L9-10',
    'TS 119 602 §6.6.4',
    'the service is withdrawn',
    'trust/trust_list_service_withdrawn',
    listWith({ ...identity([authority]), ServiceStatus: withdrawn }),
  ),
]

const digestOf = (certificate: string): string => base64url(hashOf(Buffer.from(certificate, 'base64')))
const signedList: List = {
  ...baseList,
  entities: [baseEntity],
  header: { ...baseList.header, iat: 1_795_564_800, 'x5t#S256': digestOf(leaf), x5c: [leaf] },
  signing: { algorithm: 'ES256', key: fixtureKey('issuer').privateKey },
}

function operated(
  id: string,
  title: string,
  change: ListChange,
  expect: Members,
  operator: Members = { certificates: [authority] },
): Case {
  return operationCase('trustList', id, 'TS 119 602 §6.8, TS 119 182-1 §5.1', title, {
    input: { text: buildList({ ...signedList, ...change(signedList) }), scheme, operator },
    at: '2026-12-01T12:00:00Z',
    expect,
  })
}
const fine: Members = { accepted: true, output: { sequenceNumber: 7, entities: 1 } }
const refused = (code: string): Members => ({ accepted: false, code })
const same: ListChange = () => ({})
const headerOf =
  (members: Members): ListChange =>
  (list) => ({ header: { ...list.header, ...members } })

const operatorCases: readonly Case[] = [
  operated('L1-20', 'signed with a certificate under the operator’s authority', same, fine),
  operated('L1-21', 'signed with the operator’s pinned certificate', same, fine, { certificates: [leaf] }),
  operated('L1-22', 'signed with the operator’s pinned key, the certificate sent along', same, fine, {
    keys: [fixtureKey('issuer').publicKey],
  }),
  operated(
    'L1-23',
    'the attacker’s certificate',
    headerOf({ x5c: [attacker], 'x5t#S256': digestOf(attacker) }),
    refused('certificate_authority_unknown'),
  ),
  operated(
    'L1-24',
    'the operator’s certificate, the attacker’s signature',
    () => ({ signing: attackerSigning }),
    refused('trust_list_signature_invalid'),
  ),
  operated(
    'L2-20',
    'x5t#S256 is of another certificate',
    headerOf({ 'x5t#S256': digestOf(authority) }),
    refused('trust_list_signature_malformed'),
  ),
  operated(
    'L2-21',
    'x5t#S256 is a list',
    headerOf({ 'x5t#S256': [digestOf(leaf)] }),
    refused('trust_list_signature_malformed'),
  ),
  operated(
    'L2-22',
    'the pinned key signed, and the header names another certificate',
    headerOf({ x5c: [attacker], 'x5t#S256': digestOf(attacker) }),
    refused('trust_list_signature_malformed'),
    {
      keys: [fixtureKey('issuer').publicKey],
    },
  ),
  operated(
    'L2-25',
    'the pinned key signed, and x5t#S256 is not of the certificate that is sent along',
    headerOf({ 'x5t#S256': digestOf(authority) }),
    refused('trust_list_signature_malformed'),
    { keys: [fixtureKey('issuer').publicKey] },
  ),
  operated('L2-23', 'no certificates at all', headerOf({ x5c: [] }), refused('trust_list_signature_malformed')),
  operated(
    'L2-24',
    'more certificates than anybody needs',
    headerOf({ x5c: Array.from({ length: 11 }, () => leaf) }),
    refused('trust_list_signature_malformed'),
  ),
]

/** The same certificate with one bit of its signature turned. */
function turned(certificate: string): string {
  const der = Buffer.from(certificate, 'base64')
  der[der.length - 1] = (der[der.length - 1] as number) ^ 1
  return der.toString('base64')
}

export const certificateCases: readonly Case[] = [...chainCases, ...listedCases, ...operatorCases]
