import { at } from '../bases.ts'
import type { Case } from '../suite.ts'
import {
  alternativeDns,
  authorityKey,
  basicConstraints,
  type Certificate,
  crlNumber,
  deltaIndicator,
  distributionPoint,
  ecdsaWithSha1,
  excludedDns,
  extendedKeyUsage,
  issuerUri,
  keyUsage,
  type List,
  noAuthority,
  permittedDns,
  shifted,
  subjectKey,
  tlv,
  unknownExtension,
  write,
  writeList,
} from './certificate.ts'
import { added, type Change, leaf, middle, pathCase, replaced, root } from './scene.ts'

const crl: List = {
  issuer: middle.subject,
  signer: 'holder',
  thisUpdate: shifted(at, -86_400),
  nextUpdate: shifted(at, 86_400),
  revoked: [[0x09]],
  extensions: [crlNumber(7)],
}
const crlUri = 'https://authority.example/crl'

const casesOf = (base: string, scene: Change) => ({
  theBase: (title: string, length: number): Case =>
    pathCase(base, scene, base, 'RFC 5280 §6.1', title, {}, { accepted: true, output: { length } }),
  taken: (id: string, clause: string, title: string, change: Change): Case =>
    pathCase(base, scene, id, `RFC 5280 ${clause}`, title, change, { accepted: true }),
  refused: (id: string, clause: string, title: string, code: string, change: Change): Case =>
    pathCase(base, scene, id, clause.startsWith('§') ? `RFC 5280 ${clause}` : clause, title, change, {
      accepted: false,
      code,
    }),
})

const plain = casesOf('base-path', {})
const flip =
  (place: number) =>
  (der: Uint8Array): Uint8Array =>
    der.map((byte, i) => (i === (place < 0 ? der.length + place : place) ? byte ^ 1 : byte))

