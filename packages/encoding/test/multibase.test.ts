import { createHash } from 'node:crypto'
import {
  decodeMultibase,
  decodeMulticodec,
  decodeMultihash,
  encodeMultibase,
  encodeMultihash,
} from '@hashikake/encoding/multibase'
import { Refusal } from '@hashikake/encoding/refusal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code
    throw thrown
  }
  return 'accepted'
}

describe('multibase', () => {
  // The values of draft-msporny-base58 §5.
  it.each([
    ['z2NEpo7TZRRrLZSi2U', Buffer.from('Hello World!')],
    [
      'zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z',
      Buffer.from('The quick brown fox jumps over the lazy dog.'),
    ],
    ['z11233QC4', Buffer.from('0000287fb4cd', 'hex')],
    ['z', Buffer.from('')],
    ['uSGVsbG8gV29ybGQh', Buffer.from('Hello World!')],
    ['u', Buffer.from('')],
  ])('%s is read and written', (text, bytes) => {
    expect(Buffer.from(decodeMultibase(text))).toEqual(bytes)
    expect(encodeMultibase(bytes, text.startsWith('z') ? 'base58btc' : 'base64url')).toBe(text)
    expect(Object.getPrototypeOf(decodeMultibase(text))).toBe(Uint8Array.prototype)
  })

  it.each([
    ['no base', ''],
    ['a base that is not read', 'f48656c6c6f'],
    ['base 64 with padding', 'USGVsbG8='],
    ['a letter that base 58 leaves out', 'z2NEpo7TZRRrLZSi2O'],
    ['a zero', 'z0'],
    ['padding', 'uSGVsbA=='],
    ['bits that say nothing', 'uSGVsbB'],
    ['white space', 'z2NEpo7TZRRrLZSi2U '],
    ['more base 58 than anybody needs', `z${'2'.repeat(1_024)}`],
    ['base 58 without its letter', '2NEpo7TZRRrLZSi2U'],
  ])('is refused: %s', (_, text) => {
    expect(codeOf(() => decodeMultibase(text))).toBe('multibase_malformed')
  })

  it('reads as much base 58 as that, in a moment', () => {
    const text = `z${'2'.repeat(1_023)}`
    expect(encodeMultibase(decodeMultibase(text), 'base58btc')).toBe(text)
  })

  it('there and back, for any bytes', () => {
    const base = fc.constantFrom('base58btc' as const, 'base64url' as const)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), base, (bytes, name) => {
        expect(decodeMultibase(encodeMultibase(bytes, name))).toEqual(bytes)
      }),
    )
  })

  it('one value has one spelling, and whatever comes is read or refused', () => {
    const letters = fc.constantFrom(...'zu0OIl123ABCabcYZyz-_= \u00e9')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 40 }), (written) => {
        const text = written.join('')
        const code = codeOf(() => decodeMultibase(text))
        expect(['accepted', 'multibase_malformed']).toContain(code)
        if (code !== 'accepted') return
        expect(encodeMultibase(decodeMultibase(text), text.startsWith('z') ? 'base58btc' : 'base64url')).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('multicodec', () => {
  it.each([
    ['ed01', 0xed],
    ['8024', 0x1200],
    ['8124', 0x1201],
    ['00', 0],
    ['7f', 0x7f],
  ])('reads %s and what it stands before', (prefix, code) => {
    expect(decodeMulticodec(bytesOf(`${prefix}0102`))).toEqual({ code, bytes: bytesOf('0102') })
  })

  it.each([
    ['nothing', ''],
    ['a number cut off', '80'],
    ['a number longer than needed', 'ed8100'],
    ['a number that no table has', 'ffffffffffffffffffff01'],
  ])('refuses %s', (_, hex) => {
    expect(codeOf(() => decodeMulticodec(bytesOf(hex)))).toBe('multicodec_malformed')
  })
})

describe('multihash', () => {
  const digestOf = (name: string): Uint8Array => new Uint8Array(createHash(name).update('hashikake').digest())

  it.each([
    ['sha-256', '1220'],
    ['sha-384', '2030'],
    ['sha-512', '1340'],
  ] as const)('reads and writes %s', (algorithm, head) => {
    const digest = digestOf(algorithm.replace('-', ''))
    const written = encodeMultihash({ algorithm, digest })
    expect(written).toEqual(new Uint8Array([...bytesOf(head), ...digest]))
    expect(decodeMultihash(written)).toEqual({ algorithm, digest })
    expect(() => encodeMultihash({ algorithm, digest: digest.subarray(1) })).toThrow(TypeError)
    expect(codeOf(() => decodeMultihash(written.subarray(0, -1)))).toBe('multihash_malformed')
    expect(codeOf(() => decodeMultihash(new Uint8Array([...written, 0])))).toBe('multihash_malformed')
  })

  it('refuses a part of a digest, a hash that is not read, and nothing', () => {
    const digest = digestOf('sha256')
    const part = new Uint8Array([0x12, 16, ...digest.subarray(0, 16)])
    expect(codeOf(() => decodeMultihash(part))).toBe('multihash_malformed')
    expect(codeOf(() => decodeMultihash(new Uint8Array([0x11, 20, ...digest.subarray(0, 20)])))).toBe(
      'multihash_unsupported',
    )
    expect(codeOf(() => decodeMultihash(new Uint8Array([0, 32, ...digest])))).toBe('multihash_unsupported')
    expect(codeOf(() => decodeMultihash(new Uint8Array()))).toBe('multihash_malformed')
    expect(codeOf(() => decodeMultihash(new Uint8Array([0x92, 0x00, 0x20, ...digest])))).toBe('multihash_malformed')
  })
})
