import { verifyEach } from '@hashikake/verifier'
import { type Fixture, makeFixture, requireAccepted } from './credential.ts'
import { figure } from './figure.ts'
import { rawVerifications, verifyRawPooled } from './one-shot.ts'
import type { Report } from './report.ts'
import { median, pairwise, spreadOf } from './statistics.ts'

const inFlight = 64
/** Long enough that filling and emptying the pool does not count. */
const itemsPerSlice = 1_024
const slices = 40

/** Many verifications at a time on the thread pool, against nothing but their signatures there. */
export async function pooled(report: Report): Promise<void> {
  const fixture = await makeFixture()
  report.progress('warming up')
  await slicePairs(fixture, 12)
  report.progress('measuring')
  const { ours, raw } = await slicePairs(fixture, slices)
  const share = spreadOf(pairwise((mine, bare) => bare / mine, ours, raw))
  report.figure(
    figure(`verifyEach, ${inFlight} in flight: rate against raw pairs`, '×', share, { goal: { atLeast: 0.65 } }),
  )
  const perItem = (milliseconds: readonly number[]): number[] => milliseconds.map((one) => (one * 1000) / itemsPerSlice)
  report.figure(figure('  raw pairs, thread pool', 'µs', spreadOf(perItem(raw))))
  report.figure(figure('  verifyEach', 'µs', spreadOf(perItem(ours))))
  report.note(`verifyEach: ${Math.round((itemsPerSlice * 1000) / median(ours))} a second`)
}

async function slicePairs(fixture: Fixture, count: number): Promise<{ ours: number[]; raw: number[] }> {
  const ours: number[] = []
  const raw: number[] = []
  for (let slice = 0; slice < count; slice++) {
    const inTurn = [async () => ours.push(await time(sliceOfOurs)), async () => raw.push(await time(sliceOfRaw))]
    for (const next of slice % 2 === 0 ? inTurn : inTurn.reverse()) await next()
  }
  return { ours, raw }

  async function time(work: (fixture: Fixture) => Promise<void>): Promise<number> {
    const start = performance.now()
    await work(fixture)
    return performance.now() - start
  }
}

async function sliceOfOurs({ presentation, options }: Fixture): Promise<void> {
  const inputs = Array.from({ length: itemsPerSlice }, () => presentation)
  let answered = 0
  for await (const result of verifyEach(inputs, { ...options, concurrency: inFlight })) {
    requireAccepted(result)
    answered++
  }
  if (answered !== itemsPerSlice) throw new Error('verifyEach did not answer every input')
}

async function sliceOfRaw({ presentation, issuer, holder }: Fixture): Promise<void> {
  const [first, second] = rawVerifications(presentation, issuer.publicKey, holder.publicKey)
  let left = itemsPerSlice
  const worker = async (): Promise<void> => {
    while (left-- > 0) await Promise.all([verifyRawPooled(first), verifyRawPooled(second)])
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}
