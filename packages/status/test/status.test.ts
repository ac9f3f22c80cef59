import { existsSync, readFileSync } from 'node:fs'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { type Evidence, issuerKeys, type Retrieval, type StatusAnswer } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { guardedRetrieval, recordingOf, type Transport } from '@hashikake/credential/retrieval'
import { parseSign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { signCompactJws } from '@hashikake/crypto/jws'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { decodeCbor, isCborMap } from '@hashikake/encoding/cbor'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  anyTrustedSigner,
  inflateStatusList,
  readAggregation,
  readCwtToken,
  readJwtToken,
  type StatusBits,
  type StatusListOptions,
  statusListOf,
  statusLists,
} from '@hashikake/status'
import { createStatusList, signStatusListCwt, signStatusListJwt, statusValue } from '@hashikake/status/publishing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const now = 1_800_000_000
const context = defaultContext({ now: () => now * 1000 })
const issuer = 'https://registrar.example'
const uri = `${issuer}/statuslists/1`
const keys = await engine.generateKey('ES256')
const other = await engine.generateKey('ES256')
const signer = await signerFromJwk(keys.privateKey)
const trust = issuerKeys({ [issuer]: { keys: [keys.publicKey] } })
const related: readonly Evidence[] = [{ kind: 'pinned-key', key: keys.publicKey as unknown as JsonObject, issuer }]

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'accepted'
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.code
  }
}

describe('statusListOf', () => {
  it.each<[StatusBits, number, readonly number[]]>([
    [1, 0b10111001, [1, 0, 0, 1, 1, 1, 0, 1]],
    [2, 0xc9, [1, 2, 0, 3]],
    [4, 0xab, [0xb, 0xa]],
    [8, 0xab, [0xab]],
  ])('reads %i bits from the lowest', (bits, byte, values) => {
    const list = statusListOf(new Uint8Array([byte]), bits)
    expect(list.size).toBe(values.length)
    expect(values.map((_, i) => list.at(i))).toEqual(values)
    for (const beyond of [values.length, -1, 0.5, Number.NaN, 2 ** 60]) expect(list.at(beyond)).toBeUndefined()
  })

  it('reads what a naive model wrote', () => {
    fc.assert(
      fc.property(fc.constantFrom<StatusBits>(1, 2, 4, 8), fc.array(fc.nat(255), { minLength: 1 }), (bits, numbers) => {
        const values = numbers.map((one) => one % 2 ** bits)
        while ((values.length * bits) % 8 !== 0) values.push(0)
        const text = values.map((one) => [...one.toString(2).padStart(bits, '0')].reverse().join('')).join('')
        const bytes = (text.match(/.{8}/g) ?? []).map((one) => Number.parseInt([...one].reverse().join(''), 2))
        const list = statusListOf(Uint8Array.from(bytes), bits)
        expect(values.map((_, i) => list.at(i))).toEqual(values)
      }),
    )
  })
})

describe('inflateStatusList', () => {
  const data = Buffer.alloc(1000, 7)
  const inflate = (bytes: Uint8Array, limit = 1000): Promise<string> =>
    codeOf(() => inflateStatusList(bytes, { bits: 1, limit, engine }))

  it('takes zlib, all of it, and nothing else', async () => {
    const good = deflateSync(data)
    expect(await inflate(good)).toBe('accepted')
    expect(await inflate(deflateRawSync(data))).toBe('compressed_malformed')
    expect(await inflate(gzipSync(data))).toBe('compressed_malformed')
    expect(await inflate(good.subarray(0, -1))).toBe('compressed_malformed')
    expect(await inflate(Buffer.concat([good, Buffer.from([0])]))).toBe('compressed_malformed')
    const wrongSum = Buffer.from(good)
    wrongSum[good.length - 1] = (wrongSum[good.length - 1] as number) ^ 1
    expect(await inflate(wrongSum)).toBe('compressed_malformed')
    expect(await inflate(deflateSync(Buffer.alloc(0)))).toBe('status_list_malformed')
    expect(await inflate(new Uint8Array())).toBe('compressed_malformed')
  })

  it('makes no more of a bomb than it takes', async () => {
    const bomb = deflateSync(Buffer.alloc(200 * 2 ** 20))
    expect(bomb.length).toBeLessThan(210_000)
    expect(await inflate(deflateSync(Buffer.alloc(1001)))).toBe('compressed_too_large')
    const before = process.memoryUsage().arrayBuffers
    expect(await inflate(bomb, 2 ** 20)).toBe('compressed_too_large')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 2 ** 20)
  })
})

