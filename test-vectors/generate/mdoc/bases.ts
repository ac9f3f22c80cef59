import { at } from '../bases.ts'
import { base64url, bytesOf, hashOf, type Json, type Members } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import type { Signing } from '../signatures.ts'
import { type CborItem, cbor } from '../status/cbor.ts'
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
import {
  type CoseHeaders,
  type Device,
  type Element,
  element,
  type Fields,
  fields,
  itemOf,
  type Mdoc,
  type Namespaces,
  withEntry,
} from './mdoc.ts'
import { dateTime, embedded, fullDate } from './spelling.ts'

export type BaseName =
  | 'issued'
  | 'certified'
  | 'licence'
  | 'answer'
  | 'mac'
  | 'own'
  | 'redirect'
  | 'browser'
  | 'two'
  | 'listed'

export const label = { algorithm: 1, critical: 2, contentType: 3, keyIdentifier: 4, x5chain: 33 } as const
export const cose = { ES256: -7, ES384: -35, ES512: -36, EdDSA: -8, hmac256: 5 } as const

/** What §12.3 has a reader support, by name: those that leave the curve to the key, and those that say it (RFC 9864 §2). */
export const standardAlgorithms: readonly string[] = [
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'Ed448'],
  ...['ESP256', 'ESP384', 'ESP512', 'ESB256', 'ESB320', 'ESB384', 'ESB512'],
]

/** A diploma, by names of the registrar's own domain and the general ones of ISO/IEC 23220. */
export const degree = 'example.registrar.degree.1'
export const person = 'org.iso.23220.1'
export const licence = 'org.iso.18013.5.1.mDL'
export const licenceNames = 'org.iso.18013.5.1'
/** Where the holder adds elements of its own. */
export const wallet = 'example.wallet.1'

/** The times of the MSO. */
export const signedAt = '2026-11-24T00:00:00Z'
export const validUntil = '2027-11-01T00:00:00Z'

// The certificates: ISO/IEC 18013-5 Annex B.

const day = 86_400
const authorityName = 'CN=Fixture IACA, C=JP'
const crl = 'https://authority.example/crl'

export const authority: Certificate = {
  serial: [0x41, 0x01],
  issuer: authorityName,
  subject: authorityName,
  notBefore: shifted(at, -900 * day),
  notAfter: shifted(at, 3600 * day),
  key: 'authority',
  signer: 'authority',
  extensions: [
    basicConstraints(0),
    keyUsage([5, 6]),
    subjectKey('authority'),
    issuerUri('https://authority.example'),
    distributionPoint(crl),
  ],
}
const signerExtensions = (key: KeyName, signer: KeyName): Certificate['extensions'] => [
  keyUsage([0]),
  extendedKeyUsage('1.0.18013.5.1.2', true),
  subjectKey(key),
  authorityKey(signer),
  issuerUri('https://authority.example'),
  distributionPoint(crl),
]
export const documentSigner: Certificate = {
  serial: [0x41, 0x02],
  issuer: authorityName,
  subject: 'CN=Fixture Document Signer, ST=JP-13, C=JP',
  notBefore: '2026-11-01T00:00:00Z',
  notAfter: '2028-01-15T00:00:00Z',
  key: 'issuer',
  signer: 'authority',
  extensions: signerExtensions('issuer', 'authority'),
}

export const der = (certificate: Certificate): Uint8Array => Uint8Array.from(Buffer.from(write(certificate), 'base64'))
export const signerWith = (change: Partial<Certificate>): Uint8Array => der({ ...documentSigner, ...change })
/** A document signer whose key is this one's. */
export const signerOf = (key: KeyName, signer: KeyName = 'authority'): Uint8Array =>
  signerWith({ key, signer, extensions: signerExtensions(key, signer) })

export const authorityDer: Uint8Array = der(authority)
export const documentSignerDer: Uint8Array = der(documentSigner)
export const authorityTrust: Members = {
  certificates: [Buffer.from(authorityDer).toString('base64')],
  binding: 'none',
}

