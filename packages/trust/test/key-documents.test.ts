import { controlledIdentifiers, dids, didWebUrl, issuerMetadata, issuerMetadataUrl } from '@hashikake/trust'
import { describe, expect, it } from 'vitest'
import { contextWith, issuer, outcomeOf, publicKey, requestFor } from './fixtures.ts'

const metadata = { issuer, jwks: { keys: [publicKey('issuer')] } }
const place = 'https://registrar.example/.well-known/jwt-vc-issuer'

describe('issuer metadata', () => {
  it('stands between host and path', () => {
    expect(issuerMetadataUrl(issuer)).toBe(place)
    expect(issuerMetadataUrl(`${issuer}/`)).toBe(place)
    expect(issuerMetadataUrl('https://a.example:8443/tenant/1/')).toBe(
      'https://a.example:8443/.well-known/jwt-vc-issuer/tenant/1',
    )
  })

  it.each([
    'http://a.example',
    'https://A.example',
    'https://a.example?x',
    'https://a.example#x',
    'https://u@a.example',
    'https://u:p@a.example',
    'https://a.example/../b',
    'https://a.example/%2e%2E/b',
    'https://a.example/%zz',
    'https://a.example\\b',
    'https://a.example./',
    'https://[::1]/',
    'https://',
    'https://a.example:0',
    'https://a.example/ b',
    '__proto__',
  ])('has no place for %s', (iss) => {
    expect(issuerMetadataUrl(iss)).toBeUndefined()
    expect(() => issuerMetadata({ issuers: [iss] })).toThrow(TypeError)
  })

  it('asks nobody of issuers that are not on the list, nor for other purposes', async () => {
    const trust = issuerMetadata({ issuers: [issuer] })
    const context = contextWith({ [place]: metadata })
    expect(await trust.findKeys(requestFor({ issuer: 'https://attacker.example' }), context)).toEqual([])
    expect(await trust.findKeys(requestFor({ issuer: '__proto__' }), context)).toEqual([])
    expect(await trust.findKeys(requestFor({ purpose: 'trust-list' }), context)).toEqual([])
    expect(context.asked).toEqual([])
    const [found] = await trust.findKeys(requestFor(), context)
    expect(found).toMatchObject({ issuer, evidence: { kind: 'issuer-metadata', issuer } })
    expect(context.asked).toEqual([place])
  })

  it('cannot be had without a retrieval, and can be asked for again where the host is away', async () => {
    const trust = issuerMetadata({ issuers: [issuer] })
    expect(await outcomeOf(() => trust.findKeys(requestFor(), contextWith()))).toBe('retrieval_unavailable')
    expect(await outcomeOf(() => trust.findKeys(requestFor(), contextWith({})))).toBe(
      'retrieval_unreachable, retryable',
    )
  })

  it.each(['{', '[]', '{"issuer":1}', '\ufeff{}', '{"a":1,"a":2}', `${'['.repeat(40)}${']'.repeat(40)}`])(
    'is strict JSON: %s',
    async (text) => {
      const trust = issuerMetadata({ issuers: [issuer] })
      expect(await outcomeOf(() => trust.findKeys(requestFor(), contextWith({ [place]: text })))).toBe(
        'issuer_metadata_malformed',
      )
    },
  )
})

describe('did:web', () => {
  it('has one place', () => {
    expect(didWebUrl('did:web:a.example')).toBe('https://a.example/.well-known/did.json')
    expect(didWebUrl('did:web:a.example%3A8443:b:c')).toBe('https://a.example:8443/b/c/did.json')
  })

  it.each([
    'did:web:',
    'did:web:localhost',
    'did:web:127.0.0.1',
    'did:web:2130706433',
    'did:web:0x7f.1',
    'did:web:a.example.',
    'did:web:A.example',
    'did:web:a.example:8443:',
    'did:web:a.example:..',
    'did:web:a.example:.',
    'did:web:a.example:%2e%2e',
    'did:web:a.example:b%2Fc',
    'did:web:a.example/b',
    'did:web:u@a.example',
    'did:web:u%40a.example',
    'did:web:a.example%3a8443',
    'did:web:a.example%3A8443%3A1',
    'did:web:a.example?x',
    'did:web:a.example#x',
    'did:web:[%3A%3A1]',
    'did:key:z6Mk',
  ])('has no place for %s', async (did) => {
    expect(await outcomeOf(() => didWebUrl(did))).toBe('did_malformed')
    expect(() => dids({ trusted: [did] })).toThrow(TypeError)
  })

  it('asks nobody for a DID that is not trusted', async () => {
    const context = contextWith({})
    const trust = dids({ trusted: ['did:web:a.example'] })
    expect(await outcomeOf(() => trust.findKeys(requestFor({ issuer: 'did:web:b.example' }), context))).toBe(
      'did_not_trusted',
    )
    expect(await trust.findKeys(requestFor(), context)).toEqual([])
    expect(context.asked).toEqual([])
  })
})

