import { digest, disclosure } from '../credential.ts'
import { type Json, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { asDer, otherS, type Signing } from '../signatures.ts'
import type { CborItem } from '../status/cbor.ts'
import type { Case, Suite } from '../suite.ts'
import {
  type Change,
  claims,
  degree,
  expires,
  header,
  holder,
  issuer,
  now,
  ofFormat,
  type SceneChange,
  type W3cFormat,
} from './scene.ts'
import { absent, coseLabel, type Secured } from './secured.ts'

const signing =
  (algorithm: Signing['algorithm'], key: Members): Change =>
  () => ({ signing: { algorithm, key } })
const attackerSigns = signing('ES256', fixtureKey('attacker').privateKey)
const firstBit = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte))
const both =
  (...changes: readonly Change[]): Change =>
  (credential) => {
    const made: Partial<Secured> = {}
    for (const change of changes) Object.assign(made, change({ ...credential, ...made }))
    return made
  }
const change = (made: Change): SceneChange => ({ change: made })
const types: Members = { type: degree.type as Json }

/** The rules of JOSE, which hold in `vc+jwt` and in `vc+sd-jwt`. */
function joseCases(format: 'vc+jwt' | 'vc+sd-jwt'): readonly Case[] {
  const { refused, taken } = ofFormat(format)
  const clause = format === 'vc+jwt' ? 'VC-JOSE-COSE §3.1.1' : 'VC-JOSE-COSE §3.2.1'
  // From outside, an SD-JWT of another type is none of this format, and no format takes it.
  const mismatch = 'parse/media_type_mismatch'
  const typeMismatch = format === 'vc+jwt' ? mismatch : 'parse/format_unknown'
  const unsigned = (alg: string): Change => both(signing('none', {}), header({ alg }))
  const wrongTypes: readonly Json[] = [
    absent,
    'JWT',
    format === 'vc+jwt' ? 'vc+sd-jwt' : 'vc+jwt',
    'vc',
    'kb+jwt',
    'statuslist+jwt',
    `${format} `,
    7,
    [format],
    '',
  ]
  return [
    ...wrongTypes.map((typ, index) =>
      refused(
        `W18-${index + 1}`,
        clause,
        typ === absent ? 'no typ' : `typ ${JSON.stringify(typ)}`,
        typeMismatch,
        change(header({ typ })),
      ),
    ),
    refused('W18-11', clause, 'a token inside the token', mismatch, change(header({ cty: 'JWT' }))),
    refused('W18-12', clause, 'cty that is a number', mismatch, change(header({ cty: 7 }))),
    taken('W18-13', clause, 'typ in its long form', change(header({ typ: `application/${format}` }))),
    taken('W18-14', 'RFC 2045 §5.1', 'typ in capitals', change(header({ typ: format.toUpperCase() }))),
    taken('W18-15', clause, 'no cty', change(header({ cty: absent }))),
    ...(['vc', 'vp'] as const).map((name, index) =>
      refused(
        `W19-${index + 1}`,
        'VC-JOSE-COSE §1.2',
        `the claim ${name} of version 1.1`,
        'parse/legacy_claim_present',
        change(claims({ [name]: {} })),
      ),
    ),
    refused(
      'A10-1',
      'VC-JOSE-COSE §4.1.2',
      'iss that is not the issuer',
      'parse/issuer_conflict',
      change(claims({ iss: 'https://other.example' })),
    ),
    refused(
      'A10-2',
      'VC-JOSE-COSE §4.1.2',
      'iss in the header that is not the issuer',
      'parse/issuer_conflict',
      change(header({ iss: 'https://other.example' })),
    ),
    taken('W20-1', 'VC-JOSE-COSE §4.1.2', 'iss that is the issuer', change(claims({ iss: issuer })), types),
    taken('W20-2', 'VC-JOSE-COSE §4.1.2', 'iss in the header that is the issuer', change(header({ iss: issuer }))),
    refused(
      'W20-3',
      'VC-JOSE-COSE §4.1.1',
      'an issuer of whom no key is known',
      'trust/key_unknown',
      change(({ document }) => ({ document: { ...document, issuer: 'https://other.example' } })),
    ),
    refused(
      'W20-4',
      'RFC 7515 §4.1.4',
      'kid that is a number',
      format === 'vc+jwt' ? 'authenticate/header_malformed' : 'parse/header_malformed',
      change(header({ kid: 7 })),
    ),
    ...['none', 'None', 'NONE'].map((alg, index) =>
      refused(
        `A1-${index + 1}`,
        'RFC 8725 §3.1',
        `alg ${alg}, and no signature`,
        format === 'vc+jwt' ? 'parse/jws_malformed' : 'authenticate/algorithm_not_allowed',
        change(unsigned(alg)),
      ),
    ),
    refused(
      'A1-6',
      'RFC 8725 §3.1',
      'alg none, and a signature all the same',
      'authenticate/algorithm_not_allowed',
      change(header({ alg: 'none' })),
    ),
    refused('A1-4', 'RFC 7515 §4.1.1', 'no alg', 'authenticate/algorithm_missing', change(header({ alg: absent }))),
    refused(
      'A1-5',
      'RFC 7515 §4.1.1',
      'alg in lower case',
      'authenticate/algorithm_not_allowed',
      change(header({ alg: 'es256' })),
    ),
    refused(
      'A2-1',
      'RFC 8725 §3.1',
      'HMAC with the issuer’s public key as its secret',
      'authenticate/algorithm_not_allowed',
      change(
        signing('HS256', { k: Buffer.from(JSON.stringify(fixtureKey('issuer').publicKey)).toString('base64url') }),
      ),
    ),
    refused(
      'A2-2',
      'RFC 8725 §3.1',
      'ES384 with a key of P-256',
      'trust/key_unknown',
      change(header({ alg: 'ES384' })),
    ),
    refused('A4-1', 'RFC 7515 §4', 'alg twice in the header', 'parse/json_name_repeated', {
      change: () => ({ spellHeader: (json) => json.replace('{', '{"alg":"none",') }),
    }),
    refused('A4-2', 'RFC 7519 §4', 'the issuer twice', 'parse/json_name_repeated', {
      change: () => ({ spell: (json) => json.replace('{', '{"issuer":"https://other.example",') }),
    }),
    refused(
      'A5-1',
      'RFC 7515 §4.1.11',
      'crit with an extension that nobody knows',
      'authenticate/critical_header_unsupported',
      change(header({ crit: ['https://registrar.example/extension'], 'https://registrar.example/extension': 1 })),
    ),
    refused(
      'A5-2',
      'RFC 7797 §3',
      'a payload that is not encoded',
      'authenticate/critical_header_unsupported',
      change(header({ crit: ['b64'], b64: false })),
    ),
    refused(
      'A7-1',
      'RFC 8725 §3.10',
      'the attacker’s key in the header, and its signature',
      'authenticate/signature_invalid',
      change(both(attackerSigns, header({ jwk: fixtureKey('attacker').publicKey }))),
    ),
    refused(
      'A7-2',
      'RFC 7515 §5.2',
      'signed by somebody else',
      'authenticate/signature_invalid',
      change(attackerSigns),
    ),
    refused('A13-1', 'RFC 7515 §5.2', 'a bit of the signature', 'authenticate/signature_invalid', {
      change: () => ({ bendSignature: firstBit }),
    }),
    refused('A13-2', 'RFC 7518 §3.4', 'a signature in DER', 'authenticate/signature_invalid', {
      change: () => ({ bendSignature: asDer }),
    }),
    taken('A14-1', 'RFC 7518 §3.4', 'the other s, which holds as well', {
      change: () => ({ bendSignature: otherS }),
    }),
    refused('A12-1', 'RFC 7515 §2', 'padding in the payload', 'parse/base64url_malformed', {
      change: () => ({ bend: (text) => text.replace(/\.([^.]+)\./, '.$1=.') }),
    }),
    ...registeredTimes(format),
    taken(
      'A43-1',
      'RFC 8259 §4',
      'names of Object.prototype, which are data',
      { change: () => ({ spell: (json) => json.replace('{', '{"__proto__":{"issuer":"x"},"constructor":"y",') }) },
      { constructor: 'y', ...types },
    ),
    taken(
      'A50-1',
      'VCDM 2.0 §9.3',
      'markup, which is data and is handed on as it is',
      change(({ document }) => ({ document: { ...document, description: '<script>alert(1)</script>' } })),
      { description: '<script>alert(1)</script>' },
    ),
    refused(
      'A46-1',
      'the limits of a verifier',
      'a date of many digits',
      format === 'vc+jwt' ? 'parse/date_time_malformed' : 'authenticate/date_time_malformed',
      change(({ document }) => ({
        document: { ...document, validFrom: `2026-11-24T00:00:00.${'0'.repeat(50_000)}!` },
      })),
    ),
    refused(
      'A47-1',
      'the limits of a verifier',
      'a document that nests too deep',
      'parse/json_too_deep',
      change(({ document }) => ({ document: { ...document, evidence: nested(300) } })),
    ),
    refused('A47-2', 'the limits of a verifier', 'an input longer than is taken', 'parse/input_too_large', {
      circumstances: { options: { limits: { inputLength: 100 } } },
    }),
  ]
}