// The keys.

const curves: Readonly<Record<string, number>> = {
  'P-256': 1,
  'P-384': 2,
  'P-521': 3,
  Ed25519: 6,
  Ed448: 7,
  brainpoolP256r1: 256,
  brainpoolP320r1: 257,
  brainpoolP384r1: 258,
  brainpoolP512r1: 259,
}

/** A COSE_Key (RFC 9052 §7, RFC 9053 §7). */
export function coseKey(key: Members): Fields {
  const coordinate = (name: 'x' | 'y'): Uint8Array => Uint8Array.from(bytesOf(key[name] as string))
  const curve = curves[key.crv as string] as number
  return new Map<CborItem, CborItem>(
    key.kty === 'OKP'
      ? [
          [1, 1],
          [-1, curve],
          [-2, coordinate('x')],
        ]
      : [
          [1, 2],
          [-1, curve],
          [-2, coordinate('x')],
          [-3, coordinate('y')],
        ],
  )
}

export const deviceKey: Fields = coseKey(fixtureKey('holder').publicKey)
export const signsWith = (name: KeyName, algorithm: Signing['algorithm'] = 'ES256'): Signing => ({
  algorithm,
  key: fixtureKey(name).privateKey,
})

// The sessions.

const engagement = new Map<CborItem, CborItem>([
  [0, '1.0'],
  [1, [1, embedded(cbor(coseKey(fixtureKey('holder').publicKey)))]],
])
/** A SessionTranscript (§12.6.1) of proximity, after a QR code. */
export const transcriptOf = (change: Readonly<Record<string, CborItem>> = {}): Uint8Array => {
  const parts = {
    engagement: embedded(cbor(engagement)),
    readerKey: embedded(cbor(coseKey(fixtureKey('reader').publicKey))),
    handover: null,
    ...change,
  }
  return cbor(Object.values(parts))
}

export const clientId = 'x509_san_dns:verifier.example'
export const responseUri = 'https://verifier.example/response'
export const origin = 'https://verifier.example'
export const nonce = 'n-0S6_WzA2Mj-fixture'
const handover = (name: string, information: CborItem): Uint8Array =>
  cbor([null, null, [name, Uint8Array.from(hashOf(cbor(information)))]])

/** OpenID4VP 1.0 §B.2.6.1. */
export const redirectTranscript = (change: Readonly<Record<string, CborItem>> = {}): Uint8Array =>
  handover('OpenID4VPHandover', Object.values({ clientId, nonce, thumbprint: null, responseUri, ...change }))
/** OpenID4VP 1.0 §B.2.6.2. */
export const browserTranscript = (change: Readonly<Record<string, CborItem>> = {}): Uint8Array =>
  handover('OpenID4VPDCAPIHandover', Object.values({ origin, nonce, thumbprint: null, ...change }))

/** ISO/IEC TS 18013-7 Annex C: `encryptionInfo` has the key for which the answer is encrypted, in base64url. */
export const annexCTranscript = (change: Readonly<Record<string, CborItem>> = {}): Uint8Array => {
  const information = { encryptionInfo: encryptionInfoOf('reader'), origin, ...change }
  return handover('dcapi', Object.values(information))
}
export function encryptionInfoOf(key: KeyName): string {
  const parameters = fields({ nonce, recipientPublicKey: coseKey(fixtureKey(key).publicKey) })
  return base64url(cbor(['dcapi', parameters]))
}

// The mdocs.

const portrait = Uint8Array.from(hashOf('portrait').subarray(0, 12))

