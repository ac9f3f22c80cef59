import { defaultContext } from '@hashikake/credential/context'
import { writeBundle } from '@hashikake/credential/retrieval'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { sdJwtWords } from '@hashikake/sd-jwt/words'
import { waistWords } from '@hashikake/verifier/explain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  challenge,
  degreeDraft,
  degreeType,
  type Ended,
  graduation,
  issueAs,
  issuer,
  succeed,
  type Workplace,
} from './hashikake.ts'

let place: Workplace

beforeAll(async () => {
  place = await graduation()
  const keys = JSON.parse(await place.read('issuer.jwks.json'))
  await place.write('issuers.json', { [issuer]: keys })
  await place.write('others.json', { 'https://other.example': keys })
})
afterAll(() => place.remove())

const trust = ['--trust', 'issuer.jwks.json'] as const
const verify = (...args: readonly string[]): Promise<Ended> =>
  place.run(['verify', 'answer.sd-jwt', ...challenge, ...args])

/** What `--json` says, and the exit code. */
async function verdict(...args: readonly string[]): Promise<{ code: number | null; stage?: string; refusal?: string }> {
  const { code, stdout } = await place.run(['verify', ...args, '--json'])
  const { accepted, stage, code: refusal } = JSON.parse(stdout)
  return accepted ? { code } : { code, stage, refusal }
}

