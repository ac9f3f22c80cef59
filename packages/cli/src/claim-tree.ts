import type { ClaimPath, Claims, ClaimValue } from '@hashikake/credential'
import type { Engine } from '@hashikake/crypto/engine'
import { jwkThumbprint, keyParametersOf, parsePublicJwk } from '@hashikake/crypto/keys'
import { isJsonObject, type JsonObject } from '@hashikake/encoding/json'
import { harmless, type Paint } from './terminal.ts'

export interface TreeOptions {
  readonly paint: Paint
  readonly engine: Pick<Engine, 'sha256Base64url'>
  /** Places that get the mark of selective disclosure. */
  readonly marked?: readonly ClaimPath[]
  /** What people call the claim at a place, beside the name that it has there. */
  readonly nameOf?: (path: ClaimPath) => string | undefined
}

const mark = '◇'

/** Claims at the top that are NumericDates by RFC 7519, OpenID Connect Core and Token Status List. */
const times: readonly string[] = ['iat', 'nbf', 'exp', 'auth_time', 'updated_at']
const longest = 400

/** Lays an object out for a person: one line a member, what it holds indented below it. */
export function claimTree(claims: Claims, { marked = [], ...options }: TreeOptions): readonly string[] {
  const work: Work = { ...options, marked: new Set(marked.map((path) => JSON.stringify(path))), lines: [] }
  writeMembers(work, claims, [])
  return work.lines
}

interface Work extends Omit<TreeOptions, 'marked'> {
  readonly marked: ReadonlySet<string>
  readonly lines: string[]
}

function writeMembers(work: Work, value: Claims | readonly ClaimValue[], path: readonly (string | number)[]): void {
  const members: Iterable<[string | number, ClaimValue]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value)
  for (const [step, member] of members) writeMember(work, member, [...path, step])
}

function writeMember(work: Work, value: ClaimValue, path: readonly (string | number)[]): void {
  const { paint, lines, nameOf: called } = work
  const step = path.at(-1) as string | number
  const sign = work.marked.has(JSON.stringify(path)) ? paint('yellow', mark) : ' '
  const name = called?.(path)
  const line = `  ${sign} ${'  '.repeat(path.length - 1)}${paint('bold', nameOf(step))}${name === undefined ? '' : ` ${paint('dim', `(${name})`)}`}`
  const text = asOneLine(work, value, path)
  lines.push(text === undefined ? line : `${line}: ${text}`)
  if (text === undefined) writeMembers(work, value as Claims | readonly ClaimValue[], path)
}

function nameOf(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`
  return /^[\p{L}\p{M}\p{N}_$#@:/.-]+$/u.test(step) ? step : harmless(JSON.stringify(step))
}

/** A value that needs no lines of its own. */
function asOneLine(work: Work, value: ClaimValue, path: readonly (string | number)[]): string | undefined {
  const { paint } = work
  const name = path.at(-1)
  if (typeof value === 'string') return shorten(harmless(JSON.stringify(value)), paint)
  if (typeof value === 'number' && path.length === 1 && times.includes(name as string)) {
    return `${value} ${paint('dim', `(${dateOf(value)})`)}`
  }
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (value instanceof Uint8Array) return describeBytes(value, paint)
  if (Object.keys(value).length === 0) return JSON.stringify(value)
  return name === 'jwk' && isJsonObject(value) ? describeKey(work, value) : undefined
}

function shorten(text: string, paint: Paint): string {
  const characters = Array.from(text)
  if (characters.length <= longest) return text
  const rest = characters.length - longest
  return `${characters.slice(0, longest).join('')}${paint('dim', `… and ${rest} characters more`)}`
}

/** The first of them as a person may compare them, and how many there are. */
function describeBytes(bytes: Uint8Array, paint: Paint): string {
  const shown = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return `${shown}${bytes.length > 16 ? ' …' : ''} ${paint('dim', `(${bytes.length} bytes)`)}`
}

function dateOf(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().replace('.000Z', 'Z')
}

function describeKey({ engine, paint }: Work, value: JsonObject): string | undefined {
  try {
    const key = parsePublicJwk(value)
    return `${key.kty} ${keyParametersOf(key)} ${paint('dim', `(thumbprint ${jwkThumbprint(key, engine)})`)}`
  } catch {
    // Then it is shown as it stands.
    return undefined
  }
}
