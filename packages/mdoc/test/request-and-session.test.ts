import { signSign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { type CborInput, decodeCbor, embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  checkReaderAuthenticationAll,
  openSession,
  readDeviceRequest,
  readSessionData,
  readSessionEstablishment,
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
