import { type ClaimPath, isClaimPath } from '@hashikake/credential'
import { fieldTolerances, type TolerableRule, tolerableRules } from '@hashikake/crypto/x509'
import { parseJson } from '@hashikake/encoding/json'
import { InvalidArgumentError } from 'commander'
import { parseIsoTime } from './iso-time.ts'

/** Gathers the values of an option that may be given several times. */
export function collect<Value>(
  parse: (text: string) => Value,
): (text: string, before?: readonly Value[]) => readonly Value[] {
  return (text, before = []) => [...before, parse(text)]
}

/** The same, where one value stands for several. */
export function collectEach<Value>(
  parse: (text: string) => readonly Value[],
): (text: string, before?: readonly Value[]) => readonly Value[] {
  return (text, before = []) => [...before, ...parse(text)]
}

/** A rule that certificates may break; `field` stands for all that those of mdocs in use break most. */
export function parseTolerance(text: string): readonly TolerableRule[] {
  if (text === 'field') return fieldTolerances
  const rule = tolerableRules.find((one) => one === text)
  if (rule !== undefined) return [rule]
  throw new InvalidArgumentError(`It takes "field", or one of ${tolerableRules.join(', ')}`)
}

/** An option as it is written on the command line. */
export function spelled(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** A claim path as JSON: names may hold dots and slashes, so no lighter spelling is safe. */
export function parseClaimPath(text: string): ClaimPath {
  const value = orUndefined(() => parseJson(text))
  if (isClaimPath(value)) return value
  throw new InvalidArgumentError(
    `A claim path is a JSON array of names, positions and nulls (every element), in quotes: '${exampleFor(text)}'`,
  )
}

/** What the user may have meant by `degree.title` or `/degree/title`. */
function exampleFor(text: string): string {
  const steps = text.startsWith('/') ? text.slice(1).split('/') : text.split('.')
  const isPlain = steps.every((step) => /^[\w-]+$/.test(step))
  const example = isPlain ? steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)) : ['degree', 'title']
  return JSON.stringify(example)
}

/** A number of seconds, more or as many as the least. */
export function parseSeconds({ least, most }: { least: number; most: number }): (text: string) => number {
  return (text) => {
    const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (seconds >= least && seconds <= most) return seconds
    throw new InvalidArgumentError(`It takes whole seconds from ${least} to ${most}`)
  }
}

export function parseTime(text: string): Date {
  const time = parseIsoTime(text)
  if (time !== undefined) return time
  throw new InvalidArgumentError('It takes a date or a time with its zone: 2026-04-01 or 2026-04-01T09:00:00+09:00')
}

/** An identifier that is a URL; a DID is one too. */
export function parseIssuer(text: string): string {
  if (URL.canParse(text)) return text
  throw new InvalidArgumentError("It takes the issuer's identifier, a URL: https://registrar.example")
}

/** Where somebody is reached: a URL, or an e-mail address. */
export function parseContact(text: string): string {
  if (/^[^\s@:]+@[^\s@:]+$/.test(text) || URL.canParse(text)) return text
  throw new InvalidArgumentError('It takes a URL or an e-mail address: https://authority.example')
}

/** A number of days that a certificate may last: a century at most. */
export function parseDays(text: string): number {
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (days >= 1 && days <= 36_525) return days
  throw new InvalidArgumentError('It takes whole days from 1 to 36525')
}

export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new InvalidArgumentError('It takes a port from 1 to 65535')
}

export function parseObjectIdentifier(text: string): string {
  if (/^[0-2](?:\.\d+)+$/.test(text)) return text
  throw new InvalidArgumentError('It takes an object identifier in numbers: 1.3.6.1.5.5.7.3.30')
}

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
