import { Refusal } from '@hashikake/encoding/refusal'
import type { TrustCode } from './codes.ts'

const prefix = 'did:web:'
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
// A name of letters, never an address: its last label begins with a letter. The port's colon is percent-encoded.
const host = new RegExp(`^${label}(?:\\.${label})*\\.[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?:%3A[1-9][0-9]{0,4})?$`)
const segment = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,100}$/

/**
 * Where a did:web publishes its document. Only the plain spelling is taken: a lower-case domain name, `%3A` before a port
 * and nowhere else, path segments of unreserved characters, none of them dots alone.
 *
 * @throws {Refusal} `did_malformed`
 */
export function didWebUrl(did: string): string {
  const parts = did.startsWith(prefix) && did.length <= 1_000 ? did.slice(prefix.length).split(':') : []
  const [authority = '', ...path] = parts
  if (!host.test(authority) || !path.every((one) => segment.test(one))) throw new Refusal<TrustCode>('did_malformed')
  const place = path.length === 0 ? '/.well-known' : `/${path.join('/')}`
  return `https://${authority.replace('%3A', ':')}${place}/did.json`
}
