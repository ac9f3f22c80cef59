import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { addBundle } from './commands/bundle.ts'
import { addConformance } from './commands/conformance.ts'
import { addInspect } from './commands/inspect.ts'
import { addIssue } from './commands/issue.ts'
import { addKeygen } from './commands/keygen.ts'
import { addPresent } from './commands/present.ts'
import { addTrustList } from './commands/trust-list.ts'
import { addVerify } from './commands/verify.ts'
import { exitCodes, reportFault } from './faults.ts'
import type { Terminal } from './terminal.ts'

/** Runs one command. @returns the exit code */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.done
  const finish = (code: number): void => {
    exitCode = code
  }
  try {
    await programFor(terminal, finish).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (fault) {
    return reportFault(fault, terminal)
  }
}

function programFor(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const { output, errors } = terminal
  const program = new Command('hashikake')
    .description('Issues, holds and verifies digital credentials (SD-JWT VC).')
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
  addKeygen(program, terminal)
  addIssue(program, terminal)
  addInspect(program, terminal)
  addPresent(program, terminal)
  addVerify(program, terminal, finish)
  addTrustList(program, terminal)
  addBundle(program, terminal)
  addConformance(program, terminal, finish)
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