/** A list in which 3 is revoked, 5 suspended and 7 something else; all of it good. */
const claims = (change: JsonObject = {}, list: JsonObject = {}): JsonObject => ({
  iss: issuer,
  sub: uri,
  iat: now - 60,
  exp: now + 3600,
  ttl: 600,
  status_list: { bits: 2, lst: encodeBase64url(deflateSync(new Uint8Array([0b01000000, 0b11001000]))), ...list },
  ...change,
})
const jwt = (payload: JsonObject, header: JsonObject = {}, by = signer): Promise<string> =>
  signCompactJws({ typ: 'statuslist+jwt', ...header }, JSON.stringify(payload), by)

interface World {
  readonly token?: string | Uint8Array
  readonly type?: string
  readonly options?: Partial<StatusListOptions>
  readonly at?: number
  readonly relatedTo?: readonly Evidence[]
  readonly index?: number
  readonly retrieval?: Retrieval
}

/** How often the host was asked. */
let asked = 0
const transportFor = (world: World): Transport => ({
  request: async () => {
    asked++
    if (world.token === undefined) throw new Error('nobody is there')
    const bytes = typeof world.token === 'string' ? new TextEncoder().encode(world.token) : world.token
    const body = (async function* () {
      yield bytes
    })()
    return {
      status: 200,
      headers: { 'content-type': world.type ?? 'application/statuslist+jwt' },
      body,
      close: () => {},
    }
  },
})
const resolverFor = ({ options = {} }: World) => statusLists({ trust, ...options })
const ask = (world: World, resolver = resolverFor(world)): Promise<StatusAnswer> =>
  resolver.resolve(
    {
      references: [{ kind: 'status_list', uri, index: world.index ?? 0 }],
      relatedTo: world.relatedTo ?? related,
      at: world.at ?? now,
    },
    defaultContext({
      now: () => (world.at ?? now) * 1000,
      retrieval: world.retrieval ?? guardedRetrieval({ transport: transportFor(world) }),
    }),
  )
const outcome = (answer: StatusAnswer): string =>
  answer.valid ? 'valid' : `${answer.code}${answer.retryable === true ? ', retryable' : ''}`

