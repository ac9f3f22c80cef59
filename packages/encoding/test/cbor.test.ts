import { existsSync, readFileSync } from 'node:fs'
import {
  CborFloat,
  type CborInput,
  CborTag,
  type CborValue,
  type DecodeOptions,
  decodeCbor,
  diagnose,
  embeddedCbor,
  encodeCbor,
  encodeEachEmbedded,
  encodeEmbedded,
  interop,
  openEmbedded,
} from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import * as cbor2 from 'cbor2'
import * as cborg from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const read = (text: string, options?: DecodeOptions): CborValue => decodeCbor(hex(text), options).value
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code
    throw thrown
  }
  return 'accepted'
}

describe('decodeCbor', () => {
  it.each<[string, string, CborValue]>([
    ['a whole number', '1903e8', 1000],
    ['a negative one', '3903e7', -1000],
    ['the largest that is a number', '1b001fffffffffffff', Number.MAX_SAFE_INTEGER],
    ['one beyond', '1b0020000000000000', 2n ** 53n],
    ['one far below', '3bffffffffffffffff', -(2n ** 64n)],
    ['text', '63 c3a9 61', 'éa'],
    ['bytes', '43010203', new Uint8Array([1, 2, 3])],
    ['null', 'f6', null],
    [
      'keys out of order',
      'a2 02 6162 01 6161',
      new Map<CborValue, CborValue>([
        [2, 'b'],
        [1, 'a'],
      ]),
    ],
    ['names of Object.prototype', 'a1 69 5f5f70726f746f5f5f 01', new Map([['__proto__', 1]])],
    [
      'the number 1 and the text "1" as two keys',
      'a2 01 6161 6131 6162',
      new Map<CborValue, CborValue>([
        [1, 'a'],
        ['1', 'b'],
      ]),
    ],
    [
      'floats and large numbers where they stand',
      'a3 01 f94200 02 83 03 1b0020000000000000 f93c00 03 04',
      new Map<CborValue, CborValue>([
        [1, new CborFloat(3)],
        [2, [3, 2n ** 53n, new CborFloat(1)]],
        [3, 4],
      ]),
    ],
  ])('reads %s', (_, text, value) => {
    expect(read(text)).toEqual(value)
  })

  it.each<[string, number]>([
    ['f94200', 3],
    ['f98000', -0],
    ['f97e00', Number.NaN],
    ['f9fc00', Number.NEGATIVE_INFINITY],
    ['f90001', 2 ** -24],
    ['f903ff', 1023 * 2 ** -24],
    ['fa47c35000', 100000],
    ['fb3ff199999999999a', 1.1],
  ])('keeps the float %s a float', (text, value) => {
    const float = read(text)
    expect(float).toBeInstanceOf(CborFloat)
    expect((float as CborFloat).value).toBe(value)
    expect(toHex(encodeCbor(float))).toBe(text)
  })

  it('keeps a tagged item as received, and reads what it holds', () => {
    const date = 'c0 74 323032362d30342d30315430303a30303a30305a'
    const embedded = 'd818 45 a1 01 f94200'
    const [first, second] = read(`82 ${date} ${embedded}`) as readonly CborTag[]
    expect(first).toEqual(new CborTag(0, '2026-04-01T00:00:00Z', hex(date) as never))
    expect(second).toEqual(new CborTag(24, hex('a101f94200'), hex(embedded) as never))
    expect(decodeCbor(second?.value as Uint8Array).value).toEqual(new Map([[1, new CborFloat(3)]]))
  })

  it('gives copies, never views of the input', () => {
    const input = hex('82 43010203 d818 41 01')
    const [bytes, item] = decodeCbor(input).value as [Uint8Array, CborTag]
    input.fill(0)
    expect([...bytes]).toEqual([1, 2, 3])
    expect(item.encoded).toEqual(hex('d8184101'))
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype)
  })

  it('opens what is embedded as it was read, dates and floats in it too, and nothing else', () => {
    const date = 'c0 74 323032362d30342d30315430303a30303a30305a'
    const [tag] = decodeCbor(hex(`81 d818 58 1c 84 ${date} f94200 a0 f6`)).value as readonly [CborTag]
    expect(openEmbedded(tag)).toEqual([
      new CborTag(0, '2026-04-01T00:00:00Z', hex(date) as never),
      new CborFloat(3),
      new Map(),
      null,
    ])
    expect(() => openEmbedded(embeddedCbor(hex('01')))).toThrow(TypeError)
    expect(() => openEmbedded(new CborTag(0, '2026-04-01T00:00:00Z'))).toThrow(TypeError)
  })

  it('holds what is embedded to tags of its own', () => {
    const options = { tags: [18, 24], embeddedTags: [24] }
    const codeOfTag = (text: string): string => codeOf(() => decodeCbor(hex(text), options))
    expect(['d2 01', 'd818 41 01', 'd818 44 d818 41 01'].map(codeOfTag)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(['d818 42 d2 01', 'd818 45 d818 42 d2 01', '82 d818 41 01 d1 01'].map(codeOfTag)).toEqual([
      'cbor_tag_not_allowed',
      'cbor_tag_not_allowed',
      'cbor_tag_not_allowed',
    ])
    // Beside it, the tags are the outer ones again.
    expect(codeOfTag('82 d818 41 01 d2 01')).toBe('accepted')
  })

  it('reads without a copy what is its own', () => {
    const input = hex('82 43010203 01')
    const [bytes] = decodeCbor(input, { owned: true }).value as [Uint8Array]
    expect(bytes.buffer).toBe(input.buffer)
  })

  it('reads where the input is a part of a larger buffer', () => {
    expect(decodeCbor(hex('ff 82 f94200 01 ff').subarray(1, 6)).value).toEqual([new CborFloat(3), 1])
  })
})

