import { createHash } from 'node:crypto'
import { type CaseResult, hashikake, type Implementation, runCases, type TestCase } from '@hashikake/conformance'
import { engine } from '@hashikake/crypto/engine'
import { describe, expect, it } from 'vitest'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
const disclosure = (salt: string, ...rest: readonly unknown[]): string => encode([salt, ...rest])

/** An SD-JWT as a careless issuer could write it; nobody's signature. */
function written(payload: object, disclosures: readonly string[] = [], keyBinding = ''): string {
  return `${[`${encode({ alg: 'ES256', typ: 'sd-jwt' })}.${encode(payload)}.AAAA`, ...disclosures].join('~')}~${keyBinding}`
}

const names = Array.from({ length: 8 }, (_, index) => `n${index}`)
const claims = Object.fromEntries(names.map((name) => [name, name]))
const made = names.map((name) => disclosure(`salt of ${name}-0123456789`, name, name))
const mixed = [3, 1, 7, 0, 6, 2, 5, 4]

async function judge(text: unknown, output: object, operation = 'issue'): Promise<CaseResult> {
  const testCase: TestCase = {
    id: 'x',
    format: 'sd-jwt',
    operation,
    input: { json: { claims } },
    expect: { accepted: true, output: output as never },
  }
  const implementation: Implementation = {
    name: 'writes what it is told',
    run: () => ({ accepted: true, output: { text: text as string } }),
  }
  const found = [{ file: 'f', suite: 's', id: 'x', rule: '', testCase }]
  for await (const result of runCases(found, { implementation })) return result
  throw new Error('no result')
}

const good = written({ _sd: mixed.map((index) => digest(made[index] as string)) }, made)

describe('what the runner sees in an SD-JWT that was written', () => {
  it.each([
    ['the claims, opened', good, { claims, disclosable: names.map((name) => [name]) }],
    [
      'its parts',
      good,
      { serialization: 'compact', hash: 'sha-256', digests: 8, decoys: 0, disclosures: 8, payloadMembers: ['_sd'] },
    ],
    ['its header and payload', good, { headerIncludes: { typ: 'sd-jwt' }, payloadIncludes: {}, absent: ['n0'] }],
    ['its salts and its order', good, { saltBits: 120, saltsDistinct: true, digestsDistinct: true, orderHidden: true }],
    ['no key binding', good, { keyBinding: null }],
  ])('agrees on %s', async (_, text, output) => {
    expect(await judge(text, output)).toMatchObject({ outcome: 'passed' })
  })

  it.each([
    ['no text at all', 7, {}, 'the output has no "text"'],
    ['what is no SD-JWT', 'abc', { digests: 0 }, 'the output is no SD-JWT'],
    ['an assertion that nobody knows', good, { prettiness: 1 }, 'nothing that the runner can look at'],
    ['a claim published', written({ n0: 'n0', _sd: [] }), { absent: ['n0'] }, '"n0" stands in what is signed'],
    [
      'a value published in an array',
      written({ list: ['secret "x"'] }),
      { absent: ['secret "x"'] },
      'stands in what is signed',
    ],
    [
      'a claim that is not disclosable',
      written(claims),
      { disclosable: names.map((name) => [name]) },
      'output.disclosable',
    ],
    ['a claim disclosable too many', good, { disclosable: [['n0']] }, 'output.disclosable'],
    ['claims lost', written({ _sd: [] }, []), { claims }, 'output.claims: ["n0"] is missing'],
    ['a Disclosure more', written({}, made.slice(0, 1)), { disclosures: 0 }, 'is 1 instead of 0'],
    ['another member in the payload', good, { payloadMembers: ['_sd', 'iat'] }, 'output.payloadMembers'],
    ['another value in the payload', good, { payloadIncludes: { iat: 7 } }, '"iat" is undefined instead of 7'],
    ['another header', good, { headerIncludes: { typ: 'dc+sd-jwt' } }, 'output.headerIncludes'],
    ['another hash', written({ _sd_alg: 'sha-512' }), { hash: 'sha-256' }, 'output.hash'],
    ['another serialisation', good, { serialization: 'flattened' }, 'output.serialization'],
    ['fewer digests', good, { digests: 9 }, 'output.digests: it is 8 instead of 9'],
    ['no decoys', good, { decoys: 2 }, 'output.decoys: it is 0 instead of 2'],
    [
      'a digest twice',
      written({ _sd: [digest('x'), digest('x')] }),
      { digestsDistinct: true },
      'output.digestsDistinct',
    ],
    [
      'a salt twice',
      written({}, [disclosure('same-salt-0123456789', 'a', 1), disclosure('same-salt-0123456789', 'b', 2)]),
      { saltsDistinct: true },
      'output.saltsDistinct',
    ],
    ['a short salt', written({}, [disclosure('short', 'a', 1)]), { saltBits: 128 }, 'a salt of 24 bits'],
    [
      'digests in the order of the claims',
      written({ _sd: made.map(digest) }, made),
      { orderHidden: true },
      'output.orderHidden',
    ],
    [
      'digests in the reverse order',
      written({ _sd: made.map(digest).reverse() }, made),
      { orderHidden: true },
      'output.orderHidden',
    ],
    [
      'decoys at the end',
      written({ _sd: [...mixed.map((index) => digest(made[index] as string)), digest('d1'), digest('d2')] }, made),
      { orderHidden: true },
      'output.orderHidden',
    ],
    [
      'decoys at the end of an array',
      written({ list: [...'abcdef', ...['d1', 'd2'].map((one) => ({ '...': digest(one) }))] }),
      { orderHidden: true },
      'output.orderHidden',
    ],
    [
      'too few digests to see an order',
      written({ _sd: made.slice(0, 3).map(digest) }, made),
      { orderHidden: true },
      'output.orderHidden',
    ],
    ['no key binding', good, { keyBinding: { nonce: 'x' } }, 'no Key Binding JWT'],
    ['a key binding that should not be there', written({}, [], 'a.b.c'), { keyBinding: null }, 'should not be there'],
    [
      'a key binding of another type',
      written({}, [], `${encode({ typ: 'JWT' })}.${encode({})}.AAAA`),
      { keyBinding: {} },
      'its typ is not kb+jwt',
    ],
  ])('finds %s', async (_, text, output, difference) => {
    const { outcome, came } = await judge(text, output)
    expect(outcome).toBe('failed')
    expect(came).toContain(difference)
  })
})

