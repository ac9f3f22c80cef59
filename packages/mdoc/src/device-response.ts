import { type CoseMac0, type CoseSign1, readMac0 } from '@hashikake/crypto/cose'
import type { CborMap, CborValue } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import { type IssuerSigned, readIssuerSigned, readProof, tagRule } from './issuer-signed.ts'
import {
  decodeOuter,
  limitsOf,
  note,
  openEmbedded,
  type Reading,
  requireArray,
  requireMap,
  requireText,
  requireVersion1,
} from './items.ts'

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

/**
 * Reads a DeviceResponse; nothing in it is believed yet.
 *
 * @throws {Refusal} `mdoc_malformed`, `mdoc_version_unsupported`, `mdoc_status_not_ok`, `mdoc_documents_missing`,
 *   `mdoc_too_large`, `element_repeated`, `device_authentication_missing`, and the codes of IssuerSigned, COSE and strict CBOR
 */
export function readDeviceResponse(bytes: Uint8Array, reading: Reading = {}): DeviceResponse {
  if (bytes.length > limitsOf(reading).inputLength) throw new Refusal<MdocCode>('mdoc_too_large')
  return readDocuments(requireMap(decodeOuter(bytes, reading), code), reading)
}

/** The same, of what was decoded. */
export function readDocuments(response: CborMap, reading: Reading): DeviceResponse {
  const version = requireVersion1(response.get('version'), code)
  const status = response.get('status')
  if (typeof status !== 'number' || !Number.isInteger(status)) throw malformed()
  if (status !== 0) throw new Refusal<MdocCode>('mdoc_status_not_ok')
  const listed = response.get('documents')
  if (listed === undefined) throw new Refusal<MdocCode>('mdoc_documents_missing')
  const documents = requireArray(listed, code)
  if (documents.length > limitsOf(reading).documents) throw new Refusal<MdocCode>('mdoc_too_large')
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
  const { elements } = deviceSigned
  if (elements.length > 0) {
    const own = new Set(elements.map(nameOf))
    if (issuerSigned.items.some((item) => own.has(nameOf(item)))) throw new Refusal<MdocCode>('element_repeated')
  }
  return Object.freeze({ docType: requireText(document.get('docType'), code), issuerSigned, deviceSigned })
}

/** Both names may hold any character: neither can be a separator. */
function nameOf({
  namespace,
  elementIdentifier,
}: Pick<DeviceSignedElement, 'namespace' | 'elementIdentifier'>): string {
  return JSON.stringify([namespace, elementIdentifier])
}

function readDeviceSigned(value: CborValue | undefined, reading: Reading): DeviceSigned {
  const deviceSigned = requireMap(value, code)
  const { value: namespaces, encoded } = openEmbedded(deviceSigned.get('nameSpaces'), code)
  const elements: DeviceSignedElement[] = []
  for (const [namespace, members] of requireMap(namespaces, code)) {
    const own = requireMap(members, code)
    if (own.size === 0) throw malformed()
    for (const [identifier, elementValue] of own) {
      const elementIdentifier = requireText(identifier, code)
      elements.push({ namespace: requireText(namespace, code), elementIdentifier, elementValue })
      if (elements.length > limitsOf(reading).elements) throw new Refusal<MdocCode>('mdoc_too_large')
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
  const read =
    signature === undefined
      ? ({
          kind: 'mac',
          mac: note(
            readMac0(mac as CborValue, { leniencies: reading.leniencies, tag: tagRule(mac, reading) }),
            reading,
          ),
        } as const)
      : ({ kind: 'signature', signature: readProof(signature, reading) } as const)
  if ((read.kind === 'mac' ? read.mac : read.signature).payload !== undefined) throw malformed()
  return read
}

function malformed(): Refusal<MdocCode> {
  return new Refusal(code)
}
