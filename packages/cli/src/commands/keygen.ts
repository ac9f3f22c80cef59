import { createPrivateKey, createPublicKey } from 'node:crypto'
import { defaultContext } from '@hashikake/credential/context'
import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { jwkThumbprint } from '@hashikake/crypto/keys'
import { type Command, Option } from 'commander'
import { collect, parseContact, parseDays, parseIssuer, parseObjectIdentifier } from '../arguments.ts'
import { type CertificateOptions, certify } from '../certify.ts'
import { deliver, writePrivateFile } from '../output.ts'
import type { Terminal } from '../terminal.ts'

interface KeygenOptions extends CertificateOptions {
  readonly algorithm: SignatureAlgorithm
  readonly format: 'jwk' | 'pem'
  readonly force?: boolean
}

const help = `
With --certificate, the key gets a certificate too: signed by itself, or by
the authority that --issued-by and --authority-key name.

Examples:
  $ hashikake keygen --out issuer.jwk > issuer.jwks.json
  $ hashikake keygen --out root.jwk --certificate root.pem --authority \\
      --subject "CN=Example Root, C=JP" > root.jwks.json
  $ hashikake keygen --out issuer.jwk --certificate issuer.pem \\
      --subject "CN=Registrar, O=Example University, C=JP" \\
      --uri https://registrar.example \\
      --issued-by root.pem --authority-key root.jwk > issuer.jwks.json

For mdocs, an authority and a signer under it:
  $ hashikake keygen --out authority.jwk --certificate authority.pem \\
      --mdoc authority --subject "CN=Example Authority, C=JP" \\
      --contact https://authority.example > authority.jwks.json
  $ hashikake keygen --out signer.jwk --certificate signer.pem --mdoc signer \\
      --subject "CN=Example University, C=JP" \\
      --contact https://authority.example --crl https://authority.example/crl \\
      --issued-by authority.pem --authority-key authority.jwk > signer.jwks.json`

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
    .option('--certificate <file>', 'make a certificate of the key as well, PEM')
    .option('--subject <name>', 'whose it is: "CN=Registrar, O=Example University, C=JP"')
    .option('--uri <url>', 'an identifier of the subject, as its credentials name it in iss', collect(parseIssuer))
    .option('--dns <name>', 'a host name of the subject', collect(String))
    .option('--purpose <oid>', 'an extended key usage, as its dotted number', collect(parseObjectIdentifier))
    .option('--authority', 'the certificate may issue others')
    .addOption(
      new Option(
        '--mdoc <role>',
        'a certificate as ISO/IEC 18013-5 has them: of the authority, of who signs mdocs, or of who signs lists of authorities (VICAL)',
      ).choices(['authority', 'signer', 'list-signer']),
    )
    .option(
      '--contact <place>',
      'with --mdoc: where its issuer is reached, a URL or e-mail address',
      collect(parseContact),
    )
    .option('--crl <url>', 'where its revocation is published', collect(parseIssuer))
    .option('--days <number>', 'how long it is valid; 397, or 3650 for the authority of mdocs', parseDays)
    .option('--issued-by <file>', 'the certificate of the authority that signs it, PEM')
    .option('--authority-key <file>', 'the private key of that authority, JWK')
    .option('--force', 'overwrite the files')
    .addHelpText('after', help)
    .action((options: KeygenOptions) => keygen(options, terminal))
}

async function keygen(options: KeygenOptions, terminal: Terminal): Promise<void> {
  const { algorithm, format, out, force = false } = options
  const { privateKey, privateText, publicText } = await makeKeys(algorithm, format)
  const certificate = await certify({ key: privateKey, algorithm }, options, terminal)
  if (out === undefined) {
    terminal.errors.write(
      'hashikake: this is a private key; whoever has it signs in your name. Keep it in a file with --out FILE\n',
    )
    terminal.output.write(`${privateText}\n`)
    return
  }
  await writePrivateFile(out, `${privateText}\n`, force)
  if (certificate !== undefined) {
    await deliver(certificate, 'the certificate', { out: options.certificate as string, force }, terminal)
  }
  terminal.errors.write(`Wrote the private key to ${out}, and the public one to standard output\n`)
  terminal.output.write(`${publicText}\n`)
}

async function makeKeys(algorithm: SignatureAlgorithm, format: 'jwk' | 'pem') {
  const { engine } = defaultContext()
  const { privateKey, publicKey } = await engine.generateKey(algorithm)
  if (format === 'pem') {
    const key = createPrivateKey({ key: { ...privateKey }, format: 'jwk' })
    return {
      privateKey,
      privateText: key.export({ type: 'pkcs8', format: 'pem' }).toString().trimEnd(),
      publicText: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString().trimEnd(),
    }
  }
  // Named by its thumbprint, a key keeps its name wherever it is stored.
  const names = { kid: jwkThumbprint(publicKey, engine), alg: algorithm, use: 'sig' }
  return {
    privateKey,
    privateText: JSON.stringify({ ...privateKey, ...names }, null, 2),
    publicText: JSON.stringify({ keys: [{ ...publicKey, ...names }] }, null, 2),
  }
}
