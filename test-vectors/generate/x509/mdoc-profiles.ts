import { at } from '../bases.ts'
import type { Members } from '../json.ts'
import type { Case } from '../suite.ts'
import {
  authorityKey,
  authorityName,
  basicConstraints,
  basicConstraintsNotCritical,
  type Certificate,
  crlNumber,
  deltaIndicator,
  distributionDns,
  distributionPoint,
  ecdsaWithSha1,
  extendedKeyUsage,
  forbiddenExtensions,
  indirect,
  issuerDns,
  issuerEmail,
  issuerUri,
  keyUsage,
  type List,
  noAuthority,
  otherKeys,
  rsaWithSha256,
  shifted,
  subjectKey,
  unknownExtension,
  write,
  writeList,
} from './certificate.ts'
import { iaca as iacaExtensions, signer } from './paths.ts'
import { added, type Change, middle, pathCase, replaced, root } from './scene.ts'

// Each rule in up to three settings: strict; every rule tolerated that can be; every rule but the one that the case breaks.

/** All that can be tolerated. */
const tolerable = [
  'leaf_too_long_lived',
  'key_usage_missing',
  'key_usage_not_critical',
  'key_usage_additional',
  'extended_key_usage_missing',
  'extended_key_usage_not_critical',
  'authority_key_identifier_missing',
  'subject_key_identifier_missing',
  'issuer_alternative_name_missing',
  'crl_distribution_points_missing',
  'country_not_upper_case',
  'common_name_missing',
  'anchor_subject_key_identifier_missing',
  'anchor_issuer_alternative_name_missing',
  'anchor_path_length_not_zero',
  'revocation_list_unavailable',
  'revocation_list_too_long_lived',
  'revocation_list_number_missing',
  'revocation_list_authority_key_identifier_missing',
] as const
type Tolerable = (typeof tolerable)[number]

const day = 86_400
const iaca: Certificate = { ...root, ...iacaExtensions }
const crlUri = 'https://iaca.example/crl'
const crl: List = {
  issuer: iaca.subject,
  signer: 'second-issuer',
  thisUpdate: shifted(at, -day),
  nextUpdate: shifted(at, day),
  revoked: [[0x09]],
  extensions: [crlNumber(7), authorityKey('second-issuer')],
}

/** The cases of one scene. `strict` has no tolerance, `tolerant` all of them. */
function casesOf(name: string, rule: string, scene: Change) {
  const one = (id: string, clause: string, title: string, change: Change, expect: Members, tolerate?: Tolerable[]) => {
    const base = `base-${name}${tolerate === undefined ? '' : '-tolerant'}`
    const input = { ...scene.input, ...change.input, ...(tolerate === undefined ? {} : { tolerate }) }
    const made = pathCase(
      base,
      scene,
      id === '' ? base : id,
      `ISO/IEC 18013-5 ${clause}`,
      title,
      { ...change, input },
      expect,
    )
    return id === '' ? { ...made, rule } : { ...made, rule: id.slice(0, id.indexOf('-')) }
  }
  const refusal = (code: string): Members => ({ accepted: false, stage: 'trust', code })
  const acceptance = (tolerated: readonly Tolerable[]): Members => ({
    accepted: true,
    output: { tolerated: [...tolerated] },
  })
  return {
    bases: (clause: string, title: string): readonly Case[] => [
      one('', clause, title, {}, acceptance([])),
      one('', clause, `${title}; nothing of what is tolerated is needed`, {}, acceptance([]), [...tolerable]),
    ],
    taken: (id: string, clause: string, title: string, change: Change): readonly Case[] => [
      one(id, clause, title, change, acceptance([])),
    ],
    /** What refuses whatever is tolerated. */
    hard: (id: string, clause: string, title: string, code: string, change: Change): readonly Case[] => [
      one(id, clause, title, change, refusal(code)),
      one(`${id}-tolerant`, clause, `${title}, whatever is tolerated`, change, refusal(code), [...tolerable]),
    ],
    /** What one tolerance, and no other, lets through. */
    policy: (
      id: string,
      clause: string,
      title: string,
      broken: readonly [Tolerable, string],
      change: Change,
    ): readonly Case[] => {
      const [tolerance, code] = broken
      const others = tolerable.filter((each) => each !== tolerance)
      return [
        one(id, clause, title, change, refusal(code)),
        one(`${id}-tolerant`, clause, `${title}, tolerated`, change, acceptance([tolerance]), [...tolerable]),
        one(`${id}-others`, clause, `${title}, where all else is tolerated`, change, refusal(code), others),
      ]
    },
  }
}

