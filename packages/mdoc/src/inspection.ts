import type { Context, Encoded, InspectedDisclosure, Inspection } from '@hashikake/credential'
import { type CoseSign1, readX5Chain, signatureAlgorithmOf } from '@hashikake/crypto/cose'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { type CborMap, CborTag, type CborValue, notateCbor } from '@hashikake/encoding/cbor'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { claimsOf, pathOf } from './claims.ts'
import type { MdocCode } from './codes.ts'
import { type DeviceSigned, type MdocDocument, readDocuments } from './device-response.ts'
import { bytesOf } from './encoded.ts'
import { type IssuerSigned, readIssuerSigned } from './issuer-signed.ts'
import { decodeOuter, decodingOf, limitsOf, type Reading, requireMap } from './items.ts'

/** Lays an mdoc open without verifying it. @throws {Refusal} where it cannot be read */
export async function inspectMdoc(
  input: Encoded,
  { context, reading }: { readonly context: Context; readonly reading: Reading },
): Promise<Inspection> {
  const outer = requireMap(decodeOuter(bytesOf(input, limitsOf(reading)), reading), 'mdoc_malformed')
  const { issuerSigned, deviceSigned } = outer.has('documents')
    ? onlyDocument(outer, reading)
    : { issuerSigned: readIssuerSigned(outer, reading), deviceSigned: undefined }
  const { items, mso, issuerAuth } = issuerSigned
  const digests = await context.engine.digests(
    mso.digestAlgorithm,
    items.map(({ encoded }) => encoded),
  )
  const disclosures = items.map(
    (item, i): InspectedDisclosure =>
      Object.freeze({ path: pathOf(item), digest: digests[i] as string, encoded: encodeBase64url(item.encoded) }),
  )
  const promised = [...mso.valueDigests.values()].reduce((sum, { size }) => sum + size, 0)
  const own = deviceSigned?.elements ?? []
  return Object.freeze({
    format: 'mso_mdoc',
    headers: Object.freeze([headerOf(issuerAuth)]),
    claims: claimsOf([...items, ...own]),
    disclosures: Object.freeze(disclosures),
    unmatchedDigests: promised - items.length,
    ...(deviceSigned === undefined ? {} : { keyBinding: proofOf(deviceSigned) }),
    notation: notateCbor(outer, {
      ...decodingOf(reading),
      isEmbedded: isSigned(outer),
      comment: commentOn(issuerSigned, digests),
      longestBytes: 64,
    }),
  })
}

function onlyDocument(outer: CborMap, reading: Reading): MdocDocument {
  const { documents } = readDocuments(outer, reading)
  if (documents.length > 1) throw new Refusal<MdocCode>('mdoc_several_documents')
  return documents[0] as MdocDocument
}

function headerOf({ headers }: CoseSign1): JsonObject {
  const chain = readX5Chain(headers)
  return Object.freeze({
    alg: signatureAlgorithmOf(headers),
    ...(chain === undefined ? {} : { x5chain: Object.freeze(chain.certificates.map(encodeBase64url)) }),
  })
}

function proofOf({ deviceAuth }: DeviceSigned): JsonObject {
  return Object.freeze(
    deviceAuth.kind === 'mac'
      ? { proof: 'deviceMac' }
      : { proof: 'deviceSignature', alg: signatureAlgorithmOf(deviceAuth.signature.headers) },
  )
}

/** What COSE signs is bytes: the headers, and the payload where it travels along. */
function isSigned(outer: CborMap): (bytes: Uint8Array) => boolean {
  const messages: CborValue[] = []
  for (const document of (outer.get('documents') ?? [outer]) as readonly CborMap[]) {
    const issuerSigned = (document.get('issuerSigned') ?? document) as CborMap
    messages.push(issuerSigned.get('issuerAuth') as CborValue)
    const deviceAuth = (document.get('deviceSigned') as CborMap | undefined)?.get('deviceAuth')
    messages.push(...((deviceAuth as CborMap | undefined)?.values() ?? []))
  }
  const parts = messages.flatMap((message) => {
    const [headers, , payload] = (message instanceof CborTag ? message.value : message) as readonly CborValue[]
    return [headers, payload]
  })
  return (bytes) => parts.includes(bytes)
}

/** Says of each item whether it is what the issuer signed, and of each digest what it covers. */
function commentOn({ items, mso }: IssuerSigned, digests: readonly string[]): (value: CborValue) => string | undefined {
  const said = new Map<string, string>()
  const covered = new Map<string, string>()
  for (const [i, { namespace, digestId, elementIdentifier, encoded }] of items.entries()) {
    const digest = digests[i] as string
    const promised = mso.valueDigests.get(namespace)?.get(digestId)
    const isKept = promised !== undefined && encodeBase64url(promised) === digest
    said.set(encodeBase64url(encoded), isKept ? `as signed, digest ${digestId}` : `NOT as signed, digest ${digestId}`)
    if (isKept) covered.set(digest, `covers ${JSON.stringify(elementIdentifier)}`)
  }
  return (value) => {
    if (value instanceof CborTag && value.encoded !== undefined) return said.get(encodeBase64url(value.encoded))
    return value instanceof Uint8Array ? covered.get(encodeBase64url(value)) : undefined
  }
}
