import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The command as it was built. */
export const main: string = fileURLToPath(new URL('../dist/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** What is piped in; nothing unless given. */
  readonly input?: string | Uint8Array
  readonly environment?: Readonly<Record<string, string>>
}

/** A folder of its own in which the built command runs, as users run it. */
export interface Workplace {
  readonly folder: string
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
  write(name: string, content: unknown): Promise<string>
  read(name: string): Promise<string>
  path(name: string): string
  remove(): Promise<void>
}

export async function workplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'hashikake-cli-'))
  const path = (name: string): string => join(folder, name)
  return {
    folder,
    path,
    run: (args, options = {}) => runIn(folder, args, options),
    write: async (name, content) => {
      await writeFile(path(name), typeof content === 'string' ? content : JSON.stringify(content))
      return name
    },
    read: (name) => readFile(path(name), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function runIn(cwd: string, args: readonly string[], { input = '', environment = {} }: RunOptions): Promise<Ended> {
  // Nothing of the tester's own environment: neither language nor colours.
  const child = spawn(process.execPath, [main, ...args], { cwd, env: { LANG: 'C.UTF-8', ...environment } })
  child.stdin.on('error', () => {
    // A command that reads nothing may be gone before all is written.
  })
  child.stdin.end(input)
  return ended(child)
}

/** Waits for the end of a command, with all that it wrote. */
export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout?.on('data', (chunk) => stdout.push(chunk))
    child.stderr?.on('data', (chunk) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') })
    })
  })
}

export const issuer = 'https://registrar.example'
export const degreeType = 'https://registrar.example/types/degree'
export const challenge = ['--nonce', '8wNb_4tZsGxLkQ', '--audience', 'https://admissions.example'] as const

export const degreeDraft = {
  vct: degreeType,
  claims: {
    given_name: '見本花子',
    degree: { title: 'Bachelor of Engineering', awarded: '2026-03-24' },
    nationalities: ['JP', 'DE'],
  },
  disclosable: [['given_name'], { everythingBelow: ['degree'] }, ['nationalities', null]],
  issuedAt: '2026-04-01T00:00:00Z',
  expires: '2100-03-31',
}

/** A workplace with keys, a draft, the credential and an answer to the challenge, all made by the command itself. */
export async function graduation(): Promise<Workplace> {
  const place = await workplace()
  for (const who of ['issuer', 'holder', 'stranger']) {
    await place.write(`${who}.jwks.json`, (await succeed(place, ['keygen', '--out', `${who}.jwk`])).stdout)
  }
  await place.write('degree.json', degreeDraft)
  await issueAs(place, 'degree.json', 'degree.sd-jwt')
  const disclose = ['--disclose', '["degree","title"]', '--disclose', '["nationalities",0]']
  await succeed(place, [
    'present',
    'degree.sd-jwt',
    '--key',
    'holder.jwk',
    ...disclose,
    ...challenge,
    '--out',
    'answer.sd-jwt',
  ])
  return place
}

/** Issues a draft to the holder. */
export function issueAs(place: Workplace, draft: string, out: string): Promise<Ended> {
  const holder = ['--holder-key', 'holder.jwks.json']
  return succeed(place, ['issue', draft, '--key', 'issuer.jwk', '--issuer', issuer, ...holder, '--out', out])
}

/** Runs a step that must work before anything can be tested. */
export async function succeed(place: Workplace, args: readonly string[], options?: RunOptions): Promise<Ended> {
  const ended = await place.run(args, options)
  if (ended.code !== 0) throw new Error(`hashikake ${args.join(' ')} ended with ${ended.code}: ${ended.stderr}`)
  return ended
}
