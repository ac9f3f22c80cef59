import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Retrieval, RetrievalRequest } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { encodeUtf8 } from '@hashikake/encoding/base64url'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import { renderSvg } from '@hashikake/sd-jwt/svg'
import {
  type EffectiveClaim,
  readTypeMetadata,
  requireTypeRules,
  retrieveResource,
  type TypeMetadataOptions,
  typeMetadata,
  typeRules,
} from '@hashikake/sd-jwt/type-metadata'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const published = fileURLToPath(new URL('../../../../shared/vectors/type-metadata/', import.meta.url))
const type = 'https://types.example/degree'

/** Answers from a table, and counts who asked. */
function hosts(documents: Readonly<Record<string, JsonValue>>): {
  readonly retrieval: Retrieval
  readonly asked: string[]
} {
  const asked: string[] = []
  const retrieve = async ({ url, mediaTypes }: RetrievalRequest) => {
    asked.push(url)
    const document = documents[url]
    if (document === undefined) throw new Refusal('retrieval_failed', { retryable: true })
    const bytes = encodeUtf8(typeof document === 'string' ? document : JSON.stringify(document))
    return { url, mediaType: mediaTypes[0] as string, bytes, retrievedAt: 1_700_000_000 }
  }
  return { retrieval: { retrieve }, asked }
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'accepted',
    (thrown) => (thrown instanceof Refusal ? thrown.code : thrown),
  )

describe.skipIf(!existsSync(published))('the documents that are published', () => {
  it('all load, each with what its publisher had better mend', () => {
    const codes = (name: string): readonly string[] => {
      const { findings } = readTypeMetadata(readFileSync(`${published}${name}`), { leniencies: ['lang'] })
      return [...new Set(findings.map(({ code }) => code))].sort()
    }
    const old = ['integrity_without_reference', 'spelling_outdated']
    expect(Object.fromEntries(readdirSync(published).map((name) => [name, codes(name)]))).toEqual({
      'dc4eu-diploma.json': [
        'integrity_unusable',
        'integrity_without_reference',
        'properties_empty',
        'spelling_outdated',
      ],
      'dc4eu-elm.json': [...old.slice(0, 1), 'path_notation', 'spelling_outdated'],
      'dc4eu-microcredential.json': [...old.slice(0, 1), 'path_notation', 'spelling_outdated'],
      'eudi-learning-credential.json': [],
      'eudi-pid.json': [],
    })
  })
})

describe('a resolver', () => {
  const general = 'https://types.example/general'
  const documents = {
    [type]: { vct: type, extends: general },
    [general]: { vct: general, claims: [{ path: ['name'], mandatory: true }] },
  }

  it('says whence each document came', async () => {
    const { retrieval } = hosts(documents)
    const found = await typeMetadata().resolve(type, { context: defaultContext({ retrieval }) })
    expect(found.documents).toMatchObject([
      { vct: type, url: type, retrievedAt: 1_700_000_000, findings: [] },
      { vct: general, url: general, retrievedAt: 1_700_000_000, findings: [] },
    ])
    expect(Object.isFrozen(found)).toBe(true)
    expect(structuredClone(found)).toEqual(found)
  })

  it('asks no host for what the caller has, and none twice for what has an integrity', async () => {
    const { retrieval, asked } = hosts(documents)
    const context = defaultContext({ retrieval })
    const own = typeMetadata({ documents: { [type]: JSON.stringify({ vct: type }) } })
    await own.resolve(type, { context })
    expect(asked).toEqual([])
    const { engine } = context
    const digest = Buffer.from(engine.sha256(encodeUtf8(JSON.stringify(documents[type])))).toString('base64')
    const resolver = typeMetadata()
    for (let i = 0; i < 3; i++) await resolver.resolve(type, { integrity: `sha256-${digest}`, context })
    expect(asked.filter((url) => url === type)).toHaveLength(1)
    expect(asked.filter((url) => url === general)).toHaveLength(3)
  })

  it('tells whether it is worth asking again', async () => {
    const context = defaultContext(hosts({}))
    await expect(typeMetadata().resolve(type, { context })).rejects.toMatchObject({
      code: 'retrieval_failed',
      retryable: true,
    })
    await expect(typeMetadata().resolve('urn:a', { context })).rejects.toMatchObject({
      code: 'type_metadata_missing',
      retryable: false,
    })
    expect(await codeOf(typeMetadata().resolve(type))).toBe('retrieval_unavailable')
  })

  it('takes no option that it does not know', () => {
    const picture = { metadata: { claims: [] }, claims: {}, absent: 5 as never }
    expect(() => renderSvg('<svg/>', picture)).toThrow(TypeError)
    const wrong: readonly unknown[] = [
      null,
      { publisher: [] },
      { publishers: ['types.example'] },
      { publishers: ['https://types.example/'] },
    ]
    for (const options of [
      ...wrong,
      { leniencies: ['all'] },
      { documents: { [type]: {} } },
      { maximumDepth: 0 },
      { maximumBytes: Infinity },
    ])
      expect(() => typeMetadata(options as TypeMetadataOptions)).toThrow(TypeError)
    expect(() => typeRules(undefined as never)).toThrow(TypeError)
    expect(() => typeRules(typeMetadata(), { types: 'all' as never })).toThrow(TypeError)
    expect(() => readTypeMetadata({} as never)).toThrow(TypeError)
    expect(() => renderSvg('<svg/>', undefined as never)).toThrow(TypeError)
  })
})

