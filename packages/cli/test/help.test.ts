import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Workplace, workplace } from './hashikake.ts'

let place: Workplace
const commands = [
  'keygen',
  'issue',
  'inspect',
  'present',
  'verify',
  'conformance',
  'serve',
  'vc-jose-cose',
  'vc-json-schema',
] as const

beforeAll(async () => {
  place = await workplace()
})
afterAll(() => place.remove())

describe('help', () => {
  it('names every command and shows the way from a key to a verdict', async () => {
    const { code, stdout } = await place.run(['--help'])
    expect(code).toBe(0)
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'))
    const examples = Array.from(stdout.matchAll(/^ {2}\$ hashikake (\w+)/gm), ([, command]) => command)
    expect(examples).toEqual(['keygen', 'keygen', 'issue', 'present', 'verify'])
  })

  it.each(commands)('of %s fits a terminal of 80 columns and has an example', async (command) => {
    const { code, stdout, stderr } = await place.run([command, '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^Usage: hashikake ${command} `))
    expect(stdout).toContain(`  $ hashikake ${command} `)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect((await place.run(['help', command])).stdout).toBe(stdout)
  })

  it('is what one gets for no command at all, as wrong use', async () => {
    const { code, stdout, stderr } = await place.run([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^Usage: hashikake/)
  })

  it('has the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    expect(await place.run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })
})

describe('the README', () => {
  it('shows the commands as they are', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    for (const command of commands) expect(readme).toContain(`hashikake ${command}`)
    const options = new Set(
      Array.from(readme.matchAll(/(?<![\w-])(--[a-z][a-z-]+)/g), ([, option]) => option as string),
    )
    const helps = await Promise.all(commands.map(async (command) => (await place.run([command, '--help'])).stdout))
    const known = new Set(helps.join('\n').match(/--[a-z][a-z-]+/g))
    expect([...options].filter((option) => !known.has(option))).toEqual([])
  })
})