describe('statusLists', async () => {
  const good = await jwt(claims())

  it('says valid, with where it was read and who says so', async () => {
    const answer = await ask({ token: good })
    expect(answer).toEqual({
      valid: true,
      evidence: [
        {
          kind: 'status-list',
          uri,
          index: 0,
          value: 0,
          issuedAt: now - 60,
          expires: now + 3600,
          timeToLive: 600,
          retrievedAt: now,
          recorded: false,
          sha256: engine.sha256Base64url(good),
          signer: { kind: 'pinned-key', key: keys.publicKey, issuer },
        },
      ],
    })
  })

  it.each<[string, number, Partial<StatusListOptions>, string]>([
    ['a revoked one', 3, {}, 'status_invalid'],
    ['a suspended one', 5, {}, 'status_suspended'],
    ['one of a value that nobody knows', 7, {}, 'status_unknown'],
    ['one that was replaced', 7, { reasons: { 3: 'replaced' } }, 'status_replaced'],
    ['one whose award was withdrawn', 7, { reasons: { 3: 'withdrawn' } }, 'status_withdrawn'],
    ['one beyond the end', 8, {}, 'status_index_out_of_range'],
  ])('refuses %s', async (_, index, options, code) => {
    expect(outcome(await ask({ token: good, index, options }))).toBe(code)
  })

  it.each<[string, () => Promise<World>, string]>([
    ['nobody there', async () => ({}), 'status_unreachable, retryable'],
    ['another type of document', async () => ({ token: good, type: 'text/html' }), 'retrieval_media_type'],
    [
      'a form that is not asked for',
      async () => ({ token: good, options: { forms: ['cwt'] } }),
      'retrieval_media_type',
    ],
    ['another typ', async () => ({ token: await jwt(claims(), { typ: 'dc+sd-jwt' }) }), 'status_list_type_mismatch'],
    [
      'no typ',
      async () => ({ token: await signCompactJws({}, JSON.stringify(claims()), signer) }),
      'status_list_type_mismatch',
    ],
    [
      'a changed list',
      async () => ({ token: `${good.slice(0, -2)}${good.endsWith('AA') ? 'BB' : 'AA'}` }),
      'status_list_signature_invalid',
    ],
    [
      'a signature of another',
      async () => ({ token: await jwt(claims(), {}, await signerFromJwk(other.privateKey)) }),
      'status_list_signature_invalid',
    ],
    [
      'a critical header',
      async () => ({ token: await jwt(claims(), { crit: ['x'], x: 1 }) }),
      'critical_header_unsupported',
    ],
    [
      'an algorithm that is not allowed',
      async () => ({ token: good, options: { algorithms: ['ES384'] } }),
      'algorithm_not_allowed',
    ],
    ['another place', async () => ({ token: await jwt(claims({ sub: `${uri}0` })) }), 'status_list_subject_mismatch'],
    ['no place', async () => ({ token: await jwt(claims({ sub: null })) }), 'status_list_malformed'],
    ['no time', async () => ({ token: await jwt(claims({ iat: null })) }), 'status_list_malformed'],
    ['a time as text', async () => ({ token: await jwt(claims({ iat: '1' })) }), 'status_list_malformed'],
    ['a time to come', async () => ({ token: await jwt(claims({ iat: now + 1 })) }), 'status_list_not_yet_valid'],
    ['an nbf to come', async () => ({ token: await jwt(claims({ nbf: now + 1 })) }), 'status_list_not_yet_valid'],
    ['an end that is now', async () => ({ token: await jwt(claims({ exp: now })) }), 'status_list_expired'],
    ['a ttl of 0', async () => ({ token: await jwt(claims({ ttl: 0 })) }), 'status_list_malformed'],
    ['a ttl as text', async () => ({ token: await jwt(claims({ ttl: '600' })) }), 'status_list_malformed'],
    ['no list', async () => ({ token: await jwt(claims({ status_list: null })) }), 'status_list_malformed'],
    ['3 bits', async () => ({ token: await jwt(claims({}, { bits: 3 })) }), 'status_list_malformed'],
    ['bits as text', async () => ({ token: await jwt(claims({}, { bits: '2' })) }), 'status_list_malformed'],
    [
      'a list that is no base64url',
      async () => ({ token: await jwt(claims({}, { lst: 'a+b=' })) }),
      'status_list_malformed',
    ],
    ['a list of numbers', async () => ({ token: await jwt(claims({}, { lst: [1] })) }), 'status_list_malformed'],
    [
      'an aggregation that is no text',
      async () => ({ token: await jwt(claims({}, { aggregation_uri: 1 })) }),
      'status_list_malformed',
    ],
    [
      'a list that is not zlib',
      async () => ({ token: await jwt(claims({}, { lst: encodeBase64url(gzipSync('x')) })) }),
      'compressed_malformed',
    ],
    [
      'a list larger than is taken',
      async () => ({ token: good, options: { maximumListBytes: 1 } }),
      'compressed_too_large',
    ],
    [
      'a token larger than is taken',
      async () => ({ token: good, options: { maximumBytes: 10 } }),
      'retrieval_too_large',
    ],
    [
      'a list of another issuer',
      async () => ({ token: await jwt(claims({ iss: 'https://other.example' })) }),
      'status_list_signer_unknown',
    ],
    [
      'a list by somebody who is trusted, and has nothing to do with the issuer',
      async () => ({
        token: await jwt(claims({ iss: 'https://other.example' }), {}, await signerFromJwk(other.privateKey)),
        options: { trust: issuerKeys({ 'https://other.example': [other.publicKey] }) },
      }),
      'status_list_signer_unrelated',
    ],
  ])('refuses %s', async (_, make, code) => {
    expect(outcome(await ask({ token: good }))).toBe('valid')
    const world = await make()
    expect(outcome(await ask(world))).toBe(code)
  })

  it('takes a list without an issuer as one of the credential’s, and anybody’s where the caller says so', async () => {
    const { iss: _, ...anonymous } = claims()
    expect(outcome(await ask({ token: await jwt(anonymous) }))).toBe('valid')
    const world: World = {
      token: await jwt(claims({ iss: 'https://other.example' }), {}, await signerFromJwk(other.privateKey)),
      options: { trust: issuerKeys({ 'https://other.example': [other.publicKey] }), signer: anyTrustedSigner },
    }
    expect(outcome(await ask(world))).toBe('valid')
  })

  it('relates a signer by key, by authority, by identity, and by nothing that it says of itself', async () => {
    const key = keys.publicKey as unknown as JsonObject
    const bound = (evidence: Evidence): Promise<string> => ask({ token: good, relatedTo: [evidence] }).then(outcome)
    expect(await bound({ kind: 'listed-key', key })).toBe('valid')
    expect(await bound({ kind: 'pinned-key', key: other.publicKey as unknown as JsonObject, issuer })).toBe('valid')
    expect(await bound({ kind: 'did', issuer })).toBe('status_list_signer_unrelated')
    expect(await bound({ kind: 'pinned-key', key: other.publicKey as unknown as JsonObject })).toBe(
      'status_list_signer_unrelated',
    )
  })

  it('refuses what it does not know how to ask, and everything where one of several does not hold', async () => {
    const resolver = statusLists({ trust })
    const at = (references: never) =>
      resolver.resolve(
        { references, relatedTo: related, at: now },
        defaultContext({ retrieval: guardedRetrieval({ transport: transportFor({ token: good }) }) }),
      )
    const own = { kind: 'status_list', uri, index: 0 }
    expect(outcome(await at([own] as never))).toBe('valid')
    expect(outcome(await at([own, { kind: 'token_status' }] as never))).toBe('status_mechanism_unsupported')
    expect(outcome(await at([own, { ...own, index: 3 }] as never))).toBe('status_invalid')
    expect(
      outcome(
        await statusLists({ trust }).resolve(
          { references: [own] as never, relatedTo: related, at: now },
          defaultContext(),
        ),
      ),
    ).toBe('retrieval_unavailable')
  })

  it('asks once within the ttl, again after it, and never uses a list beyond its end', async () => {
    // One way out for all askers: those of another do not wait for it.
    const retrieval = guardedRetrieval({ transport: transportFor({ token: good }) })
    const world: World = { token: good, retrieval }
    const resolver = resolverFor(world)
    asked = 0
    const both = await Promise.all([ask(world, resolver), ask({ ...world, index: 3 }, resolver)])
    expect(both.map(outcome)).toEqual(['valid', 'status_invalid'])
    expect(outcome(await ask({ ...world, at: now + 599 }, resolver))).toBe('valid')
    expect(asked).toBe(1)
    await ask({ ...world, at: now + 600 }, resolver)
    expect(asked).toBe(2)
    expect(outcome(await ask({ ...world, at: now + 3600 }, resolver))).toBe('status_list_expired')
    expect(asked).toBe(3)
  })

  it('fetches a new list where the one that is kept has ended', async () => {
    const resolver = statusLists({ trust })
    expect(outcome(await ask({ token: await jwt(claims({ ttl: 86_400 })) }, resolver))).toBe('valid')
    const next = await jwt(claims({ iat: now + 3000, exp: now + 7200 }))
    expect(outcome(await ask({ token: next, at: now + 3599 }, resolver))).toBe('valid')
    asked = 0
    expect(outcome(await ask({ token: next, at: now + 3600 }, resolver))).toBe('valid')
    expect(asked).toBe(1)
  })

  it('takes the list without a ttl for as long as HTTP says', async () => {
    const { ttl: _, ...plain } = claims()
    const token = await jwt(plain)
    const resolver = statusLists({ trust })
    asked = 0
    await ask({ token }, resolver)
    await ask({ token }, resolver)
    expect(asked).toBe(2)
  })

  it('asks for the list of another time where it is told to, and takes no other', async () => {
    const options = { historical: true }
    const urls: string[] = []
    const at = async (time: number, token: string): Promise<string> => {
      const transport: Transport = {
        request: (request) => {
          urls.push(request.url)
          return transportFor({ token }).request(request)
        },
      }
      const request = { references: [{ kind: 'status_list', uri, index: 0 }], relatedTo: related, at: time } as const
      return outcome(
        await statusLists({ trust, ...options }).resolve(
          request,
          defaultContext({ retrieval: guardedRetrieval({ transport }) }),
        ),
      )
    }
    const past = now - 30 * 86_400
    const ofThen = await jwt(claims({ iat: past - 60, exp: past + 60 }))
    expect(await at(past, ofThen)).toBe('valid')
    expect(urls).toEqual([`${uri}?time=${past}`])
    expect(await at(past, good)).toBe('status_list_time_mismatch')
    expect(await at(past + 60, ofThen)).toBe('status_list_time_mismatch')
    expect(await at(past + 59, ofThen)).toBe('valid')
  })

  it('a list that was revoked in is not read from an older copy', async () => {
    const resolver = statusLists({ trust })
    expect(outcome(await ask({ token: good }, resolver))).toBe('valid')
    const revoked = await jwt(claims({}, { lst: encodeBase64url(deflateSync(new Uint8Array([1, 0]))) }))
    expect(outcome(await ask({ token: revoked, at: now + 600 }, resolver))).toBe('status_invalid')
  })

  it('lets go of an answer that was no list of this place: the host may be well again', async () => {
    const wrongs = [
      await jwt(claims({ ttl: 1e9, sub: `${uri}0` })),
      `${good.slice(0, good.lastIndexOf('.'))}.${'A'.repeat(86)}`,
      await jwt(claims({ ttl: 1e9 }, { lst: encodeBase64url(new Uint8Array(9)) })),
      await jwt(claims({ ttl: 1e9 }, { lst: encodeBase64url(deflateSync(new Uint8Array())) })),
      await jwt(claims({ ttl: 1e9, iss: 'https://other.example' })),
      await jwt(claims({ ttl: 1e9, nbf: now + 1 })),
      await jwt(claims({ ttl: 1e9, iat: now + 1 })),
    ]
    for (const wrong of wrongs) {
      const resolver = statusLists({ trust })
      expect(outcome(await ask({ token: wrong }, resolver))).not.toBe('valid')
      expect(outcome(await ask({ token: good }, resolver))).toBe('valid')
    }
  })

  it('keeps no list for longer than a day, whatever the list says', async () => {
    const retrieval = guardedRetrieval({
      transport: transportFor({ token: await jwt(claims({ ttl: 1e9, exp: now + 1e9 })) }),
    })
    const resolver = statusLists({ trust })
    asked = 0
    for (const at of [now, now + 86_399, now + 86_400]) await ask({ retrieval, at }, resolver)
    expect(asked).toBe(2)
  })

  it('whoever waits with another clock asks for its own time', async () => {
    const retrieval = guardedRetrieval({ transport: transportFor({ token: await jwt(claims({ exp: now + 1e9 })) }) })
    const resolver = statusLists({ trust })
    asked = 0
    const answers = await Promise.all([now, now + 86_400, now].map((at) => ask({ retrieval, at }, resolver)))
    expect(answers.map((answer) => answer.valid && answer.evidence?.[0]?.retrievedAt)).toEqual([now, now + 86_400, now])
    expect(asked).toBe(2)
  })

  it('a list that is kept is not in a recording that begins later: it is asked for anew', async () => {
    const resolver = statusLists({ trust })
    const host = guardedRetrieval({ transport: transportFor({ token: good }) })
    await ask({ retrieval: host }, resolver)
    const recording = recordingOf(host)
    await ask({ retrieval: recording }, resolver)
    expect(recording.parts().map(({ url }) => url)).toEqual([uri])
  })

  it('asks a recording each time, which judges its own age, and a host though a recording was asked before', async () => {
    const recorded = await jwt(claims({ exp: now + 1e9, ttl: 60 }))
    const resolver = statusLists({ trust })
    let age = 0
    const bundle = {
      retrieve: async ({ url }: { readonly url: string }) => {
        if (age > 7) throw new Refusal('retrieval_too_old')
        const bytes = new TextEncoder().encode(recorded)
        return { url, mediaType: 'application/statuslist+jwt', bytes, retrievedAt: now, recorded: true } as const
      },
    }
    const offline = async (at: number): Promise<string> => {
      const references = [{ kind: 'status_list', uri, index: 0 }] as const
      return outcome(
        await resolver.resolve({ references, relatedTo: related, at }, defaultContext({ retrieval: bundle })),
      )
    }
    expect(await offline(now)).toBe('valid')
    expect(await offline(now + 6 * 86_400)).toBe('valid')
    age = 8
    expect(await offline(now + 8 * 86_400)).toBe('retrieval_too_old')
    const revoked = await jwt(claims({}, { lst: encodeBase64url(deflateSync(new Uint8Array([1, 0]))) }))
    expect(outcome(await ask({ token: revoked }, resolver))).toBe('status_invalid')
  })

  it('adds the time to a query and spells nothing of it anew', async () => {
    const urls: string[] = []
    const retrieve = async ({ url }: { readonly url: string }): Promise<never> => {
      urls.push(url)
      throw new Refusal('retrieval_failed', { retryable: true })
    }
    const place = `${uri}?sig=~a(b)&time=7`
    const references = [{ kind: 'status_list', uri: place, index: 0 }] as const
    const context = defaultContext({ retrieval: { retrieve } })
    await statusLists({ trust, historical: true }).resolve({ references, relatedTo: related, at: now }, context)
    expect(urls).toEqual([`${place}&time=${now}`])
  })

  it('no changed character of a list throws or is believed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom('A', 'z', '-', '.', '~'), async (place, letter) => {
        fc.pre(good[place] !== letter)
        const token = good.slice(0, place) + letter + good.slice(place + 1)
        expect(outcome(await ask({ token }))).not.toBe('valid')
      }),
      { numRuns: 200 },
    )
  })

  it('wrong use is a TypeError at once', () => {
    for (const wrong of [
      undefined,
      {},
      { trust, sginer: 'related' },
      { trust, forms: [] },
      { trust, forms: ['xml'] },
      { trust, reasons: { 1: 'replaced' } },
      { trust, maximumBytes: -1 },
    ]) {
      expect(() => statusLists(wrong as never)).toThrow(TypeError)
    }
  })
})

