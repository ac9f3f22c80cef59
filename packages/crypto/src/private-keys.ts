import { isJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from './codes.ts'
import { privateKeyLength } from './keys-from-bytes.ts'
import {
  type AkpPublicJwk,
  type EcPublicJwk,
  keyParametersOf,
  type OkpPublicJwk,
  type PublicJwk,
  readBytes,
  readPublicPart,
} from './public-keys.ts'

export type PrivateJwk =
  | (EcPublicJwk & { readonly d: string })
  | (OkpPublicJwk & { readonly d: string })
  | (AkpPublicJwk & { readonly priv: string })

/**
 * Reads a private key: a frozen copy of what is needed.
 *
 * @throws {Refusal} `key_type_unsupported`, `key_malformed`
 */
export function parsePrivateJwk(value: unknown): PrivateJwk {
  if (!isJsonObject(value)) throw new Refusal<keyof CryptoCodes>('key_malformed')
  const key = readPublicPart(value)
  // Signers of RSA keys are the caller's, or of WebCrypto.
  if (key.kty === 'RSA') throw new Refusal<keyof CryptoCodes>('key_type_unsupported')
  const privateLength = privateKeyLength(keyParametersOf(key))
  const member = key.kty === 'AKP' ? 'priv' : 'd'
  return Object.freeze({ ...key, [member]: readBytes(value, member, privateLength) }) as PrivateJwk
}

/** The public half of a private key; an operation `sign` becomes `verify`, the other operations are the private half's. */
export function publicJwkOf(key: PrivateJwk): PublicJwk {
  const { key_ops: operations, ...rest } = readPublicPart(key)
  if (!operations?.includes('sign')) return Object.freeze(rest) as PublicJwk
  return Object.freeze({ ...rest, key_ops: Object.freeze(['verify']) }) as PublicJwk
}
