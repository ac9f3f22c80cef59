import { after, at } from '../bases.ts'
import { type Json, type Members, without } from '../json.ts'
import type { Case, Stage, Suite } from '../suite.ts'
import {
  baseContext,
  degree,
  document,
  examplesContext,
  issuer,
  members,
  ofFormat,
  type SceneChange,
  type W3cFormat,
} from './scene.ts'

/** One rule of the data model, whatever secures the document. */
interface Definition {
  readonly id: string
  readonly clause: string
  readonly title: string
  /** Undefined: it is taken. */
  readonly code?: string | undefined
  readonly changed: SceneChange
}

const section = (name: string): string => `VCDM 2.0 §${name}`
const shown = (value: Json): string => JSON.stringify(value)

const refused = (id: string, clause: string, title: string, code: string, changed: Members): Definition => ({
  id,
  clause: section(clause),
  title,
  code,
  changed: { change: members(changed) },
})
const taken = (id: string, clause: string, title: string, changed: Members): Definition => ({
  id,
  clause: section(clause),
  title,
  changed: { change: members(changed) },
})
const gone = (id: string, clause: string, name: string, code?: string): Definition => ({
  id,
  clause: section(clause),
  title: `no ${name}`,
  code,
  changed: { change: document((one) => without(one, name)) },
})

/** The same member with one value after the other. */
function each(
  rule: string,
  from: number,
  clause: string,
  name: string,
  code: string | undefined,
  values: readonly Json[],
): readonly Definition[] {
  return values.map((value, index) => {
    const id = `${rule}-${from + index}`
    const title = `${name} that is ${shown(value)}`
    return code === undefined
      ? taken(id, clause, title, { [name]: value })
      : refused(id, clause, title, code, { [name]: value })
  })
}

const contexts: readonly Definition[] = [
  gone('W1-1', '4.3', '@context', 'base_context_missing'),
  ...each('W1', 2, '4.3', '@context', 'base_context_missing', [
    [examplesContext, baseContext],
    ['https://www.w3.org/2018/credentials/v1', examplesContext],
    ['http://www.w3.org/ns/credentials/v2', examplesContext],
    [`${baseContext}/`, examplesContext],
    [],
    [{ '@vocab': 'https://www.w3.org/ns/credentials/examples#' }, baseContext],
    null,
    [[baseContext], examplesContext],
  ]),
  ...each('W2', 1, '4.3', '@context', 'context_malformed', [
    [baseContext, 7],
    [baseContext, null],
    [baseContext, 'examples/v2'],
    [baseContext, [examplesContext]],
    [baseContext, examplesContext, { grade: 7 }],
    [baseContext, examplesContext, { grade: 'https://registrar.example/a grade' }],
    [baseContext, examplesContext, { '@grade': 'https://registrar.example/grade' }],
    [baseContext, examplesContext, { '': 'https://registrar.example/grade' }],
  ]),
  ...each('W2', 9, '4.3', '@context', undefined, [
    [baseContext, { '@vocab': 'https://www.w3.org/ns/credentials/examples#' }],
    [baseContext, examplesContext, { grade: 'https://registrar.example/vocabulary#grade' }],
    [baseContext, 'urn:example:context'],
  ]),
  ...each('W3', 1, '5.2.1', '@context', 'term_redefined', [
    [baseContext, examplesContext, { name: 'https://registrar.example/vocabulary#name' }],
    [baseContext, examplesContext, { VerifiableCredential: 'https://registrar.example/vocabulary#Letter' }],
    [baseContext, examplesContext, { id: 'https://registrar.example/vocabulary#id' }],
    [
      baseContext,
      examplesContext,
      { '@protected': true, grade: 'https://registrar.example/vocabulary#grade' },
      { grade: 'https://registrar.example/vocabulary#mark' },
    ],
    [baseContext, examplesContext, { name: null }],
  ]),
  taken('W3-6', '5.2.1', 'a protected term defined again, as it was', {
    '@context': [
      baseContext,
      examplesContext,
      { '@protected': true, grade: 'https://registrar.example/vocabulary#grade' },
      { grade: 'https://registrar.example/vocabulary#grade' },
    ],
  }),
]

