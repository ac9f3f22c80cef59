import { issuer, now } from '../bases.ts'
import { base64url, type Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { signBytes } from '../signatures.ts'
import { type CborItem, cbor, tagged } from './cbor.ts'
import { packed, uri } from './token.ts'

const claim = {
  issuer: 1,
  subject: 2,
  expires: 4,
  issuedAt: 6,
  identifiers: 65530,
  statusList: 65533,
  timeToLive: 65534,
}
const header = { algorithm: 1, type: 16 }
const es256 = -7

/** A list in CWT form before it is written. */
export interface CwtToken {
  readonly protected: ReadonlyMap<number, CborItem>
  readonly unprotected: ReadonlyMap<number, CborItem>
  readonly claims: ReadonlyMap<number, CborItem>
  readonly key: Members
  /** The tags around it, outermost first. */
  readonly tags: readonly number[]
}

const common: readonly (readonly [number, CborItem])[] = [
  [claim.issuer, issuer],
  [claim.subject, uri],
  [claim.expires, now + 3600],
  [claim.issuedAt, now - 60],
]

/** Four entries of two bits: 3 is suspended. */
export const statusListCwt: CwtToken = {
  protected: new Map<number, CborItem>([
    [header.algorithm, es256],
    [header.type, 'application/statuslist+cwt'],
  ]),
  unprotected: new Map(),
  claims: new Map<number, CborItem>([
    ...common,
    [
      claim.statusList,
      new Map<string, CborItem>([
        ['bits', 2],
        ['lst', Uint8Array.from(packed(0b10000000))],
      ]),
    ],
  ]),
  key: fixtureKey('issuer').privateKey,
  tags: [18],
}

/** An identifier that is revoked. */
export const revoked = Uint8Array.of(1, 2, 3)

export const identifierListCwt: CwtToken = {
  ...statusListCwt,
  protected: new Map<number, CborItem>([
    [header.algorithm, es256],
    [header.type, 'application/identifierlist+cwt'],
  ]),
  claims: new Map<number, CborItem>([
    ...common,
    [claim.identifiers, new Map<string, CborItem>([['identifiers', new Map([[revoked, new Map()]])]])],
  ]),
}

/** Signs and writes it (RFC 9052 §4.2, §4.4). */
export function cwtOf(token: CwtToken): string {
  const inner = cbor(token.protected)
  const payload = cbor(token.claims)
  const toBeSigned = cbor(['Signature1', inner, new Uint8Array(), payload])
  const signature = signBytes(toBeSigned, { algorithm: 'ES256', key: token.key })
  const message = cbor([inner, token.unprotected, payload, signature])
  return base64url(token.tags.reduceRight((bytes, tag) => tagged(tag, bytes), message))
}

export const without = (token: CwtToken, key: keyof typeof claim): CwtToken =>
  withClaims(token, (claims) => claims.delete(claim[key]))
export const withClaim = (token: CwtToken, key: keyof typeof claim, value: CborItem): CwtToken =>
  withClaims(token, (claims) => claims.set(claim[key], value))

function withClaims(token: CwtToken, change: (claims: Map<number, CborItem>) => void): CwtToken {
  const claims = new Map(token.claims)
  change(claims)
  return { ...token, claims }
}

/** Its type moved to where it is not signed, or another type. */
export const typed = (token: CwtToken, type: string, where: 'protected' | 'unprotected' = 'protected'): CwtToken => {
  const inner = new Map(token.protected)
  inner.delete(header.type)
  return {
    ...token,
    protected: inner,
    [where]: new Map([...(where === 'protected' ? inner : []), [header.type, type]]),
  }
}
