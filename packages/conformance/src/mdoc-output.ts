import { engine } from '@hashikake/crypto/engine'
import { decodeBase64url, encodeBase64url } from '@hashikake/encoding/base64url'
import type { CborMap, CborTag, CborValue } from '@hashikake/encoding/cbor'
import { isJsonObject, type JsonObject, type JsonValue, ownMember, setMember } from '@hashikake/encoding/json'
import type { TestCase } from './case.ts'
import { differenceOf } from './equality.ts'
import { elementsOf, lenient, openMdoc, spell } from './mdoc-claims.ts'

/** Whether a case's result is an mdoc, which the runner judges itself: random bytes and signatures never come out the same twice. */
export function isMdocOutput({ operation, format }: TestCase): boolean {
  return (operation === 'issue' || operation === 'present') && format === 'mso_mdoc'
}

/** An item as it was written, and whether the MSO has its digest. */
interface OpenedItem {
  readonly namespace: string
  readonly element: string
  readonly digestId: number
  readonly random: Uint8Array
  readonly isPromised: boolean
}

interface Opened {
  readonly bytes: Uint8Array
  readonly claims: JsonObject
  readonly items: readonly OpenedItem[]
  readonly mso: CborMap
  readonly digestIds: readonly number[]
  readonly proof: string | undefined
}

/** What an mdoc that was written fails to show; undefined where it shows all that is expected. */
export async function judgeMdoc(testCase: TestCase, output: JsonObject | undefined): Promise<string | undefined> {
  const expected = testCase.expect.output
  if (expected === undefined) return undefined
  const text = output === undefined ? undefined : ownMember(output, 'base64url')
  if (typeof text !== 'string') return 'the output has no "base64url"'
  const opened = await open(decodeBase64url(text))
  for (const name of Object.keys(expected)) {
    if (!Object.hasOwn(assertions, name)) return `"output.${name}" is nothing that the runner can look at`
    const difference = (assertions[name] as Assertion)(expected[name] as JsonValue, opened, testCase)
    if (difference !== undefined) return `output.${name}: ${difference}`
  }
  return undefined
}

type Assertion = (expected: JsonValue, opened: Opened, testCase: TestCase) => string | undefined

const assertions: Readonly<Record<string, Assertion>> = {
  claims: (expected, { claims }) => differenceOf(expected, claims),
  docType: (expected, { mso }) => differenceOf(expected, mso.get('docType')),
  digestAlgorithm: (expected, { mso }) => differenceOf(expected, mso.get('digestAlgorithm')),
  validityInfo: (expected, { mso }) => differenceOf(expected, spell(mso.get('validityInfo') as CborValue)),
  status: (expected, { mso }) => differenceOf(expected, spell(mso.get('status') ?? null)),
  keyAuthorizations: (expected, { mso }) =>
    differenceOf(expected, spell((mso.get('deviceKeyInfo') as CborMap).get('keyAuthorizations') ?? null)),
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
  proof: (expected, { proof }) => differenceOf(expected, proof ?? null),
  absent: (expected, { bytes }) => {
    const whole = new TextDecoder('latin1').decode(bytes)
    const found = (expected as readonly string[]).find((one) => whole.includes(one))
    return found === undefined ? undefined : `${JSON.stringify(found)} stands in it`
  },
}

async function open(bytes: Uint8Array): Promise<Opened> {
  const parts = openMdoc(bytes)
  const { issuerSigned, deviceSigned } = parts
  const [, , payload] = issuerSigned.get('issuerAuth') as readonly CborValue[]
  const mso = lenient((lenient(payload as Uint8Array) as CborTag).value as Uint8Array) as CborMap
  const promised = mso.get('valueDigests') as ReadonlyMap<string, ReadonlyMap<number, Uint8Array>>
  const algorithm = String(mso.get('digestAlgorithm')).toLowerCase() as 'sha-256'
  const items: OpenedItem[] = []
  for (const [namespace, tags] of (issuerSigned.get('nameSpaces') ?? new Map()) as ReadonlyMap<
    string,
    readonly CborTag[]
  >) {
    const digests = await engine.digests(
      algorithm,
      tags.map(({ encoded }) => encoded as Uint8Array),
    )
    for (const [i, tag] of tags.entries()) {
      const item = lenient(tag.value as Uint8Array) as CborMap
      const digestId = item.get('digestID') as number
      const own = promised.get(namespace)?.get(digestId)
      items.push({
        namespace,
        element: item.get('elementIdentifier') as string,
        digestId,
        random: item.get('random') as Uint8Array,
        isPromised: own !== undefined && encodeBase64url(own) === digests[i],
      })
    }
  }
  const claims: JsonObject = {}
  for (const { namespace, element, value } of elementsOf(parts)) {
    const own = (ownMember(claims, namespace) ?? {}) as JsonObject
    setMember(own, element, spell(value))
    setMember(claims, namespace, own)
  }
  const [proof] = (deviceSigned?.get('deviceAuth') as ReadonlyMap<string, CborValue> | undefined)?.keys() ?? []
  return { bytes, claims, items, mso, digestIds: [...promised.values()].flatMap((own) => [...own.keys()]), proof }
}

/** Neither the places of the items nor their identifiers follow the draft; with twelve elements, by chance once in 10^8 times. */
function isOrderHidden({ items }: Opened, { input }: TestCase): boolean {
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
