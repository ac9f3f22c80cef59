import type { Bytes } from '@hashikake/encoding/base64url'
import { contentOf, type DerItem, derTag, itemsOf, readDer } from '../der.ts'
import { asciiOf, isAscii, latin1Of } from './items.ts'
import { oid, readObjectIdentifier } from './object-identifier.ts'

/** One attribute of a name, as in `CN=Registrar`. */
export interface NameAttribute {
  /** The attribute's type, an object identifier in dotted numbers. */
  readonly type: string
  readonly value: string
}

/** A distinguished name (RFC 5280 §4.1.2.4). */
export interface DistinguishedName {
  readonly der: Bytes
  /** In the order of the certificate; attributes that share a step of the hierarchy stand side by side. */
  readonly attributes: readonly NameAttribute[]
  /** As RFC 4514 writes it, the most particular part first. */
  readonly text: string
}

const maxAttributes = 64

/** @throws {RangeError} */
export function readName(item: DerItem | undefined): DistinguishedName {
  const steps = itemsOf(item, derTag.sequence).map((step) => itemsOf(step, derTag.set).map(readAttribute))
  if (steps.some(({ length }) => length === 0) || steps.length > maxAttributes) throw new RangeError('Not a name')
  return Object.freeze({
    der: (item as DerItem).encoded as Bytes,
    attributes: Object.freeze(steps.flat()),
    text: steps.reverse().map(describe).join(','),
  })
}

/** The values of an attribute, in their order. */
export function attributesOf(name: DistinguishedName, type: string): readonly string[] {
  return name.attributes.filter((one) => one.type === type).map(({ value }) => value)
}

/**
 * Whether two names are the same. Byte for byte, or by the rule of RFC 5280 §7.1: the same attributes in the same order, their
 * text compared without regard to case and to repeated spaces.
 */
export function sameName(one: DistinguishedName, other: DistinguishedName): boolean {
  if (sameBytes(one.der, other.der)) return true
  return hierarchyOf(one) === hierarchyOf(other)
}

/** Whether a name lies below another: it begins with all of its attributes (RFC 5280 §4.2.1.10, directoryName). */
export function isNameWithin(name: DistinguishedName, tree: DistinguishedName): boolean {
  return hierarchyOf(name).startsWith(hierarchyOf(tree))
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false
  return true
}

/** Each step of the hierarchy on a line of its own, ended, so that one is the beginning of another only where steps are. */
function hierarchyOf({ der }: DistinguishedName): string {
  return itemsOf(readDer(der)[0], derTag.sequence)
    .map(({ items }) => {
      const attributes = items.map(readAttribute)
      return `${JSON.stringify(attributes.map(({ type, value }) => `${type}=${prepared(value)}`).sort())}\n`
    })
    .join('')
}

function prepared(value: string): string {
  return value.trim().replace(/\s+/g, ' ').toLowerCase()
}

function readAttribute(item: DerItem): NameAttribute {
  const [type, value, ...more] = itemsOf(item, derTag.sequence)
  if (value === undefined || more.length > 0) throw new RangeError('Not an attribute')
  return Object.freeze({
    type: readObjectIdentifier(contentOf(type, derTag.objectIdentifier)),
    value: readText(value),
  })
}

const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws {RangeError} for what is no text, or not in its own alphabet */
function readText({ tag, content }: DerItem): string {
  switch (tag) {
    case derTag.utf8String:
      return isAscii(content) ? latin1Of(content) : utf8.decode(content)
    case derTag.printableString: {
      const text = latin1Of(content)
      if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) throw new RangeError('Not a PrintableString')
      return text
    }
    case derTag.ia5String:
      return asciiOf(content)
    case derTag.teletexString:
      return latin1Of(content)
    case derTag.bmpString: {
      if (content.length % 2 !== 0) throw new RangeError('Not a BMPString')
      let text = ''
      for (let i = 0; i < content.length; i += 2) {
        text += String.fromCharCode(((content[i] as number) << 8) | (content[i + 1] as number))
      }
      return text
    }
    default:
      throw new RangeError('Not a text')
  }
}

const shortNames: Readonly<Record<string, string>> = {
  [oid.commonName]: 'CN',
  '2.5.4.7': 'L',
  [oid.stateOrProvinceName]: 'ST',
  [oid.organizationName]: 'O',
  '2.5.4.11': 'OU',
  [oid.countryName]: 'C',
  '2.5.4.9': 'STREET',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
}

function describe(attributes: readonly NameAttribute[]): string {
  return attributes.map(({ type, value }) => `${shortNames[type] ?? type}=${escaped(value)}`).join('+')
}

/** RFC 4514 §2.4. */
function escaped(value: string): string {
  return value.replace(/[\\"+,;<>=]/g, '\\$&').replace(/^[ #]|[ ]$/g, '\\$&')
}
