import type { Context } from '@hashikake/credential'
import type { MaybePromise } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { requireCovered } from './canonicalization/covered.ts'
import { contextsOf, type DataIntegrityOptions, readOptions } from './options.ts'
import { type DataIntegrityProof, type ProofPurpose, readProofs, requireInForce } from './proof.ts'
import { refusal } from './refusal.ts'
import { cryptosuites } from './suites/table.ts'
import { algorithmsOf, openProof } from './verify-proofs.ts'

export interface VerifyProofsOptions extends DataIntegrityOptions {
  /** The keys that may have made a proof, by its `verificationMethod`: whose they are is the caller's to know. */
  readonly keysOf: (proof: DataIntegrityProof) => MaybePromise<readonly PublicJwk[]>
  readonly proofPurpose: ProofPurpose
  /** What the proof must answer. */
  readonly challenge?: string
  readonly domain?: string
  readonly context: Context
  /** Seconds; 0 unless given. */
  readonly clockSkew?: number
  readonly signal?: AbortSignal
}

/**
 * Verifies every proof of a document (Data Integrity 1.0 §4.4, §4.5), be it a credential or not. What the document says is not
 * looked at.
 *
 * @returns the proofs that it has
 * @throws {Refusal} `proof_…`, `cryptosuite_unsupported`, `context_…`, `member_…`, `signature_invalid`, `key_unknown`
 */
export async function verifyProofs(
  document: JsonObject,
  options: VerifyProofsOptions,
): Promise<readonly DataIntegrityProof[]> {
  const { keysOf, proofPurpose, challenge, domain, context, clockSkew = 0, signal, ...reading } = options
  const settings = readOptions(reading)
  const proofs = readProofs(document)
  const contexts = await contextsOf(settings)
  if (proofs.some(({ cryptosuite }) => cryptosuites[cryptosuite].canonicalization === 'rdfc')) {
    requireCovered(document, { contexts, inlineContexts: settings.inlineContexts })
  }
  const opening = { contexts, engine: context.engine, mode: context.engine.mode, signal }
  for (const proof of proofs) {
    const path = ['proof', proof.index]
    if (proof.proofPurpose !== proofPurpose) throw refusal('proof_purpose_mismatch', { path })
    if (!settings.cryptosuites.includes(proof.cryptosuite)) throw refusal('cryptosuite_unsupported', { path })
    algorithmsOf(proof, settings.algorithms)
    requireInForce(proof, { now: context.now() / 1000, clockSkew })
    if (challenge !== undefined && proof.challenge !== challenge) throw refusal('proof_challenge_mismatch', { path })
    if (domain !== undefined && (proof.domains.length !== 1 || proof.domains[0] !== domain)) {
      throw refusal('proof_domain_mismatch', { path })
    }
    const keys = await keysOf(proof)
    if (keys.length === 0) throw new Refusal('key_unknown', { path })
    const opened = await openProof(document, proof, proofs, opening)
    if (!(await isMadeByOne(opened, keys))) throw new Refusal('signature_invalid', { path })
  }
  return proofs
}

async function isMadeByOne(
  { isMadeBy }: { isMadeBy(key: PublicJwk): Promise<boolean> },
  keys: readonly PublicJwk[],
): Promise<boolean> {
  for (const key of keys) if (await isMadeBy(key)) return true
  return false
}
