import 'reflect-metadata'
import { createPrivateKey, createPublicKey, randomBytes, webcrypto, type X509Certificate } from 'node:crypto'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { type PrivateJwk, publicJwkOf } from '@hashikake/crypto/keys'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type Extension,
  IssuerAlternativeNameExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PemConverter,
  X509Certificate as ReadCertificate,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { CommandFault } from './faults.ts'

/** What a certificate is to say (RFC 5280 §4). */
export interface CertificateRequest {
  readonly key: PrivateJwk
  readonly algorithm: SignatureAlgorithm
  /** A distinguished name as RFC 4514 writes it. */
  readonly subject: string
  readonly uris: readonly string[]
  readonly dnsNames: readonly string[]
  readonly extendedKeyUsages: readonly string[]
  /** Where its issuer is reached: URLs and e-mail addresses. */
  readonly contacts: readonly string[]
  /** Where its revocation is published. */
  readonly revocationLists: readonly string[]
  readonly kind: CertificateKind
  readonly notBefore: Date
  readonly days: number
  /** Who signs it; it signs itself unless given. */
  readonly authority?: Authority
}

/** Whether it may issue others; and for mdocs, what it is by ISO/IEC 18013-5 (B.1.2, B.1.4, C.1.7.2). */
export type CertificateKind = 'authority' | 'signer' | 'mdoc-authority' | 'mdoc-signer' | 'vical-signer'

/** What ISO/IEC 18013-5 has a signer's certificate say alone that it is for. */
const purposeOf: Readonly<Partial<Record<CertificateKind, string>>> = {
  'mdoc-signer': '1.0.18013.5.1.2',
  'vical-signer': '1.0.18013.5.1.8',
}

export interface Authority {
  readonly certificate: X509Certificate
  readonly key: PrivateJwk
  readonly algorithm: SignatureAlgorithm
}

const { subtle } = webcrypto
type CryptoKey = webcrypto.CryptoKey
type Parameters = webcrypto.EcKeyImportParams & webcrypto.EcdsaParams

/** Makes a certificate. @returns PEM */
export async function makeCertificate(request: CertificateRequest): Promise<string> {
  cryptoProvider.set(webcrypto)
  const { subject, notBefore, days, authority, algorithm, key } = request
  const publicKey = await importKey(publicJwkOf(key), algorithm, 'verify')
  const signer = authority ?? { key, algorithm }
  const issuer = authority === undefined ? subject : new ReadCertificate(authority.certificate.raw).subject
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer,
    notBefore,
    notAfter: new Date(notBefore.getTime() + days * 86_400_000),
    publicKey,
    signingKey: await importKey(signer.key, signer.algorithm, 'sign'),
    signingAlgorithm: parametersOf(signer.algorithm),
    extensions: await extensionsOf(request, publicKey),
  })
  return PemConverter.encode(certificate.rawData, 'CERTIFICATE')
}

async function extensionsOf(request: CertificateRequest, publicKey: CryptoKey): Promise<Extension[]> {
  const { kind, uris, dnsNames, contacts, revocationLists, authority } = request
  const isAuthority = kind === 'authority' || kind === 'mdoc-authority'
  const usage = isAuthority ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign : KeyUsageFlags.digitalSignature
  const own = purposeOf[kind]
  const purposes = [...(own === undefined ? [] : [own]), ...request.extendedKeyUsages]
  const names = [
    ...uris.map((value) => ({ type: 'url' as const, value })),
    ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
  ]
  const ownIdentifier = await SubjectKeyIdentifierExtension.create(publicKey)
  return [
    // An authority of ours issues leaves alone.
    ...(isAuthority ? [new BasicConstraintsExtension(true, 0, true)] : []),
    new KeyUsagesExtension(usage, true),
    ...(purposes.length > 0 ? [new ExtendedKeyUsageExtension(purposes, own !== undefined)] : []),
    ownIdentifier,
    ...(authority === undefined ? [] : [authorityIdentifier(authority.certificate)]),
    ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
    ...(contacts.length > 0 ? [new IssuerAlternativeNameExtension(contacts.map(contactName))] : []),
    ...(revocationLists.length > 0 ? [new CRLDistributionPointsExtension([...revocationLists])] : []),
  ]
}

function contactName(value: string): { readonly type: 'url' | 'email'; readonly value: string } {
  return { type: value.includes('@') && !value.includes(':') ? 'email' : 'url', value }
}

/** The subject key identifier of the authority's own certificate: its issuer may have computed it in any way. */
function authorityIdentifier(certificate: X509Certificate): Extension {
  const identifier = new ReadCertificate(certificate.raw).getExtension(SubjectKeyIdentifierExtension)
  if (identifier === null) {
    throw new CommandFault('The certificate of the authority has no subject key identifier: use one that has')
  }
  return new AuthorityKeyIdentifierExtension(identifier.keyId)
}

/** 127 random bits, positive and never zero (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40
  return bytes.toString('hex')
}

const curves: Readonly<Partial<Record<SignatureAlgorithm, readonly [namedCurve: string, hash: string]>>> = {
  ES256: ['P-256', 'SHA-256'],
  ES384: ['P-384', 'SHA-384'],
  ES512: ['P-521', 'SHA-512'],
}

function parametersOf(algorithm: SignatureAlgorithm): Parameters {
  const [namedCurve, hash] = curves[algorithm] ?? []
  // `EdDSA` is Ed25519 here: the command makes no other Edwards keys.
  return (namedCurve === undefined ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve, hash }) as Parameters
}

function importKey(jwk: object, algorithm: SignatureAlgorithm, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  const isPrivate = usage === 'sign'
  const key = { key: { ...jwk }, format: 'jwk' } as const
  const der = isPrivate
    ? createPrivateKey(key).export({ type: 'pkcs8', format: 'der' })
    : createPublicKey(key).export({ type: 'spki', format: 'der' })
  return subtle.importKey(isPrivate ? 'pkcs8' : 'spki', der, parametersOf(algorithm), true, [usage])
}

/** @throws {CommandFault} for what is no distinguished name */
export function requireName(text: string): string {
  try {
    if (new Name(text).toString() !== '') return text
  } catch {
    // Said below.
  }
  throw new CommandFault('--subject is no distinguished name: write it as "CN=Registrar, O=Example University, C=JP"')
}
