import { bearer, type Challenge, ignoreStatus } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { writeMultikey } from '@hashikake/crypto/multikey'
import { type Signer, signerFromCryptoKey } from '@hashikake/crypto/signers'
import {
  type AddProofOptions,
  addProof,
  type CryptosuiteName,
  derive,
  issuance,
  presentation,
  presentationVerification,
  verification,
} from '@hashikake/data-integrity'
import type { JsonObject } from '@hashikake/encoding/json'
import { present } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { dids } from '@hashikake/trust'
import { verify } from '@hashikake/verifier'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

const examples = 'https://www.w3.org/ns/credentials/examples/v2'
const contexts = { [examples]: { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } } }
const context = defaultContext({ now: () => Date.parse('2026-11-27T12:00:00Z') })
const challenge: Challenge = {
  protocol: 'direct',
  audience: 'https://admissions.example',
  nonce: 'nonce-of-one-request',
}

interface Party {
  readonly signer: Signer
  readonly did: string
  readonly verificationMethod: string
}
type Curve = 'Ed25519' | 'P-256' | 'P-384'

const issuers = {} as Record<Curve, Party>
let holder: Party

async function newParty(curve: Curve): Promise<Party> {
  const parameters = curve === 'Ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: curve }
  const signer = await signerFromCryptoKey((await crypto.subtle.generateKey(parameters, true, ['sign'])) as never)
  const multikey = writeMultikey(signer.publicKey)
  return { signer, did: `did:key:${multikey}`, verificationMethod: `did:key:${multikey}#${multikey}` }
}

beforeAll(async () => {
  for (const curve of ['Ed25519', 'P-256', 'P-384'] as const) issuers[curve] = await newParty(curve)
  holder = await newParty('Ed25519')
})

const credentialOf = ({ did }: Party) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', examples],
  id: 'https://registrar.example/credentials/3732',
  type: ['VerifiableCredential', 'ExampleDegreeCredential'],
  issuer: did,
  name: '学位記',
  validFrom: '2026-03-24T00:00:00+09:00',
  credentialSubject: {
    id: holder.did,
    degree: {
      type: 'ExampleMasterDegree',
      name: '修士（工学）',
      credits: 30,
      average: 3.62,
      note: 'a _:c14n0 "quoted"',
    },
    courses: [{ title: 'Bridges' }, { title: 'Rivers' }],
  },
})

const verifying = () =>
  ({
    formats: [verification({ contexts })],
    trust: dids({ trusted: Object.values(issuers).map(({ did }) => did) }),
    challenge: bearer,
    status: ignoreStatus,
    context,
  }) as const

const suites: readonly (readonly [CryptosuiteName, Curve])[] = [
  ['eddsa-rdfc-2022', 'Ed25519'],
  ['eddsa-jcs-2022', 'Ed25519'],
  ['ecdsa-rdfc-2019', 'P-256'],
  ['ecdsa-rdfc-2019', 'P-384'],
  ['ecdsa-jcs-2019', 'P-256'],
  ['ecdsa-jcs-2019', 'P-384'],
]

function sign(
  cryptosuite: CryptosuiteName,
  { signer, verificationMethod }: Party,
  document: JsonObject,
  more: Partial<AddProofOptions> = {},
): Promise<JsonObject> {
  return addProof(document, { cryptosuite, signer, verificationMethod, contexts, context, ...more })
}

const judge = (document: unknown, options = {}) => verify(JSON.stringify(document), { ...verifying(), ...options })

