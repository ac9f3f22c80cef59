import { encodeBase64url, encodeUtf8 } from '@hashikake/encoding/base64url'
import { type JsonObject, ownMember } from '@hashikake/encoding/json'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalizeNQuads, compact, expand, type RdfOptions, toNQuads } from '../canonicalization/rdf.ts'
import { refusal } from '../refusal.ts'
import { deskolemize, relabel, skolemize } from './blank-nodes.ts'
import { selectParts } from './selection.ts'

/** The quads of a document under the labels that are signed, and which of them a selection holds. */
export interface Grouped {
  readonly nquads: readonly string[]
  /** From the labels of the input to those that are signed. */
  readonly labels: ReadonlyMap<string, string>
  /** By the names of the groups. */
  readonly groups: Readonly<Record<string, Group>>
}

export interface Group {
  /** Which of `nquads`, ascending. */
  readonly matching: readonly number[]
  /** The quads of the selection, their blank nodes labelled as in the input. */
  readonly deskolemized: readonly string[]
}

/** A label that tells nothing of the document to whom does not have the key (DI-ECDSA 1.0 §3.4.4). */
function hmacLabels(labels: ReadonlyMap<string, string>, key: Uint8Array): ReadonlyMap<string, string> {
  return new Map(
    [...labels].map(([from, canonical]) => [from, `u${encodeBase64url(hmac(sha256, key, encodeUtf8(canonical)))}`]),
  )
}

/**
 * Canonical quads with other labels (§3.4.1), sorted again, as canonical N-Quads are.
 *
 * @param labelsOf - from the canonical label of each blank node to another
 */
export async function canonicalWith(
  nquads: readonly string[],
  labelsOf: (canonical: ReadonlyMap<string, string>) => ReadonlyMap<string, string>,
  options: RdfOptions,
): Promise<{ readonly nquads: readonly string[]; readonly labels: ReadonlyMap<string, string> }> {
  const { text, labels: canonical } = await canonicalizeNQuads(nquads.join(''), options)
  const labels = labelsOf(canonical)
  const renamed = new Map([...canonical].map(([from, to]) => [to, labels.get(from) as string]))
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => `${line}\n`)
  return { nquads: [...relabel(lines, renamed)].sort(byCodePoint), labels }
}

// N-Quads are sorted by code points, which UTF-16 orders otherwise beyond the first plane.
function byCodePoint(one: string, other: string): number {
  if (one === other) return 0
  const [left, right] = [one[Symbol.iterator](), other[Symbol.iterator]()]
  for (;;) {
    const [a, b] = [left.next(), right.next()]
    if (a.done || b.done) return a.done ? -1 : 1
    if (a.value !== b.value) return (a.value.codePointAt(0) as number) - (b.value.codePointAt(0) as number)
  }
}

/**
 * Canonicalises a document and finds which of its quads selections hold (§3.4.16).
 *
 * @param groups - JSON pointers by the name of their group
 * @throws {Refusal} `pointer_malformed`, `pointer_unmatched`, and those of canonicalisation
 */
export async function canonicalizeAndGroup(
  document: JsonObject,
  key: Uint8Array,
  groups: Readonly<Record<string, readonly string[]>>,
  options: RdfOptions,
): Promise<Grouped> {
  if (JSON.stringify(document).includes('urn:hashikake-sd:')) throw refusal('json_ld_malformed')
  const skolemized = skolemize(await expand(document, options), { count: 0 })
  const named = (await compact(skolemized, ownMember(document, '@context'), options)) as JsonObject
  const deskolemized = deskolemize(await toNQuads(skolemized, options))
  const { nquads, labels } = await canonicalWith(deskolemized, (canonical) => hmacLabels(canonical, key), options)
  const found: Record<string, Group> = {}
  for (const [name, pointers] of Object.entries(groups)) {
    const selection = selectParts(named, pointers)
    const quads = selection === undefined ? [] : deskolemize(await toNQuads(selection, options))
    const selected = new Set(relabel(quads, labels))
    const matching = [...nquads.keys()].filter((index) => selected.has(nquads[index] as string))
    found[name] = { matching, deskolemized: quads }
  }
  return { nquads, labels, groups: found }
}
