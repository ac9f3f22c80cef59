import { type CaseResult, type FoundCase, type Implementation, runCases, type TestCase } from '@hashikake/conformance'
import { describe, expect, it } from 'vitest'

const refusal: TestCase = {
  id: 'no',
  rule: 'R1',
  title: 'a refusal',
  format: 'sd-jwt',
  input: { text: 'x' },
  expect: { accepted: false, stage: 'parse', code: 'sd_jwt_malformed' },
}
const acceptance: TestCase = { ...refusal, id: 'yes', expect: { accepted: true, claims: { a: 1 } } }

function found(...cases: readonly TestCase[]): FoundCase[] {
  return cases.map((testCase) => ({ file: 'f.json', suite: 's', id: testCase.id, rule: testCase.rule ?? '', testCase }))
}

function implementation(run: Implementation['run']): Implementation {
  return { name: 'one for this test', operations: ['verify'], formats: ['sd-jwt'], run }
}

async function outcomes(
  cases: readonly FoundCase[],
  one: Implementation,
  more: object = {},
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = []
  for await (const result of runCases(cases, { implementation: one, ...more })) results.push(result)
  return results
}

const brief = (results: readonly CaseResult[]): readonly string[] =>
  results.map(({ id, outcome }) => `${id} ${outcome}`)

describe('an implementation that', () => {
  it('always accepts fails every case that expects a refusal, and those with other claims', async () => {
    const always = implementation(() => ({ accepted: true, claims: { a: 1 } }))
    const other = { ...acceptance, id: 'other', expect: { accepted: true, claims: { a: 2 } } }
    const results = await outcomes(found(refusal, acceptance, other), always)
    expect(brief(results)).toEqual(['no failed', 'yes passed', 'other failed'])
    expect(results[0]).toMatchObject({ expected: 'rejected at parse with sd_jwt_malformed', came: 'accepted' })
    expect(results[2]?.came).toBe('accepted, but claims["a"] is 1 instead of 2')
  })

  it('always rejects fails every case that expects acceptance', async () => {
    const results = await outcomes(
      found(refusal, acceptance),
      implementation(() => ({ accepted: false })),
    )
    expect(brief(results)).toEqual(['no passed', 'yes failed'])
  })

  it('throws fails every case: a throw is never a rejection', async () => {
    const throws = implementation(() => {
      throw new RangeError('too deep')
    })
    const results = await outcomes(found(refusal, acceptance), throws)
    expect(brief(results)).toEqual(['no failed', 'yes failed'])
    expect(results[0]?.came).toBe('threw RangeError: too deep')
  })

  it.each([[undefined], [null], [true], ['rejected'], [{}], [{ accepted: 'no' }], [[]]])(
    'answers %j fails: that is no outcome',
    async (answer) => {
      const results = await outcomes(
        found(refusal),
        implementation(() => answer as never),
      )
      expect(brief(results)).toEqual(['no failed'])
    },
  )

  it('never answers fails when its time is over', async () => {
    const hangs = implementation(() => new Promise<never>(() => {}))
    const results = await outcomes(found(refusal), hangs, { timeLimit: 0.05 })
    expect(results[0]).toMatchObject({ outcome: 'failed', came: 'threw Error: no answer within 0.05 s' })
  })

  it('rejects for another reason fails, unless it has no reasons of ours', async () => {
    const other = implementation(() => ({ accepted: false, stage: 'parse', code: 'json_malformed' }))
    const elsewhere = implementation(() => ({ accepted: false, stage: 'policy', code: 'sd_jwt_malformed' }))
    const mute = implementation(() => ({ accepted: false }))
    expect(brief(await outcomes(found(refusal), other))).toEqual(['no failed'])
    expect(brief(await outcomes(found(refusal), elsewhere))).toEqual(['no failed'])
    expect(brief(await outcomes(found(refusal), mute))).toEqual(['no passed'])
    const any = { ...refusal, expect: { accepted: false } }
    expect(brief(await outcomes(found(any), other))).toEqual(['no passed'])
  })
})

describe('skipping', () => {
  it('counts what the implementation does not know or cannot express, and never passes it', async () => {
    const cannot = implementation(({ id }) => (id === 'no' ? 'skipped' : { skipped: 'no such option' }))
    const results = await outcomes(
      found(
        refusal,
        acceptance,
        { ...refusal, id: 'format', format: 'mso_mdoc' },
        { ...refusal, id: 'operation', operation: 'issue' },
      ),
      cannot,
    )
    expect(results.map(({ outcome, came }) => [outcome, came])).toEqual([
      ['skipped', 'cannot express it'],
      ['skipped', 'no such option'],
      ['skipped', 'does not know the format mso_mdoc'],
      ['skipped', 'does not know the operation issue'],
    ])
  })
})

