import { createHash } from 'node:crypto'
import { issuerKey, vct } from '../bases.ts'
import { payload, signed } from '../changes.ts'
import type { Json, Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { Case } from '../suite.ts'
import type { SceneChange } from '../trust/verifying.ts'
import { at, extending, general, policies, ruled, rules, type } from './type-rules.ts'

const integrityClause = 'SD-JWT VC §6'

/** SRI of the bytes that a case's document becomes. */
const sri = (document: Json, hash = 'sha256', encoding: 'base64' | 'base64url' | 'hex' = 'base64'): string =>
  `${hash}-${createHash(hash).update(JSON.stringify(document)).digest(encoding)}`
const other = { vct, claims: [] }
const wrong = (hash: string): string => sri(other, hash)
const bound = (integrity: Json): SceneChange => ({ change: payload({ 'vct#integrity': integrity }) })

/** How the metadata of a type is found, and that it is what was promised. */
export const typeReferenceCases: readonly Case[] = [
  type.theBase(`V16 SD-JWT VC §5.7`, 'a credential that keeps the rules of its type'),
  type.refused(
    'V12-1',
    'SD-JWT VC §5.3',
    'the document of another type',
    'policy/type_metadata_type_mismatch',
    at({ ...ruled(), vct: general }),
  ),
  type.refused(
    'V12-2',
    'SD-JWT VC §5.4',
    'an extended type whose document is of another',
    'policy/type_metadata_type_mismatch',
    extending({}, { vct }),
  ),
  type.refused(
    'V12-3',
    'SD-JWT VC §5.3',
    'a type in other letters: types are compared character by character',
    'policy/type_metadata_type_mismatch',
    at({ ...ruled(), vct: vct.toUpperCase() }),
  ),
  type.taken('V13-20', integrityClause, 'the integrity of the document', bound(sri(ruled()))),
  type.taken('V13-21', integrityClause, 'sha384', bound(sri(ruled(), 'sha384'))),
  type.taken('V13-22', integrityClause, 'sha512', bound(sri(ruled(), 'sha512'))),
  type.refused(
    'V13-23',
    integrityClause,
    'the integrity of another document',
    'policy/integrity_mismatch',
    bound(wrong('sha256')),
  ),
  type.refused(
    'V13-24',
    integrityClause,
    'several: the strongest is another document’s',
    'policy/integrity_mismatch',
    bound(`${sri(ruled())} ${wrong('sha512')}`),
  ),
  type.taken(
    'V13-25',
    integrityClause,
    'several: only a weaker one is another document’s',
    bound(`${wrong('sha256')} ${sri(ruled(), 'sha512')}`),
  ),
  type.taken(
    'V13-26',
    integrityClause,
    'several of the strongest: one fits',
    bound(`${wrong('sha384')} ${sri(ruled(), 'sha384')}`),
  ),
  type.refused(
    'V13-27',
    integrityClause,
    'in base64url',
    'policy/integrity_mismatch',
    bound(sri(ruled(), 'sha256', 'base64url')),
  ),
  type.refused(
    'V13-28',
    integrityClause,
    'in hexadecimal',
    'policy/integrity_mismatch',
    bound(sri(ruled(), 'sha256', 'hex')),
  ),
  type.refused(
    'V13-29',
    integrityClause,
    'without its padding',
    'policy/integrity_mismatch',
    bound(sri(ruled()).replace('=', '')),
  ),
  type.refused(
    'V13-30',
    integrityClause,
    'an extended type that is not what was promised',
    'policy/integrity_mismatch',
    extending({ 'extends#integrity': wrong('sha256') }, {}),
  ),
  type.taken(
    'V13-31',
    integrityClause,
    'an extended type that is what was promised',
    extending({ 'extends#integrity': sri({ vct: general, claims: rules }) }, { claims: rules }),
  ),
  type.refused(
    'V13-32',
    integrityClause,
    'an integrity of a hash that is not known',
    'policy/integrity_mismatch',
    extending({ 'extends#integrity': 'md5-47DEQpj8HBSa+/TImW+5JA==' }, {}),
  ),
  type.refused('V13-33', integrityClause, 'the document with a space more', 'policy/integrity_mismatch', {
    change: payload({ 'vct#integrity': sri(ruled()) }),
    circumstances: {
      documents: {},
      responses: {
        [vct]: [{ status: 200, headers: { 'content-type': 'application/json' }, text: `${JSON.stringify(ruled())} ` }],
      },
    },
  }),
  type.taken(
    'V13-35',
    'SD-JWT VC §6',
    'in the credential: a hash that is not known beside one that is, and white space around',
    bound(` sha3-256-AAAA\t${sri(ruled())} `),
  ),
  type.refused(
    'V13-36',
    'SD-JWT VC §6',
    'in the credential: a hash that is not known alone',
    'parse/integrity_malformed',
    bound('sha3-256-AAAA'),
  ),
  type.taken(
    'V13-34',
    'SD-JWT VC §6',
    'a hash that is not known beside one that is',
    extending({ 'extends#integrity': `sha3-256-AAAA  ${sri({ vct: general, claims: rules })}` }, { claims: rules }),
  ),
  type.refused(
    'V15-1',
    'SD-JWT VC §7.4',
    'a type that extends itself',
    'policy/type_metadata_circular',
    at({ ...ruled(), extends: vct }),
  ),
  type.refused(
    'V15-2',
    'SD-JWT VC §7.4',
    'a type that extends one that extends it',
    'policy/type_metadata_circular',
    extending({}, { extends: vct }),
  ),
  type.refused(
    'V15-3',
    'SD-JWT VC §7.4',
    'a circle further up',
    'policy/type_metadata_circular',
    extending({}, { extends: general }),
  ),
  ...chainCases(),
  type.refused('V16-1', 'SD-JWT VC §5.7', 'a document that cannot be reached', 'policy/retrieval_failed', {
    circumstances: { documents: {} },
  }),
  type.refused(
    'V16-2',
    'SD-JWT VC §5.7',
    'an extended type that cannot be reached: half of the rules are none',
    'policy/retrieval_failed',
    at({ ...ruled(), extends: general }),
  ),
  type.refused('V16-3', 'SD-JWT VC §3', 'an error page in the place of the document', 'policy/retrieval_status', {
    circumstances: {
      documents: {},
      responses: { [vct]: [{ status: 404, headers: { 'content-type': 'application/json' }, json: ruled() }] },
    },
  }),
  type.refused('V16-4', 'SD-JWT VC §5.3.1', 'another media type', 'policy/retrieval_media_type', {
    circumstances: {
      documents: {},
      responses: { [vct]: [{ status: 200, headers: { 'content-type': 'text/html' }, json: ruled() }] },
    },
  }),
  type.refused(
    'V16-5',
    'SD-JWT VC §5.3',
    'a type that is no https URL, of which nothing is known',
    'policy/type_metadata_missing',
    { change: payload({ vct: 'urn:example:degree:1' }) },
  ),
  type.taken('V16-6', 'SD-JWT VC §5.3.2', 'a type that is no https URL, whose document the verifier has', {
    change: payload({ vct: 'urn:example:degree:1' }),
    circumstances: {
      policies: policies({ given: { 'urn:example:degree:1': { ...ruled(), vct: 'urn:example:degree:1' } } }),
    },
  }),
  type.taken('V16-7', 'SD-JWT VC §5.7', 'a type whose rules the verifier does not demand', {
    circumstances: { documents: {}, policies: policies({ types: [general] }) },
  }),
  type.refused(
    'V16-8',
    'SD-JWT VC §7.8',
    'a publisher on whom the verifier does not rely',
    'policy/type_metadata_publisher_not_allowed',
    {
      circumstances: { policies: policies({ publishers: ['https://types.example'] }) },
    },
  ),
  type.taken('V16-9', 'SD-JWT VC §7.8', 'a publisher on whom the verifier relies', {
    circumstances: { policies: policies({ publishers: ['https://registrar.example'] }) },
  }),
  type.refused(
    'V16-12',
    'SD-JWT VC §7.8',
    'a publisher who sends the verifier on to somebody else',
    'policy/retrieval_redirected',
    {
      circumstances: {
        policies: policies({ publishers: ['https://registrar.example'] }),
        documents: { 'https://attacker.example/degree': ruled() },
        responses: { [vct]: [{ status: 302, headers: { location: 'https://attacker.example/degree' } }] },
      },
    },
  ),
  type.taken('V16-13', 'SD-JWT VC §7.8', 'a publisher who moved a document within the own house', {
    circumstances: {
      policies: policies({ publishers: ['https://registrar.example'] }),
      documents: { 'https://registrar.example/types/degree': ruled() },
      responses: { [vct]: [{ status: 302, headers: { location: '/types/degree' } }] },
    },
  }),
  type.refused(
    'V16-10',
    'SD-JWT VC §7.8',
    'an extended type of a publisher on whom the verifier does not rely',
    'policy/type_metadata_publisher_not_allowed',
    {
      circumstances: {
        ...extending({}, {}).circumstances,
        policies: policies({ publishers: ['https://registrar.example'] }),
      },
    },
  ),
  type.refused(
    'V22-10',
    'SD-JWT VC §7.7',
    'a stranger’s credential of the type: its rules give nobody authority',
    'trust/key_unknown',
    {
      change: payload({ iss: 'https://attacker.example' }),
      circumstances: { trust: { keys: [{ ...issuerKey.publicKey, issuer: 'https://registrar.example' }] } },
    },
  ),
  type.refused(
    'V22-11',
    'SD-JWT VC §7.7',
    'a type that extends the one for which the issuer is trusted',
    'trust/trust_type_out_of_scope',
    {
      circumstances: {
        ...extending({}, { claims: rules }).circumstances,
        trust: { keys: [issuerKey.publicKey], scope: { types: [general] } },
      },
    },
  ),
  type.refused(
    'V16-11',
    'SD-JWT VC §5.7',
    'a bad signature: nothing is asked of its type',
    'authenticate/signature_invalid',
    {
      change: signed({ algorithm: 'ES256', key: fixtureKey('attacker').privateKey }),
      circumstances: { documents: {} },
    },
  ),
]

/** Types one above the other: the last within the bound, and one beyond it. */
function chainCases(): readonly Case[] {
  const name = (index: number): string => (index === 0 ? vct : `https://types.example/vct/${index}`)
  const chain = (length: number): Members =>
    Object.fromEntries(
      Array.from({ length }, (_, index): [string, Json] => [
        name(index),
        { vct: name(index), ...(index === length - 1 ? { claims: rules } : { extends: name(index + 1) }) },
      ]),
    )
  return [
    type.taken('V15-4', 'SD-JWT VC §7.4', 'eight types, each extending the next', {
      circumstances: { documents: chain(8) },
    }),
    type.refused('V15-5', 'SD-JWT VC §7.4', 'nine types', 'policy/type_metadata_too_deep', {
      circumstances: { documents: chain(9) },
    }),
  ]
}
