import type { ClaimPath } from '@hashikake/credential'
import { Refusal } from '@hashikake/encoding/refusal'
import type { VcCode } from '../codes.ts'

/** A place in a document, from the outside in. */
export type Place = readonly (string | number)[]

export function refusal(code: VcCode, path?: Place): Refusal<VcCode> {
  return new Refusal(code, path === undefined || path.length === 0 ? {} : { path: path as ClaimPath })
}

/** The same refusal, of something that stands inside something else; anything but a refusal as it is. */
export function placed(cause: unknown, place: Place): unknown {
  if (!(cause instanceof Refusal)) return cause
  return new Refusal(cause.code, { path: [...place, ...(cause.path ?? [])] as unknown as ClaimPath, cause })
}
