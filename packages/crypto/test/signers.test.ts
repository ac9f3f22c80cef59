import { createPrivateKey, createPublicKey, type webcrypto } from 'node:crypto'
import { signatureAlgorithms } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import { keyParametersOf, parsePrivateJwk } from '@hashikake/crypto/keys'
import {
  publicKeyFromPem,
  type Signer,
  signerFromCryptoKey,
  signerFromJwk,
  signerFromPem,
} from '@hashikake/crypto/signers'
import { describe, expect, test } from 'vitest'
import { allAlgorithms, publicHalf, rfc7515Key, rfc8037Key } from './fixtures.ts'

const message = new Uint8Array([1, 2, 3])

async function works(signer: Signer): Promise<boolean> {
  return engine.verify(signer.algorithm, signer.publicKey, message, await signer.sign(message))
}

describe('signerFromJwk', () => {
  test('takes the algorithm from the option, the key, or the curve', async () => {
    expect((await signerFromJwk(rfc7515Key)).algorithm).toBe('ES256')
    expect((await signerFromJwk({ ...rfc7515Key, alg: 'ESP256' })).algorithm).toBe('ESP256')
    expect((await signerFromJwk(rfc7515Key, { algorithm: 'ESP256' })).algorithm).toBe('ESP256')
    expect((await signerFromJwk(rfc8037Key)).algorithm).toBe('EdDSA')
    expect((await signerFromJwk(rfc8037Key, { algorithm: 'Ed25519' })).algorithm).toBe('Ed25519')
    for (const algorithm of ['ESB320', 'Ed448', 'ML-DSA-65'] as const) {
      const { privateKey } = await engine.generateKey(algorithm)
      const signer = await signerFromJwk(privateKey)
      expect(signatureAlgorithms[signer.algorithm].keys).toContain(keyParametersOf(privateKey))
      expect(await works(signer)).toBe(true)
    }
  })

  test.each([
    ['a public key', publicHalf(rfc7515Key), {}],
    ['nothing', undefined, {}],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, {}],
    ['an algorithm of another curve', rfc7515Key, { algorithm: 'ES384' }],
    ['an algorithm that is none', rfc7515Key, { algorithm: 'RS256' }],
    ['a key for encryption', { ...rfc7515Key, use: 'enc' }, {}],
    ['a private key of another', { ...rfc7515Key, d: rfc8037Key.d }, {}],
  ])('explains its use for %s', async (_, jwk, options) => {
    const error = await signerFromJwk(jwk as object, options as object).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).not.toContain(rfc7515Key.d)
  })
})

