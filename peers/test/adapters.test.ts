import { fileURLToPath } from 'node:url'
import { type CaseResult, loadImplementation, runConformance } from '@hashikake/conformance'
import { describe, expect, it } from 'vitest'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** What release 0.19.0 is known to accept; each was judged by its clause, not by what we do. */
const knownToAccept = ['R14', 'R15', 'R16', 'R17', 'R18', 'R19', 'R10', 'V1', 'V2', 'A20', 'A26']

describe('the adapter of @sd-jwt/sd-jwt-vc', async () => {
  const implementation = await loadImplementation(path('../adapters/sd-jwt-vc.mjs'))
  const results: CaseResult[] = []
  for await (const result of runConformance([path('../../test-vectors/sd-jwt-vc')], { implementation }))
    results.push(result)
  const withOutcome = (outcome: CaseResult['outcome']): readonly CaseResult[] =>
    results.filter((one) => one.outcome === outcome)

  it('runs through the runner: every base is accepted, with its claims', () => {
    // The adapter has no word for a profile, or for the rules of a type.
    const isBeyond = (suite: string): boolean => /\/(?:haip|type-metadata)$/.test(suite)
    const bases = results.filter(({ id, suite }) => id.startsWith('base-') && !isBeyond(suite))
    expect(bases.length).toBeGreaterThan(8)
    expect(bases.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })

  it('refuses broken signatures, as it should', () => {
    const signatures = results.filter(({ rule, outcome }) => rule === 'A13' && outcome !== 'skipped')
    expect(signatures.length).toBeGreaterThan(4)
    expect(signatures.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(signatures.map(({ id }) => `${id} passed`))
  })

  it('fails where that release is known to accept what the standard refuses', () => {
    const failed = new Set(withOutcome('failed').map(({ rule }) => rule))
    expect(knownToAccept.filter((rule) => !failed.has(rule))).toEqual([])
  })

  it('answers every case, one way or the other', () => {
    expect(withOutcome('failed').filter(({ came }) => came.startsWith('threw'))).toEqual([])
    expect(withOutcome('passed').length).toBeGreaterThan(200)
    expect(withOutcome('skipped').length).toBeLessThan(results.length / 2)
  })
})
