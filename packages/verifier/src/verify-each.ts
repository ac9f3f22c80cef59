import type { Encoded, VerificationFormat } from '@hashikake/credential'
import type { VerifyOptions } from './options.ts'
import type { Accepted, Rejected } from './result.ts'
import { verify } from './verify.ts'

/**
 * Verifies many presentations, several at a time on the runtime's thread pool. Results come in the order of the inputs; no
 * more inputs are taken than are under way, so that a slow reader slows the source; a refusal never stops the rest.
 *
 * @param inputs - any iterable, a stream of lines for instance
 * @param options.concurrency - how many are under way at once, 64 unless given
 */
export async function* verifyEach<const Format extends VerificationFormat>(
  inputs: AsyncIterable<Encoded> | Iterable<Encoded>,
  options: VerifyOptions<Format> & { readonly concurrency?: number },
): AsyncGenerator<Accepted<Format> | Rejected, void, undefined> {
  const { concurrency = 64, ...each } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError('concurrency takes a whole number from 1')
  const source = iterate(inputs)
  const underway: Promise<Accepted<Format> | Rejected>[] = []
  try {
    for (;;) {
      while (underway.length < concurrency) {
        const next = await source.next()
        if (next.done) break
        const verifying = verify<Format>(next.value, { mode: 'pool', ...each })
        // Its rejection is read in its turn, or not at all once the reader has gone.
        verifying.catch(() => {})
        underway.push(verifying)
      }
      const first = underway.shift()
      if (first === undefined) return
      yield await first
    }
  } finally {
    await source.return?.()
  }
}

function iterate(inputs: AsyncIterable<Encoded> | Iterable<Encoded>): AsyncIterator<Encoded> | Iterator<Encoded> {
  if (typeof inputs === 'object' && inputs !== null && Symbol.asyncIterator in inputs) {
    return inputs[Symbol.asyncIterator]()
  }
  if (typeof inputs === 'object' && inputs !== null && Symbol.iterator in inputs) return inputs[Symbol.iterator]()
  throw new TypeError('verifyEach takes an iterable of presentations')
}