const usage = 'certificate_usage_mismatch'
const profile = 'certificate_profile_mismatch'
const notAuthority = 'certificate_not_authority'
const ds = casesOf('document-signer', 'M38', {
  root: iaca,
  leaf: signer,
  chain: ([l]) => [l],
  input: { profile: 'iso-mdoc-document-signer' },
})
const dsWith = (...args: [number, ...Uint8Array[]]): Change => ({ leaf: replaced(signer, ...args) })
const iacaWith = (...args: [number, ...Uint8Array[]]): Change => ({ root: replaced(iaca, ...args) })

const chaining: readonly Case[] = [
  ...ds.bases('B.1.4', 'a document signer and its authority'),
  ...ds.hard('M36-1', '§12.8.4', 'a signer that has expired', 'certificate_expired', {
    leaf: { notAfter: shifted(at, -1) },
  }),
  ...ds.hard('M36-2', '§12.8.4', 'a signer of tomorrow', 'certificate_not_yet_valid', {
    leaf: { notBefore: shifted(at, day) },
  }),
  ...ds.hard('M36-3', '§12.8.4', 'an authority that has expired', 'certificate_expired', {
    root: { notAfter: shifted(at, -1) },
  }),
  ...ds.hard('M36-4', '§12.8.4', 'an authority of tomorrow', 'certificate_not_yet_valid', {
    root: { notBefore: shifted(at, day) },
  }),
  ...ds.hard('M37-1', '§12.8.4', 'another’s signature', 'certificate_signature_invalid', {
    leaf: { signer: 'attacker' },
  }),
  ...ds.hard('M37-2', '§12.8.4', 'another issuer', 'certificate_authority_unknown', {
    leaf: { issuer: 'CN=Another, C=JP' },
  }),
  ...ds.hard('M37-3', 'B.1.4', 'the issuer in other letters', 'certificate_issuer_mismatch', {
    leaf: { issuer: 'CN=fixture ROOT, C=JP' },
  }),
  ...ds.hard('M37-4', 'B.1.4', 'the key identifier of another authority', 'certificate_authority_unknown', {
    ...dsWith(3, authorityKey('attacker')),
  }),
]

const use: readonly Case[] = [
  ...ds.policy('M38-1', 'B.1.4', 'no key usage', ['key_usage_missing', usage], dsWith(0)),
  ...ds.policy(
    'M38-2',
    'B.1.4',
    'key usage that is not critical',
    ['key_usage_not_critical', usage],
    dsWith(0, keyUsage([0], false)),
  ),
  ...ds.policy(
    'M38-3',
    'B.1.4',
    'a key for signatures and key agreement',
    ['key_usage_additional', usage],
    dsWith(0, keyUsage([0, 4])),
  ),
  ...ds.hard('M38-4', 'B.1.4', 'a key for key agreement alone', usage, dsWith(0, keyUsage([4]))),
  ...ds.hard('M38-5', 'B.1.4', 'a key for signatures and for signing certificates', usage, dsWith(0, keyUsage([0, 5]))),
  ...ds.policy('M38-6', 'B.1.4', 'no extended key usage', ['extended_key_usage_missing', usage], dsWith(1)),
  ...ds.policy(
    'M38-7',
    'B.1.4',
    'extended key usage that is not critical',
    ['extended_key_usage_not_critical', usage],
    dsWith(1, extendedKeyUsage('1.0.18013.5.1.2')),
  ),
  ...ds.hard(
    'M38-8',
    'B.1.4',
    'the extended key usage of a TLS server',
    usage,
    dsWith(1, extendedKeyUsage('1.3.6.1.5.5.7.3.1', true)),
  ),
  ...ds.taken(
    'M38-9',
    'B.1.1',
    'the extended key usage of any type of document',
    dsWith(1, extendedKeyUsage('1.0.23220.4.1.2', true)),
  ),
  ...ds.hard('M38-10', 'B.1.4', 'a signer that is an authority', usage, { leaf: added(signer, basicConstraints(0)) }),
  ...ds.taken('M38-11', 'B.1.4', 'a signer that says that it is none', { leaf: added(signer, noAuthority) }),
]

