import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConformanceArguments, conformanceCommand } from '@hashikake/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let folder: string
const path = (...names: string[]): string => join(folder, ...names)

const refusal = (id: string, rule = 'R1', format = 'sd-jwt') => ({
  id,
  rule,
  title: `no tilde & "${id}"`,
  format,
  input: { text: 'a.b.c' },
  trust: {},
  challenge: 'bearer',
  status: 'ignore',
  expect: { accepted: false, stage: 'parse', code: 'format_unknown' },
})
const wrong = { ...refusal('wrong', 'R2'), expect: { accepted: true } }

async function put(name: string, content: unknown): Promise<void> {
  await mkdir(join(path(name), '..'), { recursive: true })
  await writeFile(path(name), typeof content === 'string' ? content : JSON.stringify(content))
}

async function run(args: ConformanceArguments): Promise<{ code: number; text: string; errors: string }> {
  const text: string[] = []
  const errors: string[] = []
  const code = await conformanceCommand(args, {
    write: (more) => void text.push(more),
    error: (more) => void errors.push(more),
  })
  return { code, text: text.join(''), errors: errors.join('') }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  await put('good.json', { suite: 'good', cases: [refusal('one'), refusal('two', 'R3')] })
  await put('more/mixed.json', {
    suite: 'mixed',
    cases: [refusal('one'), wrong, refusal('anoncreds', 'R1', 'anoncreds')],
  })
  await put('more/keys.json', { keys: [] })
  await put('more/notes.txt', 'not JSON')
  await put('more/node_modules/elsewhere.json', { suite: 'elsewhere', cases: [wrong] })
  await put('broken/broken.json', '{')
  await put('faulty.json', { suite: 'faulty', cases: [{ id: 'x', format: 'sd-jwt', expect: { accepted: true } }] })
  await put(
    'accepts.mjs',
    "export default { name: 'accepts', operations: ['verify'], formats: ['sd-jwt'], run: () => ({ accepted: true }) }",
  )
  await put('none.mjs', 'export default { run: 7 }')
  await put(
    'answers.mjs',
    `import { createInterface } from 'node:readline'
     for await (const line of createInterface({ input: process.stdin })) {
       const { id } = JSON.parse(line)
       if (id === 'last') process.exit(3)
       console.log(id === 'anoncreds' ? '"skipped"' : id === 'odd' ? 'what?' : '{"accepted":false,"code":"its_own"}')
     }`,
  )
})

afterAll(() => rm(folder, { recursive: true }))

describe('paths', () => {
  it('takes files, folders and globs, and passes over JSON without cases', async () => {
    expect(await run({ paths: [path('good.json')] })).toEqual({
      code: 0,
      text: '2 passed, 0 failed, 0 skipped\n',
      errors: '',
    })
    expect((await run({ paths: [path('more')] })).text).toMatch(/^FAILED wrong .*\n1 passed, 1 failed, 1 skipped\n$/)
    expect((await run({ paths: [path('more', 'keys.json'), path('good.json')] })).text).toBe(
      '2 passed, 0 failed, 0 skipped\n',
    )
    expect((await run({ paths: [path('g*d.json')] })).text).toBe('2 passed, 0 failed, 0 skipped\n')
    expect((await run({ paths: [path('**/{mixed,good}.json')] })).text).toContain('3 passed, 1 failed, 1 skipped\n')
    expect((await run({ paths: [path('*/m?xed.json')] })).text).toContain('1 passed, 1 failed, 1 skipped\n')
  })

  it('runs a file once, however often it is named', async () => {
    expect((await run({ paths: [path('good.json'), path('good.json')] })).text).toBe('2 passed, 0 failed, 0 skipped\n')
  })

  it.each([
    ['a path that names nothing', ['nothing.json'], 'no such file'],
    ['a glob that names nothing', ['*.yaml'], 'no such file'],
    ['a file that is not JSON', ['broken'], 'broken.json is not JSON'],
    ['a folder without cases', ['more/keys.json'], 'There are no cases'],
  ])('refuses %s', async (_, names, message) => {
    const { code, errors } = await run({ paths: names.map((name) => path(name)) })
    expect(code).toBe(2)
    expect(errors).toContain(message)
  })

  it('refuses to run without paths', async () => {
    expect((await run({ paths: [] })).code).toBe(2)
  })
})

