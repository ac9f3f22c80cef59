import { type ClaimPath, formatOf, type Policy } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import * as mdoc from '@hashikake/mdoc'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { type CertificateBinding, entityHeldPower } from '@hashikake/trust'
import {
  type Accepted,
  issuers,
  maximumAge,
  type Rejected,
  requiredClaims,
  types,
  type VerifyOptions,
  verifyPresentation,
} from '@hashikake/verifier'
import { recordOf } from '@hashikake/verifier/record'
import { type Command, Option } from 'commander'
import {
  collect,
  collectEach,
  parseClaimPath,
  parseIssuer,
  parseSeconds,
  parseTime,
  parseTolerance,
} from '../arguments.ts'
import { addChallengeOptions, type ChallengeOptions, challengeOf } from '../challenge.ts'
import { CommandFault, type ExitCode, exitCodes } from '../faults.ts'
import { type InputCredential, readOneCredential } from '../input.ts'
import { issuingAuthorities } from '../mdoc-draft.ts'
import { contextFrom, type NetworkOptions, statusFrom } from '../network.ts'
import { deliver } from '../output.ts'
import { readKeyAgreement } from '../signing-keys.ts'
import type { Terminal } from '../terminal.ts'
import { listTypes, type TrustOptions, trustFrom } from '../trust.ts'
import { type TypeRulesOptions, typeLeniencies, typeRulesFrom } from '../type-rules.ts'
import { verdictText } from '../verdict.ts'
import { type Locale, localeOf, locales } from '../words.ts'

interface VerifyCommandOptions extends ChallengeOptions, TrustOptions, NetworkOptions, TypeRulesOptions {
  readonly awardDate?: ClaimPath
  readonly type?: readonly string[]
  readonly require?: readonly ClaimPath[]
  readonly maxAge?: number
  readonly clockSkew: number
  readonly haip?: boolean
  readonly readerKey?: string
  readonly leniency?: readonly Leniency[]
  readonly locale?: Locale
  readonly json?: boolean
  readonly record?: string
  readonly force?: boolean
}

/** Departures from strict reading that an mdoc in use may need. */
const leniencies = {
  'cbor-lengths': mdoc.interop,
  'cose-tags': mdoc.taggedCose,
  'short-random': mdoc.shortRandom,
  'fractional-dates': mdoc.fractionalDates,
} as const

type Leniency = keyof typeof leniencies

const help = `
The trust file has public keys: a JWK Set or PEM, whose keys serve any issuer,
or those that --issuer names; or an object that gives each issuer its own:
  { "https://registrar.example": { "keys": [ … ] } }

An mdoc has no --audience: it answers an OpenID4VP request (--client-id and
--response-uri, or --origin), or a session transcript. Who signs it is known by
a certificate under an --anchor, which is held to ISO/IEC 18013-5 Annex B.

Where the credential names a status list, it is fetched and asked. With
--offline, everything comes from the bundle, and nobody is asked.

Exit code: 0 accepted, 1 rejected, 2 wrong use.

Examples:
  $ hashikake verify answer.sd-jwt --trust issuers.json \\
      --nonce 8wNb_4tZsGxLkQ --audience https://admissions.example
  $ hashikake verify answer.mdoc --anchor authority.pem --nonce 8wNb_4tZsGxLkQ \\
      --client-id x509_san_dns:admissions.example \\
      --response-uri https://admissions.example/answers`

export function addVerify(program: Command, terminal: Terminal, finish: (exitCode: ExitCode) => void): void {
  const command = program
    .command('verify')
    .summary('verify a presentation')
    .description('Verifies one presentation of an SD-JWT VC or an ISO mdoc and explains the verdict, check by check.')
    .argument('[file]', 'the presentation, or - for standard input, which is read where no file is named')
    .option('-t, --trust <file>', 'keys to trust; may be given several times', collect(String))
    .option('--anchor <file>', 'a certificate authority to trust, PEM; may be given several times', collect(String))
    .option(
      '--tolerate <rule>',
      'a rule of Annex B that signers of mdocs under the anchors may break, by its name, or "field" for those that are broken most',
      collectEach(parseTolerance),
    )
    .option('--vical <file or url>', 'a list of authorities of mdocs (VICAL, ISO/IEC 18013-5 Annex C)', collect(String))
    .option('--vical-anchor <file>', 'the authority of who signs that list, PEM', collect(String))
    .addOption(
      new Option('--binding <how>', 'how a certificate and the issuer that is named belong together').choices([
        'san-uri',
        'san-dns',
        'none',
      ] satisfies CertificateBinding[]),
    )
    .option('--list <file or url>', 'a list of trusted entities (TS 119 602)', collect(String))
    .option('--list-operator <file>', 'the certificate (PEM) or key of who signs the lists', collect(String))
    .addOption(
      new Option('--list-type <kind>', 'the kind of the lists').choices(Object.keys(listTypes)).default('degrees'),
    )
    .option('--award-date <path>', 'demand that the listed institution could award on this day', parseClaimPath)
  addChallengeOptions(command, {
    nonce: 'the nonce that was sent to the holder',
    audience: 'who we are, as the holder was told',
  })
    .option('--reader-key <file>', 'our own private key, JWK, where an mdoc is proven by a MAC with it')
    .addOption(
      new Option('--leniency <name...>', 'tolerate this in how an mdoc is written').choices(Object.keys(leniencies)),
    )
    .option('--bearer', 'no key binding is expected, and none is accepted: anyone with a copy could show this')
    .option('--ignore-status', 'leave revocation unchecked')
    .option('--offline <file>', 'take everything from this bundle, and ask nobody')
    .option('--bundle-key <file>', 'the public key of who made the bundle')
    .option('--allow-loopback', 'for trials: this machine itself may be asked')
    .option('--issuer <url>', 'accept this issuer only; may be given several times', collect(parseIssuer))
    .option('--type <vct>', 'accept this type only; may be given several times', collect(String))
    .option('--require <path>', 'demand a claim, as a JSON array: \'["degree","title"]\'', collect(parseClaimPath))
    .option('--type-rules', 'demand that the claims keep the rules of their type, fetched from where it says')
    .option('--type-document <file>', 'the rules of a type, which are then not fetched', collect(String))
    .addOption(
      new Option('--type-leniency <name...>', 'tolerate this spelling of old drafts in the rules').choices(
        typeLeniencies,
      ),
    )
    .option('--max-age <seconds>', 'the longest time since issuance', parseSeconds({ least: 1, most: 4_000_000_000 }))
    .option('--clock-skew <seconds>', 'tolerance for every time', parseSeconds({ least: 0, most: 3600 }), 0)
    .option('--at <time>', 'judge as of this time (ISO 8601); now unless given', parseTime)
    .option('--haip', 'demand what the High Assurance Interoperability Profile demands')
    .addOption(new Option('--locale <language>', 'the language, that of LANG unless given').choices(locales))
    .option('--json', 'print the result as JSON')
    .option('--record <file>', 'write the verification record, which holds no claims, into a file')
    .option('--force', 'overwrite the record')
    .addHelpText('after', help)
    .action(async (file: string | undefined, options: VerifyCommandOptions) => {
      finish(await verifyFile(file, options, terminal))
    })
}