describe('verdicts', () => {
  it('rejects a changed disclosure, in words and in JSON', async () => {
    const [jwt = '', first = '', ...rest] = (await place.read('answer.sd-jwt')).split('~')
    const other = first.startsWith('WyJ') ? `WyK${first.slice(3)}` : `WyJ${first.slice(3)}`
    await place.write('tampered', [jwt, other, ...rest].join('~'))
    const { code, stdout, stderr } = await place.run(['verify', 'tampered', ...trust, ...challenge])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^✗ /)
    expect(stdout).toContain(`  · ${waistWords.en.checks.validity}`)
    expect(stdout).not.toContain('Claims')
  })

  it('rejects a changed claim of the issuer by its signature', async () => {
    const [jwt = '', ...rest] = (await place.read('answer.sd-jwt')).split('~')
    const [header, payload = '', signature] = jwt.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, vct: 'https://registrar.example/types/doctor' })).toString(
      'base64url',
    )
    await place.write('forged', [[header, forged, signature].join('.'), ...rest].join('~'))
    expect(await verdict('forged', ...trust, ...challenge)).toEqual({
      code: 1,
      stage: 'authenticate',
      refusal: 'signature_invalid',
    })
    const { stdout } = await place.run(['verify', 'forged', ...trust, ...challenge])
    expect(stdout).toContain(`  ✗ ${sdJwtWords.en.checks.issuer_signature}`)
    expect(stdout).toContain(waistWords.en.codes.signature_invalid)
    expect(stdout).not.toContain('doctor')
  })

  it.each([
    ['another nonce', ['--nonce', 'another-nonce', '--audience', challenge[3]], 'key_binding_nonce_mismatch'],
    [
      'another audience',
      ['--nonce', challenge[1], '--audience', 'https://other.example'],
      'key_binding_audience_mismatch',
    ],
    ['a bearer where it is bound', ['--bearer'], 'key_binding_unexpected'],
  ])('rejects it for %s', async (_, asked, refusal) => {
    expect(await verdict('answer.sd-jwt', ...trust, ...asked)).toMatchObject({ code: 1, refusal })
  })

  it('rejects the credential itself where an answer is due', async () => {
    expect(await verdict('degree.sd-jwt', ...trust, ...challenge)).toMatchObject({ refusal: 'key_binding_missing' })
  })

  it.each([
    ['a stranger’s key', ['--trust', 'stranger.jwks.json'], 'trust', 'key_unknown'],
    ['the key under another issuer', ['--trust', 'others.json'], 'trust', 'key_unknown'],
    ['another issuer than asked', [...trust, '--issuer', 'https://other.example'], 'trust', 'key_unknown'],
    [
      'an issuer that is trusted but not asked',
      ['--trust', 'issuers.json', '--issuer', 'https://other.example'],
      'policy',
      'issuer_not_allowed',
    ],
    ['another type', [...trust, '--type', 'urn:other'], 'policy', 'type_not_allowed'],
    ['a withheld claim', [...trust, '--require', '["given_name"]'], 'policy', 'claim_missing'],
    ['an old credential', [...trust, '--max-age', '60'], 'policy', 'too_old'],
  ])('rejects %s', async (_, args, stage, refusal) => {
    expect(await verdict('answer.sd-jwt', ...challenge, ...args)).toEqual({ code: 1, stage, refusal })
  })

  it('accepts what meets every rule, and names the issuer of the trust file', async () => {
    const rules = ['--issuer', 'https://other.example', '--issuer', issuer, '--type', 'urn:other', '--type', degreeType]
    const { code, stdout } = await verify(
      '--trust',
      'issuers.json',
      ...rules,
      '--require',
      '["degree","title"]',
      '--max-age',
      '4000000000',
    )
    expect(code).toBe(0)
    expect(stdout).toContain(`Issuer: ${issuer}\n`)
  })

  it('binds keys that name no issuer to the one that was asked for', async () => {
    const { code, stdout } = await verify(...trust, '--issuer', issuer)
    expect(code).toBe(0)
    expect(stdout).toContain(`Issuer: ${issuer}\n`)
    expect((await verify(...trust)).stdout).toContain('Issuer: your trust file names none')
  })

  it('takes several trust files, passes over keys of other kinds and says so', async () => {
    const [key] = JSON.parse(await place.read('issuer.jwks.json')).keys
    await place.write('mixed.json', { keys: [key, { kty: 'OKP', crv: 'X25519', x: 'AQAB' }] })
    const { code, stderr } = await verify('--trust', 'stranger.jwks.json', '--trust', 'mixed.json')
    expect(code).toBe(0)
    expect(stderr).toBe('hashikake: mixed.json: of 2 keys, 1 cannot be used here\n')
    await place.write('single.json', key)
    expect((await verify('--trust', 'single.json')).code).toBe(0)
  })

  it('judges by the clock that it is given', async () => {
    // Not bound to a key: an answer has a time of its own, which would have to fit as well.
    await place.write('unbound.json', { ...degreeDraft, notBefore: '2026-05-01', expires: '2026-06-01T00:00:00+09:00' })
    await succeed(place, [
      'issue',
      'unbound.json',
      '--key',
      'issuer.jwk',
      '--issuer',
      issuer,
      '--out',
      'unbound.sd-jwt',
    ])
    const at = (time: string, ...more: string[]) =>
      verdict('unbound.sd-jwt', ...trust, '--bearer', '--at', time, ...more)
    expect(await at('2026-04-30T23:59:59Z')).toMatchObject({ code: 1, refusal: 'not_yet_valid' })
    expect(await at('2026-04-30T23:59:59Z', '--clock-skew', '1')).toEqual({ code: 0 })
    expect(await at('2026-05-01')).toEqual({ code: 0 })
    expect(await at('2026-05-31T14:59:59Z')).toEqual({ code: 0 })
    expect(await at('2026-05-31T15:00:00Z')).toMatchObject({ code: 1, refusal: 'expired' })
  })
})

