import { typeOf } from '../bases.ts'
import { bendJson, bendText, both, headerWithout, privateKey, publicKey } from '../changes.ts'
import type { Credential } from '../credential.ts'
import { encodePart, type Json, type Members, without } from '../json.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

const bound = { base: 'bound' } as const
const flattened = (): Partial<Credential> => ({ form: 'flattened' })
const inFirstHeader = (change: (header: Members) => Members) =>
  bendJson((jws) => {
    if (jws.signatures === undefined) return { ...jws, header: change(jws.header as Members) }
    const [first, ...others] = jws.signatures as readonly Members[]
    return { ...jws, signatures: [{ ...first, header: change(first?.header as Members) }, ...others] }
  })

/** A second signature, by an issuer that may be trusted too. */
const cosigned =
  (bend?: (signature: Uint8Array) => Uint8Array, unprotected?: Members) =>
  (credential: Credential): Partial<Credential> => ({
    form: 'general',
    cosigners: [
      {
        header: credential.header,
        signing: { algorithm: 'ES256', key: privateKey('second-issuer') },
        ...(bend === undefined ? {} : { bendSignature: bend }),
        ...(unprotected === undefined ? {} : { unprotected }),
      },
    ],
  })
const trustBoth = { trust: { keys: [publicKey('issuer'), publicKey('second-issuer')] } }
const flip = (signature: Uint8Array): Uint8Array => signature.map((byte, index) => (index === 0 ? byte ^ 1 : byte))
const malformed = 'parse/json_serialization_malformed'

