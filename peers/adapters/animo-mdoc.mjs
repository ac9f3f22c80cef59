// Runs our cases against @animo-id/mdoc, by its public API:
//   npx hashikake conformance test-vectors/mdoc --implementation peers/adapters/animo-mdoc.mjs
import { DateOnly, parseIssuerSigned, Verifier } from '@animo-id/mdoc'
import { keyOfCertificate, macKey, mdocAdapter, transcriptBytes } from './mdoc-cases.mjs'
import * as using from './mdoc-context.mjs'

/** Its cryptography, which it leaves to its caller. */
export const context = {
  crypto: {
    random: using.random,
    digest: using.digest,
    calculateEphemeralMacKeyJwk: (input) => ({ kty: 'oct', k: Buffer.from(macKey(input)).toString('base64url') }),
  },
  cose: {
    sign1: {
      sign: ({ sign1, jwk }) => {
        const { data, alg } = sign1.getRawSigningData()
        return using.sign(data, jwk, alg)
      },
      verify: ({ sign1, jwk, options }) => {
        const { data, signature, alg } = sign1.getRawVerificationData(options)
        return using.verify(data, signature, jwk, alg)
      },
    },
    mac0: {
      sign: ({ mac0, jwk }) => using.mac(mac0.getRawSigningData().data, Buffer.from(jwk.k, 'base64url')),
      verify: ({ mac0, jwk, options }) => {
        const { data, signature } = mac0.getRawVerificationData(options)
        return using.isMac(data, signature, Buffer.from(jwk.k, 'base64url'))
      },
    },
  },
  x509: {
    getIssuerNameField: using.namesOf,
    getPublicKey: ({ certificate }) => keyOfCertificate(certificate),
    validateCertificateChain: using.validateChain,
    getCertificateData: using.describe,
  },
}

function documentOf(document) {
  const claims = {}
  for (const [namespace, own] of document.allIssuerSignedNamespaces) claims[namespace] = Object.fromEntries(own)
  for (const [namespace, own] of document.allDeviceSignedNamespaces ?? []) {
    claims[namespace] = { ...claims[namespace], ...Object.fromEntries(own) }
  }
  return { certificate: document.issuerSigned.issuerAuth.certificate, claims }
}

async function verify({ bytes, transcript, now, anchors, validatesChain, readerKey }) {
  const verifier = new Verifier()
  const shared = {
    trustedCertificates: anchors,
    disableCertificateChainValidation: !validatesChain,
    ...(now === undefined ? {} : { now }),
  }
  if (transcript === undefined) {
    const document = parseIssuerSigned(bytes)
    await verifier.verifyIssuerSignature({ issuerAuth: document.issuerSigned.issuerAuth, ...shared }, context)
    await verifier.verifyData({ mdoc: document }, context)
    return [documentOf(document)]
  }
  const { documents } = await verifier.verifyDeviceResponse(
    {
      encodedDeviceResponse: bytes,
      encodedSessionTranscript: transcriptBytes(transcript),
      ...(readerKey === undefined ? {} : { ephemeralReaderKey: readerKey }),
      ...shared,
    },
    context,
  )
  return documents.map(documentOf)
}

export default mdocAdapter({ name: '@animo-id/mdoc', DateOnly, takesIssuerSigned: true, verify })
