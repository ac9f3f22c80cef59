import type { Signer } from '@hashikake/crypto/signers'
import { encodeUtf8 } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { canonicalizeRdf } from '../canonicalization/rdf.ts'
import { concat, type HashingOptions } from '../suites/hash-data.ts'
import { canonicalizeAndGroup } from './grouping.ts'
import { newProofScopedKey } from './key.ts'
import { writeBaseProofValue } from './proof-value.ts'

/**
 * Signs a document so that its holder may leave parts out (DI-ECDSA 1.0 §3.5.8 to §3.5.11).
 *
 * @param mandatoryPointers - what is always shown
 * @throws {Refusal} `pointer_malformed`, `pointer_unmatched`
 */
export async function signBase(
  document: JsonObject,
  proofOptions: JsonObject,
  { signer, mandatoryPointers }: { readonly signer: Signer; readonly mandatoryPointers: readonly string[] },
  options: HashingOptions,
): Promise<string> {
  const { engine, signal } = options
  const hmacKey = engine.randomBytes(32)
  const grouping = await canonicalizeAndGroup(document, hmacKey, { mandatory: mandatoryPointers }, options)
  const { nquads } = grouping
  const mandatory = new Set(grouping.groups.mandatory?.matching)
  const key = newProofScopedKey((length) => engine.randomBytes(length))
  const signatures = nquads.flatMap((nquad, index) => (mandatory.has(index) ? [] : [key.sign(encodeUtf8(nquad))]))
  const shown = nquads.filter((_, index) => mandatory.has(index))
  const withContext = { ...proofOptions, '@context': document['@context'] ?? [] }
  const toSign = concat([
    engine.sha256(await canonicalizeRdf(withContext, options)),
    key.publicKey,
    engine.sha256(shown.join('')),
  ])
  const baseSignature = Uint8Array.from(await signer.sign(toSign, signal === undefined ? {} : { signal }))
  signal?.throwIfAborted()
  return writeBaseProofValue({ baseSignature, publicKey: key.publicKey, hmacKey, signatures, mandatoryPointers })
}
