import { at } from '../bases.ts'
import { base64url, hashOf, type Json, type Members, without } from '../json.ts'
import { fixtureCertificate, fixtureKey } from '../keys.ts'
import { type Signing, signBytes } from '../signatures.ts'
import type { Case, Suite } from '../suite.ts'
import { casesOf } from './scene.ts'

const organization = 'NTRJP-1234567890123'

/** A certificate of a course that nobody took, in the words of the European Learning Model. */
const document: Members = {
  '@context': ['https://www.w3.org/2018/credentials/v1', 'http://data.europa.eu/snb/model/context/edc-ap'],
  id: 'urn:credential:00000000-0000-4000-8000-000000000042',
  type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
  credentialSchema: { id: 'http://data.europa.eu/snb/model/ap/edc-generic-full', type: 'ShaclValidator2017' },
  displayParameter: { id: 'urn:epass:displayParameter:1', type: 'DisplayParameter', title: { en: 'Bridge building' } },
  issuer: {
    id: 'urn:epass:org:1',
    type: 'Organisation',
    legalName: { en: 'University of Fixtures' },
    eIDASIdentifier: { id: 'urn:certificateIdentifier:1', type: 'LegalIdentifier', notation: organization },
  },
  issuanceDate: '2026-11-24T00:00:00Z',
  issued: '2026-11-24T00:00:00Z',
  validFrom: '2026-11-24T00:00:00Z',
  validUntil: '2031-11-24T00:00:00Z',
  credentialSubject: {
    id: 'urn:epass:person:1',
    type: 'Person',
    fullName: { en: 'Testa Exemplar' },
    hasClaim: { id: 'urn:epass:learningAchievement:1', type: 'LearningAchievement', title: { en: 'Bridge building' } },
  },
}

interface Seal {
  readonly document: Members
  readonly header: Members
  readonly signing: Signing
  /** What beside the signature nobody signed. */
  readonly unprotected: Members
  readonly isPlain: boolean
  readonly bendSignature: (signature: string) => string
}

const seal: Seal = {
  document,
  header: {
    cty: 'octet-stream',
    typ: 'jose+json',
    x5c: [fixtureCertificate('seal')],
    'x5t#S256': base64url(hashOf(Buffer.from(fixtureCertificate('seal'), 'base64'))),
    b64: false,
    sigT: '2026-11-24T00:00:00Z',
    crit: ['b64', 'sigT'],
  },
  signing: { algorithm: 'RS256', key: fixtureKey('issuer-rsa').privateKey },
  unprotected: {},
  isPlain: true,
  bendSignature: (same) => same,
}

/** TS 119 182-1 in JSON; the payload as it stands (RFC 7797), or in base64url. */
function sealed(changed: Partial<Seal> = {}): Members {
  const { document, header, signing, unprotected, isPlain, bendSignature } = { ...seal, ...changed }
  const whole = Object.fromEntries(
    Object.entries({ alg: signing.algorithm, ...header }).filter(([, value]) => value !== null),
  )
  const head = base64url(JSON.stringify(whole))
  const text = JSON.stringify(document)
  const payload = isPlain ? text : base64url(text)
  const signature = base64url(signBytes(Buffer.from(`${head}.${payload}`), signing))
  return { payload, signatures: [{ protected: head, header: unprotected, signature: bendSignature(signature) }] }
}

const { theBase, refused, taken } = casesOf('base-edc', 'edc', {
  around: {
    at,
    trust: {
      certificates: [fixtureCertificate('authority')],
      binding: { organizationIdentifiers: { [organization]: organization } },
    },
    challenge: 'bearer',
    status: 'ignore',
  },
  input: () => ({ json: sealed() }),
  claimsInclude: { type: document.type as Json },
})

const model = 'European Learning Model 3, EDC application profile'
const form = 'TS 119 182-1 §5, RFC 7515 §7.2.1'
const plain = 'RFC 7797 §3, §6'
const subject = document.credentialSubject as Members
const owner = document.issuer as Members
const header = (members: Members) => ({ input: { json: sealed({ header: { ...seal.header, ...members } }) } })
const of = (changed: Members) => ({ input: { json: sealed({ document: changed }) } })
const json = (members: Members) => ({ input: { json: members } })
const stamped = header({ adoTst: { tstTokens: [{ val: 'AAAA' }] }, crit: ['b64', 'sigT', 'adoTst'] })
const [only] = sealed().signatures as readonly Members[]
const malformed = 'parse/jades_malformed'
const notEdc = 'parse/edc_malformed'
const unknown = 'parse/format_unknown'

