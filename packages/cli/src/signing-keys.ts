import { X509Certificate } from 'node:crypto'
import { defaultAlgorithms } from '@hashikake/crypto/algorithms'
import { type KeyAgreement, keyAgreementFromJwk } from '@hashikake/crypto/key-agreement'
import {
  keyFitsAlgorithm,
  type PrivateJwk,
  type PublicJwk,
  parsePrivateJwk,
  parsePublicJwk,
  sameKey,
} from '@hashikake/crypto/keys'
import { publicKeyFromPem, type Signer, signerFromJwk, signerFromPem } from '@hashikake/crypto/signers'
import { isJsonObject, ownMember } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { CommandFault } from './faults.ts'
import { type InputText, parseJsonText, readText } from './input.ts'
import { keyFault, keyRefusal, usableKeys } from './key-faults.ts'
import type { Terminal } from './terminal.ts'

export interface SigningKey {
  readonly signer: Signer
  /** What the key file calls it. */
  readonly kid?: string
}

/** Reads the one private key of a file, JWK or PEM. */
export async function readSigningKey(file: string, terminal: Terminal): Promise<SigningKey> {
  const input = await readText(file, terminal)
  const key = input.text.includes('-----BEGIN ') ? { signer: await readPem(input) } : await readJwk(input)
  const { algorithm } = key.signer
  if (!defaultAlgorithms.includes(algorithm)) {
    throw new CommandFault(
      `${file} signs with ${algorithm}, which verifiers refuse unless told otherwise: use ${usableKeys}`,
    )
  }
  return key
}

/** Reads the one private key of a JWK file, to agree on a secret with. */
export async function readKeyAgreement(file: string, terminal: Terminal): Promise<KeyAgreement> {
  const input = await readText(file, terminal)
  const jwk = input.text.startsWith('{') ? parseJsonText(input) : undefined
  if (!isJsonObject(jwk)) throw new CommandFault(`${file} is no JWK: a MAC takes the private key as JWK`)
  const code = keyRefusal(() => keyAgreementFromJwk(jwk))
  if (code === 'key_malformed' && keyRefusal(() => parsePublicJwk(jwk)) === undefined) throw onlyPublic(file)
  if (code !== undefined) throw keyFault(file, code)
  return keyAgreementFromJwk(jwk)
}

async function readPem({ text, source }: InputText): Promise<Signer> {
  const labels = Array.from(text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g), ([, label]) => label as string)
  if (labels.includes('ENCRYPTED PRIVATE KEY') || text.includes('Proc-Type: 4,ENCRYPTED')) {
    throw new CommandFault(`${source} is encrypted: write it out with "openssl pkcs8 -in ${source}" and give that`)
  }
  if (!labels.some((label) => label.endsWith('PRIVATE KEY'))) throw onlyPublic(source)
  try {
    return await signerFromPem(text)
  } catch (cause) {
    throw unusable(source, cause, 'key_type_unsupported')
  }
}

async function readJwk(input: InputText): Promise<SigningKey> {
  const { source } = input
  const jwk = input.text.startsWith('{') ? parseJsonText(input) : undefined
  if (!isJsonObject(jwk)) throw new CommandFault(`${source} is neither a JWK nor a PEM file`)
  if (Object.hasOwn(jwk, 'keys'))
    throw new CommandFault(`${source} holds a JWK Set: give the one private JWK to sign with`)
  const code = keyRefusal(() => parsePrivateJwk(jwk))
  if (code === 'key_malformed' && keyRefusal(() => parsePublicJwk(jwk)) === undefined) throw onlyPublic(source)
  if (code !== undefined) throw keyFault(source, code)
  try {
    const kid = ownMember(jwk, 'kid')
    return { signer: await signerFromJwk(jwk), ...(typeof kid === 'string' ? { kid } : {}) }
  } catch (cause) {
    throw unusable(source, cause, misfitOf(parsePrivateJwk(jwk)))
  }
}

function onlyPublic(source: string): CommandFault {
  return new CommandFault(`${source} has no private key: signing needs it, as "hashikake keygen --out FILE" writes it`)
}

/** The library's own sentences speak to programmers. */
function unusable(source: string, cause: unknown, code: string): unknown {
  if (!(cause instanceof TypeError)) return cause
  return keyFault(source, cause.cause instanceof Refusal ? cause.cause.code : code, cause)
}

/** Why a well-formed key does not go with any algorithm that it could sign with. */
function misfitOf(key: PrivateJwk): string {
  const codes = defaultAlgorithms.map((algorithm) => keyFitsAlgorithm(key, algorithm, 'sign'))
  return codes.includes('key_use_mismatch') ? 'key_use_mismatch' : 'key_algorithm_mismatch'
}

/** Reads a chain of certificates as PEM, leaf first, whose leaf is the signer's. @returns DER */
export async function readCertificates(
  file: string,
  signer: Signer,
  terminal: Terminal,
): Promise<readonly Uint8Array[]> {
  const certificates = await readCertificateBlocks(file, terminal)
  if (!isCertified(signer.publicKey, new X509Certificate(certificates[0] as Uint8Array))) {
    throw new CommandFault(`${file} does not begin with the certificate of the signing key: put that one first`)
  }
  return certificates
}

/** Reads certificates as PEM, one at least. @returns DER */
export async function readCertificateBlocks(file: string, terminal: Terminal): Promise<readonly Uint8Array[]> {
  const { text, source } = await readText(file, terminal)
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new CommandFault(`${source} has no CERTIFICATE block: give certificates as PEM`)
  try {
    return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw))
  } catch (cause) {
    throw new CommandFault(`${source} has a certificate that cannot be read`, undefined, cause)
  }
}

function isCertified(key: PublicJwk, leaf: X509Certificate): boolean {
  try {
    return sameKey(publicKeyFromPem(leaf.publicKey.export({ type: 'spki', format: 'pem' }).toString()), key)
  } catch {
    // A kind of key that cannot be ours.
    return false
  }
}
