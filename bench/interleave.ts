import { setImmediate } from 'node:timers/promises'
import type { Report } from './report.ts'
import { median } from './statistics.ts'

/** Something to be timed; what it gives is checked every time. */
export interface Subject {
  run(): unknown
  check?(value: unknown): void
}

export interface Plan {
  /**
   * How often each subject is called in its turn. With 1, medians leave out the odd call in which garbage is collected:
   * right for a ratio to what makes no garbage. Where the collector's work is part of a rate, a turn is long enough to
   * hold it.
   */
  readonly callsInTurn: number
  /** Rounds before the medians are looked at; compilers are still at work. */
  readonly leastWarmUp: number
  /** Rounds after which the measurement begins even if the medians still move. */
  readonly mostWarmUp: number
  readonly rounds: number
}

/** Calls of each subject after which the event loop turns, and the medians are compared. */
const callsInChunk = 1_000
/** Medians of neighbouring chunks that differ by less count as the same. */
const still = 0.015
/** This many chunks in a row must agree with the one before. */
const chunksAlike = 3

/**
 * Times subjects in turn, all of them in each round, the order turned round every other time: what disturbs the machine
 * disturbs neighbours alike, and the samples of one round can be compared. It warms up until the median of every subject
 * stands still.
 *
 * @returns the time of a call of each subject in µs, one a round
 */
export async function interleave<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  plan: Plan,
  report: Report,
): Promise<Readonly<Record<Name, Float64Array>>> {
  const names = Object.keys(subjects) as Name[]
  const list = names.map((name) => subjects[name])
  report.progress('warming up')
  await warmUp(list, plan, report)
  report.progress('measuring')
  const times = await timeRounds(list, plan, plan.rounds)
  return Object.fromEntries(names.map((name, i) => [name, times[i]])) as Record<Name, Float64Array>
}

async function warmUp(subjects: readonly Subject[], plan: Plan, report: Report): Promise<void> {
  const chunk = Math.ceil(callsInChunk / plan.callsInTurn)
  let before: readonly number[] = []
  let alike = 0
  let rounds = 0
  while (rounds < plan.leastWarmUp || (alike < chunksAlike && rounds < plan.mostWarmUp)) {
    const medians = (await timeRounds(subjects, plan, chunk)).map(median)
    alike = medians.every((one, i) => Math.abs(one / (before[i] ?? 0) - 1) < still) ? alike + 1 : 0
    before = medians
    rounds += chunk
  }
  if (alike < chunksAlike) report.note('The medians still moved when the warming up ended: a busy machine?')
}

async function timeRounds(
  subjects: readonly Subject[],
  { callsInTurn }: Plan,
  rounds: number,
): Promise<Float64Array[]> {
  const times = subjects.map(() => new Float64Array(rounds))
  const roundsInChunk = Math.ceil(callsInChunk / callsInTurn)
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const which = round % 2 === 0 ? turn : subjects.length - 1 - turn
      ;(times[which] as Float64Array)[round] = await timeTurn(subjects[which] as Subject, callsInTurn)
    }
    // Promises that are already settled never let the event loop turn.
    if (round % roundsInChunk === 0) await setImmediate()
  }
  return times
}

async function timeTurn(subject: Subject, calls: number): Promise<number> {
  const start = performance.now()
  for (let call = 0; call < calls; call++) {
    let value = subject.run()
    // Awaiting what is no promise would charge synchronous calls for a turn that they do not take.
    if (value instanceof Promise) value = await value
    subject.check?.(value)
  }
  return ((performance.now() - start) * 1000) / calls
}