const identifiers: readonly Definition[] = [
  ...each('W4', 1, '4.4', 'id', 'identifier_malformed', [
    'credentials/3732',
    '',
    7,
    null,
    ['https://registrar.example/credentials/3732', 'urn:example:2'],
    'https://registrar.example/a credential',
    'https://',
    { id: 'urn:example:1' },
  ]),
  ...each('W4', 9, '4.4', 'id', undefined, ['urn:uuid:9c8b4a52-0f2b-4f0e-9d4d-5ad1b0c6d8a1', 'did:example:1#degree']),
  gone('W4-11', '4.4', 'id'),
  refused('W4-12', '4.4', 'a subject whose id is no URL', 'identifier_malformed', {
    credentialSubject: { ...(degree.credentialSubject as Members), id: 'nobody' },
  }),
]

const types: readonly Definition[] = [
  gone('W5-1', '4.5', 'type', 'type_missing'),
  refused('W5-2', '4.5', 'types without VerifiableCredential', 'type_missing', { type: ['ExampleDegreeCredential'] }),
  ...each('W5', 3, '4.5', 'type', 'type_malformed', [
    [],
    7,
    null,
    ['VerifiableCredential', 7],
    ['VerifiableCredential', 'Example Degree'],
    ['VerifiableCredential', '@id'],
    ['VerifiableCredential', ''],
    ['VerifiableCredential', ['ExampleDegreeCredential']],
  ]),
  ...each('W5', 11, '4.5', 'type', undefined, [
    'VerifiableCredential',
    ['ExampleDegreeCredential', 'VerifiableCredential'],
    ['VerifiableCredential', 'https://registrar.example/vocabulary#Degree'],
  ]),
  refused('W6-1', '5.2.1', 'a type that no context gives a meaning', 'type_unmapped', { '@context': [baseContext] }),
  refused('W6-2', '5.2.1', 'a type that a context takes its meaning away', 'type_unmapped', {
    '@context': [baseContext, { ExampleDegreeCredential: null }],
  }),
  refused('W6-3', '5.2.1', 'a vocabulary for all, taken back', 'type_unmapped', {
    '@context': [baseContext, { '@vocab': 'https://registrar.example/vocabulary#' }, { '@vocab': null }],
  }),
  taken('W6-4', '5.2.1', 'a type that a context of the document defines', {
    '@context': [
      baseContext,
      {
        ExampleDegreeCredential: 'https://registrar.example/vocabulary#Degree',
      },
    ],
  }),
]

const titles: readonly Json[] = [
  7,
  null,
  { '@language': 'ja' },
  { '@value': 7 },
  { '@value': '学位記', '@language': 7 },
  { '@value': '学位記', '@language': '日本' },
  { '@value': '学位記', '@direction': 'up' },
  { '@value': '学位記', lang: 'ja' },
  ['Degree', 7],
]

const languages: readonly Definition[] = [
  ...each('W7', 1, '4.6', 'name', 'language_value_malformed', titles),
  refused('W7-10', '4.6', 'a description that is a number', 'language_value_malformed', { description: 7 }),
  refused('W7-11', '4.6', 'an issuer whose name is a number', 'language_value_malformed', {
    issuer: { id: issuer, name: 7 },
  }),
  taken('W7-12', '11.1', 'names in two languages, with their direction', {
    name: [
      { '@value': '学位記', '@language': 'ja', '@direction': 'ltr' },
      { '@value': 'Degree', '@language': 'en' },
    ],
  }),
  taken('W7-13', '4.6', 'a name that is text, and a description too', { name: 'Degree', description: 'Of nobody' }),
]

const issuers: readonly Definition[] = [
  gone('W8-1', '4.7', 'issuer', 'credential_issuer_malformed'),
  ...each('W8', 2, '4.7', 'issuer', 'credential_issuer_malformed', [
    '',
    'registrar',
    7,
    null,
    {},
    { name: 'University of Fixtures' },
    { id: 'registrar' },
    { id: [issuer] },
    [issuer],
  ]),
  taken('W8-11', '4.7', 'an issuer that is a URL alone', { issuer }),
]

const subjects: readonly Definition[] = [
  gone('W9-1', '4.8', 'credentialSubject', 'credential_subject_malformed'),
  ...each('W9', 2, '4.8', 'credentialSubject', 'credential_subject_malformed', [
    [],
    {},
    null,
    'urn:example:nobody',
    [{ grade: 'A' }, {}],
    [{ grade: 'A' }, 'urn:example:nobody'],
  ]),
  ...each('W9', 8, '4.8', 'credentialSubject', undefined, [
    { id: 'urn:example:nobody' },
    [{ id: 'urn:example:nobody' }, { grade: 'A' }],
  ]),
]

