import { type ClaimPath, isClaimPath } from '@hashikake/credential'
import { isJsonObject, type JsonValue } from '@hashikake/encoding/json'
import { asOne, type Decoys, type Disclosable, everythingBelow, type SdJwtVcDraft } from '@hashikake/sd-jwt/vc'
import { type DraftForm, expected, isListOf, isName, onlyMember, readList, readTime } from './draft-reading.ts'

const maxDecoys = 1000
const markForm = 'a claim path ["degree", "title"], { "everythingBelow": ["degree"] } or { "asOne": ["address"] }'

/** A draft of an SD-JWT VC; the issuer, its key and the holder's key are options of the command. */
export const sdJwtVcForm: DraftForm<Omit<SdJwtVcDraft, 'holderKey'>> = {
  readers: {
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
  },
  needed: ['vct', 'claims'],
  elsewhere: {
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
  },
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

function isPlace(value: unknown): value is ClaimPath | readonly [] {
  return isClaimPath(value) || (Array.isArray(value) && value.length === 0)
}
