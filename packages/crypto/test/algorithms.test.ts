import {
  defaultAlgorithms,
  isKeyParametersName,
  isSameOperation,
  isSignatureAlgorithm,
  keyParameters,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from '@hashikake/crypto/algorithms'
import { coseAlgorithms, coseOnlyAlgorithms } from '@hashikake/crypto/cose-registry'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { allAlgorithms } from './fixtures.ts'

describe('signatureAlgorithms', () => {
  // The IANA "COSE Algorithms" registry; RFC 9053 §2, RFC 9864 §4.2, RFC 9964 §8.
  test('has the COSE values of the registry', () => {
    expect(Object.fromEntries(allAlgorithms.map((name) => [name, coseAlgorithms[name]]))).toEqual({
      ES256: -7,
      ES384: -35,
      ES512: -36,
      EdDSA: -8,
      Ed25519: -19,
      Ed448: -53,
      ESP256: -9,
      ESP384: -51,
      ESP512: -52,
      ESB256: -265,
      ESB320: -266,
      ESB384: -267,
      ESB512: -268,
      'ML-DSA-44': -48,
      'ML-DSA-65': -49,
      'ML-DSA-87': -50,
    })
  })

  test('has RS256, as RFC 8812 §2 registers it, which nobody takes unless told', () => {
    expect(coseAlgorithms.RS256).toBe(-257)
    expect(defaultAlgorithms).not.toContain('RS256')
  })

  test('knows which names RFC 9864 registers for COSE only', () => {
    expect(coseOnlyAlgorithms).toEqual(['ESP256', 'ESP384', 'ESP512', 'ESB256', 'ESB320', 'ESB384', 'ESB512'])
  })

  test('names keys that exist, and one unless the name is polymorphic', () => {
    for (const name of allAlgorithms) {
      expect(signatureAlgorithms[name].keys.every(isKeyParametersName)).toBe(true)
      expect(signatureAlgorithms[name].keys).toHaveLength(name === 'EdDSA' ? 2 : 1)
    }
  })

  test('hashes outside for ECDSA only', () => {
    for (const name of allAlgorithms) {
      const isEc = signatureAlgorithms[name].keys.every((key) => keyParameters[key].kty === 'EC')
      expect(signatureAlgorithms[name].hash !== undefined).toBe(isEc)
    }
  })
})

test('is asked by own names only', () => {
  for (const name of [
    'constructor',
    'toString',
    '__proto__',
    'hasOwnProperty',
    'none',
    'es256',
    'HS256',
    'PS256',
    'RS512',
    '',
    7,
  ]) {
    expect(isSignatureAlgorithm(name)).toBe(false)
    expect(isKeyParametersName(name)).toBe(false)
  }
})

test('defaults are frozen, asymmetric, registered for JOSE', () => {
  expect(defaultAlgorithms).toEqual(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])
  expect(Object.isFrozen(defaultAlgorithms)).toBe(true)
  expect(defaultAlgorithms.every((name) => !coseOnlyAlgorithms.includes(name))).toBe(true)
})

test('knows two names of one operation', () => {
  expect(isSameOperation('EdDSA', 'Ed25519', 'Ed25519')).toBe(true)
  expect(isSameOperation('EdDSA', 'Ed448', 'Ed448')).toBe(true)
  expect(isSameOperation('ES256', 'ESP256', 'P-256')).toBe(true)
  expect(isSameOperation('EdDSA', 'Ed448', 'Ed25519')).toBe(false)
  expect(isSameOperation('ES256', 'ESB256', 'P-256')).toBe(false)
  expect(isSameOperation('ES256', 'ES384', 'P-256')).toBe(false)
})

test('types follow the table', () => {
  expectTypeOf<'ES256'>().toExtend<SignatureAlgorithm>()
  expectTypeOf<'none'>().not.toExtend<SignatureAlgorithm>()
  expectTypeOf<'HS256'>().not.toExtend<SignatureAlgorithm>()
})