const named = (subject: string): Change => ({ root: { subject, issuer: subject }, leaf: { issuer: subject } })
const authority: readonly Case[] = [
  ...ds.hard('M39-1', 'B.1.2', 'no basic constraints', notAuthority, iacaWith(0)),
  ...ds.hard('M39-2', 'B.1.2', 'basic constraints of no authority', notAuthority, iacaWith(0, noAuthority)),
  ...ds.hard(
    'M39-3',
    'B.1.2',
    'basic constraints that are not critical',
    notAuthority,
    iacaWith(0, basicConstraintsNotCritical(0)),
  ),
  ...ds.policy(
    'M39-4',
    'B.1.2',
    'no path length',
    ['anchor_path_length_not_zero', notAuthority],
    iacaWith(0, basicConstraints()),
  ),
  ...ds.policy(
    'M39-5',
    'B.1.2',
    'a path length of one',
    ['anchor_path_length_not_zero', notAuthority],
    iacaWith(0, basicConstraints(1)),
  ),
  ...ds.hard('M39-6', 'B.1.2', 'no key usage', notAuthority, iacaWith(1)),
  ...ds.hard('M39-7', 'B.1.2', 'key usage that is not critical', notAuthority, iacaWith(1, keyUsage([5, 6], false))),
  ...ds.hard('M39-8', 'B.1.2', 'no key for revocation lists', notAuthority, iacaWith(1, keyUsage([5]))),
  ...ds.hard('M39-9', 'B.1.2', 'a key for signatures, too', notAuthority, iacaWith(1, keyUsage([0, 5, 6]))),
  ...ds.hard('M39-10', 'B.1.2', 'an authority that another certified', profile, {
    root: { issuer: 'CN=National Root, C=JP', signer: 'attacker' },
  }),
  ...ds.hard('M39-11', 'B.1.2', 'its own name in other letters', profile, {
    root: { issuer: 'CN=fixture root, C=JP' },
  }),
  ...ds.hard('M39-12', 'B.1.2', 'twenty years and a day', profile, {
    root: { notBefore: '2026-01-01T00:00:00Z', notAfter: '2046-01-02T00:00:00Z' },
  }),
  ...ds.taken('M39-13', 'B.1.2', 'twenty years', {
    root: { notBefore: '2026-01-01T00:00:00Z', notAfter: '2046-01-01T00:00:00Z' },
  }),
  ...ds.policy(
    'M39-14',
    'B.1.2',
    'an authority without a common name',
    ['common_name_missing', profile],
    named('O=Fixture Root, C=JP'),
  ),
  ...ds.policy('M39-15', 'B.1.4', 'a signer without a common name', ['common_name_missing', profile], {
    leaf: { subject: 'O=Fixture University, C=JP' },
  }),
]