/** An accepted item, one change, and the code. */
const refused: readonly (readonly [string, string, string, string])[] = [
  ['bytes cut off', '43010203', '430102', 'cbor_malformed'],
  ['something left over', '01', '0101', 'cbor_malformed'],
  ['nothing', '01', '', 'cbor_malformed'],
  ['a head cut off', '1903e8', '1903', 'cbor_malformed'],
  ['reserved information', '17', '1c', 'cbor_malformed'],
  ['a reserved simple value', 'f5', 'fc', 'cbor_malformed'],
  ['more elements than bytes', '8101', '9bffffffffffffffff01', 'cbor_malformed'],
  ['more members than bytes', 'a10101', 'ba7fffffff0101', 'cbor_malformed'],
  ['text of 2^64 - 1 bytes', '6161', '7bffffffffffffffff61', 'cbor_malformed'],
  ['a number in more bytes than needed', '17', '1817', 'cbor_not_minimal'],
  ['the same with two bytes', '18ff', '1900ff', 'cbor_not_minimal'],
  ['the same with four', '19ffff', '1a0000ffff', 'cbor_not_minimal'],
  ['the same with eight', '1affffffff', '1b00000000ffffffff', 'cbor_not_minimal'],
  ['a length in more bytes than needed', '4101', '580101', 'cbor_not_minimal'],
  ['a tag in more bytes than needed', 'd8184101', 'd900184101', 'cbor_not_minimal'],
  ['a float in four bytes that needs two', 'f94200', 'fa40400000', 'cbor_not_minimal'],
  ['a float in eight bytes that needs four', 'fa47c35000', 'fb40f86a0000000000', 'cbor_not_minimal'],
  ['another NaN', 'f97e00', 'f97e01', 'cbor_not_minimal'],
  ['NaN in four bytes', 'f97e00', 'fa7fc00000', 'cbor_not_minimal'],
  ['bytes of indefinite length', '4101', '5f4101ff', 'cbor_indefinite'],
  ['text of indefinite length', '6161', '7f6161ff', 'cbor_indefinite'],
  ['an array of indefinite length', '8101', '9f01ff', 'cbor_indefinite'],
  ['a map of indefinite length', 'a10101', 'bf0101ff', 'cbor_indefinite'],
  ['a break on its own', 'f5', 'ff', 'cbor_indefinite'],
  ['a key twice', 'a2 01 01 02 01', 'a2 01 01 01 01', 'cbor_key_repeated'],
  ['a name twice', 'a2 6161 01 6162 01', 'a2 6161 01 6161 01', 'cbor_key_repeated'],
  ['a byte string as key twice', 'a2 4101 01 4102 01', 'a2 4101 01 4101 01', 'cbor_key_repeated'],
  ['an array as key', 'a1 01 01', 'a1 8101 01', 'cbor_key_unsupported'],
  ['a float as key', 'a1 01 01', 'a1 f93c00 01', 'cbor_key_unsupported'],
  ['a tagged key', 'a1 01 01', 'a1 d8184101 01', 'cbor_key_unsupported'],
  ['a key of 64 bits', 'a1 1affffffff 01', 'a1 1b0000000100000000 01', 'cbor_key_unsupported'],
  ['undefined', 'f6', 'f7', 'cbor_simple_unsupported'],
  ['an unassigned simple value', 'f6', 'e0', 'cbor_simple_unsupported'],
  ['a simple value in two bytes', 'f6', 'f820', 'cbor_simple_unsupported'],
  ['a tag that nobody expects', 'd8184101', 'd81b4101', 'cbor_tag_not_allowed'],
  ['a bignum where none is expected', '4101', 'c24101', 'cbor_tag_not_allowed'],
  ['tag 24 over text', 'd8184101', 'd8186161', 'cbor_malformed'],
  ['tag 24 over two items', 'd8184101', 'd818420101', 'cbor_malformed'],
  ['tag 24 over nothing', 'd8184101', 'd81840', 'cbor_malformed'],
  ['a fault within tag 24', 'd8184101', 'd818421817', 'cbor_not_minimal'],
  ['text that is not UTF-8', '6161', '61ff', 'text_not_utf8'],
  ['an overlong spelling', '62c3a9', '62c0af', 'text_not_utf8'],
  ['half of a surrogate pair', '63e282ac', '63eda080', 'text_not_utf8'],
  ['a key that is not UTF-8', 'a1616101', 'a161ff01', 'text_not_utf8'],
]

