import type { VcCode } from './codes.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

export type { VcCodes } from './codes.ts'

/** The checks of W3C credentials and presentations beyond those that other formats share. */
export type VcCheckName =
  | 'data_model'
  | 'related_resources'
  | 'credential_schema'
  | 'presented_credential'
  | 'credential_proof'
  | 'holder'
  | 'presentation_signature'
  | 'answer'

/** What there is to say of W3C credentials in one language. */
export interface VcLanguage {
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<VcCode, string>>
  /** What to do about it, where the advice for the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<VcCode, string>>>
  readonly checks: Readonly<Record<VcCheckName, string>>
  /** Why a check was left out. */
  readonly skips: Readonly<Record<'related_resources', string>>
  readonly weakenings: Readonly<Record<'iat_as_date_time', string>>
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type VcWords = Readonly<Record<'en' | 'ja', VcLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', VcLanguage>>>

/** The words for W3C credentials: `explain(result, { words: [vcWords] })`. */
export const vcWords: VcWords = { en, ja }
