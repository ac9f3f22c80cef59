import type { Evidence, PolicySubject } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { entityHeldPower } from '@hashikake/trust'
import { describe, expect, it } from 'vitest'
import { now } from './fixtures.ts'

const powers = [
  { degreeTypes: ['bachelor', '__proto__'], from: '2004-04-01' },
  { degreeTypes: ['doctor'], through: '2010-03-31' },
]
const entry = (members: JsonObject = {}): Evidence => ({
  kind: 'trusted-entity',
  statuses: [{ status: 'g', from: '2004-04-01T00:00:00Z', granted: true }],
  awardingPowers: powers,
  ...members,
})

function subject(claims: JsonObject, ...entries: readonly Evidence[]): PolicySubject {
  const issuers = (entries.length === 0 ? [entry()] : entries).map((one) => ({ evidence: [{ kind: 'x' }, one] }))
  return {
    format: 'dc+sd-jwt',
    from: 'holder',
    credential: { type: 'bachelor', claims, validity: {}, disclosed: [], statusReferences: [] },
    issuers: issuers as unknown as PolicySubject['issuers'],
    now: now / 1000,
    clockSkew: 0,
  }
}
const judge = async (claims: JsonObject, options = {}, ...entries: readonly Evidence[]): Promise<unknown> => {
  const policy = entityHeldPower({ awardDate: ['awarded'], ...options })
  const judged = await policy.judge(subject(claims, ...entries), defaultContext())
  return judged && 'code' in judged ? judged.code : judged
}

describe('the power to award', () => {
  it('is that for the type of the credential, or of the claim that the caller points to', async () => {
    const on = (degree: JsonValue, awarded = '2012-03-31') => judge({ awarded, degree }, { degreeType: ['degree'] })
    expect(await judge({ awarded: '2012-03-31' })).toBeUndefined()
    expect(await on('bachelor')).toBeUndefined()
    expect(await on('doctor', '2010-03-31')).toBeUndefined()
    for (const other of ['doctor', 'Bachelor', 'toString', ['bachelor'], null, 7]) {
      expect(await on(other), JSON.stringify(other)).toBe('awarding_power_missing')
    }
    expect(await judge({ awarded: '2012-03-31' }, { degreeType: ['degree'] })).toBe('awarding_power_missing')
  })

  it('is asked for every day and every issuer that is named', async () => {
    const days = { awardDate: ['degrees', null, 'awarded'] }
    const degrees = (...awarded: readonly string[]): JsonObject => ({
      degrees: awarded.map((day) => ({ awarded: day })),
    })
    expect(await judge(degrees('2012-03-31', '2014-03-31'), days)).toBeUndefined()
    expect(await judge(degrees('2012-03-31', '2003-03-31'), days)).toBe('awarding_power_missing')
    expect(await judge(degrees(), days)).toBe('award_date_missing')
    expect(await judge({ awarded: '2012-03-31' }, {}, entry(), entry({ awardingPowers: [] }))).toBe(
      'awarding_power_missing',
    )
    expect(await judge({ awarded: '2012-03-31' }, {}, entry(), { kind: 'pinned-key' })).toBe('trust_list_entry_missing')
  })

  it('can be of today everywhere on Earth, and of no later day', async () => {
    expect(await judge({ awarded: '2026-12-02' })).toBeUndefined()
    expect(await judge({ awarded: '2026-12-03' })).toBe('award_date_in_future')
  })

  it('takes claim paths, and no option that there is not', () => {
    for (const wrong of [
      {},
      { awardDate: 'awarded' },
      { awardDate: [] },
      { awardDate: ['a'], degreeType: 'b' },
      { awardDate: ['a'], type: ['b'] },
    ]) {
      expect(() => entityHeldPower(wrong as never), JSON.stringify(wrong)).toThrow(TypeError)
    }
  })
})
