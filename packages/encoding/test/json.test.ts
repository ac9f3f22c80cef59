import {
  isJsonObject,
  type JsonValue,
  ownMember,
  parseJson,
  parseJsonObject,
  setMember,
} from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  throw new Error('Not refused')
}

describe('repeated names', () => {
  test.each([
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    '{"alg":"none","alg":"ES256"}',
    '{"a":1,"\\u0061":2}',
    '{"\\u0061":1,"\\u0061":2}',
    '{"a/b":1,"a\\/b":2}',
    '{"\\u00e9":1,"é":2}',
    '{"\\ud83d\\ude00":1,"😀":2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"__proto__":1,"__pr\\u006fto__":2}',
    '{"constructor":{},"constructor":{}}',
    '{"0":1,"0":2}',
    '{"b":{"c":[{"a":1,"a":2}]}}',
    '[[[{"x":{"y":1,"y":{}}}]]]',
    '{"a":{"x":1,"x":2},"a":3}',
    '{"a":{"x":1},"a":{"x":1}}',
    '{"a":":","a":":"}',
  ])('are refused: %s', (text) => {
    expect(codeOf(() => parseJson(text))).toBe('json_name_repeated')
  })

  test.each([
    '{"a":1,"A":2}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a:a","b":"\\"a\\":1"}',
    '{"a:":":","b\\\\":"\\\\"}',
    '{"é":1,"e\u0301":2}',
    '{"a":1,"a ":2,"a\\u0000":3}',
    '{"1":1,"01":2,"1.0":3}',
    '{"toString":1,"valueOf":2,"hasOwnProperty":3}',
  ])('are told from different ones: %s', (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text))
  })
})

