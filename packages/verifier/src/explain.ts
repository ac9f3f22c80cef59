import { type Check, type ClaimPath, describePath, type Stage } from '@hashikake/credential'
import { type WaistLanguage, waistWords } from './waist-words.ts'

export { type WaistCheckName, type WaistLanguage, type WaistWords, waistWords } from './waist-words.ts'

/** What can be explained: an `Accepted`, a `Rejected`, what a holder `Received`, or the record of a verification. */
export interface Explainable {
  readonly accepted: boolean
  readonly checks: readonly ExplainableCheck[]
  readonly stage?: Stage
  readonly code?: string
  readonly path?: ClaimPath
  readonly retryable?: boolean
  /** Absent where a holder received. */
  readonly weakenings?: readonly string[]
  readonly at?: string
}

/** A check; its code may be that of a format which this program does not know. */
export type ExplainableCheck = Omit<Check, 'code'> & { readonly code?: string }

type Dictionary = { readonly [name: string]: string | undefined }

/** The words of a format in one language: for its codes and its checks, and what else is its own. */
export interface FormatLanguage {
  readonly codes: Dictionary
  readonly checks: Dictionary
  readonly advice?: Dictionary
  readonly skips?: Dictionary
  readonly weakenings?: Dictionary
}

/** The words of a format, by language tag; where one is missing, English serves. */
export interface FormatWords {
  readonly [language: string]: FormatLanguage | undefined
}

export interface ExplainOptions {
  /** A language tag (BCP 47): `ja-JP` finds `ja`; English unless given or known. */
  readonly locale?: string
  /** The words of the formats in use, such as `sdJwtWords` of `@hashikake/sd-jwt/words`. */
  readonly words?: readonly FormatWords[]
  /** `findings` leaves out the checks that passed and those that were not reached; all are said unless given. */
  readonly detail?: 'all' | 'findings'
}

const stageOrder: readonly Stage[] = ['parse', 'authenticate', 'trust', 'policy', 'status']

/**
 * Says in sentences what came of a verification: the verdict, then each check in the order of the stages, then the
 * weakenings that were used, and after a refusal what to do next. Names and paths of claims may be said, values never.
 *
 * @throws {TypeError} for wrong options
 *
 * @example
 * for (const sentence of explain(result, { locale: 'ja', words: [sdJwtWords] })) console.log(sentence)
 */
export function explain(result: Explainable, options: ExplainOptions = {}): readonly string[] {
  requireExplainable(result)
  requireOptions(options)
  const { locale = 'en', words = [], detail = 'all' } = options
  const waist = languageOf<WaistLanguage>(waistWords, locale) ?? waistWords.en
  const speech: Speech = {
    waist,
    // A format's words come first: it knows best what its own checks and codes mean.
    tables: [...words.map((table) => languageOf(table, locale)), waist],
  }
  const checks = result.checks
    .filter(({ outcome }) => detail === 'all' || outcome === 'failed' || outcome === 'skipped')
    .sort((one, other) => stageOrder.indexOf(one.stage) - stageOrder.indexOf(other.stage))
  return Object.freeze([
    verdictOf(result, speech),
    ...checks.map((check) => sayCheck(check, result, speech)),
    ...(result.weakenings ?? []).map((name) => sayWeakening(name, speech)),
    ...(result.accepted ? [] : [adviceOn(result, speech)]),
  ])
}

/** One language, and the tables in which its words are looked up, in that order. */
interface Speech {
  readonly waist: WaistLanguage
  readonly tables: readonly (FormatLanguage | undefined)[]
}

function verdictOf(result: Explainable, { waist: { verdicts, stages } }: Speech): string {
  const { accepted, code = '', stage, weakenings, at } = result
  const isReceived = weakenings === undefined
  if (accepted) {
    const verdict = isReceived ? verdicts.received : weakenings.length > 0 ? verdicts.weakened : verdicts.accepted
    return fill(verdict, { at: readableTime(at) })
  }
  const verdict = isReceived ? verdicts.not_received : verdicts.rejected
  return fill(verdict, { at: readableTime(at), code: showName(code), stage: stages[stage ?? 'parse'].name })
}

