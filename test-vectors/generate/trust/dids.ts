import { header, payload, signed } from '../changes.ts'
import { base64url, type Json, type Members } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import type { Case } from '../suite.ts'
import { base58, didJwk, didKey, multikey } from './multikey.ts'
import { casesOf, type SceneChange } from './verifying.ts'

const keyDid = didKey('issuer')
const trusting = (...dids: string[]): Members => ({ dids })

const local = casesOf('base-did-key', {
  change: payload({ iss: keyDid }),
  circumstances: { trust: trusting(keyDid) },
})
/** Another DID, trusted and signing. */
const of = (did: string, name: KeyName, algorithm: 'ES256' | 'ES384' | 'EdDSA'): SceneChange => ({
  change: (credential) => ({
    ...signed({ algorithm, key: fixtureKey(name).privateKey }, { alg: algorithm })(credential),
    ...payload({ iss: did })(credential),
  }),
  circumstances: { trust: trusting(did) },
})

const web = 'did:web:registrar.example'
const webPlace = 'https://registrar.example/.well-known/did.json'
const method = (members: Members = {}): Members => ({
  id: `${web}#a`,
  type: 'JsonWebKey',
  controller: web,
  publicKeyJwk: fixtureKey('issuer').publicKey,
  ...members,
})
const document: Members = { id: web, verificationMethod: [method()], assertionMethod: [`${web}#a`] }
const hosted = casesOf('base-did-web', {
  change: (credential) => ({ ...payload({ iss: web })(credential), ...header({ kid: `${web}#a` })(credential) }),
  circumstances: { trust: trusting(web), documents: { [webPlace]: document } },
})
const answer = (members: Json): SceneChange => ({ circumstances: { documents: { [webPlace]: members } } })
/** A did:web in another spelling, and where its document is. */
const elsewhere = (did: string, place: string): SceneChange => ({
  change: (credential) => ({ ...payload({ iss: did })(credential), ...header({ kid: `${did}#a` })(credential) }),
  circumstances: {
    trust: trusting(did),
    documents: {
      [place]: { id: did, verificationMethod: [method({ id: '#a', controller: did })], assertionMethod: ['#a'] },
    },
  },
})
const malformed = 'trust/did_document_malformed'
const core = 'DID Core §5'

