import type { IssuerIdentity } from '@hashikake/credential'
import { engine } from '@hashikake/crypto/engine'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { inspect, receive } from '@hashikake/holder'
import { issue, issueBatch } from '@hashikake/issuer'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { describe, expect, it } from 'vitest'
import { at, context, holder, issuer, issuerId, newParty, trust, vct } from './whole-way.ts'

const identity = { id: issuerId, signer: issuer.signer }
const formats = [sdJwtVc.presentation()]
const days = (count: number) => new Date(at + count * 86_400_000)

type Draft = sdJwtVc.SdJwtVcDraft
const draftOf = (changes: object = {}): Draft => ({ vct, claims: { name: '橋本 架' }, ...changes })
const issued = (changes: object = {}, options: object = {}, who: object = identity) =>
  issue(draftOf(changes), { format: sdJwtVc.issuance(options), issuer: who as IssuerIdentity, context })
const seen = async (encoded: string) => (await inspect(encoded, { formats })).claims
const payloadOf = async (encoded: string) =>
  JSON.parse(atob(encoded.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') as string))
const edwards448 = await engine.generateKey('Ed448')

describe('a draft belongs to its caller again as soon as issue has returned', () => {
  it('keeps three people apart whose drafts are one object', async () => {
    const parties = await Promise.all([newParty(), newParty(), newParty()])
    const status = { status_list: { idx: 0, uri: 'https://registrar.example/status' } }
    const claims = { person: { name: '', marks: [0] } }
    const expires = new Date(at)
    const draft = { vct, claims, status, expires, disclosable: [['person', 'name']], holderKey: holder.publicKey }
    const issuing = parties.map(({ publicKey }, i) => {
      draft.holderKey = { ...publicKey }
      claims.person.name = `person ${i}`
      claims.person.marks[0] = i
      status.status_list.idx = i
      expires.setTime(at + (i + 1) * 1000)
      return issue(draft, { format: sdJwtVc.issuance(), issuer: identity, context })
    })
    for (const [i, encoded] of (await Promise.all(issuing)).entries()) {
      expect(await seen(encoded)).toMatchObject({
        person: { name: `person ${i}`, marks: [i] },
        status: { status_list: { idx: i } },
        exp: at / 1000 + i + 1,
        cnf: { jwk: { x: (parties[i] as { publicKey: { x?: string } }).publicKey.x } },
      })
    }
  })

  it('conceals the element that was marked, wherever it is moved afterwards', async () => {
    const grades = ['secret', 'open']
    const disclosable = [['grades', 0]]
    const decoys = [{ at: ['grades'], count: 1 }]
    const issuing = issued({ claims: { grades }, disclosable, decoys })
    grades.unshift('new')
    disclosable.length = 0
    decoys.length = 0
    const encoded = await issuing
    const { grades: left } = await payloadOf(encoded)
    expect(left).toHaveLength(3)
    expect(left).toContain('open')
    expect(JSON.stringify(left)).not.toMatch(/secret|new/)
  })

  it('keeps the issuer and the cosigners', async () => {
    const [other, strange] = await Promise.all([newParty(), newParty()])
    const certificate = new Uint8Array([0x30, 1])
    const who = { ...identity, kid: 'one', certificates: [certificate] }
    const cosigner = { signer: other.signer, kid: 'two' }
    const format = sdJwtVc.issuance({ serialization: 'general', cosigners: [cosigner] })
    const issuing = issue(draftOf(), { format, issuer: who, context })
    Object.assign(who, { id: 'https://other.example', kid: 'other', signer: strange.signer })
    Object.assign(cosigner, { kid: 'other', signer: strange.signer })
    certificate.fill(0)
    const { headers, claims } = await inspect(await issuing, { formats })
    expect(headers).toMatchObject([{ kid: 'one', x5c: ['MAE='] }, { kid: 'two' }])
    expect(claims.iss).toBe(issuerId)
  })

  it('takes a draft that the function of a batch changes for each copy', async () => {
    const keys = await Promise.all([newParty(), newParty()])
    const status = { status_list: { idx: 0, uri: 'https://registrar.example/status' } }
    const copies = await issueBatch(
      (copy) => {
        status.status_list.idx = copy
        return draftOf({ status })
      },
      { format: sdJwtVc.issuance(), issuer: identity, context, holderKeys: keys.map(({ publicKey }) => publicKey) },
    )
    expect(await Promise.all(copies.map(seen))).toMatchObject(
      [0, 1].map((idx) => ({ status: { status_list: { idx } } })),
    )
  })
})

describe('the key of the holder', () => {
  const { x, y } = holder.publicKey as { x: string; y: string }
  const ec = { kty: 'EC', crv: 'P-256', x, y }
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'key'],
    ['an empty object', {}],
    ['a private key', { ...ec, d: x }],
    ['an RSA key', { kty: 'RSA', n: x, e: 'AQAB' }],
    ['a coordinate too short', { ...ec, y: y.slice(0, -4) }],
    ['a point off its curve', { ...ec, y: x }],
    ['a use that is no text', { ...ec, use: 1 }],
  ])('cannot be %s, and nothing is signed then', async (_, holderKey) => {
    let signatures = 0
    const signer = { ...issuer.signer, sign: async () => new Uint8Array(64).fill(++signatures) }
    await expect(issued({ holderKey }, {}, { ...identity, signer })).rejects.toThrow(/holderKey takes a public JWK/)
    const issuing = issue({ claims: {}, holderKey } as never, { format: sdJwt.issuance(), issuer: { signer }, context })
    await expect(issuing).rejects.toThrow(TypeError)
    expect(signatures).toBe(0)
  })

  it('loses what would tell it apart', async () => {
    const encoded = await issued({
      holderKey: { ...ec, kid: '1', use: 'sig', key_ops: ['verify'], alg: 'ES256', more: 1 },
    })
    expect((await seen(encoded)).cnf).toEqual({ jwk: ec })
  })

  it('may be of ML-DSA', async () => {
    const holderKey = { kty: 'AKP', alg: 'ML-DSA-44', pub: encodeBase64url(new Uint8Array(1312).fill(7)) } as const
    const encoded = await issued({ holderKey })
    const options = {
      formats: [sdJwtVc.presentation({ algorithms: ['ES256', 'ML-DSA-44'] })],
      trust,
      holderKey,
      context,
    }
    expect(await receive(encoded, options)).toMatchObject({ accepted: true })
  })
})

