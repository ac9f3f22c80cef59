import { spawn } from 'node:child_process'
import { open, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

/** The files that paths name: each a file, a folder (all JSON below it) or a glob of `*`, `**`, `?` and `{a,b}`. */
export async function findFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const path of paths) {
    const before = found.size
    for (const file of await expand(path)) found.add(file)
    if (found.size === before && (await kindOf(path)) === 'nothing')
      throw new TypeError(`${path}: there is no such file`)
  }
  return [...found]
}

async function expand(path: string): Promise<readonly string[]> {
  const kind = await kindOf(path)
  if (kind === 'file') return [path]
  if (kind === 'folder') return await filesBelow(path, (name) => name.endsWith('.json'))
  const pattern = path.replaceAll('\\', '/').replace(/^\.\//, '')
  const fixed = /^(?:[^*?{]*\/)?/.exec(pattern)?.[0] ?? ''
  const matches = globMatcher(pattern)
  if ((await kindOf(fixed || '.')) !== 'folder') return []
  return await filesBelow(fixed || '.', (file) => matches(file.replaceAll('\\', '/')))
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    const found = await stat(path)
    return found.isDirectory() ? 'folder' : 'file'
  } catch {
    return 'nothing'
  }
}

async function filesBelow(folder: string, isWanted: (file: string) => boolean): Promise<readonly string[]> {
  const files: string[] = []
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    // Installed packages and build output hold JSON of their own.
    const isOthers = entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')
    if (entry.isDirectory()) files.push(...(isOthers ? [] : await filesBelow(path, isWanted)))
    else if (isWanted(path)) files.push(path)
  }
  return files
}

function globMatcher(pattern: string): (file: string) => boolean {
  let depth = 0
  const source = pattern.replace(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token === '{') depth++
    if (token === '}') depth--
    return token === '{' ? '(?:' : token === '}' ? ')' : token === ',' && depth > 0 ? '|' : `\\${token}`
  })
  const expression = new RegExp(`^${source}$`)
  return (file) => expression.test(file)
}

export function readText(path: string): Promise<string> {
  return readFile(path, 'utf8')
}

export function writeText(path: string, text: string): Promise<void> {
  return writeFile(path, text)
}

/** @throws {Error} that names the file, where it cannot be written; what is in it already stays */
export async function requireWritable(path: string): Promise<void> {
  await (await open(path, 'a')).close()
}

/**
 * What a module file exports by default; undefined where the text names no module but a command.
 *
 * @throws {TypeError} when there is no such module: a slip of the pen must not reach the shell
 */
export async function loadAdapter(path: string): Promise<{ readonly exported: unknown } | undefined> {
  if (!/\.[cm]?[jt]s$/.test(path)) return undefined
  if ((await kindOf(path)) !== 'file') {
    // "node adapter.mjs" ends like a module and is none.
    if (/\s/.test(path)) return undefined
    throw new TypeError(`${path}: there is no such module; a command that ends like one is written "node ${path}"`)
  }
  const module = (await import(pathToFileURL(resolve(path)).href)) as { readonly default?: unknown }
  return { exported: module.default }
}

/** A command that answers each line with a line. */
export interface LineProcess {
  /** @throws {Error} when the command has ended, or does not answer in time: then it is ended */
  ask(line: string): Promise<string>
  end(): void
}

interface Waiting {
  readonly resolve: (line: string) => void
  readonly reject: (error: Error) => void
}

export function startCommand(command: string, timeLimit: number): LineProcess {
  const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: Waiting[] = []
  let over: Error | undefined
  const finish = (reason: string): void => {
    over ??= new Error(`${command}: ${reason}`)
    for (const { reject } of waiting.splice(0)) reject(over)
  }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => waiting.shift()?.resolve(line))
  // After the last line, so that an answer given before the end still counts.
  lines.on('close', () => finish('it ended'))
  child.on('error', (error) => finish(error.message))
  child.stdin.on('error', () => {})
  const end = (): void => {
    child.stdin.end()
    child.kill()
  }
  return {
    ask: (line) =>
      new Promise((resolve, reject) => {
        if (over !== undefined) return reject(over)
        const timer = setTimeout(() => {
          finish(`no answer within ${timeLimit} s`)
          end()
        }, timeLimit * 1000)
        const done = (settle: () => void): void => {
          clearTimeout(timer)
          settle()
        }
        waiting.push({
          resolve: (answer) => done(() => resolve(answer)),
          reject: (error) => done(() => reject(error)),
        })
        child.stdin.write(`${line}\n`)
      }),
    end,
  }
}
