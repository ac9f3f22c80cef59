import { type ClaimPath, selectClaims } from '@hashikake/credential'
import { decodeUtf8 } from '@hashikake/encoding/base64url'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { SdJwtCode } from '../codes.ts'
import type { EffectiveMetadata } from '../type-metadata/merge.ts'
import {
  elements,
  isAllowedAttribute,
  isLocalReference,
  isQuietStyle,
  isSpoken,
  plainElements,
  svgNamespace,
  textElements,
  xlinkNamespace,
} from './allowed.ts'

export interface RenderSvgOptions {
  /** The type's rules: which claim a placeholder stands for. */
  readonly metadata: Pick<EffectiveMetadata, 'claims'>
  /** The claims that were shown. */
  readonly claims: JsonObject
  /** What stands in the place of a claim that was not shown; nothing unless given. */
  readonly absent?: string
}

const maximumCharacters = 2 ** 20
const maximumDepth = 64
const maximumElements = 20_000
/** A longer value would break the drawing: it ends with an ellipsis. */
const maximumValue = 500
/** What is drawn, in characters. */
const maximumDrawn = 2 ** 22
const placeholder = /\{\{([^{}]*)\}\}/g

/**
 * Draws a credential: puts the claims in the place of the placeholders `{{svg_id}}` of a template (SD-JWT VC §5.5.1.2).
 *
 * The template is not edited but drawn anew from what is allowed in it: shapes, text, paint. One with scripts, links,
 * animations, embedded documents, entities, or references to anything outside itself is refused, and so is one with a
 * placeholder anywhere but in text; `metadata`, and what is of another namespace, is left out. Values are escaped, cut at 500
 * characters, and lose control and invisible characters, so that a claim can write nothing but its own text. Several values of
 * a path are joined by commas; an object shows nothing.
 *
 * Show it as an image, by {@link svgImageUri}: within a page its style sheet would be the page's, and its text the page's
 * template.
 *
 * @param template - SVG, as text or UTF-8
 * @returns SVG, without a declaration
 * @throws {Refusal} `svg_template_refused`, `svg_placeholder_misplaced`, `svg_placeholder_unknown`
 * @throws {TypeError} for wrong use
 */
export function renderSvg(template: string | Uint8Array, options: RenderSvgOptions): string {
  const { metadata, claims, absent = '' } = options ?? {}
  const isTemplate = typeof template === 'string' || template instanceof Uint8Array
  if (
    !isTemplate ||
    typeof absent !== 'string' ||
    !Array.isArray(metadata?.claims) ||
    typeof claims !== 'object' ||
    claims === null
  ) {
    throw new TypeError('renderSvg takes a template and { metadata, claims }')
  }
  const text = textOf(template)
  if (text.length > maximumCharacters || !text.isWellFormed()) throw refused()
  const paths = new Map(metadata.claims.flatMap(({ svg_id: id, path }) => (id === undefined ? [] : [[id, path]])))
  const values = new Map<string, string>()
  return draw(text, (id) => {
    const known = values.get(id)
    if (known !== undefined) return known
    const path = paths.get(id)
    if (path === undefined) throw new Refusal<SdJwtCode>('svg_placeholder_unknown')
    const value = escapeXml(valueText(claims, path) || absent)
    values.set(id, value)
    return value
  })
}

/** A drawn picture as the `src` of an image, where nothing in it runs and nothing is fetched, whatever the browser. */
export function svgImageUri(drawn: string): string {
  if (typeof drawn !== 'string') throw new TypeError('svgImageUri takes what renderSvg gave')
  return `data:image/svg+xml,${encodeURIComponent(drawn)}`
}

function textOf(template: string | Uint8Array): string {
  if (typeof template === 'string') return template
  try {
    return decodeUtf8(template)
  } catch (cause) {
    throw new Refusal<SdJwtCode>('svg_template_refused', { cause })
  }
}

/** The drawing under way. */
interface Drawing {
  /** The escaped value of a claim. */
  readonly fill: (id: string) => string
  readonly out: string[]
  /** Characters so far. */
  length: number
  /** What `use` draws again, and the marks of all around each `use`: what is drawn again must not itself draw again. */
  readonly reused: Set<string>
  readonly around: Set<string>
  /** The elements that are open, with their marks. */
  readonly open: { readonly name: string; readonly id: string | undefined }[]
  /** How deep within something that is left out; 0 outside. */
  leftOut: number
  count: number
  style: string
}

function draw(text: string, fill: Drawing['fill']): string {
  const drawing: Drawing = {
    fill,
    out: [],
    length: 0,
    reused: new Set(),
    around: new Set(),
    open: [],
    leftOut: 0,
    count: 0,
    style: '',
  }
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', () => {
    throw refused()
  })
  parser.on('doctype', () => {
    throw refused()
  })
  parser.on('processinginstruction', () => {
    throw refused()
  })
  parser.on('xmldecl', ({ version }) => {
    // XML 1.1 has characters that the drawing, which is XML 1.0, has not.
    if (version !== '1.0') throw refused()
  })
  parser.on('comment', requireNoPlaceholder)
  parser.on('opentag', (tag) => openTag(drawing, tag))
  parser.on('closetag', (tag) => closeTag(drawing, tag))
  parser.on('text', (content) => addText(drawing, content))
  parser.on('cdata', (content) => addText(drawing, content))
  parser.write(text).close()
  // Each use of a use would double the drawing: thirty of them draw a thousand million shapes.
  const isDoubled = [...drawing.around].some((id) => drawing.reused.has(id))
  if (drawing.out.length === 0 || isDoubled) throw refused()
  return drawing.out.join('')
}

