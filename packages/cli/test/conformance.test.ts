import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graduation, issuer, succeed, type Workplace } from './hashikake.ts'

let place: Workplace

beforeAll(async () => {
  place = await graduation()
  await succeed(place, ['issue', 'degree.json', '--key', 'issuer.jwk', '--issuer', issuer, '--out', 'unbound.sd-jwt'])
  const text = (await place.read('unbound.sd-jwt')).trim()
  const shared = {
    format: 'dc+sd-jwt',
    at: '2026-12-01T00:00:00Z',
    trust: JSON.parse(await place.read('issuer.jwks.json')),
    challenge: 'bearer',
    status: 'ignore',
  }
  const accepted = { id: 'A-1', rule: 'A', title: 'as issued', ...shared, input: { text }, expect: { accepted: true } }
  const expired = { ...accepted, id: 'B-1', rule: 'B', at: '2101-01-01T00:00:00Z', title: 'expects what is not so' }
  await place.write('cases.json', { suite: 'specimen', cases: [accepted, expired] })
})
afterAll(() => place.remove())

describe('conformance', () => {
  it('ends with 0 when no case failed, and with 1 when one did', async () => {
    expect(await place.run(['conformance', 'cases.json', '--rule', 'A'])).toEqual({
      code: 0,
      stdout: '1 passed, 0 failed, 0 skipped\n',
      stderr: '',
    })
    const { code, stdout } = await place.run(['conformance', 'cases.json'])
    expect(code).toBe(1)
    expect(stdout).toContain('B-1')
    expect(stdout).toMatch(/^1 passed, 1 failed, 0 skipped$/m)
  })

  it('prints lines of JSON and writes a JUnit report', async () => {
    const { stdout } = await place.run([
      'conformance',
      'cases.json',
      '--json',
      '--junit',
      'report.xml',
      '--rule',
      'A',
      '--rule',
      'B',
    ])
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['A-1', 'passed'],
      ['B-1', 'failed'],
    ])
    expect(await place.read('report.xml')).toContain('<testsuite')
  })

  it('asks another implementation where one is named', async () => {
    const adapter =
      "export default { name: 'yes', operations: ['verify'], formats: ['dc+sd-jwt'], run: () => ({ accepted: true, claims: {} }) }"
    await place.write('yes.mjs', adapter)
    const { code, stdout } = await place.run(['conformance', 'cases.json', '--implementation', './yes.mjs'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '2 passed, 0 failed, 0 skipped\n' })
  })

  it.each([
    ['no path', [], "missing required argument 'path'"],
    ['a path to nothing', ['nope.json'], 'hashikake: nope.json'],
    ['a file without cases', ['issuer.jwks.json'], 'hashikake: There are no cases'],
    [
      'an implementation that does not exist',
      ['cases.json', '--implementation', './nope.mjs'],
      'hashikake: ./nope.mjs: there is no such module',
    ],
    [
      'a report that has no folder',
      ['cases.json', '--rule', 'A', '--junit', 'nowhere/report.xml'],
      'hashikake: The report nowhere/report.xml cannot be written: its folder does not exist',
    ],
  ])('ends with 2 for %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await place.run(['conformance', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/\bat \w+ \(/)
  })
})
