import { createPrivateKey, createPublicKey } from 'node:crypto'
import { defaultContext } from '@hashikake/credential/context'
import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { jwkThumbprint } from '@hashikake/crypto/keys'
import { type Command, Option } from 'commander'
import { writePrivateFile } from '../output.ts'
import type { Terminal } from '../terminal.ts'

interface KeygenOptions {
  readonly algorithm: SignatureAlgorithm
  readonly format: 'jwk' | 'pem'
  readonly out?: string
  readonly force?: boolean
}

export function addKeygen(program: Command, terminal: Terminal): void {
  program
    .command('keygen')
    .summary('make a key pair')
    .description(
      'Makes a key pair. With --out, the private key goes into a file that only you can read, and the public key is ' +
        'printed, ready to be handed to others. Keys of a production issuer belong in an HSM or a key service.',
    )
    .addOption(new Option('-a, --algorithm <name>', 'what it signs with').choices(defaultAlgorithms).default('ES256'))
    .option('-o, --out <file>', 'where the private key goes; it is printed unless given')
    .addOption(
      new Option('--format <format>', 'a JWK with a JWK Set, or two PEM blocks').choices(['jwk', 'pem']).default('jwk'),
    )
    .option('--force', 'overwrite the file')
    .addHelpText('after', '\nExample:\n  $ hashikake keygen --out issuer.jwk > issuer.jwks.json')
    .action((options: KeygenOptions) => keygen(options, terminal))
}

async function keygen({ algorithm, format, out, force = false }: KeygenOptions, terminal: Terminal): Promise<void> {
  const { privateText, publicText } = await makeKeys(algorithm, format)
  if (out === undefined) {
    terminal.errors.write(
      'hashikake: this is a private key; whoever has it signs in your name. Keep it in a file with --out FILE\n',
    )
    terminal.output.write(`${privateText}\n`)
    return
  }
  await writePrivateFile(out, `${privateText}\n`, force)
  terminal.errors.write(`Wrote the private key to ${out}, and the public one to standard output\n`)
  terminal.output.write(`${publicText}\n`)
}

async function makeKeys(algorithm: SignatureAlgorithm, format: 'jwk' | 'pem') {
  const { engine } = defaultContext()
  const { privateKey, publicKey } = await engine.generateKey(algorithm)
  if (format === 'pem') {
    const key = createPrivateKey({ key: { ...privateKey }, format: 'jwk' })
    return {
      privateText: key.export({ type: 'pkcs8', format: 'pem' }).toString().trimEnd(),
      publicText: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString().trimEnd(),
    }
  }
  // Named by its thumbprint, a key keeps its name wherever it is stored.
  const names = { kid: jwkThumbprint(publicKey, engine), alg: algorithm, use: 'sig' }
  return {
    privateText: JSON.stringify({ ...privateKey, ...names }, null, 2),
    publicText: JSON.stringify({ keys: [{ ...publicKey, ...names }] }, null, 2),
  }
}
