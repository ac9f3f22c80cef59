import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defaultContext } from '@hashikake/credential/context'
import {
  allowLoopback,
  type GuardOptions,
  guardedRetrieval,
  isPublicAddress,
  openBundle,
  type RetrievalRequest,
  recordingOf,
  type Transport,
  type TransportResponse,
  writeBundle,
} from '@hashikake/credential/retrieval'
import { nodeTransport } from '@hashikake/credential/retrieval/node'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { Refusal } from '@hashikake/encoding/refusal'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

const now = 1_800_000_000
const json = 'application/json'

/** What the server answers by path, and how often it was asked. */
const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>()
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  const answer = answers.get(request.url ?? '')
  if (answer === undefined) response.writeHead(404).end()
  else answer(request, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  answers.clear()
  asked.length = 0
})

const says =
  (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': json, ...headers }).end(body)
  }
const request = (url: string, change: Partial<RetrievalRequest> = {}): RetrievalRequest => ({
  url,
  mediaTypes: [json],
  now,
  ...change,
})
const codeOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work()
    return 'accepted'
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.retryable ? `${thrown.code}, retryable` : thrown.code
  }
}
const local = (options: Partial<GuardOptions> = {}) => guardedRetrieval({ loopback: allowLoopback, ...options })
const ask = (path: string, options: Partial<GuardOptions> = {}, change: Partial<RetrievalRequest> = {}) =>
  codeOf(() => local(options).retrieve(request(origin + path, change)))

describe('what may be asked', () => {
  /** A transport that would answer anybody: whatever is refused, the guard refuses. */
  const sent: string[] = []
  const open: Transport = {
    request: async ({ url }): Promise<TransportResponse> => {
      sent.push(url)
      const body = (async function* () {
        yield new TextEncoder().encode('{}')
      })()
      return { status: 200, headers: { 'content-type': json }, body, close: () => {} }
    },
  }
  const reach = (url: string): Promise<string> =>
    codeOf(() => guardedRetrieval({ transport: open }).retrieve(request(url)))

  it.each([
    'https://registrar.example/list',
    'https://registrar.example.:8443/list?a=b',
    'https://203.0.113.1/list',
    'https://[2001:4860:4860::8888]/list',
    'https://見本大学.example/',
  ])('%s', async (url) => {
    expect(await reach(url)).toBe('accepted')
  })

  it.each([
    ['http://registrar.example/', 'retrieval_url_refused'],
    ['ftp://registrar.example/', 'retrieval_url_refused'],
    ['file:///etc/passwd', 'retrieval_url_refused'],
    ['data:application/json,{}', 'retrieval_url_refused'],
    ['//registrar.example/', 'retrieval_url_refused'],
    ['https://', 'retrieval_url_refused'],
    ['', 'retrieval_url_refused'],
    [`https://registrar.example/${'x'.repeat(3000)}`, 'retrieval_url_refused'],
    ['https://user@registrar.example/', 'retrieval_url_refused'],
    ['https://user:secret@registrar.example/', 'retrieval_url_refused'],
    ['https://localhost/', 'retrieval_address_refused'],
    ['https://localhost./', 'retrieval_address_refused'],
    ['https://LOCALHOST/', 'retrieval_address_refused'],
    ['https://a.localhost/', 'retrieval_address_refused'],
    ['https://intranet/', 'retrieval_address_refused'],
    ['https://printer.local/', 'retrieval_address_refused'],
    ['https://db.internal/', 'retrieval_address_refused'],
    ['https://127.0.0.1/', 'retrieval_address_refused'],
    ['https://127.1/', 'retrieval_address_refused'],
    ['https://2130706433/', 'retrieval_address_refused'],
    ['https://0x7f000001/', 'retrieval_address_refused'],
    ['https://0177.0.0.1/', 'retrieval_address_refused'],
    ['https://0/', 'retrieval_address_refused'],
    ['https://10.0.0.1/', 'retrieval_address_refused'],
    ['https://172.31.255.255/', 'retrieval_address_refused'],
    ['https://192.168.0.1/', 'retrieval_address_refused'],
    ['https://100.64.0.1/', 'retrieval_address_refused'],
    ['https://169.254.169.254/latest/meta-data/', 'retrieval_address_refused'],
    ['https://224.0.0.1/', 'retrieval_address_refused'],
    ['https://255.255.255.255/', 'retrieval_address_refused'],
    ['https://[::1]/', 'retrieval_address_refused'],
    ['https://[::]/', 'retrieval_address_refused'],
    ['https://[fe80::1]/', 'retrieval_address_refused'],
    ['https://[fd00::1]/', 'retrieval_address_refused'],
    ['https://[ff02::1]/', 'retrieval_address_refused'],
    ['https://[::ffff:127.0.0.1]/', 'retrieval_address_refused'],
    ['https://[::ffff:10.0.0.1]/', 'retrieval_address_refused'],
    ['https://[64:ff9b::7f00:1]/', 'retrieval_address_refused'],
    ['https://[2002:7f00:1::]/', 'retrieval_address_refused'],
    ['https://[2001:0:7f00:1::]/', 'retrieval_address_refused'],
  ])('never %s', async (url, code) => {
    sent.length = 0
    expect(await reach(url)).toBe(code)
    expect(sent).toEqual([])
  })

  it('addresses in every spelling', () => {
    for (const address of [
      '8.8.8.8',
      '172.32.0.1',
      '100.128.0.1',
      '::ffff:8.8.8.8',
      '2606:4700::1111',
      '64:ff9b::808:808',
    ]) {
      expect([address, isPublicAddress(address)]).toEqual([address, true])
    }
    for (const address of [
      '::127.0.0.1',
      'fe80::1%eth0',
      '1.2.3',
      '1.2.3.256',
      '1::2::3',
      '12345::',
      'localhost',
      '',
      ':::',
      '100::1',
    ]) {
      expect([address, isPublicAddress(address)]).toEqual([address, false])
    }
  })

  it('nothing over plain http, and nothing on this machine, unless that is allowed by name', async () => {
    answers.set('/a', says('{}'))
    expect(await codeOf(() => guardedRetrieval().retrieve(request(`${origin}/a`)))).toBe('retrieval_url_refused')
    expect(asked).toEqual([])
    const retrieved = await local().retrieve(request(`${origin}/a`))
    expect(retrieved.weakenings).toEqual(['allowLoopback'])
    expect(await codeOf(() => local().retrieve(request('http://registrar.example/')))).toBe('retrieval_url_refused')
    expect(await codeOf(() => local().retrieve(request('https://10.0.0.1/')))).toBe('retrieval_address_refused')
  })
})

