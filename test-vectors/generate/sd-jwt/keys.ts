import { type Json, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import type { Case } from '../suite.ts'

const key = fixtureKey('issuer').publicKey
const ed25519 = fixtureKey('issuer-ed25519').publicKey
const rsa = fixtureKey('issuer-rsa').publicKey
const one = (id: string, clause: string, title: string, input: Members, expect: Members): Case =>
  operationCase('jwk', id, clause, title, { input, expect })

/** RFC 7517: public keys, and what they may be used for. */
export const keyCases: readonly Case[] = [
  one('A16-1', 'RFC 7638 §3', 'a P-256 key and its thumbprint', { key }, { accepted: true, output: { key } }),
  one(
    'A16-2',
    'RFC 8037 §2',
    'an Ed25519 key, whose thumbprint RFC 8037 gives',
    {
      key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    },
    { accepted: true, output: { thumbprint: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' } },
  ),
  one(
    'A16-3',
    'RFC 7517 §4',
    'members that nobody knows are passed over',
    { key: { ...key, ext: true, note: {} } },
    { accepted: true, output: { key } },
  ),
  ...(
    [
      ['A16-4', 'no kty', without(key, 'kty'), 'key_malformed'],
      ['A16-5', 'a kty that is a number', { ...key, kty: 2 }, 'key_malformed'],
      ['A16-6', 'no crv', without(key, 'crv'), 'key_malformed'],
      ['A16-7', 'no x', without(key, 'x'), 'key_malformed'],
      ['A16-8', 'no y', without(key, 'y'), 'key_malformed'],
      ['A16-9', 'x shorter than its curve', { ...key, x: (key.x as string).slice(0, 40) }, 'key_malformed'],
      ['A16-10', 'x with a zero before it', { ...key, x: `AA${key.x as string}` }, 'key_malformed'],
      ['A16-11', 'x with padding', { ...key, x: `${key.x as string}=` }, 'key_malformed'],
      ['A16-12', 'x in another spelling of the same bytes', { ...key, x: respelled(key.x as string) }, 'key_malformed'],
      ['A16-13', 'x that is a number', { ...key, x: 7 }, 'key_malformed'],
      ['A16-14', 'crv of another key type', { ...key, crv: 'Ed25519' }, 'key_type_unsupported'],
      [
        'A16-15',
        'crv of a curve that is not used',
        { ...fixtureKey('issuer-secp256k1').publicKey },
        'key_type_unsupported',
      ],
      ['A16-16', 'crv P-384 over coordinates of P-256', { ...key, crv: 'P-384' }, 'key_malformed'],
      ['A16-17', 'crv named as a member of Object.prototype', { ...key, crv: 'constructor' }, 'key_type_unsupported'],
      ['A16-18', 'a symmetric key', { kty: 'oct', k: 'AAECAwQFBgcICQoLDA0ODw' }, 'key_private'],
      ['A16-19', 'a private key', fixtureKey('issuer').privateKey, 'key_private'],
      ['A16-20', 'a private key whose private part is null', { ...key, d: null }, 'key_private'],
      ['A16-21', 'key_ops that are a string', { ...key, key_ops: 'verify' }, 'key_malformed'],
      ['A16-22', 'key_ops with one of them twice', { ...key, key_ops: ['verify', 'verify'] }, 'key_malformed'],
      ['A16-23', 'use that is an array', { ...key, use: ['sig'] }, 'key_malformed'],
      ['A16-24', 'kid that is a number', { ...key, kid: 7 }, 'key_malformed'],
      [
        'A16-25',
        'an X25519 key, which cannot sign',
        { kty: 'OKP', crv: 'X25519', x: ed25519.x as string },
        'key_type_unsupported',
      ],
      ['A17-1', 'an RSA key without a modulus', without(rsa, 'n'), 'key_malformed'],
      ['A17-2', 'an RSA key with padding', { ...rsa, n: `${rsa.n as string}==` }, 'key_malformed'],
    ] as readonly (readonly [string, string, Members, string])[]
  ).map(([id, what, malformed, code]) =>
    one(id, 'RFC 7517 §4, RFC 7518 §6', what, { key: malformed }, refusedWith(code)),
  ),
  ...(
    [
      ['A16-26', 'null', null],
      ['A16-27', 'a string', 'key'],
      ['A16-28', 'an array', [key]],
    ] as readonly (readonly [string, string, Json])[]
  ).map(([id, what, value]) =>
    one(id, 'RFC 7517 §4', `a key that is ${what}`, { key: value }, refusedWith('key_malformed')),
  ),
  ...(
    [
      ['A2-1', 'a P-256 key for ES384', key, 'ES384', 'verify', 'key_type_mismatch'],
      ['A2-2', 'a P-256 key for EdDSA', key, 'EdDSA', 'verify', 'key_type_mismatch'],
      ['A2-3', 'an Ed25519 key for Ed448', ed25519, 'Ed448', 'verify', 'key_type_mismatch'],
      [
        'A2-4',
        'a key that says ES384, for ES256',
        { ...key, alg: 'ES384' },
        'ES256',
        'verify',
        'key_algorithm_mismatch',
      ],
      [
        'A2-5',
        'a key that says HS256, for ES256',
        { ...key, alg: 'HS256' },
        'ES256',
        'verify',
        'key_algorithm_mismatch',
      ],
      ['A2-6', 'a key for encryption', { ...key, use: 'enc' }, 'ES256', 'verify', 'key_use_mismatch'],
      [
        'A2-7',
        'a key that may only verify, to sign with',
        { ...key, key_ops: ['verify'] },
        'ES256',
        'sign',
        'key_use_mismatch',
      ],
      [
        'A2-8',
        'a key that may only sign, to verify with',
        { ...key, key_ops: ['sign'] },
        'ES256',
        'verify',
        'key_use_mismatch',
      ],
    ] as readonly (readonly [string, string, Members, string, string, string])[]
  ).map(([id, what, jwk, algorithm, operation, code]) =>
    one(id, 'RFC 7517 §4, RFC 8725 §3.1', what, { key: jwk, algorithm, operation }, refusedWith(code)),
  ),
  one(
    'A2-9',
    'RFC 7517 §4',
    'a key that says all that it is for',
    {
      key: { ...key, use: 'sig', alg: 'ES256', key_ops: ['verify'], kid: '2026' },
      algorithm: 'ES256',
    },
    { accepted: true },
  ),
  one(
    'A2-10',
    'RFC 9864 §2.2',
    'a key that says EdDSA, for the fully-specified name',
    { key: { ...ed25519, alg: 'EdDSA' }, algorithm: 'Ed25519' },
    {
      accepted: true,
    },
  ),
  one('A2-11', 'RFC 8725 §3.1', 'any key for HS256', { key, algorithm: 'HS256' }, { accepted: false }),
  one('A2-12', 'RFC 8725 §3.1', 'any key for none', { key, algorithm: 'none' }, { accepted: false }),
  one(
    'A16-30',
    'RFC 7517 §5',
    'a set: what cannot be used is left out',
    {
      set: {
        keys: [
          { ...key, kid: '1' },
          fixtureKey('issuer-secp256k1').publicKey,
          { kty: 'EC' },
          { ...ed25519, kid: '2' },
          'x',
        ],
      },
    },
    { accepted: true, output: { keys: 2 } },
  ),
  one(
    'A16-31',
    'RFC 7517 §5',
    'a set that the operator wrote: what cannot be used is refused',
    { set: { keys: [key, fixtureKey('issuer-secp256k1').publicKey] }, unusable: 'refuse' },
    refusedWith('key_type_unsupported'),
  ),
  one(
    'A16-32',
    'RFC 7517 §4.5',
    'two keys of one type under one identifier',
    {
      set: {
        keys: [
          { ...key, kid: '1' },
          { ...fixtureKey('second-issuer').publicKey, kid: '1' },
        ],
      },
    },
    refusedWith('key_set_malformed'),
  ),
  one(
    'A16-33',
    'RFC 7517 §9.3',
    'a private key in a public set',
    { set: { keys: [key, fixtureKey('issuer').privateKey] } },
    refusedWith('key_private'),
  ),
  one('A16-34', 'RFC 7517 §5', 'an array that is no set', { set: [key] }, refusedWith('key_set_malformed')),
  one(
    'A16-35',
    'RFC 7517 §5',
    'keys that are an object',
    { set: { keys: { 0: key } } },
    refusedWith('key_set_malformed'),
  ),
  one(
    'A43-1',
    'RFC 7517 §5',
    'keys only inherited from a __proto__ member',
    {
      set: JSON.parse(`{"__proto__":{"keys":[${JSON.stringify(key)}]}}`) as Json,
    },
    refusedWith('key_set_malformed'),
  ),
  one('A16-36', 'RFC 7517 §5', 'an empty set', { set: { keys: [] } }, { accepted: true, output: { keys: 0 } }),
]

/** The unused bits of the last character set. */
function respelled(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) as string) | 1]
}
