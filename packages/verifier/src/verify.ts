import {
  bearer,
  begin,
  bookPassed,
  bookRefusal,
  type Context,
  type Credential,
  type CredentialContent,
  type Encoded,
  type Evidence,
  establish,
  type FailureCode,
  formatOf,
  ignoreStatus,
  issuerTrusted,
  leave,
  newProgress,
  type PlannedCheck,
  type Progress,
  planCheck,
  type ReadRequest,
  requireValid,
  skip,
  type VerificationFormat,
} from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { Refusal } from '@hashikake/encoding/refusal'
import { readVerifyOptions, type VerifyOptions } from './options.ts'
import { type Accepted, accepted, type Rejected, rejected, type VerdictBase } from './result.ts'

const formatKnown = planCheck('parse', 'format')
const withinValidity = planCheck('policy', 'validity')
const forUs = planCheck('policy', 'audience')
export const notReplayed: PlannedCheck = planCheck('policy', 'replay')
const statusHolds = planCheck('status', 'status')

const none: readonly never[] = Object.freeze([])
const whereThere = ['type', 'otherTypes', 'holderKey', 'holderSigned'] as const

/** What a status list said, or why none was asked. */
export interface StatusOutcome {
  readonly outcome: 'valid' | 'none' | 'not_checked'
  readonly evidence: readonly Evidence[]
}

/** Used nonces are remembered this long where the format does not say how long the answer counts; seconds. */
const replayWindow = 86_400

/** Longer input, in characters or bytes, is refused before it is hashed whole. */
const maximumInput = 2 ** 24

/**
 * Verifies one presented credential: is it authentic, of an issuer that is trusted, within policy, and does it still hold?
 *
 * Never throws for bad input: whatever arrives, the answer is `Accepted` with the claims, or `Rejected` with the stage and
 * the code of the first check that failed.
 *
 * @param input - the presentation as received
 * @throws {TypeError} for wrong options
 * @throws `signal.reason` when aborted
 *
 * @example
 * const result = await verify(presentation, {
 *   formats: [verification()],
 *   trust: issuerKeys({ 'https://registrar.example': jwkSet }),
 *   challenge,
 *   status: ignoreStatus,
 * })
 * if (result.accepted) console.log(result.credential.claims)
 * else console.log(result.stage, result.code)
 */
export async function verify<const Format extends VerificationFormat>(
  input: Encoded,
  options: VerifyOptions<Format>,
): Promise<Accepted<Format> | Rejected> {
  return judge<Format>(input, readVerifyOptions(options))
}

/** The same, for options that were read. */
export async function judge<Format extends VerificationFormat>(
  input: Encoded,
  options: VerifyOptions<Format>,
  run: Run = startRun(input, options),
): Promise<Accepted<Format> | Rejected> {
  options.signal?.throwIfAborted()
  try {
    return await verifyStages(input, options, run)
  } catch (refusal) {
    options.signal?.throwIfAborted()
    if (!(refusal instanceof Refusal)) throw refusal
    const evidence = Object.freeze(run.progress.considered.flat().map((candidate) => candidate.evidence))
    return rejected({ ...bookRefusal(refusal, run.plan, run.progress), evidence }, run.base)
  }
}

/** One verification under way. */
export interface Run {
  readonly context: Context
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  readonly clockSkew: number
  readonly format: VerificationFormat | undefined
  readonly plan: readonly PlannedCheck[]
  readonly progress: Progress
  /** When the answer no longer counts, seconds. */
  answerableUntil: number
  readonly base: { -readonly [Name in keyof VerdictBase]: VerdictBase[Name] }
}

