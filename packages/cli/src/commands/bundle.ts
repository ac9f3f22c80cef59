import type { RetrievalRequest } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { allowLoopback, guardedRetrieval, recordingOf, writeBundle } from '@hashikake/credential/retrieval'
import { issuerMetadataUrl } from '@hashikake/trust'
import type { Command } from 'commander'
import { collect, parseIssuer } from '../arguments.ts'
import { CommandFault, refusedBy } from '../faults.ts'
import { deliver } from '../output.ts'
import { readSigningKey } from '../signing-keys.ts'
import type { Terminal } from '../terminal.ts'

interface BundleOptions {
  readonly key: string
  readonly list?: readonly string[]
  readonly status?: readonly string[]
  readonly metadata?: readonly string[]
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
    .option('--metadata <issuer>', 'the metadata of an issuer, by its iss', collect(parseIssuer))
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
  const wanted = wantedBy(options)
  if (wanted.length === 0) throw new CommandFault('Nothing to collect: add --list, --status or --metadata')
  const { signer } = await readSigningKey(options.key, terminal)
  const context = defaultContext()
  const recording = recordingOf(guardedRetrieval(options.allowLoopback === true ? { loopback: allowLoopback } : {}))
  for (const [i, { url, mediaTypes }] of wanted.entries()) {
    terminal.errors.write(`${i + 1} of ${wanted.length}: ${url}\n`)
    await refusedBy(url, () => recording.retrieve({ url, mediaTypes, now: context.now() / 1000 }))
  }
  const bundle = await writeBundle(recording.parts(), { signer, context })
  await deliver(bundle, 'the bundle', options, terminal)
}