describe('names of the prototype', () => {
  test('come back as own members', () => {
    const value = parseJsonObject('{"__proto__":{"admin":true},"constructor":1}')
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect((value as { admin?: unknown }).admin).toBeUndefined()
    expect(ownMember(value, '__proto__')).toEqual({ admin: true })
    expect(ownMember(value, 'toString')).toBeUndefined()
  })

  test('are set as own members', () => {
    const value = {}
    setMember(value, '__proto__', { admin: true })
    setMember(value, 'a', 1)
    expect(Object.keys(value)).toEqual(['__proto__', 'a'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(JSON.stringify(value)).toBe('{"__proto__":{"admin":true},"a":1}')
  })
})

describe('depth', () => {
  const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

  test('is 128 unless the caller says otherwise', () => {
    expect(parseJson(nested(128, '[', ']'))).toBeInstanceOf(Array)
    expect(codeOf(() => parseJson(nested(129, '[', ']')))).toBe('json_too_deep')
    expect(parseJson(nested(3, '[', ']'), { maxDepth: 3 })).toEqual([[[]]])
    expect(codeOf(() => parseJson('[{"a":[]}]', { maxDepth: 2 }))).toBe('json_too_deep')
    expect(parseJson('7', { maxDepth: 0 })).toBe(7)
  })

  test('counts no brackets in strings', () => {
    expect(parseJson(JSON.stringify('['.repeat(1000)))).toBe('['.repeat(1000))
    expect(parseJson(`["\\"${'{'.repeat(100)}"]`)).toEqual([`"${'{'.repeat(100)}`])
  })

  test('is bounded before anything recursive runs', () => {
    expect(codeOf(() => parseJson('['.repeat(1_000_000)))).toBe('json_too_deep')
    expect(codeOf(() => parseJson('{"a":'.repeat(1_000_000)))).toBe('json_too_deep')
  })

  test('counts how deep, not how many', () => {
    expect(parseJson(`[${Array(1000).fill('[]').join()}]`)).toHaveLength(1000)
  })
})

describe('numbers', () => {
  test.each([
    '1e999',
    '-1e999',
    '1E+400',
    '[0,{"a":1e309}]',
    '9007199254740993',
    '-9007199254740993',
    '9007199254740992',
    '12345678901234567890',
    '{"exp":99999999999999999999999}',
  ])('that JavaScript cannot hold are refused: %s', (text) => {
    expect(codeOf(() => parseJson(text))).toBe('json_number_unsafe')
  })

  test.each([
    '9007199254740991',
    '-9007199254740991',
    '0',
    '-0',
    '1.5',
    '1e10',
    '1E-7',
    '0.1',
    '123456789012345',
    '1000000000000000',
  ])('that it can hold are read: %s', (text) => {
    expect(parseJson(text)).toBe(JSON.parse(text))
  })

  test('cut in their exponent are refused', () => {
    for (const text of ['1e', '[1e+]', '1.5E-'])
      expect(codeOf(() => parseJson(text))).toMatch(/^json_(malformed|number_unsafe)$/)
  })

  test.each(['9007199254740993', '-9007199254740993', '123456789012345678901', '1e400', '-1e400', '9.9e999'])(
    '%s is refused',
    (text) => {
      expect(() => parseJson(text)).toThrow('json_number_unsafe')
    },
  )
  test.each(['6.02214076e23', '1e300', '0.1', '9007199254740991', '-0', '5e-324'])('%s is taken', (text) => {
    expect(parseJson(text)).toBe(JSON.parse(text))
  })
  test('1e is no number at all', () => {
    expect(() => parseJson('1e')).toThrow('json_malformed')
  })

  test('in strings are none', () => {
    expect(parseJson('{"9007199254740993":"1e999"}')).toEqual({ '9007199254740993': '1e999' })
  })

  test.each(['01', '-', '1.', '.5', '+1', '0x10', '--1', 'NaN', 'Infinity', '-Infinity', '1_000'])(
    'that are none are refused: %s',
    (text) => {
      expect(codeOf(() => parseJson(text))).toBe('json_malformed')
    },
  )
})

describe('surrogates', () => {
  test.each([
    '"\\ud800"',
    '"\\udc00"',
    '"a\\uD83D"',
    '["\\ude00\\ud83d"]',
    '{"\\ud800":1}',
    '{"a":{"b":["\\uDFFF"]}}',
    '"\\ud83d\\u0041"',
  ])('that are lone are refused: %s', (text) => {
    expect(codeOf(() => parseJson(text))).toBe('json_surrogate_lone')
  })

  test.each(['"\\ud83d\\ude00"', '"\\uD83D\\uDE00"', '"😀"', '"\\\\ud800"', '"\\u00d8"', '"d\\ud83d\\ude00"'])(
    'in pairs are read: %s',
    (text) => {
      expect(parseJson(text)).toBe(JSON.parse(text))
    },
  )
})

test('surrogates that are lone in the text itself, not escaped, are refused too', () => {
  expect(() => parseJson('"\ud800"')).toThrow('json_surrogate_lone')
  expect(() => parseJson('{"\udc00a":1}')).toThrow('json_surrogate_lone')
})

describe('malformed text', () => {
  test.each([
    '',
    ' ',
    '\ufeff{}',
    '\ufeff',
    '{}\ufeff',
    '{} {}',
    '{}x',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '{"a" 1}',
    '{"a"::1}',
    '{:1}',
    '[1 2]',
    '"a',
    '"a\\"',
    '"\\x41"',
    '"\\u00g0"',
    '"a\nb"',
    '"\u0000"',
    'tru',
    'undefined',
    '// a\n{}',
    '/* a */{}',
    '\u00a0{}',
    '{"a":1',
    '{"a":1]',
    ']',
    '}',
    ':',
  ])('is refused: %j', (text) => {
    expect(codeOf(() => parseJson(text))).toBe('json_malformed')
  })

  test('says nothing of the text when it is refused', () => {
    try {
      parseJson('{"secret":secret}')
      expect.unreachable()
    } catch (error) {
      expect(String(error)).toBe('Refusal: json_malformed')
      expect((error as Refusal).cause).toBeUndefined()
    }
  })
})

describe('parseJsonObject', () => {
  test.each(['[]', '7', '"a"', 'null', 'true'])('demands an object: %s', (text) => {
    expect(codeOf(() => parseJsonObject(text))).toBe('json_malformed')
    expect(isJsonObject(JSON.parse(text))).toBe(false)
  })

  test('gives one', () => {
    expect(parseJsonObject(' {"a" : [1, null, true, "x"]}\n')).toEqual({ a: [1, null, true, 'x'] })
  })
})

describe('against JSON.parse', () => {
  const isSafe = (value: JsonValue): boolean => {
    if (typeof value === 'string') return value.isWellFormed()
    if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
    if (typeof value !== 'object' || value === null) return true
    return Object.entries(value).every(([name, member]) => name.isWellFormed() && isSafe(member))
  }

  test('what JSON.stringify writes is read as the same', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 6 }), fc.constantFrom(0, 1, '\t'), (text, space) => {
        const value = JSON.parse(text)
        fc.pre(isSafe(value))
        expect(parseJson(JSON.stringify(value, null, space))).toEqual(value)
      }),
      { numRuns: 500 },
    )
  })

  test('any text is read as JSON.parse reads it, or refused', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"b"',
      '"\\u0061"',
      '"',
      '\\',
      '1',
      '-',
      'e9',
      '.5',
      'null',
      ' ',
      '"__proto__"',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('')
        let due: unknown
        try {
          due = JSON.parse(text)
        } catch {
          expect(codeOf(() => parseJson(text))).toMatch(/^json_/)
          return
        }
        let found: unknown
        try {
          found = parseJson(text)
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal)
          expect((error as Refusal).code).not.toBe('json_malformed')
          return
        }
        expect(found).toEqual(due)
      }),
      { numRuns: 3000 },
    )
  })

  test('a repeated name is found wherever it is put', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 5 })
    const escaped = (text: string) =>
      Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')
    fc.assert(
      fc.property(name, fc.nat(20), fc.jsonValue({ maxDepth: 2 }), (repeated, depth, value) => {
        const object = `{${JSON.stringify(repeated)}:1,"${escaped(repeated)}":2}`
        const text = `${'[{"o":'.repeat(depth)}${object}${'}]'.repeat(depth)}`
        expect(codeOf(() => parseJson(text))).toBe('json_name_repeated')
        const wrapped = `{"value":${JSON.stringify(value)},"inner":${text}}`
        if (isSafe(value as JsonValue)) expect(codeOf(() => parseJson(wrapped))).toBe('json_name_repeated')
      }),
    )
  })
})

describe('time', () => {
  test.each([
    ['short strings with escapes', `[${Array(120_000).fill('"a\\"b\\\\"').join()}]`],
    ['short strings, one escape at the end', `[${Array(200_000).fill('"ab"').join()},"\\n"]`],
    ['one long string of escapes', `"${'\\\\'.repeat(500_000)}"`],
    ['an open string of escapes', `"${'\\"'.repeat(500_000)}`],
    ['open strings', '"a'.repeat(500_000)],
    ['surrogate pairs', `[${Array(60_000).fill('"\\ud83d\\ude00"').join()}]`],
    ['numbers', `[${Array(150_000).fill('1.5e3').join()}]`],
    ['one long number', '1'.repeat(1_000_000)],
    ['names', `{${Array.from({ length: 100_000 }, (_, i) => `"n${i}":0`).join()}}`],
    ['colons', ':'.repeat(1_000_000)],
    ['objects', `[${Array(100_000).fill('{"a":{}}').join()}]`],
  ])('grows linearly: 1 MB of %s', (_, text) => {
    const started = performance.now()
    try {
      parseJson(text)
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
    }
    // Quadratic work on a million characters would take minutes.
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
