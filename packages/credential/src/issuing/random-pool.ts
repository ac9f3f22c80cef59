import type { Engine } from '@hashikake/crypto/engine'

/** Randomness for salts and orders. */
export interface RandomPool {
  bytes(length: number): Uint8Array
  /** A uniform integer from 0 to limit − 1. */
  below(limit: number): number
}

/** Randomness in large draws: one call for many salts. */
export function randomPool(engine: Engine): RandomPool {
  const size = 512
  let pool = new Uint8Array(0)
  let used = 0
  const bytes = (length: number): Uint8Array => {
    if (used + length > pool.length) {
      pool = engine.randomBytes(Math.max(size, length))
      used = 0
    }
    used += length
    return pool.subarray(used - length, used)
  }
  const below = (limit: number): number => {
    const range = 2 ** 32
    const fair = range - (range % limit)
    for (;;) {
      const [a, b, c, d] = bytes(4) as unknown as [number, number, number, number]
      const drawn = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
      if (drawn < fair) return drawn % limit
    }
  }
  return { bytes, below }
}
