import { existsSync, readFileSync } from 'node:fs'
import { type CborMap, type CborTag, type CborValue, decodeCbor, encodeCbor } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import { describe, expect, it } from 'vitest'

const vectors = new URL('../../../../shared/vectors/mdoc/iso18013-5-annex-d.json', import.meta.url)
const there = existsSync(vectors)
const texts: Readonly<Record<string, string>> = there ? JSON.parse(readFileSync(vectors, 'utf8')) : {}

/** Coordinates and scalars, DER, and a picture: bytes that are no CBOR. */
const notCbor = /_KEY_[XYD]$|_CERT$|_PORTRAIT_DATA$/

describe.skipIf(!there)('ISO/IEC 18013-5 annex D (skipped where others’ vectors are not there)', () => {
  const entries = Object.entries(texts)

  it('has ten items of CBOR among its 22 entries', () => {
    expect(entries).toHaveLength(22)
    expect(entries.filter(([name]) => !notCbor.test(name))).toHaveLength(10)
  })

  it.each(entries)('%s', (name, text) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'hex'))
    if (notCbor.test(name)) {
      expect(() => decodeCbor(bytes)).toThrow(Refusal)
      return
    }
    const { value, leniencies } = decodeCbor(bytes)
    expect(leniencies).toEqual([])
    // Keys are not sorted there: the same length, and the same value again.
    expect(encodeCbor(value)).toHaveLength(bytes.length)
    if (name.endsWith('_BYTES')) expect((value as CborTag).encoded).toEqual(bytes)
  })

  it('gives the items of an issuer as they were received, their tag included', () => {
    const bytes = Uint8Array.from(Buffer.from(texts.DEVICE_RESPONSE as string, 'hex'))
    const member = (map: CborValue | undefined, name: string) => (map as CborMap).get(name)
    const [document] = member(decodeCbor(bytes).value, 'documents') as readonly CborValue[]
    const namespaces = member(member(document, 'issuerSigned'), 'nameSpaces')
    const items = member(namespaces, 'org.iso.18013.5.1') as readonly CborTag[]
    expect(items.length).toBeGreaterThan(0)
    for (const { encoded } of items) {
      expect(texts.DEVICE_RESPONSE).toContain(Buffer.from(encoded as Uint8Array).toString('hex'))
    }
  })
})
