import 'reflect-metadata'
import * as nodeCrypto from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import * as x509 from '@peculiar/x509'
import { exportJWK, importX509 } from 'jose'
import { importPublicKey, toDer, toRaw } from '../one-shot.ts'

// The peers take their cryptography from whoever uses them. Here it is given twice: as their own tests set it up, which is
// how it is met, and by one-shot calls of node:crypto with keys that are remembered, as fast as it can be made.

/** What both peers ask for, in the words of neither. */
export interface Cryptography {
  random(length: number): Uint8Array
  sha256(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  sign(data: Uint8Array, key: nodeCrypto.JsonWebKey): Uint8Array
  verify(data: Uint8Array, signature: Uint8Array, key: nodeCrypto.JsonWebKey): boolean
  /** The key of a certificate, which is DER. */
  keyOf(certificate: Uint8Array): nodeCrypto.JsonWebKey | Promise<nodeCrypto.JsonWebKey>
  /** Throws for a chain that does not end at one that is trusted. */
  validate(chain: readonly Uint8Array[], trusted: readonly Uint8Array[]): void | Promise<void>
  describe(certificate: Uint8Array): CertificateDescription
}

export interface CertificateDescription {
  readonly issuerName: string
  readonly subjectName: string
  readonly serialNumber: string
  readonly thumbprint: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly pem: string
  readonly countries: readonly string[]
  readonly states: readonly string[]
}

/** With node:crypto: keys that come back are imported once, and certificates read each time, as the library does with both. */
export function sameEngine(): Cryptography {
  const publicKeys = new Map<string, nodeCrypto.KeyObject>()
  const privateKeys = new Map<string, nodeCrypto.KeyObject>()
  return {
    random: (length) => nodeCrypto.randomBytes(length),
    sha256: (bytes) => nodeCrypto.hash('sha256', bytes, 'buffer'),
    sign: (data, key) => {
      const imported = remembered(privateKeys, key.d as string, () =>
        nodeCrypto.createPrivateKey({ key, format: 'jwk' }),
      )
      return toRaw(nodeCrypto.sign('sha256', data, imported))
    },
    verify: (data, signature, key) => {
      const imported = remembered(publicKeys, key.x as string, () => importPublicKey(key))
      return nodeCrypto.verify('sha256', data, imported, toDer(Buffer.from(signature)))
    },
    keyOf: (certificate) => new nodeCrypto.X509Certificate(certificate).publicKey.export({ format: 'jwk' }),
    validate: (chain, trusted) => {
      const certificates = [...chain, ...trusted].map((der) => new nodeCrypto.X509Certificate(der))
      const now = Date.now()
      for (const [i, one] of certificates.entries()) {
        const above = certificates[i + 1] ?? one
        const isCurrent = Date.parse(one.validFrom) <= now && now <= Date.parse(one.validTo)
        if (!isCurrent || !one.checkIssued(above)) throw new Error('The chain does not hold')
        // The root is trusted as it is.
        if (above !== one && !one.verify(above.publicKey)) throw new Error('The chain is not signed')
      }
    },
    describe: (certificate) => {
      const read = new nodeCrypto.X509Certificate(certificate)
      const { issuer, subject, serialNumber, fingerprint: thumbprint, validFrom, validTo } = read
      const fields = issuer.split('\n')
      const named = (name: string): string[] =>
        fields.filter((field) => field.startsWith(`${name}=`)).map((field) => field.slice(name.length + 1))
      return {
        issuerName: fields.join(', '),
        subjectName: subject,
        serialNumber,
        thumbprint,
        notBefore: new Date(validFrom),
        notAfter: new Date(validTo),
        pem: read.toString(),
        countries: named('C'),
        states: named('ST'),
      }
    },
  }
}

/** As the tests of the peers set them up: WebCrypto, @noble/curves, @peculiar/x509 and jose; nothing is remembered. */
export function usual(): Cryptography {
  x509.cryptoProvider.set(nodeCrypto.webcrypto)
  const { subtle } = nodeCrypto.webcrypto
  return {
    random: (length) => nodeCrypto.webcrypto.getRandomValues(new Uint8Array(length)),
    sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', new Uint8Array(bytes))),
    sign: (data, key) => p256.sign(data, base64url(key.d), { lowS: false }),
    verify: (data, signature, key) =>
      p256.verify(signature, data, new Uint8Array([4, ...base64url(key.x), ...base64url(key.y)]), { lowS: false }),
    keyOf: async (certificate) =>
      (await exportJWK(
        (await importX509(pemOf(certificate), 'ES256', { extractable: true })) as nodeCrypto.webcrypto.CryptoKey,
      )) as nodeCrypto.JsonWebKey,
    validate: async (chain, trusted) => {
      const [leaf, ...others] = chain.map((der) => new x509.X509Certificate(new Uint8Array(der)))
      const roots = trusted.map((der) => new x509.X509Certificate(new Uint8Array(der)))
      const builder = new x509.X509ChainBuilder({ certificates: [...others, ...roots] })
      const path = (await builder.build(leaf as x509.X509Certificate)).reverse()
      if (!path[0]?.equal(roots[0] as x509.X509Certificate)) throw new Error('The chain ends elsewhere')
      let key: x509.PublicKey | undefined
      for (const one of path) {
        const holds = await one.verify({ ...(key === undefined ? {} : { publicKey: key }), date: new Date() })
        if (!holds) throw new Error('The chain is not signed')
        key = one.publicKey
      }
    },
    describe: describeWithPeculiar,
  }
}

function describeWithPeculiar(certificate: Uint8Array): CertificateDescription {
  const read = new x509.X509Certificate(new Uint8Array(certificate))
  return {
    issuerName: read.issuerName.toString(),
    subjectName: read.subjectName.toString(),
    serialNumber: read.serialNumber,
    thumbprint: nodeCrypto.hash('sha1', certificate, 'hex'),
    notBefore: read.notBefore,
    notAfter: read.notAfter,
    pem: read.toString('pem'),
    countries: read.issuerName.getField('C'),
    states: read.issuerName.getField('ST'),
  }
}

function remembered<Value>(kept: Map<string, Value>, name: string, make: () => Value): Value {
  const found = kept.get(name)
  if (found !== undefined) return found
  const made = make()
  kept.set(name, made)
  return made
}

function base64url(text: string | undefined): Uint8Array {
  return new Uint8Array(Buffer.from(text ?? '', 'base64url'))
}

export function pemOf(certificate: Uint8Array): string {
  return new x509.X509Certificate(new Uint8Array(certificate)).toString('pem')
}
