import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import type { PrivateJwk, PublicJwk } from '@hashikake/crypto/keys'
import * as x509 from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000
const documentSigning = '1.0.18013.5.1.2'

/** The certificate of a document signer and its authority's, as ISO/IEC 18013-5 Annex B has them; DER. */
export async function certifyDocumentSigner(key: {
  readonly publicKey: PublicJwk
  readonly privateKey: PrivateJwk
}): Promise<{ readonly certificate: Uint8Array; readonly authority: Uint8Array }> {
  x509.cryptoProvider.set(webcrypto)
  const { subtle } = webcrypto
  const root = await subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const publicKey = await subtle.importKey('jwk', { ...key.publicKey } as never, algorithm, true, ['verify'])
  const contact = new x509.IssuerAlternativeNameExtension([{ type: 'url', value: 'https://authority.example' }])
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '5101',
    name: 'CN=Authority, C=JP',
    notBefore: new Date(Date.now() - 30 * day),
    notAfter: new Date(Date.now() + 3_650 * day),
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
    serialNumber: '5102',
    subject: 'CN=Signer, C=JP',
    issuer: authority.subject,
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 300 * day),
    publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([documentSigning], true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
      new x509.CRLDistributionPointsExtension(['https://authority.example/crl']),
      contact,
    ],
  })
  return { certificate: new Uint8Array(certificate.rawData), authority: new Uint8Array(authority.rawData) }
}
