import type { HashAlgorithm, KeyParametersName, SignatureAlgorithm } from '../algorithms.ts'
import { contentOf, type DerItem, derTag, itemsOf, readDer } from '../der.ts'
import { readSmallNumber } from './items.ts'
import { readObjectIdentifier } from './object-identifier.ts'

/** How a certificate or a CRL is signed. */
export type CertificateSignature =
  | { readonly kind: 'ecdsa'; readonly hash: HashAlgorithm }
  | { readonly kind: 'eddsa'; readonly algorithm: Extract<SignatureAlgorithm, 'Ed25519' | 'Ed448'> }
  | { readonly kind: 'rsa'; readonly hash: HashAlgorithm }
  | { readonly kind: 'rsa-pss'; readonly hash: HashAlgorithm; readonly saltLength: number }

/** RFC 5758 §3.2, RFC 8410 §3, RFC 8017 appendix C. Nothing with MD5 or SHA-1. */
const algorithms: Readonly<Record<string, CertificateSignature>> = {
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'sha-256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'sha-384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'sha-512' },
  '1.3.101.112': { kind: 'eddsa', algorithm: 'Ed25519' },
  '1.3.101.113': { kind: 'eddsa', algorithm: 'Ed448' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', hash: 'sha-256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', hash: 'sha-384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', hash: 'sha-512' },
}
const rsaPss = '1.2.840.113549.1.1.10'
const maskGeneration = '1.2.840.113549.1.1.8'
const hashes: Readonly<Record<string, HashAlgorithm>> = {
  '2.16.840.1.101.3.4.2.1': 'sha-256',
  '2.16.840.1.101.3.4.2.2': 'sha-384',
  '2.16.840.1.101.3.4.2.3': 'sha-512',
}

/**
 * Reads an AlgorithmIdentifier of a signature; undefined for one that is not accepted.
 *
 * @throws {RangeError} when it is none
 */
export function readSignatureAlgorithm(der: Uint8Array): CertificateSignature | undefined {
  const [type, ...parameters] = itemsOf(readDer(der)[0], derTag.sequence)
  const name = readObjectIdentifier(contentOf(type, derTag.objectIdentifier))
  if (name === rsaPss) return readPssParameters(parameters)
  if (!Object.hasOwn(algorithms, name)) return undefined
  const algorithm = algorithms[name] as CertificateSignature
  // RFC 5758 §3.2 and RFC 8410 §3: no parameters; RFC 8017 §A.2.4: NULL.
  const isNull = parameters.length === 1 && parameters[0]?.tag === 0x05 && parameters[0].content.length === 0
  return (algorithm.kind === 'rsa' ? isNull : parameters.length === 0) ? algorithm : undefined
}

/** RFC 4055 §3.1: one hash for both purposes, and nothing left to defaults, which are SHA-1. */
function readPssParameters([sequence]: readonly DerItem[]): CertificateSignature | undefined {
  const parts = itemsOf(sequence, derTag.sequence)
  const part = (tag: number): readonly DerItem[] => parts.find((one) => one.tag === tag)?.items ?? []
  const [hash, mask, salt] = [part(0xa0)[0], part(0xa1)[0], part(0xa2)[0]]
  if (hash === undefined || mask === undefined || salt === undefined || parts.length !== 3) return undefined
  const [maskName, maskHash] = itemsOf(mask, derTag.sequence)
  const hashName = hashOf(hash)
  if (readObjectIdentifier(contentOf(maskName, derTag.objectIdentifier)) !== maskGeneration) return undefined
  if (hashName === undefined || hashOf(maskHash) !== hashName) return undefined
  return { kind: 'rsa-pss', hash: hashName, saltLength: readSmallNumber(salt) }
}

function hashOf(item: DerItem | undefined): HashAlgorithm | undefined {
  const [name] = itemsOf(item, derTag.sequence)
  return hashes[readObjectIdentifier(contentOf(name, derTag.objectIdentifier))]
}

/** The name by which the engine knows ECDSA over this curve with this hash; undefined where none has both. */
export function engineAlgorithm(curve: KeyParametersName, hash: HashAlgorithm): SignatureAlgorithm | undefined {
  return engineAlgorithms[`${curve} ${hash}`]
}

const engineAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  'P-256 sha-256': 'ES256',
  'P-384 sha-384': 'ES384',
  'P-521 sha-512': 'ES512',
  'brainpoolP256r1 sha-256': 'ESB256',
  'brainpoolP320r1 sha-384': 'ESB320',
  'brainpoolP384r1 sha-384': 'ESB384',
  'brainpoolP512r1 sha-512': 'ESB512',
}
