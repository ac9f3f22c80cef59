import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engine } from '@hashikake/crypto/engine'
import {
  type CertificateProfile,
  certificatePathCache,
  certificateProfiles,
  type PathOptions,
  parseCertificate,
  validatePath,
} from '@hashikake/crypto/x509'
import { Refusal } from '@hashikake/encoding/refusal'
import { afterAll, describe, expect, it } from 'vitest'
import {
  at,
  authority,
  authorityKey,
  type ChainChange,
  certificate,
  chain,
  day,
  flags,
  leafRequest,
  middleRequest,
  nameConstraints,
  names,
  now,
  party,
  rootRequest,
  subjectKey,
  unknownExtension,
  usage,
} from './x509-chains.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const work = mkdtempSync(join(tmpdir(), 'hashikake-x509-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

const pem = (der: Uint8Array): string => {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g) as string[]
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** What OpenSSL makes of a chain. */
function openssl(sent: readonly Uint8Array[], root: Uint8Array, flagsOfRule: readonly string[] = []): 'OK' | 'refused' {
  const [leaf, ...rest] = sent.map(pem)
  const file = (name: string, text: string): string => {
    writeFileSync(join(work, name), text)
    return join(work, name)
  }
  const args = ['verify', '-x509_strict', '-no-CApath', '-no-CAstore', '-attime', String(at), ...flagsOfRule]
  args.push('-CAfile', file('root.pem', pem(root)))
  if (rest.length > 0) args.push('-untrusted', file('rest.pem', rest.join('')))
  const { status, stderr } = spawnSync('openssl', [...args, file('leaf.pem', leaf as string)], { encoding: 'utf8' })
  // It must have judged the chain, and not merely have failed.
  if (status !== 0 && !/^error \d+ at \d+ depth lookup/m.test(stderr)) throw new Error(stderr)
  return status === 0 ? 'OK' : 'refused'
}

async function ours(
  sent: readonly Uint8Array[],
  root: Uint8Array,
  options: Partial<PathOptions> = {},
): Promise<string> {
  try {
    const { profile = certificateProfiles.generic } = options
    const path = await validatePath(sent, { anchors: [parseCertificate(root)], at, engine, ...options, profile })
    return `OK ${path.certificates.length}`
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.code
    throw thrown
  }
}

const root = await rootRequest()
const middle = await middleRequest()
const leaf = await leafRequest()
const other = await party('other')
const keep = ({ extensions }: Pick<typeof root, 'extensions'>, without: string): typeof root.extensions =>
  extensions.filter(({ type }) => type !== without)
const oidOf = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  subjectKey: '2.5.29.14',
  authorityKey: '2.5.29.35',
}
const constrained = (...trees: Parameters<typeof nameConstraints>): ChainChange => ({
  middle: { extensions: [...middle.extensions, nameConstraints(...trees)] },
})

interface Row {
  readonly title: string
  readonly change?: ChainChange
  /** Ours; OpenSSL agrees on whether it is OK. */
  readonly code: string
  readonly openssl?: readonly string[]
  /** Where OpenSSL is known to judge otherwise. */
  readonly opensslSays?: 'OK' | 'refused'
}

