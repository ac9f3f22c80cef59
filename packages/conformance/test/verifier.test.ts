import type { Policy, StatusResolver, Trust } from '@hashikake/credential'
import { bearer, planCheck } from '@hashikake/credential'
import { Refusal } from '@hashikake/encoding/refusal'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import {
  createChallenge,
  issuerKeys,
  issuers,
  maximumAge,
  memoryReplayStore,
  requiredClaims,
  types,
  type VerifyOptions,
  verify,
  verifyEach,
  verifyPresentation,
} from '@hashikake/verifier'
import { describe, expect, it } from 'vitest'
import {
  at,
  audience,
  check,
  context,
  hold,
  holder,
  issuerId,
  newParty,
  show,
  trust,
  vct,
  verifyOptions,
} from './whole-way.ts'

const credential = await hold({
  claims: { degree: { title: '修士（工学）' }, name: '橋本 架' },
  disclosable: [['degree', 'title'], ['name']],
  expires: new Date(at + 86_400_000),
})
const presentation = await show(credential, [['degree', 'title']])
const second = await show(await hold({ claims: { b: 2 } }), [])
const withStatus = await hold({
  claims: { a: 1 },
  status: { status_list: { idx: 7, uri: 'https://status.example/1' } },
})
const shown = await show(withStatus, [])
const judge = (changes: Partial<VerifyOptions>) =>
  verify(presentation, { ...verifyOptions, ...changes } as VerifyOptions)
const later = (seconds: number) => ({ ...context, now: () => at + seconds * 1000 })

describe('policies', () => {
  it.each<[string, Policy, string | undefined]>([
    ['the issuer', issuers([issuerId]), undefined],
    ['another issuer', issuers(['https://registrar.example/']), 'issuer_not_allowed'],
    ['the type', types(['https://other.example', vct]), undefined],
    ['another type', types([`${vct}/`]), 'type_not_allowed'],
    ['a disclosed claim', requiredClaims([['degree', 'title'], ['exp']]), undefined],
    ['a withheld claim', requiredClaims([['degree', 'title'], ['name']]), 'claim_missing'],
    ['an inherited name', requiredClaims([['constructor']]), 'claim_missing'],
    ['a recent issue', maximumAge(1), undefined],
  ])('%s', async (_, policy, code) => {
    const result = await judge({ policies: [policy] })
    if (code === undefined) expect(result).toMatchObject({ accepted: true })
    else expect(result).toMatchObject({ accepted: false, stage: 'policy', code })
  })

  it('says where a claim is missing', async () => {
    const result = await judge({ policies: [requiredClaims([['name']])] })
    expect(result).toMatchObject({ code: 'claim_missing', path: ['name'] })
  })

  it('refuses by age to the second, with the clock skew on our side', async () => {
    const old = (seconds: number, clockSkew: number) =>
      judge({ policies: [maximumAge(60)], context: later(seconds), clockSkew })
    expect(await old(60, 0)).toMatchObject({ accepted: true })
    expect(await old(61, 0)).toMatchObject({ stage: 'policy', code: 'too_old' })
    expect(await old(61, 1)).toMatchObject({ accepted: true })
    expect(await judge({ policies: [maximumAge(60)], context: later(-1), clockSkew: 0 })).toMatchObject({
      stage: 'authenticate',
      code: 'key_binding_in_future',
    })
  })

  it('takes a policy of the caller’s own, asynchronous too', async () => {
    const own: Policy = {
      check: planCheck('policy', 'own'),
      parameters: null,
      judge: async () => ({ code: 'policy_failed', path: ['degree'] }),
    }
    const result = await judge({ policies: [own] })
    expect(result).toMatchObject({ stage: 'policy', code: 'policy_failed', path: ['degree'] })
    expect(result.checks.find(({ name }) => name === 'own')).toMatchObject({ outcome: 'failed' })
  })
})

