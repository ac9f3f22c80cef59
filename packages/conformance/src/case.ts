import type { Stage } from '@hashikake/credential'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue } from '@hashikake/encoding/json'

/** What is handed over: characters, bytes, or JSON that is written out first. */
export type CaseInput = { readonly text: string } | { readonly base64url: string } | { readonly json: JsonValue }

/** All that is trusted in a case. */
export interface CaseTrust {
  /** Issuers' public JWKs, with an `issuer` (an `iss` value) where the key serves that one alone. */
  readonly keys?: readonly JsonObject[]
  /** Trust anchors, base64 of DER. */
  readonly certificates?: readonly string[]
  /** Lists of trusted entities: `{ text | url, scheme, operator: { keys, certificates }, territory, binding }`. */
  readonly lists?: readonly JsonObject[]
  /** DIDs that are trusted. */
  readonly dids?: readonly string[]
  /** Issuers that are https URLs, trusted by the documents that they publish there. */
  readonly controlledIdentifiers?: readonly string[]
  /** `{ issuers, keySets }`: whose metadata is looked up. */
  readonly issuerMetadata?: JsonObject
  /** How `iss` is bound to a certificate: `san-uri`, `san-dns`, `none`, or `{ organizationIdentifiers }` by `iss`. */
  readonly binding?: string | JsonObject
  /** `{ types, formats, territories, purposes }`: for what all of it is trusted. */
  readonly scope?: JsonObject
}

/** What a case expects. A rejection without `stage` and `code` is content with any rejection. */
export interface Expectation {
  readonly accepted: boolean
  readonly stage?: Stage
  readonly code?: string
  /** The claims exactly as processed, own properties only. */
  readonly claims?: JsonObject
  /** Only the members that it names. */
  readonly claimsInclude?: JsonObject
  /** What the result of an operation must show; its members are in the package's README. */
  readonly output?: JsonObject
  /** The credentials of one answer, in the order received. */
  readonly parts?: readonly Expectation[]
}

/** One case. Members that this version does not know are passed over. */
export interface TestCase {
  readonly id: string
  readonly rule?: string
  readonly clause?: string
  readonly title?: string
  /** The accepted case of the same file that this one changes in one point. */
  readonly base?: string
  readonly format?: string
  /** `verify` unless given. */
  readonly operation?: string
  readonly input: CaseInput
  /** The clock, ISO 8601. */
  readonly at?: string
  readonly trust?: CaseTrust
  readonly challenge?: 'bearer' | JsonObject
  readonly audience?: string | readonly string[]
  readonly status?: 'ignore' | JsonObject
  readonly documents?: JsonObject
  readonly responses?: JsonObject
  readonly policies?: JsonObject
  readonly previous?: readonly CaseInput[]
  readonly readerKey?: JsonObject
  readonly options?: JsonObject
  /** The seed of an issuer's randomness, or bytes that a broken generator repeats. */
  readonly random?: string | { readonly repeated: string }
  readonly expect: Expectation
}

/** A case and where it was found; one that does not keep the format has a fault in the place of a case. */
export interface FoundCase {
  readonly file: string
  readonly suite: string
  readonly id: string
  readonly rule: string
  readonly testCase?: TestCase
  readonly fault?: string
}

const stages: readonly unknown[] = ['parse', 'authenticate', 'trust', 'policy', 'status']

/**
 * Reads a file of cases.
 *
 * @returns undefined for JSON that holds no `cases`
 * @throws {TypeError} when the file is not JSON, or its `cases` are not an array
 */
export function readCaseFile(text: string, file: string): readonly FoundCase[] | undefined {
  let content: JsonValue
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new TypeError(`${file} is not JSON: ${(cause as Error).message}`, { cause })
  }
  if (!isJsonObject(content) || !Object.hasOwn(content, 'cases')) return undefined
  const { cases, suite = file } = content
  if (!Array.isArray(cases) || typeof suite !== 'string') {
    throw new TypeError(`${file}: a file of cases holds { "suite": "…", "cases": [ … ] }`)
  }
  const identifiers = new Set<string>()
  return cases.map((value: JsonValue, index): FoundCase => {
    const { id, rule } = (isJsonObject(value) ? value : {}) as { id?: JsonValue; rule?: JsonValue }
    const place = {
      file,
      suite,
      id: typeof id === 'string' ? id : `case ${index}`,
      rule: typeof rule === 'string' ? rule : '',
    }
    const fault = identifiers.has(place.id) ? 'its id stands twice in the suite' : faultOf(value)
    identifiers.add(place.id)
    return fault === undefined ? { ...place, testCase: value as unknown as TestCase } : { ...place, fault }
  })
}

