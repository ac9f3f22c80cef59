import { createCipheriv } from 'node:crypto'
import { base64url, type Json, type Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import { operationCase, refusedWith } from '../operations.ts'
import { type CborItem, cbor, joined } from '../status/cbor.ts'
import type { Case } from '../suite.ts'
import { coseKey, transcriptOf } from './bases.ts'
import { flipped } from './changes.ts'
import { derivedKey, type Fields, fields, fieldsWithout, withEntry } from './mdoc.ts'
import { doubled, embedded } from './spelling.ts'

type Side = 'reader' | 'mdoc'

const reader = fixtureKey('reader')
/** The phone's key for the session; any key on the curve will do. */
const phone = fixtureKey('holder')
const session = transcriptOf()

/** How a message is encrypted (§12.2). A case changes one of them. */
interface Encryption {
  readonly from: Side
  readonly counter: number
  /** Whose eight bytes stand before the counter. */
  readonly identifier?: Side
  readonly salt?: Uint8Array
  readonly own?: Members
}

function encrypted(text: string, { from, counter, identifier = from, salt, own }: Encryption): Uint8Array {
  const isReader = from === 'reader'
  const key = derivedKey(isReader ? 'SKReader' : 'SKDevice', {
    own: own ?? (isReader ? reader : phone).privateKey,
    peer: (isReader ? phone : reader).publicKey,
    salt: salt ?? cbor(embedded(session)),
  })
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(identifier === 'reader' ? 0 : 1, 4)
  iv.writeUInt32BE(counter, 8)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  return joined(cipher.update(text), cipher.final(), cipher.getAuthTag())
}

const fromReader = (counter: number, change: Partial<Encryption> = {}): Uint8Array =>
  encrypted(`message ${counter} of the reader`, { from: 'reader', counter, ...change })
const fromPhone = (counter: number, change: Partial<Encryption> = {}): Uint8Array =>
  encrypted(`message ${counter} of the phone`, { from: 'mdoc', counter, ...change })

const begin: Fields = fields({ eReaderKey: embedded(cbor(coseKey(reader.publicKey))), data: fromReader(1) })
const data = (bytes: CborItem): CborItem => fields({ data: bytes })
const sent = (...messages: readonly CborItem[]): Json => messages.map((message) => base64url(cbor(message)))
const texts = (...messages: readonly string[]): Json => messages.map((message) => base64url(message))

const clause = 'ISO/IEC 18013-5 §12.2'

/** At the phone: the first message brings the reader's key. */
function atPhone(id: string, title: string, input: Members, expect: Members, where = clause): Case {
  return operationCase('session', id, where, title, {
    input: {
      role: 'mdoc',
      key: phone.privateKey,
      session: base64url(session),
      establishment: base64url(cbor(begin)),
      ...input,
    },
    expect,
  })
}
function atReader(id: string, title: string, messages: Json, expect: Members, input: Members = {}): Case {
  return operationCase('session', id, clause, title, {
    input: {
      role: 'reader',
      key: reader.privateKey,
      peer: phone.publicKey,
      session: base64url(session),
      messages,
      ...input,
    },
    expect,
  })
}
const read = (messages: Json, status: number | null = null): Members => ({
  accepted: true,
  output: { messages, status },
})
const begun = (id: string, title: string, code: string, first: CborItem, where = clause): Case =>
  atPhone(id, title, { establishment: base64url(cbor(first)) }, refusedWith(code), where)
const followed = (id: string, title: string, code: string, ...messages: readonly CborItem[]): Case =>
  atPhone(id, title, { messages: sent(...messages) }, refusedWith(code))

const [one, two, three] = [1, 2, 3].map((counter) => `message ${counter} of the reader`) as [string, string, string]
const unreadable = 'session_undecryptable'
const malformed = 'session_malformed'

/** M55: messages come once, in order, from the other side, and unchanged. */
export const sessionCases: readonly Case[] = [
  atPhone(
    'M55-1',
    'three messages of the reader, in their order',
    { messages: sent(data(fromReader(2)), data(fromReader(3))) },
    read(texts(one, two, three)),
  ),
  atReader(
    'M55-2',
    'two messages of the phone, in their order',
    sent(data(fromPhone(1)), data(fromPhone(2))),
    read(texts('message 1 of the phone', 'message 2 of the phone')),
  ),
  atPhone('M55-3', 'the end of the session', { messages: sent(fields({ status: 20 })) }, read(texts(one), 20)),
  atPhone(
    'M55-4',
    'the end of the session, with a last message',
    { messages: sent(fields({ data: fromReader(2), status: 20 })) },
    read(texts(one, two), 20),
  ),
  atReader('M55-5', 'the phone could not decrypt', sent(fields({ status: 10 })), read([], 10)),
  atPhone(
    'M55-6',
    'names that nobody knows',
    { messages: sent(fields({ data: fromReader(2), future: 1 })) },
    read(texts(one, two)),
  ),
  followed('M55-7', 'the first message once more', unreadable, data(fromReader(1))),
  followed('M55-8', 'the second message twice', unreadable, data(fromReader(2)), data(fromReader(2))),
  followed('M55-9', 'the third message in the place of the second', unreadable, data(fromReader(3))),
  begun('M55-10', 'counted from zero', unreadable, withEntry(begin, 'data', fromReader(0))),
  followed('M55-11', 'a message of the phone, sent back to it', unreadable, data(fromPhone(2))),
  followed(
    'M55-12',
    'the reader’s key, and the phone’s eight bytes',
    unreadable,
    data(fromReader(2, { identifier: 'mdoc' })),
  ),
  atReader('M55-13', 'a message of the reader, sent back to it', sent(data(fromReader(1))), refusedWith(unreadable)),
  followed('M55-14', 'one bit of the last byte changed', unreadable, data(flipped(fromReader(2)))),
  followed('M55-15', 'one bit of the first byte changed', unreadable, data(flipped(fromReader(2), 0))),
  followed('M55-16', 'a byte cut off', unreadable, data(fromReader(2).slice(0, -1))),
  followed('M55-17', 'shorter than what proves it', unreadable, data(fromReader(2).slice(0, 15))),
  followed('M55-18', 'no bytes', unreadable, data(new Uint8Array())),
  begun(
    'M55-19',
    'of another session',
    unreadable,
    withEntry(begin, 'data', fromReader(1, { salt: cbor(embedded(transcriptOf({ handover: [1] }))) })),
  ),
  begun(
    'M55-20',
    'with the transcript outside its tag',
    unreadable,
    withEntry(begin, 'data', fromReader(1, { salt: session })),
  ),
  begun(
    'M55-21',
    'encrypted by an attacker, with the reader’s key beside it',
    unreadable,
    withEntry(begin, 'data', fromReader(1, { own: fixtureKey('attacker').privateKey })),
  ),
  begun('M55-22', 'no key of the reader', malformed, fieldsWithout(begin, 'eReaderKey')),
  begun(
    'M55-23',
    'the key of the reader outside its tag',
    malformed,
    withEntry(begin, 'eReaderKey', cbor(coseKey(reader.publicKey))),
  ),
  begun('M55-24', 'a first message of nothing', malformed, fieldsWithout(begin, 'data')),
  begun('M55-25', 'a first message in text', malformed, withEntry(begin, 'data', 'message')),
  begun('M55-26', 'a first message that is a list', malformed, [...begin.values()]),
  begun('M55-27', 'a key twice in the first message', 'cbor_key_repeated', doubled(begin, 'data'), 'RFC 8949 §5.6'),
  atPhone(
    'M55-28',
    'a byte after the first message',
    { establishment: base64url(joined(cbor(begin), Uint8Array.of(0))) },
    refusedWith('cbor_malformed'),
    'RFC 8949 §5.3.1',
  ),
  begun(
    'M55-29',
    'a key of the reader on another curve',
    'key_type_mismatch',
    withEntry(begin, 'eReaderKey', embedded(cbor(coseKey(fixtureKey('holder-p384').publicKey)))),
  ),
  begun(
    'M55-30',
    'a key of the reader off its curve',
    'key_malformed',
    withEntry(
      begin,
      'eReaderKey',
      embedded(cbor(coseKey({ ...reader.publicKey, x: fixtureKey('attacker').publicKey.x as string }))),
    ),
    'ISO/IEC 18013-5 §12.2, RFC 9053 §7',
  ),
  followed('M55-31', 'neither a message nor a status', malformed, new Map()),
  followed('M55-32', 'a message in text', malformed, data('message')),
  followed('M55-33', 'a status below zero', malformed, fields({ status: -1 })),
  followed('M55-34', 'a status in text', malformed, fields({ status: '20' })),
  followed('M55-35', 'a message that is a list', malformed, [fromReader(2)]),
]
