import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bearer } from '@hashikake/credential'
import { encodeBase64urlText } from '@hashikake/encoding/base64url'
import { type HeldCredential, inspect, match, memoryStore, present, receive } from '@hashikake/holder'
import { fileStore } from '@hashikake/holder/file-store'
import { issue } from '@hashikake/issuer'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenge, context, hold, holder, issuer, issuerId, show, trust, vct } from './whole-way.ts'

const formats = [sdJwtVc.presentation()]
let folder: string
let credential: HeldCredential
let files = 0
const newFile = (): string => join(folder, `wallet-${files++}.json`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hashikake-'))
  credential = await hold({
    claims: { name: '橋本 架', langs: ['ja', 'nl'] },
    disclosable: [['name'], ['langs', null]],
  })
})
afterAll(() => rm(folder, { recursive: true }))

describe('what a file store keeps', () => {
  it.each([
    ['valid base64url', 'AQID'],
    ['invalid base64url', 'not base64url!'],
  ])('is the claims as they are, also where one is written like bytes: %s', async (_, $bytes) => {
    const path = newFile()
    const claims = { photo: { $bytes }, photos: [{ $bytes }], encoded: { $bytes } }
    const id = await fileStore(path).add([{ ...credential, claims }])
    expect(await fileStore(path).take(id)).toEqual({ ...credential, claims })
    expect((await fileStore(path).take(id, { reuseLast: true }))?.claims).toEqual(claims)
  })

  it('is bytes where the copy is, and a name that JavaScript knows', async () => {
    const path = newFile()
    const claims = JSON.parse('{ "__proto__": { "a": 1 }, "toJSON": "x" }')
    const copy = { ...credential, claims, encoded: new Uint8Array([1, 2, 255]) }
    const id = await fileStore(path).add([copy])
    const taken = await fileStore(path).take(id)
    expect(taken?.encoded).toEqual(copy.encoded)
    expect(JSON.stringify(taken?.claims)).toBe(JSON.stringify(claims))
  })

  it.each([
    ['no JSON', '[{'],
    ['null', 'null'],
    ['an object', '{}'],
    ['numbers', '[1]'],
    ['no copies', '[{ "id": "a", "used": 0 }]'],
    ['copies that are none', '[{ "id": "a", "unused": ["x"], "used": 0 }]'],
    ['bytes that are none', '[{ "id": "a", "unused": [{ "format": "f", "encoded": { "$bytes": "!" } }], "used": 0 }]'],
    ['a last copy that is none', '[{ "id": "a", "unused": [], "last": {}, "used": 1 }]'],
    ['a count that is none', '[{ "id": "a", "unused": [], "used": "1" }]'],
  ])('is called damaged, and never overwritten, where it holds %s', async (_, text) => {
    const path = newFile()
    await writeFile(path, text)
    const store = fileStore(path)
    const uses = [() => store.list(), () => store.add([credential]), () => store.take('a'), () => store.remove('a')]
    for (const use of uses) {
      await expect(use()).rejects.toThrow(/wallet-\d+\.json is damaged/)
    }
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('never passes through a file that others can read', async () => {
    const path = newFile()
    await writeFile(`${path}.next`, 'left behind', { mode: 0o666 })
    await fileStore(path).add([credential])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).filter((name) => /\.(next|lock|takeover)/.test(name))).toEqual([])
  })
})

