import type { Report } from './report.ts'

/** One part of the bench: a process of its own, so that none sees what another has loaded or compiled. */
export interface Part {
  /** Seconds after which its process is ended, whatever it does. */
  readonly limit: number
  readonly flags?: readonly string[]
  load(): Promise<(report: Report) => Promise<void>>
}

export const parts: Readonly<Record<string, Part>> = {
  pairs: { limit: 120, load: async () => (await import('./pairs.ts')).pairs },
  breakdown: { limit: 120, load: async () => (await import('./pairs.ts')).breakdown },
  verify: { limit: 120, load: async () => (await import('./comparison.ts')).verification },
  holders: { limit: 180, load: async () => (await import('./comparison.ts')).newHolders },
  pooled: { limit: 120, load: async () => (await import('./pooled.ts')).pooled },
  web: { limit: 120, load: async () => (await import('./comparison.ts')).webEngine },
  issue: { limit: 120, load: async () => (await import('./comparison.ts')).issuance },
  present: { limit: 120, load: async () => (await import('./comparison.ts')).presentation },
  chains: { limit: 180, load: async () => (await import('./chains.ts')).chains },
  lists: { limit: 240, load: async () => (await import('./status-lists.ts')).statusLists },
  'lists-made': {
    limit: 240,
    flags: ['--expose-gc'],
    load: async () => (await import('./status-lists.ts')).statusListsMade,
  },
  growth: { limit: 240, load: async () => (await import('./growth.ts')).growth },
  garbage: {
    limit: 120,
    flags: ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'],
    load: async () => (await import('./garbage.ts')).garbage,
  },
  'mdoc-pairs': { limit: 120, load: async () => (await import('./mdoc/pairs.ts')).pairs },
  'mdoc-animo': { limit: 240, load: async () => (await import('./mdoc/comparison.ts')).withAnimo },
  'mdoc-owf': { limit: 240, load: async () => (await import('./mdoc/comparison.ts')).withOwf },
  'mdoc-auth0': { limit: 240, load: async () => (await import('./mdoc/comparison.ts')).withAuth0 },
  'mdoc-decoding': { limit: 60, load: async () => (await import('./mdoc/decoding.ts')).decoding },
  'mdoc-growth': { limit: 240, load: async () => (await import('./mdoc/growth.ts')).growth },
  'mdoc-garbage': {
    limit: 120,
    flags: ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'],
    load: async () => (await import('./mdoc/pairs.ts')).garbage,
  },
}
