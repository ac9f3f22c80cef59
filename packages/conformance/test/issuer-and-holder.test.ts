import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bearer } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { type HeldCredential, inspect, match, memoryStore, present, receive } from '@hashikake/holder'
import { fileStore } from '@hashikake/holder/file-store'
import { issue, issueBatch } from '@hashikake/issuer'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { verify } from '@hashikake/verifier'
import { openRecord, recheck, recordOf, signRecord } from '@hashikake/verifier/record'
import { afterEach, describe, expect, it } from 'vitest'
import {
  at,
  challenge,
  check,
  context,
  hold,
  holder,
  issuer,
  issuerId,
  newParty,
  show,
  trust,
  vct,
  verifyOptions,
} from './whole-way.ts'

const identity = { id: issuerId, signer: issuer.signer }
const formats = [sdJwtVc.presentation()]
const claims = { degree: { title: '修士（工学）', grades: [{ course: '橋梁工学', points: 90 }] }, name: '橋本 架' }

function draftOf(changes: Partial<sdJwtVc.SdJwtVcDraft> = {}): sdJwtVc.SdJwtVcDraft {
  return { vct, claims, holderKey: holder.publicKey, ...changes }
}
const issued = (changes: Partial<sdJwtVc.SdJwtVcDraft> = {}, options: sdJwtVc.SdJwtVcIssuanceOptions = {}) =>
  issue(draftOf(changes), { format: sdJwtVc.issuance(options), issuer: identity, context })
const received = (encoded: string, changes: object = {}) =>
  receive(encoded, { formats, trust, holderKey: holder.publicKey, context, ...changes })

