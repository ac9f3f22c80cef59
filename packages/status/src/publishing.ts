import type { Context } from '@hashikake/credential'
import { cwtClaim } from '@hashikake/crypto/cose'
import { signCompactJws } from '@hashikake/crypto/jws'
import { encodeBase64 } from '@hashikake/encoding/base64'
import { type Bytes, encodeBase64url } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { StatusCode } from './codes.ts'
import { isStatusBits, type StatusBits } from './status-list.ts'
import { cwtMediaType } from './token-cwt.ts'
import { type ListTokenOptions, requireTokenOptions, signalOf, signCwt } from './token-signing.ts'

export {
  createIdentifierList,
  type PublishedIdentifiers,
  type SavedIdentifiers,
  signIdentifierList,
} from './published-identifiers.ts'
export type { ListTokenOptions } from './token-signing.ts'

/** The values that Token Status List §7.1 gives a meaning. */
export const statusValue = { valid: 0, invalid: 1, suspended: 2 } as const

/** A list that its issuer keeps: two bits an entry, one saying that it was given away. */
export interface PublishedList {
  readonly bits: StatusBits
  readonly size: number
  /** How many entries can still be given away. */
  readonly free: number
  /**
   * Gives away an index at random that nobody had before, one for each copy of a credential.
   *
   * @throws {Refusal} `status_list_full`
   */
  allocate(): number
  /** @throws {TypeError} for an index that was never given away, or a value that its bits cannot hold */
  set(index: number, value: number): void
  /** The status at an index. @throws {TypeError} beyond the end */
  get(index: number): number
  /** What is to be kept: the statuses, and which entries were given away. */
  save(): SavedList
}

export interface SavedList {
  readonly bits: StatusBits
  readonly statuses: Bytes
  /** One bit an entry, the first in the lowest. */
  readonly allocated: Bytes
}

/** 100,000 people stand behind each entry: the herd in which one disappears (Token Status List §12). */
const defaultSize = 131_072

/**
 * Begins a list, or goes on with one that was kept.
 *
 * @param options.size - entries, a multiple of 8; 131,072 unless given
 * @param options.bits - of one entry; 1 unless given, which cannot say that a credential is suspended
 * @param options.context - where randomness comes from
 * @throws {TypeError} for wrong options
 */
export function createStatusList(options: {
  readonly size?: number
  readonly bits?: StatusBits
  readonly saved?: SavedList
  readonly context: Pick<Context, 'engine'>
}): PublishedList {
  const { saved, context } = options ?? {}
  const {
    bits = saved?.bits ?? 1,
    size = saved === undefined ? defaultSize : (saved.statuses.length * 8) / saved.bits,
  } = options ?? {}
  const isUnderstood =
    isStatusBits(bits) && Number.isSafeInteger(size) && size > 0 && size % 8 === 0 && size <= 2 ** 31 && context?.engine
  if (!isUnderstood)
    throw new TypeError('createStatusList takes { context, size (a multiple of 8), bits (1, 2, 4, 8) }')
  const statuses = saved === undefined ? new Uint8Array((size * bits) / 8) : new Uint8Array(saved.statuses)
  const allocated = saved === undefined ? new Uint8Array(size / 8) : new Uint8Array(saved.allocated)
  if (statuses.length !== (size * bits) / 8 || allocated.length !== size / 8) {
    throw new TypeError('createStatusList takes a saved list as save() gave it')
  }
  let free = size - countBits(allocated)
  const isAllocated = (index: number): boolean => (((allocated[index >> 3] as number) >> (index & 7)) & 1) === 1
  const place = (index: number): { readonly byte: number; readonly shift: number } => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new TypeError('There is no such index')
    const perByte = 8 / bits
    return { byte: Math.floor(index / perByte), shift: (index % perByte) * bits }
  }
  const mask = (1 << bits) - 1
  return Object.freeze({
    bits,
    size,
    get free() {
      return free
    },
    allocate: () => {
      if (free === 0) throw new Refusal<StatusCode>('status_list_full')
      const index = freeIndex(size, isAllocated, context)
      allocated[index >> 3] = (allocated[index >> 3] as number) | (1 << (index & 7))
      free--
      return index
    },
    set: (index: number, value: number) => {
      const { byte, shift } = place(index)
      if (!isAllocated(index)) throw new TypeError('That index was never given away: allocate() it first')
      if (!Number.isSafeInteger(value) || value < 0 || value > mask) {
        throw new TypeError(`An entry of ${bits} bits holds 0 to ${mask}`)
      }
      statuses[byte] = ((statuses[byte] as number) & ~(mask << shift)) | (value << shift)
    },
    get: (index: number) => {
      const { byte, shift } = place(index)
      return ((statuses[byte] as number) >> shift) & mask
    },
    save: () => Object.freeze({ bits, statuses: statuses.slice(), allocated: allocated.slice() }),
  })
}

