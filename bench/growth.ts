import type { ClaimPath } from '@hashikake/credential'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { type Disclosable, everythingBelow, issuance, presentation } from '@hashikake/sd-jwt/vc'
import { verify } from '@hashikake/verifier'
import { type Fixture, issuerId, makeFixture, requireAccepted, take, type } from './credential.ts'
import type { Report } from './report.ts'
import { bySize, measureGrowth, type Operation, type Sizes } from './slope.ts'

/** A family of credentials that differ in one size only. */
interface Shape extends Sizes {
  readonly name: string
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

/** How the time of each operation grows with disclosures side by side, and with disclosures within each other. */
export async function growth(report: Report): Promise<void> {
  const fixture = await makeFixture()
  for (const shape of shapes) {
    const operations = await operationsOf(shape, fixture)
    for (const [name, operation] of Object.entries(operations)) {
      report.progress(`${name}, ${shape.name}`)
      await measureGrowth(`${name}: growth with ${shape.name}`, shape, operation, report)
    }
  }
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

function requireDisclosures(presented: string, size: number): void {
  const disclosures = presented.split('~').length - 2
  if (disclosures !== size) throw new Error(`${disclosures} disclosures where ${size} are due`)
}
