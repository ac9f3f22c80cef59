import { type Json, type Members, without } from '../json.ts'
import type { Case } from '../suite.ts'
import { type Cryptosuite, casesOn, contexts, degree, type Proof, proofBy, secured, withProof } from './scene.ts'

const rdf = await secured(degree, proofBy('eddsa-rdfc-2022'))
const json = await secured(degree, proofBy('eddsa-jcs-2022'))
const p256 = await secured(degree, proofBy('ecdsa-rdfc-2019', 'issuer'))
const p384 = await secured(degree, proofBy('ecdsa-rdfc-2019', 'issuer-p384'))
const p256Json = await secured(degree, proofBy('ecdsa-jcs-2019', 'issuer'))
const p384Json = await secured(degree, proofBy('ecdsa-jcs-2019', 'issuer-p384'))

const first: Proof = proofBy('eddsa-rdfc-2022', 'issuer-ed25519', {
  id: 'urn:uuid:00000000-0000-4000-8000-000000000001',
})
const firstId = first.options.id as string
const second: Proof = proofBy('ecdsa-jcs-2019', 'issuer', { previousProof: firstId })
const set = await secured(degree, proofBy('eddsa-rdfc-2022'), proofBy('ecdsa-rdfc-2019', 'issuer-p384'))
const chain = await secured(degree, first, second)
const proofsOf = ({ proof }: Members): readonly Members[] => proof as readonly Members[]
const proofValueOf = ({ proof }: Members): string => (proof as Members).proofValue as string

const one = casesOn('base-eddsa-rdfc', rdf)
const overJson = casesOn('base-eddsa-jcs', json)
const ecdsa = casesOn('base-ecdsa-rdfc', p256)
const ecdsaP384 = casesOn('base-ecdsa-rdfc-p384', p384)
const ecdsaJson = casesOn('base-ecdsa-jcs', p256Json)
const ecdsaJsonP384 = casesOn('base-ecdsa-jcs-p384', p384Json)
const severally = casesOn('base-set', set)
const chained = casesOn('base-chain', chain)

const malformed = 'parse/proof_malformed'
const signature = 'authenticate/signature_invalid'
const value = 'authenticate/proof_value_malformed'
const shape = 'Data Integrity 1.0 §2.1'
const ofSets = 'Data Integrity 1.0 §2.1.1, §2.1.2, §4.5'

/** The same proof, honestly made for what its title says. */
const signedWith = (members: Members, cryptosuite: Cryptosuite = 'eddsa-rdfc-2022') =>
  secured(degree, proofBy(cryptosuite, 'issuer-ed25519', members))

const bendLetter = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)

