import type { TestCase } from './case.ts'
import { startCommand } from './files.ts'
import type { Implementation, Outcome, Skipped } from './implementation.ts'

/**
 * An implementation behind any command: it reads a case a line and answers each with a line, an outcome or `"skipped"`.
 *
 * @param timeLimit - seconds that it may take for one case
 */
export function commandImplementation(command: string, timeLimit = 60): Implementation {
  const process = startCommand(command, timeLimit)
  return {
    name: command,
    run: async (testCase: TestCase): Promise<Outcome | Skipped> => {
      const line = await process.ask(JSON.stringify(testCase))
      try {
        return JSON.parse(line) as Outcome | Skipped
      } catch {
        throw new Error(`the command answered with a line that is not JSON: ${line.slice(0, 80)}`)
      }
    },
    close: () => process.end(),
  }
}
