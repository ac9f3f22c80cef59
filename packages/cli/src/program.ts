import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { exitCodes, reportFault } from './faults.ts'
import type { Terminal } from './terminal.ts'

/** Runs one command. @returns the exit code */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.done
  const finish = (code: number): void => {
    exitCode = code
  }
  try {
    const program = await programFor(args[0], terminal, finish)
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (fault) {
    return reportFault(fault, terminal)
  }
}

type AddCommand = (program: Command, terminal: Terminal, finish: (exitCode: number) => void) => void

/** In the order of the help. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  keygen: async () => (await import('./commands/keygen.ts')).addKeygen,
  issue: async () => (await import('./commands/issue.ts')).addIssue,
  inspect: async () => (await import('./commands/inspect.ts')).addInspect,
  present: async () => (await import('./commands/present.ts')).addPresent,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  'trust-list': async () => (await import('./commands/trust-list.ts')).addTrustList,
  bundle: async () => (await import('./commands/bundle.ts')).addBundle,
  conformance: async () => (await import('./commands/conformance.ts')).addConformance,
  'vc-jose-cose': async () => (await import('./commands/vc-jose-cose.ts')).addVcJoseCose,
  'vc-json-schema': async () => (await import('./commands/vc-json-schema.ts')).addVcJsonSchema,
  serve: async () => (await import('./commands/serve.ts')).addServe,
}

/** Loads the command that is called; all of them where none is named, or none that there is. */
async function commandsFor(called: string | undefined): Promise<readonly AddCommand[]> {
  const isKnown = called !== undefined && Object.hasOwn(commands, called)
  const loaders = isKnown ? [commands[called] as () => Promise<AddCommand>] : Object.values(commands)
  return Promise.all(loaders.map((load) => load()))
}

async function programFor(
  called: string | undefined,
  terminal: Terminal,
  finish: (exitCode: number) => void,
): Promise<Command> {
  const { output, errors } = terminal
  const program = new Command('hashikake')
    .description('Issues, holds and verifies digital credentials (SD-JWT VC, ISO mdoc).')
    .version(versionOfPackage(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({
      writeOut: (text) => output.write(text),
      writeErr: (text) => errors.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'hashikake: ')),
    })
    .exitOverride()
    .addHelpText('after', help)
  // The commands take over what is set above.
  for (const add of await commandsFor(called)) add(program, terminal, finish)
  return program
}

const help = `
From a key to a verdict:
  $ hashikake keygen --out issuer.jwk > issuer.jwks.json
  $ hashikake keygen --out holder.jwk > holder.jwks.json
  $ hashikake issue degree.json --out degree.sd-jwt --key issuer.jwk \\
      --issuer https://registrar.example --holder-key holder.jwks.json
  $ hashikake present degree.sd-jwt --out answer.sd-jwt --key holder.jwk \\
      --disclose '["degree","title"]' \\
      --nonce 8wNb_4tZsGxLkQ --audience https://admissions.example
  $ hashikake verify answer.sd-jwt --trust issuer.jwks.json \\
      --nonce 8wNb_4tZsGxLkQ --audience https://admissions.example

Exit code: 0 done or accepted, 1 rejected or refused, 2 wrong use.`

function versionOfPackage(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
