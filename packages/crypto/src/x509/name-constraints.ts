import { Refusal } from '@hashikake/encoding/refusal'
import type { CryptoCodes } from '../codes.ts'
import type { Certificate } from './certificate.ts'
import type { NameConstraints } from './extensions.ts'
import type { GeneralNames } from './general-name.ts'
import { type DistinguishedName, isNameWithin } from './name.ts'

/** The kinds of names that constraints can be about (RFC 5280 §4.2.1.10), and when a name lies in a subtree. */
const kinds = {
  dns: isHostWithin,
  emails: isEmailWithin,
  uris: (uri: string, tree: string) => isUriHostWithin(hostOf(uri), tree),
  ips: isAddressWithin,
  directoryNames: isNameWithin,
} as const

type Kind = keyof typeof kinds

/**
 * Holds the names of a certificate against the constraints of the authorities above it (RFC 5280 §6.1.3 b and c): within one of
 * the permitted subtrees of each authority that names any of its kind, and within no excluded one.
 *
 * @throws {Refusal} `certificate_name_not_permitted`
 */
export function checkNames(certificate: Certificate, constraints: readonly NameConstraints[]): void {
  if (constraints.length === 0) return
  const { subject, subjectAlternativeNames: names } = certificate
  const directoryNames = subject.attributes.length === 0 ? names.directoryNames : [subject, ...names.directoryNames]
  for (const { permitted, excluded } of constraints) {
    // Constraints of a kind that is not known here cannot be shown to be kept.
    if (names.others > 0 && permitted.others + excluded.others > 0) throw notPermitted()
    for (const kind of Object.keys(kinds) as Kind[]) {
      if (permitted[kind].length + excluded[kind].length === 0) continue
      const own: readonly (string | DistinguishedName)[] = kind === 'directoryNames' ? directoryNames : names[kind]
      for (const name of own) {
        // §4.2.1.10: a name in which there is no host cannot be shown to lie outside of a tree either.
        if (typeof name === 'string' && !isComparable(kind, name)) throw notPermitted()
        if (matches(kind, name, excluded)) throw notPermitted()
        if (permitted[kind].length > 0 && !matches(kind, name, permitted)) throw notPermitted()
      }
    }
  }
}

function isComparable(kind: Kind, name: string): boolean {
  if (kind === 'uris') return hostOf(name) !== undefined
  return kind !== 'emails' || name.lastIndexOf('@') > 0
}

function matches(kind: Kind, name: string | DistinguishedName, trees: GeneralNames): boolean {
  const isWithin = kinds[kind] as (name: unknown, tree: unknown) => boolean
  return (trees[kind] as readonly unknown[]).some((tree) => isWithin(name, tree))
}

/** `host.example` permits itself and what stands before it; a leading full stop leaves itself out, as practice has it. */
function isHostWithin(host: string, tree: string): boolean {
  const [name, base] = [rooted(host), rooted(tree)]
  if (base === '') return true
  if (base.startsWith('.')) return name.endsWith(base)
  return name === base || name.endsWith(`.${base}`)
}

/** A mailbox, the mailboxes of a host, or with a leading full stop those of the hosts below a domain. */
function isEmailWithin(email: string, tree: string): boolean {
  const at = email.lastIndexOf('@')
  if (tree.includes('@')) {
    const treeAt = tree.lastIndexOf('@')
    return email.slice(0, at) === tree.slice(0, treeAt) && rooted(email.slice(at)) === rooted(tree.slice(treeAt))
  }
  return isUriHostWithin(email.slice(at + 1), tree)
}

/** The host itself, or with a leading full stop the hosts below a domain; never the domain itself. */
function isUriHostWithin(host: string | undefined, tree: string): boolean {
  if (host === undefined) return false
  return tree.startsWith('.') ? rooted(host).endsWith(rooted(tree)) : rooted(host) === rooted(tree)
}

/** A host name without regard to case, and to the full stop of the root at its end. */
function rooted(host: string): string {
  return host.toLowerCase().replace(/(?<=.)\.$/, '')
}

/** The host of a URI; undefined for one without, or with an address, to which a constraint cannot apply: so it is not within. */
function hostOf(uri: string): string | undefined {
  if (!URL.canParse(uri)) return undefined
  const { hostname } = new URL(uri)
  return hostname === '' || /^[[\d.]+\]?$/.test(hostname) ? undefined : hostname
}

/** An address in hexadecimal, and address and mask one after the other. */
function isAddressWithin(address: string, tree: string): boolean {
  if (tree.length !== 2 * address.length) return false
  const byte = (text: string, i: number): number => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  const length = address.length / 2
  for (let i = 0; i < length; i++) {
    const mask = byte(tree, length + i)
    if ((byte(address, i) & mask) !== (byte(tree, i) & mask)) return false
  }
  return true
}

function notPermitted(): Refusal<keyof CryptoCodes> {
  return new Refusal('certificate_name_not_permitted')
}
