import { readFileSync } from 'node:fs'
import { type Json, type Members, without } from '../json.ts'
import { fixtureKey } from '../keys.ts'
import type { Case } from '../suite.ts'
import { casesOn, withProof } from './scene.ts'

// Proofs of this cryptosuite hold keys of one moment, so a peer's are kept.
const made = JSON.parse(readFileSync(new URL('../../keys/ecdsa-sd-2023.json', import.meta.url), 'utf8')) as {
  readonly base: Members
  readonly derived: Members
}
const { base, derived } = made
const cases = casesOn('base-derived', derived)
const subject = derived.credentialSubject as Members
const proofValueOf = ({ proof }: Members): string => (proof as Members).proofValue as string
const value = 'authenticate/proof_value_malformed'
const signature = 'authenticate/signature_invalid'
const verifying = 'DI-ECDSA 1.0 §3.5.8'

/** One byte of the proof, changed: the first are its head and the signature of the issuer. */
function bent(at: number): Members {
  const bytes = Buffer.from(proofValueOf(derived).slice(1), 'base64url')
  bytes[at] = (bytes[at] as number) ^ 1
  return withProof(derived, { proofValue: `u${bytes.toString('base64url')}` })
}

export const selectiveCases: readonly Case[] = [
  cases.theBase('W39 DI-ECDSA 1.0 §3.5.7', 'parts that the holder shows of a degree'),
  cases.refused('W39-1', verifying, 'the credential as its issuer made it', 'authenticate/proof_not_derived', base),
  cases.refused('W39-2', verifying, 'a claim of the issuer’s that the holder withheld, put in', value, {
    ...derived,
    credentialSubject: { ...subject, grade: 'A' },
  }),
  cases.refused('W39-3', verifying, 'a claim shown is changed', signature, {
    ...derived,
    credentialSubject: { ...subject, name: 'Another Exemplar' },
  }),
  cases.refused('W39-4', verifying, 'a claim shown is left out', value, {
    ...derived,
    credentialSubject: without(subject, 'name'),
  }),
  cases.refused('W39-5', verifying, 'what must be shown is left out', value, without(derived, 'validUntil')),
  cases.refused('W39-6', verifying, 'what must be shown is changed', signature, {
    ...derived,
    validUntil: '2036-11-24T00:00:00Z',
  }),
  cases.refused('W39-7', verifying, 'another issuer', 'trust/key_unknown', {
    ...derived,
    issuer: { id: 'https://second.example', name: 'University of Fixtures' },
  }),
  cases.refused('W39-8', verifying, 'a course in another’s place', signature, {
    ...derived,
    credentialSubject: { ...subject, courses: [{ title: 'Bridges' }] },
  }),
  cases.refused('W39-9', verifying, 'a member without meaning', 'authenticate/member_unmapped', {
    ...derived,
    credentialSubject: { ...subject, honours: 'summa' },
  }),
  cases.refused('W39-10', verifying, 'the proof of another kind', value, bent(0)),
  cases.refused('W39-11', verifying, 'the issuer’s signature bent', signature, bent(40)),
  cases.refused('W39-12', verifying, 'the key of the proof bent', value, bent(73)),
  cases.refused(
    'W39-13',
    'DI-ECDSA 1.0 §3.5.5',
    'a value in base58',
    value,
    withProof(derived, { proofValue: `z${proofValueOf(derived).slice(1)}` }),
  ),
  cases.refused(
    'W39-14',
    'DI-ECDSA 1.0 §3.5.5',
    'a value cut short',
    value,
    withProof(derived, { proofValue: proofValueOf(derived).slice(0, -4) }),
  ),
  cases.refused(
    'W39-15',
    'DI-ECDSA 1.0 §3.5.5',
    'a value with more behind it',
    value,
    withProof(derived, { proofValue: `${proofValueOf(derived)}AAAA` }),
  ),
  cases.refused(
    'W39-16',
    verifying,
    'created is changed',
    signature,
    withProof(derived, { created: '2026-11-24T00:00:01Z' }),
  ),
  cases.refused(
    'W39-17',
    verifying,
    'the cryptosuite that shows all',
    value,
    withProof(derived, { cryptosuite: 'ecdsa-rdfc-2019' }),
  ),
  cases.refusedWhere('W39-18', 'DI-ECDSA 1.0 §3.5', 'a key of another curve', 'trust/key_unknown', {
    circumstances: {
      trust: { keys: [{ ...fixtureKey('issuer-p384').publicKey, issuer: (derived.issuer as Members).id as Json }] },
    },
  }),
]
