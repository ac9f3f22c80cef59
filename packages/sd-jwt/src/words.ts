import type { SdJwtCode } from './codes.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

export type { SdJwtCodes } from './codes.ts'

/** The checks that are made of every SD-JWT, and that of the rules of its type. */
export type SdJwtCheckName =
  | 'structure'
  | 'claims'
  | 'algorithm'
  | 'issuer_signature'
  | 'disclosures'
  | 'key_binding'
  | 'type_rules'

/** What there is to say of SD-JWTs in one language. */
export interface SdJwtLanguage {
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<SdJwtCode, string>>
  /** What to do about it, where the advice for the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<SdJwtCode, string>>>
  readonly checks: Readonly<Record<SdJwtCheckName, string>>
  /** Why a check was left out. */
  readonly skips: Readonly<Record<'key_binding', string>>
  readonly weakenings: Readonly<Record<'typ_vc+sd-jwt', string>>
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type SdJwtWords = Readonly<Record<'en' | 'ja', SdJwtLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', SdJwtLanguage>>>

/** The words for SD-JWT and SD-JWT VC: `explain(result, { words: [sdJwtWords] })`. */
export const sdJwtWords: SdJwtWords = { en, ja }