describe('did:key', () => {
  // The examples of the method's own document.
  const known = [
    ['did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', 'Ed25519'],
    ['did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169', 'P-256'],
    ['did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9', 'P-384'],
  ] as const

  it.each(known)('%s', async (did, crv) => {
    const algorithms = [({ Ed25519: 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384' } as const)[crv]]
    const trust = dids({ trusted: [did], methods: ['key'] })
    const request = requestFor({ issuer: did, algorithms })
    const [found] = await trust.findKeys(request, contextWith())
    expect(found).toMatchObject({ issuer: did, key: { crv } })
    expect(found?.evidence.verificationMethod).toBe(`${did}#${did.slice('did:key:'.length)}`)
    const elsewhere = dids({ trusted: ['did:web:a.example'] })
    const [same] = await elsewhere.findKeys(request, contextWith())
    expect(await elsewhere.decide(request, same as NonNullable<typeof same>, contextWith())).toEqual({
      trusted: false,
      code: 'did_not_trusted',
    })
  })

  it('of every spelling but its own is malformed', async () => {
    const trust = dids({ trusted: [known[1][0]] })
    const text = known[1][0].slice('did:key:'.length)
    for (const spelled of [
      `z1${text.slice(1)}`,
      text.toLowerCase(),
      `m${text}`,
      `${text} `,
      'z',
      `z${'2'.repeat(100_000)}`,
    ]) {
      const finding = outcomeOf(() => trust.findKeys(requestFor({ issuer: `did:key:${spelled}` }), contextWith()))
      expect(await finding, spelled.slice(0, 80)).toBe('did_malformed')
    }
  })

  it('takes no option that there is not', () => {
    expect(() => dids({ trusted: [known[0][0]], method: ['key'] } as never)).toThrow(TypeError)
    expect(() => dids({ trusted: [known[0][0]], methods: ['web'] })).toThrow(TypeError)
    expect(() => dids({ trusted: [] })).toThrow(TypeError)
  })
})

describe('controlled identifier documents', () => {
  const id = 'https://registrar.example/issuers/14'
  const jwkMethod = (name: string, kid: string) => ({
    id: `${id}#${kid}`,
    type: 'JsonWebKey',
    controller: id,
    publicKeyJwk: publicKey(name as never),
  })
  const document = {
    id,
    verificationMethod: [jwkMethod('issuer', 'a'), jwkMethod('second-issuer', 'b')],
    assertionMethod: [`${id}#a`, `${id}#b`],
  }
  const trust = controlledIdentifiers({ trusted: [id] })

  it('are asked of issuers on the list alone, for what they issue', async () => {
    const context = contextWith({ [id]: document })
    expect(await trust.findKeys(requestFor({ issuer: `${id}/`, kid: `${id}#a` }), context)).toEqual([])
    expect(await trust.findKeys(requestFor({ issuer: id, kid: `${id}#a`, purpose: 'trust-list' }), context)).toEqual([])
    expect(context.asked).toEqual([])
    const request = requestFor({ issuer: id, kid: `${id}#a` })
    const [found] = await trust.findKeys(request, context)
    expect(found).toMatchObject({
      issuer: id,
      evidence: { kind: 'controlled-identifier', controller: id, verificationMethod: `${id}#a`, url: id },
    })
    expect(context.asked).toEqual([id])
    expect(await trust.decide(request, found as never, context)).toEqual({ trusted: true })
    expect(await trust.decide({ ...request, issuer: 'https://attacker.example' }, found as never, context)).toEqual({
      trusted: false,
      code: 'issuer_not_trusted',
    })
  })

  it('leave a choice to nobody', async () => {
    const context = contextWith({ [id]: document })
    const { kid: _, ...request } = requestFor({ issuer: id })
    expect(await outcomeOf(() => trust.findKeys(request, context))).toBe('cid_key_ambiguous')
  })

  it.each(['http://a.example', 'https://A.example', 'https://a.example?x', 'did:web:a.example', '__proto__'])(
    'are not at %s',
    (url) => expect(() => controlledIdentifiers({ trusted: [url] })).toThrow(TypeError),
  )
})
