import { Refusal } from '@hashikake/encoding/refusal'
import { CommandFault } from './faults.ts'

export const usableKeys = 'an EC key on P-256, P-384 or P-521, or an Ed25519 key'

const sentences: Readonly<Record<string, string>> = {
  key_private: 'holds a private key where a public one is due: give the public half, and keep this one to yourself',
  key_malformed: 'is no usable key: a member is missing or wrong, or its two halves do not belong together',
  key_type_unsupported: `is of a kind that is not used here: it takes ${usableKeys}`,
  key_set_malformed: 'is no JWK Set, or names two keys alike',
  key_use_mismatch: 'is not meant for signatures: see its "use" and "key_ops"',
  key_type_mismatch: 'names an algorithm that does not go with it: see its "alg"',
  key_algorithm_mismatch: 'names an algorithm that does not go with it: see its "alg"',
}

/** Why a key cannot be used, never with a piece of it. */
export function keyFault(source: string, code: string, cause?: unknown): CommandFault {
  return new CommandFault(`${source} ${sentences[code] ?? `cannot be used (${code})`}`, undefined, cause)
}

/** The code by which the library refuses a key. */
export function keyRefusal(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (cause) {
    if (cause instanceof Refusal) return cause.code
    throw cause
  }
}