describe('the address that a name leads to', () => {
  const resolving = (...lists: (readonly string[])[]) => {
    let count = 0
    return {
      resolve: (
        _: string,
        __: object,
        take: (error: null, addresses: { address: string; family: number }[]) => void,
      ) => {
        const list = lists[Math.min(count++, lists.length - 1)] as readonly string[]
        take(
          null,
          list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
      },
      asked: () => count,
    }
  }
  const reach = (lists: (readonly string[])[], url = 'https://registrar.example/a'): Promise<string> =>
    codeOf(() =>
      guardedRetrieval({ transport: nodeTransport({ resolve: resolving(...lists).resolve }), timeLimit: 0.3 }).retrieve(
        request(url),
      ),
    )

  it('is refused where it is private, be it one of many', async () => {
    expect(await reach([['127.0.0.1']])).toBe('retrieval_address_refused')
    expect(await reach([['203.0.113.1', '10.0.0.1']])).toBe('retrieval_address_refused')
    expect(await reach([['::ffff:169.254.169.254']])).toBe('retrieval_address_refused')
    expect(await reach([[]])).toBe('retrieval_failed, retryable')
  })

  it('is asked for once: the one that was looked at is the one that is connected to', async () => {
    const port = new URL(origin).port
    answers.set('/a', says('{}'))
    // The second answer would be the private one.
    const names = resolving(['127.0.0.1'], ['10.0.0.1'])
    const retrieval = local({ transport: nodeTransport({ resolve: names.resolve }) })
    expect(await codeOf(() => retrieval.retrieve(request(`http://a.localhost:${port}/a`)))).toBe('accepted')
    expect(names.asked()).toBe(1)
    expect(asked).toEqual(['/a'])
  })
})

describe('what is taken', () => {
  it('bytes, with when they came', async () => {
    answers.set(
      '/a',
      says('{"a":1}', { 'content-type': 'Application/JSON; charset=utf-8', 'cache-control': 'max-age=60' }),
    )
    const { bytes, ...rest } = await local().retrieve(request(`${origin}/a#part`))
    expect(new TextDecoder().decode(bytes)).toBe('{"a":1}')
    expect(rest).toEqual({
      url: `${origin}/a#part`,
      mediaType: json,
      retrievedAt: now,
      freshUntil: now + 60,
      weakenings: ['allowLoopback'],
    })
  })

  it.each<[string, () => ReturnType<typeof says>, string]>([
    ['a status of 404', () => says('{}', {}, 404), 'retrieval_status'],
    ['a status of 500', () => says('{}', {}, 500), 'retrieval_status, retryable'],
    ['a status of 429', () => says('{}', {}, 429), 'retrieval_status, retryable'],
    ['a status of 204', () => says('', {}, 204), 'retrieval_status'],
    ['a status of 304 that nobody asked for', () => says('', {}, 304), 'retrieval_status'],
    ['a page', () => says('<html>', { 'content-type': 'text/html' }), 'retrieval_media_type'],
    ['no type', () => says('{}', { 'content-type': '' }), 'retrieval_media_type'],
    ['what is compressed', () => says('{}', { 'content-encoding': 'gzip' }), 'retrieval_media_type'],
    ['more than is taken', () => says('x'.repeat(101)), 'retrieval_too_large'],
    [
      'more than is taken, said beforehand',
      () => says('x'.repeat(101), { 'content-length': '101' }),
      'retrieval_too_large',
    ],
    [
      'a connection that ends',
      () => (_, response) => {
        response.destroy()
      },
      'retrieval_failed, retryable',
    ],
    [
      'an answer that is cut off',
      () => (_, response) => {
        response.writeHead(200, { 'content-type': json, 'content-length': '50' })
        response.write('{')
        setTimeout(() => response.destroy(), 20)
      },
      'retrieval_failed, retryable',
    ],
    ['a redirect to nowhere', () => says('', {}, 302), 'retrieval_redirected'],
    ['a redirect to itself', () => says('', { location: '/answer' }, 302), 'retrieval_redirected'],
    [
      'a redirect to plain http',
      () => says('', { location: 'http://registrar.example/' }, 302),
      'retrieval_url_refused',
    ],
    [
      'a redirect to a private address',
      () => says('', { location: 'https://10.0.0.1/' }, 307),
      'retrieval_address_refused',
    ],
    ['a redirect to a file', () => says('', { location: 'file:///etc/passwd' }, 301), 'retrieval_url_refused'],
  ])('never %s', async (_, answer, code) => {
    answers.set('/answer', says('x'.repeat(100)))
    expect(await ask('/answer', { maximumBytes: 100 })).toBe('accepted')
    answers.set('/answer', answer())
    expect(await ask('/answer', { maximumBytes: 100 })).toBe(code)
  })

  it('follows three redirects, and no more', async () => {
    for (const step of [1, 2, 3, 4]) answers.set(`/${step}`, says('', { location: `/${step + 1}` }, 302))
    answers.set('/5', says('{}'))
    expect(await ask('/2')).toBe('accepted')
    expect(await ask('/1')).toBe('retrieval_redirected')
    expect(await ask('/2', { maximumRedirects: 2 })).toBe('retrieval_redirected')
  })

  it('does not wait for ever, nor read an endless answer', async () => {
    answers.set('/slow', () => {})
    answers.set('/endless', (_, response) => {
      response.writeHead(200, { 'content-type': json })
      const more = setInterval(() => response.write('x'.repeat(1000)), 1)
      response.on('close', () => clearInterval(more))
    })
    answers.set('/drip', (_, response) => {
      response.writeHead(200, { 'content-type': json })
      const more = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(more))
    })
    expect(await ask('/slow', { timeLimit: 0.1 })).toBe('retrieval_timed_out, retryable')
    expect(await ask('/endless', { maximumBytes: 5_000 })).toBe('retrieval_too_large')
    expect(await ask('/drip', { timeLimit: 0.1 })).toBe('retrieval_timed_out, retryable')
    expect(await codeOf(() => local().retrieve(request('http://127.0.0.1:1/')))).toBe('retrieval_failed, retryable')
  })

  it('says nothing of who asks', async () => {
    const seen: Record<string, unknown>[] = []
    answers.set('/a', (incoming, response) => {
      seen.push(incoming.headers)
      says('{}')(incoming, response)
    })
    await ask('/a')
    expect(seen).toEqual([
      {
        accept: json,
        'accept-encoding': 'identity',
        'user-agent': 'hashikake',
        host: new URL(origin).host,
        connection: 'close',
      },
    ])
  })
})

