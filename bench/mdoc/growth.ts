import type { ClaimPath } from '@hashikake/credential'
import { verification } from '@hashikake/mdoc'
import { verify } from '@hashikake/verifier'
import { requireAccepted } from '../credential.ts'
import type { Report } from '../report.ts'
import { bySize, measureGrowth, type Operation, type Sizes } from '../slope.ts'
import { draftFor, type Fixture, limitsFor, makeFixture, namespace, show, take } from './credential.ts'

const sizes: Sizes = { sizes: [1_000, 2_000, 5_000, 10_000], runs: 2 }

/** How the time of each operation grows with the elements of an mdoc; one is there always, for an mdoc has one at least. */
export async function growth(report: Report): Promise<void> {
  const fixture = await makeFixture()
  for (const [name, operation] of Object.entries(await operationsOf(fixture))) {
    report.progress(`${name}, elements of an mdoc`)
    await measureGrowth(`mdoc: ${name}: growth with elements`, sizes, operation, report)
  }
}

async function operationsOf(fixture: Fixture): Promise<Readonly<Record<string, Operation>>> {
  const { holder, challenge, options } = fixture
  const drafts = await bySize(sizes, async (size) => draftFor(holder, membersOf(size)))
  const issueOne = (size: number): Promise<Uint8Array> => fixture.issue(drafts(size))
  const issued = await bySize(sizes, issueOne)
  const held = await bySize(sizes, (size) => take(issued(size), holder, options.trust, size + 1))
  const paths = await bySize(sizes, async (size) =>
    Object.keys(membersOf(size)).map((name): ClaimPath => [namespace, name]),
  )
  const presentAll = (size: number): Promise<Uint8Array> => show(held(size), holder, challenge, paths(size))
  const presented = await bySize(sizes, presentAll)
  const formats = [verification({ limits: limitsFor(20_000) })]
  return {
    issue: { run: issueOne },
    'present all': { run: presentAll },
    verify: {
      run: async (size) => requireAccepted(await verify(presented(size), { ...options, formats, policies: [] })),
    },
  }
}

function membersOf(size: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: size + 1 }, (_, i) => [`element_${i}`, `specimen ${i}`]))
}
