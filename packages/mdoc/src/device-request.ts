import { type CoseSign1, verifySign1 } from '@hashikake/crypto/cose'
import type { Engine } from '@hashikake/crypto/engine'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { type CborMap, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import { readProof } from './issuer-signed.ts'
import {
  decodeOuter,
  openEmbedded,
  type Reading,
  requireArray,
  requireMap,
  requireText,
  requireVersion1,
} from './items.ts'
import { readerAuthenticationAllBytes, readerAuthenticationBytes } from './session-transcript.ts'

/** What a reader asks for (ISO/IEC 18013-5 §10.2). */
export interface DeviceRequest {
  readonly version: string
  readonly documents: readonly DocRequest[]
  /** DeviceRequestInfoBytes as received, tag 24 included. */
  readonly encodedInfo: Uint8Array | undefined
  /** Signatures of the reader over all of it; version 1.1 and later. */
  readonly readerAuthAll: readonly CoseSign1[]
}

export interface DocRequest {
  readonly docType: string
  readonly elements: readonly RequestedElement[]
  readonly requestInfo: CborMap | undefined
  /** ItemsRequestBytes as received, tag 24 included. */
  readonly encoded: Uint8Array
  readonly readerAuth: CoseSign1 | undefined
}

export interface RequestedElement {
  readonly namespace: string
  readonly elementIdentifier: string
  /** Whether the reader says that it will keep it. */
  readonly intentToRetain: boolean
}

const code = 'device_request_malformed'
const mostDocuments = 64
const mostElements = 4_096

/**
 * Reads a DeviceRequest; nobody is proven to have asked.
 *
 * @throws {Refusal} `device_request_malformed`, `mdoc_version_unsupported`, `mdoc_too_large`, and the codes of COSE and strict
 *   CBOR
 */
export function readDeviceRequest(bytes: Uint8Array, reading: Reading = {}): DeviceRequest {
  const request = requireMap(decodeOuter(bytes, reading), code)
  const version = requireVersion1(request.get('version'), code)
  const listed = requireArray(request.get('docRequests'), code)
  if (listed.length > mostDocuments) throw new Refusal<MdocCode>('mdoc_too_large')
  const [info, all] = [request.get('deviceRequestInfo'), request.get('readerAuthAll')]
  // §10.2: 1.0 has neither, and a reader that sends them says so by its version.
  if (version === '1.0' && (info !== undefined || all !== undefined)) throw new Refusal<MdocCode>(code)
  return Object.freeze({
    version,
    documents: Object.freeze(listed.map((one) => readDocRequest(one, reading))),
    encodedInfo: info === undefined ? undefined : openEmbedded(info, code).encoded,
    readerAuthAll: all === undefined ? [] : requireArray(all, code).map((one) => readDetached(one, reading)),
  })
}

function readDocRequest(value: CborValue, reading: Reading): DocRequest {
  const docRequest = requireMap(value, code)
  const { value: itemsRequest, encoded } = openEmbedded(docRequest.get('itemsRequest'), code)
  const items = requireMap(itemsRequest, code)
  const requestInfo = items.get('requestInfo')
  const readerAuth = docRequest.get('readerAuth')
  if (requestInfo !== undefined && !isCborMap(requestInfo)) throw new Refusal<MdocCode>(code)
  return Object.freeze({
    docType: requireText(items.get('docType'), code),
    elements: Object.freeze(readElements(items.get('nameSpaces'))),
    requestInfo,
    encoded,
    readerAuth: readerAuth === undefined ? undefined : readDetached(readerAuth, reading),
  })
}

function readElements(value: CborValue | undefined): readonly RequestedElement[] {
  const elements: RequestedElement[] = []
  for (const [namespace, members] of requireMap(value, code)) {
    const own = requireMap(members, code)
    // §10.2: a namespace of which nothing is asked for is left out.
    if (own.size === 0) throw new Refusal<MdocCode>(code)
    for (const [identifier, intentToRetain] of own) {
      if (typeof intentToRetain !== 'boolean') throw new Refusal<MdocCode>(code)
      const elementIdentifier = requireText(identifier, code)
      elements.push({ namespace: requireText(namespace, code), elementIdentifier, intentToRetain })
    }
  }
  if (elements.length === 0) throw new Refusal<MdocCode>(code)
  if (elements.length > mostElements) throw new Refusal<MdocCode>('mdoc_too_large')
  return elements
}

function readDetached(value: CborValue, reading: Reading): CoseSign1 {
  const signature = readProof(value, reading)
  if (signature.payload !== undefined) throw new Refusal<MdocCode>(code)
  return signature
}

export interface ReaderAuthenticationOptions {
  readonly transcript: Uint8Array
  /** The key of the reader's certificate, whose chain the caller has judged. */
  readonly key: PublicJwk
  readonly engine: Engine
}

/**
 * Checks that a reader asked for a document in this session (§12.5).
 *
 * @throws {Refusal} `reader_authentication_missing`, `reader_signature_invalid`, and the codes of COSE
 */
export function checkReaderAuthentication(request: DocRequest, options: ReaderAuthenticationOptions): Promise<void> {
  return checkReader(request.readerAuth, readerAuthenticationBytes(options.transcript, request.encoded), options)
}

/**
 * Checks that a reader asked for all of it in this session (§12.5).
 *
 * @param which - of the signatures, by its number
 * @throws {Refusal} as {@link checkReaderAuthentication}
 */
export function checkReaderAuthenticationAll(
  request: DeviceRequest,
  options: ReaderAuthenticationOptions & { readonly which?: number },
): Promise<void> {
  const { transcript, which = 0 } = options
  const items = request.documents.map(({ encoded }) => encoded)
  const payload = readerAuthenticationAllBytes(transcript, items, request.encodedInfo)
  return checkReader(request.readerAuthAll[which], payload, options)
}

async function checkReader(
  signature: CoseSign1 | undefined,
  payload: Uint8Array,
  { key, engine }: ReaderAuthenticationOptions,
): Promise<void> {
  if (signature === undefined) throw new Refusal<MdocCode>('reader_authentication_missing')
  if (!(await verifySign1(signature, key, { engine, payload }))) throw new Refusal<MdocCode>('reader_signature_invalid')
}