describe('use again', () => {
  it('while it is fresh nobody is asked, and two at a time ask once', async () => {
    answers.set('/a', says('{}', { 'cache-control': 'max-age=60' }))
    const retrieval = local()
    const url = `${origin}/a`
    const [one, other] = await Promise.all([retrieval.retrieve(request(url)), retrieval.retrieve(request(url))])
    expect(one).toBe(other)
    expect(await retrieval.retrieve(request(url, { now: now + 59 }))).toBe(one)
    expect(asked).toHaveLength(1)
    expect((await retrieval.retrieve(request(url, { now: now + 60 }))).retrievedAt).toBe(now + 60)
    expect(asked).toHaveLength(2)
    await retrieval.retrieve(request(url, { now: now + 61, notBefore: now + 61 }))
    expect(asked).toHaveLength(3)
    await retrieval.retrieve(request(url, { now: now + 62, mediaTypes: [json, 'text/plain'] }))
    expect(asked).toHaveLength(4)
  })

  it('whoever waits with another clock does not take what is of another time', async () => {
    answers.set('/a', says('{}'))
    const retrieval = local()
    const times = [now, now + 9, now].map((at) =>
      retrieval.retrieve(request(`${origin}/a`, { now: at, notBefore: at })),
    )
    expect((await Promise.all(times)).map(({ retrievedAt }) => retrievedAt)).toEqual([now, now + 9, now])
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['no-store', 'no-store, max-age=60', 2],
    ['no-cache', 'no-cache, max-age=60', 2],
    ['an age', 'max-age=60', 1],
  ])('as HTTP allows: %s', async (_, control, count) => {
    answers.set('/a', says('{}', { 'cache-control': control }))
    const retrieval = local()
    await retrieval.retrieve(request(`${origin}/a`))
    await retrieval.retrieve(request(`${origin}/a`))
    expect(asked).toHaveLength(count)
  })

  it('asks whether it still holds, where the host can say so', async () => {
    const conditions: unknown[] = []
    answers.set('/a', (incoming, response) => {
      conditions.push(incoming.headers['if-none-match'])
      if (incoming.headers['if-none-match'] === '"one"') response.writeHead(304, { etag: '"one"' }).end()
      else says('{"a":1}', { etag: '"one"' })(incoming, response)
    })
    const retrieval = local()
    await retrieval.retrieve(request(`${origin}/a`))
    const again = await retrieval.retrieve(request(`${origin}/a`, { now: now + 9 }))
    expect(conditions).toEqual([undefined, '"one"'])
    expect([new TextDecoder().decode(again.bytes), again.retrievedAt]).toEqual(['{"a":1}', now + 9])
  })

  it('keeps no refusal, and no more than it is told', async () => {
    const retrieval = local({ keep: 1 })
    answers.set('/a', says('{}', {}, 500))
    await codeOf(() => retrieval.retrieve(request(`${origin}/a`)))
    for (const path of ['/a', '/b', '/a']) {
      answers.set(path, says('{}', { 'cache-control': 'max-age=60' }))
      await retrieval.retrieve(request(origin + path))
    }
    expect(asked).toEqual(['/a', '/a', '/b', '/a'])
  })

  it('one that gives up takes nothing from the others', async () => {
    answers.set('/a', (incoming, response) => {
      setTimeout(() => says('{}')(incoming, response), 50)
    })
    const retrieval = local()
    const giving = new AbortController()
    const given = retrieval.retrieve(request(`${origin}/a`, { signal: giving.signal }))
    const waiting = retrieval.retrieve(request(`${origin}/a`))
    giving.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')
    expect((await waiting).retrievedAt).toBe(now)
    expect(asked).toHaveLength(1)
  })
})

