import { figure, type Goal } from './figure.ts'
import { interleave, type Plan, type Subject } from './interleave.ts'
import type { Report } from './report.ts'
import { pairwise, spreadOf } from './statistics.ts'

/** A turn of 250 calls sees several collections of whoever makes garbage. */
export const inTurns: Plan = { callsInTurn: 250, leastWarmUp: 20, mostWarmUp: 60, rounds: 40 }

/** What the same work takes somebody else, and how many times as fast ours has to be. */
export interface Rival extends Subject {
  readonly name: string
  readonly goal?: Goal
}

/** Times ours and the peers in one process, and reports how many times as fast ours is. */
export async function compare(
  what: string,
  ours: Subject,
  rivals: readonly Rival[],
  report: Report,
  plan: Plan = inTurns,
): Promise<void> {
  const subjects = Object.fromEntries<Subject>([['ours', ours], ...rivals.map((one) => [one.name, one] as const)])
  const times = await interleave(subjects, plan, report)
  const timesOf = (name: string): Float64Array => times[name] as Float64Array
  for (const { name, goal } of rivals) {
    const rate = spreadOf(pairwise((mine, theirs) => theirs / mine, timesOf('ours'), timesOf(name)))
    report.figure(figure(`${what}: rate against ${name}`, '×', rate, goal === undefined ? {} : { goal }))
  }
  for (const name of Object.keys(subjects)) {
    report.figure(figure(`  ${what}: ${name}`, 'µs', spreadOf(timesOf(name))))
  }
}
