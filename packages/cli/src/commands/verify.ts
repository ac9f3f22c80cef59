import type { ClaimPath, Policy } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { verification } from '@hashikake/sd-jwt/vc'
import { type CertificateBinding, entityHeldPower } from '@hashikake/trust'
import {
  type Accepted,
  issuers,
  maximumAge,
  type Rejected,
  requiredClaims,
  types,
  type VerifyOptions,
  verify,
} from '@hashikake/verifier'
import { recordOf } from '@hashikake/verifier/record'
import { type Command, Option } from 'commander'
import { collect, parseClaimPath, parseIssuer, parseSeconds, parseTime } from '../arguments.ts'
import { type ChallengeOptions, challengeOf } from '../challenge.ts'
import { type ExitCode, exitCodes } from '../faults.ts'
import { readOneCredential } from '../input.ts'
import { contextFrom, type NetworkOptions, statusFrom } from '../network.ts'
import { deliver } from '../output.ts'
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
  readonly locale?: Locale
  readonly json?: boolean
  readonly record?: string
  readonly force?: boolean
}

const help = `
The trust file has public keys: a JWK Set or PEM, whose keys serve any issuer,
or those that --issuer names; or an object that gives each issuer its own:
  { "https://registrar.example": { "keys": [ … ] } }

Where the credential names a status list, it is fetched and asked. With
--offline, everything comes from the bundle, and nobody is asked.

Exit code: 0 accepted, 1 rejected, 2 wrong use.

Example:
  $ hashikake verify answer.sd-jwt --trust issuers.json \\
      --nonce 8wNb_4tZsGxLkQ --audience https://admissions.example`

export function addVerify(program: Command, terminal: Terminal, finish: (exitCode: ExitCode) => void): void {
  program
    .command('verify')
    .summary('verify a presentation')
    .description('Verifies one presentation of an SD-JWT VC and explains the verdict, check by check.')
    .argument('[file]', 'the presentation, or - for standard input, which is read where no file is named')
    .option('-t, --trust <file>', 'keys to trust; may be given several times', collect(String))
    .option('--anchor <file>', 'a certificate authority to trust, PEM; may be given several times', collect(String))
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
    .option('--nonce <nonce>', 'the nonce that was sent to the holder')
    .option('--audience <audience>', 'who we are, as the holder was told')
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
  const verifyOptions = await verifyOptionsOf(options, terminal)
  const { text } = await readOneCredential(file, terminal)
  const result = await verify(text, verifyOptions)
  if (options.record !== undefined) {
    const record = JSON.stringify(recordOf(result, verifyOptions), null, 2)
    await deliver(record, 'the record', { out: options.record, force: options.force === true }, terminal)
  }
  print(result, options, terminal)
  return result.accepted ? exitCodes.done : exitCodes.refused
}

async function verifyOptionsOf(options: VerifyCommandOptions, terminal: Terminal): Promise<VerifyOptions> {
  const { audience, haip, clockSkew } = options
  const challenge = challengeOf(options)
  const trust = await trustFrom(options, terminal)
  return {
    formats: [verification(haip === true ? { profile: 'haip-1.0' } : {})],
    trust,
    challenge,
    status: statusFrom(options, trust),
    ...(audience === undefined ? {} : { audience }),
    clockSkew,
    policies: [...policiesOf(options), ...(await typeRulesFrom(options, terminal))],
    context: await contextFrom(options, terminal),
  }
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

function print(result: Accepted | Rejected, options: VerifyCommandOptions, terminal: Terminal): void {
  const { output } = terminal
  if (options.json === true) {
    output.write(`${JSON.stringify(result, null, 2)}\n`)
    return
  }
  const { engine } = defaultContext()
  output.write(`${verdictText(result, { locale: localeOf(options.locale, terminal), engine, channel: output })}\n`)
}
