import type { IssuerIdentity } from '@hashikake/credential'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { issue } from '@hashikake/issuer'
import * as mdoc from '@hashikake/mdoc'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import type { Command } from 'commander'
import { parseIssuer } from '../arguments.ts'
import { type Draft, readDraft } from '../draft.ts'
import { CommandFault, refusedBy } from '../faults.ts'
import { readJson } from '../input.ts'
import { issuingAuthorityOf } from '../mdoc-draft.ts'
import { deliver } from '../output.ts'
import { readPublicKey } from '../public-keys.ts'
import { readCertificates, readSigningKey } from '../signing-keys.ts'
import type { Terminal } from '../terminal.ts'

interface IssueOptions {
  readonly key: string
  readonly issuer?: string
  readonly holderKey?: string
  readonly kid?: string
  readonly certificates?: string
  readonly haip?: boolean
  readonly out?: string
  readonly force?: boolean
}

const help = `
A draft of an SD-JWT VC:
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

A draft of an ISO mdoc, whose elements can all be withheld:
  {
    "docType": "org.iso.18013.5.1.mDL",
    "namespaces": { "org.iso.18013.5.1": { "family_name": "Mihon", … } },
    "expires": "2031-03-31"
  }
Of a known type, days and times are plain texts; of any other, they are
{ "$date": "2026-03-25" } and { "$time": "2026-03-25T09:00:00Z" }. Bytes are
always { "$bytes": "base64url" }. A draft may also have expectedUpdate,
keyAuthorizations, decoys, issuedAt, notBefore and status.

Examples:
  $ hashikake issue degree.json --key issuer.jwk \\
      --issuer https://registrar.example --holder-key holder.jwks.json
  $ hashikake issue licence.json --key signer.jwk \\
      --certificates signer.pem --holder-key holder.jwks.json`

export function addIssue(program: Command, terminal: Terminal): void {
  program
    .command('issue')
    .summary('issue a credential')
    .description('Issues an SD-JWT VC or an ISO mdoc from a draft and prints it; an mdoc as base64url.')
    .argument('<draft>', 'what to issue: a JSON file, or - for standard input')
    .requiredOption('-k, --key <file>', "the issuer's private key, JWK or PEM")
    .option(
      '-i, --issuer <url>',
      "the issuer's identifier, under which verifiers know its key; an mdoc has none",
      parseIssuer,
    )
    .option(
      '--holder-key <file>',
      "the holder's public key; without it, anyone who has the credential can show it, and there is no mdoc",
    )
    .option('--kid <name>', 'what verifiers know the key by; the kid of the key file unless given')
    .option(
      '--certificates <file>',
      'the chain of the key to send along (x5c, x5chain), PEM, its own certificate first',
    )
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
  const read = readDraft(value, source)
  requireFitting(read, options)
  const { signer, kid: ownKid } = await readSigningKey(options.key, terminal)
  const kid = options.kid ?? ownKid
  const certificates =
    options.certificates === undefined ? undefined : await readCertificates(options.certificates, signer, terminal)
  const holderKey = options.holderKey === undefined ? undefined : await readPublicKey(options.holderKey, terminal)
  const identity: IssuerIdentity = { signer, ...(certificates === undefined ? {} : { certificates }) }
  const credential = await refusedBy(source, async () => {
    if (read.format === 'mso_mdoc') {
      const draft = { ...read.draft, holderKey } as mdoc.MdocDraft
      const format = mdoc.issuance(issuingAuthorityOf(draft.docType))
      return encodeBase64url(await issue(draft, { format, issuer: identity }))
    }
    return issue(
      { ...read.draft, ...(holderKey === undefined ? {} : { holderKey }) },
      {
        format: sdJwtVc.issuance(options.haip === true ? { profile: 'haip-1.0' } : {}),
        issuer: { ...identity, id: options.issuer as string, ...(kid === undefined ? {} : { kid }) },
      },
    )
  })
  await deliver(credential, 'the credential', options, terminal)
}

/** What one format needs, and the other has no place for. */
function requireFitting({ format }: Draft, options: IssueOptions): void {
  if (format === 'dc+sd-jwt') {
    if (options.issuer === undefined) throw new CommandFault('An SD-JWT VC names its issuer: add --issuer URL')
    return
  }
  const misplaced = (['issuer', 'kid', 'haip'] as const).find((name) => options[name] !== undefined)
  if (misplaced !== undefined) {
    throw new CommandFault(`--${misplaced} is for an SD-JWT VC: the certificate of its signer says who issues an mdoc`)
  }
  if (options.certificates === undefined) {
    throw new CommandFault('An mdoc brings the certificate of its signer: add --certificates FILE')
  }
  if (options.holderKey === undefined) {
    throw new CommandFault("An mdoc is always bound to its holder's key: add --holder-key FILE")
  }
}
