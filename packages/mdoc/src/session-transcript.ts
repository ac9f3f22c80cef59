import type { Challenge } from '@hashikake/credential'
import type { Engine } from '@hashikake/crypto/engine'
import { type Bytes, encodeUtf8 } from '@hashikake/encoding/base64url'
import { type CborInput, embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'

/**
 * The SessionTranscript that a challenge asks for (ISO/IEC 18013-5 §12.6.1): it binds the answer to the verifier, the request
 * and the moment. For OpenID4VP by redirect and through the browser (OpenID4VP 1.0 §B.2.6); any other comes as bytes.
 *
 * @returns the transcript, encoded
 * @throws {Refusal} `challenge_unsupported` for a direct challenge, which has no transcript
 */
export function sessionTranscriptOf(challenge: Challenge, { engine }: { readonly engine: Engine }): Uint8Array {
  switch (challenge.protocol) {
    case 'openid4vp': {
      const { clientId, nonce, encryptionKeyThumbprint = null, responseUri } = challenge
      return browserless(engine, 'OpenID4VPHandover', [clientId, nonce, encryptionKeyThumbprint, responseUri])
    }
    case 'openid4vp-dc-api': {
      const { origin, nonce, encryptionKeyThumbprint = null } = challenge
      return browserless(engine, 'OpenID4VPDCAPIHandover', [origin, nonce, encryptionKeyThumbprint])
    }
    case 'iso-18013-5':
      return challenge.sessionTranscript
    default:
      throw new Refusal('challenge_unsupported')
  }
}

/**
 * The transcript of ISO/IEC TS 18013-7 annex B, as wallets before OpenID4VP 1.0 made it.
 *
 * @param handover.mdocGeneratedNonce - of the wallet, which sends it as `apu` of the encrypted answer
 */
export function annexBTranscript(
  handover: {
    readonly clientId: string
    readonly responseUri: string
    readonly nonce: string
    readonly mdocGeneratedNonce: string
  },
  { engine }: { readonly engine: Engine },
): Bytes {
  const { clientId, responseUri, nonce, mdocGeneratedNonce } = handover
  const hash = (name: string): Uint8Array => engine.sha256(encodeCbor([name, mdocGeneratedNonce]))
  return encodeCbor([null, null, [hash(clientId), hash(responseUri), nonce]])
}

/**
 * The transcript of ISO/IEC TS 18013-7 annex C, by which the browser of an iPhone asks.
 *
 * @param handover.encryptionInfo - in base64url, as it was sent
 */
export function annexCTranscript(
  { encryptionInfo, origin }: { readonly encryptionInfo: string; readonly origin: string },
  { engine }: { readonly engine: Engine },
): Bytes {
  return browserless(engine, 'dcapi', [encryptionInfo, origin])
}

/** Without a device engagement and a reader's key: neither travels where there is no proximity. */
function browserless(engine: Engine, name: string, information: readonly CborInput[]): Bytes {
  return encodeCbor([null, null, [name, engine.sha256(encodeCbor(information))]])
}

/** SessionTranscriptBytes (§12.6.1): the transcript within a tag 24. */
export function sessionTranscriptBytes(transcript: Uint8Array): Bytes {
  return encodeCbor(embeddedCbor(transcript))
}

/**
 * DeviceAuthenticationBytes (§12.4), which the holder's key signs. The transcript and the elements stand in it as they came:
 * nothing is encoded anew.
 */
export function deviceAuthenticationBytes(
  transcript: Uint8Array,
  { docType, encodedNameSpaces }: { readonly docType: string; readonly encodedNameSpaces: Uint8Array },
): Bytes {
  return authenticationBytes('DeviceAuthentication', [transcript, encodeCbor(docType), encodedNameSpaces])
}

/** ReaderAuthenticationBytes (§12.5), which a reader signs for one document. */
export function readerAuthenticationBytes(transcript: Uint8Array, encodedItems: Uint8Array): Bytes {
  return authenticationBytes('ReaderAuthentication', [transcript, encodedItems])
}

/** ReaderAuthenticationAllBytes (§12.5), which a reader signs for all documents together. */
export function readerAuthenticationAllBytes(
  transcript: Uint8Array,
  encodedItems: readonly Uint8Array[],
  encodedInfo: Uint8Array | undefined,
): Bytes {
  return authenticationBytes('ReaderAuthenticationAll', [
    transcript,
    arrayOf(encodedItems),
    encodedInfo ?? encodeCbor(null),
  ])
}

function authenticationBytes(context: string, parts: readonly Uint8Array[]): Bytes {
  return encodeCbor(embeddedCbor(arrayOf([encodeCbor(context), ...parts])))
}

/** An array of items that are encoded already. */
function arrayOf(items: readonly Uint8Array[]): Uint8Array {
  const head = encodeCbor(items.map(() => null)).subarray(0, -items.length || undefined)
  return joined([head, ...items])
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** What the MAC key is derived for (§12.4). */
export const macKeyInfo: Uint8Array = /* @__PURE__ */ encodeUtf8('EMacKey')
