import type { KeyCandidate, KeyRequest } from '@hashikake/credential'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { SignatureMode } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { Contexts } from './canonicalization/contexts.ts'
import { coveredBy, type DataIntegrityProof, optionsOf } from './proof.ts'
import type { HashingOptions } from './suites/hash-data.ts'
import { cryptosuites } from './suites/table.ts'
import { isSignedBy, openWholeProof } from './suites/whole.ts'

/** A proof whose data is ready: whether a key made it takes the key alone. */
export interface OpenedProof {
  readonly proof: DataIntegrityProof
  isMadeBy(key: PublicJwk): Promise<boolean>
}

export interface OpeningOptions {
  readonly contexts: Contexts
  readonly engine: HashingOptions['engine']
  readonly mode: SignatureMode
  readonly signal?: AbortSignal | undefined
}

/**
 * Prepares the document as its proof covers it.
 *
 * @throws {Refusal} `proof_value_malformed`, `proof_not_derived`, `proof_context_mismatch`, and those of canonicalisation
 */
export async function openProof(
  document: JsonObject,
  proof: DataIntegrityProof,
  proofs: readonly DataIntegrityProof[],
  { contexts, engine, mode, signal }: OpeningOptions,
): Promise<OpenedProof> {
  const { cryptosuite, proofValue } = proof
  const hashing = { cryptosuite, contexts, engine, signal }
  const parts = { document: coveredBy(document, proof, proofs), proofOptions: optionsOf(proof), proofValue }
  if (cryptosuites[cryptosuite].isSelective) {
    const { isDerivedFrom, openDerivedProof } = await import('./selective/derived-proof.ts')
    const opened = await openDerivedProof(parts, hashing)
    return { proof, isMadeBy: (key) => isDerivedFrom(opened, key, { engine, mode }) }
  }
  const opened = openWholeProof(parts, hashing)
  return { proof, isMadeBy: (key) => isSignedBy(opened, key, { ...hashing, mode }) }
}

/** The algorithms of a proof that the caller allows. @throws {Refusal} `algorithm_not_allowed` */
export function algorithmsOf(
  { cryptosuite }: DataIntegrityProof,
  allowed: readonly SignatureAlgorithm[],
): KeyRequest['algorithms'] {
  const algorithms = cryptosuites[cryptosuite].algorithms.filter((one) => allowed.includes(one))
  if (algorithms.length === 0) throw new Refusal('algorithm_not_allowed')
  return algorithms
}

/** Of the keys that may have made a proof, the one that did. @throws {Refusal} `signature_invalid` */
export async function signerOf(opened: OpenedProof, candidates: readonly KeyCandidate[]): Promise<KeyCandidate> {
  for (const candidate of candidates) if (await opened.isMadeBy(candidate.key)) return candidate
  throw new Refusal('signature_invalid', { path: ['proof', opened.proof.index] })
}