const lasting = (days: number): Change => ({ leaf: { notAfter: shifted(signer.notBefore, days * day) } })
const tooLong = ['leaf_too_long_lived', profile] as const
const upperCase = ['country_not_upper_case', profile] as const
const subjects = (country: string): Change => ({
  ...named(`CN=Fixture Root, C=${country}`),
  leaf: { issuer: `CN=Fixture Root, C=${country}`, subject: `CN=Registrar, C=${country}` },
})
const states = (own: string, above: string): Change => ({
  ...named(`CN=Fixture Root${above}, C=JP`),
  leaf: { issuer: `CN=Fixture Root${above}, C=JP`, subject: `CN=Registrar${own}, C=JP` },
})
const names: readonly Case[] = [
  ...ds.taken('M40-1', 'B.1.4', '457 days', lasting(457)),
  ...ds.policy('M40-2', 'B.1.4', '458 days', tooLong, lasting(458)),
  ...ds.policy('M40-3', 'B.1.4', 'five years', tooLong, lasting(5 * 365)),
  ...ds.hard('M41-1', '§12.8.4', 'no country', profile, { leaf: { subject: 'CN=Registrar' } }),
  ...ds.hard('M41-2', '§12.8.4', 'no country of the authority', profile, named('CN=Fixture Root')),
  ...ds.hard('M41-3', '§12.8.4', 'another country', profile, { leaf: { subject: 'CN=Registrar, C=BE' } }),
  ...ds.hard('M41-4', '§12.8.4', 'two countries', profile, { leaf: { subject: 'CN=Registrar, C=JP, C=BE' } }),
  ...ds.hard('M41-5', '§12.8.4', 'the country in other letters', profile, { leaf: { subject: 'CN=Registrar, C=jp' } }),
  ...ds.policy('M41-6', 'B.1.2', 'the country in small letters, in both', upperCase, subjects('jp')),
  ...ds.policy('M41-7', 'B.1.2', 'the country in three letters, in both', upperCase, subjects('JPN')),
  ...ds.hard('M41-8', '§12.8.4', 'another state', profile, states(', ST=Osaka', ', ST=Kyoto')),
  ...ds.hard('M41-9', '§12.8.4', 'the state and another', profile, states(', ST=Kyoto, ST=Osaka', ', ST=Kyoto')),
  ...ds.taken('M41-10', '§12.8.4', 'the same state', states(', ST=Kyoto', ', ST=Kyoto')),
  ...ds.taken('M41-11', '§12.8.4', 'a state of the signer alone', states(', ST=Kyoto', '')),
]

