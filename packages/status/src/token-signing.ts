import type { Context } from '@hashikake/credential'
import { cwtClaim, headerLabel, signSign1 } from '@hashikake/crypto/cose'
import type { Signer } from '@hashikake/crypto/signers'
import { type Bytes, encodeUtf8 } from '@hashikake/encoding/base64url'
import { type CborInput, encodeCbor } from '@hashikake/encoding/cbor'

export interface ListTokenOptions {
  /** Where it is to be found, as credentials name it. */
  readonly uri: string
  readonly signer: Signer
  readonly context: Context
  readonly issuer?: string
  readonly kid?: string
  /** DER, leaf first, without the trust anchor. */
  readonly certificates?: readonly Uint8Array[]
  /** Seconds until it must be asked for again. */
  readonly timeToLive?: number
  /** When it ends. */
  readonly expires?: Date
  /** Where all lists of this issuer are named (Token Status List §9). */
  readonly aggregationUri?: string
  readonly signal?: AbortSignal
}

/** @throws {TypeError} for wrong options */
export function requireTokenOptions<Options extends ListTokenOptions>(options: Options): Options {
  const { uri, signer, context, timeToLive, expires } = options ?? {}
  const isUnderstood =
    typeof uri === 'string' &&
    URL.canParse(uri) &&
    typeof signer?.sign === 'function' &&
    typeof context?.now === 'function' &&
    (timeToLive === undefined || (Number.isSafeInteger(timeToLive) && timeToLive > 0)) &&
    (expires === undefined || expires.getTime() > context.now())
  if (!isUnderstood) {
    throw new TypeError('A list is signed with { uri, signer, context }, timeToLive in seconds, and an end to come')
  }
  return options
}

/** Signs a list as a CWT of a type, with its certificates where they are signed too. */
export function signCwt(
  type: string,
  content: readonly (readonly [claim: number, value: CborInput])[],
  options: ListTokenOptions & {
    readonly iat: number
    readonly exp: number | undefined
    readonly ttl: number | undefined
  },
): Promise<Bytes> {
  const { uri, signer, issuer, kid, certificates, iat, exp, ttl } = options
  const entries: (readonly [number, CborInput | undefined])[] = [
    [cwtClaim.issuer, issuer],
    [cwtClaim.subject, uri],
    [cwtClaim.expiration, exp],
    [cwtClaim.issuedAt, iat],
    [cwtClaim.timeToLive, ttl],
    ...content,
  ]
  const payload = encodeCbor(
    new Map(entries.filter((entry): entry is readonly [number, CborInput] => entry[1] !== undefined)),
  )
  const unprotected = new Map<number, CborInput>()
  if (kid !== undefined) unprotected.set(headerLabel.keyIdentifier, encodeUtf8(kid))
  const chain = certificates?.length === 1 ? certificates[0] : certificates
  const protectedHeader = new Map<number, CborInput>([[headerLabel.type, type]])
  if (chain !== undefined) protectedHeader.set(headerLabel.x5chain, chain as CborInput)
  return signSign1(signer, { protected: protectedHeader, unprotected, payload, ...signalOf(options) })
}

export function signalOf({ signal }: ListTokenOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
