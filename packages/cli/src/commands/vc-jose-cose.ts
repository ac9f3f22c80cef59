import { writeFile } from 'node:fs/promises'
import { type JoseCoseFeature, joseCoseFeatures } from '@hashikake/conformance/vc-jose-cose'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseTime } from '../arguments.ts'
import { exitCodes } from '../faults.ts'
import { placeOf, readTask } from '../suite-files.ts'
import type { Terminal } from '../terminal.ts'

interface JoseCoseOptions {
  readonly input: string
  readonly key: string
  readonly feature: JoseCoseFeature
  readonly output: string
  readonly sd?: readonly string[]
  readonly now?: Date
  readonly lenientIat?: boolean
  readonly rejectUnknownMembers?: boolean
}

const help = `
The answer goes to the output file: { "result": "success" | "failure", "data" }.
Where HASHIKAKE_TESTS is set, paths that begin with /tests/ are read below it:
the suite names them as they stand in its container.

Exit code: 0 when there is an answer, be it a failure; 2 wrong use.

Example:
  $ hashikake vc-jose-cose issue --feature credential_jose \\
      --input credential.json --key vm-p256.json --output answer.json`

export function addVcJoseCose(program: Command, terminal: Terminal, finish: (exitCode: number) => void): void {
  program
    .command('vc-jose-cose')
    .summary('perform one task of the W3C suite for VC-JOSE-COSE')
    .description('Secures a W3C credential or presentation, or checks one, as the suite for VC-JOSE-COSE asks.')
    .argument('<operation>', 'issue or verify', parseOperation)
    .requiredOption('--input <file>', 'the document, or what secures it')
    .requiredOption('--key <file>', 'a verification method, with secretKeyJwk for issuing')
    .addOption(
      new Option('--feature <name>', 'what is secured, and how').choices(joseCoseFeatures).makeOptionMandatory(),
    )
    .requiredOption('--output <file>', 'where the answer goes')
    .option('--sd <paths>', 'what may be withheld, a JSON array: ["credentialSubject.a"]', parsePaths)
    .option('--now <time>', 'a fixed time, such as 2024-12-16T00:00:00Z', parseTime)
    .option('--lenient-iat', 'take iat as a date (w3c/vc-jose-cose#334)')
    .option('--reject-unknown-members', 'refuse what is to be ignored (w3c/vc-jose-cose#335)')
    .addHelpText('after', help)
    .action(async (operation: 'issue' | 'verify', options: JoseCoseOptions) => {
      await perform(operation, options, terminal)
      finish(exitCodes.done)
    })
}

function parseOperation(text: string): 'issue' | 'verify' {
  if (text === 'issue' || text === 'verify') return text
  throw new InvalidArgumentError('It takes issue or verify')
}

function parsePaths(text: string): readonly string[] {
  try {
    const paths: unknown = JSON.parse(text)
    if (Array.isArray(paths) && paths.every((one) => typeof one === 'string')) return paths
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('It takes a JSON array of paths: \'["credentialSubject.a"]\'')
}

async function perform(
  operation: 'issue' | 'verify',
  { input, key, feature, output, sd, now, lenientIat = false, rejectUnknownMembers = false }: JoseCoseOptions,
  { environment }: Terminal,
): Promise<void> {
  const { performJoseCoseTask } = await import('@hashikake/conformance/vc-jose-cose')
  const outcome = await performJoseCoseTask({
    operation,
    feature,
    input: await readTask(input, environment),
    key: await readTask(key, environment),
    ...(sd === undefined ? {} : { disclosable: sd }),
    ...(now === undefined ? {} : { now: now.getTime() }),
    lenientIssuedAt: lenientIat,
    rejectUnknownMembers,
  })
  await writeFile(placeOf(output, environment), `${JSON.stringify(outcome)}\n`)
}
