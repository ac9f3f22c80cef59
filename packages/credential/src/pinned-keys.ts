import { isSignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { keyFitsAlgorithm, type PublicJwk, parseJwkSet, parsePublicJwk } from '@hashikake/crypto/keys'
import { isJsonObject, type JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { Decision, Evidence, KeyCandidate, KeyRequest, Trust } from './trust.ts'

/** A key that the operator wrote down, and the `iss` value that it serves; without `issuer` it serves any. */
export interface PinnedKey {
  readonly key: unknown
  readonly issuer?: string
}

const trusted: Decision = Object.freeze({ trusted: true })

/**
 * Trusts exactly these issuers with exactly these keys.
 *
 * @param issuers - by `iss` value: a JWK Set (RFC 7517 §5) or an array of JWKs, public parts only
 * @throws {TypeError} when a key is not a usable public JWK
 *
 * @example
 * issuerKeys({ 'https://registrar.example': { keys: [{ kty: 'EC', crv: 'P-256', x: '…', y: '…' }] } })
 */
export function issuerKeys(issuers: Readonly<Record<string, unknown>>): Trust {
  if (!isJsonObject(issuers)) throw new TypeError("issuerKeys takes an object: issuerKeys({ 'https://…': jwkSet })")
  return pinnedKeys(
    Object.entries(issuers).flatMap(([issuer, keys]) =>
      (Array.isArray(keys) ? keys : keysOf(keys, issuer)).map((key: unknown) => ({ issuer, key })),
    ),
  )
}

/**
 * Trusts exactly these keys; one without an issuer is trusted whatever `iss` the credential names.
 *
 * @throws {TypeError} when a key is not a usable public JWK
 */
export function pinnedKeys(keys: readonly PinnedKey[]): Trust {
  if (!Array.isArray(keys)) throw new TypeError('pinnedKeys takes an array: pinnedKeys([{ issuer, key: publicJwk }])')
  const byIssuer = new Map<string | undefined, KeyCandidate[]>()
  keys.forEach(({ key, issuer }, index) => {
    const jwk = readKey(key, `key ${index}`)
    const evidence: Evidence = Object.freeze({
      kind: 'pinned-key',
      key: jwk as unknown as JsonObject,
      ...(issuer === undefined ? {} : { issuer }),
    })
    const candidates = byIssuer.get(issuer) ?? []
    byIssuer.set(issuer, candidates)
    candidates.push(Object.freeze({ key: jwk, evidence, ...(issuer === undefined ? {} : { issuer }) }))
  })
  return Object.freeze({
    findKeys: (request: KeyRequest) => {
      const own = request.issuer === undefined ? [] : (byIssuer.get(request.issuer) ?? [])
      return [...own, ...(byIssuer.get(undefined) ?? [])].filter(({ key }) => mayHaveSigned(key, request))
    },
    decide: () => trusted,
  })
}

// A key identifier that does not match is never overlooked: falling back to "the only key" lets an old key live on.
function mayHaveSigned(key: PublicJwk, { kid, algorithm }: KeyRequest): boolean {
  if (kid !== undefined && key.kid !== undefined && kid !== key.kid) return false
  return isSignatureAlgorithm(algorithm) && keyFitsAlgorithm(key, algorithm, 'verify') === undefined
}

function keysOf(set: unknown, issuer: string): readonly unknown[] {
  try {
    return parseJwkSet(set, { unusable: 'refuse' })
  } catch (cause) {
    throw new TypeError(`The keys of ${issuer} are not a JWK Set { keys: [ … ] } of public keys`, { cause })
  }
}

function readKey(key: unknown, which: string): PublicJwk {
  try {
    return parsePublicJwk(key)
  } catch (cause) {
    const reason = cause instanceof Refusal ? cause.code : 'key_malformed'
    throw new TypeError(`${which} cannot be trusted: it is not a public JWK (${reason})`, { cause })
  }
}