const generic: readonly Case[] = [
  plain.theBase('a leaf, an authority and a pinned root', 3),
  plain.refused('X1-1', '§6.1.3', 'another’s signature on the leaf', 'certificate_signature_invalid', {
    leaf: { signer: 'attacker' },
  }),
  plain.refused('X1-2', '§6.1.3', 'another’s signature on the authority', 'certificate_signature_invalid', {
    middle: { signer: 'attacker' },
  }),
  plain.refused('X1-3', '§6.1.3', 'a signature of another bit', 'certificate_signature_invalid', {
    leaf: { bend: flip(-1) },
  }),
  plain.refused('X1-4', 'RFC 5758 §3.2', 'a signature with SHA-1', 'certificate_algorithm_not_allowed', {
    leaf: { algorithm: ecdsaWithSha1 },
  }),
  plain.refused('X2-1', '§6.1.3', 'a leaf that has expired', 'certificate_expired', {
    leaf: { notAfter: shifted(at, -1) },
  }),
  plain.taken('X2-2', '§4.1.2.5', 'a leaf in its last second', { leaf: { notAfter: at } }),
  plain.refused('X2-3', '§6.1.3', 'a leaf that is not valid yet', 'certificate_not_yet_valid', {
    leaf: { notBefore: shifted(at, 1) },
  }),
  plain.taken('X2-4', '§4.1.2.5', 'a leaf in its first second', { leaf: { notBefore: at } }),
  plain.refused('X2-5', '§6.1.3', 'an authority that has expired', 'certificate_expired', {
    middle: { notAfter: shifted(at, -1) },
  }),
  plain.refused('X2-6', '§6.1.3', 'a root that has expired', 'certificate_expired', {
    root: { notAfter: shifted(at, -1) },
  }),
  plain.taken('X2-7', '§4.1.2.5', 'a root until after 2050', { root: { notAfter: '2060-01-01T00:00:00Z' } }),
  plain.refused('X3-1', '§6.1.3', 'a leaf of another issuer', 'certificate_issuer_mismatch', {
    leaf: { issuer: 'CN=Another, C=JP' },
  }),
  plain.taken('X3-2', '§7.1', 'an issuer in other letters and spaces', {
    leaf: { issuer: 'CN=fixture  AUTHORITY, C=JP' },
  }),
  plain.refused('X3-3', '§4.2.1.1', 'a key identifier of another', 'certificate_issuer_mismatch', {
    leaf: replaced(leaf, 2, authorityKey('attacker')),
  }),
  plain.taken('X3-4', '§4.2.1.1', 'no key identifier', { leaf: replaced(leaf, 2) }),
  plain.refused('X3-5', '§6.1', 'a chain out of order', 'certificate_issuer_mismatch', { chain: ([l, m]) => [m, l] }),
  plain.refused('X4-1', '§6.1.1', 'a root that is not pinned', 'certificate_authority_unknown', { anchors: [] }),
  plain.refused('X4-2', '§6.1.1', 'the root sent along, and not pinned', 'certificate_authority_unknown', {
    anchors: [],
    chain: (all) => all,
  }),
  plain.taken('X4-3', '§6.1.1', 'the root sent along, and pinned', { chain: (all) => all }),
  plain.refused('X4-4', '§6.1', 'no authority between', 'certificate_authority_unknown', { chain: ([l]) => [l] }),
  plain.refused('X4-5', '§6.1', 'a pinned root of the same name and another key', 'certificate_signature_invalid', {
    middle: replaced(middle, 3),
    anchors: [write({ ...root, key: 'attacker', signer: 'attacker', ...replaced(root, 2) })],
  }),
  plain.refused('X4-6', '§6.1', 'no certificate at all', 'certificate_malformed', { chain: () => [] }),
  plain.refused('X4-7', 'limits of this library', 'twelve certificates', 'certificate_chain_too_long', {
    chain: ([l, m]) => [l, ...new Array(11).fill(m)],
  }),
  plain.refused('X5-1', '§6.1.4', 'an authority without basic constraints', 'certificate_not_authority', {
    middle: replaced(middle, 0),
  }),
  plain.refused('X5-2', '§6.1.4', 'basic constraints of no authority', 'certificate_not_authority', {
    middle: replaced(middle, 0, noAuthority),
  }),
  plain.refused('X5-3', '§6.1.4', 'an authority that may sign revocation lists alone', 'certificate_not_authority', {
    middle: replaced(middle, 1, keyUsage([6])),
  }),
  plain.refused('X5-4', '§6.1.4', 'a root that may sign revocation lists alone', 'certificate_not_authority', {
    root: replaced(root, 1, keyUsage([6])),
  }),
  plain.refused('X5-5', '§6.1.4', 'a root that allows no authority below it', 'certificate_path_too_long', {
    root: replaced(root, 0, basicConstraints(0)),
  }),
  plain.taken('X5-6', '§6.1.4', 'a root that allows one', { root: replaced(root, 0, basicConstraints(1)) }),
  plain.refused(
    'X6-1',
    '§6.1.5',
    'a critical extension of the leaf that is not known',
    'certificate_extension_unknown',
    { leaf: added(leaf, unknownExtension(true)) },
  ),
  plain.refused(
    'X6-2',
    '§6.1.4',
    'a critical extension of the authority that is not known',
    'certificate_extension_unknown',
    { middle: added(middle, unknownExtension(true)) },
  ),
  plain.taken('X6-3', '§4.2', 'an extension that is not critical', { leaf: added(leaf, unknownExtension(false)) }),
  plain.refused('X7-1', '§6.1.3', 'a name outside of what is permitted', 'certificate_name_not_permitted', {
    middle: added(middle, permittedDns('other.example')),
    leaf: replaced(leaf, 3, alternativeDns('registrar.example')),
  }),
  plain.refused('X7-2', '§4.2.1.10', 'a name that merely ends alike', 'certificate_name_not_permitted', {
    middle: added(middle, permittedDns('istrar.example')),
    leaf: replaced(leaf, 3, alternativeDns('registrar.example')),
  }),
  plain.refused('X7-3', '§6.1.3', 'a name that is excluded', 'certificate_name_not_permitted', {
    middle: added(middle, excludedDns('example')),
    leaf: replaced(leaf, 3, alternativeDns('registrar.example')),
  }),
  plain.taken('X7-4', '§6.1.3', 'a name below what is permitted', {
    middle: added(middle, permittedDns('example')),
    leaf: replaced(leaf, 3, alternativeDns('registrar.example')),
  }),
  plain.refused('X8-1', '§4.2.1.3', 'a leaf for key agreement alone', 'certificate_usage_mismatch', {
    leaf: replaced(leaf, 0, keyUsage([4])),
  }),
  plain.taken('X8-2', '§4.2.1.3', 'a leaf for both', { leaf: replaced(leaf, 0, keyUsage([0, 4])) }),
  plain.refused('X9-1', '§4.1.2.1', 'version 2', 'certificate_malformed', { leaf: { version: 1 } }),
  plain.refused('X9-2', '§4.1.2.2', 'a negative serial number', 'certificate_malformed', { leaf: { serial: [0x81] } }),
  plain.refused('X9-3', '§4.1.2.2', 'a serial number of zero', 'certificate_malformed', { leaf: { serial: [0] } }),
  plain.refused('X9-4', '§4.1.2.2', 'a serial number of 21 octets', 'certificate_malformed', {
    leaf: { serial: new Array(21).fill(0x41) },
  }),
  plain.refused('X9-5', 'X.690 §8.3.2', 'a padded serial number', 'certificate_malformed', {
    leaf: { serial: [0, 3] },
  }),
  plain.refused('X9-6', '§4.2', 'an extension twice', 'certificate_malformed', { leaf: added(leaf, keyUsage([0])) }),
  plain.refused('X9-7', 'X.690 §10.1', 'a byte after the end', 'certificate_malformed', {
    leaf: { bend: (der) => Buffer.concat([der, Buffer.of(0)]) },
  }),
  plain.refused('X9-8', 'X.690 §10.1', 'a length in more bytes than needed', 'certificate_malformed', {
    leaf: { bend: (der) => Buffer.concat([Buffer.of(0x30, 0x83, 0), der.subarray(2)]) },
  }),
  plain.refused('X9-9', 'limits of this library', 'nine thousand bytes', 'certificate_too_large', {
    leaf: added(leaf, unknownExtensionOf(9_000)),
  }),
  plain.refused(
    'X10-1',
    'HAIP 1.0 §6.1.1',
    'the anchor sent along, under the profile haip',
    'certificate_anchor_included',
    {
      chain: (all) => all,
      input: { profile: 'haip' },
    },
  ),
  plain.taken('X10-2', '§6.1', 'the same without the anchor', { input: { profile: 'haip' } }),
  plain.refused('X10-3', 'HAIP 1.0 §6.1.1', 'a leaf that signed itself', 'certificate_self_signed', {
    leaf: { issuer: leaf.subject, signer: 'issuer' },
    chain: ([l]) => [l],
    input: { profile: 'haip' },
  }),
  plain.refused(
    'X10-4',
    'Token Status List §10.1',
    'a signer of status lists that is not marked as one',
    'certificate_usage_mismatch',
    { input: { profile: 'status-signer' } },
  ),
  plain.taken('X10-5', '§4.2.1.12', 'one that is', {
    leaf: added(leaf, extendedKeyUsage('1.3.6.1.5.5.7.3.30')),
    input: { profile: 'status-signer' },
  }),
]

