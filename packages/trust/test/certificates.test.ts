import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import type { KeyCandidate, Trust } from '@hashikake/credential'
import { engine } from '@hashikake/crypto/engine'
import { signCompactJws } from '@hashikake/crypto/jws'
import { type PublicJwk, parsePublicJwk } from '@hashikake/crypto/keys'
import type { JsonObject } from '@hashikake/encoding/json'
import {
  type AnchorsOptions,
  anchors,
  createTrustList,
  degreeAwardingInstitutions,
  trustedEntities,
  verifyTrustList,
} from '@hashikake/trust'
import * as x509 from '@peculiar/x509'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  certificate,
  contextWith,
  entitiesOptions,
  issuer,
  listWith,
  now,
  outcomeOf,
  publicKey,
  requestFor,
  signer,
} from './fixtures.ts'

const chain = [certificate('issuer')]
const roots = [certificate('authority')]
const request = (members = {}) => requestFor({ certificates: chain, ...members })
const options: AnchorsOptions = { profile: 'generic', binding: 'san-uri' }

describe('anchors', () => {
  it('leave evidence by which a status list’s signer can be compared', async () => {
    const [found] = await anchors(roots, options).findKeys(request(), contextWith())
    expect(found).toMatchObject({
      issuer,
      evidence: {
        kind: 'certificate-path',
        profile: 'generic',
        binding: 'san-uri',
        subject: expect.stringContaining('issuer'),
      },
    })
    const { leaf, authority, anchor } = (found as KeyCandidate).evidence
    expect(authority).toBe(anchor)
    expect(leaf).not.toBe(anchor)
    expect(structuredClone(found?.evidence)).toEqual(found?.evidence)
  })

  it('find nothing where no certificate came, and no key for another algorithm', async () => {
    expect(await anchors(roots, options).findKeys(requestFor(), contextWith())).toEqual([])
    expect(await anchors(roots, options).findKeys(request({ algorithms: ['ES384'] }), contextWith())).toEqual([])
  })

  it('keep the profile that is asked for', async () => {
    const haip = anchors(roots, { ...options, profile: 'haip' })
    expect(await haip.findKeys(request(), contextWith())).toHaveLength(1)
    const withRoot = request({ certificates: [...chain, ...roots] })
    expect(await outcomeOf(() => haip.findKeys(withRoot, contextWith()))).toBe('certificate_anchor_included')
    const pinnedLeaf = anchors(chain, { ...options, profile: 'haip' })
    expect(await outcomeOf(() => pinnedLeaf.findKeys(request(), contextWith()))).toBe('certificate_anchor_included')
  })

  it('have no default binding or profile, and take no option that there is not', () => {
    const wrong = [
      {},
      { profile: 'generic' },
      { binding: 'none' },
      { ...options, binding: 'iss' },
      { ...options, binding: { organizationIdentifiers: { a: '' } } },
      { ...options, profile: '__proto__' },
      { ...options, revocation: true },
      { ...options, clockSkew: -1 },
      { ...options, crl: true },
    ]
    for (const one of wrong) expect(() => anchors(roots, one as never), JSON.stringify(one)).toThrow(TypeError)
    expect(() => anchors([], options)).toThrow(TypeError)
    expect(() => anchors([Uint8Array.of(1)], options)).toThrow(TypeError)
  })
})

