import { now } from '../bases.ts'
import type { Json } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import type { CborItem } from '../status/cbor.ts'
import { type CwtToken, cwtOf } from '../status/cwt.ts'
import { packed } from '../status/token.ts'
import { cose, documentSignerDer, label, signerOf, statusUri } from './bases.ts'
import { fields } from './mdoc.ts'

const type = 16
const claim = { subject: 2, expires: 4, issuedAt: 6, identifiers: 65530, statusList: 65533 } as const

/** The entries of a list: 1 is revoked, the other fifteen are valid. */
export const listOf = (bits: number, ...bytes: readonly number[]): CborItem =>
  fields({ bits, lst: Uint8Array.from(packed(...bytes)) })

/** A list for licences (ISO/IEC 18013-5 §12.3.6): of one bit each, with an end, its signer certified in the protected header. */
export const licenceList: CwtToken = {
  protected: new Map<number, CborItem>([
    [label.algorithm, cose.ES256],
    [type, 'application/statuslist+cwt'],
    [label.x5chain, documentSignerDer],
  ]),
  unprotected: new Map(),
  claims: new Map<number, CborItem>([
    [claim.subject, statusUri],
    [claim.expires, now + 3600],
    [claim.issuedAt, now - 60],
    [claim.statusList, listOf(1, 0b00000010, 0)],
  ]),
  key: fixtureKey('issuer').privateKey,
  tags: [18],
}

/** A list of identifiers in its place. */
export const identifiers = (...listed: readonly Uint8Array[]): CwtToken => ({
  ...typed(licenceList, 'application/identifierlist+cwt'),
  claims: new Map<number, CborItem>([
    ...[...licenceList.claims].filter(([name]) => name !== claim.statusList),
    [claim.identifiers, fields({ identifiers: new Map(listed.map((one) => [one, new Map()])) })],
  ]),
})

export const typed = (token: CwtToken, name: string): CwtToken => ({
  ...token,
  protected: new Map([...token.protected, [type, name]]),
})
export const claimed = (token: CwtToken, name: keyof typeof claim, value?: CborItem): CwtToken => ({
  ...token,
  claims: new Map([
    ...[...token.claims].filter(([own]) => own !== claim[name]),
    ...(value === undefined ? [] : [[claim[name], value] as const]),
  ]),
})
/** Signed by another, whom this authority certified; without an authority nobody is named. */
export const signedBy = (token: CwtToken, key: KeyName, authority?: KeyName): CwtToken => ({
  ...token,
  protected: new Map<number, CborItem>([
    ...[...token.protected].filter(([own]) => own !== label.x5chain),
    ...(authority === undefined ? [] : [[label.x5chain, signerOf(key, authority)] as const]),
  ]),
  key: fixtureKey(key).privateKey,
})

/** What the URI of the list answers. */
export const answering = (token: CwtToken = licenceList): Readonly<Record<string, Json>> => ({
  status: { [statusUri]: { base64url: cwtOf(token) } },
})

/** What the URI of a list of identifiers answers, which has a media type of its own. */
export const answeringIdentifiers = (token: CwtToken, uri: string = statusUri): Readonly<Record<string, Json>> => ({
  status: {},
  responses: {
    [uri]: [{ status: 200, headers: { 'content-type': 'application/identifierlist+cwt' }, base64url: cwtOf(token) }],
  },
})
