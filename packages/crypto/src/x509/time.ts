import { type DerItem, derTag } from '../der.ts'

/**
 * A Time of a certificate or CRL (RFC 5280 §4.1.2.5): in seconds and UTC, two digits of the year until 2049 and four after.
 *
 * @returns seconds since 1970-01-01T00:00:00Z
 * @throws {RangeError}
 */
export function readTime(item: DerItem | undefined): number {
  const isShort = item?.tag === derTag.utcTime
  if (item === undefined || (!isShort && item.tag !== derTag.generalizedTime)) throw new RangeError('Not a time')
  const { content } = item
  const start = isShort ? 2 : 4
  if (content.length !== start + 11 || content[start + 10] !== zulu)
    throw new RangeError('Not a time in seconds and UTC')
  const first = readDigits(content, 0, start)
  const year = isShort ? first + (first < 50 ? 2000 : 1900) : first
  const [month, day] = [readDigits(content, start, start + 2), readDigits(content, start + 2, start + 4)]
  const hour = readDigits(content, start + 4, start + 6)
  const minute = readDigits(content, start + 6, start + 8)
  const second = readDigits(content, start + 8, start + 10)
  if (!isShort && year < 2050) throw new RangeError('Until 2049 a year has two digits')
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  const date = new Date(time)
  // Date.UTC carries a 31st of February over into March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    throw new RangeError('Not a time that there is')
  }
  return time / 1000
}

const zulu = 0x5a

function readDigits(bytes: Uint8Array, from: number, to: number): number {
  let number = 0
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] as number) - 0x30
    if (digit < 0 || digit > 9) throw new RangeError('Not a time in seconds and UTC')
    number = number * 10 + digit
  }
  return number
}
