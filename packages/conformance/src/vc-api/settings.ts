import type { Context, KeyCandidate, KeyRequest, Trust } from '@hashikake/credential'
import { readKeyDid } from '@hashikake/crypto/key-dids'
import { writeMultikey } from '@hashikake/crypto/multikey'
import type { Signer } from '@hashikake/crypto/signers'
import type { JsonObject } from '@hashikake/encoding/json'

/** One key a curve; what a test issuer is known by is its did:key. */
export type VcApiSigners = Readonly<Record<'Ed25519' | 'P-256' | 'P-384', Signer>>

export interface VcApiOptions {
  readonly signers: VcApiSigners
  readonly context: Context
  /** Where it is reached, for status lists: `https://127.0.0.1:40443`. */
  readonly origin: string
  /** Contexts by their URLs, besides those of W3C credentials and of proofs. */
  readonly contexts?: Readonly<Record<string, JsonObject>>
  /** Accepts a credential whose issuer is not the controller of the key that signed it, as suites with fixed issuers need. */
  readonly anyIssuer?: boolean
  /** Accepts presentations in the JWT form of version 1.1, which a suite still sends. */
  readonly legacyVpJwt?: boolean
}

export interface Settings extends Required<VcApiOptions> {
  readonly issuers: Readonly<Record<keyof VcApiSigners, { readonly did: string; readonly verificationMethod: string }>>
  readonly trust: Trust
}

export function readSettings(options: VcApiOptions): Settings {
  const { signers, contexts = {}, anyIssuer = false, legacyVpJwt = false } = options
  const did = (curve: keyof VcApiSigners) => {
    const multikey = writeMultikey(signers[curve].publicKey)
    return Object.freeze({ did: `did:key:${multikey}`, verificationMethod: `did:key:${multikey}#${multikey}` })
  }
  return Object.freeze({
    ...options,
    contexts,
    anyIssuer,
    legacyVpJwt,
    issuers: { Ed25519: did('Ed25519'), 'P-256': did('P-256'), 'P-384': did('P-384') },
    trust: selfAsserted(anyIssuer),
  })
}

/**
 * Whoever has the key of a did:key or did:jwk is believed to be that DID, and nothing more: for tests of form and proof, never for
 * anybody who has to know an issuer.
 */
function selfAsserted(anyIssuer: boolean): Trust {
  return {
    findKeys: ({ kid, issuer }: KeyRequest): readonly KeyCandidate[] => {
      const name = kid?.startsWith('#') === true ? issuer : (kid?.split('#', 1)[0] ?? issuer)
      const found = name === undefined ? undefined : readKeyDid(name)
      const isMethod = kid === undefined || kid.startsWith('#') || kid === found?.verificationMethod || kid === name
      if (found === undefined || !isMethod) return []
      return [{ key: found.key, issuer: name as string, evidence: { kind: 'self-asserted', did: name as string } }]
    },
    decide: (request: KeyRequest, { issuer }: KeyCandidate) =>
      anyIssuer || issuer === request.issuer ? { trusted: true } : { trusted: false, code: 'issuer_not_trusted' },
  }
}
