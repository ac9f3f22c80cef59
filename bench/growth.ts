import { setImmediate } from 'node:timers/promises'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { type Disclosable, everythingBelow, issuance, presentation } from '@hashikake/sd-jwt/vc'
import { verify } from '@hashikake/verifier'
import { type Fixture, issuerId, makeFixture, type Options, requireAccepted, take, type } from './credential.ts'
import { figure } from './figure.ts'
import type { Report } from './parts.ts'
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
}

const number = (_: unknown, index: number): number => index
const shapes: readonly Shape[] = [
  {
    name: 'members of an object',
    sizes: [1_000, 2_000, 5_000, 10_000],
    runs: 2,
    claims: (size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`claim_${i}`, `specimen ${i}`])),
    disclosable: (size) => Array.from({ length: size }, number).map((i) => [`claim_${i}`]),
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

type Operation = (size: number) => Promise<unknown>

/**
 * What does not grow (the signatures, above all) would hide what does, and noise in it would tilt the slope: the same
 * operation on a credential without disclosures is timed in every round and taken off. A smaller size runs as many more
 * times as it is smaller, so that each turn makes as much garbage and pays for as much of its collection. Of all rounds
 * the fastest turn of each size counts: what else the machine does only ever adds.
 */
async function measure(name: string, { sizes, runs }: Shape, operation: Operation, report: Report): Promise<void> {
  const largest = Math.max(...sizes)
  const turns = [sizes[0] as number, ...sizes].map((like, i) => ({
    size: i === 0 ? 0 : like,
    runs: Math.round((runs * largest) / like),
    times: [] as number[],
  }))
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const turn of round % 2 === 0 ? turns : [...turns].reverse()) {
      const time = await timeRuns(operation, turn)
      if (round >= 0) turn.times.push(time)
    }
  }
  const slopeOf = ([none, ...grown]: readonly number[]): number =>
    growthExponent(
      sizes,
      grown.map((time) => time - (none as number)),
    )
  const overRounds = Array.from({ length: rounds }, (_, round) =>
    slopeOf(turns.map(({ times }) => times[round] as number)),
  )
  const fastest = turns.map(({ times }) => Math.min(...times))
  report.figure(figure(name, 'exponent', spreadOf(overRounds), { goal, value: slopeOf(fastest) }))
  const written = turns.map(({ size }, i) => `${size}: ${(fastest[i] as number).toFixed(3)}`)
  report.note(`${name}: ms by size: ${written.join(', ')}`)
}

/** Milliseconds of one run. */
async function timeRuns(operation: Operation, { size, runs }: { size: number; runs: number }): Promise<number> {
  await setImmediate()
  const start = performance.now()
  for (let run = 0; run < runs; run++) await operation(size)
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
  const presentAll = async (size: number): Promise<string> => {
    const credential = held(size)
    const selection = { credential, disclose: credential.disclosable, signer: holder.signer }
    return (await present([selection], { formats: [presentation()], challenge }))[0] as string
  }
  const presented = await bySize(shape, presentAll)
  const options: Options = { ...fixture.options, policies: [] }
  for (const size of shape.sizes) requireDisclosures(presented(size), size)
  return {
    issue: issueOne,
    receive: async (size) =>
      requireAccepted(await receive(issued(size), { formats: [presentation()], trust, holderKey: holder.publicKey })),
    'present all': presentAll,
    verify: async (size) => requireAccepted(await verify(presented(size), options)),
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
