import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { challenge, check, context, hold, holder, issuer, issuerId, newParty, show, trust, vct } from './whole-way.ts'

const claims = {
  degree: { title: { ja: '修士（工学）', en: 'Master of Engineering' }, courses: ['橋梁工学', '材料力学'] },
  name: '橋本 架',
  nothing: null,
}
const disclosable = [['degree', 'title', 'ja'], ['degree', 'courses', null], ['name']] as const

/** Changes to a text: some characters replaced, removed, doubled or swapped. */
const changes = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    kind: fc.constantFrom('replace', 'remove', 'insert', 'swap'),
    character: fc.oneof(
      fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~{}[]",: \\u='),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

function changed(text: string, edits: readonly { at: number; kind: string; character: string }[]): string {
  return edits.reduce((now, { at, kind, character }) => {
    const i = Math.floor(at * now.length)
    const [before, one, after] = [now.slice(0, i), now.slice(i, i + 1), now.slice(i + 1)]
    if (kind === 'replace') return before + character + after
    if (kind === 'remove') return before + after
    if (kind === 'insert') return before + character + one + after
    return before + after.slice(0, 1) + one + after.slice(1)
  }, text)
}

describe('a changed presentation', () => {
  it('is refused in compact form, and never throws', async () => {
    const presentation = await show(await hold({ claims, disclosable }), [['degree', 'title', 'ja'], ['name']])
    await fc.assert(
      fc.asyncProperty(changes, async (edits) => {
        const text = changed(presentation, edits)
        fc.pre(text !== presentation)
        expect((await check(text)).accepted).toBe(false)
      }),
      { numRuns: 200_000 },
    )
  })

  it.each(['flattened', 'general'] as const)('never says anything else in %s form', async (serialization) => {
    const cosigner = await newParty()
    const cosigners = serialization === 'general' ? [{ id: issuerId, signer: cosigner.signer }] : []
    const encoded = await issue(
      { vct, holderKey: holder.publicKey, claims, disclosable },
      {
        format: sdJwtVc.issuance({ serialization, cosigners }),
        issuer: { id: issuerId, signer: issuer.signer },
        context,
      },
    )
    const both = {
      ...trust,
      findKeys: () => [issuer, cosigner].map(({ publicKey: key }) => ({ key, evidence: { kind: 'test' } })),
    }
    const formats = [sdJwtVc.presentation()]
    const received = await receive(encoded, { formats, trust: both, holderKey: holder.publicKey, context })
    if (!received.accepted) throw new Error(received.code)
    const selection = { credential: received.credential, disclose: [['name']], signer: holder.signer }
    const [presentation = ''] = await present([selection], { formats, challenge, context })
    const accepted = await check(presentation, { trust: both })
    if (!accepted.accepted) throw new Error(accepted.code)
    const believed = JSON.stringify(accepted.credential.claims)
    let stillAccepted = 0
    await fc.assert(
      fc.asyncProperty(changes, async (edits) => {
        const result = await check(changed(presentation, edits), { trust: both })
        if (!result.accepted) return
        stillAccepted++
        expect(JSON.stringify(result.credential.claims)).toBe(believed)
      }),
      { numRuns: 100_000 },
    )
    // White space between members changes nothing: the property is not empty on this side either.
    expect(stillAccepted).toBeGreaterThan(0)
  })
})
