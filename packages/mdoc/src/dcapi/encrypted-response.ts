import { type PrivateJwk, type PublicJwk, parsePrivateJwk } from '@hashikake/crypto/keys'
import { type Bytes, encodeBase64url } from '@hashikake/encoding/base64url'
import { type CborInput, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from '../codes.ts'
import { defaultLimits } from '../limits.ts'
import { type EcPrivateJwk, encLength, open, type Sealed, seal } from './hpke.ts'
import { labelled } from './labelled.ts'

/** What both sides know: the session, and to whom it is encrypted. */
export interface SealOptions {
  readonly recipientPublicKey: PublicJwk
  /** Encoded; the reader decrypts under no other. */
  readonly sessionTranscript: Uint8Array
}

export interface OpenOptions {
  /** The private JWK that belongs to the request, which it serves alone. */
  readonly recipientKey: PrivateJwk
  readonly sessionTranscript: Uint8Array
}

const code = 'encrypted_response_malformed'
const longest = Math.ceil(((defaultLimits.inputLength + 1_024) * 4) / 3)

/**
 * Encrypts a DeviceResponse to whoever asked (ISO/IEC TS 18013-7 annex C, RFC 9180).
 *
 * @returns `response` of the answer that the browser carries, in base64url
 * @throws {TypeError} for wrong options
 */
export async function sealDeviceResponse(deviceResponse: Uint8Array, options: SealOptions): Promise<string> {
  const { recipientPublicKey, sessionTranscript } = options ?? {}
  if (
    !(deviceResponse instanceof Uint8Array) ||
    !(sessionTranscript instanceof Uint8Array) ||
    typeof recipientPublicKey !== 'object'
  ) {
    throw new TypeError('sealDeviceResponse takes sealDeviceResponse(bytes, { recipientPublicKey, sessionTranscript })')
  }
  const { enc, cipherText } = await seal(deviceResponse, recipientPublicKey, sessionTranscript)
  const sealed = new Map<CborInput, CborInput>([
    ['enc', enc],
    ['cipherText', cipherText],
  ])
  return encodeBase64url(encodeCbor(['dcapi', sealed]))
}

/**
 * Decrypts what a wallet answered; nothing in it is believed yet: give it to `verify` with the challenge of the request.
 *
 * @param response - `response` of the answer, in base64url
 * @returns the DeviceResponse
 * @throws {Refusal} `encrypted_response_malformed`, `encrypted_response_undecryptable`, `mdoc_too_large`, and the codes of
 *   base64url and of strict CBOR
 * @throws {TypeError} for wrong options
 */
export async function openEncryptedResponse(response: string, options: OpenOptions): Promise<Bytes> {
  const { recipientKey, sessionTranscript } = options ?? {}
  if (typeof recipientKey !== 'object' || !(sessionTranscript instanceof Uint8Array)) {
    throw new TypeError(
      'openEncryptedResponse takes openEncryptedResponse(response, { recipientKey, sessionTranscript })',
    )
  }
  const key = requireP256(recipientKey)
  const sealed = readSealed(response)
  try {
    return await open(sealed, key, sessionTranscript)
  } catch (cause) {
    throw new Refusal<MdocCode>('encrypted_response_undecryptable', { cause })
  }
}

function readSealed(response: string): Sealed {
  const parameters = labelled(response, { code, longest })
  const [enc, cipherText] = [parameters.get('enc'), parameters.get('cipherText')]
  if (!(enc instanceof Uint8Array) || enc.length !== encLength) throw new Refusal<MdocCode>(code)
  if (!(cipherText instanceof Uint8Array)) throw new Refusal<MdocCode>(code)
  return { enc, cipherText }
}

function requireP256(value: PrivateJwk): EcPrivateJwk {
  try {
    const key = parsePrivateJwk(value)
    if (key.kty === 'EC' && key.crv === 'P-256') return key
  } catch {
    // Not even what is wrong with a private key is told on.
  }
  throw new TypeError('recipientKey takes the private JWK on P-256 that createRequest gave')
}
