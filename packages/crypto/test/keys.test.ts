import { keyParameters } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import {
  jwkThumbprint,
  keyFitsAlgorithm,
  parseJwkSet,
  parsePrivateJwk,
  parsePublicJwk,
  publicJwkOf,
  sameKey,
} from '@hashikake/crypto/keys'
import { parseJsonObject } from '@hashikake/encoding/json'
import fc from 'fast-check'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { allAlgorithms, publicHalf, refusalOf, rfc7515Key, rfc8037Key, rfc8037Thumbprint } from './fixtures.ts'

const ecKey = publicHalf(rfc7515Key)
const okpKey = publicHalf(rfc8037Key)
const mlDsaKey = { kty: 'AKP', alg: 'ML-DSA-44', pub: Buffer.alloc(1312, 7).toString('base64url') }

describe('parsePublicJwk', () => {
  test('gives a frozen copy of what is needed', () => {
    const operations = ['verify']
    const given = { ...ecKey, kid: 'one', use: 'sig', alg: 'ES256', key_ops: operations, x5c: ['…'], other: { a: 1 } }
    const key = parsePublicJwk(given)
    expect(key).toEqual({ ...ecKey, kid: 'one', use: 'sig', alg: 'ES256', key_ops: ['verify'] })
    expect(Object.isFrozen(key)).toBe(true)
    expect(Object.isFrozen(key.key_ops)).toBe(true)
    operations.push('sign')
    expect(key.key_ops).toEqual(['verify'])
  })

  test('reads the three types', () => {
    for (const key of [ecKey, okpKey, mlDsaKey]) expect(parsePublicJwk(key)).toEqual(key)
  })

  test.each(['d', 'priv', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'])('refuses a private part: %s', async (name) => {
    expect(await refusalOf(() => parsePublicJwk({ ...ecKey, [name]: 'AA' }))).toBe('key_private')
    // Whatever its value: a private part that was blanked out is still a mistake to be told about.
    expect(await refusalOf(() => parsePublicJwk({ ...okpKey, [name]: null }))).toBe('key_private')
  })

  test.each([
    ['a symmetric key', { kty: 'oct' }],
    ['an RSA key as a curve', { ...okpKey, crv: 'RSA' }],
    ['secp256k1', { ...ecKey, crv: 'secp256k1' }],
    ['a key agreement curve', { ...okpKey, crv: 'X25519' }],
    ['a curve of another type', { ...okpKey, crv: 'P-256' }],
    ['an Edwards curve as EC', { ...ecKey, crv: 'Ed25519' }],
    ['an inherited name as curve', { ...ecKey, crv: 'constructor' }],
    ['an inherited name as type', { ...ecKey, kty: 'toString' }],
    ['ML-DSA as a curve', { ...okpKey, crv: 'ML-DSA-44' }],
    ['SLH-DSA', { ...mlDsaKey, alg: 'SLH-DSA-SHA2-128s' }],
  ])('knows no such key: %s', async (_, key) => {
    expect(await refusalOf(() => parsePublicJwk(key))).toBe('key_type_unsupported')
  })

  const last = ecKey.x.slice(0, -1)
  test.each([
    ['no object', 'P-256'],
    ['null', null],
    ['an array', [ecKey]],
    ['no type', { ...ecKey, kty: undefined }],
    ['no curve', { ...ecKey, crv: undefined }],
    ['no y', { ...ecKey, y: undefined }],
    ['a number for x', { ...ecKey, x: 7 }],
    ['x cut by a character', { ...ecKey, x: last }],
    [
      'x with a leading zero byte',
      { ...ecKey, x: Buffer.concat([Buffer.alloc(1), Buffer.from(ecKey.x, 'base64url')]).toString('base64url') },
    ],
    ['padding', { ...ecKey, x: `${ecKey.x}=` }],
    ['white space', { ...ecKey, x: `${last} ` }],
    ['standard base64', { ...ecKey, y: ecKey.y.replace('_', '/') }],
    ['trailing bits', { ...ecKey, x: `${last}V` }],
    ['a compressed point', { ...ecKey, y: '' }],
    ['a numeric kid', { ...ecKey, kid: 1 }],
    ['use as an array', { ...ecKey, use: ['enc'] }],
    ['a numeric alg', { ...ecKey, alg: 7 }],
    ['key_ops as a string', { ...ecKey, key_ops: 'verify' }],
    ['key_ops of numbers', { ...ecKey, key_ops: [1] }],
    ['key_ops twice the same', { ...ecKey, key_ops: ['verify', 'verify'] }],
    ['a short ML-DSA key', { ...mlDsaKey, pub: 'AAAA' }],
    ['ML-DSA without alg', { ...mlDsaKey, alg: undefined }],
  ])('refuses: %s', async (_, key) => {
    expect(await refusalOf(() => parsePublicJwk(key))).toBe('key_malformed')
  })

  test('reads own members only', async () => {
    expect(await refusalOf(() => parsePublicJwk(Object.create(ecKey)))).toBe('key_malformed')
    expect(await refusalOf(() => parsePublicJwk(parseJsonObject(`{"__proto__":${JSON.stringify(ecKey)}}`)))).toBe(
      'key_malformed',
    )
    const key = parsePublicJwk(parseJsonObject(`{"__proto__":{"use":"enc"},${JSON.stringify(ecKey).slice(1)}`))
    expect(key.use).toBeUndefined()
  })

  test('says nothing of the key when it refuses', () => {
    try {
      parsePublicJwk({ ...ecKey, d: 'secret' })
      expect.unreachable()
    } catch (error) {
      expect(String(error)).toBe('Refusal: key_private')
    }
  })

  test('throws nothing but refusals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.anything(),
        fc.dictionary(fc.constantFrom('kty', 'crv', 'x', 'y', 'use'), fc.anything()),
        async (any, object) => {
          for (const value of [any, object, { ...ecKey, ...object }]) {
            try {
              parsePublicJwk(value)
            } catch (error) {
              expect((error as Error).name).toBe('Refusal')
            }
          }
        },
      ),
    )
  })
})

