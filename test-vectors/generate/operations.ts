import type { Json, Members } from './json.ts'
import type { Case } from './suite.ts'

/** A case of another operation than verify. */
export function operationCase(
  operation: string,
  id: string,
  clause: string,
  title: string,
  members: { readonly [name: string]: Json } & { readonly input: Members; readonly expect: Members },
): Case {
  const { format, input, expect, ...rest } = members
  return {
    id,
    rule: id.slice(0, id.lastIndexOf('-')),
    clause,
    title,
    operation,
    ...(format === undefined ? {} : { format }),
    input: { json: input },
    ...rest,
    expect,
  }
}

export const refusedWith = (code: string): Members => ({ accepted: false, code })
