import type { IssueRequest, IssuerIdentity } from '@hashikake/credential'
import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { signCompactJws } from '@hashikake/crypto/jws'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { concealClaims, type Decoys } from './concealment.ts'
import type { Disclosable } from './disclosable.ts'
import { hashFor } from './hash.ts'
import { type Serialization, writeSerialization } from './serialization.ts'
import { encodeCertificates } from './signer-header.ts'

export interface SdJwtIssuanceOptions {
  /** `compact` unless given; `flattened` and `general` are JSON (RFC 9901 §8). */
  readonly serialization?: Serialization
  /** The hash for disclosures; unless given, the first as strong as the signature. */
  readonly hash?: HashAlgorithm
  /** Further issuers that sign the same payload, for the general serialisation. */
  readonly cosigners?: readonly IssuerIdentity[]
}

/** What is written into an SD-JWT: the claims that stay, those to conceal, and how. */
export interface SdJwtContent {
  readonly typ: string
  /** Claims that stand outside selective disclosure. */
  readonly open: JsonObject
  readonly claims: JsonObject
  readonly disclosable: readonly Disclosable[]
  readonly decoys?: readonly Decoys[]
}

/**
 * Conceals, signs and serialises: the one way by which every SD-JWT is written.
 *
 * @throws {Refusal} `hash_too_weak`, and the codes of `concealClaims`
 */
export async function issueSdJwt(content: SdJwtContent, options: SdJwtIssuanceOptions & IssueRequest): Promise<string> {
  const { serialization = 'compact', context, issuer, cosigners = [] } = options
  const signers = [issuer, ...cosigners]
  if (signers.length > 1 && serialization !== 'general') {
    throw new TypeError(
      "Several signers need the general serialisation: issuance({ serialization: 'general', cosigners })",
    )
  }
  const hash = hashFor(issuer.signer.algorithm, options.hash)
  const { payload, disclosures } = await concealClaims(content.claims, {
    ...content,
    hash,
    engine: context.engine,
  })
  const payloadText = JSON.stringify({ ...content.open, ...payload })
  const signing = options.signal === undefined ? {} : { signal: options.signal }
  const signed = await Promise.all(
    signers.map((one) => signCompactJws(issuerHeader(one, content.typ), payloadText, one.signer, signing)),
  )
  const parts = signed.map((jws) => jws.split('.') as [string, string, string])
  return writeSerialization({
    serialization,
    payloadText: (parts[0] as [string, string, string])[1],
    signatures: parts.map(([protectedText, , signatureText]) => ({ protectedText, signatureText })),
    disclosures,
    keyBinding: undefined,
  })
}

function issuerHeader({ kid, certificates }: IssuerIdentity, typ: string): JsonObject {
  return {
    typ,
    ...(kid === undefined ? {} : { kid }),
    ...(certificates === undefined ? {} : { x5c: encodeCertificates(certificates) }),
  }
}

/** Seconds since 1970, as a NumericDate (RFC 7519 §2). */
export function numericDate(date: Date): number {
  const time = date.getTime()
  if (Number.isNaN(time)) throw new TypeError('A date of the draft is not a valid Date')
  return Math.floor(time / 1000)
}

/**
 * A period that has ended before it begins makes a credential that is never valid.
 *
 * @throws {Refusal} `period_empty`
 */
export function requirePeriod({ iat, nbf, exp }: { readonly [name: string]: unknown }): void {
  for (const start of [iat, nbf]) {
    if (typeof exp === 'number' && typeof start === 'number' && exp <= start) {
      throw new Refusal<SdJwtCode>('period_empty', { path: ['exp'] })
    }
  }
}

/** The `cnf` claim of a holder's key (RFC 7800 §3.2). */
export function confirmationOf(holderKey: PublicJwk): JsonObject {
  const { kid: _, alg: __, use: ___, key_ops: ____, ...jwk } = holderKey as PublicJwk & Record<string, unknown>
  return { jwk: jwk as unknown as JsonObject }
}

/** @throws {Refusal} `claim_reserved` where the draft's claims say again what its own members say */
export function requireDistinct(claims: JsonObject, reserved: readonly string[]): void {
  const name = reserved.find((one) => Object.hasOwn(claims, one))
  if (name !== undefined) throw new Refusal<SdJwtCode>('claim_reserved', { path: [name] })
}
