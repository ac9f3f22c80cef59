import {
  bearer,
  type Challenge,
  type ClaimPath,
  type CredentialContent,
  type Encoded,
  isClaimPath,
  type PresentationFormat,
} from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import type { Signer } from '@hashikake/crypto/signers'
import type { HeldCredential } from './held-credential.ts'

/** What the holder agreed to show of one credential. */
export interface Selection {
  readonly credential: Pick<HeldCredential, 'format' | 'encoded'>
  /** Claim paths; each brings its parents and what it holds, and nothing else. None shows only what is never hidden. */
  readonly disclose: readonly ClaimPath[]
  /** The key that the credential is bound to; needed unless the challenge is `bearer`. */
  readonly signer?: Signer
}

export interface PresentOptions<Out extends Encoded = Encoded> {
  readonly formats: readonly PresentationFormat<string, CredentialContent, Out>[]
  readonly challenge: Challenge | typeof bearer
  readonly context?: Context
  readonly signal?: AbortSignal
}

/**
 * Shows credentials: exactly the selected claims, bound to the challenge by the holder's key.
 *
 * @returns one presentation a selection, in their order
 * @throws {Refusal} `path_unmatched`, `holder_key_differs` and other codes of the format
 * @throws {TypeError} for wrong options
 */
export async function present<Out extends Encoded>(
  selections: readonly Selection[],
  options: PresentOptions<Out>,
): Promise<readonly Out[]> {
  const { formats, challenge, context = defaultContext(), signal } = options ?? {}
  if (!Array.isArray(selections) || !selections.every(isSelection)) {
    throw new TypeError(
      "present takes selections: present([{ credential, disclose: [['degree', 'title']], signer }], { … })",
    )
  }
  if (!Array.isArray(formats) || formats.length === 0) {
    throw new TypeError('present needs the formats of the credentials: { formats: [presentation()] }')
  }
  if (challenge !== bearer && typeof challenge?.protocol !== 'string') {
    throw new TypeError('present needs the challenge to answer, or bearer to show without key binding')
  }
  signal?.throwIfAborted()
  return Object.freeze(
    await Promise.all(
      selections.map(({ credential, disclose, signer }) => {
        const format = formats.find(({ name }) => name === credential.format)
        if (format === undefined) throw new TypeError(`None of the given formats is ${credential.format}`)
        return format.present(credential.encoded, {
          disclose,
          challenge,
          context,
          ...(signer === undefined ? {} : { signer }),
          ...(signal === undefined ? {} : { signal }),
        })
      }),
    ),
  )
}

function isSelection(value: unknown): value is Selection {
  const { credential, disclose } = (value ?? {}) as Partial<Selection>
  return typeof credential?.format === 'string' && Array.isArray(disclose) && disclose.every(isClaimPath)
}
