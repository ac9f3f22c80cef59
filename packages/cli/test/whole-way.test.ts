import { stat } from 'node:fs/promises'
import { sdJwtWords } from '@hashikake/sd-jwt/words'
import { waistWords } from '@hashikake/verifier/explain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenge, degreeType, graduation, issuer, succeed, type Workplace } from './hashikake.ts'

let place: Workplace
const verify = ['verify', 'answer.sd-jwt', '--trust', 'issuer.jwks.json', ...challenge]

beforeAll(async () => {
  place = await graduation()
})
afterAll(() => place.remove())

describe('from a key to a verdict', () => {
  it('accepts what it issued and presented, and shows only what was disclosed', async () => {
    const { code, stdout, stderr } = await place.run(verify)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^✓ /)
    expect(stdout).toContain(`  ✓ ${sdJwtWords.en.checks.issuer_signature}`)
    expect(stdout).toContain(`  – ${waistWords.en.checks.status}`)
    expect(stdout).toContain(waistWords.en.skips.status_none)
    expect(stdout).toContain(`Type: ${degreeType}`)
    expect(stdout).toMatch(/^ {2}◇ {3}title: "Bachelor of Engineering"$/m)
    expect(stdout).toMatch(/^ {2}◇ {3}\[0\]: "JP"$/m)
    expect(stdout).toContain('exp: 4110134400 (2100-03-31T00:00:00Z)')
    for (const withheld of ['awarded', '2026-03-24', '見本花子', '"DE"']) expect(stdout).not.toContain(withheld)
  })

  it('reads the presentation from standard input, named or not', async () => {
    const input = await place.read('answer.sd-jwt')
    const rest = verify.slice(2)
    expect((await place.run(['verify', ...rest], { input })).code).toBe(0)
    expect((await place.run(['verify', '-', ...rest], { input: `\ufeff${input}\r\n\n` })).code).toBe(0)
  })

  it('hands everything on through pipes alone', async () => {
    const { stdout: credential } = await succeed(place, ['issue', '-', '--key', 'issuer.jwk', '--issuer', issuer], {
      input: await place.read('degree.json'),
    })
    const { stdout: presented } = await succeed(place, ['present', '-', '-d', '["degree"]', '--bearer'], {
      input: credential,
    })
    const { code, stdout } = await place.run(['verify', '--trust', 'issuer.jwks.json', '--bearer', '--json'], {
      input: presented,
    })
    expect(code).toBe(0)
    const { credential: shown, weakenings } = JSON.parse(stdout)
    expect(shown.claims.degree).toEqual(JSON.parse(await place.read('degree.json')).claims.degree)
    expect(shown.claims).not.toHaveProperty('given_name')
    expect(weakenings).toEqual(['bearer'])
  })

  it.each([
    ['ES384', 'jwk'],
    ['ES512', 'pem'],
    ['EdDSA', 'pem'],
    ['Ed25519', 'jwk'],
  ])('works with a key for %s as %s', async (algorithm, format) => {
    const { stdout } = await succeed(place, ['keygen', '-a', algorithm, '--format', format, '--out', algorithm])
    await place.write(`${algorithm}.public`, stdout)
    const keys = ['--key', algorithm, '--holder-key', `${algorithm}.public`]
    const { stdout: credential } = await succeed(place, ['issue', 'degree.json', ...keys, '--issuer', issuer])
    const { stdout: input } = await succeed(place, ['present', '-', '--key', algorithm, ...challenge], {
      input: credential,
    })
    const { code, stderr } = await place.run(['verify', '--trust', `${algorithm}.public`, ...challenge], { input })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('writes what is private for its owner alone, and never over a file that is there', async () => {
    for (const name of ['issuer.jwk', 'degree.sd-jwt', 'answer.sd-jwt']) {
      expect((await stat(place.path(name))).mode & 0o777).toBe(0o600)
    }
    const before = await place.read('issuer.jwk')
    const { code, stderr, stdout } = await place.run(['keygen', '--out', 'issuer.jwk'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe('hashikake: issuer.jwk exists already: choose another name, or overwrite it with --force\n')
    expect(await place.read('issuer.jwk')).toBe(before)
  })

  it('narrows the mode of a file that it overwrites', async () => {
    await place.write('open.jwk', 'readable by everybody')
    await succeed(place, ['keygen', '--out', 'open.jwk', '--force'])
    expect((await stat(place.path('open.jwk'))).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await place.read('open.jwk'))).toHaveProperty('d')
  })

  it('prints the private key only where no file is named, with a warning', async () => {
    const { stdout, stderr } = await place.run(['keygen'])
    expect(JSON.parse(stdout)).toHaveProperty('d')
    expect(stderr).toMatch(/^hashikake: this is a private key/)
    const { stdout: published } = await succeed(place, ['keygen', '--out', 'kept.jwk'])
    const { d, ...publicPart } = JSON.parse(await place.read('kept.jwk'))
    expect(JSON.parse(published)).toEqual({ keys: [publicPart] })
    expect(published).not.toContain(d)
  })

  it('keeps to the High Assurance Interoperability Profile', async () => {
    const fixture = (name: string): string => new URL(`fixtures/${name}`, import.meta.url).pathname
    const key = ['--key', fixture('certified-issuer.pem')]
    const haip = ['issue', 'degree.json', ...key, '--issuer', issuer, '--holder-key', 'holder.jwks.json', '--haip']
    await succeed(place, [...haip, '--certificates', fixture('certified-issuer.chain.pem'), '--out', 'haip.sd-jwt'])
    await succeed(place, ['present', 'haip.sd-jwt', '--key', 'holder.jwk', ...challenge, '--out', 'haip.answer'])
    await place.write('haip.public.pem', await publicPem(fixture('certified-issuer.pem')))
    const check = ['--trust', 'haip.public.pem', '--haip', '--json', ...challenge]
    expect((await place.run(['verify', 'haip.answer', ...check])).code).toBe(0)
    const plain = await place.run(['verify', 'answer.sd-jwt', ...check])
    expect(plain.code).toBe(1)
    expect(JSON.parse(plain.stdout).code).toBe('certificates_missing')

    const without = await place.run(haip)
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('add --certificates FILE') })
    const wrong = await place.run([...haip, '--certificates', fixture('root.pem')])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('does not begin with the certificate') })
  })
})

async function publicPem(privatePem: string): Promise<string> {
  const { createPublicKey } = await import('node:crypto')
  const { readFile } = await import('node:fs/promises')
  return createPublicKey(await readFile(privatePem))
    .export({ type: 'spki', format: 'pem' })
    .toString()
}