describe('an institution’s own certificate', () => {
  const crlUrl = 'https://ca.example/crl.der'
  const seal = 'NTRJP-1234567890123'
  let root: Uint8Array
  let leaf: Uint8Array
  let leafKey: PublicJwk
  let leafSerial: string
  let makeCrl: (revoked: readonly string[]) => Promise<string>
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const day = 86_400_000

  beforeAll(async () => {
    const keys = (): Promise<webcrypto.CryptoKeyPair> =>
      crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>
    const [rootKeys, leafKeys] = [await keys(), await keys()]
    const times = { notBefore: new Date(now - day), notAfter: new Date(now + 365 * day) }
    const authority = await x509.X509CertificateGenerator.createSelfSigned({
      ...times,
      name: 'CN=Fixture Authority',
      serialNumber: '01',
      keys: rootKeys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      ],
    })
    const certificate = await x509.X509CertificateGenerator.create({
      ...times,
      subject: [{ C: ['JP'] }, { O: ['Fixture University'] }, { '2.5.4.97': [seal] }],
      issuer: authority.subjectName.toJSON(),
      serialNumber: '2a',
      publicKey: leafKeys.publicKey,
      signingKey: rootKeys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.CRLDistributionPointsExtension([crlUrl]),
      ],
    })
    root = new Uint8Array(authority.rawData)
    leaf = new Uint8Array(certificate.rawData)
    leafSerial = certificate.serialNumber
    leafKey = parsePublicJwk(
      await crypto.subtle.exportKey('jwk', leafKeys.publicKey).then(({ kty, crv, x, y }) => ({ kty, crv, x, y })),
    )
    makeCrl = async (revoked) => {
      const crl = await x509.X509CrlGenerator.create({
        issuer: authority.subjectName.toJSON(),
        thisUpdate: new Date(now - 3_600_000),
        nextUpdate: new Date(now + day),
        entries: revoked.map((serialNumber) => ({
          serialNumber,
          revocationDate: new Date(now - 7_200_000),
          reason: x509.X509CrlReason.keyCompromise,
        })),
        extensions: [new x509.Extension('2.5.29.20', false, Uint8Array.of(2, 1, 1))],
        signingAlgorithm: algorithm,
        signingKey: rootKeys.privateKey,
      })
      return Buffer.from(crl.rawData).toString('latin1')
    }
  })

  const own = (members = {}) => requestFor({ certificates: [leaf], ...members })
  const decide = async (trust: Trust, documents?: Record<string, string>): Promise<unknown> => {
    const context = binaryContext(documents)
    const [candidate] = await trust.findKeys(own(), context)
    expect(context.asked).toEqual([])
    const decision = await trust.decide(own(), candidate as KeyCandidate, context)
    return decision.trusted ? 'trusted' : `${decision.code}${decision.retryable ? ', retryable' : ''}`
  }

  it('is bound by its organization identifier, to the issuer that was written down for it', async () => {
    const bound = (identifiers: Record<string, string>) =>
      anchors([root], { profile: 'generic', binding: { organizationIdentifiers: identifiers } })
    const [found] = await bound({ [issuer]: seal }).findKeys(own(), contextWith())
    expect(found).toMatchObject({
      issuer,
      key: leafKey,
      evidence: { binding: 'organization-identifier', territory: 'JP' },
    })
    for (const identifiers of [{ [issuer]: `${seal}4` }, { 'https://other.example': seal }, {}] as Record<
      string,
      string
    >[]) {
      expect(await outcomeOf(() => bound(identifiers).findKeys(own(), contextWith()))).toBe(
        'certificate_binding_mismatch',
      )
    }
  })

  it('is asked for revocation only after its signature held, and only where the caller asks', async () => {
    const asking = anchors([root], { profile: 'generic', binding: 'none', revocation: 'crl' })
    expect(await decide(asking, { [crlUrl]: await makeCrl([]) })).toBe('trusted')
    expect(await decide(asking, { [crlUrl]: await makeCrl(['07', leafSerial]) })).toBe('certificate_revoked')
    expect(await decide(asking, {})).toBe('retrieval_unreachable, retryable')
    expect(await decide(asking)).toBe('retrieval_unavailable')
    expect(await decide(anchors([root], { profile: 'generic', binding: 'none' }))).toBe('trusted')
  })

  it('is asked for revocation on a list, too', async () => {
    const x5c = { X509Certificates: [{ val: Buffer.from(root).toString('base64') }], OtherIds: [issuer] }
    const text = await createTrustList(listWith({ ServiceDigitalIdentity: x5c } as JsonObject), {
      signer: await signer('second-issuer'),
      context: contextWith(),
    })
    const trust = trustedEntities({ ...entitiesOptions({ text }), revocation: 'crl' })
    expect(await decide(trust, { [crlUrl]: await makeCrl([]) })).toBe('trusted')
    expect(await decide(trust, { [crlUrl]: await makeCrl([leafSerial]) })).toBe('certificate_revoked')
  })
})

describe('a list that is signed with a certificate', () => {
  it('names it, and is verified under its authority', async () => {
    const text = await createTrustList(listWith(), {
      signer: await signer('issuer'),
      certificates: chain,
      context: contextWith(),
    })
    const verify = (list: readonly Uint8Array[]) =>
      verifyTrustList(text, {
        signer: anchors(list, { profile: 'generic', binding: 'none' }),
        type: degreeAwardingInstitutions.type,
        context: contextWith(),
      })
    expect((await verify(roots)).evidence[0]).toMatchObject({ kind: 'certificate-path' })
    expect(await outcomeOf(() => verify([certificate('attacker-authority')]))).toBe('certificate_authority_unknown')
  })

  it('is not taken where its resolver found another certificate than the header names', async () => {
    const header = { typ: 'JOSE', iat: now / 1000, 'x5t#S256': engine.sha256Base64url(chain[0] as Uint8Array) }
    const text = await signCompactJws(header, JSON.stringify(listWith()), await signer('issuer'))
    const key = parsePublicJwk(publicKey('issuer'))
    const verify = (leaf: string) =>
      verifyTrustList(text, {
        signer: { findKeys: () => [{ key, evidence: { kind: 'x', leaf } }], decide: () => ({ trusted: true }) },
        type: degreeAwardingInstitutions.type,
        context: contextWith(),
      })
    expect(await outcomeOf(() => verify(header['x5t#S256']))).toBe('done')
    expect(await outcomeOf(() => verify('another'))).toBe('trust_list_signature_malformed')
  })

  it('cannot be written with the certificate of another', async () => {
    const wrong = createTrustList(listWith(), {
      signer: await signer('attacker'),
      certificates: chain,
      context: contextWith(),
    })
    await expect(wrong).rejects.toThrow(TypeError)
  })
})

/** Documents as bytes, a character each. */
function binaryContext(documents?: Record<string, string>): ReturnType<typeof contextWith> {
  const context = contextWith(documents)
  const { retrieval } = context
  if (retrieval === undefined) return context
  const retrieve: typeof retrieval.retrieve = async (asked) => {
    const answer = await retrieval.retrieve(asked)
    return { ...answer, bytes: Uint8Array.from(Buffer.from(documents?.[asked.url] as string, 'latin1')) }
  }
  return { ...context, retrieval: { retrieve } }
}
