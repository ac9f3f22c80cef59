// Runs our cases against @auth0/mdl, by its public API:
//   npx hashikake conformance test-vectors/mdoc --implementation peers/adapters/auth0-mdl.mjs
import { X509Certificate } from 'node:crypto'
import auth0 from '@auth0/mdl'
import cbor from '@auth0/mdl/lib/cbor/index.js'
import { encodeCbor } from '@hashikake/encoding/cbor'
import { mdocAdapter, transcriptBytes } from './mdoc-cases.mjs'

const SystemDate = Date
let clock

/** It takes no clock: that of its process is set instead. */
globalThis.Date = class extends SystemDate {
  constructor(...given) {
    if (given.length === 0) super(clock ?? SystemDate.now())
    else super(...given)
  }

  static now() {
    return clock ?? SystemDate.now()
  }
}

function documentOf(document) {
  const claims = {}
  for (const namespace of document.issuerSignedNameSpaces) claims[namespace] = document.getIssuerNameSpace(namespace)
  for (const namespace of Object.keys(document.deviceSigned?.nameSpaces ?? {})) {
    claims[namespace] = { ...claims[namespace], ...document.getDeviceNameSpace(namespace) }
  }
  return { certificate: document.issuerSigned.issuerAuth.x5chain[0], claims }
}

/** A private COSE_Key (RFC 9053 §7.1), as it takes the reader's. */
export function privateCoseKey({ x, y, d }) {
  const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64url'))
  return encodeCbor(
    new Map([
      [1, 2],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
      [-4, bytes(d)],
    ]),
  )
}

async function verify({ bytes, transcript, now, anchors, validatesChain, readerKey }) {
  const verifier = new auth0.Verifier(anchors.map((der) => new X509Certificate(der).toString()))
  clock = now?.getTime()
  try {
    const { documents } = await verifier.verify(bytes, {
      encodedSessionTranscript: Buffer.from(transcriptBytes(transcript)),
      disableCertificateChainValidation: !validatesChain,
      ...(readerKey === undefined ? {} : { ephemeralReaderKey: privateCoseKey(readerKey) }),
    })
    return documents.map(documentOf)
  } finally {
    clock = undefined
  }
}

export default mdocAdapter({ name: '@auth0/mdl', DateOnly: cbor.DateOnly, takesIssuerSigned: false, verify })
