import { interop } from '@hashikake/mdoc'
import { type Accepted, type Rejected, verify } from '@hashikake/verifier'
import { compare, inTurns } from '../compare.ts'
import { requireAccepted } from '../credential.ts'
import type { Goal } from '../figure.ts'
import type { Report } from '../report.ts'
import { sameEngine, usual } from './contexts.ts'
import { draftFor, type Fixture, makeFixture, namespace, show, shown, trustIn } from './credential.ts'
import type { Peer } from './peer.ts'

// Every peer changes what cbor-x does for all in its process, so that each has a process of its own.

/** The slowest peers take milliseconds: so many calls hold as much of the collector's work. */
const shortTurns = { ...inTurns, callsInTurn: 25, leastWarmUp: 8, mostWarmUp: 40, rounds: 40 }

/** Each side must read what the other wrote, with the same elements shown, or they would not be doing the same. */
async function requireAgreement(
  { presentation, options }: Fixture,
  { name, peer, leniencies = [] }: Rival,
): Promise<void> {
  await peer.verify(presentation)
  const result: Accepted | Rejected = await verify(await peer.present(await peer.issue()), {
    ...options,
    leniencies,
  })
  if (!result.accepted) throw new Error(`What ${name} shows is refused: ${result.code}`)
  const names = Object.keys(result.credential.claims[namespace] as object).sort()
  if (names.join() !== [...shown].sort().join()) throw new Error(`${name} does not show the same elements`)
}

/** A peer in one set-up, and how many times as fast ours has to be. */
interface Rival {
  readonly name: string
  readonly peer: Peer
  /** What of strict reading has to be waived for what it writes. */
  readonly leniencies?: readonly string[]
  readonly verify?: Goal
  readonly issue?: Goal
  readonly present?: Goal
}

/** Verification with the chain validated each time, as the peers do it; issuing, and presenting what each issued itself. */
async function compareWith(fixture: Fixture, rivals: readonly Rival[], report: Report): Promise<void> {
  const { presentation, options, authority, holder, held, challenge } = fixture
  const issued = new Map<Peer, Uint8Array>()
  for (const one of rivals) {
    await requireAgreement(fixture, one)
    issued.set(one.peer, await one.peer.issue())
  }
  const forgetting = { ...options, trust: trustIn(authority, 0) }
  const draft = draftFor(holder)
  const against = (operation: 'verify' | 'issue' | 'present', run: (peer: Peer) => unknown) =>
    rivals.map(({ name, peer, [operation]: goal }) => ({
      name,
      run: () => run(peer),
      ...(goal === undefined ? {} : { goal }),
    }))
  await compare(
    'mdoc: verify, chain validated',
    { run: () => verify(presentation, forgetting), check: requireAccepted },
    against('verify', (peer) => peer.verify(presentation)),
    report,
    shortTurns,
  )
  await compare(
    'mdoc: issue',
    { run: () => fixture.issue(draft) },
    against('issue', (peer) => peer.issue()),
    report,
    shortTurns,
  )
  await compare(
    'mdoc: present',
    { run: () => show(held, holder, challenge) },
    against('present', (peer) => peer.present(issued.get(peer) as Uint8Array)),
    report,
    shortTurns,
  )
}

export async function withAnimo(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const { animoPeer } = await import('./animo.ts')
  const leniencies = [interop]
  const rivals: readonly Rival[] = [
    {
      name: '@animo-id/mdoc, same engine',
      peer: animoPeer(fixture, sameEngine()),
      leniencies,
      verify: { atLeast: 2 },
      issue: { atLeast: 3 },
      present: { atLeast: 2.2 },
    },
    { name: '@animo-id/mdoc as usually set up', peer: animoPeer(fixture, usual()), leniencies },
  ]
  await compareWith(fixture, rivals, report)
}

export async function withOwf(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const { owfPeer } = await import('./owf.ts')
  const rivals: readonly Rival[] = [
    {
      name: '@owf/mdoc, same engine',
      peer: owfPeer(fixture, sameEngine()),
      issue: { atLeast: 3 },
      present: { atLeast: 2.2 },
    },
    { name: '@owf/mdoc as usually set up', peer: owfPeer(fixture, usual()), verify: { atLeast: 25 } },
  ]
  await compareWith(fixture, rivals, report)
}

/** It brings its cryptography along. */
export async function withAuth0(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const { auth0Peer } = await import('./auth0.ts')
  const peer = auth0Peer(fixture)
  const goals = { verify: { atLeast: 8 }, issue: { atLeast: 3 }, present: { atLeast: 2.2 } }
  await compareWith(fixture, [{ name: '@auth0/mdl', peer, ...goals }], report)
}