describe('what is refused', () => {
  it.each(refused)('%s', (_, base, changed, code) => {
    expect(codeOf(() => read(base))).toBe('accepted')
    expect(codeOf(() => read(changed))).toBe(code)
  })

  it('depth, number of items and bytes beyond the limits, and 100,000 levels without overflowing the stack', () => {
    const nested = (levels: number): Uint8Array => new Uint8Array([...new Uint8Array(levels).fill(0x81), 1])
    expect(codeOf(() => decodeCbor(nested(32)))).toBe('accepted')
    expect(codeOf(() => decodeCbor(nested(33)))).toBe('cbor_too_deep')
    expect(codeOf(() => decodeCbor(nested(100_000)))).toBe('cbor_too_deep')
    const limits = { items: 3, bytes: 4 }
    expect(codeOf(() => read('820101', { limits }))).toBe('accepted')
    expect(codeOf(() => read('83010101', { limits }))).toBe('cbor_too_large')
    expect(codeOf(() => read('4401010101', { limits }))).toBe('cbor_too_large')
  })

  it('a key longer than 1,024 bytes, and what follows an item within tag 24', () => {
    const withKey = (length: number): string => codeOf(() => decodeCbor(encodeCbor({ ['k'.repeat(length)]: 1 })))
    expect([withKey(1_024), withKey(1_025)]).toEqual(['accepted', 'cbor_key_unsupported'])
    expect(codeOf(() => read('82 d81841 01 01'))).toBe('accepted')
    expect(codeOf(() => read('82 d81840 01'))).toBe('cbor_malformed')
    expect(codeOf(() => read('82 d81841 19 0100'))).toBe('cbor_malformed')
  })

  it('tolerates long heads by name and nothing else, and says so', () => {
    const options = { leniencies: [interop] }
    for (const [title, , changed, code] of refused) {
      const isAllowed = code === 'cbor_not_minimal'
      expect([title, codeOf(() => read(changed, options))]).toEqual([title, isAllowed ? 'accepted' : code])
    }
    expect(decodeCbor(hex('1817'), options)).toEqual({ value: 23, leniencies: [interop] })
    expect(decodeCbor(hex('17'), options)).toEqual({ value: 23, leniencies: [] })
    // A key is the same key however long its head.
    expect(codeOf(() => read('a2 01 01 1801 01', options))).toBe('cbor_key_repeated')
    expect(read('1b0000000000000001', options)).toBe(1)
  })

  it('refuses wrong use at once', () => {
    expect(() => decodeCbor('01' as never)).toThrow(new TypeError('decodeCbor takes bytes: a Uint8Array'))
  })
})

