import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'

const mostLists = 10_000

/**
 * Reads where all status lists of an issuer are (Token Status List §9.3): `{ "status_lists": [ … ] }`. To be fetched ahead of
 * time, so that verifying asks nobody; one list that is bad says nothing of the others.
 *
 * @throws {Refusal} `aggregation_malformed`
 */
export function readAggregation(bytes: Uint8Array): readonly string[] {
  const malformed = (cause?: unknown): Refusal<StatusCode> =>
    new Refusal('aggregation_malformed', cause === undefined ? {} : { cause })
  let lists: unknown
  try {
    lists = ownMember(parseJsonObject(decodeUtf8(bytes)), 'status_lists')
  } catch (cause) {
    if (cause instanceof Refusal) throw malformed(cause)
    throw cause
  }
  if (!Array.isArray(lists) || !lists.every(isUri) || lists.length > mostLists) throw malformed()
  return Object.freeze([...lists])
}

/** RFC 3986 §2: printable ASCII. A URL parser would pass over the rest, which could act on whatever shows it. */
function isUri(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) && URL.canParse(value)
}
