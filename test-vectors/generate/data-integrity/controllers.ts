import { type Json, type Members, without } from '../json.ts'
import { fixtureKey, type KeyName } from '../keys.ts'
import type { Case } from '../suite.ts'
import { didKey, didKeyMethod, multikey } from '../trust/multikey.ts'
import { casesOf as envelopeCasesOf, circumstances as envelopeCircumstances, header, inputOf } from '../vc/scene.ts'
import { casesOn, circumstances, degree, proofBy, secured } from './scene.ts'

const web = 'did:web:registrar.example'
const place = 'https://registrar.example/.well-known/did.json'
const key = 'issuer-ed25519'

const method = (members: Members = {}): Members => ({
  id: `${web}#a`,
  type: 'Multikey',
  controller: web,
  publicKeyMultibase: multikey(key),
  ...members,
})
const document = (members: Members = {}): Members => ({
  '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
  id: web,
  verificationMethod: [method()],
  assertionMethod: [`${web}#a`],
  ...members,
})
const issuedBy = (did: string): Members => ({ ...degree, issuer: { id: did, name: 'University of Fixtures' } })
const by = (verificationMethod: string, name: Parameters<typeof proofBy>[1] = key) =>
  proofBy('eddsa-rdfc-2022', name, { verificationMethod })

const hosted = casesOn('base-did-web', await secured(issuedBy(web), by(`${web}#a`)), {
  around: { ...circumstances, trust: { dids: [web] }, documents: { [place]: document() } },
})
const local = casesOn('base-did-key', await secured(issuedBy(didKey(key)), by(didKeyMethod(key))), {
  around: { ...circumstances, trust: { dids: [didKey(key)] } },
})
/** An issuer that is an https URL, and what it publishes there. */
const page = 'https://registrar.example/issuers/14'
const pageMethod = (members: Members = {}): Members => method({ id: `${page}#key-1`, controller: page, ...members })
const pageDocument = (members: Members = {}): Members => ({
  '@context': ['https://www.w3.org/ns/cid/v1'],
  id: page,
  verificationMethod: [pageMethod()],
  assertionMethod: [`${page}#key-1`],
  ...members,
})
const onPage = casesOn('base-controlled-identifier', await secured(degree, proofBy('eddsa-rdfc-2022')), {
  around: { ...circumstances, trust: { controlledIdentifiers: [page] }, documents: { [page]: pageDocument() } },
})
const inEnvelope = envelopeCasesOf('base-enveloped', 'vc+jwt', {
  around: { ...envelopeCircumstances, trust: { controlledIdentifiers: [page] }, documents: { [page]: enveloping() } },
  input: (credential) => inputOf('vc+jwt', credential),
  claimsInclude: { issuer: { id: page, name: 'University of Fixtures' } },
})
const onItsPage = (members: Members) => ({ circumstances: { documents: { [page]: pageDocument(members) as Json } } })
const listed = casesOn('base-key', await secured(degree, proofBy('eddsa-rdfc-2022')))

const published = (members: Members) => ({ circumstances: { documents: { [place]: document(members) as Json } } })
const clause = 'Controlled Identifiers 1.0 §3.3'
const unknown = 'trust/did_key_unknown'

/** A document with keys of the envelopes. */
function enveloping(...further: readonly KeyName[]): Members {
  const names: readonly KeyName[] = ['issuer', ...further]
  const methods = names.map((name, index) => pageMethod({ id: `${page}#${index}`, publicKeyMultibase: multikey(name) }))
  return pageDocument({ verificationMethod: methods, assertionMethod: methods.map(({ id }) => id as Json) })
}