describe('the keys of large maps', () => {
  const member = (key: CborValue): string => `${toHex(encodeCbor(key))} 00`
  const mapOf = (keys: readonly CborValue[]): string =>
    `b8 ${keys.length.toString(16).padStart(2, '0')} ${keys.map(member).join(' ')}`
  const many = Array.from({ length: 30 }, (_, i) => i * 40)

  it.each<readonly [string, readonly CborValue[]]>([
    ['in order', many],
    ['in no order', [...many].reverse()],
    ['of all kinds', [...many, -1, 'name', new Uint8Array([1]), new Uint8Array([2]), '1', 1]],
    ['of text that begins alike', Array.from({ length: 30 }, (_, i) => 'a'.repeat(i + 1))],
  ])('are different: %s', (_, keys) => {
    expect((read(mapOf(keys)) as ReadonlyMap<CborValue, CborValue>).size).toBe(keys.length)
    for (const at of [0, 1, keys.length - 1]) {
      expect(codeOf(() => read(mapOf([...keys, keys[at] as CborValue])))).toBe('cbor_key_repeated')
    }
  })

  it('are the same where one is spelt longer, which is tolerated', () => {
    const spelt = (at: number): string => {
      const members = many.map((key, i) => (i === at ? `1a ${key.toString(16).padStart(8, '0')} 00` : member(key)))
      return `b8 1f ${members.join(' ')} ${member(many[at] as number)}`
    }
    for (const at of [0, 3, 29]) {
      expect(codeOf(() => read(spelt(at), { leniencies: [interop] }))).toBe('cbor_key_repeated')
      expect(codeOf(() => read(spelt(at)))).toBe('cbor_not_minimal')
    }
    expect(codeOf(() => read('a3 00 00 1800 00 17 00', { leniencies: [interop] }))).toBe('cbor_key_repeated')
    expect(codeOf(() => read('a2 6161 00 780161 00', { leniencies: [interop] }))).toBe('cbor_key_repeated')
  })
})

describe('encodeCbor', () => {
  it('sorts keys by their bytes, and takes plain objects', () => {
    expect(toHex(encodeCbor({ b: 1, aa: 2, a: 3 }))).toBe('a3616103616201626161'.concat('02'))
    const keys: readonly CborInput[] = [-1, 10, 'z', 100, 'aa', new Uint8Array([1])]
    // The order of RFC 8949 §4.2.1: 10, 100, -1, h'01', "z", "aa".
    expect(toHex(encodeCbor(new Map(keys.map((key) => [key, 0]))))).toBe(
      'a6 0a00 186400 2000 410100 617a00 62616100'.replaceAll(' ', ''),
    )
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a hole in an array', new Array(1)],
    ['undefined in an object', { a: undefined }],
    ['a whole number beyond 2^53', 2 ** 53],
    ['a bigint beyond 64 bits', 2n ** 64n],
    ['a negative bigint beyond 64 bits', -(2n ** 64n) - 1n],
    ['half of a surrogate pair', '\ud800'],
    ['a date', new Date(0)],
    [
      'a key twice',
      new Map<unknown, unknown>([
        [1, 'a'],
        [1n, 'b'],
      ]),
    ],
  ])('refuses %s', (_, value) => {
    expect(() => encodeCbor(value as CborInput)).toThrow(TypeError)
  })

  it('ends with a TypeError where a structure holds itself', () => {
    const round: CborInput[] = []
    round.push(round)
    expect(() => encodeCbor(round)).toThrow('encodeCbor takes at most 64 levels')
  })
})

