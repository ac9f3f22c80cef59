import { type CoseMac0, type CoseSign1, parseMac0, parseSign1 } from '@hashikake/crypto/cose'
import { type CborValue, decodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import { type IssuerSigned, readIssuerSigned } from './issuer-signed.ts'
import { openEmbedded, type Reading, requireArray, requireMap, requireText, requireVersion1 } from './items.ts'

/** What a holder answers (ISO/IEC 18013-5 §10.3). */
export interface DeviceResponse {
  readonly version: string
  readonly documents: readonly MdocDocument[]
}

export interface MdocDocument {
  readonly docType: string
  readonly issuerSigned: IssuerSigned
  readonly deviceSigned: DeviceSigned
}

/** What the holder's key vouches for: the session, and elements of its own. */
export interface DeviceSigned {
  /** DeviceNameSpacesBytes as received, tag 24 included. */
  readonly encodedNameSpaces: Uint8Array
  readonly elements: readonly DeviceSignedElement[]
  readonly deviceAuth:
    | { readonly kind: 'signature'; readonly signature: CoseSign1 }
    | { readonly kind: 'mac'; readonly mac: CoseMac0 }
}

export interface DeviceSignedElement {
  readonly namespace: string
  readonly elementIdentifier: string
  readonly elementValue: CborValue
}

const code = 'mdoc_malformed'
const mostBytes = 2 ** 20
const mostDocuments = 16

/**
 * Reads a DeviceResponse; nothing in it is believed yet.
 *
 * @throws {Refusal} `mdoc_malformed`, `mdoc_version_unsupported`, `mdoc_status_not_ok`, `mdoc_documents_missing`,
 *   `mdoc_too_large`, `element_repeated`, `device_authentication_missing`, and the codes of IssuerSigned, COSE and strict CBOR
 */
export function readDeviceResponse(bytes: Uint8Array, reading: Reading = {}): DeviceResponse {
  if (bytes.length > mostBytes) throw new Refusal<MdocCode>('mdoc_too_large')
  const response = requireMap(decodeCbor(bytes, reading).value, code)
  const version = requireVersion1(response.get('version'), code)
  const status = response.get('status')
  if (typeof status !== 'number' || !Number.isInteger(status)) throw malformed()
  if (status !== 0) throw new Refusal<MdocCode>('mdoc_status_not_ok')
  const listed = response.get('documents')
  if (listed === undefined) throw new Refusal<MdocCode>('mdoc_documents_missing')
  const documents = requireArray(listed, code)
  if (documents.length > mostDocuments) throw new Refusal<MdocCode>('mdoc_too_large')
  return Object.freeze({
    version,
    documents: Object.freeze(documents.map((document) => readDocument(document, reading))),
  })
}

function readDocument(value: CborValue, reading: Reading): MdocDocument {
  const document = requireMap(value, code)
  const issuerSigned = readIssuerSigned(document.get('issuerSigned'), reading)
  const deviceSigned = readDeviceSigned(document.get('deviceSigned'), reading)
  // §10.3: one element, one value, whoever vouches for it.
  const isTwice = deviceSigned.elements.some((own) =>
    issuerSigned.items.some(
      (item) => item.namespace === own.namespace && item.elementIdentifier === own.elementIdentifier,
    ),
  )
  if (isTwice) throw new Refusal<MdocCode>('element_repeated')
  return Object.freeze({ docType: requireText(document.get('docType'), code), issuerSigned, deviceSigned })
}

function readDeviceSigned(value: CborValue | undefined, reading: Reading): DeviceSigned {
  const deviceSigned = requireMap(value, code)
  const { value: namespaces, encoded } = openEmbedded(deviceSigned.get('nameSpaces'), code, reading)
  const elements: DeviceSignedElement[] = []
  for (const [namespace, members] of requireMap(namespaces, code)) {
    const own = requireMap(members, code)
    if (own.size === 0) throw malformed()
    for (const [identifier, elementValue] of own) {
      const elementIdentifier = requireText(identifier, code)
      elements.push({ namespace: requireText(namespace, code), elementIdentifier, elementValue })
    }
  }
  return { encodedNameSpaces: encoded, elements, deviceAuth: readDeviceAuth(deviceSigned.get('deviceAuth'), reading) }
}

/** §12.4: a signature or a MAC, never both, over what is not sent along. */
function readDeviceAuth(value: CborValue | undefined, reading: Reading): DeviceSigned['deviceAuth'] {
  const deviceAuth = requireMap(value, 'device_authentication_missing')
  const signature = deviceAuth.get('deviceSignature')
  const mac = deviceAuth.get('deviceMac')
  if ((signature === undefined) === (mac === undefined)) throw new Refusal<MdocCode>('device_authentication_missing')
  const untagged = { ...reading, tag: 'forbidden' } as const
  const read =
    signature === undefined
      ? ({ kind: 'mac', mac: parseMac0(mac as CborValue, untagged) } as const)
      : ({ kind: 'signature', signature: parseSign1(signature, untagged) } as const)
  if ((read.kind === 'mac' ? read.mac : read.signature).payload !== undefined) throw malformed()
  return read
}

function malformed(): Refusal<MdocCode> {
  return new Refusal(code)
}
