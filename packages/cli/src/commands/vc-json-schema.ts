import { writeFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { exitCodes } from '../faults.ts'
import { placeOf, readTask } from '../suite-files.ts'
import type { Terminal } from '../terminal.ts'

interface JsonSchemaOptions {
  readonly format: 'JsonSchema' | 'JsonSchemaCredential'
  readonly schema: string
  readonly credential: string
  readonly output: string
}

const help = `
The answer goes to the output file: { "result": "success" | "failure" |
"indeterminate" }. Where HASHIKAKE_TESTS is set, paths that begin with /tests/
are read below it: the suite names them as they stand in its container.

Exit code: 0 when there is an answer, be it a failure; 2 wrong use.

Example:
  $ hashikake vc-json-schema validate --format JsonSchema \\
      --schema email.json --credential credential.json --output answer.json`

export function addVcJsonSchema(program: Command, terminal: Terminal, finish: (exitCode: number) => void): void {
  program
    .command('vc-json-schema')
    .summary('perform one task of the W3C suite for VC JSON Schema')
    .description('Holds a W3C credential against the schema that it names, as the suite for VC JSON Schema asks.')
    .argument('<operation>', 'validate', parseOperation)
    .addOption(
      new Option('--format <type>', 'how the schema comes')
        .choices(['JsonSchema', 'JsonSchemaCredential'])
        .makeOptionMandatory(),
    )
    .requiredOption('--schema <file>', 'the schema, or the credential that holds it')
    .requiredOption('--credential <file>', 'the credential, without proof')
    .requiredOption('--output <file>', 'where the answer goes')
    .addHelpText('after', help)
    .action(async (_: string, options: JsonSchemaOptions) => {
      await perform(options, terminal)
      finish(exitCodes.done)
    })
}

function parseOperation(text: string): 'validate' {
  if (text === 'validate') return text
  throw new InvalidArgumentError('It takes validate')
}

async function perform(
  { format, schema, credential, output }: JsonSchemaOptions,
  { environment }: Terminal,
): Promise<void> {
  const { performJsonSchemaTask } = await import('@hashikake/conformance/vc-json-schema')
  const outcome = performJsonSchemaTask({
    format,
    schema: await readTask(schema, environment),
    credential: await readTask(credential, environment),
  })
  await writeFile(placeOf(output, environment), `${JSON.stringify(outcome)}\n`)
}
