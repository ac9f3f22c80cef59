import { type JoseCoseFeature, type JoseCoseTask, performJoseCoseTask } from '@hashikake/conformance/vc-jose-cose'
import { engine } from '@hashikake/crypto/engine'
import { signCompactJws } from '@hashikake/crypto/jws'
import { jwkThumbprint } from '@hashikake/crypto/keys'
import { type Signer, signerFromJwk } from '@hashikake/crypto/signers'
import { beforeAll, describe, expect, it } from 'vitest'

const v2 = 'https://www.w3.org/ns/credentials/v2'
const credential = {
  '@context': [v2],
  type: ['VerifiableCredential'],
  issuer: 'https://registrar.example',
  validFrom: '2024-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:subject', name: 'Synthetic', phones: ['1', '2'] },
}
let key: string
let other: string
let signer: Signer

async function newMethod(): Promise<{ readonly text: string; readonly signer: Signer }> {
  const { publicKey, privateKey } = await engine.generateKey('ES384')
  const kid = jwkThumbprint(publicKey, engine)
  const method = {
    id: 'https://registrar.example#key-1',
    type: 'JsonWebKey',
    controller: 'https://registrar.example',
    publicKeyJwk: { ...publicKey, kid, alg: 'ES384' },
    secretKeyJwk: { ...privateKey, kid, alg: 'ES384' },
  }
  return { text: JSON.stringify(method), signer: await signerFromJwk(privateKey) }
}

beforeAll(async () => {
  const own = await newMethod()
  key = own.text
  signer = own.signer
  other = (await newMethod()).text
})

const perform = (task: Partial<JoseCoseTask>) =>
  performJoseCoseTask({
    operation: 'issue',
    feature: 'credential_jose',
    input: JSON.stringify(credential),
    key,
    ...task,
  })

async function presentation(): Promise<string> {
  const { data } = await perform({})
  return JSON.stringify({
    '@context': [v2],
    type: 'VerifiablePresentation',
    holder: 'https://registrar.example',
    verifiableCredential: [
      { '@context': v2, type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${data}` },
    ],
  })
}

describe.each<[JoseCoseFeature, readonly string[] | undefined]>([
  ['credential_jose', undefined],
  ['credential_sdjwt', ['credentialSubject.name', 'credentialSubject.phones[1]']],
  ['credential_cose', undefined],
  ['presentation_jose', undefined],
  ['presentation_sdjwt', ['holder', 'verifiableCredential[0]']],
  ['presentation_cose', undefined],
])('%s', (feature, disclosable) => {
  it('is issued and verified, and refused with another key or a bent signature', async () => {
    const input = feature.startsWith('credential') ? JSON.stringify(credential) : await presentation()
    const issued = await perform({ feature, input, ...(disclosable && { disclosable }) })
    expect(issued.result).toBe('success')
    const data = issued.data as string
    const verified = await perform({ operation: 'verify', feature, input: data })
    expect(verified.result).toBe('success')
    expect(JSON.parse(verified.data as string)).toMatchObject(JSON.parse(input))
    expect(await perform({ operation: 'verify', feature, input: data, key: other })).toMatchObject({
      result: 'failure',
    })
    const at = data.indexOf('~') === -1 ? data.length - 8 : data.indexOf('~') - 8
    const bent = data.slice(0, at) + (data[at] === 'A' ? 'B' : 'A') + data.slice(at + 1)
    expect(await perform({ operation: 'verify', feature, input: bent })).toEqual({
      result: 'failure',
      code: 'signature_invalid',
    })
  })

  it('fails for what is none', async () => {
    for (const input of ['', '{}', 'a.b.c', '0oRD', JSON.stringify(credential)]) {
      expect(await perform({ operation: 'verify', feature, input })).toMatchObject({ result: 'failure' })
    }
  })
})

describe('the flags for what the suite does otherwise than the standard', () => {
  const token = (change: object, header: object = { typ: 'vc+jwt' }) =>
    signCompactJws({ ...header }, JSON.stringify({ ...credential, ...change }), signer)

  it('take iat as a date only where that is asked for', async () => {
    const input = await token({ iat: '2024-01-01T00:00:00Z' })
    expect(await perform({ operation: 'verify', input })).toEqual({ result: 'failure', code: 'time_malformed' })
    expect(await perform({ operation: 'verify', input, lenientIssuedAt: true })).toMatchObject({ result: 'success' })
  })

  it('refuse members that nobody knows only where that is asked for', async () => {
    const input = await token({ badExtension: true })
    expect(await perform({ operation: 'verify', input })).toMatchObject({ result: 'success' })
    expect(await perform({ operation: 'verify', input, rejectUnknownMembers: true })).toMatchObject({
      code: 'member_unknown',
    })
  })

  it('stop the clock', async () => {
    const input = await token({ exp: 1_734_397_450 })
    const now = Date.parse('2024-12-16T00:00:00Z')
    expect(await perform({ operation: 'verify', input, now })).toMatchObject({ result: 'success' })
    expect(await perform({ operation: 'verify', input })).toMatchObject({ code: 'expired' })
  })
})

it.each<[string, string, object, object]>([
  ['another media type', 'media_type_mismatch', {}, { typ: 'bad+typ' }],
  ['a token inside a token', 'media_type_mismatch', {}, { typ: 'vc+jwt', cty: 'JWT' }],
  ['no media type', 'media_type_mismatch', {}, {}],
  ['the claim vc', 'legacy_claim_present', { vc: {} }, { typ: 'vc+jwt' }],
  ['the claim vp', 'legacy_claim_present', { vp: {} }, { typ: 'vc+jwt' }],
  ['another iss', 'issuer_conflict', { iss: 'https://other.example' }, { typ: 'vc+jwt' }],
  ['another iss in its header', 'issuer_conflict', {}, { typ: 'vc+jwt', iss: 'https://other.example' }],
  ['an unknown crit', 'critical_header_unsupported', {}, { typ: 'vc+jwt', crit: ['x'], x: 1 }],
])('a credential with %s is refused: %s', async (_, code, change, header) => {
  const input = await signCompactJws({ ...header }, JSON.stringify({ ...credential, ...change }), signer)
  expect(await perform({ operation: 'verify', input })).toEqual({ result: 'failure', code })
})
