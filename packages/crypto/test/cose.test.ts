import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import {
  cwtClaim,
  headerLabel,
  keyIdentifierOf,
  type MacAlgorithm,
  makeMac0,
  parseMac0,
  parseSign1,
  publicKeyFromCose,
  publicKeyToCose,
  readCwtClaims,
  readX5Chain,
  signatureAlgorithmOf,
  signSign1,
  verifyMac0,
  verifySign1,
} from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { parsePublicJwk } from '@hashikake/crypto/keys'
import { CborFloat, CborTag, type CborValue, decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    return (await work()) === false ? 'false' : 'accepted'
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code
    throw thrown
  }
}
const keys = await engine.generateKey('ES256')
const signer = await engine.signer(keys.privateKey, 'ES256')
const payload = new TextEncoder().encode('This is the content.')
const secret = new Uint8Array(32).fill(7)

describe('the examples of the COSE working group, as npm ships them', () => {
  interface Example {
    readonly title: string
    readonly fail?: boolean
    readonly input: {
      readonly sign0?: { readonly key: Record<string, string>; readonly external?: string }
      readonly mac0?: { readonly external?: string; readonly recipients: readonly { readonly key: { k: string } }[] }
      readonly failures?: object
    }
    readonly output: { readonly cbor: string }
  }
  const folder = join(dirname(createRequire(import.meta.url).resolve('cose-js/package.json')), 'test/Examples')
  const read = (name: string): readonly (readonly [string, Example])[] =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.json'))
      .map((file) => [`${name}/${file}`, JSON.parse(readFileSync(join(folder, name, file), 'utf8'))] as const)

  const jwkOf = ({ kty, crv, x, y }: Record<string, string>) =>
    parsePublicJwk({ kty, crv, x, ...(y === undefined ? {} : { y }) })
  const octets = (key: Record<string, string>): Record<string, string> =>
    key.x_hex === undefined ? key : { ...key, x: Buffer.from(key.x_hex, 'hex').toString('base64url') }

  const sign1 = ['sign1-tests', 'ecdsa-examples', 'eddsa-examples'].flatMap(read).filter(([, one]) => one.input.sign0)
  const mac0 = ['mac0-tests', 'hmac-examples'].flatMap(read).filter(([, one]) => one.input.mac0)
  /** What is refused here though the examples have it as good, and why. */
  const refused: Readonly<Record<string, string>> = {
    // RFC 9053 §2.1 would allow SHA-512 with P-256; RFC 9864 and ISO/IEC 18013-5 tie each hash to its curves.
    'ecdsa-examples/ecdsa-sig-04.json': 'key_type_mismatch',
    // It names its algorithm outside of what is protected, where anybody could change it.
    'mac0-tests/mac-pass-02.json': 'algorithm_missing',
    // A truncated tag (RFC 9053 §3.1), which nothing that is read here uses.
    'hmac-examples/HMac-enc-05.json': 'algorithm_not_allowed',
  }

  it('are there', () => {
    expect([sign1.length, mac0.length]).toEqual([15, 15])
  })

  const outcome = (name: string, { fail, input }: Example, code: string): void => {
    if (refused[name] !== undefined) expect(code).toBe(refused[name])
    else if (fail === true || input.failures !== undefined) expect(code).not.toBe('accepted')
    else expect(code).toBe('accepted')
  }

  it.each(sign1)('%s', async (name, example) => {
    const { key, external } = example.input.sign0 as NonNullable<Example['input']['sign0']>
    const algorithms: readonly SignatureAlgorithm[] = [...defaultAlgorithms, 'Ed448']
    const code = await codeOf(() =>
      verifySign1(parseSign1(hex(example.output.cbor), { tag: 'required' }), jwkOf(octets(key)), {
        engine,
        algorithms,
        ...(external === undefined ? {} : { externalAad: hex(external) }),
      }),
    )
    outcome(name, example, code)
  })

  it.each(mac0)('%s', async (name, example) => {
    const { recipients, external } = example.input.mac0 as NonNullable<Example['input']['mac0']>
    const key = Uint8Array.from(Buffer.from(recipients[0]?.key.k as string, 'base64url'))
    const algorithms: readonly MacAlgorithm[] = ['HMAC 256/256', 'HMAC 384/384', 'HMAC 512/512']
    const code = await codeOf(() =>
      verifyMac0(parseMac0(hex(example.output.cbor), { tag: 'required' }), key, {
        algorithms,
        ...(external === undefined ? {} : { externalAad: hex(external) }),
      }),
    )
    outcome(name, example, code)
  })
})

