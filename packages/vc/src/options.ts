import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { type Limits, readLimits } from './limits.ts'

export interface ReaderOptions {
  /** Signature algorithms to accept, of issuers and holders; ES256, ES384, ES512, EdDSA and Ed25519 unless given. */
  readonly algorithms?: readonly SignatureAlgorithm[]
  readonly limits?: Partial<Limits>
}

export interface Settings {
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly limits: Limits
}

/** @throws {TypeError} for what would silently do nothing */
export function readReaderOptions(options: ReaderOptions): Settings {
  const { algorithms = defaultAlgorithms, limits, ...unknown } = options ?? {}
  const [name] = Object.keys(unknown)
  if (name !== undefined || !Array.isArray(algorithms)) {
    throw new TypeError("Options take { algorithms: ['ES256'], limits }")
  }
  return Object.freeze({ algorithms: Object.freeze([...algorithms]), limits: readLimits(limits) })
}
