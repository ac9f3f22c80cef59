import { readFile } from 'node:fs/promises'
import { CommandFault } from './faults.ts'
import type { Terminal } from './terminal.ts'

/** Where a file of a suite is: suites name them as they stand in their containers. */
export function placeOf(path: string, { HASHIKAKE_TESTS: tests }: Terminal['environment']): string {
  return tests !== undefined && path.startsWith('/tests/') ? `${tests}/${path.slice('/tests/'.length)}` : path
}

/** Reads a file of a suite. */
export async function readTask(path: string, environment: Terminal['environment']): Promise<string> {
  const file = placeOf(path, environment)
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new CommandFault(`${file} can't be read (${(cause as NodeJS.ErrnoException).code})`, undefined, cause)
  }
}