describe('issue', () => {
  it.each<[string, Partial<sdJwtVc.SdJwtVcDraft>, string, unknown]>([
    ['a reserved name', { claims: { a: { _sd: [] } } }, 'claim_name_reserved', ['a', '_sd']],
    ['the ellipsis', { claims: { a: [{ '...': 'x' }] } }, 'claim_name_reserved', ['a', 0, '...']],
    ['a nested _sd_alg', { claims: { a: { _sd_alg: 'sha-256' } } }, 'claim_name_reserved', ['a', '_sd_alg']],
    ['an issuer of its own', { claims: { iss: 'https://other.example' } }, 'claim_reserved', ['iss']],
    [
      'a concealed status',
      { disclosable: [['status', 'status_list']] },
      'claim_not_disclosable',
      ['status', 'status_list'],
    ],
    ['a path that names nothing', { disclosable: [['degree', 'titel']] }, 'path_unmatched', ['degree', 'titel']],
    ['decoys in a place that is none', { decoys: [{ at: ['name'], count: 1 }] }, 'path_unmatched', ['name']],
    ['a period that ends before it begins', { expires: new Date(at - 1000) }, 'period_empty', ['exp']],
    ['an empty type', { vct: '' }, 'vct_missing', undefined],
    ['other types that repeat the type', { akaVcts: [vct] }, 'aka_vcts_malformed', undefined],
    [
      'a status index in a string',
      { status: { status_list: { idx: '1', uri: 'https://x.example' } } },
      'status_malformed',
      ['status'],
    ],
  ])('refuses %s', async (_, changes, code, path) => {
    await expect(issued(changes)).rejects.toMatchObject({ name: 'Refusal', code, path })
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['an integer that would be rounded', 2 ** 53 + 2],
    ['a Date', new Date()],
    ['half of a surrogate pair', '\ud800'],
    ['a function', () => 1],
    ['a bigint', 1n],
  ])('takes plain JSON only: %s', async (_, value) => {
    await expect(issued({ claims: { a: [value] } as never })).rejects.toThrow(/plain JSON.*\["a",0\]/)
  })

  it('refuses broken randomness rather than repeating a salt', async () => {
    const broken = defaultContext({ engine: { ...engine, randomBytes: (length) => new Uint8Array(length) } })
    const draft = draftOf({ disclosable: [['name'], ['degree']] })
    const issuing = issue(draft, { format: sdJwtVc.issuance(), issuer: identity, context: broken })
    await expect(issuing).rejects.toMatchObject({ code: 'salt_repeated' })
  })

  it('takes a hash as strong as the signature', async () => {
    const keys = await engine.generateKey('ES384')
    const strong = { id: issuerId, signer: await engine.signer(keys.privateKey, 'ES384') }
    const draft = draftOf({ disclosable: [['name']] })
    const encoded = await issue(draft, { format: sdJwtVc.issuance(), issuer: strong, context })
    expect((await inspect(encoded, { formats })).claims.name).toBe('橋本 架')
    expect(JSON.parse(atob((encoded.split('.')[1] as string).replaceAll('-', '+').replaceAll('_', '/')))).toMatchObject(
      {
        _sd_alg: 'sha-384',
      },
    )
    const weak = issue(draft, { format: sdJwtVc.issuance({ hash: 'sha-256' }), issuer: strong, context })
    await expect(weak).rejects.toMatchObject({ code: 'hash_too_weak' })
  })

  it('keeps a whole together although everything below is marked, in whatever order', async () => {
    for (const disclosable of [
      [sdJwtVc.everythingBelow(), sdJwtVc.asOne(['degree'])],
      [sdJwtVc.asOne(['degree']), sdJwtVc.everythingBelow()],
    ]) {
      const result = await received(await issued({ disclosable }))
      expect(result.accepted && [...result.credential.disclosable].sort()).toEqual([['degree'], ['name']])
    }
  })

  it('demands certificates and a compact form under HAIP', async () => {
    await expect(issued({}, { profile: 'haip-1.0' })).rejects.toMatchObject({ code: 'certificates_missing' })
    await expect(issued({}, { profile: 'haip-1.0', serialization: 'flattened' })).rejects.toMatchObject({
      code: 'json_serialization_not_allowed',
    })
    const certified = { ...identity, certificates: [new Uint8Array([0x30, 0x03, 0x02, 0x01, 0x01])] }
    const encoded = await issue(draftOf(), {
      format: sdJwtVc.issuance({ profile: 'haip-1.0' }),
      issuer: certified,
      context,
    })
    const haip = { formats: [sdJwtVc.presentation({ profile: 'haip-1.0' })] }
    expect(await received(encoded, haip)).toMatchObject({ accepted: true })
    expect(await received(await issued(), haip)).toMatchObject({ stage: 'parse', code: 'certificates_missing' })
    // A bound credential must not be shown without its binding.
    const verified = await verify(encoded, {
      ...verifyOptions,
      formats: [sdJwtVc.verification({ profile: 'haip-1.0' })],
      challenge: bearer,
    })
    expect(verified).toMatchObject({ stage: 'parse', code: 'key_binding_missing' })
  })
})

describe('issueBatch', () => {
  it('makes copies that share no salt, digest, key or signature, with rounded times', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => newParty()))
    const copies = await issueBatch(
      draftOf({ disclosable: [sdJwtVc.everythingBelow()], expires: new Date(at + 1e9) }),
      {
        format: sdJwtVc.issuance(),
        issuer: identity,
        context,
        holderKeys: keys.map(({ publicKey }) => publicKey),
      },
    )
    const parts = copies.flatMap((copy) => copy.split('~').filter((part) => part !== ''))
    expect(new Set(parts).size).toBe(parts.length)
    const views = await Promise.all(copies.map((copy) => inspect(copy, { formats })))
    expect(new Set(views.map(({ claims: { iat, exp } }) => `${iat} ${exp}`)).size).toBe(1)
    expect((views[0]?.claims.iat as number) % 86_400).toBe(0)
    const digests = views.flatMap(({ disclosures }) => disclosures.map(({ digest }) => digest))
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('refuses a key for two copies', async () => {
    const options = { format: sdJwtVc.issuance(), issuer: identity, context }
    const twice = [holder.publicKey, { ...holder.publicKey, kid: 'other' }]
    await expect(issueBatch(draftOf(), { ...options, holderKeys: twice })).rejects.toThrow(/its own/)
  })
})

