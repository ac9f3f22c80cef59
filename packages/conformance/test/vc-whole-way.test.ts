import { bearer, type Challenge, ignoreStatus, issuerKeys } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { writeMultikey } from '@hashikake/crypto/multikey'
import { type Signer, signerFromCryptoKey } from '@hashikake/crypto/signers'
import { present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import { dids } from '@hashikake/trust'
import * as cose from '@hashikake/vc/cose'
import * as jwt from '@hashikake/vc/jwt'
import * as sdJwt from '@hashikake/vc/sd-jwt'
import { verify, verifyPresentation } from '@hashikake/verifier'
import { beforeAll, describe, expect, it } from 'vitest'

const issuerId = 'https://registrar.example/issuers/14'
const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  id: 'https://registrar.example/credentials/3732',
  type: ['VerifiableCredential', 'ExampleDegreeCredential'],
  issuer: { id: issuerId, name: [{ '@value': '京都の大学', '@language': 'ja' }] },
  validFrom: '2026-03-24T00:00:00+09:00',
  validUntil: '2031-03-24T00:00:00Z',
  credentialSubject: {
    name: 'Synthetic Subject',
    degree: { type: 'ExampleMasterDegree', name: '修士（工学）' },
  },
}
const challenge: Challenge = {
  protocol: 'direct',
  audience: 'https://admissions.example',
  nonce: 'nonce-of-one-request',
}
const clock = { now: () => Date.parse('2026-11-27T12:00:00Z') }
const context = defaultContext(clock)

let issuerSigner: Signer
let holder: Signer

async function newSigner(algorithm: 'ES256' | 'Ed25519' = 'ES256'): Promise<Signer> {
  const parameters = algorithm === 'ES256' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'Ed25519' }
  const pair = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify'])
  return signerFromCryptoKey(pair as never)
}

beforeAll(async () => {
  issuerSigner = await newSigner()
  holder = await newSigner()
})

const formats = () => {
  const credentials = [jwt.verification(), sdJwt.verification(), cose.verification()]
  return [
    ...credentials,
    jwt.presentationVerification({ credentials }),
    sdJwt.presentationVerification({ credentials }),
    cose.presentationVerification({ credentials }),
  ]
}
const options = () =>
  ({
    formats: formats(),
    trust: issuerKeys({ [issuerId]: [issuerSigner.publicKey] }),
    challenge,
    status: ignoreStatus,
    context,
  }) as const

const issuers = [
  { name: 'vc+jwt', issuance: jwt.issuance(), presentation: jwt.presentation(), shownAs: 'vp+jwt' },
  { name: 'vc+sd-jwt', issuance: sdJwt.issuance(), presentation: sdJwt.presentation(), shownAs: 'vc+sd-jwt' },
  { name: 'vc+cose', issuance: cose.issuance(), presentation: cose.presentation(), shownAs: 'vp+cose' },
] as const

describe.each(issuers)('$name', ({ issuance, presentation, shownAs, name }) => {
  const issued = (holderKey = holder.publicKey) =>
    issue({ credential, holderKey } as never, {
      format: issuance as never,
      issuer: { signer: issuerSigner, id: issuerId },
      context,
    }) as Promise<string>

  it('is issued, received, shown and verified', async () => {
    const encoded = await issued()
    const held = await receive(encoded, {
      formats: [presentation],
      trust: issuerKeys({ [issuerId]: [issuerSigner.publicKey] }),
      holderKey: holder.publicKey,
      context,
    })
    expect(held).toMatchObject({ accepted: true })
    const [shown] = await present(
      [{ credential: { format: name, encoded }, disclose: [['credentialSubject']], signer: holder }],
      { formats: [presentation as never], challenge, context },
    )
    const result = await verify(shown as unknown as string, options())
    expect(result).toMatchObject({
      accepted: true,
      credential: {
        format: shownAs,
        type: 'ExampleDegreeCredential',
        claims: { credentialSubject: credential.credentialSubject },
        issuers: [{ id: issuerId }],
        validity: { notBefore: 1774278000, validUntil: 1932076800 },
      },
    })
  })

  it('is refused as a copy where a challenge is to be answered', async () => {
    const result = await verify(await issued(), options())
    expect(result).toMatchObject({ accepted: false, stage: 'parse' })
    expect(['presentation_missing', 'key_binding_missing']).toContain((result as { code: string }).code)
    expect(await verify(await issued(), { ...options(), challenge: bearer })).toMatchObject({ accepted: true })
  })

  it('is not shown in part where it is signed whole', async () => {
    const encoded = await issued()
    const disclose = [['credentialSubject', 'degree']]
    const shown = present([{ credential: { format: name, encoded }, disclose, signer: holder }], {
      formats: [presentation as never],
      challenge,
      context,
    })
    if (name === 'vc+sd-jwt') await expect(shown).resolves.toHaveLength(1)
    else await expect(shown).rejects.toMatchObject({ code: 'claim_not_separable' })
  })

  it('is refused where another key presents it', async () => {
    const thief = await newSigner()
    await expect(
      present(
        [{ credential: { format: name, encoded: await issued() }, disclose: [['credentialSubject']], signer: thief }],
        {
          formats: [presentation as never],
          challenge,
          context,
        },
      ),
    ).rejects.toMatchObject({ code: 'holder_key_differs' })
  })
})

