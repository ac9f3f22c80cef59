import { Refusal } from '@hashikake/encoding/refusal'
import type { WaistCodes } from '../codes.ts'
import { isLoopbackAddress, isPublicAddress } from './address.ts'

/** Longer ones are nobody's. */
const maxLength = 2_048

export interface UrlRules {
  /** Whether this machine itself may be asked, also without TLS. */
  readonly loopback: boolean
}

/**
 * Reads a URL that may be fetched: https, a host of the public Internet by its name or address, no name or password in it. Its
 * fragment is left out. `URL` has made one spelling of all spellings of an address by then: decimal, hexadecimal, octal.
 *
 * @throws {Refusal} `retrieval_url_refused`, `retrieval_address_refused`
 */
export function readUrl(text: string, base: URL | undefined, rules: UrlRules): URL {
  const isParsable = typeof text === 'string' && text.length <= maxLength && URL.canParse(text, base?.href)
  if (!isParsable) throw refused('retrieval_url_refused')
  const url = new URL(text, base?.href)
  url.hash = ''
  const host = hostOf(url)
  const isLoopback = rules.loopback && isLoopbackHost(host)
  const isAllowed = url.protocol === 'https:' || (isLoopback && url.protocol === 'http:')
  if (!isAllowed || url.username !== '' || url.password !== '') throw refused('retrieval_url_refused')
  if (!isLoopback) requirePublicHost(host)
  return url
}

/** Holds an address that a name led to against the rules, before anything is sent there. @throws {Refusal} */
export function checkAddress(address: string, rules: UrlRules): void {
  if (!isPublicAddress(address) && !(rules.loopback && isLoopbackAddress(address))) {
    throw refused('retrieval_address_refused')
  }
}

/** The host without the brackets of an IPv6 address, and without the full stop of a name that is complete. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

export function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host)
}

function requirePublicHost(host: string): void {
  const isPublic = isAddress(host) ? isPublicAddress(host) : host.includes('.') && !isLoopbackHost(host)
  // A name of one part is looked for in the networks around this machine, as are those of RFC 6761 and RFC 6762.
  if (!isPublic || /\.(local|internal|home\.arpa)$/.test(host)) throw refused('retrieval_address_refused')
}

function isLoopbackHost(host: string): boolean {
  return isLoopbackAddress(host) || host === 'localhost' || host.endsWith('.localhost')
}

function refused(code: keyof WaistCodes): Refusal<keyof WaistCodes> {
  return new Refusal(code)
}
