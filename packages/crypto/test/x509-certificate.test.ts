import 'reflect-metadata'
import { engine } from '@hashikake/crypto/engine'
import { certificateProfiles, parseCertificate, parseCrl, validatePath } from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, certificate, chain, day, leafRequest, middleRequest, now, party, rootRequest, tlv } from './x509-chains.ts'

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code
    throw thrown
  }
  return 'accepted'
}
const made = await chain()
const hex = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(new Uint8Array(bytes)).toString('hex')

describe('parseCertificate', () => {
  it.each(['root', 'middle', 'leaf'] as const)('reads in the %s what an independent library reads', (place) => {
    const [ours, theirs] = [parseCertificate(made[place]), new x509.X509Certificate(made[place])]
    expect(ours.serialNumber).toBe(theirs.serialNumber)
    expect(ours.notBefore).toBe(theirs.notBefore.getTime() / 1000)
    expect(ours.notAfter).toBe(theirs.notAfter.getTime() / 1000)
    expect(hex(ours.subjectPublicKeyInfo)).toBe(hex(theirs.publicKey.rawData))
    expect(ours.subject.text.split(',').reverse().join(', ')).toBe(theirs.subject)
    expect(ours.issuer.text.split(',').reverse().join(', ')).toBe(theirs.issuer)
    expect(ours.extensions.map(({ type, critical, value }) => [type, critical, hex(value)])).toEqual(
      theirs.extensions.map(({ type, critical, value }) => [type, critical, hex(value)]),
    )
    const constraints = theirs.getExtension(x509.BasicConstraintsExtension)
    expect(ours.basicConstraints?.isAuthority).toBe(constraints?.ca)
    expect(ours.basicConstraints?.pathLength).toBe(constraints?.pathLength)
    expect(ours.subjectKeyIdentifier).toBe(theirs.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId)
    expect(ours.authorityKeyIdentifier).toBe(theirs.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId)
  })

  it('keeps nothing of what it was given, be it a Buffer, whose slices share their bytes', () => {
    const given = Buffer.from(made.leaf)
    const certificate = parseCertificate(given)
    given.fill(0)
    expect(certificate).toEqual(parseCertificate(made.leaf))
  })

  it('gives the names, the key and the usage', () => {
    const { subjectAlternativeNames, publicKey, keyUsage, subject } = parseCertificate(made.leaf)
    expect(subjectAlternativeNames).toMatchObject({ uris: ['https://registrar.example'], dns: ['registrar.example'] })
    expect(publicKey).toMatchObject({ kty: 'EC', crv: 'P-256' })
    expect(keyUsage).toEqual(['digitalSignature'])
    expect(subject.attributes[1]).toEqual({ type: '2.5.4.10', value: 'Example University' })
  })

  it('has an RSA key too', async () => {
    const key = await party('root', 'RSA')
    expect(parseCertificate(await certificate(await rootRequest({ key, signer: key }))).publicKey).toMatchObject({
      kty: 'RSA',
      e: 'AQAB',
    })
  })

  /** The same certificate with one run of bytes put in another’s place, lengths mended by hand where they change. */
  const replaced = (from: string, to: string): Uint8Array => {
    const text = hex(made.leaf)
    const place = text.indexOf(from)
    expect(place).toBeGreaterThan(0)
    return Uint8Array.from(Buffer.from(text.slice(0, place) + to + text.slice(place + from.length), 'hex'))
  }

  it.each<[string, () => Uint8Array]>([
    ['nothing', () => new Uint8Array()],
    ['a byte left over', () => Uint8Array.from([...made.leaf, 0])],
    ['a byte missing', () => made.leaf.slice(0, -1)],
    ['a length told by an end mark', () => Uint8Array.from([0x30, 0x80, ...made.leaf.slice(4), 0, 0])],
    ['a length in more bytes than needed', () => Uint8Array.from([0x30, 0x83, 0, ...made.leaf.slice(2)])],
    ['version 2', () => replaced('a003020102', 'a003020101')],
    ['a negative serial number', () => replaced('02024103', '02028103')],
    ['a padded serial number', () => replaced('02024103', '02020003')],
    ['a serial number of zero', () => replaced('02024103', '02020000')],
    ['another algorithm within than without', () => replaced('06082a8648ce3d040302', '06082a8648ce3d040303')],
    ['FALSE written out', () => replaced('0603551d0f0101ff', '0603551d0f010100')],
    ['an extension twice', () => replaced('0603551d23', '0603551d0e')],
    ['a month 13', () => replaced('17'.concat('0d', '32363036'), '17'.concat('0d', '32363133'))],
    ['a tag of several bytes', () => replaced('0603551d0f', '1f03551d0f')],
  ])('refuses %s', (_, make) => {
    expect(codeOf(() => parseCertificate(made.leaf))).toBe('accepted')
    expect(codeOf(() => parseCertificate(make()))).toBe('certificate_malformed')
  })

  const dns = (name: string): Uint8Array => tlv(0x82, new TextEncoder().encode(name))
  const tree = (name: string): Uint8Array => tlv(0x30, dns(name))
  const address = (bytes: number): Uint8Array => tlv(0x87, new Uint8Array(bytes))
  const directory = (count: number): Uint8Array => tlv(0xa4, ...Array.from({ length: count }, () => tlv(0x30)))
  const uri = tlv(0x86, new TextEncoder().encode('https://a.example'))
  it.each<[title: string, type: string, value: Uint8Array, taken: boolean]>([
    ['name constraints', '2.5.29.30', tlv(0x30, tlv(0xa0, tree('a.example')), tlv(0xa1, tree('b.example'))), true],
    ['two lists of permitted names', '2.5.29.30', tlv(0x30, tlv(0xa0, tree('a')), tlv(0xa0, tree('b'))), false],
    ['two lists of excluded names', '2.5.29.30', tlv(0x30, tlv(0xa1, tree('a')), tlv(0xa1, tree('b'))), false],
    ['excluded names before permitted ones', '2.5.29.30', tlv(0x30, tlv(0xa1, tree('a')), tlv(0xa0, tree('b'))), false],
    ['a list of no names', '2.5.29.30', tlv(0x30, tlv(0xa0)), false],
    ['a range of addresses', '2.5.29.30', tlv(0x30, tlv(0xa0, tlv(0x30, address(8)))), true],
    ['a range of addresses of five bytes', '2.5.29.30', tlv(0x30, tlv(0xa0, tlv(0x30, address(5)))), false],
    ['alternative names', '2.5.29.17', tlv(0x30, dns('a.example'), address(4), directory(1)), true],
    ['no alternative names', '2.5.29.17', tlv(0x30), false],
    ['an address of three bytes', '2.5.29.17', tlv(0x30, address(3)), false],
    ['two directory names in one', '2.5.29.17', tlv(0x30, directory(2)), false],
    ['an authority key', '2.5.29.35', tlv(0x30, tlv(0x80, new Uint8Array(20))), true],
    ['two authority keys', '2.5.29.35', tlv(0x30, tlv(0x80, new Uint8Array(20)), tlv(0x80, new Uint8Array(20))), false],
    ['a distribution point', '2.5.29.31', tlv(0x30, tlv(0x30, tlv(0xa0, tlv(0xa0, uri)))), true],
    ['one of two names', '2.5.29.31', tlv(0x30, tlv(0x30, tlv(0xa0, tlv(0xa0, uri), tlv(0xa1)))), false],
    [
      'one that is named twice',
      '2.5.29.31',
      tlv(0x30, tlv(0x30, ...[1, 2].map(() => tlv(0xa0, tlv(0xa0, uri))))),
      false,
    ],
    ['no distribution point', '2.5.29.31', tlv(0x30), false],
  ])('reads %s as the only reading that there is, or not at all', async (_, type, value, taken) => {
    const extensions = [new x509.Extension(type, false, value as never)]
    const der = await certificate(await leafRequest({ extensions }))
    expect(codeOf(() => parseCertificate(der))).toBe(taken ? 'accepted' : 'certificate_malformed')
  })

  it('no changed byte throws anything but a refusal, or is believed', async () => {
    const anchors = [parseCertificate(made.root)]
    await fc.assert(
      fc.asyncProperty(fc.nat(made.leaf.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const leaf = made.leaf.slice()
        leaf[place] = (leaf[place] as number) ^ change
        const code = await validatePath([leaf, made.middle], {
          anchors,
          at,
          profile: certificateProfiles.generic,
          engine,
        }).then(
          () => 'accepted',
          (thrown: unknown) => {
            if (thrown instanceof Refusal) return thrown.code
            throw thrown
          },
        )
        expect(code).not.toBe('accepted')
      }),
      { numRuns: 400 },
    )
  })

  it('refuses wrong use at once', () => {
    expect(() => parseCertificate('MIIB' as never)).toThrow(
      new TypeError('parseCertificate takes DER bytes: a Uint8Array'),
    )
    expect(() => parseCrl('MIIB' as never)).toThrow(new TypeError('parseCrl takes DER bytes: a Uint8Array'))
  })
})

