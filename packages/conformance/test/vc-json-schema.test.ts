import { performJsonSchemaTask } from '@hashikake/conformance/vc-json-schema'
import { bearer, ignoreStatus, issuerKeys } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import type { JsonObject, JsonValue } from '@hashikake/encoding/json'
import { issue } from '@hashikake/issuer'
import { conformsTo, credentialSchemas } from '@hashikake/vc/json-schema'
import * as jwt from '@hashikake/vc/jwt'
import * as sdJwt from '@hashikake/vc/sd-jwt'
import { verify } from '@hashikake/verifier'
import { beforeAll, describe, expect, it } from 'vitest'

const version = 'https://json-schema.org/draft/2020-12/schema'
const id = 'https://schemas.example/degree.json'
const schema = (own: object): JsonObject => ({ $schema: version, $id: id, ...own }) as JsonObject
const parse = (text: string): JsonValue => JSON.parse(text)

function codeOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? thrown
  }
}

describe('a schema', () => {
  it.each<[object, string, boolean]>([
    [{ type: 'object', required: ['a'] }, '{"a":1}', true],
    [{ type: 'object', required: ['a'] }, '{}', false],
    [{ additionalProperties: false, properties: { a: true } }, '{"constructor":1}', false],
    [{ additionalProperties: false, properties: { a: true } }, '{"__proto__":1}', false],
    [{ required: ['toString'] }, '{}', false],
    [{ required: ['__proto__'] }, '{"__proto__":1}', true],
    [parse('{"properties":{"__proto__":{"type":"string"}}}') as object, '{"__proto__":1}', false],
    [{ unevaluatedProperties: false, allOf: [{ properties: { a: true } }] }, '{"a":1,"valueOf":2}', false],
    [{ pattern: '^[A-Z]{2}\\d+$' }, '"AB12"', true],
    [{ pattern: '^[A-Z]{2}\\d+$' }, '"ab12"', false],
    [{ pattern: '^a' }, '7', true],
    [{ pattern: '学位' }, '"博士学位"', true],
    [{ pattern: '^\\u5b66.$' }, '"学位"', true],
    [{ patternProperties: { '^x-': { type: 'number' } }, additionalProperties: false }, '{"x-a":1}', true],
    [{ patternProperties: { '^x-': { type: 'number' } }, additionalProperties: false }, '{"x-a":"1"}', false],
    [{ patternProperties: { '^x-': { type: 'number' } }, additionalProperties: false }, '{"y":1}', false],
    [{ patternProperties: { '^a': { minimum: 1 }, a$: { maximum: 3 } } }, '{"a":2}', true],
    [{ patternProperties: { '^a': { minimum: 1 }, a$: { maximum: 3 } } }, '{"a":4}', false],
    [{ patternProperties: { 'q^': false, 'r^': false } }, '{"a.b*(":1}', true],
    [{ patternProperties: { '\\*\\($': { type: 'string' } } }, '{"a.b*(":1}', false],
    [{ propertyNames: { pattern: '^a' } }, '{"ab":1}', true],
    [{ propertyNames: { pattern: '^a' } }, '{"b":1}', false],
    [{ properties: { pattern: { type: 'string' } } }, '{"pattern":1}', false],
    [{ const: { pattern: '^a' } }, '{"pattern":"^a"}', true],
    [{ anyOf: [{ pattern: '^a' }, { pattern: '^b' }] }, '"bc"', true],
    [{ not: { pattern: '^a' } }, '"ab"', false],
    [{ $ref: '#/$defs/level', $defs: { level: { enum: [6, 7, 8] } } }, '7', true],
    [{ $ref: '#/$defs/level', $defs: { level: { enum: [6, 7, 8] } } }, '9', false],
    [{ $ref: 'degree.json#/$defs/level', $defs: { level: { enum: [6] } } }, '7', false],
    [{ properties: { kin: { $ref: '#' } }, required: ['name'] }, '{"name":1,"kin":{"name":2}}', true],
    [{ properties: { kin: { $ref: '#' } }, required: ['name'] }, '{"name":1,"kin":{}}', false],
    [{ format: 'date' }, '"2026-02-29"', false],
    [{ format: 'email' }, '"a@b.example"', true],
    [{ format: 'email' }, '"a"', false],
  ])('%j of %s: %s', (own, text, conforms) => {
    expect(conformsTo(parse(text), { schema: schema(own) })).toBe(conforms)
  })

  it.each<[string, object, unknown]>([
    ['malformed', { $id: undefined }, 'credential_schema_malformed'],
    ['malformed', { $id: 'no url' }, 'credential_schema_malformed'],
    ['malformed', { $schema: undefined }, 'credential_schema_malformed'],
    [
      'version_unsupported',
      { $schema: 'https://json-schema.org/draft/unknown/schema' },
      'credential_schema_version_unsupported',
    ],
    ['malformed', { $ref: 'https://elsewhere.example/other.json' }, 'credential_schema_malformed'],
    ['malformed', { $ref: '#/$defs/toString' }, 'credential_schema_malformed'],
    ['malformed', { $ref: '#/x-own', 'x-own': { type: 'string' } }, 'credential_schema_malformed'],
    ['malformed', { pattern: '(?=a)b' }, 'credential_schema_malformed'],
    ['malformed', { pattern: '(a)\\1' }, 'credential_schema_malformed'],
    ['malformed', { $dynamicRef: '#node' }, 'credential_schema_malformed'],
    ['malformed', { properties: 7 }, 'credential_schema_malformed'],
    ['too_complex', { $ref: '#' }, 'credential_schema_too_complex'],
    ['too_complex', { pattern: 'a'.repeat(1_001) }, 'credential_schema_too_complex'],
  ])('that is %s is refused: %j', (_, own, code) => {
    expect(codeOf(() => conformsTo({ a: 'b' }, { schema: schema(own) }))).toBe(code)
  })

  it('refers to documents that came with it, and to no others', () => {
    const references = {
      'https://schemas.example/levels.json': schema({ $id: 'https://schemas.example/levels.json', enum: [6, 7] }),
    }
    const whole = schema({ $ref: 'https://schemas.example/levels.json' })
    expect(conformsTo(7, { schema: whole, references })).toBe(true)
    expect(conformsTo(8, { schema: whole, references })).toBe(false)
  })

  it('takes no longer than it may, whoever wrote it', () => {
    const text = 'a'.repeat(50_000)
    for (const pattern of ['^(a+)+$', '^(a|a)*b$', '(.*)*(.*)*(.*)*c', '^([a-z]+)*!$']) {
      conformsTo(text, { schema: schema({ pattern }) })
      conformsTo({ [text.slice(0, 10_000)]: 1 }, { schema: schema({ patternProperties: { [pattern]: true } }) })
    }
    for (const format of [
      'date',
      'date-time',
      'time',
      'duration',
      'email',
      'hostname',
      'ipv4',
      'ipv6',
      'uri',
      'uri-reference',
      'uuid',
      'json-pointer',
      'relative-json-pointer',
      'url',
      'regex',
    ]) {
      for (const one of [
        text,
        `${text}@`,
        '1'.repeat(50_000),
        `${'a.'.repeat(25_000)}!`,
        `/${'%41'.repeat(20_000)}%`,
        `"${'\\a'.repeat(20_000)}`,
      ]) {
        conformsTo(one, { schema: schema({ format }) })
      }
    }
    expect(codeOf(() => conformsTo({ [text]: 1 }, { schema: schema({ patternProperties: { a: true } }) }))).toBe(
      'credential_schema_too_complex',
    )
    // Each definition asks for the next one twice: two to the thirtieth steps.
    const $defs = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `d${i}`,
        { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] },
      ]),
    )
    const bomb = schema({ $ref: '#/$defs/d0', $defs: { ...$defs, d30: { type: 'string' } } })
    expect(codeOf(() => conformsTo('x', { schema: bomb }))).toBe('credential_schema_too_complex')
  })
})