const rows: readonly Row[] = [
  { title: 'a good chain', code: 'OK 3' },
  { title: 'P-384 above P-256', code: 'OK 3', change: await keyed('P-384') },
  { title: 'P-521 above P-256', code: 'OK 3', change: await keyed('P-521') },
  { title: 'Ed25519 above P-256', code: 'OK 3', change: await keyed('Ed25519') },
  { title: 'RSA above P-256', code: 'OK 3', change: await keyed('RSA') },
  { title: 'RSA-PSS above P-256', code: 'OK 3', change: await keyed('RSA-PSS') },
  {
    title: 'RSA of 1,024 bits',
    code: 'certificate_key_weak',
    change: await keyed('RSA-1024'),
    openssl: ['-auth_level', '2'],
  },
  { title: 'SHA-384 with a P-256 key', code: 'OK 3', change: { middle: { hash: 'SHA-384' } } },
  { title: 'SHA-512 with a P-256 key', code: 'OK 3', change: { leaf: { hash: 'SHA-512' } } },
  {
    title: 'SHA-1',
    code: 'certificate_algorithm_not_allowed',
    change: { leaf: { hash: 'SHA-1' } },
    openssl: ['-auth_level', '1'],
  },
  {
    title: 'a leaf that has expired',
    code: 'certificate_expired',
    change: { leaf: { notAfter: new Date(now.getTime() - 1000) } },
  },
  // RFC 5280 §4.1.2.5: through notAfter, inclusive; OpenSSL ends a second earlier.
  { title: 'valid in its last second', code: 'OK 3', change: { leaf: { notAfter: now } }, opensslSays: 'refused' },
  { title: 'valid from this second on', code: 'OK 3', change: { leaf: { notBefore: now } } },
  {
    title: 'a leaf of tomorrow',
    code: 'certificate_not_yet_valid',
    change: { leaf: { notBefore: new Date(now.getTime() + day) } },
  },
  {
    title: 'an authority that has expired',
    code: 'certificate_expired',
    change: { middle: { notAfter: new Date(now.getTime() - day) } },
  },
  {
    title: 'a root that has expired',
    code: 'certificate_expired',
    change: { root: { notAfter: new Date(now.getTime() - day) } },
  },
  {
    title: 'a leaf signed by another',
    code: 'certificate_signature_invalid',
    change: { leaf: { signer: other, extensions: leaf.extensions } },
  },
  {
    title: 'an authority signed by another',
    code: 'certificate_signature_invalid',
    change: { middle: { signer: other, extensions: middle.extensions } },
  },
  {
    title: 'a leaf of another issuer',
    code: 'certificate_issuer_mismatch',
    change: { leaf: { issuer: 'CN=Another, C=JP' } },
  },
  {
    title: 'a name in other letters and spaces',
    code: 'OK 3',
    change: { leaf: { issuer: 'CN=example  AUTHORITY, C=JP' } },
  },
  {
    title: 'a key identifier of another',
    code: 'certificate_issuer_mismatch',
    change: { leaf: { extensions: [...keep(leaf, oidOf.authorityKey), await authorityKey(other)] } },
  },
  {
    title: 'no basic constraints on the authority',
    code: 'certificate_not_authority',
    change: { middle: { extensions: keep(middle, oidOf.basicConstraints) } },
  },
  {
    title: 'basic constraints that say it is none',
    code: 'certificate_not_authority',
    change: { middle: { extensions: [...keep(middle, oidOf.basicConstraints), authority(undefined, false)] } },
  },
  {
    title: 'an authority that may not sign certificates',
    code: 'certificate_not_authority',
    change: { middle: { extensions: [...keep(middle, oidOf.keyUsage), usage(flags.cRLSign)] } },
  },
  {
    title: 'a root that may not sign certificates',
    code: 'certificate_not_authority',
    change: { root: { extensions: [...keep(root, oidOf.keyUsage), usage(flags.cRLSign)] } },
  },
  {
    title: 'a root that allows no authority below it',
    code: 'certificate_path_too_long',
    change: { root: { extensions: [...keep(root, oidOf.basicConstraints), authority(0)] } },
  },
  {
    title: 'a root that allows one',
    code: 'OK 3',
    change: { root: { extensions: [...keep(root, oidOf.basicConstraints), authority(1)] } },
  },
  {
    title: 'an unknown extension',
    code: 'OK 3',
    change: { leaf: { extensions: [...leaf.extensions, unknownExtension(false)] } },
  },
  {
    title: 'an unknown critical extension of the leaf',
    code: 'certificate_extension_unknown',
    change: { leaf: { extensions: [...leaf.extensions, unknownExtension(true)] } },
  },
  {
    title: 'an unknown critical extension of the authority',
    code: 'certificate_extension_unknown',
    change: { middle: { extensions: [...middle.extensions, unknownExtension(true)] } },
  },
  {
    title: 'names within the host that is permitted',
    code: 'OK 3',
    change: constrained({ permitted: [[0x82, 'registrar.example']] }),
  },
  {
    title: 'a name of another host',
    code: 'certificate_name_not_permitted',
    change: constrained({ permitted: [[0x82, 'other.example']] }),
  },
  {
    title: 'a name that merely ends alike',
    code: 'certificate_name_not_permitted',
    change: constrained({ permitted: [[0x82, 'istrar.example']] }),
  },
  {
    title: 'a name that is excluded',
    code: 'certificate_name_not_permitted',
    change: constrained({ excluded: [[0x82, 'example']] }),
  },
  {
    title: 'a name that is excluded, written with the full stop of the root',
    code: 'certificate_name_not_permitted',
    change: constrained({ excluded: [[0x82, 'registrar.example.']] }),
    opensslSays: 'OK',
  },
  {
    title: 'a URI of the host that is permitted',
    code: 'OK 3',
    change: constrained({ permitted: [[0x86, 'registrar.example']] }),
  },
  { title: 'a URI of a host below the domain', code: 'OK 3', change: constrained({ permitted: [[0x86, '.example']] }) },
  {
    title: 'a URI of another host',
    code: 'certificate_name_not_permitted',
    change: constrained({ permitted: [[0x86, 'other.example']] }),
  },
  {
    title: 'a URI that is excluded',
    code: 'certificate_name_not_permitted',
    change: constrained({ excluded: [[0x86, 'registrar.example']] }),
  },
  ...(await Promise.all(
    ['https://192.0.2.1/', 'urn:example:registrar', 'https://registrar.example:x/'].map(
      async (uri): Promise<Row> => ({
        title: `a URI without a host that could be compared, where one is excluded: ${uri}`,
        code: 'certificate_name_not_permitted',
        change: { ...constrained({ excluded: [[0x86, 'other.example']] }), ...withName('url', uri) },
        ...(uri.startsWith('urn:') ? {} : { opensslSays: 'OK' as const }),
      }),
    ),
  )),
  {
    title: 'a URI of a host, where another is excluded',
    code: 'OK 3',
    change: {
      ...constrained({ excluded: [[0x86, 'other.example']] }),
      ...withName('url', 'https://registrar.example/'),
    },
  },
  {
    title: 'an e-mail address without a host, where one is excluded',
    code: 'certificate_name_not_permitted',
    change: { ...constrained({ excluded: [[0x81, 'other.example']] }), ...withName('email', 'registrar') },
  },
  {
    title: 'an e-mail address that is excluded, written with the full stop of the root',
    code: 'certificate_name_not_permitted',
    change: {
      ...constrained({ excluded: [[0x81, 'registrar@mail.example.']] }),
      ...withName('email', 'registrar@mail.example'),
    },
    opensslSays: 'OK',
  },
  {
    title: 'an e-mail address of another host',
    code: 'certificate_name_not_permitted',
    change: await withEmail('other.example'),
  },
  { title: 'an e-mail address of the host', code: 'OK 3', change: await withEmail('mail.example') },
  {
    title: 'an address outside the network',
    code: 'certificate_name_not_permitted',
    change: await withAddress(new Uint8Array([10, 0, 0, 0, 255, 0, 0, 0])),
  },
  {
    title: 'an address within the network',
    code: 'OK 3',
    change: await withAddress(new Uint8Array([192, 0, 2, 0, 255, 255, 255, 0])),
  },
  {
    title: 'constraints of a kind that the leaf has no name of',
    code: 'OK 3',
    change: constrained({ permitted: [[0x81, 'mail.example']] }),
  },
]

