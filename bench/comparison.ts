import { defaultContext } from '@hashikake/credential/context'
import type { Engine } from '@hashikake/crypto/engine'
import { verify } from '@hashikake/verifier'
import { compare } from './compare.ts'
import { type Fixture, issueTo, makeFixture, makeParty, requireAccepted, show, take } from './credential.ts'
import { documentedPeer, type Peer, sameEnginePeer } from './peers.ts'
import type { Report } from './report.ts'

const sameEngine = 'peer, same engine'
const asDocumented = 'peer as documented'

/** Both sides must be able to read each other, or they would not be doing the same. */
async function requireAgreement({ credential, presentation, options }: Fixture, peer: Peer): Promise<void> {
  await peer.verify(presentation)
  for (const encoded of [credential, await peer.issue()]) {
    const presented = await peer.present(encoded)
    requireAccepted(await verify(presented, options))
    if (presented.split('~').length !== presentation.split('~').length) {
      throw new Error('The peer does not show the same claims')
    }
  }
}

export async function verification(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const same = sameEnginePeer(fixture)
  const documented = await documentedPeer(fixture)
  const knowing = await documentedPeer(fixture, 'known')
  for (const peer of [same, documented, knowing]) await requireAgreement(fixture, peer)
  const { presentation, options } = fixture
  await compare(
    'verify',
    { run: () => verify(presentation, options), check: requireAccepted },
    [
      { name: sameEngine, goal: { atLeast: 1.7 }, run: () => same.verify(presentation) },
      { name: asDocumented, goal: { atLeast: 3.3 }, run: () => documented.verify(presentation) },
      { name: `${asDocumented}, holder known`, run: () => knowing.verify(presentation) },
    ],
    report,
  )
}

/** More holders than any cache of keys remembers: each presentation brings a key that was not seen lately. */
const holders = 1_200

export async function newHolders(report: Report): Promise<void> {
  const fixture = await makeFixture()
  report.progress('making holders')
  const presentations = await presentationsOfMany(fixture)
  const same = sameEnginePeer(fixture, 'imported')
  const documented = await documentedPeer(fixture)
  for (const peer of [same, documented]) await requireAgreement(fixture, peer)
  const inTurn = (): (() => string) => {
    let next = 0
    return () => presentations[next++ % holders] as string
  }
  const [forOurs, forSame, forDocumented] = [inTurn(), inTurn(), inTurn()]
  await compare(
    'verify, a new holder each time',
    { run: () => verify(forOurs(), fixture.options), check: requireAccepted },
    [
      { name: sameEngine, goal: { atLeast: 1.6 }, run: () => same.verify(forSame()) },
      { name: asDocumented, run: () => documented.verify(forDocumented()) },
    ],
    report,
  )
}

async function presentationsOfMany({ issuer, trust, challenge }: Fixture): Promise<readonly string[]> {
  const presentations: string[] = []
  while (presentations.length < holders) {
    const holder = await makeParty()
    presentations.push(await show(await take(await issueTo(holder, issuer), holder, trust), holder, challenge))
  }
  return presentations
}

export async function webEngine(report: Report): Promise<void> {
  const fixture = await makeFixture()
  // Not an entry of the package: on Node the other engine is chosen, and this one must be asked for by its file.
  const file = new URL('../../packages/crypto/dist/engine-web.js', import.meta.url)
  const { engine } = (await import(file.href)) as { engine: Engine }
  if (engine.name !== 'web') throw new Error('This is not the WebCrypto engine')
  const options = { ...fixture.options, context: defaultContext({ engine }) }
  const documented = await documentedPeer(fixture)
  await requireAgreement(fixture, documented)
  await compare(
    'verify, WebCrypto engine',
    { run: () => verify(fixture.presentation, options), check: requireAccepted },
    [{ name: asDocumented, goal: { atLeast: 2 }, run: () => documented.verify(fixture.presentation) }],
    report,
  )
}

export async function issuance(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const same = sameEnginePeer(fixture)
  const documented = await documentedPeer(fixture)
  for (const peer of [same, documented]) await requireAgreement(fixture, peer)
  await compare(
    'issue',
    { run: () => issueTo(fixture.holder, fixture.issuer) },
    [
      { name: asDocumented, goal: { atLeast: 3.5 }, run: () => documented.issue() },
      { name: sameEngine, run: () => same.issue() },
    ],
    report,
  )
}

export async function presentation(report: Report): Promise<void> {
  const fixture = await makeFixture()
  const { held, holder, challenge, credential } = fixture
  const same = sameEnginePeer(fixture)
  const documented = await documentedPeer(fixture)
  for (const peer of [same, documented]) await requireAgreement(fixture, peer)
  await compare(
    'present',
    { run: () => show(held, holder, challenge) },
    [
      { name: asDocumented, goal: { atLeast: 5 }, run: () => documented.present(credential) },
      { name: sameEngine, run: () => same.present(credential) },
    ],
    report,
  )
}
