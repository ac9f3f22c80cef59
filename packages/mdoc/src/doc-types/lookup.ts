import { ageOf } from '../age-over.ts'
import { degreeDocTypes } from './degrees.ts'
import type { DocType, ElementDefinition, Name } from './doc-type.ts'
import { drivingLicence } from './driving-licence.ts'
import { myNumberCard } from './my-number-card.ts'
import { personIdentificationData } from './person-identification-data.ts'
import { photoId } from './photo-id.ts'

/** The types of document that are known here: the official ones, and the project's own for degrees. */
export const knownDocTypes: readonly DocType[] = /* @__PURE__ */ (() =>
  Object.freeze([
    drivingLicence,
    personIdentificationData,
    photoId,
    myNumberCard,
    ...Object.values(degreeDocTypes()),
  ]))()

/**
 * The type of document of that name, or of that spelling of it.
 *
 * @param docTypes - among which; by default {@link knownDocTypes}
 */
export function docTypeOf(name: string, docTypes: readonly DocType[] = knownDocTypes): DocType | undefined {
  return docTypes.find(({ docType }) => docType === name) ?? docTypes.find(({ aliases }) => aliases?.includes(name))
}

const template = /^biometric_template_([a-z0-9]+(?:_[a-z0-9]+)*)$/

/** What a type of document says of an element; undefined where it has none of that name. */
export function elementOf(docType: DocType, namespace: string, element: string): ElementDefinition | undefined {
  const { namespaces, namespaceAliases = {} } = docType
  const named = Object.hasOwn(namespaceAliases, namespace) ? (namespaceAliases[namespace] as string) : namespace
  const definitions = Object.hasOwn(namespaces, named) ? namespaces[named] : undefined
  if (definitions === undefined) return undefined
  for (const name of [
    element,
    ageOf(element) === undefined ? '' : 'age_over_NN',
    templateOf(element) && 'biometric_template_xx',
  ])
    if (name !== undefined && Object.hasOwn(definitions, name)) return definitions[name]
  return undefined
}

/** What people call an element; undefined where its type of document does not know it. */
export function elementName(docType: DocType, namespace: string, element: string): Name | undefined {
  const name = elementOf(docType, namespace, element)?.name
  if (name === undefined) return undefined
  const age = ageOf(element)
  const kind = templateOf(element)?.replaceAll('_', ' ')
  const fill = (words: string): string =>
    age !== undefined ? words.replace('NN', String(age)) : kind !== undefined ? words.replace('xx', kind) : words
  return Object.freeze({ en: fill(name.en), ja: fill(name.ja) })
}

function templateOf(element: string): string | undefined {
  return element.length <= 128 ? template.exec(element)?.[1] : undefined
}
