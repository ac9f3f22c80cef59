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
const placeholder = /\{\{([^{}]*)\}\}/g

/**
 * Draws a credential: puts the claims in the place of the placeholders `{{svg_id}}` of a template (SD-JWT VC §5.5.1.2).
 *
 * The template is not edited but drawn anew from what is allowed in it: shapes, text, paint. One with scripts, links,
 * animations, embedded documents, entities, or references to anything outside itself is refused, and so is one with a
 * placeholder anywhere but in text. Values are escaped, cut at 500 characters, and lose control and direction characters, so
 * that a claim can write nothing but its own text. Several values of a path are joined by commas; an object shows nothing.
 *
 * @param template - SVG, as text or UTF-8
 * @returns SVG, without a declaration; put it into a page as an image, or inline
 * @throws {Refusal} `svg_template_refused`, `svg_placeholder_misplaced`, `svg_placeholder_unknown`
 * @throws {TypeError} for wrong use
 */
export function renderSvg(template: string | Uint8Array, options: RenderSvgOptions): string {
  const { metadata, claims, absent = '' } = options ?? {}
  const isTemplate = typeof template === 'string' || template instanceof Uint8Array
  if (!isTemplate || !Array.isArray(metadata?.claims) || typeof claims !== 'object' || claims === null) {
    throw new TypeError('renderSvg takes a template and { metadata, claims }')
  }
  if (template.length > maximumCharacters) throw refused()
  const paths = new Map(metadata.claims.flatMap(({ svg_id: id, path }) => (id === undefined ? [] : [[id, path]])))
  return draw(textOf(template), (id) => {
    const path = paths.get(id)
    if (path === undefined) throw new Refusal<SdJwtCode>('svg_placeholder_unknown')
    const value = valueText(claims, path)
    return value === '' ? absent : value
  })
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
  readonly fill: (id: string) => string
  readonly out: string[]
  readonly open: string[]
  /** How deep within something that is left out; 0 outside. */
  leftOut: number
  count: number
  style: string
}

function draw(text: string, fill: Drawing['fill']): string {
  const drawing: Drawing = { fill, out: [], open: [], leftOut: 0, count: 0, style: '' }
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
  parser.on('comment', requireNoPlaceholder)
  parser.on('opentag', (tag) => openTag(drawing, tag))
  parser.on('closetag', (tag) => closeTag(drawing, tag))
  parser.on('text', (content) => addText(drawing, content))
  parser.on('cdata', (content) => addText(drawing, content))
  parser.write(text).close()
  if (drawing.out.length === 0) throw refused()
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
  if (!elements.has(local) || (isRoot && local !== 'svg')) throw refused()
  drawing.out.push(`<${local}${isRoot ? ` xmlns="${svgNamespace}"` : ''}`)
  for (const attribute of attributes) addAttribute(drawing, local, attribute)
  drawing.out.push('>')
  drawing.open.push(local)
  drawing.style = ''
}

function addAttribute(drawing: Drawing, element: string, { local, prefix, uri, value }: SaxesAttribute): void {
  if (prefix === 'xmlns' || local === 'xmlns') return
  const isReference = local === 'href' && (uri === '' || uri === xlinkNamespace)
  const isSpace = prefix === 'xml' && (local === 'space' || local === 'lang')
  if (isReference) {
    if (!isLocalReference(element, value)) throw refused()
    drawing.out.push(` href="${escapeXml(value)}"`)
  } else if (isSpace) {
    drawing.out.push(` xml:${local}="${escapeXml(value)}"`)
  } else if (uri === '') {
    if (!isAllowedAttribute(local) || !isQuietStyle(value)) throw refused()
    drawing.out.push(` ${local}="${escapeXml(value)}"`)
  }
}

type SaxesAttribute = SaxesTagNS['attributes'][string]

function closeTag(drawing: Drawing, { local }: SaxesTagNS): void {
  if (drawing.leftOut > 0) {
    drawing.leftOut--
    return
  }
  if (local === 'style') {
    if (!isQuietStyle(drawing.style)) throw refused()
    drawing.out.push(escapeXml(drawing.style))
  }
  drawing.open.pop()
  drawing.out.push(`</${local}>`)
}

function addText(drawing: Drawing, text: string): void {
  const element = drawing.open.at(-1)
  if (drawing.leftOut > 0 || element === undefined || !textElements.has(element)) {
    requireNoPlaceholder(text)
    if (drawing.leftOut > 0) return
    if (element === 'style') drawing.style += text
    else if (text.trim() === '' && element !== undefined) drawing.out.push(text)
    return
  }
  let end = 0
  for (const match of text.matchAll(placeholder)) {
    drawing.out.push(escapeXml(text.slice(end, match.index)), escapeXml(drawing.fill(match[1] as string)))
    end = match.index + match[0].length
  }
  drawing.out.push(escapeXml(text.slice(end)))
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

/** Characters that XML cannot hold, that end lines, or that turn the direction of the text around them (UAX #9). */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu

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
