const form = /^(\d{4})-(\d{2})-(\d{2})(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|[+-][01]\d:[0-5]\d))?$/

/**
 * Reads an ISO 8601 date (its first moment, UTC) or a time with its zone. A time without a zone would mean something else
 * on every machine, and a day that does not exist would silently become another.
 */
export function parseIsoTime(text: string): Date | undefined {
  const [, year, month, day] = form.exec(text) ?? []
  if (year === undefined) return undefined
  const isInCalendar = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
    .toISOString()
    .startsWith(`${year}-${month}-${day}`)
  return isInCalendar ? new Date(text) : undefined
}
