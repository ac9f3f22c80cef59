import type { DataIntegrityCode } from './codes.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

export type { DataIntegrityCodes } from './codes.ts'

/** The checks of embedded proofs beyond those that other formats share. */
export type DataIntegrityCheckName = 'proofs' | 'coverage' | 'proof_time'

/** What there is to say of embedded proofs in one language. */
export interface DataIntegrityLanguage {
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<DataIntegrityCode, string>>
  /** What to do about it, where the advice for the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<DataIntegrityCode, string>>>
  readonly checks: Readonly<Record<DataIntegrityCheckName, string>>
  /** Why a check was left out. */
  readonly skips: Readonly<Record<'coverage', string>>
  readonly weakenings: Readonly<Record<never, string>>
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type DataIntegrityWords = Readonly<Record<'en' | 'ja', DataIntegrityLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', DataIntegrityLanguage>>>

/** The words for embedded proofs, beside those of `@hashikake/vc`: `explain(result, { words: [vcWords, dataIntegrityWords] })`. */
export const dataIntegrityWords: DataIntegrityWords = { en, ja }
