import type { Inspection } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { typeHeaderIs } from '@hashikake/crypto/jws'
import { inspect } from '@hashikake/holder'
import { presentation as plainPresentation } from '@hashikake/sd-jwt'
import { presentation } from '@hashikake/sd-jwt/vc'
import { type Command, Option } from 'commander'
import { claimTree } from '../claim-tree.ts'
import { refusedBy } from '../faults.ts'
import { readOneCredential } from '../input.ts'
import { paintFor, type Terminal, wrap } from '../terminal.ts'
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
  const { text, source } = await readOneCredential(file, terminal)
  const inspection = await refusedBy(source, () => inspectText(text))
  terminal.output.write(
    options.json === true
      ? `${JSON.stringify({ verified: false, ...inspection }, null, 2)}\n`
      : `${describe(inspection, localeOf(options.locale, terminal), terminal)}\n`,
  )
}

/** From outside, the two formats look alike; the header tells. */
async function inspectText(text: string): Promise<Inspection> {
  const inspection = await inspect(text, { formats: [presentation()] })
  const isVc = inspection.headers.some((header) => ['dc+sd-jwt', 'vc+sd-jwt'].some((typ) => typeHeaderIs(header, typ)))
  return isVc ? inspection : await inspect(text, { formats: [plainPresentation()] })
}

function describe(inspection: Inspection, locale: Locale, { output }: Terminal): string {
  const { format, headers, claims, disclosures, unmatchedDigests, keyBinding } = inspection
  const words = wordsFor(locale)
  const paint = paintFor(output)
  const options = { paint, engine: defaultContext().engine }
  const title = (text: string): string => paint('bold', text)
  return [
    wrap(`${format} – ${words.unverified}`, output.columns, 0).replace(format, title),
    ...headers.flatMap((header, index) => [
      '',
      title(headers.length === 1 ? words.header : words.headerOf(index + 1)),
      ...claimTree(header, options),
    ]),
    '',
    title(words.claimsHeld),
    ...claimTree(claims, { ...options, marked: disclosures.map(({ path }) => path) }),
    ...(unmatchedDigests === 0 ? [] : ['', words.digests(unmatchedDigests)]),
    '',
    ...(keyBinding === undefined ? [words.noKeyBinding] : [title(words.keyBinding), ...claimTree(keyBinding, options)]),
  ].join('\n')
}