describe('readAggregation', () => {
  const read = (text: string): Promise<string> => codeOf(() => readAggregation(new TextEncoder().encode(text)))

  it('gives the places of lists', () => {
    const text = JSON.stringify({ status_lists: [uri, `${uri}0`], more: 1 })
    expect(readAggregation(new TextEncoder().encode(text))).toEqual([uri, `${uri}0`])
  })

  it.each(['[]', '{}', '{"status_lists":"a"}', '{"status_lists":[1]}', '{"status_lists":["list"]}', 'no JSON', ''])(
    'refuses %s',
    async (text) => {
      expect(await read(text)).toBe('aggregation_malformed')
    },
  )

  it('takes only what is a URI as it stands: a place is shown to people as it came', async () => {
    for (const place of [`${uri}\u001b[2J`, `${uri}\n`, ` ${uri}`, `${uri}\u202e`, `${uri}/一覧`]) {
      expect(URL.canParse(place)).toBe(true)
      expect(await read(JSON.stringify({ status_lists: [uri, place] }))).toBe('aggregation_malformed')
    }
  })
})

describe('publishing', () => {
  const list = (options: Partial<Parameters<typeof createStatusList>[0]> = {}) =>
    createStatusList({ size: 64, bits: 2, context, ...options })

  it('gives each index away once, all of them, and then says that it is full', async () => {
    const published = list()
    const given = Array.from({ length: 64 }, () => published.allocate())
    expect(new Set(given).size).toBe(64)
    expect(published.free).toBe(0)
    expect(given).not.toEqual([...given].sort((one, next) => one - next))
    expect(await codeOf(() => published.allocate())).toBe('status_list_full')
  })

  it('refuses a value that its bits cannot hold, an index that was not given away, and sizes that are none', () => {
    const published = list()
    const index = published.allocate()
    published.set(index, 3)
    expect(published.get(index)).toBe(3)
    published.set(index, statusValue.valid)
    expect(published.get(index)).toBe(0)
    expect(() => published.set(index, 4)).toThrow(TypeError)
    expect(() => published.set(index, -1)).toThrow(TypeError)
    const free = Array.from({ length: 64 }, (_, i) => i).find((one) => one !== index) as number
    expect(() => published.set(free, 1)).toThrow('never given away')
    expect(() => published.get(64)).toThrow(TypeError)
    for (const wrong of [{ size: 7 }, { size: 0 }, { bits: 3 as never }, { size: 2.5 }])
      expect(() => list(wrong)).toThrow(TypeError)
  })

  it('changes nothing in what it was kept in, be it a Buffer, whose slices share their bytes', () => {
    const before = list()
    const index = before.allocate()
    const { bits, statuses, allocated } = before.save()
    const saved = { bits, statuses: Buffer.from(statuses), allocated: Buffer.from(allocated) }
    const again = createStatusList({ saved: saved as never, context })
    again.set(index, 3)
    again.allocate()
    expect([Uint8Array.from(saved.statuses), Uint8Array.from(saved.allocated)]).toEqual([statuses, allocated])
  })

  it('goes on where it was kept', () => {
    const published = list()
    const index = published.allocate()
    published.set(index, 1)
    const again = createStatusList({ saved: published.save(), context })
    expect([again.size, again.bits, again.free, again.get(index)]).toEqual([64, 2, 63, 1])
    expect(() => createStatusList({ saved: published.save(), size: 128, context })).toThrow(TypeError)
  })

  it.each(['jwt', 'cwt'] as const)('signs a %s that is read and believed', async (form) => {
    const published = list()
    const [revoked, good] = [published.allocate(), published.allocate()]
    published.set(revoked, statusValue.invalid)
    const options = {
      uri,
      signer,
      context,
      issuer,
      kid: 'one',
      timeToLive: 600,
      expires: new Date((now + 3600) * 1000),
      aggregationUri: `${issuer}/all`,
    }
    const token =
      form === 'jwt' ? await signStatusListJwt(published, options) : await signStatusListCwt(published, options)
    const read =
      form === 'jwt' ? readJwtToken(new TextEncoder().encode(token as string)) : readCwtToken(token as Uint8Array)
    expect(read).toMatchObject({
      subject: uri,
      issuedAt: now,
      expires: now + 3600,
      timeToLive: 600,
      bits: 2,
      aggregationUri: `${issuer}/all`,
    })
    const world: World = { token, type: `application/statuslist+${form}` }
    expect(outcome(await ask({ ...world, index: good }))).toBe('valid')
    expect(outcome(await ask({ ...world, index: revoked }))).toBe('status_invalid')
  })

  it('refuses wrong use at once', async () => {
    for (const wrong of [
      {},
      { uri: 'x', signer, context },
      { uri, signer, context, timeToLive: 0 },
      { uri, signer, context, expires: new Date(0) },
    ]) {
      await expect(signStatusListJwt(list(), wrong as never)).rejects.toThrow(TypeError)
    }
  })
})