const made: Namespaces = new Map<string, readonly Element[]>([
  [
    degree,
    [
      element(itemOf(0, 'title', 'Bachelor of Fixtures')),
      element(itemOf(3, 'average', 4)),
      element(itemOf(7, 'awarded', fullDate('2026-03-25'))),
      element(itemOf(2_000_000_000, 'thesis', 'On Fixtures')),
      element(itemOf(12, 'courses', [fields({ code: 'FX101', credits: 2 }), fields({ code: 'FX102', credits: 4 })])),
    ],
  ],
  [
    person,
    [
      element(itemOf(1, 'given_name', 'Testa')),
      element(itemOf(0, 'family_name', 'Exemplar')),
      element(itemOf(5, 'portrait', portrait)),
    ],
  ],
])

/** What the bases show and what is read from it; the rest is withheld. */
export const baseClaims: Members = {
  [degree]: {
    title: 'Bachelor of Fixtures',
    average: 4,
    awarded: { $tag: [1004, '2026-03-25'] },
    courses: [
      { code: 'FX101', credits: 2 },
      { code: 'FX102', credits: 4 },
    ],
  },
  [person]: { given_name: 'Testa', portrait: { $bytes: base64url(portrait) } },
}

const licenceMade: Namespaces = new Map<string, readonly Element[]>([
  [
    licenceNames,
    [
      element(itemOf(0, 'family_name', 'Exemplar')),
      element(itemOf(1, 'birth_date', fullDate('1998-02-03'))),
      element(itemOf(2, 'issuing_country', 'JP')),
      element(itemOf(3, 'issuing_jurisdiction', 'JP-13')),
      element(itemOf(4, 'age_over_18', true)),
    ],
  ],
])
const licenceClaims: Members = {
  [licenceNames]: { family_name: 'Exemplar', issuing_country: 'JP', issuing_jurisdiction: 'JP-13', age_over_18: true },
}

/** The elements of these names, in the order in which they were made. */
export const showing =
  (...names: readonly string[]) =>
  (all: Namespaces): ReadonlyMap<CborItem, CborItem> =>
    new Map(
      [...all].map(([namespace, elements]) => [
        namespace,
        elements.filter(({ name }) => names.includes(name)).map(({ sealed }) => sealed),
      ]),
    )
const shownByBases = ['title', 'average', 'awarded', 'courses', 'given_name', 'portrait'] as const
const shownOfLicence = ['family_name', 'issuing_country', 'issuing_jurisdiction', 'age_over_18'] as const

export const validity: Fields = fields({
  signed: dateTime(signedAt),
  validFrom: dateTime(signedAt),
  validUntil: dateTime(validUntil),
})

const issuerHeaders: CoseHeaders = {
  protected: new Map([[label.algorithm, cose.ES256]]),
  unprotected: new Map([[label.x5chain, documentSignerDer]]),
  signing: signsWith('issuer'),
}

const issued: Mdoc = {
  docType: degree,
  made,
  shown: showing(...shownByBases),
  hash: 'sha-256',
  mso: fields({
    version: '1.0',
    digestAlgorithm: 'SHA-256',
    valueDigests: null,
    deviceKeyInfo: fields({ deviceKey }),
    docType: degree,
    validityInfo: validity,
  }),
  payloadOf: (mso) => embedded(mso).bytes,
  issuer: issuerHeaders,
  others: [],
}

const noNamespaces: Fields = new Map()
const answering = (transcript: Uint8Array): Device => ({
  namespaces: noNamespaces,
  cose: {
    protected: new Map([[label.algorithm, cose.ES256]]),
    unprotected: new Map(),
    signing: signsWith('holder'),
  },
  transcript,
})
const answer: Mdoc = { ...issued, device: answering(transcriptOf()) }

const ownElements = new Map<CborItem, CborItem>([[wallet, fields({ note: 'for the admissions office', pages: 2 })]])
/** The device may sign one element of one namespace and the whole of another. */
export const authorizations: Fields = fields({
  nameSpaces: ['example.wallet.2'],
  dataElements: fields({ [wallet]: ['note', 'pages'] }),
})
export const authorizing = (mso: Fields, keyAuthorizations: CborItem): Fields =>
  withEntry(mso, 'deviceKeyInfo', fields({ deviceKey, keyAuthorizations }))

