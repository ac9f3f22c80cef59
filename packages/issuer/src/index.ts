import type { Context, CredentialDraft, Encoded, IssuanceFormat, IssuerIdentity } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { jwkThumbprint, type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import { copyDraft } from './draft.ts'

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
  requireOptions(options, ['format', 'issuer', 'context', 'signal'])
  options.signal?.throwIfAborted()
  return await start<Draft, Out>(draft, options)
}

// The format copies draft and issuer before it first waits: from then on they are the caller's again.
async function start<Draft extends CredentialDraft, Out extends Encoded>(
  draft: Draft,
  { format, issuer, context = defaultContext(), signal }: IssueOptions<Draft, Out>,
): Promise<Out> {
  return await format.issue(draft, { issuer, context, ...(signal === undefined ? {} : { signal }) })
}

export interface IssueBatchOptions<Draft extends CredentialDraft, Out extends Encoded>
  extends IssueOptions<Draft, Out> {
  /** A fresh public key of the holder for each copy. */
  readonly holderKeys: readonly PublicJwk[]
  /**
   * Times are rounded to this many seconds, so that copies tell nothing by them: `notBefore` up, the others down. A day
   * unless given.
   */
  readonly roundTo?: number
}

const day = 86_400

/**
 * Issues copies of one credential that verifiers cannot link: each with its own holder key, salts and signature, all with
 * the same rounded times (RFC 9901 §10.1). What else may identify a copy, such as a status index, is the draft's: give it
 * as a function of the copy's number.
 *
 * @throws {Refusal} with a code, where the standard forbids what the draft says
 * @throws {TypeError} for wrong options, and where two copies would share a holder key or a status
 */
export async function issueBatch<Draft extends CredentialDraft, Out extends Encoded>(
  draft: NoInfer<Draft> | ((copy: number) => NoInfer<Draft>),
  options: IssueBatchOptions<Draft, Out>,
): Promise<readonly Out[]> {
  requireOptions(options, ['format', 'issuer', 'context', 'signal', 'holderKeys', 'roundTo'])
  const { roundTo = day, context = defaultContext(), signal } = options
  if (!Number.isSafeInteger(roundTo) || roundTo < 1) throw new TypeError('roundTo takes whole seconds, 1 or more')
  const holderKeys = readHolderKeys(options.holderKeys, context)
  const isShared = typeof draft !== 'function' && (draft as { status?: unknown } | null)?.status !== undefined
  if (isShared && holderKeys.length > 1) {
    throw new TypeError(
      'Copies with one status can be linked (HAIP 1.0 §6.1): issueBatch((copy) => ({ …, status }), …)',
    )
  }
  signal?.throwIfAborted()
  const now = new Date(context.now())
  // All are made before the first is started, since the caller's function may throw.
  const drafts = holderKeys.map((holderKey, copy) => {
    const own = copyDraft(typeof draft === 'function' ? draft(copy) : draft)
    return { ...own, ...roundTimes(own, now, roundTo), holderKey }
  })
  return await Promise.all(drafts.map((one) => start<Draft, Out>(one, options)))
}

function readHolderKeys(keys: readonly PublicJwk[], { engine }: Context): readonly PublicJwk[] {
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new TypeError('issueBatch needs the public keys of the holder, one a copy: { holderKeys: [ … ] }')
  }
  const read = keys.map((key: PublicJwk, copy) => {
    try {
      return parsePublicJwk(key)
    } catch (cause) {
      throw new TypeError(`holderKeys[${copy}] must be a public JWK without its private part`, { cause })
    }
  })
  if (new Set(read.map((key) => jwkThumbprint(key, engine))).size < read.length) {
    throw new TypeError('Two copies with the same holder key can be linked: give each its own')
  }
  return read
}

/** No copy is valid before or after the draft. What is no date stays, for the format to refuse. */
function roundTimes(draft: CredentialDraft | undefined, now: Date, seconds: number): CredentialDraft {
  const round = (date: Date, towards: (time: number) => number): Date =>
    date instanceof Date ? new Date(towards(date.getTime() / (seconds * 1000)) * seconds * 1000) : date
  const { issuedAt = now, notBefore, expires } = draft ?? {}
  const rounded = {
    issuedAt: round(issuedAt, Math.floor),
    ...(notBefore === undefined ? {} : { notBefore: round(notBefore, Math.ceil) }),
    ...(expires === undefined ? {} : { expires: round(expires, Math.floor) }),
  }
  if (isEmpty(rounded) && !isEmpty({ ...draft, issuedAt })) {
    throw new TypeError(`Rounding to ${seconds} s leaves nothing of the period of validity: give a smaller roundTo`)
  }
  return rounded
}

function isEmpty({ issuedAt, notBefore, expires }: CredentialDraft): boolean {
  return [issuedAt, notBefore].some((start) => start !== undefined && expires !== undefined && expires <= start)
}

function requireOptions(options: IssueOptions<never, Encoded>, names: readonly string[]): void {
  if (typeof options?.format?.issue !== 'function') {
    throw new TypeError('issue needs a format: issue(draft, { format: issuance(), issuer })')
  }
  if (typeof options.issuer?.signer?.sign !== 'function') {
    throw new TypeError("issue needs an issuer with a signer: { issuer: { id: 'https://…', signer } }")
  }
  const { context } = options
  if (context !== undefined && (typeof context?.now !== 'function' || typeof context.engine?.digests !== 'function')) {
    throw new TypeError('The context is one of defaultContext(): { context: defaultContext({ now }) }')
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}, only ${names.join(', ')}`)
}
