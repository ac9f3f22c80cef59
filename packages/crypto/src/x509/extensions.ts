import type { Bytes } from '@hashikake/encoding/base64url'
import { contentOf, type DerItem, derTag, hexOf, itemsOf, onlyItem, optionalItems, readDer } from '../der.ts'
import { addressRanges, type GeneralNames, noNames, readGeneralNames } from './general-name.ts'
import { readNamedBits, readSmallNumber, requireTrue } from './items.ts'
import { oid, readObjectIdentifier } from './object-identifier.ts'

/** An extension as it stands in a certificate or CRL (RFC 5280 §4.2). */
export interface Extension {
  /** Its object identifier, in dotted numbers. */
  readonly type: string
  readonly critical: boolean
  /** What its octet string holds. */
  readonly value: Bytes
}

/** In the order of their bits (RFC 5280 §4.2.1.3). */
export const keyUsages = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

export type KeyUsage = (typeof keyUsages)[number]

/** RFC 5280 §4.2.1.9 */
export interface BasicConstraints {
  readonly isAuthority: boolean
  /** How many authorities may follow below this one. */
  readonly pathLength: number | undefined
}

/** RFC 5280 §4.2.1.10 */
export interface NameConstraints {
  readonly permitted: GeneralNames
  readonly excluded: GeneralNames
}

/** What the extensions of a certificate say; what is absent is undefined, or empty. */
export interface ExtensionContents {
  readonly basicConstraints: BasicConstraints | undefined
  readonly keyUsage: readonly KeyUsage[] | undefined
  /** Object identifiers, in dotted numbers. */
  readonly extendedKeyUsage: readonly string[] | undefined
  readonly subjectAlternativeNames: GeneralNames
  readonly issuerAlternativeNames: GeneralNames
  /** In hexadecimal. */
  readonly subjectKeyIdentifier: string | undefined
  readonly authorityKeyIdentifier: string | undefined
  readonly nameConstraints: NameConstraints | undefined
  /** Where its issuer says what it has revoked. */
  readonly crlDistributionPoints: readonly string[]
}

const maxExtensions = 32

/** @throws {RangeError} also where one stands twice */
export function readExtensions(item: DerItem | undefined): readonly Extension[] {
  const items = itemsOf(item, derTag.sequence)
  if (items.length === 0 || items.length > maxExtensions) throw new RangeError('No extensions, or too many')
  const extensions = items.map((one): Extension => {
    const [type, ...rest] = itemsOf(one, derTag.sequence)
    const critical = rest.length === 2 && requireTrue(rest[0] as DerItem)
    if (rest.length !== (critical ? 2 : 1)) throw new RangeError('Not an extension')
    return Object.freeze({
      type: readObjectIdentifier(contentOf(type, derTag.objectIdentifier)),
      critical,
      value: contentOf(rest.at(-1), derTag.octetString) as Bytes,
    })
  })
  if (new Set(extensions.map(({ type }) => type)).size !== extensions.length) throw new RangeError('An extension twice')
  return Object.freeze(extensions)
}

/** @throws {RangeError} where one that is known does not keep its form */
export function readExtensionContents(extensions: readonly Extension[]): ExtensionContents {
  const within = (type: string): readonly DerItem[] | undefined => {
    const extension = extensions.find((one) => one.type === type)
    return extension === undefined ? undefined : only(readDer(extension.value))
  }
  const names = (type: string): GeneralNames => {
    const items = within(type)
    return items === undefined ? noNames : readGeneralNames(itemsOf(items[0], derTag.sequence))
  }
  return {
    basicConstraints: read(within(oid.basicConstraints), readBasicConstraints),
    keyUsage: read(within(oid.keyUsage), readKeyUsage),
    extendedKeyUsage: read(within(oid.extendedKeyUsage), readExtendedKeyUsage),
    subjectAlternativeNames: names(oid.subjectAltName),
    issuerAlternativeNames: names(oid.issuerAltName),
    subjectKeyIdentifier: read(within(oid.subjectKeyIdentifier), (item) => hexOf(contentOf(item, derTag.octetString))),
    authorityKeyIdentifier: read(within(oid.authorityKeyIdentifier), readAuthorityKeyIdentifier),
    nameConstraints: read(within(oid.nameConstraints), readNameConstraints),
    crlDistributionPoints: read(within(oid.crlDistributionPoints), readDistributionPoints) ?? [],
  }
}