const noDates: readonly Json[] = [
  'junk2026-11-24T00:00:00Zjunk',
  '2026-11-24',
  '2026-11-24T00:00:00',
  ' 2026-11-24T00:00:00Z',
  '2026-11-24T00:00:00Z\n',
  '2026-11-24t00:00:00z',
  '2026-11-24 00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-11-24T24:00:01Z',
  '2026-11-24T00:60:00Z',
  '2026-11-24T23:59:60Z',
  '2026-11-24T00:00:00+14:01',
  '2026-11-24T00:00:00+09:60',
  '2026-11-24T00:00:00.Z',
  '12026-11-24T00:00:00Z',
  '+2026-11-24T00:00:00Z',
  '２０２６-11-24T00:00:00Z',
  1_795_478_400,
  ['2026-11-24T00:00:00Z'],
  null,
  '',
]
const dates: readonly Json[] = [
  '2026-11-24T00:00:00.000Z',
  '2026-11-24T00:00:00.123456789012Z',
  '2026-11-23T24:00:00Z',
  '2026-11-24T00:00:00+14:00',
  '2026-11-24T00:00:00-00:00',
  '2024-02-29T09:00:00+09:00',
  '0001-01-01T00:00:00Z',
]

const period = '4.9'
const times: readonly Definition[] = [
  ...each('A48', 1, '5.8', 'validFrom', 'date_time_malformed', noDates),
  ...each('A48', 23, '5.8', 'validFrom', undefined, dates),
  refused('W10-1', period, 'a validUntil that is a day', 'date_time_malformed', { validUntil: '2031-11-24' }),
  refused('W10-2', period, 'an end before the beginning', 'validity_period_reversed', {
    validFrom: '2026-11-24T00:00:01Z',
    validUntil: '2026-11-24T00:00:00Z',
  }),
  taken('W10-3', period, 'one moment, which is now', { validFrom: at, validUntil: at }),
  refused('W10-4', period, 'a second before it is valid', 'policy/not_yet_valid', { validFrom: after(1) }),
  taken('W10-5', period, 'the first moment', { validFrom: after(0) }),
  refused('W10-6', period, 'a second after it was valid', 'policy/expired', { validUntil: after(-1) }),
  taken('W10-7', period, 'the last moment', { validUntil: after(0) }),
  {
    ...taken('W10-8', 'the clock skew of a verifier', 'a second after, where a second of skew is allowed', {
      validUntil: after(-1),
    }),
    clause: 'the clock skew of a verifier',
    changed: { change: members({ validUntil: after(-1) }), circumstances: { policies: { clockSkew: 1 } } },
  },
  gone('W10-9', period, 'validUntil'),
]

const typed = (rule: string, clause: string, name: string, id: 'optional' | 'required'): readonly Definition[] => {
  const good: Members = { id: 'https://registrar.example/further/1', type: 'ExampleFurther' }
  return [
    ...each(rule, 1, clause, name, 'type_missing', [{ id: 'https://registrar.example/further/1' }]),
    ...each(rule, 2, clause, name, 'object_malformed', [[], 'https://registrar.example/further/1', null, [good, 7]]),
    ...each(rule, 6, clause, name, 'identifier_malformed', [
      { ...good, id: 'further' },
      { ...good, id: 7 },
    ]),
    ...each(rule, 8, clause, name, 'type_malformed', [{ ...good, type: 7 }]),
    ...each(rule, 9, clause, name, undefined, [good, [good, { ...good, id: 'urn:example:further:2' }]]),
    ...each(rule, 11, clause, name, id === 'required' ? 'identifier_malformed' : undefined, [
      { type: 'ExampleFurther' },
    ]),
  ]
}

const further: readonly Definition[] = [
  ...typed('W11', '4.10', 'credentialStatus', 'optional'),
  ...typed('W12', '4.11', 'credentialSchema', 'required'),
  ...typed('W13', '5.4', 'refreshService', 'optional'),
  ...typed('W14', '5.5', 'termsOfUse', 'optional'),
  ...typed('W15', '5.6', 'evidence', 'optional'),
]