function unknownExtensionOf(length: number): Uint8Array {
  return tlv(
    0x30,
    tlv(0x06, Buffer.of(0x2b, 6, 1, 4, 1, 0x83, 0xb2, 0x03, 1)),
    tlv(0x04, tlv(0x04, Buffer.alloc(length))),
  )
}

/** ISO/IEC 18013-5 B.1.2: what its own profile asks of an authority. */
export const iaca: Partial<Certificate> = {
  extensions: [basicConstraints(0), keyUsage([5, 6]), subjectKey('second-issuer'), issuerUri('https://iaca.example')],
}
/** B.1.4: and of who signs documents under it. */
export const signer: Certificate = {
  ...leaf,
  issuer: root.subject,
  signer: 'second-issuer',
  notBefore: shifted(at, -10 * 86_400),
  notAfter: shifted(at, 400 * 86_400),
  extensions: [
    keyUsage([0]),
    extendedKeyUsage('1.0.18013.5.1.2', true),
    subjectKey('issuer'),
    authorityKey('second-issuer'),
    issuerUri('https://iaca.example'),
    distributionPoint('https://iaca.example/crl'),
  ],
}
const mdoc = casesOf('base-document-signer', {
  root: iaca,
  leaf: signer,
  chain: ([l]) => [l],
  input: { profile: 'iso-mdoc-document-signer' },
})
const annex = 'ISO/IEC 18013-5 Annex B'
const documentSigner: readonly Case[] = [
  mdoc.theBase('a document signer and its authority', 2),
  mdoc.refused('X11-1', annex, 'key usage that is not critical', 'certificate_usage_mismatch', {
    leaf: replaced(signer, 0, keyUsage([0], false)),
  }),
  mdoc.refused('X11-2', annex, 'a usage besides', 'certificate_usage_mismatch', {
    leaf: replaced(signer, 0, keyUsage([0, 4])),
  }),
  mdoc.refused('X11-3', annex, 'no extended key usage', 'certificate_usage_mismatch', { leaf: replaced(signer, 1) }),
  mdoc.refused('X11-4', annex, 'one that is not critical', 'certificate_usage_mismatch', {
    leaf: replaced(signer, 1, extendedKeyUsage('1.0.18013.5.1.2')),
  }),
  mdoc.refused('X11-5', annex, 'that of a reader', 'certificate_usage_mismatch', {
    leaf: replaced(signer, 1, extendedKeyUsage('1.0.18013.5.1.6', true)),
  }),
  mdoc.refused('X11-6', annex, 'no revocation list', 'certificate_profile_mismatch', { leaf: replaced(signer, 5) }),
  mdoc.refused('X11-7', annex, '458 days', 'certificate_profile_mismatch', {
    leaf: { notAfter: shifted(signer.notBefore, 458 * 86_400) },
  }),
  mdoc.taken('X11-8', '§4.1.2.5', '457 days', { leaf: { notAfter: shifted(signer.notBefore, 457 * 86_400) } }),
  mdoc.refused('X11-9', annex, 'another country than the authority’s', 'certificate_profile_mismatch', {
    leaf: { subject: 'CN=Registrar, C=BE' },
  }),
  mdoc.refused('X11-10', annex, 'an authority without a path length', 'certificate_not_authority', {
    root: replaced({ ...root, ...iaca }, 0, basicConstraints()),
  }),
  mdoc.refused('X11-11', annex, 'name constraints', 'certificate_profile_mismatch', {
    root: added({ ...root, ...iaca }, permittedDns('example')),
  }),
]