export const controllerCases: readonly Case[] = [
  hosted.theBase(`W38 ${clause}`, 'the key of a did:web that the verifier trusts'),
  local.theBase(`W38 ${clause}`, 'the key of a did:key that the verifier trusts'),
  listed.theBase('W38 Data Integrity 1.0 §2.3', 'a key that the verifier has from the issuer'),
  onPage.theBase(`W38 ${clause}`, 'the key of an https issuer that the verifier trusts'),
  inEnvelope.theBase('W38 VC-JOSE-COSE §4.1.1', 'the only key of an https issuer, for a JWT that names none'),

  hosted.refused(
    'W38-1',
    clause,
    'a method that the document has not',
    unknown,
    await secured(issuedBy(web), by(`${web}#b`)),
  ),
  hosted.refused(
    'W38-2',
    clause,
    'the method of another DID',
    unknown,
    await secured(issuedBy(web), by(didKeyMethod('holder-ed25519'), 'holder-ed25519')),
  ),
  hosted.refusedWhere('W38-3', clause, 'a key that may not assert', unknown, published({ assertionMethod: [] })),
  hosted.refusedWhere(
    'W38-4',
    clause,
    'a key that may authenticate only',
    unknown,
    published({ assertionMethod: [], authentication: [`${web}#a`] }),
  ),
  hosted.refusedWhere(
    'W38-5',
    clause,
    'a key under another’s control',
    'trust/did_controller_mismatch',
    published({ verificationMethod: [method({ controller: 'did:web:attacker.example' })] }),
  ),
  hosted.refusedWhere(
    'W38-6',
    'Controlled Identifiers 1.0 §2.2',
    'a key that is revoked',
    unknown,
    published({ verificationMethod: [method({ revoked: '2026-11-30T00:00:00Z' })] }),
  ),
  hosted.refusedWhere(
    'W38-7',
    'Controlled Identifiers 1.0 §2.2',
    'a key that expired',
    unknown,
    published({ verificationMethod: [method({ expires: '2026-12-01T12:00:00Z' })] }),
  ),
  hosted.met(
    'W38-8',
    'Controlled Identifiers 1.0 §2.2',
    'a key that will expire',
    published({ verificationMethod: [method({ expires: '2026-12-01T12:00:01Z' })] }),
  ),
  hosted.refusedWhere(
    'W38-9',
    clause,
    'a document of another DID',
    'trust/did_document_mismatch',
    published({ id: 'did:web:attacker.example' }),
  ),
  hosted.refusedWhere(
    'W38-10',
    clause,
    'another key published under that name',
    'authenticate/signature_invalid',
    published({ verificationMethod: [method({ publicKeyMultibase: multikey('holder-ed25519') })] }),
  ),
  hosted.refusedWhere(
    'W38-11',
    clause,
    'a key of another kind under that name',
    unknown,
    published({ verificationMethod: [method({ publicKeyMultibase: multikey('issuer') })] }),
  ),
  hosted.refusedWhere(
    'W38-12',
    'Data Integrity 1.0 §2.3',
    'a DID that the verifier does not trust',
    'trust/did_not_trusted',
    { circumstances: { trust: { dids: ['did:web:second.example'] } } },
  ),
  local.refused(
    'W38-13',
    clause,
    'another’s name in the document, signed with one’s own key',
    'trust/did_key_unknown',
    await secured(issuedBy(didKey(key)), by(didKeyMethod('holder-ed25519'), 'holder-ed25519')),
  ),
  local.refused(
    'W38-14',
    clause,
    'a good signature of nobody whom the verifier trusts',
    'trust/did_not_trusted',
    await secured(issuedBy(didKey('holder-ed25519')), by(didKeyMethod('holder-ed25519'), 'holder-ed25519')),
  ),
  listed.refused(
    'W38-15',
    'Data Integrity 1.0 §2.3',
    'another issuer than the key is trusted for',
    'trust/key_unknown',
    await secured(issuedBy('https://second.example/issuers/1'), proofBy('eddsa-rdfc-2022')),
  ),
  listed.refused(
    'W38-16',
    'Data Integrity 1.0 §2.3',
    'signed by a stranger',
    'authenticate/signature_invalid',
    await secured(degree, proofBy('eddsa-rdfc-2022', 'holder-ed25519')),
  ),
  listed.refusedWhere(
    'W38-17',
    'Data Integrity 1.0 §2.3',
    'a key of another curve on the verifier’s list',
    'trust/key_unknown',
    {
      circumstances: {
        trust: { keys: [{ ...fixtureKey('issuer').publicKey, issuer: 'https://registrar.example/issuers/14' }] },
      },
    },
  ),

  onPage.refused(
    'W38-18',
    clause,
    'a method that its document has not',
    'trust/cid_key_unknown',
    await secured(degree, by(`${page}#key-2`)),
  ),
  onPage.refused(
    'W38-19',
    clause,
    'the method of another document',
    'trust/cid_key_unknown',
    await secured(degree, by('https://attacker.example/issuers/14#key-1', 'holder-ed25519')),
  ),
  onPage.refusedWhere(
    'W38-20',
    clause,
    'a document of another issuer',
    'trust/cid_document_mismatch',
    onItsPage({ id: 'https://registrar.example/issuers/15' }),
  ),
  onPage.refusedWhere(
    'W38-21',
    clause,
    'a document without its name',
    'trust/cid_document_malformed',
    onItsPage({ id: 14 }),
  ),
  onPage.refusedWhere(
    'W38-22',
    clause,
    'a key under another’s control',
    'trust/cid_controller_mismatch',
    onItsPage({ verificationMethod: [pageMethod({ controller: 'https://attacker.example' })] }),
  ),
  onPage.refusedWhere(
    'W38-23',
    clause,
    'a key that may not assert',
    'trust/cid_key_unknown',
    onItsPage({ assertionMethod: [], authentication: [`${page}#key-1`] }),
  ),
  onPage.refusedWhere(
    'W38-24',
    'Controlled Identifiers 1.0 §2.2',
    'a key that is revoked',
    'trust/cid_key_unknown',
    onItsPage({ verificationMethod: [pageMethod({ revoked: '2026-11-30T00:00:00Z' })] }),
  ),
  onPage.refusedWhere(
    'W38-25',
    'Controlled Identifiers 1.0 §2.2',
    'a key whose end is no time',
    'trust/cid_document_malformed',
    onItsPage({ verificationMethod: [pageMethod({ expires: 'junk2030-01-01T00:00:00Zjunk' })] }),
  ),
  onPage.refusedWhere(
    'W38-26',
    clause,
    'two keys of one name',
    'trust/cid_document_malformed',
    onItsPage({ verificationMethod: [pageMethod(), pageMethod()] }),
  ),
  onPage.refusedWhere(
    'W38-27',
    clause,
    'a document that publishes a private key',
    'trust/cid_document_malformed',
    onItsPage({
      verificationMethod: [
        without(pageMethod({ type: 'JsonWebKey', publicKeyJwk: fixtureKey(key).privateKey }), 'publicKeyMultibase'),
      ],
    }),
  ),
  onPage.refused(
    'W38-28',
    'Data Integrity 1.0 §2.3',
    'an issuer that the verifier does not trust is not asked',
    'trust/key_unknown',
    await secured(
      { ...degree, issuer: 'https://attacker.example/issuers/14' },
      by('https://attacker.example/issuers/14#key-1', 'holder-ed25519'),
    ),
  ),
  onPage.met(
    'W38-29',
    clause,
    'a key within assertionMethod itself',
    onItsPage({ verificationMethod: [], assertionMethod: [pageMethod()] }),
  ),
  onPage.met(
    'W38-30',
    'Controlled Identifiers 1.0 §3.4',
    'names that are fragments of the document',
    onItsPage({ verificationMethod: [pageMethod({ id: '#key-1' })], assertionMethod: ['#key-1'] }),
  ),
  inEnvelope.taken('W38-31', 'VC-JOSE-COSE §4.1.1', 'the key that the header names', {
    change: header({ kid: `${page}#0` }),
  }),
  inEnvelope.refused('W38-32', 'VC-JOSE-COSE §4.1.1', 'a key that the document has not', 'trust/cid_key_unknown', {
    change: header({ kid: `${page}#9` }),
  }),
  inEnvelope.refused('W38-33', 'VC-JOSE-COSE §4.1.1', 'two keys, and the JWT names none', 'trust/cid_key_ambiguous', {
    circumstances: { documents: { [page]: enveloping('second-issuer') } },
  }),
]