function openTag(drawing: Drawing, tag: SaxesTagNS): void {
  const { local, uri } = tag
  drawing.count++
  if (drawing.open.length + drawing.leftOut > maximumDepth || drawing.count > maximumElements) throw refused()
  const attributes = Object.values(tag.attributes)
  for (const { value } of attributes) requireNoPlaceholder(value)
  // What editors leave behind for themselves is not drawn; what is no SVG at all neither.
  if (drawing.leftOut > 0 || uri !== svgNamespace || local === 'metadata') {
    if (drawing.open.length === 0 && drawing.leftOut === 0) throw refused()
    drawing.leftOut++
    return
  }
  const isRoot = drawing.open.length === 0
  const isWithinPlain = plainElements.has(drawing.open.at(-1)?.name ?? '')
  if (!elements.has(local) || (isRoot && local !== 'svg') || isWithinPlain) throw refused()
  const { href, id } = ownAttributes(attributes)
  if (local === 'use' && href !== undefined) {
    drawing.reused.add(href.slice(1))
    for (const one of [...drawing.open, { id }]) if (one.id !== undefined) drawing.around.add(one.id)
  }
  add(drawing, `<${local}${isRoot ? ` xmlns="${svgNamespace}"` : ''}`)
  if (href !== undefined) {
    if (!isLocalReference(local, href)) throw refused()
    add(drawing, ` href="${escapeXml(href)}"`)
  }
  for (const attribute of attributes) addAttribute(drawing, attribute)
  add(drawing, '>')
  drawing.open.push({ name: local, id })
  drawing.style = ''
}

/** The reference, once: older pictures write it in both spellings, of which the newer counts (SVG 2 §16.1.3). */
function ownAttributes(attributes: readonly SaxesAttribute[]): {
  readonly href: string | undefined
  readonly id: string | undefined
} {
  const attribute = (name: string, namespace: string): string | undefined =>
    attributes.find(({ local, uri }) => local === name && uri === namespace)?.value
  return { href: attribute('href', '') ?? attribute('href', xlinkNamespace), id: attribute('id', '') }
}

function addAttribute(drawing: Drawing, { local, prefix, uri, value }: SaxesAttribute): void {
  if (prefix === 'xmlns' || local === 'xmlns' || local === 'href') return
  if (prefix === 'xml' && (local === 'space' || local === 'lang')) {
    add(drawing, ` xml:${local}="${escapeXml(value)}"`)
  } else if (uri === '') {
    if (!isAllowedAttribute(local) || !(isSpoken(local) || isQuietStyle(value))) throw refused()
    add(drawing, ` ${local}="${escapeXml(value)}"`)
  }
}

function add(drawing: Drawing, text: string): void {
  drawing.length += text.length
  if (drawing.length > maximumDrawn) throw refused()
  drawing.out.push(text)
}

type SaxesAttribute = SaxesTagNS['attributes'][string]

function closeTag(drawing: Drawing, { local }: SaxesTagNS): void {
  if (drawing.leftOut > 0) {
    drawing.leftOut--
    return
  }
  if (local === 'style') {
    if (!isQuietStyle(drawing.style)) throw refused()
    add(drawing, escapeXml(drawing.style))
  }
  drawing.open.pop()
  add(drawing, `</${local}>`)
}

function addText(drawing: Drawing, text: string): void {
  const element = drawing.open.at(-1)?.name
  if (drawing.leftOut > 0 || element === undefined || !textElements.has(element)) {
    requireNoPlaceholder(text)
    if (drawing.leftOut > 0) return
    if (element === 'style') drawing.style += text
    else if (text.trim() === '' && element !== undefined) add(drawing, text)
    return
  }
  let end = 0
  for (const match of text.matchAll(placeholder)) {
    add(drawing, escapeXml(text.slice(end, match.index)))
    add(drawing, drawing.fill(match[1] as string))
    end = match.index + match[0].length
  }
  add(drawing, escapeXml(text.slice(end)))
}

/** @throws {Refusal} where a claim would become a part of the drawing itself */
function requireNoPlaceholder(text: string): void {
  if (text.includes('{{')) throw new Refusal<SdJwtCode>('svg_placeholder_misplaced')
}

function valueText(claims: JsonObject, path: ClaimPath): string {
  const texts = selectClaims(claims, path).flatMap(({ value }) => scalars(value))
  return clean(texts.join(', '))
}

function scalars(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: JsonValue) => (Array.isArray(one) ? [] : scalars(one)))
  return typeof value === 'object' ? [] : [String(value)]
}

/** Characters that XML cannot hold, that end lines, that nobody sees, or that turn the text around them (UAX #9); joiners stay. */
const unprintable = /(?!\u200c|\u200d)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu

function clean(text: string): string {
  const printable = text.replaceAll(unprintable, ' ')
  const characters = [...printable.slice(0, 2 * maximumValue + 2)]
  return characters.length <= maximumValue ? printable : `${characters.slice(0, maximumValue - 1).join('')}…`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] as string)
}

function refused(): Refusal<SdJwtCode> {
  return new Refusal('svg_template_refused')
}
