import type { KeyCandidate, Trust } from '@hashikake/credential'
import { decodeBase64urlText, encodeBase64urlText } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import {
  createTrustList,
  degreeAwardingInstitutions,
  degreeServiceStatuses,
  euLists,
  memorySequenceStore,
  scoped,
  type TrustListOptions,
  trustedEntities,
  verifyTrustList,
} from '@hashikake/trust'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  contextWith,
  entitiesOptions,
  issuer,
  listWith,
  now,
  operator,
  outcomeOf,
  privateKey,
  publicKey,
  requestFor,
  signer,
} from './fixtures.ts'

const context = contextWith()
const options: TrustListOptions = { signer: operator, type: degreeAwardingInstitutions.type, context }
const create = async (draft: JsonObject, at = now): Promise<string> =>
  createTrustList(draft, { signer: await signer('second-issuer'), context: contextWith(undefined, at) })

let text: string
beforeAll(async () => {
  text = await create(listWith())
})

/** What a verification would believe: who may have signed for this issuer, and the decision. */
async function trustIn(list: string): Promise<unknown> {
  const trust = trustedEntities(entitiesOptions({ text: list }))
  const found = await trust.findKeys(requestFor(), context)
  return Promise.all(found.map(async (one) => [one.key, (await trust.decide(requestFor(), one, context)).trusted]))
}

describe('a list', () => {
  it('that was created is verified, with what it says', async () => {
    const list = await verifyTrustList(text, { ...options, territory: 'JP' })
    expect(list).toMatchObject({
      type: degreeAwardingInstitutions.type,
      sequenceNumber: 7,
      territory: 'JP',
      operator: 'Fixture Ministry',
      signedAt: now / 1000,
      entities: [{ name: 'Fixture University', territory: 'JP', services: [{ otherIds: [issuer] }] }],
    })
    expect(structuredClone(list)).toEqual(list)
    expect(Object.isFrozen(list.entities[0]?.services[0]?.statuses)).toBe(true)
  })

  it('of another byte is refused, and changes nothing of what is trusted', async () => {
    const trusted = await trustIn(text)
    expect(trusted).toHaveLength(1)
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, flip) => {
        const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ flip) + text.slice(at + 1)
        const outcome = await outcomeOf(async () => expect(await trustIn(changed)).toEqual(trusted))
        expect(outcome).not.toBe('done')
      }),
      { numRuns: 400 },
    )
  })

  it('that is no list at all is refused, never a throw of another kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), async (json) => {
        const { header } = { header: encodeBase64urlText('{"alg":"ES256","iat":1}') }
        const outcome = await outcomeOf(() => verifyTrustList(`${header}.${encodeBase64urlText(json)}.AA`, options))
        expect(outcome).toBe('trust_list_signature_invalid')
      }),
      { numRuns: 50 },
    )
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (value) => {
        expect(await outcomeOf(() => create({ LoTE: value } as JsonObject))).toBe('trust_list_malformed')
      }),
      { numRuns: 50 },
    )
  })

  it('beyond all size is not read', async () => {
    expect(await outcomeOf(() => verifyTrustList('a'.repeat(16_000_001), options))).toBe('trust_list_too_large')
  })

  it('of a signer who is found and not trusted is refused', async () => {
    const found: Trust = {
      findKeys: (request, given) => operator.findKeys(request, given),
      decide: () => ({ trusted: false, code: 'issuer_not_trusted', retryable: true }),
    }
    expect(await outcomeOf(() => verifyTrustList(text, { ...options, signer: found }))).toBe(
      'trust_list_signer_not_trusted, retryable',
    )
    const credentialsOnly = scoped(operator, { purposes: ['credential'] })
    expect(await outcomeOf(() => verifyTrustList(text, { ...options, signer: credentialsOnly }))).toBe(
      'trust_list_signer_unknown',
    )
  })

  it('is not replaced by an older one, across verifiers that share a memory', async () => {
    const sequences = memorySequenceStore()
    const newer = await create(listWith({}, { LoTESequenceNumber: 8 }))
    const trust = trustedEntities({ ...entitiesOptions({ text: newer }), sequences, name: 'jp' })
    expect(await trust.findKeys(requestFor(), context)).toHaveLength(1)
    const behind = trustedEntities({ ...entitiesOptions({ text }), sequences, name: 'jp' })
    expect(await outcomeOf(() => behind.findKeys(requestFor(), context))).toBe('trust_list_rolled_back, retryable')
    const otherName = trustedEntities({ ...entitiesOptions({ text }), sequences, name: '__proto__' })
    expect(await otherName.findKeys(requestFor(), context)).toHaveLength(1)
  })

  it('does not come into a memory before its signature holds and its age is right', async () => {
    const sequences = memorySequenceStore()
    const forged = await createTrustList(listWith({}, { LoTESequenceNumber: 99 }), {
      signer: await signer('attacker'),
      context,
    })
    expect(await outcomeOf(() => verifyTrustList(forged, { ...options, sequences }))).toBe(
      'trust_list_signature_invalid',
    )
    expect(await outcomeOf(() => verifyTrustList(text, { ...options, sequences }))).toBe('done')
  })

  it('takes the options that there are', async () => {
    await expect(verifyTrustList(text, { ...options, teritory: 'JP' } as never)).rejects.toThrow(TypeError)
    await expect(verifyTrustList(text, { ...options, type: '' })).rejects.toThrow(TypeError)
    const misuse = [
      { binding: 'iss' },
      { binding: undefined },
      { list: {} },
      { list: { url: 'http://a.example' } },
      { signer: {} },
      { clockSkew: -1 },
      { scheme: {} },
    ]
    for (const wrong of misuse) {
      expect(() => trustedEntities({ ...entitiesOptions({ text }), ...wrong } as never), JSON.stringify(wrong)).toThrow(
        TypeError,
      )
    }
  })
})

