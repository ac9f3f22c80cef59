import { p256 } from '@noble/curves/nist.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64url, bytesOf, type Hash, hashOf, type Members } from '../json.ts'
import { type Signing, signBytes } from '../signatures.ts'
import { type CborItem, cbor, Encoded } from '../status/cbor.ts'
import { embedded } from './spelling.ts'

export type Fields = ReadonlyMap<CborItem, CborItem>

/** A map, with a key set or added. */
export const withEntry = (map: ReadonlyMap<CborItem, CborItem>, key: CborItem, value: CborItem): Fields =>
  new Map<CborItem, CborItem>([...map, [key, value]])

/** Names and values as a map of CBOR, in their order. */
export const fields = (members: Readonly<Record<string, CborItem>>): Fields => new Map(Object.entries(members))
export const fieldsWith = (map: Fields, members: Readonly<Record<string, CborItem>>): Fields =>
  new Map([...map, ...Object.entries(members)])
export const fieldsWithout = (map: Fields, ...names: readonly CborItem[]): Fields =>
  new Map([...map].filter(([name]) => !names.includes(name)))

/** An element that the issuer made: its item in the bytes that are digested, tag 24 included, and its digestID. */
export interface Element {
  readonly name: string
  readonly digestId: CborItem
  readonly item: Fields
  readonly sealed: Encoded
}

/** The `random` of an element comes from its name, so that it is the same in every run. */
export const randomOf = (name: string, length = 16): Uint8Array =>
  Uint8Array.from(hashOf(`random of ${name}`).subarray(0, length))

export const itemOf = (digestId: CborItem, name: CborItem, value: CborItem, random?: CborItem): Fields =>
  fields({
    digestID: digestId,
    random: random ?? randomOf(typeof name === 'string' ? name : 'unnamed'),
    elementIdentifier: name,
    elementValue: value,
  })

/** An element of this item, or of another spelling of it. */
export function element(item: Fields, spell: (item: Fields) => CborItem = (same) => same): Element {
  const name = item.get('elementIdentifier')
  return {
    name: typeof name === 'string' ? name : '',
    digestId: item.get('digestID') ?? 0,
    item,
    sealed: embedded(cbor(spell(item))),
  }
}

export type Namespaces = ReadonlyMap<string, readonly Element[]>

/** An mdoc as its parts (ISO/IEC 18013-5 §10.3, §12.3), before and after signing. A case changes one of them. */
export interface Mdoc {
  /** Of the document; the MSO has its own. */
  readonly docType: CborItem
  /** Every element that the issuer made. */
  readonly made: Namespaces
  /** Which of them are shown. */
  readonly shown: (made: Namespaces) => ReadonlyMap<CborItem, CborItem>
  readonly hash: Hash
  /** Without its digests, which are taken from what was made. */
  readonly mso: Fields
  readonly bendDigests?: (digests: ReadonlyMap<CborItem, Fields>) => CborItem
  readonly bendMso?: (mso: Fields) => CborItem
  readonly payloadOf: (mso: Uint8Array) => Uint8Array
  readonly issuer: CoseHeaders
  readonly bendIssuerAuth?: (parts: readonly CborItem[]) => CborItem
  readonly bendIssuerSigned?: (issuerSigned: Fields) => CborItem
  /** What the holder adds; without it an IssuerSigned stands alone. */
  readonly device?: Device | undefined
  readonly bendDocument?: (document: Fields) => CborItem
  /** Documents beside this one. */
  readonly others: readonly Mdoc[]
  readonly bendResponse?: (response: Fields) => CborItem
  readonly bendBytes?: (bytes: Uint8Array) => Uint8Array
}

/** A COSE message before it is signed (RFC 9052 §4). */
export interface CoseHeaders {
  readonly protected: CborItem
  /** Instead of the protected header's own bytes. */
  readonly protectedBytes?: Uint8Array
  readonly unprotected: CborItem
  readonly signing: Signing
  readonly context?: string
  readonly externalAad?: Uint8Array
  readonly bendProof?: (proof: Uint8Array) => Uint8Array
}

/** What the holder's key vouches for (§12.4). */
export interface Device {
  readonly namespaces: CborItem
  readonly cose: CoseHeaders
  /** The SessionTranscript as the holder has it. */
  readonly transcript: Uint8Array
  /** The docType that is signed, where it is not the document's. */
  readonly docType?: string
  /** With the public key of the reader, a MAC in the place of the signature. */
  readonly reader?: Members
  readonly bendKey?: (key: Uint8Array) => Uint8Array
  /** The parts of what is signed, before they are written. */
  readonly bendAuthentication?: (parts: readonly CborItem[]) => readonly CborItem[]
  /** What is sent in the place of DeviceNameSpacesBytes. */
  readonly bendNamespaces?: (sent: Encoded) => CborItem
  readonly payload?: (signed: Uint8Array) => CborItem
  readonly bendProof?: (parts: readonly CborItem[]) => CborItem
  readonly bendAuth?: (deviceAuth: Fields) => CborItem
  readonly bendSigned?: (deviceSigned: Fields) => CborItem
}

