import { type ClaimPath, isClaimPath } from '@hashikake/credential'
import { headerLabel, signSign1 } from '@hashikake/crypto/cose'
import type { Signer } from '@hashikake/crypto/signers'
import type { Bytes } from '@hashikake/encoding/base64url'
import { type CborInput, decodeCbor, embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import type { RequestedElement } from './device-request.ts'
import { guardIndividualNumber, type LegalBasis } from './individual-number.ts'
import { readerAuthenticationAllBytes, readerAuthenticationBytes } from './session-transcript.ts'

/** What is asked for of one document. */
export interface DocRequestDraft {
  readonly docType: string
  readonly elements: readonly RequestedElement[]
  readonly requestInfo?: CborInput
}

/** Who asks, and for which session. */
export interface ReaderIdentity {
  readonly signer: Signer
  /** DER, leaf first, without the trust anchor. */
  readonly certificates: readonly Uint8Array[]
  readonly transcript: Uint8Array
  /** `each` signs every document by itself; `all` signs them together, which takes version 1.1. */
  readonly signs: 'each' | 'all'
}

export interface DeviceRequestOptions {
  readonly reader?: ReaderIdentity
  /** What permits to ask for the Individual Number of the My Number Card: `myNumberActPermits`. */
  readonly legalBasis?: LegalBasis
  readonly signal?: AbortSignal
}

/**
 * Writes a DeviceRequest (ISO/IEC 18013-5 §10.2), signed where the reader says who it is.
 *
 * @throws {TypeError} for wrong use; for the Individual Number without a legal basis
 */
export async function writeDeviceRequest(
  documents: readonly DocRequestDraft[],
  { reader, legalBasis, signal }: DeviceRequestOptions = {},
): Promise<Bytes> {
  if (!Array.isArray(documents) || documents.length === 0 || !documents.every(({ elements }) => elements.length > 0)) {
    throw new TypeError('writeDeviceRequest takes documents, each with elements: [{ docType, elements: […] }]')
  }
  const items = documents.map((one) => {
    const request = itemsRequestOf(one)
    const encoded = encodeCbor(request)
    // All of it: what requestInfo names as an alternative is asked for as well.
    guardIndividualNumber(request, legalBasis)
    return encodeCbor(embeddedCbor(encoded))
  })
  const sign = (payload: Uint8Array): Promise<Bytes> => signDetached(payload, reader as ReaderIdentity, signal)
  const docRequests: CborInput[] = []
  for (const one of items) {
    const request = new Map<CborInput, CborInput>([['itemsRequest', decodeCbor(one).value]])
    if (reader?.signs === 'each') {
      const signature = await sign(readerAuthenticationBytes(reader.transcript, one))
      request.set('readerAuth', decodeCbor(signature).value)
    }
    docRequests.push(request)
  }
  const whole = new Map<CborInput, CborInput>([
    ['version', reader?.signs === 'all' ? '1.1' : '1.0'],
    ['docRequests', docRequests],
  ])
  if (reader?.signs === 'all') {
    const signature = await sign(readerAuthenticationAllBytes(reader.transcript, items, undefined))
    whole.set('readerAuthAll', [decodeCbor(signature).value])
  }
  return encodeCbor(whole)
}

function itemsRequestOf({ docType, elements, requestInfo }: DocRequestDraft): CborInput {
  const namespaces = new Map<string, Map<string, boolean>>()
  for (const { namespace, elementIdentifier, intentToRetain } of elements) {
    const own = namespaces.get(namespace) ?? new Map<string, boolean>()
    if (own.has(elementIdentifier)) throw new TypeError('writeDeviceRequest takes each element once')
    namespaces.set(namespace, own.set(elementIdentifier, intentToRetain))
  }
  const request = new Map<CborInput, CborInput>([
    ['docType', docType],
    ['nameSpaces', namespaces],
  ])
  if (requestInfo !== undefined) request.set('requestInfo', requestInfo)
  return request
}

function signDetached(
  payload: Uint8Array,
  { signer, certificates }: ReaderIdentity,
  signal: AbortSignal | undefined,
): Promise<Bytes> {
  const chain = certificates.length === 1 ? certificates[0] : certificates
  return signSign1(signer, {
    unprotected: new Map([[headerLabel.x5chain, chain as CborInput]]),
    payload,
    detached: true,
    tagged: false,
    ...(signal === undefined ? {} : { signal }),
  })
}

/**
 * The elements that claim paths name: of an mdoc, always a namespace and an element (OpenID4VP 1.0 §B.2.4).
 *
 * @throws {TypeError} for any other path; for the Individual Number without a legal basis
 */
export function elementsOfPaths(
  paths: readonly ClaimPath[],
  { intentToRetain, legalBasis }: { readonly intentToRetain: boolean; readonly legalBasis?: LegalBasis },
): readonly RequestedElement[] {
  return paths.map((path) => {
    const [namespace, elementIdentifier] = isClaimPath(path) && path.length === 2 ? path : []
    if (typeof namespace !== 'string' || typeof elementIdentifier !== 'string') {
      throw new TypeError("A claim of an mdoc has a path of two names: ['org.iso.18013.5.1', 'family_name']")
    }
    guardIndividualNumber(elementIdentifier, legalBasis)
    return { namespace, elementIdentifier, intentToRetain }
  })
}

/** The claim paths of elements. */
export function pathsOfElements(
  elements: readonly Pick<RequestedElement, 'namespace' | 'elementIdentifier'>[],
): readonly ClaimPath[] {
  return elements.map(({ namespace, elementIdentifier }) => Object.freeze([namespace, elementIdentifier]))
}