describe('revocation lists', async () => {
  const points = new x509.CRLDistributionPointsExtension(['https://authority.example/crl'])
  const middle = await middleRequest()
  const leaf = await leafRequest()
  const { root, ...sent } = await chain({ leaf: { extensions: [...leaf.extensions, points] } })
  const list = async (change: Partial<x509.X509CrlCreateParams> = {}, signer = middle.key): Promise<Uint8Array> => {
    const crl = await x509.X509CrlGenerator.create({
      issuer: middle.subject,
      thisUpdate: new Date(now.getTime() - day),
      nextUpdate: new Date(now.getTime() + day),
      signingKey: signer.keys.privateKey,
      signingAlgorithm: signer.algorithm as never,
      entries: [
        {
          serialNumber: '0999',
          revocationDate: new Date(now.getTime() - 5 * day),
          reason: x509.X509CrlReason.superseded,
        },
      ],
      extensions: [new x509.Extension('2.5.29.20', false, tlv(2, new Uint8Array([7])) as never)],
      ...change,
    })
    return new Uint8Array(crl.rawData)
  }
  const judge = async (crl: Uint8Array | undefined, time = at): Promise<string> =>
    validatePath([sent.leaf, sent.middle], {
      anchors: [parseCertificate(root)],
      at: time,
      profile: certificateProfiles.generic,
      engine,
      crls: (uris) => {
        expect(uris).toEqual(['https://authority.example/crl'])
        return crl
      },
    }).then(
      ({ expires }) => `OK until ${expires}`,
      (thrown: unknown) => {
        if (!(thrown instanceof Refusal)) throw thrown
        return thrown.retryable ? `${thrown.code}, retryable` : thrown.code
      },
    )
  // That library writes an empty list of extensions for an entry without a reason, which RFC 5280 §5.1 forbids.
  const revoked = (serialNumber: string, reason = x509.X509CrlReason.keyCompromise) => ({
    entries: [{ serialNumber, revocationDate: new Date(now.getTime() - day), reason }],
  })

  it('are asked, and shorten how long a path may be remembered', async () => {
    expect(await judge(await list())).toBe(`OK until ${at + day / 1000}`)
  })

  it.each<[string, () => Promise<Uint8Array | undefined>, string]>([
    ['a revoked leaf', () => list(revoked('4103')), 'certificate_revoked'],
    ['another that is revoked', () => list(revoked('4104')), `OK until ${at + day / 1000}`],
    ['no list', async () => undefined, 'crl_unavailable, retryable'],
    [
      'a list of the day before yesterday',
      () => list({ nextUpdate: new Date(now.getTime() - 1000) }),
      'crl_stale, retryable',
    ],
    ['a list of tomorrow', () => list({ thisUpdate: new Date(now.getTime() + 1000) }), 'crl_stale, retryable'],
    ['a list of another issuer', () => list({ issuer: 'CN=Another, C=JP' }), 'crl_issuer_mismatch'],
    ['a list signed by another', () => party('other').then((other) => list({}, other)), 'crl_signature_invalid'],
    ['no list at all', async () => new Uint8Array([0x30, 0]), 'crl_malformed'],
    ['a list too large', async () => new Uint8Array(2 ** 16 + 1), 'crl_too_large'],
    [
      'a delta',
      () => list({ extensions: [new x509.Extension('2.5.29.27', true, tlv(2, new Uint8Array([1])) as never)] }),
      'crl_unsupported',
    ],
    [
      'an unknown critical extension',
      () => list({ extensions: [new x509.Extension('1.3.6.1.4.1.55555.1', true, tlv(5) as never)] }),
      'crl_unsupported',
    ],
  ])('%s', async (_, make, code) => {
    expect(await judge(await make())).toBe(code)
  })

  it('are only those of an authority that may sign them', async () => {
    const { KeyUsageFlags, KeyUsagesExtension } = x509
    const extensions = middle.extensions.map((one) =>
      one.type === '2.5.29.15' ? new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true) : one,
    )
    const mute = await certificate({ ...middle, extensions })
    const judged = validatePath([sent.leaf, mute], {
      anchors: [parseCertificate(root)],
      at,
      profile: certificateProfiles.generic,
      engine,
      crls: () => list(),
    })
    await expect(judged).rejects.toThrow('crl_issuer_mismatch')
  })

  it('say why', async () => {
    const { revoked: entries, number } = parseCrl(await list(revoked('4103')))
    expect([...entries]).toEqual([['4103', 'keyCompromise']])
    expect(number).toBe('07')
    const { superseded } = x509.X509CrlReason
    expect([...parseCrl(await list(revoked('4103', superseded))).revoked]).toEqual([['4103', 'superseded']])
  })

  it('are not asked unless the caller has them', async () => {
    const options = { anchors: [parseCertificate(root)], at, profile: certificateProfiles.generic, engine }
    expect((await validatePath([sent.leaf, sent.middle], options)).certificates).toHaveLength(3)
  })
})
