import type { Context, CredentialDraft, Encoded, IssuanceFormat, IssuerIdentity } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { jwkThumbprint, type PublicJwk } from '@hashikake/crypto/keys'

export interface IssueOptions<Draft extends CredentialDraft, Out extends Encoded> {
  readonly format: IssuanceFormat<string, Draft, Out>
  readonly issuer: IssuerIdentity
  readonly context?: Context
  readonly signal?: AbortSignal
}

/**
 * Issues one credential.
 *
 * @param draft - what to issue, in the terms of the format
 * @returns the credential as it is handed to its holder
 * @throws {Refusal} with a code, where the standard forbids what the draft says
 * @throws {TypeError} for wrong options
 *
 * @example
 * const credential = await issue(draft, { format: issuance(), issuer: { id: 'https://registrar.example', signer } })
 */
export async function issue<Draft extends CredentialDraft, Out extends Encoded>(
  draft: NoInfer<Draft>,
  options: IssueOptions<Draft, Out>,
): Promise<Out> {
  const { format, issuer, context = defaultContext(), signal } = requireOptions(options)
  signal?.throwIfAborted()
  return await format.issue(draft, { issuer, context, ...(signal === undefined ? {} : { signal }) })
}

export interface IssueBatchOptions<Draft extends CredentialDraft, Out extends Encoded>
  extends IssueOptions<Draft, Out> {
  /** A fresh public key of the holder for each copy. */
  readonly holderKeys: readonly PublicJwk[]
  /** Times are rounded down to this many seconds, so that copies tell nothing by them; a day unless given. */
  readonly roundTo?: number
}

const day = 86_400

/**
 * Issues copies of one credential that verifiers cannot link: each with its own holder key, salts and signature, all with
 * the same rounded times (RFC 9901 §10.1). What else may identify a copy, such as a status index, is the draft's: give it
 * as a function of the copy's number.
 *
 * @throws {Refusal} with a code, where the standard forbids what the draft says
 * @throws {TypeError} for wrong options, and where two copies would share a holder key
 */
export async function issueBatch<Draft extends CredentialDraft, Out extends Encoded>(
  draft: NoInfer<Draft> | ((copy: number) => NoInfer<Draft>),
  options: IssueBatchOptions<Draft, Out>,
): Promise<readonly Out[]> {
  const { holderKeys, roundTo = day, context = defaultContext() } = requireOptions(options)
  if (!Array.isArray(holderKeys) || holderKeys.length === 0) {
    throw new TypeError('issueBatch needs the public keys of the holder, one a copy: { holderKeys: [ … ] }')
  }
  if (!Number.isSafeInteger(roundTo) || roundTo < 1) throw new TypeError('roundTo takes whole seconds, 1 or more')
  if (new Set(holderKeys.map((key) => jwkThumbprint(key, context.engine))).size < holderKeys.length) {
    throw new TypeError('Two copies with the same holder key can be linked: give each its own')
  }
  const now = new Date(context.now())
  return await Promise.all(
    holderKeys.map((holderKey, copy) => {
      const own = typeof draft === 'function' ? draft(copy) : draft
      return issue({ ...own, ...roundedTimes(own, now, roundTo), holderKey }, options)
    }),
  )
}

function roundedTimes(draft: CredentialDraft, now: Date, seconds: number): CredentialDraft {
  const down = (date: Date): Date => new Date(Math.floor(date.getTime() / (seconds * 1000)) * seconds * 1000)
  const { issuedAt = now, notBefore, expires } = draft
  return {
    issuedAt: down(issuedAt),
    ...(notBefore === undefined ? {} : { notBefore: down(notBefore) }),
    ...(expires === undefined ? {} : { expires: down(expires) }),
  }
}

function requireOptions<Options extends IssueOptions<never, Encoded>>(options: Options): Options {
  if (typeof options?.format?.issue !== 'function') {
    throw new TypeError('issue needs a format: issue(draft, { format: issuance(), issuer })')
  }
  if (typeof options.issuer?.signer?.sign !== 'function') {
    throw new TypeError("issue needs an issuer with a signer: { issuer: { id: 'https://…', signer } }")
  }
  return options
}
