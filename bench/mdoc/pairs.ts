import { verify } from '@hashikake/verifier'
import { requireAccepted } from '../credential.ts'
import { figure } from '../figure.ts'
import { measureGarbage } from '../heap.ts'
import { interleave } from '../interleave.ts'
import { verifyRaw } from '../one-shot.ts'
import type { Report } from '../report.ts'
import { pairwise, spreadOf } from '../statistics.ts'
import { makeFixture, rawSignatures, trustIn } from './credential.ts'

/** A whole verification of an mdoc against the two signature checks in it, pair by pair, and one whose chain is not remembered. */
export async function pairs(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const { presentation, options, authority } = fixture
  const [first, second] = await rawSignatures(fixture)
  const forgetting = { ...options, trust: trustIn(authority, 0) }
  const { raw, ours, validated } = await interleave(
    {
      raw: { run: () => verifyRaw(first) && verifyRaw(second), check: requireTrue },
      ours: { run: () => verify(presentation, options), check: requireAccepted },
      validated: { run: () => verify(presentation, forgetting), check: requireAccepted },
    },
    { callsInTurn: 1, leastWarmUp: 10_000, mostWarmUp: 40_000, rounds: 12_000 },
    report,
  )
  const ratio = spreadOf(pairwise((a, b) => b / a, raw, ours))
  report.figure(figure('mdoc: verify / two raw P-256 verifications', '×', ratio, { goal: { atMost: 1.55 } }))
  report.figure(figure('  two raw P-256 verifications', 'µs', spreadOf(raw)))
  report.figure(figure('  verify, the chain remembered', 'µs', spreadOf(ours)))
  report.figure(figure('  verify, the chain validated', 'µs', spreadOf(validated)))
}

export async function garbage(report: Report): Promise<void> {
  const { presentation, options } = await makeFixture()
  const run = async (): Promise<void> => requireAccepted(await verify(presentation, options))
  await measureGarbage('mdoc: garbage of a verification', run, { atMost: 48 }, report)
}

function requireTrue(value: boolean): void {
  if (!value) throw new Error('A raw signature does not hold')
}
