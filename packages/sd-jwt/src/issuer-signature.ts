import {
  type FailureCode,
  isPromise,
  type KeyCandidate,
  type KeyRequest,
  type ReadRequest,
  type SignatureRule,
  type SignedBy,
} from '@hashikake/credential'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { MaybePromise } from '@hashikake/crypto/engine'
import { checkHeader, type JoseHeader, parseProtectedHeader } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm } from '@hashikake/crypto/keys'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import { ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SerializedSignature } from './serialization.ts'

/** One signature over the payload, as read, and what its header says of the signer's key. */
export interface ReadSignature extends Pick<KeyRequest, 'kid' | 'certificates'> {
  readonly header: JoseHeader
  readonly signingInput: string
  readonly signature: Uint8Array
}

/** A signature with an allowed algorithm, and what it says of its signer. */
export interface UsableSignature {
  readonly signature: ReadSignature
  readonly algorithm: SignatureAlgorithm
  readonly keyRequest: KeyRequest
}

/**
 * Reads a signature and its protected header. `jwk`, `jku` and `x5u` are never looked at: with them the sender would
 * choose the key.
 *
 * @throws {Refusal} `header_malformed`, the codes of base64url and JSON, and those of `readX5c`
 */
export function readSignature(
  { protectedText, signatureText, signingInput }: SerializedSignature,
  readX5c?: (x5c: unknown) => KeyRequest['certificates'],
): ReadSignature {
  const header = parseProtectedHeader(protectedText)
  const kid = ownMember(header, 'kid')
  if (kid !== undefined && typeof kid !== 'string') throw new Refusal('header_malformed')
  return {
    header,
    signingInput,
    signature: decodeBase64url(signatureText),
    kid,
    certificates: readX5c?.(ownMember(header, 'x5c')),
  }
}

/**
 * Under "at least so many", a signature with an algorithm that is not allowed does not count; otherwise it refuses.
 *
 * @param signer - what the payload says of the signer
 * @throws {Refusal} `signatures_insufficient`, and the codes of headers
 */
export function usableSignatures(
  signatures: readonly ReadSignature[],
  signer: Pick<KeyRequest, 'format' | 'issuer' | 'type' | 'otherTypes'>,
  { algorithms, rule }: { readonly algorithms: readonly SignatureAlgorithm[]; readonly rule: SignatureRule },
): readonly UsableSignature[] {
  const use = (signature: ReadSignature): UsableSignature => {
    const { header, kid, certificates } = signature
    const algorithm = checkHeader(header, { algorithms })
    const keyRequest = { ...signer, purpose: 'credential', algorithms: [algorithm], kid, certificates } as const
    return { signature, algorithm, keyRequest }
  }
  if (rule === 'all') return signatures.map(use)
  const usable = signatures.flatMap((signature) => {
    try {
      return [use(signature)]
    } catch (refusal) {
      if (refusal instanceof Refusal) return []
      throw refusal
    }
  })
  if (usable.length < rule.atLeast) throw new Refusal<FailureCode>('signatures_insufficient')
  return usable
}

/**
 * Which signatures hold, and by whose keys.
 *
 * @param keys - those that may have made each signature, in their order
 * @throws {Refusal} `signature_invalid`, `signatures_insufficient`
 */
export function findSigners(
  usable: readonly UsableSignature[],
  keys: readonly (readonly KeyCandidate[])[],
  request: ReadRequest,
): MaybePromise<readonly [SignedBy, ...SignedBy[]]> {
  const candidates = keys[0] as readonly KeyCandidate[]
  if (usable.length > 1 || candidates.length !== 1 || request.signatures !== 'all') {
    return import('./several-signers.ts').then(({ findSeveralSigners }) =>
      findSeveralSigners(usable, keys, { request, verifySignature }),
    )
  }
  // By far the most frequent: one signature, and one key that may have made it.
  const [signature] = usable as readonly [UsableSignature]
  const [candidate] = candidates as readonly [KeyCandidate]
  const signedBy = (holds: boolean): readonly [SignedBy] => {
    if (!holds) throw new Refusal<FailureCode>('signature_invalid')
    return [{ request: signature.keyRequest, candidate }]
  }
  const holding = verifySignature(signature, candidate, request)
  return isPromise(holding) ? holding.then(signedBy) : signedBy(holding)
}

/** @throws {Refusal} `key_malformed` for a key that is not on its curve */
export function verifySignature(
  { algorithm, signature: { signingInput, signature } }: UsableSignature,
  { key }: KeyCandidate,
  { context, mode }: ReadRequest,
): MaybePromise<boolean> {
  if (keyFitsAlgorithm(key, algorithm, 'verify') !== undefined) return false
  return context.engine.verify(algorithm, key, signingInput, signature, mode)
}
