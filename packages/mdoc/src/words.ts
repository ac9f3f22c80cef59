import type { MdocCode } from './codes.ts'
import { en } from './words-en.ts'
import { ja } from './words-ja.ts'

export type { MdocCodes } from './codes.ts'

/** The checks that are made of every mdoc. */
export type MdocCheckName =
  | 'structure'
  | 'algorithm'
  | 'issuer_signature'
  | 'digests'
  | 'doc_type'
  | 'document_signer'
  | 'device_authentication'

/** Departures from the standard that a verifier may tolerate. */
export type MdocLeniency = 'cbor_interop' | 'cose_tagged' | 'mdoc_short_random' | 'mdoc_fractional_dates'

/** What there is to say of mdocs in one language. */
export interface MdocLanguage {
  readonly checks: Readonly<Record<MdocCheckName, string>>
  /** Why a check was left out. */
  readonly skips: Readonly<Record<'document_signer' | 'device_authentication', string>>
  readonly weakenings: Readonly<Record<MdocLeniency, string>>
  /** What is wrong, by code. */
  readonly codes: Readonly<Record<MdocCode, string>>
  /** What to do about it, where the advice for the stage is not good enough. */
  readonly advice: Readonly<Partial<Record<MdocCode, string>>>
}

/** English and Japanese are always complete; a further language is complete where it is there at all. */
export type MdocWords = Readonly<Record<'en' | 'ja', MdocLanguage>> &
  Readonly<Partial<Record<'de' | 'fr' | 'it', MdocLanguage>>>

/** The words for ISO mdoc: `explain(result, { words: [mdocWords] })`. */
export const mdocWords: MdocWords = { en, ja }