describe('replay', () => {
  it('refuses the same nonce twice by the store, and an old one by comparison', async () => {
    const replay = memoryReplayStore()
    expect(await judge({ replay })).toMatchObject({ accepted: true })
    expect(await judge({ replay })).toMatchObject({ accepted: false, stage: 'policy', code: 'nonce_replayed' })
    const challenge = createChallenge({ protocol: 'direct', audience }, { context })
    expect(await judge({ challenge, replay })).toMatchObject({
      stage: 'authenticate',
      code: 'key_binding_nonce_mismatch',
    })
  })

  it('books skipped checks as skipped in a refusal too', async () => {
    const replay = memoryReplayStore()
    await judge({ replay })
    const again = await judge({ replay })
    expect(again.checks.find(({ name }) => name === 'status')).toMatchObject({ outcome: 'skipped' })
    const unbound = presentation.slice(0, presentation.lastIndexOf('~') + 1)
    const strict = { ...verifyOptions, challenge: bearer, policies: [types(['https://x.example'])] } as const
    const refused = await verify(unbound, strict)
    expect(refused.checks.find(({ name }) => name === 'key_binding')).toMatchObject({ outcome: 'skipped' })
  })

  it('says that the store is full, and that it may be tried again', async () => {
    const replay = memoryReplayStore({ capacity: 1 })
    replay.use('another', { now: at / 1000, expires: at / 1000 + 60 })
    expect(await judge({ replay })).toMatchObject({ stage: 'policy', code: 'replay_store_full', retryable: true })
  })

  it('lets a bad presentation use nothing up', async () => {
    const replay = memoryReplayStore()
    expect(await judge({ replay, policies: [types(['https://other.example'])] })).toMatchObject({ accepted: false })
    expect(await judge({ replay })).toMatchObject({ accepted: true })
  })

  it('gives one of many at the same time', async () => {
    const replay = memoryReplayStore()
    const results = await Promise.all(Array.from({ length: 20 }, () => judge({ replay, mode: 'pool' })))
    expect(results.filter(({ accepted }) => accepted)).toHaveLength(1)
  })

  it('would rather refuse than forget, and forgets what is past', () => {
    const store = memoryReplayStore({ capacity: 2 })
    expect(store.use('a', { now: 0, expires: 10 })).toBe('new')
    expect(store.use('b', { now: 0, expires: 20 })).toBe('new')
    expect(store.use('c', { now: 0, expires: 20 })).toBe('full')
    expect(store.use('c', { now: 11, expires: 20 })).toBe('new')
    expect(store.use('b', { now: 11, expires: 20 })).toBe('used')
  })
})

describe('trust', () => {
  it('is asked for keys before the signature, and about their owner after', async () => {
    const asked: string[] = []
    const watching: Trust = {
      findKeys: (request) => {
        asked.push(`find ${request.issuer}`)
        return trust.findKeys(request, context)
      },
      decide: () => {
        asked.push('decide')
        return { trusted: false, code: 'issuer_not_trusted' }
      },
    }
    const result = await judge({ trust: watching })
    expect(result).toMatchObject({ stage: 'trust', code: 'issuer_not_trusted', retryable: false })
    expect(asked).toEqual([`find ${issuerId}`, 'decide'])
    expect(result.checks.find(({ name }) => name === 'issuer_signature')).toMatchObject({ outcome: 'passed' })
  })

  it('says that authentication was not reached when there is no key', async () => {
    const result = await judge({ trust: issuerKeys({}) })
    expect(result).toMatchObject({ stage: 'trust', code: 'key_unknown' })
    const outcomes = Object.fromEntries(result.checks.map(({ name, outcome }) => [name, outcome]))
    expect(outcomes).toMatchObject({ structure: 'passed', issuer_signature: 'not_reached', issuer_trusted: 'failed' })
  })

  it('fails at authentication under a key that is not the signer’s', async () => {
    const { publicKey } = await newParty()
    const result = await judge({ trust: issuerKeys({ [issuerId]: [publicKey] }) })
    expect(result).toMatchObject({ stage: 'authenticate', code: 'signature_invalid' })
    expect(result.checks.find(({ name }) => name === 'issuer_trusted')).toMatchObject({ outcome: 'not_reached' })
  })

  it('is retryable when a list cannot be reached, and never turns into acceptance', async () => {
    const unreachable: Trust = {
      findKeys: () => {
        throw new Refusal('trust_unreachable', { retryable: true })
      },
      decide: () => ({ trusted: true }),
    }
    const result = await judge({ trust: unreachable })
    expect(result).toMatchObject({ accepted: false, stage: 'trust', code: 'trust_unreachable', retryable: true })
  })
})

describe('status', () => {
  const resolver = (answer: Awaited<ReturnType<StatusResolver['resolve']>>): StatusResolver => ({
    resolve: async ({ references }) => {
      expect(references).toEqual([{ kind: 'status_list', uri: 'https://status.example/1', index: 7 }])
      return answer
    },
  })
  it('is asked last, and its answer counts', async () => {
    const valid = await verify(shown, {
      ...verifyOptions,
      status: resolver({ valid: true, evidence: [{ kind: 'list' }] }),
    })
    expect(valid).toMatchObject({ accepted: true, weakenings: [], credential: { status: 'valid' } })
    const revoked = await verify(shown, {
      ...verifyOptions,
      status: resolver({ valid: false, code: 'status_invalid' }),
    })
    expect(revoked).toMatchObject({ accepted: false, stage: 'status', code: 'status_invalid' })
    const never: StatusResolver = { resolve: () => Promise.reject(new Error('asked although policy had refused')) }
    const refused = await verify(shown, {
      ...verifyOptions,
      status: never,
      policies: [types(['https://other.example'])],
    })
    expect(refused).toMatchObject({ stage: 'policy', code: 'type_not_allowed' })
  })
  it('is named as a weakening where it is ignored', async () => {
    expect(await verify(shown, verifyOptions)).toMatchObject({
      weakenings: ['ignoreStatus'],
      credential: { status: 'not_checked' },
    })
  })
})

