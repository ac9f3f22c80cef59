import { X509Certificate } from 'node:crypto'
import auth0 from '@auth0/mdl'
import { decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { privateCoseKey } from '../adapters/auth0-mdl.mjs'
import { transcriptBytes } from '../adapters/mdoc-cases.mjs'

const pemOf = (certificate) => new X509Certificate(certificate).toString()
/** Without a name of the key it writes one that is undefined, which no strict reader takes. */
const named = (jwk) => ({ ...jwk, kid: 'peer' })
const transcriptOf = (transcript) => Buffer.from(transcriptBytes(transcript))

/** What it takes and gives is an answer of documents; what an issuer hands over is what the first of them has. */
function issuerSignedOf(response) {
  const [document] = decodeCbor(response, { leniencies: ['cbor_interop'] }).value.get('documents')
  return encodeCbor(document.get('issuerSigned'))
}

function responseOf(issuerSigned, docType) {
  const { value } = decodeCbor(issuerSigned, { leniencies: ['cbor_interop'] })
  const document = new Map([
    ['docType', docType],
    ['issuerSigned', value],
  ])
  return encodeCbor(
    new Map([
      ['version', '1.0'],
      ['documents', [document]],
      ['status', 0],
    ]),
  )
}

export const peer = {
  async issue({ docType, namespaces, validity, issuerKey, holderKey, certificate }) {
    const document = new auth0.Document(docType)
    for (const [namespace, members] of Object.entries(namespaces)) document.addIssuerNameSpace(namespace, members)
    const dates = Object.fromEntries(Object.entries(validity).map(([name, text]) => [name, new Date(text)]))
    const signed = await document
      .useDigestAlgorithm('SHA-256')
      .addValidityInfo(dates)
      .addDeviceKeyInfo({ deviceKey: holderKey })
      .sign({ issuerPrivateKey: named(issuerKey), issuerCertificate: pemOf(certificate), alg: 'ES256' })
    return issuerSignedOf(new auth0.MDoc([signed]).encode())
  },
  async present({ issuerSigned, docType, disclose, transcript, holderKey, readerKey }) {
    const fields = Object.entries(disclose).flatMap(([namespace, names]) =>
      names.map((name) => ({ path: [`$['${namespace}']['${name}']`], intent_to_retain: true })),
    )
    const definition = {
      id: 'peer',
      input_descriptors: [
        {
          id: docType,
          format: { mso_mdoc: { alg: ['ES256'] } },
          constraints: { limit_disclosure: 'required', fields },
        },
      ],
    }
    const response = auth0.DeviceResponse.from(responseOf(issuerSigned, docType))
      .usingPresentationDefinition(definition)
      .usingSessionTranscriptBytes(transcriptOf(transcript))
    const proving =
      readerKey === undefined
        ? response.authenticateWithSignature(named(holderKey), 'ES256')
        : response.authenticateWithMAC(named(holderKey), readerKey, 'HS256')
    return (await proving.sign()).encode()
  },
  async verify({ deviceResponse, transcript, authority, readerKey }) {
    await new auth0.Verifier([pemOf(authority)]).verify(deviceResponse, {
      encodedSessionTranscript: transcriptOf(transcript),
      ...(readerKey === undefined ? {} : { ephemeralReaderKey: privateCoseKey(readerKey) }),
    })
  },
}
