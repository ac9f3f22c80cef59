import { createVcApi, type VcApi } from '@hashikake/conformance/vc-api'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { addProof } from '@hashikake/data-integrity'
import type { JsonObject } from '@hashikake/encoding/json'
import { beforeAll, describe, expect, it } from 'vitest'

const v2 = 'https://www.w3.org/ns/credentials/v2'
const context = defaultContext({ now: () => Date.parse('2026-11-27T12:00:00Z') })
const plain = { '@context': [v2], type: ['VerifiableCredential'], credentialSubject: { id: 'did:example:subject' } }

let signers: Parameters<typeof createVcApi>[0]['signers']
let api: VcApi

beforeAll(async () => {
  const make = async (name: 'Ed25519' | 'ES256' | 'ES384') => signerFromJwk((await engine.generateKey(name)).privateKey)
  signers = { Ed25519: await make('Ed25519'), 'P-256': await make('ES256'), 'P-384': await make('ES384') }
  api = createVcApi({ signers, context, origin: 'https://127.0.0.1:40443' })
})

async function post(path: string, body: unknown): Promise<{ status: number; json: Record<string, never> }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await api.handle({ method: 'POST', path, body: text })
  return { status: answer.status, json: JSON.parse(answer.body) }
}

const issue = async (profile: string, credential: object = plain, options = {}): Promise<JsonObject> =>
  (await post(`/${profile}/credentials/issue`, { credential, options })).json
    .verifiableCredential as unknown as JsonObject

describe.each([
  'embedded',
  'embedded/eddsa-jcs-2022',
  'embedded/ecdsa-rdfc-2019/P-384',
  'embedded/ecdsa-jcs-2019/P-256',
  'jose',
  'sd-jwt',
  'cose',
  'status',
])('/%s', (profile) => {
  it('issues what it verifies, and refuses it bent', async () => {
    const verifiableCredential = await issue(profile)
    expect(await post(`/${profile}/credentials/verify`, { verifiableCredential })).toMatchObject({ status: 200 })
    // One character of a signature, away from where bits are left over.
    const bent = JSON.parse(JSON.stringify(verifiableCredential), (name, value) =>
      name === 'proofValue' || (name === 'id' && String(value).startsWith('data:'))
        ? value.slice(0, -6) + (value.at(-6) === 'A' ? 'B' : 'A') + value.slice(-5)
        : value,
    )
    const refused = await post(`/${profile}/credentials/verify`, { verifiableCredential: bent })
    expect(refused.status).toBe(400)
    expect((refused.json.problemDetails as unknown as { type: string }[])[0]?.type).toMatch(
      /^https:\/\/www\.w3\.org\/TR\/vc-data-model#/,
    )
  })

  it('answers every wrong body with 400 and a problem', async () => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '{}',
      '{"credential":3}',
      '{"credential":{}}',
      '{"verifiableCredential":null}',
    ]
    for (const operation of ['credentials/issue', 'credentials/verify', 'presentations/verify', 'credentials/derive']) {
      for (const body of [...bodies, '{"verifiablePresentation":[]}', '{"credential":{"__proto__":{}},"options":7}']) {
        const { status, json } = await post(`/${profile}/${operation}`, body)
        expect(status, `${operation} ${body}`).toBe(400)
        expect(json.problemDetails, body).toHaveLength(1)
      }
    }
  })
})

