import { audience, directChallenge, nonce, now } from '../bases.ts'
import {
  alsoDisclosed,
  binding,
  bindingClaims,
  bindingHeader,
  both,
  payload,
  payloadWithout,
  privateKey,
  publicKey,
  send,
  tamper,
} from '../changes.ts'
import { build, compactForm, decoy, digest, disclosure, type Parts } from '../credential.ts'
import { base64url, hashOf, type Json, type Members, without } from '../json.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

const bound = { base: 'bound' } as const
const holderSigns = { algorithm: 'ES256', key: privateKey('holder') } as const
const attackerSigns = { algorithm: 'ES256', key: privateKey('attacker') } as const
const confirmation = (cnf: Json) => ({ change: payload({ cnf }), claims: (claims: Members) => ({ ...claims, cnf }) })
const skew = (clockSkew: number) => ({ circumstances: () => ({ policies: { clockSkew } }) })
const withoutClaim = (name: string) => binding(({ claims }) => ({ claims: without(claims, name) }))

/** RFC 9901 §7.3: the holder’s answer. */
export const keyBindingCases: readonly Definition[] = [
  rejected('R26-1', 'RFC 9901 §7.3-2', 'the Key Binding JWT stripped off', 'parse/key_binding_missing', {
    ...bound,
    change: tamper(() => ({ keyBinding: undefined })),
  }),
  rejected(
    'R26-2',
    'RFC 9901 §7.3-1',
    'a credential without cnf where key binding is demanded',
    'parse/key_binding_missing',
    {
      circumstances: () => ({ challenge: directChallenge }),
    },
  ),
  accepted(
    'R26-3',
    'RFC 9901 §7.3-1',
    'a bound credential shown without its binding, where the verifier takes bearers',
    {
      ...bound,
      change: tamper(() => ({ keyBinding: undefined })),
      circumstances: () => ({ challenge: 'bearer' }),
    },
  ),
  rejected('R27-1', 'RFC 9901 §7.3-5a', 'no cnf', 'authenticate/confirmation_missing', {
    ...bound,
    change: payloadWithout('cnf'),
  }),
  ...(
    [
      ['R27-2', 'cnf with a key identifier alone', { kid: 'holder-1' }],
      ['R27-3', 'cnf with a thumbprint alone', { jkt: decoy('thumbprint') }],
      ['R27-4', 'cnf with a certificate’s thumbprint alone', { 'x5t#S256': decoy('thumbprint') }],
      ['R27-5', 'cnf with a key at another address', { jku: 'https://attacker.example/jwks.json', kid: '1' }],
      ['R27-6', 'an empty cnf', {}],
      ['R27-7', 'cnf that is a string', 'holder'],
      ['R27-8', 'cnf that is an array', [{ jwk: publicKey('holder') }]],
      ['R27-9', 'cnf that is null', null],
      ['R27-10', 'cnf with an encrypted key', { jwe: 'eyJhbGciOiJub25lIn0....' }],
    ] as readonly (readonly [string, string, Json])[]
  ).map(([id, what, cnf]) =>
    rejected(id, 'RFC 9901 §4.1.2, RFC 7800 §3', what, 'parse/confirmation_unsupported', {
      ...bound,
      change: payload({ cnf }),
    }),
  ),
  ...(
    [
      ['R27-11', 'jwk null', null, 'parse/key_malformed'],
      ['R27-12', 'a jwk without y', without(publicKey('holder'), 'y'), 'parse/key_malformed'],
      ['R27-13', 'a jwk whose x is short', { ...publicKey('holder'), x: 'AAAA' }, 'parse/key_malformed'],
      ['R27-14', 'a private jwk', privateKey('holder'), 'parse/key_private'],
      ['R27-15', 'a symmetric jwk', { kty: 'oct', k: 'AAECAwQFBgcICQoLDA0ODw' }, 'parse/key_private'],
      ['R27-16', 'an RSA jwk', publicKey('issuer-rsa'), 'authenticate/key_type_mismatch'],
      [
        'R27-17',
        'a jwk that is not on its curve',
        { ...publicKey('holder'), y: publicKey('holder').x as string },
        'authenticate/key_malformed',
      ],
      ['R27-18', 'a jwk for encryption', { ...publicKey('holder'), use: 'enc' }, 'authenticate/key_use_mismatch'],
      [
        'R27-19',
        'a jwk for another algorithm',
        { ...publicKey('holder'), alg: 'ES384' },
        'authenticate/key_algorithm_mismatch',
      ],
      [
        'R27-20',
        'a jwk for encryption by its operations',
        { ...publicKey('holder'), key_ops: ['encrypt'] },
        'authenticate/key_use_mismatch',
      ],
    ] as const
  ).map(([id, what, jwk, code]) =>
    rejected(id, 'RFC 9901 §4.1.2, RFC 7517 §4', `cnf with ${what}`, code, {
      ...bound,
      change: payload({ cnf: { jwk } as unknown as Json }),
    }),
  ),
  rejected(
    'R27-21',
    'RFC 9901 §4.1.2',
    'cnf disclosed, by a holder who may as well withhold it',
    'authenticate/confirmation_missing',
    {
      ...bound,
      change: both(payloadWithout('cnf'), alsoDisclosed(disclosure('cnf', 'cnf', { jwk: publicKey('holder') }))),
      only: 'sd-jwt',
    },
  ),
  rejected('R27-22', 'RFC 9901 §4.1.2', 'cnf inside another claim', 'authenticate/confirmation_missing', {
    ...bound,
    change: both(payloadWithout('cnf'), payload({ sub_claims: { cnf: { jwk: publicKey('holder') } } })),
  }),
  accepted('R27-23', 'RFC 7800 §3.1', 'cnf with a key and its identifier', {
    ...bound,
    ...confirmation({ jwk: publicKey('holder'), kid: 'holder-1' }),
  }),
  accepted('R27-24', 'RFC 7517 §4', 'cnf with a key that says for what it is', {
    ...bound,
    ...confirmation({
      jwk: { ...publicKey('holder'), use: 'sig', alg: 'ES256', key_ops: ['verify'], kid: 'h', ext: true },
    }),
  }),
  accepted('R27-25', 'RFC 9901 §4.1.2', 'cnf of an unknown method, where no key binding is asked', {
    ...confirmation({ kid: 'holder-1' }),
  }),
  ...(
    [
      ['R28-1', 'none', 'authenticate/algorithm_not_allowed'],
      ['R28-2', 'HS256', 'authenticate/algorithm_not_allowed'],
      ['R28-3', 'ES384', 'authenticate/key_type_mismatch'],
      ['R28-4', 'EdDSA', 'authenticate/key_type_mismatch'],
      ['R28-5', 'RS256', 'authenticate/algorithm_not_allowed'],
      ['R28-6', 256, 'authenticate/header_malformed'],
    ] as const
  ).map(([id, alg, code]) =>
    rejected(id, 'RFC 9901 §7.3-5b', `a Key Binding JWT with alg ${alg}`, code, {
      ...bound,
      change: bindingHeader({ alg }),
    }),
  ),
  rejected('R28-7', 'RFC 9901 §7.3-5b', 'a Key Binding JWT without alg', 'authenticate/algorithm_missing', {
    ...bound,
    change: binding(({ header }) => ({ header: without(header, 'alg') })),
  }),
  rejected(
    'R28-8',
    'RFC 9901 §7.3-5b',
    'a Key Binding JWT with alg none and an empty signature',
    'parse/key_binding_malformed',
    {
      ...bound,
      change: both(
        bindingHeader({ alg: 'none' }),
        binding(() => ({ signing: { algorithm: 'none', key: {} } })),
      ),
    },
  ),
  rejected(
    'R28-9',
    'RFC 8725 §3.1',
    'a Key Binding JWT with an HMAC by the holder’s public key',
    'authenticate/algorithm_not_allowed',
    {
      ...bound,
      change: both(
        bindingHeader({ alg: 'HS256' }),
        binding(() => ({
          signing: { algorithm: 'HS256', key: { k: base64url(JSON.stringify(publicKey('holder'))) } },
        })),
      ),
    },
  ),
  rejected(
    'R29-1',
    'RFC 9901 §7.3-5c',
    'a Key Binding JWT by an attacker’s key',
    'authenticate/key_binding_signature_invalid',
    {
      ...bound,
      change: binding(() => ({ signing: attackerSigns })),
    },
  ),
  rejected(
    'R29-2',
    'RFC 9901 §7.3-5c',
    'a Key Binding JWT by an attacker’s key, which its header brings along',
    'authenticate/key_binding_signature_invalid',
    {
      ...bound,
      change: both(
        bindingHeader({ jwk: publicKey('attacker') }),
        binding(() => ({ signing: attackerSigns })),
      ),
    },
  ),
  rejected(
    'R29-3',
    'RFC 9901 §7.3-5c',
    'a Key Binding JWT by the issuer’s key',
    'authenticate/key_binding_signature_invalid',
    {
      ...bound,
      change: binding(() => ({ signing: { algorithm: 'ES256', key: privateKey('issuer') } })),
    },
  ),
  rejected(
    'R29-4',
    'RFC 9901 §7.3-5c',
    'one bit of its signature flipped',
    'authenticate/key_binding_signature_invalid',
    {
      ...bound,
      change: binding(() => ({
        bendSignature: (signature) => signature.map((byte, index) => (index === 9 ? byte ^ 16 : byte)),
      })),
    },
  ),
  rejected(
    'R29-5',
    'RFC 9901 §7.3-5c',
    'cnf replaced by the attacker’s key: the issuer never signed that',
    'authenticate/signature_invalid',
    {
      ...bound,
      change: both(
        binding(() => ({ signing: attackerSigns })),
        (credential) => ({
          tamper: (parts) => {
            const payloadText = base64url(
              JSON.stringify({ ...credential.payload, cnf: { jwk: publicKey('attacker') } }),
            )
            return { ...parts, payloadText }
          },
        }),
      ),
    },
  ),
  ...(
    [
      ['R30-1', 'JWT'],
      ['R30-2', 'dc+sd-jwt'],
      ['R30-3', 'kb+jwt '],
      ['R30-4', 'application/jwt'],
      ['R30-5', 7],
      ['R30-6', null],
      ['R30-7', ['kb+jwt']],
    ] as readonly (readonly [string, Json])[]
  ).map(([id, typ]) =>
    rejected(
      id,
      'RFC 9901 §7.3-5d',
      `a Key Binding JWT with typ ${JSON.stringify(typ)}`,
      'authenticate/key_binding_type_mismatch',
      {
        ...bound,
        change: bindingHeader({ typ }),
      },
    ),
  ),
  rejected('R30-8', 'RFC 9901 §7.3-5d', 'a Key Binding JWT without typ', 'authenticate/key_binding_type_mismatch', {
    ...bound,
    change: binding(({ header }) => ({ header: without(header, 'typ') })),
  }),
  accepted('R30-9', 'RFC 7515 §4.1.9', 'typ in its long form', {
    ...bound,
    change: bindingHeader({ typ: 'application/kb+jwt' }),
  }),
  accepted('R30-10', 'RFC 7515 §4.1.9, RFC 2045 §5.1', 'typ in capitals', {
    ...bound,
    change: bindingHeader({ typ: 'KB+JWT' }),
  }),
  rejected('R31-1', 'RFC 9901 §4.3', 'no iat', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: withoutClaim('iat'),
  }),
  ...(
    [
      ['R31-2', String(now)],
      ['R31-3', null],
      ['R31-4', [now]],
      ['R31-5', -1],
      ['R31-6', now * 1000],
    ] as readonly (readonly [string, Json])[]
  ).map(([id, iat]) =>
    rejected(id, 'RFC 9901 §4.3', `iat ${JSON.stringify(iat)}`, 'authenticate/key_binding_claims_malformed', {
      ...bound,
      change: bindingClaims({ iat }),
    }),
  ),
  rejected('R31-7', 'RFC 9901 §7.3-5e', 'iat a second beyond the window', 'authenticate/key_binding_too_old', {
    ...bound,
    change: bindingClaims({ iat: now - 301 }),
  }),
  accepted('R31-8', 'RFC 9901 §7.3-5e', 'iat at the very edge of the window', {
    ...bound,
    change: bindingClaims({ iat: now - 300 }),
  }),
  rejected('R31-9', 'RFC 9901 §7.3-5e', 'iat a second in the future', 'authenticate/key_binding_in_future', {
    ...bound,
    change: bindingClaims({ iat: now + 1 }),
  }),
  accepted('R31-10', 'RFC 9901 §7.3-5e', 'iat at this very second', { ...bound, change: bindingClaims({ iat: now }) }),
  accepted('R31-11', 'RFC 9901 §7.3-5e', 'iat in the future, at the end of the tolerance', {
    ...bound,
    change: bindingClaims({ iat: now + 30 }),
    ...skew(30),
  }),
  rejected(
    'R31-12',
    'RFC 9901 §7.3-5e',
    'iat in the future, a second beyond the tolerance',
    'authenticate/key_binding_in_future',
    {
      ...bound,
      change: bindingClaims({ iat: now + 31 }),
      ...skew(30),
    },
  ),
  rejected(
    'R31-13',
    'RFC 9901 §7.3-5e',
    'iat older than the window that this verifier sets',
    'authenticate/key_binding_too_old',
    {
      ...bound,
      change: bindingClaims({ iat: now - 61 }),
      circumstances: () => ({ options: { keyBindingMaxAge: 60 } }),
    },
  ),
  accepted('R31-14', 'RFC 9901 §4.3', 'iat with a fraction', { ...bound, change: bindingClaims({ iat: now - 0.5 }) }),
  rejected('R32-1', 'RFC 9901 §4.3', 'no nonce', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: withoutClaim('nonce'),
  }),
  rejected('R32-2', 'RFC 9901 §4.3', 'a nonce that is a number', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: bindingClaims({ nonce: 1234567890 }),
  }),
  rejected('R32-3', 'RFC 9901 §4.3', 'a nonce in an array', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: bindingClaims({ nonce: [nonce] }),
  }),
  rejected('R32-4', 'RFC 9901 §7.3-5f', 'another nonce', 'authenticate/key_binding_nonce_mismatch', {
    ...bound,
    change: bindingClaims({ nonce: 'n-of-another-session' }),
  }),
  rejected('R32-5', 'RFC 9901 §7.3-5f', 'the nonce and more', 'authenticate/key_binding_nonce_mismatch', {
    ...bound,
    change: bindingClaims({ nonce: `${nonce}0` }),
  }),
  rejected('R32-6', 'RFC 9901 §7.3-5f', 'the nonce in another case', 'authenticate/key_binding_nonce_mismatch', {
    ...bound,
    change: bindingClaims({ nonce: nonce.toUpperCase() }),
  }),
  rejected('R32-7', 'RFC 9901 §7.3-5f', 'an empty nonce', 'authenticate/key_binding_nonce_mismatch', {
    ...bound,
    change: bindingClaims({ nonce: '' }),
  }),
  rejected('R32-8', 'RFC 9901 §4.3', 'no aud', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: withoutClaim('aud'),
  }),
  rejected('R32-9', 'RFC 9901 §4.3', 'aud in an array', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: bindingClaims({ aud: [audience] }),
  }),
  rejected('R32-10', 'RFC 9901 §7.3-5f', 'another aud', 'authenticate/key_binding_audience_mismatch', {
    ...bound,
    change: bindingClaims({ aud: 'https://other.example' }),
  }),
  rejected('R32-11', 'RFC 9901 §7.3-5f', 'aud with a slash at its end', 'authenticate/key_binding_audience_mismatch', {
    ...bound,
    change: bindingClaims({ aud: `${audience}/` }),
  }),
  ...protocolCases(),
  rejected('R33-1', 'RFC 9901 §4.3', 'no sd_hash', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: binding(() => ({ sdHash: () => ({}) })),
  }),
  rejected('R33-2', 'RFC 9901 §4.3', 'the name _sd_hash of old drafts', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: binding(() => ({ sdHash: (hash) => ({ _sd_hash: hash }) })),
  }),
  rejected('R33-3', 'RFC 9901 §4.3', 'sd_hash in an array', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: binding(() => ({ sdHash: (hash) => ({ sd_hash: [hash] }) })),
  }),
  ...(
    [
      ['R33-4', 'over the JWT without its Disclosures', (parts) => compactForm({ ...parts, disclosures: [] })],
      ['R33-5', 'without the final tilde', (parts) => compactForm(parts).slice(0, -1)],
      [
        'R33-6',
        'over the Disclosures in another order',
        (parts) => compactForm({ ...parts, disclosures: [...parts.disclosures].reverse() }),
      ],
      [
        'R33-7',
        'over one Disclosure less',
        (parts) => compactForm({ ...parts, disclosures: parts.disclosures.slice(1) }),
      ],
      ['R33-8', 'over nothing', () => ''],
    ] as readonly (readonly [string, string, (parts: Parts) => string])[]
  ).map(([id, what, over]) =>
    rejected(id, 'RFC 9901 §4.3.1', `sd_hash ${what}`, 'authenticate/key_binding_hash_mismatch', {
      ...bound,
      change: binding(() => ({ over })),
    }),
  ),
  rejected(
    'R33-9',
    'RFC 9901 §4.3.1',
    'sd_hash by another hash than _sd_alg names',
    'authenticate/key_binding_hash_mismatch',
    {
      ...bound,
      change: binding(() => ({
        over: (parts) => compactForm(parts),
        sdHash: () => ({ sd_hash: digest('another', 'sha-512') }),
      })),
    },
  ),
  rejected('R33-10', 'RFC 9901 §4.3.1', 'sd_hash in hex', 'authenticate/key_binding_hash_mismatch', {
    ...bound,
    change: binding(() => ({ sdHash: (hash) => ({ sd_hash: Buffer.from(hash, 'base64url').toString('hex') }) })),
  }),
  rejected(
    'R33-11',
    'RFC 9901 §7.3-5g',
    'a Disclosure taken out after the holder signed',
    'authenticate/key_binding_hash_mismatch',
    {
      ...bound,
      change: tamper(({ disclosures }) => ({ disclosures: disclosures.slice(1) })),
    },
  ),
  rejected(
    'R33-12',
    'RFC 9901 §7.3-5g',
    'a withheld Disclosure put in after the holder signed',
    'authenticate/key_binding_hash_mismatch',
    {
      ...bound,
      change: (credential) => ({
        tamper: (parts) => ({ ...parts, disclosures: [...parts.disclosures, credential.made.familyName as string] }),
      }),
    },
  ),
  rejected(
    'R33-13',
    'RFC 9901 §7.3-5g',
    'the Disclosures reordered after the holder signed',
    'authenticate/key_binding_hash_mismatch',
    {
      ...bound,
      change: tamper(({ disclosures }) => ({ disclosures: [...disclosures].reverse() })),
    },
  ),
  accepted('R33-14', 'RFC 9901 §4.3.1', 'a binding over no Disclosure at all', {
    ...bound,
    change: send(() => []),
    claims: ({ given_name: _, address: __, ...claims }) => ({
      ...claims,
      degree: { title: 'Bachelor of Fixtures' },
      languages: ['ja'],
    }),
  }),
  rejected('R34-1', 'RFC 9901 §7.3-5h', 'exp of the binding a second ago', 'authenticate/key_binding_expired', {
    ...bound,
    change: bindingClaims({ exp: now - 1 }),
  }),
  rejected('R34-2', 'RFC 9901 §7.3-5h', 'exp of the binding at this very second', 'authenticate/key_binding_expired', {
    ...bound,
    change: bindingClaims({ exp: now }),
  }),
  rejected('R34-3', 'RFC 9901 §7.3-5h', 'nbf of the binding in a second', 'authenticate/key_binding_not_yet_valid', {
    ...bound,
    change: bindingClaims({ nbf: now + 1 }),
  }),
  rejected(
    'R34-4',
    'RFC 9901 §7.3-5h',
    'exp of the binding that is a string',
    'authenticate/key_binding_claims_malformed',
    {
      ...bound,
      change: bindingClaims({ exp: String(now + 60) }),
    },
  ),
  accepted('R34-5', 'RFC 9901 §7.3-5h', 'exp and nbf of the binding that hold', {
    ...bound,
    change: bindingClaims({ exp: now + 1, nbf: now }),
  }),
  rejected(
    'R34-6',
    'RFC 9901 §7.3-5h',
    'crit in the binding with an extension that nobody knows',
    'authenticate/critical_header_unsupported',
    {
      ...bound,
      change: bindingHeader({ crit: ['ext'], ext: true }),
    },
  ),
  rejected('R34-7', 'RFC 7797 §6', 'b64 false in the binding', 'authenticate/critical_header_unsupported', {
    ...bound,
    change: bindingHeader({ b64: false }),
  }),
  accepted('R34-8', 'RFC 9901 §4.3', 'further claims in the binding', {
    ...bound,
    change: bindingClaims({ jti: '1', transaction: { id: 7 } }),
  }),
  rejected(
    'R35-1',
    'RFC 9901 §7.3-5g',
    'a binding to the same challenge taken from another credential of the same holder',
    'authenticate/key_binding_hash_mismatch',
    {
      ...bound,
      change: (credential) => ({
        tamper: (parts) => {
          const other = build({
            ...credential,
            form: 'compact',
            payload: { ...credential.payload, degree: { title: 'Other' } },
            sent: [],
          })
          return { ...parts, keyBinding: other.slice(other.lastIndexOf('~') + 1) }
        },
      }),
    },
  ),
  rejected('R35-2', 'RFC 9901 §7.3-5f', 'the same answer a second time', 'policy/nonce_replayed', {
    ...bound,
    circumstances: (credential) => ({ previous: [{ text: build(credential) }] }),
  }),
  rejected('R35-3', 'RFC 9901 §7.3-5f', 'another answer to a nonce that was used', 'policy/nonce_replayed', {
    ...bound,
    circumstances: (credential) => ({ previous: [{ text: build({ ...credential, sent: [] }) }] }),
  }),
  accepted('R35-4', 'RFC 9901 §7.3-5f', 'a refused answer uses its nonce up for nobody', {
    ...bound,
    circumstances: (credential) => ({ previous: [{ text: build({ ...credential, signing: attackerSigns }) }] }),
  }),
  rejected(
    'A32-1',
    'RFC 9901 §7.3-5a',
    'a decoy cnf in a disclosed claim, its key the attacker’s',
    'authenticate/key_binding_signature_invalid',
    {
      ...bound,
      change: both(
        alsoDisclosed(disclosure('holder', 'holder', { cnf: { jwk: publicKey('attacker') } })),
        binding(() => ({ signing: attackerSigns })),
      ),
    },
  ),
  rejected('A49-1', 'RFC 9901 §4.3', 'a nonce that is an object', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: bindingClaims({ nonce: { toString: nonce } }),
  }),
  rejected('A49-2', 'RFC 9901 §4.3', 'aud that is null', 'authenticate/key_binding_claims_malformed', {
    ...bound,
    change: bindingClaims({ aud: null }),
  }),
  rejected(
    'A49-3',
    'RFC 9901 §4.3',
    'the nonce only inherited from a __proto__ member',
    'authenticate/key_binding_claims_malformed',
    {
      ...bound,
      change: binding(() => ({
        spellPayload: (json) => json.replace(`"nonce":"${nonce}"`, `"__proto__":{"nonce":"${nonce}"}`),
      })),
    },
  ),
  accepted('R28-10', 'RFC 9901 §7.3-5b', 'a holder with an Ed25519 key', {
    ...bound,
    change: both(
      payload({ cnf: { jwk: publicKey('holder-ed25519') } }),
      bindingHeader({ alg: 'EdDSA' }),
      binding(() => ({ signing: { algorithm: 'EdDSA', key: privateKey('holder-ed25519') } })),
    ),
    claims: (claims) => ({ ...claims, cnf: { jwk: publicKey('holder-ed25519') } }),
  }),
  accepted('R28-11', 'RFC 9901 §7.3-5b', 'a holder with a P-384 key', {
    ...bound,
    change: both(
      payload({ cnf: { jwk: publicKey('holder-p384') } }),
      bindingHeader({ alg: 'ES384' }),
      binding(() => ({ signing: { algorithm: 'ES384', key: privateKey('holder-p384') } })),
    ),
    claims: (claims) => ({ ...claims, cnf: { jwk: publicKey('holder-p384') } }),
  }),
  rejected(
    'A45-6',
    'RFC 8259 §8.3',
    'aud with a Cyrillic letter that looks like ours',
    'authenticate/key_binding_audience_mismatch',
    {
      ...bound,
      change: bindingClaims({ aud: audience.replace('a', '\u0430') }),
    },
  ),
  rejected(
    'R29-6',
    'RFC 9901 §7.3-5c',
    'the binding’s claims changed after the holder signed',
    'authenticate/key_binding_signature_invalid',
    {
      ...bound,
      change: tamper(({ keyBinding = '' }) => {
        const [header, claims = '', signature] = keyBinding.split('.')
        const changed = base64url(Buffer.from(claims, 'base64url').toString().replace('"iat":', '"iat": '))
        return { keyBinding: [header, changed, signature].join('.') }
      }),
    },
  ),
  accepted(
    'R29-7',
    'RFC 9901 §7.3-5c',
    'a key header in the binding beside a signature of the holder: never looked at',
    {
      ...bound,
      change: both(
        bindingHeader({ jwk: publicKey('attacker'), kid: 'x' }),
        binding(() => ({ signing: holderSigns })),
      ),
    },
  ),
]

