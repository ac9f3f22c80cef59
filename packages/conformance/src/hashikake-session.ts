import { engine } from '@hashikake/crypto/engine'
import { keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import { parsePublicJwk } from '@hashikake/crypto/keys'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import * as mdoc from '@hashikake/mdoc'
import type { TestCase } from './case.ts'
import { jsonInput, readOptions } from './hashikake-options.ts'
import type { Outcome } from './implementation.ts'

interface SessionInput {
  readonly role: 'reader' | 'mdoc'
  /** Our ephemeral key, a private JWK. */
  readonly key: JsonObject
  /** Theirs; of a reader it comes with the first message. */
  readonly peer?: JsonObject
  readonly session: string
  readonly establishment?: string
  readonly messages?: readonly string[]
}

/** The operation `session`: the messages of a session next to each other, read in their order. */
export async function sessionCase(testCase: TestCase): Promise<Outcome> {
  const { role, key, peer, session, establishment, messages = [] } = jsonInput(testCase) as unknown as SessionInput
  const first = establishment === undefined ? undefined : mdoc.readSessionEstablishment(decodeBase64url(establishment))
  const opened = await mdoc.openSession({
    key: keyAgreementFromJwk(key),
    peer: first?.readerKey ?? parsePublicJwk(peer),
    transcript: decodeBase64url(session),
    role,
  })
  const read = first === undefined ? [] : [opened.decrypt(first.data)]
  let last: number | undefined
  for (const message of messages) {
    const { data, status } = mdoc.readSessionData(decodeBase64url(message))
    if (data !== undefined) read.push(opened.decrypt(data))
    last = status
  }
  return { accepted: true, output: { messages: read.map(encodeBase64url), status: last ?? null } }
}

interface DeviceRequestInput {
  readonly request: string
  readonly session: string
  /** The public key of the reader's certificate, and what of the request it must have signed. */
  readonly reader: JsonObject
  readonly signs: 'none' | 'each' | 'all'
}

/** The operation `deviceRequest`: what a reader asks for, and whether it is the reader that asks in this session. */
export async function deviceRequestCase(testCase: TestCase): Promise<Outcome> {
  const { request, session, reader, signs } = jsonInput(testCase) as unknown as DeviceRequestInput
  const read = mdoc.readDeviceRequest(decodeBase64url(request), { leniencies: readOptions(testCase).leniencies })
  const options = { transcript: decodeBase64url(session), key: parsePublicJwk(reader), engine }
  if (signs === 'all') await mdoc.checkReaderAuthenticationAll(read, options)
  if (signs === 'each') for (const one of read.documents) await mdoc.checkReaderAuthentication(one, options)
  const documents = read.documents.map(({ docType, elements }) => ({
    docType,
    elements: elements.map((one) => [one.namespace, one.elementIdentifier, one.intentToRetain]),
  }))
  return { accepted: true, output: { version: read.version, documents } }
}
