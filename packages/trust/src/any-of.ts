import {
  type Context,
  type Decision,
  type Evidence,
  isPromise,
  type KeyCandidate,
  type KeyRequest,
  type Trust,
} from '@hashikake/credential'
import { sameKey } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'

/** One resolver's find of a key. */
interface Find {
  readonly trust: Trust
  readonly candidate: KeyCandidate
}

/** Everything that is known of a candidate: who found it, and who failed while looking. */
interface Finds {
  readonly finds: readonly Find[]
  readonly mayBeRetried: boolean
}

/**
 * Trusts whom any of the resolvers trusts. Each decides on the keys that it found itself: the refusal of one is never
 * turned into trust by the failure of another. Where none trusts, the answer is retryable if any that failed may be
 * asked again.
 *
 * A key that several found for the same issuer stands once among the candidates, with evidence of the kind `any-of`; the
 * evidence of the resolver that trusts it comes with the decision.
 *
 * @throws {TypeError} without a resolver
 */
export function anyOf(...trusts: readonly Trust[]): Trust {
  if (trusts.length === 0 || !trusts.every((one) => typeof one?.findKeys === 'function')) {
    throw new TypeError('anyOf takes resolvers: anyOf(issuerKeys({ … }), anchors([ … ], { … }))')
  }
  const found = new WeakMap<KeyCandidate, Finds>()
  return Object.freeze({
    findKeys: async (request: KeyRequest, context: Context, signal?: AbortSignal) => {
      const answers = await Promise.all(trusts.map((trust) => ask(trust, request, context, signal)))
      const failures = answers.filter((answer) => answer instanceof Refusal)
      const finds = answers.flatMap((answer) => (answer instanceof Refusal ? [] : answer))
      const mayBeRetried = failures.some(({ retryable }) => retryable)
      const first = failures.find(({ retryable }) => retryable) ?? failures[0]
      if (finds.length === 0 && first !== undefined) throw first
      return groupByKey(finds).map((group) => {
        const candidate = candidateOf(group)
        found.set(candidate, { finds: group, mayBeRetried })
        return candidate
      })
    },
    decide: async (request: KeyRequest, candidate: KeyCandidate, context: Context, signal?: AbortSignal) => {
      const known = found.get(candidate)
      if (known === undefined) return { trusted: false, code: 'issuer_not_trusted' } as const
      return decideAmong(known, request, context, signal)
    },
  })
}

async function ask(
  trust: Trust,
  request: KeyRequest,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<readonly Find[] | Refusal> {
  try {
    const finding = trust.findKeys(request, context, signal)
    const candidates = isPromise(finding) ? await finding : finding
    return candidates.map((candidate) => ({ trust, candidate }))
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown
    throw thrown
  }
}

/** The same key for the same issuer is one candidate; under another name it is another. */
function groupByKey(finds: readonly Find[]): readonly (readonly [Find, ...Find[]])[] {
  const groups: [Find, ...Find[]][] = []
  for (const find of finds) {
    const { key, issuer } = find.candidate
    const group = groups.find(([{ candidate }]) => candidate.issuer === issuer && sameKey(candidate.key, key))
    if (group === undefined) groups.push([find])
    else group.push(find)
  }
  return groups
}

// Always a new object: two verifications that share a resolver's candidate must not share what is remembered of it.
function candidateOf(group: readonly [Find, ...Find[]]): KeyCandidate {
  const [{ candidate }] = group
  if (group.length === 1) return Object.freeze({ ...candidate })
  const evidence: Evidence = Object.freeze({
    kind: 'any-of',
    key: candidate.key as unknown as JsonObject,
    foundBy: group.length,
  })
  return Object.freeze({ ...candidate, evidence })
}

async function decideAmong(
  { finds, mayBeRetried }: Finds,
  request: KeyRequest,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<Decision> {
  const refusals: Extract<Decision, { trusted: false }>[] = []
  for (const { trust, candidate } of finds) {
    const decision = await decideAlone(trust, request, candidate, context, signal)
    if (decision.trusted) {
      if (finds.length === 1) return decision
      return { trusted: true, evidence: Object.freeze([candidate.evidence, ...(decision.evidence ?? [])]) }
    }
    refusals.push(decision)
  }
  const first = refusals.find(({ retryable }) => retryable === true) ?? (refusals[0] as (typeof refusals)[number])
  return mayBeRetried ? { ...first, retryable: true } : first
}

async function decideAlone(
  trust: Trust,
  request: KeyRequest,
  candidate: KeyCandidate,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<Decision> {
  try {
    const decision = await trust.decide(request, candidate, context, signal)
    return decision?.trusted === true
      ? decision
      : { ...decision, trusted: false, code: decision?.code ?? 'issuer_not_trusted' }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    const { code, retryable } = thrown as Refusal<'issuer_not_trusted'>
    return { trusted: false, code, retryable }
  }
}
