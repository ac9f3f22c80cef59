import type { Engine } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { type Bytes, decodeBase64url } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import type { Contexts } from '../canonicalization/contexts.ts'
import { canonicalizeJson } from '../canonicalization/jcs.ts'
import { refusal } from '../refusal.ts'
import { type CryptosuiteName, cryptosuites } from './table.ts'

/** Hashes of the cryptosuites. */
export type SuiteHash = 'sha-256' | 'sha-384'

export interface HashingOptions {
  readonly cryptosuite: CryptosuiteName
  readonly contexts: Contexts
  readonly engine: Engine
  readonly signal?: AbortSignal | undefined
}

/** A document and the options of its proof, in their canonical spellings. */
export interface Canonical {
  readonly document: string
  readonly proofOptions: string
}

/**
 * Transforms what is signed (DI-ECDSA 1.0 §3.2.3 to §3.2.5, §3.3.3 to §3.3.5; DI-EdDSA alike).
 *
 * @param document - without the proof
 * @param proofOptions - the proof without its value
 * @throws {Refusal} those of `canonicalizeRdf`; `proof_context_mismatch`
 */
export async function transform(
  document: JsonObject,
  proofOptions: JsonObject,
  hash: SuiteHash,
  { cryptosuite, contexts, signal }: HashingOptions,
): Promise<Canonical> {
  if (cryptosuites[cryptosuite].canonicalization === 'jcs') return transformJson(document, proofOptions)
  const { canonicalizeRdf } = await import('../canonicalization/rdf.ts')
  const options = { contexts, signal, hash }
  // The options mean what they mean under the contexts of the document, whatever they name themselves.
  const withContext = { ...proofOptions, '@context': ownMember(document, '@context') ?? [] }
  return {
    document: await canonicalizeRdf(document, options),
    proofOptions: await canonicalizeRdf(withContext, options),
  }
}

/** DI-ECDSA 1.0 §3.3.2: a proof that names contexts names the first of the document's, and covers these alone. */
function transformJson(document: JsonObject, proofOptions: JsonObject): Canonical {
  const named = ownMember(proofOptions, '@context')
  if (named === undefined) return { document: canonicalizeJson(document), proofOptions: canonicalizeJson(proofOptions) }
  const own = listOf(ownMember(document, '@context'))
  const wanted = listOf(named)
  const isPrefix = wanted.every(
    (one, index) => canonicalizeJson(one as never) === canonicalizeJson((own[index] ?? null) as never),
  )
  // More contexts in the document than in the proof would be nobody's word.
  if (!isPrefix || own.length !== wanted.length)
    throw refusal('proof_context_mismatch', { path: ['proof', '@context'] })
  return {
    document: canonicalizeJson({ ...document, '@context': named }),
    proofOptions: canonicalizeJson(proofOptions),
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

/** The hash that goes with a key (DI-ECDSA 1.0 §3.2.4). */
export function hashOf(key: PublicJwk): SuiteHash {
  return (key as { readonly crv?: string }).crv === 'P-384' ? 'sha-384' : 'sha-256'
}

/** What is signed: the hash of the proof's options, then that of the document. */
export async function hashData({ document, proofOptions }: Canonical, hash: SuiteHash, engine: Engine): Promise<Bytes> {
  const digests = await engine.digests(hash, [proofOptions, document])
  return concat(digests.map(decodeBase64url))
}

export function concat(parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
