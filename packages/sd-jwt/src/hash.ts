import {
  type HashAlgorithm,
  isSignatureAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from '@hashikake/crypto/algorithms'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'

/** The hashes of the IANA "Named Information Hash Algorithm" registry that are secure here, and their strength in bits. */
const strengths: Readonly<Record<HashAlgorithm, number>> = { 'sha-256': 128, 'sha-384': 192, 'sha-512': 256 }

/** A digest's length as base64url characters. */
export const digestLengths: Readonly<Record<HashAlgorithm, number>> = { 'sha-256': 43, 'sha-384': 64, 'sha-512': 86 }

export const hashAlgorithms: readonly HashAlgorithm[] = ['sha-256', 'sha-384', 'sha-512']

/**
 * The hash that a payload's `_sd_alg` names; sha-256 where it names none (RFC 9901 §4.1.1).
 *
 * @throws {Refusal} `hash_algorithm_not_allowed`
 */
export function readHashAlgorithm(sdAlg: unknown, allowed: readonly HashAlgorithm[]): HashAlgorithm {
  const name = sdAlg === undefined ? 'sha-256' : sdAlg
  if (!allowed.includes(name as HashAlgorithm)) throw new Refusal<SdJwtCode>('hash_algorithm_not_allowed')
  return name as HashAlgorithm
}

/**
 * The hash for disclosures under a signature algorithm: the one asked for, or the first that is as strong as the signature,
 * since a weaker one would be the cheaper thing to break (RFC 9901 §9.4).
 *
 * @throws {Refusal} `hash_too_weak`
 */
export function hashFor(algorithm: SignatureAlgorithm, asked: HashAlgorithm | undefined): HashAlgorithm {
  if (!isSignatureAlgorithm(algorithm)) throw new TypeError('signer.algorithm is not a name of signatureAlgorithms')
  const needed = signatureAlgorithms[algorithm].strength
  const hash = asked ?? hashAlgorithms.find((name) => strengths[name] >= needed) ?? 'sha-512'
  if (strengths[hash] < Math.min(needed, strengths['sha-512'])) throw new Refusal<SdJwtCode>('hash_too_weak')
  return hash
}
