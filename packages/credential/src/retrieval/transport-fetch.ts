import type { Transport, TransportRequest, TransportResponse } from './transport.ts'

interface FetchResponse {
  readonly status: number
  readonly type: string
  readonly headers: { forEach(take: (value: string, name: string) => void): void }
  readonly body: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> }
  } | null
}

type Fetch = (url: string, options: object) => Promise<FetchResponse>

/**
 * The runtime's own `fetch`. It shows no addresses, so that names are all that can be checked here, and hides where a redirect
 * leads, so that none is followed.
 */
export function transport(): Transport {
  return { request: (request) => send(globalThis.fetch as unknown as Fetch, request) }
}

async function send(fetch: Fetch, { url, headers, signal }: TransportRequest): Promise<TransportResponse> {
  const response = await fetch(url, {
    headers,
    signal,
    redirect: 'manual',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  })
  const names: Record<string, string> = {}
  response.headers.forEach((value, name) => {
    names[name.toLowerCase()] = value
  })
  const reader = response.body?.getReader()
  return {
    // A redirect that is hidden has the status 0.
    status: response.type === 'opaqueredirect' ? 302 : response.status,
    headers: names,
    body: reader === undefined ? undefined : chunksOf(reader),
    close: () => {
      reader?.cancel().catch(() => {})
    },
  }
}

async function* chunksOf(reader: {
  read(): Promise<{ done: boolean; value?: Uint8Array }>
}): AsyncGenerator<Uint8Array, void, undefined> {
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value as Uint8Array
}
