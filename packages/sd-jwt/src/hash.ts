import { type HashAlgorithm, isSignatureAlgorithm, signatureAlgorithms } from '@hashikake/crypto/algorithms'
import { keyParametersOf } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { signatureStrengths } from '@hashikake/crypto/strengths'
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
 * The hash for disclosures under some signatures: the one asked for, or the first that is as strong as the strongest of
 * them, since a weaker one would be the cheaper thing to break (RFC 9901 §9.4).
 *
 * @throws {Refusal} `hash_too_weak`
 */
export function hashFor(
  signers: readonly Pick<Signer, 'algorithm' | 'publicKey'>[],
  asked: HashAlgorithm | undefined,
): HashAlgorithm {
  const needed = Math.max(...signers.map(strengthOf))
  const hash = asked ?? hashAlgorithms.find((name) => strengths[name] >= needed) ?? 'sha-512'
  if (strengths[hash] < Math.min(needed, strengths['sha-512'])) throw new Refusal<SdJwtCode>('hash_too_weak')
  return hash
}

function strengthOf({ algorithm, publicKey }: Pick<Signer, 'algorithm' | 'publicKey'>): number {
  // Under a name that leaves the curve to the key, the curve is an algorithm's name itself (RFC 9864 §2.2).
  const exact = keyParametersOf(publicKey)
  const isOpen = signatureAlgorithms[algorithm].keys.length > 1
  return signatureStrengths[isOpen && isSignatureAlgorithm(exact) ? exact : algorithm]
}