function nested(depth: number): Json {
  let value: Json = { type: 'ExampleEvidence' }
  for (let level = 0; level < depth; level++) value = { type: 'ExampleEvidence', inside: value }
  return value
}

/** RFC 7519 §4.1: the token's own times, which hold beside those of the document. */
function registeredTimes(format: Exclude<W3cFormat, 'ldp_vc'>): readonly Case[] {
  const { refused, taken } = ofFormat(format)
  const text = {
    'vc+jwt': 'parse/time_malformed',
    'vc+sd-jwt': 'authenticate/time_malformed',
    'vc+cose': 'parse/cwt_malformed',
  }[format] as 'parse/time_malformed'
  return [
    refused('A48-101', 'RFC 7519 §4.1.4', 'exp now', 'policy/expired', change(claims({ exp: now }))),
    taken('A48-102', 'RFC 7519 §4.1.4', 'exp a second from now', change(claims({ exp: now + 1 }))),
    refused(
      'A48-103',
      'RFC 7519 §4.1.5',
      'nbf a second from now',
      'policy/not_yet_valid',
      change(claims({ nbf: now + 1 })),
    ),
    taken('A48-104', 'RFC 7519 §4.1.5', 'nbf now', change(claims({ nbf: now }))),
    refused('A48-105', 'RFC 7519 §2', 'exp that is text', text, change(claims({ exp: String(expires) }))),
    refused('A48-106', 'RFC 7519 §2', 'iat that is a date', text, change(claims({ iat: '2026-11-24T00:00:00Z' }))),
  ]
}

