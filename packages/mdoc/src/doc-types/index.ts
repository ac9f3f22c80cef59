export { type DegreeKind, degreeDocTypes, projectAuthority } from './degrees.ts'
export type {
  DocType,
  ElementDefinition,
  ElementDefinitions,
  ElementPlace,
  ElementShape,
  Name,
  Presence,
  TextFormat,
} from './doc-type.ts'
export { drivingLicence } from './driving-licence.ts'
export { type ElementValues, elementValues, type PlainElements, type PlainValue } from './element-values.ts'
export { docTypeOf, elementName, elementOf, knownDocTypes } from './lookup.ts'
export { myNumberCard } from './my-number-card.ts'
export { personIdentificationData } from './person-identification-data.ts'
export { photoId } from './photo-id.ts'
