import type { FailureCode, KeyCandidate, ReadRequest, SignedBy } from '@hashikake/credential'
import { sameKey } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'
import type { UsableSignature, verifySignature } from './issuer-signature.ts'

interface SeveralOptions {
  readonly request: ReadRequest
  readonly verifySignature: typeof verifySignature
}

/**
 * Finds the signers of several signatures, or of one that several keys may have made. Two keys of one issuer count as two;
 * one key that signs twice counts once.
 *
 * @throws {Refusal} `signature_invalid`, `signatures_insufficient`
 */
export async function findSeveralSigners(
  usable: readonly UsableSignature[],
  keys: readonly (readonly KeyCandidate[])[],
  options: SeveralOptions,
): Promise<readonly [SignedBy, ...SignedBy[]]> {
  const { signatures } = options.request
  const signedBy: SignedBy[] = []
  for (const [i, signature] of usable.entries()) {
    const candidate = await findSigner(signature, keys[i] as readonly KeyCandidate[], options)
    if (signatures === 'all' && candidate === undefined) throw new Refusal<FailureCode>('signature_invalid')
    if (candidate === undefined) continue
    const isCounted = signedBy.some((other) => sameKey(other.candidate.key, candidate.key))
    if (signatures === 'all' || !isCounted) signedBy.push({ request: signature.keyRequest, candidate })
  }
  if (signatures !== 'all' && signedBy.length < signatures.atLeast) {
    throw new Refusal<FailureCode>('signatures_insufficient')
  }
  return signedBy as [SignedBy, ...SignedBy[]]
}

async function findSigner(
  signature: UsableSignature,
  candidates: readonly KeyCandidate[],
  { request, verifySignature }: SeveralOptions,
): Promise<KeyCandidate | undefined> {
  for (const candidate of candidates) {
    try {
      if (await verifySignature(signature, candidate, request)) return candidate
    } catch (refusal) {
      // Among several keys, one that is not on its curve is simply not the signer's.
      if (!(refusal instanceof Refusal) || refusal.code !== 'key_malformed') throw refusal
    }
  }
  return undefined
}
