import { X509Certificate } from 'node:crypto'
import type { SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { type PrivateJwk, parsePrivateJwk, sameKey } from '@hashikake/crypto/keys'
import { publicKeyFromPem, signerFromJwk } from '@hashikake/crypto/signers'
import { spelled } from './arguments.ts'
import type { Authority, CertificateKind } from './certificate.ts'
import { CommandFault } from './faults.ts'
import { readJson, readText } from './input.ts'
import { keyFault, keyRefusal } from './key-faults.ts'
import type { Terminal } from './terminal.ts'

export interface CertificateOptions {
  /** Where the private key goes. */
  readonly out?: string
  readonly certificate?: string
  readonly subject?: string
  readonly uri?: readonly string[]
  readonly dns?: readonly string[]
  readonly purpose?: readonly string[]
  readonly authority?: boolean
  readonly mdoc?: 'authority' | 'signer' | 'list-signer'
  readonly contact?: readonly string[]
  readonly crl?: readonly string[]
  readonly days?: number
  readonly issuedBy?: string
  readonly authorityKey?: string
}

/** The certificate that the options ask for; undefined where they ask for none. */
export async function certify(
  { key, algorithm }: { readonly key: PrivateJwk; readonly algorithm: SignatureAlgorithm },
  options: CertificateOptions,
  terminal: Terminal,
): Promise<string | undefined> {
  const { subject, uri = [], dns = [], purpose = [], contact = [], crl = [] } = options
  if (options.certificate === undefined) {
    const given = certificateOptions.find((name) => options[name] !== undefined)
    if (given === undefined) return undefined
    throw new CommandFault(`${spelled(given)} is for a certificate: add --certificate FILE, where it goes`)
  }
  if (options.out === undefined) throw new CommandFault('A certificate needs its key: add --out FILE, where that goes')
  if (subject === undefined) {
    throw new CommandFault('A certificate says whose it is: add --subject "CN=Registrar, O=Example University, C=JP"')
  }
  const kind = kindOf(options)
  // Loaded here: the other commands start without it.
  const { makeCertificate, requireName } = await import('./certificate.ts')
  const authority = await readAuthority(options, terminal)
  return makeCertificate({
    key,
    algorithm,
    subject: requireName(subject),
    uris: uri,
    dnsNames: dns,
    extendedKeyUsages: purpose,
    contacts: contact,
    revocationLists: crl,
    kind,
    notBefore: new Date(),
    days: options.days ?? (kind === 'mdoc-authority' ? 3_650 : 397),
    ...(authority === undefined ? {} : { authority }),
  })
}

const certificateOptions = [
  'subject',
  'uri',
  'dns',
  'purpose',
  'authority',
  'mdoc',
  'contact',
  'crl',
  'days',
  'issuedBy',
  'authorityKey',
] as const

/** What ISO/IEC 18013-5 Annex B has every certificate say is asked for here: without it, verifiers refuse what is signed. */
function kindOf(options: CertificateOptions): CertificateKind {
  const { mdoc, authority, contact, crl, issuedBy, subject = '' } = options
  if (mdoc === undefined) return authority === true ? 'authority' : 'signer'
  if (authority !== undefined)
    throw new CommandFault('--mdoc says already whether it is an authority: leave out --authority')
  if (mdoc !== 'authority' && issuedBy === undefined) {
    throw new CommandFault(
      'Who signs mdocs, or lists of their authorities, is certified: add --issued-by and --authority-key',
    )
  }
  if (mdoc === 'list-signer') return 'vical-signer'
  if (contact === undefined) {
    throw new CommandFault(
      'A certificate for mdocs says where its issuer is reached: add --contact with a URL or an e-mail address',
    )
  }
  if (!/(?:^|[,+]\s*)C=[A-Z]{2}(?:\s*[,+]|$)/.test(subject) || !/(?:^|[,+]\s*)CN=/.test(subject)) {
    throw new CommandFault(
      'A certificate for mdocs names its country, by two letters, and itself: --subject "CN=…, C=JP"',
    )
  }
  if (mdoc === 'authority') return 'mdoc-authority'
  if (crl === undefined) {
    throw new CommandFault('The certificate of a signer of mdocs says where its revocation is published: add --crl URL')
  }
  return 'mdoc-signer'
}

async function readAuthority(
  { issuedBy, authorityKey }: CertificateOptions,
  terminal: Terminal,
): Promise<Authority | undefined> {
  if (issuedBy === undefined && authorityKey === undefined) return undefined
  if (issuedBy === undefined || authorityKey === undefined) {
    throw new CommandFault('--issued-by and --authority-key go together: the certificate of an authority, and its key')
  }
  const certificate = await readCertificate(issuedBy, terminal)
  if (!certificate.ca) throw new CommandFault(`${issuedBy} may issue no certificates: make it with --authority`)
  const { value, source } = await readJson(authorityKey, terminal)
  const code = keyRefusal(() => parsePrivateJwk(value))
  if (code !== undefined) throw keyFault(source, code)
  const key = parsePrivateJwk(value)
  const { algorithm, publicKey } = await signerFromJwk(key)
  const certified = publicKeyFromPem(certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString())
  if (!sameKey(certified, publicKey)) throw new CommandFault(`${authorityKey} is not the key of ${issuedBy}`)
  return { certificate, key, algorithm }
}

async function readCertificate(file: string, terminal: Terminal): Promise<X509Certificate> {
  const { text, source } = await readText(file, terminal)
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw new CommandFault(`${source} is no certificate: give it as PEM`, undefined, cause)
  }
}
