import { type ClaimPath, isClaimPath } from '@hashikake/credential'
import { isJsonObject, type JsonValue } from '@hashikake/encoding/json'
import { asOne, type Decoys, type Disclosable, everythingBelow, type SdJwtVcDraft } from '@hashikake/sd-jwt/vc'
import { CommandFault } from './faults.ts'
import { parseIsoTime } from './iso-time.ts'

/** What `issue` can take from a draft file; the issuer, its key and the holder's key are options. */
type WrittenDraft = Omit<SdJwtVcDraft, 'holderKey'>

const maxDecoys = 1000

/** How each member is read; a sentence says what it should have been. */
const readers: { readonly [Name in keyof WrittenDraft]-?: (value: JsonValue) => WrittenDraft[Name] | Expected } = {
  vct: (value) => (isName(value) ? value : expected('the type of the credential, a text that is not empty')),
  vctIntegrity: (value) => (isName(value) ? value : expected('a text such as "sha256-…"')),
  akaVcts: (value) => (isListOf(value, isName) ? value : expected('a list of types: ["https://…"]')),
  claims: (value) => (isJsonObject(value) ? value : expected('an object: { "given_name": "…" }')),
  disclosable: (value) => readList(value, readMark, markForm),
  decoys: (value) =>
    readList(value, readDecoys, `{ "at": ["degree"], "count": 3 } with a count from 1 to ${maxDecoys}`),
  issuedAt: readTime,
  notBefore: readTime,
  expires: readTime,
  status: (value) =>
    isJsonObject(value) ? value : expected('an object: { "status_list": { "idx": 0, "uri": "https://…" } }'),
}

const markForm = 'a claim path ["degree", "title"], { "everythingBelow": ["degree"] } or { "asOne": ["address"] }'

/** Where members that people expect here are to be said instead. */
const elsewhere: Readonly<Record<string, string>> = {
  iss: 'name the issuer with --issuer',
  issuer: 'name the issuer with --issuer',
  cnf: "give the holder's key with --holder-key",
  holderKey: "give the holder's key with --holder-key",
  kid: 'name the key with --kid',
  type: 'call it "vct"',
  exp: 'call it "expires", as an ISO 8601 time',
  nbf: 'call it "notBefore", as an ISO 8601 time',
  iat: 'call it "issuedAt", as an ISO 8601 time',
  aka_vcts: 'call it "akaVcts"',
  'vct#integrity': 'call it "vctIntegrity"',
}

/** Reads a draft file; every mistake in it is a sentence that names the member. */
export function readDraft(value: JsonValue, source: string): WrittenDraft {
  if (!isJsonObject(value))
    throw new CommandFault(`${source} is no draft: it should hold an object with "vct" and "claims"`)
  const draft: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(readers, name)) throw new CommandFault(`${source}: ${unknownMember(name)}`)
    const read = readers[name as keyof WrittenDraft](member)
    if (read instanceof Expected) throw new CommandFault(`${source}: "${name}"${read.where} should be ${read.what}`)
    draft[name] = read
  }
  for (const name of ['vct', 'claims']) {
    if (!Object.hasOwn(draft, name)) throw new CommandFault(`${source}: "${name}" is missing`)
  }
  return draft as unknown as WrittenDraft
}

function unknownMember(name: string): string {
  const advice = Object.hasOwn(elsewhere, name) ? elsewhere[name] : `a draft has ${Object.keys(readers).join(', ')}`
  return `"${name}" has no meaning in a draft; ${advice}`
}

/** What a member should have been, and where in it the fault lies. */
class Expected {
  readonly what: string
  readonly where: string

  constructor(what: string, where: string) {
    this.what = what
    this.where = where
  }
}

function expected(what: string, where = ''): Expected {
  return new Expected(what, where)
}

function readTime(value: JsonValue): Date | Expected {
  const time = typeof value === 'string' ? parseIsoTime(value) : undefined
  return time ?? expected('an ISO 8601 date or a time with its zone: "2026-04-01" or "2026-04-01T09:00:00+09:00"')
}

function readList<Item>(
  value: JsonValue,
  read: (item: JsonValue) => Item | undefined,
  form: string,
): readonly Item[] | Expected {
  if (!Array.isArray(value)) return expected(`a list; each entry is ${form}`)
  const items: Item[] = []
  for (const [index, one] of value.entries()) {
    const item = read(one)
    if (item === undefined) return expected(form, `[${index}]`)
    items.push(item)
  }
  return items
}

function readMark(value: JsonValue): Disclosable | undefined {
  if (isClaimPath(value)) return value
  const below = onlyMember(value, 'everythingBelow')
  if (isPlace(below)) return everythingBelow(below)
  const whole = onlyMember(value, 'asOne')
  return isClaimPath(whole) ? asOne(whole) : undefined
}

function readDecoys(value: JsonValue): Decoys | undefined {
  if (!isJsonObject(value) || Object.keys(value).length !== 2) return undefined
  const { at, count } = value
  if (!isPlace(at) || typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > maxDecoys)
    return undefined
  return { at, count }
}

function onlyMember(value: JsonValue, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, name) ? value[name] : undefined
}

function isPlace(value: unknown): value is ClaimPath | readonly [] {
  return isClaimPath(value) || (Array.isArray(value) && value.length === 0)
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isListOf<Item>(value: JsonValue, is: (item: unknown) => item is Item): value is readonly (Item & JsonValue)[] {
  return Array.isArray(value) && value.length > 0 && value.every(is)
}
