import type { Terminal } from './terminal.ts'

/** What the command itself says beside the explanations of the library. */
export interface Words {
  readonly checks: string
  readonly issuer: string
  readonly issuerUnnamed: string
  readonly tolerated: (rules: readonly string[]) => string
  readonly type: string
  readonly claimsShown: string
  readonly unverified: string
  readonly header: string
  readonly headerOf: (number: number) => string
  readonly claimsHeld: string
  readonly digests: (count: number) => string
  readonly keyBinding: string
  readonly noKeyBinding: string
  readonly notation: string
}

const en: Words = {
  checks: 'Checks',
  issuer: 'Issuer',
  issuerUnnamed: 'your trust file names none; “iss” below is the credential’s own word',
  tolerated: (rules) => `Its certificates break rules that you tolerate: ${rules.join(', ')}.`,
  type: 'Type',
  claimsShown: 'Claims (◇ disclosed by choice, the others always shown)',
  unverified: 'Nothing here was verified: whatever it says may be anybody’s word. Use "hashikake verify" to judge it.',
  header: 'Header',
  headerOf: (number) => `Header of signature ${number}`,
  claimsHeld: 'Claims (◇ the holder can withhold it)',
  digests: (count) =>
    `${count} ${count === 1 ? 'digest has' : 'digests have'} no disclosure here: claims that are withheld, or decoys.`,
  keyBinding: 'Key binding (the holder’s answer)',
  notation: 'All of it, in the diagnostic notation of CBOR (RFC 8949)',
  noKeyBinding: 'No key binding: this is a credential, or a presentation by bearer.',
}

const ja: Words = {
  checks: '確認項目',
  issuer: '発行者',
  issuerUnnamed: '信頼する鍵に発行者の指定がありません（下記の「iss」は証明書自身の記載です）',
  tolerated: (rules) => `発行者の証明書は、許容すると指定された次の規則に反しています：${rules.join('、')}。`,
  type: '種類',
  claimsShown: '記載事項（◇は選択的に開示されたもの、ほかは常に開示されるもの）',
  unverified:
    'ここに示す内容は検証されていません。誰でも同じものを書くことができます。判定するには「hashikake verify」を使ってください。',
  header: 'ヘッダー',
  headerOf: (number) => `署名${number}のヘッダー`,
  claimsHeld: '記載事項（◇は保有者が開示しないことを選べるもの）',
  digests: (count) =>
    `対応する開示データのないダイジェストが${count}個あります（開示されていない項目、またはおとり）。`,
  keyBinding: '鍵の結び付け（保有者の回答）',
  notation: '全体（CBORの診断表記、RFC 8949）',
  noKeyBinding: '鍵の結び付けはありません（証明書そのもの、または持参人による提示です）。',
}

export type Locale = 'en' | 'ja'

const languages: Readonly<Record<Locale, Words>> = { en, ja }

export const locales: readonly Locale[] = ['en', 'ja']

export function wordsFor(locale: Locale): Words {
  return languages[locale]
}

/** The language that was asked for, or that of the user's environment as POSIX has it. */
export function localeOf(asked: Locale | undefined, { environment }: Terminal): Locale {
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  const inherited = [LC_ALL, LC_MESSAGES, LANG].find((value) => (value ?? '') !== '') ?? ''
  return asked ?? (/^ja\b|^ja_/.test(inherited) ? 'ja' : 'en')
}