describe.each(suites)('%s with %s', (cryptosuite, curve) => {
  it('is issued, shown and verified', async () => {
    const party = issuers[curve]
    const encoded = await issue(
      { credential: credentialOf(party) },
      {
        format: issuance({ cryptosuite, contexts }),
        issuer: { signer: party.signer, id: party.did, kid: party.verificationMethod },
        context,
      },
    )
    expect(await verify(encoded, verifying())).toMatchObject({
      accepted: true,
      credential: { format: 'ldp_vc', type: 'ExampleDegreeCredential', issuers: [{ id: party.did }] },
    })
    const [shown] = await present(
      [{ credential: { format: 'ldp_vc', encoded }, disclose: [['credentialSubject']], signer: holder.signer }],
      { formats: [presentation({ contexts })], challenge, context },
    )
    const formats = [presentationVerification({ contexts, credentials: [verification({ contexts })] })]
    const result = await verify(shown as string, { ...verifying(), formats, challenge })
    expect(result).toMatchObject({ accepted: true, credential: { claims: credentialOf(party) } })
    const other = { ...challenge, nonce: 'nonce-of-another-one' }
    expect(await verify(shown as string, { ...verifying(), formats, challenge: other })).toMatchObject({
      stage: 'authenticate',
      code: 'presentation_nonce_mismatch',
    })
  })

  it('is refused where a byte of the signature differs', async () => {
    const document = await sign(cryptosuite, issuers[curve], credentialOf(issuers[curve]))
    const proof = document.proof as { proofValue: string }
    const last = proof.proofValue.at(-1) === '2' ? '3' : '2'
    const bent = { ...document, proof: { ...proof, proofValue: proof.proofValue.slice(0, -1) + last } }
    expect(await judge(document)).toMatchObject({ accepted: true })
    expect(await judge(bent)).toMatchObject({ stage: 'authenticate', code: 'signature_invalid' })
  })
})

describe('what is added after signing', () => {
  const added: readonly (readonly [string, string, (document: JsonObject) => string])[] = [
    [
      'an own member __proto__',
      'member_not_signed',
      (one) => JSON.stringify(one).replace('{', '{"__proto__":{"id":"x"},'),
    ],
    ['a member that is null', 'member_not_signed', (one) => JSON.stringify({ ...one, revoked: null })],
    ['an empty list', 'member_not_signed', (one) => JSON.stringify({ ...one, evidence2: [] })],
    ['a member with a colon', 'member_not_term', (one) => JSON.stringify({ ...one, 'urn:x:y': 1 })],
    ['a keyword', 'member_not_term', (one) => JSON.stringify({ ...one, '@included': { id: 'urn:x' } })],
    [
      'definitions',
      'context_inline',
      (one) => JSON.stringify({ ...one, '@context': [...(one['@context'] as []), { a: 'urn:a:b' }] }),
    ],
    [
      'a context',
      'context_unknown',
      (one) => JSON.stringify({ ...one, '@context': [...(one['@context'] as []), 'https://evil.example'] }),
    ],
  ]
  it.each(added)('%s is refused: %s', async (_, code, change) => {
    const document = await sign('eddsa-rdfc-2022', issuers.Ed25519, credentialOf(issuers.Ed25519))
    expect(await verify(change(document), verifying())).toMatchObject({ stage: 'parse', code })
  })

  it('an unmapped member is refused where no vocabulary takes everything', async () => {
    const { '@context': _, credentialSubject, ...rest } = credentialOf(issuers.Ed25519)
    const plain = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      ...rest,
      type: ['VerifiableCredential'],
      credentialSubject: { id: credentialSubject.id },
    }
    const document = await sign('eddsa-rdfc-2022', issuers.Ed25519, plain)
    expect(await judge(document)).toMatchObject({ accepted: true })
    expect(await judge({ ...document, gpa: 4 })).toMatchObject({ stage: 'authenticate', code: 'member_unmapped' })
  })

  it('digits beyond those that count are refused', async () => {
    const signed = credentialOf(issuers.Ed25519)
    const document = await sign('eddsa-rdfc-2022', issuers.Ed25519, signed)
    const text = JSON.stringify(document).replace('3.62', '3.6200000000000006')
    expect(await verify(text, verifying())).toMatchObject({ stage: 'parse', code: 'number_inexact' })
  })

  it('a context of its own redefining a protected term is refused even where definitions are allowed', async () => {
    const document = await sign('eddsa-rdfc-2022', issuers.Ed25519, credentialOf(issuers.Ed25519))
    const bent = { ...document, '@context': [...(document['@context'] as []), { name: 'https://evil.example/name' }] }
    const formats = [verification({ contexts, inlineContexts: 'allowed' })]
    expect(await judge(bent, { formats })).toMatchObject({ stage: 'parse', code: 'term_redefined' })
  })

  it('nothing that a flipped character makes is believed', async () => {
    for (const [cryptosuite, curve] of [suites[0], suites[1], suites[2]] as typeof suites) {
      const document = await sign(cryptosuite, issuers[curve], credentialOf(issuers[curve]))
      const text = JSON.stringify(document)
      const before = await verify(text, verifying())
      await fc.assert(
        fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, difference) => {
          const bent = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ difference) + text.slice(at + 1)
          const result = await verify(bent, verifying())
          if (result.accepted) expect(result.credential.claims).toEqual((before as typeof result).credential.claims)
        }),
        { numRuns: 150 },
      )
    }
  })
})

