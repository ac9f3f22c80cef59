import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import type { CborMap, CborValue } from '@hashikake/encoding/cbor'
import { isJsonObject, type JsonObject, type JsonValue, ownMember } from '@hashikake/encoding/json'
import type { TestCase } from './case.ts'
import { differenceOf } from './equality.ts'
import { spell } from './mdoc-claims.ts'
import { algorithmOf, answersSession, certificatesOf, holdsByCertificate } from './mdoc-proofs.ts'
import { type OpenedDocument, openWritten } from './opened-mdoc.ts'

/** Whether a case's result is an mdoc, which the runner judges itself: random bytes and signatures never come out the same twice. */
export function isMdocOutput({ operation, format }: TestCase): boolean {
  return (operation === 'issue' || operation === 'present') && format === 'mso_mdoc'
}

/** What an mdoc that was written fails to show; undefined where it shows all that is expected. */
export async function judgeMdoc(testCase: TestCase, output: JsonObject | undefined): Promise<string | undefined> {
  const expected = testCase.expect.output
  if (expected === undefined) return undefined
  const text = output === undefined ? undefined : ownMember(output, 'base64url')
  if (typeof text !== 'string') return 'the output has no "base64url"'
  const bytes = decodeBase64url(text)
  const opened = await openWritten(bytes)
  const { documents = [expected], ...whole } = expected
  const each = documents as readonly JsonObject[]
  if (each.length !== opened.length) return `${opened.length} documents instead of ${each.length}`
  for (const [i, document] of opened.entries()) {
    const written = { ...document, bytes }
    const difference = await judgeDocument({ ...whole, ...each[i] }, written, testCase)
    if (difference !== undefined) return difference
  }
  return undefined
}

async function judgeDocument(expected: JsonObject, opened: Written, testCase: TestCase): Promise<MaybeDifference> {
  for (const name of Object.keys(expected)) {
    if (!Object.hasOwn(assertions, name)) return `"output.${name}" is nothing that the runner can look at`
    const difference = await (assertions[name] as Assertion)(expected[name] as JsonValue, opened, testCase)
    if (difference !== undefined) return `output.${name}: ${difference}`
  }
  return undefined
}

/** One document, and the bytes of the whole in which it stands. */
interface Written extends OpenedDocument {
  readonly bytes: Uint8Array
}

type MaybeDifference = string | undefined
type Assertion = (
  expected: JsonValue,
  opened: Written,
  testCase: TestCase,
) => MaybeDifference | Promise<MaybeDifference>

const assertions: Readonly<Record<string, Assertion>> = {
  claims: (expected, { claims }) => differenceOf(expected, claims),
  docType: (expected, { mso, docType }) =>
    differenceOf(expected, mso.get('docType')) ?? (docType === undefined ? undefined : differenceOf(expected, docType)),
  digestAlgorithm: (expected, { mso }) => differenceOf(expected, mso.get('digestAlgorithm')),
  validityInfo: (expected, { mso }) => differenceOf(expected, spell(mso.get('validityInfo') as CborValue)),
  status: (expected, { mso }) => differenceOf(expected, spell(mso.get('status') ?? null)),
  keyAuthorizations: (expected, { mso }) =>
    differenceOf(expected, spell((mso.get('deviceKeyInfo') as CborMap).get('keyAuthorizations') ?? null)),
  algorithm: (expected, { issuerAuth }) => differenceOf(expected, algorithmOf(issuerAuth)),
  certificates: (expected, opened) => differenceOf(expected, certificatesOf(opened).length),
  signed: async (expected, opened) => differenceOf(expected, await holdsByCertificate(opened)),
  digests: (expected, { digestIds }) => differenceOf(expected, digestIds.length),
  digestsKept: (expected, { items }) =>
    differenceOf(
      expected,
      items.every(({ isPromised }) => isPromised),
    ),
  identifiersInRange: (expected, { digestIds }) =>
    differenceOf(
      expected,
      digestIds.every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 31),
    ),
  randomBits: (expected, { items }) =>
    differenceOf(
      true,
      items.every(({ random }) => random.length * 8 >= Number(expected)),
    ),
  randomDistinct: (expected, { items }) =>
    differenceOf(expected, new Set(items.map(({ random }) => encodeBase64url(random))).size === items.length),
  orderHidden: (expected, opened, testCase) => differenceOf(expected, isOrderHidden(opened, testCase)),
  proof: (expected, { device }) => differenceOf(expected, device?.proof ?? null),
  proofAlgorithm: (expected, { device }) => differenceOf(expected, device && algorithmOf(device.message)),
  session: async (expected, opened, { readerKey }) =>
    (await answersSession(opened, decodeBase64url(expected as string), readerKey))
      ? undefined
      : 'the holder’s key did not answer this session',
  absent: (expected, { bytes }) => {
    const whole = new TextDecoder('latin1').decode(bytes)
    const found = (expected as readonly string[]).find((one) => whole.includes(one))
    return found === undefined ? undefined : `${JSON.stringify(found)} stands in it`
  },
}

/** Neither the places of the items nor their identifiers follow the draft; with twelve elements, by chance once in 10^8 times. */
function isOrderHidden({ items }: OpenedDocument, { input }: TestCase): boolean {
  const draft = 'json' in input && isJsonObject(input.json) ? input.json.namespaces : undefined
  if (!isJsonObject(draft)) return false
  return Object.entries(draft).every(([namespace, members]) => {
    const names = Object.keys(members as JsonObject)
    const own = items.filter((item) => item.namespace === namespace)
    const isMixed = (values: readonly number[]): boolean =>
      values.some((value, i) => i > 0 && value < (values[i - 1] as number))
    const identifiers = names.map((name) => own.find(({ element }) => element === name)?.digestId ?? 0)
    return names.length < 6 || (isMixed(own.map(({ element }) => names.indexOf(element))) && isMixed(identifiers))
  })
}
