import type { Context } from '@hashikake/credential'
import type { HashAlgorithm } from '@hashikake/crypto/algorithms'
import { decodeBase64, encodeBase64 } from '@hashikake/encoding/base64'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'

/** The form of one hash expression (W3C SRI §3.5): an algorithm, a digest in base64, and options, which are passed over. */
const expression = /^([A-Za-z0-9_]+)-([A-Za-z0-9+/_-]+={0,2})(?:\?[\x21-\x7e]*)?$/

const strongestFirst: readonly string[] = ['sha512', 'sha384', 'sha256']
const hashes: Readonly<Record<string, HashAlgorithm>> = { sha256: 'sha-256', sha384: 'sha-384', sha512: 'sha-512' }
const lengths: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 }

interface HashExpression {
  readonly algorithm: string
  readonly digest: string
}

/** Whether a text is an "integrity metadata" string: hash expressions, with white space between them. */
export function isIntegrity(text: string): boolean {
  return text.length <= 4_096 && expressionsOf(text).every((part) => expression.test(part))
}

function expressionsOf(text: string): readonly string[] {
  return text.replace(/^[ \t]+|[ \t]+$/g, '').split(/[ \t]+/)
}

/**
 * Whether no document could ever keep it: no hash of it is known here, or the strongest digests are of the wrong length or in another
 * base64 than the standard one with its padding.
 */
export function isUnusableIntegrity(text: string): boolean {
  return strongest(text).every(({ algorithm, digest }) => decoded(digest)?.length !== lengths[algorithm])
}

/**
 * Checks a document's bytes against an integrity string (SD-JWT VC §6): of several hash expressions only those of the
 * strongest algorithm count, and one of them must match.
 *
 * @throws {Refusal} `integrity_mismatch`; also where it is no integrity string of a known hash
 */
export async function requireIntegrity(bytes: Uint8Array, text: string, { engine }: Context): Promise<void> {
  const expressions = isIntegrity(text) ? strongest(text) : []
  const { algorithm } = expressions[0] ?? {}
  if (algorithm === undefined) throw new Refusal<SdJwtCode>('integrity_mismatch')
  const [digest] = await engine.digests(hashes[algorithm] as HashAlgorithm, [bytes])
  const actual = encodeBase64(decodeBase64url(digest as string))
  if (!expressions.some((one) => one.digest === actual)) throw new Refusal<SdJwtCode>('integrity_mismatch')
}

function strongest(text: string): readonly HashExpression[] {
  const all = expressionsOf(text).flatMap((part): readonly HashExpression[] => {
    const [, algorithm, digest] = expression.exec(part) ?? []
    // Others than these are passed over (SD-JWT VC §6).
    const isKnown = algorithm !== undefined && digest !== undefined && Object.hasOwn(lengths, algorithm)
    return isKnown ? [{ algorithm, digest }] : []
  })
  const best = strongestFirst.find((name) => all.some(({ algorithm }) => algorithm === name))
  return all.filter(({ algorithm }) => algorithm === best)
}

function decoded(digest: string): Uint8Array | undefined {
  try {
    return decodeBase64(digest)
  } catch {
    return undefined
  }
}
