import type { Bytes } from '@hashikake/encoding/base64url'
import { type CborInput, CborTag, type CborValue, encodeCbor } from '@hashikake/encoding/cbor'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { algorithmValue } from './algorithms.ts'
import { type CoseHeaders, headerLabel, refusal } from './headers.ts'
import {
  type CoseContent,
  type CoseMessage,
  decodeMessage,
  type ParseCoseOptions,
  payloadOf,
  readMessage,
} from './message.ts'

/** A COSE_Mac0 (RFC 9052 §6.2), taken apart; nothing in it is authentic yet. */
export interface CoseMac0 {
  readonly headers: CoseHeaders
  readonly payload: Bytes | undefined
  readonly tag: Bytes
  readonly leniencies: readonly string[]
}

/** The algorithms of a Mac0 here (RFC 9053 §3.1), whose tags are not truncated. */
export type MacAlgorithm = 'HMAC 256/256' | 'HMAC 384/384' | 'HMAC 512/512'

const algorithms = {
  'HMAC 256/256': { value: 5, hash: sha256 },
  'HMAC 384/384': { value: 6, hash: sha384 },
  'HMAC 512/512': { value: 7, hash: sha512 },
} as const

/** The tag of a COSE_Mac0 (RFC 9052 §2). */
const mac0Tag = 17

/** Takes a COSE_Mac0 apart. @throws {Refusal} the codes of `parseSign1` */
export function parseMac0(bytes: Uint8Array, options: ParseCoseOptions = {}): CoseMac0 {
  return mac0Of(decodeMessage(bytes, mac0Tag, options))
}

/** The same, of an item that stood within another. @throws {Refusal} the codes of `parseSign1` */
export function readMac0(item: CborValue, options: ParseCoseOptions = {}): CoseMac0 {
  return mac0Of(readMessage(item, mac0Tag, options))
}

function mac0Of({ proof, ...rest }: CoseMessage): CoseMac0 {
  return Object.freeze({ ...rest, tag: proof })
}

/**
 * Whether the tag was made with this key (RFC 9052 §6.3), compared in constant time.
 *
 * @param key - the secret
 * @param options.algorithms - what is accepted; HMAC 256/256 unless given
 * @throws {Refusal} `algorithm_missing`, `algorithm_not_allowed`, `cose_payload_mismatch`
 */
export function verifyMac0(
  { headers, payload, tag }: CoseMac0,
  key: Uint8Array,
  options: CoseContent & { readonly algorithms?: readonly MacAlgorithm[] } = {},
): boolean {
  const value = algorithmValue(headers)
  const name = (options.algorithms ?? ['HMAC 256/256']).find((one) => algorithms[one]?.value === value)
  if (name === undefined) throw refusal('algorithm_not_allowed')
  const expected = macOf(name, key, toBeMaced(headers.protectedBytes, payloadOf(payload, options), options.externalAad))
  return isSameTag(tag, expected)
}

export interface MakeMac0Options {
  readonly algorithm: MacAlgorithm
  /** Parameters besides `alg`. */
  readonly protected?: ReadonlyMap<number | string, CborInput>
  readonly unprotected?: ReadonlyMap<number | string, CborInput>
  readonly payload: Uint8Array
  readonly detached?: boolean
  readonly externalAad?: Uint8Array
  /** Whether the tag of the message type stands before it; true unless given. */
  readonly tagged?: boolean
}

/** Makes a COSE_Mac0, deterministically encoded. @throws {TypeError} when a label stands twice */
export function makeMac0(key: Uint8Array, options: MakeMac0Options): Bytes {
  const { algorithm, payload, unprotected = new Map(), detached = false, tagged = true } = options
  if (!Object.hasOwn(algorithms, algorithm)) throw new TypeError("makeMac0 takes algorithm: 'HMAC 256/256'")
  const parameters = new Map<number | string, CborInput>(options.protected ?? [])
  if (parameters.has(headerLabel.algorithm) || unprotected.has(headerLabel.algorithm)) {
    throw new TypeError('makeMac0 takes alg by its own option: leave label 1 out')
  }
  for (const label of unprotected.keys()) {
    if (parameters.has(label)) throw new TypeError('makeMac0 takes each label once, protected or not')
  }
  parameters.set(headerLabel.algorithm, algorithms[algorithm].value)
  const protectedBytes = encodeCbor(parameters)
  const tag = macOf(algorithm, key, toBeMaced(protectedBytes, payload, options.externalAad))
  const message = [protectedBytes, unprotected, detached ? null : payload, tag] as const
  return encodeCbor(tagged ? new CborTag(mac0Tag, message as unknown as CborValue) : (message as unknown as CborInput))
}

function macOf(name: MacAlgorithm, key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(algorithms[name].hash, key, data)
}

/** The MAC_structure of a COSE_Mac0 (RFC 9052 §6.3). */
function toBeMaced(
  protectedBytes: Uint8Array,
  payload: Uint8Array,
  externalAad: Uint8Array = new Uint8Array(),
): Uint8Array {
  return encodeCbor(['MAC0', protectedBytes, externalAad, payload])
}

function isSameTag(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length
  for (let i = 0; i < other.length; i++) difference |= (one[i] ?? 0) ^ (other[i] as number)
  return difference === 0
}
