import type { StatusCode } from './codes.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

export type { StatusCodes } from './codes.ts'

/** The checks that status lists add to a verification: none; the verifier's own check of the status stage holds them. */
export type StatusCheckName = never

/** What there is to say of status lists in one language. */
export interface StatusLanguage {
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<StatusCode, string>>
  /** What to do about it, where the advice for the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<StatusCode, string>>>
  readonly checks: Readonly<Record<StatusCheckName, string>>
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type StatusWords = Readonly<Record<'en' | 'ja', StatusLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', StatusLanguage>>>

/** The words for status lists: `explain(result, { words: [sdJwtWords, statusWords] })`. */
export const statusWords: StatusWords = { en, ja }
