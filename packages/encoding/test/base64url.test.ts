import {
  decodeBase64url,
  decodeBase64urlText,
  decodeUtf8,
  encodeBase64url,
  encodeBase64urlText,
} from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  throw new Error('Not refused')
}

describe('encodeBase64url and decodeBase64url', () => {
  // RFC 4648 §10, without the padding.
  test.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('follow RFC 4648 §10: %j', (text, encoded) => {
    expect(encodeBase64urlText(text)).toBe(encoded)
    expect(decodeBase64urlText(encoded)).toBe(text)
  })

  test('use the URL-safe alphabet', () => {
    expect(encodeBase64url(new Uint8Array([0xfb, 0xff, 0xfe]))).toBe('-__-')
  })

  test('agree with Node on any bytes, there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const text = encodeBase64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(decodeBase64url(text)).toEqual(bytes)
      }),
    )
  })

  // Around the size of the buffer that is used again and again, for each of the three remainders.
  test.each([12_286, 12_287, 12_288, 12_289, 16_383, 16_384, 16_385, 100_000])(
    'agree with Node on %i bytes',
    (length) => {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff)
      const text = encodeBase64url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(decodeBase64url(text)).toEqual(bytes)
    },
  )

  test('give bytes that later calls do not change', () => {
    const first = decodeBase64url('Zm9v')
    decodeBase64url('YmFy')
    decodeBase64urlText('YmF6')
    encodeBase64url(new Uint8Array([1, 2, 3]))
    expect(decodeUtf8(first)).toBe('foo')
  })
})

describe('canonical base64url only', () => {
  test.each([
    'Zg==',
    'Zm8=',
    'Zm9v=',
    '=',
    'Zm9v\n',
    ' Zm9v',
    'Zm 9v',
    'Zm9v\t',
    'Zm+v',
    'Zm/v',
    'Zm9v.',
    'Zm%39',
    'Zm9\0',
    'Zmé5',
    'Zm9\u0176',
    '\u{1f600}AA',
  ])('refuses characters outside the alphabet: %j', (text) => {
    expect(codeOf(() => decodeBase64url(text))).toBe('base64url_malformed')
    expect(codeOf(() => decodeBase64urlText(text))).toBe('base64url_malformed')
  })

  test.each(['A', 'AAAAA', 'AAAAAAAAA'])('refuses a length that no bytes have: %j', (text) => {
    expect(codeOf(() => decodeBase64url(text))).toBe('base64url_malformed')
  })

  test('refuses every last character with unused bits set', () => {
    for (const [prefix, unused] of [
      ['Z', 15],
      ['Zm', 3],
    ] as const) {
      for (let i = 0; i < 64; i++) {
        const text = prefix + alphabet[i]
        if ((i & unused) === 0) expect(encodeBase64url(decodeBase64url(text))).toBe(text)
        else expect(codeOf(() => decodeBase64url(text))).toBe('base64url_malformed')
      }
    }
  })

  test('refuses any character but the 64 at any place', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (bytes, at, character) => {
          fc.pre(!alphabet.includes(character))
          const text = encodeBase64url(bytes)
          const place = at % text.length
          expect(codeOf(() => decodeBase64url(text.slice(0, place) + character + text.slice(place + 1)))).toBe(
            'base64url_malformed',
          )
        },
      ),
    )
  })

  test('one value has one spelling: what decodes encodes to the same text', () => {
    const characters = fc.string({ unit: fc.constantFrom(...alphabet, '=', ' '), maxLength: 12 })
    fc.assert(
      fc.property(characters, (text) => {
        let bytes: Uint8Array
        try {
          bytes = decodeBase64url(text)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
          return
        }
        expect(encodeBase64url(bytes)).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})

describe('text', () => {
  test('goes there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeBase64urlText(encodeBase64urlText(text))).toBe(text.toWellFormed())
      }),
    )
  })

  test.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut character', [0xe6, 0x9d]],
    ['0xff', [0xff]],
  ])('refuses what is not UTF-8: %s', (_, bytes) => {
    const text = encodeBase64url(Uint8Array.from([0x22, ...bytes, 0x22]))
    expect(codeOf(() => decodeBase64urlText(text))).toBe('text_not_utf8')
    expect(codeOf(() => decodeUtf8(Uint8Array.from(bytes)))).toBe('text_not_utf8')
  })

  test('keeps a byte order mark, which the JSON reader then refuses', () => {
    expect(decodeBase64urlText(encodeBase64url(Uint8Array.from([0xef, 0xbb, 0xbf, 0x61])))).toBe('\ufeffa')
  })

  test('decodes 4 MB in linear time', () => {
    const bytes = new Uint8Array(4_000_000).fill(0x61)
    const started = performance.now()
    expect(decodeBase64urlText(encodeBase64url(bytes))).toHaveLength(bytes.length)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
