import { createHash } from 'node:crypto'
import { keyParameters, type SignatureAlgorithm, signatureAlgorithms } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import { keyParametersOf, type PrivateJwk, type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { allAlgorithms, flip, publicHalf, refusalOf, rfc7515Key, rfc8037Key } from './fixtures.ts'

const message = new TextEncoder().encode('eyJhbGciOiJFUzI1NiJ9.e30')

test('is the engine that this run is about', () => {
  expect(engine.name).toBe(process.env.HASHIKAKE_ENGINE ?? 'node')
})

describe.each(allAlgorithms)('%s', (algorithm) => {
  let signer: Signer
  let signature: Uint8Array
  beforeAll(async () => {
    const { privateKey } = await engine.generateKey(algorithm)
    signer = await engine.signer(privateKey, algorithm)
    signature = await signer.sign(message)
  })

  test('is supported', async () => {
    expect(await engine.supports(algorithm)).toBe(true)
  })

  test('signs raw signatures of the length in the table', () => {
    expect(signer.algorithm).toBe(algorithm)
    expect(signature).toHaveLength(keyParameters[keyParametersOf(signer.publicKey)].signatureLength)
    expect(parsePublicJwk(signer.publicKey)).toEqual(signer.publicKey)
  })

  test.each(['inline', 'pool'] as const)('verifies bytes and text (%s)', async (mode) => {
    const text = new TextDecoder().decode(message)
    expect(await engine.verify(algorithm, signer.publicKey, message, signature, mode)).toBe(true)
    expect(await engine.verify(algorithm, signer.publicKey, text, signature, mode)).toBe(true)
    expect(await engine.verify(algorithm, signer.publicKey, `${text} `, signature, mode)).toBe(false)
    expect(await engine.verify(algorithm, signer.publicKey, message, flip(signature, 9), mode)).toBe(false)
  })

  test('calls a signature false, and never throws, whatever bit of it or of the data changes', async () => {
    const anyBit = (length: number) => fc.tuple(fc.nat(length - 1), fc.nat(7))
    const inSignature = anyBit(signature.length).map(([at, bit]) => [message, flip(signature, at, 1 << bit)] as const)
    const inData = anyBit(message.length).map(([at, bit]) => [flip(message, at, 1 << bit), signature] as const)
    const random = fc.uint8Array({ maxLength: signature.length + 2 }).map((bytes) => [message, bytes] as const)
    const property = fc.asyncProperty(fc.oneof(inSignature, inData, random), async ([data, changed]) => {
      expect(await engine.verify(algorithm, signer.publicKey, data, changed)).toBe(false)
    })
    await fc.assert(property, { numRuns: 40 })
  })

  test('calls a signature of another length false', async () => {
    for (const length of [0, 1, signature.length - 1, signature.length + 1]) {
      expect(await engine.verify(algorithm, signer.publicKey, message, new Uint8Array(length))).toBe(false)
    }
  })

  test('refuses a key of another kind', async () => {
    const other = algorithm === 'ES256' || algorithm === 'ESP256' ? rfc8037Key : rfc7515Key
    if (signatureAlgorithms[algorithm].keys.includes(other.crv)) return
    const key = parsePublicJwk(publicHalf(other))
    expect(await refusalOf(() => engine.verify(algorithm, key, message, signature))).toBe('key_type_mismatch')
  })
})

describe('verify', () => {
  test('refuses a point that is not on its curve', async () => {
    for (const crv of ['P-256', 'P-384', 'P-521', 'brainpoolP256r1', 'brainpoolP320r1'] as const) {
      const length = keyParameters[crv].publicLength
      const x = Buffer.alloc(length, 1).toString('base64url')
      const algorithm = allAlgorithms.find((name) => signatureAlgorithms[name].keys.includes(crv)) as SignatureAlgorithm
      const key = parsePublicJwk({ kty: 'EC', crv, x, y: x })
      const signature = new Uint8Array(length * 2).fill(1)
      expect(await refusalOf(() => engine.verify(algorithm, key, message, signature))).toBe('key_malformed')
      // The refusal is not a matter of luck: the second time, nothing is remembered as good.
      expect(await refusalOf(() => engine.verify(algorithm, key, message, signature))).toBe('key_malformed')
    }
  })

  test('refuses coordinates as large as the prime, and the point at infinity', async () => {
    const zero = Buffer.alloc(32).toString('base64url')
    const large = Buffer.alloc(32, 0xff).toString('base64url')
    for (const [x, y] of [
      [zero, zero],
      [large, rfc7515Key.y],
      [rfc7515Key.x, large],
    ]) {
      const key = parsePublicJwk({ kty: 'EC', crv: 'P-256', x, y })
      const signature = new Uint8Array(64).fill(1)
      expect(await refusalOf(() => engine.verify('ES256', key, message, signature))).toBe('key_malformed')
    }
  })

  // Under such a key anyone can make a signature that holds for every message.
  test.each([
    ['the neutral element', '01'.padEnd(64, '0')],
    ['the neutral element with a sign', `01${'00'.repeat(30)}80`],
    ['order 2', `ec${'ff'.repeat(30)}7f`],
    ['order 4', '00'.repeat(32)],
    ['order 4 with a sign', `${'00'.repeat(31)}80`],
    ['order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
    ['order 8, negated', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['order 8, the other', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['not canonical: p', `ed${'ff'.repeat(30)}7f`],
    ['not canonical: p + 1', `ee${'ff'.repeat(30)}7f`],
    ['not canonical: 2^255 - 1', `${'ff'.repeat(31)}7f`],
  ])('refuses an Ed25519 key of small order: %s', async (_, hex) => {
    const key = parsePublicJwk({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(hex, 'hex').toString('base64url') })
    const neutral = new Uint8Array(64)
    neutral[0] = 1
    expect(await refusalOf(() => engine.verify('Ed25519', key, message, neutral))).toBe('key_malformed')
  })

  test.each(['00', '01', 'fe'])('refuses an Ed448 key of small order: %s…', async (first) => {
    const hex = first === 'fe' ? `fe${'ff'.repeat(27)}fe${'ff'.repeat(27)}00` : first.padEnd(114, '0')
    const key = parsePublicJwk({ kty: 'OKP', crv: 'Ed448', x: Buffer.from(hex, 'hex').toString('base64url') })
    const neutral = new Uint8Array(114)
    neutral[0] = 1
    expect(await refusalOf(() => engine.verify('Ed448', key, message, neutral))).toBe('key_malformed')
  })

  test('calls r or s of zero, of the order and beyond it false', async () => {
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
    const zero = Buffer.alloc(32)
    const one = Buffer.from('01'.padStart(64, '0'), 'hex')
    const most = Buffer.alloc(32, 0xff)
    const key = parsePublicJwk(publicHalf(rfc7515Key))
    for (const r of [zero, one, order, most]) {
      for (const s of [zero, one, order, most]) {
        expect(await engine.verify('ES256', key, message, Buffer.concat([r, s]))).toBe(false)
      }
    }
  })

  test('accepts n - s for s, as JOSE does, so a signature is nobody’s identity', async () => {
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const signer = await engine.signer(rfc7515Key, 'ES256')
    const signature = await signer.sign(message)
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
    const other = Buffer.concat([signature.subarray(0, 32), Buffer.from((n - s).toString(16).padStart(64, '0'), 'hex')])
    expect(await engine.verify('ES256', signer.publicKey, message, other)).toBe(true)
  })

  test('remembers keys by their coordinates, not by their objects', async () => {
    const first = await engine.generateKey('ES256')
    const second = await engine.generateKey('ES256')
    const signature = await (await engine.signer(first.privateKey, 'ES256')).sign(message)
    const reused: Record<string, unknown> = { ...first.publicKey }
    expect(await engine.verify('ES256', reused as unknown as PublicJwk, message, signature)).toBe(true)
    Object.assign(reused, second.publicKey)
    expect(await engine.verify('ES256', reused as unknown as PublicJwk, message, signature)).toBe(false)
  })

  test('still knows a key after more keys than it remembers', async () => {
    const { privateKey, publicKey } = await engine.generateKey('EdDSA')
    const signature = await (await engine.signer(privateKey, 'EdDSA')).sign(message)
    for (let i = 0; i < 600; i++) {
      const x = Buffer.alloc(32, 2)
      x.writeUInt32LE(i, 0)
      const key = parsePublicJwk({ kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') })
      expect(await engine.verify('EdDSA', key, message, signature)).toBe(false)
    }
    expect(await engine.verify('EdDSA', publicKey, message, signature)).toBe(true)
  })

  test('lets the key decide what EdDSA means (RFC 8037 §3.1)', async () => {
    const { privateKey } = await engine.generateKey('Ed448')
    const signer = await engine.signer(privateKey, 'EdDSA')
    expect(await engine.verify('EdDSA', signer.publicKey, message, await signer.sign(message))).toBe(true)
    expect(await refusalOf(() => engine.signer(privateKey, 'Ed25519'))).toBe('key_type_mismatch')
  })
})

describe('signer', () => {
  test('refuses a private key beside another’s public key', async () => {
    for (const algorithm of ['ES256', 'EdDSA', 'ESB256', 'ML-DSA-44'] as const) {
      const one = (await engine.generateKey(algorithm)).privateKey
      const { publicKey } = await engine.generateKey(algorithm)
      const mixed = { ...one, ...publicKey } as PrivateJwk
      expect(await refusalOf(() => engine.signer(mixed, algorithm))).toBe('key_malformed')
    }
  })

  test('refuses a private key of zero, and one beyond the order', async () => {
    for (const byte of [0, 0xff]) {
      const d = Buffer.alloc(32, byte).toString('base64url')
      expect(await refusalOf(() => engine.signer({ ...rfc7515Key, d }, 'ES256'))).toBe('key_malformed')
    }
  })

  test('refuses a key that its own members keep from signing', async () => {
    expect(await refusalOf(() => engine.signer({ ...rfc7515Key, use: 'enc' }, 'ES256'))).toBe('key_use_mismatch')
    expect(await refusalOf(() => engine.signer({ ...rfc7515Key, key_ops: ['verify'] }, 'ES256'))).toBe(
      'key_use_mismatch',
    )
    expect(await refusalOf(() => engine.signer({ ...rfc7515Key, alg: 'ES384' }, 'ES256'))).toBe(
      'key_algorithm_mismatch',
    )
  })

  test('shows no private part', async () => {
    const signer = await engine.signer({ ...rfc7515Key, kid: 'one' }, 'ES256')
    expect(signer.publicKey).toEqual({ ...publicHalf(rfc7515Key), kid: 'one' })
    expect(JSON.stringify(signer)).not.toContain(rfc7515Key.d)
  })

  test('stops when it is aborted', async () => {
    const signer = await engine.signer(rfc7515Key, 'ES256')
    const reason = new Error('enough')
    await expect(signer.sign(message, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('digests', () => {
  test('agree with Node for bytes and ASCII text', async () => {
    const property = fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary-ascii' }),
      async (bytes, text) => {
        const ofNode = (name: string, data: Uint8Array | string) => createHash(name).update(data).digest('base64url')
        for (const [name, nodeName] of [
          ['sha-256', 'sha256'],
          ['sha-384', 'sha384'],
          ['sha-512', 'sha512'],
        ] as const) {
          expect(await engine.digests(name, [bytes, text])).toEqual([ofNode(nodeName, bytes), ofNode(nodeName, text)])
        }
        expect(engine.sha256(bytes)).toEqual(new Uint8Array(createHash('sha256').update(bytes).digest()))
        expect(engine.sha256Base64url(text)).toBe(ofNode('sha256', text))
      },
    )
    await fc.assert(property, { numRuns: 50 })
  })

  test('come at once with sha-256, on every engine', () => {
    expect(engine.digests('sha-256', ['a'])).toEqual([createHash('sha256').update('a').digest('base64url')])
  })

  test('never takes a character beyond ASCII for another', () => {
    // U+0141 cut to one byte would be "A".
    expect(engine.sha256Base64url('\u0141')).not.toBe(engine.sha256Base64url('A'))
    expect(engine.sha256Base64url('é')).toBe(createHash('sha256').update('é', 'utf8').digest('base64url'))
  })

  test('gives bytes that the caller owns', () => {
    const bytes = engine.sha256('a')
    expect(bytes.constructor).toBe(Uint8Array)
    expect(bytes.byteLength).toBe(bytes.buffer.byteLength)
  })
})

describe('randomBytes', () => {
  test('gives as many bytes as asked for, different ones each time', () => {
    expect(engine.randomBytes(0)).toHaveLength(0)
    const [one, other] = [engine.randomBytes(32), engine.randomBytes(32)]
    expect(one).toHaveLength(32)
    expect(one).not.toEqual(other)
  })
})

test.runIf(process.env.HASHIKAKE_ENGINE !== 'web')('Node’s engine never touches the global crypto', async () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor
  const forbidden = (): never => {
    throw new Error('touched')
  }
  Object.defineProperty(globalThis, 'crypto', { get: forbidden, configurable: true })
  try {
    for (const algorithm of ['ES256', 'EdDSA', 'ESB256', 'ML-DSA-44'] as const) {
      const { privateKey, publicKey } = await engine.generateKey(algorithm)
      const signer = await engine.signer(privateKey, algorithm)
      expect(await engine.verify(algorithm, publicKey, message, await signer.sign(message))).toBe(true)
    }
    engine.randomBytes(16)
    engine.sha256('a')
  } finally {
    Object.defineProperty(globalThis, 'crypto', own)
  }
})

test.runIf(process.env.HASHIKAKE_ENGINE === 'web')('the web engine does without what a runtime lacks', async () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor
  const { getRandomValues } = globalThis.crypto
  // A page without TLS has randomness and no subtle.
  const lacking = { getRandomValues: getRandomValues.bind(globalThis.crypto) }
  Object.defineProperty(globalThis, 'crypto', { value: lacking, configurable: true })
  try {
    for (const algorithm of ['ES256', 'ES384', 'ES512', 'Ed25519', 'Ed448'] as const) {
      const { privateKey, publicKey } = await engine.generateKey(algorithm)
      const signer = await engine.signer(privateKey, algorithm)
      expect(await engine.verify(algorithm, publicKey, message, await signer.sign(message))).toBe(true)
    }
  } finally {
    Object.defineProperty(globalThis, 'crypto', own)
  }
})
