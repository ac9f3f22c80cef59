import { expires, issuer, typeOf, vct } from '../bases.ts'
import {
  alsoDisclosed,
  bendSignature,
  both,
  header,
  headerWithout,
  payload,
  payloadWithout,
  privateKey,
  publicKey,
  signed,
  spellHeader,
  spellPayload,
  tamper,
} from '../changes.ts'
import { decoy, digest, disclosure } from '../credential.ts'
import { base64url, bytesOf, encodePart, type Json, type Members } from '../json.ts'
import { asDer, p256Order } from '../signatures.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

const issuerSigns = { algorithm: 'ES256', key: privateKey('issuer') } as const
const attackerSigns = { algorithm: 'ES256', key: privateKey('attacker') } as const

/** RFC 9901 §7.1 steps 1 and 2: the signature of the issuer, its algorithm, its key. */
export const issuerSignedCases: readonly Definition[] = [
  ...['none', 'None', 'NONE', 'nOnE'].map((alg, index) =>
    rejected(
      `R6-${index + 1}`,
      'RFC 9901 §7.1-2a, RFC 8725 §3.1',
      `alg ${alg} with an empty signature`,
      'authenticate/algorithm_not_allowed',
      {
        change: both(signed({ algorithm: 'none', key: {} }, { alg })),
      },
    ),
  ),
  rejected('R6-5', 'RFC 9901 §7.1-2a', 'alg none beside the old signature', 'authenticate/algorithm_not_allowed', {
    change: tamper(() => ({ protectedText: encodePart({ alg: 'none', typ: 'dc+sd-jwt' }) })),
    only: 'dc+sd-jwt',
  }),
  rejected('R6-6', 'RFC 7515 §4.1.1', 'alg left out', 'authenticate/algorithm_missing', {
    change: headerWithout('alg'),
  }),
  rejected('R6-7', 'RFC 7515 §4.1.1', 'alg that is a number', 'authenticate/header_malformed', {
    change: header({ alg: 256 }),
  }),
  rejected('R6-8', 'RFC 7515 §4.1.1', 'alg that is an array', 'authenticate/header_malformed', {
    change: header({ alg: ['ES256'] }),
  }),
  rejected('R6-9', 'RFC 7515 §4.1.1', 'alg in lower case', 'authenticate/algorithm_not_allowed', {
    change: header({ alg: 'es256' }),
  }),
  rejected(
    'R6-10',
    'RFC 8725 §3.1',
    'HMAC with the issuer’s public key as its secret',
    'authenticate/algorithm_not_allowed',
    {
      change: signed(
        { algorithm: 'HS256', key: { k: base64url(JSON.stringify(publicKey('issuer'))) } },
        { alg: 'HS256' },
      ),
    },
  ),
  rejected(
    'R6-11',
    'RFC 9901 §7.1-2a',
    'RS256, which is not accepted, with the RSA key trusted',
    'authenticate/algorithm_not_allowed',
    {
      change: signed({ algorithm: 'RS256', key: privateKey('issuer-rsa') }, { alg: 'RS256' }),
      circumstances: () => ({ trust: { keys: [publicKey('issuer-rsa')] } }),
    },
  ),
  rejected(
    'R6-12',
    'RFC 9901 §7.1-2a',
    'ES256K, which is not accepted, with the key trusted',
    'authenticate/algorithm_not_allowed',
    {
      change: signed({ algorithm: 'ES256K', key: privateKey('issuer-secp256k1') }, { alg: 'ES256K' }),
      circumstances: () => ({ trust: { keys: [publicKey('issuer-secp256k1')] } }),
    },
  ),
  rejected(
    'R6-13',
    'RFC 9901 §7.1-2a',
    'an algorithm that the verifier took off its list',
    'authenticate/algorithm_not_allowed',
    {
      circumstances: () => ({ options: { algorithms: ['ES384', 'ES512'] } }),
    },
  ),
  rejected('R6-14', 'RFC 7518 §3.1', 'alg of another curve than the trusted key’s', 'trust/key_unknown', {
    change: signed({ algorithm: 'ES384', key: privateKey('issuer-p384') }, { alg: 'ES384' }),
  }),
  rejected('R6-15', 'RFC 7518 §3.1', 'ES256 named over a signature of a P-384 key', 'trust/key_unknown', {
    change: signed({ algorithm: 'ES384', key: privateKey('issuer-p384') }),
    circumstances: () => ({ trust: { keys: [publicKey('issuer-p384')] } }),
  }),
  rejected('R6-16', 'RFC 8037 §3.1', 'EdDSA named where the trusted key is on P-256', 'trust/key_unknown', {
    change: header({ alg: 'EdDSA' }),
  }),
  rejected('R6-17', 'RFC 7517 §4.4', 'a trusted key that says it is for another algorithm', 'trust/key_unknown', {
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), alg: 'ES384' }] } }),
  }),
  rejected('R6-18', 'RFC 7517 §4.2', 'a trusted key that says it is for encryption', 'trust/key_unknown', {
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), use: 'enc' }] } }),
  }),
  rejected('R6-19', 'RFC 7517 §4.3', 'a trusted key that may only sign', 'trust/key_unknown', {
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), key_ops: ['sign'] }] } }),
  }),
  rejected('A1-1', 'RFC 7515 §3.6', 'an unsecured JWT, its payload raised', 'authenticate/algorithm_not_allowed', {
    change: both(
      signed({ algorithm: 'none', key: {} }, { alg: 'none' }),
      payload({ degree: { title: 'Doctor of Fixtures' } }),
      (credential) => ({
        sent: credential.sent.filter((one) => one !== credential.made.grade),
      }),
    ),
  }),
  rejected(
    'A2-1',
    'RFC 8725 §3.1',
    'HMAC with the coordinate of the public key as its secret',
    'authenticate/algorithm_not_allowed',
    {
      change: signed({ algorithm: 'HS256', key: { k: publicKey('issuer').x as string } }, { alg: 'HS256' }),
    },
  ),
  rejected('A2-2', 'RFC 8037 §3.1', 'an Ed25519 signature under the name Ed448', 'authenticate/algorithm_not_allowed', {
    change: signed({ algorithm: 'EdDSA', key: privateKey('issuer-ed25519') }, { alg: 'Ed448' }),
    circumstances: () => ({ trust: { keys: [publicKey('issuer-ed25519')] } }),
  }),
  rejected('R7-1', 'RFC 9901 §7.1-2b', 'one bit of the signature flipped', 'authenticate/signature_invalid', {
    change: bendSignature((signature) => signature.map((byte, index) => (index === 40 ? byte ^ 1 : byte))),
  }),
  rejected('R7-2', 'RFC 9901 §7.1-2b', 'the payload changed after it was signed', 'authenticate/signature_invalid', {
    change: tamper(({ payloadText }) => ({
      payloadText: base64url(Buffer.from(payloadText, 'base64url').toString().replace('Bachelor', 'Doctor')),
    })),
  }),
  rejected('R7-3', 'RFC 9901 §7.1-2b', 'the header changed after it was signed', 'authenticate/signature_invalid', {
    change: tamper(({ protectedText }) => ({
      protectedText: base64url(Buffer.from(protectedText, 'base64url').toString().replace('{', '{"kid":"1",')),
    })),
  }),
  rejected(
    'R7-4',
    'RFC 9901 §7.1-2b',
    'the header spelled otherwise after it was signed',
    'authenticate/signature_invalid',
    {
      change: tamper(({ protectedText }) => ({
        protectedText: base64url(Buffer.from(protectedText, 'base64url').toString().replace('{', '{ ')),
      })),
    },
  ),
  rejected('R7-5', 'RFC 7515 §5.2', 'an empty signature', 'authenticate/signature_invalid', {
    change: bendSignature(() => new Uint8Array()),
  }),
  rejected('R7-6', 'RFC 7518 §3.4', 'a signature cut by one byte', 'authenticate/signature_invalid', {
    change: bendSignature((signature) => signature.subarray(0, -1)),
  }),
  rejected('R7-7', 'RFC 7515 §5.2', 'a signature by an attacker’s key', 'authenticate/signature_invalid', {
    change: signed(attackerSigns),
  }),
  rejected(
    'R7-8',
    'RFC 7515 §4.1.11',
    'crit with an extension that nobody knows',
    'authenticate/critical_header_unsupported',
    {
      change: header({ crit: ['https://registrar.example/ext'], 'https://registrar.example/ext': true }),
    },
  ),
  rejected('R7-9', 'RFC 7515 §4.1.11', 'an empty crit', 'authenticate/critical_header_unsupported', {
    change: header({ crit: [] }),
  }),
  rejected(
    'R7-10',
    'RFC 7515 §4.1.11',
    'crit that names a parameter of the standard',
    'authenticate/critical_header_unsupported',
    {
      change: header({ crit: ['alg'] }),
    },
  ),
  rejected(
    'R7-11',
    'RFC 7515 §4.1.11',
    'crit that names a parameter that is not there',
    'authenticate/critical_header_unsupported',
    {
      change: header({ crit: ['ext'] }),
    },
  ),
  rejected('R7-12', 'RFC 7515 §4.1.11', 'crit that is a string', 'authenticate/critical_header_unsupported', {
    change: header({ crit: 'ext', ext: 1 }),
  }),
  rejected('R7-13', 'RFC 7515 §4.1.11', 'crit that is null', 'authenticate/critical_header_unsupported', {
    change: header({ crit: null }),
  }),
  rejected('R7-14', 'RFC 7797 §6', 'b64 false, named in crit', 'authenticate/critical_header_unsupported', {
    change: header({ b64: false, crit: ['b64'] }),
  }),
  rejected('R7-15', 'RFC 7797 §6', 'b64 false, not named in crit', 'authenticate/critical_header_unsupported', {
    change: header({ b64: false }),
  }),
  rejected(
    'A5-3',
    'RFC 7515 §4.1.11',
    'crit that names a method of Object.prototype',
    'authenticate/critical_header_unsupported',
    {
      change: header({ crit: ['toString'] }),
    },
  ),
  ...(
    [
      ['A13-1', 'r and s zero', () => new Uint8Array(64)],
      ['A13-2', 'r zero', (signature: Uint8Array) => Buffer.concat([new Uint8Array(32), signature.subarray(32)])],
      ['A13-3', 's zero', (signature: Uint8Array) => Buffer.concat([signature.subarray(0, 32), new Uint8Array(32)])],
      [
        'A13-4',
        'r the order of the curve',
        (signature: Uint8Array) => Buffer.concat([p256Order, signature.subarray(32)]),
      ],
      [
        'A13-5',
        's the order of the curve',
        (signature: Uint8Array) => Buffer.concat([signature.subarray(0, 32), p256Order]),
      ],
      ['A13-6', 'r and s all ones', () => new Uint8Array(64).fill(0xff)],
      ['A13-7', 'DER where r‖s is due', asDer],
      ['A13-8', 'one byte more', (signature: Uint8Array) => Buffer.concat([signature, Buffer.of(0)])],
      [
        'A13-9',
        'r and s in each other’s place',
        (signature: Uint8Array) => Buffer.concat([signature.subarray(32), signature.subarray(0, 32)]),
      ],
    ] as const
  ).map(([id, what, bend]) =>
    rejected(id, 'RFC 7518 §3.4', `a signature with ${what}`, 'authenticate/signature_invalid', {
      change: bendSignature(bend),
    }),
  ),
  rejected('R8-1', 'RFC 9901 §7.1-2c', 'a key that is trusted for another issuer', 'trust/key_unknown', {
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer: 'https://other.example' }] } }),
  }),
  rejected('R8-2', 'RFC 9901 §7.1-2c', 'nobody trusted', 'trust/key_unknown', {
    circumstances: () => ({ trust: { keys: [] } }),
  }),
  rejected(
    'R8-3',
    'RFC 9901 §7.1-2c',
    'iss of one trusted issuer, signed by another',
    'authenticate/signature_invalid',
    {
      change: signed({ algorithm: 'ES256', key: privateKey('second-issuer') }),
      circumstances: () => ({
        trust: {
          keys: [
            { ...publicKey('issuer'), issuer },
            { ...publicKey('second-issuer'), issuer: 'https://other.example' },
          ],
        },
      }),
    },
  ),
  rejected('R8-4', 'RFC 9901 §7.1-2c', 'iss that is no string', 'parse/issuer_malformed', {
    change: payload({ iss: [issuer] }),
  }),
  rejected('R8-5', 'RFC 9901 §7.1-2c', 'no iss, where the key serves one issuer alone', 'trust/key_unknown', {
    change: payloadWithout('iss'),
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer }] } }),
  }),
  rejected(
    'R8-6',
    'RFC 9901 §7.1-2c',
    'iss that differs from the trusted one by a trailing slash',
    'trust/key_unknown',
    {
      change: payload({ iss: `${issuer}/` }),
      circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer }] } }),
    },
  ),
  rejected(
    'R8-7',
    'RFC 9901 §7.1-2c',
    'an issuer that the verifier’s policy does not list',
    'policy/issuer_not_allowed',
    {
      circumstances: () => ({
        trust: { keys: [{ ...publicKey('issuer'), issuer }] },
        policies: { issuers: ['https://other.example'] },
      }),
    },
  ),
  rejected('R8-8', 'RFC 9901 §7.1-2c', 'a key identifier that no trusted key has', 'trust/key_unknown', {
    change: header({ kid: '2019' }),
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), kid: '2026' }] } }),
  }),
  accepted('R8-9', 'RFC 9901 §7.1-2c', 'the issuer, the key identifier and the policy all agree', {
    change: header({ kid: '2026' }),
    circumstances: () => ({
      trust: {
        keys: [
          { ...publicKey('attacker'), kid: '2025', issuer },
          { ...publicKey('issuer'), kid: '2026', issuer },
        ],
      },
      policies: { issuers: [issuer] },
    }),
  }),
  ...(
    [
      ['A7-1', 'a jwk header with the attacker’s key', { jwk: publicKey('attacker') }],
      ['A7-2', 'a jku header that the attacker answers', { jku: 'https://attacker.example/jwks.json' }],
      ['A7-3', 'an x5u header that the attacker answers', { x5u: 'https://attacker.example/chain.pem' }],
    ] as const
  ).map(([id, what, members]) =>
    rejected(id, 'RFC 8725 §3.10', `${what}, who signed`, 'authenticate/signature_invalid', {
      change: signed(attackerSigns, members as unknown as Members),
    }),
  ),
  accepted('A7-4', 'RFC 8725 §3.10', 'a stray jwk header beside a signature of the issuer: never looked at', {
    change: signed(issuerSigns, { jwk: publicKey('attacker') }),
  }),
  ...['../../../../dev/null', 'https://attacker.example/key', "1' OR '1'='1", '#key-1', '__proto__', ''].map(
    (kid, index) =>
      rejected(
        `A9-${index + 1}`,
        'RFC 8725 §3.10',
        `kid ${JSON.stringify(kid)}, which is only compared`,
        'trust/key_unknown',
        {
          change: signed(attackerSigns, { kid }),
          circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), kid: '2026' }] } }),
        },
      ),
  ),
  rejected('A9-7', 'RFC 7515 §4.1.4', 'kid that is an object', 'parse/header_malformed', {
    change: header({ kid: { id: '2026' } }),
  }),
  rejected(
    'A10-1',
    'RFC 7519 §5.3',
    'the trusted issuer named in the header, another in the payload',
    'trust/key_unknown',
    {
      change: both(signed(attackerSigns, { iss: issuer }), payload({ iss: 'https://attacker.example' })),
      circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer }] } }),
    },
  ),
  ...(
    [
      ['R9-1', 'md5', 'a broken hash'],
      ['R9-2', 'sha-1', 'a broken hash'],
      ['R9-3', 'sha-256-32', 'a truncated hash'],
      ['R9-4', 'sha-256-128', 'a truncated hash'],
      ['R9-5', 'SHA-256', 'a name in the wrong case'],
      ['R9-6', '', 'an empty name'],
      ['R9-7', 'constructor', 'a name of Object.prototype'],
      ['R9-8', 256, 'a number'],
      ['R9-9', null, 'null'],
      ['R9-10', ['sha-256'], 'an array'],
      ['R9-11', 'blake2b-256', 'a hash that is not understood'],
    ] as readonly (readonly [string, Json, string])[]
  ).map(([id, name, what]) =>
    rejected(
      id,
      'RFC 9901 §7.1-2d',
      `_sd_alg ${JSON.stringify(name)}: ${what}`,
      'authenticate/hash_algorithm_not_allowed',
      {
        change: payload({ _sd_alg: name }),
      },
    ),
  ),
  rejected(
    'R9-12',
    'RFC 9901 §7.1-2d',
    'a hash that the verifier took off its list',
    'authenticate/hash_algorithm_not_allowed',
    {
      circumstances: () => ({ options: { hashes: ['sha-512'] } }),
    },
  ),
  rejected(
    'A26-1',
    'RFC 9901 §4.1.1',
    '_sd_alg md5 with digests of that length: no claim may silently drop out',
    'authenticate/hash_algorithm_not_allowed',
    {
      change: payload({ _sd_alg: 'md5', _sd: ['X03MO1qnZdYdgyfeuILPmQ'] }),
    },
  ),
  rejected('R10-1', 'RFC 9901 §4.1.1', '_sd_alg inside an object', 'authenticate/hash_algorithm_misplaced', {
    change: payload({ extra: { _sd_alg: 'sha-256' } }),
  }),
  rejected('R10-2', 'RFC 9901 §4.1.1', '_sd_alg inside a disclosed value', 'authenticate/hash_algorithm_misplaced', {
    change: alsoDisclosed(disclosure('alg', 'extra', { _sd_alg: 'sha-256' })),
  }),
  rejected(
    'R10-3',
    'RFC 9901 §4.1.1',
    '_sd_alg inside an object of an array',
    'authenticate/hash_algorithm_misplaced',
    {
      change: payload({ extra: [{ _sd_alg: 'sha-256' }] }),
    },
  ),
  rejected('R10-4', 'RFC 9901 §4.1.1', '_sd_alg as the name of a disclosed claim', 'parse/claim_name_reserved', {
    change: alsoDisclosed(disclosure('alg', '_sd_alg', 'sha-256')),
  }),
  ...(
    [
      ['R11-1', '_sd that is a string', { _sd: decoy('one') }],
      ['R11-2', '_sd that is an object', { _sd: { 0: decoy('one') } }],
      ['R11-3', '_sd that is null', { _sd: null }],
      ['R11-4', '_sd with a number in it', { _sd: [1] }],
      ['R11-5', '_sd with null in it', { _sd: [null] }],
      ['R11-6', '_sd with an array in it', { _sd: [[decoy('one')]] }],
      ['R11-7', '_sd that is an object, further down', { extra: { _sd: {} } }],
      ['R11-8', 'an ellipsis as a name at the top', { '...': decoy('one') }],
      ['R11-9', 'an ellipsis as a name in an object', { extra: { '...': decoy('one') } }],
      ['R11-10', 'an ellipsis beside another name', { extra: [{ '...': decoy('one'), note: 1 }] }],
      ['R11-11', 'an ellipsis whose value is a number', { extra: [{ '...': 1 }] }],
      ['R11-12', 'an ellipsis whose value is null', { extra: [{ '...': null }] }],
      ['R11-13', 'an ellipsis whose value is an array', { extra: [{ '...': [decoy('one')] }] }],
      ['R11-14', '_sd that is a boolean, in an array', { extra: [{ _sd: true }] }],
    ] as readonly (readonly [string, string, Members])[]
  ).map(([id, what, members]) =>
    rejected(id, 'RFC 9901 §4.1-7', what, 'authenticate/digests_malformed', {
      change: (credential) => {
        const { sent } = credential
        // Where the top `_sd` is replaced, what it referenced is not sent either.
        return {
          ...payload(members)(credential),
          sent: '_sd' in members ? [credential.made.grade as string, credential.made.french as string] : sent,
        }
      },
    }),
  ),
  rejected(
    'R11-15',
    'RFC 9901 §4.1-7',
    '_sd that is no array, inside a disclosed value',
    'authenticate/digests_malformed',
    {
      change: alsoDisclosed(disclosure('sd', 'extra', { _sd: 'x' })),
    },
  ),
  rejected(
    'R11-16',
    'RFC 9901 §4.1-7',
    'an ellipsis as a name inside a disclosed value',
    'authenticate/digests_malformed',
    {
      change: alsoDisclosed(disclosure('ellipsis', 'extra', { '...': decoy('one') })),
    },
  ),
  rejected(
    'A25-1',
    'RFC 9901 §4.1-7',
    '_sd that is no array where nothing is disclosed',
    'authenticate/digests_malformed',
    {
      change: both(payload({ extra: { _sd: 'none' } }), () => ({ sent: [] })),
    },
  ),
  rejected('A43-1', 'RFC 7515 §4', 'alg only inherited from a __proto__ member', 'authenticate/algorithm_missing', {
    change: spellHeader((json) => json.replace('"alg":"ES256"', '"__proto__":{"alg":"ES256"}')),
  }),
  rejected('A43-2', 'RFC 9901 §7.1-2c', 'iss named as a member of Object.prototype', 'trust/key_unknown', {
    change: payload({ iss: '__proto__' }),
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer }] } }),
  }),
  rejected('A43-3', 'RFC 9901 §7.1-2c', 'iss only inherited from a __proto__ member', 'trust/key_unknown', {
    change: spellPayload((json) => json.replace(`"iss":"${issuer}"`, `"__proto__":{"iss":"${issuer}"}`)),
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer }] } }),
  }),
  rejected('A45-1', 'RFC 8259 §8.3', 'iss in another Unicode normal form than the trusted one', 'trust/key_unknown', {
    change: payload({ iss: 'https://universita\u0308t.example' }),
    circumstances: () => ({
      trust: { keys: [{ ...publicKey('issuer'), issuer: 'https://universit\u00e4t.example' }] },
    }),
  }),
  rejected(
    'A45-2',
    'RFC 8259 §8.3',
    'iss with a Cyrillic letter that looks like the trusted one',
    'trust/key_unknown',
    {
      change: payload({ iss: 'https://registr\u0430r.example' }),
      circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer }] } }),
    },
  ),
  rejected('A45-3', 'RFC 8259 §8.3', 'iss with a zero-width space', 'trust/key_unknown', {
    change: payload({ iss: 'https://registrar\u200b.example' }),
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), issuer }] } }),
  }),
  rejected('A6-2', 'RFC 8725 §3.11', 'a Key Binding JWT shown as a credential', 'parse/type_header_mismatch', {
    change: both(
      signed(issuerSigns, { typ: 'kb+jwt' }),
      () => ({ sent: [] }),
      payload({ nonce: 'x', aud: 'https://admissions.example', sd_hash: decoy('x'), exp: expires }),
    ),
    circumstances: () => ({ audience: 'https://admissions.example' }),
    only: 'dc+sd-jwt',
  }),
  rejected('A6-3', 'RFC 8725 §3.11', 'a status list token shown as a credential', 'parse/type_header_mismatch', {
    change: both(
      signed(issuerSigns, { typ: 'statuslist+jwt' }),
      payload({ status_list: { bits: 1, lst: 'eNpjAAAAAQAB' } }),
    ),
    only: 'dc+sd-jwt',
  }),
  rejected(
    'A6-4',
    'RFC 9901 §9.11',
    'another application’s typ, where one is asked for',
    'parse/type_header_mismatch',
    {
      change: header({ typ: 'other+sd-jwt' }),
      circumstances: () => ({ options: { typ: typeOf('sd-jwt') } }),
      only: 'sd-jwt',
    },
  ),
  accepted('A6-5', 'RFC 9901 §9.11', 'the application’s typ, where it is asked for', {
    circumstances: () => ({ options: { typ: typeOf('sd-jwt') } }),
    only: 'sd-jwt',
  }),
  rejected('A6-6', 'RFC 9901 §9.11', 'no typ, where one is asked for', 'parse/type_header_mismatch', {
    change: headerWithout('typ'),
    circumstances: () => ({ options: { typ: typeOf('sd-jwt') } }),
    only: 'sd-jwt',
  }),
  rejected('A16-1', 'RFC 7518 §6.2.1', 'a trusted key that is not on its curve', 'authenticate/key_malformed', {
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), y: publicKey('issuer').x as string }] } }),
  }),
  rejected('A47-3', 'the limits of a verifier', 'seventeen keys that may all have signed', 'trust/keys_too_many', {
    circumstances: () => ({ trust: { keys: Array.from({ length: 17 }, () => publicKey('issuer')) } }),
  }),
  rejected(
    'A17-1',
    'RFC 7518 §3.3',
    'PS256, whatever the key: nothing here is signed with it',
    'authenticate/algorithm_not_allowed',
    {
      change: signed({ algorithm: 'RS256', key: privateKey('issuer-rsa') }, { alg: 'PS256' }),
      circumstances: () => ({ trust: { keys: [publicKey('issuer-rsa')] } }),
    },
  ),
  ...(
    [
      ['A17-2', 'an RSA key with the exponent 1', { ...publicKey('issuer-rsa'), e: 'AQ' }],
      ['A17-3', 'an RSA key with the exponent 3', { ...publicKey('issuer-rsa'), e: 'Aw' }],
      [
        'A17-4',
        'an RSA key of half the length',
        { ...publicKey('issuer-rsa'), n: (publicKey('issuer-rsa').n as string).slice(-172) },
      ],
      [
        'A17-5',
        'an RSA key with a zero before its modulus',
        {
          ...publicKey('issuer-rsa'),
          n: base64url(Buffer.concat([Buffer.of(0), bytesOf(publicKey('issuer-rsa').n as string)])),
        },
      ],
    ] as const
  ).map(([id, title, key]) =>
    rejected(id, 'RFC 7518 §3.3, §6.3.1', `${title}, where RS256 is accepted`, 'authenticate/key_malformed', {
      change: signed({ algorithm: 'RS256', key: privateKey('issuer-rsa') }, { alg: 'RS256' }),
      circumstances: () => ({ trust: { keys: [key] }, options: { algorithms: ['RS256'] } }),
    }),
  ),
  accepted('A17-6', 'RFC 7518 §3.3', 'RS256 where it is accepted', {
    change: signed({ algorithm: 'RS256', key: privateKey('issuer-rsa') }, { alg: 'RS256' }),
    circumstances: () => ({ trust: { keys: [publicKey('issuer-rsa')] }, options: { algorithms: ['RS256'] } }),
  }),
  rejected('A43-4', 'SD-JWT VC §2.2.2.1', 'vct only inherited from a __proto__ member', 'parse/vct_missing', {
    change: spellPayload((json) => json.replace(`"vct":"${vct}"`, `"__proto__":{"vct":"${vct}"}`)),
    only: 'dc+sd-jwt',
  }),
  rejected('A28-1', 'RFC 9901 §4.2.4.2', 'a digest that stands in a string', 'authenticate/disclosure_unreferenced', {
    change: (credential) => {
      const extra = disclosure('stray', 'extra', 1)
      return { payload: { ...credential.payload, note: digest(extra) }, sent: [...credential.sent, extra] }
    },
  }),
]