describe('a CWT', async () => {
  const published = createStatusList({ size: 8, context })
  const good = await signStatusListCwt(published, { uri, signer, context, issuer })
  const world = (token: Uint8Array): World => ({ token, type: 'application/statuslist+cwt' })

  it('is refused without its tag, under another, with its type unprotected, and changed anywhere', async () => {
    expect(outcome(await ask(world(good)))).toBe('valid')
    expect(outcome(await ask(world(good.slice(1))))).toBe('cose_tag_mismatch')
    expect(outcome(await ask(world(Uint8Array.from([0xd8, 61, ...good]))))).toBe('cbor_tag_not_allowed')
    const text = Buffer.from(good).toString('latin1')
    const type = text.replace('statuslist+cwt', 'statuslist+xxx')
    expect(outcome(await ask(world(Uint8Array.from(Buffer.from(type, 'latin1')))))).toBe('status_list_type_mismatch')
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const bytes = good.slice()
        bytes[place] = (bytes[place] as number) ^ change
        expect(outcome(await ask(world(bytes)))).not.toBe('valid')
      }),
      { numRuns: 200 },
    )
  })
})

const vectors = new URL('../../../../shared/vectors/token-status-list/vectors.json', import.meta.url)

describe.skipIf(!existsSync(vectors))(
  'the vectors of the draft (skipped where others’ vectors are not there)',
  async () => {
    interface Vectors {
      readonly lists: readonly {
        bits: StatusBits
        lst: string
        cborHex: string
        entries: number
        nonZero: Record<string, number>
      }[]
      readonly tokens: { key: JsonObject; status_list_jwt_raw: string; status_list_cwt: string }
    }
    const { lists, tokens }: Vectors = existsSync(vectors)
      ? JSON.parse(readFileSync(vectors, 'utf8'))
      : { lists: [], tokens: { key: {}, status_list_jwt_raw: '', status_list_cwt: '' } }

    it('293 indices in four lists, as JSON and as CBOR; all others are 0', async () => {
      let asserted = 0
      for (const { bits, lst, cborHex, entries, nonZero } of lists) {
        const inCbor = decodeCbor(Uint8Array.from(Buffer.from(cborHex, 'hex'))).value
        const bytes = isCborMap(inCbor) ? (inCbor.get('lst') as Uint8Array) : new Uint8Array()
        for (const compressed of [decodeBase64url(lst), bytes]) {
          const list = await inflateStatusList(compressed, { bits, limit: 2 ** 21, engine })
          expect(list.size).toBe(entries)
          for (let index = 0; index < entries; index++) {
            if (list.at(index) !== (nonZero[index] ?? 0))
              expect([bits, index, list.at(index)]).toBe(nonZero[index] ?? 0)
          }
        }
        asserted += Object.keys(nonZero).length
      }
      expect(asserted).toBe(293)
    })

    it('a JWT and a CWT, whose signatures hold', async () => {
      const { kid: _, ...key } = tokens.key
      const jwtToken = readJwtToken(new TextEncoder().encode(tokens.status_list_jwt_raw))
      expect(await jwtToken.isSignedBy(key as unknown as PublicJwk, engine)).toBe(true)
      const bytes = Uint8Array.from(Buffer.from(tokens.status_list_cwt, 'hex'))
      const cwtToken = readCwtToken(bytes)
      expect(await cwtToken.isSignedBy(key as unknown as PublicJwk, engine)).toBe(true)
      expect([jwtToken.subject, cwtToken.subject]).toEqual([
        'https://example.com/statuslists/1',
        'https://example.com/statuslists/1',
      ])
      expect(parseSign1(bytes).leniencies).toEqual([])
    })
  },
)
