import type { Engine, SignatureMode } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { encodeUtf8 } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { canonicalizeNQuads, canonicalizeRdf, type RdfOptions, toNQuads } from '../canonicalization/rdf.ts'
import { refusal } from '../refusal.ts'
import { concat, type HashingOptions } from '../suites/hash-data.ts'
import { canonicalizeAndGroup, canonicalWith } from './grouping.ts'
import { readProofScopedKey } from './key.ts'
import {
  type DerivedProofValue,
  readBaseProofValue,
  readDerivedProofValue,
  writeDerivedProofValue,
} from './proof-value.ts'
import { selectParts } from './selection.ts'

/**
 * Shows parts of a document, and what of its proof is needed for them (DI-ECDSA 1.0 §3.5.3, §3.5.12).
 *
 * @param document - without its proof
 * @param selectivePointers - what is shown besides what always is
 * @throws {Refusal} `proof_value_malformed`, `proof_not_base`, `pointer_malformed`, `pointer_unmatched`
 */
export async function deriveProof(
  document: JsonObject,
  proofValue: string,
  selectivePointers: readonly string[],
  options: RdfOptions,
): Promise<{ readonly document: JsonObject; readonly proofValue: string }> {
  const { baseSignature, publicKey, hmacKey, signatures, mandatoryPointers } = readBaseProofValue(proofValue)
  const combinedPointers = [...mandatoryPointers, ...selectivePointers]
  const pointers = { mandatory: mandatoryPointers, selective: selectivePointers, combined: combinedPointers }
  const { groups, labels, nquads } = await canonicalizeAndGroup(document, hmacKey, pointers, options)
  const [mandatory, selective] = [new Set(groups.mandatory?.matching), new Set(groups.selective?.matching)]
  const combined = groups.combined?.matching ?? []
  const mandatoryIndexes = combined.flatMap((index, relative) => (mandatory.has(index) ? [relative] : []))
  // Signatures are of the quads that are not mandatory, in their order.
  const signed = [...nquads.keys()].filter((index) => !mandatory.has(index))
  if (signed.length !== signatures.length) throw refusal('proof_value_malformed')
  const filtered = signatures.filter((_, i) => selective.has(signed[i] as number))
  const revealed = selectParts(document, combinedPointers)
  if (revealed === undefined) throw refusal('pointer_unmatched')
  const { labels: canonical } = await canonicalizeNQuads((groups.combined?.deskolemized ?? []).join(''), options)
  const verifierLabels = new Map([...canonical].map(([from, to]) => [to, labels.get(from) as string]))
  const derived: DerivedProofValue = {
    baseSignature,
    publicKey,
    signatures: filtered,
    labels: verifierLabels,
    mandatoryIndexes,
  }
  return { document: revealed, proofValue: writeDerivedProofValue(derived) }
}

/** A derived proof, ready to be checked with the issuer's key. */
export interface OpenedDerivedProof {
  readonly value: DerivedProofValue
  readonly proofScopedKey: PublicJwk
  /** What the issuer signed. */
  readonly signed: Uint8Array
  /** The quads that the proof's own key signed, one a signature. */
  readonly nonMandatory: readonly string[]
}

/**
 * Prepares the check of a derived proof (§3.5.7, §3.5.13).
 *
 * @throws {Refusal} `proof_value_malformed`, `proof_not_derived`, and those of canonicalisation
 */
export async function openDerivedProof(
  { document, proofOptions, proofValue }: { document: JsonObject; proofOptions: JsonObject; proofValue: string },
  options: HashingOptions,
): Promise<OpenedDerivedProof> {
  const value = readDerivedProofValue(proofValue)
  const proofScopedKey = readProofScopedKey(value.publicKey)
  const labelsOf = (canonical: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map(
      [...canonical].map(([from, to]) => {
        const label = value.labels.get(to)
        if (label === undefined) throw refusal('proof_value_malformed')
        return [from, label]
      }),
    )
  const { nquads } = await canonicalWith(await toNQuads(document, options), labelsOf, options)
  const mandatory = new Set(value.mandatoryIndexes)
  const nonMandatory = nquads.filter((_, index) => !mandatory.has(index))
  if (nonMandatory.length !== value.signatures.length) throw refusal('proof_value_malformed')
  const shown = nquads.filter((_, index) => mandatory.has(index))
  const { engine } = options
  const withContext = { ...proofOptions, '@context': document['@context'] ?? [] }
  const signed = concat([
    engine.sha256(await canonicalizeRdf(withContext, options)),
    value.publicKey,
    engine.sha256(shown.join('')),
  ])
  return { value, proofScopedKey, signed, nonMandatory }
}

/** Whether the issuer's key vouches for the proof's own, and that for each quad. */
export async function isDerivedFrom(
  { value, proofScopedKey, signed, nonMandatory }: OpenedDerivedProof,
  key: PublicJwk,
  { engine, mode }: { readonly engine: Engine; readonly mode: SignatureMode },
): Promise<boolean> {
  if (!(await engine.verify('ES256', key, signed, value.baseSignature, mode))) return false
  for (const [index, nquad] of nonMandatory.entries()) {
    const signature = value.signatures[index] as Uint8Array
    if (!(await engine.verify('ES256', proofScopedKey, encodeUtf8(nquad), signature, mode))) return false
  }
  return true
}
