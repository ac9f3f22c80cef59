import { type ClaimPath, ignoreStatus, type Policy, pinnedKeys, type StatusResolver } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { verification } from '@hashikake/sd-jwt/vc'
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
import { deliver } from '../output.ts'
import { readTrust } from '../public-keys.ts'
import type { Terminal } from '../terminal.ts'
import { verdictText } from '../verdict.ts'
import { type Locale, localeOf, locales, wordsFor } from '../words.ts'

interface VerifyCommandOptions extends ChallengeOptions {
  readonly trust: readonly string[]
  readonly ignoreStatus?: boolean
  readonly issuer?: readonly string[]
  readonly type?: readonly string[]
  readonly require?: readonly ClaimPath[]
  readonly maxAge?: number
  readonly clockSkew: number
  readonly at?: Date
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

A credential that says where its revocation can be asked about is rejected
without --ignore-status: this version cannot ask.

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
    .requiredOption('-t, --trust <file>', 'whom to trust; may be given several times', collect(String))
    .option('--nonce <nonce>', 'the nonce that was sent to the holder')
    .option('--audience <audience>', 'who we are, as the holder was told')
    .option('--bearer', 'no key binding is expected, and none is accepted: anyone with a copy could show this')
    .option('--ignore-status', 'leave revocation unchecked')
    .option('--issuer <url>', 'accept this issuer only; may be given several times', collect(parseIssuer))
    .option('--type <vct>', 'accept this type only; may be given several times', collect(String))
    .option('--require <path>', 'demand a claim, as a JSON array: \'["degree","title"]\'', collect(parseClaimPath))
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

/** Nobody can be asked yet, so that a credential which names a status is refused rather than waved through. */
const nobodyToAsk: StatusResolver = Object.freeze({
  resolve: async () => ({ valid: false as const, code: 'status_unreachable' as const }),
})

async function verifyOptionsOf(options: VerifyCommandOptions, terminal: Terminal): Promise<VerifyOptions> {
  const { audience, at, haip, clockSkew } = options
  const challenge = challengeOf(options)
  const trust = pinnedKeys(await readTrust(options.trust, options.issuer ?? [], terminal))
  return {
    formats: [verification(haip === true ? { profile: 'haip-1.0' } : {})],
    trust,
    challenge,
    status: options.ignoreStatus === true ? ignoreStatus : nobodyToAsk,
    ...(audience === undefined ? {} : { audience }),
    clockSkew,
    policies: policiesOf(options),
    ...(at === undefined ? {} : { context: defaultContext({ now: () => at.getTime() }) }),
  }
}

function policiesOf({ issuer, type, require, maxAge }: VerifyCommandOptions): readonly Policy[] {
  return [
    ...(issuer === undefined ? [] : [issuers(issuer)]),
    ...(type === undefined ? [] : [types(type)]),
    ...(require === undefined ? [] : [requiredClaims(require)]),
    ...(maxAge === undefined ? [] : [maximumAge(maxAge)]),
  ]
}

function print(result: Accepted | Rejected, options: VerifyCommandOptions, terminal: Terminal): void {
  const { output, errors } = terminal
  const locale = localeOf(options.locale, terminal)
  const isStatusUnread = !result.accepted && result.code === 'status_unreachable'
  if (options.json === true) {
    output.write(`${JSON.stringify(result, null, 2)}\n`)
    if (isStatusUnread) errors.write(`hashikake: ${wordsFor(locale).statusUnread}\n`)
    return
  }
  const { engine } = defaultContext()
  output.write(`${verdictText(result, { locale, engine, channel: output, isStatusUnread })}\n`)
}
