import { type DerItem, derTag } from '../der.ts'

/**
 * A Time of a certificate or CRL (RFC 5280 §4.1.2.5): in seconds and UTC, two digits of the year until 2049 and four after.
 *
 * @returns seconds since 1970-01-01T00:00:00Z
 * @throws {RangeError}
 */
export function readTime(item: DerItem | undefined): number {
  const text = String.fromCharCode(...(item?.content.subarray(0, 32) ?? []))
  const isShort = item?.tag === derTag.utcTime
  if (!isShort && item?.tag !== derTag.generalizedTime) throw new RangeError('Not a time')
  const digits = (
    isShort ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
  ).exec(text)
  if (digits === null) throw new RangeError('Not a time in seconds and UTC')
  const [first = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits.slice(1).map(Number)
  const year = isShort ? first + (first < 50 ? 2000 : 1900) : first
  if (!isShort && year < 2050) throw new RangeError('Until 2049 a year has two digits')
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(time)
  // Date.UTC carries a 31st of February over into March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw new RangeError('Not a time that there is')
  }
  return time / 1000
}