describe('the statements of the data model', () => {
  const refusals: readonly (readonly [string, object])[] = [
    ['base_context_missing', { '@context': ['https://www.w3.org/ns/credentials/examples/v2', v2] }],
    ['context_malformed', { '@context': [v2, 17] }],
    [
      'context_malformed',
      { '@context': [v2, { Example: 'https ://not-a-url' }], type: ['VerifiableCredential', 'Example'] },
    ],
    ['term_redefined', { '@context': [v2, { VerifiableCredential: 'https://example.org/#Other' }] }],
    ['type_missing', { type: ['Example'] }],
    ['type_malformed', { type: [] }],
    ['type_unmapped', { type: ['VerifiableCredential', 'ExampleUnmapped'] }],
    ['identifier_malformed', { id: 'not a url' }],
    ['identifier_malformed', { id: ['urn:a', 'urn:b'] }],
    ['language_value_malformed', { name: { '@value': 'x', '@language': 'en', url: 'urn:x' } }],
    ['language_value_malformed', { description: 7 }],
    ['credential_issuer_malformed', { issuer: 'registrar' }],
    ['credential_issuer_malformed', { issuer: { id: null } }],
    ['credential_subject_malformed', { credentialSubject: {} }],
    ['credential_subject_malformed', { credentialSubject: [{ id: 'urn:x' }, {}] }],
    ['credential_subject_malformed', { credentialSubject: 'did:example:subject' }],
    ['date_time_malformed', { validFrom: 'junk2020-01-01T00:00:00Zjunk' }],
    ['date_time_malformed', { validFrom: '2020-01-01T00:00:00' }],
    ['date_time_malformed', { validUntil: '2023-02-29T00:00:00Z' }],
    ['date_time_malformed', { validUntil: '2024-06-30T23:59:60Z' }],
    ['date_time_malformed', { validUntil: '２０２４-06-30T23:59:59Z' }],
    ['date_time_malformed', { validUntil: '2024-06-30T23:59:59+14:01' }],
    ['validity_period_reversed', { validFrom: '2026-01-01T00:00:00+09:00', validUntil: '2025-12-31T14:59:59Z' }],
    ['type_missing', { credentialStatus: { id: 'urn:x' } }],
    ['identifier_malformed', { credentialStatus: { id: 'x', type: 'BitstringStatusListEntry' } }],
    ['object_malformed', { evidence: ['urn:x'] }],
    ['identifier_malformed', { credentialSchema: { type: 'JsonSchema' } }],
    ['type_missing', { refreshService: { id: 'urn:x' } }],
    ['related_resource_malformed', { relatedResource: [v2] }],
    ['related_resource_malformed', { relatedResource: { id: v2 } }],
    [
      'related_resource_repeated',
      {
        relatedResource: [
          { id: v2, digestSRI: sri('2') },
          { id: v2, digestSRI: sri('2') },
        ],
      },
    ],
    ['related_resource_mismatch', { relatedResource: { id: v2, digestSRI: sri('2') } }],
    ['member_unmapped', { statusEntry: { statusListIndex: true } }],
  ]
  it.each(refusals)('%s: %j', async (code, change) => {
    const { status, json } = await post('/jose/credentials/issue', { credential: { ...plain, ...change } })
    expect(status).toBe(400)
    expect((json.errors as unknown as string[])[0]?.split(' ')[0]).toBe(code)
  })

  it('holds where nothing is wrong', async () => {
    const full = {
      ...plain,
      validFrom: '2026-01-01T00:00:00.123+09:00',
      validUntil: '2026-12-31T24:00:00Z',
      name: [{ '@value': '学位記', '@language': 'ja' }],
      relatedResource: [
        { id: v2, digestSRI: 'sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU' },
        { id: 'https://registrar.example/else', digestMultibase: 'uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ' },
      ],
    }
    expect(await issue('jose', full)).toMatchObject({ type: 'EnvelopedVerifiableCredential' })
    const multibase = { id: v2, digestMultibase: 'uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ' }
    expect(await issue('cose', { ...plain, relatedResource: multibase })).toBeDefined()
  })
})