describe('parsePrivateJwk and publicJwkOf', () => {
  test('are each other’s complement', () => {
    expect(parsePrivateJwk({ ...rfc7515Key, ext: true })).toEqual(rfc7515Key)
    expect(publicJwkOf(parsePrivateJwk(rfc8037Key))).toEqual(okpKey)
    const mlDsa = { ...mlDsaKey, priv: Buffer.alloc(32).toString('base64url') }
    expect(parsePrivateJwk(mlDsa)).toEqual(mlDsa)
    expect(publicJwkOf(parsePrivateJwk(mlDsa))).toEqual(mlDsaKey)
  })

  test('keep what the key says of itself; signing becomes verifying', () => {
    const key = parsePrivateJwk({ ...rfc7515Key, kid: 'one', use: 'sig', key_ops: ['sign'] })
    expect(publicJwkOf(key)).toEqual({ ...ecKey, kid: 'one', use: 'sig', key_ops: ['verify'] })
  })

  test('refuse what has no private part, or one of a wrong length', async () => {
    expect(await refusalOf(() => parsePrivateJwk(ecKey))).toBe('key_malformed')
    expect(await refusalOf(() => parsePrivateJwk({ ...rfc7515Key, d: 'AAAA' }))).toBe('key_malformed')
    expect(await refusalOf(() => parsePrivateJwk({ kty: 'oct', k: 'AAAA' }))).toBe('key_type_unsupported')
  })
})

describe('keyFitsAlgorithm', () => {
  test.each([
    [ecKey, 'ES256', 'verify', undefined],
    [ecKey, 'ES384', 'verify', 'key_type_mismatch'],
    [ecKey, 'EdDSA', 'verify', 'key_type_mismatch'],
    [okpKey, 'EdDSA', 'verify', undefined],
    [okpKey, 'Ed25519', 'verify', undefined],
    [okpKey, 'Ed448', 'verify', 'key_type_mismatch'],
    [mlDsaKey, 'ML-DSA-44', 'verify', undefined],
    [mlDsaKey, 'ML-DSA-65', 'verify', 'key_type_mismatch'],
    [{ ...ecKey, alg: 'ES256' }, 'ES256', 'verify', undefined],
    [{ ...ecKey, alg: 'ES256' }, 'ESP256', 'verify', undefined],
    [{ ...ecKey, alg: 'ES512' }, 'ES256', 'verify', 'key_algorithm_mismatch'],
    [{ ...ecKey, alg: 'ECDH-ES' }, 'ES256', 'verify', 'key_algorithm_mismatch'],
    [{ ...okpKey, alg: 'EdDSA' }, 'Ed25519', 'verify', undefined],
    [{ ...okpKey, alg: 'Ed448' }, 'EdDSA', 'verify', 'key_algorithm_mismatch'],
    [{ ...ecKey, use: 'sig' }, 'ES256', 'sign', undefined],
    [{ ...ecKey, use: 'enc' }, 'ES256', 'verify', 'key_use_mismatch'],
    [{ ...ecKey, key_ops: ['verify'] }, 'ES256', 'verify', undefined],
    [{ ...ecKey, key_ops: ['verify'] }, 'ES256', 'sign', 'key_use_mismatch'],
    [{ ...ecKey, key_ops: [] }, 'ES256', 'verify', 'key_use_mismatch'],
    [{ ...ecKey, use: 'sig', key_ops: ['deriveBits'] }, 'ES256', 'verify', 'key_use_mismatch'],
  ] as const)('%j with %s to %s: %s', (key, algorithm, operation, code) => {
    expect(keyFitsAlgorithm(parsePublicJwk(key), algorithm, operation)).toBe(code)
  })
})