const unknown = 'certificate_extension_unknown'
const unsupported = 'certificate_key_unsupported'
const malformed = 'certificate_malformed'
const contents: readonly Case[] = [
  ...Object.entries(forbiddenExtensions).flatMap(([title, extension], i) => [
    ...ds.hard(`M42-${2 * i + 1}`, 'B.1.1', `${title} of the signer`, profile, { leaf: added(signer, extension) }),
    ...ds.hard(`M42-${2 * i + 2}`, 'B.1.1', `${title} of the authority`, profile, { root: added(iaca, extension) }),
  ]),
  ...ds.hard('M42-11', 'B.1.4', 'a critical extension of the signer that is not known', unknown, {
    leaf: added(signer, unknownExtension(true)),
  }),
  ...ds.hard('M42-12', 'B.1.2', 'a critical extension of the authority that is not known', unknown, {
    root: added(iaca, unknownExtension(true)),
  }),
  ...ds.taken('M42-13', 'B.1.4', 'an unknown extension that is not critical', {
    leaf: added(signer, unknownExtension(false)),
  }),
  ...ds.hard('M43-1', 'B.1.4', 'a key of RSA', unsupported, { leaf: { spki: otherKeys.rsa() } }),
  ...ds.hard('M43-2', 'B.1.4', 'a key on P-192', unsupported, { leaf: { spki: otherKeys.p192() } }),
  ...ds.hard('M43-3', 'B.1.4', 'a curve that is described, not named', unsupported, {
    leaf: { spki: otherKeys.explicit('issuer') },
  }),
  ...ds.hard('M43-4', 'B.1.4', 'a compressed point', unsupported, { leaf: { spki: otherKeys.compressed('issuer') } }),
  ...ds.hard('M43-5', 'B.1.4', 'a key of ML-DSA', unsupported, { leaf: { spki: otherKeys.mlDsa44() } }),
  ...ds.hard('M43-6', 'B.1.4', 'a signature with SHA-1', 'certificate_algorithm_not_allowed', {
    leaf: { algorithm: ecdsaWithSha1 },
  }),
  ...ds.hard('M43-7', 'B.1.4', 'a signature that is said to be of RSA', 'certificate_signature_invalid', {
    leaf: { algorithm: rsaWithSha256 },
  }),
  ...ds.taken('M43-8', 'B.1.4', 'a key on P-384', { leaf: { key: 'issuer-p384' } }),
  ...ds.taken('M43-9', 'B.1.4', 'a key on Ed25519', { leaf: { key: 'issuer-ed25519' } }),
  ...ds.hard('M44-1', 'B.1.4', 'a serial number of 21 octets', malformed, {
    leaf: { serial: new Array(21).fill(0x41) },
  }),
  ...ds.hard('M44-2', 'B.1.4', 'a serial number of zero', malformed, { leaf: { serial: [0] } }),
  ...ds.hard('M44-3', 'B.1.4', 'a negative serial number', malformed, { leaf: { serial: [0x81] } }),
  ...ds.taken('M44-4', 'B.1.4', 'a serial number of 20 octets', { leaf: { serial: new Array(20).fill(0x41) } }),
]

const contact = ['issuer_alternative_name_missing', profile] as const
const anchorContact = ['anchor_issuer_alternative_name_missing', profile] as const
const points = ['crl_distribution_points_missing', profile] as const
const authorityIdentifier = ['authority_key_identifier_missing', profile] as const
const required: readonly Case[] = [
  ...ds.policy('M45-1', 'B.1.4', 'no subject key identifier', ['subject_key_identifier_missing', profile], dsWith(2)),
  ...ds.policy('M45-2', 'B.1.4', 'no authority key identifier', authorityIdentifier, dsWith(3)),
  ...ds.policy(
    'M45-3',
    'B.1.4',
    'the authority by name and number alone',
    authorityIdentifier,
    dsWith(3, authorityName(iaca.issuer, iaca.serial)),
  ),
  ...ds.policy('M45-4', 'B.1.4', 'no issuer alternative name', contact, dsWith(4)),
  ...ds.policy(
    'M45-5',
    'B.1.4',
    'an issuer alternative name that is no contact',
    contact,
    dsWith(4, issuerDns('iaca.example')),
  ),
  ...ds.taken('M45-6', 'B.1.4', 'an e-mail address as the contact', dsWith(4, issuerEmail('iaca@iaca.example'))),
  ...ds.policy('M45-7', 'B.1.4', 'no revocation list', points, dsWith(5)),
  ...ds.policy('M45-8', 'B.1.4', 'a revocation list without a URI', points, dsWith(5, distributionDns('iaca.example'))),
  ...ds.policy(
    'M45-9',
    'B.1.2',
    'no subject key identifier of the authority',
    ['anchor_subject_key_identifier_missing', profile],
    iacaWith(2),
  ),
  ...ds.policy('M45-10', 'B.1.2', 'no issuer alternative name of the authority', anchorContact, iacaWith(3)),
  ...ds.policy('M45-11', 'B.1.2', 'one that is no contact', anchorContact, iacaWith(3, issuerDns('iaca.example'))),
]

