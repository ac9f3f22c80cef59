import { publicKeyFromCose, publicKeyToCose } from '@hashikake/crypto/cose'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { type Bytes, encodeUtf8 } from '@hashikake/encoding/base64url'
import { type CborInput, decodeCbor, embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { MdocCode } from './codes.ts'
import { openEmbedded, requireMap } from './items.ts'
import { sessionTranscriptBytes } from './session-transcript.ts'

/** The encrypted session of a reader and a phone that stand next to each other (ISO/IEC 18013-5 §12.2), as bytes in and out. */
export interface SessionEncryption {
  /** Encrypts our next message. */
  encrypt(message: Uint8Array): Bytes
  /** Decrypts their next message; each counts, and none is read twice. @throws {Refusal} `session_undecryptable` */
  decrypt(data: Uint8Array): Bytes
}

/** The first message, which brings the reader's key. */
export interface SessionEstablishment {
  readonly readerKey: PublicJwk
  /** EReaderKeyBytes as received, tag 24 included: it stands so in the transcript. */
  readonly encodedReaderKey: Uint8Array
  readonly data: Uint8Array
}

/** Every further message. */
export interface SessionData {
  readonly data: Uint8Array | undefined
  /** 10: the session cannot be decrypted, 11: cannot be decoded, 20: it ends. */
  readonly status: number | undefined
}

export interface SessionEncryptionOptions {
  /** Our ephemeral key. */
  readonly key: KeyAgreement
  /** Theirs. */
  readonly peer: PublicJwk
  readonly transcript: Uint8Array
  readonly role: 'reader' | 'mdoc'
}

/** The two directions (§12.2): what the key is derived for, and the eight bytes before the counter. */
const directions = {
  reader: { info: 'SKReader', identifier: 0 },
  mdoc: { info: 'SKDevice', identifier: 1 },
} as const
const lastMessage = 2 ** 32 - 1

/**
 * Begins an encrypted session.
 *
 * @throws {Refusal} `key_type_mismatch`, `key_malformed` for a peer's key that does not fit ours
 * @throws {TypeError} for wrong options
 */
export async function openSession(options: SessionEncryptionOptions): Promise<SessionEncryption> {
  const { key, peer, transcript, role } = options ?? {}
  if (typeof key?.deriveSharedSecret !== 'function' || !(transcript instanceof Uint8Array) || !isRole(role)) {
    throw new TypeError("openSession takes { key, peer, transcript, role: 'reader' or 'mdoc' }")
  }
  const secret = await key.deriveSharedSecret(peer)
  const salt = sha256(sessionTranscriptBytes(transcript))
  const channel = (from: 'reader' | 'mdoc'): (() => ReturnType<typeof gcm>) => {
    const { info, identifier } = directions[from]
    const own = hkdf(sha256, secret, salt, encodeUtf8(info), 32)
    let counter = 0
    return () => {
      if (counter === lastMessage) throw new TypeError('The session has no message left: begin another')
      counter++
      const iv = new Uint8Array(12)
      const view = new DataView(iv.buffer)
      view.setUint32(4, identifier)
      view.setUint32(8, counter)
      return gcm(own, iv)
    }
  }
  const [ours, theirs] = [channel(role), channel(role === 'reader' ? 'mdoc' : 'reader')]
  return Object.freeze({
    encrypt: (message: Uint8Array) => new Uint8Array(ours().encrypt(message)),
    decrypt: (data: Uint8Array) => {
      const cipher = theirs()
      try {
        return new Uint8Array(cipher.decrypt(data))
      } catch (cause) {
        throw new Refusal<MdocCode>('session_undecryptable', { cause })
      }
    },
  })
}

function isRole(role: unknown): boolean {
  return role === 'reader' || role === 'mdoc'
}

const code = 'session_malformed'

/** @throws {Refusal} `session_malformed`, and the codes of COSE keys and of strict CBOR */
export function readSessionEstablishment(bytes: Uint8Array): SessionEstablishment {
  const establishment = requireMap(decodeCbor(bytes).value, code)
  const { value, encoded } = openEmbedded(establishment.get('eReaderKey'), code)
  const data = establishment.get('data')
  if (!(data instanceof Uint8Array)) throw new Refusal<MdocCode>(code)
  return Object.freeze({ readerKey: publicKeyFromCose(value), encodedReaderKey: encoded, data })
}

/** @throws {Refusal} `session_malformed`, and the codes of strict CBOR */
export function readSessionData(bytes: Uint8Array): SessionData {
  const message = requireMap(decodeCbor(bytes).value, code)
  const [data, status] = [message.get('data'), message.get('status')]
  const isData = data === undefined || data instanceof Uint8Array
  const isStatus = status === undefined || (typeof status === 'number' && Number.isInteger(status) && status >= 0)
  // §12.2: one of them at least, or the message says nothing.
  if (!isData || !isStatus || (data === undefined && status === undefined)) throw new Refusal<MdocCode>(code)
  return Object.freeze({ data, status })
}

/** Writes the first message, with EReaderKeyBytes as they stand in the transcript. */
export function writeSessionEstablishment(readerKey: PublicJwk, data: Uint8Array): Bytes {
  const key = embeddedCbor(encodeCbor(publicKeyToCose(readerKey)))
  return encodeCbor(
    new Map<CborInput, CborInput>([
      ['eReaderKey', key],
      ['data', data],
    ]),
  )
}

/** Writes a further message. @throws {TypeError} where it says nothing */
export function writeSessionData({ data, status }: Partial<SessionData>): Bytes {
  const entries: [CborInput, CborInput][] = []
  if (data !== undefined) entries.push(['data', data])
  if (status !== undefined) entries.push(['status', status])
  if (entries.length === 0) throw new TypeError('writeSessionData takes { data, status }, one of them at least')
  return encodeCbor(new Map(entries))
}
