import {
  bearer,
  type Challenge,
  type Context,
  type CredentialContent,
  ignoreStatus,
  type Policy,
  type SignatureRule,
  type StatusResolver,
  type Trust,
  type VerificationFormat,
} from '@hashikake/credential'
import type { SignatureMode } from '@hashikake/crypto/engine'
import type { ReplayStore } from './replay.ts'

/** How to verify. What could be forgotten has no default: leaving it out does not compile, and throws. */
export interface VerifyOptions<Format extends VerificationFormat = VerificationFormat> {
  /** The formats that are accepted. */
  readonly formats: readonly Format[]
  /** Whose signatures are believed, and how their keys are found. */
  readonly trust: Trust
  /** What the presentation must answer, or `bearer`. */
  readonly challenge: Challenge | typeof bearer
  /** Who is asked about revocation, or `ignoreStatus`. */
  readonly status: StatusResolver | typeof ignoreStatus
  /** Who we are, for an `aud` in the credential itself; a credential that names an audience is refused without it. */
  readonly audience?: string | readonly string[]
  /** How many of several signatures must hold; all unless given. */
  readonly signatures?: SignatureRule
  /** Tolerance for every time, in seconds; 0 unless given. */
  readonly clockSkew?: number
  readonly policies?: readonly Policy[]
  /** Refuses a nonce that was accepted before; asked last, so that a bad presentation uses nothing up. */
  readonly replay?: ReplayStore
  /** Departures from strict reading that are allowed, by the names that formats export. */
  readonly leniencies?: readonly string[]
  /** `inline` is fastest one by one, `pool` with many in flight; the engine's own unless given. */
  readonly mode?: SignatureMode
  readonly context?: Context
  readonly signal?: AbortSignal
}

export type ContentOf<Format> = Format extends VerificationFormat<string, infer Content> ? Content : CredentialContent

/** @throws {TypeError} that says how to use it */
export function requireVerifyOptions(options: VerifyOptions): void {
  const { formats, trust, challenge, status, clockSkew = 0, signatures = 'all', policies = [] } = options ?? {}
  const demand = (holds: boolean, usage: string): void => {
    if (!holds) throw new TypeError(`verify takes ${usage}`)
  }
  demand(Array.isArray(formats) && formats.length > 0 && formats.every(hasMethod('parse')), 'formats: [verification()]')
  demand(
    hasMethod('findKeys')(trust) && hasMethod('decide')(trust),
    "trust, whom to believe: issuerKeys({ 'https://…': jwkSet })",
  )
  demand(
    challenge === bearer || isChallenge(challenge),
    'the challenge that was sent, nonce of 8 characters or more, or bearer',
  )
  demand(status === ignoreStatus || hasMethod('resolve')(status), 'a status resolver, or ignoreStatus')
  demand(clockSkew >= 0 && clockSkew <= 3600, 'clockSkew in seconds, 0 to 3600')
  demand(signatures === 'all' || signatures.atLeast > 0, "signatures: 'all' or { atLeast: n }")
  demand(Array.isArray(policies) && policies.every(hasMethod('judge')), 'policies: [types([…]), maximumAge(seconds)]')
}

function hasMethod(name: string): (value: unknown) => boolean {
  return (value) => typeof (value as Record<string, unknown> | null | undefined)?.[name] === 'function'
}

function isChallenge(challenge: unknown): challenge is Challenge {
  if (typeof challenge !== 'object' || challenge === null) return false
  const { protocol, nonce, sessionTranscript } = challenge as Record<string, unknown>
  if (protocol === 'iso-18013-5') return sessionTranscript instanceof Uint8Array
  return typeof protocol === 'string' && typeof nonce === 'string' && nonce.length >= 8
}