/**
 * A free index, each with the same chance: a random one where there is room, and the next free ones after a random one, all of
 * them counted, where there is little.
 */
function freeIndex(size: number, isTaken: (index: number) => boolean, { engine }: Pick<Context, 'engine'>): number {
  for (let tries = 0; tries < 64; tries++) {
    const index = randomBelow(size, engine)
    if (!isTaken(index)) return index
  }
  const open: number[] = []
  for (let index = 0; index < size; index++) if (!isTaken(index)) open.push(index)
  return open[randomBelow(open.length, engine)] as number
}

/** Without the slight favour that a remainder would give small numbers. */
function randomBelow(limit: number, engine: Context['engine']): number {
  const whole = Math.floor(2 ** 48 / limit) * limit
  for (;;) {
    const number = engine.randomBytes(6).reduce((value, byte) => value * 256 + byte, 0)
    if (number < whole) return number % limit
  }
}

function countBits(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) for (let rest = byte; rest > 0; rest &= rest - 1) count++
  return count
}

export interface StatusListTokenOptions extends ListTokenOptions {
  /** 1 to 9, where the runtime lets one choose; 6 unless given. */
  readonly level?: number
}

/** Signs a list as a JWT (Token Status List §5.1). @throws {TypeError} for wrong options */
export async function signStatusListJwt(list: PublishedList, options: StatusListTokenOptions): Promise<string> {
  const { uri, signer, issuer, kid, certificates, aggregationUri } = requireTokenOptions(options)
  const { iat, exp, ttl, compressed } = await contentOf(list, options)
  const header = {
    typ: 'statuslist+jwt',
    ...(kid === undefined ? {} : { kid }),
    ...(certificates === undefined ? {} : { x5c: certificates.map(encodeBase64) }),
  }
  const payload = {
    ...(issuer === undefined ? {} : { iss: issuer }),
    sub: uri,
    iat,
    ...(exp === undefined ? {} : { exp }),
    ...(ttl === undefined ? {} : { ttl }),
    status_list: {
      bits: list.bits,
      lst: encodeBase64url(compressed),
      ...(aggregationUri === undefined ? {} : { aggregation_uri: aggregationUri }),
    },
  }
  return signCompactJws(header, JSON.stringify(payload), signer, signalOf(options))
}

/** Signs a list as a CWT (Token Status List §5.2). @throws {TypeError} for wrong options */
export async function signStatusListCwt(list: PublishedList, options: StatusListTokenOptions): Promise<Bytes> {
  const { aggregationUri } = requireTokenOptions(options)
  const { iat, exp, ttl, compressed } = await contentOf(list, options)
  const content = { bits: list.bits, lst: compressed, ...(aggregationUri && { aggregation_uri: aggregationUri }) }
  return signCwt(cwtMediaType, [[cwtClaim.statusList, content]], { ...options, iat, exp, ttl })
}

async function contentOf(list: PublishedList, { context, expires, timeToLive, level = 6 }: StatusListTokenOptions) {
  return {
    iat: Math.floor(context.now() / 1000),
    exp: expires === undefined ? undefined : Math.floor(expires.getTime() / 1000),
    ttl: timeToLive,
    compressed: await context.engine.deflate(list.save().statuses, { level }),
  }
}