const asked = casesOf('revocation', 'M46', {
  root: iaca,
  leaf: signer,
  chain: ([l]) => [l],
  input: { profile: 'iso-mdoc-document-signer', crls: { [crlUri]: writeList(crl) } },
})
const listed = (change: Partial<List>): Change => ({ input: { crls: { [crlUri]: writeList({ ...crl, ...change }) } } })
const listProfile = 'crl_profile_mismatch'
const revocation: readonly Case[] = [
  ...asked.bases('B.2', 'a signer that was not revoked'),
  ...asked.hard('M46-1', 'B.3.2', 'a signer that was revoked', 'certificate_revoked', listed({ revoked: [[0x41, 3]] })),
  ...asked.hard('M46-2', 'B.2', 'a list that is out of date', 'crl_stale', listed({ nextUpdate: shifted(at, -1) })),
  ...asked.hard(
    'M46-3',
    'B.3.2',
    'a list of another issuer',
    'crl_issuer_mismatch',
    listed({ issuer: 'CN=Another, C=JP' }),
  ),
  ...asked.hard(
    'M46-4',
    'B.3.2',
    'a list that another signed',
    'crl_signature_invalid',
    listed({ signer: 'attacker' }),
  ),
  ...asked.hard('M46-5', 'B.2', 'a delta', 'crl_unsupported', listed({ extensions: [deltaIndicator] })),
  ...asked.hard('M46-6', 'B.2', 'an indirect list', 'crl_unsupported', listed({ extensions: [indirect] })),
  ...asked.hard('M46-7', 'B.2', 'bytes that are no list', 'crl_malformed', { input: { crls: { [crlUri]: 'MAA=' } } }),
  ...asked.policy('M46-8', 'B.3.2', 'a list that cannot be had', ['revocation_list_unavailable', 'crl_unavailable'], {
    input: { crls: {} },
  }),
  ...asked.hard(
    'M46-9',
    'B.2',
    'the issuer of the list in other letters',
    'crl_issuer_mismatch',
    listed({ issuer: 'CN=fixture ROOT, C=JP' }),
  ),
  ...asked.hard(
    'M46-10',
    'B.2',
    'the key identifier of another authority',
    'crl_issuer_mismatch',
    listed({ extensions: [crlNumber(7), authorityKey('attacker')] }),
  ),
  ...asked.taken('M46-11', 'B.2', 'a list of 90 days', listed({ nextUpdate: shifted(crl.thisUpdate, 90 * day) })),
  ...asked.policy(
    'M46-12',
    'B.2',
    'a list of 91 days',
    ['revocation_list_too_long_lived', listProfile],
    listed({ nextUpdate: shifted(crl.thisUpdate, 91 * day) }),
  ),
  ...asked.policy(
    'M46-13',
    'B.2',
    'a list without a number',
    ['revocation_list_number_missing', listProfile],
    listed({ extensions: [authorityKey('second-issuer')] }),
  ),
  ...asked.policy(
    'M46-14',
    'B.2',
    'a list without its authority’s key identifier',
    ['revocation_list_authority_key_identifier_missing', listProfile],
    listed({ extensions: [crlNumber(7)] }),
  ),
]

