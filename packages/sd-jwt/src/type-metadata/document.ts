import { type ClaimPath, isClaimPath } from '@hashikake/credential'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, parseJsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import type { SdJwtCode } from '../codes.ts'
import type {
  ClaimDisplay,
  ClaimMetadata,
  SelectiveDisclosure,
  TypeDisplay,
  TypeMetadata,
  TypeMetadataFinding,
  TypeMetadataLeniency,
} from './metadata.ts'
import {
  allowOutdated,
  given,
  malformed,
  type Notes,
  note,
  type Place,
  readIntegrity,
  readText,
  requireText,
} from './reading.ts'
import { readRendering } from './rendering.ts'

/** A document as it was read. */
export interface ReadTypeMetadata {
  readonly metadata: TypeMetadata
  readonly findings: readonly TypeMetadataFinding[]
  /** The leniencies that it needed. */
  readonly leniencies: readonly TypeMetadataLeniency[]
}

export interface ReadTypeMetadataOptions {
  readonly leniencies?: readonly TypeMetadataLeniency[]
}

const typeMetadataLeniencies: readonly TypeMetadataLeniency[] = Object.freeze(['lang', 'schema', 'svg_template'])

const maximumCharacters = 2 ** 20
const maximumClaims = 1_000
const maximumLocales = 200
const maximumSteps = 32
const svgId = /^[A-Za-z_][A-Za-z0-9_]*$/
const disclosabilities: readonly unknown[] = ['always', 'allowed', 'never']
const notation = /[[\]]|^[^.]+\.[^.]+/

/**
 * Reads a Type Metadata document (SD-JWT VC §5.2 to §5.6): strict JSON in the structure of the standard. Members that the
 * standard does not know are passed over; those that it knew once, and has renamed or dropped, are refused unless allowed by
 * name.
 *
 * @param document - its text, or its bytes in UTF-8
 * @throws {Refusal} `type_metadata_malformed` with the place, `type_metadata_outdated`, `type_metadata_too_large`
 * @throws {TypeError} for wrong use
 */
export function readTypeMetadata(
  document: string | Uint8Array,
  options: ReadTypeMetadataOptions = {},
): ReadTypeMetadata {
  if (typeof document !== 'string' && !(document instanceof Uint8Array)) {
    throw new TypeError('readTypeMetadata takes a document as text or bytes')
  }
  const allowed = requireLeniencies(options?.leniencies)
  if (document.length > maximumCharacters) throw new Refusal<SdJwtCode>('type_metadata_too_large')
  const notes: Notes = { allowed, findings: [], used: new Set() }
  const metadata = readDocument(parse(document), notes)
  return Object.freeze({
    metadata,
    findings: Object.freeze(notes.findings),
    leniencies: Object.freeze([...notes.used]),
  })
}

/** @throws {TypeError} for a name that is none: it would allow nothing */
export function requireLeniencies(leniencies: readonly TypeMetadataLeniency[] = []): readonly TypeMetadataLeniency[] {
  if (!Array.isArray(leniencies) || !leniencies.every((one) => typeMetadataLeniencies.includes(one))) {
    throw new TypeError("Type metadata takes leniencies: ['lang', 'schema', 'svg_template']")
  }
  return Object.freeze([...leniencies])
}

function parse(document: string | Uint8Array): JsonObject {
  try {
    return parseJsonObject(typeof document === 'string' ? document : decodeUtf8(document), { maxDepth: 32 })
  } catch (cause) {
    if (cause instanceof Refusal) throw new Refusal<SdJwtCode>('type_metadata_malformed', { cause })
    throw cause
  }
}

function readDocument(content: JsonObject, notes: Notes): TypeMetadata {
  const vct = ownMember(content, 'vct')
  if (typeof vct !== 'string' || vct === '') throw malformed(['vct'])
  setSchemaAside(content, notes)
  const base = readText(content, 'extends', [])
  if (base === '') throw malformed(['extends'])
  const integrity = readIntegrity(content, 'extends#integrity', [], notes)
  if (integrity !== undefined && base === undefined) note(notes, 'integrity_without_reference', ['extends#integrity'])
  const claims = readList(content, 'claims', [], maximumClaims)?.map((claim, i) =>
    readClaim(claim, ['claims', i], notes),
  )
  if (claims !== undefined) requireDistinct(claims)
  return Object.freeze({
    vct,
    ...given('name', readText(content, 'name', [])),
    ...given('description', readText(content, 'description', [])),
    ...given('extends', base),
    ...(base === undefined ? {} : given('extends#integrity', integrity)),
    ...given('display', readDisplays(content, [], notes, readTypeDisplay)),
    ...given('claims', claims === undefined ? undefined : Object.freeze(claims)),
  })
}