describe('a lock of a file store', () => {
  const now = Date.now()
  const module = fileURLToPath(new URL('../../holder/dist/file-lock.js', import.meta.url))

  it('that a killed process left is taken over, by one at a time', async () => {
    const path = newFile()
    const id = await fileStore(path).add(Array.from({ length: 8 }, (_, i) => ({ ...credential, receivedAt: `${i}` })))
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    await writeFile(`${path}.lock`, JSON.stringify({ pid: child.pid, host: hostname(), time: now }))
    const taken = await Promise.all(Array.from({ length: 8 }, () => fileStore(path).take(id)))
    expect(new Set(taken.map((copy) => copy?.receivedAt)).size).toBe(8)
  })

  it('is left behind by a process killed in the midst of its work, and then taken over', async () => {
    const path = newFile()
    const script = `import { locked } from ${JSON.stringify(module)}
      await locked(process.argv[1], () => { console.log('locked'); return new Promise(() => setInterval(() => {}, 1000)) })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, `${path}.lock`])
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(JSON.parse(await readFile(`${path}.lock`, 'utf8'))).toMatchObject({ pid: child.pid })
    expect(await fileStore(path).list()).toEqual([])
  })

  it('that is older than a minute is taken over, whatever it says', async () => {
    const path = newFile()
    await writeFile(`${path}.lock`, JSON.stringify({ pid: process.pid, host: hostname(), time: now - 61_000 }))
    expect(await fileStore(path).list()).toEqual([])
    await writeFile(`${path}.lock`, '')
    await utimes(`${path}.lock`, now / 1000 - 61, now / 1000 - 61)
    await writeFile(`${path}.lock.takeover`, '')
    await utimes(`${path}.lock.takeover`, now / 1000 - 61, now / 1000 - 61)
    expect(await fileStore(path).list()).toEqual([])
  })

  it('that was taken over lets its former owner neither change anything nor remove it', async () => {
    const { locked } = (await import(module)) as typeof import('../../holder/dist/file-lock.js')
    const lock = `${newFile()}.lock`
    const working = locked(lock, async (requireLock) => {
      await writeFile(lock, 'of another')
      await requireLock()
    })
    await expect(working).rejects.toThrow(/taken over/)
    expect(await readFile(lock, 'utf8')).toBe('of another')
    await rm(lock)
  })

  it('that a living process holds is waited for, and named in the end', async () => {
    const path = newFile()
    const held = JSON.stringify({ pid: process.pid, host: hostname(), time: now })
    await writeFile(`${path}.lock`, held)
    await expect(fileStore(path).list()).rejects.toThrow(/wallet-\d+\.json\.lock is held/)
    expect(await readFile(`${path}.lock`, 'utf8')).toBe(held)
  })
})

describe('a store', () => {
  it('takes credentials, not what receive gave', async () => {
    const received = { accepted: true, credential, checks: [] }
    for (const wrong of [[received], [null], [{}], ['a.b.c~'], [], credential]) {
      expect(() => memoryStore().add(wrong as never)).toThrow(/store\.add\(\[received\.credential\]\)/)
    }
  })

  it('lists what cannot change it', async () => {
    const store = memoryStore()
    const id = await store.add([{ ...credential }])
    const list = await store.list()
    expect([list, list[0], list[0]?.unused, list[0]?.unused[0]].every(Object.isFrozen)).toBe(true)
    expect(() => (list as unknown[]).pop()).toThrow(TypeError)
    expect((await store.take(id))?.encoded).toBe(credential.encoded)
  })
})

describe('present', () => {
  const selection = { credential: { format: 'dc+sd-jwt', encoded: 'x~' }, disclose: [], signer: holder.signer }
  const presenting = (selections: readonly object[], changes: object = {}) =>
    present(selections as never, { formats, challenge, context, ...changes })

  it('starts nothing where a format is missing', async () => {
    const unhandled: unknown[] = []
    const listener = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', listener)
    try {
      const unknown = { ...selection, credential: { format: 'mso_mdoc', encoded: 'x' } }
      await expect(presenting([selection, unknown])).rejects.toThrow(/None of the given formats is mso_mdoc/)
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      process.off('unhandledRejection', listener)
    }
    expect(unhandled).toEqual([])
  })

  it.each<[string, object]>([
    ['without a nonce', { protocol: 'direct', audience: 'https://a.example' }],
    ['with an empty nonce', { protocol: 'direct', audience: 'https://a.example', nonce: '' }],
    ['without its audience', { protocol: 'direct', nonce: 'abcdefgh' }],
    ['without its client', { protocol: 'openid4vp', nonce: 'abcdefgh', responseUri: 'https://a.example' }],
    ['without its origin', { protocol: 'openid4vp-dc-api', nonce: 'abcdefgh' }],
    ['without its transcript', { protocol: 'iso-18013-5', nonce: 'abcdefgh' }],
    ['of an unknown protocol', { protocol: 'toString', nonce: 'abcdefgh', audience: 'x' }],
  ])('answers no challenge %s', async (_, wrong) => {
    await expect(presenting([{ ...selection, credential }], { challenge: wrong })).rejects.toThrow(TypeError)
  })

  it.each<[string, object, object]>([
    ['a signer without a public key', { signer: { algorithm: 'ES256', sign: async () => new Uint8Array() } }, {}],
    ['a signer that cannot sign', { signer: { ...holder.signer, sign: undefined } }, {}],
    ['a signer that is null', { signer: null }, {}],
    ['a clock without a time', {}, { context: { ...context, now: () => Number.NaN } }],
    ['a clock beyond all dates', {}, { context: { ...context, now: () => 1e300 } }],
    ['a format of the verifier', {}, { formats: [sdJwtVc.verification()] }],
    ['an option with a slip of the pen', {}, { chalenge: challenge }],
  ])('refuses %s', async (_, selectionChanges, optionChanges) => {
    const presented = presenting([{ ...selection, credential, ...selectionChanges }], optionChanges)
    await expect(presented).rejects.toThrow(TypeError)
    await expect(presented).rejects.not.toThrow(/ of (undefined|'undefined'|null|object null)/)
  })

  it('is clear about options and selections that are none', async () => {
    await expect(present([], undefined as never)).rejects.toThrow(/present takes options/)
    await expect(present([null] as never, { formats, challenge })).rejects.toThrow(/present takes selections/)
  })
})

describe('match', () => {
  const asked = { claims: [{ path: ['name'] }] }
  it.each<[string, unknown, unknown]>([
    ['types in a string', [credential], { ...asked, types: vct }],
    ['values in a string', [], { claims: [{ path: ['name'], values: '橋本 架' }] }],
    ['a format in a list', [], { ...asked, format: ['dc+sd-jwt'] }],
    ['a claim that is null', [], { claims: [null] }],
    ['no query', [], null],
    ['no credentials', null, asked],
    ['a credential that is null', [null], asked],
  ])('refuses %s', (_, credentials, query) => {
    const matching = () => match((credentials as never[] | null)?.map((one) => one ?? null) as never, query as never)
    expect(matching).toThrow(/^match takes/)
  })

  it('takes what was received', () => {
    expect(match([credential], { ...asked, types: [vct] })).toMatchObject([{ disclose: [['name']] }])
  })
})

describe('receive', () => {
  const issued = () =>
    issue(
      { vct, claims: {}, holderKey: holder.publicKey },
      { format: sdJwtVc.issuance(), issuer: { id: issuerId, signer: issuer.signer }, context },
    )
  const options = { formats, trust, holderKey: holder.publicKey, context }

  it.each<[string, object, RegExp]>([
    ['trust that cannot decide', { trust: { findKeys: () => [] } }, /trust/],
    ['a format of the verifier', { formats: [sdJwtVc.verification()] }, /presentation\(\)/],
    ['a format that is null', { formats: [null] }, /presentation\(\)/],
    ['an option with a slip of the pen', { holder_key: holder.publicKey }, /no option holder_key/],
    ['a clock without a time', { context: { ...context, now: () => Number.NaN } }, /milliseconds/],
    ['a clock that is infinite', { context: { ...context, now: () => Number.POSITIVE_INFINITY } }, /milliseconds/],
    ['a tolerance that is no number', { clockSkew: '5' }, /clockSkew/],
    ['a tolerance without an end', { clockSkew: Number.POSITIVE_INFINITY }, /clockSkew/],
    ['leniencies in a string', { leniencies: sdJwtVc.legacyTyp }, /leniencies/],
  ])('refuses %s', async (_, changes, message) => {
    const receiving = receive(await issued(), { ...options, ...changes } as never)
    await expect(receiving).rejects.toThrow(TypeError)
    await expect(receiving).rejects.toThrow(message)
  })

  it('is clear about options that are none', async () => {
    await expect(receive('x~', undefined as never)).rejects.toThrow(/receive takes options/)
  })
})

describe('inspect', () => {
  it('is clear about options that are none', async () => {
    await expect(inspect('x~', undefined as never)).rejects.toThrow(/inspect takes options/)
    await expect(inspect('x~', {} as never)).rejects.toThrow(/inspect needs formats/)
  })

  it('gives what nobody can change', async () => {
    const view = await inspect(await show(credential, [['name'], ['langs', 0]]), { formats })
    const thawed: string[] = []
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      if (!Object.isFrozen(value)) thawed.push(path)
      for (const [name, member] of Object.entries(value)) look(member, `${path}.${name}`)
    }
    look(view, 'view')
    expect(thawed).toEqual([])
    expect(view.disclosures).toHaveLength(2)
    expect(view.keyBinding).toMatchObject({ nonce: challenge.nonce })
  })
})

describe('the settings of presentation()', () => {
  it.each<[string, sdJwtVc.SdJwtVcOptions, string]>([
    ['the length', { limits: { inputLength: 100 } }, 'input_too_large'],
    ['the disclosures', { limits: { disclosures: 1 } }, 'disclosures_too_many'],
    ['the depth', { limits: { depth: 0 } }, 'claims_too_deep'],
    ['the hashes', { hashes: ['sha-512'] }, 'hash_algorithm_not_allowed'],
  ])('hold for %s when presenting and inspecting as they do when receiving', async (_, settings, code) => {
    const strict = [sdJwtVc.presentation(settings)]
    const encoded = credential.encoded
    const received = await receive(encoded, { formats: strict, trust, holderKey: holder.publicKey, context })
    expect(received).toMatchObject({ accepted: false, code })
    await expect(inspect(encoded, { formats: strict })).rejects.toMatchObject({ code })
    const options = { formats: strict, challenge: bearer, context } as const
    await expect(present([{ credential, disclose: [] }], options)).rejects.toMatchObject({ code })
  })

  it('allow more where they say so', async () => {
    const payload = `{"nested":${'['.repeat(105)}${']'.repeat(105)}}`
    const encoded = `${encodeBase64urlText('{"alg":"ES256"}')}.${encodeBase64urlText(payload)}.AA~`
    const generous = [sdJwtVc.presentation({ limits: { depth: 120 } })]
    expect(await inspect(encoded, { formats: generous })).toHaveProperty('claims.nested')
    await expect(inspect(encoded, { formats })).rejects.toMatchObject({ code: 'claims_too_deep' })
  })
})
