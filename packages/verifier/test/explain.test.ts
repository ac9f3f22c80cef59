import { waistCodes } from '@hashikake/credential/codes'
import { defaultContext } from '@hashikake/credential/context'
import { cryptoCodes } from '@hashikake/crypto/codes'
import { encodingCodes } from '@hashikake/encoding/codes'
import { receive } from '@hashikake/holder'
import { sdJwtCodes } from '@hashikake/sd-jwt/codes'
import { legacyTyp, presentation } from '@hashikake/sd-jwt/vc'
import { sdJwtWords } from '@hashikake/sd-jwt/words'
import {
  bearer,
  issuers,
  maximumAge,
  memoryReplayStore,
  requiredClaims,
  types,
  verify,
  verifyPresentation,
} from '@hashikake/verifier'
import { type Explainable, explain, type FormatWords, waistWords } from '@hashikake/verifier/explain'
import { recordOf } from '@hashikake/verifier/record'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Admission, admissions, alter, issuerId, vct } from './admission.ts'

const codes = { ...encodingCodes, ...cryptoCodes, ...waistCodes, ...sdJwtCodes }
const codeNames = Object.keys(codes) as (keyof typeof codes)[]
const words = [sdJwtWords]
const locales = ['en', 'ja'] as const
const japanese = /[\p{sc=Hiragana}\p{sc=Katakana}]/u
const unfinished = /\{[a-z]+\}|undefined|\[object|\s$|^$/

const signatureFailed = (code: string): Explainable => ({
  accepted: false,
  stage: 'authenticate',
  code,
  retryable: false,
  weakenings: [],
  at: '2026-12-01T01:00:00.000Z',
  checks: [{ stage: 'authenticate', name: 'issuer_signature', outcome: 'failed', code }],
})

let admission: Admission
beforeAll(async () => {
  admission = await admissions()
})

describe('the words', () => {
  it.each(locales)('have a sentence of its own for every code in %s', (locale) => {
    const reasons = codeNames.map((code) => {
      const [verdict, reason, advice, ...more] = explain(signatureFailed(code), { locale, words }) as [
        string,
        string,
        string,
      ]
      expect(more).toEqual([])
      expect(verdict).toContain(code)
      expect(reason).not.toMatch(/has the code|コードは/)
      for (const sentence of [verdict, reason, advice]) {
        expect(sentence).not.toMatch(unfinished)
        expect(japanese.test(sentence)).toBe(locale === 'ja')
        expect(sentence).toMatch(locale === 'ja' ? /。$/ : /\.$/)
      }
      return reason
    })
    expect(new Set(reasons).size).toBe(codeNames.length)
  })

  it('say the advice of a code where it has one, else that of the stage', () => {
    expect(explain(signatureFailed('expired'), { words }).at(-1)).toBe(waistWords.en.advice.expired)
    expect(explain(signatureFailed('key_binding_missing'), { words }).at(-1)).toBe(
      sdJwtWords.en.advice.key_binding_missing,
    )
    expect(explain(signatureFailed('digest_repeated'), { words }).at(-1)).toBe(waistWords.en.stages.authenticate.advice)
    expect(explain({ ...signatureFailed('expired'), retryable: true }).at(-1)).toBe(waistWords.en.phrases.retry)
  })

  it('have the same advice in both languages', () => {
    expect(Object.keys(waistWords.ja.advice).sort()).toEqual(Object.keys(waistWords.en.advice).sort())
    expect(Object.keys(sdJwtWords.ja.advice).sort()).toEqual(Object.keys(sdJwtWords.en.advice).sort())
  })

  it('cannot lack a code', () => {
    const { expired: _, ...incomplete } = waistWords.en.codes
    // @ts-expect-error a code without a sentence does not compile
    const codes: typeof waistWords.en.codes = incomplete
    const { ja: __, ...english } = waistWords
    // @ts-expect-error nor does a table without Japanese
    const table: typeof waistWords = english
    expect([Object.keys(codes).length, Object.keys(table)]).toEqual([
      Object.keys(waistWords.en.codes).length - 1,
      ['en'],
    ])
  })

  it.each(locales)('name every check that verify, verifyPresentation and receive make in %s', async (locale) => {
    const { presented, options, issued, trust, holder, context } = admission
    const full = {
      ...options,
      policies: [issuers([issuerId]), types([vct]), requiredClaims([['name']]), maximumAge(86_400)],
      replay: memoryReplayStore(),
    }
    const unknown = await verify(new Uint8Array(1), full)
    const several = await verifyPresentation([presented], {
      ...options,
      sameHolder: 'required',
      sameSubject: { name: 'name', match: () => true },
    })
    const received = await receive(issued, { formats: [presentation()], trust, holderKey: holder.publicKey, context })
    const made: readonly Explainable[] = [await verify(presented, full), unknown, several, received]
    expect(made.map(({ accepted }) => accepted)).toEqual([true, false, true, true])
    for (const result of made) {
      for (const sentence of explain(result, { locale, words })) {
        expect(sentence).not.toMatch(unfinished)
        expect(sentence).not.toMatch(/The check “|「.*」の確認/)
      }
    }
  })
})

describe('the language', () => {
  const verdict = (locale: string): string => explain(signatureFailed('expired'), { locale, words })[0] as string

  it.each(['ja', 'ja-JP', 'JA-jp', 'ja-Hira-JP-u-ca-japanese', 'ja-x-office'])('%s is Japanese', (locale) => {
    expect(verdict(locale)).toMatch(japanese)
  })

  it.each(['en', 'en-GB', 'zh-Hant', 'jav', '', 'x-ja', 'toString', '__proto__', 'de'])('%s is English', (locale) => {
    expect(verdict(locale)).toMatch(/^Refused/)
  })

  it('takes a format’s English where the format lacks the language', () => {
    const onlyEnglish: FormatWords = { en: { codes: { odd: 'An oddity.' }, checks: {} } }
    expect(explain(signatureFailed('odd'), { locale: 'ja', words: [onlyEnglish] })[1]).toContain('An oddity.')
  })

  it('takes a language that only a format has, for what the format says', () => {
    const german: FormatWords = { de: { codes: { odd: 'Seltsam.' }, checks: { issuer_signature: 'Signatur' } } }
    expect(explain(signatureFailed('odd'), { locale: 'de-AT', words: [german] })[1]).toBe('Signatur: failed. Seltsam.')
  })
})

describe('an explanation', () => {
  it('of an acceptance says the reservations', async () => {
    const { presented, options } = admission
    const said = explain(await verify(presented, options), { words })
    expect(said[0]).toMatch(/^Accepted with reservations, judged at 2026-12-01 01:00:00 UTC:/)
    expect(said).toContain('Revocation: not checked. The caller chose not to ask about revocation.')
    expect(said.at(-1)).toBe(waistWords.en.weakenings.ignoreStatus)
  })

  it('of an acceptance without a weakening has none', async () => {
    const { presented, options } = admission
    const status = { resolve: async () => ({ valid: true, evidence: [] }) as const }
    const said = explain(await verify(presented, { ...options, status }), { words })
    expect(said[0]).toMatch(/^Accepted, judged at/)
    expect(said.at(-1)).toBe(
      'Revocation: not checked. The credential names no place where its revocation could be asked about.',
    )
  })

  it('of a presentation by a bearer says that no holder was proven', async () => {
    const { issued, options } = admission
    const said = explain(await verify(issued, { ...options, challenge: bearer }), { words })
    expect(said).toContain('Proof of the holder: not checked. No proof of the holder was asked for.')
    expect(said).toContain(waistWords.en.weakenings.bearer)
  })

  it('of a leniency names it', async () => {
    const { options, issuer } = admission
    const old = await admission.issueAs('vc+sd-jwt', issuer)
    const result = await verify(old, { ...options, challenge: bearer, leniencies: [legacyTyp] })
    expect(result.accepted).toBe(true)
    expect(explain(result, { words })).toContain(sdJwtWords.en.weakenings[legacyTyp as 'typ_vc+sd-jwt'])
    expect(explain(result)).toContain(
      'Weakened by “typ_vc+sd-jwt”: a departure from the standard was tolerated on request.',
    )
  })

  it('of a refusal goes through the stages, and ends with what to do', async () => {
    const { presented, options } = admission
    const result = await verify(alter(presented), { ...options, replay: memoryReplayStore() })
    expect(explain(result, { words })).toEqual([
      'Refused, judged at 2026-12-01 01:00:00 UTC: the credential did not pass the check of its authenticity (code disclosure_unreferenced).',
      'Form: passed.',
      'Entries that a credential must have: passed.',
      'Signature algorithm: passed.',
      'Signature of the issuer: passed.',
      `Disclosed claims: failed. ${sdJwtWords.en.codes.disclosure_unreferenced}`,
      'Proof of the holder: not reached.',
      'Trust in the issuer: not reached.',
      'Period of validity: not reached.',
      'Recipients that the credential names: not reached.',
      'First answer to this request: not reached.',
      'Revocation: not reached.',
      waistWords.en.weakenings.ignoreStatus,
      sdJwtWords.en.advice.disclosure_unreferenced,
    ])
    expect(explain(result, { words, detail: 'findings' })).toHaveLength(4)
  })

  it('shows the path of a claim', async () => {
    const { presented, options } = admission
    const result = await verify(presented, { ...options, policies: [requiredClaims([['degree', 'title', 0]])] })
    const reason = 'A claim that you require was withheld or is not part of the credential.'
    expect(explain(result, { words })).toContain(
      `Claims that you require: failed. ${reason} This concerns "degree"."title"[0].`,
    )
    expect(explain(result, { words, locale: 'ja' })).toContain(
      '必要な項目：問題が見つかりました。必要な項目が開示されていないか、証明書に含まれていません。該当する項目は "degree"."title"[0] です。',
    )
  })

  it('of what a holder received speaks to the holder', async () => {
    const { issued, trust, holder, issuer, context } = admission
    const options = { formats: [presentation()], trust, holderKey: holder.publicKey, context }
    expect(explain(await receive(issued, options), { words })[0]).toMatch(/^Received:/)
    const refused = explain(await receive(issued, { ...options, holderKey: issuer.publicKey }), { words, locale: 'ja' })
    expect(refused[0]).toMatch(/^証明書を受け取れませんでした。.*holder_key_differs/)
    expect(refused.at(-1)).toBe(waistWords.ja.phrases.receive_again)
  })

  it('of a record is that of its result', async () => {
    const { presented, options } = admission
    for (const input of [presented, alter(presented)]) {
      const result = await verify(input, options)
      const kept = JSON.parse(JSON.stringify(recordOf(result, options)))
      expect(explain(kept, { words })).toEqual(explain(result, { words }))
    }
  })

  it('survives codes, checks and weakenings that it has no words for', () => {
    const said = explain({
      ...signatureFailed('strange_code'),
      checks: [
        { stage: 'policy', name: 'toString', outcome: 'failed', code: 'constructor' },
        { stage: 'parse', name: 'house {reason}', outcome: 'passed' },
        { stage: 'parse', name: 'other', outcome: 'skipped' },
      ],
      weakenings: ['hasOwnProperty'],
    })
    expect(said.slice(1)).toEqual([
      'The check “house {reason}”: passed.',
      'The check “other”: not checked. There was nothing to check.',
      'The check “toString”: failed. The reason has the code constructor.',
      'Weakened by “hasOwnProperty”: a departure from the standard was tolerated on request.',
      waistWords.en.stages.authenticate.advice,
    ])
  })

  it('shows a claim’s name so that it can neither turn nor flood the line', () => {
    const path = ['a\u202Eb', '\u{E0041}', 'x'.repeat(10_000)]
    const checks = [
      { stage: 'policy', name: 'claims_present', outcome: 'failed', code: 'claim_missing', path },
    ] as const
    const sentence = explain({ ...signatureFailed('claim_missing'), checks })[1] as string
    expect(sentence).toContain('"a\\u{202e}b"."\\u{e0041}"."xxx')
    expect(sentence.length).toBeLessThan(400)
  })

  it('is frozen', () => {
    expect(Object.isFrozen(explain(signatureFailed('expired')))).toBe(true)
  })

  it.each([
    ['no result', () => explain(undefined as never), /result of verify or receive/],
    ['a locale that is no tag', () => explain(signatureFailed('expired'), { locale: 7 as never }), /language tag/],
    [
      'a table instead of a list',
      () => explain(signatureFailed('expired'), { words: sdJwtWords as never }),
      /words takes/,
    ],
    ['another detail', () => explain(signatureFailed('expired'), { detail: 'none' as never }), /'all' or 'findings'/],
  ])('takes %s for a wrong use', (_, use, message) => {
    expect(use).toThrow(TypeError)
    expect(use).toThrow(message)
  })
})

describe('a refusal', () => {
  const secret = fc.oneof(
    fc.string({ minLength: 8, maxLength: 24, unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789') }),
    fc.string({ minLength: 5, maxLength: 12, unit: fc.constantFrom(...'架空花子試験合成名前甲乙丙丁') }),
    fc.integer({ min: 100_000_000, max: 2 ** 52 }),
  )
  // Each makes another refusal of a genuine presentation, by a real change of its bytes, its rules or its time.
  const attacks: Record<string, (admission: Admission, presented: string) => ReturnType<typeof verify>> = {
    altered: ({ options }, presented) => verify(alter(presented), options),
    unbound: ({ options }, presented) => verify(presented.slice(0, presented.lastIndexOf('~') + 1), options),
    lessDisclosed: ({ options }, presented) => verify(presented.replace(/~[^~]+~([^~]*)$/, '~$1'), options),
    disclosedTwice: ({ options }, presented) => verify(presented.replace(/~([^~]+)~/, '~$1~$1~'), options),
    cut: ({ options }, presented) => verify(presented.slice(5), options),
    resigned: ({ options }, presented) => verify(presented.replace(/\.[^.~]{4}([^.~]+)~/, '.AAAA$1~'), options),
    otherRequest: ({ options }, presented) =>
      verify(presented, { ...options, challenge: { ...options.challenge, nonce: 'another-request' } }),
    late: ({ options }, presented) =>
      verify(presented, { ...options, context: defaultContext({ now: () => Date.parse('2030-01-01T00:00:00Z') }) }),
    foreign: ({ options }, presented) => verify(presented, { ...options, trust: admission.noTrust }),
    otherType: ({ options }, presented) =>
      verify(presented, { ...options, policies: [types(['https://other.example'])] }),
    incomplete: ({ options }, presented) =>
      verify(presented, { ...options, policies: [requiredClaims([['degree', 'never there']])] }),
  }

  it.each(Object.keys(attacks))('never says the value of a claim: %s', async (attack) => {
    await fc.assert(
      fc.asyncProperty(fc.array(secret, { minLength: 2, maxLength: 5 }), async (values) => {
        const claims = { name: values[0] as string, degree: { title: values[1] as string, notes: values } }
        const presented = await admission.presentNew(claims, [['name'], ['degree']])
        const accepted = await verify(presented, admission.options)
        expect(accepted.accepted).toBe(true)
        const result = await (attacks[attack] as (typeof attacks)[string])(admission, presented)
        expect(result.accepted).toBe(false)
        for (const locale of locales) {
          const text = explain(result, { locale, words }).join('\n')
          for (const value of values) expect(text).not.toContain(String(value))
        }
      }),
      { numRuns: 10 },
    )
  })

  it('comes in as many kinds as there are attacks', async () => {
    const presented = await admission.presentNew({ name: '架空 花子', degree: { title: '修士(工学)' } }, [
      ['name'],
      ['degree'],
    ])
    const found = await Promise.all(Object.values(attacks).map(async (attack) => attack(admission, presented)))
    const kinds = found.map((result) => (result.accepted ? 'accepted' : result.code))
    expect(new Set(kinds).size).toBe(kinds.length)
  })
})
