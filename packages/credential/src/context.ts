import { type Engine, engine } from '@hashikake/crypto/engine'
import type { Retrieval } from './retrieval/retrieval.ts'

/** The world as the caller hands it in: nothing else in the library reads a clock, randomness or a network. */
export interface Context {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  readonly engine: Engine
  /** How status lists, trusted lists and the like are fetched; without it nothing is. */
  readonly retrieval?: Retrieval
}

const runtime: Context = Object.freeze({ now: () => Date.now(), engine })

/**
 * The runtime's own clock and cryptography.
 *
 * @param overrides - replace parts of it: `defaultContext({ now: () => Date.parse('2026-04-01T00:00:00Z') })`
 */
export function defaultContext(overrides: Partial<Context> = {}): Context {
  return Object.keys(overrides).length === 0 ? runtime : Object.freeze({ ...runtime, ...overrides })
}
