import type { KeyParametersName, SignatureAlgorithm } from '../algorithms.ts'
import { coseAlgorithms } from '../cose-registry.ts'
import { keyParametersOf, type PublicJwk } from '../keys.ts'
import { type CoseHeaders, headerLabel, refusal } from './headers.ts'

/**
 * ES256, ES384 and ES512 leave the curve to the key (RFC 9053 §2.1): these are the curves that ISO/IEC 18013-5 has for them, by
 * the fully-specified names of RFC 9864.
 */
const polymorphic: Readonly<Record<number, Readonly<Partial<Record<KeyParametersName, SignatureAlgorithm>>>>> = {
  [coseAlgorithms.ES256]: { 'P-256': 'ES256', brainpoolP256r1: 'ESB256' },
  [coseAlgorithms.ES384]: { 'P-384': 'ES384', brainpoolP320r1: 'ESB320', brainpoolP384r1: 'ESB384' },
  [coseAlgorithms.ES512]: { 'P-521': 'ES512', brainpoolP512r1: 'ESB512' },
}

const names: ReadonlyMap<number, SignatureAlgorithm> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(coseAlgorithms).map(([name, value]) => [value, name as SignatureAlgorithm] as const),
)

/**
 * The algorithm that a message names, from its protected header alone (RFC 9052 §3.1): by the name that the value has there,
 * whatever the key.
 *
 * @throws {Refusal} `algorithm_missing`, also where it stands unprotected; `algorithm_not_allowed` for what is no signature
 *   algorithm of this library
 */
export function signatureAlgorithmOf(headers: CoseHeaders): SignatureAlgorithm {
  const name = names.get(algorithmValue(headers))
  if (name === undefined) throw refusal('algorithm_not_allowed')
  return name
}

/**
 * All that the algorithm of a message may be, once its key is known, of those that are allowed.
 *
 * @throws {Refusal} `algorithm_missing`, `algorithm_not_allowed`
 */
export function signatureAlgorithmsOf(
  headers: CoseHeaders,
  allowed: readonly SignatureAlgorithm[],
): readonly SignatureAlgorithm[] {
  const name = signatureAlgorithmOf(headers)
  const may = Object.values(polymorphic[coseAlgorithms[name]] ?? [name]).filter((one) => allowed.includes(one))
  if (may.length === 0) throw refusal('algorithm_not_allowed')
  return may
}

/** @throws {Refusal} `algorithm_missing`, `algorithm_not_allowed` (one of the private use as text) */
export function algorithmValue(headers: CoseHeaders): number {
  const value = headers.protected.get(headerLabel.algorithm)
  if (value === undefined) throw refusal('algorithm_missing')
  if (typeof value !== 'number') throw refusal('algorithm_not_allowed')
  return value
}

/**
 * What a named algorithm is with this key.
 *
 * @throws {Refusal} `key_type_mismatch`, `algorithm_not_allowed`
 */
export function algorithmWithKey(
  name: SignatureAlgorithm,
  key: PublicJwk,
  allowed: readonly SignatureAlgorithm[],
): SignatureAlgorithm {
  const curves = polymorphic[coseAlgorithms[name]]
  const algorithm = curves === undefined ? name : curves[keyParametersOf(key)]
  if (algorithm === undefined) throw refusal('key_type_mismatch')
  if (!allowed.includes(algorithm)) throw refusal('algorithm_not_allowed')
  return algorithm
}