export const proofCases: readonly Case[] = [
  one.theBase('W33 DI-EdDSA 1.0 §3.2', 'eddsa-rdfc-2022'),
  overJson.theBase('W33 DI-EdDSA 1.0 §3.3', 'eddsa-jcs-2022'),
  ecdsa.theBase('W33 DI-ECDSA 1.0 §3.2', 'ecdsa-rdfc-2019 with P-256'),
  ecdsaP384.theBase('W33 DI-ECDSA 1.0 §3.2', 'ecdsa-rdfc-2019 with P-384 and its SHA-384'),
  ecdsaJson.theBase('W33 DI-ECDSA 1.0 §3.3', 'ecdsa-jcs-2019 with P-256'),
  ecdsaJsonP384.theBase('W33 DI-ECDSA 1.0 §3.3', 'ecdsa-jcs-2019 with P-384 and its SHA-384'),
  severally.theBase('W32 Data Integrity 1.0 §2.1.1', 'two proofs, in a set'),
  chained.theBase('W32 Data Integrity 1.0 §2.1.2', 'two proofs, the second over the first'),

  one.refused('W31-1', shape, 'no proof', 'parse/proof_missing', { ...rdf, proof: [] }),
  one.refused('W31-2', shape, 'a proof that is text', malformed, { ...rdf, proof: proofValueOf(rdf) }),
  one.refused('W31-3', shape, 'a proof that is null', malformed, { ...rdf, proof: null }),
  one.refused('W31-4', shape, 'a proof within a list within a list', malformed, {
    ...rdf,
    proof: [[rdf.proof as Json]],
  }),
  ...['type', 'cryptosuite', 'verificationMethod', 'proofPurpose', 'proofValue'].flatMap((name, index) => [
    one.refused(`W31-${5 + index * 3}`, shape, `${name} left out`, malformed, {
      ...rdf,
      proof: without(rdf.proof as Members, name),
    }),
    one.refused(`W31-${6 + index * 3}`, shape, `${name} that is a number`, malformed, withProof(rdf, { [name]: 7 })),
    one.refused(`W31-${7 + index * 3}`, shape, `${name} that is empty`, malformed, withProof(rdf, { [name]: '' })),
  ]),
  one.refused(
    'W31-20',
    shape,
    'another type of proof',
    'parse/proof_type_unsupported',
    withProof(rdf, { type: 'Ed25519Signature2020' }),
  ),
  one.refused('W31-21', shape, 'a type that is a list', malformed, withProof(rdf, { type: ['DataIntegrityProof'] })),
  ...[
    'junk2020-01-01T00:00:00Zjunk',
    '2026-11-24',
    '2026-11-24T00:00:00',
    '2026-02-30T00:00:00Z',
    '2026-11-24T00:00:00Z ',
  ].flatMap((moment, index) => [
    one.refused(`A48-${80 + index * 2}`, shape, `created is ${moment}`, malformed, withProof(rdf, { created: moment })),
    one.refused(`A48-${81 + index * 2}`, shape, `expires is ${moment}`, malformed, withProof(rdf, { expires: moment })),
  ]),
  one.refused('W31-22', shape, 'created is a number', malformed, withProof(rdf, { created: 1_795_000_000 })),
  one.refused('W31-23', shape, 'a domain that is a number', malformed, withProof(rdf, { domain: 1 })),
  one.refused('W31-24', shape, 'a challenge that is a list', malformed, withProof(rdf, { challenge: ['a'] })),
  one.refused('W31-25', shape, 'a nonce that is a number', malformed, withProof(rdf, { nonce: 1 })),
  one.refused('W31-26', shape, 'more proofs than are looked at', 'parse/proofs_too_many', {
    ...rdf,
    proof: Array.from({ length: 17 }, () => rdf.proof as Json),
  }),
  one.taken('W31-27', shape, 'one proof in a list', { ...rdf, proof: [rdf.proof as Json] }),
  one.taken(
    'W31-28',
    shape,
    'no created',
    await secured(degree, {
      ...proofBy('eddsa-rdfc-2022'),
      options: without(proofBy('eddsa-rdfc-2022').options, 'created'),
    }),
  ),

  ...['toString', 'eddsa-2022', 'EDDSA-RDFC-2022', 'bbs-2023', 'ecdsa-xi-2023', 'eddsa-rdfc-2022 '].map((name, index) =>
    one.refused(
      `W33-${1 + index}`,
      'Data Integrity 1.0 §3.1',
      `a cryptosuite ${JSON.stringify(name)}`,
      'parse/cryptosuite_unsupported',
      withProof(rdf, { cryptosuite: name }),
    ),
  ),
  one.refusedWhere(
    'W33-7',
    'Data Integrity 1.0 §3.1',
    'a cryptosuite that this verifier does not take',
    'parse/cryptosuite_unsupported',
    {
      circumstances: { options: { contexts: contexts, cryptosuites: ['ecdsa-rdfc-2019'] } },
    },
  ),
  one.refusedWhere(
    'W33-8',
    'Data Integrity 1.0 §3.1',
    'an algorithm that this verifier does not take',
    'authenticate/algorithm_not_allowed',
    {
      circumstances: { options: { contexts: contexts, algorithms: ['ES256'] } },
    },
  ),
  one.refused(
    'W33-9',
    'DI-EdDSA 1.0 §3.2.2',
    'the cryptosuite over JSON, where the one over RDF was signed',
    signature,
    withProof(rdf, { cryptosuite: 'eddsa-jcs-2022' }),
  ),
  overJson.refused(
    'W33-10',
    'DI-EdDSA 1.0 §3.3.2',
    'the cryptosuite over RDF, where the one over JSON was signed',
    signature,
    withProof(json, { cryptosuite: 'eddsa-rdfc-2022' }),
  ),
  one.refused(
    'W33-11',
    'DI-ECDSA 1.0 §3.2',
    'a cryptosuite of other keys',
    signature,
    withProof(rdf, { cryptosuite: 'ecdsa-rdfc-2019' }),
  ),
  ...(
    [
      ['u', 'a value in base64url', `u${Buffer.alloc(64, 1).toString('base64url')}`],
      ['none', 'a value without its base', proofValueOf(rdf).slice(1)],
      ['zero', 'a letter that base58 has not', `${proofValueOf(rdf).slice(0, -1)}0`],
      ['blank', 'a space in the value', `${proofValueOf(rdf)} `],
    ] as const
  ).map(([, title, bent], index) =>
    one.refused(
      `W33-${12 + index}`,
      'Controlled Identifiers 1.0 §2.4',
      title,
      value,
      withProof(rdf, { proofValue: bent }),
    ),
  ),
  ...(
    [
      [one, rdf, 'eddsa-rdfc-2022'],
      [overJson, json, 'eddsa-jcs-2022'],
      [ecdsa, p256, 'ecdsa-rdfc-2019'],
      [ecdsaP384, p384, 'ecdsa-rdfc-2019'],
      [ecdsaJson, p256Json, 'ecdsa-jcs-2019'],
      [ecdsaJsonP384, p384Json, 'ecdsa-jcs-2019'],
    ] as const
  ).flatMap(([cases, document, name], index) => [
    cases.refused(
      `W33-${20 + index * 6}`,
      `${name}`,
      'a letter of the value changed',
      signature,
      withProof(document, { proofValue: bendLetter(proofValueOf(document), 20) }),
    ),
    cases.refused(
      `W33-${21 + index * 6}`,
      `${name}`,
      'the value of nothing',
      signature,
      withProof(document, { proofValue: 'z' }),
    ),
    cases.refused(
      `W33-${22 + index * 6}`,
      `${name}`,
      'created changed',
      signature,
      withProof(document, { created: '2026-11-24T00:00:01Z' }),
    ),
    cases.refused(`W33-${23 + index * 6}`, `${name}`, 'the subject changed', signature, {
      ...document,
      credentialSubject: { ...(document.credentialSubject as Members), name: 'Another Exemplar' },
    }),
    cases.refused(`W33-${24 + index * 6}`, `${name}`, 'a claim left out', signature, {
      ...document,
      credentialSubject: without(document.credentialSubject as Members, 'grade'),
    }),
    cases.refused(`W33-${25 + index * 6}`, `${name}`, 'a type more', signature, {
      ...document,
      type: [...(document.type as Json[]), 'ExampleBachelorDegree'],
    }),
  ]),
  one.taken(
    'W33-60',
    'DI-EdDSA 1.0 §3.2',
    'white space and another order of members mean the same in RDF',
    JSON.stringify(Object.fromEntries(Object.entries(rdf).reverse()), null, 2),
  ),
  overJson.taken(
    'W33-61',
    'DI-EdDSA 1.0 §3.3',
    'and in canonical JSON',
    JSON.stringify(Object.fromEntries(Object.entries(json).reverse()), null, 2),
  ),
  overJson.refused(
    'W33-62',
    'RFC 8785 §3.2.2',
    'a number in other digits is another document',
    'parse/json_malformed',
    JSON.stringify(json).replace('180', '0180'),
  ),
  overJson.refused(
    'W33-63',
    'RFC 8785 §3.1',
    'a name twice',
    'parse/json_name_repeated',
    JSON.stringify(json).replace('"grade":"A"', '"grade":"B","grade":"A"'),
  ),
  overJson.refused(
    'W33-64',
    'DI-EdDSA 1.0 §3.3.2',
    'contexts other than those of its proof',
    'authenticate/proof_context_mismatch',
    withProof(json, { '@context': [...(degree['@context'] as Json[])].reverse() }),
  ),
  overJson.refused(
    'W33-65',
    'DI-EdDSA 1.0 §3.3.2',
    'a context that the proof does not name',
    'authenticate/proof_context_mismatch',
    {
      ...json,
      '@context': [...(degree['@context'] as Json[]), 'https://www.w3.org/ns/credentials/examples/v2'],
    },
  ),

  one.refused(
    'W34-1',
    'Data Integrity 1.0 §4.4',
    'made to authenticate',
    'parse/proof_purpose_mismatch',
    await signedWith({ proofPurpose: 'authentication' }),
  ),
  one.refused(
    'W34-2',
    'Data Integrity 1.0 §4.4',
    'a purpose that nobody knows',
    'parse/proof_purpose_mismatch',
    withProof(rdf, { proofPurpose: 'constructor' }),
  ),
  one.refused(
    'W34-3',
    shape,
    'made after now',
    'authenticate/proof_in_future',
    await signedWith({ created: '2026-12-01T12:00:01Z' }),
  ),
  one.taken('W34-4', shape, 'made just now', await signedWith({ created: '2026-12-01T12:00:00Z' })),
  one.refused(
    'W34-5',
    shape,
    'expired this moment',
    'authenticate/proof_expired',
    await signedWith({ expires: '2026-12-01T12:00:00Z' }),
  ),
  one.taken('W34-6', shape, 'expires in a second', await signedWith({ expires: '2026-12-01T12:00:01Z' })),
  one.refused(
    'W34-7',
    shape,
    'an end put off after signing',
    signature,
    withProof(await signedWith({ expires: '2026-12-01T12:00:01Z' }), { expires: '2036-12-01T12:00:01Z' }),
  ),
  one.refused('W34-8', shape, 'an end taken away after signing', signature, {
    ...rdf,
    proof: without((await signedWith({ expires: '2026-12-01T12:00:01Z' })).proof as Members, 'expires'),
  }),

  severally.refused('W32-1', ofSets, 'the first of two is bent', signature, bendOf(set, 0)),
  severally.refused('W32-2', ofSets, 'the second of two is bent', signature, bendOf(set, 1)),
  severally.taken('W32-3', ofSets, 'in the other order', { ...set, proof: [...proofsOf(set)].reverse() }),
  severally.taken('W32-4', ofSets, 'one of them alone', { ...set, proof: [proofsOf(set)[1] as Json] }),
  severally.refused('W32-5', ofSets, 'a third that is no proof', malformed, {
    ...set,
    proof: [...proofsOf(set), 'proof'],
  }),
  severally.refused('W32-6', ofSets, 'a third by somebody else', signature, {
    ...set,
    proof: [...proofsOf(set), (await secured(degree, proofBy('eddsa-rdfc-2022', 'holder-ed25519'))).proof as Json],
  }),
  chained.refused('W32-7', ofSets, 'the first is bent', signature, bendOf(chain, 0)),
  chained.refused('W32-8', ofSets, 'the second is bent', signature, bendOf(chain, 1)),
  chained.refused('W32-9', ofSets, 'what the second builds on is gone', 'parse/proof_chain_broken', {
    ...chain,
    proof: [proofsOf(chain)[1] as Json],
  }),
  chained.refused('W32-10', ofSets, 'the second no longer says what it builds on', signature, {
    ...chain,
    proof: [proofsOf(chain)[0] as Json, without(proofsOf(chain)[1] as Members, 'previousProof')],
  }),
  chained.refused('W32-11', ofSets, 'a proof that builds on itself', 'parse/proof_chain_broken', {
    ...chain,
    proof: [{ ...proofsOf(chain)[0], previousProof: firstId }, proofsOf(chain)[1] as Json],
  }),
  chained.refused('W32-12', ofSets, 'two of the same id', 'parse/proof_chain_broken', {
    ...chain,
    proof: [...proofsOf(chain), proofsOf(chain)[0] as Json],
  }),
  chained.refused('W32-13', ofSets, 'two that build on each other', 'parse/proof_chain_broken', {
    ...chain,
    proof: [
      { ...proofsOf(chain)[0], previousProof: 'urn:x:2' },
      { ...proofsOf(chain)[1], id: 'urn:x:2' },
    ],
  }),
  chained.refused('W32-14', ofSets, 'a previous proof that is a number', malformed, {
    ...chain,
    proof: [proofsOf(chain)[0] as Json, { ...proofsOf(chain)[1], previousProof: 1 }],
  }),
  chained.refused('W32-15', ofSets, 'the first replaced by another good one of its id', signature, {
    ...chain,
    proof: [
      {
        ...((await secured(degree, { ...first, options: { ...first.options, created: '2026-11-25T00:00:00Z' } }))
          .proof as Members),
      },
      proofsOf(chain)[1] as Json,
    ],
  }),
]

function bendOf(document: Members, at: number): Members {
  const proofs = proofsOf(document)
  const bent = { ...proofs[at], proofValue: bendLetter((proofs[at] as Members).proofValue as string, 20) }
  return { ...document, proof: proofs.map((one, index) => (index === at ? bent : one)) }
}