describe('receive', () => {
  it('refuses a credential with a key binding, one bound to another key, and one that has expired', async () => {
    const encoded = await issued({ disclosable: [['name']], expires: new Date(at + 1000) })
    const held = await received(encoded)
    if (!held.accepted) throw new Error(held.code)
    const shown = await show(held.credential, [])
    expect(await received(shown)).toMatchObject({ stage: 'parse', code: 'key_binding_unexpected' })
    const other = await newParty()
    expect(await received(encoded, { holderKey: other.publicKey })).toMatchObject({
      stage: 'policy',
      code: 'holder_key_differs',
    })
    expect(await received(encoded, { holderKey: bearer })).toMatchObject({ code: 'holder_key_differs' })
    const { holderKey: _, ...unbound } = draftOf()
    const bearerOnes = await issue(unbound, { format: sdJwtVc.issuance(), issuer: identity, context })
    expect(await received(bearerOnes)).toMatchObject({ stage: 'policy', code: 'holder_key_missing' })
    expect(await received(bearerOnes, { holderKey: bearer })).toMatchObject({ accepted: true })
    const later = { ...context, now: () => at + 1000 }
    expect(await received(encoded, { context: later })).toMatchObject({ stage: 'policy', code: 'expired' })
  })
})

describe('match and present', () => {
  const query = (claimsAsked: object[], changes: object = {}) => ({
    types: [vct],
    claims: claimsAsked as never,
    ...changes,
  })
  it('asks for no more than the query, element by element where values are named', async () => {
    const credential = await hold({
      claims: { langs: ['ja', 'nl', 'fr'], name: 'x' },
      disclosable: [['langs', null], ['name']],
    })
    expect(match([credential], query([{ path: ['langs', null], values: ['nl'] }]))).toMatchObject([
      { disclose: [['langs', 1]] },
    ])
    expect(match([credential], query([{ path: ['langs', null], values: ['de'] }]))).toEqual([])
    expect(match([credential], query([{ path: ['constructor'] }]))).toEqual([])
    expect(match([credential], query([{ path: ['name'] }], { types: ['https://other.example'] }))).toEqual([])
    const [found] = match([credential], query([{ path: ['langs', null], values: ['nl'] }]))
    const result = await check(await show(credential, found?.disclose ?? []))
    expect(result).toMatchObject({ accepted: true, credential: { claims: { langs: ['nl'] } } })
    expect(result.accepted && Object.hasOwn(result.credential.claims, 'name')).toBe(false)
  })

  it('refuses to sign with another key, or to show what is not there', async () => {
    const credential = await hold({ claims: { a: { b: 1 } }, disclosable: [['a', 'b']] })
    const other = await newParty()
    const presenting = (selection: object) =>
      present([{ credential, disclose: [], signer: holder.signer, ...selection }], { formats, challenge, context })
    await expect(presenting({ signer: other.signer })).rejects.toMatchObject({ code: 'holder_key_differs' })
    await expect(presenting({ disclose: [['a.b']] })).rejects.toMatchObject({ code: 'path_unmatched' })
    await expect(presenting({ disclose: ['a.b'] })).rejects.toThrow(TypeError)
    await expect(presenting({ signer: undefined })).rejects.toThrow(/signer/)
  })
})

