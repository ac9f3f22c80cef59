/**
 * What a response's headers say of its use again (RFC 9111 §4.2).
 *
 * @param at - when it was received, seconds since 1970-01-01T00:00:00Z
 * @returns whether it may be kept, and until when it need not be asked for again, seconds; undefined where it does not say
 */
export function freshnessOf(
  headers: Readonly<Record<string, string>>,
  at: number,
): { readonly mayKeep: boolean; readonly freshUntil: number | undefined } {
  const directives = (headers['cache-control'] ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
  const mayKeep = !directives.includes('no-store')
  if (!mayKeep || directives.includes('no-cache')) return { mayKeep, freshUntil: undefined }
  const age = wholeNumber(headers.age) ?? 0
  const maximum = wholeNumber(directives.find((one) => one.startsWith('max-age='))?.slice('max-age='.length))
  if (maximum !== undefined) return { mayKeep, freshUntil: bounded(at, maximum - age) }
  const expires = Date.parse(headers.expires ?? '')
  const sent = Date.parse(headers.date ?? '')
  if (Number.isNaN(expires) || Number.isNaN(sent)) return { mayKeep, freshUntil: undefined }
  return { mayKeep, freshUntil: bounded(at, (expires - sent) / 1000 - age) }
}

/** No host decides for longer than a day. */
const longest = 86_400

function bounded(at: number, lifetime: number): number {
  return at + Math.max(0, Math.min(lifetime, longest))
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}