it('wrong use is a TypeError at once', () => {
  for (const wrong of [{ timeLimit: -1 }, { maximumBytes: Number.NaN }, { loopback: true }, { timelimit: 3 }]) {
    expect(() => guardedRetrieval(wrong as never)).toThrow(TypeError)
  }
  expect(() => recordingOf({} as never)).toThrow(TypeError)
})

describe('the offline bundle', async () => {
  const { privateKey, publicKey } = await engine.generateKey('ES256')
  const other = await engine.generateKey('ES256')
  const signer = await signerFromJwk(privateKey)
  const at = (seconds: number) => defaultContext({ now: () => seconds * 1000 })
  const make = async (): Promise<string> => {
    answers.set('/a', says('{"a":1}'))
    answers.set('/b', says('token', { 'content-type': 'application/statuslist+jwt' }))
    const recording = recordingOf(local())
    await recording.retrieve(request(`${origin}/a`))
    await recording.retrieve(request(`${origin}/b`, { mediaTypes: ['application/statuslist+jwt'] }))
    return writeBundle(recording.parts(), { signer, context: at(now) })
  }

  it('answers as the hosts did, asks nobody, and says how old each part is', async () => {
    const text = await make()
    asked.length = 0
    const bundle = await openBundle(text, { keys: [publicKey], context: at(now + 3600) })
    expect(bundle.createdAt).toBe(now)
    expect(bundle.parts).toEqual([
      { url: `${origin}/a`, mediaType: json, bytes: 7, retrievedAt: now, age: 3600 },
      { url: `${origin}/b`, mediaType: 'application/statuslist+jwt', bytes: 5, retrievedAt: now, age: 3600 },
    ])
    const retrieved = await bundle.retrieval.retrieve(request(`${origin}/a`, { now: now + 3600 }))
    expect([new TextDecoder().decode(retrieved.bytes), retrieved.recorded]).toEqual(['{"a":1}', true])
    const code = (change: Partial<RetrievalRequest>, path = '/a') =>
      codeOf(() => bundle.retrieval.retrieve(request(origin + path, change)))
    expect(await code({})).toBe('accepted')
    expect(await code({}, '/c')).toBe('retrieval_not_in_bundle')
    expect(await code({ mediaTypes: ['text/html'] })).toBe('retrieval_not_in_bundle')
    expect(await code({ maximumBytes: 6 })).toBe('retrieval_too_large')
    expect(await code({ now: now + 7 * 86_400 })).toBe('accepted')
    expect(await code({ now: now + 7 * 86_400 + 1 })).toBe('retrieval_too_old')
    expect(asked).toEqual([])
  })

  it('says where a redirect led, and under what weakening it was fetched', async () => {
    answers.set('/a', (_, response) => response.writeHead(302, { location: `${origin}/b` }).end())
    answers.set('/b', says('{}'))
    const recording = recordingOf(local())
    await recording.retrieve(request(`${origin}/a`))
    await recording.retrieve(request(`${origin}/b`))
    const text = await writeBundle(recording.parts(), { signer, context: at(now) })
    const { retrieval } = await openBundle(text, { keys: [publicKey], context: at(now) })
    const code = (path: string, origins?: readonly string[]) =>
      codeOf(() => retrieval.retrieve(request(origin + path, origins === undefined ? {} : { origins })))
    expect(await code('/a')).toBe('accepted')
    expect(await code('/a', [origin])).toBe('accepted')
    expect(await code('/a', ['https://host.example'])).toBe('retrieval_redirected')
    expect(await code('/b', ['https://host.example'])).toBe('accepted')
    expect((await retrieval.retrieve(request(`${origin}/a`))).weakenings).toEqual(['allowLoopback'])
  })

  it('of several parts of one place the newest of the form that is wanted most is taken', async () => {
    const part = (mediaType: string, retrievedAt: number) => ({
      url: `${origin}/a`,
      mediaType,
      bytes: new TextEncoder().encode(`${mediaType} ${retrievedAt - now}`),
      retrievedAt,
    })
    const parts = [part('text/plain', now), part(json, now - 9), part(json, now - 3), part(json, now - 5)]
    const text = await writeBundle(parts, { signer, context: at(now) })
    const { retrieval } = await openBundle(text, { keys: [publicKey], context: at(now) })
    const taken = async (mediaTypes: readonly string[]): Promise<string> =>
      new TextDecoder().decode((await retrieval.retrieve(request(`${origin}/a`, { mediaTypes }))).bytes)
    expect(await taken([json, 'text/plain'])).toBe(`${json} -3`)
    expect(await taken(['text/plain', json])).toBe('text/plain 0')
  })

  it('is believed only as it was signed, and by whom', async () => {
    const text = await make()
    const open = (changed: string, keys = [publicKey]) => codeOf(() => openBundle(changed, { keys, context: at(now) }))
    expect(await open(text)).toBe('accepted')
    expect(await open(text, [other.publicKey, publicKey])).toBe('accepted')
    expect(await open(text, [other.publicKey])).toBe('bundle_signature_invalid')
    const [header, payload, signature] = text.split('.') as [string, string, string]
    const changed = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace('"version":1', '"version":2'),
    ).toString('base64url')
    expect(await open(`${header}.${changed}.${signature}`)).toBe('bundle_signature_invalid')
    const typ = Buffer.from('{"alg":"ES256","typ":"dc+sd-jwt"}').toString('base64url')
    expect(await open(`${typ}.${payload}.${signature}`)).toBe('bundle_malformed')
    expect(await open('')).toBe('bundle_malformed')
    expect(await open('a.b')).toBe('bundle_malformed')
  })

  it('wrong use is a TypeError at once', async () => {
    await expect(writeBundle([], { signer, context: at(now) })).rejects.toThrow(TypeError)
    await expect(openBundle('', { keys: [], context: at(now) })).rejects.toThrow(TypeError)
    await expect(openBundle('', { keys: [publicKey], context: at(now), maximumAge: 0 })).rejects.toThrow(TypeError)
  })
})
