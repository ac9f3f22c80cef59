import { type DerItem, hexOf, onlyItem } from '../der.ts'
import { asciiOf } from './items.ts'
import { type DistinguishedName, readName } from './name.ts'

/** The GeneralNames of an extension (RFC 5280 §4.2.1.6), by kind; kinds that nobody uses here are counted alone. */
export interface GeneralNames {
  readonly dns: readonly string[]
  readonly uris: readonly string[]
  readonly emails: readonly string[]
  /** Addresses, or address and mask in name constraints, in hexadecimal. */
  readonly ips: readonly string[]
  readonly directoryNames: readonly DistinguishedName[]
  /** How many names of other kinds there are. */
  readonly others: number
}

export const noNames: GeneralNames = /* @__PURE__ */ Object.freeze({
  dns: [],
  uris: [],
  emails: [],
  ips: [],
  directoryNames: [],
  others: 0,
})

const maxNames = 256
/** RFC 5280 §4.2.1.6: of version 4 and of version 6. */
const addresses: readonly number[] = [4, 16]
/** §4.2.1.10: each with its mask. */
export const addressRanges: readonly number[] = [8, 32]

/** @throws {RangeError} */
export function readGeneralNames(items: readonly DerItem[], addressBytes: readonly number[] = addresses): GeneralNames {
  if (items.length === 0 || items.length > maxNames) throw new RangeError('No names, or too many')
  const names = { dns: [] as string[], uris: [] as string[], emails: [] as string[], ips: [] as string[] }
  const directoryNames: DistinguishedName[] = []
  let others = 0
  for (const item of items) {
    if (item.tag === 0x81) names.emails.push(readAscii(item))
    else if (item.tag === 0x82) names.dns.push(readAscii(item))
    else if (item.tag === 0x86) names.uris.push(readAscii(item))
    else if (item.tag === 0x87) names.ips.push(readAddress(item, addressBytes))
    else if (item.tag === 0xa4) directoryNames.push(readName(onlyItem(item.items)))
    // otherName, x400Address, ediPartyName, registeredID.
    else if ([0xa0, 0xa3, 0xa5, 0x88].includes(item.tag)) others++
    else throw new RangeError('Not a GeneralName')
  }
  return Object.freeze({ ...names, directoryNames, others })
}

function readAscii({ content }: DerItem): string {
  const text = asciiOf(content)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f]/.test(text)) throw new RangeError('Not an IA5String')
  return text
}

function readAddress({ content }: DerItem, lengths: readonly number[]): string {
  if (!lengths.includes(content.length)) throw new RangeError('Not an address')
  return hexOf(content)
}
