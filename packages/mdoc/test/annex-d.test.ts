import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readX5Chain, verifySign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import type { PublicJwk } from '@hashikake/crypto/keys'
import { parseCertificate } from '@hashikake/crypto/x509'
import { type CborTag, decodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import {
  checkDeviceAuthentication,
  checkDigests,
  type DeviceResponse,
  type MdocDocument,
  readDeviceResponse,
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
    const { publicKey } = parseCertificate(leaf as Uint8Array)
    expect(await verifySign1(issuerAuth, publicKey as PublicJwk, { engine })).toBe(true)
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
        if ((await check(document)) !== 'accepted') return
        const [leaf] = readX5Chain(document.issuerSigned.issuerAuth.headers)?.certificates ?? []
        const { publicKey } = parseCertificate(bytes('DS_CERT'))
        const isSigned = await verifySign1(document.issuerSigned.issuerAuth, publicKey as PublicJwk, { engine })
        if (isSigned && leaf !== undefined) expect(says(document)).toEqual(before)
      }),
      { numRuns: 400 },
    )
  })
})