async function verifyFile(
  file: string | undefined,
  options: VerifyCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const challenge = await challengeOf(options, terminal)
  const formats = formatsFor(options)
  const input = await readOneCredential(file, terminal)
  const format = formatOf(formats, input.encoded)
  const isMdoc = format?.name === 'mso_mdoc'
  requireFitting(isMdoc, options)
  const trust = await trustFrom(isMdoc ? { binding: 'none', ...options } : options, terminal)
  const { audience, clockSkew, leniency = [] } = options
  const verifyOptions = {
    formats,
    trust,
    challenge,
    status: statusFrom(options, trust),
    ...(audience === undefined ? {} : { audience }),
    ...(options.readerKey === undefined ? {} : { readerKey: await readKeyAgreement(options.readerKey, terminal) }),
    clockSkew,
    leniencies: leniency.map((name) => leniencies[name]),
    policies: [...policiesOf(options), ...(await typeRulesFrom(options, terminal))],
    context: await contextFrom(options, terminal),
  } satisfies VerifyOptions
  const { accepted, results } = await verdictsOn(input, verifyOptions)
  if (options.record !== undefined) {
    const records = results.map((result) => recordOf(result, verifyOptions))
    const record = JSON.stringify(records.length === 1 ? records[0] : records, null, 2)
    await deliver(record, 'the record', { out: options.record, force: options.force === true }, terminal)
  }
  print(results, options, terminal)
  return accepted ? exitCodes.done : exitCodes.refused
}

type Formats = ReturnType<typeof formatsFor>

function formatsFor({ haip }: VerifyCommandOptions) {
  const profile = haip === true ? ({ profile: 'haip-1.0' } as const) : {}
  return [
    sdJwtVc.verification(profile),
    mdoc.verification({ ...profile, issuingAuthority: issuingAuthorities() }),
  ] as const
}

/** What one format has no place for. */
function requireFitting(isMdoc: boolean, options: VerifyCommandOptions): void {
  const { audience, bearer, sessionTranscript, readerKey, typeRules, typeDocument } = options
  if (isMdoc && audience !== undefined && bearer !== true) {
    throw new CommandFault(
      'An mdoc answers no --audience: give --client-id and --response-uri, --origin or --session-transcript as you asked',
    )
  }
  if (isMdoc && (typeRules ?? typeDocument) !== undefined) {
    throw new CommandFault('The rules of types are those of an SD-JWT VC: an mdoc has none to be held to')
  }
  if (!isMdoc && (sessionTranscript ?? readerKey) !== undefined) {
    const option = sessionTranscript === undefined ? '--reader-key' : '--session-transcript'
    throw new CommandFault(`${option} is for an mdoc, which this is not`)
  }
}

interface Verdicts {
  readonly accepted: boolean
  readonly results: readonly (Accepted<Formats[number]> | Rejected)[]
}

/** A DeviceResponse may hold several documents: each is judged, and all have to be good. */
async function verdictsOn({ encoded }: InputCredential, options: VerifyOptions<Formats[number]>): Promise<Verdicts> {
  const { accepted, parts } = await verifyPresentation(encoded, options)
  return { accepted, results: parts }
}

function policiesOf({ issuer, type, require, maxAge, awardDate }: VerifyCommandOptions): readonly Policy[] {
  return [
    ...(issuer === undefined ? [] : [issuers(issuer)]),
    ...(type === undefined ? [] : [types(type)]),
    ...(require === undefined ? [] : [requiredClaims(require)]),
    ...(maxAge === undefined ? [] : [maximumAge(maxAge)]),
    ...(awardDate === undefined ? [] : [entityHeldPower({ awardDate })]),
  ]
}

function print(results: Verdicts['results'], options: VerifyCommandOptions, terminal: Terminal): void {
  const { output } = terminal
  if (options.json === true) {
    output.write(`${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`)
    return
  }
  const { engine } = defaultContext()
  const locale = localeOf(options.locale, terminal)
  const verdicts = results.map((result) => verdictText(result, { locale, engine, channel: output }))
  output.write(`${verdicts.join('\n\n')}\n`)
}
