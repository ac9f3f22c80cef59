import { signSign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { type CborInput, decodeCbor, embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  ageOf,
  checkReaderAuthentication,
  checkReaderAuthenticationAll,
  type DocRequest,
  elementsOfPaths,
  isOverAge,
  nearestAge,
  openSession,
  pathsOfElements,
  readDeviceRequest,
  readSessionData,
  readSessionEstablishment,
  writeDeviceRequest,
  writeSessionData,
  writeSessionEstablishment,
} from '@hashikake/mdoc'
import { describe, expect, it } from 'vitest'

const [reader, phone] = [await engine.generateKey('ES256'), await engine.generateKey('ES256')]
const signer = await signerFromJwk(reader.privateKey)
const transcript = encodeCbor([null, null, ['fixture']])
const item = (bytes: Uint8Array): CborInput => decodeCbor(bytes).value
const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.code
  }
}

const itemsRequest = (change: Readonly<Record<string, CborInput>> = {}): Uint8Array =>
  encodeCbor(embeddedCbor(encodeCbor({ docType: 'a.b.1', nameSpaces: { n: { title: false } }, ...change })))
const request = (change: Readonly<Record<string, CborInput>> = {}, items: Uint8Array = itemsRequest()): Uint8Array =>
  encodeCbor({ version: '1.1', docRequests: [{ itemsRequest: item(items) }], ...change })

describe('a DeviceRequest', () => {
  it('says what is asked for, and whether it will be kept', () => {
    expect(readDeviceRequest(request()).documents).toMatchObject([
      { docType: 'a.b.1', elements: [{ namespace: 'n', elementIdentifier: 'title', intentToRetain: false }] },
    ])
  })

  it.each<[string, string, Uint8Array]>([
    ['of another version', 'mdoc_version_unsupported', request({ version: '2.0' })],
    ['of nothing', 'device_request_malformed', request({ docRequests: [] })],
    ['of no element', 'device_request_malformed', request({}, itemsRequest({ nameSpaces: {} }))],
    [
      'that does not say whether it keeps',
      'device_request_malformed',
      request({}, itemsRequest({ nameSpaces: { n: { title: 1 } } })),
    ],
    ['of no docType', 'device_request_malformed', request({}, itemsRequest({ docType: 7 }))],
    ['of 1.0 with what came with 1.1', 'device_request_malformed', request({ version: '1.0', readerAuthAll: [] })],
    ['with a signature that is none', 'cose_malformed', request({ readerAuthAll: [7] })],
    ['cut off', 'cbor_malformed', request().slice(0, -1)],
  ])('%s is refused', (_, code, bytes) => {
    expect(codeOf(() => readDeviceRequest(bytes))).toBe(code)
  })

  it('is proven as a whole by one signature, over all that is asked and what is said of it', async () => {
    const info = encodeCbor(embeddedCbor(encodeCbor({ useCases: [] })))
    const items = [itemsRequest(), itemsRequest({ docType: 'a.c.1' })]
    const signed = encodeCbor(
      embeddedCbor(encodeCbor(['ReaderAuthenticationAll', item(transcript), items.map(item), item(info)])),
    )
    const readerAuthAll = [item(await signSign1(signer, { payload: signed, detached: true, tagged: false }))]
    const docRequests = items.map((one) => ({ itemsRequest: item(one) }))
    const options = { transcript, key: reader.publicKey, engine }
    const check = (change: Readonly<Record<string, CborInput>>): Promise<void> =>
      checkReaderAuthenticationAll(
        readDeviceRequest(request({ docRequests, deviceRequestInfo: item(info), readerAuthAll, ...change })),
        options,
      )
    await check({})
    const invalid = { code: 'reader_signature_invalid' }
    await expect(check({ docRequests: docRequests.slice(1) })).rejects.toMatchObject(invalid)
    await expect(check({ docRequests: [...docRequests].reverse() })).rejects.toMatchObject(invalid)
    const other = encodeCbor(embeddedCbor(encodeCbor({})))
    await expect(check({ deviceRequestInfo: item(other) })).rejects.toMatchObject(invalid)
  })
})

