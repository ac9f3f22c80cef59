import {
  anyIssuer,
  bearer,
  type Policy,
  pinnedKeys,
  planCheck,
  type StatusResolver,
  type Trust,
} from '@hashikake/credential'
import {
  createChallenge,
  maximumAge,
  memoryReplayStore,
  type VerifyOptions,
  verify,
  verifyEach,
  verifyPresentation,
} from '@hashikake/verifier'
import { openRecord, recheck, recordOf, signRecord, type VerificationRecord } from '@hashikake/verifier/record'
import { describe, expect, it } from 'vitest'
import { at, challenge, context, hold, issuer, newParty, show, trust, verifyOptions } from './whole-way.ts'

const now = at / 1000
const presentation = await show(await hold({ claims: { name: '橋本 架' } }), [])
const withStatus = await show(
  await hold({ claims: {}, status: { status_list: { idx: 7, uri: 'https://status.example/1' } } }),
  [],
)
type Changes = Record<string, unknown>
const optionsWith = (changes: Changes) => ({ ...verifyOptions, ...changes }) as unknown as VerifyOptions
const judge = (changes: Changes, input = presentation) => verify(input, optionsWith(changes))
const policy = (judging: (...subject: never[]) => unknown, name = 'own'): Policy =>
  ({ check: planCheck('policy', name), parameters: null, judge: judging }) as unknown as Policy
const never = () => new Promise<never>(() => {})

describe('wrong options are a TypeError that says how', () => {
  it.each<[string, Changes, RegExp]>([
    ['a skew of text', { clockSkew: '60' }, /clockSkew: seconds/],
    ['a skew that is no number', { clockSkew: Number.NaN }, /clockSkew: seconds/],
    ['a challenge without audience', { challenge: { protocol: 'direct', nonce: '12345678' } }, /challenge/],
    ['an empty audience', { challenge: { protocol: 'direct', audience: '', nonce: '12345678' } }, /challenge/],
    ['a short nonce', { challenge: { protocol: 'direct', audience: 'https://a.example', nonce: '1' } }, /challenge/],
    ['a challenge of no protocol', { challenge: { protocol: 'toString', nonce: '12345678' } }, /challenge/],
    [
      'a request without its address',
      { challenge: { ...challenge, protocol: 'openid4vp', clientId: 'x' } },
      /challenge/,
    ],
    ['a request without origin', { challenge: { ...challenge, protocol: 'openid4vp-dc-api' } }, /challenge/],
    ['a misspelt policies', { policy: [] }, /no option policy/],
    ['a misspelt replay', { replays: memoryReplayStore() }, /no option replays/],
    ['leniencies of text', { leniencies: 'legacyTyp' }, /leniencies/],
    ['leniencies of numbers', { leniencies: [1] }, /leniencies/],
    ['signatures of a number', { signatures: 2 }, /atLeast/],
    ['signatures of nothing', { signatures: null }, /atLeast/],
    ['half a signature', { signatures: { atLeast: 0.5 } }, /atLeast/],
    ['a replay store that stores nothing', { replay: new Set() }, /replay/],
    ['replay without a nonce', { challenge: bearer, replay: memoryReplayStore() }, /replay/],
    ['a policy without a check', { policies: [{ judge: () => undefined }] }, /policies/],
    ['a policy that was not made', { policies: [maximumAge] }, /policies/],
    ['an audience of numbers', { audience: [1] }, /audience/],
    ['a mode of its own', { mode: 'fast' }, /mode/],
    ['a world without a clock', { context: {} }, /context/],
    ['a world of nothing', { context: null }, /context/],
    ['a clock that gives no number', { context: { ...context, now: () => Number.NaN } }, /context\.now/],
    ['a clock beyond all dates', { context: { ...context, now: () => 1e300 } }, /context\.now/],
    ['a signal that is none', { signal: {} }, /signal/],
  ])('%s', async (_, changes, message) => {
    await expect(judge(changes)).rejects.toThrow(TypeError)
    await expect(judge(changes)).rejects.toThrow(message)
  })

  it('without anything to verify too', async () => {
    const wrong = optionsWith({ trust: undefined })
    await expect(verifyPresentation([], wrong)).rejects.toThrow(/issuerKeys/)
    await expect(verifyEach([], wrong).next()).rejects.toThrow(/issuerKeys/)
    await expect(verifyEach([], { ...verifyOptions, concurrency: 0 }).next()).rejects.toThrow(/concurrency/)
    const loose = { ...verifyOptions, sameHolder: true } as never
    await expect(verifyPresentation([], loose)).rejects.toThrow(/sameHolder/)
    const matchless = { ...verifyOptions, sameSubject: {} } as never
    await expect(verifyPresentation([], matchless)).rejects.toThrow(/sameSubject/)
  })

  it.each([undefined, null])('no options at all: %s', async (nothing) => {
    const none = nothing as never
    const result = await judge({})
    await expect(verify(presentation, none)).rejects.toThrow(/verify takes/)
    await expect(verifyPresentation([], none)).rejects.toThrow(/verify takes/)
    await expect(verifyEach([], none).next()).rejects.toThrow(/verify takes/)
    expect(() => recordOf(result, none)).toThrow(/verify takes/)
    expect(() => recordOf(none, verifyOptions)).toThrow(/recordOf takes/)
    await expect((async () => signRecord(recordOf(result, verifyOptions), none))()).rejects.toThrow(/signRecord takes/)
    await expect(openRecord('a.b.c', none)).rejects.toThrow(/openRecord takes/)
    await expect(recheck(recordOf(result, verifyOptions), none)).rejects.toThrow(/recheck takes/)
    await expect(recheck(none, { input: presentation, formats: verifyOptions.formats })).rejects.toThrow(
      /recheck takes/,
    )
    expect(createChallenge({ protocol: 'direct', audience: 'https://a.example' }, none).nonce).toHaveLength(22)
    expect(memoryReplayStore(none)).toBeDefined()
  })

  it('of a challenge and of an age', () => {
    const request = { protocol: 'direct', audience: 'https://a.example' } as const
    expect(() => createChallenge(request, { context: {} as never })).toThrow(/context/)
    expect(() => maximumAge('60' as never)).toThrow(TypeError)
    expect(() => maximumAge(Number.POSITIVE_INFINITY)).toThrow(TypeError)
    for (const capacity of [0, -1, 1.5, Number.NaN, '9']) {
      expect(() => memoryReplayStore({ capacity: capacity as never })).toThrow(/capacity/)
    }
  })
})

