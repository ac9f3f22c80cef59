import type { TrustCode } from './codes.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

export type { TrustCodes } from './codes.ts'

/** The checks that this package adds to a verification. */
export type TrustCheckName = 'awarding_power'

/** What there is to say of trust in one language. */
export interface TrustLanguage {
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<TrustCode, string>>
  /** What to do about it, where the advice for the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<TrustCode, string>>>
  readonly checks: Readonly<Record<TrustCheckName, string>>
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type TrustWords = Readonly<Record<'en' | 'ja', TrustLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', TrustLanguage>>>

/** The words for trust: `explain(result, { words: [sdJwtWords, trustWords] })`. */
export const trustWords: TrustWords = { en, ja }