describe('a list at a URL', () => {
  const url = 'https://lists.example/jp.jws'

  it('is fetched each time that it is asked for, verified anew when it changes, and only for its purposes', async () => {
    const documents: Record<string, string> = { [url]: `${text}\n` }
    const trust = trustedEntities(entitiesOptions({ url }))
    const online = contextWith(documents)
    expect(await trust.findKeys(requestFor(), online)).toHaveLength(1)
    const signedByAttacker = await createTrustList(listWith({}, { LoTESequenceNumber: 8 }), {
      signer: await signer('attacker'),
      context,
    })
    documents[url] = signedByAttacker
    expect(await outcomeOf(() => trust.findKeys(requestFor(), online))).toBe('trust_list_signature_invalid')
    documents[url] = await create(
      listWith(
        { ServiceDigitalIdentity: { PublicKeyValues: [publicKey('issuer')], OtherIds: ['https://x.example'] } },
        { LoTESequenceNumber: 8 },
      ),
    )
    expect(await trust.findKeys(requestFor(), online)).toEqual([])
    documents[url] = text
    expect(await outcomeOf(() => trust.findKeys(requestFor(), online))).toBe('trust_list_rolled_back, retryable')
    expect(online.asked).toHaveLength(4)
    expect(await trust.findKeys(requestFor({ purpose: 'trust-list' }), online)).toEqual([])
    expect(online.asked).toHaveLength(4)
    expect(await outcomeOf(() => trust.findKeys(requestFor(), contextWith({})))).toBe(
      'retrieval_unreachable, retryable',
    )
  })

  it('that was good goes stale', async () => {
    const trust = trustedEntities(entitiesOptions({ url }))
    expect(await trust.findKeys(requestFor(), contextWith({ [url]: text }))).toHaveLength(1)
    const later = contextWith({ [url]: text }, Date.parse('2027-05-01T00:00:00Z'))
    expect(await outcomeOf(() => trust.findKeys(requestFor(), later))).toBe('trust_list_stale, retryable')
  })
})

