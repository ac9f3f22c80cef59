import { type Evidence, issuerKeys, type StatusAnswer } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { guardedRetrieval, type Transport } from '@hashikake/credential/retrieval'
import { cwtClaim, headerLabel, parseSign1, signSign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { type CborInput, decodeCbor, encodeCbor, isCborMap } from '@hashikake/encoding/cbor'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { readIdentifierList, statusLists } from '@hashikake/status'
import { createIdentifierList, signIdentifierList } from '@hashikake/status/publishing'
import { describe, expect, it } from 'vitest'

const now = 1_800_000_000
const context = defaultContext({ now: () => now * 1000 })
const issuer = 'https://registrar.example'
const uri = `${issuer}/identifierlists/1`
const keys = await engine.generateKey('ES256')
const signer = await signerFromJwk(keys.privateKey)
const trust = issuerKeys({ [issuer]: { keys: [keys.publicKey] } })
const relatedTo: readonly Evidence[] = [{ kind: 'pinned-key', key: keys.publicKey as unknown as JsonObject, issuer }]
const revoked = new Uint8Array([1, 2, 3])
const valid = new Uint8Array([1, 2])
const mediaType = 'application/identifierlist+cwt'
const expires = new Date((now + 3_600) * 1000)

type Claims = Map<CborInput, CborInput | undefined>
const none = new Map<CborInput, CborInput>()
const identifiers = (...entries: [CborInput, CborInput][]): CborInput => new Map([['identifiers', new Map(entries)]])
const listing = identifiers([revoked, none])

/** A list written by hand, in one point other than it should be. */
async function written(change: (claims: Claims) => void = () => {}, type: string = mediaType): Promise<Uint8Array> {
  const claims: Claims = new Map<CborInput, CborInput | undefined>([
    [cwtClaim.subject, uri],
    [cwtClaim.issuedAt, now],
    [cwtClaim.expiration, now + 3_600],
    [cwtClaim.identifierList, listing],
  ])
  change(claims)
  const payload = encodeCbor(
    new Map([...claims].filter((entry): entry is [CborInput, CborInput] => entry[1] !== undefined)),
  )
  return signSign1(signer, { protected: new Map<number, CborInput>([[headerLabel.type, type]]), payload })
}

function answering(
  bytes: Uint8Array,
  contentType = mediaType,
): { readonly transport: Transport; readonly asked: string[] } {
  const asked: string[] = []
  const request: Transport['request'] = async ({ url, checkAddress }) => {
    asked.push(url)
    checkAddress('203.0.113.1')
    const body = (async function* () {
      yield bytes
    })()
    return { status: 200, headers: { 'content-type': contentType }, body, close: () => {} }
  }
  return { transport: { request }, asked }
}

async function ask(bytes: Uint8Array, identifier: Uint8Array = valid, at = now): Promise<StatusAnswer> {
  const world = defaultContext({
    now: () => at * 1000,
    retrieval: guardedRetrieval({ transport: answering(bytes).transport }),
  })
  return statusLists({ trust }).resolve(
    { references: [{ kind: 'identifier_list', uri, identifier }], relatedTo, at },
    world,
  )
}

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.code
  }
}