function sayCheck(check: ExplainableCheck, result: Explainable, speech: Speech): string {
  const { outcome, name } = check
  const { outcomes, phrases } = speech.waist
  const title = wordFor('checks', name, speech) ?? fill(phrases.unknown_check, { name: showName(name) })
  const reason =
    outcome === 'failed' ? reasonOf(check, speech) : outcome === 'skipped' ? whySkipped(name, result, speech) : ''
  return fill(outcomes[outcome], { check: title, reason })
}

function reasonOf({ code = '', path }: ExplainableCheck, speech: Speech): string {
  const { phrases, space } = speech.waist
  const reason = wordFor('codes', code, speech) ?? fill(phrases.unknown_code, { code: showName(code) })
  if (path === undefined || path.length === 0) return reason
  return `${reason}${space}${fill(phrases.path, { path: showName(describePath(path)) })}`
}

function whySkipped(name: string, { weakenings = [] }: Explainable, speech: Speech): string {
  const { skips } = speech.waist
  if (name === 'status') return weakenings.includes('ignoreStatus') ? skips.status_not_checked : skips.status_none
  return wordFor('skips', name, speech) ?? skips.other
}

function sayWeakening(name: string, speech: Speech): string {
  return wordFor('weakenings', name, speech) ?? fill(speech.waist.weakenings.other, { name: showName(name) })
}

function adviceOn({ code = '', stage, retryable, weakenings }: Explainable, speech: Speech): string {
  const { phrases, stages } = speech.waist
  if (retryable === true) return phrases.retry
  // The advice is for a verifier; a holder has only one thing to do.
  if (weakenings === undefined) return phrases.receive_again
  return wordFor('advice', code, speech) ?? stages[stage ?? 'parse'].advice
}

function wordFor(kind: keyof FormatLanguage, name: string, { tables }: Speech): string | undefined {
  for (const table of tables) {
    const dictionary = table?.[kind]
    if (dictionary !== undefined && Object.hasOwn(dictionary, name)) return dictionary[name]
  }
  return undefined
}

/** RFC 4647 §3.4: the tag is shortened from its end until it is one that is there; English where none is. */
function languageOf<Language>(
  table: { readonly [language: string]: Language | undefined },
  locale: string,
): Language | undefined {
  const byTag = new Map(Object.entries(table).map(([tag, language]) => [tag.toLowerCase(), language]))
  const subtags = locale.toLowerCase().split('-')
  while (subtags.length > 0) {
    const language = byTag.get(subtags.join('-'))
    if (language !== undefined) return language
    subtags.pop()
  }
  return byTag.get('en')
}

/** One pass, so that what is filled in is never taken for a place to fill. */
function fill(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z]+)\}/g, (place, name: string) => parts[name] ?? place).trimEnd()
}

const longestName = 200

/** A name that came from outside, so that it can neither turn the line around nor flood it. */
function showName(name: string): string {
  const visible = name.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) as number).toString(16)}}`,
  )
  return visible.length > longestName ? `${[...visible].slice(0, longestName).join('')}…` : visible
}

function readableTime(at = ''): string {
  return at.replace(/^([\d-]+)T([\d:]+)(?:\.\d+)?Z$/, '$1 $2 UTC')
}

function requireExplainable(result: Explainable): void {
  if (typeof result?.accepted !== 'boolean' || !Array.isArray(result.checks)) {
    throw new TypeError('explain takes the result of verify or receive: explain(result, { words: [sdJwtWords] })')
  }
}

function requireOptions({ locale, words, detail }: ExplainOptions): void {
  if (locale !== undefined && typeof locale !== 'string') throw new TypeError("locale takes a language tag: 'ja'")
  if (words !== undefined && !Array.isArray(words)) {
    throw new TypeError('words takes the word tables of formats: { words: [sdJwtWords] }')
  }
  if (detail !== undefined && detail !== 'all' && detail !== 'findings') {
    throw new TypeError("detail takes 'all' or 'findings'")
  }
}