describe('sets and chains', () => {
  const chain = async () => {
    const first = await sign('eddsa-rdfc-2022', issuers.Ed25519, credentialOf(issuers.Ed25519), {
      id: 'urn:uuid:first',
    })
    return sign('eddsa-jcs-2022', issuers.Ed25519, first, { previousProof: 'urn:uuid:first' })
  }

  it('hold where every proof does', async () => {
    expect(await judge(await chain())).toMatchObject({ accepted: true })
  })

  it.each([
    [
      'the first proof is bent',
      'signature_invalid',
      (proofs: JsonObject[]) => [{ ...proofs[0], created: '2026-11-27T11:59:00Z' }, proofs[1]],
    ],
    ['what the second builds on is gone', 'proof_chain_broken', (proofs: JsonObject[]) => [proofs[1]]],
    [
      'the second no longer says what it builds on',
      'signature_invalid',
      (proofs: JsonObject[]) => {
        const { previousProof: _, ...second } = proofs[1] as JsonObject
        return [proofs[0], second]
      },
    ],
    [
      'a proof builds on itself',
      'proof_chain_broken',
      (proofs: JsonObject[]) => [{ ...proofs[0], previousProof: 'urn:uuid:first' }, proofs[1]],
    ],
    ['two have the same id', 'proof_chain_broken', (proofs: JsonObject[]) => [...proofs, proofs[0]]],
    ['a proof is no object', 'proof_malformed', (proofs: JsonObject[]) => [...proofs, 'proof']],
    [
      'a proof has another type',
      'proof_type_unsupported',
      (proofs: JsonObject[]) => [{ ...proofs[0], type: 'Ed25519Signature2020' }],
    ],
    [
      'a cryptosuite has no such name',
      'cryptosuite_unsupported',
      (proofs: JsonObject[]) => [{ ...proofs[0], cryptosuite: 'toString' }],
    ],
    [
      'a proof is for something else',
      'proof_purpose_mismatch',
      (proofs: JsonObject[]) => [{ ...proofs[0], proofPurpose: 'authentication' }],
    ],
    [
      'a proof is of the future',
      'proof_in_future',
      (proofs: JsonObject[]) => [{ ...proofs[0], created: '2026-11-28T00:00:00Z' }],
    ],
    [
      'a proof has expired',
      'proof_expired',
      (proofs: JsonObject[]) => [{ ...proofs[0], expires: '2026-11-27T12:00:00Z' }],
    ],
    ['there is none', 'proof_missing', () => []],
  ] as const)('are refused where %s: %s', async (_, code, change) => {
    const document = await chain()
    const proof = (change as (proofs: readonly JsonObject[]) => unknown)(document.proof as readonly JsonObject[])
    expect(await judge({ ...document, proof })).toMatchObject({ accepted: false, code })
  })

  it('are refused where the key is another issuer’s', async () => {
    const document = await sign('eddsa-rdfc-2022', holder, credentialOf(issuers.Ed25519))
    expect(await judge(document)).toMatchObject({ stage: 'trust', code: 'did_key_unknown' })
  })
})

