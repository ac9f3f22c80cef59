import type { KeyParametersName, SignatureAlgorithm } from './algorithms.ts'

// Apart from the table of algorithms, so that a verifier of JOSE alone does not carry it.

/** The IANA "COSE Algorithms" values; RFC 9053 §2, RFC 8812 §2, RFC 9864 §4.2, RFC 9964 §8. */
export const coseAlgorithms: Readonly<Record<SignatureAlgorithm, number>> = /* @__PURE__ */ Object.freeze({
  ES256: -7,
  ES384: -35,
  ES512: -36,
  EdDSA: -8,
  Ed25519: -19,
  Ed448: -53,
  ESP256: -9,
  ESP384: -51,
  ESP512: -52,
  ESB256: -265,
  ESB320: -266,
  ESB384: -267,
  ESB512: -268,
  RS256: -257,
  'ML-DSA-44': -48,
  'ML-DSA-65': -49,
  'ML-DSA-87': -50,
})

/** The names that RFC 9864 registers for COSE only: no header of JOSE has them. */
export const coseOnlyAlgorithms: readonly SignatureAlgorithm[] = /* @__PURE__ */ Object.freeze([
  'ESP256',
  'ESP384',
  'ESP512',
  'ESB256',
  'ESB320',
  'ESB384',
  'ESB512',
] as const)

/** The IANA "COSE Elliptic Curves" values; AKP keys have none. */
export const coseCurves: Readonly<Partial<Record<KeyParametersName, number>>> = /* @__PURE__ */ Object.freeze({
  'P-256': 1,
  'P-384': 2,
  'P-521': 3,
  Ed25519: 6,
  Ed448: 7,
  brainpoolP256r1: 256,
  brainpoolP320r1: 257,
  brainpoolP384r1: 258,
  brainpoolP512r1: 259,
})
