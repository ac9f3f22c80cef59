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
  const need = (length: number): void => {
    if (used + length > pool.length) {
      pool = engine.randomBytes(Math.max(size, length))
      used = 0
    }
    used += length
  }
  const bytes = (length: number): Uint8Array => {
    need(length)
    return pool.subarray(used - length, used)
  }
  const below = (limit: number): number => {
    const range = 2 ** 32
    const fair = range - (range % limit)
    for (;;) {
      need(4)
      let drawn = 0
      for (let i = used - 4; i < used; i++) drawn = drawn * 256 + (pool[i] as number)
      if (drawn < fair) return drawn % limit
    }
  }
  return { bytes, below }
}