/** RFC 9901 §8: the JWS JSON serialisations. */
export const jsonSerializationCases: readonly Definition[] = [
  accepted('R36-1', 'RFC 9901 §8.1', 'the base, flattened', { change: flattened }),
  accepted('R36-2', 'RFC 9901 §8.1', 'the base with key binding, flattened', { ...bound, change: flattened }),
  accepted('R36-3', 'RFC 9901 §8.1', 'the base with key binding, general', {
    ...bound,
    change: () => ({ form: 'general' }),
  }),
  rejected('R36-4', 'RFC 9901 §8.1', 'kb_jwt left out', 'parse/key_binding_missing', {
    ...bound,
    change: both(
      flattened,
      inFirstHeader((header) => without(header, 'kb_jwt')),
    ),
  }),
  rejected('R36-5', 'RFC 9901 §8.1', 'kb_jwt where none is expected', 'parse/key_binding_unexpected', {
    ...bound,
    change: flattened,
    circumstances: () => ({ challenge: 'bearer' }),
  }),
  rejected('R36-6', 'RFC 9901 §8.1', 'kb_jwt in the protected header alone', 'parse/key_binding_missing', {
    ...bound,
    change: both(
      (credential) => ({ header: { ...credential.header, kb_jwt: 'a.b.c' } }),
      flattened,
      inFirstHeader((header) => without(header, 'kb_jwt')),
    ),
  }),
  rejected('R37-1', 'RFC 9901 §8.3', 'disclosures in the second header', malformed, {
    change: cosigned(undefined, { disclosures: [] }),
    circumstances: () => trustBoth,
  }),
  rejected('R37-2', 'RFC 9901 §8.3', 'kb_jwt in the second header', malformed, {
    ...bound,
    change: (credential) => cosigned(undefined, { kb_jwt: 'eyJ.eyJ.AAAA' })(credential),
    circumstances: () => trustBoth,
  }),
  rejected('R38-1', 'RFC 7515 §7.2', 'both signature and signatures', malformed, {
    change: both(
      () => ({ form: 'general' }),
      bendJson((jws) => ({
        ...jws,
        signature: ((jws.signatures as readonly Members[])[0] as Members).signature as string,
      })),
    ),
  }),
  rejected('R38-2', 'RFC 7515 §7.2', 'neither signature nor signatures', malformed, {
    change: both(
      flattened,
      bendJson((jws) => without(jws, 'signature')),
    ),
  }),
  rejected('R38-3', 'RFC 7515 §7.2.1', 'no signatures in signatures', malformed, {
    change: both(
      () => ({ form: 'general' }),
      bendJson((jws) => ({ ...jws, signatures: [] })),
    ),
  }),
  ...(
    [
      ['R38-4', 'disclosures that are a string', { disclosures: 'WyJ' }],
      ['R38-5', 'disclosures that are an object', { disclosures: {} }],
      ['R38-6', 'disclosures with a number', { disclosures: [1] }],
      ['R38-7', 'disclosures with null', { disclosures: [null] }],
      ['R38-8', 'disclosures that are null', { disclosures: null }],
    ] as readonly (readonly [string, string, Members])[]
  ).map(([id, what, members]) =>
    rejected(id, 'RFC 9901 §8.1', what, malformed, {
      change: both(
        flattened,
        inFirstHeader((header) => ({ ...header, ...members })),
      ),
    }),
  ),
  rejected('R38-9', 'RFC 9901 §8.1', 'kb_jwt that is an object', malformed, {
    ...bound,
    change: both(
      flattened,
      inFirstHeader((header) => ({ ...header, kb_jwt: {} })),
    ),
  }),
  rejected('R38-10', 'RFC 7515 §7.2.1', 'one parameter in both headers', malformed, {
    change: both(
      flattened,
      inFirstHeader((header) => ({ ...header, typ: 'x' })),
    ),
  }),
  ...(
    [
      ['R38-11', 'no payload', (jws: Members) => without(jws, 'payload')],
      ['R38-12', 'a payload that is an object', (jws: Members) => ({ ...jws, payload: {} })],
      ['R38-13', 'no protected header', (jws: Members) => without(jws, 'protected')],
      ['R38-14', 'a protected header that is an object', (jws: Members) => ({ ...jws, protected: { alg: 'ES256' } })],
      ['R38-15', 'an unprotected header that is an array', (jws: Members) => ({ ...jws, header: [] })],
      ['R38-16', 'an unprotected header that is a string', (jws: Members) => ({ ...jws, header: 'x' })],
      ['R38-17', 'a signature that is a number', (jws: Members) => ({ ...jws, signature: 1 })],
    ] as const
  ).map(([id, what, bend]) =>
    rejected(id, 'RFC 7515 §7.2', what, malformed, {
      change: both(
        flattened,
        bendJson((jws) => bend(jws) as Members),
      ),
    }),
  ),
  rejected('R38-18', 'RFC 7515 §7.2.1', 'signatures that are an object', malformed, {
    change: both(
      () => ({ form: 'general' }),
      bendJson((jws) => ({ ...jws, signatures: { 0: (jws.signatures as Json[])[0] as Json } })),
    ),
  }),
  rejected('R38-19', 'RFC 7515 §7.2.1', 'a signature that is null', malformed, {
    change: both(
      () => ({ form: 'general' }),
      bendJson((jws) => ({ ...jws, signatures: [...(jws.signatures as Json[]), null] })),
    ),
  }),
  rejected('R38-20', 'RFC 7515 §4', 'payload twice', 'parse/json_name_repeated', {
    change: both(
      flattened,
      bendText((text) => text.replace('{', '{"payload":"e30",')),
    ),
  }),
  rejected('R38-21', 'RFC 8259 §2', 'JSON with something after it', 'parse/json_malformed', {
    change: both(
      flattened,
      bendText((text) => `${text}~`),
    ),
  }),
  accepted('R38-22', 'RFC 7515 §7.2.1', 'further members, inside and outside: passed over', {
    change: both(
      flattened,
      bendJson((jws) => ({ ...jws, note: 1 })),
      (credential) => ({
        bendJson: (jws) => ({
          ...jws,
          note: 1,
          header: { ...(jws.header as Members), 'https://registrar.example/n': 2 },
        }),
        header: credential.header,
      }),
    ),
  }),
  accepted('R38-23', 'RFC 8259 §2', 'JSON with white space', {
    change: both(
      flattened,
      bendText((text) => text.replaceAll(',"', ' ,\n"')),
    ),
  }),
  rejected('R38-24', 'RFC 9901 §8.1', 'Disclosures joined by tildes in one string', 'parse/base64url_malformed', {
    change: both(
      flattened,
      inFirstHeader((header) => ({ ...header, disclosures: [(header.disclosures as string[]).join('~')] })),
    ),
  }),
  accepted('R39-1', 'RFC 7515 §5.2', 'two signatures, both valid, all demanded', {
    change: cosigned(),
    circumstances: () => ({ ...trustBoth, policies: { signatures: 'all' } }),
  }),
  rejected(
    'R39-2',
    'RFC 7515 §5.2',
    'two signatures, the second invalid, all demanded',
    'authenticate/signature_invalid',
    {
      change: cosigned(flip),
      circumstances: () => trustBoth,
    },
  ),
  rejected(
    'R39-3',
    'RFC 7515 §5.2',
    'two signatures, the second by an unknown key, all demanded',
    'trust/key_unknown',
    {
      change: both(cosigned(), (credential) => ({
        header: { ...credential.header, kid: '1' },
        cosigners: credential.cosigners.map((one) => ({ ...one, header: { ...one.header, kid: '2' } })),
      })),
      circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), kid: '1' }] } }),
    },
  ),
  accepted('R39-4', 'RFC 7515 §5.2', 'two signatures, the second invalid, one demanded', {
    change: cosigned(flip),
    circumstances: () => ({ ...trustBoth, policies: { signatures: { atLeast: 1 } } }),
  }),
  rejected(
    'R39-5',
    'RFC 7515 §5.2',
    'two signatures, the second invalid, two demanded',
    'authenticate/signatures_insufficient',
    {
      change: cosigned(flip),
      circumstances: () => ({ ...trustBoth, policies: { signatures: { atLeast: 2 } } }),
    },
  ),
  rejected('R39-6', 'RFC 7515 §5.2', 'one signature where two are demanded', 'authenticate/signatures_insufficient', {
    change: flattened,
    circumstances: () => ({ ...trustBoth, policies: { signatures: { atLeast: 2 } } }),
  }),
  accepted('R39-7', 'RFC 7515 §5.2', 'two signatures, the first with an algorithm that is not accepted, one demanded', {
    change: both(cosigned(), (credential) => ({ header: { ...credential.header, alg: 'HS256' } })),
    circumstances: () => ({ ...trustBoth, policies: { signatures: { atLeast: 1 } } }),
  }),
  rejected(
    'R39-8',
    'RFC 7515 §5.2',
    'two signatures, the first with an algorithm that is not accepted, all demanded',
    'authenticate/algorithm_not_allowed',
    {
      change: both(cosigned(), (credential) => ({ header: { ...credential.header, alg: 'HS256' } })),
      circumstances: () => trustBoth,
    },
  ),
  rejected(
    'R39-9',
    'RFC 7515 §5.2',
    'two signatures of one issuer’s key, where two are demanded',
    'authenticate/signatures_insufficient',
    {
      change: (credential) => ({
        form: 'general',
        cosigners: [{ header: credential.header, signing: { algorithm: 'ES256', key: privateKey('issuer') } }],
      }),
      circumstances: () => ({ policies: { signatures: { atLeast: 2 } } }),
    },
  ),
  accepted('R39-10', 'RFC 9901 §8.1', 'sd_hash over the first of two signatures', {
    ...bound,
    change: cosigned(),
    circumstances: () => trustBoth,
  }),
  rejected(
    'R39-11',
    'RFC 9901 §8.1',
    'sd_hash over the second of two signatures',
    'authenticate/key_binding_hash_mismatch',
    {
      ...bound,
      change: both(cosigned(), (credential) => ({
        bendJson: (jws) => {
          // The binding was made while the other signature stood first.
          const [first, second] = jws.signatures as readonly [Members, Members]
          return { ...jws, signatures: [{ ...second, header: first.header as Members }, without(first, 'header')] }
        },
        header: credential.header,
      })),
      circumstances: () => trustBoth,
    },
  ),
  rejected('A3-1', 'RFC 9901 §7.1-2a', 'alg in the unprotected header alone', 'authenticate/algorithm_missing', {
    change: both(
      headerWithout('alg'),
      flattened,
      inFirstHeader((header) => ({ ...header, alg: 'ES256' })),
    ),
  }),
  rejected('A3-2', 'RFC 7515 §7.2.1', 'alg in both headers', malformed, {
    change: both(
      flattened,
      inFirstHeader((header) => ({ ...header, alg: 'none' })),
    ),
  }),
  rejected('A3-3', 'RFC 7515 §4.1.11', 'crit in the unprotected header', malformed, {
    change: both(
      flattened,
      inFirstHeader((header) => ({ ...header, crit: ['ext'], ext: 1 })),
    ),
  }),
  rejected('A3-6', 'RFC 7797 §3', 'b64 in the unprotected header', malformed, {
    change: both(
      flattened,
      inFirstHeader((header) => ({ ...header, b64: false })),
    ),
  }),
  accepted('A3-4', 'RFC 9901 §8.1', 'kid in the unprotected header: not believed', {
    change: both(
      flattened,
      inFirstHeader((header) => ({ ...header, kid: '2019' })),
    ),
    circumstances: () => ({ trust: { keys: [{ ...publicKey('issuer'), kid: '2026' }] } }),
  }),
  rejected('A3-5', 'SD-JWT VC §2.2.1', 'typ in the unprotected header alone', 'parse/type_header_mismatch', {
    change: both(
      headerWithout('typ'),
      flattened,
      inFirstHeader((header) => ({ ...header, typ: typeOf('dc+sd-jwt') })),
    ),
    only: 'dc+sd-jwt',
  }),
  rejected('A47-2', 'the limits of a verifier', 'nine signatures', malformed, {
    change: (credential) => ({
      form: 'general',
      cosigners: Array.from({ length: 8 }, () => ({
        header: credential.header,
        signing: { algorithm: 'ES256', key: privateKey('issuer') } as const,
      })),
    }),
  }),
  rejected('A43-7', 'RFC 7515 §7.2', 'the members only inherited from __proto__', malformed, {
    change: both(
      flattened,
      bendText((text) => `{"__proto__":${text}}`),
    ),
  }),
  rejected('R38-25', 'RFC 9901 §8', 'the compact form as a JSON string', 'parse/key_binding_unexpected', {
    change: bendText((text) => JSON.stringify(text)),
  }),
  rejected('R38-26', 'RFC 7515 §7.2', 'an empty protected header', 'parse/json_malformed', {
    change: both(
      flattened,
      bendJson((jws) => ({ ...jws, protected: '' })),
    ),
  }),
  rejected('R38-27', 'RFC 7515 §7.2.1', 'the protected header of another token', 'authenticate/signature_invalid', {
    change: both(
      flattened,
      bendJson((jws) => ({ ...jws, protected: encodePart({ alg: 'ES256', typ: 'dc+sd-jwt', kid: '1' }) })),
    ),
    only: 'dc+sd-jwt',
  }),
]
