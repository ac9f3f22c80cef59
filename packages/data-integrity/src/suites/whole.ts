import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { SignatureMode } from '@hashikake/crypto/engine'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import type { Bytes } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { decodeMultibase, encodeMultibase } from '@hashikake/encoding/multibase'
import { Refusal } from '@hashikake/encoding/refusal'
import { refusal } from '../refusal.ts'
import { type Canonical, type HashingOptions, hashData, hashOf, type SuiteHash, transform } from './hash-data.ts'
import { cryptosuites } from './table.ts'

/** A signature over the whole document, ready to be checked with a key. */
export interface WholeProof {
  readonly signature: Bytes
  /** What was signed, for a hash: whose it is, the key says. */
  canonicalFor(hash: SuiteHash): Promise<Canonical>
}

/**
 * Prepares the check of a proof over a whole document (`eddsa-…`, `ecdsa-rdfc-2019`, `ecdsa-jcs-2019`).
 *
 * @throws {Refusal} `proof_value_malformed`
 */
export function openWholeProof(
  { document, proofOptions, proofValue }: { document: JsonObject; proofOptions: JsonObject; proofValue: string },
  options: HashingOptions,
): WholeProof {
  const made = new Map<SuiteHash, Promise<Canonical>>()
  return {
    signature: decodeProofValue(proofValue, 'z'),
    canonicalFor: (hash) => {
      const canonical = made.get(hash) ?? transform(document, proofOptions, hash, options)
      made.set(hash, canonical)
      return canonical
    },
  }
}

/** @throws {Refusal} `proof_value_malformed`, also for another base than that of the cryptosuite */
export function decodeProofValue(proofValue: string, base: 'z' | 'u'): Bytes {
  if (!proofValue.startsWith(base)) throw refusal('proof_value_malformed')
  try {
    return decodeMultibase(proofValue)
  } catch (cause) {
    if (cause instanceof Refusal) throw refusal('proof_value_malformed', { cause })
    throw cause
  }
}

/**
 * Whether this key made the signature; a key of another kind did not.
 *
 * @throws {Refusal} those of `transform`
 */
export async function isSignedBy(
  { canonicalFor, signature }: WholeProof,
  key: PublicJwk,
  { engine, cryptosuite, mode }: HashingOptions & { readonly mode: SignatureMode },
): Promise<boolean> {
  const algorithm = algorithmFor(key, cryptosuites[cryptosuite].algorithms)
  if (algorithm === undefined) return false
  const hash = hashOf(key)
  return engine.verify(algorithm, key, await hashData(await canonicalFor(hash), hash, engine), signature, mode)
}

/** Of the algorithms of a cryptosuite, the key's. */
export function algorithmFor(
  key: PublicJwk,
  algorithms: readonly SignatureAlgorithm[],
): SignatureAlgorithm | undefined {
  return algorithms.find((one) => keyFitsAlgorithm(key, one, 'verify') === undefined)
}

/** Signs a whole document; the value of the proof. */
export async function signWhole(
  document: JsonObject,
  proofOptions: JsonObject,
  signer: Signer,
  options: HashingOptions,
): Promise<string> {
  const hash = hashOf(signer.publicKey)
  const canonical = await transform(document, proofOptions, hash, options)
  const { engine, signal } = options
  const data = await hashData(canonical, hash, engine)
  const signature = await signer.sign(data, signal === undefined ? {} : { signal })
  signal?.throwIfAborted()
  return encodeMultibase(signature, 'base58btc')
}
