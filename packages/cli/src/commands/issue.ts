import { issue } from '@hashikake/issuer'
import { issuance, type SdJwtVcDraft } from '@hashikake/sd-jwt/vc'
import type { Command } from 'commander'
import { parseIssuer } from '../arguments.ts'
import { readDraft } from '../draft.ts'
import { CommandFault, refusedBy } from '../faults.ts'
import { readJson } from '../input.ts'
import { deliver } from '../output.ts'
import { readPublicKey } from '../public-keys.ts'
import { readCertificates, readSigningKey } from '../signing-keys.ts'
import type { Terminal } from '../terminal.ts'

interface IssueOptions {
  readonly key: string
  readonly issuer: string
  readonly holderKey?: string
  readonly kid?: string
  readonly certificates?: string
  readonly haip?: boolean
  readonly out?: string
  readonly force?: boolean
}

const help = `
A draft:
  {
    "vct": "https://registrar.example/types/degree",
    "claims": {
      "given_name": "Hanako",
      "degree": { "title": "Bachelor of Engineering" }
    },
    "disclosable": [["given_name"], { "everythingBelow": ["degree"] }],
    "expires": "2031-03-31"
  }
"disclosable" has claim paths, { "everythingBelow": path } or { "asOne": path };
what it leaves out is shown to everybody. A draft may also have akaVcts,
vctIntegrity, decoys, issuedAt, notBefore and status.

Example:
  $ hashikake issue degree.json --key issuer.jwk \\
      --issuer https://registrar.example --holder-key holder.jwks.json`

export function addIssue(program: Command, terminal: Terminal): void {
  program
    .command('issue')
    .summary('issue an SD-JWT VC')
    .description('Issues an SD-JWT VC from a draft and prints it.')
    .argument('<draft>', 'what to issue: a JSON file, or - for standard input')
    .requiredOption('-k, --key <file>', "the issuer's private key, JWK or PEM")
    .requiredOption('-i, --issuer <url>', "the issuer's identifier, under which verifiers know its key", parseIssuer)
    .option('--holder-key <file>', "the holder's public key; without it, anyone who has the credential can show it")
    .option('--kid <name>', 'what verifiers know the key by; the kid of the key file unless given')
    .option('--certificates <file>', 'the chain of the key to send along (x5c), PEM, its own certificate first')
    .option('--haip', 'keep to the High Assurance Interoperability Profile, which needs --certificates')
    .option('-o, --out <file>', 'where the credential goes; it is printed unless given')
    .option('--force', 'overwrite the file')
    .addHelpText('after', help)
    .action((draft: string, options: IssueOptions) => issueDraft(draft, options, terminal))
}

async function issueDraft(file: string, options: IssueOptions, terminal: Terminal): Promise<void> {
  if (options.haip === true && options.certificates === undefined) {
    throw new CommandFault('--haip needs the chain of the issuing key: add --certificates FILE')
  }
  const { value, source } = await readJson(file, terminal)
  const draft = readDraft(value, source)
  const { signer, kid: ownKid } = await readSigningKey(options.key, terminal)
  const kid = options.kid ?? ownKid
  const certificates =
    options.certificates === undefined ? undefined : await readCertificates(options.certificates, signer, terminal)
  const holderKey = options.holderKey === undefined ? undefined : await readPublicKey(options.holderKey, terminal)
  const full: SdJwtVcDraft = { ...draft, ...(holderKey === undefined ? {} : { holderKey }) }
  const credential = await refusedBy(source, () =>
    issue(full, {
      format: issuance(options.haip === true ? { profile: 'haip-1.0' } : {}),
      issuer: {
        id: options.issuer,
        signer,
        ...(kid === undefined ? {} : { kid }),
        ...(certificates === undefined ? {} : { certificates }),
      },
    }),
  )
  await deliver(credential, 'the credential', options, terminal)
}
