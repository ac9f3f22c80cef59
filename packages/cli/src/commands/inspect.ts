import { X509Certificate } from 'node:crypto'
import type { Encoded, Inspection } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { typeHeaderIs } from '@hashikake/crypto/jws'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { inspect } from '@hashikake/holder'
import * as mdoc from '@hashikake/mdoc'
import { presentation as plainPresentation } from '@hashikake/sd-jwt'
import { presentation } from '@hashikake/sd-jwt/vc'
import { type Command, Option } from 'commander'
import { claimTree } from '../claim-tree.ts'
import { refusedBy } from '../faults.ts'
import { readOneCredential } from '../input.ts'
import { harmless, paintFor, type Terminal, wrap } from '../terminal.ts'
import { type Locale, localeOf, locales, wordsFor } from '../words.ts'

interface InspectOptions {
  readonly json?: boolean
  readonly locale?: Locale
}

export function addInspect(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .summary('look into a credential without verifying it')
    .description('Lays a credential or a presentation open, for a person to look at. Nothing is verified.')
    .argument('[file]', 'the credential, or - for standard input, which is read where no file is named')
    .option('--json', 'print JSON')
    .addOption(new Option('--locale <language>', 'the language, that of LANG unless given').choices(locales))
    .addHelpText('after', '\nExample:\n  $ hashikake inspect degree.sd-jwt')
    .action((file: string | undefined, options: InspectOptions) => inspectFile(file, options, terminal))
}

async function inspectFile(file: string | undefined, options: InspectOptions, terminal: Terminal): Promise<void> {
  const { encoded, source } = await readOneCredential(file, terminal)
  const inspections = await refusedBy(source, () => inspectEncoded(encoded))
  if (options.json === true) {
    const shown = inspections.map((one) => ({ verified: false, ...one }))
    terminal.output.write(`${JSON.stringify(shown.length === 1 ? shown[0] : shown, null, 2)}\n`)
    return
  }
  const locale = localeOf(options.locale, terminal)
  const described = inspections.map((one) => describe(one, locale, terminal))
  terminal.output.write(`${described.join('\n\n')}\n`)
}

/** Each document of an answer. From outside, the two kinds of SD-JWT look alike; the header tells. */
async function inspectEncoded(encoded: Encoded): Promise<readonly Inspection[]> {
  const holding = mdoc.presentation()
  if (holding.recognizes(encoded)) {
    return Promise.all(partsOf(encoded).map((part) => inspect(part, { formats: [holding] })))
  }
  const inspection = await inspect(encoded, { formats: [presentation()] })
  const isVc = inspection.headers.some((header) => ['dc+sd-jwt', 'vc+sd-jwt'].some((typ) => typeHeaderIs(header, typ)))
  return [isVc ? inspection : await inspect(encoded, { formats: [plainPresentation()] })]
}

/** What cannot be taken apart stays whole: looking into it says why. */
function partsOf(encoded: Encoded): readonly Encoded[] {
  const leniencies = [mdoc.interop]
  try {
    return mdoc.verification().parts?.(encoded, { leniencies }).parts ?? [encoded]
  } catch (cause) {
    if (cause instanceof Refusal) return [encoded]
    throw cause
  }
}

function describe(inspection: Inspection, locale: Locale, { output }: Terminal): string {
  const { format, headers, claims, disclosures, unmatchedDigests, keyBinding, notation } = inspection
  const words = wordsFor(locale)
  const paint = paintFor(output)
  const options = { paint, engine: defaultContext().engine }
  const title = (text: string): string => paint('bold', text)
  return [
    wrap(`${format} – ${words.unverified}`, output.columns, 0).replace(format, title),
    ...headers.flatMap((header, index) => [
      '',
      title(headers.length === 1 ? words.header : words.headerOf(index + 1)),
      ...claimTree(withNames(header), options),
    ]),
    '',
    title(words.claimsHeld),
    ...claimTree(claims, { ...options, marked: disclosures.map(({ path }) => path) }),
    ...(unmatchedDigests === 0 ? [] : ['', words.digests(unmatchedDigests)]),
    '',
    ...(keyBinding === undefined ? [words.noKeyBinding] : [title(words.keyBinding), ...claimTree(keyBinding, options)]),
    ...(notation === undefined ? [] : ['', title(words.notation), harmlessLines(notation)]),
  ].join('\n')
}

/** Certificates by whom they name: nobody reads them in base64. */
function withNames(header: JsonObject): JsonObject {
  const { x5chain } = header
  return Array.isArray(x5chain) ? { ...header, x5chain: x5chain.map((der) => nameOf(String(der))) } : header
}

function nameOf(der: string): string {
  try {
    const { subject, validTo } = new X509Certificate(Buffer.from(der, 'base64url'))
    return `${subject.split('\n').reverse().join(', ')}, until ${new Date(validTo).toISOString().slice(0, 10)}`
  } catch {
    return 'no certificate that can be read'
  }
}

function harmlessLines(text: string): string {
  return text.split('\n').map(harmless).join('\n')
}
