import {
  bearer,
  type Challenge,
  type ClaimPath,
  type Claims,
  isClaimPath,
  type PresentationFormat,
} from '@hashikake/credential'
import { type Context, defaultContext } from '@hashikake/credential/context'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
import type { PublicJwk } from '@hashikake/crypto/keys'
import type { Signer } from '@hashikake/crypto/signers'
import { isJsonObject } from '@hashikake/encoding/json'
import type { HeldCredential } from './held-credential.ts'
import { requireContext, requireFormats, requireOptionNames } from './options.ts'
import { isHeldCredential } from './store.ts'

/** What the holder agreed to show of one credential. */
export interface Selection {
  readonly credential: Pick<HeldCredential, 'format' | 'encoded'>
  /** Claim paths; each brings its parents and what it holds, and nothing else. None shows only what is never hidden. */
  readonly disclose: readonly ClaimPath[]
  /** The key that the credential is bound to; needed unless the challenge is `bearer`. */
  readonly signer?: Signer
  /** Instead of a signer, for formats in which the holder's key may make a MAC with the verifier's `readerKey`. */
  readonly keyAgreement?: KeyAgreement
  /** Claims for which the holder's key vouches, where the issuer allowed it. */
  readonly holderClaims?: Claims
}

export interface PresentOptions<Format extends PresentationFormat = PresentationFormat> {
  readonly formats: readonly Format[]
  readonly challenge: Challenge | typeof bearer
  /** The verifier's public key, for a MAC. */
  readonly readerKey?: PublicJwk
  readonly context?: Context
  readonly signal?: AbortSignal
}

/** What a format shows: text, or bytes. */
export type Shown<Format extends PresentationFormat> = Awaited<ReturnType<Format['present']>>

/**
 * Shows credentials: exactly the selected claims, bound to the challenge by the holder's key.
 *
 * @returns one presentation a selection, in their order
 * @throws {Refusal} `path_unmatched`, `holder_key_differs` and other codes of the format
 * @throws {TypeError} for wrong options
 */
export async function present<const Format extends PresentationFormat>(
  selections: readonly Selection[],
  options: PresentOptions<Format>,
): Promise<readonly Shown<Format>[]> {
  requireOptionNames('present', options, ['formats', 'challenge', 'readerKey', 'context', 'signal'])
  const { formats, challenge, readerKey, context = defaultContext(), signal } = options
  if (!Array.isArray(selections) || !selections.every(isSelection)) {
    throw new TypeError(
      "present takes selections: present([{ credential, disclose: [['degree', 'title']], signer }], { … })",
    )
  }
  requireFormats('present', formats)
  requireChallenge(challenge)
  requireContext(context)
  signal?.throwIfAborted()
  // All formats are found before the first one starts: nobody would wait for what it does.
  const planned = selections.map((selection) => ({ ...selection, format: formatOf(selection, formats) }))
  const presenting = planned.map(async ({ credential, disclose, signer, keyAgreement, holderClaims, format }) =>
    format.present(credential.encoded, {
      disclose,
      challenge,
      context,
      ...(signer === undefined ? {} : { signer }),
      ...(keyAgreement === undefined ? {} : { keyAgreement }),
      ...(readerKey === undefined ? {} : { readerKey }),
      ...(holderClaims === undefined ? {} : { holderClaims }),
      ...(signal === undefined ? {} : { signal }),
    }),
  )
  return Object.freeze((await Promise.all(presenting)) as Shown<Format>[])
}

function formatOf<Format extends PresentationFormat>({ credential }: Selection, formats: readonly Format[]): Format {
  const format = formats.find(({ name }) => name === credential.format)
  if (format === undefined) throw new TypeError(`None of the given formats is ${credential.format}`)
  return format
}

function isSelection(value: unknown): value is Selection {
  const { credential, disclose, signer, keyAgreement, holderClaims } = (value ?? {}) as Partial<Selection>
  return (
    isHeldCredential(credential) &&
    Array.isArray(disclose) &&
    disclose.every(isClaimPath) &&
    (signer === undefined || isSigner(signer)) &&
    (keyAgreement === undefined || typeof keyAgreement?.deriveSharedSecret === 'function') &&
    (holderClaims === undefined || isJsonObject(holderClaims))
  )
}

function isSigner(value: Signer | null): boolean {
  const { publicKey, sign } = (value ?? {}) as Partial<Signer>
  return typeof publicKey === 'object' && publicKey !== null && typeof sign === 'function'
}

/** What a holder answers: whom, and to which nonce. */
const challengeMembers: Readonly<Record<Challenge['protocol'], readonly string[]>> = {
  direct: ['nonce', 'audience'],
  openid4vp: ['nonce', 'clientId'],
  'openid4vp-dc-api': ['nonce', 'origin'],
  'iso-18013-5': ['sessionTranscript'],
}

function requireChallenge(challenge: Challenge | typeof bearer): void {
  if (challenge === bearer) return
  const protocol = challenge?.protocol
  if (!Object.hasOwn(challengeMembers, protocol)) {
    throw new TypeError('present needs the challenge to answer, or bearer to show without key binding')
  }
  for (const name of challengeMembers[protocol]) {
    const value = (challenge as unknown as Record<string, unknown>)[name]
    const isThere =
      name === 'sessionTranscript' ? value instanceof Uint8Array : typeof value === 'string' && value !== ''
    if (!isThere) {
      throw new TypeError(`present needs the ${name} of the ${protocol} challenge that it answers`)
    }
  }
}