/** What each protocol asks of nonce and aud: OpenID4VP 1.0 §B.3.6. */
function protocolCases(): readonly Definition[] {
  const clientId = 'x509_san_dns:admissions.example'
  const origin = 'https://admissions.example'
  const openid4vp = { protocol: 'openid4vp', clientId, nonce, responseUri: 'https://admissions.example/response' }
  const dcApi = {
    protocol: 'openid4vp-dc-api',
    origin,
    nonce,
    encryptionKeyThumbprint: hashOf('key').toString('base64url'),
  }
  const clause = 'OpenID4VP 1.0 §B.3.6'
  const mismatch = 'authenticate/key_binding_audience_mismatch'
  return [
    accepted('R32-12', clause, 'openid4vp: aud is the client identifier', {
      ...bound,
      change: bindingClaims({ aud: clientId }),
      circumstances: () => ({ challenge: openid4vp }),
    }),
    rejected('R32-13', clause, 'openid4vp: aud is the response URI', mismatch, {
      ...bound,
      change: bindingClaims({ aud: 'https://admissions.example/response' }),
      circumstances: () => ({ challenge: openid4vp }),
    }),
    rejected('R32-14', clause, 'openid4vp: aud is the client identifier without its prefix', mismatch, {
      ...bound,
      change: bindingClaims({ aud: 'admissions.example' }),
      circumstances: () => ({ challenge: openid4vp }),
    }),
    accepted('R32-15', clause, 'openid4vp-dc-api: aud is the origin with its prefix', {
      ...bound,
      change: bindingClaims({ aud: `origin:${origin}` }),
      circumstances: () => ({ challenge: dcApi }),
    }),
    rejected('R32-16', clause, 'openid4vp-dc-api: aud is the origin without its prefix', mismatch, {
      ...bound,
      change: bindingClaims({ aud: origin }),
      circumstances: () => ({ challenge: dcApi }),
    }),
    rejected('R32-17', clause, 'openid4vp-dc-api: another origin', mismatch, {
      ...bound,
      change: bindingClaims({ aud: 'origin:https://other.example' }),
      circumstances: () => ({ challenge: dcApi }),
    }),
  ]
}
