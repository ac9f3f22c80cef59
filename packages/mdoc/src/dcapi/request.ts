import type { Challenge } from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import type { PrivateJwk, PublicJwk } from '@hashikake/crypto/keys'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from '../codes.ts'
import { type DeviceRequest, readDeviceRequest } from '../device-request.ts'
import {
  type DeviceRequestOptions,
  type DocRequestDraft,
  type ReaderIdentity,
  writeDeviceRequest,
} from '../device-request-writing.ts'
import { annexCTranscript } from '../session-transcript.ts'
import { readEncryptionInfo, writeEncryptionInfo } from './encryption-info.ts'

/** How browsers and wallets name it; the draft of the annex had `org.iso.mdoc`. */
export const protocol = 'org-iso-mdoc'

/** What the browser hands to the wallet, both in base64url. */
export interface RequestData {
  readonly deviceRequest: string
  readonly encryptionInfo: string
}

export interface CreateRequestOptions extends Omit<DeviceRequestOptions, 'reader'> {
  /** Of the page that asks, as the browser will name it to the wallet: `https://admissions.example`. */
  readonly origin: string
  readonly reader?: Omit<ReaderIdentity, 'transcript'>
  readonly context?: Context
}

/** A request to show, and what its answer is opened and verified with: keep both with the session that asked. */
export interface CreatedRequest {
  /** One of `requests` of `navigator.credentials.get({ digital: { requests } })`. */
  readonly request: { readonly protocol: typeof protocol; readonly data: RequestData }
  /** For `verify`. */
  readonly challenge: Extract<Challenge, { protocol: 'iso-18013-5' }>
  /** Secret, and of this request alone. */
  readonly recipientKey: PrivateJwk
}

/**
 * Asks for documents through the browser (ISO/IEC TS 18013-7 annex C), with a fresh nonce and a fresh key.
 *
 * @param documents - what is asked for: `[{ docType, elements: elementsOfPaths(paths, { intentToRetain: false }) }]`
 * @throws {TypeError} for wrong use
 */
export async function createRequest(
  documents: readonly DocRequestDraft[],
  { origin, reader, context = defaultContext(), ...rest }: CreateRequestOptions,
): Promise<CreatedRequest> {
  requireOrigin(origin)
  const { engine } = context
  const { publicKey, privateKey } = await engine.generateKey('ES256')
  const encryptionInfo = writeEncryptionInfo({ nonce: engine.randomBytes(16), recipientPublicKey: publicKey })
  const transcript = annexCTranscript({ encryptionInfo, origin }, { engine })
  const asking = reader === undefined ? rest : { ...rest, reader: { ...reader, transcript } }
  const deviceRequest = encodeBase64url(await writeDeviceRequest(documents, asking))
  return Object.freeze({
    request: Object.freeze({ protocol, data: Object.freeze({ deviceRequest, encryptionInfo }) }),
    challenge: challengeOf(transcript),
    recipientKey: privateKey,
  })
}

/** Of a page: what the browser calls its origin, and nothing after it. */
function requireOrigin(origin: string): void {
  const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : undefined
  const isSecure = url?.protocol === 'https:' || url?.hostname === 'localhost'
  if (url?.origin !== origin || !isSecure) {
    throw new TypeError("origin takes the origin of the page that asks, without a path: 'https://admissions.example'")
  }
}

/** What a wallet read: what is asked for, and what its answer takes. */
export interface ReceivedRequest {
  readonly deviceRequest: DeviceRequest
  /** For `present`, and for the reader's proof in `deviceRequest`. */
  readonly challenge: Extract<Challenge, { protocol: 'iso-18013-5' }>
  /** For `sealDeviceResponse`. */
  readonly recipientPublicKey: PublicJwk
}

/**
 * Reads a request as a wallet gets it from the browser; nobody is proven to have asked.
 *
 * @param options.origin - as the browser names it, never as the page does
 * @throws {Refusal} `encryption_info_malformed`, `device_request_malformed`, `mdoc_too_large`, and the codes of DeviceRequest,
 *   COSE, base64url and strict CBOR
 * @throws {TypeError} for wrong options
 */
export function readRequest(
  data: RequestData,
  { origin, context = defaultContext() }: { readonly origin: string; readonly context?: Context },
): ReceivedRequest {
  if (typeof origin !== 'string' || origin === '') throw new TypeError('origin takes what the browser names the page')
  const { deviceRequest, encryptionInfo } =
    typeof data === 'object' && data !== null ? data : ({} as Partial<RequestData>)
  const { recipientPublicKey } = readEncryptionInfo(encryptionInfo as string)
  if (typeof deviceRequest !== 'string') throw new Refusal<MdocCode>('device_request_malformed')
  if (deviceRequest.length > longestRequest) throw new Refusal<MdocCode>('mdoc_too_large')
  const transcript = annexCTranscript({ encryptionInfo: encryptionInfo as string, origin }, context)
  return Object.freeze({
    deviceRequest: readDeviceRequest(decodeBase64url(deviceRequest)),
    challenge: challengeOf(transcript),
    recipientPublicKey,
  })
}

/** Characters; what is asked for has a few hundred, and each reader's certificates a few thousand. */
const longestRequest = 400_000

function challengeOf(sessionTranscript: Uint8Array): Extract<Challenge, { protocol: 'iso-18013-5' }> {
  return Object.freeze({ protocol: 'iso-18013-5', sessionTranscript })
}
