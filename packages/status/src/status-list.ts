import type { Engine } from '@hashikake/crypto/engine'
import type { Bytes } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'

/** How many bits one status has (Token Status List §4). */
export type StatusBits = 1 | 2 | 4 | 8

const allBits: readonly unknown[] = [1, 2, 4, 8]

export function isStatusBits(value: unknown): value is StatusBits {
  return allBits.includes(value)
}

/** A list of statuses: bytes, read where they stand. */
export interface StatusList {
  readonly bits: StatusBits
  /** How many entries it has. */
  readonly size: number
  /** The status at an index, undefined beyond the end. */
  at(index: number): number | undefined
}

/** Statuses in bytes, the first in the lowest bits (Token Status List §4.1). The bytes are not copied. */
export function statusListOf(bytes: Uint8Array, bits: StatusBits): StatusList {
  const perByte = 8 / bits
  const size = bytes.length * perByte
  const mask = (1 << bits) - 1
  return Object.freeze({
    bits,
    size,
    at: (index: number) => {
      if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined
      const byte = bytes[Math.floor(index / perByte)] as number
      return (byte >> ((index % perByte) * bits)) & mask
    },
  })
}

/**
 * Unpacks a list (Token Status List §4.1): zlib, all of it, at least one entry.
 *
 * @param limit - bytes; what would come out larger is refused before it is made
 * @throws {Refusal} `compressed_malformed`, `compressed_too_large`, `status_list_malformed`
 */
export async function inflateStatusList(
  compressed: Uint8Array,
  options: { readonly bits: StatusBits; readonly limit: number; readonly engine: Engine },
): Promise<StatusList> {
  const { bits, limit, engine } = options
  const bytes: Bytes = await engine.inflate(compressed, { limit })
  if (bytes.length === 0) throw new Refusal<StatusCode>('status_list_malformed')
  return statusListOf(bytes, bits)
}
