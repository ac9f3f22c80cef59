import type { Command } from 'commander'
import { collect } from '../arguments.ts'
import { CommandFault } from '../faults.ts'
import type { Terminal } from '../terminal.ts'

interface ConformanceOptions {
  readonly implementation?: string
  readonly rule?: readonly string[]
  readonly json?: boolean
  readonly junit?: string
}

const help = `
A path is a file of cases, a folder, or a quoted glob. A case that the
implementation cannot express is skipped and counted.

Exit code: 0 when no case failed, 1 when one did, 2 wrong use.

Examples:
  $ hashikake conformance test-vectors
  $ hashikake conformance test-vectors \\
      --implementation ./adapter.mjs --junit report.xml`

export function addConformance(program: Command, terminal: Terminal, finish: (exitCode: number) => void): void {
  program
    .command('conformance')
    .summary('run cases against this library or another')
    .description(
      'Runs cases of what must be accepted and what refused, against this library or any other implementation.',
    )
    .argument('<path...>', 'where the cases are')
    .option(
      '--implementation <adapter>',
      'a module ./adapter.mjs, or a command that answers a line of JSON to each case',
    )
    .option('--rule <rule>', 'only the cases of this rule; may be given several times', collect(String))
    .option('--json', 'print the results as lines of JSON')
    .option('--junit <file>', 'write a JUnit report as well')
    .addHelpText('after', help)
    .action(async (paths: readonly string[], options: ConformanceOptions) => {
      finish(await runCases(paths, options, terminal))
    })
}

async function runCases(
  paths: readonly string[],
  { rule, ...options }: ConformanceOptions,
  { output, errors }: Terminal,
): Promise<number> {
  // Loaded only when asked for: no other command needs it.
  const { conformanceCommand } = await import('@hashikake/conformance')
  try {
    return await conformanceCommand(
      { paths, ...options, ...(rule === undefined ? {} : { rules: rule }) },
      { write: (text) => output.write(text), error: (text) => errors.write(`hashikake: ${text}`) },
    )
  } catch (cause) {
    const { code, path } = cause as NodeJS.ErrnoException
    if (code === undefined || path === undefined) throw cause
    throw new CommandFault(`${path} can be neither read nor written (${code})`, undefined, cause)
  }
}
