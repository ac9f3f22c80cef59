import { audience, nonce } from '../bases.ts'
import { type Json, type Members, without } from '../json.ts'
import type { Case } from '../suite.ts'
import { didKey, didKeyMethod } from '../trust/multikey.ts'
import { casesOn, challenge, circumstances, credentialsContext, degree, proofBy, secured, withProof } from './scene.ts'

const holder = 'holder-ed25519'
const attacker = 'issuer-ed25519'
const ofHolder: Members = {
  ...degree,
  credentialSubject: { id: didKey(holder), ...(degree.credentialSubject as Members) },
}
const credential = await secured(ofHolder, proofBy('ecdsa-rdfc-2019', 'issuer'))

const unsigned = (...credentials: readonly Json[]): Members => ({
  '@context': [credentialsContext],
  type: ['VerifiablePresentation'],
  holder: didKey(holder),
  verifiableCredential: credentials,
})
const answering = (members: Members = {}, by: typeof holder | typeof attacker = holder) =>
  proofBy('eddsa-rdfc-2022', by, {
    created: '2026-12-01T11:59:55Z',
    verificationMethod: didKeyMethod(by),
    proofPurpose: 'authentication',
    challenge: nonce,
    domain: audience,
    ...members,
  })
const shown = await secured(unsigned(credential), answering())
const proof = shown.proof as Members

const cases = casesOn('base-presentation', shown, {
  format: 'ldp_vp',
  around: { ...circumstances, challenge },
  claimsInclude: { type: degree.type as Json },
})
const answered = (members: Members) => secured(unsigned(credential), answering(members))

const request = 'Data Integrity 1.0 §2.1, §4.4'
const signature = 'authenticate/presentation_signature_invalid'

export const presentationCases: readonly Case[] = [
  cases.theBase('W40 Data Integrity 1.0 §4.4', 'a degree, shown by its holder in answer to a request'),
  cases.refused(
    'W40-1',
    request,
    'the answer to another request',
    'authenticate/presentation_nonce_mismatch',
    await answered({ challenge: 'nonce-of-another' }),
  ),
  cases.refused(
    'W40-2',
    request,
    'an answer to another verifier',
    'authenticate/presentation_audience_mismatch',
    await answered({ domain: 'https://attacker.example' }),
  ),
  cases.refused(
    'W40-3',
    request,
    'an answer for two verifiers',
    'authenticate/presentation_claims_malformed',
    await answered({ domain: [audience, 'https://attacker.example'] }),
  ),
  cases.refused(
    'W40-4',
    request,
    'no challenge',
    'authenticate/presentation_claims_malformed',
    await secured(unsigned(credential), { ...answering(), options: without(answering().options, 'challenge') }),
  ),
  cases.refused(
    'W40-5',
    request,
    'no domain',
    'authenticate/presentation_claims_malformed',
    await secured(unsigned(credential), { ...answering(), options: without(answering().options, 'domain') }),
  ),
  cases.refused(
    'W40-6',
    request,
    'the challenge put in after signing',
    signature,
    withProof(await answered({ challenge: 'nonce-of-another' }), { challenge: nonce }),
  ),
  cases.refused(
    'W40-7',
    request,
    'the domain put in after signing',
    signature,
    withProof(await answered({ domain: 'https://attacker.example' }), { domain: audience }),
  ),
  cases.refused(
    'W40-8',
    request,
    'made to assert',
    'parse/proof_purpose_mismatch',
    await answered({ proofPurpose: 'assertionMethod' }),
  ),
  cases.refused(
    'W40-9',
    request,
    'made by another than the one for whom the credential is',
    'authenticate/presentation_holder_mismatch',
    await secured({ ...unsigned(credential), holder: didKey(attacker) }, answering({}, attacker)),
  ),
  cases.refused('W40-10', request, 'no proof', 'parse/proof_missing', without(shown, 'proof')),
  cases.refused('W40-11', request, 'two proofs', 'parse/proofs_too_many', { ...shown, proof: [proof, proof] }),
  cases.refused(
    'W40-12',
    request,
    'a proof that expired',
    'authenticate/proof_expired',
    await answered({ expires: '2026-12-01T12:00:00Z' }),
  ),
  cases.refused(
    'W40-13',
    request,
    'a proof of the future',
    'authenticate/proof_in_future',
    await answered({ created: '2026-12-01T12:10:00Z' }),
  ),
  cases.refused(
    'W40-14',
    'Data Integrity 1.0 §2.5',
    'a member added that no context names',
    'authenticate/member_unmapped',
    { ...shown, note: 'x' },
  ),
  cases.refused(
    'W40-15',
    'Data Integrity 1.0 §2.5',
    'an own member __proto__ added',
    'parse/member_not_signed',
    JSON.stringify(shown).replace('{', '{"__proto__":{"id":"urn:x:y"},'),
  ),
  cases.refused(
    'W40-16',
    'VCDM 2.0 §4.13',
    'the credential bent',
    'authenticate/signature_invalid',
    await secured(unsigned({ ...credential, validUntil: '2036-11-24T00:00:00Z' }), answering()),
  ),
  cases.refused('W40-17', 'VCDM 2.0 §4.13', 'the credential put in the place of another', signature, {
    ...shown,
    verifiableCredential: [(await secured(ofHolder, proofBy('eddsa-rdfc-2022'))) as Json],
  }),
]