export const statusUri = 'https://registrar.example/statuslists/1'

const licenceMdoc: Mdoc = {
  ...issued,
  docType: licence,
  made: licenceMade,
  shown: showing(...shownOfLicence),
  mso: withEntry(issued.mso, 'docType', licence),
}

const bases: Readonly<Record<BaseName, Mdoc>> = {
  issued,
  certified: issued,
  licence: licenceMdoc,
  answer,
  mac: {
    ...answer,
    device: {
      ...answering(transcriptOf()),
      cose: {
        protected: new Map([[label.algorithm, cose.hmac256]]),
        unprotected: new Map(),
        signing: signsWith('holder'),
      },
      reader: fixtureKey('reader').publicKey,
    },
  },
  own: {
    ...answer,
    mso: authorizing(issued.mso, authorizations),
    device: { ...answering(transcriptOf()), namespaces: ownElements },
  },
  redirect: { ...answer, device: answering(redirectTranscript()) },
  browser: { ...answer, device: answering(browserTranscript()) },
  two: { ...answer, others: [{ ...licenceMdoc, device: answering(transcriptOf()) }] },
  listed: {
    ...licenceMdoc,
    mso: withEntry(licenceMdoc.mso, 'status', fields({ status_list: fields({ idx: 3, uri: statusUri }) })),
  },
}

export const baseMdoc = (base: BaseName): Mdoc => bases[base]

/** What the base shows, once it is processed. */
export function claimsOf(base: BaseName): Members {
  if (base === 'licence' || base === 'listed') return licenceClaims
  return base === 'own' ? { ...baseClaims, [wallet]: { note: 'for the admissions office', pages: 2 } } : baseClaims
}

const proximity = { protocol: 'iso-18013-5', sessionTranscript: base64url(transcriptOf()) }
const challenges: Readonly<Partial<Record<BaseName, Members>>> = {
  answer: proximity,
  mac: proximity,
  own: proximity,
  two: proximity,
  redirect: { protocol: 'openid4vp', clientId, nonce, responseUri },
  browser: { protocol: 'openid4vp-dc-api', origin, nonce },
}
const certified: readonly BaseName[] = ['certified', 'licence', 'listed', 'two']

/** How the bases are verified. */
export function circumstancesOf(base: BaseName): Readonly<Record<string, Json>> {
  return {
    at,
    trust: certified.includes(base) ? authorityTrust : { keys: [fixtureKey('issuer').publicKey] },
    challenge: challenges[base] ?? 'bearer',
    ...(base === 'mac' ? { readerKey: fixtureKey('reader').privateKey } : {}),
    status: 'ignore',
  }
}

export const baseTitles: Readonly<Record<BaseName, readonly [rule: string, clause: string, title: string]>> = {
  issued: ['M21', '§10.3, §12.8.1', 'the base: an IssuerSigned, some elements withheld, the signer’s key pinned'],
  certified: ['M19', '§12.8.1, §12.8.4', 'the base, its signer certified by a trusted authority'],
  licence: ['M25', '§12.8.1', 'a driving licence'],
  answer: ['M29', '§12.8.2', 'the answer to a session, signed by the holder’s key'],
  mac: ['M30', '§12.8.2', 'the answer to a session, with a MAC'],
  own: ['M34', '§12.8.2', 'an answer with elements of the holder’s own'],
  redirect: ['M32', 'OpenID4VP 1.0 §B.2.6.1', 'the answer to a request by redirect'],
  browser: ['M32', 'OpenID4VP 1.0 §B.2.6.2', 'the answer to a request through the browser'],
  two: ['M59', '§10.3', 'two documents in one answer'],
  listed: ['M51', '§12.3.6', 'a driving licence with a place in a status list'],
}
