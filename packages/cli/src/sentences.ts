import { mdocWords } from '@hashikake/mdoc/words'
import { sdJwtWords } from '@hashikake/sd-jwt/words'
import { statusWords } from '@hashikake/status/words'
import { trustWords } from '@hashikake/trust/words'
import { explain, waistWords } from '@hashikake/verifier/explain'

export type Explained = Parameters<typeof explain>[0]

export interface Explanation {
  readonly verdict: string
  /** One sentence a check, in the order of the checks. */
  readonly checks: readonly string[]
  /** The weakenings that were used and, after a refusal, what to do next. */
  readonly remarks: readonly string[]
}

/** A result in sentences, each beside what it speaks of. */
export function explainParts(result: Explained, locale: string): Explanation {
  const say = (checks: Explained['checks']): readonly string[] =>
    explain({ ...result, checks }, { locale, words: [sdJwtWords, mdocWords, statusWords, trustWords] })
  const [verdict = '', ...remarks] = say([])
  return { verdict, remarks, checks: result.checks.map((check) => say([check])[1] ?? check.name) }
}

/** What a code means, in English. */
export function sentenceOf(code: string): string {
  for (const codes of [
    sdJwtWords.en.codes,
    mdocWords.en.codes,
    statusWords.en.codes,
    trustWords.en.codes,
    waistWords.en.codes,
  ] as readonly (Readonly<Record<string, string>> | undefined)[]) {
    if (codes !== undefined && Object.hasOwn(codes, code)) return codes[code] as string
  }
  return 'It was refused.'
}
