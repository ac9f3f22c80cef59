import type { StatusListRules, StatusReference } from '@hashikake/credential'
import { type CborMap, type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import { Refusal } from '@hashikake/encoding/refusal'
import type { MdocCode } from './codes.ts'
import type { MobileSecurityObject } from './mobile-security-object.ts'

const drivingLicence = 'org.iso.18013.5.1.mDL'
/** ISO/IEC 18013-5 §12.3.6: lists are CWTs that say until when they hold. */
const rules: StatusListRules = /* @__PURE__ */ Object.freeze({ form: 'cwt', expires: 'required' })
const licenceRules: StatusListRules = /* @__PURE__ */ Object.freeze({ ...rules, bits: 1 })

/**
 * Where the issuer says that its status is found (ISO/IEC 18013-5 §12.3.6); a mechanism that is not known here is named, so that
 * it can be refused.
 *
 * @throws {Refusal} `mso_malformed`
 */
export function readStatusReferences({ status, docType }: MobileSecurityObject): readonly StatusReference[] {
  if (status === undefined) return none
  if (status.size === 0) throw malformed()
  return Object.freeze([...status].map(([kind, list]) => readReference(kind, list, docType)))
}

const none: readonly never[] = Object.freeze([])

function readReference(kind: CborValue, list: CborValue, docType: string): StatusReference {
  if (typeof kind !== 'string') throw malformed()
  if (kind !== 'status_list' && kind !== 'identifier_list') return Object.freeze({ kind })
  if (!isCborMap(list)) throw malformed()
  const uri = list.get('uri')
  if (typeof uri !== 'string' || !URL.canParse(uri)) throw malformed()
  const certificate = list.get('certificate')
  if (certificate !== undefined && !(certificate instanceof Uint8Array)) throw malformed()
  return Object.freeze({
    kind,
    uri,
    ...(kind === 'status_list' ? { index: readIndex(list) } : { identifier: readIdentifier(list) }),
    ...(certificate === undefined ? {} : { certificate: new Uint8Array(certificate) }),
    rules: docType === drivingLicence ? licenceRules : rules,
  })
}

function readIndex(list: CborMap): number {
  const index = list.get('idx')
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) throw malformed()
  return index
}

function readIdentifier(list: CborMap): Uint8Array {
  const identifier = list.get('id')
  if (!(identifier instanceof Uint8Array)) throw malformed()
  return new Uint8Array(identifier)
}

function malformed(): Refusal<MdocCode> {
  return new Refusal('mso_malformed')
}
