import {
  CoseKey,
  DateOnly,
  DeviceKey,
  DeviceRequest,
  DocRequest,
  Holder,
  Issuer,
  IssuerSigned,
  ItemsRequest,
  SignatureAlgorithm,
  Verifier,
} from '@owf/mdoc'
import { context } from '../adapters/owf-mdoc.mjs'

/** What it writes names the algorithm of the key: without one it is undefined, which no strict reader takes. */
const keyOf = (jwk) => CoseKey.fromJwk({ ...jwk, alg: 'ES256' })

/** Plain random bytes make identifiers up to 2^32; `bounded` keeps them below 2^31. */
const contextOf = (isBounded) =>
  isBounded ? context : { ...context, crypto: { ...context.crypto, random: unbounded } }

/** With the bit that the standard leaves out. */
function unbounded(length) {
  const bytes = context.crypto.random(length)
  if (length === 4) bytes[0] |= 0x80
  return bytes
}

export const peer = {
  async issue({ docType, namespaces, days, validity, issuerKey, holderKey, certificate, bounded = true }) {
    const issuer = new Issuer(docType, contextOf(bounded))
    for (const [namespace, members] of Object.entries(namespaces)) {
      const own = Object.entries(members).map(([name, value]) => [
        name,
        days.includes(name) ? new DateOnly(value) : value,
      ])
      issuer.addIssuerNamespace(namespace, Object.fromEntries(own))
    }
    const dates = Object.fromEntries(Object.entries(validity).map(([name, text]) => [name, new Date(text)]))
    const issuerSigned = await issuer.sign({
      signingKey: keyOf(issuerKey),
      algorithm: SignatureAlgorithm.ES256,
      digestAlgorithm: 'SHA-256',
      validityInfo: dates,
      deviceKeyInfo: { deviceKey: DeviceKey.fromJwk(holderKey) },
      certificates: [certificate],
    })
    return issuerSigned.encode()
  },
  async present({ issuerSigned, docType, disclose, transcript, holderKey }) {
    const namespaces = Object.fromEntries(
      Object.entries(disclose).map(([namespace, names]) => [
        namespace,
        Object.fromEntries(names.map((name) => [name, true])),
      ]),
    )
    const deviceRequest = DeviceRequest.create({
      docRequests: [DocRequest.create({ itemsRequest: ItemsRequest.create({ docType, namespaces }) })],
    })
    const response = await Holder.createDeviceResponseForDeviceRequest(
      {
        deviceRequest,
        sessionTranscript: transcript,
        issuerSigned: [IssuerSigned.decode(issuerSigned)],
        signature: { signingKey: keyOf(holderKey) },
      },
      context,
    )
    return response.encode()
  },
  async receive({ issuerSigned, authority, now }) {
    await Holder.verifyIssuerSigned({ issuerSigned, trustedCertificates: [authority], now: new Date(now) }, context)
  },
  async verify({ deviceResponse, transcript, authority, now, readerKey }) {
    const reader = readerKey === undefined ? {} : { ephemeralReaderKey: keyOf(readerKey) }
    await Verifier.verifyDeviceResponse(
      {
        deviceResponse,
        sessionTranscript: transcript,
        trustedCertificates: [authority],
        now: new Date(now),
        ...reader,
      },
      context,
    )
  },
}
