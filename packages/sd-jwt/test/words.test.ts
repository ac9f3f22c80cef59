import { verification } from '@hashikake/sd-jwt'
import { sdJwtCodes } from '@hashikake/sd-jwt/codes'
import { typeMetadata, typeRules } from '@hashikake/sd-jwt/type-metadata'
import { legacyTyp, verification as vcVerification } from '@hashikake/sd-jwt/vc'
import { sdJwtWords } from '@hashikake/sd-jwt/words'
import { describe, expect, it } from 'vitest'

const japanese = /[\p{sc=Hiragana}\p{sc=Katakana}]/u

describe.each(['en', 'ja'] as const)('the words in %s', (locale) => {
  const words = sdJwtWords[locale]

  it('have a sentence for every code, and for nothing else', () => {
    expect(Object.keys(words.codes).sort()).toEqual(Object.keys(sdJwtCodes).sort())
    expect(new Set(Object.values(words.codes)).size).toBe(Object.keys(sdJwtCodes).length)
  })

  it('name every check that is made, and nothing else', () => {
    const rules = typeRules(typeMetadata()).check
    const made = [...verification().checks, ...vcVerification().checks, rules].map(({ name }) => name)
    expect(Object.keys(words.checks).sort()).toEqual([...new Set(made)].sort())
  })

  it('name every leniency', () => {
    expect(Object.keys(words.weakenings)).toEqual([legacyTyp])
  })

  it('are whole sentences of their language', () => {
    for (const sentence of [
      ...Object.values(words.codes),
      ...Object.values(words.advice),
      ...Object.values(words.skips),
    ]) {
      expect(sentence).toMatch(locale === 'ja' ? /。$/ : /^[A-Z].*\.$/)
      expect(japanese.test(sentence)).toBe(locale === 'ja')
      expect(sentence).not.toMatch(/[{}]|\s\s/)
    }
  })

  it('advise where the other language does', () => {
    const other = sdJwtWords[locale === 'en' ? 'ja' : 'en']
    expect(Object.keys(words.advice).sort()).toEqual(Object.keys(other.advice).sort())
  })
})

it('cannot lack a code, a check or one of the two languages', () => {
  const { en, ja } = sdJwtWords
  const { expired: _, ...codes } = { expired: '', ...en.codes }
  const complete: typeof en.codes = codes
  const { vct_missing: __, ...fewer } = en.codes
  // @ts-expect-error a code without a sentence does not compile
  const incomplete: typeof en.codes = fewer
  // @ts-expect-error nor does a check without a name
  const nameless: typeof en.checks = { structure: '' }
  // @ts-expect-error nor does a table without Japanese
  const english: typeof sdJwtWords = { en }
  const more: typeof sdJwtWords = { en, ja, it: en }
  expect([complete, incomplete, nameless, english, more].map((table) => Object.keys(table).length)).toEqual([
    Object.keys(sdJwtCodes).length,
    Object.keys(sdJwtCodes).length - 1,
    1,
    1,
    3,
  ])
})