describe('a key binding', async () => {
  const { publicKey, privateKey } = await engine.generateKey('ES256')
  const other = await engine.generateKey('ES256')
  const bound = written({ cnf: { jwk: publicKey } }, made)

  async function binding(claims: object, key = privateKey): Promise<string> {
    const input = `${encode({ alg: 'ES256', typ: 'kb+jwt' })}.${encode(claims)}`
    const signature = await (await engine.signer(key, 'ES256')).sign(new TextEncoder().encode(input))
    return `${input}.${Buffer.from(signature).toString('base64url')}`
  }

  it('is signed by the key in cnf, over what is shown, and says what is expected', async () => {
    const whole = { nonce: 'n', sd_hash: digest(bound) }
    const expecting = { keyBinding: { nonce: 'n' } }
    expect((await judge(bound + (await binding(whole)), expecting, 'present')).outcome).toBe('passed')
    expect((await judge(bound + (await binding(whole, other.privateKey)), expecting, 'present')).came).toContain(
      'not signed by the key of cnf',
    )
    expect(
      (await judge(bound + (await binding({ ...whole, sd_hash: digest('x') })), expecting, 'present')).came,
    ).toContain('sd_hash')
    expect((await judge(bound + (await binding({ ...whole, nonce: 'm' })), expecting, 'present')).came).toContain(
      '"nonce" is "m"',
    )
  })
})

describe('the adapter of this library', () => {
  const base = { id: 'x', rule: 'R1', expect: { accepted: true } } as const

  it.each([
    ['an option that the API does not have', { options: { fast: true } }],
    ['a policy that the API does not have', { policies: { mood: 'good' } }],
    ['a profile that nobody knows', { policies: { profile: 'haip-9' } }],
    ['anchors that are no certificates', { trust: { certificates: ['MAA='] } }],
    ['an operation of later', { operation: 'dcqlMatch' }],
  ])('skips %s', async (_, members) => {
    const answer = await hashikake.run({ ...base, format: 'dc+sd-jwt', input: { text: 'a.b.c~' }, ...members })
    expect(answer === 'skipped' || 'skipped' in answer).toBe(true)
  })

  it('refuses to judge by a challenge that the format has no answer to', async () => {
    const challenge = { protocol: 'iso-18013-5', sessionTranscript: 'AA' }
    const answer = await hashikake.run({ ...base, format: 'dc+sd-jwt', input: { text: 'a.b.c~' }, challenge })
    expect(answer).toMatchObject({ accepted: false, stage: 'parse', code: 'challenge_unsupported' })
  })

  it('leaves trusted keys out that can verify nothing', async () => {
    const keys = [{ kty: 'oct', k: 'AAAA' }, { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, { kty: 'EC' }]
    const answer = await hashikake.run({ ...base, format: 'sd-jwt', input: { text: 'a.b.c~' }, trust: { keys } })
    expect(answer).toMatchObject({ accepted: false, stage: 'parse' })
  })

  it('takes bytes as they are', async () => {
    const answer = await hashikake.run({ ...base, format: 'sd-jwt', input: { base64url: 'AAEC' } })
    expect(answer).toEqual({ accepted: false, stage: 'parse', code: 'format_unknown' })
  })

  it('draws the same from the same seed', async () => {
    const { privateKey } = await engine.generateKey('ES256')
    const issue = async (random: string): Promise<string> => {
      const answer = await hashikake.run({
        ...base,
        operation: 'issue',
        format: 'sd-jwt',
        random,
        input: { json: { issuer: { key: privateKey as never }, claims: { a: 1, b: 2 }, disclosable: [['a'], ['b']] } },
      })
      const { output } = answer as unknown as { output: { text: string } }
      return output.text.split('~').slice(1).join('~')
    }
    expect(await issue('one')).toBe(await issue('one'))
    expect(await issue('one')).not.toBe(await issue('another'))
  })
})
