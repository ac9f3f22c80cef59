import { isSignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import { type PublicJwk, parsePrivateJwk, parsePublicJwk, publicJwkOf } from '@hashikake/crypto/keys'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import type { TestCase } from './case.ts'
import { differenceOf } from './equality.ts'
import { type DigestList, type OpenedSdJwt, openSdJwt, readObject } from './opened-sd-jwt.ts'

/** Whether a case's result is an SD-JWT, which the runner judges itself: salts and signatures never come out the same twice. */
export function isSdJwtOutput({ operation, format }: TestCase): boolean {
  return (operation === 'issue' || operation === 'present') && (format === 'sd-jwt' || format === 'dc+sd-jwt')
}

/** What an SD-JWT that was written fails to show; undefined where it shows all that is expected. */
export async function judgeSdJwt(testCase: TestCase, output: JsonObject | undefined): Promise<string | undefined> {
  const expected = testCase.expect.output
  if (expected === undefined) return undefined
  const text = output === undefined ? undefined : ownMember(output, 'text')
  if (typeof text !== 'string') return 'the output has no "text"'
  const opened = await openSdJwt(text)
  for (const name of Object.keys(expected)) {
    if (!Object.hasOwn(assertions, name)) return `"output.${name}" is nothing that the runner can look at`
    const difference = await (assertions[name] as Assertion)(expected[name] as JsonValue, opened, testCase)
    if (difference !== undefined) return `output.${name}: ${difference}`
  }
  return undefined
}

type Assertion = (
  expected: JsonValue,
  opened: OpenedSdJwt,
  testCase: TestCase,
) => MaybeDifference | Promise<MaybeDifference>
type MaybeDifference = string | undefined

const assertions: Readonly<Record<string, Assertion>> = {
  serialization: (expected, { serialization }) => differenceOf(expected, serialization),
  hash: (expected, { hash }) => differenceOf(expected, hash),
  claims: (expected, { claims }) => differenceOf(expected, claims),
  disclosable: (expected, { disclosed }) => differenceOfSets(expected, disclosed),
  disclosed: (expected, { disclosed }) => differenceOfSets(expected, disclosed),
  disclosures: (expected, { disclosures }) => differenceOf(expected, disclosures.length),
  payloadMembers: (expected, { payload }) => differenceOfSets(expected, Object.keys(payload)),
  payloadIncludes: (expected, { payload }) => differenceOfIncluded(expected, payload),
  headerIncludes: (expected, { signatures }) => differenceOfIncluded(expected, signatures[0]?.header),
  absent: (expected, opened) => foundPlaintext(expected as readonly string[], opened),
  digests: (expected, { digests }) => differenceOf(expected, digests.length),
  decoys: (expected, { digests, disclosed }) => differenceOf(expected, digests.length - disclosed.length),
  digestsDistinct: (expected, { digests }) => differenceOf(expected, new Set(digests).size === digests.length),
  saltsDistinct: (expected, { salts }) => differenceOf(expected, new Set(salts).size === salts.length),
  saltBits: (expected, { salts }) => tooShortSalt(Number(expected), salts),
  orderHidden: (expected, opened, testCase) => differenceOf(expected, isOrderHidden(opened, testCase)),
  signatures: async (expected, opened, testCase) => differenceOf(expected, await countSignatures(opened, testCase)),
  keyBinding: judgeKeyBinding,
}

function differenceOfSets(expected: JsonValue, actual: readonly unknown[]): MaybeDifference {
  const texts = (values: readonly unknown[]): readonly string[] => values.map((one) => JSON.stringify(one)).sort()
  return differenceOf(texts(expected as readonly JsonValue[]), texts(actual))
}

function differenceOfIncluded(expected: JsonValue, actual: JsonObject | undefined): MaybeDifference {
  for (const [name, member] of Object.entries(expected as JsonObject)) {
    const difference = differenceOf(
      member,
      actual === undefined ? undefined : ownMember(actual, name),
      JSON.stringify(name),
    )
    if (difference !== undefined) return difference
  }
  return undefined
}

/** Plaintext counts wherever the issuer signed it: as a name or inside a value. */
function foundPlaintext(absent: readonly string[], { payload, signatures }: OpenedSdJwt): MaybeDifference {
  const signed = JSON.stringify([payload, ...signatures.map(({ header }) => header)])
  const found = absent.find((text) => signed.includes(JSON.stringify(text).slice(1, -1)))
  return found === undefined ? undefined : `${JSON.stringify(found)} stands in what is signed`
}

function tooShortSalt(bits: number, salts: readonly string[]): MaybeDifference {
  const short = salts.map((salt) => Math.floor((salt.length * 6) / 8) * 8).find((length) => length < bits)
  return short === undefined ? undefined : `a salt of ${short} bits`
}

/** Six claims in the order of the draft by chance: once in 360 times; the cases use twelve. */
const enoughForOrder = 6

function isOrderHidden({ lists }: OpenedSdJwt, { input }: TestCase): boolean {
  const draft = 'json' in input && isJsonObject(input.json) ? input.json.claims : undefined
  const longEnough = lists.filter(({ entries }) => entries.length >= enoughForOrder)
  return longEnough.length > 0 && longEnough.every((list) => isListMixed(list, draft))
}

/** Digests must not follow the claims; an array keeps its order, so there only the decoys must not stand at an end. */
function isListMixed({ place, kind, entries }: DigestList, draft: JsonValue | undefined): boolean {
  const places = entries.flatMap((entry, index) => (entry.kind === 'unmatched' ? [index] : []))
  const areAtAnEnd =
    places.length > 1 &&
    (places.every((at, index) => at === index) ||
      places.every((at, index) => at === entries.length - places.length + index))
  if (areAtAnEnd) return false
  if (kind === 'array') return places.length > 0
  const order = Object.keys(valueAt(draft, place) ?? {})
  const ranks = entries.flatMap((entry) => (entry.kind === 'disclosed' ? [order.indexOf(String(entry.step))] : []))
  const goes = (direction: 1 | -1): boolean =>
    ranks.every((rank, index) => index === 0 || (rank - (ranks[index - 1] as number)) * direction > 0)
  return ranks.length < enoughForOrder || !(goes(1) || goes(-1))
}

function valueAt(value: JsonValue | undefined, place: readonly (string | number)[]): JsonObject | undefined {
  let at: JsonValue | undefined = value
  for (const step of place) at = typeof at === 'object' && at !== null ? ownMember(at, String(step)) : undefined
  return isJsonObject(at) ? at : undefined
}

/** How many signatures hold, each by the key of its own signer. */
async function countSignatures({ signatures }: OpenedSdJwt, { input }: TestCase): Promise<number> {
  const { issuer, cosigners = [] } = ('json' in input ? input.json : {}) as {
    issuer?: JsonValue
    cosigners?: JsonValue[]
  }
  const signers = [issuer, ...cosigners] as readonly ({ key?: JsonValue } | undefined)[]
  let valid = 0
  for (const [index, { header, signingInput, signature }] of signatures.entries()) {
    const key = publicJwkOf(parsePrivateJwk(signers[index]?.key))
    if (await holds(header, key, signingInput, signature)) valid++
  }
  return valid
}

async function holds(header: JsonObject, key: PublicJwk, input: string, signature: string): Promise<boolean> {
  const algorithm = ownMember(header, 'alg')
  return isSignatureAlgorithm(algorithm) && (await engine.verify(algorithm, key, input, decodeBase64url(signature)))
}

/** `null` expects none; otherwise its claims, and always that it is typed, signed by the `cnf` key and over what is shown. */
async function judgeKeyBinding(expected: JsonValue, opened: OpenedSdJwt): Promise<MaybeDifference> {
  const { keyBinding, payload, hash, presented } = opened
  if (expected === null) return keyBinding === undefined ? undefined : 'a Key Binding JWT that should not be there'
  const [headerText = '', payloadText = '', signature = ''] = (keyBinding ?? '').split('.')
  if (signature === '') return 'no Key Binding JWT'
  const header = readObject(headerText)
  const claims = readObject(payloadText)
  if (ownMember(header, 'typ') !== 'kb+jwt') return 'its typ is not kb+jwt'
  const confirmation = ownMember(payload, 'cnf')
  const key = parsePublicJwk(isJsonObject(confirmation) ? confirmation.jwk : undefined)
  if (!(await holds(header, key, `${headerText}.${payloadText}`, signature))) return 'not signed by the key of cnf'
  const [sdHash] = await engine.digests(hash, [presented])
  if (ownMember(claims, 'sd_hash') !== sdHash) return 'sd_hash is not over what is shown'
  return differenceOfIncluded(expected, claims)
}
