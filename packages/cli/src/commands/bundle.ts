import type { RetrievalRequest } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { allowLoopback, guardedRetrieval, recordingOf, writeBundle } from '@hashikake/credential/retrieval'
import { typeMetadata } from '@hashikake/sd-jwt/type-metadata'
import { readAggregation } from '@hashikake/status'
import { issuerMetadataUrl } from '@hashikake/trust'
import type { Command } from 'commander'
import { collect, parseIssuer } from '../arguments.ts'
import { CommandFault, refusedBy } from '../faults.ts'
import { deliver } from '../output.ts'
import { readSigningKey } from '../signing-keys.ts'
import type { Terminal } from '../terminal.ts'
import { typeLeniencies } from '../type-rules.ts'

interface BundleOptions {
  readonly key: string
  readonly list?: readonly string[]
  readonly status?: readonly string[]
  readonly aggregation?: readonly string[]
  readonly metadata?: readonly string[]
  readonly type?: readonly string[]
  readonly allowLoopback?: boolean
  readonly out?: string
  readonly force?: boolean
}

const help = `
Verify with it and nothing else:
  $ hashikake bundle create --key registry.jwk --out today.bundle \\
      --list https://trust.example/japan.jwt \\
      --status https://registrar.example/statuslists/1
  $ hashikake verify answer.sd-jwt --offline today.bundle \\
      --bundle-key registry.jwks.json --list https://trust.example/japan.jwt …`

export function addBundle(program: Command, terminal: Terminal): void {
  const group = program
    .command('bundle')
    .summary('collect what verifying offline needs')
    .description('Collects what verifying needs from the Internet into one signed file.')
    .addHelpText('after', help)
  group
    .command('create')
    .description('Fetches what is named, and signs it together with when it came.')
    .requiredOption('-k, --key <file>', 'the private key that signs the bundle, JWK or PEM')
    .option('--list <url>', 'a list of trusted entities', collect(parseIssuer))
    .option('--status <url>', 'a status list, as credentials name it', collect(parseIssuer))
    .option('--aggregation <url>', 'all status lists of an issuer, by the list of them', collect(parseIssuer))
    .option('--metadata <issuer>', 'the metadata of an issuer, by its iss', collect(parseIssuer))
    .option('--type <vct>', 'the rules of a type, and of those that it extends', collect(parseIssuer))
    .option('--allow-loopback', 'for trials: this machine itself may be asked')
    .option('-o, --out <file>', 'where the bundle goes; it is printed unless given')
    .option('--force', 'overwrite the file')
    .action((options: BundleOptions) => create(options, terminal))
}

type Wanted = Pick<RetrievalRequest, 'url' | 'mediaTypes'>

function wantedBy({ list = [], status = [], metadata = [] }: BundleOptions): readonly Wanted[] {
  return [
    ...list.map((url) => ({
      url,
      mediaTypes: ['application/jose', 'application/jwt', 'application/octet-stream', 'text/plain'],
    })),
    ...status.map((url) => ({ url, mediaTypes: ['application/statuslist+jwt', 'application/statuslist+cwt'] })),
    ...metadata.map((issuer) => ({ url: metadataOf(issuer), mediaTypes: ['application/json'] })),
  ]
}

function metadataOf(issuer: string): string {
  const url = issuerMetadataUrl(issuer)
  if (url === undefined) throw new CommandFault(`${issuer} has no metadata: only an https URL without a query has`)
  return url
}

async function create(options: BundleOptions, terminal: Terminal): Promise<void> {
  const named = wantedBy(options)
  const { aggregation = [], type = [] } = options
  if (named.length + aggregation.length + type.length === 0) {
    throw new CommandFault('Nothing to collect: add --list, --status, --aggregation, --metadata or --type')
  }
  const { signer } = await readSigningKey(options.key, terminal)
  const context = defaultContext()
  const recording = recordingOf(guardedRetrieval(options.allowLoopback === true ? { loopback: allowLoopback } : {}))
  const retrieve = (wanted: Wanted) => recording.retrieve({ ...wanted, now: context.now() / 1000 })
  const listed: Wanted[] = []
  for (const url of aggregation) {
    const { bytes } = await refusedBy(url, () => retrieve({ url, mediaTypes: ['application/json'] }))
    const lists = await refusedBy(url, () => readAggregation(bytes))
    listed.push(...wantedBy({ ...options, list: [], metadata: [], status: lists }))
  }
  const wanted = [...named, ...listed]
  for (const [i, one] of wanted.entries()) {
    terminal.errors.write(`${i + 1} of ${wanted.length}: ${one.url}\n`)
    const fetching = refusedBy(one.url, () => retrieve(one))
    // What was named must be there; of what an issuer lists, one that is missing says nothing of the others.
    await (named.includes(one) ? fetching : fetching.catch((fault: unknown) => passOver(fault, terminal)))
  }
  // How a document is spelled is for those to judge who go by it; here only what it extends matters.
  const types = typeMetadata({ leniencies: typeLeniencies })
  const fetching = defaultContext({ retrieval: recording })
  for (const [i, vct] of type.entries()) {
    terminal.errors.write(`type ${i + 1} of ${type.length}: ${vct}\n`)
    await refusedBy(vct, () => types.resolve(vct, { context: fetching }))
  }
  const bundle = await writeBundle(recording.parts(), { signer, context })
  await deliver(bundle, 'the bundle', options, terminal)
}

function passOver(fault: unknown, { errors }: Terminal): void {
  if (!(fault instanceof CommandFault)) throw fault
  errors.write(`hashikake: left out: ${fault.message}\n`)
}
