import { deflateSync } from 'node:zlib'
import { issuer, now } from '../bases.ts'
import { base64url, encodePart, type Json, type Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { type Signing, sign } from '../signatures.ts'

export const uri = `${issuer}/statuslists/1`

/** A Status List Token before it is written. */
export interface Token {
  readonly header: Members
  readonly claims: Members
  readonly list: Members
  readonly signing: Signing
}

/** zlib without compression: the same bytes from every version of it. */
export function packed(...bytes: readonly number[]): Buffer {
  return deflateSync(Uint8Array.from(bytes), { level: 0 })
}

/** Eight entries of two bits: 3 is revoked, 5 suspended, 7 has a value that nobody defined; the rest is valid. */
export const baseToken: Token = {
  header: { alg: 'ES256', typ: 'statuslist+jwt' },
  claims: { iss: issuer, sub: uri, iat: now - 60, exp: now + 3600, ttl: 600 },
  list: { bits: 2, lst: base64url(packed(0b01000000, 0b11001000)) },
  signing: { algorithm: 'ES256', key: fixtureKey('issuer').privateKey },
}

/** Writes a token, with some of it changed. */
export function tokenWith(change: Partial<Token> = {}): string {
  const { header, claims, list, signing } = { ...baseToken, ...change }
  const input = `${encodePart(header)}.${encodePart({ ...claims, status_list: list })}`
  return `${input}.${base64url(sign(input, signing))}`
}

export const claimsWith = (members: Members): string => tokenWith({ claims: { ...baseToken.claims, ...members } })
export const listWith = (members: Members): string => tokenWith({ list: { ...baseToken.list, ...members } })
export const headerWith = (members: Members): string => tokenWith({ header: { ...baseToken.header, ...members } })

/** What the URI of the list answers. */
export const answering = (text: string): Readonly<Record<string, Json>> => ({ status: { [uri]: { text } } })