const scalar = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 64n), max: -(2n ** 53n) }),
  fc.string({ unit: 'binary' }),
  fc.uint8Array(),
  fc.boolean(),
  fc.constant(null),
  fc.double().map((value) => new CborFloat(value)),
  fc.float().map((value) => new CborFloat(value)),
)
const key = fc.oneof(fc.integer(), fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 8 }))
const { item } = fc.letrec<{ item: CborValue }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('item'), { maxLength: 5 }),
    fc
      .array(fc.tuple(key, tie('item')), { maxLength: 5 })
      .map((members) => new Map([...new Map(members.map((one) => [toHex(encodeCbor(one[0])), one])).values()])),
    tie('item').map((value) => embeddedCbor(encodeCbor(value))),
  ),
})) as { item: fc.Arbitrary<CborValue> }

/** Our own kinds as the two oracles have them. */
function forOracle(value: CborValue): unknown {
  if (value instanceof CborFloat) return { float: value.value }
  if (value instanceof CborTag) return { tag: value.tag, value: forOracle(value.value) }
  if (value instanceof Uint8Array) return { bytes: toHex(value) }
  if (Array.isArray(value)) return value.map(forOracle)
  if (value instanceof Map) return { map: [...value].map(([one, other]) => [forOracle(one), forOracle(other)]) }
  return value
}

function fromCbor2(value: unknown): unknown {
  if (value instanceof Number) return { float: Number(value) }
  if (typeof value === 'number' && !Number.isInteger(value)) return { float: value }
  if (value instanceof cbor2.Tag) return { tag: Number(value.tag), value: fromCbor2(value.contents) }
  if (value instanceof Uint8Array) return { bytes: toHex(value) }
  if (Array.isArray(value)) return value.map(fromCbor2)
  if (value instanceof Map) return { map: [...value].map(([one, other]) => [fromCbor2(one), fromCbor2(other)]) }
  return value
}

describe('properties', () => {
  it('what is written is read again, and writes the same bytes', () => {
    fc.assert(
      fc.property(item, (value) => {
        const bytes = encodeCbor(value)
        const { value: again, leniencies } = decodeCbor(bytes)
        expect(leniencies).toEqual([])
        expect(forOracle(again)).toEqual(forOracle(decodeCbor(encodeCbor(again)).value))
        expect(toHex(encodeCbor(again))).toBe(toHex(bytes))
      }),
      { numRuns: 300 },
    )
  })

  it('what is written as embedded is what was embedded by hand', () => {
    fc.assert(
      fc.property(
        fc.oneof(item, fc.uint8Array({ minLength: 250, maxLength: 300 }), fc.constant(new Uint8Array(65_540))),
        (value) => {
          expect(toHex(encodeEmbedded(value))).toBe(toHex(encodeCbor(embeddedCbor(encodeCbor(value)))))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('several are written as each by itself', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (values) => {
        expect(encodeEachEmbedded(values).map(toHex)).toEqual(values.map((value) => toHex(encodeEmbedded(value))))
      }),
      { numRuns: 100, examples: [[[new Uint8Array(20_000), 1, new Uint8Array(300), 'a']]] },
    )
  })

  it('cbor2 reads the same from what is written, and finds nothing to complain about', () => {
    const strict = {
      rejectStreaming: true,
      requirePreferred: true,
      rejectDuplicateKeys: true,
      preferMap: true,
      ignoreGlobalTags: true,
      saveOriginal: false,
    }
    fc.assert(
      fc.property(item, (value) => {
        const bytes = encodeCbor(value)
        const theirs = fromCbor2(cbor2.decode(bytes, strict as never))
        expect(withoutFloatKind(theirs)).toEqual(withoutFloatKind(forOracle(decodeCbor(bytes).value)))
      }),
      { numRuns: 300, examples: [[-(2n ** 53n)], [-(2n ** 53n) - 1n], [2n ** 53n], [new CborFloat(2 ** 53)]] },
    )
  })

  it('cborg writes the same bytes for what it has words for', () => {
    const plain = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.maxSafeInteger(),
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 5, noNullPrototype: true }),
      ),
    })).value
    fc.assert(
      fc.property(plain, (value) => {
        const theirs = cborg.encode(value, (cborg as { rfc8949EncodeOptions?: object }).rfc8949EncodeOptions as never)
        expect(toHex(encodeCbor(value as CborInput))).toBe(toHex(theirs))
      }),
      { numRuns: 300 },
    )
  })

  it('no changed byte throws anything but a refusal; what passes writes the same bytes, but for the order of keys', () => {
    fc.assert(
      fc.property(item, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, place, change) => {
        const bytes = encodeCbor(value)
        const at = place % bytes.length
        bytes[at] = (bytes[at] as number) ^ change
        const code = codeOf(() => decodeCbor(bytes))
        if (code === 'accepted') expect(encodeCbor(decodeCbor(bytes).value).length).toBe(bytes.length)
      }),
      { numRuns: 500 },
    )
  })

  it('any bytes at all are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => codeOf(() => decodeCbor(bytes)) !== ''),
      { numRuns: 2_000 },
    )
  })
})

