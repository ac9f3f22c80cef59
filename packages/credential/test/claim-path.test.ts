import { describePath, isAtOrBelow, isClaimPath, selectClaims } from '@hashikake/credential'
import { describe, expect, it } from 'vitest'

const claims = {
  degree: { title: { ja: '修士', en: 'Master' }, fields: ['a', 'b', { name: 'c' }] },
  'a.b': 1,
  0: 'member',
  nothing: null,
}

describe('selectClaims', () => {
  it.each([
    [['degree', 'title', 'ja'], [[['degree', 'title', 'ja'], '修士']]],
    [['degree', 'fields', 1], [[['degree', 'fields', 1], 'b']]],
    [['degree', 'fields', 2, 'name'], [[['degree', 'fields', 2, 'name'], 'c']]],
    [['degree', 'fields', null, 'name'], [[['degree', 'fields', 2, 'name'], 'c']]],
    [['a.b'], [[['a.b'], 1]]],
    [['nothing'], [[['nothing'], null]]],
    [['0'], [[['0'], 'member']]],
  ] as const)('%j selects its claims', (path, expected) => {
    expect(selectClaims(claims, path).map(({ path: place, value }) => [place, value])).toEqual(expected)
  })

  it.each([
    [['degree', 'fields', 3]],
    [['degree', 'fields', 'length']],
    [['degree', 'fields', '0']],
    [[0]],
    [[null]],
    [['constructor']],
    [['__proto__']],
    [['degree', 'title', 'toString']],
    [['nothing', 'x']],
    [['a', 'b']],
  ])('%j selects nothing', (path) => {
    expect(selectClaims(claims, path)).toEqual([])
  })

  it('selects every element for null', () => {
    expect(selectClaims(claims, ['degree', 'fields', null])).toHaveLength(3)
  })
})

describe('isClaimPath', () => {
  it.each([[['a']], [[0]], [['a', null, 2]], [['']]])('%j is one', (path) => expect(isClaimPath(path)).toBe(true))
  it.each([[[]], ['a.b'], [[-1]], [[1.5]], [[undefined]], [[true]], [null], [{ 0: 'a', length: 1 }]])(
    '%j is none',
    (path) => expect(isClaimPath(path)).toBe(false),
  )
})

it('a null in an ancestor stands for every element', () => {
  expect(isAtOrBelow(['a', 3, 'b'], ['a', null])).toBe(true)
  expect(isAtOrBelow(['a', 'x', 'b'], ['a', null])).toBe(false)
  expect(isAtOrBelow(['a'], ['a', null])).toBe(false)
})

it('describes a path with its names quoted', () => {
  expect(describePath(['degree', 'fields', 0, 'a.b', null])).toBe('"degree"."fields"[0]."a.b"[*]')
})
