import { createHash } from 'node:crypto'
import { type Json, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { Case, Suite } from '../suite.ts'
import { baseContext, baseSecured, casesOf, circumstances, degree, inputOf, issuer, type SceneChange } from './scene.ts'
import { asJwt, type Secured } from './secured.ts'

const id = 'https://registrar.example/schemas/degree.json'
const place = 'https://registrar.example/schemas/credential'

/** What a degree of ours has to hold. */
const schema: Members = {
  $id: id,
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['credentialSubject'],
  properties: {
    credentialSubject: {
      type: 'object',
      required: ['name', 'grade'],
      properties: { name: { type: 'string' }, grade: { type: 'string', pattern: '^[A-F]$' } },
    },
  },
}

const named = (entry: Members): Members => ({ ...degree, credentialSchema: entry })
const entry: Members = { id, type: 'JsonSchema' }
const policy = (documents: Members): Members => ({ policies: { credentialSchemas: { documents } } })
const giving = (document: Json): SceneChange => ({ circumstances: policy({ [id]: JSON.stringify(document) }) })
const ruled = (keywords: Members): SceneChange => giving({ ...schema, ...keywords })
const subject = (members: Members): SceneChange => ({
  change: ({ document }) => ({
    document: { ...document, credentialSubject: { ...(document.credentialSubject as Members), ...members } },
  }),
})
const digestOf = (text: string): string => `sha384-${createHash('sha384').update(text).digest('base64')}`

function plainCases(format: 'vc+jwt' | 'vc+sd-jwt'): readonly Case[] {
  const { theBase, refused, taken } = casesOf('base-schema', format, {
    credential: { ...baseSecured, document: named(entry), hidden: { name: 'shown', grade: 'shown' } },
    around: { ...circumstances, ...policy({ [id]: JSON.stringify(schema) }) },
    input: (made: Secured) => inputOf(format, made),
    claimsInclude: { credentialSchema: entry },
  })
  const mismatch = 'policy/credential_schema_mismatch'
  const malformed = 'policy/credential_schema_malformed'
  const conformity = 'VC JSON Schema §4.2'
  if (format === 'vc+sd-jwt') {
    return [
      theBase('W27 VC JSON Schema §4.2', 'a credential that conforms to the schema it names'),
      refused('W27-1', conformity, 'what the schema demands is withheld', 'policy/credential_schema_undecided', {
        change: () => ({ hidden: { name: 'shown', grade: 'withheld' } }),
      }),
      refused('W27-2', conformity, 'it does not conform, and nothing is withheld', mismatch, subject({ grade: 'Z' })),
    ]
  }
  return [
    theBase('W27 VC JSON Schema §4.2', 'a credential that conforms to the schema it names'),
    refused('W27-1', conformity, 'a value that does not conform', mismatch, subject({ grade: 'excellent' })),
    refused('W27-2', conformity, 'a member of another type', mismatch, subject({ name: 7 })),
    refused('W27-3', conformity, 'a member that is not there', mismatch, {
      change: ({ document }) => ({
        document: { ...document, credentialSubject: without(document.credentialSubject as Members, 'grade') },
      }),
    }),
    refused('W27-4', 'VCDM 2.0 §4.11', 'of two schemas one is not kept', mismatch, {
      change: ({ document }) => ({ document: { ...document, credentialSchema: [entry, { ...entry, id: `${id}#2` }] } }),
      circumstances: policy({
        [id]: JSON.stringify(schema),
        [`${id}#2`]: JSON.stringify({ ...schema, $id: `${id}#2`, required: ['evidence'] }),
      }),
    }),
    refused(
      'W27-5',
      'the policy of a verifier',
      'a schema that the verifier has not, nor may ask for',
      'policy/credential_schema_unknown',
      {
        circumstances: policy({}),
      },
    ),
    taken('W27-6', 'VC-JOSE-COSE §5.4', 'a kind of schema that is not known', {
      change: () => ({ document: named({ ...entry, type: 'ExampleShape' }) }),
    }),
    taken('W27-7', 'VCDM 2.0 §4.11', 'no schema', { change: () => ({ document: degree }) }),
    refused(
      'W28-1',
      'VC JSON Schema §3.1',
      'a schema that names itself otherwise',
      malformed,
      ruled({ $id: `${id}x` }),
    ),
    refused('W28-2', 'VC JSON Schema §3.1', 'a schema of no version', malformed, giving(without(schema, '$schema'))),
    refused(
      'W28-3',
      'VC JSON Schema §3.1',
      'a schema of a version that is not read',
      'policy/credential_schema_version_unsupported',
      ruled({ $schema: 'http://json-schema.org/draft-04/schema#' }),
    ),
    refused(
      'W28-4',
      'the limits of a verifier',
      'a schema that refers to another document',
      malformed,
      ruled({
        allOf: [{ $ref: 'https://other.example/schema.json' }],
      }),
    ),
    refused(
      'W28-5',
      'the limits of a verifier',
      'a schema that refers to itself without end',
      'policy/credential_schema_too_complex',
      ruled({
        allOf: [{ $ref: '#' }],
      }),
    ),
    refused(
      'W28-6',
      'JSON Schema 2020-12 §6.3.3',
      'a pattern that is none',
      malformed,
      ruled({
        properties: { id: { pattern: '(' } },
      }),
    ),
    refused('A46-1', 'RFC 8725 §3.10', 'a pattern that takes years elsewhere', mismatch, {
      ...ruled({ properties: { description: { type: 'string', pattern: '^(a+)+$' } } }),
      ...{ change: ({ document }: Secured) => ({ document: { ...document, description: `${'a'.repeat(40)}!` } }) },
    }),
    refused('W28-7', 'RFC 8259 §4', 'a schema with a name twice', 'policy/json_name_repeated', {
      circumstances: policy({ [id]: JSON.stringify(schema).replace('{', '{"type":"array",') }),
    }),
    ...(['2019-09', '07'] as const).map((draft, index) =>
      taken(
        `W28-${index + 8}`,
        'VC JSON Schema §3',
        `a schema of draft ${draft}`,
        ruled({
          $schema:
            draft === '07' ? 'http://json-schema.org/draft-07/schema#' : 'https://json-schema.org/draft/2019-09/schema',
        }),
      ),
    ),
    taken('W29-1', 'VCDM 2.0 §5.3', 'a schema with the digest that the credential gives', {
      change: () => ({ document: named({ ...entry, digestSRI: digestOf(JSON.stringify(schema)) }) }),
    }),
    refused('W29-2', 'VCDM 2.0 §5.3', 'a schema with another digest', 'policy/related_resource_mismatch', {
      change: () => ({ document: named({ ...entry, digestSRI: digestOf(`${JSON.stringify(schema)} `) }) }),
    }),
    refused('W29-3', 'VCDM 2.0 §5.3', 'a digest that is none', 'policy/related_resource_malformed', {
      change: () => ({ document: named({ ...entry, digestSRI: 'sha384-AAAA' }) }),
    }),
  ]
}

/** A schema that comes inside a credential, which is believed like one (VC JSON Schema §2.2). */
const schemaCredential: Secured = {
  ...baseSecured,
  document: {
    '@context': [baseContext],
    id: place,
    type: ['VerifiableCredential', 'JsonSchemaCredential'],
    issuer,
    validFrom: '2026-11-24T00:00:00Z',
    credentialSchema: {
      id: 'https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json',
      type: 'JsonSchema',
    },
    credentialSubject: { id, type: 'JsonSchema', jsonSchema: schema },
  },
}

function credentialCases(): readonly Case[] {
  const given = (made: Secured): SceneChange => ({ circumstances: policy({ [place]: asJwt(made) }) })
  const changed = (members: Members): SceneChange =>
    given({ ...schemaCredential, document: { ...schemaCredential.document, ...members } })
  const { theBase, refused } = casesOf('base-schema-credential', 'vc+jwt', {
    credential: { ...baseSecured, document: named({ id: place, type: 'JsonSchemaCredential' }) },
    around: { ...circumstances, ...policy({ [place]: asJwt(schemaCredential) }) },
    input: (made: Secured) => inputOf('vc+jwt', made),
    claimsInclude: { type: degree.type as Json },
  })
  const malformed = 'policy/credential_schema_malformed'
  const clause = 'VC JSON Schema §2.2'
  return [
    theBase(`W30 ${clause}`, 'a credential whose schema comes inside a credential'),
    refused('W30-1', clause, 'it does not conform', 'policy/credential_schema_mismatch', subject({ grade: 'Z' })),
    refused(
      'W30-2',
      clause,
      'the schema’s credential is signed by somebody else',
      'policy/signature_invalid',
      given({
        ...schemaCredential,
        signing: { algorithm: 'ES256', key: fixtureKey('attacker').privateKey },
      }),
    ),
    refused(
      'W30-3',
      clause,
      'it is of an issuer who is not known',
      'policy/key_unknown',
      changed({ issuer: 'https://other.example' }),
    ),
    refused('W30-4', clause, 'it has another id', malformed, changed({ id: `${place}/2` })),
    refused('W30-5', clause, 'it is of another type', malformed, changed({ type: ['VerifiableCredential'] })),
    refused('W30-6', clause, 'its subject is no schema', malformed, changed({ credentialSubject: { id } })),
    refused(
      'W30-7',
      clause,
      'it does not follow the schema of such credentials',
      malformed,
      changed({
        credentialSchema: { id, type: 'JsonSchema' },
      }),
    ),
    refused('W30-8', clause, 'it has expired', 'policy/expired', changed({ validUntil: '2026-11-30T00:00:00Z' })),
  ]
}

export const jsonSchemaSuites: readonly Suite[] = [
  { suite: 'vc/json-schema', cases: [...plainCases('vc+jwt'), ...credentialCases()] },
  { suite: 'vc/json-schema-sd-jwt', cases: plainCases('vc+sd-jwt') },
]
