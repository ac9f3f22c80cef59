export type HashAlgorithm = 'sha-256' | 'sha-384' | 'sha-512'

/**
 * What a kind of key looks like. Lengths are in bytes, or 0 where each key has its own; for EC, `publicLength` is that of one
 * coordinate.
 */
export interface KeyParameters {
  readonly kty: 'EC' | 'OKP' | 'AKP' | 'RSA'
  readonly publicLength: number
  /** The raw signature: r‖s for ECDSA. */
  readonly signatureLength: number
}

/** The name of a kind of key: its `crv`, its `alg` where the key type is AKP. RSA keys are all of one kind. */
export type KeyParametersName =
  | 'P-256'
  | 'P-384'
  | 'P-521'
  | 'brainpoolP256r1'
  | 'brainpoolP320r1'
  | 'brainpoolP384r1'
  | 'brainpoolP512r1'
  | 'Ed25519'
  | 'Ed448'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'
  | 'RSA'

function row(
  kty: KeyParameters['kty'],
  publicLength: number,
  signatureLength: number = 2 * publicLength,
): KeyParameters {
  return { kty, publicLength, signatureLength }
}

const parameterRows: Readonly<Record<KeyParametersName, KeyParameters>> = {
  'P-256': /* @__PURE__ */ row('EC', 32),
  'P-384': /* @__PURE__ */ row('EC', 48),
  'P-521': /* @__PURE__ */ row('EC', 66),
  // The brainpool curves have COSE values (ISO/IEC 18013-5) but no registered JWK names; these are RFC 5639's.
  brainpoolP256r1: /* @__PURE__ */ row('EC', 32),
  brainpoolP320r1: /* @__PURE__ */ row('EC', 40),
  brainpoolP384r1: /* @__PURE__ */ row('EC', 48),
  brainpoolP512r1: /* @__PURE__ */ row('EC', 64),
  Ed25519: /* @__PURE__ */ row('OKP', 32),
  Ed448: /* @__PURE__ */ row('OKP', 57),
  // RFC 9964: `alg` stands where others have `crv`.
  'ML-DSA-44': /* @__PURE__ */ row('AKP', 1312, 2420),
  'ML-DSA-65': /* @__PURE__ */ row('AKP', 1952, 3309),
  'ML-DSA-87': /* @__PURE__ */ row('AKP', 2592, 4627),
  RSA: /* @__PURE__ */ row('RSA', 0),
}

export const keyParameters: Readonly<Record<KeyParametersName, KeyParameters>> =
  /* @__PURE__ */ Object.freeze(parameterRows)

/** What a signature algorithm is. */
export interface SignatureAlgorithmDescription {
  /** The keys that it can be used with. More than one means that the key decides: a polymorphic name (RFC 9864 §1). */
  readonly keys: readonly KeyParametersName[]
  /** The hash that the signer applies first; EdDSA and ML-DSA hash by themselves. */
  readonly hash?: HashAlgorithm
}

const algorithmRows = {
  // RFC 7518 §3.4. In JOSE each of these names its curve; in COSE (RFC 9053 §2.1) -7, -35 and -36 leave it to the key.
  ES256: { keys: ['P-256'], hash: 'sha-256' },
  ES384: { keys: ['P-384'], hash: 'sha-384' },
  ES512: { keys: ['P-521'], hash: 'sha-512' },
  // RFC 8037 §3.1: the key's `crv` decides. RFC 9864 §2.2 deprecates it for the two names that follow.
  EdDSA: { keys: ['Ed25519', 'Ed448'] },
  Ed25519: { keys: ['Ed25519'] },
  Ed448: { keys: ['Ed448'] },
  // RFC 9864 §2.1 registers these for COSE only, since JOSE's ES256, ES384 and ES512 are fully specified already.
  ESP256: { keys: ['P-256'], hash: 'sha-256' },
  ESP384: { keys: ['P-384'], hash: 'sha-384' },
  ESP512: { keys: ['P-521'], hash: 'sha-512' },
  ESB256: { keys: ['brainpoolP256r1'], hash: 'sha-256' },
  ESB320: { keys: ['brainpoolP320r1'], hash: 'sha-384' },
  ESB384: { keys: ['brainpoolP384r1'], hash: 'sha-384' },
  ESB512: { keys: ['brainpoolP512r1'], hash: 'sha-512' },
  // RFC 9964 §5.
  'ML-DSA-44': { keys: ['ML-DSA-44'] },
  'ML-DSA-65': { keys: ['ML-DSA-65'] },
  'ML-DSA-87': { keys: ['ML-DSA-87'] },
  // RFC 7518 §3.3: what the field still signs with. Never a default.
  RS256: { keys: ['RSA'], hash: 'sha-256' },
} as const

/** A signature algorithm by its JOSE name, or its COSE name where JOSE has none. Never `none`, never symmetric. */
export type SignatureAlgorithm = keyof typeof algorithmRows

/** All that the library can verify and sign with. Read it by a name that {@link isSignatureAlgorithm} has accepted. */
export const signatureAlgorithms: Readonly<Record<SignatureAlgorithm, SignatureAlgorithmDescription>> =
  /* @__PURE__ */ Object.freeze(algorithmRows)

/** What verifiers accept unless told otherwise. */
export const defaultAlgorithms: readonly SignatureAlgorithm[] = /* @__PURE__ */ Object.freeze([
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const)

/** Whether a value is one of our algorithms' names; `constructor` and other inherited names are not. */
export function isSignatureAlgorithm(value: unknown): value is SignatureAlgorithm {
  return typeof value === 'string' && Object.hasOwn(algorithmRows, value)
}

/** Whether a value names a kind of key that some algorithm here uses. */
export function isKeyParametersName(value: unknown): value is KeyParametersName {
  return typeof value === 'string' && Object.hasOwn(parameterRows, value)
}

/**
 * Whether two names stand for the same operation with this kind of key, as `EdDSA` and `Ed25519`, or `ES256` and
 * `ESP256` do (RFC 9864 §2).
 */
export function isSameOperation(one: SignatureAlgorithm, other: SignatureAlgorithm, keys: KeyParametersName): boolean {
  const [a, b] = [signatureAlgorithms[one], signatureAlgorithms[other]]
  return one === other || (a.hash === b.hash && a.keys.includes(keys) && b.keys.includes(keys))
}
