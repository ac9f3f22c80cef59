import { readFileSync } from 'node:fs'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import { type CborInput, decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import { type HeldCredential, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import {
  checkReaderAuthentication,
  elementsOfPaths,
  issuance,
  pathsOfElements,
  presentation,
  verification,
} from '@hashikake/mdoc'
import {
  type CreatedRequest,
  createRequest,
  openEncryptedResponse,
  protocol,
  type RequestData,
  readRequest,
  sealDeviceResponse,
} from '@hashikake/mdoc/dcapi'
import { anchors } from '@hashikake/trust'
import { ignoreStatus, verify } from '@hashikake/verifier'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const at = Date.parse('2026-12-01T12:00:00Z')
const context: Context = defaultContext({ now: () => at })
const read = (name: string): never =>
  JSON.parse(readFileSync(new URL(`../../../test-vectors/keys/${name}.json`, import.meta.url), 'utf8')) as never
const der = (name: string): Uint8Array => Uint8Array.from(Buffer.from(read('certificates')[name] as string, 'base64'))
const issuer = {
  signer: await signerFromJwk((read('issuer') as { key: object }).key),
  certificates: [der('issuer')],
}
const trust = anchors([der('authority')], { profile: 'generic', binding: 'none' })
const holder = await engine.generateKey('ES256')
const docType = 'example.registrar.degree.1'
const origin = 'https://admissions.example'
const asked = [['example.registrar.degree.1', 'title']]
const documents = [{ docType, elements: elementsOfPaths(asked, { intentToRetain: false }) }]

async function hold(): Promise<HeldCredential> {
  const encoded = await issue(
    {
      docType,
      namespaces: { 'example.registrar.degree.1': { title: 'Master of Engineering', grade: '秀' } },
      holderKey: holder.publicKey,
      expires: new Date('2027-06-01T00:00:00Z'),
    },
    { format: issuance(), issuer, context },
  )
  const received = await receive(encoded, {
    formats: [presentation()],
    trust,
    holderKey: holder.publicKey,
    context,
  })
  if (!received.accepted) throw new Error(received.code)
  return received.credential
}

const credential = await hold()

/** What a wallet does with a request that the browser hands to it. */
async function answer(data: RequestData, from = origin): Promise<string> {
  const { deviceRequest, challenge, recipientPublicKey } = readRequest(data, { origin: from, context })
  const disclose = pathsOfElements(deviceRequest.documents[0]?.elements ?? [])
  const [shown] = await present([{ credential, disclose, signer: await engine.signer(holder.privateKey, 'ES256') }], {
    formats: [presentation()],
    challenge,
    context,
  })
  const { sessionTranscript } = challenge
  return sealDeviceResponse(shown as Uint8Array, { recipientPublicKey, sessionTranscript })
}

async function openAndVerify(response: string, { recipientKey, challenge }: CreatedRequest): Promise<string> {
  const opened = await openEncryptedResponse(response, { recipientKey, sessionTranscript: challenge.sessionTranscript })
  const result = await verify(opened, { formats: [verification()], trust, challenge, status: ignoreStatus, context })
  return result.accepted ? JSON.stringify(result.credential.claims) : `${result.stage} ${result.code}`
}

async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act()
    return ''
  } catch (thrown) {
    return thrown instanceof Refusal ? thrown.code : `${thrown}`
  }
}

const created = await createRequest(documents, { origin, context })
const { data } = created.request
const response = await answer(data)

