import { Refusal } from '@hashikake/encoding/refusal'
import type { DataIntegrityCode } from './codes.ts'

export function refusal(
  code: DataIntegrityCode,
  { path, cause }: { readonly path?: readonly (string | number)[]; readonly cause?: unknown } = {},
): Refusal<DataIntegrityCode> {
  return new Refusal(code, {
    ...(path === undefined || path.length === 0 ? {} : { path }),
    ...(cause === undefined ? {} : { cause }),
  })
}
