import { DeviceResponse, Document, MDoc, Verifier } from '@auth0/mdl'
import { embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { pemOf } from './contexts.ts'
import { docType, elements, type Fixture, namespace, shown } from './credential.ts'
import type { Peer } from './peer.ts'

const definition = {
  id: 'bench',
  input_descriptors: [
    {
      id: docType,
      format: { mso_mdoc: { alg: ['ES256'] } },
      constraints: {
        limit_disclosure: 'required',
        fields: shown.map((name) => ({ path: [`$['${namespace}']['${name}']`], intent_to_retain: true })),
      },
    },
  ],
}

/** @auth0/mdl, which brings its cryptography along. */
export function auth0Peer({ issuer, holder, authority, certificate, transcript }: Fixture): Peer {
  const encodedSessionTranscript = Buffer.from(encodeCbor(embeddedCbor(transcript)))
  const verifier = new Verifier([pemOf(authority)])
  // Without a name of the key it writes one that is undefined, which no strict reader takes.
  const named = (key: object): never => ({ ...key, kid: 'bench' }) as never
  return {
    issue: async () => {
      const signed = await new Document(docType)
        .addIssuerNameSpace(namespace, elements)
        .useDigestAlgorithm('SHA-256')
        .addValidityInfo({ signed: new Date(Math.floor(Date.now() / 1000) * 1000) })
        .addDeviceKeyInfo({ deviceKey: { ...holder.publicKey } as never })
        .sign({
          issuerPrivateKey: named(issuer.privateKey),
          issuerCertificate: pemOf(certificate),
          alg: 'ES256',
        })
      return new MDoc([signed]).encode()
    },
    present: async (issued) => {
      const response = await DeviceResponse.from(issued)
        .usingPresentationDefinition(definition as never)
        .usingSessionTranscriptBytes(encodedSessionTranscript)
        .authenticateWithSignature(named(holder.privateKey), 'ES256')
        .sign()
      return response.encode()
    },
    verify: (presentation) => verifier.verify(presentation, { encodedSessionTranscript }),
  }
}