async function keyed(kind: Parameters<typeof party>[1]): Promise<ChainChange> {
  const key = await party('root', kind)
  return {
    root: { key, signer: key, extensions: [...keep(root, oidOf.subjectKey), await subjectKey(key)] },
    middle: { signer: key, extensions: [...keep(middle, oidOf.authorityKey), await authorityKey(key)] },
  }
}

function withName(type: 'url' | 'email', value: string): ChainChange {
  return { leaf: { extensions: [...keep(leaf, '2.5.29.17'), names({ type, value })] } }
}

async function withEmail(host: string): Promise<ChainChange> {
  return {
    ...constrained({ permitted: [[0x81, host]] }),
    ...withName('email', 'registrar@mail.example'),
  }
}

async function withAddress(network: Uint8Array): Promise<ChainChange> {
  return {
    ...constrained({ permitted: [[0x87, network]] }),
    leaf: { extensions: [...keep(leaf, '2.5.29.17'), names({ type: 'ip', value: '192.0.2.7' })] },
  }
}

describe('validatePath, against what OpenSSL says where it is there', () => {
  it('has more than 40 chains', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40)
  })

  it.each(rows)('$title: $code', async ({ change, code, openssl: rule, opensslSays }) => {
    const made = await chain(change)
    expect(await ours([made.leaf, made.middle], made.root)).toBe(code)
    if (!hasOpenssl) return
    expect(openssl([made.leaf, made.middle], made.root, rule)).toBe(
      opensslSays ?? (code.startsWith('OK') ? 'OK' : 'refused'),
    )
  })
})