describe('COSE_Sign1', async () => {
  const message = await signSign1(signer, { payload, unprotected: new Map([[headerLabel.keyIdentifier, hex('3131')]]) })
  const parts = (decodeCbor(message, { tags: [18] }).value as CborTag).value as readonly CborValue[]
  const verify = (bytes: Uint8Array, options: Partial<Parameters<typeof verifySign1>[2]> = {}): Promise<string> =>
    codeOf(() => verifySign1(parseSign1(bytes), keys.publicKey, { engine, ...options }))
  const changed = (change: (parts: CborValue[]) => void, tag = 18): Uint8Array => {
    const copy = [...parts]
    change(copy)
    return encodeCbor(new CborTag(tag, copy))
  }

  it('is signed and verified, with and without its tag, with content apart and data that is not sent', async () => {
    expect(await verify(message)).toBe('accepted')
    expect(await verify(await signSign1(signer, { payload, tagged: false }))).toBe('accepted')
    const apart = await signSign1(signer, { payload, detached: true, externalAad: hex('0102') })
    expect(parseSign1(apart).payload).toBeUndefined()
    expect(await verify(apart, { payload, externalAad: hex('0102') })).toBe('accepted')
    expect(await verify(apart, { payload })).toBe('false')
    expect(await verify(apart, { payload: hex('00'), externalAad: hex('0102') })).toBe('false')
    expect(await verify(apart)).toBe('cose_payload_mismatch')
    expect(await verify(message, { payload })).toBe('cose_payload_mismatch')
    expect(keyIdentifierOf(parseSign1(message).headers)).toEqual(hex('3131'))
    expect(signatureAlgorithmOf(parseSign1(message).headers)).toBe('ES256')
  })

  it.each<[string, () => Uint8Array, string]>([
    ['another payload', () => changed((one) => one.splice(2, 1, hex('00'))), 'false'],
    [
      'a protected header of other bytes',
      () =>
        changed((one) =>
          one.splice(
            0,
            1,
            encodeCbor(
              new Map([
                [1, -7],
                [3, 0],
              ]),
            ),
          ),
        ),
      'false',
    ],
    [
      'alg unprotected alone',
      () => changed((one) => one.splice(0, 2, new Uint8Array(), new Map([[1, -7]]))),
      'algorithm_missing',
    ],
    ['alg in both', () => changed((one) => one.splice(1, 1, new Map([[1, -7]]))), 'cose_label_repeated'],
    ['no alg', () => changed((one) => one.splice(0, 1, new Uint8Array())), 'algorithm_missing'],
    [
      'an alg of a MAC',
      () => changed((one) => one.splice(0, 1, encodeCbor(new Map([[1, 5]])))),
      'algorithm_not_allowed',
    ],
    [
      'an alg as text',
      () => changed((one) => one.splice(0, 1, encodeCbor(new Map([[1, 'ES256']])))),
      'algorithm_not_allowed',
    ],
    [
      'an alg of another curve',
      () => changed((one) => one.splice(0, 1, encodeCbor(new Map([[1, -35]])))),
      'key_type_mismatch',
    ],
    [
      'what it insists on',
      () =>
        changed((one) =>
          one.splice(
            0,
            1,
            encodeCbor(
              new Map<number, CborValue>([
                [1, -7],
                [2, [99]],
              ]),
            ),
          ),
        ),
      'critical_header_unsupported',
    ],
    [
      'a label that is no label',
      () => changed((one) => one.splice(1, 1, new Map<CborValue, CborValue>([[hex('01'), 1]]))),
      'cose_malformed',
    ],
    ['a protected header that is no map', () => changed((one) => one.splice(0, 1, encodeCbor([1]))), 'cose_malformed'],
    [
      'a protected header that is no bytes',
      () => changed((one) => one.splice(0, 1, new Map([[1, -7]]))),
      'cose_malformed',
    ],
    [
      'a label twice in the protected header',
      () => changed((one) => one.splice(0, 1, hex('a201260126'))),
      'cbor_key_repeated',
    ],
    ['three parts', () => changed((one) => one.splice(3, 1)), 'cose_malformed'],
    ['five parts', () => changed((one) => one.push(0)), 'cose_malformed'],
    ['a payload of text', () => changed((one) => one.splice(2, 1, 'text')), 'cose_malformed'],
    ['a signature of null', () => changed((one) => one.splice(3, 1, null)), 'cose_malformed'],
    ['a signature that is short', () => changed((one) => one.splice(3, 1, hex('00'))), 'false'],
    ['the tag of a Mac0', () => changed(() => {}, 17), 'cbor_tag_not_allowed'],
    ['a byte left over', () => Uint8Array.from([...message, 0]), 'cbor_malformed'],
  ])('refuses %s', async (_, make, code) => {
    expect(await verify(make())).toBe(code)
  })

  it('has its tag as the caller says', async () => {
    const bare = await signSign1(signer, { payload, tagged: false })
    const rules = (tag: 'required' | 'forbidden' | 'optional') => async (bytes: Uint8Array) =>
      codeOf(() => parseSign1(bytes, { tag }))
    expect([await rules('required')(message), await rules('required')(bare)]).toEqual(['accepted', 'cose_tag_mismatch'])
    expect([await rules('forbidden')(message), await rules('forbidden')(bare)]).toEqual([
      'cose_tag_mismatch',
      'accepted',
    ])
    expect([await rules('optional')(message), await rules('optional')(bare)]).toEqual(['accepted', 'accepted'])
  })

  it('accepts what is allowed alone, and brainpool under the polymorphic name too', async () => {
    expect(await verify(message, { algorithms: ['ES384'] })).toBe('algorithm_not_allowed')
    const brainpool = await engine.generateKey('ESB256')
    const fully = await signSign1(await engine.signer(brainpool.privateKey, 'ESB256'), { payload })
    const ask = (algorithms: readonly SignatureAlgorithm[]) =>
      codeOf(() => verifySign1(parseSign1(fully), brainpool.publicKey, { engine, algorithms }))
    expect(await ask(['ESB256'])).toBe('accepted')
    expect(await ask(['ES256'])).toBe('algorithm_not_allowed')
    const named = changed((one) => one.splice(0, 1, encodeCbor(new Map([[1, -7]]))))
    expect(
      await codeOf(() => verifySign1(parseSign1(named), brainpool.publicKey, { engine, algorithms: ['ESB256'] })),
    ).toBe('false')
    expect(await codeOf(() => verifySign1(parseSign1(named), brainpool.publicKey, { engine }))).toBe(
      'algorithm_not_allowed',
    )
  })

  it('no changed byte throws anything but a refusal, or is believed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(message.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const bytes = message.slice()
        bytes[place] = (bytes[place] as number) ^ change
        const code = await verify(bytes)
        // Two bytes of the key identifier are not signed, as unprotected ones never are.
        const kid = Buffer.from(message).indexOf(Buffer.from('a104423131', 'hex'))
        if (place < kid || place > kid + 4) expect(code).not.toBe('accepted')
      }),
      { numRuns: 300 },
    )
  })

  it('refuses wrong use at once', async () => {
    await expect(signSign1(signer, { payload, protected: new Map([[1, -35]]) })).rejects.toThrow(TypeError)
    const kid = new Map([[4, hex('00')]])
    await expect(signSign1(signer, { payload, protected: kid, unprotected: kid })).rejects.toThrow(TypeError)
    const short = { ...signer, sign: async () => new Uint8Array(3) }
    await expect(signSign1(short, { payload })).rejects.toThrow('must return 64 raw bytes')
    expect(() => makeMac0(secret, { algorithm: 'HMAC 256/64' as never, payload })).toThrow(TypeError)
  })
})

