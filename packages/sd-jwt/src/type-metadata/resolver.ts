import { type Context, defaultContext } from '@hashikake/credential/context'
import { encodeUtf8 } from '@hashikake/encoding/base64url'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import { type ReadTypeMetadata, readTypeMetadata, requireLeniencies } from './document.ts'
import { requireIntegrity } from './integrity.ts'
import { type EffectiveMetadata, mergeTypeMetadata } from './merge.ts'
import type { TypeMetadata, TypeMetadataFinding, TypeMetadataLeniency } from './metadata.ts'

export interface TypeMetadataOptions {
  /**
   * Documents that the caller has, by their type: from a registry, from the ecosystem's rule book, kept from before. They
   * are taken before any host is asked, and are the only way for a type that is no https URL.
   */
  readonly documents?: Readonly<Record<string, string | Uint8Array>>
  /**
   * Whose documents are relied upon (SD-JWT VC §7.8): https origins, as `https://types.example`. Unless given, any type that
   * is an https URL may be asked for at its own URL.
   */
  readonly publishers?: readonly string[]
  /** Spellings of older drafts to tolerate: `lang`, `schema`, `svg_template`. */
  readonly leniencies?: readonly TypeMetadataLeniency[]
  /** The longest chain of types, the first included; 8 unless given. */
  readonly maximumDepth?: number
  /** The largest document in bytes; 1 MiB unless given, which is also the most. */
  readonly maximumBytes?: number
}

/** What was looked up of one type. */
export interface TypeMetadataDocument {
  readonly vct: string
  /** Whence it came; absent for one that the caller had. */
  readonly url?: string
  /** SHA-256 of its bytes, base64url. */
  readonly sha256: string
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly retrievedAt?: number
  readonly findings: readonly TypeMetadataFinding[]
}

/** The metadata of a type, completely processed. */
export interface ResolvedTypeMetadata extends EffectiveMetadata {
  /** Whence it comes: the type's own document, then those of the types that it extends. */
  readonly documents: readonly TypeMetadataDocument[]
  /** The leniencies that were needed. */
  readonly leniencies: readonly TypeMetadataLeniency[]
}

export interface ResolveTypeOptions {
  /** `vct#integrity` of the credential. */
  readonly integrity?: string
  readonly context?: Context
  readonly signal?: AbortSignal
}

/** Finds the metadata of types. */
export interface TypeMetadataResolver {
  /** What was chosen, as plain data, for the verification record. */
  readonly parameters: {
    readonly documents: readonly string[]
    readonly publishers: readonly string[] | null
    readonly leniencies: readonly string[]
  }
  /**
   * @throws {Refusal} `type_metadata_missing` where there is no document and nobody to ask,
   *   `type_metadata_publisher_not_allowed`, `type_metadata_type_mismatch`, `integrity_mismatch`, `type_metadata_circular`,
   *   `type_metadata_too_deep`, the codes of {@link readTypeMetadata} and {@link mergeTypeMetadata}, and those of the retrieval
   */
  resolve(vct: string, options?: ResolveTypeOptions): Promise<ResolvedTypeMetadata>
}

const usage = "typeMetadata takes typeMetadata({ documents: { 'urn:…': text }, publishers: ['https://types.example'] })"
const optionNames: readonly string[] = ['documents', 'publishers', 'leniencies', 'maximumDepth', 'maximumBytes']
const mediaTypes: readonly string[] = Object.freeze(['application/json'])
/** Documents with an integrity that are kept for good, and merged types: so many of each. */
const keptLimit = 128

interface Settings {
  readonly documents: ReadonlyMap<string, Uint8Array>
  readonly publishers: readonly string[] | undefined
  readonly leniencies: readonly TypeMetadataLeniency[]
  readonly maximumDepth: number
  readonly maximumBytes: number
}

/** One document of a chain. */
interface Link {
  readonly document: TypeMetadataDocument
  readonly read: ReadTypeMetadata
}

/**
 * Looks up SD-JWT VC Type Metadata (SD-JWT VC §5.3): from what the caller has, or by the one guarded retrieval of the context;
 * with its integrity, and with all that it extends. A document whose integrity is known is kept and not asked for again.
 *
 * @throws {TypeError} for wrong options
 */
export function typeMetadata(options: TypeMetadataOptions = {}): TypeMetadataResolver {
  const settings = readSettings(options)
  const byIntegrity = boundedMap<Link>()
  const find = async (reference: Reference, use: Use): Promise<Link> => {
    const { vct, integrity } = reference
    const name = JSON.stringify([vct, integrity])
    const known = integrity === undefined ? undefined : byIntegrity.get(name)
    if (known !== undefined) return known
    const link = await load(reference, settings, use)
    if (integrity !== undefined) byIntegrity.set(name, link)
    return link
  }
  const merged = boundedMap<ResolvedTypeMetadata>()
  return Object.freeze({
    parameters: Object.freeze({
      documents: Object.freeze([...settings.documents.keys()]),
      publishers: settings.publishers ?? null,
      leniencies: settings.leniencies,
    }),
    resolve: async (vct: string, use: ResolveTypeOptions = {}) => {
      const { integrity, context = defaultContext(), signal } = use ?? {}
      if (typeof vct !== 'string' || vct === '') throw new TypeError("resolve takes a type: resolve('https://…')")
      const chain = await follow({ vct, integrity }, settings, (reference) => find(reference, { context, signal }))
      const name = JSON.stringify(chain.map(({ document }) => [document.sha256, document.url, document.retrievedAt]))
      const known = merged.get(name)
      if (known !== undefined) return known
      const resolved = resolvedOf(chain)
      merged.set(name, resolved)
      return resolved
    },
  })
}