describe('stores', () => {
  const folders: string[] = []
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
  })
  async function newFile(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'hashikake-'))
    folders.push(folder)
    return join(folder, 'inner', 'wallet.json')
  }
  const copies = async (): Promise<HeldCredential[]> => [
    await hold({ claims: { copy: 1 } }),
    { ...(await hold({ claims: { copy: 2 } })), encoded: new Uint8Array([1, 2, 3]) },
  ]

  it.each(['memory', 'file'])('hands out each copy once: %s', async (kind) => {
    const store = kind === 'memory' ? memoryStore() : fileStore(await newFile())
    const id = await store.add(await copies())
    expect((await store.take(id))?.claims.copy).toBe(1)
    expect((await store.take(id))?.encoded).toEqual(new Uint8Array([1, 2, 3]))
    expect(await store.take(id)).toBeUndefined()
    expect((await store.take(id, { reuseLast: true }))?.claims.copy).toBe(2)
    expect(await store.list()).toMatchObject([{ id, unused: [], used: 2 }])
    expect(await store.take('unknown')).toBeUndefined()
    await store.remove(id)
    expect(await store.list()).toEqual([])
  })

  it('keeps a file that only its owner can read, and never hands a copy to two at once', async () => {
    const path = await newFile()
    const [one, other] = [fileStore(path), fileStore(path)]
    const credential = await hold({ claims: { a: 1 } })
    const id = await one.add(Array.from({ length: 10 }, (_, copy) => ({ ...credential, receivedAt: String(copy) })))
    const taken = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? one : other).take(id)))
    expect(new Set(taken.map((copy) => copy?.receivedAt)).size).toBe(10)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('says what to do about a file that is damaged or locked', async () => {
    const path = await newFile()
    const store = fileStore(path)
    await store.add([await hold({ claims: { a: 1 } })])
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 50))
    await expect(store.list()).rejects.toThrow(/wallet\.json/)
  })
})

describe('the verification record', () => {
  const office = newParty()
  it('is signed, holds no claim, and is checked again years later', async () => {
    const { signer, publicKey } = await office
    const presentation = await show(await hold({ claims: { secret: '秘密の値' }, disclosable: [['secret']] }), [
      ['secret'],
    ])
    const result = await verify(presentation, verifyOptions)
    const record = recordOf(result, verifyOptions)
    expect(JSON.stringify(record)).not.toContain('秘密の値')
    const signed = await signRecord(record, { signer })
    const opened = await openRecord(signed, { key: publicKey })
    expect(opened).toEqual(JSON.parse(JSON.stringify(record)))

    const years = { ...context, now: () => at + 1e12 }
    const options = { formats: verifyOptions.formats, context: years }
    expect(await recheck(opened, { ...options, input: presentation })).toMatchObject({ agrees: true, differences: [] })
    const other = await show(await hold({ claims: { b: 1 } }), [])
    expect(await recheck(opened, { ...options, input: other })).toMatchObject({
      agrees: false,
      differences: ['sha256'],
    })
    expect(await recheck(opened, { ...options, input: `${presentation}x` })).toMatchObject({
      differences: ['sha256', 'verdict'],
    })
  })

  it('lets a refusal be checked again as well', async () => {
    const presentation = await show(await hold({ claims: { a: 1 }, disclosable: [['a']] }), [['a']])
    const [jwt, ...rest] = presentation.split('~') as [string, ...string[]]
    const broken = [`${jwt.slice(0, -4)}${jwt.slice(-4, -2) === 'AA' ? 'BB' : 'AA'}${jwt.slice(-2)}`, ...rest].join('~')
    const result = await verify(broken, verifyOptions)
    expect(result).toMatchObject({ stage: 'authenticate', code: 'signature_invalid' })
    const options = { formats: verifyOptions.formats, context, input: broken }
    expect(await recheck(recordOf(result, verifyOptions), options)).toMatchObject({ agrees: true })
  })

  it('is refused when a character of it was changed, or another office signed it', async () => {
    const { signer } = await office
    const result = await verify('x~', verifyOptions)
    const signed = await signRecord(recordOf(result, verifyOptions), { signer })
    const stranger = await newParty()
    await expect(openRecord(signed, { key: stranger.publicKey })).rejects.toMatchObject({ code: 'signature_invalid' })
    const [header, payload, signature] = signed.split('.') as [string, string, string]
    const forged = `${header}.${payload.slice(0, 40)}${payload[40] === 'A' ? 'B' : 'A'}${payload.slice(41)}.${signature}`
    await expect(openRecord(forged, { key: signer.publicKey })).rejects.toMatchObject({ name: 'Refusal' })
  })
})
