import { open } from 'node:fs/promises'
import { CommandFault } from './faults.ts'
import type { Terminal } from './terminal.ts'

export interface OutputOptions {
  /** Standard output unless given. */
  readonly out?: string
  readonly force?: boolean
}

/** Prints a text, or writes it into a file and says so. */
export async function deliver(
  text: string,
  what: string,
  { out, force = false }: OutputOptions,
  { output, errors }: Terminal,
): Promise<void> {
  if (out === undefined) {
    output.write(`${text}\n`)
    return
  }
  await writePrivateFile(out, `${text}\n`, force)
  errors.write(`Wrote ${what} to ${out}\n`)
}

/** Writes a file that only its owner can read: keys, and people's data. An existing file stays unless forced. */
export async function writePrivateFile(path: string, text: string, force: boolean): Promise<void> {
  try {
    const file = await open(path, force ? 'w' : 'wx', 0o600)
    try {
      // The mode above is only for a file that is made anew; a device keeps its own.
      if ((await file.stat()).isFile()) await file.chmod(0o600)
      await file.writeFile(text)
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw new CommandFault(`${path} ${whyUnwritable(cause)}`, undefined, cause)
  }
}

function whyUnwritable(cause: unknown): string {
  const { code } = cause as { code?: string }
  if (code === 'EEXIST') return 'exists already: choose another name, or overwrite it with --force'
  if (code === 'ENOENT') return 'cannot be written: its folder does not exist'
  if (code === 'EISDIR') return 'is a folder: name a file in it'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be written by you: check the permissions of the folder'
  return `cannot be written (${code ?? 'unknown reason'})`
}
