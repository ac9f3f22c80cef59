// Runs our cases against @owf/mdoc, by its public API:
//   npx hashikake conformance test-vectors/mdoc --implementation peers/adapters/owf-mdoc.mjs
import { CoseKey, DateOnly, DeviceResponse, Holder, IssuerSigned, Verifier } from '@owf/mdoc'
import { keyOfCertificate, macKey, mdocAdapter } from './mdoc-cases.mjs'
import * as using from './mdoc-context.mjs'

/** Its cryptography, which it leaves to its caller. */
export const context = {
  crypto: {
    random: using.random,
    digest: using.digest,
    calculateEphemeralMacKey: (input) => CoseKey.create({ keyType: 4, k: macKey(input) }),
  },
  cose: {
    sign1: {
      sign: ({ toBeSigned, key, algorithm }) => using.sign(toBeSigned, key.jwk, nameOf(algorithm)),
      verify: ({ sign1, key }) =>
        using.verify(sign1.toBeSigned, sign1.signature, key.jwk, sign1.signatureAlgorithmName),
    },
    mac0: {
      sign: ({ toBeAuthenticated, key }) => using.mac(toBeAuthenticated, key.k),
      verify: ({ mac0, key }) => using.isMac(mac0.toBeAuthenticated, mac0.tag, key.k),
    },
  },
  x509: {
    getIssuerNameField: using.namesOf,
    getPublicKey: ({ certificate }) => CoseKey.fromJwk(keyOfCertificate(certificate)),
    verifyCertificateChain: using.validateChain,
    getCertificateData: using.describe,
  },
}

function nameOf(algorithm) {
  return { '-35': 'ES384', '-36': 'ES512' }[algorithm] ?? 'ES256'
}

function documentOf(issuerSigned, deviceSigned) {
  const claims = {}
  for (const [namespace, items] of issuerSigned.issuerNamespaces?.issuerNamespaces ?? []) {
    claims[namespace] = Object.fromEntries(items.map((item) => [item.elementIdentifier, item.elementValue]))
  }
  for (const [namespace, own] of deviceSigned?.deviceNamespaces.deviceNamespaces ?? []) {
    claims[namespace] = { ...claims[namespace], ...Object.fromEntries(own.deviceSignedItems) }
  }
  return { certificate: issuerSigned.issuerAuth.certificate, claims }
}

async function verify({ bytes, transcript, now, anchors, validatesChain, skew, readerKey }) {
  const shared = {
    trustedCertificates: anchors,
    disableCertificateChainValidation: !validatesChain,
    ...(now === undefined ? {} : { now }),
    ...(skew === undefined ? {} : { skewSeconds: skew }),
  }
  if (transcript === undefined) {
    const issuerSigned = IssuerSigned.decode(bytes)
    await Holder.verifyIssuerSigned({ issuerSigned, ...shared }, context)
    return [documentOf(issuerSigned)]
  }
  const deviceResponse = DeviceResponse.decode(bytes)
  const ephemeralReaderKey = readerKey === undefined ? {} : { ephemeralReaderKey: CoseKey.fromJwk(readerKey) }
  await Verifier.verifyDeviceResponse(
    { deviceResponse, sessionTranscript: transcript, ...ephemeralReaderKey, ...shared },
    context,
  )
  return deviceResponse.documents.map(({ issuerSigned, deviceSigned }) => documentOf(issuerSigned, deviceSigned))
}

export default mdocAdapter({ name: '@owf/mdoc', DateOnly, takesIssuerSigned: true, skew: true, verify })
