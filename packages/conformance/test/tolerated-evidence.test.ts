import { readFileSync } from 'node:fs'
import { bearer, type Evidence, type Trust } from '@hashikake/credential'
import { defaultContext } from '@hashikake/credential/context'
import { signCompactJws } from '@hashikake/crypto/jws'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { certificateProfiles, fieldTolerances } from '@hashikake/crypto/x509'
import { decodeBase64 } from '@hashikake/encoding/base64'
import type { JsonObject } from '@hashikake/encoding/json'
import { Refusal } from '@hashikake/encoding/refusal'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { type AnchorsOptions, anchors, anyOf } from '@hashikake/trust'
import { ignoreStatus, verify } from '@hashikake/verifier'
import { describe, expect, it } from 'vitest'

interface Case {
  readonly id: string
  readonly at: string
  readonly input: { readonly json: { readonly chain: readonly string[]; readonly crls?: Record<string, string> } }
  readonly trust: { readonly certificates: readonly string[] }
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../test-vectors/${path}`, import.meta.url), 'utf8'))
const { cases } = read('x509/mdoc-profiles.json') as { cases: readonly Case[] }
const named = (id: string): Case => cases.find((one) => one.id === id) as Case
const signer = await signerFromJwk((read('keys/issuer.json') as { key: JsonObject }).key)
const profile = 'iso-mdoc-document-signer'

const under = (id: string, options: Partial<AnchorsOptions> = {}): Trust =>
  anchors(named(id).trust.certificates.map(decodeBase64), { profile, binding: 'none', ...options })

/** A credential that the leaf of a case signed, verified at the case's time; with its lists to ask. */
async function judge(id: string, trust: Trust): Promise<readonly Evidence[] | string> {
  const { input, at } = named(id)
  const { chain, crls = {} } = input.json
  const now = Date.parse(at)
  const payload = { vct: 'https://registrar.example/vct/degree', iat: now / 1000, title: 'fixture' }
  const jwt = await signCompactJws({ typ: 'dc+sd-jwt', x5c: [...chain] }, JSON.stringify(payload), signer)
  const retrieve = async ({ url }: { url: string }) => {
    if (!Object.hasOwn(crls, url)) throw new Refusal('retrieval_unreachable', { retryable: true })
    const bytes = decodeBase64(crls[url] as string)
    return { url, mediaType: 'application/pkix-crl', bytes, retrievedAt: now / 1000 }
  }
  const result = await verify(`${jwt}~`, {
    formats: [sdJwtVc.verification()],
    trust,
    challenge: bearer,
    status: ignoreStatus,
    context: defaultContext({ now: () => now, retrieval: { retrieve } as never }),
  })
  if (result.accepted) return result.credential.evidence
  return `${result.stage}/${result.code}${result.retryable ? ', retryable' : ''}`
}

const toleratedIn = (evidence: readonly Evidence[] | string): unknown =>
  typeof evidence === 'string' ? evidence : evidence.map(({ kind, tolerated }) => [kind, tolerated])

describe('a verified credential', () => {
  it('says nothing of tolerances where none was needed', async () => {
    const evidence = await judge('base-document-signer', under('base-document-signer', { tolerate: fieldTolerances }))
    expect(toleratedIn(evidence)).toEqual([['certificate-path', undefined]])
    expect(Object.keys((evidence as readonly Evidence[])[0] as Evidence)).not.toContain('tolerated')
  })

  it('says which rules its issuer’s certificates break, and is refused by anchors that do not tolerate them', async () => {
    expect(await judge('M40-3', under('M40-3'))).toBe('trust/certificate_profile_mismatch')
    const evidence = await judge('M40-3', under('M40-3', { tolerate: fieldTolerances }))
    expect(toleratedIn(evidence)).toEqual([['certificate-path', ['leaf_too_long_lived']]])
    expect(Object.isFrozen((evidence as readonly Evidence[])[0]?.tolerated)).toBe(true)
    expect(await judge('M40-3', under('M40-3', { tolerate: ['country_not_upper_case'] }))).toBe(
      'trust/certificate_profile_mismatch',
    )
  })

  it('is held to the tolerances of its own anchor, where anchors with others are combined', async () => {
    const strictHere = under('M40-3')
    const tolerantHere = under('M40-3', { tolerate: ['leaf_too_long_lived'] })
    // Another authority, whose certificates may be anything.
    const tolerantElsewhere = anchors(
      [decodeBase64((read('keys/certificates.json') as { authority: string }).authority)],
      {
        profile,
        binding: 'none',
        tolerate: fieldTolerances,
      },
    )
    expect(toleratedIn(await judge('M40-3', anyOf(strictHere, tolerantHere)))).toEqual([
      ['certificate-path', ['leaf_too_long_lived']],
    ])
    expect(await judge('M40-3', anyOf(strictHere, tolerantElsewhere))).toBe('trust/certificate_profile_mismatch')
  })

  it('says what its revocation list breaks, or that it could not be had, where that is tolerated', async () => {
    const asking = (id: string, options: Partial<AnchorsOptions> = {}) =>
      judge(id, under(id, { revocation: 'crl', ...options }))
    expect(toleratedIn(await asking('base-revocation'))).toEqual([['certificate-path', undefined]])
    expect(await asking('M46-8')).toBe('trust/retrieval_unreachable, retryable')
    expect(toleratedIn(await asking('M46-8', { tolerate: ['revocation_list_unavailable'] }))).toEqual([
      ['certificate-path', undefined],
      ['certificate-path', ['revocation_list_unavailable']],
    ])
    const rule = 'revocation_list_too_long_lived'
    expect(await asking('M46-12')).toBe('trust/crl_profile_mismatch')
    expect(toleratedIn(await asking('M46-12', { tolerate: [rule] }))).toEqual([
      ['certificate-path', undefined],
      ['certificate-path', [rule]],
    ])
    for (const [id, code] of [
      ['M46-1', 'certificate_revoked'],
      ['M46-2', 'crl_stale, retryable'],
      ['M46-4', 'crl_signature_invalid'],
      ['M46-7', 'crl_malformed'],
    ] as const) {
      expect(await asking(id, { tolerate: ['revocation_list_unavailable'] })).toBe(`trust/${code}`)
    }
  })

  it('may come under an authority’s new key, where the anchor allows two certificates', async () => {
    expect(await judge('base-link', under('base-link'))).toBe('trust/certificate_chain_too_long')
    expect(toleratedIn(await judge('base-link', under('base-link', { maximumLength: 2 })))).toEqual([
      ['certificate-path', undefined],
    ])
  })
})

describe('anchors', () => {
  it('take no tolerance and no length that there is not', () => {
    for (const wrong of [
      { tolerate: ['leaf_too_long_live'] },
      { tolerate: ['certificate_expired'] },
      { tolerate: 'leaf_too_long_lived' },
      { tolerate: [7] },
      { maximumLength: 0 },
      { maximumLength: 11 },
      { maximumLength: 1.5 },
      { maximumLength: '2' },
    ]) {
      expect(() => under('M40-3', wrong as never), JSON.stringify(wrong)).toThrow(TypeError)
    }
    expect(() => under('M40-3', { profile: certificateProfiles.generic, tolerate: fieldTolerances })).not.toThrow()
  })
})