describe('what is sent', () => {
  it('takes the anchor at its end for what it is, and nothing out of order', async () => {
    const { leaf, middle, root } = await chain()
    expect(await ours([leaf, middle, root], root)).toBe('OK 3')
    expect(await ours([leaf, root, middle], root)).toBe('certificate_issuer_mismatch')
    expect(await ours([middle, leaf], root)).toBe('certificate_issuer_mismatch')
    expect(await ours([leaf], root)).toBe('certificate_authority_unknown')
    expect(await ours([leaf], middle)).toBe('OK 2')
    expect(await ours([], root)).toBe('certificate_malformed')
  })

  it('never takes its anchor from the chain', async () => {
    const { leaf, middle, root } = await chain()
    const stranger = await certificate(
      await rootRequest({ key: other, subject: 'CN=Other, C=JP', issuer: 'CN=Other, C=JP' }),
    )
    expect(await ours([leaf, middle, root], stranger)).toBe('certificate_authority_unknown')
    const anchors: never[] = []
    expect(await ours([leaf, middle, root], root, { anchors })).toBe('certificate_authority_unknown')
    // A root of the same name and another key.
    const twin = await certificate(await rootRequest({ key: other, extensions: keep(root_, oidOf.subjectKey) }))
    const bare = await chain({ middle: { extensions: keep(middle_, oidOf.authorityKey) } })
    expect(await ours([bare.leaf, bare.middle], twin)).toBe('certificate_signature_invalid')
  })

  it('finds the one of several anchors of one name', async () => {
    const { leaf, middle, root } = await chain({ middle: { extensions: keep(middle_, oidOf.authorityKey) } })
    const twin = await certificate(await rootRequest({ key: other, extensions: keep(root_, oidOf.subjectKey) }))
    const anchors = [twin, root].map(parseCertificate)
    expect(await ours([leaf, middle], root, { anchors })).toBe('OK 3')
  })

  it('counts and measures what it takes', async () => {
    const { leaf, middle, root } = await chain()
    expect(await ours([leaf, ...new Array(9).fill(middle)], root)).toBe('certificate_issuer_mismatch')
    expect(await ours([leaf, ...new Array(11).fill(middle)], root)).toBe('certificate_chain_too_long')
    const [own] = [parseCertificate(leaf)]
    const large = await certificate(
      await leafRequest({
        extensions: [
          names(
            ...Array.from({ length: 200 }, (_, i) => ({
              type: 'dns' as const,
              value: `${'x'.repeat(40)}${i}.example`,
            })),
          ),
        ],
      }),
    )
    expect(large.length).toBeGreaterThan(8_192)
    expect(await ours([large, middle], root)).toBe('certificate_too_large')
    expect(own.subject.text).toBe('C=JP,O=Example University,CN=Registrar')
  })

  it('tolerates what the caller tolerates', async () => {
    const made = await chain({ leaf: { notAfter: new Date(now.getTime() - 5_000) } })
    expect(await ours([made.leaf, made.middle], made.root, { clockSkew: 4 })).toBe('certificate_expired')
    expect(await ours([made.leaf, made.middle], made.root, { clockSkew: 5 })).toBe('OK 3')
  })

  it('refuses wrong use at once', async () => {
    await expect(validatePath('x' as never, {} as never)).rejects.toThrow(TypeError)
    await expect(validatePath([], { anchors: [], at } as never)).rejects.toThrow(TypeError)
    expect(() => certificatePathCache({ limit: -1 })).toThrow(TypeError)
    const { leaf, middle, root } = await chain({ leaf: { notAfter: new Date(now.getTime() - day) } })
    for (const wrong of [{ clockSkew: Number.NaN }, { clockSkew: -1 }, { clockskew: 1 }, { at: Number.NaN }]) {
      await expect(ours([leaf, middle], root, wrong as never)).rejects.toThrow(TypeError)
      const options = { anchors: [], at, profile: certificateProfiles.generic, engine, ...wrong }
      await expect(certificatePathCache().validate([leaf], options as never)).rejects.toThrow(TypeError)
    }
  })
})