const jwtOnly = (): readonly Case[] => {
  const { refused, taken } = ofFormat('vc+jwt')
  return [
    taken('W20-5', 'the leniency iat_as_date_time', 'iat that is a date, where the verifier allows it by name', {
      change: claims({ iat: '2026-11-24T00:00:00Z' }),
      circumstances: { options: { leniencies: ['iat_as_date_time'] } },
    }),
    refused('W20-6', 'RFC 7519 §4.1.6', 'iat that is no date either, where one is allowed', 'parse/time_malformed', {
      change: claims({ iat: '2026-11-24' }),
      circumstances: { options: { leniencies: ['iat_as_date_time'] } },
    }),
    refused(
      'W22-1',
      'VCDM 2.0 §4.13',
      'a credential alone, where a challenge is to be answered',
      'parse/presentation_missing',
      {
        circumstances: {
          challenge: { protocol: 'direct', audience: 'https://admissions.example', nonce: 'fresh-nonce-1' },
        },
      },
    ),
    refused('A12-2', 'RFC 7515 §7.1', 'four parts', 'parse/format_unknown', {
      change: () => ({ bend: (text) => `${text}.AAAA` }),
    }),
  ]
}

/** What every verifier has to see is never for the holder to withhold. */
function sdJwtOnly(): readonly Case[] {
  const { refused, taken } = ofFormat('vc+sd-jwt')
  const clause = 'VC-JOSE-COSE §3.2.1'
  const schema = { id: 'https://registrar.example/schemas/degree', type: 'JsonSchema' }
  const status = { type: 'ExampleStatus', id: 'https://registrar.example/status/1' }
  const openMembers: readonly (readonly [string, Json, string])[] = [
    ['@context', degree['@context'] as Json, 'parse/base_context_missing'],
    ['type', degree.type as Json, 'parse/type_missing'],
    ['issuer', degree.issuer as Json, 'parse/credential_issuer_malformed'],
    ['validFrom', degree.validFrom as Json, 'authenticate/claim_not_disclosable'],
    ['validUntil', degree.validUntil as Json, 'authenticate/claim_not_disclosable'],
    ['credentialStatus', status, 'authenticate/claim_not_disclosable'],
    ['credentialSchema', schema, 'authenticate/claim_not_disclosable'],
    ['relatedResource', [], 'authenticate/claim_not_disclosable'],
    ['cnf', { jwk: holder.publicKey }, 'authenticate/claim_not_disclosable'],
  ]
  return [
    ...openMembers.map(([name, value, code], index) =>
      refused(
        `A29-${index + 1}`,
        clause,
        `${name} in a Disclosure`,
        code as 'parse/x',
        change(hiddenAtRoot(name, value)),
      ),
    ),
    refused('A29-10', clause, 'a part of the status withheld', 'parse/claim_not_disclosable', {
      change: ({ document }) => ({
        document: { ...document, credentialStatus: { ...status, _sd: [digest(disclosure('withheld', 'x', 1))] } },
      }),
    }),
    taken(
      'W21-1',
      clause,
      'everything about the subject withheld',
      { change: () => ({ hidden: { name: 'withheld', grade: 'withheld', degree: 'withheld' } }) },
      { credentialSubject: {} },
    ),
    taken(
      'W21-2',
      clause,
      'evidence in a Disclosure, which may be',
      change(hiddenAtRoot('evidence', { type: 'ExampleEvidence' })),
      { evidence: { type: 'ExampleEvidence' } },
    ),
    refused(
      'W22-1',
      'RFC 9901 §7.3',
      'no key binding, where a challenge is to be answered',
      'parse/key_binding_missing',
      {
        circumstances: {
          challenge: { protocol: 'direct', audience: 'https://admissions.example', nonce: 'fresh-nonce-1' },
        },
      },
    ),
  ]
}

