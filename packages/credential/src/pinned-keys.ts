import { type PublicJwk, parseJwkSet, parsePublicJwk } from '@hashikake/crypto/keys'
import { isJsonObject, type JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { keyFitsRequest } from './key-fits-request.ts'
import type { Decision, Evidence, KeyCandidate, KeyRequest, Trust } from './trust.ts'

/** Instead of an issuer: the key is trusted whatever `iss` the credential names. */
export const anyIssuer: unique symbol = Symbol.for('@hashikake/anyIssuer')

/** A key that the operator wrote down, and the `iss` value that it serves, or `anyIssuer`. */
export interface PinnedKey {
  readonly key: unknown
  readonly issuer: string | typeof anyIssuer
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
 * Trusts exactly these keys, each for its issuer.
 *
 * @throws {TypeError} when a key is not a usable public JWK, or it is not said whose it is
 */
export function pinnedKeys(keys: readonly PinnedKey[]): Trust {
  if (!Array.isArray(keys) || !keys.every(isPinned)) {
    throw new TypeError('pinnedKeys takes pinnedKeys([{ key: publicJwk, issuer }]), the issuer a string or anyIssuer')
  }
  const byIssuer = new Map<PinnedKey['issuer'], KeyCandidate[]>()
  keys.forEach(({ key, issuer }, index) => {
    const jwk = readKey(key, `key ${index}`)
    const served = issuer === anyIssuer ? {} : { issuer }
    const evidence: Evidence = Object.freeze({
      kind: 'pinned-key',
      key: jwk as unknown as JsonObject,
      ...served,
    })
    const candidates = byIssuer.get(issuer) ?? []
    byIssuer.set(issuer, candidates)
    candidates.push(Object.freeze({ key: jwk, evidence, ...served }))
  })
  return Object.freeze({
    findKeys: (request: KeyRequest) => {
      const own = request.issuer === undefined ? [] : (byIssuer.get(request.issuer) ?? [])
      return [...own, ...(byIssuer.get(anyIssuer) ?? [])].filter(({ key }) => mayHaveSigned(key, request))
    },
    decide: () => trusted,
  })
}

// A misspelt `issuer` must not make a key serve everyone.
function isPinned(entry: PinnedKey | null | undefined): boolean {
  return (
    Object.keys(entry ?? {}).every((name) => name === 'key' || name === 'issuer') &&
    (typeof entry?.issuer === 'string' || entry?.issuer === anyIssuer)
  )
}

// A key identifier that does not match is never overlooked: falling back to "the only key" lets an old key live on.
function mayHaveSigned(key: PublicJwk, request: KeyRequest): boolean {
  const { kid } = request
  if (kid !== undefined && key.kid !== undefined && kid !== key.kid) return false
  return keyFitsRequest(key, request)
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
