import type { MaybePromise } from '@hashikake/crypto/engine'

/** Remembers which nonces were accepted. Several processes need one that they share, with an atomic `use`. */
export interface ReplayStore {
  /**
   * Notes a nonce as used.
   *
   * @param expires - when it may be forgotten, seconds since 1970-01-01T00:00:00Z
   * @returns `new` for the first use, and of two calls at the same time for exactly one; `full` where it cannot be noted
   */
  use(nonce: string, expires: number): MaybePromise<'new' | 'used' | 'full'>
}

/**
 * A replay store in this process's memory.
 *
 * @param options.now - the clock, seconds; nonces past their time are forgotten by it
 * @param options.capacity - how many nonces are remembered at most; 100,000 unless given. A full store refuses new ones
 *   rather than forgetting one that could still be replayed.
 */
export function memoryReplayStore(options: { now: () => number; capacity?: number }): ReplayStore {
  const { now, capacity = 100_000 } = options
  if (typeof now !== 'function')
    throw new TypeError('memoryReplayStore needs a clock: { now: () => Date.now() / 1000 }')
  const used = new Map<string, number>()
  return Object.freeze({
    use: (nonce: string, expires: number) => {
      if (used.has(nonce) && (used.get(nonce) as number) >= now()) return 'used'
      if (used.size >= capacity) {
        for (const [old, until] of used) if (until < now()) used.delete(old)
        if (used.size >= capacity) return 'full'
      }
      used.set(nonce, expires)
      return 'new'
    },
  })
}
