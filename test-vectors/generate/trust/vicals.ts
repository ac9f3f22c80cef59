import { at } from '../bases.ts'
import type { Json, Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import { asDer, otherS } from '../signatures.ts'
import { type CborItem, cbor, Encoded, head, joined, tagged } from '../status/cbor.ts'
import type { Case } from '../suite.ts'
import { authorityKey, type Certificate, extendedKeyUsage, keyUsage, shifted, write } from '../x509/certificate.ts'
import {
  authority,
  baseEntry,
  baseVical,
  bigNumber,
  dateTime,
  day,
  der,
  documentSigner,
  entered,
  licence,
  listed,
  photoId,
  provider,
  unentered,
  unlisted,
  type Vical,
  type VicalChange,
  vicalOf,
  vicalSigner,
  withExtension,
} from './vical.ts'

const clause = 'ISO/IEC 18013-5 C.1.7.1'
const signerClause = 'ISO/IEC 18013-5 C.1.7.2'
const anchors: Members = { certificates: [write(provider)] }
const same: VicalChange = () => ({})
const build = (change: VicalChange, from: Vical = baseVical): string => vicalOf({ ...from, ...change(from) })

/** What a case changes of the circumstances. */
interface Rest {
  readonly at?: string
  readonly input?: Members
  readonly trust?: Members
}

function vicalCase(id: string, title: string, change: VicalChange, expect: Members, rest: Rest, where: string): Case {
  return operationCase('vical', id, where, title, {
    input: { list: build(change), ...rest.input },
    at: rest.at ?? at,
    trust: rest.trust ?? anchors,
    expect,
  })
}

const output: Members = { provider: 'Fixture Provider', issueId: 7, entries: 1 }
const taken = (
  id: string,
  title: string,
  change: VicalChange = same,
  rest: Rest = {},
  where = clause,
  shows: Members = output,
): Case => vicalCase(id, title, change, { accepted: true, output: shows }, rest, where)
const refused = (id: string, title: string, code: string, change: VicalChange, rest: Rest = {}, where = clause): Case =>
  vicalCase(id, title, change, refusedWith(code), rest, where)

const attackerSigning = { algorithm: 'ES256', key: fixtureKey('attacker').privateKey } as const
const signedBy =
  (certificate: Certificate): VicalChange =>
  () => ({ chain: der(certificate) })
const bentSignature =
  (bend: (signature: Uint8Array) => Uint8Array): VicalChange =>
  () => ({ bend: (message) => joined(message.subarray(0, -66), cbor(bend(message.subarray(-64)))) })

const signatures: readonly Case[] = [
  taken('M49-1', 'the base: one authority, for driving licences'),
  taken('M49-2', 'under the tag of a COSE_Sign1', () => ({ tags: [18] })),
  taken('M49-3', 'the certificates in the protected header', () => ({ chainProtected: true }), {}, 'RFC 9360 §2'),
  taken('M49-4', 'the signer’s authority sent along', () => ({ chain: [der(vicalSigner), der(provider)] })),
  taken(
    'M49-5',
    'the signer’s certificate pinned itself',
    same,
    { trust: { certificates: [write(vicalSigner)] } },
    signerClause,
  ),
  taken('M49-6', 'the other s, which is the same signature', bentSignature(otherS), {}, 'RFC 9053 §2.1'),
  refused('M49-7', 'signed by an attacker', 'vical_signature_invalid', () => ({ signing: attackerSigning })),
  refused('M49-8', 'one letter of the payload changed after signing', 'vical_signature_invalid', () => ({
    bendPayload: (payload) => Buffer.from(Buffer.from(payload).toString('latin1').replace('mDL', 'mDK'), 'latin1'),
  })),
  refused('M49-9', 'the signature as DER', 'vical_signature_invalid', bentSignature(asDer), {}, 'RFC 9053 §2.1'),
  refused('M49-10', 'an algorithm that is not the key’s', 'vical_signature_invalid', () => ({
    protected: new Map([[1, -35]]),
  })),
  refused('M49-11', 'no algorithm', 'algorithm_missing', () => ({ protected: new Map() }), {}, 'RFC 9052 §3.1'),
  refused('M49-12', 'an algorithm that is no signature', 'algorithm_not_allowed', () => ({
    protected: new Map([[1, 5]]),
  })),
  refused('M49-13', 'what is critical and not understood', 'critical_header_unsupported', () => ({
    protected: new Map<number, CborItem>([
      [1, -7],
      [2, [99]],
      [99, 1],
    ]),
  })),
  refused('M49-14', 'no certificates', 'vical_signature_malformed', () => ({ chain: undefined })),
  refused('M49-15', 'a payload that travels apart', 'vical_signature_malformed', () => ({ detached: true })),
  refused('M49-16', 'under the tag of a COSE_Mac0', 'vical_signature_malformed', () => ({ tags: [17] })),
  refused('M49-17', 'under two tags', 'vical_signature_malformed', () => ({ tags: [18, 18] })),
  refused('M49-18', 'a byte left over', 'vical_signature_malformed', () => ({
    bend: (message) => joined(message, Uint8Array.of(0)),
  })),
]

const signers: readonly Case[] = [
  refused(
    'M49-19',
    'a signer under another authority',
    'vical_signer_not_trusted',
    same,
    { trust: { certificates: [write(authority)] } },
    signerClause,
  ),
  refused(
    'M49-20',
    'a certificate that the provider’s name signed with another key',
    'vical_signer_not_trusted',
    signedBy({ ...vicalSigner, signer: 'attacker' }),
    {},
    signerClause,
  ),
  refused(
    'M49-21',
    'a certificate of the authority’s, meant for documents',
    'vical_signer_not_trusted',
    signedBy(withExtension(vicalSigner, 1, extendedKeyUsage('1.0.18013.5.1.2', true))),
    {},
    signerClause,
  ),
  refused(
    'M49-22',
    'a certificate for 1,188 days',
    'vical_signer_not_trusted',
    signedBy({ ...vicalSigner, notAfter: shifted(vicalSigner.notBefore, 1_188 * day) }),
    {},
    signerClause,
  ),
  taken(
    'M49-23',
    'a certificate for 1,187 days',
    signedBy({ ...vicalSigner, notAfter: shifted(vicalSigner.notBefore, 1_187 * day) }),
    {},
    signerClause,
  ),
  refused(
    'M49-24',
    'a certificate that has expired',
    'vical_signer_not_trusted',
    signedBy({ ...vicalSigner, notAfter: shifted(at, -1) }),
    {},
    signerClause,
  ),
  refused(
    'M49-25',
    'a certificate that is none',
    'vical_signer_not_trusted',
    () => ({ chain: Uint8Array.of(0x30, 0) }),
    {},
    signerClause,
  ),
]

/** The profile of signers by itself, with the code of each rule. */
function profileCase(id: string, title: string, change: Partial<Certificate>, expect: Members): Case {
  return operationCase('certificatePath', id, signerClause, title, {
    input: { chain: [write({ ...vicalSigner, ...change })], profile: 'iso-mdoc-vical-signer' },
    at,
    trust: anchors,
    expect,
  })
}
const usage = refusedWith('certificate_usage_mismatch')
const profiles: readonly Case[] = [
  profileCase('M49-26', 'a signer of lists: the base', {}, { accepted: true, output: { length: 2 } }),
  profileCase(
    'M49-27',
    'a purpose that is not critical',
    withExtension(vicalSigner, 1, extendedKeyUsage('1.0.18013.5.1.8')),
    usage,
  ),
  profileCase(
    'M49-28',
    'the purpose of a document signer',
    withExtension(vicalSigner, 1, extendedKeyUsage('1.0.18013.5.1.2', true)),
    usage,
  ),
  profileCase('M49-29', 'no purpose', withExtension(vicalSigner, 1), usage),
  profileCase('M49-30', 'a key usage that is not critical', withExtension(vicalSigner, 0, keyUsage([0], false)), usage),
  profileCase('M49-31', 'a key for key agreement too', withExtension(vicalSigner, 0, keyUsage([0, 4])), usage),
  profileCase(
    'M49-32',
    'no key identifier',
    withExtension(vicalSigner, 2),
    refusedWith('certificate_profile_mismatch'),
  ),
  profileCase(
    'M49-33',
    'no identifier of the authority’s key',
    withExtension(vicalSigner, 3),
    refusedWith('certificate_profile_mismatch'),
  ),
  profileCase(
    'M49-34',
    'signed by itself',
    { ...withExtension(vicalSigner, 3, authorityKey('issuer')), issuer: vicalSigner.subject, signer: 'issuer' },
    refusedWith('certificate_self_signed'),
  ),
  profileCase(
    'M49-35',
    'for 1,188 days',
    { notAfter: shifted(vicalSigner.notBefore, 1_188 * day) },
    refusedWith('certificate_profile_mismatch'),
  ),
]

const structure: readonly Case[] = [
  taken('M49-36', 'version 1.1', listed(['version', '1.1'])),
  refused('M49-37', 'version 2.0', 'vical_version_unsupported', listed(['version', '2.0'])),
  refused('M49-38', 'a version that is a number', 'vical_malformed', listed(['version', 1])),
  taken('M49-39', 'names of the future', (list) => ({
    ...listed(['vicalURL', 'https://vical.example'], ['x', 1])(list),
    entries: [new Map([...baseEntry, ['x', 1]])],
  })),
  taken(
    'M49-40',
    'proprietary extensions',
    listed(['extensions', new Map([['x', new Encoded(tagged(1, cbor(1_790_000_000)))]])]),
  ),
  taken('M49-41', 'no authority at all', () => ({ entries: [] }), {}, clause, { entries: 0 }),
  taken('M49-42', 'the other order of its members', (list) => ({ members: new Map([...list.members].reverse()) })),
  taken(
    'M49-43',
    'a date with a fraction and an offset',
    listed(['date', dateTime('2026-11-01T09:00:00.25+09:00')]),
    {},
    'RFC 3339 §5.6',
  ),
  taken('M49-44', 'a serial number as a plain number', entered(['serialNumber', 0xa101]), {}, 'RFC 8949 §3.4.3'),
  ...['version', 'vicalProvider', 'date'].map((name, i) =>
    refused(`M49-${45 + i}`, `no ${name}`, 'vical_malformed', unlisted(name)),
  ),
  refused('M49-48', 'a date that is plain text', 'vical_malformed', listed(['date', '2026-11-01T00:00:00Z'])),
  refused('M49-49', 'a date that is no day', 'vical_malformed', listed(['date', dateTime('2026-02-30T00:00:00Z')])),
  refused(
    'M49-50',
    'the next update before the date',
    'vical_malformed',
    listed(['nextUpdate', dateTime('2026-10-31T00:00:00Z')]),
  ),
  refused('M49-51', 'a negative number', 'vical_malformed', listed(['vicalIssueID', -1])),
  refused('M49-52', 'a key that is a number', 'vical_malformed', (list) => ({
    members: new Map<CborItem, CborItem>([...list.members, [1, 1]]) as unknown as Vical['members'],
  })),
  refused('M49-53', 'a name twice', 'vical_malformed', (list) => ({
    payload: joined(
      head(5, list.members.size + 2),
      ...[...list.members, ['version', '1.0'] as const, ['certificateInfos', [baseEntry]] as const].flatMap(
        ([name, value]) => [cbor(name), cbor(value)],
      ),
    ),
  })),
  refused(
    'M49-54',
    'a length that is longer than needed',
    'vical_malformed',
    listed(['x', new Encoded(Uint8Array.of(0x78, 1), Buffer.from('x'))]),
  ),
  refused('M49-55', 'an indefinite length', 'vical_malformed', listed(['x', new Encoded(Uint8Array.of(0x9f, 0xff))])),
  refused(
    'M49-56',
    'a tag that nobody asked for',
    'vical_malformed',
    listed(['x', new Encoded(tagged(3, cbor(Uint8Array.of(1))))]),
  ),
  refused('M49-57', 'a byte left over in the payload', 'vical_malformed', () => ({ payload: Uint8Array.of(0xa0, 0) })),
  ...['certificate', 'serialNumber', 'ski', 'docType'].map((name, i) =>
    refused(`M49-${58 + i}`, `an entry with no ${name}`, 'vical_malformed', unentered(name)),
  ),
  refused('M49-62', 'an entry for no document', 'vical_malformed', entered(['docType', []])),
  refused(
    'M49-63',
    'a serial number as bytes',
    'vical_malformed',
    entered(['serialNumber', Uint8Array.of(0xa1, 0x01)]),
  ),
  refused(
    'M49-64',
    'a negative serial number',
    'vical_malformed',
    entered(['serialNumber', new Encoded(tagged(3, cbor(Uint8Array.of(0xa1, 0x00))))]),
  ),
]

const due = '2027-02-01T00:00:00Z'
const ages: readonly Case[] = [
  taken('M49-65', 'a second before its next update', same, { at: shifted(due, -1) }),
  refused('M49-66', 'at its next update', 'vical_stale', same, { at: due }),
  taken('M49-67', 'at its next update, and the clock may be wrong', same, { at: due, input: { clockSkew: 1 } }),
  taken('M49-68', 'overdue by less than the verifier tolerates', same, {
    at: shifted(due, 59),
    input: { overdue: 60 },
  }),
  refused('M49-69', 'overdue by what the verifier tolerates', 'vical_stale', same, {
    at: shifted(due, 60),
    input: { overdue: 60 },
  }),
  refused(
    'M49-70',
    'after its notAfter, and overdue by less than is tolerated',
    'vical_stale',
    listed(['notAfter', dateTime('2027-02-01T00:00:10Z')]),
    {
      at: shifted(due, 11),
      input: { overdue: 60 },
    },
  ),
  refused(
    'M49-71',
    'after its notAfter, which is before its next update',
    'vical_stale',
    listed(['notAfter', dateTime('2026-12-01T11:59:59Z')]),
  ),
  refused('M49-72', 'dated in the future', 'vical_not_yet_issued', listed(['date', dateTime('2026-12-01T12:00:01Z')])),
  taken(
    'M49-73',
    'without an end, within 90 days',
    unlisted('nextUpdate'),
    { at: '2027-01-29T23:59:59Z' },
    'limits of this library',
  ),
  refused(
    'M49-74',
    'without an end, after 90 days',
    'vical_stale',
    unlisted('nextUpdate'),
    { at: '2027-01-30T00:00:00Z' },
    'limits of this library',
  ),
]

/** The issue that was seen before. */
const previous = build(listed(['date', dateTime('2026-11-15T00:00:00Z')], ['vicalIssueID', 8]))
const seen = (...lists: readonly string[]): Rest => ({ input: { previous: lists } })
const issue = (date: string, number: number): VicalChange => listed(['date', dateTime(date)], ['vicalIssueID', number])
const numbered = (issueId: number): Members => ({ ...output, issueId })
const unnumbered = listed(['date', dateTime('2026-11-15T00:00:00Z')])
const plain: VicalChange = (list) => ({
  members: new Map([...(unnumbered(list).members ?? [])].filter(([name]) => name !== 'vicalIssueID')),
})
const issues: readonly Case[] = [
  taken('M49-75', 'the next issue', issue('2026-11-16T00:00:00Z', 9), seen(previous), clause, numbered(9)),
  taken('M49-76', 'the same issue again', issue('2026-11-15T00:00:00Z', 8), seen(previous), clause, numbered(8)),
  refused('M49-77', 'an older issue', 'vical_rolled_back', same, seen(previous)),
  refused(
    'M49-78',
    'a later number, an earlier date',
    'vical_rolled_back',
    issue('2026-11-14T23:59:59Z', 9),
    seen(previous),
  ),
  refused(
    'M49-79',
    'a later date, an earlier number',
    'vical_rolled_back',
    issue('2026-11-16T00:00:00Z', 7),
    seen(previous),
  ),
  refused(
    'M49-80',
    'another list under the same number',
    'vical_issue_repeated',
    issue('2026-11-16T00:00:00Z', 8),
    seen(previous),
  ),
  refused(
    'M49-81',
    'another list of the same date, without numbers',
    'vical_issue_repeated',
    (list) => ({ ...plain(list), entries: [] }),
    seen(build(plain)),
  ),
]

/** Whether the signer of a document is trusted by the list. */
function signerCase(id: string, title: string, change: VicalChange, expect: Members, asked: Members = {}): Case {
  return vicalCase(
    id,
    title,
    change,
    expect,
    { input: { request: { docType: licence, chain: [write(documentSigner)] as Json, ...asked } } },
    clause,
  )
}
const untrusted = (code: string): Members => ({ accepted: false, stage: 'trust', code })
const trusted: Members = { accepted: true, output: { docTypes: [licence], provider: 'Fixture Provider', issueId: 7 } }

const requests: readonly Case[] = [
  signerCase('M49-82', 'a document signer under the listed authority: the base', same, trusted),
  signerCase('M49-83', 'the authority sent along', same, trusted, { chain: [write(documentSigner), write(authority)] }),
  signerCase('M49-84', 'another kind of document', same, untrusted('vical_doc_type_not_listed'), { docType: photoId }),
  signerCase('M49-85', 'a kind of document that begins alike', same, untrusted('vical_doc_type_not_listed'), {
    docType: `${licence}.2`,
  }),
  signerCase(
    'M49-86',
    'an authority listed for other documents',
    entered(['docType', [photoId]]),
    untrusted('vical_doc_type_not_listed'),
  ),
  signerCase(
    'M49-87',
    'an authority that is not listed',
    () => ({ entries: [] }),
    untrusted('certificate_authority_unknown'),
  ),
  signerCase(
    'M49-88',
    'a signer under another key of the authority’s name',
    same,
    untrusted('certificate_authority_unknown'),
    {
      chain: [write({ ...withExtension(documentSigner, 3, authorityKey('attacker')), signer: 'attacker' })],
    },
  ),
  signerCase('M49-89', 'a signer whom the authority did not sign', same, untrusted('certificate_signature_invalid'), {
    chain: [write({ ...documentSigner, signer: 'attacker' })],
  }),
  signerCase('M49-90', 'a document signer that has expired', same, untrusted('certificate_expired'), {
    chain: [write({ ...documentSigner, notAfter: shifted(at, -1) })],
  }),
  signerCase(
    'M49-91',
    'a certificate that is meant for something else',
    same,
    untrusted('certificate_usage_mismatch'),
    {
      chain: [write(withExtension(documentSigner, 1, extendedKeyUsage('1.0.18013.5.1.6', true)))],
    },
  ),
  signerCase(
    'M49-92',
    'the key identifier is of another',
    entered(['ski', new Uint8Array(20)]),
    untrusted('vical_entry_inconsistent'),
  ),
  signerCase(
    'M49-93',
    'the serial number is of another',
    entered(['serialNumber', bigNumber(0xa1, 0x02)]),
    untrusted('vical_entry_inconsistent'),
  ),
  signerCase(
    'M49-94',
    'the subject is of another',
    entered(['subject', Uint8Array.of(0x30, 0)]),
    untrusted('vical_entry_inconsistent'),
  ),
  signerCase(
    'M49-95',
    'the issuer is of another',
    entered(['issuer', Uint8Array.of(0x30, 0)]),
    untrusted('vical_entry_inconsistent'),
  ),
  signerCase(
    'M49-96',
    'the end is of another',
    entered(['notAfter', dateTime('2050-01-01T00:00:00Z')]),
    untrusted('vical_entry_inconsistent'),
  ),
  signerCase(
    'M49-97',
    'the certificate’s own key identifier is missing',
    entered(['certificate', der(withExtension(authority, 2))]),
    untrusted('certificate_authority_unknown'),
  ),
  signerCase(
    'M49-98',
    'the profile of document signers',
    entered(['certificateProfile', ['1.0.18013.5.1.2']]),
    trusted,
  ),
  signerCase(
    'M49-99',
    'the same as a URN, among others',
    entered(['certificateProfile', ['urn:oid:1.0.18013.5.1.6', 'urn:oid:1.0.18013.5.1.2']]),
    trusted,
  ),
  signerCase(
    'M49-100',
    'the profile of readers alone',
    entered(['certificateProfile', ['1.0.18013.5.1.6']]),
    untrusted('vical_profile_not_accepted'),
  ),
  signerCase(
    'M49-101',
    'a list that is signed by another',
    () => ({ signing: attackerSigning }),
    untrusted('vical_signature_invalid'),
  ),
]

export const vicalCases: readonly Case[] = [
  ...signatures,
  ...signers,
  ...profiles,
  ...structure,
  ...ages,
  ...issues,
  ...requests,
]