/** ISO/IEC 18013-5 B.1.3: the authority's new key, certified by its old one. */
const link: Certificate = {
  ...middle,
  subject: iaca.subject,
  extensions: [
    basicConstraints(0),
    keyUsage([5, 6]),
    subjectKey('holder'),
    authorityKey('second-issuer'),
    issuerUri('https://iaca.example'),
    distributionPoint(crlUri),
  ],
}
const newSigner: Certificate = {
  ...signer,
  issuer: link.subject,
  signer: 'holder',
  ...replaced(signer, 3, authorityKey('holder')),
}
const linked = casesOf('link', 'M47', {
  root: iaca,
  middle: link,
  leaf: newSigner,
  input: { profile: 'iso-mdoc-document-signer', maximumLength: 2 },
})
const linkWith = (...args: [number, ...Uint8Array[]]): Change => ({ middle: replaced(link, ...args) })
const renamed = 'CN=Fixture Root 2, C=JP'
/** The new key as an authority of its own. */
const successor = write({ ...iaca, key: 'holder', signer: 'holder', ...replaced(iaca, 2, subjectKey('holder')) })
const links: readonly Case[] = [
  ...linked.bases('B.1.3', 'a signer under an authority’s new key, which the old one certified'),
  ...linked.hard('M47-1', '§12.8.4', 'no more than the standard allows', 'certificate_chain_too_long', {
    input: { maximumLength: 1 },
  }),
  ...linked.hard('M47-2', 'RFC 5280 §6.1.4', 'another authority below the pinned one', 'certificate_path_too_long', {
    middle: { subject: renamed },
    leaf: { issuer: renamed },
  }),
  ...linked.hard('M47-3', 'B.1.3', 'a link that another signed', 'certificate_signature_invalid', {
    middle: { signer: 'attacker' },
  }),
  ...linked.hard('M47-4', 'B.1.3', 'a link without basic constraints', notAuthority, linkWith(0)),
  ...linked.hard('M47-5', 'B.1.3', 'a link without a path length', notAuthority, linkWith(0, basicConstraints())),
  ...linked.hard('M47-6', 'B.1.3', 'a link whose key signs more', notAuthority, linkWith(1, keyUsage([0, 5, 6]))),
  ...linked.hard('M47-7', 'B.1.3', 'a link that outlives the old key', profile, {
    middle: { notAfter: shifted(iaca.notAfter, 1) },
  }),
  ...linked.policy('M47-8', 'B.1.3', 'a link without a revocation list', points, linkWith(5)),
  ...linked.policy('M47-9', 'B.1.3', 'a link without a contact', contact, linkWith(4)),
  ...linked.hard('M47-10', 'B.1.3', 'a link with a key of RSA', 'certificate_signature_invalid', {
    middle: { spki: otherKeys.rsa() },
  }),
  ...linked.hard('M47-11', 'B.1.1', 'a link with name constraints', profile, {
    middle: added(link, forbiddenExtensions['name constraints'] as Uint8Array),
  }),
  ...linked.taken('M47-12', 'B.1.3', 'the new key alone, as an authority', {
    chain: ([, m]) => [m],
    input: { profile: 'iso-mdoc-iaca', maximumLength: 1 },
  }),
  ...linked.taken('M47-13', 'B.1.1', 'the link sent along where the new key is pinned', {
    anchors: [successor],
    input: { maximumLength: 1 },
  }),
  ...linked.hard('M47-14', 'B.1.1', 'three certificates where the new key is pinned', 'certificate_chain_too_long', {
    anchors: [successor],
    chain: ([l, m, r]) => [l, m, r],
    input: { maximumLength: 1 },
  }),
]

const pinned = casesOf('authority', 'M39', {
  root: iaca,
  chain: ([, , r]) => [r],
  input: { profile: 'iso-mdoc-iaca' },
})
const authorities: readonly Case[] = [
  ...pinned.bases('B.1.2', 'an authority that is pinned'),
  ...pinned.hard('M39-16', 'B.1.2', 'no key for revocation lists', usage, iacaWith(1, keyUsage([5]))),
  ...pinned.hard('M39-17', 'B.1.2', 'an authority that another certified', profile, {
    root: { issuer: 'CN=National Root, C=JP', signer: 'attacker' },
  }),
  ...pinned.policy(
    'M39-18',
    'B.1.2',
    'no path length',
    ['anchor_path_length_not_zero', notAuthority],
    iacaWith(0, basicConstraints()),
  ),
  ...pinned.policy('M45-12', 'B.1.2', 'no contact', anchorContact, iacaWith(3)),
  ...pinned.policy('M41-12', 'B.1.2', 'the country in small letters', upperCase, {
    root: { subject: 'CN=Fixture Root, C=jp', issuer: 'CN=Fixture Root, C=jp' },
  }),
  ...pinned.hard('M41-13', 'B.1.2', 'no country', profile, {
    root: { subject: 'CN=Fixture Root', issuer: 'CN=Fixture Root' },
  }),
  ...pinned.hard('M43-10', 'B.1.2', 'a key of RSA', unsupported, { root: { spki: otherKeys.rsa() } }),
]

