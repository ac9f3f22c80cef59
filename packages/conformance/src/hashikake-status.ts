import type { Evidence } from '@hashikake/credential'
import { decodeBase64url, encodeUtf8 } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { inflateStatusList, readAggregation, readJwtToken, type StatusBits, statusLists } from '@hashikake/status'
import { bitstringStatusOf, readBitstringStatusList } from '@hashikake/status/bitstring'
import { createStatusList, signStatusListJwt } from '@hashikake/status/publishing'
import type { TestCase } from './case.ts'
import { signerOf } from './hashikake-issue.ts'
import { contextOf, jsonInput, NotExpressible, WrongUse } from './hashikake-options.ts'
import { trustOf } from './hashikake-trust.ts'
import type { Outcome } from './implementation.ts'

/**
 * `{ uri, index | identifier, times, historical, reasons }`: what a list says at the last of the times, asked by one verifier
 * at each of them; or `{ aggregation }`, a list of lists; or `{ bitstring: { subject, entry } }`.
 */
export async function statusTokenCase(testCase: TestCase): Promise<Outcome> {
  const input = jsonInput(testCase)
  if (typeof input.aggregation === 'string') {
    return { accepted: true, output: { lists: readAggregation(encodeUtf8(input.aggregation)) } }
  }
  if (input.bitstring !== undefined) return bitstringCase(input.bitstring as JsonObject, testCase)
  return askedCase(input as unknown as Asked, testCase)
}

interface Asked {
  readonly uri: string
  readonly index?: number
  /** base64url. */
  readonly identifier?: string
  readonly times?: readonly string[]
  readonly historical?: boolean
  readonly reasons?: Readonly<Record<number, 'replaced' | 'withdrawn'>>
}

async function askedCase(asked: Asked, testCase: TestCase): Promise<Outcome> {
  const { uri, index, identifier, historical, reasons, times = [testCase.at as string] } = asked
  const { keys = [] } = testCase.trust ?? {}
  const relatedTo = keys.map((key): Evidence => ({ kind: 'pinned-key', key, issuer: key.issuer ?? null }))
  const resolver = statusLists({
    trust: trustOf(testCase.trust),
    ...(historical === undefined ? {} : { historical }),
    ...(reasons === undefined ? {} : { reasons }),
  })
  const reference = {
    kind: identifier === undefined ? 'status_list' : 'identifier_list',
    uri,
    ...(index === undefined ? {} : { index }),
    ...(identifier === undefined ? {} : { identifier: decodeBase64url(identifier) }),
  }
  const context = contextOf(testCase)
  let outcome: Outcome | undefined
  for (const time of times) {
    const at = Date.parse(time) / 1000
    const answer = await resolver.resolve(
      { references: [reference], relatedTo, at },
      { ...context, now: () => at * 1000 },
    )
    outcome = answer.valid ? { accepted: true } : { accepted: false, stage: 'status', code: answer.code }
  }
  if (outcome === undefined) throw new NotExpressible('it asks at no time')
  return outcome
}

async function bitstringCase({ subject, entry }: JsonObject, testCase: TestCase): Promise<Outcome> {
  const list = await readBitstringStatusList(subject as JsonObject, contextOf(testCase))
  return { accepted: true, output: { ...bitstringStatusOf(entry as JsonObject, list) } as unknown as JsonObject }
}

/**
 * `{ key, bits, size, allocate, set }`: a list of which so many entries are given away, and of those, by their number in that
 * order, some get a value. It is signed and read again.
 */
export async function statusPublishCase(testCase: TestCase): Promise<Outcome> {
  const { key, bits, size, allocate, set } = jsonInput(testCase) as unknown as {
    readonly key: JsonObject
    readonly bits: StatusBits
    readonly size: number
    readonly allocate: number
    readonly set: readonly (readonly [number, number])[]
  }
  const context = contextOf(testCase)
  try {
    const list = createStatusList({ bits, size, context })
    const indices = Array.from({ length: allocate }, () => list.allocate())
    for (const [which, value] of set) list.set(indices[which] ?? -1, value)
    const uri = 'https://registrar.example/statuslists/1'
    const token = readJwtToken(encodeUtf8(await signStatusListJwt(list, { uri, signer: await signerOf(key), context })))
    const read = await inflateStatusList(token.compressed, { bits: token.bits, limit: 2 ** 20, engine: context.engine })
    const isGiven = new Set(indices)
    const others = Array.from({ length: read.size }, (_, index) => (isGiven.has(index) ? 0 : read.at(index)))
    return {
      accepted: true,
      output: {
        bits: read.bits,
        size: read.size,
        distinct: isGiven.size === allocate,
        inOrder: indices.every((index, i) => i === 0 || index > (indices[i - 1] as number)),
        values: indices.map((index) => read.at(index) ?? null),
        othersValid: others.every((value) => value === 0),
      },
    }
  } catch (thrown) {
    if (thrown instanceof TypeError && !(thrown instanceof Refusal)) throw new WrongUse(thrown.message)
    throw thrown
  }
}
