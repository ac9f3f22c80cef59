import { anyIssuer, type Decision, type KeyCandidate, pinnedKeys, type Trust } from '@hashikake/credential'
import { parsePublicJwk } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'
import { anyOf, scoped } from '@hashikake/trust'
import { describe, expect, it } from 'vitest'
import { contextWith, degree, issuer, outcomeOf, publicKey, requestFor } from './fixtures.ts'

const key = parsePublicJwk(publicKey('issuer'))
const other = parsePublicJwk(publicKey('second-issuer'))
const context = contextWith()

function resolver(name: string, decision: Decision, keys = [key], members: Partial<KeyCandidate> = {}): Trust {
  return {
    findKeys: () => keys.map((one) => ({ key: one, issuer, evidence: { kind: name }, ...members })),
    decide: (_, candidate) => {
      // Each resolver is asked of its own finds alone.
      expect(candidate.evidence.kind).toBe(name)
      return decision
    },
  }
}
const yes = (name: string, keys = [key]): Trust =>
  resolver(name, { trusted: true, evidence: [{ kind: `${name}-says` }] }, keys)
const no = (name: string, keys = [key]): Trust => resolver(name, { trusted: false, code: 'did_not_trusted' }, keys)
const failing = (retryable: boolean, code = 'trust_list_stale'): Trust => ({
  findKeys: () => {
    throw new Refusal(code, { retryable })
  },
  decide: () => ({ trusted: true }),
})

async function ask(
  trust: Trust,
  request = requestFor(),
): Promise<{ readonly candidate: KeyCandidate; readonly decision: Decision }> {
  const [candidate] = await trust.findKeys(request, context)
  if (candidate === undefined) throw new Refusal('none')
  return { candidate, decision: await trust.decide(request, candidate, context) }
}

describe('any of several resolvers', () => {
  it('trusts whom one of them trusts, with that one’s evidence', async () => {
    const { candidate, decision } = await ask(anyOf(yes('a'), yes('b', [other])))
    expect(candidate.evidence).toEqual({ kind: 'a' })
    expect(decision).toEqual({ trusted: true, evidence: [{ kind: 'a-says' }] })
  })

  it('lets no resolver decide on what another found', async () => {
    const { decision } = await ask(anyOf(no('a'), yes('b', [other])))
    expect(decision).toEqual({ trusted: false, code: 'did_not_trusted' })
  })

  it('never makes trust of a refusal because another failed, and says whether to try again', async () => {
    expect((await ask(anyOf(no('a'), failing(false)))).decision).toEqual({ trusted: false, code: 'did_not_trusted' })
    expect((await ask(anyOf(failing(true), no('a')))).decision).toEqual({
      trusted: false,
      code: 'did_not_trusted',
      retryable: true,
    })
    expect((await ask(anyOf(failing(true), yes('a')))).decision.trusted).toBe(true)
  })

  it('fails where all that could find anything failed', async () => {
    const empty = pinnedKeys([])
    expect(await outcomeOf(() => ask(anyOf(failing(false), empty)))).toBe('trust_list_stale')
    expect(await outcomeOf(() => ask(anyOf(failing(false, 'did_malformed'), failing(true))))).toBe(
      'trust_list_stale, retryable',
    )
    expect(await outcomeOf(() => ask(anyOf(empty, empty)))).toBe('none')
  })

  it('asks the others that found the same key for the same issuer', async () => {
    const { candidate, decision } = await ask(anyOf(no('a'), yes('b')))
    expect(candidate.evidence).toMatchObject({ kind: 'any-of', foundBy: 2 })
    expect(decision).toEqual({ trusted: true, evidence: [{ kind: 'b' }, { kind: 'b-says' }] })
    const named = resolver('b', { trusted: true }, [key], { issuer: 'https://other.example' })
    expect((await ask(anyOf(no('a'), named))).decision).toEqual({ trusted: false, code: 'did_not_trusted' })
  })

  it('refuses a candidate that it did not find, and one that was copied', async () => {
    const trust = anyOf(yes('a'))
    const { candidate } = await ask(trust)
    expect(await trust.decide(requestFor(), { ...candidate }, context)).toEqual({
      trusted: false,
      code: 'issuer_not_trusted',
    })
  })

  it('keeps verifications apart that share a resolver’s candidate', async () => {
    const pinned = pinnedKeys([{ key, issuer: anyIssuer }])
    const trust = anyOf(
      scoped(pinned, { types: [degree] }),
      scoped(pinned, { types: ['other'], formats: ['mso_mdoc'] }),
    )
    const requests = [requestFor(), requestFor({ format: 'mso_mdoc', type: 'third' })]
    const found = await Promise.all(
      requests.map(async (request) => ({ request, keys: await trust.findKeys(request, context) })),
    )
    const decisions = await Promise.all(
      found.map(({ request, keys }) => trust.decide(request, keys[0] as KeyCandidate, context)),
    )
    expect(decisions.map(({ trusted }) => trusted)).toEqual([true, false])
  })

  it('lets bugs and aborts out', async () => {
    const broken: Trust = { findKeys: () => Promise.reject(new RangeError('bug')), decide: () => ({ trusted: true }) }
    await expect(anyOf(broken, yes('a')).findKeys(requestFor(), context)).rejects.toThrow(RangeError)
  })

  it('takes at least one resolver', () => {
    expect(() => anyOf()).toThrow(TypeError)
    expect(() => anyOf({} as Trust)).toThrow(TypeError)
  })
})

describe('a scope', () => {
  const pinned = pinnedKeys([{ key, issuer: anyIssuer }])
  const decide = async (trust: Trust, members = {}): Promise<string> => {
    const request = requestFor(members)
    const [candidate] = await trust.findKeys(request, context)
    if (candidate === undefined) return 'none'
    const decision = await trust.decide(request, candidate, context)
    return decision.trusted ? 'trusted' : decision.code
  }

  it('limits types, further types, formats and purposes', async () => {
    const types = scoped(pinned, { types: [degree] })
    expect(await decide(types)).toBe('trusted')
    expect(await decide(types, { type: `${degree}/x` })).toBe('trust_type_out_of_scope')
    expect(await decide(types, { type: undefined })).toBe('trust_type_out_of_scope')
    expect(await decide(types, { type: '__proto__' })).toBe('trust_type_out_of_scope')
    expect(await decide(types, { otherTypes: [degree, 'other'] })).toBe('trust_type_out_of_scope')
    expect(await decide(scoped(pinned, { formats: ['mso_mdoc'] }))).toBe('none')
    expect(await decide(scoped(pinned, { purposes: ['status'] }))).toBe('none')
    expect(await decide(scoped(pinned, { purposes: ['status'] }), { purpose: 'status' })).toBe('trusted')
  })

  it('takes no territory for granted', async () => {
    expect(await decide(scoped(pinned, { territories: ['JP'] }))).toBe('trust_territory_out_of_scope')
    const two = resolver('x', { trusted: true, evidence: [{ kind: 'y', territory: 'FR' }] }, [key], {
      evidence: { kind: 'x', territory: 'JP' },
    })
    expect(await decide(scoped(two, { territories: ['JP'] }))).toBe('trust_territory_out_of_scope')
    expect(await decide(scoped(two, { territories: ['JP', 'FR'] }))).toBe('trusted')
  })

  it('refuses a scope that limits nothing or is misspelt', () => {
    for (const scope of [{}, { type: [degree] }, { types: [] }, { types: degree }, { types: undefined }]) {
      expect(() => scoped(pinned, scope as object)).toThrow(TypeError)
    }
  })
})
