import type { MaybePromise } from '@hashikake/crypto/engine'

/** Remembers which nonces were accepted. Several processes need one that they share, with an atomic `use`. */
export interface ReplayStore {
  /**
   * Notes a nonce as used.
   *
   * @param times.now - the clock of the verification, seconds since 1970-01-01T00:00:00Z
   * @param times.expires - when it may be forgotten, by the same clock
   * @returns `new` for the first use, and of two calls at the same time for exactly one; `full` where it cannot be noted
   */
  use(nonce: string, times: { readonly now: number; readonly expires: number }): MaybePromise<'new' | 'used' | 'full'>
}

/**
 * A replay store in this process's memory.
 *
 * @param options.capacity - how many nonces are remembered at most; 100,000 unless given. A full store refuses new ones
 *   rather than forgetting one that could still be replayed.
 */
export function memoryReplayStore(options: { readonly capacity?: number } = {}): ReplayStore {
  const { capacity = 100_000 } = options ?? {}
  if (!Number.isSafeInteger(capacity) || capacity < 1) throw new TypeError('capacity takes a whole number from 1')
  const used = new Map<string, number>()
  return Object.freeze({
    use: (nonce: string, { now, expires }: { readonly now: number; readonly expires: number }) => {
      if ((used.get(nonce) ?? Number.NEGATIVE_INFINITY) >= now) return 'used'
      if (used.size >= capacity) {
        for (const [old, until] of used) if (until < now) used.delete(old)
        if (used.size >= capacity) return 'full'
      }
      used.set(nonce, expires)
      return 'new'
    },
  })
}
