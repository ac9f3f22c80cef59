import { at } from '../bases.ts'
import { base64url, bytesOf } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import { type Signing, signBytes } from '../signatures.ts'
import { type CborItem, cbor, Encoded, tagged } from '../status/cbor.ts'
import {
  authorityKey,
  basicConstraints,
  type Certificate,
  distributionPoint,
  extendedKeyUsage,
  issuerUri,
  keyUsage,
  shifted,
  subjectKey,
  write,
} from '../x509/certificate.ts'

// Lists of issuing authorities (VICAL), written by hand as ISO/IEC 18013-5 C.1.7.1 has them.

export const day = 86_400
export const licence = 'org.iso.18013.5.1.mDL'
export const photoId = 'org.iso.23220.photoid.1'
const certifies = keyUsage([5, 6])
const signs = keyUsage([0])

const authorityName = 'C=UT, CN=Fixture IACA'
export const authority: Certificate = {
  serial: [0x00, 0xa1, 0x01],
  issuer: authorityName,
  subject: authorityName,
  notBefore: shifted(at, -365 * day),
  notAfter: shifted(at, 9 * 365 * day),
  key: 'holder',
  signer: 'holder',
  extensions: [basicConstraints(0), certifies, subjectKey('holder'), issuerUri('https://iaca.example')],
}
export const documentSigner: Certificate = {
  serial: [0x51, 0x01],
  issuer: authorityName,
  subject: 'C=UT, CN=Fixture Document Signer',
  notBefore: shifted(at, -180 * day),
  notAfter: shifted(at, 180 * day),
  key: 'issuer',
  signer: 'holder',
  extensions: [
    signs,
    extendedKeyUsage('1.0.18013.5.1.2', true),
    subjectKey('issuer'),
    authorityKey('holder'),
    issuerUri('https://iaca.example'),
    distributionPoint('https://iaca.example/crl'),
  ],
}
const providerName = 'C=UT, CN=Fixture VICAL Root'
export const provider: Certificate = {
  serial: [0x61, 0x01],
  issuer: providerName,
  subject: providerName,
  notBefore: shifted(at, -365 * day),
  notAfter: shifted(at, 9 * 365 * day),
  key: 'second-issuer',
  signer: 'second-issuer',
  extensions: [basicConstraints(0), certifies, subjectKey('second-issuer')],
}
/** Its purpose stands second among the extensions, its own key identifier third. */
export const vicalSigner: Certificate = {
  serial: [0x61, 0x02],
  issuer: providerName,
  subject: 'C=UT, CN=Fixture VICAL Signer',
  notBefore: shifted(at, -365 * day),
  notAfter: shifted(at, 365 * day),
  key: 'issuer',
  signer: 'second-issuer',
  extensions: [
    signs,
    extendedKeyUsage('1.0.18013.5.1.8', true),
    subjectKey('issuer'),
    authorityKey('second-issuer'),
    distributionPoint('https://vical.example/crl'),
  ],
}

/** With other extensions in this one's place. */
export const withExtension = (one: Certificate, index: number, ...extensions: readonly Uint8Array[]): Certificate => ({
  ...one,
  extensions: one.extensions.flatMap((each, i) => (i === index ? extensions : [each])),
})

export const der = (certificate: Certificate): Uint8Array => Uint8Array.from(Buffer.from(write(certificate), 'base64'))
const identifierOf = (key: KeyName): Uint8Array => bytesOf(fixtureKey(key).publicKey.x as string).subarray(0, 20)

export const dateTime = (text: string): Encoded => new Encoded(tagged(0, cbor(text)))
export const bigNumber = (...bytes: readonly number[]): Encoded => new Encoded(tagged(2, cbor(Uint8Array.from(bytes))))
/** Without the fraction that `shifted` leaves. */
const second = (iso: string): string => iso.replace(/\.\d+/, '')

type Members = ReadonlyMap<string, CborItem>

export const baseEntry: Members = new Map<string, CborItem>([
  ['certificate', der(authority)],
  ['serialNumber', bigNumber(0xa1, 0x01)],
  ['ski', identifierOf('holder')],
  ['docType', [licence]],
  ['issuingAuthority', 'Fixture Department of Licences'],
  ['issuingCountry', 'UT'],
  ['notBefore', dateTime(second(authority.notBefore))],
  ['notAfter', dateTime(second(authority.notAfter))],
])

/** A list as its parts, before it is signed. A case changes one of them. */
export interface Vical {
  readonly members: Members
  readonly entries: readonly Members[]
  readonly protected: ReadonlyMap<number, CborItem>
  /** The certificates in its header. */
  readonly chain: CborItem | undefined
  readonly chainProtected: boolean
  readonly signing: Signing
  readonly detached: boolean
  readonly tags: readonly number[]
  /** The whole payload, otherwise than from its parts. */
  readonly payload?: Uint8Array
  /** What is sent in its place, after it was signed. */
  readonly bendPayload?: (payload: Uint8Array) => Uint8Array
  readonly bend?: (message: Uint8Array) => Uint8Array
}

export type VicalChange = (list: Vical) => Partial<Vical>

export const baseVical: Vical = {
  members: new Map<string, CborItem>([
    ['version', '1.0'],
    ['vicalProvider', 'Fixture Provider'],
    ['date', dateTime('2026-11-01T00:00:00Z')],
    ['vicalIssueID', 7],
    ['nextUpdate', dateTime('2027-02-01T00:00:00Z')],
  ]),
  entries: [baseEntry],
  protected: new Map([[1, -7]]),
  chain: der(vicalSigner),
  chainProtected: false,
  signing: { algorithm: 'ES256', key: fixtureKey('issuer').privateKey },
  detached: false,
  tags: [],
}

/** Signs and puts together (RFC 9052 §4.2, §4.4). @returns base64url */
export function vicalOf(list: Vical): string {
  const { chain, chainProtected, detached, tags, bendPayload, bend } = list
  const x5chain: readonly (readonly [number, CborItem])[] = chain === undefined ? [] : [[33, chain]]
  const inner = cbor(new Map([...list.protected, ...(chainProtected ? x5chain : [])]))
  const payload = list.payload ?? cbor(new Map<string, CborItem>([...list.members, ['certificateInfos', list.entries]]))
  const signature = signBytes(cbor(['Signature1', inner, new Uint8Array(), payload]), list.signing)
  const sent = detached ? null : (bendPayload?.(payload) ?? payload)
  const message = cbor([inner, new Map(chainProtected ? [] : x5chain), sent, signature])
  const whole = tags.reduceRight((bytes, tag) => tagged(tag, bytes), message)
  return base64url(bend?.(whole) ?? whole)
}

/** With these members of the list. */
export const listed =
  (...members: readonly (readonly [string, CborItem])[]): VicalChange =>
  (list) => ({ members: new Map([...list.members, ...members]) })

export const unlisted =
  (...names: readonly string[]): VicalChange =>
  (list) => ({ members: without(list.members, names) })

/** With these members of its entry. */
export const entered =
  (...members: readonly (readonly [string, CborItem])[]): VicalChange =>
  () => ({ entries: [new Map([...baseEntry, ...members])] })

export const unentered =
  (...names: readonly string[]): VicalChange =>
  () => ({ entries: [without(baseEntry, names)] })

function without(members: Members, names: readonly string[]): Members {
  return new Map([...members].filter(([name]) => !names.includes(name)))
}