describe('revocation', () => {
  beforeAll(async () => {
    const status = { status_list: { idx: 7, uri: 'https://registrar.example/status/1' } }
    await place.write('status.json', { ...degreeDraft, status })
    await issueAs(place, 'status.json', 'status.sd-jwt')
    await succeed(place, ['present', 'status.sd-jwt', '--key', 'holder.jwk', ...challenge, '--out', 'status.answer'])
  })

  it('is asked of nobody but the bundle, where there is one', async () => {
    const parts = [
      { url: 'https://other.example/', mediaType: 'text/plain', bytes: new Uint8Array([1]), retrievedAt: 1 },
    ]
    const signer = await signerFromJwk(JSON.parse(await place.read('issuer.jwk')))
    await place.write('empty.bundle', await writeBundle(parts, { signer, context: defaultContext() }))
    const args = ['verify', 'status.answer', ...trust, ...challenge, '--offline', 'empty.bundle']
    const { code, stdout, stderr } = await place.run([...args, '--bundle-key', 'issuer.jwks.json'])
    expect(code).toBe(1)
    expect(stdout).toContain(`  ✗ ${waistWords.en.checks.status}`)
    expect(stdout).toContain(waistWords.en.codes.retrieval_not_in_bundle)
    expect(stderr).toMatch(/^empty\.bundle: https:\/\/other\.example\/ is \d+ days old\n$/)
    expect((await place.run(args)).stderr).toContain('--offline needs --bundle-key')
    const foreign = await place.run([...args, '--bundle-key', 'stranger.jwks.json'])
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('bundle_signature_invalid') })
  })

  it('is left unchecked only on request, and the verdict says so', async () => {
    const args = ['verify', 'status.answer', ...trust, ...challenge, '--ignore-status']
    const { code, stdout } = await place.run(args)
    expect(code).toBe(0)
    expect(stdout).toContain(`  – ${waistWords.en.checks.status}`)
    expect(stdout).toContain(waistWords.en.weakenings.ignoreStatus)
    expect(JSON.parse((await place.run([...args, '--json'])).stdout)).toMatchObject({
      weakenings: ['ignoreStatus'],
      credential: { status: 'not_checked' },
    })
  })
})

describe('the record', () => {
  it('says how it was judged, without a claim, for accepted and rejected alike', async () => {
    expect((await verify(...trust, '--record', 'record.json')).code).toBe(0)
    const text = await place.read('record.json')
    const { accepted, rules, sha256 } = JSON.parse(text)
    expect({ accepted, nonce: rules.challenge.nonce }).toEqual({ accepted: true, nonce: challenge[1] })
    expect(JSON.parse((await verify(...trust, '--json')).stdout).sha256).toBe(sha256)
    expect(text).not.toContain('Bachelor')

    const again = await verify(...trust, '--record', 'record.json')
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('record.json exists already') })
    const refused = await verify('--trust', 'stranger.jwks.json', '--record', 'record.json', '--force')
    expect(refused.code).toBe(1)
    expect(JSON.parse(await place.read('record.json'))).toMatchObject({ accepted: false })
  })
})

describe('languages and colours', () => {
  it('speaks Japanese on request and by the environment', async () => {
    const asked = await verify(...trust, '--locale', 'ja')
    const isJapanese = new RegExp(`^✓ ${waistWords.ja.verdicts.accepted.slice(0, 4)}`)
    expect(asked.stdout).toMatch(isJapanese)
    expect(asked.stdout).toContain(`  ✓ ${sdJwtWords.ja.checks.issuer_signature}`)
    expect(asked.stdout).toContain('記載事項')
    expect(asked.stdout).not.toMatch(/passed|Checks|Issuer|Claims/)
    const inherit = (environment: Record<string, string>, ...more: string[]) =>
      place.run(['verify', 'answer.sd-jwt', ...trust, ...challenge, ...more], { environment })
    const timeless = (text: string): string => text.replace(/\d{4}-\d\d-\d\d[ T][\d:.]+/g, '')
    expect(timeless((await inherit({ LANG: 'ja_JP.UTF-8' })).stdout)).toBe(timeless(asked.stdout))
    expect((await inherit({ LANG: 'de_DE.UTF-8', LC_ALL: 'ja_JP.UTF-8' })).stdout).toMatch(isJapanese)
    expect((await inherit({ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' })).stdout).not.toMatch(isJapanese)
    expect((await inherit({ LANG: 'ja_JP.UTF-8' }, '--locale', 'en')).stdout).toContain(waistWords.en.checks.status)
  })

  it('colours nothing in a pipe, and nothing where NO_COLOR is set', async () => {
    const sequence = '\u001b['
    const inside = async (environment: Record<string, string>): Promise<string> =>
      (await place.run(['verify', 'answer.sd-jwt', ...trust, ...challenge], { environment })).stdout
    expect(await inside({})).not.toContain(sequence)
    expect(await inside({ FORCE_COLOR: '1' })).toContain(`${sequence}32m✓${sequence}39m`)
    expect(await inside({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain(sequence)
    expect(await inside({ FORCE_COLOR: '1', TERM: 'dumb' })).not.toContain(sequence)
  })
})