/** A member of the document, moved into a Disclosure that is sent. */
function hiddenAtRoot(name: string, value: Json): Change {
  const made = disclosure(`hidden ${name}`, name, value)
  return ({ document }) => ({
    document: { ...without(document, name), _sd: [digest(made)] },
    bend: (text) => `${text}${made}~`,
  })
}

function coseCases(): readonly Case[] {
  const { refused, taken } = ofFormat('vc+cose')
  const clause = 'VC-JOSE-COSE §3.3.1'
  const mismatch = 'parse/media_type_mismatch'
  const inner =
    (label: number, value: CborItem | undefined): Change =>
    (one) => {
      const made = new Map(one.protected)
      made.delete(label)
      if (value !== undefined) made.set(label, value)
      return { protected: made }
    }
  const outer =
    (label: number, value: CborItem): Change =>
    () => ({ unprotected: new Map([[label, value]]) })
  return [
    refused('W18-1', clause, 'neither typ nor content type', mismatch, {
      change: both(inner(coseLabel.type, undefined), inner(coseLabel.contentType, undefined)),
    }),
    refused('W18-2', clause, 'another typ', mismatch, change(inner(coseLabel.type, 'application/statuslist+cwt'))),
    refused(
      'W18-3',
      clause,
      'another content type',
      mismatch,
      change(inner(coseLabel.contentType, 'application/json')),
    ),
    refused('W18-4', clause, 'a content type that is a number', mismatch, change(inner(coseLabel.contentType, 60))),
    refused('W18-5', clause, 'the types only where nothing is signed', mismatch, {
      change: (one) => ({
        protected: new Map([[coseLabel.algorithm, -7]]),
        unprotected: new Map([...one.protected].filter(([label]) => label !== coseLabel.algorithm)),
      }),
    }),
    taken('W18-6', clause, 'a content type alone', change(inner(coseLabel.type, undefined))),
    taken('W18-7', clause, 'a typ alone', change(inner(coseLabel.contentType, undefined))),
    taken('W18-8', 'RFC 9596 §2', 'a typ in its short form', change(inner(coseLabel.type, 'vc+cose'))),
    ...(['vc', 'vp'] as const).map((name, index) =>
      refused(`W19-${index + 1}`, 'VC-JOSE-COSE §1.2', `a member ${name}`, 'parse/legacy_claim_present', {
        change: ({ document }) => ({ document: { ...document, [name]: {} } }),
      }),
    ),
    refused(
      'A10-1',
      'VC-JOSE-COSE §4.1.2',
      'iss among the CWT claims that is not the issuer',
      'parse/issuer_conflict',
      change(claims({ iss: 'https://other.example' })),
    ),
    taken('W20-1', 'VC-JOSE-COSE §4.1.2', 'iss that is the issuer', change(claims({ iss: issuer })), types),
    refused('A3-1', 'RFC 9597 §2', 'CWT claims where nothing is signed', 'parse/cwt_malformed', {
      change: outer(coseLabel.claims, new Map<CborItem, CborItem>([[1, issuer]])),
    }),
    refused('A3-2', 'RFC 9052 §3.1', 'the algorithm only where nothing is signed', 'authenticate/algorithm_missing', {
      change: both(inner(coseLabel.algorithm, undefined), outer(coseLabel.algorithm, -7)),
    }),
    refused(
      'A3-3',
      'RFC 9052 §3',
      'the algorithm in both headers',
      'parse/cose_label_repeated',
      change(outer(coseLabel.algorithm, -7)),
    ),
    refused('A1-1', 'RFC 9053 §2', 'an algorithm that is not allowed', 'authenticate/algorithm_not_allowed', {
      change: inner(coseLabel.algorithm, -257),
    }),
    refused('A5-1', 'RFC 9052 §3.1', 'a critical header that nobody knows', 'parse/critical_header_unsupported', {
      change: both(inner(2, [-70_000]), (one) => ({ protected: new Map([...one.protected, [-70_000, 1]]) })),
    }),
    refused(
      'A7-1',
      'RFC 9052 §4.4',
      'signed by somebody else',
      'authenticate/signature_invalid',
      change(attackerSigns),
    ),
    refused('A13-1', 'RFC 9052 §4.4', 'a bit of the signature', 'authenticate/signature_invalid', {
      change: () => ({ bendSignature: firstBit }),
    }),
    refused('W20-2', 'RFC 9052 §4.1', 'a payload that is not there', 'parse/cose_payload_mismatch', {
      change: () => ({ bendMessage: ([first, second, , fourth]) => [first, second, null, fourth] as CborItem[] }),
    }),
    refused('A44-1', 'RFC 8259 §8.1', 'a payload that is no JSON', 'parse/json_malformed', {
      change: () => ({ spell: (json) => `${json}x` }),
    }),
    refused('A4-1', 'RFC 8259 §4', 'the issuer twice', 'parse/json_name_repeated', {
      change: () => ({ spell: (json) => json.replace('{', '{"issuer":"https://other.example",') }),
    }),
    ...registeredTimes('vc+cose'),
    refused(
      'W22-1',
      'VCDM 2.0 §4.13',
      'a credential alone, where a challenge is to be answered',
      'parse/presentation_missing',
      {
        circumstances: {
          challenge: { protocol: 'direct', audience: 'https://admissions.example', nonce: 'fresh-nonce-1' },
        },
      },
    ),
  ]
}

export const envelopeSuites: readonly Suite[] = (
  [
    ['jwt', 'vc+jwt', () => [...joseCases('vc+jwt'), ...jwtOnly()]],
    ['sd-jwt', 'vc+sd-jwt', () => [...joseCases('vc+sd-jwt'), ...sdJwtOnly()]],
    ['cose', 'vc+cose', coseCases],
  ] as const
).map(([name, format, cases]) => ({
  suite: `vc/${name}`,
  cases: [ofFormat(format).theBase('W18 VC-JOSE-COSE §3', 'a credential in its envelope'), ...cases()],
}))