export const didCases: readonly Case[] = [
  local.theBase('A11 did:key §3', 'a did:key that the verifier trusts'),
  local.refused(
    'A11-1',
    'DID Core §9',
    'the signature of a did:key holds, and nobody trusts it',
    'trust/did_not_trusted',
    {
      circumstances: { trust: trusting(didKey('second-issuer')) },
    },
  ),
  local.refused('A11-2', 'DID Core §9', 'a DID of the attacker’s own making', 'trust/did_not_trusted', {
    ...of(didKey('attacker'), 'attacker', 'ES256'),
    circumstances: {},
  }),
  local.refused('A11-3', 'DID Core §9', 'the same with did:jwk', 'trust/did_not_trusted', {
    ...of(didJwk('attacker'), 'attacker', 'ES256'),
    circumstances: {},
  }),
  local.refused('A10-1', 'did:key §3', 'signed by another key than the DID is', 'authenticate/signature_invalid', {
    change: signed({ algorithm: 'ES256', key: fixtureKey('attacker').privateKey }),
  }),
  local.taken('A11-4', 'did:key §3', 'P-384', of(didKey('issuer-p384'), 'issuer-p384', 'ES384')),
  local.taken('A11-5', 'did:key §3', 'Ed25519', of(didKey('issuer-ed25519'), 'issuer-ed25519', 'EdDSA')),
  local.taken('A11-6', 'did:jwk', 'did:jwk', of(didJwk('issuer'), 'issuer', 'ES256')),
  local.taken('A11-7', 'did:jwk', 'the kid of a did:jwk', {
    ...of(didJwk('issuer'), 'issuer', 'ES256'),
    change: (credential) => ({
      ...payload({ iss: didJwk('issuer') })(credential),
      ...header({ kid: `${didJwk('issuer')}#0` })(credential),
    }),
  }),
  local.refused('A9-4', 'DID Core §3.2', 'the kid of another DID', 'trust/did_key_unknown', {
    change: header({ kid: `${didKey('second-issuer')}#${multikey('second-issuer')}` }),
  }),
  local.refused('A9-5', 'DID Core §3.2', 'a kid that the DID has not', 'trust/did_key_unknown', {
    change: header({ kid: '#0' }),
  }),
  local.refused('A9-6', 'DID Core §3.1', 'a did:key with a letter that base58 has not', 'trust/did_malformed', {
    change: payload({ iss: `${keyDid.slice(0, -1)}0` }),
  }),
  local.refused('A9-7', 'did:key §3', 'a did:key of a kind that is not known', 'trust/did_malformed', {
    change: payload({ iss: `did:key:z${base58(Buffer.concat([Buffer.of(0xe7, 1), Buffer.alloc(33, 2)]))}` }),
  }),
  local.refused('A9-8', 'SEC 1 §2.3.4', 'a did:key whose x is on no point', 'trust/did_malformed', {
    change: payload({
      iss: `did:key:z${base58(Buffer.concat([Buffer.of(0x80, 0x24, 2), Buffer.alloc(31), Buffer.of(1)]))}`,
    }),
  }),
  local.refused('A9-9', 'did:jwk', 'a did:jwk with the private key', 'trust/did_malformed', {
    change: payload({ iss: `did:jwk:${base64url(JSON.stringify(fixtureKey('issuer').privateKey))}` }),
  }),
  local.refused('A9-10', 'DID Core §3.1', 'a method that is not allowed', 'trust/did_method_not_allowed', {
    change: payload({ iss: 'did:example:123' }),
  }),
  local.refused('A9-11', 'DID Core §3.2', 'the issuer is a DID URL', 'trust/did_method_not_allowed', {
    change: payload({ iss: `${keyDid}#${multikey('issuer')}` }),
  }),
  hosted.theBase('A42 did:web §2.5.2', 'a did:web that the verifier trusts'),
  hosted.refused(
    'A42-1',
    'did:web §2.5.2',
    'the host of a DID that is not trusted is not asked',
    'trust/did_not_trusted',
    {
      ...elsewhere('did:web:attacker.example', 'https://attacker.example/.well-known/did.json'),
      circumstances: {
        documents: {
          'https://attacker.example/.well-known/did.json': {
            ...document,
            id: 'did:web:attacker.example',
          },
        },
      },
    },
  ),
  hosted.refused('A42-2', 'did:web §2.5.2', 'a did:web that names an address', 'trust/did_not_trusted', {
    change: payload({ iss: 'did:web:169.254.169.254' }),
  }),
  hosted.refused('A42-3', 'did:web §2.5.2', 'a did:web with a path that climbs', 'trust/did_not_trusted', {
    change: payload({ iss: 'did:web:registrar.example:..:..:did' }),
  }),
  hosted.taken(
    'A42-4',
    'did:web §2.5.2',
    'a path',
    elsewhere('did:web:registrar.example:dept:arts', 'https://registrar.example/dept/arts/did.json'),
  ),
  hosted.taken(
    'A42-5',
    'did:web §2.5.2',
    'a port',
    elsewhere('did:web:registrar.example%3A8443', 'https://registrar.example:8443/.well-known/did.json'),
  ),
  hosted.refused(
    'A42-6',
    'did:web §2.5.2',
    'the document is elsewhere',
    'trust/retrieval_failed',
    elsewhere('did:web:registrar.example:dept', 'https://registrar.example/dept/.well-known/did.json'),
  ),
  hosted.refused(
    'A10-2',
    core,
    'the document of another DID',
    'trust/did_document_mismatch',
    answer({ ...document, id: 'did:web:attacker.example' }),
  ),
  hosted.refused(
    'A10-3',
    core,
    'a document without an id',
    malformed,
    answer({ verificationMethod: [method()], assertionMethod: [`${web}#a`] }),
  ),
  hosted.refused(
    'A39-1',
    'DID Core §5.3.2',
    'a key that assertionMethod does not list',
    'trust/did_key_unknown',
    answer({ ...document, assertionMethod: [] }),
  ),
  hosted.refused(
    'A39-2',
    'DID Core §5.3.1',
    'a key for authentication alone',
    'trust/did_key_unknown',
    answer({ ...document, assertionMethod: [], authentication: [`${web}#a`] }),
  ),
  hosted.refused(
    'A39-3',
    core,
    'a key under another’s control',
    'trust/did_controller_mismatch',
    answer({ ...document, verificationMethod: [method({ controller: 'did:web:attacker.example' })] }),
  ),
  hosted.refused(
    'A39-4',
    core,
    'a key that has expired',
    'trust/did_key_unknown',
    answer({ ...document, verificationMethod: [method({ expires: '2026-12-01T12:00:00Z' })] }),
  ),
  hosted.refused(
    'A39-5',
    core,
    'a key that was revoked',
    'trust/did_key_unknown',
    answer({ ...document, verificationMethod: [method({ revoked: '2026-11-30T00:00:00Z' })] }),
  ),
  hosted.taken(
    'A39-6',
    core,
    'a key that expires in a second',
    answer({ ...document, verificationMethod: [method({ expires: '2026-12-01T12:00:01Z' })] }),
  ),
  hosted.refused(
    'A39-7',
    core,
    'two methods under one id',
    malformed,
    answer({ ...document, verificationMethod: [method(), method()] }),
  ),
  hosted.refused(
    'A39-8',
    core,
    'a key in two spellings',
    malformed,
    answer({ ...document, verificationMethod: [method({ publicKeyMultibase: multikey('issuer') })] }),
  ),
  hosted.refused(
    'A39-9',
    core,
    'a private key in the document',
    malformed,
    answer({ ...document, verificationMethod: [method({ publicKeyJwk: fixtureKey('issuer').privateKey })] }),
  ),
  hosted.refused('A39-10', core, 'a method of another DID', 'trust/did_key_unknown', {
    change: header({ kid: 'did:web:attacker.example#a' }),
    ...answer({
      ...document,
      verificationMethod: [method({ id: 'did:web:attacker.example#a' })],
      assertionMethod: ['did:web:attacker.example#a'],
    }),
  }),
  hosted.taken(
    'A39-11',
    'DID Core §5.3.2',
    'a method that stands in assertionMethod itself',
    answer({ id: web, assertionMethod: [method()] }),
  ),
  hosted.taken(
    'A39-12',
    'Controlled Identifiers §2.2.2',
    'a Multikey',
    answer({
      ...document,
      verificationMethod: [
        { id: `${web}#a`, type: 'Multikey', controller: web, publicKeyMultibase: multikey('issuer') },
      ],
    }),
  ),
  hosted.refused('A39-13', 'DID Core §5.3.2', 'no kid, and two keys that fit', 'trust/did_key_ambiguous', {
    change: (credential) => ({
      header: { alg: credential.header.alg as string, typ: credential.header.typ as string },
    }),
    ...answer({
      ...document,
      verificationMethod: [method(), method({ id: `${web}#b`, publicKeyJwk: fixtureKey('second-issuer').publicKey })],
      assertionMethod: [`${web}#a`, `${web}#b`],
    }),
  }),
]