describe('what the caller’s code answers', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'issuer_not_trusted'],
    ['yes', true, 'issuer_not_trusted'],
    ['a truthy word', { trusted: 'no' }, 'issuer_not_trusted'],
    ['no, without a code', { trusted: false }, 'issuer_not_trusted'],
    ['no, with one', { trusted: false, code: 'trust_unreachable' }, 'trust_unreachable'],
  ])('about trust: %s', async (_, decision, code) => {
    const own = { findKeys: trust.findKeys, decide: () => decision }
    expect(await judge({ trust: own })).toMatchObject({ accepted: false, stage: 'trust', code })
  })

  it('about keys is an array', async () => {
    await expect(judge({ trust: { ...trust, findKeys: () => undefined } })).rejects.toThrow(/findKeys/)
  })

  it.each([true, false, null, 'expired', {}, { code: 1 }])('about a policy: %j', async (answer) => {
    const result = await judge({ policies: [policy(() => answer)] })
    expect(result).toMatchObject({ accepted: false, stage: 'policy', code: 'policy_failed' })
  })

  it.each([undefined, true, {}, { valid: 'yes', evidence: [] }])('about status: %j', async (answer) => {
    const status = { resolve: async () => answer }
    const result = await judge({ status }, withStatus)
    expect(result).toMatchObject({ accepted: false, stage: 'status', code: 'status_unreachable' })
  })

  it('about the subject is true or no', async () => {
    const sameSubject = { name: 'own', match: () => 'no' as unknown as boolean }
    expect(await verifyPresentation(presentation, { ...verifyOptions, sameSubject })).toMatchObject({ accepted: false })
  })

  it('cannot change what is accepted', async () => {
    const meddle = policy((subject: { credential: unknown }) => {
      subject.credential = { claims: { forged: true } }
    })
    await expect(judge({ policies: [meddle] })).rejects.toThrow(TypeError)
  })
})

