import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { refusal } from './refusal.ts'

// XML Schema 1.1 part 2 §3.4.28, dateTimeStamp: a time zone always, and nothing around it. Years of four digits, which is all
// that this library's clock knows.
const dateTimeStamp =
  /^(\d{4})-(\d\d)-(\d\d)T(?:24:00:00(?:\.0+)?|(\d\d):(\d\d):(\d\d)(\.\d{1,9})?\d*)(?:Z|([+-])(\d\d):(\d\d))$/

/** Seconds since 1970-01-01T00:00:00Z of a `dateTimeStamp` (VCDM 2.0 §5.8); undefined for what is none, or no day of the calendar. */
export function secondsOfDateTime(value: unknown): number | undefined {
  // The longest that means anything; the rest would be digits of a fraction.
  const match = typeof value === 'string' && value.length <= 64 ? dateTimeStamp.exec(value) : null
  if (match === null) return undefined
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number]
  const [hours, minutes, seconds] = match[4] === undefined ? [24, 0, 0] : (match.slice(4, 7).map(Number) as Clock)
  const offset = offsetOf(match[8], Number(match[9]), Number(match[10]))
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
  const isTime = (match[4] === undefined || hours <= 23) && minutes <= 59 && seconds <= 59
  if (!isDay || !isTime || offset === undefined) return undefined
  const date = new Date(0)
  // Date.UTC would take the years 0 to 99 for those of the last century.
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hours, minutes - offset, seconds)
  return date.getTime() / 1000 + Number(match[7] ?? 0)
}

type Clock = [number, number, number]

/** Minutes east of Greenwich; at most fourteen hours. */
function offsetOf(sign: string | undefined, hours: number, minutes: number): number | undefined {
  if (sign === undefined) return 0
  const total = hours * 60 + minutes
  if (minutes > 59 || total > 14 * 60) return undefined
  return sign === '-' ? -total : total
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** @throws {Refusal} `date_time_malformed` where a member is there and is no `dateTimeStamp` */
export function readDateTime(object: JsonObject, name: string): number | undefined {
  const value = ownMember(object, name)
  if (value === undefined) return undefined
  const seconds = secondsOfDateTime(value)
  if (seconds === undefined) throw refusal('date_time_malformed', [name])
  return seconds
}
