import type { ClaimPath } from '@hashikake/credential'
import { engine } from '@hashikake/crypto/engine'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { verify } from '@hashikake/verifier'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { check, hold, show, verifyOptions } from './whole-way.ts'

afterEach(() => vi.unstubAllGlobals())

const oddNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'a.b', '$ref', '氏名', 'length', '0']
const name = fc.oneof(fc.constantFrom(...oddNames), fc.string({ unit: 'grapheme', maxLength: 6 })).filter((one) => {
  return (
    ![
      '_sd',
      '...',
      '_sd_alg',
      'iss',
      'iat',
      'nbf',
      'exp',
      'cnf',
      'vct',
      'vct#integrity',
      'aka_vcts',
      'status',
    ].includes(one) && !['sub', 'aud'].includes(one)
  )
})
// Every leaf is unlike any other, so that it can be searched for.
const leaf = fc.oneof(
  { weight: 5, arbitrary: fc.uuid().map((id) => `秘密 ${id}`) },
  fc.constantFrom(null, true, false, 0, -1.5, '', 3.25),
)
const { value: claimValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }) as fc.Arbitrary<JsonValue>,
  ),
}))
const claimsOf = fc.dictionary(name, claimValue, {
  minKeys: 1,
  maxKeys: 5,
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>

function pathsOf(value: JsonValue, at: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return []
  const members: [string | number, JsonValue][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return members.flatMap(([step, member]) => [[...at, step], ...pathsOf(member, [...at, step])])
}

const key = (path: ClaimPath): string => JSON.stringify(path)
const isBelow = (path: ClaimPath, ancestor: ClaimPath): boolean => ancestor.every((step, i) => step === path[i])

/** An independent model of selective disclosure: a claim is seen when every mark on the way to it is shown. */
function seen(value: JsonValue, marks: ReadonlySet<string>, shown: ReadonlySet<string>, at: ClaimPath = []): JsonValue {
  const isSeen = (path: ClaimPath): boolean => !marks.has(key(path)) || shown.has(key(path))
  if (Array.isArray(value)) {
    return value.flatMap((element, i) => (isSeen([...at, i]) ? [seen(element, marks, shown, [...at, i])] : []))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([member]) => isSeen([...at, member]))
      .map(([member, inner]) => [member, seen(inner, marks, shown, [...at, member])]),
  )
}

const scenario = claimsOf.chain((claims) => {
  const paths = pathsOf(claims)
  return fc.record({
    claims: fc.constant(claims),
    marks: fc.subarray([...paths]),
    selected: fc.subarray([...paths], { maxLength: Math.min(4, paths.length) }),
    decoys: fc.integer({ min: 0, max: 3 }),
  })
})

/** All text that a presentation carries, every part decoded. */
function textOf(presentation: string): string {
  return presentation
    .split(/[~.]/)
    .map((part) => {
      try {
        return decodeBase64urlText(part)
      } catch {
        return ''
      }
    })
    .join('\n')
}

function leavesOf(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return value.startsWith('秘密') ? [value] : []
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((one) => leavesOf(one as JsonValue))
    : []
}

describe('issue → present → verify', () => {
  it('shows exactly what was disclosed, and carries nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ claims, marks, selected, decoys }) => {
        const credential = await hold({ claims, disclosable: marks, decoys: [{ at: [], count: decoys }] })
        const presentation = await show(credential, selected)
        const result = await check(presentation)
        if (!result.accepted) throw new Error(result.code)

        const shown = new Set(
          marks.filter((mark) => selected.some((path) => isBelow(path, mark) || isBelow(mark, path))).map(key),
        )
        const expected = seen(claims, new Set(marks.map(key)), shown)
        const { iss: _, iat: __, vct: ___, cnf: ____, ...own } = result.credential.claims
        expect(JSON.stringify(sorted(own))).toBe(JSON.stringify(sorted(expected)))
        expect(Object.hasOwn(result.credential.claims, '__proto__')).toBe(
          Object.hasOwn(expected as object, '__proto__'),
        )

        const text = textOf(presentation)
        const visible = new Set(leavesOf(expected))
        for (const value of leavesOf(claims)) expect(text.includes(value)).toBe(visible.has(value))
        for (const disclosure of (credential.encoded as string).split('~').slice(1, -1)) {
          const [salt] = JSON.parse(decodeBase64urlText(disclosure))
          expect(text.includes(salt)).toBe(presentation.includes(disclosure))
        }
      }),
      { numRuns: 150 },
    )
  })

  it('refuses a presentation with any character changed, left out or doubled, and never throws', async () => {
    const credential = await hold({
      claims: { degree: { title: '修士（工学）', year: 2026, fields: ['a', 'b'] }, name: '橋本 架' },
      disclosable: [['degree'], ['degree', 'title'], ['degree', 'fields', null], ['name']],
    })
    const presentation = await show(credential, [
      ['degree', 'title'],
      ['degree', 'fields', 1],
    ])
    expect((await check(presentation)).accepted).toBe(true)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~ ='
    for (let i = 0; i < presentation.length; i++) {
      const [before, at, after] = [presentation.slice(0, i), presentation[i] as string, presentation.slice(i + 1)]
      const other = alphabet[(alphabet.indexOf(at) + 1 + (i % (alphabet.length - 1))) % alphabet.length] as string
      for (const changed of [before + other + after, before + after, before + at + at + after]) {
        const result = await check(changed)
        expect(result.accepted, `position ${i}`).toBe(false)
      }
    }
  })

  it('answers every input with a verdict', async () => {
    const credential = await hold({ claims: { a: 1, b: [2] }, disclosable: [['a'], ['b', 0]] })
    const parts = (await show(credential, [['a'], ['b', 0]])).split(/([~.])/)
    const shuffled = fc.array(fc.constantFrom(...parts, '{', '}', '"', 'e30', 'bnVsbA', 'W10'), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.uint8Array(),
          shuffled.map((some) => some.join('')),
        ),
        async (input) => {
          const result = await verify(input, verifyOptions)
          expect(result.accepted).toBe(false)
        },
      ),
      { numRuns: 1500 },
    )
  })

  it.runIf(engine.name === 'node')('needs no clock, network or randomness but what its context gives', async () => {
    const forbidden = (): never => {
      throw new Error('the world was touched')
    }
    vi.stubGlobal('fetch', forbidden)
    vi.stubGlobal('crypto', new Proxy({}, { get: forbidden }))
    vi.spyOn(Date, 'now').mockImplementation(forbidden)
    const credential = await hold({
      claims: { a: 1, b: 2 },
      disclosable: [['a'], ['b']],
      decoys: [{ at: [], count: 2 }],
    })
    const result = await check(await show(credential, [['a']]))
    expect(result).toMatchObject({ accepted: true, at: '2026-11-21T12:00:00.000Z', credential: { claims: { a: 1 } } })
    vi.restoreAllMocks()
  })
})

describe('results', () => {
  it('are plain frozen data that can be cloned', async () => {
    const credential = await hold({ claims: { a: { b: ['x'] } }, disclosable: [['a']] })
    const accepted = await check(await show(credential, [['a']]))
    const rejected = await check(`${await show(credential, [])}x`)
    for (const result of [accepted, rejected, credential]) {
      expect(structuredClone(result)).toEqual(result)
      expect(unfrozenIn(result)).toEqual([])
    }
  })
})

function unfrozenIn(value: unknown, at = '$'): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.entries(value).flatMap(([member, one]) => unfrozenIn(one, `${at}.${member}`))
  return Object.isFrozen(value) ? inner : [at, ...inner]
}

function sorted(value: JsonValue | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => sorted(one as JsonValue))
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([member, inner]) => [member, sorted(inner as JsonValue)])
}