describe('options are read once', () => {
  it('so that what is changed meanwhile changes nothing', async () => {
    const mutable = { ...verifyOptions, challenge: { ...challenge }, policies: [policy(() => false)], leniencies: [] }
    const verifying = verify(presentation, mutable)
    mutable.policies.length = 0
    ;(mutable.challenge as { nonce: string }).nonce = 'another nonce'
    expect(await verifying).toMatchObject({ accepted: false, code: 'policy_failed' })
  })

  it('nor does an answer that grows', async () => {
    const answer = [presentation]
    const verifying = verifyPresentation(answer, verifyOptions)
    answer.push('x~')
    expect((await verifying).parts).toHaveLength(1)
  })

  it('and those that are inherited count', async () => {
    const inherited = Object.create({ ...verifyOptions, policies: [policy(() => false)] }) as VerifyOptions
    expect(await verify(presentation, inherited)).toMatchObject({ code: 'policy_failed' })
  })
})

describe('abort', () => {
  const unending: StatusResolver = { resolve: never }
  it.each<[string, Changes]>([
    ['a search for keys', { trust: { ...trust, findKeys: never } satisfies Trust }],
    ['a decision', { trust: { ...trust, decide: never } satisfies Trust }],
    ['a policy', { policies: [policy(never)] }],
    ['a status', { status: unending }],
    ['a replay store', { replay: { use: never } }],
  ])('ends %s that never ends', async (_, changes) => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const input = 'status' in changes ? withStatus : presentation
    setTimeout(() => controller.abort(reason), 20)
    await expect(judge({ ...changes, signal: controller.signal }, input)).rejects.toBe(reason)
  })

  it('ends a matcher and a source that never end', async () => {
    const sameSubject = { name: 'own', match: never }
    const matching = verifyPresentation(presentation, {
      ...verifyOptions,
      sameSubject,
      signal: AbortSignal.timeout(20),
    })
    await expect(matching).rejects.toMatchObject({ name: 'TimeoutError' })
    const source = { [Symbol.asyncIterator]: () => ({ next: never, return: never }) }
    const reading = verifyEach(source, { ...verifyOptions, signal: AbortSignal.timeout(20) }).next()
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})

describe('replay', () => {
  it('goes by the clock of the verification and remembers as long as an answer counts', async () => {
    const asked: object[] = []
    const use = (_: string, times: object) => {
      asked.push(times)
      return 'new' as const
    }
    await judge({ replay: { use } })
    expect(asked).toMatchObject([{ now }])
    expect((asked[0] as { expires: number }).expires).toBeGreaterThan(now)
    const long = memoryReplayStore()
    expect(long.use('a', { now, expires: now + 10 })).toBe('new')
    expect(long.use('a', { now: now + 10, expires: now + 10 })).toBe('used')
    expect(long.use('a', { now: now + 11, expires: now + 20 })).toBe('new')
  })

  it('lets an answer whose parts do not belong together use nothing up', async () => {
    const replay = memoryReplayStore()
    const sameSubject = { name: 'own', match: () => false }
    const options = { ...verifyOptions, replay }
    expect(await verifyPresentation(presentation, { ...options, sameSubject })).toMatchObject({ accepted: false })
    expect(await verifyPresentation(presentation, options)).toMatchObject({ accepted: true })
    const again = await verifyPresentation(presentation, options)
    expect(again).toMatchObject({ accepted: false })
    expect(again.checks.at(-1)).toMatchObject({ name: 'replay', outcome: 'failed', code: 'nonce_replayed' })
  })
})

it('bounds what is hashed', async () => {
  const huge = `${presentation}${'x'.repeat(2 ** 24)}`
  const result = await judge({}, huge)
  expect(result).toMatchObject({ accepted: false, stage: 'parse', code: 'input_too_large' })
  expect(result.sha256).toBe(context.engine.sha256Base64url(huge.slice(0, 2 ** 24)))
})

describe('verifyEach', () => {
  const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

  it('yields what is done while the source is slow', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    async function* slow() {
      yield presentation
      await released
      yield presentation
    }
    const results = verifyEach(slow(), verifyOptions)
    expect(await results.next()).toMatchObject({ value: { accepted: true } })
    release()
    expect(await results.next()).toMatchObject({ value: { accepted: true } })
    expect(await results.next()).toMatchObject({ done: true })
  })

  it('asks no further after the end, and does not close what has ended', async () => {
    const calls: string[] = []
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          calls.push('next')
          return calls.length > 3 ? { done: true as const, value: undefined } : { value: presentation }
        },
        return: async () => {
          calls.push('return')
          return { done: true as const, value: undefined }
        },
      }),
    }
    for await (const _ of verifyEach(source, { ...verifyOptions, concurrency: 2 }));
    expect(calls).toEqual(['next', 'next', 'next', 'next'])
    calls.length = 0
    for await (const _ of verifyEach(source, { ...verifyOptions, concurrency: 2 })) break
    expect(calls.at(-1)).toBe('return')
  })

  it('gives what is under way before the fault of its source', async () => {
    const fault = new Error('the source broke')
    async function* breaking() {
      yield presentation
      yield `${presentation}x`
      await pause(1)
      throw fault
    }
    const verdicts: boolean[] = []
    const reading = (async () => {
      for await (const { accepted } of verifyEach(breaking(), verifyOptions)) verdicts.push(accepted)
    })()
    await expect(reading).rejects.toBe(fault)
    expect(verdicts).toEqual([true, false])
  })

  it('has never more under way than it may, and fills up', async () => {
    let [underway, most] = [0, 0]
    const counting = policy(async () => {
      most = Math.max(most, ++underway)
      await pause(3)
      underway--
    })
    const options = { ...verifyOptions, policies: [counting], concurrency: 3 }
    let count = 0
    for await (const result of verifyEach(
      Array.from({ length: 12 }, () => presentation),
      options,
    )) {
      if (result.accepted) count++
    }
    expect([count, most]).toEqual([12, 3])
  })
})

