import type { Json, Members } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { Case } from '../suite.ts'
import { didKey, didKeyMethod, multikey } from '../trust/multikey.ts'
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
const listed = casesOn('base-key', await secured(degree, proofBy('eddsa-rdfc-2022')))

const published = (members: Members) => ({ circumstances: { documents: { [place]: document(members) as Json } } })
const clause = 'Controlled Identifiers 1.0 §3.3'
const unknown = 'trust/did_key_unknown'

export const controllerCases: readonly Case[] = [
  hosted.theBase(`W38 ${clause}`, 'the key of a did:web that the verifier trusts'),
  local.theBase(`W38 ${clause}`, 'the key of a did:key that the verifier trusts'),
  listed.theBase('W38 Data Integrity 1.0 §2.3', 'a key that the verifier has from the issuer'),

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
]
