import {
  bearer,
  type Challenge,
  type Context,
  type CredentialContent,
  ignoreStatus,
  nonceOf,
  type Policy,
  type SignatureRule,
  type StatusResolver,
  type Trust,
  type VerificationFormat,
} from '@hashikake/credential'
import type { SignatureMode } from '@hashikake/crypto/engine'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
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
  /** Our own key, for an answer that is authenticated by a MAC (ISO/IEC 18013-5 §12.4). */
  readonly readerKey?: KeyAgreement
  /** How many of several signatures must hold; all unless given. */
  readonly signatures?: SignatureRule
  /** Tolerance for every time, in seconds; 0 unless given. */
  readonly clockSkew?: number
  readonly policies?: readonly Policy[]
  /** Refuses a nonce that was accepted before; asked last, so that a bad presentation uses nothing up. Not for `bearer`. */
  readonly replay?: ReplayStore
  /** Departures from strict reading that are allowed, by the names that formats export. */
  readonly leniencies?: readonly string[]
  /** `inline` is fastest one by one, `pool` with many in flight; the engine's own unless given. */
  readonly mode?: SignatureMode
  readonly context?: Context
  readonly signal?: AbortSignal
}

export type ContentOf<Format> = Format extends VerificationFormat<string, infer Content> ? Content : CredentialContent

/** When a value of an option is right, and how to write it. */
type Rule = readonly [holds: (value: never, read: VerifyOptions) => boolean, usage: string]

const required = ['formats', 'trust', 'challenge', 'status']
const plain = ['formats', 'challenge', 'audience', 'signatures', 'policies', 'leniencies']
const rules: Readonly<Record<string, Rule>> = {
  formats: [
    (formats: unknown[]) => areAll(formats, (one) => has(one, 'parse')) && formats.length > 0,
    '[verification()]',
  ],
  trust: [(trust) => has(trust, 'findKeys') && has(trust, 'decide'), "issuerKeys({ 'https://…': jwkSet })"],
  challenge: [isChallenge, 'a challenge with a nonce of 8 characters, or bearer'],
  status: [(status) => status === ignoreStatus || has(status, 'resolve'), 'a status resolver, or ignoreStatus'],
  audience: [(audience) => isString(audience) || areAll(audience, isString), 'strings'],
  readerKey: [(key) => has(key, 'deriveSharedSecret'), 'a key agreement'],
  signatures: [
    (rule: SignatureRule) => rule === 'all' || (Number.isSafeInteger(rule?.atLeast) && rule.atLeast > 0),
    "'all' or { atLeast: n }",
  ],
  clockSkew: [(skew: number) => Number.isFinite(skew) && skew >= 0 && skew <= 3600, 'seconds, 0 to 3600'],
  policies: [
    (policies) => areAll(policies, (one: Policy) => has(one, 'judge') && one.check?.passed !== undefined),
    '[types([…])]',
  ],
  replay: [
    (replay, { challenge }) => has(replay, 'use') && challenge !== bearer && isString(nonceOf(challenge)),
    'a replay store, with a challenge',
  ],
  leniencies: [(names) => areAll(names, isString), '[name]'],
  mode: [(mode) => mode === 'pool' || mode === 'inline', "'inline' or 'pool'"],
  context: [isContext, 'defaultContext({ now })'],
  signal: [(signal) => has(signal, 'throwIfAborted'), 'an AbortSignal'],
}

/**
 * Reads the options once, so that what the caller changes meanwhile changes nothing.
 *
 * @param further - options that are not ours to read
 * @throws {TypeError} that says how to use it; also for a name that is unknown: a misspelt rule would not be kept
 */
export function readVerifyOptions<Format extends VerificationFormat>(
  options: VerifyOptions<Format>,
  further?: readonly string[],
): VerifyOptions<Format> {
  const given: Partial<VerifyOptions<Format>> = options ?? {}
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(rules, name) && !further?.includes(name))
  if (unknown !== undefined) throw new TypeError(`verify takes no option ${unknown}`)
  const read: Partial<Record<string, unknown>> = {}
  // Name by name, as options may be inherited; what is plain is copied, what has methods is not.
  for (const [name, [holds, usage]] of Object.entries(rules)) {
    const value = given[name as keyof typeof given]
    read[name] = plain.includes(name) ? copy(value) : value
    if ((value !== undefined || required.includes(name)) && !holds(read[name] as never, read as never)) {
      throw new TypeError(`verify takes ${name}: ${usage}`)
    }
  }
  return read as never
}

function copy<T>(value: T): T {
  if (Array.isArray(value)) return [...value] as T
  return typeof value === 'object' && value !== null ? { ...value } : value
}

export function isContext(context: Context): boolean {
  return has(context, 'now') && has(context.engine, 'verify')
}

function has(value: unknown, method: string): boolean {
  return typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function'
}

function isString(value: unknown): boolean {
  return typeof value === 'string'
}

function areAll(values: unknown, holds: (value: never) => boolean): boolean {
  return Array.isArray(values) && (values as never[]).every(holds)
}

/** The members of a challenge besides its nonce, by protocol. */
const members: Readonly<Record<string, readonly string[]>> = {
  direct: ['audience'],
  openid4vp: ['clientId', 'responseUri'],
  'openid4vp-dc-api': ['origin'],
}

/** Which members a challenge of a protocol lacks; undefined for a protocol that has none. */
export function missingMembers(challenge: unknown): readonly string[] | undefined {
  const given = (challenge ?? {}) as Record<string, unknown>
  const protocol = given.protocol as string
  if (!Object.hasOwn(members, protocol)) return undefined
  return members[protocol]?.filter((name) => !isString(given[name]) || given[name] === '')
}

function isChallenge(challenge: Challenge | typeof bearer): boolean {
  if (challenge === bearer) return true
  if (challenge?.protocol === 'iso-18013-5') return challenge.sessionTranscript instanceof Uint8Array
  return missingMembers(challenge)?.length === 0 && isString(challenge.nonce) && challenge.nonce.length >= 8
}
