import { type ClaimPath, isClaimPath, type Policy, planCheck, selectClaims } from '@hashikake/credential'

/** Accepts credentials of these issuers only, by the exact identifier under which trust knows them. */
export function issuers(allowed: readonly string[]): Policy {
  const names = requireStrings(allowed, "issuers(['https://registrar.example'])")
  return policy({
    check: planCheck('policy', 'issuer_allowed'),
    parameters: names,
    judge: (subject) =>
      subject.issuers.every(({ id }) => id !== undefined && names.includes(id))
        ? undefined
        : { code: 'issuer_not_allowed' },
  })
}

/** Accepts credentials of these types only, by `type` or by what the issuer says it also is (`aka_vcts`). */
export function types(allowed: readonly string[]): Policy {
  const names = requireStrings(allowed, "types(['https://registrar.example/vct/degree'])")
  return policy({
    check: planCheck('policy', 'type_allowed'),
    parameters: names,
    judge: ({ credential: { type, otherTypes = [] } }) =>
      (type !== undefined && names.includes(type)) || otherTypes.some((one) => names.includes(one))
        ? undefined
        : { code: 'type_not_allowed' },
  })
}

/** Demands claims, disclosed or open: a validity claim that the holder may withhold belongs here (RFC 9901 §9.7). */
export function requiredClaims(paths: readonly ClaimPath[]): Policy {
  if (!Array.isArray(paths) || paths.length === 0 || !paths.every(isClaimPath)) {
    throw new TypeError("requiredClaims takes claim paths: requiredClaims([['degree', 'title'], ['exp']])")
  }
  const demanded = Object.freeze(paths.map((path) => Object.freeze([...path]) as ClaimPath))
  return policy({
    check: planCheck('policy', 'claims_present'),
    parameters: demanded,
    judge: ({ credential }) => {
      const missing = demanded.find((path) => selectClaims(credential.claims, path).length === 0)
      return missing === undefined ? undefined : { code: 'claim_missing', path: missing }
    },
  })
}

/**
 * Demands that the credential was issued at most so long ago. One that does not say when it was issued is refused.
 *
 * @param seconds - the greatest age
 */
export function maximumAge(seconds: number): Policy {
  if (!Number.isFinite(seconds) || seconds <= 0) throw new TypeError('maximumAge takes seconds, more than 0')
  return policy({
    check: planCheck('policy', 'age'),
    parameters: seconds,
    judge: ({ credential, now, clockSkew }) => {
      const { issuedAt } = credential.validity
      if (issuedAt === undefined) return { code: 'issue_time_missing' }
      if (issuedAt > now + clockSkew) return { code: 'issued_in_future' }
      return now - issuedAt > seconds + clockSkew ? { code: 'too_old' } : undefined
    },
  })
}

function requireStrings(values: readonly string[], usage: string): readonly string[] {
  if (!Array.isArray(values) || values.length === 0 || !values.every((one) => typeof one === 'string' && one !== '')) {
    throw new TypeError(`A list of names is needed: ${usage}`)
  }
  return Object.freeze([...values])
}

function policy(rule: Policy): Policy {
  return Object.freeze(rule)
}