describe('PEM files', () => {
  const ec = createPrivateKey({ key: { ...rfc7515Key }, format: 'jwk' })
  const okp = createPrivateKey({ key: { ...rfc8037Key }, format: 'jwk' })
  const pkcs8 = String(ec.export({ type: 'pkcs8', format: 'pem' }))

  test('PKCS #8 and SEC 1 give the key that OpenSSL wrote', async () => {
    for (const pem of [pkcs8, String(ec.export({ type: 'sec1', format: 'pem' }))]) {
      const signer = await signerFromPem(pem)
      expect(signer.publicKey).toEqual(publicHalf(rfc7515Key))
      expect(await works(signer)).toBe(true)
    }
    const signer = await signerFromPem(String(okp.export({ type: 'pkcs8', format: 'pem' })), { algorithm: 'Ed25519' })
    expect(signer).toMatchObject({ algorithm: 'Ed25519', publicKey: publicHalf(rfc8037Key) })
    expect(await works(signer)).toBe(true)
  })

  test('a public key is read as what OpenSSL wrote', () => {
    for (const [key, jwk] of [
      [ec, rfc7515Key],
      [okp, rfc8037Key],
    ] as const) {
      const pem = String(createPublicKey(key).export({ type: 'spki', format: 'pem' }))
      expect(publicKeyFromPem(pem)).toEqual(publicHalf(jwk))
      expect(publicKeyFromPem(pem.replaceAll('\n', '\r\n'))).toEqual(publicHalf(jwk))
    }
  })

  // Made by OpenSSL 3.0: `openssl ecparam -name brainpoolP256r1 -genkey`, with the parameters first as it writes them.
  const withParameters = `-----BEGIN EC PARAMETERS-----
BgkrJAMDAggBAQc=
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHgCAQEEIFVb4tExXKiWlJ90jrtQ4PkClFJi2uciNCTR1wwIXJlooAsGCSskAwMC
CAEBB6FEA0IABIqp6cyWOH/FXuFU3xA3DjMUTekAhPoux65fyET/nfRVfiQyeBGr
h33wvjka0Cu+soBJeSi3cEKG7fpiA0DjIBU=
-----END EC PRIVATE KEY-----`

  test('a file of "openssl ecparam -genkey" has the curve’s parameters first', async () => {
    const signer = await signerFromPem(withParameters)
    expect(signer).toMatchObject({ algorithm: 'ESB256', publicKey: { crv: 'brainpoolP256r1' } })
    expect(await works(signer)).toBe(true)
  })

  test('a public half that is left out is computed', async () => {
    // RFC 5915 §3 makes parameters and public key optional; PKCS #8 names the curve outside.
    const secret = Buffer.from(rfc7515Key.d, 'base64url').toString('hex')
    const inner = `30250201010420${secret}`
    const body = `020100301306072a8648ce3d020106082a8648ce3d0301070427${inner}`
    const der = Buffer.from(`3041${body}`, 'hex')
    const signer = await signerFromPem(pemOf('PRIVATE KEY', der))
    expect(signer.publicKey).toEqual(publicHalf(rfc7515Key))
  })

  function pemOf(label: string, der: Uint8Array): string {
    return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`
  }

  test.each([
    ['no text', undefined],
    ['no PEM', 'MIGHAgEA'],
    ['two keys', pkcs8 + pkcs8],
    ['a public key', String(createPublicKey(ec).export({ type: 'spki', format: 'pem' }))],
    ['an encrypted key', String(ec.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a' }))],
    [
      'an encrypted SEC 1 key',
      String(ec.export({ type: 'sec1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'a' })),
    ],
    ['no base64', '-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----'],
    ['no DER', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['a cut key', pemOf('PRIVATE KEY', ec.export({ type: 'pkcs8', format: 'der' }).subarray(0, 50))],
    [
      'a key with more after it',
      pemOf('PRIVATE KEY', Buffer.concat([ec.export({ type: 'pkcs8', format: 'der' }), Buffer.alloc(2)])),
    ],
  ])('explains its use for %s', async (_, pem) => {
    await expect(signerFromPem(pem as string)).rejects.toThrow(TypeError)
    if (pem?.includes('BEGIN PUBLIC KEY') !== true) expect(() => publicKeyFromPem(pem as string)).toThrow(TypeError)
  })
})

describe('signerFromCryptoKey', () => {
  test.each([
    [{ name: 'ECDSA', namedCurve: 'P-256' }, 'ES256'],
    [{ name: 'ECDSA', namedCurve: 'P-521' }, 'ES512'],
    [{ name: 'Ed25519' }, 'EdDSA'],
  ])('signs with a key that cannot be extracted: %j', async (parameters, algorithm) => {
    const pair = (await crypto.subtle.generateKey(parameters, false, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
    const signer = await signerFromCryptoKey(pair)
    expect(signer.algorithm).toBe(algorithm)
    expect(await works(signer)).toBe(true)
  })

  test('explains its use', async () => {
    const pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ])) as webcrypto.CryptoKeyPair
    const agreement = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, [
      'deriveBits',
    ])) as webcrypto.CryptoKeyPair
    const hidden = { ...(await halves(pair)), publicKey: { ...describeKey(pair.publicKey), extractable: false } }
    for (const keys of [undefined, {}, { privateKey: pair.publicKey, publicKey: pair.publicKey }, agreement, hidden]) {
      await expect(signerFromCryptoKey(keys as never)).rejects.toThrow(TypeError)
    }
    await expect(signerFromCryptoKey(pair, { algorithm: 'ES384' })).rejects.toThrow(TypeError)
  })

  const halves = async ({ privateKey }: webcrypto.CryptoKeyPair) => ({ privateKey })
  const describeKey = ({ type, algorithm, usages }: webcrypto.CryptoKey) => ({ type, algorithm, usages })
})

test('every algorithm’s keys survive being written and read', async () => {
  for (const algorithm of allAlgorithms) {
    const { privateKey, publicKey } = await engine.generateKey(algorithm)
    expect(parsePrivateJwk(JSON.parse(JSON.stringify(privateKey)))).toEqual(privateKey)
    expect(publicKey).not.toHaveProperty(privateKey.kty === 'AKP' ? 'priv' : 'd')
  }
})
