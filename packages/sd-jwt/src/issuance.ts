import type { IssueRequest, IssuerIdentity } from '@hashikake/credential'
import { copyIdentity, type MemberNames, readMembers, requireUsableKey } from '@hashikake/credential/issuing'
import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { signCompactJws } from '@hashikake/crypto/jws'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import { encodeCertificates } from './certificates.ts'
import { concealClaims, type Decoys } from './concealment.ts'
import type { Disclosable } from './disclosable.ts'
import { hashAlgorithms, hashFor } from './hash.ts'
import { type Serialization, writeSerialization } from './serialization.ts'

export interface SdJwtIssuanceOptions {
  /** `compact` unless given; `flattened` and `general` are JSON (RFC 9901 §8). */
  readonly serialization?: Serialization
  /** The hash for disclosures; unless given, the first as strong as the strongest signature. */
  readonly hash?: HashAlgorithm
  /** Further issuers that sign the same payload, for the general serialisation. */
  readonly cosigners?: readonly IssuerIdentity[]
}

export const issuanceOptions: MemberNames<SdJwtIssuanceOptions> = { serialization: true, hash: true, cosigners: true }

const serializations: readonly unknown[] = ['compact', 'flattened', 'general']

/**
 * A checked copy of the options of an issuance.
 *
 * @throws {TypeError} for wrong use
 */
export function copyIssuanceOptions<Options extends SdJwtIssuanceOptions>(
  options: Options,
  names: MemberNames<Options>,
): Options {
  const copy = readMembers(options, names, 'The argument of issuance()')
  const { serialization = 'compact', hash, cosigners = [] } = copy
  if (!serializations.includes(serialization)) {
    throw new TypeError("serialization is 'compact', 'flattened' or 'general'")
  }
  if (hash !== undefined && !hashAlgorithms.includes(hash)) {
    throw new TypeError("hash is 'sha-256', 'sha-384' or 'sha-512'")
  }
  if (!Array.isArray(cosigners)) throw new TypeError('cosigners takes a list of issuers: [{ signer, kid }]')
  if (cosigners.length > 0 && serialization !== 'general') {
    throw new TypeError(
      "Several signers need the general serialisation: issuance({ serialization: 'general', cosigners })",
    )
  }
  return { ...copy, cosigners: cosigners.map(copyIdentity) }
}

/** What is written into an SD-JWT: the claims that stay, those to conceal, and how. All copies, but for the marks. */
export interface SdJwtContent {
  readonly typ: string
  /** Claims that stand outside selective disclosure. */
  readonly open: JsonObject
  readonly claims: JsonObject
  readonly disclosable?: readonly Disclosable[] | undefined
  readonly decoys?: readonly Decoys[] | undefined
}

/**
 * Conceals, signs and serialises: the one way by which every SD-JWT is written.
 *
 * @throws {Refusal} `hash_too_weak`, and the codes of `concealClaims`
 */
export async function issueSdJwt(content: SdJwtContent, options: SdJwtIssuanceOptions & IssueRequest): Promise<string> {
  const { serialization = 'compact', context, issuer, cosigners = [], signal } = options
  const { open, typ } = content
  const { engine } = context
  const identities = [issuer, ...cosigners]
  const hash = hashFor(
    identities.map(({ signer }) => signer),
    options.hash,
  )
  // Reads the marks before it first waits: afterwards they are the caller's again.
  const { payload, disclosures } = await concealClaims(content.claims, {
    disclosable: content.disclosable,
    decoys: content.decoys,
    hash,
    engine,
  })
  const { jwk } = (open.cnf ?? {}) as { readonly jwk?: PublicJwk }
  if (jwk !== undefined) await requireUsableKey(jwk, engine)
  const payloadText = JSON.stringify({ ...open, ...payload })
  const signing = signal === undefined ? {} : { signal }
  const sign = (one: IssuerIdentity): Promise<string> =>
    signCompactJws(issuerHeader(one, typ), payloadText, one.signer, signing)
  if (serialization === 'compact') return `${[await sign(issuer), ...disclosures].join('~')}~`
  const signed = await Promise.all(identities.map(sign))
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
