import { gzipSync } from 'node:zlib'
import { engine } from '@hashikake/crypto/engine'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { bitstringStatusOf, readBitstringStatusList } from '@hashikake/status/bitstring'
import { describe, expect, it } from 'vitest'

const bytes = new Uint8Array(16_384)
bytes.set([0b1000_0000, 0b0000_0001, 0b1110_0100], 0)
const encode = (data: Uint8Array): string => `u${encodeBase64url(gzipSync(data))}`
const subject = (change: JsonObject = {}): JsonObject => ({
  type: 'BitstringStatusList',
  statusPurpose: 'revocation',
  encodedList: encode(bytes),
  ...change,
})
const entry = (change: JsonObject = {}): JsonObject => ({
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '0',
  statusListCredential: 'https://registrar.example/status/1',
  ...change,
})
const messages = ['0x0', '0x1', '0x2', '0x3'].map((status, i) => ({ status, message: `message ${i}` }))

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'accepted'
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code
    throw thrown
  }
}

describe('a list', () => {
  it.each<[string, JsonObject, string]>([
    ['as it should be', {}, 'accepted'],
    ['of several purposes', { statusPurpose: ['revocation', 'suspension'] }, 'accepted'],
    ['of another type', { type: 'StatusList2021' }, 'bitstring_malformed'],
    ['without a purpose', { statusPurpose: [] }, 'bitstring_malformed'],
    ['in another base', { encodedList: `m${encode(bytes).slice(1)}` }, 'bitstring_malformed'],
    ['with padding', { encodedList: `${encode(bytes)}=` }, 'bitstring_malformed'],
    ['that is too short for a herd', { encodedList: encode(bytes.slice(1)) }, 'bitstring_malformed'],
    ['that is not gzip', { encodedList: `u${encodeBase64url(bytes)}` }, 'compressed_malformed'],
    [
      'with something after it',
      { encodedList: `u${encodeBase64url(Buffer.concat([gzipSync(bytes), Buffer.of(7)]))}` },
      'compressed_malformed',
    ],
    [
      'in two pieces',
      { encodedList: `u${encodeBase64url(Buffer.concat([gzipSync(bytes), gzipSync(bytes)]))}` },
      'compressed_malformed',
    ],
    ['that is a bomb', { encodedList: encode(new Uint8Array(2 ** 24 + 1)) }, 'compressed_too_large'],
  ])('%s', async (_, change, code) => {
    expect(await codeOf(() => readBitstringStatusList(subject(change), { engine }))).toBe(code)
  })
})

describe('an entry', async () => {
  const twice = new Uint8Array(32_768)
  twice.set(bytes)
  const purposes = { statusPurpose: ['revocation', 'suspension', 'message'] }
  const short = await readBitstringStatusList(subject(purposes), { engine })
  const list = await readBitstringStatusList(subject({ ...purposes, encodedList: encode(twice) }), { engine })

  it('of two bits is refused where the list has too few of them', async () => {
    const ofTwo = { statusListIndex: '8', statusPurpose: 'message', statusSize: 2, statusMessage: messages }
    expect(await codeOf(() => bitstringStatusOf(entry(ofTwo), short))).toBe('bitstring_malformed')
  })

  it.each<[JsonObject, object]>([
    [{ statusListIndex: '0' }, { status: 'revoked', purpose: 'revocation', value: 1 }],
    [{ statusListIndex: '1' }, { status: 'valid', purpose: 'revocation', value: 0 }],
    [{ statusListIndex: '14' }, { status: 'valid', purpose: 'revocation', value: 0 }],
    [{ statusListIndex: '15' }, { status: 'revoked', purpose: 'revocation', value: 1 }],
    [
      { statusListIndex: '15', statusPurpose: 'suspension' },
      { status: 'suspended', purpose: 'suspension', value: 1 },
    ],
    [
      { statusListIndex: '8', statusPurpose: 'message', statusSize: 2, statusMessage: messages },
      { status: 'unknown', purpose: 'message', value: 3, message: 'message 3' },
    ],
    [
      { statusListIndex: '11', statusPurpose: 'message', statusSize: 2, statusMessage: messages },
      { status: 'valid', purpose: 'message', value: 0, message: 'message 0' },
    ],
  ])('%j', (change, expected) => {
    expect(bitstringStatusOf(entry(change), list)).toEqual(expected)
  })

  it.each<[string, JsonObject, string]>([
    ['of another type', { type: 'StatusList2021Entry' }, 'bitstring_malformed'],
    ['of another purpose', { statusPurpose: 'refresh' }, 'status_purpose_mismatch'],
    ['beyond the end', { statusListIndex: '262144' }, 'status_index_out_of_range'],
    ...['-1', '1e3', '0x1', '01', '', ' 1', '1.5', '99999999999'].map(
      (index) =>
        [`at ${JSON.stringify(index)}`, { statusListIndex: index }, 'bitstring_malformed'] as [
          string,
          JsonObject,
          string,
        ],
    ),
    ['at a number', { statusListIndex: 1 }, 'bitstring_malformed'],
    ['of no bits', { statusSize: 0 }, 'bitstring_malformed'],
    ['of half a bit', { statusSize: 0.5 }, 'bitstring_malformed'],
    ['of a million bits', { statusSize: 1_000_000 }, 'bitstring_malformed'],
    ['of two bits without messages', { statusSize: 2 }, 'bitstring_malformed'],
    ['of two bits with three messages', { statusSize: 2, statusMessage: messages.slice(1) }, 'bitstring_malformed'],
    [
      'with a message twice',
      { statusSize: 2, statusMessage: [messages[0], messages[0], messages[1], messages[2]] as never },
      'bitstring_malformed',
    ],
  ])('%s is refused', async (_, change, code) => {
    expect(await codeOf(() => bitstringStatusOf(entry(change), list))).toBe(code)
  })

  it('reads the highest bit first, where a list is given that has one entry set', async () => {
    const one = new Uint8Array(16_384)
    one[0] = 0b0100_0000
    const made = await readBitstringStatusList(subject({ encodedList: encode(one) }), { engine })
    expect([0, 1, 2].map((index) => bitstringStatusOf(entry({ statusListIndex: String(index) }), made).value)).toEqual([
      0, 1, 0,
    ])
  })
})