const [root_, middle_] = [root, middle]

describe('profiles', () => {
  const judge = async (change: ChainChange, profile: CertificateProfile, withRoot = false): Promise<string> => {
    const made = await chain(change)
    const sent = withRoot ? [made.leaf, made.middle, made.root] : [made.leaf, made.middle]
    return ours(sent, made.root, { profile })
  }

  it('generic: the key of the leaf is for signatures', async () => {
    const change = (...extensions: (typeof leaf.extensions)[number][]): ChainChange => ({
      leaf: { extensions: [...keep(leaf, oidOf.keyUsage), ...extensions] },
    })
    expect(await judge(change(usage(flags.keyAgreement)), certificateProfiles.generic)).toBe(
      'certificate_usage_mismatch',
    )
    expect(await judge(change(usage(flags.digitalSignature | flags.keyAgreement)), certificateProfiles.generic)).toBe(
      'OK 3',
    )
    expect(await judge(change(), certificateProfiles.generic)).toBe('OK 3')
  })

  it('haip: the leaf is not self-signed, and the anchor is not sent', async () => {
    const { haip, generic } = certificateProfiles
    expect(await judge({}, haip)).toBe('OK 3')
    expect(await judge({}, haip, true)).toBe('certificate_anchor_included')
    const own = await certificate(
      await leafRequest({ signer: leaf.key, issuer: leaf.subject, extensions: [usage(flags.digitalSignature)] }),
    )
    expect(await ours([own], own, { profile: generic })).toBe('OK 1')
    expect(await ours([own], own, { profile: haip })).toBe('certificate_anchor_included')
    const { root } = await chain()
    expect(await ours([own], root, { profile: haip })).toBe('certificate_self_signed')
    expect(await ours([own], root, { profile: generic })).toBe('certificate_authority_unknown')
    // Sent twice, it is no other than sent once.
    const eaa: CertificateProfile = { ...certificateProfiles['eaa-provider'], leaf: haip.leaf }
    expect(await ours([own], own, { profile: eaa })).toBe('certificate_self_signed')
    expect(await ours([own, own], own, { profile: eaa })).toBe('certificate_self_signed')
    const bySigner = { ...certificateProfiles['iso-mdoc-document-signer'], leaf: haip.leaf }
    expect(await ours([own, own], own, { profile: bySigner })).toBe('certificate_anchor_included')
    expect(await ours([own, own, own], own, { profile: generic })).toBe('OK 1')
  })

  it('status-signer: the extended key usage is there', async () => {
    const profile = certificateProfiles['status-signer']
    const { ExtendedKeyUsageExtension } = await import('@peculiar/x509')
    const with_ = (oid: string): ChainChange => ({
      leaf: { extensions: [...leaf.extensions, new ExtendedKeyUsageExtension([oid])] },
    })
    expect(await judge({}, profile)).toBe('certificate_usage_mismatch')
    expect(await judge(with_('1.3.6.1.5.5.7.3.30'), profile)).toBe('OK 3')
    expect(await judge(with_('1.3.6.1.5.5.7.3.1'), profile)).toBe('certificate_usage_mismatch')
  })
})

