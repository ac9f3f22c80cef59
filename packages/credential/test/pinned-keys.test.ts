import { anyIssuer, issuerKeys, type KeyRequest, type PinnedKey, pinnedKeys } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { describe, expect, it } from 'vitest'

const context = defaultContext()
const { publicKey, privateKey } = await engine.generateKey('ES256')
const { publicKey: other } = await engine.generateKey('ES384')
const request: KeyRequest = {
  purpose: 'credential',
  format: 'dc+sd-jwt',
  algorithms: ['ES256'],
  issuer: 'https://a.example',
}

describe('issuerKeys', () => {
  const trust = issuerKeys({
    'https://a.example': { keys: [{ ...publicKey, kid: 'one' }, other] },
    'https://b.example': [other],
  })
  const found = async (changes: Partial<KeyRequest>) => await trust.findKeys({ ...request, ...changes }, context)

  it('finds the keys of the issuer that fit the algorithm', async () => {
    expect(await found({})).toMatchObject([{ issuer: 'https://a.example', key: { kid: 'one' } }])
    expect(await found({ kid: 'one' })).toHaveLength(1)
    expect(await found({ algorithms: ['ES384'], kid: 'two' })).toHaveLength(1)
  })

  it('does not overlook a key identifier that differs', async () => {
    expect(await found({ kid: 'two' })).toEqual([])
  })

  it.each(['https://a.example/', 'https://A.example', 'https://c.example', '__proto__', 'constructor', ''])(
    'knows no issuer %j',
    async (issuer) => expect(await found({ issuer })).toEqual([]),
  )

  it('finds nothing for a credential that names no issuer, or an algorithm of another key', async () => {
    expect(await found({ issuer: undefined })).toEqual([])
    expect(await found({ algorithms: ['ES512'] })).toEqual([])
    expect(await found({ algorithms: [] })).toEqual([])
  })
})

describe('pinnedKeys', () => {
  it('serves any issuer with a key that says so', async () => {
    const trust = pinnedKeys([{ key: publicKey, issuer: anyIssuer }])
    expect(await trust.findKeys({ ...request, issuer: 'https://anyone.example' }, context)).toHaveLength(1)
    expect(await trust.findKeys({ ...request, issuer: undefined }, context)).toHaveLength(1)
  })

  it.each<[string, unknown]>([
    ['no issuer', { key: publicKey }],
    ['an issuer that was lost', { key: publicKey, issuer: undefined }],
    ['an issuer of nothing', { key: publicKey, issuer: null }],
    ['an issuer by another name', { key: publicKey, iss: 'https://a.example' }],
    ['a name beside', { key: publicKey, issuer: 'https://a.example', iss: 'https://b.example' }],
    ['nothing', null],
    ['a bare key', publicKey],
  ])('does not take %s for any issuer', (_, entry) => {
    expect(() => pinnedKeys([entry as PinnedKey])).toThrow(/anyIssuer/)
  })

  it.each([
    ['a private key', privateKey, /key_private/],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }, /not a public JWK/],
    ['a truncated coordinate', { ...publicKey, x: 'AAAA' }, /key_malformed/],
  ])('refuses %s at once', (_, key, message) => {
    expect(() => pinnedKeys([{ key, issuer: anyIssuer }])).toThrow(TypeError)
    expect(() => pinnedKeys([{ key, issuer: anyIssuer }])).toThrow(message)
    expect(() => issuerKeys({ 'https://a.example': { keys: [key] } })).toThrow(TypeError)
  })
})
