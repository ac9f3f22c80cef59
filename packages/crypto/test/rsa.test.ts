import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { engine } from '@hashikake/crypto/engine'
import { checkHeader, parseCompactJws, signCompactJws } from '@hashikake/crypto/jws'
import {
  jwkThumbprint,
  keyFitsAlgorithm,
  parsePrivateJwk,
  parsePublicJwk,
  type RsaPublicJwk,
} from '@hashikake/crypto/keys'
import { publicKeyFromPem, signerFromCryptoKey } from '@hashikake/crypto/signers'
import { CompactSign, calculateJwkThumbprint, compactVerify, importJWK, type JWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { flip, refusalOf } from './fixtures.ts'

const message = new TextEncoder().encode('eyJhbGciOiJSUzI1NiJ9.e30')

interface Pair {
  readonly publicKey: RsaPublicJwk
  readonly privateKey: Record<string, unknown>
  readonly publicPem: string
}

// Encoded output: exporting key objects one after the other can deadlock Node 20.
function pairOf(modulusLength: number, publicExponent = 65_537): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength,
    publicExponent,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const jwk = createPrivateKey(privateKey).export({ format: 'jwk' }) as { n: string; e: string }
  const { n, e } = jwk
  return {
    publicKey: parsePublicJwk({ kty: 'RSA', n, e }) as RsaPublicJwk,
    privateKey: { ...jwk },
    publicPem: publicKey,
  }
}

const signWith = ({ privateKey }: Pair): Uint8Array =>
  new Uint8Array(sign('sha256', message, createPrivateKey({ key: privateKey as never, format: 'jwk' })))

const pairs = new Map<number, Pair>()
beforeAll(() => {
  for (const bits of [2_048, 3_072]) pairs.set(bits, pairOf(bits))
})

describe.each([2_048, 3_072])('RS256 with %i bits', (bits) => {
  test.each(['inline', 'pool'] as const)('is verified, and nothing else is (%s)', async (mode) => {
    const pair = pairs.get(bits) as Pair
    const signature = signWith(pair)
    expect(signature).toHaveLength(bits / 8)
    const { publicKey } = pair
    expect(await engine.verify('RS256', publicKey, message, signature, mode)).toBe(true)
    expect(await engine.verify('RS256', publicKey, flip(message, 3), signature, mode)).toBe(false)
    expect(await engine.verify('RS256', publicKey, message, flip(signature, 9), mode)).toBe(false)
    for (const length of [0, 1, bits / 8 - 1, bits / 8 + 1]) {
      expect(await engine.verify('RS256', publicKey, message, new Uint8Array(length).fill(1), mode)).toBe(false)
    }
    expect(await engine.verify('RS256', publicKey, message, new Uint8Array(bits / 8).fill(0xff), mode)).toBe(false)
  })

  test('has keys that survive being written and read', async () => {
    const { publicKey, publicPem } = pairs.get(bits) as Pair
    expect(publicKeyFromPem(publicPem)).toEqual(publicKey)
    const described = parsePublicJwk({ ...publicKey, kid: 'one', use: 'sig', alg: 'RS256' })
    expect(jwkThumbprint(described, engine)).toBe(await calculateJwkThumbprint({ ...publicKey } as JWK))
    expect(keyFitsAlgorithm(described, 'RS256', 'verify')).toBeUndefined()
    expect(keyFitsAlgorithm(described, 'ES256', 'verify')).toBe('key_type_mismatch')
  })

  test('goes both ways with jose', async () => {
    const { publicKey, privateKey } = pairs.get(bits) as Pair
    const theirs = await new CompactSign(message)
      .setProtectedHeader({ alg: 'RS256' })
      .sign(await importJWK(privateKey as never, 'RS256'))
    const jws = parseCompactJws(theirs)
    const algorithm = checkHeader(jws.protectedHeader, { algorithms: ['RS256'] })
    expect(await engine.verify(algorithm, publicKey, jws.signingInput, jws.signature)).toBe(true)
    const parameters = {
      name: 'RSASSA-PKCS1-v1_5',
      modulusLength: bits,
      publicExponent: Uint8Array.of(1, 0, 1),
      hash: 'SHA-256',
    }
    const signer = await signerFromCryptoKey(
      (await crypto.subtle.generateKey(parameters, true, ['sign', 'verify'])) as never,
    )
    expect(signer.algorithm).toBe('RS256')
    const ours = await signCompactJws({ typ: 'JWT' }, message, signer)
    const verified = await compactVerify(ours, await importJWK({ ...signer.publicKey } as never, 'RS256'))
    expect(verified.payload).toEqual(message)
  })
})

describe('an RSA key', () => {
  test('is refused where it is weak or of a spelling that is not the one', async () => {
    const { publicKey } = pairs.get(2_048) as Pair
    const modulus = Buffer.from(publicKey.n, 'base64url')
    const withModulus = (bytes: Uint8Array) => ({ ...publicKey, n: Buffer.from(bytes).toString('base64url') })
    const even = Buffer.from(modulus)
    even[255] = (even[255] as number) & 0xfe
    const weak: readonly (readonly [string, object])[] = [
      ['1,024 bits', pairOf(1_024).publicKey],
      ['2,047 bits', withModulus(Buffer.concat([Buffer.of(0x7f), modulus.subarray(1)]))],
      ['a zero before it', withModulus(Buffer.concat([Buffer.of(0), modulus]))],
      ['even', withModulus(even)],
      ['16,384 bits', withModulus(Buffer.alloc(2_048, 0xff))],
      ['an exponent of 3', { ...publicKey, e: 'Aw' }],
      ['an exponent of 1', { ...publicKey, e: 'AQ' }],
    ]
    for (const [title, key] of weak) {
      const refused = () => engine.verify('RS256', parsePublicJwk(key), message, new Uint8Array(256).fill(1))
      expect(await refusalOf(refused), title).toBe('key_malformed')
      expect(await refusalOf(refused), title).toBe('key_malformed')
    }
  })

  test('is refused where parts are missing, private or not base64url', async () => {
    const { publicKey, privateKey } = pairs.get(2_048) as Pair
    for (const change of [{ n: undefined }, { e: undefined }, { n: 7 }, { n: `${publicKey.n}=` }, { e: ' AQAB' }]) {
      expect(await refusalOf(() => parsePublicJwk({ ...publicKey, ...change }))).toBe('key_malformed')
    }
    expect(await refusalOf(() => parsePublicJwk(privateKey))).toBe('key_private')
    expect(await refusalOf(() => parsePrivateJwk(privateKey))).toBe('key_type_unsupported')
    expect(await refusalOf(() => engine.generateKey('RS256'))).toBe('algorithm_unsupported')
    expect(await engine.supports('RS256')).toBe(true)
  })
})