describe('a credential that names a schema', () => {
  const registrar = 'https://registrar.example'
  const context = defaultContext({ now: () => Date.parse('2026-11-27T12:00:00Z') })
  const degree = JSON.stringify(
    schema({
      properties: {
        credentialSubject: { type: 'object', properties: { level: { enum: [6, 7, 8] } }, required: ['level'] },
      },
    }),
  )
  let signer: Signer
  beforeAll(async () => {
    signer = await signerFromJwk((await engine.generateKey('ES256')).privateKey)
  })

  const credential = (level: number, entry: object = {}) => ({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiableCredential'],
    issuer: registrar,
    credentialSubject: { id: 'did:example:subject', level },
    credentialSchema: { id, type: 'JsonSchema', ...entry },
  })
  const trust = () => issuerKeys({ [registrar]: [signer.publicKey] })
  const judge = (input: string, options: Parameters<typeof credentialSchemas>[0], world = context) =>
    verify(input, {
      formats: [jwt.verification(), sdJwt.verification()],
      trust: trust(),
      challenge: bearer,
      status: ignoreStatus,
      policies: [credentialSchemas(options)],
      context: world,
    })
  const issued = (document: JsonObject) =>
    issue({ credential: document }, { format: jwt.issuance(), issuer: { signer }, context })

  it('is accepted where it conforms, with the schema among its evidence', async () => {
    const result = await judge(await issued(credential(7)), { documents: { [id]: degree } })
    expect(result).toMatchObject({ accepted: true })
    expect(result.accepted && result.credential.evidence).toContainEqual(
      expect.objectContaining({ kind: 'credential-schema', id, outcome: 'conforms' }),
    )
  })

  it.each<[string, string, JsonObject | undefined, Parameters<typeof credentialSchemas>[0]]>([
    ['does not conform', 'credential_schema_mismatch', credential(5), { documents: { [id]: degree } }],
    ['names a schema that nobody has', 'credential_schema_unknown', credential(7), {}],
    [
      'names a schema of another publisher',
      'credential_schema_unknown',
      credential(7),
      { publishers: ['https://other.example'] },
    ],
    [
      'names a schema of another digest',
      'related_resource_mismatch',
      credential(7, { digestSRI: `sha256-${'2'.repeat(42)}A=` }),
      { documents: { [id]: degree } },
    ],
    [
      'names a schema that says it is another',
      'credential_schema_malformed',
      credential(7, { id: 'https://schemas.example/x' }),
      { documents: { 'https://schemas.example/x': degree } },
    ],
    ['names a schema that is no JSON', 'json_malformed', credential(7), { documents: { [id]: 'schema' } }],
  ])('is refused where it %s: %s', async (_, code, document, options) => {
    expect(await judge(await issued(document as JsonObject), options)).toMatchObject({ stage: 'policy', code })
  })

  it('is not held against a kind of schema that is not known, and the evidence says so', async () => {
    const result = await judge(await issued(credential(5, { type: 'ExampleSchema' })), {})
    expect(result.accepted && result.credential.evidence).toContainEqual({
      kind: 'credential-schema',
      id,
      outcome: 'unknown-type',
    })
  })

  it('has its schema fetched from a publisher that was named', async () => {
    const asked: string[] = []
    const retrieval = {
      retrieve: async ({ url }: { url: string }) => {
        asked.push(url)
        return {
          bytes: new TextEncoder().encode(degree),
          mediaType: 'application/schema+json',
          retrievedAt: 1,
          freshUntil: undefined,
        }
      },
    }
    const world = defaultContext({ now: context.now, retrieval: retrieval as never })
    const options = { publishers: ['https://schemas.example'] }
    expect(await judge(await issued(credential(7)), options, world)).toMatchObject({ accepted: true })
    expect(await judge(await issued(credential(5)), options, world)).toMatchObject({
      code: 'credential_schema_mismatch',
    })
    expect(asked).toEqual([id, id])
  })

  it('may have its schema in a credential, which is believed like one', async () => {
    const document = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: 'https://schemas.example/credentials/1',
      type: ['VerifiableCredential', 'JsonSchemaCredential'],
      issuer: registrar,
      credentialSchema: {
        id: 'https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json',
        type: 'JsonSchema',
      },
      credentialSubject: { id, type: 'JsonSchema', jsonSchema: JSON.parse(degree) },
    }
    const holding = await issued(document)
    const entry = { id: document.id, type: 'JsonSchemaCredential' }
    const credentials = { formats: [jwt.verification()], trust: trust() }
    const options = { documents: { [document.id]: holding }, credentials }
    expect(await judge(await issued(credential(7, entry)), options)).toMatchObject({ accepted: true })
    expect(await judge(await issued(credential(5, entry)), options)).toMatchObject({
      code: 'credential_schema_mismatch',
    })
    const unknown = { ...options, credentials: { ...credentials, trust: issuerKeys({}) } }
    expect(await judge(await issued(credential(7, entry)), unknown)).toMatchObject({
      stage: 'policy',
      code: 'key_unknown',
    })
  })

  it('of which claims were withheld may leave it open', async () => {
    const format = sdJwt.issuance()
    const draft = { credential: credential(7), disclosable: [['credentialSubject', 'level']] as const }
    const encoded = await issue(draft as never, { format, issuer: { signer }, context })
    const options = { documents: { [id]: degree } }
    expect(await judge(encoded, options)).toMatchObject({ accepted: true })
    const withheld = `${encoded.split('~')[0]}~`
    expect(await judge(withheld, options)).toMatchObject({ stage: 'policy', code: 'credential_schema_undecided' })
  })

  it('takes options that it understands alone', () => {
    for (const options of [
      { publishers: ['http://x.example'] },
      { document: {} },
      { maximumBytes: 0 },
      { publishers: ['https://x.example/'] },
    ]) {
      expect(() => credentialSchemas(options as never)).toThrow(TypeError)
    }
  })
})

it('answers the tasks of the suite', () => {
  const credential = JSON.stringify({
    credentialSubject: { emailAddress: 'a@b.example' },
    credentialSchema: { id, type: 'JsonSchema' },
  })
  const task = (own: object, format: 'JsonSchema' | 'JsonSchemaCredential' = 'JsonSchema') =>
    performJsonSchemaTask({ format, schema: JSON.stringify(schema(own)), credential }).result
  expect(task({ required: ['credentialSubject'] })).toBe('success')
  expect(task({ required: ['firstName'] })).toBe('failure')
  expect(task({ $schema: 'https://json-schema.org/draft/unknown/schema' })).toBe('indeterminate')
  expect(task({}, 'JsonSchemaCredential')).toBe('failure')
  expect(performJsonSchemaTask({ format: 'JsonSchema', schema: '{', credential }).result).toBe('failure')
})