describe('a session', async () => {
  const [atReader, atPhone] = [keyAgreementFromJwk(reader.privateKey), keyAgreementFromJwk(phone.privateKey)]
  const both = (change: object = {}) =>
    Promise.all([
      openSession({ key: atReader, peer: phone.publicKey, transcript, role: 'reader' }),
      openSession({ key: atPhone, peer: reader.publicKey, transcript, role: 'mdoc', ...change }),
    ])
  const message = new Uint8Array([1, 2, 3])

  it('carries messages both ways, in their order', async () => {
    const [one, other] = await both()
    for (let i = 0; i < 3; i++) {
      expect(other.decrypt(one.encrypt(message))).toEqual(message)
      expect(one.decrypt(other.encrypt(message))).toEqual(message)
    }
    const [first, second] = [one.encrypt(message), one.encrypt(message)]
    expect(first).not.toEqual(second)
    expect(codeOf(() => other.decrypt(second))).toBe('session_undecryptable')
  })

  it('is of one transcript, one direction, one pair of keys', async () => {
    const changes = [{ transcript: encodeCbor([null, null, ['other']]) }, { role: 'reader' }, { peer: phone.publicKey }]
    for (const change of changes) {
      const [one, other] = await both(change)
      expect(codeOf(() => other.decrypt(one.encrypt(message)))).toBe('session_undecryptable')
    }
    const [one, other] = await both()
    const changed = one.encrypt(message)
    changed[0] = (changed[0] as number) ^ 1
    expect(codeOf(() => other.decrypt(changed))).toBe('session_undecryptable')
    await expect(
      openSession({ key: atReader, peer: phone.publicKey, transcript, role: 'both' as never }),
    ).rejects.toThrow(TypeError)
  })

  it('has messages that are written and read again', () => {
    expect(readSessionEstablishment(writeSessionEstablishment(reader.publicKey, message))).toMatchObject({
      readerKey: reader.publicKey,
      data: message,
    })
    expect(readSessionData(writeSessionData({ data: message }))).toEqual({ data: message, status: undefined })
    expect(readSessionData(writeSessionData({ status: 20 }))).toEqual({ data: undefined, status: 20 })
    expect(() => writeSessionData({})).toThrow(TypeError)
    for (const wrong of [{}, { data: 'text' }, { status: -1 }, { status: 1.5 }])
      expect(codeOf(() => readSessionData(encodeCbor(wrong)))).toBe('session_malformed')
    expect(codeOf(() => readSessionEstablishment(encodeCbor({ data: message })))).toBe('session_malformed')
  })
})

describe('a request that we write', () => {
  const paths = [
    ['n', 'title'],
    ['n', 'grade'],
    ['m', '__proto__'],
  ] as const
  const elements = elementsOfPaths(paths, { intentToRetain: false })
  const drafts = [
    { docType: 'a.b.1', elements },
    { docType: 'a.c.1', elements, requestInfo: { uniqueDocSetRequired: true } },
  ]
  const identity = { signer, certificates: [new Uint8Array([0x30, 0])], transcript }
  const options = { transcript, key: reader.publicKey, engine }

  it('asks for what the paths name', async () => {
    const { version, documents } = readDeviceRequest(await writeDeviceRequest(drafts))
    expect([version, documents.length]).toEqual(['1.0', 2])
    expect(pathsOfElements((documents[0] as DocRequest).elements)).toEqual([paths[2], paths[1], paths[0]])
    expect(documents[1]?.requestInfo?.get('uniqueDocSetRequired')).toBe(true)
  })

  it('is signed, document by document or as a whole', async () => {
    const each = readDeviceRequest(await writeDeviceRequest(drafts, { reader: { ...identity, signs: 'each' } }))
    for (const one of each.documents) await checkReaderAuthentication(one, options)
    const all = readDeviceRequest(await writeDeviceRequest(drafts, { reader: { ...identity, signs: 'all' } }))
    expect(all.version).toBe('1.1')
    await checkReaderAuthenticationAll(all, options)
  })

  it('is refused at once where it makes no sense', async () => {
    for (const wrong of [
      [],
      [{ docType: 'a', elements: [] }],
      [{ docType: 'a', elements: [...elements, ...elements] }],
    ])
      await expect(writeDeviceRequest(wrong)).rejects.toThrow(TypeError)
    for (const path of [['n'], ['n', 'a', 'b'], ['n', 0], ['n', null], 'n.a'])
      expect(() => elementsOfPaths([path as never], { intentToRetain: false })).toThrow(TypeError)
  })
})

describe('an age', () => {
  const attested = new Map([
    [16, true],
    [18, true],
    [21, false],
    [25, false],
  ])

  it('is answered by itself, by the lowest above that is true, or by the highest below that is false', () => {
    expect([15, 16, 17, 18, 19, 21, 23, 65].map((age) => nearestAge(attested, age))).toEqual([
      ...[16, 16, 18, 18, undefined, 21, 21, 25],
    ])
    expect(nearestAge(new Map(), 18)).toBeUndefined()
  })

  it('is known from what was shown, and from nothing that contradicts itself', () => {
    const shown = (...entries: [number, boolean][]) => isOverAge(new Map(entries), 18)
    expect([shown([18, true]), shown([21, true]), shown([16, true])]).toEqual([true, true, undefined])
    expect([shown([18, false]), shown([16, false]), shown([21, false])]).toEqual([false, false, undefined])
    expect(shown([21, true], [18, false])).toBeUndefined()
    expect(shown([16, true], [21, false])).toBeUndefined()
    expect(shown()).toBeUndefined()
  })

  it('has two digits in its name', () => {
    expect(['age_over_18', 'age_over_5', 'age_over_180', 'age_in_years'].map(ageOf)).toEqual([
      ...[18, undefined, undefined, undefined],
    ])
  })
})
