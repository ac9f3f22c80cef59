import { type Context, type KeyCandidate, type KeyRequest, pinnedKeys, type Trust } from '@hashikake/credential'
import { certificateProfiles, type TolerableRule } from '@hashikake/crypto/x509'
import {
  anchors,
  anyOf,
  type CertificateBinding,
  degreeAwardingInstitutions,
  euLists,
  type TrustListScheme,
  trustedEntities,
  vical,
} from '@hashikake/trust'
import { CommandFault } from './faults.ts'
import { readCborFile, readText } from './input.ts'
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
  readonly tolerate?: readonly TolerableRule[]
  readonly vical?: readonly string[]
  readonly vicalAnchor?: readonly string[]
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
  const { trust = [], issuer = [], anchor = [], list = [], vical: vicals = [] } = options
  if (trust.length + anchor.length + list.length + vicals.length === 0) {
    throw new CommandFault(
      'Nobody is trusted: add --trust with keys, --anchor with an authority, or --list with a list',
    )
  }
  if (options.tolerate !== undefined && anchor.length === 0) {
    throw new CommandFault('--tolerate is for certificates under an authority: add --anchor FILE')
  }
  const trusts: Trust[] = []
  if (trust.length > 0) trusts.push(pinnedKeys(await readTrust(trust, issuer, terminal)))
  if (anchor.length > 0) trusts.push(await anchorsFrom(anchor, options, terminal))
  if (list.length > 0) {
    const signer = await operatorFrom(options.listOperator, terminal)
    for (const one of list) trusts.push(await listFrom(one, signer, options, terminal))
  }
  if (vicals.length > 0) {
    const providers = await vicalAnchors(options.vicalAnchor, terminal)
    for (const one of vicals) trusts.push(await vicalFrom(one, providers, terminal))
  }
  return trusts.length === 1 ? (trusts[0] as Trust) : anyOf(...trusts)
}

/** An authority certifies the signers of mdocs by rules of their own (ISO/IEC 18013-5 Annex B), whatever else it certifies. */
async function anchorsFrom(
  files: readonly string[],
  { binding, tolerate = [] }: TrustOptions,
  terminal: Terminal,
): Promise<Trust> {
  if (binding === undefined) {
    throw new CommandFault(
      '--anchor needs --binding: "san-uri" or "san-dns" where the certificate names the issuer so, "none" where any will do',
    )
  }
  const certificates = await Promise.all(files.map((file) => readCertificateBlocks(file, terminal)))
  const documents = anchors(certificates.flat(), { profile: 'iso-mdoc-document-signer', binding: 'none', tolerate })
  const others = anchors(certificates.flat(), { profile: 'generic', binding })
  const ofKind = ({ purpose, format }: KeyRequest): Trust =>
    purpose === 'credential' && format === 'mso_mdoc' ? documents : others
  return Object.freeze({
    findKeys: (request: KeyRequest, context: Context, signal?: AbortSignal) =>
      ofKind(request).findKeys(request, context, signal),
    decide: (request: KeyRequest, key: KeyCandidate, context: Context, signal?: AbortSignal) =>
      ofKind(request).decide(request, key, context, signal),
  })
}

async function vicalAnchors(files: readonly string[] | undefined, terminal: Terminal): Promise<readonly Uint8Array[]> {
  if (files === undefined) {
    throw new CommandFault('--vical needs --vical-anchor: the certificate of the authority of who signs it')
  }
  return (await Promise.all(files.map((file) => readCertificateBlocks(file, terminal)))).flat()
}

async function vicalFrom(place: string, providers: readonly Uint8Array[], terminal: Terminal): Promise<Trust> {
  const list = /^https?:\/\//.test(place) ? { url: place } : { bytes: await readCborFile(place, terminal) }
  return vical({ list, anchors: providers })
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