const cases: readonly Case[] = [
  theBase(`W45 ${model}`, 'a sealed credential, its payload as it stands'),
  taken('W46-1', form, 'the payload in base64url', {
    input: { json: sealed({ isPlain: false, header: { ...without(seal.header, 'b64'), crit: ['sigT'] } }) },
  }),
  taken(
    'W46-2',
    form,
    'letters beyond ASCII in the payload',
    of({ ...document, displayParameter: { type: 'DisplayParameter', title: { ja: '橋梁工学' } } }),
  ),
  taken('W46-3', form, 'values beside the signature, which nobody believes', {
    input: { json: sealed({ unprotected: { etsiU: ['AAAA'], x5c: [fixtureCertificate('attacker')] } }) },
  }),

  refused('W45-1', model, 'another type', unknown, of({ ...document, type: ['VerifiableCredential'] })),
  refused(
    'W45-2',
    model,
    'without the context of the model',
    notEdc,
    of({ ...document, '@context': ['https://www.w3.org/2018/credentials/v1'] }),
  ),
  refused(
    'W45-3',
    model,
    'the context of version 2',
    'parse/base_context_missing',
    of({
      ...document,
      '@context': ['https://www.w3.org/ns/credentials/v2', 'http://data.europa.eu/snb/model/context/edc-ap'],
    }),
  ),
  refused('W45-4', model, 'several subjects', notEdc, of({ ...document, credentialSubject: [subject] })),
  refused('W45-5', model, 'nothing to show it with', notEdc, of(without(document, 'displayParameter'))),
  refused('W45-6', model, 'no validFrom', notEdc, of(without(document, 'validFrom'))),
  refused('W45-7', model, 'no issuanceDate', 'parse/date_time_malformed', of(without(document, 'issuanceDate'))),
  refused(
    'W45-8',
    model,
    'an issuer without an organisation identifier',
    notEdc,
    of({ ...document, issuer: without(owner, 'eIDASIdentifier') }),
  ),
  refused(
    'W45-9',
    model,
    'not yet valid',
    'policy/not_yet_valid',
    of({ ...document, validFrom: '2026-12-01T12:00:01Z' }),
  ),
  refused('W45-10', model, 'expired', 'policy/expired', of({ ...document, validUntil: '2026-12-01T11:59:59Z' })),
  refused(
    'W45-11',
    'EN 319 412-1 §5.1.4',
    'an issuer who is not the owner of the seal',
    'authenticate/edc_issuer_mismatch',
    of({ ...document, issuer: { ...owner, eIDASIdentifier: { notation: 'NTRJP-9999999999999' } } }),
  ),
  refused(
    'W45-12',
    'EN 319 412-1 §5.1.4',
    'an owner whom the verifier has not written down',
    'trust/certificate_binding_mismatch',
    {
      circumstances: {
        trust: { certificates: [fixtureCertificate('authority')], binding: { organizationIdentifiers: {} } },
      },
    },
  ),
  refused(
    'W45-13',
    'RFC 5280 §6.1',
    'an authority that the verifier does not trust',
    'trust/certificate_authority_unknown',
    {
      circumstances: {
        trust: {
          certificates: [fixtureCertificate('attacker-authority')],
          binding: { organizationIdentifiers: { [organization]: organization } },
        },
      },
    },
  ),

  refused('W46-4', form, 'no signature', malformed, json({ ...sealed(), signatures: [] })),
  refused('W46-5', form, 'two signatures', malformed, json({ ...sealed(), signatures: [only as Json, only as Json] })),
  refused(
    'W46-6',
    form,
    'no protected header',
    malformed,
    json({ ...sealed(), signatures: [without(only as Members, 'protected')] }),
  ),
  refused(
    'W46-7',
    form,
    'a signature that is a number',
    malformed,
    json({ ...sealed(), signatures: [{ ...only, signature: 7 }] }),
  ),
  refused('W46-8', 'TS 119 182-1 §5.2.1', 'no time of signing', malformed, header({ sigT: null, crit: ['b64'] })),
  refused(
    'A48-90',
    'TS 119 182-1 §5.2.1',
    'a time of signing with something around it',
    malformed,
    header({ sigT: 'junk2026-11-24T00:00:00Zjunk' }),
  ),
  refused(
    'W46-9',
    'TS 119 182-1 §5.2.1',
    'signed after now',
    'authenticate/jades_signed_in_future',
    header({ sigT: '2026-12-01T12:00:01Z' }),
  ),
  refused('W46-10', plain, 'a payload as it stands that is not called critical', malformed, header({ crit: ['sigT'] })),
  refused('W46-11', plain, 'b64 that is text', malformed, header({ b64: 'false' })),
  refused('W46-12', 'RFC 7515 §4.1.11', 'crit that is empty', malformed, {
    input: { json: sealed({ isPlain: false, header: { ...without(seal.header, 'b64'), crit: [] } }) },
  }),
  refused('W46-13', 'RFC 7515 §4.1.11', 'crit with a name twice', malformed, header({ crit: ['b64', 'b64', 'sigT'] })),
  refused(
    'A5-80',
    'RFC 7515 §4.1.11',
    'a critical extension that is not known',
    'parse/jades_critical_unsupported',
    header({ sigPl: {}, crit: ['b64', 'sigT', 'sigPl'] }),
  ),
  refused(
    'A5-81',
    'RFC 7515 §4.1.11',
    'a critical name that is not there',
    'parse/jades_critical_unsupported',
    header({ crit: ['b64', 'sigT', 'adoTst'] }),
  ),
  refused(
    'W46-14',
    'TS 119 182-1 §5.2.6',
    'a critical time-stamp',
    'authenticate/jades_timestamp_unverifiable',
    stamped,
  ),
  taken('W46-15', 'TS 119 182-1 §5.2.6', 'a critical time-stamp, which the verifier lets pass', {
    ...stamped,
    circumstances: { options: { leniencies: ['jades_timestamp_unverified'] } },
  }),
  refused(
    'W46-16',
    'TS 119 182-1 §5.1.8',
    'no certificate',
    'authenticate/jades_certificate_missing',
    header({ x5c: null }),
  ),
  refused(
    'W46-17',
    'TS 119 182-1 §5.1.7',
    'another certificate than the signature names',
    'authenticate/jades_certificate_mismatch',
    header({ 'x5t#S256': base64url(hashOf('another')) }),
  ),
  refused(
    'W46-18',
    'TS 119 182-1 §5.1.7',
    'a signature that names none',
    'authenticate/jades_certificate_mismatch',
    header({ 'x5t#S256': null }),
  ),
  refused(
    'W46-19',
    'RFC 7515 §5.2',
    'the payload changed',
    'authenticate/signature_invalid',
    json({
      ...sealed(),
      payload: JSON.stringify({ ...document, credentialSubject: { ...subject, fullName: { en: 'Another Exemplar' } } }),
    }),
  ),
  refused(
    'W46-20',
    'RFC 7515 §5.2',
    'white space in the payload',
    'authenticate/signature_invalid',
    json({ ...sealed(), payload: JSON.stringify(document, null, 1) }),
  ),
  refused('W46-21', 'RFC 7515 §5.2', 'a signature that somebody bent', 'authenticate/signature_invalid', {
    input: { json: sealed({ bendSignature: (text) => `${text[0] === 'A' ? 'B' : 'A'}${text.slice(1)}` }) },
  }),
  refused('W46-22', 'RFC 7518 §3.1', 'none', 'authenticate/algorithm_not_allowed', header({ alg: 'none' })),
  refused(
    'W46-23',
    'RFC 7518 §3.1',
    'an algorithm that is not the key’s',
    'trust/key_unknown',
    header({ alg: 'ES384' }),
  ),
  refused(
    'A4-80',
    'RFC 8259 §4',
    'a name twice in the payload',
    'parse/json_name_repeated',
    json({
      ...sealed(),
      payload: JSON.stringify(document).replace('"issued":', '"issued":"2020-01-01T00:00:00Z","issued":'),
    }),
  ),
]

export const edcSuites: readonly Suite[] = [{ suite: 'vc/european-digital-credentials', cases }]