/** ISO/IEC 18013-5 B.1.5 */
const reader: Certificate = {
  ...signer,
  subject: 'CN=Reader',
  notAfter: shifted(signer.notBefore, 1_187 * day),
  extensions: [
    keyUsage([0]),
    extendedKeyUsage('1.0.18013.5.1.6', true),
    subjectKey('issuer'),
    authorityKey('second-issuer'),
    distributionPoint('https://readers.example/crl'),
  ],
}
const readers = casesOf('reader', 'M48', {
  root,
  leaf: reader,
  chain: ([l]) => [l],
  input: { profile: 'iso-mdoc-reader' },
})
const readerWith = (...args: [number, ...Uint8Array[]]): Change => ({ leaf: replaced(reader, ...args) })
const purposes: readonly Case[] = [
  ...ds.hard(
    'M48-1',
    'B.1.1',
    'a reader’s purpose in a document signer',
    usage,
    dsWith(1, extendedKeyUsage('1.0.18013.5.1.6', true)),
  ),
  ...ds.hard('M48-2', 'B.1.1', 'a document signer as a reader', usage, { input: { profile: 'iso-mdoc-reader' } }),
  ...readers.bases('B.1.5', 'a reader and its authority'),
  ...readers.hard(
    'M48-3',
    'B.1.1',
    'a document signer’s purpose in a reader',
    usage,
    readerWith(1, extendedKeyUsage('1.0.18013.5.1.2', true)),
  ),
  ...readers.hard(
    'M48-4',
    'B.1.1',
    'a TLS client’s purpose in a reader',
    usage,
    readerWith(1, extendedKeyUsage('1.3.6.1.5.5.7.3.2', true)),
  ),
  ...readers.taken(
    'M48-5',
    'B.1.1',
    'a reader of any type of document',
    readerWith(1, extendedKeyUsage('1.0.23220.4.1.6', true)),
  ),
  ...readers.policy('M48-6', 'B.1.5', 'no extended key usage', ['extended_key_usage_missing', usage], readerWith(1)),
  ...readers.policy('M48-7', 'B.1.5', 'a reader for 1,188 days', tooLong, {
    leaf: { notAfter: shifted(reader.notBefore, 1_188 * day) },
  }),
  ...readers.policy('M48-8', 'B.1.5', 'a reader without a revocation list', points, readerWith(4)),
  ...readers.hard('M48-9', 'B.1.5', 'a reader that is an authority', usage, {
    leaf: added(reader, basicConstraints(0)),
  }),
  ...readers.hard('M48-10', 'B.1.5', 'the issuer in other letters', 'certificate_issuer_mismatch', {
    leaf: { issuer: 'CN=fixture ROOT, C=JP' },
  }),
]

/** A name that is no rule, or one that nobody may tolerate, is wrong use. */
const misnamed: readonly Case[] = ['certificate_signature_invalid', 'certificate_expired', 'anything'].map(
  (name, i) => {
    const [base] = ds.bases('B.1.4', '')
    const { json } = (base as unknown as { input: { json: Members } }).input
    return {
      ...(base as Case),
      id: `M38-${12 + i}`,
      title: `${name} cannot be tolerated`,
      base: 'base-document-signer',
      input: { json: { ...json, tolerate: [name] } },
      expect: { accepted: false },
    }
  },
)

export const mdocProfileCases: readonly Case[] = [
  ...chaining,
  ...use,
  ...misnamed,
  ...authority,
  ...names,
  ...contents,
  ...required,
  ...revocation,
  ...links,
  ...authorities,
  ...purposes,
]
