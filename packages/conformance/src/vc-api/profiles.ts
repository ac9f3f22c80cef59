import type { CryptosuiteName } from '@hashikake/data-integrity'
import type { VcApiSigners } from './settings.ts'

/** How a path secures what it issues. */
export type Profile =
  | { readonly kind: 'embedded'; readonly cryptosuite: CryptosuiteName; readonly curve: keyof VcApiSigners }
  | { readonly kind: 'jose' | 'sd-jwt' | 'cose' | 'status'; readonly curve: keyof VcApiSigners }

const curves: Readonly<Record<string, readonly (keyof VcApiSigners)[]>> = {
  'eddsa-rdfc-2022': ['Ed25519'],
  'eddsa-jcs-2022': ['Ed25519'],
  'ecdsa-rdfc-2019': ['P-256', 'P-384'],
  'ecdsa-jcs-2019': ['P-256', 'P-384'],
  'ecdsa-sd-2023': ['P-256'],
}

const operations = ['credentials/issue', 'credentials/verify', 'credentials/derive', 'presentations/verify']

/**
 * Reads a path: `/jose/credentials/issue`; with embedded proofs, which cryptosuite and curve may be named:
 * `/embedded/ecdsa-rdfc-2019/P-384/credentials/issue`.
 */
export function profileOf(path: string): { readonly profile: Profile; readonly operation: string } | undefined {
  const steps = path.split('/').slice(1)
  const operation = steps.splice(-2).join('/')
  const [kind, cryptosuite = 'eddsa-rdfc-2022', curve, ...rest] = steps
  if (!operations.includes(operation) || rest.length > 0) return undefined
  if (kind === 'embedded') {
    const known = Object.hasOwn(curves, cryptosuite) ? (curves[cryptosuite] as (typeof curves)[string]) : []
    const found = known.find((one) => curve === undefined || one === curve)
    if (found === undefined) return undefined
    return { operation, profile: { kind, cryptosuite: cryptosuite as CryptosuiteName, curve: found } }
  }
  if (steps.length !== 1) return undefined
  if (kind === 'status') return { operation, profile: { kind, curve: 'Ed25519' } }
  if (kind === 'jose' || kind === 'sd-jwt' || kind === 'cose') return { operation, profile: { kind, curve: 'P-256' } }
  return undefined
}
