import type { Context } from '@hashikake/credential'
import { signSign1 } from '@hashikake/crypto/cose'
import { sameKey } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { type Certificate, parseCertificate } from '@hashikake/crypto/x509'
import type { Bytes } from '@hashikake/encoding/base64url'
import { type CborInput, CborTag, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { writeTime } from './lote-reading.ts'
import { certificateKey } from './lote-signer.ts'
import { requireOptions } from './options.ts'
import { readVical } from './vical-content.ts'
import { malformed, withoutZeros } from './vical-reading.ts'

/** One authority, in the standard's own names; what its certificate says is taken from the certificate. */
export interface VicalEntryDraft {
  /** DER. */
  readonly certificate: Uint8Array
  /** The types of document for which it may be a trust point; at least one. */
  readonly docType: readonly string[]
  readonly certificateProfile?: readonly string[]
  readonly issuingAuthority?: string
  readonly issuingCountry?: string
  readonly stateOrProvinceName?: string
}

/** A list before it is signed, in the standard's own names. Fractions of seconds are cut off. */
export interface VicalDraft {
  readonly vicalProvider: string
  readonly date: Date
  /** Above that of the issue before. */
  readonly vicalIssueID?: number
  readonly nextUpdate?: Date
  readonly notAfter?: Date
  readonly certificateInfos: readonly VicalEntryDraft[]
}

export interface CreateVicalOptions {
  readonly signer: Signer
  /** DER, the signer's first: they go into `x5chain`. */
  readonly certificates: readonly Uint8Array[]
  readonly context: Context
  readonly signal?: AbortSignal
}

const usage =
  'createVical takes createVical({ vicalProvider, date, nextUpdate, certificateInfos: [{ certificate, docType }] }, { signer, certificates, context })'
const draftNames = ['vicalProvider', 'date', 'vicalIssueID', 'nextUpdate', 'notAfter', 'certificateInfos']
const entryNames = [
  'certificate',
  'docType',
  'certificateProfile',
  'issuingAuthority',
  'issuingCountry',
  'stateOrProvinceName',
]
const version = '1.0'
const x5chain = 33
const tag = { dateTime: 0, bigNumber: 2 } as const

/**
 * Signs a VICAL (ISO/IEC 18013-5 C.1.7.1): an untagged COSE_Sign1 in deterministic CBOR, the certificates in its unprotected
 * header. Serial number, key identifier, names and validity of an entry are those of its certificate, which must have a key
 * identifier; no certificate stands twice; and the list must be in force now.
 *
 * @throws {Refusal} `vical_malformed`, with the path in the draft; `vical_not_yet_issued`, `vical_stale`
 * @throws {TypeError} for wrong options, or a certificate that is not the signer's
 */
export async function createVical(draft: VicalDraft, options: CreateVicalOptions): Promise<Bytes> {
  requireOptions(options, ['signer', 'certificates', 'context', 'signal'], usage)
  const { signer, certificates, context, signal } = options
  if (typeof draft !== 'object' || draft === null || typeof signer?.sign !== 'function') throw new TypeError(usage)
  if (typeof context?.now !== 'function') throw new TypeError(usage)
  requireSignersOwn(certificates, signer)
  const payload = encode(payloadOf(draft))
  // Read as a verifier will read it: what the standard does not allow is found here.
  const { issued, nextUpdate, notAfter } = readVical(payload)
  const now = context.now() / 1000
  if (issued > now) throw new Refusal<TrustCode>('vical_not_yet_issued')
  if ((nextUpdate ?? now + 1) <= now || (notAfter ?? now) < now) throw new Refusal<TrustCode>('vical_stale')
  const chain = certificates.length === 1 ? (certificates[0] as Uint8Array) : certificates
  return signSign1(signer, {
    unprotected: new Map<number, CborInput>([[x5chain, chain]]),
    payload,
    tagged: false,
    ...(signal === undefined ? {} : { signal }),
  })
}

function requireSignersOwn(certificates: readonly Uint8Array[], signer: Signer): void {
  const isList = Array.isArray(certificates) && certificates.length > 0
  if (!isList || !certificates.every((one) => one instanceof Uint8Array)) {
    throw new TypeError(`certificates takes DER certificates, the one of the signer first: ${usage}`)
  }
  const key = certificateKey(certificates[0] as Uint8Array)
  if (key === undefined || !sameKey(key, signer.publicKey)) {
    throw new TypeError('The first of the certificates is not that of the signer')
  }
}

/** What CBOR cannot say is no part of a list either. */
function encode(payload: CborInput): Bytes {
  try {
    return encodeCbor(payload)
  } catch (cause) {
    if (cause instanceof TypeError) throw new Refusal<TrustCode>('vical_malformed', { cause })
    throw cause
  }
}

function payloadOf(draft: VicalDraft): CborInput {
  requireNamed(draft, draftNames, [])
  const { vicalProvider, date, vicalIssueID, nextUpdate, notAfter, certificateInfos } = draft
  if (!Array.isArray(certificateInfos)) throw malformed({ path: [] }, 'certificateInfos')
  const seen = new Set<string>()
  return {
    version,
    vicalProvider,
    date: dateTime(date, 'date'),
    ...given({ vicalIssueID }),
    ...(nextUpdate === undefined ? {} : { nextUpdate: dateTime(nextUpdate, 'nextUpdate') }),
    ...(notAfter === undefined ? {} : { notAfter: dateTime(notAfter, 'notAfter') }),
    certificateInfos: certificateInfos.map((entry: VicalEntryDraft, i) =>
      entryOf(entry, ['certificateInfos', i], seen),
    ),
  }
}

function entryOf(entry: VicalEntryDraft, path: readonly (string | number)[], seen: Set<string>): CborInput {
  requireNamed(entry, entryNames, path)
  const { certificate: der, docType, certificateProfile, issuingAuthority, issuingCountry, stateOrProvinceName } = entry
  const certificate = readCertificate(der, path)
  const { subjectKeyIdentifier, sha256, serialNumber, issuer, subject, notBefore, notAfter } = certificate
  if (subjectKeyIdentifier === undefined || seen.has(sha256)) throw malformed({ path }, 'certificate')
  seen.add(sha256)
  return {
    certificate: certificate.der,
    serialNumber: new CborTag(tag.bigNumber, bytesOfHex(withoutZeros(serialNumber))),
    ski: bytesOfHex(subjectKeyIdentifier),
    docType,
    ...given({ certificateProfile, issuingAuthority, issuingCountry, stateOrProvinceName }),
    issuer: issuer.der,
    subject: subject.der,
    notBefore: new CborTag(tag.dateTime, writeTime(notBefore)),
    notAfter: new CborTag(tag.dateTime, writeTime(notAfter)),
  }
}

/** A misspelt name would otherwise be lost in silence. */
function requireNamed(value: object, names: readonly string[], path: readonly (string | number)[]): void {
  if (typeof value !== 'object' || value === null) throw malformed({ path })
  const unknown = Object.keys(value).find((name) => !names.includes(name))
  if (unknown !== undefined) throw malformed({ path }, unknown)
}

function readCertificate(der: Uint8Array, path: readonly (string | number)[]): Certificate {
  if (!(der instanceof Uint8Array)) throw malformed({ path }, 'certificate')
  try {
    return parseCertificate(der)
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    throw new Refusal<TrustCode>('vical_malformed', { cause, path: [...path, 'certificate'] })
  }
}

function dateTime(date: Date, name: string): CborTag {
  const time = date instanceof Date ? date.getTime() : Number.NaN
  if (!(time >= 0 && time < 253_402_300_800_000)) throw malformed({ path: [] }, name)
  return new CborTag(tag.dateTime, writeTime(Math.floor(time / 1000)))
}

function given(members: Readonly<Record<string, CborInput | undefined>>): Readonly<Record<string, CborInput>> {
  const present = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Readonly<Record<string, CborInput>>
}

function bytesOfHex(hex: string): Uint8Array {
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16))
}
