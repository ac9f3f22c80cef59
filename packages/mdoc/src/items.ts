import {
  type CborMap,
  CborTag,
  type CborValue,
  type DecodeOptions,
  decodeCbor,
  isCborMap,
} from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'

/** How strictly CBOR is read. */
export type Reading = Pick<DecodeOptions, 'leniencies'>

/** What is encoded within a tag 24, and the bytes in which it came, tag included: digests and signatures are over these. */
export interface Embedded {
  readonly value: CborValue
  readonly encoded: Uint8Array
}

/** Opens an item that is encoded within another (#6.24). @throws {Refusal} `code`, and the codes of strict CBOR */
export function openEmbedded(item: CborValue | undefined, code: MdocCode, reading: Reading): Embedded {
  if (!(item instanceof CborTag) || item.tag !== 24 || !(item.value instanceof Uint8Array)) throw new Refusal(code)
  if (item.encoded === undefined) throw new TypeError('An embedded item is opened as it was received')
  return { value: decodeCbor(item.value, reading).value, encoded: item.encoded }
}

/** @throws {Refusal} `code` */
export function requireMap(value: CborValue | undefined, code: MdocCode): CborMap {
  if (!isCborMap(value)) throw new Refusal(code)
  return value
}

/** @throws {Refusal} `code` */
export function requireText(value: CborValue | undefined, code: MdocCode): string {
  if (typeof value !== 'string') throw new Refusal(code)
  return value
}

/** A list with something in it. @throws {Refusal} `code` */
export function requireArray(value: CborValue | undefined, code: MdocCode): readonly CborValue[] {
  if (!Array.isArray(value) || value.length === 0) throw new Refusal(code)
  return value
}

/** Versions grow to the right of the point; a reader of 1 reads every 1.x. @throws {Refusal} */
export function requireVersion1(value: CborValue | undefined, code: MdocCode): string {
  const version = requireText(value, code)
  if (!/^1\.\d{1,3}$/.test(version)) throw new Refusal<MdocCode>('mdoc_version_unsupported')
  return version
}
