import { digest, disclosure } from '../credential.ts'
import { base64url, encodePart, type Json, type Members, without } from '../json.ts'
import { type Signing, sign, signBytes } from '../signatures.ts'
import { type CborItem, cbor, tagged } from '../status/cbor.ts'

/** A W3C credential before it is secured, and how it is. A case changes one of these. */
export interface Secured {
  readonly document: Members
  /** Registered claims beside the document: in a JWT its own, in COSE those of the header. */
  readonly claims: Members
  /** Of a JWT; the algorithm is that of the signing unless it is here. */
  readonly header: Members
  /** Of a COSE message: the protected header, and the one that is not. */
  readonly protected: ReadonlyMap<number, CborItem>
  readonly unprotected: ReadonlyMap<number, CborItem>
  readonly signing: Signing
  /** Members of the subject that an SD-JWT hides, and whether they are shown. */
  readonly hidden: Readonly<Record<string, 'shown' | 'withheld'>>
  readonly spellHeader?: (json: string) => string
  /** The document's JSON, spelled otherwise before it is signed. */
  readonly spell?: (json: string) => string
  readonly bendSignature?: (signature: Uint8Array) => Uint8Array
  /** What is sent, changed after all was signed. */
  readonly bend?: (text: string) => string
  /** The COSE message, before it is written. */
  readonly bendMessage?: (message: readonly CborItem[]) => readonly CborItem[]
}

/** VC-JOSE-COSE §3.1.1: the claims of the JWT are the document, and a few beside it. */
export function asJwt(credential: Secured, type = 'vc+jwt'): string {
  const { document, claims, header, signing, spell, spellHeader, bend } = credential
  const whole = { alg: signing.algorithm, typ: type, ...header }
  const input = `${encodePart(present(whole), spellHeader)}.${encodePart({ ...document, ...claims }, spell)}`
  const signature = bent(sign(input, signing), credential)
  const text = `${input}.${base64url(signature)}`
  return bend?.(text) ?? text
}

/** VC-JOSE-COSE §3.2.1: some members of the subject in Disclosures. */
export function asSdJwt(credential: Secured, type = 'vc+sd-jwt'): string {
  const { document, hidden, bend } = credential
  const subject = document.credentialSubject
  const names = Object.keys(hidden).filter((name) => isMembers(subject) && subject[name] !== undefined)
  const made = names.map((name) => disclosure(name, name, (subject as Members)[name] as Json))
  const rest =
    names.length === 0 ? subject : { ...without(subject as Members, ...names), _sd: made.map((one) => digest(one)) }
  const { bend: _, ...unbent } = credential
  const payload = { ...document, ...(rest === undefined ? {} : { credentialSubject: rest }), _sd_alg: 'sha-256' }
  const issued = asJwt({ ...unbent, document: payload }, type)
  const shown = made.filter((_one, index) => hidden[names[index] as string] === 'shown')
  const text = `${[issued, ...shown].join('~')}~`
  return bend?.(text) ?? text
}

/** VC-JOSE-COSE §3.3.1: a COSE_Sign1, base64url. */
export function asCose(credential: Secured): string {
  return base64url(coseBytes(credential))
}

function coseBytes(credential: Secured): Uint8Array {
  const { document, spell, signing, unprotected, bendMessage } = credential
  const inner = cbor(protectedHeader(credential))
  const json = JSON.stringify(document)
  const payload = Uint8Array.from(Buffer.from(spell?.(json) ?? json))
  const signature = bent(signBytes(cbor(['Signature1', inner, new Uint8Array(), payload]), signing), credential)
  const message: readonly CborItem[] = [inner, unprotected, payload, Uint8Array.from(signature)]
  return tagged(18, cbor(bendMessage?.(message) ?? message))
}

export const coseLabel = { algorithm: 1, contentType: 3, keyId: 4, claims: 15, type: 16 } as const
const cwtLabels: Readonly<Record<string, number>> = {
  iss: 1,
  sub: 2,
  aud: 3,
  exp: 4,
  nbf: 5,
  iat: 6,
  cnf: 8,
  nonce: 10,
}

function protectedHeader({ protected: inner, claims }: Secured): ReadonlyMap<number, CborItem> {
  const entries = Object.entries(claims).map(([name, value]) => [cwtLabels[name] as number, claimItem(value)] as const)
  return entries.length === 0 ? inner : new Map([...inner, [coseLabel.claims, new Map<CborItem, CborItem>(entries)]])
}

/** A key as COSE_Key (RFC 9052 §7) inside `cnf` (RFC 8747 §3.2); the rest as it is. */
function claimItem(value: Json): CborItem {
  const jwk = isMembers(value) ? value.jwk : undefined
  if (!isMembers(jwk)) return value as CborItem
  const key = new Map<CborItem, CborItem>([
    [1, 2],
    [-1, 1],
    [-2, Uint8Array.from(Buffer.from(jwk.x as string, 'base64url'))],
    [-3, Uint8Array.from(Buffer.from(jwk.y as string, 'base64url'))],
  ])
  return new Map<CborItem, CborItem>([[1, key]])
}

function isMembers(value: Json | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A header without the members that a case took away. */
function present(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== absent))
}

/** In the place of a header's member: it is not there. */
export const absent = '\u0000absent'

function bent(signature: Uint8Array, { bendSignature }: Secured): Uint8Array {
  return bendSignature?.(signature) ?? signature
}