function readSettings(options: TypeMetadataOptions): Settings {
  if (typeof options !== 'object' || options === null) throw new TypeError(usage)
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name))
  if (unknown !== undefined) throw new TypeError(`There is no option ${unknown}: ${usage}`)
  const { documents, publishers, maximumDepth = 8, maximumBytes = 2 ** 20 } = options
  const given = Object.entries(documents ?? {}).map(([vct, document]): [string, Uint8Array] => {
    if (typeof document !== 'string' && !(document instanceof Uint8Array)) throw new TypeError(usage)
    return [vct, typeof document === 'string' ? encodeUtf8(document) : new Uint8Array(document)]
  })
  if (publishers !== undefined && !(Array.isArray(publishers) && publishers.every(isOrigin))) {
    throw new TypeError(`publishers are https origins: ${usage}`)
  }
  if (!isWithin(maximumDepth, 64) || !isWithin(maximumBytes, 2 ** 20)) {
    throw new TypeError('maximumDepth takes 1 to 64, and maximumBytes 1 to 1048576')
  }
  return {
    documents: new Map(given),
    publishers: publishers === undefined ? undefined : Object.freeze([...publishers]),
    leniencies: requireLeniencies(options.leniencies),
    maximumDepth,
    maximumBytes,
  }
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('https://') && originOf(value) === value
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined
}

function isWithin(value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= most
}

interface Reference {
  readonly vct: string
  readonly integrity: string | undefined
}

interface Use {
  readonly context: Context
  readonly signal: AbortSignal | undefined
}

/** From type to extended type, the last of which extends none (§5.4): each must say that it is what it was asked for as. */
async function follow(
  start: Reference,
  { maximumDepth }: Settings,
  find: (reference: Reference) => Promise<Link>,
): Promise<readonly [Link, ...Link[]]> {
  const chain: Link[] = []
  const met = new Set<string>()
  let next: Reference | undefined = start
  while (next !== undefined) {
    if (met.has(next.vct)) throw refusal('type_metadata_circular')
    if (chain.length === maximumDepth) throw refusal('type_metadata_too_deep')
    met.add(next.vct)
    const link = await find(next)
    chain.push(link)
    const metadata: TypeMetadata = link.read.metadata
    const extended = metadata.extends
    next = extended === undefined ? undefined : { vct: extended, integrity: metadata['extends#integrity'] }
  }
  return chain as [Link, ...Link[]]
}

async function load({ vct, integrity }: Reference, settings: Settings, use: Use): Promise<Link> {
  const { bytes, ...whence } = await bytesOf(vct, settings, use)
  if (integrity !== undefined) await requireIntegrity(bytes, integrity, use.context)
  const read = readTypeMetadata(bytes, { leniencies: settings.leniencies })
  if (read.metadata.vct !== vct) throw refusal('type_metadata_type_mismatch')
  const sha256 = use.context.engine.sha256Base64url(bytes)
  return { read, document: Object.freeze({ vct, ...whence, sha256, findings: read.findings }) }
}

async function bytesOf(
  vct: string,
  { documents, publishers, maximumBytes }: Settings,
  { context, signal }: Use,
): Promise<{ readonly bytes: Uint8Array; readonly url?: string; readonly retrievedAt?: number }> {
  const own = documents.get(vct)
  if (own !== undefined) return { bytes: own }
  // Whether a URL may be asked is for the guard of the retrieval to say.
  if (!/^https?:\/\//.test(vct)) throw refusal('type_metadata_missing')
  if (publishers !== undefined && !publishers.includes(originOf(vct) as string)) {
    throw refusal('type_metadata_publisher_not_allowed')
  }
  const { retrieval } = context
  if (retrieval === undefined) throw new Refusal('retrieval_unavailable')
  const now = Math.floor(context.now() / 1000)
  const { bytes, retrievedAt } = await retrieval.retrieve({
    url: vct,
    mediaTypes,
    maximumBytes,
    now,
    signal,
    // Nor may one publisher send us on to somebody else.
    ...(publishers === undefined ? {} : { origins: publishers }),
  })
  return { bytes, url: vct, retrievedAt }
}

function resolvedOf(chain: readonly [Link, ...Link[]]): ResolvedTypeMetadata {
  const metadata = chain.map(({ read }) => read.metadata) as [TypeMetadata, ...TypeMetadata[]]
  return Object.freeze({
    ...mergeTypeMetadata(metadata),
    documents: Object.freeze(chain.map(({ document }) => document)),
    leniencies: Object.freeze([...new Set(chain.flatMap(({ read }) => read.leniencies))]),
  })
}

/** A memory that forgets the oldest first. */
function boundedMap<T>(): { get(name: string): T | undefined; set(name: string, value: T): void } {
  const values = new Map<string, T>()
  return {
    get: (name) => values.get(name),
    set: (name, value) => {
      values.set(name, value)
      const [oldest] = values.keys()
      if (values.size > keptLimit) values.delete(oldest as string)
    },
  }
}

function refusal(code: SdJwtCode): Refusal<SdJwtCode> {
  return new Refusal(code)
}
