import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type CaseResult, type Expectation, hashikake, runConformance, type TestCase } from '@hashikake/conformance'
import { describe, expect, it } from 'vitest'
import { dataIntegrityCodes } from '../../data-integrity/dist/codes.js'
import { mdocCodes } from '../../mdoc/dist/codes.js'
import { sdJwtCodes } from '../../sd-jwt/dist/codes.js'
import { statusCodes } from '../../status/dist/codes.js'
import { trustCodes } from '../../trust/dist/codes.js'
import { vcCodes } from '../../vc/dist/codes.js'
import { violations } from './json-schema.ts'

const folder = new URL('../../../test-vectors/', import.meta.url)
const root = fileURLToPath(folder)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), 'utf8'))

interface CaseFile {
  readonly suite: string
  readonly cases: readonly TestCase[]
}

const files = [
  'sd-jwt',
  'sd-jwt-vc',
  'mdoc',
  'vc',
  'data-integrity',
  'keys',
  'retrieval',
  'status',
  'trust',
  'x509',
].flatMap((name) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`))
const suites = files
  .map((file) => ({ file, content: read(file) as CaseFile }))
  .filter(({ content }) => 'cases' in content)
const cases = suites.flatMap(({ content }) => content.cases)
const { rules } = read('rules.json') as { rules: { id: string; kind: string; files: string[]; see?: string[] }[] }

describe('our cases', () => {
  it('are all kept by this library, and none is skipped', async () => {
    const results: CaseResult[] = []
    for await (const result of runConformance([root], { implementation: hashikake, concurrency: 8 }))
      results.push(result)
    const notPassed = results.filter(({ outcome }) => outcome !== 'passed')
    expect(notPassed.map(({ suite, id, expected, came }) => `${suite} ${id}: ${expected}; ${came}`)).toEqual([])
    expect(results).toHaveLength(cases.length)
  })

  it('all fit the schema, and the schema refuses what is none', () => {
    const schema = read('schema.json') as Record<string, unknown>
    for (const { file, content } of suites) expect(violations(content, schema, schema, file)).toEqual([])
    const one = cases[0] as TestCase
    for (const change of [{ trsut: {} }, { expect: {} }, { input: {} }, { format: 'jwt' }, { id: 7 }, { at: 'now' }]) {
      expect(violations({ suite: 's', cases: [{ ...one, ...change }] }, schema, schema)).not.toEqual([])
    }
  })

  it('each have an id of their own in their suite, and a rule that is listed', () => {
    const known = new Set(rules.map(({ id }) => id))
    for (const { file, content } of suites) {
      expect(`${content.suite}.json`).toBe(file)
      expect(new Set(content.cases.map(({ id }) => id)).size).toBe(content.cases.length)
      expect(content.cases.map(({ rule }) => rule).filter((rule) => !known.has(rule as string))).toEqual([])
    }
  })

  it('change an accepted case of their file, and are not that case', () => {
    for (const { content } of suites) {
      const verifying = content.cases.filter(({ operation = 'verify' }) => operation === 'verify')
      for (const { id, base, expect: expected, ...rest } of verifying) {
        if (id.startsWith('base-')) expect(expected.accepted).toBe(true)
        else {
          const from = verifying.find((other) => other.id === base)
          expect(from?.expect.accepted, id).toBe(true)
          const { input, at, trust, challenge, audience, policies, options, status, previous, ...others } = rest
          const { documents, responses, readerKey } = others
          const scene = { input, at, trust, challenge, audience, policies, options, status, previous }
          const changed = { ...scene, documents, responses, readerKey }
          expect(changed, id).not.toEqual(from === undefined ? {} : pick(from, Object.keys(changed)))
        }
      }
    }
  })

  it('name stage and code of every refusal to verify and to receive', () => {
    // Lists of sixteen million characters or bytes, and a signer's resolver that finds and does not trust, are tested
    // elsewhere; so is what an answer through the browser arrives in, which is opened before it is verified.
    const beyond = [
      'trust_list_too_large',
      'vical_too_large',
      'trust_list_signer_not_trusted',
      'encryption_info_malformed',
      'encrypted_response_malformed',
      'encrypted_response_undecryptable',
      // Of a holder who presents.
      'claim_not_separable',
      'proof_not_base',
      'proof_suite_not_selective',
      'pointer_malformed',
      'pointer_unmatched',
      // Of proofs that answer and are in no presentation.
      'proof_domain_mismatch',
      'proof_challenge_mismatch',
    ]
    const all = Object.keys({
      ...sdJwtCodes,
      ...mdocCodes,
      ...statusCodes,
      ...trustCodes,
      ...vcCodes,
      ...dataIntegrityCodes,
    })
    const codes = all.filter((code) => !beyond.includes(code))
    const mute = cases.filter(
      ({ operation = 'verify', expect: expected }) =>
        (operation === 'verify' || operation === 'receive') &&
        refusalsIn(expected).some(({ stage, code }) => stage === undefined || code === undefined),
    )
    expect(mute.map(({ id }) => id)).toEqual([])
    const asserted = new Set(
      cases.flatMap(({ expect: expected }) => refusalsIn(expected).flatMap(({ code }) => code ?? [])),
    )
    expect(codes.filter((code) => !asserted.has(code))).toEqual([])
  })
})

describe('the rules', () => {
  const here = (id: string): boolean => /^[RVALTXMW]/.test(id)

  it('R1 to R49, V1 to V24, T1 to T23, M1 to M65 and W1 to W46 are all listed', () => {
    const numbered = (letter: string, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
    const listed = rules.map(({ id }) => id)
    const counts = { R: 49, V: 24, T: 23, M: 65, W: 46 }
    const wanted = Object.entries(counts).flatMap(([letter, count]) => numbered(letter, count))
    expect(wanted.filter((id) => !listed.includes(id))).toEqual([])
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('of this part each have cases, a refusal among them where there is something to refuse', () => {
    const alwaysAccepts = ['R46', 'R42', 'R43', 'R48', 'R49', 'R21', 'A14', 'A50', 'M7']
    for (const { id, see = [] } of rules.filter((one) => here(one.id))) {
      const own = cases.filter(({ rule }) => rule === id || see.includes(rule as string))
      expect(own.length, id).toBeGreaterThan(0)
      if (!alwaysAccepts.includes(id))
        expect(
          own.some(({ expect: expected }) => !expected.accepted),
          id,
        ).toBe(true)
    }
  })

  it('name the files of their cases', () => {
    for (const { id, see = [], files: named } of rules) {
      const found = suites.filter(({ content }) =>
        content.cases.some(({ rule }) => rule === id || see.includes(rule as string)),
      )
      expect(named, id).toEqual(expect.arrayContaining(found.map(({ file }) => file)))
      expect(named, id).toHaveLength(found.length)
    }
  })
})

describe('the generator', () => {
  it('writes the same bytes again', () => {
    const output = execFileSync(process.execPath, [fileURLToPath(new URL('dist/main.js', folder)), '--check'], {
      encoding: 'utf8',
    })
    expect(output).toBe('')
  })
})

/** Of an answer of several, its parts are what is refused. */
function refusalsIn({ parts, ...whole }: Expectation): readonly Expectation[] {
  return (parts ?? [whole]).filter(({ accepted }) => !accepted)
}

function pick(from: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, (from as Record<string, unknown>)[name]]))
}
