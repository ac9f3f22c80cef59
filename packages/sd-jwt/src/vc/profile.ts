import type { StatusReference } from '@hashikake/credential'
import { typeHeaderIs } from '@hashikake/crypto/jws'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import type { Processed } from '../processing.ts'
import type { SdJwtProfile } from '../profile.ts'

/** What HAIP 1.0 pins beyond SD-JWT VC: compact form, `x5c`, `cnf.jwk`, `status_list`, key binding wherever bound. */
export type SdJwtVcProfileName = 'haip-1.0'

/** The `typ` that drafts before 2024-11 used; accepted only where the caller allows it by this name. */
export const legacyTyp = 'typ_vc+sd-jwt'

/** Claims that never stand in a Disclosure, nor anything below them (SD-JWT VC §2.2.2.3). */
export const openClaims: readonly string[] = Object.freeze([
  'iss',
  'nbf',
  'exp',
  'cnf',
  'vct',
  'vct#integrity',
  'aka_vcts',
  'status',
])

/** An integrity string: W3C SRI's syntax, at least one hash that is known to it. */
const integrity = /^(?:sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}(?:\?[\x21-\x7e]*)?(?: |$))+$/

export function sdJwtVcProfile(name: SdJwtVcProfileName | undefined): SdJwtProfile {
  const isHaip = name === 'haip-1.0'
  return {
    format: 'dc+sd-jwt',
    checkSerialization: ({ serialization }) => {
      if (isHaip && serialization !== 'compact') throw refusal('json_serialization_not_allowed')
    },
    checkHeader: (header, leniencies) => {
      if (isHaip && !Object.hasOwn(header, 'x5c')) throw refusal('certificates_missing')
      if (typeHeaderIs(header, 'dc+sd-jwt')) return undefined
      if (leniencies.includes(legacyTyp) && typeHeaderIs(header, 'vc+sd-jwt')) return legacyTyp
      throw refusal('type_header_mismatch')
    },
    checkPayload: (payload, { isShownUnbound }) => {
      checkTypes(payload)
      checkStatus(payload, isHaip)
      checkConcealsNothingOpen(payload)
      if (isHaip) checkHaipConfirmation(payload, isShownUnbound)
    },
    checkProcessed,
    describe,
  }
}

function checkTypes(payload: JsonObject): void {
  const vct = ownMember(payload, 'vct')
  if (typeof vct !== 'string' || vct === '') throw refusal('vct_missing')
  const integrityText = ownMember(payload, 'vct#integrity')
  if (integrityText !== undefined && (typeof integrityText !== 'string' || !integrity.test(integrityText))) {
    throw refusal('integrity_malformed')
  }
  const others = ownMember(payload, 'aka_vcts')
  if (others === undefined) return
  const isList =
    Array.isArray(others) && others.length > 0 && others.every((one) => typeof one === 'string' && one !== '')
  if (!isList || others.includes(vct)) throw refusal('aka_vcts_malformed')
}

function checkStatus(payload: JsonObject, isHaip: boolean): void {
  const status = ownMember(payload, 'status')
  if (status === undefined) return
  if (!isJsonObject(status) || Object.keys(status).length === 0) throw refusal('status_malformed')
  const list = ownMember(status, 'status_list')
  if (list === undefined) {
    if (isHaip) throw refusal('status_malformed')
    return
  }
  const index = isJsonObject(list) ? ownMember(list, 'idx') : undefined
  const uri = isJsonObject(list) ? ownMember(list, 'uri') : undefined
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) throw refusal('status_malformed')
  if (typeof uri !== 'string' || !URL.canParse(uri)) throw refusal('status_malformed')
}

function checkHaipConfirmation(payload: JsonObject, isShownUnbound: boolean): void {
  const confirmation = ownMember(payload, 'cnf')
  if (confirmation === undefined) return
  if (!isJsonObject(confirmation) || !Object.hasOwn(confirmation, 'jwk')) throw refusal('confirmation_unsupported')
  // A bound credential shown without its binding is a copy in somebody's hands (HAIP 1.0 §6.1).
  if (isShownUnbound) throw refusal('key_binding_missing')
}

/** Digests below an open claim would withhold a part of it; the names themselves are looked at when they are disclosed. */
function checkConcealsNothingOpen(payload: JsonObject): void {
  for (const name of openClaims) {
    const value = ownMember(payload, name)
    if (value !== undefined && hasDigests(value)) throw refusal('claim_not_disclosable', [name])
  }
}

function hasDigests(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(hasDigests)
  if (!isJsonObject(value)) return false
  return Object.hasOwn(value, '_sd') || Object.hasOwn(value, '...') || Object.values(value).some(hasDigests)
}

function checkProcessed({ placed, digests, hadDigestLists }: Processed): void {
  for (const { path } of placed) {
    if (openClaims.includes(path[0] as string)) throw refusal('claim_not_disclosable', path)
  }
  // Where nothing is selectively disclosable, `_sd` must not stand there at all (SD-JWT VC §2.2.2.5).
  if (digests === 0 && hadDigestLists) throw refusal('digests_malformed')
}

const none: readonly never[] = Object.freeze([])

function describe(payload: JsonObject): ReturnType<SdJwtProfile['describe']> {
  const otherTypes = ownMember(payload, 'aka_vcts') as readonly string[] | undefined
  const status = ownMember(payload, 'status') as JsonObject | undefined
  return {
    type: ownMember(payload, 'vct') as string,
    otherTypes,
    statusReferences: status === undefined ? none : Object.keys(status).map((kind) => readReference(kind, status)),
  }
}

function readReference(kind: string, status: JsonObject): StatusReference {
  if (kind !== 'status_list') return { kind }
  const { uri, idx } = status[kind] as unknown as { uri: string; idx: number }
  return { kind, uri, index: idx }
}

function refusal(code: SdJwtCode, path?: readonly (string | number | null)[]): Refusal<SdJwtCode> {
  return new Refusal(code, path === undefined ? {} : { path })
}