describe('jwkThumbprint', () => {
  test('is that of RFC 8037 appendix A.3', () => {
    expect(jwkThumbprint(parsePublicJwk(okpKey), engine)).toBe(rfc8037Thumbprint)
  })

  test('agrees with jose, whatever else the key says', async () => {
    for (const algorithm of allAlgorithms) {
      const { publicKey } = await engine.generateKey(algorithm)
      const key = parsePublicJwk({ ...publicKey, kid: 'one', use: 'sig' })
      expect(jwkThumbprint(key, engine)).toBe(await calculateJwkThumbprint({ ...key } as JWK))
    }
  })
})

test('sameKey looks at the key alone', () => {
  const key = parsePublicJwk(ecKey)
  expect(sameKey(key, parsePublicJwk({ ...ecKey, kid: 'other', use: 'sig' }))).toBe(true)
  expect(sameKey(key, parsePublicJwk({ ...ecKey, x: ecKey.y, y: ecKey.x }))).toBe(false)
  expect(sameKey(key, parsePublicJwk(okpKey))).toBe(false)
})

describe('parseJwkSet', () => {
  test('leaves out what cannot be used here (RFC 7517 §5)', () => {
    const set = {
      keys: [{ kty: 'RSA', n: 'AQAB' }, { kty: 'oct-key-pair' }, { ...ecKey, x: 'short' }, ecKey, 'nonsense', okpKey],
    }
    expect(parseJwkSet(set)).toEqual([ecKey, okpKey])
    expect(Object.isFrozen(parseJwkSet(set))).toBe(true)
    expect(parseJwkSet({ keys: [] })).toEqual([])
  })

  test('refuses them where the operator asks for that', async () => {
    const refuse = { unusable: 'refuse' } as const
    expect(await refusalOf(() => parseJwkSet({ keys: [{ ...ecKey, x: 'short' }] }, refuse))).toBe('key_malformed')
    expect(await refusalOf(() => parseJwkSet({ keys: [{ kty: 'RSA', n: 'AQAB' }] }, refuse))).toBe('key_malformed')
    expect(parseJwkSet({ keys: [ecKey] }, refuse)).toEqual([ecKey])
  })

  test('refuses a set with a private or symmetric key in it', async () => {
    expect(await refusalOf(() => parseJwkSet({ keys: [okpKey, rfc7515Key] }))).toBe('key_private')
    expect(await refusalOf(() => parseJwkSet({ keys: [okpKey, { kty: 'oct', k: 'AA' }] }))).toBe('key_private')
  })

  test('refuses two keys of one type under one kid (RFC 7517 §4.5)', async () => {
    const other = { ...ecKey, kid: 'one' }
    expect(await refusalOf(() => parseJwkSet({ keys: [other, { ...other, x: ecKey.y }] }))).toBe('key_set_malformed')
    expect(parseJwkSet({ keys: [other, { ...okpKey, kid: 'one' }] })).toHaveLength(2)
    expect(parseJwkSet({ keys: [ecKey, okpKey, ecKey] })).toHaveLength(3)
  })

  test.each([[null], [[]], [{}], [{ keys: {} }], [Object.create({ keys: [] })]])(
    'refuses what is no set: %j',
    async (set) => {
      expect(await refusalOf(() => parseJwkSet(set))).toBe('key_set_malformed')
    },
  )
})

test('every kind of key has one length for each of its parts', () => {
  for (const { kty, publicLength, signatureLength } of Object.values(keyParameters)) {
    if (kty === 'EC' || kty === 'OKP') expect(signatureLength).toBe(2 * publicLength)
  }
})
