import { cwtClaim, headerLabel, publicKeyToCose, signSign1 } from '@hashikake/crypto/cose'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { type Bytes, encodeUtf8 } from '@hashikake/encoding/base64url'
import type { CborInput } from '@hashikake/encoding/cbor'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { coseKeyMethod } from './confirmation.ts'
import type { Content } from './headers.ts'

export interface CoseEnvelope {
  readonly content: Content
  readonly document: JsonObject
  /** Registered claims by their names in a JWT. */
  readonly claims: JsonObject
  readonly kid?: string | undefined
  readonly certificates?: readonly Uint8Array[] | undefined
  readonly signal?: AbortSignal | undefined
}

/** Signs a document as a COSE_Sign1 (VC-JOSE-COSE §3.3), with claims about the signature in its header (RFC 9597). */
export async function signCose(signer: Signer, envelope: CoseEnvelope): Promise<Bytes> {
  const { content, document, claims, kid, certificates, signal } = envelope
  const cwtClaims = claimsOf(claims)
  const parameters = new Map<number, CborInput>([
    [headerLabel.contentType, `application/${content}`],
    [headerLabel.type, `application/${content}+cose`],
  ])
  if (kid !== undefined) parameters.set(headerLabel.keyIdentifier, encodeUtf8(kid))
  if (cwtClaims.size > 0) parameters.set(headerLabel.cwtClaims, cwtClaims)
  if (certificates !== undefined) {
    parameters.set(headerLabel.x5chain, certificates.length === 1 ? (certificates[0] as Uint8Array) : [...certificates])
  }
  return signSign1(signer, {
    protected: parameters,
    payload: encodeUtf8(JSON.stringify(document)),
    ...(signal === undefined ? {} : { signal }),
  })
}

const labels = {
  iss: cwtClaim.issuer,
  aud: cwtClaim.audience,
  exp: cwtClaim.expiration,
  nbf: cwtClaim.notBefore,
  iat: cwtClaim.issuedAt,
  nonce: cwtClaim.nonce,
} as const

function claimsOf(claims: JsonObject): Map<number, CborInput> {
  const map = new Map<number, CborInput>()
  for (const [name, label] of Object.entries(labels)) {
    const value = ownMember(claims, name)
    if (value !== undefined) map.set(label, name === 'nonce' ? encodeUtf8(value as string) : (value as CborInput))
  }
  const { jwk } = (ownMember(claims, 'cnf') ?? {}) as { readonly jwk?: PublicJwk }
  if (jwk !== undefined) map.set(cwtClaim.confirmation, new Map([[coseKeyMethod, publicKeyToCose(jwk)]]))
  return map
}
