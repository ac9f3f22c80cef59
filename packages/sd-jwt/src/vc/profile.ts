import { typeHeaderIs } from '@hashikake/crypto/jws'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import type { Processed } from '../processing.ts'
import type { SdJwtProfile } from '../profile.ts'
import { checkStatus, readStatusReferences } from '../status-claim.ts'

/** The High Assurance Interoperability Profile 1.0. */
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

/** An integrity string: W3C SRI's syntax, of hashes of which one at least is known to it. */
const integrity = /^(?=.*\bsha(256|384|512)-)\s*(\w+-[\w+/-]+={0,2}(\?[!-~]*)?(\s+|$))+$/

/** @throws {TypeError} for an unknown name, which would pin nothing */
export function requireProfile(options: { readonly profile?: SdJwtVcProfileName }): SdJwtVcProfileName | undefined {
  const name = options?.profile
  if (options !== null && (name === undefined || name === 'haip-1.0')) return name
  throw new TypeError("Options take profile: 'haip-1.0'")
}

/** The rules of SD-JWT VC; those of a profile beyond it are loaded with the first credential. */
export function sdJwtVcProfile(name?: SdJwtVcProfileName): SdJwtProfile {
  const vc: SdJwtProfile = {
    format: 'dc+sd-jwt',
    parameters: { profile: name ?? null },
    load: name && (async () => (await import('./haip.ts')).haip(vc)),
    checkHeader: (header, leniencies) => {
      if (typeHeaderIs(header, 'dc+sd-jwt')) return undefined
      if (leniencies.includes(legacyTyp) && typeHeaderIs(header, 'vc+sd-jwt')) return legacyTyp
      throw refusal('type_header_mismatch')
    },
    checkPayload: (payload) => {
      checkTypes(payload)
      checkStatus(payload)
      checkConcealsNothingOpen(payload)
    },
    checkProcessed,
    describe,
  }
  return vc
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

function describe(payload: JsonObject): ReturnType<SdJwtProfile['describe']> {
  const otherTypes = ownMember(payload, 'aka_vcts') as readonly string[] | undefined
  return {
    type: ownMember(payload, 'vct') as string,
    otherTypes,
    statusReferences: readStatusReferences(payload),
  }
}

function refusal(code: SdJwtCode, path?: readonly (string | number | null)[]): Refusal<SdJwtCode> {
  return new Refusal(code, path === undefined ? {} : { path })
}