describe('an entry', () => {
  const decide = async (service: JsonObject, members = {}): Promise<unknown> => {
    const trust = trustedEntities(entitiesOptions({ text: await create(listWith(service)) }))
    const request = requestFor(members)
    const [candidate] = await trust.findKeys(request, context)
    return candidate === undefined ? 'none' : trust.decide(request, candidate as KeyCandidate, context)
  }

  it('leaves plain evidence of list, entity and service', async () => {
    const decision = (await decide({})) as { readonly evidence: readonly JsonObject[] }
    expect(decision).toMatchObject({
      trusted: true,
      evidence: [
        {
          kind: 'trusted-entity',
          entity: 'Fixture University',
          territory: 'JP',
          statuses: [{ status: degreeServiceStatuses.granted, from: '2020-04-01T00:00:00Z', granted: true }],
        },
        { kind: 'trust-list', sequenceNumber: 7, nextUpdate: '2027-05-01T00:00:00Z', schemeTerritory: 'JP' },
      ],
    })
    expect(structuredClone(decision)).toEqual(decision)
  })

  it('is believed at the time of issuance where that is said', async () => {
    expect(await decide({}, { issuedAt: new Date('2020-03-31T23:59:59Z') })).toEqual({
      trusted: false,
      code: 'trust_list_service_not_held_at_issuance',
    })
    expect(await decide({}, { issuedAt: new Date('2020-04-01T00:00:00Z') })).toMatchObject({ trusted: true })
  })

  it('of a status service serves status lists alone', async () => {
    const status = { ServiceTypeIdentifier: degreeAwardingInstitutions.services.status[0] as string }
    expect(await decide(status)).toBe('none')
    expect(await decide(status, { purpose: 'status' })).toMatchObject({ trusted: true })
    expect(await decide({}, { purpose: 'metadata' })).toBe('none')
  })

  it('on a list whose scheme knows no statuses is believed while it is listed, and not with a status of any kind', async () => {
    const scheme = { ...euLists.pid, type: degreeAwardingInstitutions.type }
    const service = { ServiceTypeIdentifier: scheme.services.credential[0] as string }
    const draft = listWith(service)
    const bare = JSON.parse(JSON.stringify(draft).replace(/,"ServiceStatus":"[^"]+","StatusStartingTime":"[^"]+"/, ''))
    const decisions = await Promise.all(
      [draft, bare].map(async (one) => {
        const trust = trustedEntities({ ...entitiesOptions({ text: await create(one) }), scheme })
        const [candidate] = await trust.findKeys(requestFor(), context)
        return trust.decide(requestFor(), candidate as KeyCandidate, context)
      }),
    )
    expect(decisions.map(({ trusted }) => trusted)).toEqual([false, true])
  })
})

describe('a writer of lists', () => {
  it('keeps what it was given, in the standard’s names', async () => {
    const [header, payload] = text
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(decodeBase64urlText(part)))
    expect(header).toEqual({ alg: 'ES256', typ: 'JOSE', iat: now / 1000 })
    expect(payload).toEqual(listWith())
  })

  it.each<[string, JsonObject, string]>([
    ['a misspelt member', listWith({ ServiceSatus: 'x' }), 'trust_list_malformed'],
    [
      'a member under __proto__',
      JSON.parse(JSON.stringify(listWith()).replace('"ServiceName"', '"__proto__":{},"ServiceName"')),
      'trust_list_malformed',
    ],
    [
      'a private key',
      listWith({ ServiceDigitalIdentity: { PublicKeyValues: [privateKey('issuer')] } }),
      'trust_list_malformed',
    ],
    [
      'a key that nobody could use',
      listWith({ ServiceDigitalIdentity: { PublicKeyValues: [publicKey('issuer-rsa')] } }),
      'trust_list_malformed',
    ],
    [
      'a certificate that is none',
      listWith({ ServiceDigitalIdentity: { X509Certificates: [{ val: 'AAAA' }] } }),
      'trust_list_malformed',
    ],
    ['a list that is out of date', listWith({}, { NextUpdate: '2026-12-01T12:00:00Z' }), 'trust_list_stale'],
    ['a list of tomorrow', listWith({}, { ListIssueDateTime: '2026-12-02T00:00:00Z' }), 'trust_list_not_yet_issued'],
    ['a version that there is not', listWith({}, { LoTEVersionIdentifier: 2 }), 'trust_list_version_unsupported'],
  ])('refuses %s', async (_, draft, code) => {
    expect(await outcomeOf(() => create(draft))).toBe(code)
  })

  it('says where the fault is', async () => {
    const path = ['LoTE', 'TrustedEntitiesList', 0, 'TrustedEntityServices', 0, 'ServiceInformation', 'ServiceSatus']
    await expect(create(listWith({ ServiceSatus: 'x' }))).rejects.toMatchObject({ path })
  })

  it('takes the options that there are', async () => {
    const one = await signer('second-issuer')
    await expect(createTrustList(listWith(), { signer: one, context, expires: 1 } as never)).rejects.toThrow(TypeError)
    await expect(createTrustList(listWith(), { context } as never)).rejects.toThrow(TypeError)
    await expect(createTrustList([] as never, { signer: one, context })).rejects.toThrow(TypeError)
    await expect(createTrustList(listWith(), { signer: one, certificates: [], context })).rejects.toThrow(TypeError)
  })
})
