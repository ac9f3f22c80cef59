import type { Engine } from '@hashikake/crypto/engine'
import { type Bytes, decodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'

export type { StatusCodes } from './codes.ts'

/** The list of a Bitstring Status List credential (W3C Bitstring Status List v1.0 §2.2), unpacked. */
export interface BitstringStatusList {
  readonly purposes: readonly string[]
  readonly bytes: Bytes
}

/** What an entry says. `unknown` is never valid. */
export interface BitstringStatus {
  readonly status: 'valid' | 'suspended' | 'revoked' | 'unknown'
  readonly purpose: string
  readonly value: number
  /** What the issuer says that the value means. */
  readonly message?: string
}

/** §3.2: 131,072 entries of one bit, so that there is a herd to disappear in. */
const leastBytes = 16_384
/** Larger lists are refused before they are unpacked whole. */
const mostBytes = 2 ** 24

/**
 * Reads the subject of a status list credential whose own proof holds and whose issuer is trusted.
 *
 * @throws {Refusal} `bitstring_malformed`, `compressed_malformed`, `compressed_too_large`
 */
export async function readBitstringStatusList(
  credentialSubject: JsonObject,
  { engine }: { readonly engine: Engine },
): Promise<BitstringStatusList> {
  if (!isJsonObject(credentialSubject)) throw malformed()
  const purpose = ownMember(credentialSubject, 'statusPurpose')
  const purposes = Array.isArray(purpose) ? purpose : [purpose]
  const encoded = ownMember(credentialSubject, 'encodedList')
  const isList =
    ownMember(credentialSubject, 'type') === 'BitstringStatusList' &&
    purposes.length > 0 &&
    purposes.every((one) => typeof one === 'string' && one !== '') &&
    typeof encoded === 'string' &&
    // Multibase, base64url without padding.
    encoded.startsWith('u')
  if (!isList) throw malformed()
  const bytes = await engine.inflate(decode((encoded as string).slice(1)), { limit: mostBytes, format: 'gzip' })
  if (bytes.length < leastBytes) throw malformed()
  return Object.freeze({ purposes: Object.freeze([...(purposes as string[])]), bytes })
}

/**
 * What the list says of a credential by its `credentialStatus` entry (§2.1, §3.2): the first entry stands in the highest bits.
 *
 * @throws {Refusal} `bitstring_malformed`, `status_purpose_mismatch`, `status_index_out_of_range`
 */
export function bitstringStatusOf(entry: JsonObject, list: BitstringStatusList): BitstringStatus {
  const { index, purpose, size, messages } = readEntry(entry)
  if (!list.purposes.includes(purpose)) throw new Refusal<StatusCode>('status_purpose_mismatch')
  const first = index * size
  // §3.2: so many entries, of whatever size, so that there is a herd to disappear in.
  if ((list.bytes.length * 8) / size < leastBytes * 8) throw malformed()
  if (first + size > list.bytes.length * 8) throw new Refusal<StatusCode>('status_index_out_of_range')
  let value = 0
  for (let bit = first; bit < first + size; bit++) {
    value = value * 2 + (((list.bytes[Math.floor(bit / 8)] as number) >> (7 - (bit % 8))) & 1)
  }
  const message = messages.get(value)
  return Object.freeze({
    status: meaningOf(purpose, value, size),
    purpose,
    value,
    ...(message === undefined ? {} : { message }),
  })
}

function meaningOf(purpose: string, value: number, size: number): BitstringStatus['status'] {
  // §2.1: a credential of which there is a newer one still holds.
  if (value === 0 || purpose === 'refresh') return 'valid'
  // With more bits the values mean what the issuer says, which a person has to read.
  if (size > 1) return 'unknown'
  if (purpose === 'revocation') return 'revoked'
  return purpose === 'suspension' ? 'suspended' : 'unknown'
}

interface Entry {
  readonly index: number
  readonly purpose: string
  readonly size: number
  readonly messages: ReadonlyMap<number, string>
}

function readEntry(entry: JsonObject): Entry {
  if (!isJsonObject(entry) || ownMember(entry, 'type') !== 'BitstringStatusListEntry') throw malformed()
  const index = ownMember(entry, 'statusListIndex')
  const purpose = ownMember(entry, 'statusPurpose')
  const { statusSize: size = 1 } = { statusSize: ownMember(entry, 'statusSize') }
  // §2.1: digits as text, in one spelling.
  const isIndex = typeof index === 'string' && /^(?:0|[1-9]\d{0,9})$/.test(index)
  const isSize = typeof size === 'number' && Number.isSafeInteger(size) && size > 0 && size <= 32
  if (!isIndex || typeof purpose !== 'string' || purpose === '' || !isSize) throw malformed()
  return { index: Number(index), purpose, size: size as number, messages: readMessages(entry, size as number) }
}

/** §2.1: a message for each of the values that the bits can have. */
function readMessages(entry: JsonObject, size: number): ReadonlyMap<number, string> {
  const list = ownMember(entry, 'statusMessage')
  if (list === undefined) {
    if (size > 1) throw malformed()
    return new Map()
  }
  if (!Array.isArray(list) || list.length !== 2 ** size) throw malformed()
  const messages = new Map<number, string>()
  for (const one of list) {
    const status = isJsonObject(one) ? ownMember(one, 'status') : undefined
    const message = isJsonObject(one) ? ownMember(one, 'message') : undefined
    if (typeof status !== 'string' || !/^0x[\da-f]{1,8}$/i.test(status) || typeof message !== 'string')
      throw malformed()
    messages.set(Number(status), message)
  }
  if (messages.size !== list.length || [...messages.keys()].some((value) => value >= 2 ** size)) throw malformed()
  return messages
}

function decode(text: string): Bytes {
  try {
    return decodeBase64url(text)
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause?: unknown): Refusal<StatusCode> {
  return new Refusal('bitstring_malformed', cause === undefined ? {} : { cause })
}
