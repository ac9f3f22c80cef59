import {
  askPolicies,
  type BookedRefusal,
  bearer,
  begin,
  bookPassed,
  bookRefusal,
  type Check,
  type Encoded,
  type Evidence,
  establish,
  type FailureCode,
  formatOf,
  issuerTrusted,
  leave,
  newProgress,
  type Policy,
  type PresentationFormat,
  planCheck,
  requireNotExpired,
  type Trust,
} from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import { type PublicJwk, sameKey } from '@hashikake/crypto/keys'
import { Refusal } from '@hashikake/encoding/refusal'
import type { HeldCredential } from './held-credential.ts'
import { requireContext, requireFormats, requireOptionNames } from './options.ts'

export interface ReceiveOptions {
  readonly formats: readonly PresentationFormat[]
  readonly trust: Trust
  /** The key that the credential was asked to be bound to, or `bearer` where none was. */
  readonly holderKey: PublicJwk | typeof bearer
  /** Seconds; 0 unless given. */
  readonly clockSkew?: number
  readonly leniencies?: readonly string[]
  /** Rules beyond the format's, as those of the credential's type: asked of the whole credential, nothing withheld. */
  readonly policies?: readonly Policy[]
  readonly context?: Context
  readonly signal?: AbortSignal
}

export type Received =
  | {
      readonly accepted: true
      readonly credential: HeldCredential
      readonly checks: readonly Check[]
      /** On what the consent of the policies rests. */
      readonly evidence: readonly Evidence[]
    }
  | ({ readonly accepted: false } & BookedRefusal)

const formatKnown = planCheck('parse', 'format')
const notExpired = planCheck('policy', 'validity')
const boundToUs = planCheck('policy', 'holder_key')

/**
 * Takes what an issuer handed over: checks it as a verifier would, that it came without a key binding, and that it is
 * bound to the holder's own key (RFC 9901 §7.2). A credential that is not valid yet is taken; one that has expired is not.
 *
 * @throws {TypeError} for wrong options
 * @throws `signal.reason` when aborted
 */
export async function receive(input: Encoded, options: ReceiveOptions): Promise<Received> {
  requireReceiveOptions(options)
  const { formats, context = defaultContext(), clockSkew = 0, trust, holderKey, signal } = options
  const leniencies = [...(options.leniencies ?? [])]
  const policies = [...(options.policies ?? [])]
  signal?.throwIfAborted()
  const format = formatOf(formats, input)
  const plan = [...(format?.checks ?? [formatKnown]), issuerTrusted, notExpired, boundToUs]
  for (const { check } of policies) plan.push(check)
  const progress = newProgress()
  const milliseconds = requireContext(context)
  const now = milliseconds / 1000
  try {
    if (format === undefined) throw new Refusal<FailureCode>('format_unknown')
    const { authenticated, issuers } = await establish(input, {
      reader: format,
      trust,
      request: {
        from: 'issuer',
        challenge: bearer,
        context,
        now,
        clockSkew,
        leniencies,
        mode: 'inline',
        signatures: 'all',
        progress,
        ...(signal === undefined ? {} : { signal }),
      },
    })
    signal?.throwIfAborted()
    const { content } = authenticated
    begin(progress, notExpired)
    requireNotExpired(content.validity, { now, clockSkew })
    begin(progress, boundToUs)
    checkHolderKey(content.holderKey, holderKey)
    const subject = Object.freeze({
      format: format.name,
      from: 'issuer' as const,
      credential: content,
      issuers,
      now,
      clockSkew,
    })
    const evidence = await askPolicies(policies, subject, { context, progress, signal })
    leave(progress)
    const { type, otherTypes, claims, validity, disclosed } = content
    return Object.freeze({
      accepted: true,
      credential: Object.freeze({
        format: format.name,
        encoded: input,
        ...(type === undefined ? {} : { type }),
        ...(otherTypes === undefined ? {} : { otherTypes }),
        issuers: Object.freeze(issuers),
        claims,
        disclosable: disclosed,
        ...(content.holderKey === undefined ? {} : { holderKey: content.holderKey }),
        validity,
        receivedAt: new Date(milliseconds).toISOString(),
      }),
      checks: bookPassed(plan, progress),
      evidence: Object.freeze(evidence),
    })
  } catch (refusal) {
    signal?.throwIfAborted()
    if (!(refusal instanceof Refusal)) throw refusal
    return Object.freeze({ accepted: false, ...bookRefusal(refusal, plan, progress) })
  }
}

function checkHolderKey(bound: PublicJwk | undefined, own: PublicJwk | typeof bearer): void {
  if (own === bearer) {
    // A key that we do not know of would make the credential unusable in our hands, and somebody else's.
    if (bound !== undefined) throw new Refusal<FailureCode>('holder_key_differs')
    return
  }
  if (bound === undefined) throw new Refusal<FailureCode>('holder_key_missing')
  if (!sameKey(bound, own)) throw new Refusal<FailureCode>('holder_key_differs')
}

const optionNames: readonly (keyof ReceiveOptions)[] = [
  'formats',
  'trust',
  'holderKey',
  'clockSkew',
  'leniencies',
  'policies',
  'context',
  'signal',
]

function requireReceiveOptions(options: ReceiveOptions): void {
  requireOptionNames('receive', options, optionNames)
  const { formats, trust, holderKey, clockSkew = 0, leniencies = [], policies = [] } = options
  requireFormats('receive', formats)
  if (typeof trust?.findKeys !== 'function' || typeof trust.decide !== 'function') {
    throw new TypeError("receive needs to know whom to trust: { trust: issuerKeys({ 'https://…': jwkSet }) }")
  }
  if (holderKey !== bearer && (typeof holderKey !== 'object' || holderKey === null)) {
    throw new TypeError('receive needs the public key that the credential was asked for, or bearer: { holderKey }')
  }
  if (typeof clockSkew !== 'number' || !(clockSkew >= 0 && clockSkew <= 3600)) {
    throw new TypeError('receive takes clockSkew in seconds, 0 to 3600')
  }
  if (!Array.isArray(leniencies)) throw new TypeError('receive takes leniencies: [legacyTyp]')
  if (
    !Array.isArray(policies) ||
    !policies.every((one) => typeof one?.judge === 'function' && one.check !== undefined)
  ) {
    throw new TypeError('receive takes policies: [typeRules({ … })]')
  }
}
