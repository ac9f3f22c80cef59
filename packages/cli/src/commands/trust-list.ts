import { defaultContext } from '@hashikake/credential/context'
import { isJsonObject } from '@hashikake/encoding/json'
import { createTrustList, type TrustList, verifyTrustList } from '@hashikake/trust'
import { type Command, Option } from 'commander'
import { collect, parseTime } from '../arguments.ts'
import { CommandFault, refusedBy } from '../faults.ts'
import { readJson, readText } from '../input.ts'
import { deliver } from '../output.ts'
import { readCertificates, readSigningKey } from '../signing-keys.ts'
import { harmless, paintFor, type Terminal } from '../terminal.ts'
import { type ListType, listTypes, operatorFrom } from '../trust.ts'

interface CreateOptions {
  readonly key: string
  readonly certificates?: string
  readonly out?: string
  readonly force?: boolean
}

interface VerifyOptions {
  readonly operator: readonly string[]
  readonly type: ListType
  readonly at?: Date
  readonly json?: boolean
}

const help = `
A draft is the list in the JSON names of ETSI TS 119 602:
  { "LoTE": { "ListAndSchemeInformation": { … }, "TrustedEntitiesList": [ … ] } }

Example:
  $ hashikake trust-list create japan.json --key operator.jwk \\
      --certificates operator.pem --out japan.jwt
  $ hashikake trust-list verify japan.jwt --operator operator.pem`

export function addTrustList(program: Command, terminal: Terminal): void {
  const group = program
    .command('trust-list')
    .summary('make and check lists of trusted entities')
    .description('Makes and checks lists of trusted entities (ETSI TS 119 602, JSON, signed as JAdES baseline B).')
    .addHelpText('after', help)
  group
    .command('create')
    .description('Signs a draft, which must keep the whole structure and be in force now.')
    .argument('<draft>', 'the list as JSON, or - for standard input')
    .requiredOption('-k, --key <file>', "the operator's private key, JWK or PEM")
    .option('--certificates <file>', 'the chain of the key to send along (x5c), PEM, its own certificate first')
    .option('-o, --out <file>', 'where the list goes; it is printed unless given')
    .option('--force', 'overwrite the file')
    .action((draft: string, options: CreateOptions) => create(draft, options, terminal))
  group
    .command('verify')
    .description('Checks signature, structure and age of a list, and prints whom it names.')
    .argument('[file]', 'the list, or - for standard input')
    .requiredOption('--operator <file>', 'the certificate (PEM) or key of who signs the list', collect(String))
    .addOption(new Option('--type <kind>', 'the kind of list').choices(Object.keys(listTypes)).default('degrees'))
    .option('--at <time>', 'judge as of this time (ISO 8601); now unless given', parseTime)
    .option('--json', 'print what it says as JSON')
    .action((file: string | undefined, options: VerifyOptions) => verify(file, options, terminal))
}

async function create(file: string, options: CreateOptions, terminal: Terminal): Promise<void> {
  const { value, source } = await readJson(file, terminal)
  if (!isJsonObject(value)) throw new CommandFault(`${source} is no list: it should hold { "LoTE": { … } }`)
  const { signer, kid } = await readSigningKey(options.key, terminal)
  const certificates =
    options.certificates === undefined ? undefined : await readCertificates(options.certificates, signer, terminal)
  const list = await refusedBy(source, () =>
    createTrustList(value, {
      signer,
      context: defaultContext(),
      ...(certificates === undefined ? (kid === undefined ? {} : { kid }) : { certificates }),
    }),
  )
  await deliver(list, 'the list', options, terminal)
}

async function verify(file: string | undefined, options: VerifyOptions, terminal: Terminal): Promise<void> {
  const { text, source } = await readText(file, terminal)
  const signer = await operatorFrom(options.operator, terminal)
  const { at } = options
  const context = at === undefined ? defaultContext() : defaultContext({ now: () => at.getTime() })
  const list = await refusedBy(source, () =>
    verifyTrustList(text, { signer, type: listTypes[options.type].type, context }),
  )
  terminal.output.write(options.json === true ? `${JSON.stringify(list, null, 2)}\n` : `${describe(list, terminal)}\n`)
}

function describe(list: TrustList, { output }: Terminal): string {
  const paint = paintFor(output)
  const { entities, sequenceNumber, territory, issued, nextUpdate } = list
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)
  return [
    `${paint('green', '✓')} ${harmless(territory)}, edition ${sequenceNumber}, of ${day(issued)}, next update due ${day(nextUpdate)}`,
    ...entities.flatMap(({ name, services }) => [
      `  ${harmless(name)}`,
      ...services.map(({ name: service, statuses }) => {
        const status = statuses.at(-1)?.status
        return `    ${harmless(service)}${status === undefined ? '' : `: ${harmless(status.split(/[:/]/).at(-1) as string)}`}`
      }),
    ]),
  ].join('\n')
}