describe('a presentation of several credentials', () => {
  const envelope = async (holderKey = holder.publicKey) => [
    {
      mediaType: 'vc+jwt',
      content: await issue(
        { credential, holderKey },
        { format: jwt.issuance(), issuer: { signer: issuerSigner }, context },
      ),
    },
    {
      mediaType: 'vc+cose',
      content: await issue(
        { credential, holderKey },
        { format: cose.issuance(), issuer: { signer: issuerSigner }, context },
      ),
    },
    {
      mediaType: 'vc+sd-jwt',
      content: await issue(
        { credential, holderKey },
        { format: sdJwt.issuance(), issuer: { signer: issuerSigner }, context },
      ),
    },
  ]
  const signing = () => ({ challenge, signer: holder, context })

  it.each([
    ['vp+jwt', jwt.signPresentation],
    ['vp+sd-jwt', sdJwt.signPresentation],
    ['vp+cose', cose.signPresentation],
  ] as const)('%s is opened part by part', async (format, sign) => {
    const encoded = await sign(await envelope(), signing())
    expect(await verify(encoded, options())).toMatchObject({ stage: 'parse', code: 'presented_credentials_several' })
    const result = await verifyPresentation(encoded, { ...options(), sameHolder: 'required' })
    expect(result.accepted).toBe(true)
    expect(result.parts).toHaveLength(3)
    for (const part of result.parts) expect(part).toMatchObject({ accepted: true, credential: { format } })
  })

  it('is refused where one of its credentials is of somebody else', async () => {
    const other = await newSigner()
    const [own, foreign] = [(await envelope())[0], (await envelope(other.publicKey))[0]]
    const encoded = await jwt.signPresentation([own, foreign] as never, signing())
    const result = await verifyPresentation(encoded, options())
    expect(result.accepted).toBe(false)
    expect(result.parts[0]).toMatchObject({ accepted: true })
    expect(result.parts[1]).toMatchObject({
      accepted: false,
      stage: 'authenticate',
      code: 'presentation_signature_invalid',
    })
  })

  it('is bound by the key that the subject is, where the issuer named no other', async () => {
    const subjectSigner = await newSigner('Ed25519')
    const subject = `did:key:${writeMultikey(subjectSigner.publicKey)}`
    const bound = { ...credential, credentialSubject: { ...credential.credentialSubject, id: subject } }
    const content = await issue(
      { credential: bound },
      { format: jwt.issuance(), issuer: { signer: issuerSigner }, context },
    )
    const shown = await jwt.signPresentation([{ mediaType: 'vc+jwt', content }], {
      ...signing(),
      signer: subjectSigner,
      holder: subject,
    })
    expect(await verify(shown, options())).toMatchObject({ accepted: true })
    const foreign = await jwt.signPresentation([{ mediaType: 'vc+jwt', content }], {
      ...signing(),
      signer: subjectSigner,
      holder: 'did:example:somebody',
    })
    expect(await verify(foreign, options())).toMatchObject({ code: 'presentation_holder_mismatch' })
  })
})

describe('an issuer that is a DID', () => {
  it('is known by the verification method that the header names', async () => {
    const did = `did:key:${writeMultikey(issuerSigner.publicKey)}`
    const encoded = await issue(
      { credential: { ...credential, issuer: did } },
      { format: jwt.issuance(), issuer: { signer: issuerSigner, kid: `${did}#${did.slice(8)}` }, context },
    )
    const trust = dids({ trusted: [did] })
    expect(await verify(encoded, { ...options(), trust, challenge: bearer })).toMatchObject({ accepted: true })
    const another = { ...credential, issuer: `did:key:${writeMultikey(holder.publicKey)}` }
    const forged = await issue(
      { credential: another },
      { format: jwt.issuance(), issuer: { signer: issuerSigner, kid: `${did}#${did.slice(8)}` }, context },
    )
    expect(await verify(forged, { ...options(), trust, challenge: bearer })).toMatchObject({ stage: 'trust' })
  })
})
