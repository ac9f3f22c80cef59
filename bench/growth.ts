import { setImmediate } from 'node:timers/promises'
import type { ClaimPath } from '@hashikake/credential'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { type Disclosable, everythingBelow, issuance, presentation } from '@hashikake/sd-jwt/vc'
import { verify } from '@hashikake/verifier'
import { type Fixture, issuerId, makeFixture, requireAccepted, take, type } from './credential.ts'
import { figure } from './figure.ts'
import type { Report } from './report.ts'
import { growthExponent, spreadOf } from './statistics.ts'

const goal = { atMost: 1.15 }

/** A family of credentials that differ in one size only. */
interface Shape {
  readonly name: string
  readonly sizes: readonly number[]
  /** Runs of the largest size in each round. */
  readonly runs: number
  claims(size: number): JsonObject
  disclosable(size: number): readonly Disclosable[]
  /** One path that shows everything, where there is one. */
  readonly everything?: ClaimPath
}

const shapes: readonly Shape[] = [
  {
    name: 'members of an object',
    sizes: [1_000, 2_000, 5_000, 10_000],
    runs: 2,
    claims: (size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`claim_${i}`, `specimen ${i}`])),
    disclosable: (size) => Array.from({ length: size }, (_, i) => [`claim_${i}`]),
  },
  {
    name: 'elements of an array',
    sizes: [1_000, 2_000, 5_000, 10_000],
    runs: 2,
    claims: (size) => ({ list: Array.from({ length: size }, (_, i) => `specimen ${i}`) }),
    disclosable: (size) => (size === 0 ? [] : [['list', null]]),
  },
  {
    name: 'levels of nesting',
    sizes: [8, 16, 32, 64],
    runs: 60,
    claims: (size) => {
      let value: JsonValue = 'specimen'
      for (let level = 0; level < size; level++) value = { level: value }
      return { top: value }
    },
    disclosable: (size) => (size === 0 ? [] : [everythingBelow(['top'])]),
    everything: ['top'],
  },
]

const rounds = 15
const warmUpRounds = 5

/** How the time of each operation grows with disclosures side by side, and with disclosures within each other. */
export async function growth(report: Report): Promise<void> {
  const fixture = await makeFixture()
  for (const shape of shapes) {
    const operations = await operationsOf(shape, fixture)
    for (const [name, operation] of Object.entries(operations)) {
      report.progress(`${name}, ${shape.name}`)
      await measure(`${name}: growth with ${shape.name}`, shape, operation, report)
    }
  }
}

interface Operation {
  run(size: number): Promise<unknown>
  /** Without a goal. */
  readonly isForReading?: boolean
}

/** Reports the slope over all sizes, and the times behind it. */
async function measure(name: string, shape: Shape, { run, isForReading }: Operation, report: Report): Promise<void> {
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
async function takeTurns({ sizes, runs }: Shape, run: Operation['run']): Promise<readonly Turn[]> {
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

async function operationsOf(shape: Shape, fixture: Fixture): Promise<Readonly<Record<string, Operation>>> {
  const { issuer, holder, trust, challenge } = fixture
  const drafts = await bySize(shape, async (size) => ({
    vct: type,
    holderKey: holder.publicKey,
    claims: shape.claims(size),
    disclosable: shape.disclosable(size),
  }))
  const issueOne = (size: number): Promise<string> =>
    issue(drafts(size), { format: issuance(), issuer: { id: issuerId, signer: issuer.signer } })
  const issued = await bySize(shape, issueOne)
  const held = await bySize(shape, (size) => take(issued(size), holder, trust))
  const presentOf = async (size: number, disclose: readonly ClaimPath[]): Promise<string> => {
    const selection = { credential: held(size), disclose, signer: holder.signer }
    return (await present([selection], { formats: [presentation()], challenge }))[0] as string
  }
  const byPaths = (size: number): Promise<string> => presentOf(size, held(size).disclosable)
  const { everything } = shape
  const presentAll = everything === undefined ? byPaths : (size: number) => presentOf(size, [everything])
  const presented = await bySize(shape, presentAll)
  for (const size of shape.sizes) requireDisclosures(presented(size), size)
  return {
    issue: { run: issueOne },
    receive: {
      run: async (size) =>
        requireAccepted(await receive(issued(size), { formats: [presentation()], trust, holderKey: holder.publicKey })),
    },
    'present all': { run: presentAll },
    // The paths to all levels are together as long as the square of the depth: the question itself grows so.
    ...(everything === undefined ? {} : { 'present all by single paths': { run: byPaths, isForReading: true } }),
    verify: {
      run: async (size) => requireAccepted(await verify(presented(size), { ...fixture.options, policies: [] })),
    },
  }
}

async function bySize<Value>(
  { sizes }: Shape,
  make: (size: number) => Promise<Value>,
): Promise<(size: number) => Value> {
  const made = new Map<number, Value>()
  for (const size of [0, ...sizes]) made.set(size, await make(size))
  return (size) => made.get(size) as Value
}

function requireDisclosures(presented: string, size: number): void {
  const disclosures = presented.split('~').length - 2
  if (disclosures !== size) throw new Error(`${disclosures} disclosures where ${size} are due`)
}
