import { bearer, type Challenge } from '@hashikake/credential'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import type { Command } from 'commander'
import { spelled } from './arguments.ts'
import { CommandFault } from './faults.ts'
import { readCborFile } from './input.ts'
import type { Terminal } from './terminal.ts'

export interface ChallengeOptions {
  readonly nonce?: string
  readonly audience?: string
  readonly clientId?: string
  readonly responseUri?: string
  readonly origin?: string
  readonly jwkThumbprint?: string
  readonly sessionTranscript?: string
  readonly bearer?: boolean
}

/** The options by which both sides say what is answered. */
export function addChallengeOptions(
  command: Command,
  who: { readonly nonce: string; readonly audience: string },
): Command {
  return command
    .option('--nonce <nonce>', who.nonce)
    .option('--audience <audience>', who.audience)
    .option('--client-id <id>', 'over OpenID4VP: the client identifier of the verifier, with its prefix')
    .option('--response-uri <url>', 'with --client-id: where the answer goes')
    .option('--origin <origin>', 'over OpenID4VP in the browser (Digital Credentials API): the origin that asks')
    .option('--jwk-thumbprint <hash>', 'where the answer is encrypted: the SHA-256 thumbprint of the key, base64url')
    .option(
      '--session-transcript <file>',
      'an mdoc in any other way: the SessionTranscript, CBOR as bytes or base64url',
    )
}

/** As the library has it: a shorter one could be guessed. */
const shortestNonce = 8

/** What a presentation answers. Neither side may leave it open: it is a challenge, or `--bearer` said in so many words. */
export async function challengeOf(options: ChallengeOptions, terminal: Terminal): Promise<Challenge | typeof bearer> {
  if (options.bearer === true) {
    const other = named(options).find((name) => name !== 'audience')
    if (other !== undefined) {
      throw new CommandFault(`${spelled(other)} and --bearer exclude each other: a bearer answers nobody`)
    }
    return bearer
  }
  if (options.sessionTranscript !== undefined) {
    const other = named(options).find((name) => name !== 'sessionTranscript')
    if (other !== undefined)
      throw new CommandFault(`${spelled(other)} is in the --session-transcript already: leave it out`)
    return { protocol: 'iso-18013-5', sessionTranscript: await readCborFile(options.sessionTranscript, terminal) }
  }
  return protocolOf(options)
}

const ofChallenge = [
  'nonce',
  'audience',
  'clientId',
  'responseUri',
  'origin',
  'jwkThumbprint',
  'sessionTranscript',
] as const
type ChallengeOption = (typeof ofChallenge)[number]

function named(options: ChallengeOptions): readonly ChallengeOption[] {
  return ofChallenge.filter((name) => options[name] !== undefined)
}

function protocolOf(options: ChallengeOptions): Challenge {
  const { audience, clientId, responseUri, origin } = options
  if (clientId !== undefined || responseUri !== undefined) {
    only(options, ['nonce', 'clientId', 'responseUri', 'jwkThumbprint'])
    requireAll(options, ['nonce', 'clientId', 'responseUri'])
    return {
      protocol: 'openid4vp',
      nonce: nonceOf(options),
      clientId: clientId as string,
      responseUri: responseUri as string,
      ...encryptionOf(options),
    }
  }
  if (origin !== undefined) {
    only(options, ['nonce', 'origin', 'jwkThumbprint'])
    requireAll(options, ['nonce', 'origin'])
    return { protocol: 'openid4vp-dc-api', nonce: nonceOf(options), origin, ...encryptionOf(options) }
  }
  only(options, ['nonce', 'audience'])
  requireAll(options, ['nonce', 'audience'])
  return { protocol: 'direct', nonce: nonceOf(options), audience: audience as string }
}

function requireAll(options: ChallengeOptions, names: readonly ChallengeOption[]): void {
  const missing = names.filter((name) => options[name] === undefined).map(spelled)
  if (missing.length > 0) {
    throw new CommandFault(
      `Add ${missing.join(' and ')} as the verifier asked, or --bearer for a credential without key binding`,
    )
  }
  const empty = names.find((name) => options[name] === '')
  if (empty !== undefined) throw new CommandFault(`${spelled(empty)} is empty: give what the verifier asked with`)
}

function only(options: ChallengeOptions, names: readonly ChallengeOption[]): void {
  const other = named(options).find((name) => !names.includes(name))
  if (other === undefined) return
  const given = names.filter((name) => options[name] !== undefined && name !== 'nonce').map(spelled)
  throw new CommandFault(
    given.length === 0
      ? `${spelled(other)} goes with --client-id and --response-uri, or with --origin`
      : `${spelled(other)} does not go with ${given.join(' and ')}: a request comes in one way`,
  )
}

function nonceOf({ nonce = '' }: ChallengeOptions): string {
  if (nonce.length >= shortestNonce) return nonce
  throw new CommandFault(`--nonce is too short to be unguessable: use ${shortestNonce} characters or more, at random`)
}

function encryptionOf({ jwkThumbprint }: ChallengeOptions): { readonly encryptionKeyThumbprint?: Uint8Array } {
  if (jwkThumbprint === undefined) return {}
  if (!/^[\w-]{43}$/.test(jwkThumbprint)) {
    throw new CommandFault('--jwk-thumbprint takes the 43 characters of a SHA-256 thumbprint (RFC 7638) in base64url')
  }
  try {
    return { encryptionKeyThumbprint: decodeBase64url(jwkThumbprint) }
  } catch (cause) {
    throw new CommandFault('--jwk-thumbprint is no base64url: look for a character that was cut off', undefined, cause)
  }
}
