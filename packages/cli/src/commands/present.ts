import { bearer, type Challenge, type ClaimPath } from '@hashikake/credential'
import { present } from '@hashikake/holder'
import { presentation } from '@hashikake/sd-jwt/vc'
import type { Command } from 'commander'
import { collect, parseClaimPath } from '../arguments.ts'
import { type ChallengeOptions, challengeOf } from '../challenge.ts'
import { CommandFault, refusedBy } from '../faults.ts'
import { readOneCredential } from '../input.ts'
import { deliver } from '../output.ts'
import { readSigningKey } from '../signing-keys.ts'
import type { Terminal } from '../terminal.ts'

interface PresentOptions extends ChallengeOptions {
  readonly disclose?: readonly ClaimPath[]
  readonly key?: string
  readonly out?: string
  readonly force?: boolean
}

const help = `
A claim path is a JSON array, so that names with dots or slashes stay whole; a
null stands for every element: '["nationalities",null]'. A path brings along
what lies on the way to it and what it holds, and nothing else.

Example:
  $ hashikake present degree.sd-jwt --key holder.jwk \\
      --disclose '["degree","title"]' \\
      --nonce 8wNb_4tZsGxLkQ --audience https://admissions.example`

export function addPresent(program: Command, terminal: Terminal): void {
  program
    .command('present')
    .summary('show chosen claims of a credential')
    .description(
      'Shows the chosen claims of a credential, bound to what the verifier asked, and prints the presentation.',
    )
    .argument('<credential>', 'the credential as issued, or - for standard input')
    .option(
      '-d, --disclose <path>',
      'a claim to show, may be given several times; without any, only what is never hidden is shown',
      collect(parseClaimPath),
    )
    .option('-k, --key <file>', "the holder's private key, JWK or PEM; not needed with --bearer")
    .option('--nonce <nonce>', 'the nonce that the verifier sent')
    .option('--audience <audience>', 'the verifier that is answered, as it calls itself')
    .option('--bearer', 'show it without key binding, answering nobody')
    .option('-o, --out <file>', 'where the presentation goes; it is printed unless given')
    .option('--force', 'overwrite the file')
    .addHelpText('after', help)
    .action((file: string, options: PresentOptions) => presentFile(file, options, terminal))
}

async function presentFile(file: string, options: PresentOptions, terminal: Terminal): Promise<void> {
  const challenge = challengeOf(options)
  const signer = await readHolderSigner(options, challenge, terminal)
  const { text, source } = await readOneCredential(file, terminal)
  const [presented] = await refusedBy(source, () =>
    present(
      [
        {
          credential: { format: 'dc+sd-jwt', encoded: text },
          disclose: options.disclose ?? [],
          ...(signer === undefined ? {} : { signer }),
        },
      ],
      { formats: [presentation()], challenge },
    ),
  )
  await deliver(presented as string, 'the presentation', options, terminal)
}

async function readHolderSigner({ key }: PresentOptions, challenge: Challenge | typeof bearer, terminal: Terminal) {
  if (challenge === bearer) return undefined
  if (key === undefined) throw new CommandFault("The answer is signed with the holder's key: add --key FILE")
  return (await readSigningKey(key, terminal)).signer
}