/** What is wrong with a case, in words; undefined where it keeps the format. */
export function faultOf(value: unknown): string | undefined {
  if (!isJsonObject(value)) return 'a case is an object'
  for (const [name, { keeps, says }] of Object.entries(memberRules)) {
    const member = value[name]
    if (member === undefined ? requiredMembers.includes(name) : !keeps(member)) return `"${name}" ${says}`
  }
  const { operation = 'verify', format } = value
  if (operation === 'verify' && format === undefined) return '"format" names the format that is verified'
  return faultOfExpectation(value.expect as JsonObject)
}

const requiredMembers: readonly string[] = ['id', 'input', 'expect']

interface MemberRule {
  readonly keeps: (member: JsonValue) => boolean
  readonly says: string
}

const isText = (value: unknown): value is string => typeof value === 'string'
const aText: MemberRule = { keeps: isText, says: 'is a string' }
const anObject: MemberRule = { keeps: isJsonObject, says: 'is an object' }

const memberRules: Readonly<Record<string, MemberRule>> = {
  id: { keeps: (id) => isText(id) && id !== '', says: 'is a string that is not empty' },
  rule: aText,
  clause: aText,
  title: aText,
  base: aText,
  format: aText,
  operation: aText,
  input: { keeps: isCaseInput, says: 'is one of { "text" }, { "base64url" } and { "json" }' },
  at: { keeps: (at) => isText(at) && !Number.isNaN(Date.parse(at)), says: 'is a time such as 2026-11-21T12:00:00Z' },
  trust: { keeps: isCaseTrust, says: 'is { "keys": [ … ], "certificates": [ … ] }: public JWKs, base64 of DER' },
  challenge: {
    keeps: (one) => one === 'bearer' || (isJsonObject(one) && isText(one.protocol)),
    says: 'is "bearer" or has a "protocol"',
  },
  audience: { keeps: (us) => isText(us) || isListOf(us, isText), says: 'is a string or an array of strings' },
  status: { keeps: (one) => one === 'ignore' || isJsonObject(one), says: 'is "ignore" or an object of lists by URI' },
  documents: anObject,
  responses: anObject,
  policies: anObject,
  previous: { keeps: (inputs) => isListOf(inputs, isCaseInput), says: 'is an array of inputs' },
  readerKey: anObject,
  options: anObject,
  random: {
    keeps: (seed) => isText(seed) || (isJsonObject(seed) && isBase64url(seed.repeated)),
    says: 'is a seed, or { "repeated": base64url }',
  },
  expect: {
    keeps: (one) => isJsonObject(one) && typeof one.accepted === 'boolean',
    says: 'has "accepted": true or false',
  },
}

function isCaseInput(value: unknown): value is CaseInput {
  if (!isJsonObject(value)) return false
  const given = ['text', 'base64url', 'json'].filter((name) => Object.hasOwn(value, name))
  if (given.length !== 1) return false
  return given[0] === 'json' || (given[0] === 'text' ? isText(value.text) : isBase64url(value.base64url))
}

function isCaseTrust(value: unknown): value is CaseTrust {
  if (!isJsonObject(value)) return false
  const { keys = [], certificates = [], lists = [], dids = [], controlledIdentifiers = [] } = value
  const { issuerMetadata = {}, binding = '', scope = {} } = value
  return (
    isListOf(keys, isJsonObject) &&
    isListOf(certificates, isText) &&
    isListOf(lists, isJsonObject) &&
    isListOf(dids, isText) &&
    isListOf(controlledIdentifiers, isText) &&
    isJsonObject(issuerMetadata) &&
    (isText(binding) || isJsonObject(binding)) &&
    isJsonObject(scope)
  )
}

function faultOfExpectation(expect: JsonObject): string | undefined {
  const { accepted, stage, code, parts } = expect
  if (stage !== undefined && !stages.includes(stage)) return `"expect.stage" is one of ${stages.join(', ')}`
  if (code !== undefined && !isText(code)) return '"expect.code" is a string'
  if (accepted === true && (stage !== undefined || code !== undefined)) {
    return '"expect" has a "stage" and a "code" only where it is not accepted'
  }
  for (const name of ['claims', 'claimsInclude', 'output']) {
    const member = expect[name]
    if (member === undefined) continue
    if (!isJsonObject(member)) return `"expect.${name}" is an object`
    if (accepted === false) return `"expect.${name}" stands only where it is accepted`
  }
  if (parts === undefined) return undefined
  if (!isListOf(parts, isJsonObject)) return '"expect.parts" is an array of expectations'
  return parts.map(faultOfExpectation).find((fault) => fault !== undefined)
}

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne)
}

function isBase64url(value: unknown): boolean {
  try {
    return typeof value === 'string' && decodeBase64url(value).length >= 0
  } catch {
    return false
  }
}
