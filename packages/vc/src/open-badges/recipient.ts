import { type Bytes, encodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, ownMember } from '@hashikake/encoding/json'
import { valuesOf } from '../model/identifiers.ts'

/** Whom a badge should be about, as the verifier knows that person from elsewhere. */
export interface KnownRecipient {
  /** A term of the vocabulary, as `emailAddress` or `id` (the subject's own URL). */
  readonly identityType: string
  readonly value: string
}

interface Hashing {
  sha256(data: Uint8Array | string): Bytes
}

/**
 * Whether a badge is about somebody whom the verifier knows (Open Badges 3.0 §9.3): by the subject's id, or by one of its
 * identifiers, in the open or hashed with SHA-256. Hashes of other kinds match nobody.
 */
export function isRecipient(badge: JsonObject, { identityType, value }: KnownRecipient, engine: Hashing): boolean {
  const subject = ownMember(badge, 'credentialSubject')
  if (!isJsonObject(subject)) return false
  if (identityType === 'id') return ownMember(subject, 'id') === value
  return valuesOf(ownMember(subject, 'identifier')).some((one) => {
    if (!isJsonObject(one) || ownMember(one, 'identityType') !== identityType) return false
    const written = ownMember(one, 'identityHash')
    if (ownMember(one, 'hashed') !== true) return written === value
    const salt = ownMember(one, 'salt') ?? ''
    return typeof salt === 'string' && typeof written === 'string' && isHash(written, engine.sha256(`${value}${salt}`))
  })
}

/** `sha256$` and the hash in hexadecimal. */
function isHash(written: string, hash: Bytes): boolean {
  const [, hexadecimal = ''] = /^sha256\$([0-9a-f]{64})$/i.exec(written) ?? []
  const bytes = Uint8Array.from(hexadecimal.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return bytes.length > 0 && encodeBase64url(bytes) === encodeBase64url(hash)
}
