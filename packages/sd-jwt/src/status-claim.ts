import type { StatusReference } from '@hashikake/credential'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'

/** Checks the shape of `status` (Token Status List §6.2). @throws {Refusal} `status_malformed` */
export function checkStatus(payload: JsonObject): void {
  const status = ownMember(payload, 'status')
  if (status === undefined) return
  if (!isJsonObject(status) || Object.keys(status).length === 0) throw statusMalformed()
  const list = ownMember(status, 'status_list')
  if (list === undefined) return
  const index = isJsonObject(list) ? ownMember(list, 'idx') : undefined
  const uri = isJsonObject(list) ? ownMember(list, 'uri') : undefined
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) throw statusMalformed()
  if (typeof uri !== 'string' || !URL.canParse(uri)) throw statusMalformed()
}

/** Where a `status` of the right shape points; a mechanism that is not known here is named, so that it can be refused. */
export function readStatusReferences(payload: JsonObject): readonly StatusReference[] {
  const status = ownMember(payload, 'status')
  return isJsonObject(status) ? Object.keys(status).map((kind) => readReference(kind, status)) : none
}

const none: readonly never[] = Object.freeze([])

function readReference(kind: string, status: JsonObject): StatusReference {
  const list = status[kind]
  if (kind !== 'status_list' || !isJsonObject(list)) return { kind }
  const { uri, idx } = list as unknown as { uri: string; idx: number }
  return { kind, uri, index: idx }
}

export function statusMalformed(): Refusal<SdJwtCode> {
  return new Refusal<SdJwtCode>('status_malformed', { path: ['status'] })
}