describe('claims', () => {
  const odd = JSON.parse('{"__proto__":{"a":1},"constructor":"c","toString":null,"":[0,{"b":[]}]}')
  const expecting = (expected: object, member = 'claims'): FoundCase[] =>
    found({ ...acceptance, expect: { accepted: true, [member]: expected } as TestCase['expect'] })
  const answering = (claims: unknown): Implementation => implementation(() => ({ accepted: true, claims }))

  it('are the same member by member, odd names too', async () => {
    expect(brief(await outcomes(expecting(odd), answering(structuredClone(odd))))).toEqual(['yes passed'])
    const bare = Object.assign(Object.create(null), odd)
    expect(brief(await outcomes(expecting(odd), answering(bare)))).toEqual(['yes passed'])
    expect(brief(await outcomes(expecting(odd), answering(JSON.parse(JSON.stringify(odd)))))).toEqual(['yes passed'])
  })

  it('count only as own members: a __proto__ that became the prototype is missing', async () => {
    const lost: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(odd)) lost[name] = value
    const [result] = await outcomes(expecting(odd), answering(lost))
    expect(result?.came).toBe('accepted, but claims["__proto__"] is missing')
  })

  it.each([
    ['a member too many', { a: 1 }, { a: 1, b: 2 }, 'claims["b"] should not be there'],
    ['an inherited member', { toString: 'x' }, {}, 'claims["toString"] is missing'],
    ['another order in an array', { a: [1, 2] }, { a: [2, 1] }, 'claims["a"][0] is 2 instead of 1'],
    ['a shorter array', { a: [1, 2] }, { a: [1] }, 'claims["a"] has 1 elements instead of 2'],
    ['an array for an object', { a: {} }, { a: [] }, 'claims["a"] is [] instead of {}'],
    ['null for nothing', { a: null }, { a: undefined }, 'claims["a"] is undefined instead of null'],
    ['a string for a number', { a: 1 }, { a: '1' }, 'claims["a"] is "1" instead of 1'],
    ['no claims at all', { a: 1 }, undefined, 'claims is undefined instead of {"a":1}'],
  ])('differ by %s', async (_, expected, claims, difference) => {
    const [result] = await outcomes(expecting(expected), answering(claims))
    expect(result).toMatchObject({ outcome: 'failed', came: `accepted, but ${difference}` })
  })

  it('named by claimsInclude are compared alone', async () => {
    expect(brief(await outcomes(expecting({ a: [1] }, 'claimsInclude'), answering({ a: [1], b: 2 })))).toEqual([
      'yes passed',
    ])
    expect(brief(await outcomes(expecting({ a: [1] }, 'claimsInclude'), answering({ a: [1, 2] })))).toEqual([
      'yes failed',
    ])
    expect(brief(await outcomes(expecting({ toString: null }, 'claimsInclude'), answering({})))).toEqual(['yes failed'])
  })
})

describe('parts and output', () => {
  const parts: TestCase = {
    ...acceptance,
    expect: {
      accepted: true,
      parts: [
        { accepted: true, claims: { a: 1 } },
        { accepted: false, code: 'expired' },
      ],
    },
  }

  it('compares the parts of an answer in their order', async () => {
    const good = { accepted: true, claims: { a: 1 } }
    const bad = { accepted: false, stage: 'policy', code: 'expired' }
    const answer = (given: readonly object[]): Implementation =>
      implementation(() => ({ accepted: true, parts: given }) as never)
    expect(brief(await outcomes(found(parts), answer([good, bad])))).toEqual(['yes passed'])
    const [swapped] = await outcomes(found(parts), answer([bad, good]))
    expect(swapped?.came).toContain('part 0 was rejected at policy with expired instead of accepted')
    const [missing] = await outcomes(found(parts), answer([good]))
    expect(missing?.came).toBe('accepted, but 1 parts instead of 2')
  })

  it('compares the members of the output that are named', async () => {
    const keys: TestCase = { ...acceptance, operation: 'jwk', expect: { accepted: true, output: { keys: 2 } } }
    const one = (output: object): Implementation => ({
      ...implementation(() => ({ accepted: true, output }) as never),
      operations: ['jwk'],
    })
    expect(brief(await outcomes(found(keys), one({ keys: 2, more: true })))).toEqual(['yes passed'])
    expect(brief(await outcomes(found(keys), one({ keys: 3 })))).toEqual(['yes failed'])
    expect(brief(await outcomes(found(keys), one({})))).toEqual(['yes failed'])
  })
})

describe('the run', () => {
  it('keeps the order of the cases, however many are under way and whenever they end', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => String(index))
    let underway = 0
    let most = 0
    const slow = implementation(async ({ id }) => {
      most = Math.max(most, ++underway)
      await new Promise((resolve) => setTimeout(resolve, 20 - Number(id)))
      underway--
      return { accepted: false }
    })
    const results = await outcomes(found(...ids.map((id) => ({ ...refusal, id }))), slow, { concurrency: 4 })
    expect(results.map(({ id }) => id)).toEqual(ids)
    expect(most).toBe(4)
  })

  it('fails a case that does not keep the format, and says why', async () => {
    const faulty: FoundCase = { file: 'f.json', suite: 's', id: 'x', rule: '', fault: '"input" is one of …' }
    const [result] = await outcomes(
      [faulty],
      implementation(() => ({ accepted: true })),
    )
    expect(result).toMatchObject({ outcome: 'failed', came: '"input" is one of …' })
  })

  it('hands the case as it stands to the implementation', async () => {
    const seen: TestCase[] = []
    await outcomes(
      found(refusal),
      implementation((testCase) => {
        seen.push(testCase)
        return { accepted: false }
      }),
    )
    expect(seen).toEqual([refusal])
  })

  it('takes only whole numbers for concurrency', async () => {
    await expect(
      outcomes(
        found(refusal),
        implementation(() => ({ accepted: false })),
        { concurrency: 0 },
      ),
    ).rejects.toThrow(TypeError)
  })
})
