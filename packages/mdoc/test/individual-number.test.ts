import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { type CborInput, CborTag, embeddedCbor, encodeCbor } from '@hashikake/encoding/cbor'
import {
  elementsOfPaths,
  guardIndividualNumber,
  isIndividualNumber,
  issuance,
  type MdocDraft,
  type MdocIssuanceOptions,
  myNumberActPermits,
  readDeviceRequest,
  writeDeviceRequest,
} from '@hashikake/mdoc'
import { describe, expect, it } from 'vitest'

const docType = 'org.iso.23220.1.jp.mnc'
const namespace = 'org.iso.23220.1.jp'
const asking = (elementIdentifier: string, inNamespace = namespace) => [
  { docType, elements: [{ namespace: inNamespace, elementIdentifier, intentToRetain: false }] },
]
const name = { namespace, elementIdentifier: 'full_name_unicode', intentToRetain: false }
const refused = /The Individual Number \(My Number\) is asked for only where the law permits it/

describe('a request for the Individual Number', () => {
  it.each([
    'individual_number_unicode',
    'Individual_Number_Unicode',
    'individualNumberUnicode',
    'individual-number-unicode',
    'ｉｎｄｉｖｉｄｕａｌ＿ｎｕｍｂｅｒ＿ｕｎｉｃｏｄｅ',
    'individual_number\u200b_unicode',
    'individual_number',
    'individual_number_latin1',
    'my_number',
    'myNumber',
    '個人番号',
    'マイナンバー',
    'ﾏｲﾅﾝﾊﾞｰ',
  ])('is refused as %s, in any namespace', async (element) => {
    await expect(writeDeviceRequest(asking(element))).rejects.toThrow(refused)
    await expect(writeDeviceRequest(asking(element, 'org.example.1'))).rejects.toThrow(TypeError)
    expect(() => elementsOfPaths([[namespace, element]], { intentToRetain: false })).toThrow(refused)
    expect(isIndividualNumber(element)).toBe(true)
  })

  it.each(['full_name_unicode', 'document_number', 'individual_number_of_pages', 'number', '番号', ''])(
    'is not what %j is',
    (element) => {
      expect(isIndividualNumber(element)).toBe(false)
    },
  )

  it('is refused beside elements that are not', async () => {
    const elements = elementsOfPaths([[namespace, 'full_name_unicode']], { intentToRetain: false })
    await expect(writeDeviceRequest([{ docType, elements }])).resolves.toBeInstanceOf(Uint8Array)
    const number = { namespace, elementIdentifier: 'individual_number_unicode', intentToRetain: false }
    await expect(
      writeDeviceRequest([
        { docType, elements },
        { docType, elements: [...elements, number] },
      ]),
    ).rejects.toThrow(refused)
  })

  it('is refused where it is asked for instead of something else', async () => {
    const alternative = (element: string) => ({
      alternativeDataElements: [
        { requestedElement: [namespace, 'full_name_unicode'], alternativeElementSets: [[[namespace, element]]] },
      ],
    })
    const written = (requestInfo: Parameters<typeof encodeCbor>[0]) =>
      writeDeviceRequest([{ docType, elements: [name], requestInfo }])
    await expect(written(alternative('sex_unicode'))).resolves.toBeInstanceOf(Uint8Array)
    await expect(written(alternative('individual_number_unicode'))).rejects.toThrow(refused)
    const embedded = (element: string) => ({ 'x.example': embeddedCbor(encodeCbor([element])) })
    await expect(written(embedded('sex_unicode'))).resolves.toBeInstanceOf(Uint8Array)
    await expect(written(embedded('individual_number_unicode'))).rejects.toThrow(refused)
    await expect(written(new Map([['individual_number_unicode', new CborTag(1004, '2026-01-01')]]))).rejects.toThrow(
      refused,
    )
  })

  it('is written for whoever names the legal basis, and for no other word', async () => {
    const request = asking('individual_number_unicode')
    const { documents } = readDeviceRequest(await writeDeviceRequest(request, { legalBasis: myNumberActPermits }))
    expect(documents[0]?.elements).toMatchObject(request[0]?.elements ?? [])
    const paths = [[namespace, 'individual_number_unicode']]
    expect(elementsOfPaths(paths, { intentToRetain: false, legalBasis: myNumberActPermits })).toHaveLength(1)
    for (const legalBasis of [true, 'myNumberActPermits', Symbol('@hashikake/myNumberActPermits'), null]) {
      await expect(writeDeviceRequest(request, { legalBasis: legalBasis as never })).rejects.toThrow(
        /legal basis is one of/,
      )
      expect(() => guardIndividualNumber('full_name_unicode', legalBasis as never)).toThrow(TypeError)
    }
  })

  it('leaves whatever holds itself to the writer of CBOR', async () => {
    const endless: Record<string, unknown> = {}
    endless.again = endless
    await expect(writeDeviceRequest([{ docType, elements: [name], requestInfo: endless as never }])).rejects.toThrow(
      /64 levels/,
    )
  })
})

describe('a document with the Individual Number', async () => {
  const { publicKey } = await engine.generateKey('ES256')
  const issueWith = (elements: Readonly<Record<string, CborInput>>, options: MdocIssuanceOptions = {}) => {
    const expires = new Date(Date.now() + 86_400_000)
    const draft: MdocDraft = {
      docType: 'example.card.1',
      namespaces: { 'example.1': elements },
      holderKey: publicKey,
      expires,
    }
    // Whoever issues is looked at afterwards.
    return issuance(options).issue(draft, { issuer: {} as never, context: defaultContext() })
  }
  const kept = /put into a document only where the law permits it/

  it('is not issued, wherever in it the name stands', async () => {
    await expect(issueWith({ individual_number_unicode: '000000000000' })).rejects.toThrow(kept)
    await expect(issueWith({ numbers: [new Map([['マイナンバー', '000000000000']])] })).rejects.toThrow(kept)
    await expect(issueWith({ card: { 個人番号: '000000000000' } })).rejects.toThrow(kept)
  })

  it('is issued where a law is named, as far as this is concerned', async () => {
    const options: MdocIssuanceOptions = { legalBasis: myNumberActPermits }
    await expect(issueWith({ individual_number_unicode: '000000000000' }, options)).rejects.not.toThrow(kept)
    await expect(issueWith({ name: 'a' }, { legalBasis: Symbol('because') as never })).rejects.toThrow(/legal basis/)
  })

  it('is not one that speaks of it', async () => {
    await expect(issueWith({ note: 'マイナンバー', names: ['individual_number'] })).rejects.not.toThrow(kept)
  })
})