function only(items: readonly DerItem[]): readonly DerItem[] {
  if (items.length !== 1) throw new RangeError('Not one item in an extension')
  return items
}

function read<Content>(items: readonly DerItem[] | undefined, reader: (item: DerItem) => Content): Content | undefined {
  return items === undefined ? undefined : reader(items[0] as DerItem)
}

function readBasicConstraints(item: DerItem): BasicConstraints {
  const parts = itemsOf(item, derTag.sequence)
  const isAuthority = parts[0]?.tag === derTag.boolean && requireTrue(parts[0])
  const [length, ...more] = parts.slice(isAuthority ? 1 : 0)
  if (more.length > 0 || (length !== undefined && !isAuthority)) throw new RangeError('Not basic constraints')
  return Object.freeze({ isAuthority, pathLength: length === undefined ? undefined : readSmallNumber(length) })
}

function readKeyUsage(item: DerItem): readonly KeyUsage[] {
  const usages = readNamedBits(item).map((bit) => keyUsages[bit])
  // RFC 5280 §4.2.1.3: at least one bit; and none that nobody defined.
  if (usages.length === 0 || usages.includes(undefined)) throw new RangeError('Not a key usage')
  return Object.freeze(usages as KeyUsage[])
}

function readExtendedKeyUsage(item: DerItem): readonly string[] {
  const usages = itemsOf(item, derTag.sequence)
  if (usages.length === 0) throw new RangeError('Not an extended key usage')
  return Object.freeze(usages.map((one) => readObjectIdentifier(contentOf(one, derTag.objectIdentifier))))
}

function readAuthorityKeyIdentifier(item: DerItem): string | undefined {
  const identifier = optionalItems(itemsOf(item, derTag.sequence), [0x80, 0xa1, 0x82]).get(0x80)
  return identifier === undefined ? undefined : hexOf(identifier.content)
}

function readNameConstraints(item: DerItem): NameConstraints {
  const parts = optionalItems(itemsOf(item, derTag.sequence), [0xa0, 0xa1])
  const subtrees = (tag: number): GeneralNames => {
    const part = parts.get(tag)
    if (part === undefined) return noNames
    return readGeneralNames(
      part.items.map((subtree) => {
        const [base, ...bounds] = itemsOf(subtree, derTag.sequence)
        // RFC 5280 §4.2.1.10: minimum is zero, which DER leaves out, and maximum is absent.
        if (base === undefined || bounds.length > 0) throw new RangeError('Not a subtree')
        return base
      }),
      addressRanges,
    )
  }
  if (parts.size === 0) throw new RangeError('Not name constraints')
  return Object.freeze({ permitted: subtrees(0xa0), excluded: subtrees(0xa1) })
}

/** The URIs of full names; points that are named otherwise name nothing that could be fetched. */
function readDistributionPoints(item: DerItem): readonly string[] {
  const points = itemsOf(item, derTag.sequence)
  if (points.length === 0) throw new RangeError('Not distribution points')
  return Object.freeze(
    points.flatMap((point) => {
      const name = optionalItems(itemsOf(point, derTag.sequence), [0xa0, 0x81, 0xa2]).get(0xa0)
      const fullName = name === undefined ? undefined : onlyItem(name.items)
      return fullName?.tag === 0xa0 ? readGeneralNames(fullName.items).uris : []
    }),
  )
}