/** The digests of the base context that the Recommendation's table gives (VCDM 2.0 §B.1). */
const digestSRI = 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU'
const digestMultibase = 'uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ'
const otherSri = `sha384-${Buffer.alloc(48, 1).toString('base64')}`
const resource: Members = { id: baseContext, digestSRI }
const picture: Members = { id: 'https://registrar.example/seal.png', digestSRI: otherSri, mediaType: 'image/png' }

const resources: readonly Definition[] = [
  ...each('W16', 1, '5.3', 'relatedResource', 'related_resource_malformed', [
    'https://registrar.example/seal.png',
    { ...picture, id: 'seal.png' },
    without(picture, 'id'),
    without(picture, 'digestSRI'),
    { ...picture, digestSRI: 'md5-1B2M2Y8AsgTpgAmY7PhCfg==' },
    { ...picture, digestSRI: 'sha384-AAAA' },
    { ...picture, digestSRI: 7 },
    { ...picture, digestMultibase: 'x0123' },
    { ...picture, digestMultibase: 'uAAAA' },
    { ...picture, mediaType: 7 },
    [picture, null],
  ]),
  refused('W16-12', '5.3', 'the same resource twice', 'related_resource_repeated', {
    relatedResource: [picture, picture],
  }),
  taken('W16-13', '5.3', 'a resource that the verifier makes no use of', { relatedResource: picture }),
  refused('W17-1', '5.3', 'another digest of the base context', 'authenticate/related_resource_mismatch', {
    relatedResource: { ...resource, digestSRI: otherSri },
  }),
  refused(
    'W17-2',
    '5.3',
    'the right digest in one form, another in the other',
    'authenticate/related_resource_mismatch',
    {
      relatedResource: { ...resource, digestMultibase: `u${Buffer.alloc(32, 1).toString('base64url')}` },
    },
  ),
  refused(
    'W17-3',
    '5.3',
    'a weaker hash that fits beside a stronger that does not',
    'authenticate/related_resource_mismatch',
    {
      relatedResource: {
        ...resource,
        digestSRI: `${digestSRI} sha512-${Buffer.alloc(64, 1).toString('base64')}`,
      },
    },
  ),
  taken('W17-4', '5.3', 'the digests of the base context', { relatedResource: { ...resource, digestMultibase } }),
  taken('W17-5', '5.3', 'of two digests of one hash one fits', {
    relatedResource: { ...resource, digestSRI: `${otherSri} ${digestSRI}` },
  }),
]

const definitions: readonly Definition[] = [
  ...contexts,
  ...identifiers,
  ...types,
  ...languages,
  ...issuers,
  ...subjects,
  ...times,
  ...further,
  ...resources,
]

/** What an SD-JWT must say before its signature is checked; the rest waits until the Disclosures are in place. */
const openCodes = ['base_context_missing', 'context_malformed', 'term_redefined', 'credential_issuer_malformed']

function stageOf({ id, code }: Definition, format: W3cFormat): Stage {
  if (format !== 'vc+sd-jwt') return 'parse'
  const isTypes = id === 'W5-1' || (/^W5-/.test(id) && code === 'type_malformed')
  return openCodes.includes(code as string) || isTypes ? 'parse' : 'authenticate'
}

function casesIn(format: W3cFormat): readonly Case[] {
  const scene = ofFormat(format)
  return [
    scene.theBase('W1 VCDM 2.0 §4', 'a credential that keeps every rule'),
    ...definitions.map((definition) => {
      const { id, clause, title, code, changed } = definition
      if (code === undefined) return scene.taken(id, clause, title, changed)
      const whole = code.includes('/') ? code : `${stageOf(definition, format)}/${code}`
      return scene.refused(id, clause, title, whole as `${Stage}/${string}`, changed)
    }),
  ]
}

/** VCDM 2.0 holds alike whatever secures the document, so each of its cases comes once in each. */
export const dataModelSuites: readonly Suite[] = (
  [
    ['jwt', 'vc+jwt'],
    ['sd-jwt', 'vc+sd-jwt'],
    ['cose', 'vc+cose'],
    ['embedded', 'ldp_vc'],
  ] as const
).map(([name, format]) => ({ suite: `vc/data-model-${name}`, cases: casesIn(format) }))
