import { publicKeyFromCose } from '@hashikake/crypto/cose'
import { type CborValue, isCborMap } from '@hashikake/encoding/cbor'
import type { JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'

/** The confirmation method of a COSE_Key (RFC 8747 §3.2). */
export const coseKeyMethod = 1

/** The `cnf` of a JWT that says the same as that of a CWT (RFC 8747 §3): a key by value. */
export function confirmationOf(value: CborValue | undefined): JsonValue | undefined {
  if (value === undefined) return undefined
  if (!isCborMap(value)) throw new Refusal('confirmation_unsupported', { path: ['cnf'] })
  const key = value.get(coseKeyMethod)
  return key === undefined ? {} : { jwk: publicKeyFromCose(key) as unknown as JsonValue }
}