describe('a resource of a rendering', () => {
  it('comes out of a data URI, with its integrity, within bounds', async () => {
    const uri = 'data:image/png;base64,AAEC'
    const integrity = `sha256-${Buffer.from(defaultContext().engine.sha256(new Uint8Array([0, 1, 2]))).toString('base64')}`
    const whole = { uri, 'uri#integrity': integrity }
    expect(await retrieveResource(whole)).toEqual({ mediaType: 'image/png', bytes: new Uint8Array([0, 1, 2]) })
    expect(await codeOf(retrieveResource({ ...whole, uri: 'data:image/png;base64,AAED' }))).toBe('integrity_mismatch')
    expect(await codeOf(retrieveResource(whole, { maximumBytes: 2 }))).toBe('type_metadata_too_large')
    expect(await codeOf(retrieveResource(whole, { mediaTypes: ['image/svg+xml'] }))).toBe('retrieval_media_type')
    expect(await codeOf(retrieveResource({ uri: 'data:image/png;base64,A*' }))).toBe('type_metadata_malformed')
    expect(await codeOf(retrieveResource({ uri: 'data:text/html,a' }))).toBe('type_metadata_malformed')
    expect(await codeOf(retrieveResource({ uri: 'https://types.example/a.png' }))).toBe('retrieval_unavailable')
  })

  it('comes from its host, through the retrieval of the context', async () => {
    const { retrieval } = hosts({ 'https://types.example/a.svg': '<svg/>' })
    const found = await retrieveResource(
      { uri: 'https://types.example/a.svg' },
      { context: defaultContext({ retrieval }) },
    )
    expect(found).toEqual({ mediaType: 'image/svg+xml', bytes: encodeUtf8('<svg/>') })
  })
})

describe('the rules of a type', () => {
  const rule = (path: EffectiveClaim['path']): EffectiveClaim => ({
    path,
    display: [],
    mandatory: false,
    sd: 'allowed',
  })

  it('are held against a large credential within a bound, not rules times places', () => {
    const list = Array.from({ length: 50_000 }, (_, index): JsonObject => ({ index }))
    const claims = Array.from({ length: 1_000 }, (_, index) => rule(['list', null, `name ${index}`]))
    expect(() => requireTypeRules({ claims: { list }, disclosed: [] }, { claims }, { whole: false })).toThrow(
      'type_metadata_too_large',
    )
  })

  it('take an array as wide as it comes, and a name as long', () => {
    const claims = { list: Array.from({ length: 300_000 }, (_, index) => index), ['n'.repeat(100_000)]: 1 }
    const rules = [rule(['list', null]), { ...rule(['n'.repeat(100_000)]), mandatory: true }]
    for (const whole of [true, false]) requireTypeRules({ claims, disclosed: [] }, { claims: rules }, { whole })
  })

  it('find in a credential what a plain reading of the standard finds', () => {
    const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<JsonValue>('a', 1, null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), { maxKeys: 3 }),
      ),
    })).value
    const step = fc.constantFrom<string | number | null>('a', 'b', '__proto__', 0, 1, null)
    const path = fc.array(step, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b'), value), path, (claims, steps) => {
        const mandatory = { ...rule(steps), mandatory: true }
        const verdict = (): string => {
          try {
            requireTypeRules({ claims, disclosed: [] }, { claims: [mandatory] }, { whole: true })
            return 'there'
          } catch (thrown) {
            return (thrown as Refusal).code
          }
        }
        expect(verdict()).toBe(plainly(claims, steps))
      }),
    )
  })
})

/** The processing of a path, written down once more as the standard tells it. */
function plainly(claims: JsonObject, path: EffectiveClaim['path']): string {
  let selected: JsonValue[] = [claims]
  for (const step of path) {
    const isRight = (one: JsonValue): boolean =>
      typeof step === 'string' ? typeof one === 'object' && one !== null && !Array.isArray(one) : Array.isArray(one)
    if (!selected.every(isRight)) return 'claim_structure_mismatch'
    selected = selected.flatMap((one) => {
      if (step === null) return one as JsonValue[]
      const entry = Object.entries(one as object).find(([name]) => name === String(step))
      return entry === undefined ? [] : [entry[1] as JsonValue]
    })
  }
  return selected.length === 0 ? 'mandatory_claim_missing' : 'there'
}

describe('a picture', () => {
  it('holds nothing but the text of a claim, whatever the claim is', () => {
    const metadata = { claims: [{ path: ['a'], display: [], mandatory: false, sd: 'allowed' as const, svg_id: 'a' }] }
    const frame = (text: string): string => `<svg xmlns="http://www.w3.org/2000/svg"><text>${text}</text></svg>`
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (a) => {
        const drawn = renderSvg(frame('{{a}}'), { metadata, claims: { a } })
        const inner = drawn.slice(frame('').indexOf('</text>'), drawn.length - '</text></svg>'.length)
        expect(drawn).toBe(frame(inner))
        expect(inner).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|apos);)/)
        // What was drawn can be drawn again: it is well formed.
        expect(renderSvg(drawn.replaceAll('{', '('), { metadata, claims: {} })).toBe(drawn.replaceAll('{', '('))
      }),
    )
  })
})
