import { lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecurely } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'
import { hostOf, isAddress } from './url.ts'

/** Finds the addresses of a name, as `dns.lookup` of Node does with `all`. */
export type Resolve = (
  name: string,
  options: { readonly all: true },
  take: (error: Error | null, addresses: readonly { readonly address: string; readonly family: number }[]) => void,
) => void

export interface NodeTransportOptions {
  /** `dns.lookup` unless given. */
  readonly resolve?: Resolve
  /** Certificates of authorities besides Node's own, PEM: for a host within an organisation. */
  readonly certificateAuthorities?: readonly string[]
}

/** Node's own https: the address that was checked is the one that is connected to, whatever a name leads to a moment later. */
export function nodeTransport(options: NodeTransportOptions = {}): Transport {
  return { request: (request) => send(request, options) }
}

/** What `guardedRetrieval` takes on Node. */
export function transport(): Transport {
  return nodeTransport()
}

function send(request: TransportRequest, options: NodeTransportOptions): Promise<TransportResponse> {
  const { headers, signal, checkAddress } = request
  const url = new URL(request.url)
  return new Promise((resolve, reject) => {
    const host = hostOf(url)
    if (isAddress(host)) checkAddress(host)
    const start = url.protocol === 'http:' ? requestPlain : requestSecurely
    const sent = start(url, {
      headers,
      signal,
      // A connection of its own, so that none is used that was opened under other rules.
      agent: false,
      lookup: checking(options.resolve ?? (resolveAll as Resolve), checkAddress),
      ...(options.certificateAuthorities === undefined ? {} : { ca: [...options.certificateAuthorities] }),
    })
    sent.on('error', reject)
    sent.on('response', (response) => resolve(responseOf(response)))
    sent.end()
  })
}

const resolveAll = (name: string, options: { all: true }, take: Parameters<Resolve>[2]): void =>
  resolve(name, options, take as never)

/** Every address of a name is looked at, not only the first: a name with one that is refused is refused. */
function checking(resolve: Resolve, checkAddress: (address: string) => void): LookupFunction {
  return (name, { all }, take) => {
    resolve(name, { all: true }, (error, addresses) => {
      try {
        if (error !== null) throw error
        if (addresses.length === 0) throw new Error('The name leads to no address')
        for (const { address } of addresses) checkAddress(address)
      } catch (refused) {
        take(refused as Error, all ? [] : '', 0)
        return
      }
      const [first] = addresses as readonly [{ address: string; family: number }]
      if (all) take(null, [...addresses])
      else take(null, first.address, first.family)
    })
  }
}

function responseOf(response: IncomingMessage): TransportResponse {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return {
    status: response.statusCode ?? 0,
    headers,
    body: response,
    close: () => response.destroy(),
  }
}
