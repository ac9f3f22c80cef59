// The cryptography that @owf/mdoc and @animo-id/mdoc take from their caller: node:crypto, as plainly as it can be said.
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign as nodeSign,
  verify as nodeVerify,
  randomBytes,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto'

const hashes = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

export function digest({ digestAlgorithm, bytes }) {
  return new Uint8Array(createHash(hashes[digestAlgorithm]).update(bytes).digest())
}

/** Identifiers of digests are four random bytes to @owf/mdoc; ISO/IEC 18013-5 §12.3 has those below 2^31. */
export function random(length) {
  const bytes = new Uint8Array(randomBytes(length))
  if (length === 4) bytes[0] &= 0x7f
  return bytes
}

export function sign(data, jwk, algorithm) {
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return new Uint8Array(nodeSign(hashes[algorithm] ?? null, data, { key, dsaEncoding: 'ieee-p1363' }))
}

export function verify(data, signature, jwk, algorithm) {
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return nodeVerify(hashes[algorithm] ?? null, data, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

export function mac(data, key) {
  return new Uint8Array(createHmac('sha256', key).update(data).digest())
}

export function isMac(data, tag, key) {
  const own = mac(data, key)
  return own.length === tag.length && timingSafeEqual(own, tag)
}

/** Throws for a chain that does not lead to one that is trusted, or holds at another time. */
export function validateChain({ x5chain, trustedCertificates, now = new Date() }) {
  const roots = trustedCertificates.map((der) => new X509Certificate(der))
  let [below, ...others] = x5chain.map((der) => new X509Certificate(der))
  for (;;) {
    if (new Date(below.validFrom) > now || new Date(below.validTo) < now)
      throw new Error('A certificate is not valid now')
    const signed = (one) => below.checkIssued(one) && below.verify(one.publicKey)
    const root = roots.find((one) => one.fingerprint256 === below.fingerprint256 || signed(one))
    if (root !== undefined) return
    const above = others.shift()
    if (above === undefined || !signed(above)) throw new Error('The chain leads to nobody who is trusted')
    below = above
  }
}

export function namesOf({ certificate, field }) {
  const names = new X509Certificate(certificate).issuer.split('\n')
  return names.filter((one) => one.startsWith(`${field}=`)).map((one) => one.slice(field.length + 1))
}

export function describe({ certificate }) {
  const read = new X509Certificate(certificate)
  return {
    issuerName: read.issuer.replaceAll('\n', ', '),
    subjectName: read.subject.replaceAll('\n', ', '),
    serialNumber: read.serialNumber,
    thumbprint: read.fingerprint.replaceAll(':', ''),
    notBefore: new Date(read.validFrom),
    notAfter: new Date(read.validTo),
    pem: read.toString(),
  }
}
