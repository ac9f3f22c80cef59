import type { MdocCode } from './codes.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

export type { MdocCodes } from './codes.ts'

/** What there is to say of mdocs in one language. */
export interface MdocLanguage {
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<MdocCode, string>>
  /** What to do about it, where the advice for the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<MdocCode, string>>>
  readonly checks: Readonly<Record<never, string>>
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type MdocWords = Readonly<Record<'en' | 'ja', MdocLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', MdocLanguage>>>

/** The words for ISO mdoc: `explain(result, { words: [mdocWords] })`. */
export const mdocWords: MdocWords = { en, ja }
