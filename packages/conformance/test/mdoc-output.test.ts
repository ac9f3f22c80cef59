import { readFileSync } from 'node:fs'
import { type CaseResult, hashikake, type Implementation, runCases, type TestCase } from '@hashikake/conformance'
import { describe, expect, it } from 'vitest'

const casesIn = (name: string): readonly TestCase[] =>
  JSON.parse(readFileSync(new URL(`../../../test-vectors/mdoc/${name}.json`, import.meta.url), 'utf8')).cases
const caseOf = (name: string, id: string): TestCase => casesIn(name).find((one) => one.id === id) as TestCase
const issued = caseOf('issuing', 'M21-41')
const signed = caseOf('holding', 'M57-6')
const macked = caseOf('holding', 'M30-19')
const joined = caseOf('holding', 'M59-4')

async function judge(testCase: TestCase, implementation: Implementation = hashikake): Promise<CaseResult> {
  const found = [{ file: 'f', suite: 's', id: 'x', rule: '', testCase }]
  for await (const result of runCases(found, { implementation })) return result
  throw new Error('no result')
}

const expecting = (testCase: TestCase, output: object): TestCase => ({
  ...testCase,
  expect: { accepted: true, output: output as never },
})

/** What the library wrote, with one byte of it changed. */
const bent = (place: (bytes: Buffer) => number): Implementation => ({
  name: 'writes it wrong',
  run: async (testCase) => {
    const { output } = (await hashikake.run(testCase)) as unknown as { output: { base64url: string } }
    const bytes = Buffer.from(output.base64url, 'base64url')
    const at = place(bytes)
    bytes[at] = (bytes[at] as number) ^ 1
    return { accepted: true, output: { base64url: bytes.toString('base64url') } }
  },
})

describe('what the runner sees in an mdoc that was written', () => {
  it('is what the case says', async () => {
    for (const one of [issued, signed, macked, joined]) expect(await judge(one)).toMatchObject({ outcome: 'passed' })
  })

  it.each<[string, TestCase, object, string]>([
    ['other claims', signed, { claims: {} }, 'output.claims'],
    ['another docType', signed, { docType: 'another' }, 'output.docType'],
    ['another hash', issued, { digestAlgorithm: 'SHA-512' }, 'output.digestAlgorithm'],
    ['other dates', issued, { validityInfo: {} }, 'output.validityInfo'],
    ['a status', issued, { status: {} }, 'output.status'],
    ['authorizations', issued, { keyAuthorizations: {} }, 'output.keyAuthorizations'],
    ['another algorithm', issued, { algorithm: -35 }, 'output.algorithm'],
    ['more certificates', issued, { certificates: 2 }, 'output.certificates'],
    ['more digests', issued, { digests: 7 }, 'output.digests'],
    ['longer random bytes', issued, { randomBits: 256 }, 'output.randomBits'],
    ['no proof', signed, { proof: null }, 'output.proof'],
    ['a proof', issued, { proof: 'deviceSignature' }, 'output.proof'],
    ['another algorithm of the holder', signed, { proofAlgorithm: 5 }, 'output.proofAlgorithm'],
    ['another session', signed, { session: 'g_b2gWF4' }, 'did not answer this session'],
    ['another session under a MAC', macked, { session: 'g_b2gWF4' }, 'did not answer this session'],
    ['a session of what answers none', issued, { session: 'g_b2gWF4' }, 'did not answer this session'],
    ['what is there to be absent', signed, { absent: ['title'] }, '"title" stands in it'],
    ['one document of two', joined, { proof: 'deviceSignature' }, '2 documents instead of 1'],
    ['other claims of the second', joined, { documents: [{}, { claims: {} }] }, 'output.claims'],
    ['what nobody knows', signed, { prettiness: 1 }, 'nothing that the runner can look at'],
  ])('is not %s', async (_, testCase, output, says) => {
    const { outcome, came } = await judge(expecting(testCase, output))
    expect([outcome, came]).toEqual(['failed', expect.stringContaining(says)])
  })

  it.each<[string, TestCase, object, (bytes: Buffer) => number, string]>([
    [
      'an element that its issuer did not sign',
      issued,
      { digestsKept: true },
      (bytes) => bytes.indexOf('Testa'),
      'digestsKept',
    ],
    [
      'what its issuer signed, changed',
      issued,
      { signed: true },
      (bytes) => bytes.lastIndexOf('2027-12-01'),
      'output.signed',
    ],
    [
      'the issuer’s signature changed',
      issued,
      { signed: true },
      (bytes) => bytes.indexOf('nameSpaces') - 3,
      'output.signed',
    ],
  ])('finds %s', async (_, testCase, output, place, says) => {
    const { outcome, came } = await judge(expecting(testCase, output), bent(place))
    expect([outcome, came]).toEqual(['failed', expect.stringContaining(says)])
  })
})