describe('COSE_Mac0', () => {
  const message = makeMac0(secret, { algorithm: 'HMAC 256/256', payload })
  const verify = (bytes: Uint8Array, key = secret, options: Parameters<typeof verifyMac0>[2] = {}) =>
    codeOf(() => verifyMac0(parseMac0(bytes), key, options))

  it('is made and verified', async () => {
    expect(await verify(message)).toBe('accepted')
    expect(await verify(message, new Uint8Array(32))).toBe('false')
    const long = makeMac0(secret, { algorithm: 'HMAC 512/512', payload, detached: true, tagged: false })
    expect(await verify(long, secret, { payload })).toBe('algorithm_not_allowed')
    expect(await verify(long, secret, { payload, algorithms: ['HMAC 512/512'] })).toBe('accepted')
    const cut = decodeCbor(message, { tags: [17] }).value as CborTag
    const parts = cut.value as readonly CborValue[]
    const shortened = [...parts.slice(0, 3), (parts[3] as Uint8Array).slice(0, 8)]
    expect(await verify(encodeCbor(new CborTag(17, shortened)))).toBe('false')
    expect(await codeOf(() => parseSign1(message))).toBe('cbor_tag_not_allowed')
  })
})

describe('COSE_Key', () => {
  it.each<SignatureAlgorithm>(['ES256', 'ES384', 'ES512', 'Ed25519', 'Ed448', 'ESB256', 'ML-DSA-44'])(
    'of %s, there and back',
    async (algorithm) => {
      const { publicKey } = await engine.generateKey(algorithm)
      const encoded = encodeCbor(publicKeyToCose(publicKey))
      expect(publicKeyFromCose(decodeCbor(encoded).value)).toEqual(publicKey)
    },
  )

  const base = publicKeyToCose(keys.publicKey) as ReadonlyMap<number, CborValue>
  const x = base.get(-2) as Uint8Array
  it.each<[string, readonly (readonly [number, CborValue | undefined])[], string]>([
    ['as it is', [], 'accepted'],
    ['that may verify', [[4, [2]]], 'accepted'],
    ['with its private part', [[-4, x]], 'key_private'],
    ['that may only sign', [[4, [1]]], 'key_use_mismatch'],
    ['with a compressed point', [[-3, true]], 'key_malformed'],
    ['without y', [[-3, undefined]], 'key_malformed'],
    ['with a short coordinate', [[-2, x.slice(1)]], 'key_malformed'],
    ['with a padded coordinate', [[-2, Uint8Array.from([0, ...x])]], 'key_malformed'],
    ['of another type', [[1, 1]], 'key_malformed'],
    ['of an unknown curve', [[-1, 8]], 'key_type_unsupported'],
    [
      'symmetric',
      [
        [1, 4],
        [-1, x],
      ],
      'key_type_unsupported',
    ],
  ])('%s', async (_, changes, code) => {
    const key = new Map<CborValue, CborValue>(base)
    for (const [label, value] of changes) {
      if (value === undefined) key.delete(label)
      else key.set(label, value)
    }
    expect(await codeOf(() => publicKeyFromCose(key))).toBe(code)
  })

  it('is a map', async () => {
    expect(await codeOf(() => publicKeyFromCose([1]))).toBe('key_malformed')
  })
})

