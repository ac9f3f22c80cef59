import { type ClaimPath, type ClaimValue, isClaimPath, selectClaims } from '@hashikake/credential'
import { isJsonObject } from '@hashikake/encoding/json'
import type { HeldCredential } from './held-credential.ts'

/** What is asked for: credentials of a type that have these claims. */
export interface ClaimsQuery {
  readonly format?: string
  /** Types of which one must fit, by `type` or by what the issuer says it also is. */
  readonly types?: readonly string[]
  readonly claims: readonly {
    readonly path: ClaimPath
    /** Values of which one must be there; any value unless given. */
    readonly values?: readonly (string | number | boolean)[]
  }[]
}

/** A credential that answers, and the least that it must show to do so. */
export interface Match {
  readonly credential: HeldCredential
  readonly disclose: readonly ClaimPath[]
}

/**
 * Finds the credentials that can answer a query. What is asked is what is disclosed: never a claim more.
 */
export function match(credentials: readonly HeldCredential[], query: ClaimsQuery): readonly Match[] {
  if (!Array.isArray(credentials) || !credentials.every((one) => isJsonObject(one?.claims))) {
    throw new TypeError('match takes credentials that were received: match([received.credential], { claims: [] })')
  }
  if (!isQuery(query)) {
    throw new TypeError(
      "match takes a query: match(credentials, { types: ['…'], claims: [{ path: ['degree', 'title'], values: ['…'] }] })",
    )
  }
  return Object.freeze(credentials.flatMap((credential) => matchOne(credential, query)))
}

function isQuery(query: ClaimsQuery): boolean {
  const { format, types, claims } = query ?? {}
  if (format !== undefined && typeof format !== 'string') return false
  // A string has `includes` as well, and would fit by any part of it.
  if (types !== undefined && !(Array.isArray(types) && types.every((type) => typeof type === 'string'))) return false
  return (
    Array.isArray(claims) &&
    claims.every((one) => isClaimPath(one?.path) && (one.values === undefined || Array.isArray(one.values)))
  )
}

function matchOne(credential: HeldCredential, { format, types, claims }: ClaimsQuery): readonly Match[] {
  const { type, otherTypes = [] } = credential
  if (format !== undefined && credential.format !== format) return []
  if (types !== undefined && ![type, ...otherTypes].some((one) => one !== undefined && types.includes(one))) return []
  const disclose: ClaimPath[] = []
  for (const { path, values } of claims) {
    const found = selectClaims(credential.claims, path).filter(({ value }) => isAmong(value, values))
    if (found.length === 0) return []
    // With values asked for, only the elements that have them are shown.
    disclose.push(...(values === undefined ? [path] : found.map((claim) => claim.path)))
  }
  return [Object.freeze({ credential, disclose: Object.freeze(disclose) })]
}

function isAmong(value: ClaimValue, values: readonly ClaimValue[] | undefined): boolean {
  return values === undefined || values.includes(value)
}
