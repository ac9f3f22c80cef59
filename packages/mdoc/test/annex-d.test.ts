import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CoseSign1, readX5Chain, verifySign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { parseCertificate } from '@hashikake/crypto/x509'
import { type CborTag, decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  checkDeviceAuthentication,
  checkDigests,
  checkReaderAuthentication,
  type DeviceResponse,
  type DocRequest,
  type MdocDocument,
  openSession,
  readDeviceRequest,
  readDeviceResponse,
  readSessionData,
  readSessionEstablishment,
  writeSessionEstablishment,
} from '@hashikake/mdoc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const path = fileURLToPath(new URL('../../../../shared/vectors/mdoc/iso18013-5-annex-d.json', import.meta.url))

// The vectors are others', and not part of a checkout.
describe.skipIf(!existsSync(path))('ISO/IEC 18013-5 annex D', () => {
  const vectors: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const bytes = (name: string): Uint8Array => new Uint8Array(Buffer.from(vectors[name] ?? '', 'hex'))
  const base64url = (name: string): string => Buffer.from(bytes(name)).toString('base64url')
  const readerKey = existsSync(path)
    ? keyAgreementFromJwk({
        kty: 'EC',
        crv: 'P-256',
        x: base64url('EPHEMERAL_READER_KEY_X'),
        y: base64url('EPHEMERAL_READER_KEY_Y'),
        d: base64url('EPHEMERAL_READER_KEY_D'),
      })
    : undefined
  const session = (): { readonly transcript: Uint8Array } => {
    const { value } = decodeCbor(bytes('SESSION_TRANSCRIPT_BYTES'))
    return { transcript: (value as CborTag).value as Uint8Array }
  }
  const check = async (document: MdocDocument, change: object = {}): Promise<string> => {
    try {
      await checkDigests(document.issuerSigned, engine)
      const options = { ...session(), engine, ...(readerKey === undefined ? {} : { readerKey }), ...change }
      await checkDeviceAuthentication(document, options)
      return 'accepted'
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      return thrown.code
    }
  }
  /** Signed by the certificate of the document's signer, which is pinned: its root is not in the annex. */
  const isIssuers = async ({ issuerSigned }: MdocDocument): Promise<boolean> => {
    const { publicKey } = parseCertificate(bytes('DS_CERT'))
    try {
      return await verifySign1(issuerSigned.issuerAuth, publicKey as PublicJwk, { engine })
    } catch (thrown) {
      if (thrown instanceof Refusal) return false
      throw thrown
    }
  }
  const only = ({ documents }: DeviceResponse): MdocDocument => documents[0] as MdocDocument

  it('is read as it stands', () => {
    const { docType, issuerSigned, deviceSigned } = only(readDeviceResponse(bytes('DEVICE_RESPONSE')))
    expect(docType).toBe('org.iso.18013.5.1.mDL')
    expect(issuerSigned.items.map(({ elementIdentifier }) => elementIdentifier)).toEqual([
      ...['family_name', 'issue_date', 'expiry_date', 'document_number', 'portrait', 'driving_privileges'],
    ])
    expect(issuerSigned.items[0]?.elementValue).toBe('Doe')
    expect(issuerSigned.items[1]?.elementValue).toEqual(expect.objectContaining({ tag: 1004, value: '2019-10-20' }))
    expect(issuerSigned.mso).toMatchObject({
      version: '1.0',
      digestAlgorithm: 'sha-256',
      docType,
      signed: Date.parse('2020-10-01T13:30:02Z') / 1000,
      validFrom: Date.parse('2020-10-01T13:30:02Z') / 1000,
      validUntil: Date.parse('2021-10-01T13:30:02Z') / 1000,
      deviceKey: { kty: 'EC', crv: 'P-256', x: base64url('STATIC_DEVICE_KEY_X'), y: base64url('STATIC_DEVICE_KEY_Y') },
    })
    expect([deviceSigned.deviceAuth.kind, deviceSigned.elements]).toEqual(['mac', []])
  })

  it('was signed by the certificate that it brings', async () => {
    const { issuerAuth } = only(readDeviceResponse(bytes('DEVICE_RESPONSE'))).issuerSigned
    const [leaf] = readX5Chain(issuerAuth.headers)?.certificates ?? []
    expect(leaf).toEqual(bytes('DS_CERT'))
    expect(await isIssuers(only(readDeviceResponse(bytes('DEVICE_RESPONSE'))))).toBe(true)
  })

  it('keeps all digests, and its MAC is of this session and this reader', async () => {
    const document = only(readDeviceResponse(bytes('DEVICE_RESPONSE')))
    expect(await check(document)).toBe('accepted')
    const other = session().transcript.slice()
    other[other.length - 1] = (other[other.length - 1] as number) ^ 1
    expect(await check(document, { transcript: other })).toBe('device_mac_invalid')
    expect(await check(document, { readerKey: undefined })).toBe('device_mac_invalid')
    expect(await check({ ...document, docType: 'org.iso.7367.1.mVRC' })).toBe('doc_type_mismatch')
  })

  it('with any byte flipped never throws, and says nothing else', async () => {
    const whole = bytes('DEVICE_RESPONSE')
    const says = ({ docType, issuerSigned: { items, mso } }: MdocDocument): unknown => [docType, items, mso.deviceKey]
    const before = says(only(readDeviceResponse(whole)))
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const flipped = whole.slice()
        flipped[at] = (flipped[at] as number) ^ mask
        let document: MdocDocument
        try {
          document = only(readDeviceResponse(flipped))
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Refusal)
          return
        }
        if ((await check(document)) === 'accepted' && (await isIssuers(document)))
          expect(says(document)).toEqual(before)
      }),
      { numRuns: 400 },
    )
  })

  const keyOf = (name: string) =>
    keyAgreementFromJwk({
      kty: 'EC',
      crv: 'P-256',
      x: base64url(`${name}_X`),
      y: base64url(`${name}_Y`),
      d: base64url(`${name}_D`),
    })

  it('is decrypted by the phone and by the reader, message after message', async () => {
    const [reader, phone] = [keyOf('EPHEMERAL_READER_KEY'), keyOf('EPHEMERAL_DEVICE_KEY')]
    const { transcript } = session()
    const establishment = readSessionEstablishment(bytes('SESSION_ESTABLISHMENT'))
    expect(establishment.readerKey).toEqual(reader.publicKey)
    const atPhone = await openSession({ key: phone, peer: establishment.readerKey, transcript, role: 'mdoc' })
    const atReader = await openSession({ key: reader, peer: phone.publicKey, transcript, role: 'reader' })
    expect(atPhone.decrypt(establishment.data)).toEqual(bytes('DEVICE_REQUEST'))
    const { data, status } = readSessionData(bytes('SESSION_DATA'))
    expect(status).toBeUndefined()
    expect(atReader.decrypt(data as Uint8Array)).toEqual(bytes('DEVICE_RESPONSE'))
    expect(readSessionData(bytes('SESSION_TERMINATION'))).toEqual({ data: undefined, status: 20 })
    // And what we write is what they wrote.
    const again = await openSession({ key: reader, peer: phone.publicKey, transcript, role: 'reader' })
    const encrypted = again.encrypt(bytes('DEVICE_REQUEST'))
    expect(encrypted).toEqual(establishment.data)
    expect(readSessionEstablishment(writeSessionEstablishment(reader.publicKey, encrypted))).toEqual(establishment)
    expect(() => atReader.decrypt(data as Uint8Array)).toThrow('session_undecryptable')
  })

  it('was asked for by the reader whose certificate it brings', async () => {
    const { documents, version } = readDeviceRequest(bytes('DEVICE_REQUEST'))
    const [request] = documents as readonly [DocRequest]
    expect([version, request.docType]).toEqual(['1.0', 'org.iso.18013.5.1.mDL'])
    expect(request.elements[0]).toEqual({
      namespace: 'org.iso.18013.5.1',
      elementIdentifier: 'family_name',
      intentToRetain: true,
    })
    const [certificate] = readX5Chain((request.readerAuth as CoseSign1).headers)?.certificates ?? []
    expect(certificate).toEqual(bytes('READER_CERT'))
    const key = parseCertificate(bytes('READER_CERT')).publicKey as PublicJwk
    const { transcript } = session()
    await checkReaderAuthentication(request, { transcript, key, engine })
    const other = encodeCbor([null, null, null])
    await expect(checkReaderAuthentication(request, { transcript: other, key, engine })).rejects.toMatchObject({
      code: 'reader_signature_invalid',
    })
    const nobody = { ...request, readerAuth: undefined }
    await expect(checkReaderAuthentication(nobody, { transcript, key, engine })).rejects.toMatchObject({
      code: 'reader_authentication_missing',
    })
  })
})
