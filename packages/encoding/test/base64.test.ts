import { decodeBase64, encodeBase64 } from '@hashikake/encoding/base64'
import { Refusal } from '@hashikake/encoding/refusal'
import fc from 'fast-check'
import { expect, it } from 'vitest'

it('encodes and decodes as Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      expect(encodeBase64(bytes)).toBe(text)
      expect(decodeBase64(text)).toEqual(Uint8Array.from(bytes))
    }),
  )
})

it.each(['A', 'AA', 'AAA', 'AA=', 'AA==A', 'AB==', 'AAB=', 'AA-_', 'AA A', 'AAAA\n', '====', 'A==='])(
  'refuses %j',
  (text) => {
    expect(() => decodeBase64(text)).toThrow(new Refusal('base64_malformed'))
  },
)
