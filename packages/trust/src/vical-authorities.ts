import { type Certificate, parseCertificate } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import type { VicalContent, VicalEntry } from './vical-content.ts'
import { withoutZeros } from './vical-reading.ts'

/** An authority, and what the list says of it: in several entries, where it lists one certificate several times. */
export interface ListedAuthority {
  readonly certificate: Certificate
  readonly entries: readonly VicalEntry[]
}

/** The authorities of a list. */
export interface ListedAuthorities {
  /** Those that may have signed a certificate, or are it. */
  above(certificate: Certificate): readonly Certificate[]
  /** By the certificate's SHA-256, base64url. */
  find(sha256: string): ListedAuthority | undefined
}

const known = new WeakMap<VicalContent, ListedAuthorities>()

/**
 * The authorities of a list, read once. A certificate that cannot be read identifies nobody: it is left out, and the rest of
 * the list holds.
 */
export function listedAuthorities(list: VicalContent): ListedAuthorities {
  const before = known.get(list)
  if (before !== undefined) return before
  const authorities = readAuthorities(list)
  const all = Object.freeze([...authorities.values()].map(({ certificate }) => certificate))
  const bySki = groupBySki(all)
  const none: readonly Certificate[] = Object.freeze([])
  const result: ListedAuthorities = Object.freeze({
    above: ({ authorityKeyIdentifier: asked, subjectKeyIdentifier: own, sha256 }: Certificate) => {
      // A chain may end with the authority itself, which then names nobody above it.
      if (own !== undefined && authorities.has(sha256)) return bySki.get(own) ?? none
      // Who names no key above may stand under any: a profile that tolerates this pays for it.
      return asked === undefined ? all : (bySki.get(asked) ?? none)
    },
    find: (sha256: string) => authorities.get(sha256),
  })
  known.set(list, result)
  return result
}

function readAuthorities({ entries }: VicalContent): ReadonlyMap<string, ListedAuthority> {
  const authorities = new Map<string, { readonly certificate: Certificate; readonly entries: VicalEntry[] }>()
  for (const entry of entries) {
    const certificate = readCertificate(entry)
    if (certificate === undefined) continue
    const listed = authorities.get(certificate.sha256)
    if (listed === undefined) authorities.set(certificate.sha256, { certificate, entries: [entry] })
    else listed.entries.push(entry)
  }
  return authorities
}

function groupBySki(certificates: readonly Certificate[]): ReadonlyMap<string, readonly Certificate[]> {
  const groups = new Map<string, Certificate[]>()
  for (const certificate of certificates) {
    const { subjectKeyIdentifier: ski } = certificate
    if (ski === undefined) continue
    const group = groups.get(ski)
    if (group === undefined) groups.set(ski, [certificate])
    else group.push(certificate)
  }
  // Frozen, so that the memory of paths knows them again.
  for (const group of groups.values()) Object.freeze(group)
  return groups
}

function readCertificate({ certificate }: VicalEntry): Certificate | undefined {
  try {
    return parseCertificate(certificate)
  } catch (cause) {
    if (cause instanceof Refusal) return undefined
    throw cause
  }
}

/** Whether all that an entry says of its certificate is so (C.1.7.1). */
export function isConsistent(entry: VicalEntry, certificate: Certificate): boolean {
  const { serialNumber, ski, issuer, subject, notBefore, notAfter } = entry
  return (
    ski === certificate.subjectKeyIdentifier &&
    serialNumber === withoutZeros(certificate.serialNumber) &&
    isSame(issuer, certificate.issuer.der) &&
    isSame(subject, certificate.subject.der) &&
    (notBefore ?? certificate.notBefore) === certificate.notBefore &&
    (notAfter ?? certificate.notAfter) === certificate.notAfter
  )
}

function isSame(said: Uint8Array | undefined, own: Uint8Array): boolean {
  return said === undefined || (said.length === own.length && said.every((byte, i) => byte === own[i]))
}
