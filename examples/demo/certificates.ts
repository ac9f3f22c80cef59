import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { type Signer, signerFromCryptoKey } from '@hashikake/crypto/signers'
import * as x509 from '@peculiar/x509'

x509.cryptoProvider.set(webcrypto)

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const documentSigning = '1.0.18013.5.1.2'
const authorityName = 'CN=Synthetic Degree Authority, C=JP'
const day = 86_400_000

/** A document signer, and the authority under which it is trusted; DER. */
export interface DocumentSigner {
  readonly signer: Signer
  readonly certificates: readonly [Uint8Array]
  readonly authority: Uint8Array
}

/** Certificates as ISO/IEC 18013-5 Annex B has them, of an invented authority and its one signer. */
export async function makeDocumentSigner(now: number): Promise<DocumentSigner> {
  const [root, leaf] = [await newKeys(), await newKeys()]
  const contact = new x509.IssuerAlternativeNameExtension([{ type: 'url', value: 'https://degrees.authority.example' }])
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: authorityName,
    notBefore: new Date(now - 365 * day),
    notAfter: new Date(now + 5 * 365 * day),
    keys: root,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(root.publicKey),
      contact,
    ],
  })
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=Hokuto University (synthetic), C=JP',
    issuer: authorityName,
    notBefore: new Date(now - day),
    notAfter: new Date(now + 365 * day),
    publicKey: leaf.publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([documentSigning], true),
      await x509.SubjectKeyIdentifierExtension.create(leaf.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
      new x509.CRLDistributionPointsExtension(['https://degrees.authority.example/crl']),
      contact,
    ],
  })
  return {
    signer: await signerFromCryptoKey(leaf),
    certificates: [new Uint8Array(certificate.rawData)],
    authority: new Uint8Array(authority.rawData),
  }
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16))
  // Positive, and no shorter than it looks.
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40
  return Buffer.from(bytes).toString('hex')
}
