import { generateKeyPairSync } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenge, degreeDraft, graduation, issuer, type Workplace } from './hashikake.ts'

let place: Workplace

beforeAll(async () => {
  place = await graduation()
  await mkdir(place.path('folder'))
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'specimen' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  await place.write('encrypted.pem', privateKey)
  const own = JSON.parse(await place.read('issuer.jwk'))
  const { d } = JSON.parse(await place.read('holder.jwk'))
  await place.write('halves.jwk', { ...own, d })
  await place.write('purpose.jwk', { ...own, use: 'enc' })
  await place.write('other-algorithm.jwk', { ...own, alg: 'ES384' })
  await place.write('rsa.jwk', { kty: 'RSA', n: 'AQAB', e: 'AQAB', d: 'AQAB' })
  await place.write('others.jwks', { keys: [{ kty: 'OKP', crv: 'X25519', x: 'AQAB' }] })
  await place.write('prose.txt', 'a note to myself')
  await place.write('certificate.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
  await place.write('nobody.json', {})
  await place.write('two-lines', `${await place.read('answer.sd-jwt')}${await place.read('answer.sd-jwt')}`)
})
afterAll(() => place.remove())

/** Runs it and demands one sentence on standard error, nothing else, and no piece of a key. */
async function complaint(
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<{ code: number | null; sentence: string }> {
  const { code, stdout, stderr } = await place.run(args, input === undefined ? {} : { input })
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^hashikake: [^\n]+\n$/)
  expect(stderr).not.toMatch(/\bat \w+ \(|node:|\.js:\d/)
  for (const name of ['issuer.jwk', 'holder.jwk']) expect(stderr).not.toContain(JSON.parse(await place.read(name)).d)
  return { code, sentence: stderr.slice('hashikake: '.length, -1) }
}

describe('key files', () => {
  const issue = (key: string, ...more: string[]): string[] => [
    'issue',
    'degree.json',
    '--key',
    key,
    '--issuer',
    issuer,
    ...more,
  ]
  const verify = (trust: string): string[] => ['verify', 'answer.sd-jwt', '--trust', trust, ...challenge]

  it.each([
    ['a missing file', issue('nope.jwk'), 'nope.jwk does not exist'],
    ['a folder', issue('folder'), 'folder is a folder'],
    ['a public key to sign with', issue('stranger.jwks.json'), 'holds a JWK Set'],
    ['prose to sign with', issue('prose.txt'), 'neither a JWK nor a PEM file'],
    ['an encrypted key', issue('encrypted.pem'), 'encrypted.pem is encrypted: write it out with'],
    ['halves of two keys', issue('halves.jwk'), 'its two halves do not belong together'],
    ['a key for encryption', issue('purpose.jwk'), 'not meant for signatures'],
    ['a key for another algorithm', issue('other-algorithm.jwk'), 'an algorithm that does not go with it'],
    ['an RSA key to sign with', issue('rsa.jwk'), 'of a kind that is not used here'],
    [
      'a private holder key',
      issue('issuer.jwk', '--holder-key', 'holder.jwk'),
      'private key where a public one is due',
    ],
    ['a private key to trust', verify('issuer.jwk'), 'private key where a public one is due'],
    ['an encrypted private key to trust', verify('encrypted.pem'), 'private key where a public one is due'],
    ['a certificate to trust', verify('certificate.pem'), 'openssl x509 -noout -pubkey'],
    ['only keys of other kinds to trust', verify('others.jwks'), 'has no key that can be used here'],
    ['prose to trust', verify('prose.txt'), 'holds no public keys'],
    ['a draft to trust', verify('degree.json'), 'degree.json, vct should have public keys'],
    ['nobody to trust', verify('nobody.json'), 'names nobody'],
    ['no trust at all', ['verify', 'answer.sd-jwt', ...challenge], 'Nobody is trusted'],
    [
      'an authority without a binding',
      [...verify('issuer.jwks.json'), '--anchor', 'issuer.pem'],
      '--anchor needs --binding',
    ],
    ['a list without its operator', [...verify('issuer.jwks.json'), '--list', 'list.jwt'], '--list-operator'],
    [
      'a key of a bundle without one',
      [...verify('issuer.jwks.json'), '--bundle-key', 'issuer.jwks.json'],
      'add --offline FILE',
    ],
  ])('says what is wrong with %s', async (_, args, sentence) => {
    const complained = await complaint(args)
    expect(complained.code).toBe(2)
    expect(complained.sentence).toContain(sentence)
  })
})

describe('drafts', () => {
  const { claims, ...rest } = degreeDraft
  it.each([
    ['no JSON', '{"vct":', 'is not valid JSON'],
    ['nothing', '', 'is empty'],
    ['a name twice', '{"vct":"a","vct":"b","claims":{}}', 'names a member twice'],
    ['a large number', '{"vct":"a","claims":{"n":12345678901234567890}}', 'number that would lose digits'],
    ['a list', '[]', 'is no draft'],
    ['no claims', JSON.stringify(rest), '"claims" is missing'],
    ['an empty type', JSON.stringify({ ...degreeDraft, vct: '' }), '"vct" should be'],
    ['claims that are a list', JSON.stringify({ vct: 'a', claims: [] }), '"claims" should be an object'],
    ['a name of the standard', JSON.stringify({ ...degreeDraft, exp: 1 }), 'call it "expires"'],
    [
      'an unknown member',
      JSON.stringify({ ...degreeDraft, colour: 'red' }),
      '"colour" has no meaning in a draft; a draft has vct,',
    ],
    ['a member named __proto__', '{"vct":"a","claims":{},"__proto__":{}}', '"__proto__" has no meaning'],
    [
      'a day that does not exist',
      JSON.stringify({ ...degreeDraft, expires: '2027-02-29' }),
      '"expires" should be an ISO 8601',
    ],
    [
      'a time without zone',
      JSON.stringify({ ...degreeDraft, notBefore: '2027-02-28T10:00:00' }),
      '"notBefore" should be',
    ],
    ['a time as a number', JSON.stringify({ ...degreeDraft, issuedAt: 1775001600 }), '"issuedAt" should be'],
    [
      'a dotted path',
      JSON.stringify({ ...degreeDraft, disclosable: [['given_name'], 'degree.title'] }),
      '"disclosable"[1] should be a claim path',
    ],
    [
      'two marks in one',
      JSON.stringify({ ...degreeDraft, disclosable: [{ asOne: ['degree'], everythingBelow: [] }] }),
      '"disclosable"[0]',
    ],
    [
      'a million decoys',
      JSON.stringify({ ...degreeDraft, decoys: [{ at: [], count: 1_000_000 }] }),
      '"decoys"[0] should be',
    ],
    ['other types that are none', JSON.stringify({ ...degreeDraft, akaVcts: [] }), '"akaVcts" should be a list'],
    ['a status that is none', JSON.stringify({ ...degreeDraft, status: 'valid' }), '"status" should be an object'],
  ])('says which member is wrong: %s', async (_, draft, sentence) => {
    const complained = await complaint(['issue', '-', '--key', 'issuer.jwk', '--issuer', issuer], draft)
    expect(complained).toEqual({ code: 2, sentence: expect.stringContaining(sentence) })
    expect(complained.sentence).not.toContain(claims.degree.title)
  })

  it.each([
    [
      'a mark that names nothing',
      { disclosable: [['degree', 'titel']] },
      ', ["degree","titel"]: No claim stands there',
      'path_unmatched',
    ],
    [
      'a claim that the command writes',
      { claims: { iss: 'https://other.example' }, disclosable: [] },
      ', ["iss"]: ',
      'claim_reserved',
    ],
    ['a type that must stay open', { disclosable: [['vct']] }, ', ["vct"]: ', 'claim_not_disclosable'],
    ['a name of the format', { claims: { _sd: [] }, disclosable: [] }, ', ["_sd"]: ', 'claim_name_reserved'],
    ['a status list without a place', { status: { status_list: { idx: 1 } } }, ': ', 'status_malformed'],
  ])('refuses by a code what the standard forbids: %s', async (_, change, place, code) => {
    const draft = JSON.stringify({ ...degreeDraft, ...change })
    const complained = await complaint(['issue', '-', '--key', 'issuer.jwk', '--issuer', issuer], draft)
    expect(complained.code).toBe(1)
    expect(complained.sentence).toMatch(/^standard input/)
    expect(complained.sentence).toContain(place)
    expect(complained.sentence).toMatch(new RegExp(` \\(${code}\\)$`))
  })
})

describe('presenting', () => {
  const present = (...args: string[]): string[] => ['present', 'degree.sd-jwt', ...args]

  it.each([
    ['nothing to answer', present('--key', 'holder.jwk'), 2, 'Add --nonce and --audience'],
    ['no audience', present('--key', 'holder.jwk', '--nonce', '8wNb_4tZsGxLkQ'), 2, 'Add --audience'],
    ['no key', present(...challenge), 2, 'add --key FILE'],
    ['both a nonce and a bearer', present('--bearer', '--nonce', '8wNb_4tZsGxLkQ'), 2, 'exclude each other'],
    ['a short nonce', present('--key', 'holder.jwk', '--nonce', 'abc', '--audience', 'a'), 2, 'too short'],
    ['another key', present('--key', 'stranger.jwk', ...challenge), 1, '(holder_key_differs)'],
    ['a claim that is not there', present('--bearer', '-d', '["degree","titel"]'), 1, ', ["degree","titel"]: '],
    ['what was presented already', ['present', 'answer.sd-jwt', '--bearer'], 1, '(key_binding_unexpected)'],
    ['an empty input', ['present', '-', '--bearer'], 2, 'standard input is empty'],
    ['two lines', ['verify', 'two-lines', '--trust', 'issuer.jwks.json', ...challenge], 2, 'several lines'],
  ])('says what is wrong: %s', async (_, args, code, sentence) => {
    expect(await complaint(args)).toEqual({ code, sentence: expect.stringContaining(sentence) })
  })

  it('stops reading what is too large, and what is no text', async () => {
    const large = await complaint(['inspect'], new Uint8Array(8 * 1024 * 1024 + 1).fill(97))
    expect(large).toEqual({ code: 2, sentence: expect.stringContaining('larger than 8 MiB') })
    const bytes = await complaint(['inspect'], new Uint8Array([0xff, 0xfe, 0x7e]))
    expect(bytes).toEqual({ code: 2, sentence: expect.stringContaining('is not UTF-8 text') })
  })
})

describe('the command line', () => {
  it.each([
    ['an unknown command', ['verfy'], "unknown command 'verfy'"],
    ['an unknown option', ['verify', '--trust', 'a', '--thrust', 'b'], "unknown option '--thrust'"],
    ['too many files', ['inspect', 'a', 'b'], 'too many arguments'],
    ['an unknown algorithm', ['keygen', '--algorithm', 'none'], 'Allowed choices are ES256'],
    ['an unknown language', ['inspect', '--locale', 'tlh'], 'Allowed choices are en, ja'],
    ['a dotted path', ['present', 'a', '--disclose', 'degree.title'], `in quotes: '["degree","title"]'`],
    ['a path with slashes', ['present', 'a', '--disclose', '/degrees/0'], `in quotes: '["degrees",0]'`],
    ['a path of another kind', ['verify', '--require', '{"a":1}'], `in quotes: '["degree","title"]'`],
    ['a path with a fraction', ['verify', '--require', '["a",1.5]'], 'A claim path is a JSON array'],
    ['an issuer that is no URL', ['verify', '--issuer', 'registrar'], 'a URL: https://registrar.example'],
    ['a time without zone', ['verify', '--at', '2026-04-01T10:00'], 'a time with its zone'],
    ['a skew of two hours', ['verify', '--clock-skew', '7200'], 'whole seconds from 0 to 3600'],
    ['an age of nothing', ['verify', '--max-age', '0'], 'whole seconds from 1'],
  ])('ends with 2 and a hint for %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await place.run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^hashikake: /)
    expect(stderr).toContain(sentence)
    expect(stderr).toMatch(/Add --help to see how it is used\.\n$/)
  })

  it('shows where it happened only when asked', async () => {
    const args = ['inspect', 'nope']
    expect((await place.run(args)).stderr).not.toContain('ENOENT')
    const { code, stderr } = await place.run(args, { environment: { HASHIKAKE_DEBUG: '1' } })
    expect(code).toBe(2)
    expect(stderr).toContain('ENOENT')
  })
})
