import type { JsonWebKey } from 'node:crypto'
import * as owf from '@owf/mdoc'
import type { Cryptography } from './contexts.ts'
import { docType, type Fixture, namespace, shown } from './credential.ts'
import { elementsWith, namesOf, type Peer, unused, validity } from './peer.ts'

/** @owf/mdoc with this cryptography. */
export function owfPeer({ issuer, holder, authority, certificate, transcript }: Fixture, using: Cryptography): Peer {
  const context: owf.MdocContext = {
    crypto: {
      random: (length) => belowLimit(using.random(length)),
      digest: ({ bytes }) => using.sha256(bytes),
      calculateEphemeralMacKey: () => unused(),
    },
    cose: {
      sign1: {
        sign: ({ toBeSigned, key }) => using.sign(toBeSigned, key.jwk as JsonWebKey),
        verify: ({ sign1, key }) => using.verify(sign1.toBeSigned, sign1.signature, key.jwk as JsonWebKey),
      },
      mac0: { sign: unused, verify: unused },
    },
    x509: {
      getIssuerNameField: ({ certificate: one, field }) => [...namesOf(using, one, field)],
      getPublicKey: async ({ certificate: one }) => owf.CoseKey.fromJwk((await using.keyOf(one)) as never),
      verifyCertificateChain: ({ x5chain, trustedCertificates }) => using.validate(x5chain, trustedCertificates),
      getCertificateData: async ({ certificate: one }) => using.describe(one),
    },
  }
  const signingKey = owf.CoseKey.fromJwk({ ...issuer.privateKey })
  // Without an algorithm of the key, what it signs names one that is undefined.
  const holderKey = owf.CoseKey.fromJwk({ ...holder.privateKey, alg: 'ES256' })
  const deviceKey = owf.DeviceKey.fromJwk({ ...holder.publicKey })
  const deviceRequest = owf.DeviceRequest.create({
    docRequests: [
      owf.DocRequest.create({
        itemsRequest: owf.ItemsRequest.create({
          docType,
          namespaces: { [namespace]: Object.fromEntries(shown.map((name) => [name, true])) },
        }),
      }),
    ],
  })
  return {
    issue: async () => {
      const signed = await new owf.Issuer(docType, context)
        .addIssuerNamespace(
          namespace,
          elementsWith((day) => new owf.DateOnly(day)),
        )
        .sign({
          signingKey,
          algorithm: owf.SignatureAlgorithm.ES256,
          digestAlgorithm: 'SHA-256',
          validityInfo: validity(),
          deviceKeyInfo: { deviceKey },
          certificates: [certificate],
        })
      return signed.encode()
    },
    present: async (issued) => {
      const response = await owf.Holder.createDeviceResponseForDeviceRequest(
        {
          deviceRequest,
          sessionTranscript: transcript,
          issuerSigned: [owf.IssuerSigned.decode(issued)],
          signature: { signingKey: holderKey },
        },
        context,
      )
      return response.encode()
    },
    verify: (presentation) =>
      owf.Verifier.verifyDeviceResponse(
        { deviceResponse: presentation, sessionTranscript: transcript, trustedCertificates: [authority] },
        context,
      ),
  }
}

/** It draws digest identifiers of four bytes, of which ISO/IEC 18013-5 §12.3 has only those below 2^31. */
function belowLimit(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 4) bytes[0] = (bytes[0] as number) & 0x7f
  return bytes
}