describe('an identifier list', () => {
  it('revokes those that it names, by all of their bytes', async () => {
    const list = await written()
    expect(await ask(list, valid)).toMatchObject({
      valid: true,
      evidence: [{ kind: 'identifier-list', uri, recorded: false }],
    })
    expect(await ask(list, new Uint8Array([1, 2, 3, 4]))).toMatchObject({ valid: true })
    expect(await ask(list, revoked)).toMatchObject({ valid: false, code: 'status_invalid', retryable: false })
  })

  it('names nobody in the evidence', async () => {
    const answer = await ask(await written())
    expect(Object.keys(answer.valid ? (answer.evidence[0] as Evidence) : {})).not.toContain('identifier')
  })

  it.each<[string, string, (claims: Claims) => void, string?]>([
    ['is of another type', 'status_list_type_mismatch', () => {}, 'application/statuslist+cwt'],
    ['has no end', 'status_list_malformed', (claims) => claims.delete(cwtClaim.expiration)],
    ['has ended', 'status_list_expired', (claims) => claims.set(cwtClaim.expiration, now)],
    ['does not say when it was made', 'status_list_malformed', (claims) => claims.delete(cwtClaim.issuedAt)],
    ['was made later than now', 'status_list_not_yet_valid', (claims) => claims.set(cwtClaim.issuedAt, now + 1)],
    ['does not say where it is', 'status_list_malformed', (claims) => claims.delete(cwtClaim.subject)],
    ['is another one', 'status_list_subject_mismatch', (claims) => claims.set(cwtClaim.subject, `${uri}0`)],
    ['holds no list', 'status_list_malformed', (claims) => claims.delete(cwtClaim.identifierList)],
    ['holds a status list as well', 'status_list_malformed', (claims) => claims.set(cwtClaim.statusList, none)],
    ['names no identifiers', 'status_list_malformed', (claims) => claims.set(cwtClaim.identifierList, none)],
    [
      'names a text',
      'status_list_malformed',
      (claims) => claims.set(cwtClaim.identifierList, identifiers(['AQID', none])),
    ],
    [
      'names nothing',
      'status_list_malformed',
      (claims) => claims.set(cwtClaim.identifierList, identifiers([new Uint8Array(0), none])),
    ],
    [
      'says of one what is no map',
      'status_list_malformed',
      (claims) => claims.set(cwtClaim.identifierList, identifiers([revoked, true])),
    ],
    [
      'has identifiers in a row',
      'status_list_malformed',
      (claims) => claims.set(cwtClaim.identifierList, new Map([['identifiers', [revoked]]])),
    ],
  ])('that %s is refused', async (_, code, change, type) => {
    expect(await ask(await written(change, type))).toEqual({ valid: false, code, retryable: false })
  })

  it('is believed by its signature alone', async () => {
    const bytes = (await written()).slice()
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1
    expect(await ask(bytes)).toMatchObject({ valid: false, code: 'status_list_signature_invalid' })
  })

  it('is asked for as what it is', async () => {
    const { transport } = answering(await written(), 'application/statuslist+cwt')
    const world = defaultContext({ now: () => now * 1000, retrieval: guardedRetrieval({ transport }) })
    const reference = { kind: 'identifier_list', uri, identifier: valid }
    const answer = await statusLists({ trust }).resolve({ references: [reference], relatedTo, at: now }, world)
    expect(answer).toMatchObject({ valid: false, code: 'retrieval_media_type' })
  })

  it('is fetched once while its time to live lasts', async () => {
    const { transport, asked } = answering(await written((claims) => claims.set(cwtClaim.timeToLive, 600)))
    const resolver = statusLists({ trust })
    const retrieval = guardedRetrieval({ transport })
    for (const at of [now, now + 300, now + 599, now + 600]) {
      const references = [{ kind: 'identifier_list', uri, identifier: valid }] as const
      await resolver.resolve({ references, relatedTo, at }, defaultContext({ now: () => at * 1000, retrieval }))
    }
    expect(asked).toHaveLength(2)
  })

  it('is not asked for an identifier that no list could name', async () => {
    const list = await written()
    const none: readonly unknown[] = ['AQID', 5, {}, null, new Uint8Array(0), new Uint8Array(1_025)]
    for (const one of none)
      expect(await ask(list, one as Uint8Array)).toMatchObject({ code: 'status_mechanism_unsupported' })
  })

  it('without an identifier to look for is no mechanism', async () => {
    const world = defaultContext({ retrieval: guardedRetrieval({ transport: answering(await written()).transport }) })
    const answer = await statusLists({ trust }).resolve(
      { references: [{ kind: 'identifier_list', uri }], relatedTo, at: now },
      world,
    )
    expect(answer).toMatchObject({ valid: false, code: 'status_mechanism_unsupported' })
  })
})

describe('a published identifier list', () => {
  it('gives away, revokes, restores, and goes on where it was', async () => {
    const list = createIdentifierList({ context })
    const [one, other] = [list.allocate(), list.allocate()]
    expect(one).toHaveLength(16)
    expect(one).not.toEqual(other)
    list.revoke(one)
    list.revoke(other)
    list.restore(other)
    const again = createIdentifierList({ context, saved: JSON.parse(JSON.stringify(list.save())) })
    expect(again.revoked).toEqual([one])
    const signed = await signIdentifierList(again, {
      uri,
      signer,
      context,
      expires,
      timeToLive: 60,
      aggregationUri: issuer,
    })
    expect(await ask(signed, one)).toMatchObject({ valid: false, code: 'status_invalid' })
    expect(await ask(signed, other)).toMatchObject({ valid: true })
    expect(readIdentifierList(signed)).toMatchObject({ size: 1, timeToLive: 60, aggregationUri: issuer })
  })

  it('is read again however many it names, up to the bytes that a verifier takes', async () => {
    const list = createIdentifierList({ context })
    for (let i = 0; i < 100_000; i++) list.revoke(list.allocate())
    const signed = await signIdentifierList(list, { uri, signer, context, expires })
    expect(readIdentifierList(signed).size).toBe(100_000)
  })

  it('is written as the standard prescribes: the type and the certificates are signed', async () => {
    const certificates = [new Uint8Array([0x30, 0]), new Uint8Array([0x30, 0])]
    const list = createIdentifierList({ context })
    list.revoke(list.allocate())
    const { headers, payload } = parseSign1(
      await signIdentifierList(list, { uri, signer, context, expires, certificates }),
      { tag: 'required' },
    )
    expect(headers.protected.get(headerLabel.type)).toBe(mediaType)
    expect(headers.protected.has(headerLabel.x5chain)).toBe(true)
    const claims = decodeCbor(payload as Uint8Array)
    expect(isCborMap(claims) && claims.has(cwtClaim.statusList)).toBe(false)
  })

  it('says how it is used', () => {
    const list = createIdentifierList({ context })
    expect(() => list.revoke(valid)).toThrow(TypeError)
    expect(() => list.restore(valid)).toThrow(TypeError)
    expect(() => createIdentifierList({} as never)).toThrow(TypeError)
    expect(() => createIdentifierList({ context, saved: { allocated: [], revoked: ['AQ'] } })).toThrow(TypeError)
    return expect(signIdentifierList(list, { uri, signer, context } as never)).rejects.toThrow(TypeError)
  })
})

describe('what is read', () => {
  it('never is more than what was signed: no flipped byte is read as the same list', async () => {
    const bytes = await written()
    for (let i = 0; i < bytes.length; i++) {
      const flipped = bytes.slice()
      flipped[i] = (flipped[i] as number) ^ 0x20
      if (codeOf(() => readIdentifierList(flipped)) !== 'accepted') continue
      expect(await readIdentifierList(flipped).isSignedBy(keys.publicKey, engine)).toBe(false)
    }
  })
})
