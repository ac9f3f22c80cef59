import type { Check, Stage, WaistCodes } from '@hashikake/credential'
import { en } from './waist-words-en.ts'
import { ja } from './waist-words-ja.ts'

/** The checks that verifier and holder make themselves; those of a format are in the format's words. */
export type WaistCheckName =
  | 'format'
  | 'issuer_trusted'
  | 'validity'
  | 'audience'
  | 'issuer_allowed'
  | 'type_allowed'
  | 'claims_present'
  | 'age'
  | 'replay'
  | 'status'
  | 'holder_key'
  | 'parts'
  | 'same_holder'
  | 'same_subject'

/** All that `explain` says in one language. What stands in braces is filled in. */
export interface WaistLanguage {
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<keyof WaistCodes, string>>
  /** What to do about it, where the advice of the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<keyof WaistCodes, string>>>
  readonly checks: Readonly<Record<WaistCheckName, string>>
  /** Why a check was left out. */
  readonly skips: Readonly<Record<'status_none' | 'status_not_checked' | 'other', string>>
  readonly stages: Readonly<Record<Stage, { readonly name: string; readonly advice: string }>>
  readonly weakenings: Readonly<Record<'bearer' | 'ignoreStatus' | 'other', string>>
  readonly verdicts: Readonly<Record<'accepted' | 'weakened' | 'rejected' | 'received' | 'not_received', string>>
  readonly outcomes: Readonly<Record<Check['outcome'], string>>
  readonly phrases: Readonly<Record<'path' | 'unknown_check' | 'unknown_code' | 'retry' | 'receive_again', string>>
  /** What stands between two sentences. */
  readonly space: string
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type WaistWords = Readonly<Record<'en' | 'ja', WaistLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', WaistLanguage>>>

/** The words for what can be found whatever the format. */
export const waistWords: WaistWords = { en, ja }
