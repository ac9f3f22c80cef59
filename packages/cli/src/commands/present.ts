import { bearer, type Challenge, type ClaimPath, type Claims, type Encoded, formatOf } from '@hashikake/credential'
import type { KeyAgreement } from '@hashikake/crypto/key-agreement'
import type { Signer } from '@hashikake/crypto/signers'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject } from '@hashikake/encoding/json'
import { present, type Selection } from '@hashikake/holder'
import * as mdoc from '@hashikake/mdoc'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import type { Command } from 'commander'
import { collect, parseClaimPath } from '../arguments.ts'
import { addChallengeOptions, type ChallengeOptions, challengeOf } from '../challenge.ts'
import { CommandFault, refusedBy } from '../faults.ts'
import { readJson, readOneCredential } from '../input.ts'
import { deliver } from '../output.ts'
import { readPublicKey } from '../public-keys.ts'
import { readKeyAgreement, readSigningKey } from '../signing-keys.ts'
import type { Terminal } from '../terminal.ts'

interface PresentOptions extends ChallengeOptions {
  readonly disclose?: readonly ClaimPath[]
  readonly key?: string
  readonly macWith?: string
  readonly holderClaims?: string
  readonly out?: string
  readonly force?: boolean
}

const help = `
A claim path is a JSON array, so that names with dots or slashes stay whole; a
null stands for every element: '["nationalities",null]'. A path brings along
what lies on the way to it and what it holds, and nothing else.

The claims of an mdoc are its elements: '["org.iso.18013.5.1","family_name"]'.
It answers an OpenID4VP request (--client-id and --response-uri, or --origin),
or a session transcript.

Example:
  $ hashikake present degree.sd-jwt --key holder.jwk \\
      --disclose '["degree","title"]' \\
      --nonce 8wNb_4tZsGxLkQ --audience https://admissions.example`

export function addPresent(program: Command, terminal: Terminal): void {
  const command = program
    .command('present')
    .summary('show chosen claims of a credential')
    .description(
      'Shows the chosen claims of a credential, bound to what the verifier asked, and prints the presentation; of an mdoc, in base64url.',
    )
    .argument('<credential>', 'the credential as issued, or - for standard input')
    .option(
      '-d, --disclose <path>',
      'a claim to show, may be given several times; without any, only what is never hidden is shown',
      collect(parseClaimPath),
    )
    .option('-k, --key <file>', "the holder's private key, JWK or PEM; not needed with --bearer")
  addChallengeOptions(command, {
    nonce: 'the nonce that the verifier sent',
    audience: 'the verifier that is answered, as it calls itself',
  })
    .option('--bearer', 'show it without key binding, answering nobody')
    .option(
      '--mac-with <file>',
      "an mdoc: prove the key by a MAC with the verifier's public key, instead of a signature",
    )
    .option('--holder-claims <file>', 'an mdoc: elements that the holder vouches for, JSON by namespace')
    .option('-o, --out <file>', 'where the presentation goes; it is printed unless given')
    .option('--force', 'overwrite the file')
    .addHelpText('after', help)
    .action((file: string, options: PresentOptions) => presentFile(file, options, terminal))
}

const formats = [sdJwtVc.presentation(), mdoc.presentation()] as const

async function presentFile(file: string, options: PresentOptions, terminal: Terminal): Promise<void> {
  const challenge = await challengeOf(options, terminal)
  const proof = await readProof(options, challenge, terminal)
  const { encoded, source } = await readOneCredential(file, terminal)
  const format = formatOf(formats, encoded) ?? formats[0]
  const isMdoc = format.name === 'mso_mdoc'
  requireFitting(isMdoc, options)
  const readerKey = options.macWith === undefined ? undefined : await readPublicKey(options.macWith, terminal)
  const holderClaims = await readHolderClaims(options, terminal)
  const selection: Selection = {
    credential: { format: format.name, encoded },
    disclose: options.disclose ?? [],
    ...proof,
    ...(holderClaims === undefined ? {} : { holderClaims }),
  }
  const [presented] = await refusedBy(source, () =>
    present<(typeof formats)[number]>([selection], {
      formats,
      challenge,
      ...(readerKey === undefined ? {} : { readerKey }),
    }),
  )
  await deliver(textOf(presented as Encoded), 'the presentation', options, terminal)
}

function requireFitting(isMdoc: boolean, options: PresentOptions): void {
  if (isMdoc) {
    if (options.audience === undefined || options.bearer === true) return
    throw new CommandFault(
      'An mdoc answers no --audience: give --client-id and --response-uri, --origin or --session-transcript as the verifier asked',
    )
  }
  for (const [name, option] of [
    ['macWith', '--mac-with'],
    ['holderClaims', '--holder-claims'],
    ['sessionTranscript', '--session-transcript'],
  ] as const) {
    if (options[name] !== undefined)
      throw new CommandFault(`${option} is for an mdoc: an SD-JWT VC has no place for it`)
  }
}

/** How the holder's key is proven: a signature, or a MAC. */
async function readProof(
  { key, macWith }: PresentOptions,
  challenge: Challenge | typeof bearer,
  terminal: Terminal,
): Promise<{ readonly signer: Signer } | { readonly keyAgreement: KeyAgreement } | Record<never, never>> {
  if (challenge === bearer) return {}
  if (key === undefined) throw new CommandFault("The answer is signed with the holder's key: add --key FILE")
  if (macWith === undefined) return { signer: (await readSigningKey(key, terminal)).signer }
  return { keyAgreement: await readKeyAgreement(key, terminal) }
}

async function readHolderClaims({ holderClaims }: PresentOptions, terminal: Terminal): Promise<Claims | undefined> {
  if (holderClaims === undefined) return undefined
  const { value, source } = await readJson(holderClaims, terminal)
  const isWhole =
    isJsonObject(value) &&
    Object.values(value).every((elements) => isJsonObject(elements) && Object.keys(elements).length > 0)
  if (!isWhole) throw new CommandFault(`${source} should hold elements by namespace: { "org.iso.18013.5.1": { … } }`)
  return value as Claims
}

/** Bytes travel as OpenID4VP 1.0 has them (§B.2). */
function textOf(presented: Encoded): string {
  return typeof presented === 'string' ? presented : encodeBase64url(presented)
}
