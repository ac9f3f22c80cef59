import type { SignatureAlgorithm } from './algorithms.ts'

/**
 * Security strength in bits, that of the weakest key where there are several (NIST SP 800-57 part 1, table 2). Apart from
 * the table of algorithms: issuers need it, verifiers do not carry it.
 */
export const signatureStrengths: Readonly<Record<SignatureAlgorithm, number>> = /* @__PURE__ */ Object.freeze({
  ES256: 128,
  ES384: 192,
  ES512: 256,
  EdDSA: 128,
  Ed25519: 128,
  Ed448: 224,
  ESP256: 128,
  ESP384: 192,
  ESP512: 256,
  ESB256: 128,
  ESB320: 160,
  ESB384: 192,
  ESB512: 256,
  RS256: 112,
  'ML-DSA-44': 128,
  'ML-DSA-65': 192,
  'ML-DSA-87': 256,
})
