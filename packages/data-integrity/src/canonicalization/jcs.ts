import type { JsonValue } from '@hashikake/encoding/json'
import canonicalize from 'canonicalize'

// Its types describe a module that it is not: at run time the import is the function.
const serialize = canonicalize as unknown as (value: JsonValue) => string

/** JSON in its one canonical spelling (RFC 8785). */
export function canonicalizeJson(value: JsonValue): string {
  return serialize(value)
}
