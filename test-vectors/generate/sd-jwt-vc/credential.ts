import { expires, issuedAt, issuer, vct } from '../bases.ts'
import {
  alsoDisclosed,
  both,
  type Change,
  header,
  headerWithout,
  payload,
  payloadWithout,
  privateKey,
  publicKey,
  send,
  signed,
} from '../changes.ts'
import { type Credential, decoy, digest, disclosure } from '../credential.ts'
import type { Json, Members } from '../json.ts'
import { fixtureCertificate } from '../keys.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

const members = (change: Members) => ({
  change: payload(change),
  claims: (claims: Members) => ({ ...claims, ...change }),
})
const status = { status_list: { idx: 7, uri: 'https://registrar.example/status/1' } }
const integrity = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='

/** A claim that must stay open, moved into a Disclosure. */
const hidden = (name: string, value: Json): Change =>
  both(payloadWithout(name), alsoDisclosed(disclosure(`hidden ${name}`, name, value)))

/** draft-ietf-oauth-sd-jwt-vc §2: what an SD-JWT VC adds. */
export const sdJwtVcCases: readonly Definition[] = [
  rejected('V1-1', 'SD-JWT VC §2.2.1', 'no typ', 'parse/type_header_mismatch', { change: headerWithout('typ') }),
  ...(
    [
      ['V1-2', 'JWT'],
      ['V1-3', 'sd-jwt'],
      ['V1-4', 'vc+sd-jwt'],
      ['V1-5', 'dc+sd-jwt '],
      ['V1-6', 'application/vc+sd-jwt'],
      ['V1-7', 'text/dc+sd-jwt'],
      ['V1-8', ''],
      ['V1-9', 7],
      ['V1-10', ['dc+sd-jwt']],
      ['V1-11', null],
      ['V1-12', 'dc+sd-\u212awt'],
    ] as readonly (readonly [string, Json])[]
  ).map(([id, typ]) =>
    rejected(id, 'SD-JWT VC §2.2.1', `typ ${JSON.stringify(typ)}`, 'parse/type_header_mismatch', {
      change: header({ typ }),
    }),
  ),
  accepted('V1-13', 'RFC 7515 §4.1.9', 'typ in its long form', { change: header({ typ: 'application/dc+sd-jwt' }) }),
  accepted('V1-14', 'RFC 7515 §4.1.9, RFC 2045 §5.1', 'typ in capitals', { change: header({ typ: 'DC+SD-JWT' }) }),
  accepted('V1-15', 'SD-JWT VC §2.2.1', 'the typ of old drafts, where the verifier allows it by name', {
    change: header({ typ: 'vc+sd-jwt' }),
    circumstances: () => ({ options: { leniencies: ['legacyTyp'] } }),
  }),
  rejected('V1-16', 'SD-JWT VC §2.2.1', 'any other typ, where the old one is allowed', 'parse/type_header_mismatch', {
    change: header({ typ: 'JWT' }),
    circumstances: () => ({ options: { leniencies: ['legacyTyp'] } }),
  }),
  rejected('V2-1', 'SD-JWT VC §2.2.2.1', 'no vct', 'parse/vct_missing', { change: payloadWithout('vct') }),
  ...(
    [
      ['V2-2', ''],
      ['V2-3', 7],
      ['V2-4', null],
      ['V2-5', [vct]],
      ['V2-6', { id: vct }],
    ] as readonly (readonly [string, Json])[]
  ).map(([id, value]) =>
    rejected(id, 'SD-JWT VC §2.2.2.1', `vct ${JSON.stringify(value)}`, 'parse/vct_missing', {
      change: payload({ vct: value }),
    }),
  ),
  accepted('V2-7', 'SD-JWT VC §2.2.2.1', 'vct that is a URN', members({ vct: 'urn:example:degree:1' })),
  rejected('V2-8', 'the policy of a verifier', 'a type that the verifier did not ask for', 'policy/type_not_allowed', {
    circumstances: () => ({ policies: { types: ['https://registrar.example/vct/transcript'] } }),
  }),
  rejected(
    'A45-7',
    'RFC 8259 §8.3',
    'a type with a Cyrillic letter that looks like the one asked for',
    'policy/type_not_allowed',
    {
      change: payload({ vct: vct.replace('a', '\u0430') }),
      circumstances: () => ({ policies: { types: [vct] } }),
    },
  ),
  accepted('V2-9', 'the policy of a verifier', 'the type that the verifier asked for', {
    circumstances: () => ({ policies: { types: [vct] } }),
  }),
  ...(
    [
      ['V3-1', 'a string', 'urn:example:other'],
      ['V3-2', 'an empty array', []],
      ['V3-3', 'an array with a number', ['urn:example:other', 7]],
      ['V3-4', 'an array with vct itself', ['urn:example:other', vct]],
      ['V3-5', 'an object', { 0: 'urn:example:other' }],
      ['V3-6', 'null', null],
      ['V3-7', 'an array with an array', [['urn:example:other']]],
    ] as readonly (readonly [string, string, Json])[]
  ).map(([id, what, value]) =>
    rejected(id, 'SD-JWT VC §2.2.2.2', `aka_vcts that is ${what}`, 'parse/aka_vcts_malformed', {
      change: payload({ aka_vcts: value }),
    }),
  ),
  accepted('V3-8', 'SD-JWT VC §2.2.2.2', 'aka_vcts, one of which the verifier asked for', {
    ...members({ aka_vcts: ['urn:example:other', 'urn:example:third'] }),
    circumstances: () => ({ policies: { types: ['urn:example:third'] } }),
  }),
  ...(
    [
      ['V4-1', 'iss', issuer, 'authenticate/claim_not_disclosable'],
      ['V4-2', 'nbf', issuedAt, 'authenticate/claim_not_disclosable'],
      ['V4-3', 'exp', expires, 'authenticate/claim_not_disclosable'],
      ['V4-4', 'cnf', { jwk: publicKey('holder') }, 'authenticate/claim_not_disclosable'],
      ['V4-5', 'vct', vct, 'parse/vct_missing'],
      ['V4-6', 'vct#integrity', integrity, 'authenticate/claim_not_disclosable'],
      ['V4-7', 'aka_vcts', ['urn:example:other'], 'authenticate/claim_not_disclosable'],
      ['V4-8', 'status', status, 'authenticate/claim_not_disclosable'],
    ] as const
  ).map(([id, name, value, code]) =>
    rejected(id, 'SD-JWT VC §2.2.2.3', `${name} in a Disclosure`, code, {
      change: hidden(name, value as unknown as Json),
    }),
  ),
  rejected('V4-9', 'SD-JWT VC §2.2.2.3', 'a part of status in a Disclosure', 'parse/claim_not_disclosable', {
    change: (credential) =>
      below(credential, 'status', status, disclosure('x', 'other_list', { uri: 'https://registrar.example/other' })),
  }),
  rejected('V4-10', 'SD-JWT VC §2.2.2.3', 'a part of cnf in a Disclosure', 'parse/claim_not_disclosable', {
    change: (credential) => below(credential, 'cnf', { jwk: publicKey('holder') }, disclosure('x', 'kid', 'holder-1')),
  }),
  rejected('V4-11', 'SD-JWT VC §2.2.2.3', 'a withheld part of status', 'parse/claim_not_disclosable', {
    change: payload({ status: { ...status, _sd: [decoy('withheld')] } }),
  }),
  rejected('V4-12', 'SD-JWT VC §2.2.2.3', 'a withheld element inside status', 'parse/claim_not_disclosable', {
    change: payload({ status: { ...status, others: [{ '...': decoy('withheld') }] } }),
  }),
  accepted('V4-13', 'SD-JWT VC §2.2.2.3', 'iat and sub in Disclosures, which may be', {
    change: both(hidden('iat', issuedAt), hidden('sub', 'urn:example:nobody')),
    claims: (claims) => ({ ...claims, sub: 'urn:example:nobody' }),
  }),
  accepted('V4-14', 'SD-JWT VC §2.2.2.3', 'the same names inside another claim, where they mean nothing', {
    change: alsoDisclosed(
      disclosure('other', 'evidence', { iss: 'https://other.example', exp: 1, vct: 'x', status: 'closed' }),
    ),
    claims: (claims) => ({ ...claims, evidence: { iss: 'https://other.example', exp: 1, vct: 'x', status: 'closed' } }),
  }),
  rejected(
    'A29-2',
    'SD-JWT VC §2.2.2.3',
    'exp in a Disclosure that the holder withholds: no end would be seen',
    'policy/claim_missing',
    {
      change: both(payloadWithout('exp'), (credential) => ({
        payload: {
          ...credential.payload,
          _sd: [...(credential.payload._sd as Json[]), digest(disclosure('exp', 'exp', expires))],
        },
      })),
      circumstances: () => ({ policies: { requiredClaims: [['exp']] } }),
    },
  ),
  rejected(
    'V5-1',
    'SD-JWT VC §2.2.2.5',
    'nothing disclosable, and an empty _sd all the same',
    'authenticate/digests_malformed',
    {
      change: both(nothingDisclosable, payload({ _sd: [] })),
    },
  ),
  rejected(
    'V5-2',
    'SD-JWT VC §2.2.2.5',
    'nothing disclosable, and an empty _sd further down',
    'authenticate/digests_malformed',
    {
      change: both(nothingDisclosable, payload({ degree: { title: 'Bachelor of Fixtures', _sd: [] } })),
    },
  ),
  rejected(
    'V5-3',
    'SD-JWT VC §2.2.2.5',
    'nothing disclosable, and a Disclosure all the same',
    'authenticate/disclosure_unreferenced',
    {
      change: both(
        nothingDisclosable,
        send((_, made) => [made.givenName as string]),
      ),
    },
  ),
  accepted('V5-4', 'SD-JWT VC §2.2.2.5', 'nothing disclosable: no _sd, no Disclosures, the tilde stays', {
    change: nothingDisclosable,
    claims: ({ given_name: _, address: __, ...claims }) => ({
      ...claims,
      degree: { title: 'Bachelor of Fixtures' },
      languages: ['ja'],
    }),
  }),
  rejected(
    'V6-1',
    'SD-JWT VC §2.5',
    'a chain to a root of the attacker’s, where the issuer’s key is pinned',
    'authenticate/signature_invalid',
    {
      change: signed({ algorithm: 'ES256', key: privateKey('attacker') }, { x5c: [fixtureCertificate('attacker')] }),
    },
  ),
  rejected(
    'V6-2',
    'SD-JWT VC §2.5',
    'a chain and a key location at once, both the attacker’s',
    'authenticate/signature_invalid',
    {
      change: signed(
        { algorithm: 'ES256', key: privateKey('attacker') },
        { x5c: [fixtureCertificate('attacker')], jku: 'https://attacker.example/jwks.json', kid: '1' },
      ),
    },
  ),
  rejected(
    'V6-3',
    'SD-JWT VC §2.5',
    'the issuer’s own certificate beside an attacker’s signature',
    'authenticate/signature_invalid',
    {
      change: signed({ algorithm: 'ES256', key: privateKey('attacker') }, { x5c: [fixtureCertificate('issuer')] }),
    },
  ),
  rejected(
    'V6-4',
    'SD-JWT VC §2.5',
    'iss that serves the attacker’s metadata, where nothing is fetched',
    'trust/key_unknown',
    {
      change: both(
        signed({ algorithm: 'ES256', key: privateKey('attacker') }),
        payload({ iss: 'https://attacker.example' }),
      ),
      circumstances: () => ({
        trust: { keys: [{ ...publicKey('issuer'), issuer }] },
        documents: {
          'https://attacker.example/.well-known/jwt-vc-issuer': {
            issuer: 'https://attacker.example',
            jwks: { keys: [publicKey('attacker')] },
          },
        },
      }),
    },
  ),
  rejected('V6-5', 'SD-JWT VC §2.5', 'neither a pinned key nor any other mechanism', 'trust/key_unknown', {
    change: header({ x5c: [fixtureCertificate('issuer')] }),
    circumstances: () => ({ trust: {} }),
  }),
  accepted('V6-6', 'SD-JWT VC §2.5', 'a chain beside a pinned key that verifies', {
    change: header({ x5c: [fixtureCertificate('issuer')] }),
  }),
  ...(
    [
      ['A8-1', 'x5c that is empty', []],
      ['A8-2', 'x5c that is a string', 'MAA='],
      ['A8-3', 'x5c with a number', [7]],
      ['A8-4', 'x5c in base64url', ['MAA_']],
      ['A8-5', 'x5c with an empty certificate', ['']],
      ['A8-6', 'x5c with a line break', ['MA\nA=']],
      ['A8-7', 'x5c that is null', null],
    ] as readonly (readonly [string, string, Json])[]
  ).map(([id, what, x5c]) =>
    rejected(id, 'RFC 7515 §4.1.6', what, 'parse/certificates_malformed', { change: header({ x5c }) }),
  ),
  rejected(
    'V10-1',
    'SD-JWT VC §2.4',
    'key binding demanded of a credential without cnf',
    'authenticate/confirmation_missing',
    {
      base: 'bound',
      change: payloadWithout('cnf'),
    },
  ),
  rejected(
    'V10-2',
    'SD-JWT VC §2.4, §8.3',
    'cnf whose key would have to be fetched',
    'parse/confirmation_unsupported',
    {
      base: 'bound',
      change: payload({ cnf: { jku: 'https://holder.example/jwks.json', kid: '1' } }),
      circumstances: () => ({
        documents: { 'https://holder.example/jwks.json': { keys: [{ ...publicKey('holder'), kid: '1' }] } },
      }),
    },
  ),
  rejected(
    'V10-3',
    'SD-JWT VC §2.4',
    'sub named as the holder’s key, and no cnf',
    'authenticate/confirmation_missing',
    {
      base: 'bound',
      change: both(
        payloadWithout('cnf'),
        payload({ sub: 'urn:ietf:params:oauth:jwk-thumbprint:sha-256:x', sub_jwk: publicKey('holder') }),
      ),
    },
  ),
  ...(
    [
      ['V11-1', 'a string', 'valid'],
      ['V11-2', 'an empty object', {}],
      ['V11-3', 'an array', [status]],
      ['V11-4', 'null', null],
      ['V11-5', 'a status_list that is a string', { status_list: 'https://registrar.example/status/1' }],
      ['V11-6', 'a status_list without idx', { status_list: { uri: status.status_list.uri } }],
      ['V11-7', 'a status_list without uri', { status_list: { idx: 7 } }],
      ['V11-8', 'an idx that is a string', { status_list: { ...status.status_list, idx: '7' } }],
      ['V11-9', 'an idx below zero', { status_list: { ...status.status_list, idx: -1 } }],
      ['V11-10', 'an idx with a fraction', { status_list: { ...status.status_list, idx: 7.5 } }],
      ['V11-11', 'a uri that is none', { status_list: { ...status.status_list, uri: 'status/1' } }],
      ['V11-12', 'a uri that is a number', { status_list: { ...status.status_list, uri: 7 } }],
    ] as readonly (readonly [string, string, Json])[]
  ).map(([id, what, value]) =>
    rejected(id, 'SD-JWT VC §2.2.2.3, Token Status List §6.2', `status with ${what}`, 'parse/status_malformed', {
      change: payload({ status: value }),
    }),
  ),
  rejected('V11-13', 'Token Status List §8.3', 'a status list that cannot be reached', 'status/status_unreachable', {
    change: payload({ status }),
    circumstances: () => ({ status: {} }),
  }),
  accepted('V11-14', 'SD-JWT VC §2.4', 'a status that the verifier chose not to ask for', members({ status })),
  accepted('V11-15', 'SD-JWT VC §2.4', 'no status, where lists would be asked', {
    circumstances: () => ({ status: {} }),
  }),
  rejected(
    'V11-16',
    'Token Status List §8.3-1',
    'expired, with a status list that cannot be reached: validity is asked first',
    'policy/expired',
    {
      change: payload({ status, exp: issuedAt }),
      circumstances: () => ({ status: {} }),
    },
  ),
  rejected(
    'V11-17',
    'Token Status List §8.3-1',
    'signed by nobody whom we trust: no status list is asked',
    'authenticate/signature_invalid',
    {
      change: both(payload({ status }), signed({ algorithm: 'ES256', key: privateKey('attacker') })),
      circumstances: () => ({ status: {} }),
    },
  ),
  ...(
    [
      ['V13-1', 'a number', 7],
      ['V13-2', 'an array', [integrity]],
      ['V13-3', 'empty', ''],
      ['V13-4', 'an unknown algorithm alone', 'md5-1B2M2Y8AsgTpgAmY7PhCfg=='],
      ['V13-5', 'a hash without its algorithm', integrity.slice(7)],
      ['V13-6', 'the name with a hyphen that SRI does not have', `sha-256-${integrity.slice(7)}`],
      ['V13-7', 'an algorithm without a hash', 'sha256-'],
      ['V13-8', 'null', null],
    ] as readonly (readonly [string, string, Json])[]
  ).map(([id, what, value]) =>
    rejected(id, 'SD-JWT VC §6', `vct#integrity that is ${what}`, 'parse/integrity_malformed', {
      change: payload({ 'vct#integrity': value }),
    }),
  ),
  accepted('V13-9', 'SD-JWT VC §6', 'vct#integrity, well formed', members({ 'vct#integrity': integrity })),
  rejected(
    'A46-1',
    'SD-JWT VC §6',
    'vct#integrity of 30,000 characters that almost fits, again and again',
    'parse/integrity_malformed',
    {
      change: payload({ 'vct#integrity': `${'sha256-A=?a '.repeat(2500)}!` }),
    },
  ),
]

/** The base with nothing that could be disclosed. */
function nothingDisclosable(credential: Credential): Partial<Credential> {
  const { _sd: _, _sd_alg: __, ...open } = credential.payload
  return { payload: { ...open, degree: { title: 'Bachelor of Fixtures' }, languages: ['ja'] }, sent: [] }
}

/** A claim that must stay open, with a disclosed part. */
function below(credential: Credential, name: string, value: Members, part: string): Partial<Credential> {
  return {
    payload: { ...credential.payload, [name]: { ...value, _sd: [digest(part)] } },
    sent: [...credential.sent, part],
  }
}
