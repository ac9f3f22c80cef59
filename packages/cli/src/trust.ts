import { pinnedKeys, type Trust } from '@hashikake/credential'
import { certificateProfiles } from '@hashikake/crypto/x509'
import {
  anchors,
  anyOf,
  type CertificateBinding,
  degreeAwardingInstitutions,
  euLists,
  type TrustListScheme,
  trustedEntities,
} from '@hashikake/trust'
import { CommandFault } from './faults.ts'
import { readText } from './input.ts'
import { readTrust } from './public-keys.ts'
import { readCertificateBlocks } from './signing-keys.ts'
import type { Terminal } from './terminal.ts'

export interface TrustOptions {
  readonly trust?: readonly string[]
  readonly issuer?: readonly string[]
  readonly anchor?: readonly string[]
  readonly binding?: CertificateBinding
  readonly list?: readonly string[]
  readonly listOperator?: readonly string[]
  readonly listType: ListType
}

/** The kinds of lists by the names of the command. */
export const listTypes: Readonly<Record<ListType, TrustListScheme>> = {
  degrees: degreeAwardingInstitutions,
  pid: euLists.pid,
  'pub-eaa': euLists.pubEaa,
}

export type ListType = 'degrees' | 'pid' | 'pub-eaa'

/** Whom the options trust: any of the keys, authorities and lists that they name. */
export async function trustFrom(options: TrustOptions, terminal: Terminal): Promise<Trust> {
  const { trust = [], issuer = [], anchor = [], list = [] } = options
  if (trust.length + anchor.length + list.length === 0) {
    throw new CommandFault(
      'Nobody is trusted: add --trust with keys, --anchor with an authority, or --list with a list',
    )
  }
  const trusts: Trust[] = []
  if (trust.length > 0) trusts.push(pinnedKeys(await readTrust(trust, issuer, terminal)))
  if (anchor.length > 0) trusts.push(await anchorsFrom(anchor, options, terminal))
  if (list.length > 0) {
    const signer = await operatorFrom(options.listOperator, terminal)
    for (const one of list) trusts.push(await listFrom(one, signer, options, terminal))
  }
  return trusts.length === 1 ? (trusts[0] as Trust) : anyOf(...trusts)
}

async function anchorsFrom(files: readonly string[], { binding }: TrustOptions, terminal: Terminal): Promise<Trust> {
  if (binding === undefined) {
    throw new CommandFault(
      '--anchor needs --binding: "san-uri" or "san-dns" where the certificate names the issuer so, "none" where any will do',
    )
  }
  const certificates = await Promise.all(files.map((file) => readCertificateBlocks(file, terminal)))
  return anchors(certificates.flat(), { profile: 'generic', binding })
}

/** Who signs the lists: the certificate, or the public key, of their operator. */
export async function operatorFrom(files: readonly string[] | undefined, terminal: Terminal): Promise<Trust> {
  if (files === undefined)
    throw new CommandFault('A list needs --list-operator: the certificate or key of who signs it')
  const trusts = await Promise.all(
    files.map(async (file) => {
      const { text } = await readText(file, terminal)
      if (!text.includes('-----BEGIN CERTIFICATE-----')) return pinnedKeys(await readTrust([file], [], terminal))
      const certificates = await readCertificateBlocks(file, terminal)
      return anchors(certificates, { profile: certificateProfiles.generic, binding: 'none' })
    }),
  )
  return trusts.length === 1 ? (trusts[0] as Trust) : anyOf(...trusts)
}

async function listFrom(place: string, signer: Trust, options: TrustOptions, terminal: Terminal): Promise<Trust> {
  const scheme = listTypes[options.listType]
  const list = /^https?:\/\//.test(place) ? { url: place } : { text: (await readText(place, terminal)).text }
  return trustedEntities({ list, scheme, signer, binding: options.binding ?? 'other-id' })
}