/** A part as a case changes it. */
const bent = <Part extends CborItem>(part: Part, bend: ((part: Part) => CborItem) | undefined): CborItem =>
  bend === undefined ? part : bend(part)

/** Signs and writes it: a DeviceResponse where the holder answered, an IssuerSigned where not. */
export function build(mdoc: Mdoc): string {
  const bytes =
    mdoc.device === undefined ? cbor(issuerSignedOf(mdoc)) : cbor(responseOf([mdoc, ...mdoc.others], mdoc.bendResponse))
  return base64url(mdoc.bendBytes?.(bytes) ?? bytes)
}

function responseOf(mdocs: readonly Mdoc[], bend: Mdoc['bendResponse']): CborItem {
  const response = fields({ version: '1.0', documents: mdocs.map(documentOf), status: 0 })
  return bent(response, bend)
}

function documentOf(mdoc: Mdoc): CborItem {
  const { docType, device } = mdoc
  const document = fields({
    docType,
    issuerSigned: issuerSignedOf(mdoc),
    deviceSigned: deviceSignedOf(mdoc, device as Device),
  })
  return bent(document, mdoc.bendDocument)
}

function issuerSignedOf(mdoc: Mdoc): CborItem {
  const issuerSigned = fields({ nameSpaces: mdoc.shown(mdoc.made), issuerAuth: issuerAuthOf(mdoc) })
  return bent(issuerSigned, mdoc.bendIssuerSigned)
}

function issuerAuthOf(mdoc: Mdoc): CborItem {
  const payload = mdoc.payloadOf(msoOf(mdoc))
  const { protectedBytes, proof } = signed('Signature1', mdoc.issuer, payload)
  const parts = [protectedBytes, mdoc.issuer.unprotected, payload, proof]
  return bent(parts, mdoc.bendIssuerAuth)
}

/** The MSO, written, without the tag 24 around it. */
function msoOf({ made, hash, mso, bendDigests, bendMso }: Mdoc): Uint8Array {
  const digests = new Map<CborItem, Fields>(
    [...made].map(([namespace, elements]) => [
      namespace,
      new Map(elements.map(({ digestId, sealed }) => [digestId, Uint8Array.from(hashOf(sealed.bytes, hash))] as const)),
    ]),
  )
  const all = fieldsWith(mso, { valueDigests: bent(digests, bendDigests) })
  return cbor(bent(all, bendMso))
}

function signed(
  context: string,
  cose: CoseHeaders,
  payload: Uint8Array,
  prove = (data: Uint8Array): Uint8Array => signBytes(data, cose.signing),
): { readonly protectedBytes: Uint8Array; readonly proof: Uint8Array } {
  const protectedBytes = cose.protectedBytes ?? cbor(cose.protected)
  const data = cbor([cose.context ?? context, protectedBytes, cose.externalAad ?? new Uint8Array(), payload])
  const proof = prove(data)
  return { protectedBytes, proof: Uint8Array.from(cose.bendProof?.(proof) ?? proof) }
}

function deviceSignedOf({ docType }: Mdoc, device: Device): CborItem {
  const { namespaces, cose, transcript, reader, bendAuthentication, bendNamespaces } = device
  const sealed = embedded(cbor(namespaces))
  const parts = ['DeviceAuthentication', new Encoded(transcript), device.docType ?? docType, sealed] as const
  const authentication = cbor(embedded(cbor(bendAuthentication?.(parts) ?? parts)))
  const made =
    reader === undefined
      ? signed('Signature1', cose, authentication)
      : signed('MAC0', cose, authentication, (data) => hmac(sha256, macKeyOf(device, reader), data))
  const sent = [made.protectedBytes, cose.unprotected, device.payload?.(authentication) ?? null, made.proof]
  const proof = bent(sent, device.bendProof)
  const auth = fields({ [reader === undefined ? 'deviceSignature' : 'deviceMac']: proof })
  const deviceSigned = fields({
    nameSpaces: bent(sealed, bendNamespaces),
    deviceAuth: bent(auth, device.bendAuth),
  })
  return bent(deviceSigned, device.bendSigned)
}

/** EMacKey (§12.4): from the keys of both sides and the session. */
function macKeyOf({ cose, transcript, bendKey }: Device, reader: Members): Uint8Array {
  const key = derivedKey('EMacKey', { own: cose.signing.key, peer: reader, salt: cbor(embedded(transcript)) })
  return bendKey?.(key) ?? key
}

/** A key of both sides of a session (§12.2, §12.4), on P-256. */
export function derivedKey(
  info: string,
  { own, peer, salt }: { readonly own: Members; readonly peer: Members; readonly salt: Uint8Array },
): Uint8Array {
  const point = Buffer.concat([Buffer.of(4), bytesOf(peer.x as string), bytesOf(peer.y as string)])
  const secret = Uint8Array.from(bytesOf(own.d as string))
  const shared = p256.getSharedSecret(secret, Uint8Array.from(point), true).slice(1)
  return hkdf(sha256, shared, Uint8Array.from(hashOf(salt)), Uint8Array.from(Buffer.from(info)), 32)
}
