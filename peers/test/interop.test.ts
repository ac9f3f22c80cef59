import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  sign as nodeSign,
  verify as nodeVerify,
  webcrypto,
} from 'node:crypto'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import type { PrivateJwk, PublicJwk } from '@hashikake/crypto/keys'
import { bearer, present, receive } from '@hashikake/holder'
import { issue } from '@hashikake/issuer'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { createChallenge, ignoreStatus, pinnedKeys, verify } from '@hashikake/verifier'
import { issueSDJWT, verifySDJWT } from '@meeco/sd-jwt'
import { digest, ES256, generateSalt } from '@sd-jwt/crypto-nodejs'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { describe, expect, it } from 'vitest'

const issuerId = 'https://registrar.example'
const audience = 'https://admissions.example'
const vct = 'https://registrar.example/vct/degree'
const at = Date.parse('2026-12-01T12:00:00Z')
const context = defaultContext({ now: () => at })
const currentDate = at / 1000

const claims = {
  given_name: 'Testa',
  family_name: 'Exemplar',
  degree: { title: 'Bachelor of Fixtures', grade: 'A' },
  languages: ['ja', 'fr', 'de'],
}

const issuer = await engine.generateKey('ES256')
const holder = await engine.generateKey('ES256')
const trust = pinnedKeys([{ key: issuer.publicKey, issuer: issuerId }])

function publicKeyOf(jwk: PublicJwk): ReturnType<typeof createPublicKey> {
  return createPublicKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' })
}

describe('with @sd-jwt/sd-jwt-vc', async () => {
  const theirs = new SDJwtVcInstance({
    hasher: digest,
    hashAlg: 'sha-256',
    saltGenerator: generateSalt,
    signAlg: 'ES256',
    signer: await ES256.getSigner(issuer.privateKey),
    verifier: await ES256.getVerifier(issuer.publicKey),
    kbSignAlg: 'ES256',
    kbSigner: await ES256.getSigner(holder.privateKey),
    kbVerifier: async (data, signature, { cnf }) => (await ES256.getVerifier(cnf?.jwk as object))(data, signature),
  })
  const open = {
    iss: issuerId,
    iat: currentDate - 60,
    exp: currentDate + 3600,
    vct,
    cnf: { jwk: { ...holder.publicKey } },
  }
  const issuedThere = (): Promise<string> =>
    theirs.issue({ ...open, ...claims }, {
      _sd: ['given_name', 'family_name'],
      degree: { _sd: ['grade'] },
      languages: { _sd: [1, 2] },
      _sd_decoy: 2,
    } as never)
  const issuedHere = (): Promise<string> =>
    issue(
      {
        vct,
        claims,
        holderKey: holder.publicKey,
        expires: new Date(at + 3_600_000),
        disclosable: [['given_name'], ['family_name'], ['degree', 'grade'], ['languages', 1], ['languages', 2]],
        decoys: [{ at: [], count: 2 }],
      },
      { format: sdJwtVc.issuance(), issuer: { id: issuerId, signer: issuerSigner }, context },
    )
  const issuerSigner = await engine.signer(issuer.privateKey, 'ES256')
  const challenge = createChallenge({ protocol: 'direct', audience })
  const options = { formats: [sdJwtVc.verification()], trust, challenge, status: ignoreStatus, context } as const

  it('what it issues, we receive, whole', async () => {
    const received = await receive(await issuedThere(), {
      formats: [sdJwtVc.presentation()],
      trust,
      holderKey: holder.publicKey,
      context,
    })
    expect(received).toMatchObject({ accepted: true })
    if (received.accepted) expect(received.credential.claims).toEqual({ ...open, ...claims })
  })

  it('what it issues and presents, bound to our challenge, we accept: what was shown, and no more', async () => {
    const presented = await theirs.present(
      await issuedThere(),
      { given_name: true, degree: { grade: true }, languages: { 1: true } } as never,
      { kb: { payload: { iat: currentDate, aud: audience, nonce: challenge.nonce } } },
    )
    const result = await verify(presented, options)
    expect(result).toMatchObject({ accepted: true })
    if (result.accepted) {
      const { family_name: _, ...shown } = claims
      expect(result.credential.claims).toEqual({ ...open, ...shown, languages: ['ja', 'fr'] })
    }
    const other = { ...challenge, nonce: `${challenge.nonce}0` }
    expect(await verify(presented, { ...options, challenge: other })).toMatchObject({
      code: 'key_binding_nonce_mismatch',
    })
  })

  it('what it issues we present, and it accepts', async () => {
    const credential = { format: 'dc+sd-jwt', encoded: await issuedThere() }
    const signer = await engine.signer(holder.privateKey, 'ES256')
    const [presented] = await present([{ credential, disclose: [['given_name']], signer }], {
      formats: [sdJwtVc.presentation()],
      challenge,
      context,
    })
    const { payload, kb } = await theirs.verify(presented as string, { keyBindingNonce: challenge.nonce, currentDate })
    expect(payload).toMatchObject({ given_name: 'Testa', vct })
    expect(payload).not.toHaveProperty('family_name')
    expect(kb?.payload).toMatchObject({ aud: audience, nonce: challenge.nonce })
  })

  it('what we issue it accepts, whole', async () => {
    const { payload } = await theirs.verify(await issuedHere(), { currentDate })
    expect(payload).toMatchObject({ iss: issuerId, vct, ...claims })
  })

  it('what we issue it presents, and we accept', async () => {
    const presented = await theirs.present(await issuedHere(), { family_name: true, languages: { 2: true } } as never, {
      kb: { payload: { iat: currentDate, aud: audience, nonce: challenge.nonce } },
    })
    const result = await verify(presented, options)
    expect(result).toMatchObject({ accepted: true })
    if (result.accepted) {
      expect(result.credential.claims).toMatchObject({ family_name: 'Exemplar', languages: ['ja', 'de'] })
      expect(result.credential.claims).not.toHaveProperty('given_name')
    }
  })

  it('what we issue and present it accepts, and refuses for another nonce', async () => {
    const credential = { format: 'dc+sd-jwt', encoded: await issuedHere() }
    const signer = await engine.signer(holder.privateKey, 'ES256')
    const [presented] = await present([{ credential, disclose: [['degree', 'grade']], signer }], {
      formats: [sdJwtVc.presentation()],
      challenge,
      context,
    })
    const { payload } = await theirs.verify(presented as string, { keyBindingNonce: challenge.nonce, currentDate })
    expect(payload).toMatchObject({ degree: claims.degree })
    await expect(
      theirs.verify(presented as string, { keyBindingNonce: 'another nonce', currentDate }),
    ).rejects.toThrow()
  })
})

