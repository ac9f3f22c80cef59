import { type Encoded, isPromise, orAborted, type VerificationFormat } from '@hashikake/credential'
import { readVerifyOptions, type VerifyOptions } from './options.ts'
import type { Accepted, Rejected } from './result.ts'
import { judge } from './verify.ts'

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
  const { concurrency = 64 } = options ?? {}
  const read = readVerifyOptions<Format>(options, ['concurrency'])
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw new TypeError('concurrency takes a whole number from 1')
  const queue = newQueue(iterate(inputs), (input) => judge<Format>(input, { ...read, mode: read.mode ?? 'pool' }))
  const { underway } = queue
  try {
    for (;;) {
      while (underway.length < concurrency && queue.pull());
      const [head] = underway
      const { pulling } = queue
      if (pulling !== undefined) {
        // A slow source holds up nothing that is done, and what never comes nothing that is aborted.
        const first = head === undefined ? pulling : Promise.race([pulling, head.then(isDone, isDone)])
        if (!(await orAborted(first, read.signal))) continue
      }
      if (head === undefined) break
      underway.shift()
      yield await orAborted(head, read.signal)
    }
    if (queue.fault !== undefined) throw queue.fault.cause
  } finally {
    await queue.close()
  }
}

const isDone = (): true => true

interface Queue<Verdict> {
  readonly underway: Promise<Verdict>[]
  /** The next input on its way; false once it has come. */
  pulling: Promise<false> | undefined
  fault: { readonly cause: unknown } | undefined
  /** Asks the source for one more. @returns whether it came at once; not where it has to be waited for, or has ended */
  pull(): boolean
  close(): Promise<void>
}

function newQueue<Verdict>(
  source: AsyncIterator<Encoded> | Iterator<Encoded>,
  start: (input: Encoded) => Promise<Verdict>,
): Queue<Verdict> {
  let hasEnded = false
  let isClosed = false
  const take = (next: IteratorResult<Encoded>): false => {
    queue.pulling = undefined
    if (next.done) hasEnded = true
    else if (!isClosed) queue.underway.push(started(start, next.value))
    return false
  }
  const fail = (cause: unknown): false => {
    queue.pulling = undefined
    hasEnded = true
    queue.fault = { cause }
    return false
  }
  const queue: Queue<Verdict> = {
    underway: [],
    pulling: undefined,
    fault: undefined,
    pull: () => {
      if (hasEnded || queue.pulling !== undefined) return false
      try {
        const next = source.next()
        if (isPromise(next)) queue.pulling = next.then(take, fail)
        else take(next)
      } catch (cause) {
        fail(cause)
      }
      return !hasEnded && queue.pulling === undefined
    },
    close: async () => {
      isClosed = true
      if (hasEnded) return
      const closing = Promise.resolve(source.return?.())
      // A source that has not answered yet need not answer this either.
      if (queue.pulling === undefined) await closing
      else closing.catch(() => {})
    },
  }
  return queue
}

/** Its rejection is read in its turn, or not at all once the reader has gone. */
function started<Verdict>(start: (input: Encoded) => Promise<Verdict>, input: Encoded): Promise<Verdict> {
  const verdict = start(input)
  verdict.catch(() => {})
  return verdict
}

function iterate(inputs: AsyncIterable<Encoded> | Iterable<Encoded>): AsyncIterator<Encoded> | Iterator<Encoded> {
  if (typeof inputs === 'object' && inputs !== null && Symbol.asyncIterator in inputs) {
    return inputs[Symbol.asyncIterator]()
  }
  if (typeof inputs === 'object' && inputs !== null && Symbol.iterator in inputs) return inputs[Symbol.iterator]()
  throw new TypeError('verifyEach takes an iterable of presentations')
}
