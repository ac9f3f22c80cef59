import type { Bytes } from '@hashikake/encoding/base64url'
import { CborTag, type CborValue, type DecodeOptions, decodeCbor, defaultTags } from '@hashikake/encoding/cbor'
import { type CoseHeaders, readHeaders, refusal } from './headers.ts'

/** Whether the tag of the message type must stand before it, must not, or may. */
export type TagRule = 'required' | 'forbidden' | 'optional'

export interface ParseCoseOptions extends Pick<DecodeOptions, 'leniencies' | 'limits'> {
  /** `optional` unless given. */
  readonly tag?: TagRule
}

/** What COSE_Sign1 and COSE_Mac0 have in common (RFC 9052 §4.2, §6.2). */
export interface CoseMessage {
  readonly headers: CoseHeaders
  /** Undefined where the content travels apart. */
  readonly payload: Bytes | undefined
  /** The signature, or the tag of the MAC. */
  readonly proof: Bytes
  readonly leniencies: readonly string[]
}

/** The tags of COSE_Mac0 and COSE_Sign1 (RFC 9052 §2). */
export const messageTags: readonly number[] = /* @__PURE__ */ Object.freeze([17, 18])

/**
 * Decodes a message of four parts, and reads it.
 *
 * @param own - the tag of its type
 * @throws {Refusal} `cose_malformed`, `cose_tag_mismatch`, and those of the headers and of strict CBOR
 */
export function decodeMessage(bytes: Uint8Array, own: number, options: ParseCoseOptions): CoseMessage {
  const { value, leniencies } = decodeCbor(bytes, { ...options, tags: [own, ...defaultTags] })
  const message = readMessage(value, own, options)
  if (leniencies.length === 0) return message
  return { ...message, leniencies: Object.freeze([...new Set([...leniencies, ...message.leniencies])]) }
}

/** Reads a message that stood within another item. @throws {Refusal} `cose_malformed`, `cose_tag_mismatch`, and those of the headers */
export function readMessage(item: CborValue, own: number, options: ParseCoseOptions): CoseMessage {
  const { tag = 'optional' } = options
  const isTagged = item instanceof CborTag
  if (isTagged ? tag === 'forbidden' : tag === 'required') throw refusal('cose_tag_mismatch')
  if (isTagged && item.tag !== own) throw refusal('cose_tag_mismatch')
  const parts = isTagged ? item.value : item
  if (!Array.isArray(parts) || parts.length !== 4) throw refusal('cose_malformed')
  const [protectedBytes, unprotected, payload, proof] = parts as readonly CborValue[]
  const { headers, leniencies } = readHeaders(protectedBytes, unprotected, options)
  if (payload !== null && !(payload instanceof Uint8Array)) throw refusal('cose_malformed')
  if (!(proof instanceof Uint8Array)) throw refusal('cose_malformed')
  return {
    headers,
    payload: payload === null ? undefined : (payload as Bytes),
    proof: proof as Bytes,
    leniencies: leniencies,
  }
}

/** What travels apart from the message, and what is signed with it without being sent (RFC 9052 §4.3, §4.4). */
export interface CoseContent {
  /** The payload, where it is detached. */
  readonly payload?: Uint8Array
  /** No bytes unless given; they keep their place in what is signed. */
  readonly externalAad?: Uint8Array
}

/** The payload that is signed: within the message, or apart, never both. @throws {Refusal} `cose_payload_mismatch` */
export function payloadOf(own: Uint8Array | undefined, { payload }: CoseContent): Uint8Array {
  if ((own === undefined) === (payload === undefined)) throw refusal('cose_payload_mismatch')
  return (own ?? payload) as Uint8Array
}
