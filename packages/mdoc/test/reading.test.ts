import { publicKeyToCose, signSign1 } from '@hashikake/crypto/cose'
import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { type CborInput, CborTag, decodeCbor, embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import { checkDeviceAuthentication, checkDigests, readDeviceResponse } from '@hashikake/mdoc'
import { mdocCodes } from '@hashikake/mdoc/codes'
import { mdocWords } from '@hashikake/mdoc/words'
import { describe, expect, it } from 'vitest'

const docType = 'org.hashikake.fixture.1'
const namespace = 'org.hashikake.fixture.1.degree'
const [issuer, device] = [await engine.generateKey('ES256'), await engine.generateKey('ES256')]
const [issuerSigner, deviceSigner] = [await signerFromJwk(issuer.privateKey), await signerFromJwk(device.privateKey)]
const transcript = encodeCbor([null, null, ['fixture']])
const random = new Uint8Array(16).fill(7)

type Members = Readonly<Record<string, CborInput | undefined>>
/** A map without what is undefined. */
const map = (members: Members): CborInput =>
  new Map(Object.entries(members).filter((entry): entry is [string, CborInput] => entry[1] !== undefined))
const tdate = (text: string): CborInput => new CborTag(0, text)
const embedded = (value: CborInput): CborInput => embeddedCbor(encodeCbor(value))
/** An encoded item, to stand within another. */
const item = (bytes: Uint8Array): CborInput => decodeCbor(bytes).value

/** What a case changes of a response that is accepted. */
interface Change {
  readonly response?: Members
  readonly document?: Members
  readonly issuerSigned?: Members
  readonly item?: Members
  readonly mso?: Members
  readonly validity?: Members
  readonly keyInfo?: Members
  readonly deviceElements?: CborInput
  readonly deviceAuth?: Members
  readonly afterSigning?: Members
  readonly further?: readonly Members[]
}

async function responseOf(change: Change = {}): Promise<Uint8Array> {
  const itemOf = (members: Members): Uint8Array =>
    encodeCbor(embedded(map({ digestID: 5, random, elementIdentifier: 'title', elementValue: 'Master', ...members })))
  const own = itemOf(change.item ?? {})
  const further = (change.further ?? []).map(itemOf)
  const digest = engine.sha256(own)
  const mso = map({
    version: '1.0',
    digestAlgorithm: 'SHA-256',
    valueDigests: map({ [namespace]: new Map<CborInput, CborInput>([[5, digest]]) }),
    deviceKeyInfo: map({
      deviceKey: publicKeyToCose(device.publicKey),
      keyAuthorizations: map({ dataElements: map({ [namespace]: ['seen'] }) }),
      ...change.keyInfo,
    }),
    docType,
    validityInfo: map({
      signed: tdate('2026-11-01T00:00:00Z'),
      validFrom: tdate('2026-11-01T00:00:00Z'),
      validUntil: tdate('2027-11-01T00:00:00Z'),
      ...change.validity,
    }),
    ...change.mso,
  })
  const issuerAuth = await signSign1(issuerSigner, { payload: encodeCbor(embedded(mso)), tagged: false })
  const sent = change.afterSigning === undefined ? own : itemOf(change.afterSigning)
  const nameSpaces = encodeCbor(embedded(change.deviceElements ?? map({ [namespace]: map({ seen: true }) })))
  const toBeSigned = encodeCbor(embedded(['DeviceAuthentication', item(transcript), docType, item(nameSpaces)]))
  const signature = await signSign1(deviceSigner, { payload: toBeSigned, detached: true, tagged: false })
  const document = map({
    docType,
    issuerSigned: map({
      nameSpaces: map({ [namespace]: [sent, ...further].map(item) }),
      issuerAuth: item(issuerAuth),
      ...change.issuerSigned,
    }),
    deviceSigned: map({
      nameSpaces: item(nameSpaces),
      deviceAuth: map({ deviceSignature: item(signature), ...change.deviceAuth }),
    }),
    ...change.document,
  })
  return encodeCbor(map({ version: '1.0', documents: [document], status: 0, ...change.response }))
}

async function outcome(bytes: Uint8Array, options: object = {}): Promise<string> {
  try {
    const [document] = readDeviceResponse(bytes).documents
    if (document === undefined) return 'nothing'
    await checkDigests(document.issuerSigned, engine)
    await checkDeviceAuthentication(document, { transcript, engine, ...options })
    return 'accepted'
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.code
  }
}

describe('a DeviceResponse', () => {
  it('that is right is accepted, and so is one of a later minor version, with members that nobody knows', async () => {
    expect(await outcome(await responseOf())).toBe('accepted')
    const later = { response: { version: '1.7', extra: 1 }, document: { extra: 1 }, mso: { version: '1.3', extra: 1 } }
    expect(await outcome(await responseOf(later))).toBe('accepted')
  })

  const authorizations = (members: Members): Change => ({ keyInfo: { keyAuthorizations: map(members) } })
  it.each<[rule: string, title: string, code: string, change: Change]>([
    ['M8', 'of another major version', 'mdoc_version_unsupported', { response: { version: '2.0' } }],
    ['M8', 'without a version', 'mdoc_malformed', { response: { version: undefined } }],
    ['M8', 'without a status', 'mdoc_malformed', { response: { status: undefined } }],
    ['M9', 'that reports an error', 'mdoc_status_not_ok', { response: { status: 10 } }],
    ['M9', 'with an empty list of documents', 'mdoc_malformed', { response: { documents: [] } }],
    ['M9', 'without documents', 'mdoc_documents_missing', { response: { documents: undefined } }],
    ['M10', 'without issuerSigned', 'mdoc_malformed', { document: { issuerSigned: undefined } }],
    ['M10', 'without issuerAuth', 'cose_malformed', { issuerSigned: { issuerAuth: undefined } }],
    ['M10', 'without deviceSigned', 'mdoc_malformed', { document: { deviceSigned: undefined } }],
    [
      'M11',
      'with an element that stands open',
      'mdoc_malformed',
      { issuerSigned: { nameSpaces: map({ [namespace]: [map({})] }) } },
    ],
    ['M12', 'whose docType is no text', 'mdoc_malformed', { document: { docType: 7 } }],
    ['M13', 'with an element twice', 'element_repeated', { further: [{ digestID: 6 }] }],
    [
      'M13',
      'with an element of the issuer and of the device',
      'element_repeated',
      { deviceElements: map({ [namespace]: map({ title: 'Doctor' }) }) },
    ],
    ['M20', 'whose MSO is of another major version', 'mdoc_version_unsupported', { mso: { version: '2.0' } }],
    ['M20', 'by SHA-1', 'mso_digest_algorithm_not_allowed', { mso: { digestAlgorithm: 'SHA-1' } }],
    ['M20', 'by a hash called toString', 'mso_digest_algorithm_not_allowed', { mso: { digestAlgorithm: 'toString' } }],
    [
      'M21',
      'with an element that was changed',
      'element_digest_mismatch',
      { afterSigning: { elementValue: 'Doctor' } },
    ],
    ['M21', 'with an element under another identifier', 'element_digest_missing', { afterSigning: { digestID: 6 } }],
    [
      'M21',
      'of a namespace that was not signed',
      'element_digest_missing',
      { mso: { valueDigests: map({ other: new Map<CborInput, CborInput>([[5, new Uint8Array(32)]]) }) } },
    ],
    ['M21', 'with an identifier beyond 2^31', 'mdoc_malformed', { item: { digestID: 2 ** 31 } }],
    ['M21', 'with too little randomness', 'mdoc_malformed', { item: { random: random.slice(1) } }],
    [
      'M22',
      'of another docType than was issued',
      'doc_type_mismatch',
      { document: { docType: 'org.iso.18013.5.1.mDL' } },
    ],
    [
      'M24',
      'signed at a time with a fraction',
      'mso_malformed',
      { validity: { signed: tdate('2026-11-01T00:00:00.5Z') } },
    ],
    [
      'M24',
      'signed at a time with an offset',
      'mso_malformed',
      { validity: { signed: tdate('2026-11-01T09:00:00+09:00') } },
    ],
    [
      'M24',
      'signed on a day that there is not',
      'mso_malformed',
      { validity: { signed: tdate('2026-02-30T00:00:00Z') } },
    ],
    ['M24', 'whose time has no tag', 'mso_malformed', { validity: { validUntil: '2027-11-01T00:00:00Z' } }],
    ['M27', 'without a proof', 'device_authentication_missing', { deviceAuth: { deviceSignature: undefined } }],
    ['M27', 'with both proofs', 'device_authentication_missing', { deviceAuth: { deviceMac: [] } }],
    [
      'M34',
      'with an element of the device that it may not vouch for',
      'device_element_unauthorized',
      { deviceElements: map({ [namespace]: map({ grade: 'A' }) }) },
    ],
    [
      'M34',
      'with a namespace that is whole and in part',
      'mso_malformed',
      authorizations({ nameSpaces: [namespace], dataElements: map({ [namespace]: ['seen'] }) }),
    ],
    ['M34', 'with an empty list of authorisations', 'mso_malformed', authorizations({ nameSpaces: [] })],
  ])('%s: %s is refused', async (_, __, code, change) => {
    expect(await outcome(await responseOf(change))).toBe(code)
  })

  it('M32: for another session is refused', async () => {
    expect(await outcome(await responseOf(), { transcript: encodeCbor([null, null, ['other']]) })).toBe(
      'device_signature_invalid',
    )
  })

  it('may vouch for a whole namespace', async () => {
    const change = { keyInfo: { keyAuthorizations: map({ nameSpaces: [namespace] }) } }
    expect(await outcome(await responseOf({ ...change, deviceElements: map({ [namespace]: map({ any: 1 }) }) }))).toBe(
      'accepted',
    )
  })
})

describe('a key agreement', () => {
  it('comes to the same secret from both sides, and takes no key of another curve', async () => {
    const [one, other] = [keyAgreementFromJwk(issuer.privateKey), keyAgreementFromJwk(device.privateKey)]
    expect(await one.deriveSharedSecret(device.publicKey)).toEqual(await other.deriveSharedSecret(issuer.publicKey))
    expect(await one.deriveSharedSecret(device.publicKey)).toHaveLength(32)
    const wide = (await engine.generateKey('ES384')).publicKey
    await expect(one.deriveSharedSecret(wide)).rejects.toMatchObject({ code: 'key_type_mismatch' })
    expect(() => keyAgreementFromJwk({})).toThrow(Refusal)
  })
})

describe.each(['en', 'ja'] as const)('the words in %s', (locale) => {
  it('have a sentence for every code, each its own', () => {
    const { codes } = mdocWords[locale]
    expect(Object.keys(codes).sort()).toEqual(Object.keys(mdocCodes).sort())
    expect(new Set(Object.values(codes)).size).toBe(Object.keys(codes).length)
  })
})
