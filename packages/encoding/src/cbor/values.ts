import type { Bytes } from '../base64url.ts'
import type { Special } from './specials.ts'

/** What a data item is in JavaScript. Whole numbers beyond 2^53 are bigints; a float stays one, be it 3.0. */
export type CborValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | CborFloat
  | CborTag
  | readonly CborValue[]
  | CborMap

/** Keys are whole numbers, text or byte strings; by bytes, two keys that spell alike are two objects. */
export type CborMap = ReadonlyMap<CborValue, CborValue>

/** A floating-point number (RFC 8949 §3.3): what distinguishes a grade average of 3.0 from the whole number 3. */
export class CborFloat {
  readonly value: number

  constructor(value: number) {
    if (typeof value !== 'number') throw new TypeError('new CborFloat takes a number: new CborFloat(3)')
    this.value = value
    Object.freeze(this)
  }
}

/** A tagged item (RFC 8949 §3.4). */
export class CborTag {
  readonly tag: number
  /** What is tagged; of tag 24, the bytes of the item within. */
  readonly value: CborValue
  /** The item as it was received, its tag included: digests are taken over these bytes. Absent where it was made here. */
  readonly encoded: Bytes | undefined
  #embedded: EmbeddedItem | undefined

  constructor(tag: number, value: CborValue, encoded?: Bytes) {
    if (!Number.isSafeInteger(tag) || tag < 0) throw new TypeError('A tag is a whole number: new CborTag(24, bytes)')
    this.tag = tag
    this.value = value
    this.encoded = encoded
    Object.freeze(this)
  }

  /** One that was read. @internal */
  static read(tag: number, value: CborValue, encoded: Bytes, embedded: EmbeddedItem | undefined): CborTag {
    const read = new CborTag(tag, value, encoded)
    read.#embedded = embedded
    return read
  }

  /** What of the item within is known, where it was read with the items around it. @internal */
  static embeddedIn(tag: CborTag): EmbeddedItem | undefined {
    return tag.#embedded
  }
}

/** An item within a byte string, which has been looked at: where it stands, and what in it is special. */
export interface EmbeddedItem {
  readonly bytes: Bytes
  readonly start: number
  readonly end: number
  readonly specials: readonly Special[]
}

/** The tag of an item that is encoded within a byte string (RFC 8949 §3.4.5.1). */
export const embeddedTag = 24

export function isCborMap(value: unknown): value is CborMap {
  return value instanceof Map
}
