import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenge, degreeDraft, graduation, issuer, succeed, type Workplace } from './hashikake.ts'

let place: Workplace

beforeAll(async () => {
  place = await graduation()
})
afterAll(() => place.remove())

async function inspect(...args: readonly string[]): Promise<string> {
  return (await succeed(place, ['inspect', ...args])).stdout
}

describe('inspect', () => {
  it('says first that nothing was verified', async () => {
    expect((await inspect('degree.sd-jwt')).split('\n')[0]).toContain('Nothing here was verified')
    expect((await inspect('degree.sd-jwt', '--locale', 'ja')).split('\n')[0]).toContain('検証されていません')
    expect(JSON.parse(await inspect('degree.sd-jwt', '--json'))).toMatchObject({ verified: false, format: 'dc+sd-jwt' })
  })

  it('marks what can be withheld, at the place where it stands', async () => {
    const lines = (await inspect('degree.sd-jwt')).split('\n')
    expect(lines).toContain('  ◇ given_name: "見本花子"')
    expect(lines).toContain('    degree')
    expect(lines).toContain('  ◇   title: "Bachelor of Engineering"')
    expect(lines).toContain('    nationalities')
    expect(lines).toContain('  ◇   [1]: "DE"')
    expect(lines).toContain(`    iss: "${issuer}"`)
    expect(lines).toContain('    iat: 1775001600 (2026-04-01T00:00:00Z)')
    expect(lines.join('\n')).toMatch(/^ {6}jwk: EC P-256 \(thumbprint [\w-]{43}\)$/m)
    expect(lines.join('\n')).not.toContain('digest')
    expect(lines).toContain('No key binding: this is a credential, or a presentation by bearer.')
  })

  it('lays a presentation open: what is withheld stays a number, the answer has dates', async () => {
    const text = await inspect('answer.sd-jwt')
    expect(text).toContain('3 digests have no disclosure here')
    expect(text).not.toContain('given_name')
    expect(text).toContain(`nonce: "${challenge[1]}"`)
    expect(text).toMatch(/Key binding \(the holder’s answer\)\n {4}iat: \d+ \(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\)/)
    const { unmatchedDigests, keyBinding, disclosures } = JSON.parse(await inspect('answer.sd-jwt', '--json'))
    expect({ unmatchedDigests, aud: keyBinding.aud }).toEqual({ unmatchedDigests: 3, aud: challenge[3] })
    expect(disclosures.map((one: { path: unknown }) => one.path)).toEqual(
      expect.arrayContaining([
        ['degree', 'title'],
        ['nationalities', 0],
      ]),
    )
  })

  it('shows what a stranger wrote without letting it act on the terminal', async () => {
    const claims = {
      'na\u202eme': 'red \u001b[31m and \u009b2J',
      hidden: 'zero\u200bwidth \u{e0041}',
      nested: { 'a b': [] },
    }
    await place.write('hostile.json', { ...degreeDraft, claims, disclosable: [] })
    await succeed(place, [
      'issue',
      'hostile.json',
      '--key',
      'issuer.jwk',
      '--issuer',
      issuer,
      '--out',
      'hostile.sd-jwt',
    ])
    const shown = [
      await inspect('hostile.sd-jwt'),
      (await succeed(place, ['verify', 'hostile.sd-jwt', '--trust', 'issuer.jwks.json', '--bearer'])).stdout,
    ]
    for (const text of shown) {
      expect(text).not.toMatch(/[^\P{C}\n]/u)
      expect(text).toContain('"na\\u202eme": "red \\u001b[31m and \\u009b2J"')
      expect(text).toContain('hidden: "zero\\u200bwidth \\udb40\\udc41"')
      expect(text).toContain('"a b": []')
    }
  })

  it('cuts a long value short and says by how much; JSON has it whole', async () => {
    const portrait = 'x'.repeat(1000)
    await place.write('long.json', { ...degreeDraft, claims: { portrait }, disclosable: [['portrait']] })
    await succeed(place, ['issue', 'long.json', '--key', 'issuer.jwk', '--issuer', issuer, '--out', 'long.sd-jwt'])
    expect(await inspect('long.sd-jwt')).toMatch(/portrait: "x{399}… and 602 characters more$/m)
    expect(JSON.parse(await inspect('long.sd-jwt', '--json')).claims.portrait).toBe(portrait)
  })

  it('tells an SD-JWT of another kind by its header', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    await place.write('plain', `${part({ alg: 'ES256', typ: 'example+sd-jwt' })}.${part({ sub: 'somebody' })}.AAAA~`)
    expect(JSON.parse(await inspect('plain', '--json')).format).toBe('sd-jwt')
    expect(await inspect('plain')).toContain('    sub: "somebody"')
  })

  it('refuses what is none, by a code', async () => {
    const { code, stdout, stderr } = await place.run(['inspect'], { input: 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      'hashikake: standard input: This is no SD-JWT, which has a "~" after its signature, and no mdoc, which is CBOR (format_unknown)\n',
    )
  })
})
