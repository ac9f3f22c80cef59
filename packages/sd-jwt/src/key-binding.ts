import type { Challenge } from '@hashikake/credential'
import type { HashAlgorithm, SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import type { Engine, MaybePromise, SignatureMode } from '@hashikake/crypto/engine'
import { type CompactJws, checkHeader, parseCompactJws, signCompactJws, typeHeaderIs } from '@hashikake/crypto/jws'
import { keyFitsAlgorithm, type PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from './codes.ts'
import { isNumericDate } from './registered-claims.ts'

/** A Key Binding JWT as read (RFC 9901 §4.3): nothing in it is believed yet. */
export interface KeyBindingJwt {
  readonly jws: CompactJws
  readonly claims: JsonObject
}

/** What a Key Binding JWT must answer: its `nonce` and `aud`. */
export interface ExpectedBinding {
  readonly nonce: string
  readonly audience: string
}

/**
 * The nonce and audience that a challenge asks of a Key Binding JWT (OpenID4VP 1.0 §B.3.6 for its two protocols).
 *
 * @throws {Refusal} `challenge_unsupported` for a session of ISO/IEC 18013-5
 */
export function expectedBinding(challenge: Challenge): ExpectedBinding {
  switch (challenge.protocol) {
    case 'direct':
      return { nonce: challenge.nonce, audience: challenge.audience }
    case 'openid4vp':
      return { nonce: challenge.nonce, audience: challenge.clientId }
    case 'openid4vp-dc-api':
      return { nonce: challenge.nonce, audience: `origin:${challenge.origin}` }
    default:
      throw new Refusal('challenge_unsupported')
  }
}

/** @throws {Refusal} `key_binding_malformed` */
export function parseKeyBinding(text: string): KeyBindingJwt {
  try {
    const jws = parseCompactJws(text)
    return { jws, claims: parseJsonObject(decodeBase64urlText(jws.payloadText)) }
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    throw new Refusal<SdJwtCode>('key_binding_malformed', { cause })
  }
}

/**
 * Starts the check of the holder's signature; the answer is read when its turn comes.
 *
 * @throws {Refusal} when its header is not that of a Key Binding JWT, or its algorithm is not allowed or not the key's
 */
export function verifyKeyBindingSignature(
  binding: KeyBindingJwt,
  options: { holderKey: PublicJwk; algorithms: readonly SignatureAlgorithm[]; engine: Engine; mode: SignatureMode },
): MaybePromise<boolean> {
  const { protectedHeader, signingInput, signature } = binding.jws
  if (!typeHeaderIs(protectedHeader, 'kb+jwt')) throw new Refusal<SdJwtCode>('key_binding_type_mismatch')
  const algorithm = checkHeader(protectedHeader, { algorithms: options.algorithms })
  const misfit = keyFitsAlgorithm(options.holderKey, algorithm, 'verify')
  if (misfit !== undefined) throw new Refusal(misfit)
  return options.engine.verify(algorithm, options.holderKey, signingInput, signature, options.mode)
}

/**
 * Checks the claims of a Key Binding JWT whose signature holds (RFC 9901 §7.3-5e to 5h). Times in seconds.
 *
 * @throws {Refusal}
 */
export function checkKeyBindingClaims(
  { claims }: KeyBindingJwt,
  expected: ExpectedBinding,
  options: { sdHash: string; now: number; clockSkew: number; maxAge: number },
): void {
  const issuedAt = ownMember(claims, 'iat')
  const nonce = ownMember(claims, 'nonce')
  const audience = ownMember(claims, 'aud')
  const sdHash = ownMember(claims, 'sd_hash')
  if (
    !isNumericDate(issuedAt) ||
    typeof nonce !== 'string' ||
    typeof audience !== 'string' ||
    typeof sdHash !== 'string'
  ) {
    throw new Refusal<SdJwtCode>('key_binding_claims_malformed')
  }
  const { now, clockSkew } = options
  if (issuedAt > now + clockSkew) throw new Refusal<SdJwtCode>('key_binding_in_future')
  if (issuedAt < now - options.maxAge - clockSkew) throw new Refusal<SdJwtCode>('key_binding_too_old')
  if (!isSameSecret(nonce, expected.nonce)) throw new Refusal<SdJwtCode>('key_binding_nonce_mismatch')
  if (audience !== expected.audience) throw new Refusal<SdJwtCode>('key_binding_audience_mismatch')
  if (sdHash !== options.sdHash) throw new Refusal<SdJwtCode>('key_binding_hash_mismatch')
  checkOptionalTimes(claims, now, clockSkew)
}

function checkOptionalTimes(claims: JsonObject, now: number, clockSkew: number): void {
  const expires = ownMember(claims, 'exp')
  const notBefore = ownMember(claims, 'nbf')
  if ((expires !== undefined && !isNumericDate(expires)) || (notBefore !== undefined && !isNumericDate(notBefore))) {
    throw new Refusal<SdJwtCode>('key_binding_claims_malformed')
  }
  if (expires !== undefined && now - clockSkew >= expires) throw new Refusal<SdJwtCode>('key_binding_expired')
  if (notBefore !== undefined && now + clockSkew < notBefore) throw new Refusal<SdJwtCode>('key_binding_not_yet_valid')
}

// The nonce is the verifier's secret until it is used: the comparison takes as long wherever the two differ.
export function isSameSecret(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let i = 0; i < other.length; i++) difference |= one.charCodeAt(i) ^ other.charCodeAt(i)
  return difference === 0
}

/** Signs the holder's answer to a challenge over exactly what is presented. */
export async function signKeyBinding(
  presented: string,
  options: {
    challenge: Challenge
    signer: Signer
    hash: HashAlgorithm
    engine: Engine
    now: number
    signal?: AbortSignal
  },
): Promise<string> {
  const { nonce, audience } = expectedBinding(options.challenge)
  const [sdHash] = await options.engine.digests(options.hash, [presented])
  const payload = {
    iat: Math.floor(options.now),
    aud: audience,
    nonce,
    sd_hash: sdHash,
  }
  return signCompactJws({ typ: 'kb+jwt' }, JSON.stringify(payload), options.signer, signalOf(options.signal))
}

function signalOf(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
