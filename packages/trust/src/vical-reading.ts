import type { Bytes } from '@hashikake/encoding/base64url'
import { type CborMap, CborTag, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'
import { readTime } from './lote-reading.ts'

/** A value in a VICAL, and where it stands. */
export interface Place {
  readonly value: CborValue
  readonly path: readonly (string | number)[]
}

/** The members of a map in a VICAL. */
export type MemberOf<Required extends string, Optional extends string> = (<Name extends Required>(
  name: Name,
) => Place) &
  ((name: Optional) => Place | undefined)

/**
 * Takes a map's members: the required ones are there, and all names are text. Those that the standard doesn't know are of
 * the future.
 *
 * @throws {Refusal} `vical_malformed`, with the path
 */
export function membersOf<Required extends string, Optional extends string>(
  place: Place,
  required: readonly Required[],
  _optional: readonly Optional[],
): MemberOf<Required, Optional> {
  const map = mapAt(place)
  for (const name of required) if (!map.has(name)) throw malformed(place, name)
  requireTextNames(place)
  const take = (name: string): Place | undefined => {
    const value = map.get(name)
    return value === undefined ? undefined : { ...place, value, path: [...place.path, name] }
  }
  return take as MemberOf<Required, Optional>
}

function mapAt(place: Place): CborMap {
  if (!isCborMap(place.value)) throw malformed(place)
  return place.value
}

export function requireTextNames(place: Place): void {
  for (const name of mapAt(place).keys()) if (typeof name !== 'string') throw malformed(place)
}

export function textAt(place: Place): string {
  if (typeof place.value !== 'string' || place.value === '' || place.value.length > 1_000) throw malformed(place)
  return place.value
}

export function bytesAt(place: Place, most: number): Bytes {
  const { value } = place
  if (!(value instanceof Uint8Array) || value.length === 0 || value.length > most) throw malformed(place)
  return new Uint8Array(value)
}

/** The items of an array: at least one unless none is allowed. */
export function itemsAt(
  place: Place,
  { least, most }: { readonly least: 0 | 1; readonly most: number },
): readonly Place[] {
  const { value, path } = place
  if (!Array.isArray(value) || value.length < least || value.length > most) throw malformed(place)
  return value.map((item: CborValue, index) => ({ ...place, value: item, path: [...path, index] }))
}

export function integerAt(place: Place): number {
  if (!Number.isSafeInteger(place.value) || (place.value as number) < 0) throw malformed(place)
  return place.value as number
}

const bigNumberTag = 2
const dateTimeTag = 0

/** A positive number of any size, in hexadecimal without leading zeros. One of up to eight bytes may stand plain (RFC 8949 §3.4.3). */
export function bigNumberAt(place: Place): string {
  const { value } = place
  if ((typeof value === 'number' && Number.isSafeInteger(value)) || typeof value === 'bigint') {
    if (value < 0) throw malformed(place)
    return withoutZeros(value.toString(16))
  }
  if (!(value instanceof CborTag) || value.tag !== bigNumberTag) throw malformed(place)
  return withoutZeros(hexOf(bytesAt({ ...place, value: value.value }, 32)))
}

/** `tdate` (RFC 8610): tag 0 around a time of RFC 3339; in seconds since 1970-01-01T00:00:00Z, a fraction cut off. */
export function dateTimeAt(place: Place): number {
  const { value } = place
  if (!(value instanceof CborTag) || value.tag !== dateTimeTag || typeof value.value !== 'string')
    throw malformed(place)
  const seconds = readDateTime(value.value)
  if (seconds === undefined) throw malformed(place)
  return seconds
}

const dateTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/

function readDateTime(text: string): number | undefined {
  const [, local, sign, hours, minutes] = dateTime.exec(text) ?? []
  const seconds = local === undefined ? undefined : readTime(`${local}Z`)
  if (seconds === undefined || sign === undefined) return seconds
  const [hour, minute] = [Number(hours), Number(minutes)]
  if (hour > 23 || minute > 59) return undefined
  const offset = hour * 3600 + minute * 60
  return sign === '+' ? seconds - offset : seconds + offset
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A serial number in DER begins with a zero where its first bit would be a sign. */
export function withoutZeros(hex: string): string {
  return hex.replace(/^0+(?=.)/, '')
}

export function malformed(place: Pick<Place, 'path'>, name?: string | number): Refusal<TrustCode> {
  return new Refusal('vical_malformed', { path: name === undefined ? place.path : [...place.path, name] })
}
