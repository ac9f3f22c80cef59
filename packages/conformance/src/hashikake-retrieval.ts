import type { Retrieval } from '@hashikake/credential'
import { guardedRetrieval, type Transport, type TransportResponse } from '@hashikake/credential/retrieval'
import { decodeBase64url, encodeUtf8 } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import type { TestCase } from './case.ts'

/** Something that answers, where a case has nothing else to say of addresses. */
const somewhere = '203.0.113.1'

/**
 * The library's own guard, over a network in which the case's `documents`, `responses` and status lists are all there is.
 * `responses` come in sequence, the last of them again and again.
 */
export function retrievalOf({ documents, responses, status }: TestCase): { readonly retrieval?: Retrieval } {
  const lists = isJsonObject(status) ? status : undefined
  if (documents === undefined && responses === undefined && lists === undefined) return {}
  const asked = new Map<string, number>()
  const transport: Transport = {
    request: async ({ url, checkAddress }) => {
      const count = asked.get(url) ?? 0
      asked.set(url, count + 1)
      const answer = scripted(responses, url, count) ?? document(documents, url) ?? list(lists, url)
      if (answer === undefined) throw new Error('Nobody answers there')
      checkAddress(typeof answer.address === 'string' ? answer.address : somewhere)
      return responseOf(answer)
    },
  }
  return { retrieval: guardedRetrieval({ transport }) }
}

function scripted(responses: JsonObject | undefined, url: string, count: number): JsonObject | undefined {
  const sequence = responses === undefined ? undefined : ownMember(responses, url)
  if (!Array.isArray(sequence)) return undefined
  const answer = sequence[Math.min(count, sequence.length - 1)]
  return isJsonObject(answer) ? answer : undefined
}

function document(documents: JsonObject | undefined, url: string): JsonObject | undefined {
  const json = documents === undefined ? undefined : ownMember(documents, url)
  return json === undefined ? undefined : { json }
}

/** What a status list's URI answers: a JWT as text, a CWT as bytes. */
function list(lists: JsonObject | undefined, url: string): JsonObject | undefined {
  const token = lists === undefined ? undefined : ownMember(lists, url)
  if (!isJsonObject(token)) return undefined
  const type = Object.hasOwn(token, 'base64url') ? 'application/statuslist+cwt' : 'application/statuslist+jwt'
  return { headers: { 'content-type': type }, ...token }
}

function responseOf(answer: JsonObject): TransportResponse {
  const { status = 200, headers = { 'content-type': 'application/json' } } = answer
  const bytes = bodyOf(answer)
  return {
    status: status as number,
    headers: Object.fromEntries(
      Object.entries(headers as JsonObject).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: (async function* () {
      yield bytes
    })(),
    close: () => {},
  }
}

function bodyOf(answer: JsonObject): Uint8Array {
  const { text, base64url, json } = answer as Record<string, JsonValue | undefined>
  if (typeof text === 'string') return encodeUtf8(text)
  if (typeof base64url === 'string') return decodeBase64url(base64url)
  return encodeUtf8(json === undefined ? '' : JSON.stringify(json))
}