describe('ecdsa-sd-2023', () => {
  const mandatoryPointers = ['/issuer', '/validFrom', '/credentialSubject/id']
  const base = () => sign('ecdsa-sd-2023', issuers['P-256'], credentialOf(issuers['P-256']), { mandatoryPointers })

  it('shows what is selected and what always is', async () => {
    const shown = await derive(await base(), ['/credentialSubject/degree/name', '/credentialSubject/courses/1'], {
      contexts,
    })
    const result = await judge(shown)
    expect(result).toMatchObject({ accepted: true })
    expect((result as { credential: { claims: unknown } }).credential.claims).toEqual({
      '@context': credentialOf(issuers['P-256'])['@context'],
      id: 'https://registrar.example/credentials/3732',
      type: ['VerifiableCredential', 'ExampleDegreeCredential'],
      issuer: issuers['P-256'].did,
      validFrom: '2026-03-24T00:00:00+09:00',
      credentialSubject: {
        id: holder.did,
        degree: { type: 'ExampleMasterDegree', name: '修士（工学）' },
        courses: [{ title: 'Rivers' }],
      },
    })
  })

  it('is refused as its issuer made it, and where a part is gone or put in', async () => {
    const document = await base()
    expect(await judge(document)).toMatchObject({ stage: 'authenticate', code: 'proof_not_derived' })
    const shown = (await derive(document, ['/credentialSubject/degree'], { contexts })) as Record<string, JsonObject>
    const { validFrom: _, ...without } = shown
    expect(await judge(without)).toMatchObject({ stage: 'authenticate', code: 'proof_value_malformed' })
    const changed = { ...shown, validFrom: '2025-03-24T00:00:00+09:00' }
    expect(await judge(changed)).toMatchObject({ stage: 'authenticate', code: 'signature_invalid' })
    const added = { ...shown, credentialSubject: { ...shown.credentialSubject, honours: 'summa' } }
    expect(await judge(added)).toMatchObject({ stage: 'authenticate', code: 'proof_value_malformed' })
  })

  it('says which pointer leads nowhere', async () => {
    await expect(derive(await base(), ['/credentialSubject/toString'], { contexts })).rejects.toMatchObject({
      code: 'pointer_unmatched',
    })
    await expect(derive(await base(), ['credentialSubject'], { contexts })).rejects.toMatchObject({
      code: 'pointer_malformed',
    })
  })

  it('derives once, and from a base proof only', async () => {
    const shown = await derive(await base(), ['/credentialSubject/degree'], { contexts })
    await expect(derive(shown, ['/credentialSubject/degree'], { contexts })).rejects.toMatchObject({
      code: 'proof_not_base',
    })
    const whole = await sign('ecdsa-rdfc-2019', issuers['P-256'], credentialOf(issuers['P-256']))
    await expect(derive(whole, ['/credentialSubject/degree'], { contexts })).rejects.toMatchObject({
      code: 'proof_suite_not_selective',
    })
  })
})

it('graphs that are built to take long are given up', async () => {
  // Blank nodes that all look alike, in a ring of rings.
  const node = (depth: number): JsonObject =>
    depth === 0 ? { a: {} } : { a: [node(depth - 1), node(depth - 1)], b: [node(depth - 1)] }
  const poison = { ...credentialOf(issuers.Ed25519), credentialSubject: { id: holder.did, knows: node(6) } }
  await expect(sign('eddsa-rdfc-2022', issuers.Ed25519, poison)).rejects.toMatchObject({
    code: 'canonicalization_too_complex',
  })
}, 20_000)