describe('iso-mdoc-document-signer', async () => {
  const { CRLDistributionPointsExtension, ExtendedKeyUsageExtension, IssuerAlternativeNameExtension } = await import(
    '@peculiar/x509'
  )
  const profile = certificateProfiles['iso-mdoc-document-signer']
  const iaca = await rootRequest({
    extensions: [
      authority(0),
      usage(flags.keyCertSign | flags.cRLSign),
      await subjectKey(root.key),
      new IssuerAlternativeNameExtension([{ type: 'url', value: 'https://iaca.example' }]),
    ],
  })
  const signer = await leafRequest({
    issuer: iaca.subject,
    signer: root.key,
    notBefore: new Date(now.getTime() - 10 * day),
    notAfter: new Date(now.getTime() + 400 * day),
    extensions: [
      usage(flags.digitalSignature),
      new ExtendedKeyUsageExtension(['1.0.18013.5.1.2'], true),
      await subjectKey(leaf.key),
      await authorityKey(root.key),
      new IssuerAlternativeNameExtension([{ type: 'url', value: 'https://iaca.example' }]),
      new CRLDistributionPointsExtension(['https://iaca.example/crl']),
    ],
  })
  const judge = async (change: { iaca?: Partial<typeof iaca>; signer?: Partial<typeof signer> }): Promise<string> =>
    ours([await certificate({ ...signer, ...change.signer })], await certificate({ ...iaca, ...change.iaca }), {
      profile,
    })
  const without = (request: typeof signer, type: string, ...more: (typeof signer.extensions)[number][]) => ({
    extensions: [...keep(request, type), ...more],
  })

  it.each<[string, Parameters<typeof judge>[0], string]>([
    ['accepts what Annex B describes', {}, 'OK 2'],
    [
      'key usage that is not critical',
      { signer: without(signer, oidOf.keyUsage, usage(flags.digitalSignature, false)) },
      'certificate_usage_mismatch',
    ],
    [
      'another key usage besides',
      { signer: without(signer, oidOf.keyUsage, usage(flags.digitalSignature | flags.keyAgreement)) },
      'certificate_usage_mismatch',
    ],
    ['no key usage', { signer: without(signer, oidOf.keyUsage) }, 'certificate_usage_mismatch'],
    ['no extended key usage', { signer: without(signer, '2.5.29.37') }, 'certificate_usage_mismatch'],
    [
      'one that is not critical',
      { signer: without(signer, '2.5.29.37', new ExtendedKeyUsageExtension(['1.0.18013.5.1.2'])) },
      'certificate_usage_mismatch',
    ],
    [
      'that of a reader',
      { signer: without(signer, '2.5.29.37', new ExtendedKeyUsageExtension(['1.0.18013.5.1.6'], true)) },
      'certificate_usage_mismatch',
    ],
    ['no authority key identifier', { signer: without(signer, oidOf.authorityKey) }, 'certificate_profile_mismatch'],
    ['no subject key identifier', { signer: without(signer, oidOf.subjectKey) }, 'certificate_profile_mismatch'],
    ['no issuer alternative name', { signer: without(signer, '2.5.29.18') }, 'certificate_profile_mismatch'],
    ['no revocation list', { signer: without(signer, '2.5.29.31') }, 'certificate_profile_mismatch'],
    [
      '458 days',
      { signer: { notAfter: new Date(signer.notBefore.getTime() + 458 * day) } },
      'certificate_profile_mismatch',
    ],
    ['457 days', { signer: { notAfter: new Date(signer.notBefore.getTime() + 457 * day) } }, 'OK 2'],
    ['another country', { signer: { subject: 'CN=Registrar, C=BE' } }, 'certificate_profile_mismatch'],
    ['no country', { signer: { subject: 'CN=Registrar' } }, 'certificate_profile_mismatch'],
    ['a state where the authority has none', { signer: { subject: 'CN=Registrar, ST=Kyoto, C=JP' } }, 'OK 2'],
    [
      'an authority without a path length',
      { iaca: without(iaca, oidOf.basicConstraints, authority()) },
      'certificate_not_authority',
    ],
    [
      'one that may sign certificates alone',
      { iaca: without(iaca, oidOf.keyUsage, usage(flags.keyCertSign)) },
      'certificate_not_authority',
    ],
    [
      '21 years',
      {
        iaca: { notBefore: new Date(now.getTime() - 365 * day), notAfter: new Date(now.getTime() + 20.5 * 365 * day) },
      },
      'certificate_profile_mismatch',
    ],
    [
      'name constraints',
      { iaca: { extensions: [...iaca.extensions, nameConstraints({ permitted: [[0x82, 'example']] })] } },
      'certificate_profile_mismatch',
    ],
  ])('%s', async (_, change, code) => {
    expect(await judge(change)).toBe(code)
  })

  it('knows no authority in between', async () => {
    const made = await chain()
    expect(await ours([made.leaf, made.middle], made.root, { profile })).toBe('certificate_chain_too_long')
  })

  it('iso-mdoc-iaca judges the authority itself', async () => {
    const der = await certificate(iaca)
    expect(await ours([der], der, { profile: certificateProfiles['iso-mdoc-iaca'] })).toBe('OK 1')
    const short = await certificate({ ...iaca, ...without(iaca, oidOf.keyUsage, usage(flags.keyCertSign)) })
    expect(await ours([short], short, { profile: certificateProfiles['iso-mdoc-iaca'] })).toBe(
      'certificate_usage_mismatch',
    )
  })
})

