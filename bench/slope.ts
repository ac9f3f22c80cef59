import { setImmediate } from 'node:timers/promises'
import { figure } from './figure.ts'
import type { Report } from './report.ts'
import { growthExponent, spreadOf } from './statistics.ts'

const goal = { atMost: 1.15 }
const rounds = 15
const warmUpRounds = 5

/** Sizes of something, and how often the largest runs in each round. */
export interface Sizes {
  readonly sizes: readonly number[]
  readonly runs: number
}

export interface Operation {
  run(size: number): Promise<unknown>
  /** Without a goal. */
  readonly isForReading?: boolean
}

/** Reports the slope over all sizes, and the times behind it. */
export async function measureGrowth(
  name: string,
  shape: Sizes,
  { run, isForReading }: Operation,
  report: Report,
): Promise<void> {
  const turns = await takeTurns(shape, run)
  const slopeOf = ([none, ...grown]: readonly number[]): number =>
    growthExponent(
      shape.sizes,
      grown.map((time) => time - (none as number)),
    )
  const fastest = turns.map(({ times }) => Math.min(...times))
  const inRound = Array.from({ length: rounds }, (_, round) => turns.map(({ times }) => times[round] as number))
  report.figure(
    figure(name, 'exponent', spreadOf(inRound.map(slopeOf)), {
      value: slopeOf(fastest),
      ...(isForReading ? {} : { goal }),
    }),
  )
  const written = turns.map(({ size }, i) => `${size}: ${(fastest[i] as number).toFixed(3)}`)
  report.note(`${name}: ms by size: ${written.join(', ')}`)
}

interface Turn {
  readonly size: number
  readonly runs: number
  /** Milliseconds of one run, one time a round. */
  readonly times: number[]
}

/**
 * What does not grow (the signatures, above all) would hide what does, and noise in it would tilt the slope: the same
 * operation on a credential without disclosures takes its turn in every round, to be taken off. A smaller size runs as
 * many more times as it is smaller, so that each turn makes as much garbage and pays for as much of its collection. Of
 * all rounds the fastest turn of each size counts: what else the machine does only ever adds.
 */
async function takeTurns({ sizes, runs }: Sizes, run: Operation['run']): Promise<readonly Turn[]> {
  const largest = Math.max(...sizes)
  const runsOf = (size: number): number => Math.round((runs * largest) / size)
  const turns: Turn[] = sizes.map((size) => ({ size, runs: runsOf(size), times: [] }))
  turns.unshift({ size: 0, runs: runsOf(Math.min(...sizes)), times: [] })
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const turn of round % 2 === 0 ? turns : [...turns].reverse()) {
      const time = await timeRuns(run, turn)
      if (round >= 0) turn.times.push(time)
    }
  }
  return turns
}

/** Milliseconds of one run. */
async function timeRuns(run: Operation['run'], { size, runs }: Turn): Promise<number> {
  await setImmediate()
  const start = performance.now()
  for (let done = 0; done < runs; done++) await run(size)
  return (performance.now() - start) / runs
}

/** One value for each size, and for none. */
export async function bySize<Value>(
  { sizes }: Sizes,
  make: (size: number) => Promise<Value>,
): Promise<(size: number) => Value> {
  const made = new Map<number, Value>()
  for (const size of [0, ...sizes]) made.set(size, await make(size))
  return (size) => made.get(size) as Value
}