describe('the report', () => {
  it('has one line a failure: case, rule, what was expected and what came', async () => {
    const { code, text } = await run({ paths: [path('more')] })
    expect(code).toBe(1)
    expect(text.split('\n')[0]).toBe(
      'FAILED wrong (R2, mixed) no tilde & "wrong": expected accepted; came rejected at parse with format_unknown',
    )
  })

  it('names a case that does not keep the format', async () => {
    const { code, text } = await run({ paths: [path('faulty.json')] })
    expect(code).toBe(1)
    expect(text).toContain('FAILED x (faulty): expected a case in the format of the cases; came "input" is one of')
  })

  it('as JSON has a line a case', async () => {
    const { code, text } = await run({ paths: [path('more')], json: true })
    expect(code).toBe(1)
    const results = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results.map(({ suite, id, rule, outcome }) => [suite, id, rule, outcome])).toEqual([
      ['mixed', 'one', 'R1', 'passed'],
      ['mixed', 'wrong', 'R2', 'failed'],
      ['mixed', 'anoncreds', 'R1', 'skipped'],
    ])
  })

  it('as JUnit has a suite a suite, and is well-formed XML', async () => {
    const { text } = await run({ paths: [path('more'), path('good.json')], junit: path('report.xml') })
    expect(text).toContain('3 passed, 1 failed, 1 skipped\n')
    const xml = await readFile(path('report.xml'), 'utf8')
    expect(xml).toContain('<testsuites name="hashikake conformance" tests="5" failures="1" skipped="1">')
    expect(xml).toContain('<testsuite name="mixed" tests="3" failures="1" skipped="1">')
    expect(xml).toContain('name="wrong no tilde &amp; &quot;wrong&quot;" classname="R2"')
    expect(xml.match(/<testcase /g)).toHaveLength(5)
    expect(xml.match(/&(?!amp;|quot;|lt;|gt;)/)).toBeNull()
  })

  it('is refused before any case runs where it cannot be written', async () => {
    const marker = path('ran')
    await put(
      'marks.mjs',
      `import { writeFileSync } from 'node:fs'
       export default { run: () => { writeFileSync(${JSON.stringify(marker)}, ''); return 'skipped' } }`,
    )
    const args = { paths: [path('good.json')], implementation: path('marks.mjs') }
    for (const [name, why] of [
      ['nowhere/report.xml', 'its folder does not exist'],
      ['more', 'EISDIR'],
    ] as const) {
      const { code, text, errors } = await run({ ...args, junit: path(name) })
      expect({ code, text }).toEqual({ code: 2, text: '' })
      expect(errors).toContain(why)
      expect(existsSync(marker)).toBe(false)
    }
    await run({ ...args, junit: path('marked.xml') })
    expect(existsSync(marker)).toBe(true)
  })

  it('has only the cases of the rules that are asked for', async () => {
    expect((await run({ paths: [path('good.json')], rules: ['R3'] })).text).toBe('1 passed, 0 failed, 0 skipped\n')
    expect((await run({ paths: [path('good.json')], rules: ['R1', 'R3'] })).text).toBe(
      '2 passed, 0 failed, 0 skipped\n',
    )
    const none = await run({ paths: [path('good.json')], rules: ['R99'] })
    expect(none.code).toBe(2)
    expect(none.errors).toContain('There are no cases of R99')
  })
})

describe('another implementation', () => {
  it('is an adapter module', async () => {
    const { code, text } = await run({ paths: [path('more')], implementation: path('accepts.mjs') })
    expect(code).toBe(1)
    expect(text).toContain('FAILED one (R1, mixed)')
    expect(text).toContain('1 passed, 1 failed, 1 skipped\n')
  })

  it('is refused when the module exports none', async () => {
    const { code, errors } = await run({ paths: [path('good.json')], implementation: path('none.mjs') })
    expect(code).toBe(2)
    expect(errors).toContain('is no adapter')
  })

  it('is any command that answers a line to a line, with codes of its own', async () => {
    const command = `"${process.execPath}" "${path('answers.mjs')}"`
    await put('own.json', {
      suite: 'own',
      cases: [{ ...refusal('one'), expect: { accepted: false } }, wrong, refusal('anoncreds')],
    })
    const { code, text } = await run({ paths: [path('own.json')], implementation: command })
    expect(code).toBe(1)
    expect(text).toContain('came rejected with its_own')
    expect(text).toContain('1 passed, 1 failed, 1 skipped\n')
  })

  it('that answers nonsense, or ends, fails those cases and does not hang', async () => {
    const command = `"${process.execPath}" "${path('answers.mjs')}"`
    await put('ends.json', { suite: 'ends', cases: [refusal('odd'), refusal('last'), refusal('after')] })
    const { text } = await run({ paths: [path('ends.json')], implementation: command })
    expect(text).toContain('a line that is not JSON')
    expect(text).toContain('it ended')
    expect(text).toContain('0 passed, 3 failed, 0 skipped\n')
  })

  it('is never run as a command where it is named like a module that does not exist', async () => {
    for (const name of ['nope.mjs', 'more/nope.ts', 'folder.js']) {
      await mkdir(path('folder.js'), { recursive: true })
      const { code, text, errors } = await run({ paths: [path('good.json')], implementation: path(name) })
      expect({ code, text }).toEqual({ code: 2, text: '' })
      expect(errors).toContain('there is no such module')
    }
    // A command may end with the name of a module all the same.
    const { text } = await run({ paths: [path('good.json')], implementation: `node ${path('answers.mjs')}` })
    expect(text).toContain('came rejected with its_own')
  })

  it('that does not exist fails every case', async () => {
    const { code, text } = await run({
      paths: [path('good.json')],
      implementation: 'no-such-command-anywhere 2>&1 1>&2',
    })
    expect(code).toBe(1)
    expect(text).toContain('0 passed, 2 failed, 0 skipped\n')
  })
})