describe('with @meeco/sd-jwt', async () => {
  const hasher = (data: string): string => createHash('sha256').update(data).digest('base64url')
  const getHasher = async () => hasher
  const saltOf = (size: number): string =>
    Buffer.from(webcrypto.getRandomValues(new Uint8Array(size))).toString('base64url')

  /** It leaves signing and verifying to its caller. */
  const signature = (input: string, key: PrivateJwk): string =>
    nodeSign('sha256', Buffer.from(input), {
      key: createPrivateKey({ key: { ...key } as JsonWebKey, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363',
    }).toString('base64url')
  const holds = (jws: string, key: PublicJwk): boolean => {
    const end = jws.lastIndexOf('.')
    const bytes = Buffer.from(jws.slice(end + 1), 'base64url')
    return nodeVerify(
      'sha256',
      Buffer.from(jws.slice(0, end)),
      { key: publicKeyOf(key), dsaEncoding: 'ieee-p1363' },
      bytes,
    )
  }
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

  const issuedThere = (): Promise<string> =>
    issueSDJWT(
      { alg: 'ES256', typ: 'example+sd-jwt' },
      { iss: issuerId, exp: currentDate + 3600, ...claims },
      {
        _sd: ['given_name', 'family_name', 'degree'],
        degree: { _sd: ['grade'] },
        languages: { _sd: [0, 2] },
        _sd_decoy: 3,
      },
      {
        hash: { alg: 'sha-256', callback: hasher },
        signer: async (header, payload) => signature(`${encode(header)}.${encode(payload)}`, issuer.privateKey),
        cnf: { jwk: { ...holder.publicKey } as never },
        generateSalt: saltOf,
      },
    )
  const options = {
    formats: [sdJwt.verification({ typ: 'example+sd-jwt' })],
    trust,
    status: ignoreStatus,
    context,
  } as const

  it('what it issues we accept, whole, recursive disclosures and decoys too', async () => {
    const result = await verify(await issuedThere(), { ...options, challenge: bearer })
    expect(result).toMatchObject({ accepted: true })
    if (result.accepted) expect(result.credential.claims).toMatchObject(claims)
  })

  it('what it issues we present, bound, and it accepts with the binding that its caller checks', async () => {
    const challenge = createChallenge({ protocol: 'direct', audience })
    const signer = await engine.signer(holder.privateKey, 'ES256')
    const [presented] = await present(
      [
        {
          credential: { format: 'sd-jwt', encoded: await issuedThere() },
          disclose: [
            ['degree', 'grade'],
            ['languages', 0],
          ],
          signer,
        },
      ],
      { formats: [sdJwt.presentation()], challenge, context },
    )
    const bindings: string[] = []
    const payload = await verifySDJWT(presented as string, async (jws) => holds(jws, issuer.publicKey), getHasher, {
      kb: {
        verifier: async (jws, jwk) => {
          bindings.push(jws)
          return holds(jws, jwk as unknown as PublicJwk)
        },
      },
    })
    expect(payload).toMatchObject({ degree: claims.degree })
    expect(payload).not.toHaveProperty('given_name')
    expect(bindings).toHaveLength(1)
    expect(await verify(presented as string, { ...options, challenge })).toMatchObject({ accepted: true })
  })

  it('what we issue it accepts, whole', async () => {
    const encoded = await issue(
      {
        claims,
        holderKey: holder.publicKey,
        disclosable: [sdJwt.everythingBelow()],
        decoys: [{ at: ['languages'], count: 2 }],
      },
      {
        format: sdJwt.issuance(),
        issuer: { id: issuerId, signer: await engine.signer(issuer.privateKey, 'ES256') },
        context,
      },
    )
    const payload = await verifySDJWT(encoded, async (jws) => holds(jws, issuer.publicKey), getHasher)
    expect(payload).toMatchObject({ iss: issuerId, ...claims })
  })

  it('what we issue with a stronger hash it accepts too', async () => {
    const encoded = await issue(
      { claims, disclosable: [['given_name']] },
      {
        format: sdJwt.issuance({ hash: 'sha-512' }),
        issuer: { id: issuerId, signer: await engine.signer(issuer.privateKey, 'ES256') },
        context,
      },
    )
    const names: string[] = []
    const payload = await verifySDJWT(
      encoded,
      async (jws) => holds(jws, issuer.publicKey),
      async (name) => {
        names.push(name)
        return (data) => createHash('sha512').update(data).digest('base64url')
      },
    )
    expect(payload).toMatchObject(claims)
    expect(names).toContain('sha-512')
  })
})
