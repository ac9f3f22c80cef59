/** What a thing is called, in the languages spoken here. */
export interface Name {
  readonly en: string
  readonly ja: string
}

/** How a text is written, beyond being text. */
export type TextFormat = 'alpha-2' | 'subdivision' | 'language' | 'duration' | 'isced-f' | 'isced-p'

/**
 * - `mandatory`, `optional`: as the standard that owns the element says
 * - `retired`: met in documents of older drafts, so known and named; no longer issued
 */
export type Presence = 'mandatory' | 'optional' | 'retired'

interface TextShape {
  readonly type: 'tstr'
  /** Characters, not bytes. */
  readonly maxLength: number
  readonly format?: TextFormat
  /** Only characters of ISO/IEC 8859-1. */
  readonly latin1?: true
  /** The only ones that there are. */
  readonly values?: readonly string[]
  readonly mayBeEmpty?: true
}

interface NumberShape {
  /** A `float` stays one, be it 3.0. */
  readonly type: 'uint' | 'float'
  /** The only ones that there are. */
  readonly values?: readonly number[]
}

interface DayShape {
  readonly type: 'full-date'
  /** What may stand instead of the day. */
  readonly or?: TimeShape | MapShape
}

interface TimeShape {
  readonly type: 'tdate'
}

interface BytesShape {
  readonly type: 'bstr'
  readonly mayBeEmpty?: true
}

interface BooleanShape {
  readonly type: 'bool'
}

interface ArrayShape {
  readonly type: 'array'
  readonly items: ElementShape
  readonly mayBeEmpty?: true
}

interface MapShape {
  readonly type: 'map'
  readonly members: ElementDefinitions
}

/** What a value is, in the words of CDDL (RFC 8610). */
export type ElementShape =
  | TextShape
  | NumberShape
  | DayShape
  | TimeShape
  | BytesShape
  | BooleanShape
  | ArrayShape
  | MapShape

/** An element, or a member of a map within one. */
export type ElementDefinition = ElementShape & {
  readonly presence: Presence
  readonly name: Name
  /** What it says, where its name does not. */
  readonly meaning?: string
  /** Mandatory where that element, or anything of that namespace, is there. */
  readonly neededWith?: { readonly namespace: string; readonly element?: string }
}

/** By identifier; `age_over_NN` and `biometric_template_xx` each stand for the many that are named so. */
export type ElementDefinitions = Readonly<Record<string, ElementDefinition>>

/** Where an element is: its namespace, and its identifier. */
export type ElementPlace = readonly [namespace: string, element: string]

/** A type of document, as data: what is in it, and what of it may be asked and issued. */
export interface DocType {
  readonly docType: string
  /** Other spellings that are met. */
  readonly aliases?: readonly string[]
  readonly name: Name
  readonly namespaces: Readonly<Record<string, ElementDefinitions>>
  /** Other spellings of namespaces that are met, and which namespace each means. */
  readonly namespaceAliases?: Readonly<Record<string, string>>
  /** Whether one who is no state may issue it; where false, it is only read. */
  readonly issuable: boolean
  /** The elements that say what the certificate of the document signer must say too (ISO/IEC 18013-5 §13.4.2). */
  readonly certificate?: { readonly countryName: ElementPlace; readonly stateOrProvinceName?: ElementPlace }
  /** What may only be asked for where a law permits it. */
  readonly restricted?: readonly ElementPlace[]
  /** Without these an answer says too little: a reader asks for them whatever else it asks. */
  readonly essential?: readonly ElementPlace[]
}
