import type { Context } from '@hashikake/credential'
import { cwtClaim } from '@hashikake/crypto/cose'
import { type Bytes, decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import type { CborInput } from '@hashikake/encoding/cbor'
import { identifierListMediaType } from './identifier-list.ts'
import { type ListTokenOptions, requireTokenOptions, signCwt } from './token-signing.ts'

/** The identifiers of an issuer's credentials, and which of them are revoked. */
export interface PublishedIdentifiers {
  /** Gives away an identifier at random, one for each copy of a credential: 16 bytes that say nothing. */
  allocate(): Bytes
  /** @throws {TypeError} for an identifier that was never given away */
  revoke(identifier: Uint8Array): void
  /** Takes a revocation back. @throws {TypeError} for an identifier that was never given away */
  restore(identifier: Uint8Array): void
  /** Those that are revoked, which are all that is published. */
  readonly revoked: readonly Bytes[]
  /** What is to be kept. */
  save(): SavedIdentifiers
}

/** Identifiers, base64url. */
export interface SavedIdentifiers {
  readonly allocated: readonly string[]
  readonly revoked: readonly string[]
}

/**
 * Begins a list of identifiers, or goes on with one that was kept. It grows with every revocation, and shows how many there
 * are: a status list hides both.
 *
 * @throws {TypeError} for wrong options
 */
export function createIdentifierList(options: {
  readonly saved?: SavedIdentifiers
  readonly context: Pick<Context, 'engine'>
}): PublishedIdentifiers {
  const { saved = { allocated: [], revoked: [] }, context } = options ?? {}
  if (!Array.isArray(saved?.allocated) || !Array.isArray(saved.revoked) || context?.engine === undefined) {
    throw new TypeError('createIdentifierList takes { context }, and a saved list as save() gave it')
  }
  const allocated = new Set<string>(saved.allocated)
  const revoked = new Set<string>(saved.revoked)
  if (![...revoked].every((one) => allocated.has(one))) {
    throw new TypeError('A saved list names a revoked identifier that was never given away')
  }
  const known = (identifier: Uint8Array): string => {
    const name = encodeBase64url(identifier)
    if (!allocated.has(name)) throw new TypeError('That identifier was never given away: allocate() it first')
    return name
  }
  return Object.freeze({
    allocate: () => {
      const identifier = context.engine.randomBytes(16)
      allocated.add(encodeBase64url(identifier))
      return identifier
    },
    revoke: (identifier: Uint8Array) => {
      revoked.add(known(identifier))
    },
    restore: (identifier: Uint8Array) => {
      revoked.delete(known(identifier))
    },
    get revoked() {
      return Object.freeze([...revoked].map(decodeBase64url))
    },
    save: () => Object.freeze({ allocated: Object.freeze([...allocated]), revoked: Object.freeze([...revoked]) }),
  })
}

/**
 * Signs an identifier list (ISO/IEC 18013-5:2025 §12.3.6.4); it must have an end.
 *
 * @throws {TypeError} for wrong options
 */
export async function signIdentifierList(
  list: Pick<PublishedIdentifiers, 'revoked'>,
  options: ListTokenOptions & { readonly expires: Date },
): Promise<Bytes> {
  const { context, expires, timeToLive, aggregationUri } = requireTokenOptions(options)
  if (expires === undefined) throw new TypeError('An identifier list has an end: signIdentifierList takes { expires }')
  const none = new Map<CborInput, CborInput>()
  const content: CborInput = new Map<CborInput, CborInput>([
    ['identifiers', new Map(list.revoked.map((one): [CborInput, CborInput] => [one, none]))],
    ...(aggregationUri === undefined ? [] : ([['aggregation_uri', aggregationUri]] as const)),
  ])
  return signCwt(identifierListMediaType, [[cwtClaim.identifierList, content]], {
    ...options,
    iat: Math.floor(context.now() / 1000),
    exp: Math.floor(expires.getTime() / 1000),
    ttl: timeToLive,
  })
}
