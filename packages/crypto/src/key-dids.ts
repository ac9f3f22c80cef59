import { decodeBase64urlText } from '@hashikake/encoding/base64url'
import { parseJson } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { type PublicJwk, parsePublicJwk } from './keys.ts'
import { readMultikey } from './multikey.ts'

/** The one verification method of a DID that is a key itself. */
export interface KeyDid {
  readonly key: PublicJwk
  /** Its DID URL. */
  readonly verificationMethod: string
}

/**
 * The key of a DID that is nothing but a key: did:key or did:jwk. Such a DID proves that somebody has the key, and not who.
 *
 * @returns undefined for any other DID, and for one that is malformed
 */
export function readKeyDid(did: string): KeyDid | undefined {
  const [, method, text] = /^did:(key|jwk):([^#?/]+)$/.exec(did) ?? []
  if (method === undefined || text === undefined) return undefined
  const key = method === 'key' ? readMultikey(text) : readJwk(text)
  if (key === undefined) return undefined
  return Object.freeze({ key, verificationMethod: `${did}#${method === 'key' ? text : '0'}` })
}

function readJwk(text: string): PublicJwk | undefined {
  try {
    return parsePublicJwk(parseJson(decodeBase64urlText(text), { maxDepth: 4 }))
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}