describe('verifyPresentation', () => {
  it('accepts only if every part is accepted', async () => {
    const both = await verifyPresentation([presentation, second], { ...verifyOptions, sameHolder: 'required' })
    expect(both).toMatchObject({ accepted: true, parts: [{ accepted: true }, { accepted: true }] })
    const one = await verifyPresentation([presentation, `${second}x`], { ...verifyOptions, sameHolder: 'required' })
    expect(one.accepted).toBe(false)
    expect(one.checks.at(-1)).toMatchObject({ name: 'same_holder', outcome: 'not_reached' })
    expect(await verifyPresentation([], verifyOptions)).toMatchObject({ accepted: false })
  })
  it('lets the parts of one answer share its nonce, once', async () => {
    const replay = memoryReplayStore()
    const options = { ...verifyOptions, replay }
    expect(await verifyPresentation([presentation, second], options)).toMatchObject({ accepted: true })
    expect(await verifyPresentation([presentation, second], options)).toMatchObject({ accepted: false })
  })
  it('asks whether the parts speak of the same subject', async () => {
    const sameSubject = { name: 'by name', match: () => false }
    const result = await verifyPresentation([presentation, second], { ...verifyOptions, sameSubject })
    expect(result).toMatchObject({ accepted: false, checks: [{}, { name: 'same_subject', code: 'subject_differs' }] })
  })
})

describe('verifyEach', () => {
  it('keeps the order, goes on after a refusal and reads no further than it must', async () => {
    let taken = 0
    function* source() {
      for (let i = 0; i < 50; i++) {
        taken++
        yield i % 3 === 1 ? `${presentation}x` : presentation
      }
    }
    const verdicts: boolean[] = []
    for await (const result of verifyEach(source(), { ...verifyOptions, concurrency: 4 })) {
      verdicts.push(result.accepted)
      expect(taken - verdicts.length).toBeLessThanOrEqual(4)
      if (verdicts.length === 20) break
    }
    expect(verdicts).toEqual(Array.from({ length: 20 }, (_, i) => i % 3 !== 1))
    expect(taken).toBeLessThanOrEqual(24)
  })
})

describe('wrong use and abort', () => {
  it.each<[string, object, RegExp]>([
    ['no formats', { formats: [] }, /formats: \[verification\(\)\]/],
    ['no trust', { trust: undefined }, /issuerKeys/],
    ['a forgotten challenge', { challenge: undefined }, /bearer/],
    ['a challenge without nonce', { challenge: { protocol: 'direct', audience: 'x' } }, /challenge/],
    ['a forgotten status', { status: undefined }, /ignoreStatus/],
    ['a skew in milliseconds', { clockSkew: 60_000 }, /seconds/],
    ['a wrong signature rule', { signatures: { atLeast: 0 } }, /atLeast/],
  ])('%s is a TypeError that says how', async (_, changes, message) => {
    await expect(judge(changes)).rejects.toThrow(TypeError)
    await expect(judge(changes)).rejects.toThrow(message)
  })

  it('rejects with the reason of the abort', async () => {
    const reason = new Error('enough')
    await expect(judge({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const slow: Trust = {
      findKeys: async (request) => {
        controller.abort(reason)
        return trust.findKeys(request, context)
      },
      decide: () => ({ trusted: true }),
    }
    await expect(judge({ trust: slow, signal: controller.signal })).rejects.toBe(reason)
  })

  it('lets a bug of the caller through as it is', async () => {
    const bug = new Error('a bug in a policy')
    const policy: Policy = {
      check: planCheck('policy', 'buggy'),
      parameters: null,
      judge: () => {
        throw bug
      },
    }
    await expect(judge({ policies: [policy] })).rejects.toBe(bug)
  })
})

it('refuses a key-bound presentation where a bearer is expected, and a bearer where a holder is', async () => {
  expect(await judge({ challenge: bearer })).toMatchObject({ stage: 'parse', code: 'key_binding_unexpected' })
  const unbound = presentation.slice(0, presentation.lastIndexOf('~') + 1)
  expect(await verify(unbound, verifyOptions)).toMatchObject({ stage: 'parse', code: 'key_binding_missing' })
  const accepted = await verify(unbound, { ...verifyOptions, challenge: bearer })
  expect(accepted).toMatchObject({ accepted: true, weakenings: ['bearer', 'ignoreStatus'] })
  expect(accepted.checks.find(({ name }) => name === 'key_binding')).toMatchObject({ outcome: 'skipped' })
})

it('takes a format it does not know for what it is', async () => {
  expect(await check('no tilde at all')).toMatchObject({ stage: 'parse', code: 'format_unknown' })
  const result = await verify(new Uint8Array([0xa0]), { ...verifyOptions, formats: [sdJwtVc.verification()] })
  expect(result).toMatchObject({ stage: 'parse', code: 'format_unknown' })
  expect(holder.publicKey.kty).toBe('EC')
})
