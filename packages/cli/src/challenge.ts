import { bearer, type Challenge } from '@hashikake/credential'
import { CommandFault } from './faults.ts'

export interface ChallengeOptions {
  readonly nonce?: string
  readonly audience?: string
  readonly bearer?: boolean
}

/** As the library has it: a shorter one could be guessed. */
const shortestNonce = 8

/** What a presentation answers. Neither side may leave it open: it is a challenge, or `--bearer` said in so many words. */
export function challengeOf({ nonce, audience, bearer: isBearer }: ChallengeOptions): Challenge | typeof bearer {
  if (isBearer === true) {
    if (nonce !== undefined)
      throw new CommandFault('--nonce and --bearer exclude each other: a bearer answers no nonce')
    return bearer
  }
  if (nonce === undefined || audience === undefined) {
    const missing =
      nonce === undefined && audience === undefined
        ? '--nonce and --audience'
        : nonce === undefined
          ? '--nonce'
          : '--audience'
    throw new CommandFault(`Add ${missing} as the verifier asked, or --bearer for a credential without key binding`)
  }
  if (nonce.length < shortestNonce) {
    throw new CommandFault(`--nonce is too short to be unguessable: use ${shortestNonce} characters or more, at random`)
  }
  if (audience === '') throw new CommandFault('--audience is empty: give the name by which the verifier is known')
  return { protocol: 'direct', nonce, audience }
}
