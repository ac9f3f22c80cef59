import { readFileSync } from 'node:fs'
import { engine } from '@hashikake/crypto/engine'
import {
  type CertificateProfile,
  type CertificateProfileName,
  certificatePathCache,
  certificateProfiles,
  fieldTolerances,
  parseCertificate,
  type TolerableRule,
  tolerableRules,
  tolerating,
  validatePath,
} from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import { describe, expect, it } from 'vitest'

interface Case {
  readonly id: string
  readonly at: string
  readonly input: { readonly json: Readonly<Record<string, unknown>> }
  readonly trust: { readonly certificates: readonly string[] }
  readonly expect: {
    readonly accepted: boolean
    readonly code?: string
    readonly output?: { readonly tolerated?: unknown }
  }
}

const file = new URL('../../../test-vectors/x509/mdoc-profiles.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] }
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'))
const named = (id: string): Case => cases.find((one) => one.id === id) as Case

/** A case's chain, under another profile. */
function questionOf(id: string, profile: CertificateProfile) {
  const { input, trust, at } = named(id)
  const chain = (input.json.chain as readonly string[]).map(bytes)
  const anchors = trust.certificates.map((text) => parseCertificate(bytes(text)))
  return [chain, { anchors, at: Date.parse(at) / 1000, profile, engine }] as const
}

async function outcomeOf(id: string, profile: CertificateProfile): Promise<unknown> {
  try {
    return (await validatePath(...questionOf(id, profile))).tolerated
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return thrown.cause instanceof Error ? `${thrown.code}: ${thrown.cause.message}` : thrown.code
  }
}

const strict = certificateProfiles['iso-mdoc-document-signer']

describe('tolerating', () => {
  it('gives a profile of its own, frozen, with each name once', () => {
    const first = tolerating('iso-mdoc-document-signer', ['leaf_too_long_lived', 'leaf_too_long_lived'])
    expect(first).toEqual({ ...strict, tolerates: ['leaf_too_long_lived'] })
    expect(tolerating(first, ['country_not_upper_case']).tolerates).toEqual([
      'country_not_upper_case',
      'leaf_too_long_lived',
    ])
    expect(Object.isFrozen(first) && Object.isFrozen(first.tolerates) && Object.isFrozen(fieldTolerances)).toBe(true)
    expect(strict.tolerates).toBeUndefined()
    expect(Object.values(certificateProfiles).some(({ tolerates }) => tolerates !== undefined)).toBe(false)
  })

  it('knows no other names, and no other profiles', () => {
    for (const name of ['', 'certificate_expired', 'signature_invalid', '__proto__', 'constructor', 7, undefined]) {
      expect(() => tolerating('iso-mdoc-document-signer', [name as TolerableRule]), String(name)).toThrow(TypeError)
    }
    expect(() => tolerating('iso-mdoc-document-signer', 'leaf_too_long_lived' as never)).toThrow(TypeError)
    for (const profile of ['__proto__', 'strict', undefined, {}]) {
      expect(() => tolerating(profile as CertificateProfileName, []), String(profile)).toThrow(TypeError)
    }
  })

  it('has a case for every name, where it lets through what strictly is refused, and no other name does', () => {
    const shown = new Set(cases.flatMap(({ expect: { output } }) => (output?.tolerated ?? []) as readonly string[]))
    expect([...shown].sort()).toEqual([...tolerableRules].sort())
  })
})

describe('a path under tolerances', () => {
  it('says in its refusal which rule it was, where that rule may be tolerated', async () => {
    expect(await outcomeOf('M40-3', strict)).toBe('certificate_profile_mismatch: leaf_too_long_lived')
    expect(await outcomeOf('M38-6', strict)).toBe('certificate_usage_mismatch: extended_key_usage_missing')
    expect(await outcomeOf('M39-12', strict)).toBe('certificate_profile_mismatch')
  })

  it('says what was tolerated, and only that, in a list that nobody can change', async () => {
    const field = tolerating(strict, fieldTolerances)
    expect(await outcomeOf('M40-3', field)).toEqual(['leaf_too_long_lived'])
    expect(await outcomeOf('base-document-signer', field)).toEqual([])
    expect(await outcomeOf('M40-3', tolerating(strict, []))).toBe('certificate_profile_mismatch: leaf_too_long_lived')
    const { tolerated } = await validatePath(...questionOf('M40-3', field))
    expect(Object.isFrozen(tolerated)).toBe(true)
  })

  // Revocation is asked elsewhere.
  const hard = cases.filter(
    ({ id, input, expect: { accepted } }) => id.endsWith('-tolerant') && !accepted && input.json.crls === undefined,
  )
  it.each(hard.map(({ id }) => [id]))('is refused by what protects identity, whatever is tolerated: %s', async (id) => {
    const { input, expect: expected } = named(id)
    const base = certificateProfiles[input.json.profile as CertificateProfileName]
    const maximumLength = (input.json.maximumLength as number | undefined) ?? base.maximumLength
    const outcome = await outcomeOf(id, tolerating({ ...base, maximumLength }, tolerableRules))
    expect(String(outcome).split(':')[0]).toBe(expected.code)
  })

  it('is remembered for its own tolerances alone', async () => {
    const cache = certificatePathCache()
    const ask = (profile: CertificateProfile) => cache.validate(...questionOf('M40-3', profile))
    const tolerant = tolerating(strict, ['leaf_too_long_lived'])
    expect((await ask(tolerant)).tolerated).toEqual(['leaf_too_long_lived'])
    expect(await ask(tolerant)).toBe(await ask(tolerating(strict, ['leaf_too_long_lived'])))
    await expect(ask(strict)).rejects.toThrow('certificate_profile_mismatch')
    await expect(ask(tolerating(strict, ['country_not_upper_case']))).rejects.toThrow('certificate_profile_mismatch')
  })
})
