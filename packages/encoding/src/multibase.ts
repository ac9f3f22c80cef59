import { varint } from 'multiformats'
import { base58btc } from 'multiformats/bases/base58'
import { create, decode } from 'multiformats/hashes/digest'
import { type Bytes, decodeBase64url, encodeBase64url } from './base64url.ts'
import type { EncodingCodes } from './codes.ts'
import { Refusal } from './refusal.ts'

/** The bases of Controlled Identifiers 1.0 §2.4, by their first characters `z` and `u`. */
export type MultibaseName = 'base58btc' | 'base64url'

/** Reading base 58 takes the square of its length; no key, signature or digest has as many characters. */
const longestBase58 = 1_024

/** Writes bytes with the character of their base before them. */
export function encodeMultibase(bytes: Uint8Array, base: MultibaseName): string {
  return base === 'base64url' ? `u${encodeBase64url(bytes)}` : base58btc.encode(bytes)
}

/**
 * Reads what says of itself how it is encoded (Controlled Identifiers 1.0 §2.4): base 58 after a `z`, base64url without padding
 * after a `u`. Each value has one spelling in each.
 *
 * @throws {Refusal} `multibase_malformed`, also for any other base, and for more than 1,024 characters of base 58
 */
export function decodeMultibase(text: string): Bytes {
  try {
    if (text.startsWith('u')) return decodeBase64url(text.slice(1))
    if (text.startsWith('z') && text.length <= longestBase58) return new Uint8Array(base58btc.decode(text))
  } catch (cause) {
    throw refusal('multibase_malformed', cause)
  }
  throw refusal('multibase_malformed')
}

/** Bytes behind a number that says what they are, from the table of multicodecs. */
export interface Multicodec {
  readonly code: number
  readonly bytes: Bytes
}

/**
 * Reads the number before bytes (Controlled Identifiers 1.0 §2.2.2, Multikey), in its shortest form.
 *
 * @throws {Refusal} `multicodec_malformed`
 */
export function decodeMulticodec(bytes: Uint8Array): Multicodec {
  const own = new Uint8Array(bytes)
  try {
    const [code, length] = varint.decode(own)
    return Object.freeze({ code, bytes: own.subarray(length) })
  } catch (cause) {
    throw refusal('multicodec_malformed', cause)
  }
}

/** Writes the number before bytes. */
export function encodeMulticodec({ code, bytes }: { readonly code: number; readonly bytes: Uint8Array }): Bytes {
  const length = varint.encodingLength(code)
  const all = new Uint8Array(length + bytes.length)
  varint.encodeTo(code, all)
  all.set(bytes, length)
  return all
}

/** The hashes of Multihash that are read, by their numbers and their lengths in bytes. */
const hashes = {
  'sha-256': { code: 0x12, length: 32 },
  'sha-384': { code: 0x20, length: 48 },
  'sha-512': { code: 0x13, length: 64 },
} as const

export type MultihashName = keyof typeof hashes

/** A digest that says by which hash it was made. */
export interface Multihash {
  readonly algorithm: MultihashName
  readonly digest: Bytes
}

/** Writes a digest with its hash and its length before it. @throws {TypeError} for a digest of another length */
export function encodeMultihash({
  algorithm,
  digest,
}: {
  readonly algorithm: MultihashName
  readonly digest: Uint8Array
}): Bytes {
  const { code, length } = hashes[algorithm]
  if (digest.length !== length) throw new TypeError(`A digest of ${algorithm} has ${length} bytes`)
  return new Uint8Array(create(code, digest).bytes)
}

/**
 * Reads a digest that says by which hash it was made (Controlled Identifiers 1.0 §2.5), whole: SHA-256, SHA-384 or SHA-512.
 *
 * @throws {Refusal} `multihash_malformed`; `multihash_unsupported` for another hash
 */
export function decodeMultihash(bytes: Uint8Array): Multihash {
  const { code, digest } = readMultihash(bytes)
  const found = (Object.keys(hashes) as MultihashName[]).find((name) => hashes[name].code === code)
  if (found === undefined) throw refusal('multihash_unsupported')
  // A part of a digest is no digest: its length is not for its writer to choose.
  if (digest.length !== hashes[found].length) throw refusal('multihash_malformed')
  return Object.freeze({ algorithm: found, digest: new Uint8Array(digest) })
}

function readMultihash(bytes: Uint8Array): ReturnType<typeof decode> {
  try {
    return decode(bytes)
  } catch (cause) {
    throw refusal('multihash_malformed', cause)
  }
}

function refusal(code: keyof EncodingCodes, cause?: unknown): Refusal<keyof EncodingCodes> {
  return new Refusal(code, cause === undefined ? {} : { cause })
}