const lists = casesOf('base-revocation', {
  leaf: added(leaf, distributionPoint(crlUri)),
  input: { crls: { [crlUri]: writeList(crl) } },
})
const listed = (change: Partial<List>): Change => ({ input: { crls: { [crlUri]: writeList({ ...crl, ...change }) } } })
const revocation: readonly Case[] = [
  lists.theBase('a revocation list without the leaf', 3),
  lists.refused(
    'X12-1',
    '§6.3.3',
    'a leaf that was revoked',
    'certificate_revoked',
    listed({ revoked: [[0x09], [0x41, 3]] }),
  ),
  lists.refused('X12-2', '§6.3', 'a list that cannot be had', 'crl_unavailable', { input: { crls: {} } }),
  lists.refused('X12-3', '§6.3.3', 'a list that is out of date', 'crl_stale', listed({ nextUpdate: shifted(at, -1) })),
  lists.refused('X12-4', '§6.3.3', 'a list of tomorrow', 'crl_stale', listed({ thisUpdate: shifted(at, 1) })),
  lists.refused(
    'X12-5',
    '§6.3.3',
    'a list of another issuer',
    'crl_issuer_mismatch',
    listed({ issuer: 'CN=Another, C=JP' }),
  ),
  lists.refused(
    'X12-6',
    '§6.3.3',
    'a list that another signed',
    'crl_signature_invalid',
    listed({ signer: 'attacker' }),
  ),
  lists.refused('X12-7', '§5.2.4', 'a delta', 'crl_unsupported', listed({ extensions: [deltaIndicator] })),
  lists.refused(
    'X12-8',
    '§5.2',
    'a critical extension that is not known',
    'crl_unsupported',
    listed({ extensions: [unknownExtension(true)] }),
  ),
  lists.refused('X12-9', '§5.1', 'no list at all', 'crl_malformed', { input: { crls: { [crlUri]: 'MAA=' } } }),
]

export const pathCases: readonly Case[] = [...generic, ...documentSigner, ...revocation]