/** cbor2 gives a whole float as a plain number. */
function withoutFloatKind(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFloatKind)
  if (typeof value === 'object' && value !== null) {
    if ('float' in value) return withoutFloatKind(value.float)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutFloatKind(one)]))
  }
  // cbor2 has -2^53 as a number, which is beyond the safe ones; its value is the same.
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return String(BigInt(value as number))
  return typeof value === 'bigint' ? String(value) : value === 0 ? 0 : value
}

describe('diagnose', () => {
  it('writes what a person can read', () => {
    expect(diagnose(hex('a3 01 f94200 6161 82 43010203 f6 18 64 d818 43 a10120'))).toBe(
      [
        '{',
        '  1: 3.0,',
        '  "a": [',
        "    h'010203',",
        '    null',
        '  ],',
        '  100: 24(<<{',
        '    1: -1',
        '  }>>)',
        '}',
      ].join('\n'),
    )
  })
})

const vectors = new URL('../../../../shared/vectors/cbor/rfc8949-appendix-a.json', import.meta.url)

describe.skipIf(!existsSync(vectors))('RFC 8949 appendix A (skipped where others’ vectors are not there)', () => {
  interface Vector {
    readonly hex: string
    readonly roundtrip: boolean
  }
  /** What we refuse of it by our own choice, or because it is no preferred serialization. */
  const refusals: Readonly<Record<string, string>> = {
    f818: 'cbor_simple_unsupported',
    f7: 'cbor_simple_unsupported',
    f0: 'cbor_simple_unsupported',
    f8ff: 'cbor_simple_unsupported',
    fa7f800000: 'cbor_not_minimal',
    fa7fc00000: 'cbor_not_minimal',
    faff800000: 'cbor_not_minimal',
    fb7ff0000000000000: 'cbor_not_minimal',
    fb7ff8000000000000: 'cbor_not_minimal',
    fbfff0000000000000: 'cbor_not_minimal',
  }
  const indefinite = [
    '5f42010243030405ff',
    '7f657374726561646d696e67ff',
    '9fff',
    '9f018202039f0405ffff',
    '9f01820203820405ff',
    '83018202039f0405ff',
    '83019f0203ff820405',
    '9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff',
    'bf61610161629f0203ffff',
    '826161bf61626163ff',
    'bf6346756ef563416d7421ff',
  ]
  const cases: readonly Vector[] = existsSync(vectors) ? JSON.parse(readFileSync(vectors, 'utf8')) : []

  it('has 82 encodings', () => {
    expect(cases).toHaveLength(82)
  })

  it.each(cases.map((one) => [one.hex, one] as const))('%s', (text, { roundtrip }) => {
    const options = { tags: [0, 1, 2, 3, 23, 24, 32] }
    const expected = refusals[text] ?? (indefinite.includes(text) ? 'cbor_indefinite' : 'accepted')
    expect(codeOf(() => read(text, options))).toBe(expected)
    if (expected !== 'accepted') return
    if (roundtrip) expect(toHex(encodeCbor(read(text, options)))).toBe(text)
    const theirs = fromCbor2(cbor2.decode(hex(text), { preferMap: true, ignoreGlobalTags: true } as never))
    expect(withoutFloatKind(forOracle(read(text, options)))).toEqual(withoutFloatKind(theirs))
  })
})