describe('certificatePathCache', () => {
  it('answers from memory only while all of the path holds, and never for another question', async () => {
    const made = await chain()
    let signatures = 0
    const counting = {
      ...engine,
      verify: (...args: Parameters<typeof engine.verify>) => {
        signatures++
        return engine.verify(...args)
      },
    }
    const cache = certificatePathCache()
    const ask = (change: Partial<PathOptions> = {}) =>
      cache.validate([made.leaf, made.middle], {
        anchors: [parseCertificate(made.root)],
        at,
        profile: certificateProfiles.generic,
        engine: counting,
        ...change,
      })
    const first = await ask()
    expect(signatures).toBe(2)
    expect(await ask()).toBe(first)
    expect(signatures).toBe(2)
    await expect(ask({ at: first.expires + 1 })).rejects.toThrow('certificate_expired')
    await expect(ask({ at: first.begins - 1 })).rejects.toThrow('certificate_not_yet_valid')
    await expect(ask({ anchors: [] })).rejects.toThrow('certificate_authority_unknown')
    const strict: CertificateProfile = { ...certificateProfiles.generic, maximumLength: 1 }
    await expect(ask({ profile: strict })).rejects.toThrow('certificate_chain_too_long')
    expect((await ask({ at: first.expires })).expires).toBe(first.expires)
  })

  it('forgets the oldest', async () => {
    const cache = certificatePathCache({ limit: 1 })
    const [one, two] = [await chain(), await chain({ leaf: { serialNumber: '4104' } })]
    const ask = ({ leaf, middle, root }: typeof one) =>
      cache.validate([leaf, middle], {
        anchors: [parseCertificate(root)],
        at,
        profile: certificateProfiles.generic,
        engine,
      })
    const first = await ask(one)
    await ask(two)
    expect(await ask(one)).not.toBe(first)
  })
})
