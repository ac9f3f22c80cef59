import type { JsonObject } from '@hashikake/encoding/json'
import { type Contexts, ownContexts } from './canonicalization/contexts.ts'
import { optionsOf, readProofs } from './proof.ts'
import { refusal } from './refusal.ts'
import { cryptosuites } from './suites/table.ts'

/**
 * Shows parts of a document that its issuer secured with `ecdsa-sd-2023` (DI-ECDSA 1.0 §3.5.12).
 *
 * @param pointers - JSON pointers (RFC 6901) of what is shown, besides what always is
 * @throws {Refusal} `proof_suite_not_selective`, `proof_not_base`, `pointer_malformed`, `pointer_unmatched`
 */
export async function derive(
  document: JsonObject,
  pointers: readonly string[],
  { contexts, signal }: { readonly contexts?: Contexts; readonly signal?: AbortSignal } = {},
): Promise<JsonObject> {
  const [proof] = readProofs(document)
  if (!cryptosuites[proof.cryptosuite].isSelective) throw refusal('proof_suite_not_selective')
  const { proof: _, ...unsecured } = document
  const { deriveProof } = await import('./selective/derived-proof.ts')
  const options = { contexts: { ...contexts, ...(await ownContexts()) }, signal }
  const derived = await deriveProof(unsecured, proof.proofValue, pointers, options)
  return { ...derived.document, proof: { ...optionsOf(proof), proofValue: derived.proofValue } }
}
