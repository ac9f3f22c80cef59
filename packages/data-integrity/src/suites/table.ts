import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'

/** How a document becomes what is hashed. */
export type Canonicalization = 'rdfc' | 'jcs'

export type CryptosuiteName =
  | 'eddsa-rdfc-2022'
  | 'eddsa-jcs-2022'
  | 'ecdsa-rdfc-2019'
  | 'ecdsa-jcs-2019'
  | 'ecdsa-sd-2023'

interface Cryptosuite {
  readonly canonicalization: Canonicalization
  /** By the key: Ed25519, P-256 or P-384. */
  readonly algorithms: readonly SignatureAlgorithm[]
  /** Whether a holder may leave out parts of what was signed. */
  readonly isSelective: boolean
}

/** The cryptosuites of the W3C Recommendations of 2025-05-15 (DI-EdDSA 1.0 §3, DI-ECDSA 1.0 §3). */
export const cryptosuites: Readonly<Record<CryptosuiteName, Cryptosuite>> = {
  'eddsa-rdfc-2022': { canonicalization: 'rdfc', algorithms: ['Ed25519', 'EdDSA'], isSelective: false },
  'eddsa-jcs-2022': { canonicalization: 'jcs', algorithms: ['Ed25519', 'EdDSA'], isSelective: false },
  'ecdsa-rdfc-2019': { canonicalization: 'rdfc', algorithms: ['ES256', 'ES384'], isSelective: false },
  'ecdsa-jcs-2019': { canonicalization: 'jcs', algorithms: ['ES256', 'ES384'], isSelective: false },
  'ecdsa-sd-2023': { canonicalization: 'rdfc', algorithms: ['ES256'], isSelective: true },
}

export function isCryptosuite(name: string): name is CryptosuiteName {
  return Object.hasOwn(cryptosuites, name)
}
