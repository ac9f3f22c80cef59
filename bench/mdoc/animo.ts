import type { JsonWebKey } from 'node:crypto'
import * as animo from '@animo-id/mdoc'
import { embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import type { Cryptography } from './contexts.ts'
import { docType, type Fixture, namespace, shown } from './credential.ts'
import { elementsWith, namesOf, type Peer, unused, validity } from './peer.ts'

/** @animo-id/mdoc with this cryptography. */
export function animoPeer({ issuer, holder, authority, certificate, transcript }: Fixture, using: Cryptography): Peer {
  const context: animo.MdocContext = {
    crypto: {
      random: using.random,
      digest: ({ bytes }) => using.sha256(bytes),
      calculateEphemeralMacKeyJwk: () => unused(),
    },
    cose: {
      sign1: {
        sign: ({ sign1, jwk }) => using.sign(sign1.getRawSigningData().data, jwk as JsonWebKey),
        verify: ({ sign1, jwk, options }) => {
          const { data, signature } = sign1.getRawVerificationData(options)
          return using.verify(data, signature, jwk as JsonWebKey)
        },
      },
      mac0: { sign: unused, verify: unused },
    },
    x509: {
      getIssuerNameField: ({ certificate: one, field }) => [...namesOf(using, one, field)],
      getPublicKey: async ({ certificate: one }) => (await using.keyOf(one)) as never,
      validateCertificateChain: ({ x5chain, trustedCertificates }) => using.validate(x5chain, trustedCertificates),
      getCertificateData: async ({ certificate: one }) => using.describe(one),
    },
  }
  const encodedSessionTranscript = encodeCbor(embeddedCbor(transcript))
  const deviceRequest = animo.DeviceRequest.from('1.0', [
    {
      itemsRequestData: {
        docType,
        nameSpaces: new Map([[namespace, new Map(shown.map((name) => [name, true]))]]) as never,
      },
    },
  ])
  return {
    issue: async () => {
      const signed = await new animo.Document(docType, context)
        .addIssuerNameSpace(
          namespace,
          elementsWith((day) => new animo.DateOnly(day)),
        )
        .useDigestAlgorithm('SHA-256')
        .addValidityInfo(validity())
        .addDeviceKeyInfo({ deviceKey: { ...holder.publicKey } as never })
        .sign(
          { issuerPrivateKey: { ...issuer.privateKey } as never, issuerCertificate: certificate, alg: 'ES256' },
          context,
        )
      return new animo.MDoc([signed]).encode()
    },
    present: async (issued) => {
      const response = await animo.DeviceResponse.from(issued)
        .usingDeviceRequest(deviceRequest)
        .usingSessionTranscriptBytes(encodedSessionTranscript)
        .authenticateWithSignature({ ...holder.privateKey } as never, 'ES256')
        .sign(context)
      return response.encode()
    },
    verify: (presentation) =>
      new animo.Verifier().verifyDeviceResponse(
        {
          encodedDeviceResponse: presentation,
          encodedSessionTranscript,
          trustedCertificates: [authority],
        },
        context,
      ),
  }
}
