import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import type { Context, KeyRequest } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import type { Signer } from '@hashikake/crypto/signers'
import { Refusal } from '@hashikake/encoding/refusal'
import type { VicalDraft, VicalEntryDraft, VicalOptions } from '@hashikake/trust'
import * as x509 from '@peculiar/x509'
import { now, privateKey, publicKey, signer } from './fixtures.ts'

// Certificates are made by an independent library, so that what it writes and what ours reads are two opinions.

x509.cryptoProvider.set(webcrypto)

export const licence = 'org.iso.18013.5.1.mDL'
export const photoId = 'org.iso.23220.photoid.1'
const day = 86_400_000
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export interface Pair {
  readonly publicKey: webcrypto.CryptoKey
  readonly privateKey: webcrypto.CryptoKey
}

/** A fixture key as WebCrypto has it. */
export async function pair(name: string): Promise<Pair> {
  const take = (key: object, usage: 'sign' | 'verify') =>
    webcrypto.subtle.importKey('jwk', key as webcrypto.JsonWebKey, ecdsa, true, [usage])
  return {
    publicKey: await take(publicKey(name), 'verify'),
    privateKey: await take(privateKey(name), 'sign'),
  }
}

export interface CertificateRequest {
  readonly subject: string
  readonly issuer: string
  readonly key: Pair
  readonly signer: Pair
  readonly notBefore: Date
  readonly notAfter: Date
  readonly serialNumber: string
  readonly extensions: readonly x509.Extension[]
}

export async function certificateOf(request: CertificateRequest): Promise<Uint8Array> {
  const { key, signer: by, extensions, ...rest } = request
  const made = await x509.X509CertificateGenerator.create({
    ...rest,
    publicKey: key.publicKey,
    signingKey: by.privateKey,
    signingAlgorithm: ecdsa,
    extensions: [...extensions],
  })
  return new Uint8Array(made.rawData)
}

export const ski = ({ publicKey: key }: Pair): Promise<x509.Extension> => x509.SubjectKeyIdentifierExtension.create(key)
const aki = ({ publicKey: key }: Pair): Promise<x509.Extension> => x509.AuthorityKeyIdentifierExtension.create(key)
export const usage = (flags: number, critical = true): x509.Extension => new x509.KeyUsagesExtension(flags, critical)
export const purpose = (oid: string, critical = true): x509.Extension =>
  new x509.ExtendedKeyUsageExtension([oid], critical)
const flags: typeof x509.KeyUsageFlags = x509.KeyUsageFlags
export const signs: x509.Extension = usage(flags.digitalSignature)
const certifies = usage(flags.keyCertSign | flags.cRLSign)
const contact = new x509.Extension(
  '2.5.29.18',
  false,
  new x509.GeneralNames([{ type: 'url', value: 'https://iaca.example' }]).rawData,
)
export const crls: x509.Extension = new x509.CRLDistributionPointsExtension(['https://iaca.example/crl'])

export const years = (count: number): Date => new Date(now + count * 365 * day)
const authorityName = 'C=UT, CN=Fixture IACA'
const providerName = 'C=UT, CN=Fixture VICAL Root'

/** An issuing authority, whose key is a fixture's. */
export async function authorityRequest(change: Partial<CertificateRequest> = {}): Promise<CertificateRequest> {
  const key = change.key ?? (await pair('holder'))
  return {
    subject: authorityName,
    issuer: authorityName,
    key,
    signer: key,
    notBefore: years(-1),
    notAfter: years(9),
    serialNumber: '00a101',
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), certifies, await ski(key), contact],
    ...change,
  }
}

/** A document signer under it. */
export async function documentSignerRequest(change: Partial<CertificateRequest> = {}): Promise<CertificateRequest> {
  const [key, by] = [change.key ?? (await pair('issuer')), change.signer ?? (await pair('holder'))]
  return {
    subject: 'C=UT, CN=Fixture DS',
    issuer: authorityName,
    key,
    signer: by,
    notBefore: years(-0.5),
    notAfter: years(0.5),
    serialNumber: '5101',
    extensions: [signs, purpose('1.0.18013.5.1.2'), await ski(key), await aki(by), contact, crls],
    ...change,
  }
}

/** The authority of the list's provider. */
async function providerRequest(change: Partial<CertificateRequest> = {}): Promise<CertificateRequest> {
  const key = change.key ?? (await pair('attacker'))
  return {
    subject: providerName,
    issuer: providerName,
    key,
    signer: key,
    notBefore: years(-1),
    notAfter: years(9),
    serialNumber: '6101',
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), certifies, await ski(key)],
    ...change,
  }
}

/** The signer of the list. */
export async function vicalSignerRequest(change: Partial<CertificateRequest> = {}): Promise<CertificateRequest> {
  const [key, by] = [change.key ?? (await pair('second-issuer')), change.signer ?? (await pair('attacker'))]
  return {
    subject: 'C=UT, CN=Fixture VICAL Signer',
    issuer: providerName,
    key,
    signer: by,
    notBefore: years(-1),
    notAfter: years(1),
    serialNumber: '6102',
    extensions: [signs, purpose('1.0.18013.5.1.8'), await ski(key), await aki(by)],
    ...change,
  }
}

export interface Scene {
  readonly authority: Uint8Array
  readonly documentSigner: Uint8Array
  readonly provider: Uint8Array
  readonly vicalSigner: Uint8Array
  readonly signer: Signer
}

export async function makeScene(): Promise<Scene> {
  return {
    authority: await certificateOf(await authorityRequest()),
    documentSigner: await certificateOf(await documentSignerRequest()),
    provider: await certificateOf(await providerRequest()),
    vicalSigner: await certificateOf(await vicalSignerRequest()),
    signer: await signer('second-issuer'),
  }
}

export function draftOf(
  { authority }: Pick<Scene, 'authority'>,
  change: Partial<VicalDraft> = {},
  entry: Partial<VicalEntryDraft> = {},
): VicalDraft {
  return {
    vicalProvider: 'Fixture Provider',
    date: new Date('2026-11-01T00:00:00Z'),
    vicalIssueID: 7,
    nextUpdate: new Date('2027-02-01T00:00:00Z'),
    certificateInfos: [
      { certificate: authority, docType: [licence], issuingAuthority: 'Fixture DMV', issuingCountry: 'UT', ...entry },
    ],
    ...change,
  }
}

export const vicalOptions = (scene: Scene, list: VicalOptions['list']): VicalOptions => ({
  list,
  anchors: [scene.provider],
})

export function mdocRequest({ documentSigner }: Scene, members: Partial<KeyRequest> = {}): KeyRequest {
  return {
    purpose: 'credential',
    format: 'mso_mdoc',
    algorithms: ['ES256'],
    type: licence,
    certificates: [documentSigner],
    ...members,
  }
}

/** A context at a time, which fetches these bytes and counts how often it was asked. */
export function contextServing(
  documents: Readonly<Record<string, Uint8Array>>,
  at = now,
): Context & { readonly asked: string[] } {
  const asked: string[] = []
  const context = defaultContext({
    now: () => at,
    retrieval: {
      retrieve: async ({ url, mediaTypes }) => {
        asked.push(url)
        const bytes = Object.hasOwn(documents, url) ? documents[url] : undefined
        if (bytes === undefined) throw new Refusal('retrieval_unreachable', { retryable: true })
        return { url, mediaType: mediaTypes[0] as string, bytes: bytes.slice(), retrievedAt: at / 1000 }
      },
    },
  })
  return { ...context, asked }
}