/** @throws {TypeError} for what is no presentation, and for a clock that gives no time */
export function startRun(input: Encoded, options: VerifyOptions): Run {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) {
    throw new TypeError('verify takes a string or a Uint8Array')
  }
  const { context = defaultContext(), formats, policies = none, challenge, status, replay } = options
  const milliseconds = context.now()
  const date = new Date(milliseconds)
  // A Date holds less than a number.
  if (typeof milliseconds !== 'number' || Number.isNaN(+date)) throw new TypeError('context.now() gives no time')
  const now = milliseconds / 1000
  const isTooLarge = input.length > maximumInput
  const format = isTooLarge ? undefined : formatOf(formats, input)
  const weakenings: string[] = []
  if (challenge === bearer) weakenings.push('bearer')
  if (status === ignoreStatus) weakenings.push('ignoreStatus')
  const plan: PlannedCheck[] = [...(format?.checks ?? [formatKnown]), issuerTrusted, withinValidity, forUs]
  for (const { check } of policies) plan.push(check)
  plan.push(statusHolds)
  if (replay !== undefined) plan.push(notReplayed)
  return {
    context,
    now,
    answerableUntil: now + replayWindow,
    clockSkew: options.clockSkew ?? 0,
    format,
    plan,
    progress: newProgress(),
    base: {
      weakenings,
      at: date.toISOString(),
      sha256: context.engine.sha256Base64url(isTooLarge ? input.slice(0, maximumInput) : input),
    },
  }
}

async function verifyStages<Format extends VerificationFormat>(
  input: Encoded,
  options: VerifyOptions,
  run: Run,
): Promise<Accepted<Format>> {
  const { format, plan, progress, base } = run
  if (format === undefined) {
    throw new Refusal<FailureCode>(input.length > maximumInput ? 'input_too_large' : 'format_unknown')
  }
  const { authenticated, issuers } = await establish(input, {
    reader: format,
    trust: options.trust,
    request: readRequest(options, run),
  })
  options.signal?.throwIfAborted()
  if (authenticated.leniencies.length > 0) base.weakenings = [...base.weakenings, ...authenticated.leniencies]
  const { content } = authenticated
  run.answerableUntil = authenticated.answerableUntil ?? run.answerableUntil

  begin(progress, withinValidity)
  requireValid(content.validity, run)
  begin(progress, forUs)
  checkAudience(content, options.audience)
  const { policies = none } = options
  const grounds = policies.length > 0 ? await (await asking()).judgePolicies(content, issuers, options, run) : none

  const evidence = issuers.flatMap((one) => one.evidence)
  const isIgnored = options.status === ignoreStatus
  let status: StatusOutcome = { outcome: isIgnored ? 'not_checked' : 'none', evidence: none }
  if (isIgnored || content.statusReferences.length === 0) {
    skip(progress, statusHolds)
  } else {
    begin(progress, statusHolds)
    status = await (await asking()).askStatus(content, evidence, options, run)
  }
  options.signal?.throwIfAborted()
  if (options.replay !== undefined) {
    begin(progress, notReplayed)
    await (await asking()).useNonce(options, run)
  }
  leave(progress)

  const { claims, validity, disclosed } = content
  const credential: { -readonly [Name in keyof Credential]: Credential[Name] } = {
    format: format.name,
    claims,
    issuers,
    validity,
    disclosed,
    status: status.outcome,
    evidence: Object.freeze(evidence.concat(grounds, status.evidence)),
  }
  for (const name of whereThere) if (content[name] !== undefined) credential[name] = content[name] as never
  return accepted<Format>(credential, bookPassed(plan, progress), base)
}

/** Loaded when there is somebody to ask, and kept: asking for what is loaded takes time too. */
let loaded: typeof import('./asking.ts') | undefined
const asking = async () => (loaded ??= await import('./asking.ts'))

function readRequest(options: VerifyOptions, { context, now, clockSkew, progress }: Run): ReadRequest {
  const { challenge, readerKey, signal } = options
  const { mode = context.engine.mode, signatures = 'all', leniencies = none } = options
  return {
    from: 'holder',
    challenge,
    context,
    now,
    clockSkew,
    mode,
    readerKey,
    signatures,
    leniencies,
    progress,
    signal,
  }
}

function checkAudience({ audience }: CredentialContent, us: string | readonly string[] | undefined): void {
  if (audience === undefined) return
  const names = typeof us === 'string' ? [us] : (us ?? [])
  if (!names.some((name) => audience.includes(name))) throw new Refusal<FailureCode>('audience_mismatch')
}