describe('x5chain', () => {
  const chainIn = (value: CborValue | undefined, bucket: 'protected' | 'unprotected' = 'unprotected') => {
    const own = new Map<CborValue, CborValue>(value === undefined ? [] : [[33, value]])
    return readX5Chain({
      protectedBytes: new Uint8Array() as never,
      protected: bucket === 'protected' ? own : new Map(),
      unprotected: bucket === 'protected' ? new Map() : own,
    })
  }
  const [one, two] = [hex('3000'), hex('3001')]

  it('is one certificate, or an array of several', async () => {
    expect(chainIn(undefined)).toBeUndefined()
    expect(chainIn(one)).toEqual({ certificates: [one], isProtected: false, wasArrayOfOne: false })
    expect(chainIn([one, two], 'protected')).toEqual({
      certificates: [one, two],
      isProtected: true,
      wasArrayOfOne: false,
    })
    expect(chainIn([one])).toMatchObject({ wasArrayOfOne: true })
    for (const wrong of [[], 'text', [one, 'text'], [new Uint8Array()], new Array(11).fill(one)] as CborValue[]) {
      expect(await codeOf(() => chainIn(wrong))).toBe('x5chain_malformed')
    }
  })
})

describe('CWT claims', () => {
  it('are read by their keys', () => {
    const claims = new Map<number, CborValue>([
      [cwtClaim.issuer, 'https://registrar.example'],
      [cwtClaim.subject, 'https://registrar.example/statuslists/1'],
      [cwtClaim.expiration, 2_000_000_000],
      [cwtClaim.issuedAt, new CborFloat(1_900_000_000.5)],
      [cwtClaim.timeToLive, 3600],
    ])
    const read = readCwtClaims(encodeCbor(claims))
    expect(read).toMatchObject({
      issuer: 'https://registrar.example',
      expires: 2_000_000_000,
      issuedAt: 1_900_000_000.5,
    })
    expect(read.all.get(cwtClaim.timeToLive)).toBe(3600)
    expect(Object.hasOwn(read, 'notBefore')).toBe(false)
  })

  it.each<[string, CborValue]>([
    ['no map', [1]],
    ['a subject that is no text', new Map([[2, 1]])],
    ['a time that is text', new Map([[4, '2030']])],
    ['a time with the tag of a date', new Map([[4, new CborTag(0, '2030-01-01T00:00:00Z')]])],
    ['a negative time', new Map([[6, -1]])],
    ['no number', new Map([[6, new CborFloat(Number.NaN)]])],
  ])('refuses %s', async (_, value) => {
    expect(await codeOf(() => readCwtClaims(encodeCbor(value)))).toBe('cwt_malformed')
  })
})