/** Drafts before 2025 let a type state its rules as JSON Schema; whoever takes such a document must know that they don't count. */
function setSchemaAside(content: JsonObject, notes: Notes): void {
  for (const name of ['schema', 'schema_uri']) {
    if (!Object.hasOwn(content, name)) continue
    allowOutdated(notes, 'schema', [name])
    note(notes, 'schema_not_applied', [name])
  }
}

function readTypeDisplay(display: JsonObject, locale: string, at: Place, notes: Notes): TypeDisplay {
  const rendering = ownMember(display, 'rendering')
  return Object.freeze({
    locale,
    name: requireText(display, 'name', at),
    ...given('description', readText(display, 'description', at)),
    ...given('rendering', rendering === undefined ? undefined : readRendering(rendering, [...at, 'rendering'], notes)),
  })
}

function readClaim(claim: JsonValue, at: Place, notes: Notes): ClaimMetadata {
  if (!isJsonObject(claim)) throw malformed(at)
  const path = ownMember(claim, 'path')
  if (!isClaimPath(path) || path.length > maximumSteps) throw malformed([...at, 'path'])
  path.forEach((step, i) => {
    if (typeof step === 'string' && notation.test(step)) note(notes, 'path_notation', [...at, 'path', i])
  })
  const mandatory = ownMember(claim, 'mandatory')
  if (mandatory !== undefined && typeof mandatory !== 'boolean') throw malformed([...at, 'mandatory'])
  const sd = ownMember(claim, 'sd')
  if (sd !== undefined && !disclosabilities.includes(sd)) throw malformed([...at, 'sd'])
  const id = ownMember(claim, 'svg_id')
  if (id !== undefined && (typeof id !== 'string' || !svgId.test(id))) throw malformed([...at, 'svg_id'])
  return Object.freeze({
    path: Object.freeze([...path]) as ClaimPath,
    ...given('display', readDisplays(claim, at, notes, readClaimDisplay)),
    ...given('mandatory', mandatory),
    ...given('sd', sd as SelectiveDisclosure | undefined),
    ...given('svg_id', id as string | undefined),
  })
}

function readClaimDisplay(display: JsonObject, locale: string, at: Place): ClaimDisplay {
  return Object.freeze({
    locale,
    label: requireText(display, 'label', at),
    ...given('description', readText(display, 'description', at)),
  })
}

/** The same path twice would leave it open which rule holds; the same `svg_id`, which claim is meant (§5.6). */
function requireDistinct(claims: readonly ClaimMetadata[]): void {
  const paths = new Set<string>()
  const ids = new Set<string>()
  claims.forEach(({ path, svg_id: id }, i) => {
    const key = JSON.stringify(path)
    if (paths.has(key)) throw malformed(['claims', i, 'path'])
    if (id !== undefined && ids.has(id)) throw malformed(['claims', i, 'svg_id'])
    paths.add(key)
    if (id !== undefined) ids.add(id)
  })
}

function readDisplays<T extends { readonly locale: string }>(
  parent: JsonObject,
  at: Place,
  notes: Notes,
  read: (display: JsonObject, locale: string, at: Place, notes: Notes) => T,
): readonly T[] | undefined {
  const locales = new Set<string>()
  const displays = readList(parent, 'display', at, maximumLocales)?.map((display, i) => {
    const place = [...at, 'display', i]
    if (!isJsonObject(display)) throw malformed(place)
    const locale = readLocale(display, place, notes)
    if (locales.has(locale.toLowerCase())) note(notes, 'locale_repeated', [...place, 'locale'])
    locales.add(locale.toLowerCase())
    return read(display, locale, place, notes)
  })
  return displays === undefined ? undefined : Object.freeze(displays)
}

function readLocale(display: JsonObject, at: Place, notes: Notes): string {
  const outdated = !Object.hasOwn(display, 'locale') && Object.hasOwn(display, 'lang')
  if (outdated) {
    allowOutdated(notes, 'lang', [...at, 'lang'])
    note(notes, 'spelling_outdated', [...at, 'lang'])
  }
  const name = outdated ? 'lang' : 'locale'
  const locale = requireText(display, name, at)
  if (!isLanguageTag(locale)) throw malformed([...at, name])
  return locale
}

// RFC 5646 §2.1: a language with its extensions, script, region, variants, extensions and private use; private use alone;
// and of the grandfathered tags those that keep no rule.
const languageTag =
  /^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8}|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de))$/i

function isLanguageTag(text: string): boolean {
  return text.length <= 64 && languageTag.test(text)
}

function readList(parent: JsonObject, name: string, at: Place, limit: number): readonly JsonValue[] | undefined {
  const list = ownMember(parent, name)
  if (list === undefined) return undefined
  if (!Array.isArray(list)) throw malformed([...at, name])
  if (list.length > limit) throw new Refusal<SdJwtCode>('type_metadata_too_large', { path: [...at, name] })
  return list
}
