import type { Context } from '@hashikake/credential'
import { encodeBase64url } from '@hashikake/encoding/base64url'
import type { JsonObject } from '@hashikake/encoding/json'
import type { PublishedList } from './publishing.ts'

/** §3.2: so many entries at least, so that there is a herd to disappear in. */
const leastEntries = 131_072

/**
 * Writes the bits of a list as Bitstring Status List has them (§3.3): the first entry in the highest bits, unpacked at least 16 KiB,
 * packed as gzip, in base64url after a `u`.
 *
 * @param list - of `createStatusList`, with 131,072 entries at least
 * @throws {TypeError} for a shorter list
 */
export async function encodeBitstring(list: PublishedList, { engine }: Pick<Context, 'engine'>): Promise<string> {
  const { bits, size } = list
  if (size < leastEntries) throw new TypeError(`A bitstring has ${leastEntries} entries at least`)
  const { statuses } = list.save()
  // Token Status List begins with the lowest bits of a byte, this standard with the highest.
  const bytes = statuses.map((byte) => mirrored(byte, bits))
  return `u${encodeBase64url(await engine.deflate(bytes, { format: 'gzip' }))}`
}

function mirrored(byte: number, bits: number): number {
  const mask = (1 << bits) - 1
  let other = 0
  for (let shift = 0; shift < 8; shift += bits) other |= ((byte >> shift) & mask) << (8 - bits - shift)
  return other
}

export interface BitstringCredentialOptions {
  /** Where the list is published, https. */
  readonly id: string
  readonly purpose: string | readonly string[]
  readonly validFrom?: string
  readonly validUntil?: string
  readonly context: Pick<Context, 'engine'>
}

/**
 * The credential of a list (§2.2), to be secured by any format of W3C credentials: `issue({ credential }, { format, issuer })`.
 *
 * @throws {TypeError} for a list that is too short
 */
export async function bitstringStatusListCredential(
  list: PublishedList,
  { id, purpose, validFrom, validUntil, context }: BitstringCredentialOptions,
): Promise<JsonObject> {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      encodedList: await encodeBitstring(list, context),
    },
  }
}

/** What a credential says of its place in a list (§2.1). @param index - as `allocate()` gave it */
export function bitstringStatusListEntry({
  list,
  index,
  purpose,
  messages,
}: {
  /** The URL of the list's credential. */
  readonly list: string
  readonly index: number
  readonly purpose: string
  /** For entries of several bits: what each value means, all of them. */
  readonly messages?: readonly { readonly status: string; readonly message: string }[]
}): JsonObject {
  return {
    id: `${list}#${index}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: list,
    ...(messages === undefined ? {} : { statusSize: Math.log2(messages.length), statusMessage: messages }),
  }
}