describe('a request through the browser', () => {
  it('is answered with what was asked for, encrypted to whoever asked', async () => {
    expect(created.request.protocol).toBe('org-iso-mdoc')
    expect(protocol).toBe('org-iso-mdoc')
    expect(Object.keys(data)).toEqual(['deviceRequest', 'encryptionInfo'])
    expect(await openAndVerify(response, created)).toBe(
      '{"example.registrar.degree.1":{"title":"Master of Engineering"}}',
    )
    expect(Buffer.from(decodeBase64url(response)).includes('Master')).toBe(false)
  })

  it('says who asks, bound to this request and this page', async () => {
    const key = await engine.generateKey('ES256')
    const reader = {
      signer: await engine.signer(key.privateKey, 'ES256'),
      certificates: [der('issuer')],
      signs: 'each',
    } as const
    const { request } = await createRequest(documents, { origin, reader, context })
    const proven = (from: string): Promise<string> => {
      const { deviceRequest, challenge } = readRequest(request.data, { origin: from, context })
      const { sessionTranscript: transcript } = challenge
      const [document] = deviceRequest.documents
      return codeOf(() => checkReaderAuthentication(document as never, { transcript, key: key.publicKey, engine }))
    }
    expect(await proven(origin)).toBe('')
    expect(await proven('https://other.example')).toBe('reader_signature_invalid')
  })

  it('is new each time', async () => {
    const other = await createRequest(documents, { origin, context })
    expect(other.request.data.encryptionInfo).not.toBe(data.encryptionInfo)
    expect(other.recipientKey).not.toEqual(created.recipientKey)
    expect(await codeOf(() => openAndVerify(response, other))).toBe('encrypted_response_undecryptable')
  })

  it('has the form that wallets know', () => {
    const [label, parameters] = decodeCbor(decodeBase64url(data.encryptionInfo)).value as [
      string,
      ReadonlyMap<string, ReadonlyMap<number, unknown>>,
    ]
    expect(label).toBe('dcapi')
    expect([...parameters.keys()].sort()).toEqual(['nonce', 'recipientPublicKey'])
    expect(parameters.get('nonce')).toHaveLength(16)
    expect([...(parameters.get('recipientPublicKey') as ReadonlyMap<number, unknown>).keys()].sort()).toEqual([
      -1, -2, -3, 1,
    ])
    expect(parameters.get('recipientPublicKey')?.get(-1)).toBe(1)
    const [answered, sealed] = decodeCbor(decodeBase64url(response)).value as [string, ReadonlyMap<string, Uint8Array>]
    expect([answered, ...[...sealed.keys()].sort()]).toEqual(['dcapi', 'cipherText', 'enc'])
    expect(sealed.get('enc')).toHaveLength(65)
  })

  it('takes the origin of a page', async () => {
    for (const wrong of ['https://admissions.example/', 'http://admissions.example', 'admissions.example', '', 7]) {
      await expect(createRequest(documents, { origin: wrong as string, context })).rejects.toThrow(TypeError)
    }
    await expect(createRequest(documents, { origin: 'http://localhost:8080', context })).resolves.toBeDefined()
    await expect(createRequest([], { origin, context })).rejects.toThrow(TypeError)
  })
})

/** Written anew, with one thing changed. */
const rewritten = (
  text: string,
  change: (parts: CborInput[], members: Map<CborInput, CborInput>) => CborInput,
): string => {
  const [label, members] = decodeCbor(decodeBase64url(text)).value as [string, ReadonlyMap<CborInput, CborInput>]
  const own = new Map(members)
  return encodeBase64url(encodeCbor(change([label, own], own)))
}
const member = (text: string, name: string, value: CborInput | undefined): string =>
  rewritten(text, (parts, members) => {
    if (value === undefined) members.delete(name)
    else members.set(name, value)
    return parts
  })
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7)

describe('an encrypted answer', () => {
  it.each<[string, () => string, string]>([
    ['no text', () => 7 as never, 'encrypted_response_malformed'],
    ['not base64url', () => `${response}=`, 'base64url_malformed'],
    ['cut', () => response.slice(0, -4), 'cbor_malformed'],
    [
      'another label',
      () => rewritten(response, (parts) => ['dc-api', parts[1] as CborInput]),
      'encrypted_response_malformed',
    ],
    ['without a label', () => rewritten(response, (parts) => [parts[1] as CborInput]), 'encrypted_response_malformed'],
    ['a third part', () => rewritten(response, (parts) => [...parts, 1]), 'encrypted_response_malformed'],
    ['no map', () => rewritten(response, () => ['dcapi', 'x']), 'encrypted_response_malformed'],
    ['without enc', () => member(response, 'enc', undefined), 'encrypted_response_malformed'],
    ['a compressed enc', () => member(response, 'enc', bytes(33)), 'encrypted_response_malformed'],
    ['an enc of text', () => member(response, 'enc', 'x'), 'encrypted_response_malformed'],
    [
      'an enc that is no point',
      () => member(response, 'enc', Uint8Array.of(4, ...bytes(64))),
      'encrypted_response_undecryptable',
    ],
    ['without cipherText', () => member(response, 'cipherText', undefined), 'encrypted_response_malformed'],
    [
      'cipherText of another spelling',
      () => member(member(response, 'cipherText', undefined), 'ciphertext', bytes(99)),
      'encrypted_response_malformed',
    ],
    [
      'a cipherText shorter than its tag',
      () => member(response, 'cipherText', bytes(3)),
      'encrypted_response_undecryptable',
    ],
    ['another cipherText', () => member(response, 'cipherText', bytes(99)), 'encrypted_response_undecryptable'],
    ['too large', () => 'A'.repeat(1_500_000), 'mdoc_too_large'],
  ])('%s is refused', async (_, change, code) => {
    expect(await codeOf(() => openAndVerify(change(), created))).toBe(code)
  })

  it('of another page, another request or another key is refused', async () => {
    expect(await codeOf(async () => openAndVerify(await answer(data, 'https://other.example'), created))).toBe(
      'encrypted_response_undecryptable',
    )
    const { recipientKey } = await createRequest(documents, { origin, context })
    expect(await codeOf(() => openAndVerify(response, { ...created, recipientKey }))).toBe(
      'encrypted_response_undecryptable',
    )
    // The holder's proof binds it as well: an answer that was sealed anew by somebody else is refused by verify.
    const stolen = await openEncryptedResponse(response, {
      recipientKey: created.recipientKey,
      sessionTranscript: created.challenge.sessionTranscript,
    })
    const other = await createRequest(documents, { origin, context })
    const { recipientPublicKey } = readRequest(other.request.data, { origin, context })
    const { sessionTranscript } = other.challenge
    const passedOn = await sealDeviceResponse(stolen, { recipientPublicKey, sessionTranscript })
    expect(await openAndVerify(passedOn, other)).toBe('authenticate device_signature_invalid')
  })

  it('with any byte changed is refused, and nothing but a refusal is thrown', async () => {
    const whole = decodeBase64url(response)
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        const changed = Uint8Array.from(whole)
        changed[place] = (changed[place] as number) ^ mask
        const outcome = await codeOf(() => openAndVerify(encodeBase64url(changed), created))
        expect(outcome).toMatch(/^(?:encrypted_response_|cbor_|text_not_utf8|mdoc_)/)
      }),
      { numRuns: 400 },
    )
  })

  it('takes the key that belongs to the request', async () => {
    const sessionTranscript = created.challenge.sessionTranscript
    const p384 = await engine.generateKey('ES384')
    for (const recipientKey of [undefined, {}, holder.publicKey, p384.privateKey]) {
      const thrown = await openEncryptedResponse(response, {
        recipientKey: recipientKey as never,
        sessionTranscript,
      }).catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(TypeError)
      expect(String(thrown)).not.toContain(p384.privateKey.kty === 'EC' ? p384.privateKey.d : '')
    }
    await expect(sealDeviceResponse('x' as never, {} as never)).rejects.toThrow(TypeError)
  })
})

