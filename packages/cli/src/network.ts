import { type Context, ignoreStatus, type Retrieval, type StatusResolver, type Trust } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { allowLoopback, guardedRetrieval, openBundle } from '@hashikake/credential/retrieval'
import { statusLists } from '@hashikake/status'
import { CommandFault, refusedBy } from './faults.ts'
import { readText } from './input.ts'
import { readPublicKey } from './public-keys.ts'
import type { Terminal } from './terminal.ts'

export interface NetworkOptions {
  readonly at?: Date
  readonly offline?: string
  readonly bundleKey?: string
  readonly allowLoopback?: boolean
  readonly ignoreStatus?: boolean
}

/** The clock, and whom may be asked: the Internet within its guard, or an offline bundle and nobody else. */
export async function contextFrom(options: NetworkOptions, terminal: Terminal): Promise<Context> {
  const { at } = options
  const clock = at === undefined ? {} : { now: () => at.getTime() }
  return defaultContext({ ...clock, retrieval: await retrievalFrom(options, defaultContext(clock), terminal) })
}

async function retrievalFrom(options: NetworkOptions, context: Context, terminal: Terminal): Promise<Retrieval> {
  const { offline, bundleKey } = options
  if (offline === undefined) {
    if (bundleKey !== undefined) throw new CommandFault('--bundle-key is for a bundle: add --offline FILE')
    return guardedRetrieval(options.allowLoopback === true ? { loopback: allowLoopback } : {})
  }
  if (bundleKey === undefined) throw new CommandFault('--offline needs --bundle-key: the key of who made the bundle')
  const keys = [await readPublicKey(bundleKey, terminal)]
  const { text, source } = await readText(offline, terminal)
  const bundle = await refusedBy(source, () => openBundle(text, { keys, context }))
  for (const { url, age } of bundle.parts) terminal.errors.write(`${source}: ${url} is ${describeAge(age)} old\n`)
  return bundle.retrieval
}

/** Who is asked about revocation: the lists that credentials name, as signed by whom is trusted. */
export function statusFrom(
  { ignoreStatus: isIgnored }: NetworkOptions,
  trust: Trust,
): StatusResolver | typeof ignoreStatus {
  return isIgnored === true ? ignoreStatus : statusLists({ trust })
}

function describeAge(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 86_400)} days`
}
