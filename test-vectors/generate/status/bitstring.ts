import { base64url, type Json, type Members } from '../json.ts'
import { operationCase, refusedWith } from '../operations.ts'
import type { Case } from '../suite.ts'
import { gzipOfZeros } from './gzip.ts'
import { uri } from './token.ts'

/** 131,072 entries of one bit: the first and the sixteenth are set, and the seventeenth to twentieth. */
const bits = new Uint8Array(16_384)
bits.set([0b1000_0000, 0b0000_0001, 0b1111_0000])
/** As many entries, of two bits each. */
const twice = new Uint8Array(32_768)
twice.set(bits)
const encoded = (bytes: Uint8Array): string => `u${base64url(gzipOfZeros(bytes))}`
const subject: Members = {
  type: 'BitstringStatusList',
  statusPurpose: ['revocation', 'suspension', 'message'],
  encodedList: encoded(bits),
}
const entry: Members = {
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '1',
  statusListCredential: uri,
}
const bitstring = (
  id: string,
  title: string,
  expect: Members,
  changed: { readonly subject?: Members; readonly entry?: Members },
): Case =>
  operationCase('statusToken', id, 'Bitstring Status List §2, §3.2', title, {
    input: { bitstring: { subject: { ...subject, ...changed.subject }, entry: { ...entry, ...changed.entry } } },
    expect,
  })
const says = (status: string, value: number, rest: Members = {}): Members => ({
  accepted: true,
  output: { status, value, ...rest },
})
const indexed = (statusListIndex: Json): { readonly entry: Members } => ({ entry: { statusListIndex } })
const sized = (statusSize: Json, statusMessage?: Json): { readonly entry: Members } => ({
  entry: {
    statusPurpose: 'message',
    statusListIndex: '8',
    statusSize,
    ...(statusMessage === undefined ? {} : { statusMessage }),
  },
})
const messages = ['0x0', '0x1', '0x2', '0x3'].map((status, i) => ({ status, message: `message ${i}` }))
const bad = refusedWith('bitstring_malformed')

/** W3C Bitstring Status List v1.0, once the credential that holds the list was verified. */
export const bitstringCases: readonly Case[] = [
  bitstring('A41-1', 'an entry that says valid', says('valid', 0), {}),
  bitstring('A41-2', 'entries stand in their bytes from the highest bit on', says('revoked', 1), indexed('0')),
  bitstring('A41-3', 'the last entry of a byte', says('revoked', 1), indexed('15')),
  bitstring('A41-4', 'suspended', says('suspended', 1), {
    entry: { statusListIndex: '0', statusPurpose: 'suspension' },
  }),
  bitstring('A41-5', 'two bits, whose meaning a person has to read', says('unknown', 3, { message: 'message 3' }), {
    ...sized(2, messages),
    subject: { encodedList: encoded(twice) },
  }),
  bitstring('A41-29', 'two bits in a list that has too few entries of two bits', bad, sized(2, messages)),
  bitstring('A41-6', 'a purpose that the list has not', refusedWith('status_purpose_mismatch'), {
    entry: { statusPurpose: 'refresh' },
  }),
  bitstring('A41-7', 'an index beyond the end', refusedWith('status_index_out_of_range'), indexed('131072')),
  ...(['-1', '1e3', '0x1', '01', ' 1', '', 1, '１'] as const).map((index, i) =>
    bitstring(`A41-${i + 10}`, `the index ${JSON.stringify(index)}`, bad, indexed(index)),
  ),
  bitstring('A41-20', 'entries of no bits', bad, sized(0, [])),
  bitstring('A41-21', 'entries of half a bit', bad, sized(0.5, messages)),
  bitstring('A41-22', 'entries of more bits than there are messages for', bad, sized(64, messages)),
  bitstring('A41-23', 'two bits without messages', bad, sized(2)),
  bitstring('A41-24', 'a list shorter than the herd', bad, { subject: { encodedList: encoded(bits.slice(1)) } }),
  bitstring('A41-25', 'a list of another type', bad, { subject: { type: 'StatusList2021' } }),
  bitstring('A41-26', 'a list in another base', bad, { subject: { encodedList: encoded(bits).replace('u', 'm') } }),
  bitstring('A41-27', 'a list of no purpose', bad, { subject: { statusPurpose: [] } }),
  bitstring('A41-28', 'a list that is not packed', refusedWith('compressed_malformed'), {
    subject: { encodedList: `u${base64url(bits.slice(0, 64))}` },
  }),
  bitstring('A40-1', 'a list that unpacks to more than is taken', refusedWith('compressed_too_large'), {
    subject: { encodedList: encoded(new Uint8Array(2 ** 24 + 1)) },
  }),
]