describe('a whole', () => {
  const claims = { degree: { title: { ja: '修士', en: 'Master' }, level: 7 }, list: [{ a: 1 }] }
  const { asOne, everythingBelow } = sdJwtVc
  it.each<[string, sdJwtVc.Disclosable[]]>([
    ['a path', [asOne(['degree']), ['degree', 'level']]],
    ['a path, named first', [['degree', 'title', 'ja'], asOne(['degree'])]],
    ['an element by number', [asOne(['list', null]), ['list', 0, 'a']]],
    ['another whole', [asOne(['degree', 'title']), asOne(['degree'])]],
    ['everything below it', [asOne(['degree']), everythingBelow(['degree'])]],
    ['everything below a part of it', [everythingBelow(['degree', 'title']), asOne(['degree'])]],
  ])('cannot hold %s', async (_, disclosable) => {
    await expect(issued({ claims, disclosable })).rejects.toThrow(/asOne\(.*nothing inside it/)
  })

  it('stops what is marked from above', async () => {
    const encoded = await issued({ claims, disclosable: [everythingBelow(), asOne(['degree', 'title']), ['list']] })
    const { disclosures } = await inspect(encoded, { formats })
    expect(disclosures.map(({ path }) => path.join('.')).sort()).toEqual([
      'degree',
      'degree.level',
      'degree.title',
      'list',
      'list.0',
      'list.0.a',
    ])
  })

  it('is one mark, not two', async () => {
    await expect(issued({ claims, disclosable: [{ asOne: ['degree'], everythingBelow: [] }, 1] })).rejects.toThrow(
      TypeError,
    )
  })
})

describe('what is no draft is a TypeError that says so', () => {
  const circular: Record<string, unknown> = {}
  circular.self = circular
  let deep: unknown = 1
  for (let i = 0; i < 100_000; i++) deep = { a: deep }

  it.each<[string, object, RegExp]>([
    ['null among the steps of a decoy', { decoys: [{ at: ['list', null], count: 1 }] }, /without null/],
    ['a null decoy', { decoys: [null] }, /decoys takes/],
    ['null decoys', { decoys: null }, /decoys takes/],
    ['null disclosable', { disclosable: null }, /disclosable takes a list/],
    ['a null mark', { disclosable: [null] }, /disclosable takes claim paths/],
    ['a misspelt name', { holder_key: holder.publicKey }, /no member holder_key/],
    ['null claims', { claims: null }, /plain object/],
    ['a date before 1970', { notBefore: new Date(-1) }, /notBefore takes a Date/],
    ['a date after 9999', { expires: new Date(253_402_300_800_000) }, /expires takes a Date/],
    ['an invalid date', { issuedAt: new Date(Number.NaN) }, /issuedAt takes a Date/],
    ['a time in seconds', { expires: at / 1000 }, /expires takes a Date/],
    ['a time in words', { expires: '2030-01-01' }, /expires takes a Date/],
    ['a null date', { notBefore: null }, /notBefore takes a Date/],
  ])('%s', async (_, changes, message) => {
    await expect(issued(changes)).rejects.toThrow(TypeError)
    await expect(issued(changes)).rejects.toThrow(message)
    const plain = { claims: { a: 1 }, ...changes } as sdJwt.SdJwtDraft
    const issuing = issue(plain, { format: sdJwt.issuance(), issuer: identity, context })
    await expect(issuing).rejects.toThrow(message)
  })

  it.each([undefined, null, 'draft', []])('%s', async (draft) => {
    for (const format of [sdJwt.issuance(), sdJwtVc.issuance()]) {
      await expect(issue(draft as never, { format, issuer: identity, context })).rejects.toThrow(
        /draft must be an object/,
      )
    }
  })

  it('a status that is not plain JSON', async () => {
    const list = { idx: 1, uri: 'https://registrar.example/status' }
    await expect(issued({ status: { status_list: { ...list, at: new Date() } } })).rejects.toThrow(
      /plain JSON.*status_list/,
    )
    await expect(issued({ status: { status_list: list, _sd: [] } })).rejects.toMatchObject({
      code: 'claim_name_reserved',
      path: ['status', '_sd'],
    })
  })

  it.each([
    ['contain themselves', circular],
    ['are deeper than any reader goes', deep],
  ])('but claims that %s are refused', async (_, value) => {
    for (const changes of [
      { claims: value },
      { claims: { value }, disclosable: [sdJwtVc.everythingBelow()] },
      { status: value },
    ]) {
      await expect(issued(changes)).rejects.toMatchObject({ name: 'Refusal', code: 'claims_too_deep' })
    }
    const options = { format: sdJwtVc.issuance(), issuer: identity, context, holderKeys: [holder.publicKey] }
    const issuing = issueBatch(draftOf({ claims: { value } }), options)
    await expect(issuing).rejects.toMatchObject({ code: 'claims_too_deep' })
  })
})

describe('wrong options are TypeErrors at once', () => {
  it.each<[string, unknown, RegExp]>([
    ['null', null, /must be an object/],
    ['an unknown profile', { profile: 'haip' }, /haip-1\.0/],
    ['an unknown serialisation', { serialization: 'json' }, /serialization is/],
    ['an unknown hash', { hash: 'sha-1' }, /hash is/],
    ['an unknown option', { hashes: ['sha-256'] }, /no member hashes/],
    ['one cosigner alone', { serialization: 'general', cosigners: identity }, /cosigners takes a list/],
    ['a cosigner without a signer', { serialization: 'general', cosigners: [{}] }, /signer is/],
    ['cosigners of a compact form', { cosigners: [identity] }, /general serialisation/],
  ])('of an issuance: %s', (_, options, message) => {
    expect(() => sdJwtVc.issuance(options as never)).toThrow(TypeError)
    expect(() => sdJwtVc.issuance(options as never)).toThrow(message)
    if (_ !== 'an unknown profile') expect(() => sdJwt.issuance(options as never)).toThrow(message)
  })

  it('of readers', () => {
    for (const read of [sdJwtVc.verification, sdJwtVc.presentation, sdJwt.verification, sdJwt.presentation]) {
      expect(() => read(null as never)).toThrow(/^Options /)
    }
    for (const read of [sdJwtVc.verification, sdJwtVc.presentation]) {
      expect(() => read({ profile: 'HAIP' as never })).toThrow(/haip-1\.0/)
    }
    expect(() => sdJwt.issuance({ typ: '' })).toThrow(/typ takes/)
  })

  it.each<[string, object, RegExp]>([
    ['no certificate', { certificates: [] }, /one at least/],
    ['a certificate in text', { certificates: ['MAE='] }, /DER bytes/],
    ['a key identifier that is a number', { kid: 1 }, /kid takes a string/],
    ['an identifier that is a URL object', { id: new URL(issuerId) }, /id takes a string/],
    ['an unknown name', { x5c: [] }, /no member x5c/],
    [
      'a signer without a key',
      { signer: { ...issuer.signer, sign: issuer.signer.sign, publicKey: undefined } },
      /publicKey/,
    ],
    ['a signer of no algorithm', { signer: { publicKey: issuer.publicKey, sign: issuer.signer.sign } }, /algorithm/],
    [
      'a key of another algorithm',
      { signer: { ...edwards448, publicKey: edwards448.publicKey, algorithm: 'ES256', sign: issuer.signer.sign } },
      /no key of ES256/,
    ],
  ])('of an issuer: %s', async (_, changes, message) => {
    await expect(issued({}, {}, { ...identity, ...changes })).rejects.toThrow(TypeError)
    await expect(issued({}, {}, { ...identity, ...changes })).rejects.toThrow(message)
  })

  it('of issue', async () => {
    const options = { format: sdJwtVc.issuance(), issuer: identity, context }
    await expect(issue(draftOf(), { ...options, holderKeys: [] } as never)).rejects.toThrow(/no option holderKeys/)
    await expect(issue(draftOf(), { ...options, context: {} } as never)).rejects.toThrow(/defaultContext/)
    await expect(issue(draftOf(), undefined as never)).rejects.toThrow(/needs a format/)
  })
})

describe('the hash is as strong as the strongest signature', () => {
  it('of a cosigner', async () => {
    const keys = await engine.generateKey('ES512')
    const cosigners = [{ signer: await engine.signer(keys.privateKey, 'ES512') }]
    const options = { serialization: 'general', cosigners } as const
    const encoded = await issued({ disclosable: [['name']] }, options)
    expect(JSON.parse(atob(JSON.parse(encoded).payload.replaceAll('-', '+').replaceAll('_', '/')))._sd_alg).toBe(
      'sha-512',
    )
    await expect(issued({}, { ...options, hash: 'sha-384' })).rejects.toMatchObject({ code: 'hash_too_weak' })
  })

  it('of Ed448 under the name EdDSA', async () => {
    const signer = await engine.signer(edwards448.privateKey, 'EdDSA')
    const encoded = await issued({ disclosable: [['name']] }, {}, { ...identity, signer })
    expect((await payloadOf(encoded))._sd_alg).toBe('sha-512')
    await expect(issued({}, { hash: 'sha-256' }, { ...identity, signer })).rejects.toMatchObject({
      code: 'hash_too_weak',
    })
  })
})

describe('issueBatch', () => {
  const options = { format: sdJwtVc.issuance(), issuer: identity, context }
  const two = async () => (await Promise.all([newParty(), newParty()])).map(({ publicKey }) => publicKey)

  it('rounds the period inwards', async () => {
    const draft = draftOf({ notBefore: days(1), expires: days(9) })
    const [encoded] = await issueBatch(draft, { ...options, holderKeys: [holder.publicKey] })
    const midnight = Date.parse('2026-11-21T00:00:00Z') / 1000
    expect(await seen(encoded as string)).toMatchObject({
      iat: midnight,
      nbf: midnight + 2 * 86_400,
      exp: midnight + 9 * 86_400,
    })
  })

  it('says what to do when nothing is left of the period', async () => {
    const holderKeys = [holder.publicKey]
    for (const period of [{ expires: days(0.4) }, { notBefore: days(0.1), expires: days(1) }]) {
      await expect(issueBatch(draftOf(period), { ...options, holderKeys })).rejects.toThrow(/smaller roundTo/)
      await issueBatch(draftOf(period), { ...options, holderKeys, roundTo: 60 })
    }
    const empty = draftOf({ expires: days(-1) })
    await expect(issueBatch(empty, { ...options, holderKeys })).rejects.toMatchObject({ code: 'period_empty' })
    const wrong = draftOf({ expires: '2030-01-01' })
    await expect(issueBatch(wrong, { ...options, holderKeys })).rejects.toThrow(/expires takes a Date/)
  })

  it('gives no two copies one status', async () => {
    const draft = draftOf({ status: { status_list: { idx: 1, uri: 'https://registrar.example/status' } } })
    await expect(issueBatch(draft, { ...options, holderKeys: await two() })).rejects.toThrow(/one status can be linked/)
    await issueBatch(draft, { ...options, holderKeys: [holder.publicKey] })
  })

  it('signs nothing when the draft of a later copy fails', async () => {
    let signatures = 0
    const signer = {
      ...issuer.signer,
      publicKey: issuer.publicKey,
      algorithm: 'ES256' as const,
      sign: async () => new Uint8Array(64).fill(++signatures),
    }
    const make = (copy: number) => {
      if (copy === 1) throw new Error('no index is left')
      return draftOf()
    }
    const issuing = issueBatch(make, { ...options, issuer: { ...identity, signer }, holderKeys: await two() })
    await expect(issuing).rejects.toThrow('no index is left')
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(signatures).toBe(0)
  })

  it('reads the keys first', async () => {
    for (const key of [null, {}, 'key', { ...holder.publicKey, d: 'x' }]) {
      const holderKeys = [holder.publicKey, key] as never
      await expect(issueBatch(draftOf(), { ...options, holderKeys })).rejects.toThrow(
        /holderKeys\[1\] must be a public JWK/,
      )
    }
  })
})
