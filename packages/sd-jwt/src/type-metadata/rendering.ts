import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import type { Rendering, RenderingResource, SimpleRendering, SvgTemplate, SvgTemplateProperties } from './metadata.ts'
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

const maximumTemplates = 32
const color =
  /^(?:#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|rgb\([ \t]*[0-9]{1,3}%?[ \t]*,[ \t]*[0-9]{1,3}%?[ \t]*,[ \t]*[0-9]{1,3}%?[ \t]*\))$/i
const resourceUri = /^(?:https:\/\/[^\s\\"<>]+|data:image\/[a-z0-9.+-]+[;,][^\s\\"<>]*)$/i
const properties: Readonly<Record<keyof SvgTemplateProperties, readonly string[]>> = {
  orientation: ['portrait', 'landscape'],
  color_scheme: ['light', 'dark'],
  contrast: ['normal', 'high'],
}

/** Reads `rendering` (SD-JWT VC §5.5.1); methods that the standard does not know are passed over. */
export function readRendering(rendering: JsonValue, at: Place, notes: Notes): Rendering {
  if (!isJsonObject(rendering)) throw malformed(at)
  const simple = ownMember(rendering, 'simple')
  return Object.freeze({
    ...given('simple', simple === undefined ? undefined : readSimple(simple, [...at, 'simple'], notes)),
    ...given('svg_templates', readTemplates(rendering, at, notes)),
  })
}

function readSimple(simple: JsonValue, at: Place, notes: Notes): SimpleRendering {
  if (!isJsonObject(simple)) throw malformed(at)
  const logo = ownMember(simple, 'logo')
  const background = ownMember(simple, 'background_image')
  return Object.freeze({
    ...given('logo', logo === undefined ? undefined : readLogo(logo, [...at, 'logo'], notes)),
    ...given(
      'background_image',
      background === undefined
        ? undefined
        : Object.freeze(readResource(background, [...at, 'background_image'], notes)),
    ),
    ...given('background_color', readColor(simple, 'background_color', at)),
    ...given('text_color', readColor(simple, 'text_color', at)),
  })
}

function readLogo(logo: JsonValue, at: Place, notes: Notes): NonNullable<SimpleRendering['logo']> {
  const resource = readResource(logo, at, notes)
  return Object.freeze({ ...resource, ...given('alt_text', readText(logo as JsonObject, 'alt_text', at)) })
}

function readTemplates(rendering: JsonObject, at: Place, notes: Notes): readonly SvgTemplate[] | undefined {
  const [name, list] = findTemplates(rendering, at, notes)
  if (list === undefined) return undefined
  const place = [...at, name]
  if (!Array.isArray(list) || list.length > maximumTemplates) throw malformed(place)
  return Object.freeze(
    list.map((template, i) => readTemplate(template, [...place, i], { notes, isOnly: list.length === 1 })),
  )
}

/** Older drafts had one template, as an object or a list, under another name. */
function findTemplates(
  rendering: JsonObject,
  at: Place,
  notes: Notes,
): readonly [name: string, list: JsonValue | undefined] {
  const outdated = ownMember(rendering, 'svg_template')
  if (outdated === undefined || Object.hasOwn(rendering, 'svg_templates')) {
    return ['svg_templates', ownMember(rendering, 'svg_templates')]
  }
  allowOutdated(notes, 'svg_template', [...at, 'svg_template'])
  note(notes, 'spelling_outdated', [...at, 'svg_template'])
  return ['svg_template', Array.isArray(outdated) ? outdated : [outdated]]
}

function readTemplate(
  template: JsonValue,
  at: Place,
  { notes, isOnly }: { readonly notes: Notes; readonly isOnly: boolean },
): SvgTemplate {
  const resource = readResource(template, at, notes)
  const read = readProperties(ownMember(template as JsonObject, 'properties'), [...at, 'properties'])
  const isEmpty = read === undefined || Object.keys(read).length === 0
  // Among several, nothing would tell when this one is meant (§5.5.1.2).
  if (isEmpty && !isOnly) throw malformed([...at, 'properties'])
  if (isEmpty && read !== undefined) note(notes, 'properties_empty', [...at, 'properties'])
  return Object.freeze({ ...resource, ...given('properties', isEmpty ? undefined : read) })
}

function readProperties(value: JsonValue | undefined, at: Place): SvgTemplateProperties | undefined {
  if (value === undefined) return undefined
  if (!isJsonObject(value)) throw malformed(at)
  const read: Record<string, string> = {}
  for (const [name, values] of Object.entries(properties)) {
    const property = readText(value, name, at)
    if (property === undefined) continue
    if (!values.includes(property)) throw malformed([...at, name])
    read[name] = property
  }
  return Object.freeze(read) as SvgTemplateProperties
}

function readResource(resource: JsonValue, at: Place, notes: Notes): RenderingResource {
  if (!isJsonObject(resource)) throw malformed(at)
  const uri = requireText(resource, 'uri', at)
  if (!resourceUri.test(uri)) throw malformed([...at, 'uri'])
  return { uri, ...given('uri#integrity', readIntegrity(resource, 'uri#integrity', at, notes)) }
}

function readColor(simple: JsonObject, name: string, at: Place): string | undefined {
  const text = readText(simple, name, at)
  // It ends up in a style: nothing but a colour may.
  if (text !== undefined && !color.test(text)) throw malformed([...at, name])
  return text
}