describe('what a wallet reads', () => {
  const { encryptionInfo } = data
  const cose = (change: (key: Map<CborInput, CborInput>) => void): string =>
    rewritten(encryptionInfo, (parts, members) => {
      const key = new Map(members.get('recipientPublicKey') as ReadonlyMap<CborInput, CborInput>)
      change(key)
      members.set('recipientPublicKey', key)
      return parts
    })

  it.each<[string, () => Partial<RequestData>, string]>([
    ['no data', () => undefined as never, 'encryption_info_malformed'],
    [
      'another label',
      () => ({ encryptionInfo: rewritten(encryptionInfo, (parts) => ['dc', parts[1] as CborInput]) }),
      'encryption_info_malformed',
    ],
    [
      'a short nonce',
      () => ({ encryptionInfo: member(encryptionInfo, 'nonce', bytes(15)) }),
      'encryption_info_malformed',
    ],
    [
      'a nonce of text',
      () => ({ encryptionInfo: member(encryptionInfo, 'nonce', 'n'.repeat(16)) }),
      'encryption_info_malformed',
    ],
    ['no key', () => ({ encryptionInfo: member(encryptionInfo, 'recipientPublicKey', undefined) }), 'key_malformed'],
    ['a key of another type', () => ({ encryptionInfo: cose((key) => key.set(1, 1)) }), 'key_malformed'],
    ['a key that is not whole', () => ({ encryptionInfo: cose((key) => key.delete(-3)) }), 'key_malformed'],
    ['an encryptionInfo that is too large', () => ({ encryptionInfo: 'A'.repeat(5_000) }), 'mdoc_too_large'],
    ['no request', () => ({ deviceRequest: undefined as never }), 'device_request_malformed'],
    [
      'a request that is none',
      () => ({ deviceRequest: encodeBase64url(encodeCbor(['1.0'])) }),
      'device_request_malformed',
    ],
    ['a request that is too large', () => ({ deviceRequest: 'A'.repeat(400_001) }), 'mdoc_too_large'],
  ])('%s is refused', async (_, change, code) => {
    const own = change()
    const changed = own === undefined ? undefined : { ...data, ...own }
    expect(await codeOf(() => readRequest(changed as RequestData, { origin, context }))).toBe(code)
  })

  it('a key on another curve is refused', async () => {
    const { publicKeyToCose } = await import('@hashikake/crypto/cose')
    const { publicKey } = await engine.generateKey('ES384')
    const other = member(encryptionInfo, 'recipientPublicKey', publicKeyToCose(publicKey) as CborInput)
    expect(await codeOf(() => readRequest({ ...data, encryptionInfo: other }, { origin, context }))).toBe(
      'encryption_info_malformed',
    )
  })

  it('takes the origin that the browser names', () => {
    expect(() => readRequest(data, { origin: '' })).toThrow(TypeError)
  })
})
