import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issuer, succeed, type Workplace, workplace } from './hashikake.ts'

const registrar = ['--subject', 'CN=Registrar, O=Example University, C=JP', '--uri', issuer]
const byRoot = ['--issued-by', 'root.pem', '--authority-key', 'root.jwk']
let place: Workplace

beforeAll(async () => {
  place = await workplace()
  await succeed(place, [
    'keygen',
    ...['--out', 'root.jwk', '--certificate', 'root.pem', '--authority', '--subject', 'CN=Example Root, C=JP'],
  ])
  await succeed(place, ['keygen', '--out', 'issuer.jwk', '--certificate', 'issuer.pem', ...registrar, ...byRoot])
})
afterAll(() => place.remove())

const read = async (name: string): Promise<X509Certificate> => new X509Certificate(await place.read(name))

describe('keygen --certificate', () => {
  it('makes an authority that signs itself, and a certificate that it signs', async () => {
    const [root, leaf] = [await read('root.pem'), await read('issuer.pem')]
    expect(root.ca).toBe(true)
    expect(root.verify(root.publicKey)).toBe(true)
    expect(leaf.ca).toBe(false)
    expect(leaf.verify(root.publicKey)).toBe(true)
    expect(leaf.checkIssued(root)).toBe(true)
    expect(leaf.subject.split('\n')).toEqual(['CN=Registrar', 'O=Example University', 'C=JP'])
    expect(leaf.subjectAltName).toBe(`URI:${issuer}`)
    expect(BigInt(`0x${leaf.serialNumber}`) >= 1n << 64n).toBe(true)
  })

  it('certifies the key that it wrote, which issues with it', async () => {
    await place.write('draft.json', { vct: `${issuer}/types/degree`, claims: {} })
    const issue = ['issue', 'draft.json', '--issuer', issuer, '--certificates', 'issuer.pem']
    expect((await place.run([...issue, '--key', 'issuer.jwk'])).code).toBe(0)
    expect((await place.run([...issue, '--key', 'root.jwk'])).stderr).toContain('does not begin with the certificate')
  })

  it.each(['ES384', 'ES512', 'Ed25519', 'EdDSA'])('for %s too', async (algorithm) => {
    const files = ['--out', `${algorithm}.jwk`, '--certificate', `${algorithm}.pem`]
    await succeed(place, ['keygen', '-a', algorithm, ...files, ...registrar, ...byRoot])
    expect((await read(`${algorithm}.pem`)).verify((await read('root.pem')).publicKey)).toBe(true)
  })

  it.each([
    ['--subject is for a certificate: add --certificate FILE', ['--out', 'x.jwk', '--subject', 'CN=X']],
    ['add --out FILE', ['--certificate', 'x.pem', '--subject', 'CN=X']],
    ['add --subject', ['--out', 'x.jwk', '--certificate', 'x.pem']],
    ['is no distinguished name', ['--out', 'x.jwk', '--certificate', 'x.pem', '--subject', 'nonsense']],
    ['go together', ['--out', 'x.jwk', '--certificate', 'x.pem', ...registrar, '--issued-by', 'root.pem']],
    [
      'may issue no certificates',
      [
        ...['--out', 'x.jwk', '--certificate', 'x.pem', ...registrar],
        ...['--issued-by', 'issuer.pem', '--authority-key', 'issuer.jwk'],
      ],
    ],
    [
      'is not the key of root.pem',
      [
        ...['--out', 'x.jwk', '--certificate', 'x.pem', ...registrar],
        ...['--issued-by', 'root.pem', '--authority-key', 'issuer.jwk'],
      ],
    ],
    ['whole days', ['--out', 'x.jwk', '--certificate', 'x.pem', ...registrar, '--days', '0']],
    ['object identifier', ['--out', 'x.jwk', '--certificate', 'x.pem', ...registrar, '--purpose', 'status']],
  ])('says what is missing: %s', async (sentence, options) => {
    const { code, stdout, stderr } = await place.run(['keygen', ...options])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
    await expect(place.read('x.jwk')).rejects.toThrow('ENOENT')
  })
})
