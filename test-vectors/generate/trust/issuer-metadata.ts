import { issuer } from '../bases.ts'
import { header, headerWithout, payload, signed } from '../changes.ts'
import { type Json, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { Case } from '../suite.ts'
import { casesOf, type SceneChange } from './verifying.ts'

const place = `${issuer}/.well-known/jwt-vc-issuer`
const key: Members = { ...fixtureKey('issuer').publicKey, kid: 'a' }
const other: Members = { ...fixtureKey('second-issuer').publicKey, kid: 'b' }
const metadata: Members = { issuer, jwks: { keys: [key, other] } }
const trust: Members = { issuerMetadata: { issuers: [issuer] } }

const found = casesOf('base-metadata', {
  change: header({ kid: 'a' }),
  circumstances: { trust, documents: { [place]: metadata } },
})
const documents = (documents: Members): SceneChange => ({ circumstances: { documents } })
const answer = (content: Json): SceneChange => documents({ [place]: content })
const keys = 'https://registrar.example/keys.json'
const elsewhere = 'https://keys.example/keys.json'
const tenant = 'https://registrar.example/tenant/'

/** An issuer with a path of its own, whose metadata is at a place. */
const atTenant = (where: string): SceneChange => ({
  change: payload({ iss: tenant }),
  circumstances: {
    trust: { issuerMetadata: { issuers: [tenant] } },
    documents: { [where]: { ...metadata, issuer: tenant } },
  },
})
const clause = 'SD-JWT VC §4'
const malformed = 'trust/issuer_metadata_malformed'

export const issuerMetadataCases: readonly Case[] = [
  found.theBase('V8 SD-JWT VC §4', 'the key that the issuer publishes under the kid'),
  found.refused('V8-1', clause, 'an issuer that is not on the allow-list', 'trust/key_unknown', {
    change: payload({ iss: 'https://attacker.example' }),
    circumstances: {
      documents: {
        [place]: metadata,
        'https://attacker.example/.well-known/jwt-vc-issuer': { ...metadata, issuer: 'https://attacker.example' },
      },
    },
  }),
  found.refused(
    'V8-2',
    clause,
    'the document is another issuer’s',
    'trust/issuer_metadata_issuer_mismatch',
    answer({ ...metadata, issuer: 'https://attacker.example' }),
  ),
  found.refused(
    'V8-3',
    clause,
    'the document’s issuer has a slash more',
    'trust/issuer_metadata_issuer_mismatch',
    answer({ ...metadata, issuer: `${issuer}/` }),
  ),
  found.refused('V8-4', clause, 'the document names no issuer', malformed, answer(without(metadata, 'issuer'))),
  found.refused('V8-5', clause, 'both jwks and jwks_uri', malformed, answer({ ...metadata, jwks_uri: keys })),
  found.refused('V8-6', clause, 'neither jwks nor jwks_uri', malformed, answer({ issuer })),
  found.refused('V8-7', clause, 'the document is an array', malformed, answer([metadata])),
  found.refused('V8-8', clause, 'jwks is an array', malformed, answer({ issuer, jwks: [key] })),
  found.refused(
    'V8-9',
    'RFC 7517 §9.3',
    'a private key is published',
    malformed,
    answer({ issuer, jwks: { keys: [{ ...fixtureKey('issuer').privateKey, kid: 'a' }] } }),
  ),
  found.taken(
    'V8-10',
    clause,
    'the keys are at jwks_uri, on the same host',
    documents({
      [place]: { issuer, jwks_uri: keys },
      [keys]: { keys: [key, other] },
    }),
  ),
  found.refused(
    'V8-11',
    clause,
    'jwks_uri leads to another host',
    'trust/issuer_metadata_key_set_not_allowed',
    documents({
      [place]: { issuer, jwks_uri: elsewhere },
      [elsewhere]: { keys: [key, other] },
    }),
  ),
  found.taken('V8-12', clause, 'jwks_uri leads to another host that the verifier named', {
    circumstances: {
      trust: { issuerMetadata: { issuers: [issuer], keySets: [elsewhere] } },
      documents: { [place]: { issuer, jwks_uri: elsewhere }, [elsewhere]: { keys: [key, other] } },
    },
  }),
  found.refused(
    'V8-13',
    clause,
    'jwks_uri without TLS',
    malformed,
    documents({
      [place]: { issuer, jwks_uri: 'http://registrar.example/keys.json' },
      'http://registrar.example/keys.json': { keys: [key, other] },
    }),
  ),
  found.refused(
    'V8-14',
    clause,
    'jwks_uri with a user in front of the host',
    malformed,
    answer({ issuer, jwks_uri: 'https://registrar.example@attacker.example/keys.json' }),
  ),
  found.refused(
    'V8-15',
    clause,
    'jwks_uri on another port',
    'trust/issuer_metadata_key_set_not_allowed',
    answer({ issuer, jwks_uri: 'https://registrar.example:8443/keys.json' }),
  ),
  found.refused('V8-16', 'RFC 7517 §4.5', 'a kid that is not there', 'trust/issuer_metadata_key_unknown', {
    change: header({ kid: 'c' }),
  }),
  found.refused('V8-17', 'RFC 7517 §4.5', 'no kid, and two keys that fit', 'trust/issuer_metadata_key_ambiguous', {
    change: headerWithout('kid'),
  }),
  found.refused(
    'V8-18',
    'RFC 7517 §4.5',
    'one kid for two keys',
    malformed,
    answer({ issuer, jwks: { keys: [key, { ...other, kid: 'a' }] } }),
  ),
  found.refused(
    'V8-19',
    'RFC 7517 §4.2',
    'the key is for encryption',
    'trust/issuer_metadata_key_unknown',
    answer({ issuer, jwks: { keys: [{ ...key, use: 'enc' }] } }),
  ),
  found.refused('V8-20', clause, 'the kid of a key that did not sign', 'authenticate/signature_invalid', {
    change: header({ kid: 'b' }),
  }),
  found.refused('V8-21', clause, 'signed by a key that is not published', 'authenticate/signature_invalid', {
    change: signed({ algorithm: 'ES256', key: fixtureKey('attacker').privateKey }),
  }),
  found.taken(
    'V8-22',
    'SD-JWT VC §4.1',
    'an issuer with a path: the well-known name stands before it, its last slash is dropped',
    atTenant('https://registrar.example/.well-known/jwt-vc-issuer/tenant'),
  ),
  found.refused(
    'V8-23',
    'SD-JWT VC §4.1',
    'the well-known name after the path',
    'trust/retrieval_failed',
    atTenant('https://registrar.example/tenant/.well-known/jwt-vc-issuer'),
  ),
  found.refused(
    'V8-24',
    'SD-JWT VC §4.1',
    'the last slash kept',
    'trust/retrieval_failed',
    atTenant('https://registrar.example/.well-known/jwt-vc-issuer/tenant/'),
  ),
  found.refused('V8-25', clause, 'nothing can be fetched', 'trust/retrieval_unavailable', {
    circumstances: { documents: undefined as unknown as Json },
  }),
  found.refused(
    'A7-1',
    'RFC 7515 §4.1.2',
    'jku in the header leads to the attacker’s keys',
    'authenticate/signature_invalid',
    {
      change: signed(
        { algorithm: 'ES256', key: fixtureKey('attacker').privateKey },
        { jku: 'https://attacker.example/keys.json', kid: 'a' },
      ),
      circumstances: {
        documents: {
          [place]: metadata,
          'https://attacker.example/keys.json': { keys: [{ ...fixtureKey('attacker').publicKey, kid: 'a' }] },
        },
      },
    },
  ),
  found.refused('A9-1', 'RFC 7515 §4.1.4', 'a kid that is a path', 'trust/issuer_metadata_key_unknown', {
    change: header({ kid: '../../keys/a' }),
  }),
  found.refused(
    'A9-2',
    'RFC 7515 §4.1.4',
    'a kid that is a name of Object.prototype',
    'trust/issuer_metadata_key_unknown',
    { change: header({ kid: '__proto__' }) },
  ),
  found.refused(
    'A9-3',
    'RFC 7515 §4.1.4',
    'the only key has another kid',
    'trust/issuer_metadata_key_unknown',
    answer({ issuer, jwks: { keys: [{ ...key, kid: 'z' }] } }),
  ),
  found.refused(
    'V22-1',
    'SD-JWT VC §7.7',
    'an issuer that is known, but not for this type',
    'trust/trust_type_out_of_scope',
    {
      circumstances: { trust: { ...trust, scope: { types: ['https://registrar.example/vct/transcript'] } } },
    },
  ),
  found.taken('V22-2', 'SD-JWT VC §7.7', 'an issuer that is known for this type', {
    circumstances: { trust: { ...trust, scope: { types: ['https://registrar.example/vct/degree'] } } },
  }),
  found.refused(
    'V22-3',
    'SD-JWT VC §7.7',
    'it says that it is also of a type for which its issuer is not known',
    'trust/trust_type_out_of_scope',
    {
      change: payload({ aka_vcts: ['https://ministry.example/vct/licence'] }),
      circumstances: { trust: { ...trust, scope: { types: ['https://registrar.example/vct/degree'] } } },
    },
  ),
  found.refused('V22-4', 'SD-JWT VC §7.7', 'a type below one that is in scope', 'trust/trust_type_out_of_scope', {
    change: payload({ vct: 'https://registrar.example/vct/degree/doctor' }),
    circumstances: { trust: { ...trust, scope: { types: ['https://registrar.example/vct/degree'] } } },
  }),
  found.refused('V6-1', 'SD-JWT VC §2.5', 'a mechanism that the verifier did not choose', 'trust/key_unknown', {
    circumstances: { trust: { keys: [{ ...key, issuer: 'https://other.example' }] } },
  }),
]
