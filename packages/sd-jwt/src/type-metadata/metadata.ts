import type { ClaimPath } from '@hashikake/credential'

/** Whether a claim is selectively disclosable: the issuer must, may, or must not make it so (SD-JWT VC §5.6.4). */
export type SelectiveDisclosure = 'always' | 'allowed' | 'never'

/** A Type Metadata document (SD-JWT VC §5.2), by the members that the standard defines; others are passed over. */
export interface TypeMetadata {
  readonly vct: string
  readonly name?: string
  readonly description?: string
  /** The type that this one extends. */
  readonly extends?: string
  readonly 'extends#integrity'?: string
  readonly display?: readonly TypeDisplay[]
  readonly claims?: readonly ClaimMetadata[]
}

/** How a type is shown to people of one language (§5.5). */
export interface TypeDisplay {
  /** A language tag (RFC 5646 §2). */
  readonly locale: string
  readonly name: string
  readonly description?: string
  readonly rendering?: Rendering
}

/** The two methods of rendering that the standard knows. */
export interface Rendering {
  readonly simple?: SimpleRendering
  readonly svg_templates?: readonly SvgTemplate[]
}

export interface SimpleRendering {
  readonly logo?: RenderingResource & { readonly alt_text?: string }
  readonly background_image?: RenderingResource
  /** A CSS hexadecimal colour, as `#12107c`. */
  readonly background_color?: string
  readonly text_color?: string
}

/** What is fetched for a rendering: an https URL, or a `data:` URI. */
export interface RenderingResource {
  readonly uri: string
  readonly 'uri#integrity'?: string
}

export interface SvgTemplate extends RenderingResource {
  readonly properties?: SvgTemplateProperties
}

export interface SvgTemplateProperties {
  readonly orientation?: 'portrait' | 'landscape'
  readonly color_scheme?: 'light' | 'dark'
  readonly contrast?: 'normal' | 'high'
}

/** What is said of a claim, or of every claim that a path selects (§5.6). */
export interface ClaimMetadata {
  readonly path: ClaimPath
  readonly display?: readonly ClaimDisplay[]
  readonly mandatory?: boolean
  readonly sd?: SelectiveDisclosure
  readonly svg_id?: string
}

export interface ClaimDisplay {
  /** A language tag (RFC 5646 §2). */
  readonly locale: string
  readonly label: string
  readonly description?: string
}

/** A departure from the standard that is tolerated only when the caller names it: a spelling of older drafts. */
export type TypeMetadataLeniency = 'lang' | 'schema' | 'svg_template'

/** Something in a document that its publisher had better mend, though it does not make the document unusable. */
export interface TypeMetadataFinding {
  readonly code: TypeMetadataFindingCode
  /** Where in the document. */
  readonly at: readonly (string | number)[]
}

export type TypeMetadataFindingCode =
  /** A spelling of an older draft, read as the caller allowed. */
  | 'spelling_outdated'
  /** Rules stated as JSON Schema, which are not applied. */
  | 'schema_not_applied'
  /** An integrity string without the reference that it belongs to. */
  | 'integrity_without_reference'
  /** An integrity string that no document can match: an unknown hash, another base64 than the standard one, a wrong length. */
  | 'integrity_unusable'
  /** `properties` of an only SVG template that say nothing. */
  | 'properties_empty'
  /** A name in a path that is written as if it selected an element of an array, or a member of a member. */
  | 'path_notation'
  /** A locale that stands twice: the first is used. */
  | 'locale_repeated'
