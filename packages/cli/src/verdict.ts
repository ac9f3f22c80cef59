import type { Check, Evidence } from '@hashikake/credential'
import type { Engine } from '@hashikake/crypto/engine'
import { elementName } from '@hashikake/mdoc/doc-types'
import type { Accepted, Rejected } from '@hashikake/verifier'
import { claimTree, type TreeOptions } from './claim-tree.ts'
import { docTypeNamed } from './mdoc-draft.ts'
import { explainParts } from './sentences.ts'
import { type Channel, harmless, paintFor, type Style, wrap } from './terminal.ts'
import { type Locale, wordsFor } from './words.ts'

const signs: Readonly<Record<Check['outcome'], readonly [sign: string, style: Style]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['–', 'yellow'],
  not_reached: ['·', 'dim'],
}

export interface VerdictOptions {
  readonly locale: Locale
  readonly engine: Engine
  readonly channel: Channel
}

/** A verdict as a person reads it: the verdict first, then each check, then what remains to be said, then the claims. */
export function verdictText(result: Accepted | Rejected, options: VerdictOptions): string {
  const { channel, locale } = options
  const paint = paintFor(channel)
  const words = wordsFor(locale)
  const { verdict, checks, remarks } = explainParts(result, locale)
  const [sign, style] = signs[result.accepted ? 'passed' : 'failed']
  return [
    `${paint(style, sign)} ${wrap(harmless(verdict), channel.columns, 2)}`,
    '',
    paint('bold', words.checks),
    ...result.checks.map((check, index) => {
      const [sign, style] = signs[check.outcome]
      const sentence = wrap(harmless(checks[index] as string), channel.columns, 4)
      return `  ${paint(style, sign)} ${check.outcome === 'not_reached' ? paint('dim', sentence) : sentence}`
    }),
    ...remarks.flatMap((sentence) => ['', wrap(harmless(sentence), channel.columns, 0)]),
    ...(result.accepted ? ['', ...credentialLines(result, options)] : []),
  ].join('\n')
}

function credentialLines(result: Accepted, { channel, locale, engine }: VerdictOptions): readonly string[] {
  const paint = paintFor(channel)
  const words = wordsFor(locale)
  const { issuers, type, claims, disclosed } = result.credential
  const names = issuers.map(({ id }) => (id === undefined ? words.issuerUnnamed : harmless(id)))
  const tolerated = [...new Set(issuers.flatMap(({ evidence }) => evidence.flatMap(toleratedIn)))]
  return [
    ...(tolerated.length === 0 ? [] : [wrap(words.tolerated(tolerated), channel.columns, 0), '']),
    `${paint('bold', words.issuer)}: ${names.join(', ')}`,
    ...(type === undefined ? [] : [`${paint('bold', words.type)}: ${harmless(type)}`]),
    paint('bold', words.claimsShown),
    ...claimTree(claims, { paint, engine, marked: disclosed, ...namesOf(result, locale) }),
  ]
}

/** Rules that the certificates of an issuer break, and the caller allowed. */
function toleratedIn({ tolerated }: Evidence): readonly string[] {
  return Array.isArray(tolerated) ? tolerated.map(String) : []
}

/** The elements of a known type of document have names for people. */
function namesOf({ credential }: Accepted, locale: Locale): Pick<TreeOptions, 'nameOf'> {
  const { format, type } = credential
  const docType = format === 'mso_mdoc' && type !== undefined ? docTypeNamed(type) : undefined
  if (docType === undefined) return {}
  return {
    nameOf: ([namespace, element, ...deeper]) =>
      typeof element === 'string' && deeper.length === 0
        ? elementName(docType, String(namespace), element)?.[locale]
        : undefined,
  }
}