describe('presentations', () => {
  const challenge = { challenge: 'challenge-of-one-request', domain: 'https://verifier.example' }

  async function presentation(change: object = {}, purpose: 'authentication' | 'assertionMethod' = 'authentication') {
    const { did, verificationMethod } = api.issuers.Ed25519
    return addProof(
      {
        '@context': [v2],
        type: ['VerifiablePresentation'],
        holder: did,
        verifiableCredential: [await issue('embedded'), await issue('jose')],
        ...change,
      } as JsonObject,
      {
        cryptosuite: 'eddsa-rdfc-2022',
        signer: signers.Ed25519,
        verificationMethod,
        proofPurpose: purpose,
        context,
        ...challenge,
      },
    )
  }

  it('with credentials of both kinds hold', async () => {
    const verifiablePresentation = await presentation()
    expect(await post('/embedded/presentations/verify', { verifiablePresentation, options: challenge })).toMatchObject({
      status: 200,
    })
  })

  it('may hold the word of the holder', async () => {
    const own = { ...plain, issuer: api.issuers.Ed25519.did }
    const verifiablePresentation = await presentation({ verifiableCredential: [own] })
    expect(await post('/embedded/presentations/verify', { verifiablePresentation })).toMatchObject({ status: 200 })
    const foreign = await presentation({ verifiableCredential: [{ ...plain, issuer: 'did:example:other' }] })
    expect((await post('/embedded/presentations/verify', { verifiablePresentation: foreign })).json.errors).toEqual([
      'presented_credential_unsecured at /verifiableCredential/0',
    ])
  })

  it.each([
    ['another challenge', 'proof_challenge_mismatch', { options: { ...challenge, challenge: 'another' } }],
    ['another domain', 'proof_domain_mismatch', { options: { ...challenge, domain: 'https://other.example' } }],
  ])('are refused for %s', async (_, code, { options }) => {
    const { json } = await post('/embedded/presentations/verify', {
      verifiablePresentation: await presentation(),
      options,
    })
    expect((json.errors as unknown as string[])[0]).toContain(code)
  })

  it('are refused where the proof is for something else, or a credential is bent', async () => {
    const wrong = await presentation({}, 'assertionMethod')
    const purpose = await post('/embedded/presentations/verify', { verifiablePresentation: wrong })
    expect((purpose.json.errors as unknown as string[])[0]).toContain('proof_purpose_mismatch')
    const bent = { ...(await issue('embedded')), name: 'other' }
    const { json } = await post('/embedded/presentations/verify', {
      verifiablePresentation: await presentation({ verifiableCredential: [bent] }),
    })
    expect((json.errors as unknown as string[])[0]).toContain('signature_invalid')
  })
})

it('derives what its issuer let it, and serves its list', async () => {
  const full = {
    ...plain,
    '@context': [v2, { '@vocab': 'https://example.org/#' }],
    credentialSubject: { id: 'urn:x', a: 1, b: 2 },
  }
  const verifiableCredential = await issue('embedded/ecdsa-sd-2023', full, { mandatoryPointers: ['/issuer'] })
  const derived = await post('/embedded/credentials/derive', {
    verifiableCredential,
    options: { selectivePointers: ['/credentialSubject/a'] },
  })
  expect(derived).toMatchObject({ status: 201, json: { credentialSubject: { id: 'urn:x', a: 1 } } })
  expect(derived.json.credentialSubject).not.toHaveProperty('b')
  expect(await post('/embedded/credentials/verify', { verifiableCredential: derived.json })).toMatchObject({
    status: 200,
  })
  const list = await api.handle({ method: 'GET', path: '/status/1', body: '' })
  expect(list.status).toBe(200)
  expect(await post('/embedded/credentials/verify', { verifiableCredential: JSON.parse(list.body) })).toMatchObject({
    status: 200,
  })
  expect((await api.handle({ method: 'GET', path: '/status/2', body: '' })).status).toBe(400)
  expect((await api.handle({ method: 'GET', path: '/jose/credentials/issue', body: '' })).status).toBe(405)
  expect((await post('/elsewhere/credentials/issue', {})).status).toBe(404)
})

/** A digest of the right length that nothing has. */
function sri(character: string): string {
  return `sha256-${character.repeat(42)}A=`
}
