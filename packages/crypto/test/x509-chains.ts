import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

// Chains are made by an independent library, so that what it writes and what ours reads are two opinions.

x509.cryptoProvider.set(webcrypto)

export const day = 86_400_000
/** The clock of the tests. */
export const now = new Date('2026-12-01T12:00:00Z')
export const at = now.getTime() / 1000

export type KeyKind = 'P-256' | 'P-384' | 'P-521' | 'Ed25519' | 'RSA' | 'RSA-PSS' | 'RSA-1024'

export interface Party {
  readonly keys: webcrypto.CryptoKeyPair
  readonly algorithm: object
}

const kinds: Readonly<Record<KeyKind, object>> = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  Ed25519: { name: 'Ed25519' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 },
  'RSA-PSS': {
    name: 'RSA-PSS',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
    saltLength: 32,
  },
  'RSA-1024': {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 1024,
  },
}

const made = new Map<string, Promise<Party>>()

/** A key pair, the same for the same name. */
export function party(name: string, kind: KeyKind = 'P-256'): Promise<Party> {
  const known = made.get(`${name} ${kind}`)
  if (known !== undefined) return known
  const algorithm = kinds[kind]
  const party = webcrypto.subtle
    .generateKey(algorithm as never, true, ['sign', 'verify'])
    .then((keys) => ({ keys: keys as webcrypto.CryptoKeyPair, algorithm }))
  made.set(`${name} ${kind}`, party)
  return party
}

/** What a certificate says; all of it can be changed one by one. */
export interface Request {
  readonly subject: string
  readonly issuer: string
  readonly key: Party
  readonly signer: Party
  readonly notBefore: Date
  readonly notAfter: Date
  readonly serialNumber: string
  readonly extensions: readonly x509.Extension[]
  /** The hash of the signature, where it is not the key's own. */
  readonly hash?: string
}

export async function certificate(request: Request): Promise<Uint8Array> {
  const { subject, issuer, key, signer, hash } = request
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: request.serialNumber,
    subject,
    issuer,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    publicKey: key.keys.publicKey,
    signingKey: signer.keys.privateKey,
    signingAlgorithm: { ...signer.algorithm, ...(hash === undefined ? {} : { hash }) } as never,
    extensions: [...request.extensions],
  })
  return new Uint8Array(made.rawData)
}

export const usage = (flags: number, critical = true): x509.Extension => new x509.KeyUsagesExtension(flags, critical)
export const authority = (pathLength?: number, isAuthority = true): x509.Extension =>
  new x509.BasicConstraintsExtension(isAuthority, pathLength, true)
export const subjectKey = ({ keys }: Party): Promise<x509.Extension> =>
  x509.SubjectKeyIdentifierExtension.create(keys.publicKey)
export const authorityKey = ({ keys }: Party): Promise<x509.Extension> =>
  x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)
export const names = (...values: { type: 'dns' | 'url' | 'email' | 'ip'; value: string }[]): x509.Extension =>
  new x509.SubjectAlternativeNameExtension(values)
export const flags: typeof x509.KeyUsageFlags = x509.KeyUsageFlags

const years = (count: number): Date => new Date(now.getTime() + count * 365 * day)

export async function rootRequest(change: Partial<Request> = {}): Promise<Request> {
  const key = change.key ?? (await party('root'))
  return {
    subject: 'CN=Example Root, C=JP',
    issuer: 'CN=Example Root, C=JP',
    key,
    signer: key,
    notBefore: years(-1),
    notAfter: years(5),
    serialNumber: '4101',
    extensions: [authority(), usage(flags.keyCertSign | flags.cRLSign), await subjectKey(key)],
    ...change,
  }
}

export async function middleRequest(change: Partial<Request> = {}): Promise<Request> {
  const [key, signer] = [change.key ?? (await party('middle')), change.signer ?? (await party('root'))]
  return {
    subject: 'CN=Example Authority, C=JP',
    issuer: 'CN=Example Root, C=JP',
    key,
    signer,
    notBefore: years(-1),
    notAfter: years(3),
    serialNumber: '4102',
    extensions: [
      authority(0),
      usage(flags.keyCertSign | flags.cRLSign),
      await subjectKey(key),
      await authorityKey(signer),
    ],
    ...change,
  }
}

export async function leafRequest(change: Partial<Request> = {}): Promise<Request> {
  const [key, signer] = [change.key ?? (await party('leaf')), change.signer ?? (await party('middle'))]
  return {
    subject: 'CN=Registrar, O=Example University, C=JP',
    issuer: 'CN=Example Authority, C=JP',
    key,
    signer,
    notBefore: years(-0.5),
    notAfter: years(1),
    serialNumber: '4103',
    extensions: [
      usage(flags.digitalSignature),
      await subjectKey(key),
      await authorityKey(signer),
      names({ type: 'url', value: 'https://registrar.example' }, { type: 'dns', value: 'registrar.example' }),
    ],
    ...change,
  }
}

/** The requests of a chain, by place. */
export interface ChainChange {
  readonly root?: Partial<Request>
  readonly middle?: Partial<Request>
  readonly leaf?: Partial<Request>
}

export interface Chain {
  readonly root: Uint8Array
  readonly middle: Uint8Array
  readonly leaf: Uint8Array
}

/** Root, authority and leaf; all of it good but for the change. */
export async function chain(change: ChainChange = {}): Promise<Chain> {
  const [root, middle, leaf] = await Promise.all([
    rootRequest(change.root).then(certificate),
    middleRequest(change.middle).then(certificate),
    leafRequest(change.leaf).then(certificate),
  ])
  return { root, middle, leaf }
}

/** A NameConstraints extension, written by hand: the library that writes the rest has none. */
export function nameConstraints(trees: {
  permitted?: readonly (readonly [tag: number, value: string | Uint8Array])[]
  excluded?: readonly (readonly [tag: number, value: string | Uint8Array])[]
}): x509.Extension {
  const subtrees = (tag: number, list: readonly (readonly [number, string | Uint8Array])[] = []): Uint8Array =>
    list.length === 0
      ? new Uint8Array()
      : tlv(tag, ...list.map(([kind, value]) => tlv(0x30, tlv(kind, typeof value === 'string' ? ascii(value) : value))))
  const value = tlv(0x30, subtrees(0xa0, trees.permitted), subtrees(0xa1, trees.excluded))
  return new x509.Extension('2.5.29.30', true, value as never)
}

export function unknownExtension(critical: boolean): x509.Extension {
  return new x509.Extension('1.3.6.1.4.1.55555.1', critical, tlv(0x05) as never)
}

export function tlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  const { length } = content
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255]
  return Uint8Array.from([...head, ...content])
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}
