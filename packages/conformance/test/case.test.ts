import { faultOf, readCaseFile } from '@hashikake/conformance'
import { describe, expect, it } from 'vitest'

const whole = {
  id: 'one-1',
  format: 'dc+sd-jwt',
  input: { text: 'a.b.c~' },
  expect: { accepted: false, stage: 'parse', code: 'sd_jwt_malformed' },
}

describe('reading a file of cases', () => {
  it('passes over JSON that holds no cases', () => {
    expect(readCaseFile('{"keys":[]}', 'keys.json')).toBeUndefined()
    expect(readCaseFile('[1]', 'list.json')).toBeUndefined()
    expect(readCaseFile('null', 'null.json')).toBeUndefined()
  })

  it('names the file that is not JSON, or whose cases are no array', () => {
    expect(() => readCaseFile('{', 'broken.json')).toThrow(/^broken\.json is not JSON/)
    expect(() => readCaseFile('{"cases":{}}', 'object.json')).toThrow(/^object\.json: .*"cases": \[/)
  })

  it('names file, suite and case, and the second of two with one id', () => {
    const found = readCaseFile(JSON.stringify({ suite: 's', cases: [whole, { ...whole, rule: 'R1' }] }), 'file.json')
    expect(found).toEqual([
      { file: 'file.json', suite: 's', id: 'one-1', rule: '', testCase: whole },
      { file: 'file.json', suite: 's', id: 'one-1', rule: 'R1', fault: 'its id stands twice in the suite' },
    ])
  })

  it('numbers a case that has no id, and reads on', () => {
    const found = readCaseFile(JSON.stringify({ cases: [7, whole] }), 'file.json')
    expect(found?.map(({ id, suite, fault }) => [id, suite, fault])).toEqual([
      ['case 0', 'file.json', 'a case is an object'],
      ['one-1', 'file.json', undefined],
    ])
  })
})

describe('the format of a case', () => {
  it('takes a whole case, and members that it does not know', () => {
    expect(faultOf(whole)).toBeUndefined()
    expect(faultOf({ ...whole, remark: 'from elsewhere' })).toBeUndefined()
  })

  it.each([
    ['an id that is empty', { id: '' }, '"id"'],
    ['no input', { input: undefined }, '"input"'],
    ['an input of two kinds', { input: { text: 'x', base64url: 'eA' } }, '"input"'],
    ['an input that is no base64url', { input: { base64url: 'e===' } }, '"input"'],
    ['no expectation', { expect: undefined }, '"expect"'],
    ['an expectation in words', { expect: { accepted: 'no' } }, '"expect"'],
    ['an unknown stage', { expect: { accepted: false, stage: 'later' } }, 'expect.stage'],
    ['a code that is a number', { expect: { accepted: false, code: 7 } }, 'expect.code'],
    ['a code of an acceptance', { expect: { accepted: true, code: 'expired' } }, 'not accepted'],
    ['claims of a rejection', { expect: { accepted: false, claims: {} } }, 'expect.claims'],
    ['claims that are an array', { expect: { accepted: true, claims: [] } }, 'expect.claims'],
    ['parts that are an object', { expect: { accepted: true, parts: {} } }, 'expect.parts'],
    ['a stage in a part', { expect: { accepted: true, parts: [{ accepted: false, stage: 'x' }] } }, 'expect.stage'],
    ['a time in words', { at: 'tomorrow' }, '"at"'],
    ['trust that is a list', { trust: [] }, '"trust"'],
    ['a trusted key that is a string', { trust: { keys: ['x'] } }, '"trust"'],
    ['a challenge without protocol', { challenge: { nonce: 'x' } }, '"challenge"'],
    ['a challenge in other words', { challenge: 'none' }, '"challenge"'],
    ['a status in other words', { status: 'skip' }, '"status"'],
    ['previous inputs that are strings', { previous: ['a.b.c~'] }, '"previous"'],
    ['policies that are a list', { policies: [] }, '"policies"'],
    ['randomness that is a number', { random: 7 }, '"random"'],
    ['no format to verify', { format: undefined }, '"format"'],
  ])('refuses %s', (_, change, named) => {
    expect(faultOf({ ...whole, ...change })).toContain(named)
  })

  it('needs no format for an operation on keys', () => {
    expect(faultOf({ id: 'k', operation: 'jwk', input: { json: {} }, expect: { accepted: true } })).toBeUndefined()
  })
})
