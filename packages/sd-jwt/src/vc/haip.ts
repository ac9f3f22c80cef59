import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import type { SdJwtProfile } from '../profile.ts'
import { statusMalformed } from '../status-claim.ts'

/** What HAIP 1.0 pins beyond SD-JWT VC (§6.1): compact form, `x5c`, `cnf.jwk`, `status_list`, key binding wherever bound. */
export function haip(vc: SdJwtProfile): SdJwtProfile {
  return {
    ...vc,
    load: undefined,
    checkSerialization: ({ serialization }) => {
      if (serialization !== 'compact') throw refusal('json_serialization_not_allowed')
    },
    checkHeader: (header, leniencies) => {
      if (!Object.hasOwn(header, 'x5c')) throw refusal('certificates_missing')
      return vc.checkHeader(header, leniencies)
    },
    checkPayload: (payload, use) => {
      vc.checkPayload?.(payload, use)
      requireStatusList(payload)
      checkConfirmation(payload, use.isShownUnbound)
    },
  }
}

function requireStatusList(payload: JsonObject): void {
  const status = ownMember(payload, 'status')
  if (isJsonObject(status) && !Object.hasOwn(status, 'status_list')) throw statusMalformed()
}

function checkConfirmation(payload: JsonObject, isShownUnbound: boolean): void {
  const confirmation = ownMember(payload, 'cnf')
  if (confirmation === undefined) return
  if (!isJsonObject(confirmation) || !Object.hasOwn(confirmation, 'jwk')) throw refusal('confirmation_unsupported')
  // A bound credential shown without its binding is a copy in somebody's hands (§6.1.1.1).
  if (isShownUnbound) throw refusal('key_binding_missing')
}

function refusal(code: SdJwtCode): Refusal<SdJwtCode> {
  return new Refusal(code)
}