describe('records', () => {
  const parameters = { b: [1, { d: 1, c: 2 }], a: true }
  const rule = (of: object): Policy => ({ ...policy(() => undefined), parameters: of as never })
  const again = { input: presentation, formats: verifyOptions.formats }

  it('do not depend on the order of members, and are frozen throughout', async () => {
    const options = { ...verifyOptions, policies: [rule(parameters)] }
    const record = recordOf(await verify(presentation, options), options)
    const turned = [rule({ a: true, b: [1, { c: 2, d: 1 }] })]
    expect(await recheck(record, { ...again, policies: turned })).toMatchObject({ agrees: true })
    const other = [rule({ a: true, b: [{ c: 2, d: 1 }, 1] })]
    expect(await recheck(record, { ...again, policies: other })).toMatchObject({ differences: ['rules'] })
    const [written] = record.rules.policies as unknown as [{ parameters: { b: unknown[] } }]
    expect(
      [written, written.parameters.b, written.parameters.b[1], record.rules.challenge].every(Object.isFrozen),
    ).toBe(true)
  })

  it('write down how a format was told to read', async () => {
    const [format] = verifyOptions.formats
    const told = { ...format, parameters: { hashes: ['sha-256'] } }
    const options = { ...verifyOptions, formats: [told] }
    const record = recordOf(await verify(presentation, options), options)
    expect(record.rules.formats).toEqual([{ name: 'dc+sd-jwt', parameters: { hashes: ['sha-256'] } }])
    const untold = { ...format, parameters: null }
    expect(await recheck(record, { ...again, formats: [untold] })).toMatchObject({ differences: ['rules'] })
  })

  it.each(['used', 'full'] as const)('of an answer whose nonce was %s agree', async (answer) => {
    const options = { ...verifyOptions, replay: { use: () => answer } }
    const record = recordOf(await verify(presentation, options), options)
    expect(record.accepted).toBe(false)
    expect(await recheck(record, again)).toMatchObject({ agrees: true, result: { checks: record.checks } })
  })

  it('of a key that serves any issuer agree', async () => {
    const options = { ...verifyOptions, trust: pinnedKeys([{ key: issuer.publicKey, issuer: anyIssuer }]) }
    const result = await verify(presentation, options)
    expect(result).toMatchObject({ accepted: true })
    expect(await recheck(recordOf(result, options), again)).toMatchObject({ agrees: true })
  })

  it.each<[string, object]>([
    ['no rules', { rules: undefined }],
    ['rules of text', { rules: 'all' }],
    ['a time that is none', { at: 'yesterday' }],
    ['no verdict', { accepted: 'yes' }],
    ['a refusal without a code', { accepted: false }],
    ['evidence that is none', { evidence: [null] }],
    ['checks that are none', { checks: [{}] }],
    ['another version', { version: 2 }],
  ])('with %s are refused', async (_, changes) => {
    const record = recordOf(await judge({}), verifyOptions)
    const { signer, publicKey } = await newParty()
    const open = async (one: object) =>
      openRecord(await signRecord(one as VerificationRecord, { signer }), { key: publicKey })
    expect(await open(record)).toMatchObject({ accepted: true })
    await expect(open({ ...record, ...changes })).rejects.toMatchObject({ code: 'json_malformed' })
  })
})
