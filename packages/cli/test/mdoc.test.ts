import { X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { defaultContext } from '@hashikake/credential/context'
import { engine } from '@hashikake/crypto/engine'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64url } from '@hashikake/encoding/base64url'
import { joinDeviceResponses, sessionTranscriptOf } from '@hashikake/mdoc'
import { mdocWords } from '@hashikake/mdoc/words'
import { createVical } from '@hashikake/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { degreeDraft, type Ended, issuer, succeed, type Workplace, workplace } from './hashikake.ts'

const general = 'org.iso.23220.1'
const academic = 'example.kita-univ.academic.1'
const degree = {
  docType: 'example.kita-univ.degree.1',
  namespaces: {
    [general]: {
      family_name: '見本',
      given_name: '花子',
      birth_date: '2002-04-02',
      document_number: '2026-0412',
      issue_date: '2026-03-25',
      issuing_country: 'JP',
      issuing_authority_unicode: '北都大学（架空）',
    },
    [academic]: {
      original_language: 'ja',
      notice: 'Synthetic.',
      full_name: '見本 花子',
      award_status: 'awarded',
      awarding_bodies: [{ name: '北都大学（架空）', country: 'JP' }],
      award_date: '2026-03-25',
      qualification_nature: 'degree',
      title: '学士（工学）',
      title_en: 'Bachelor of Engineering',
    },
  },
  expires: '2100-03-31',
  decoys: 2,
}
/** Of a type that nobody knows, so that the file says what JSON lacks. */
const card = {
  docType: 'example.library.card.1',
  namespaces: {
    'example.library.1': {
      number: 12,
      since: { $date: '2024-04-01' },
      seen: { $time: '2026-03-25T09:00:00Z' },
      mark: { $float: 3 },
      photo: { $bytes: '_9j_' },
      shelves: [{ name: 'A', open: true }],
    },
    'example.library.own.1': { note: 'from the library' },
  },
  keyAuthorizations: { elements: { 'example.library.own.1': ['wish'] } },
  expires: '2100-03-31',
}
const request = [
  ...['--nonce', '8wNb_4tZsGxLkQ', '--client-id', 'x509_san_dns:admissions.example'],
  ...['--response-uri', 'https://admissions.example/answers'],
]
const asked = {
  protocol: 'openid4vp',
  nonce: '8wNb_4tZsGxLkQ',
  clientId: 'x509_san_dns:admissions.example',
  responseUri: 'https://admissions.example/answers',
} as const
const title = ['-d', JSON.stringify([academic, 'title_en'])]
const signer = ['--key', 'signer.jwk', '--certificates', 'signer.pem', '--holder-key', 'holder.jwks.json']
const subject = (name: string): string[] => ['--subject', `CN=${name}, C=JP`]
const contact = ['--contact', 'https://authority.example']
const byAuthority = ['--issued-by', 'authority.pem', '--authority-key', 'authority.jwk']
let place: Workplace

beforeAll(async () => {
  place = await workplace()
  const authority = ['--certificate', 'authority.pem', '--mdoc', 'authority', ...subject('Authority'), ...contact]
  await keygen('authority', authority)
  const crl = ['--crl', 'https://authority.example/crl']
  await keygen('signer', [
    '--certificate',
    'signer.pem',
    '--mdoc',
    'signer',
    ...subject('Signer'),
    ...contact,
    ...crl,
    ...byAuthority,
  ])
  await keygen('plain', ['--certificate', 'plain.pem', ...subject('Plain'), ...byAuthority])
  await keygen('holder', [])
  await keygen('reader', [])
  await place.write('degree.json', degree)
  await place.write('card.json', card)
  await succeed(place, ['issue', 'degree.json', ...signer, '--out', 'degree.mdoc'])
  await succeed(place, ['issue', 'card.json', ...signer, '--out', 'card.mdoc'])
  await present('degree.mdoc', 'answer.mdoc', [...title, ...request])
})
afterAll(() => place.remove())

async function keygen(name: string, more: readonly string[]): Promise<void> {
  await place.write(`${name}.jwks.json`, (await succeed(place, ['keygen', '--out', `${name}.jwk`, ...more])).stdout)
}

async function present(credential: string, out: string, more: readonly string[]): Promise<void> {
  await succeed(place, ['present', credential, '--key', 'holder.jwk', ...more, '--out', out])
}

interface Judged {
  readonly exit: number | null
  readonly [name: string]: unknown
}

async function judge(file: string, more: readonly string[] = request): Promise<Judged> {
  const { code, stdout, stderr } = await place.run(['verify', file, '--anchor', 'authority.pem', '--json', ...more])
  if (stdout === '') throw new Error(stderr)
  return { ...JSON.parse(stdout), exit: code }
}

async function refusal(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await place.run(args)
  expect({ code: code === 0, stdout }).toEqual({ code: false, stdout: '' })
  expect(stderr).toMatch(/^hashikake: [^\n]+\n$/)
  return stderr
}

describe('an mdoc, from a key to a verdict', () => {
  it('is accepted, and shows what was disclosed alone, by the names that people use', async () => {
    const { code, stdout, stderr } = await place.run(['verify', 'answer.mdoc', '--anchor', 'authority.pem', ...request])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`  ✓ ${mdocWords.en.checks.device_authentication}`)
    expect(stdout).toContain('Issuer: C=JP,CN=Signer')
    expect(stdout).toContain(`Type: ${degree.docType}`)
    expect(stdout).toMatch(/^ {2}◇ {3}title_en \(.+\): "Bachelor of Engineering"$/m)
    expect(stdout).not.toContain('見本')
    const japanese = ['verify', 'answer.mdoc', '--anchor', 'authority.pem', '--locale', 'ja', ...request]
    expect((await place.run(japanese)).stdout).toContain(`  ✓ ${mdocWords.ja.checks.device_authentication}`)
  })

  it('is read as bytes and in base64url, from a file and from standard input', async () => {
    const text = (await place.read('answer.mdoc')).trim()
    const bytes = decodeBase64url(text)
    await writeFile(place.path('answer.cbor'), bytes)
    expect(await judge('answer.cbor')).toMatchObject({ exit: 0, accepted: true })
    for (const input of [text, bytes]) {
      const { code, stdout } = await place.run(['inspect', '--json'], { input })
      expect({ code, format: JSON.parse(stdout).format }).toEqual({ code: 0, format: 'mso_mdoc' })
    }
  })

  it('answers whoever asked, and nobody else', async () => {
    const other = request.map((one) => one.replace('answers', 'elsewhere'))
    expect(await judge('answer.mdoc', other)).toMatchObject({
      exit: 1,
      stage: 'authenticate',
      code: 'device_signature_invalid',
    })
    const thumbprint = ['--jwk-thumbprint', 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs']
    expect(await judge('answer.mdoc', [...request, ...thumbprint])).toMatchObject({ code: 'device_signature_invalid' })
    await present('degree.mdoc', 'encrypted.mdoc', [...title, ...request, ...thumbprint])
    expect(await judge('encrypted.mdoc', [...request, ...thumbprint])).toMatchObject({ exit: 0 })
  })

  it.each([
    ['the browser', ['--nonce', '8wNb_4tZsGxLkQ', '--origin', 'https://admissions.example']],
    ['a session of any other kind', ['--session-transcript', 'transcript.cbor']],
    ['a session of any other kind, in base64url', ['--session-transcript', 'transcript.txt']],
  ])('answers over %s', async (_, way) => {
    const transcript = sessionTranscriptOf({ ...asked, nonce: 'another nonce' }, { engine })
    await writeFile(place.path('transcript.cbor'), transcript)
    await place.write('transcript.txt', Buffer.from(transcript).toString('base64url'))
    await present('degree.mdoc', 'other.mdoc', [...title, ...way, '--force'])
    expect(await judge('other.mdoc', way)).toMatchObject({ exit: 0, accepted: true, weakenings: [] })
    expect(await judge('other.mdoc', request)).toMatchObject({ exit: 1, code: 'device_signature_invalid' })
  })

  it('proves the key by a MAC that the verifier alone can check', async () => {
    await present('degree.mdoc', 'mac.mdoc', [...title, ...request, '--mac-with', 'reader.jwks.json'])
    expect(await judge('mac.mdoc', [...request, '--reader-key', 'reader.jwk'])).toMatchObject({ exit: 0 })
    expect(await judge('mac.mdoc', request)).toMatchObject({ exit: 1, code: 'device_mac_invalid' })
    expect(await judge('mac.mdoc', [...request, '--reader-key', 'holder.jwk'])).toMatchObject({
      code: 'device_mac_invalid',
    })
  })

  it('comes as issued by bearer, and says so', async () => {
    expect(await judge('degree.mdoc', ['--bearer'])).toMatchObject({ exit: 0, weakenings: ['bearer'] })
    expect(await judge('answer.mdoc', ['--bearer'])).toMatchObject({ exit: 1, code: 'device_response_unexpected' })
    expect(await judge('degree.mdoc', request)).toMatchObject({ exit: 1, code: 'device_authentication_missing' })
  })

  it('holds what the file says of a type that nobody knows', async () => {
    const { credential } = (await judge('card.mdoc', ['--bearer'])) as unknown as { credential: { claims: object } }
    expect(credential.claims).toEqual({
      'example.library.1': {
        number: 12,
        since: '2024-04-01',
        seen: '2026-03-25T09:00:00Z',
        mark: 3,
        photo: { 0: 255, 1: 216, 2: 255 },
        shelves: [{ name: 'A', open: true }],
      },
      'example.library.own.1': { note: 'from the library' },
    })
    const { stdout } = await succeed(place, ['inspect', 'card.mdoc'])
    expect(stdout).toContain(`"elementValue": 1004("2024-04-01")`)
    expect(stdout).toContain(`"elementValue": 3.0`)
    expect(stdout).toContain(`"elementValue": h'ffd8ff'`)
  })

  it('has what the holder vouches for, where the issuer allowed it', async () => {
    await place.write('wish.json', { 'example.library.own.1': { wish: 'longer hours' } })
    await place.write('rank.json', { 'example.library.own.1': { rank: 'librarian' } })
    await present('card.mdoc', 'wish.mdoc', [...request, '--holder-claims', 'wish.json'])
    const { credential } = (await judge('wish.mdoc')) as unknown as { credential: object }
    expect(credential).toMatchObject({
      claims: { 'example.library.own.1': { wish: 'longer hours' } },
      holderSigned: [['example.library.own.1', 'wish']],
    })
    const rank = ['present', 'card.mdoc', '--key', 'holder.jwk', ...request, '--holder-claims', 'rank.json']
    expect(await refusal(rank)).toContain('(device_element_unauthorized)')
  })

  it('may be one of several in an answer: each is judged, and all have to be good', async () => {
    await present('card.mdoc', 'card.answer', request)
    const answers = ['answer.mdoc', 'card.answer']
    const parts = await Promise.all(answers.map(async (name) => decodeBase64url((await place.read(name)).trim())))
    await writeFile(place.path('both.cbor'), joinDeviceResponses(parts))
    const verify = ['verify', 'both.cbor', '--anchor', 'authority.pem', ...request]
    const both = await place.run(verify)
    expect(both.code).toBe(0)
    expect(both.stdout.match(/^✓ /gm)).toHaveLength(2)
    const [one, other] = JSON.parse((await place.run([...verify, '--json'])).stdout)
    expect([one.credential.type, other.credential.type]).toEqual([degree.docType, card.docType])
    const looked = JSON.parse((await succeed(place, ['inspect', 'both.cbor', '--json'])).stdout)
    expect(looked.map(({ claims }: { claims: object }) => Object.keys(claims))).toEqual([[academic], []])
    const onlyDegrees = await place.run([...verify, '--type', degree.docType])
    expect(onlyDegrees.code).toBe(1)
    expect(onlyDegrees.stdout).toMatch(/^✓ [\s\S]*^✗ /m)
    const haip = await place.run([...verify, '--haip', '--json'])
    expect(JSON.parse(haip.stdout)).toMatchObject({ accepted: false, code: 'mdoc_several_documents' })
  })

  it('is laid open where strict reading refuses it', async () => {
    const [map, ...rest] = decodeBase64url((await place.read('degree.mdoc')).trim())
    // The head of the outer map, in two bytes where one is enough.
    expect(map).toBe(0xa2)
    await writeFile(place.path('long.cbor'), Uint8Array.from([0xb8, 2, ...rest]))
    expect((await succeed(place, ['inspect', 'long.cbor'])).stdout).toContain('"family_name"')
    expect(await judge('long.cbor', ['--bearer'])).toMatchObject({ stage: 'parse', code: 'cbor_not_minimal' })
    const tolerated = await judge('long.cbor', ['--bearer', '--leniency', 'cbor-lengths'])
    expect(tolerated).toMatchObject({ exit: 0, weakenings: ['bearer', 'cbor_interop'] })
  })

  it('keeps a record without claims', async () => {
    await judge('answer.mdoc', [...request, '--record', 'record.json'])
    const record = await place.read('record.json')
    expect(JSON.parse(record)).toMatchObject({ accepted: true })
    expect(record).not.toContain('Bachelor')
  })
})

describe('certificates of mdocs', () => {
  it('are held to Annex B, unless a rule is tolerated by name', async () => {
    const plain = ['--key', 'plain.jwk', '--certificates', 'plain.pem', '--holder-key', 'holder.jwks.json']
    await succeed(place, ['issue', 'degree.json', ...plain, '--out', 'plain.mdoc'])
    expect(await judge('plain.mdoc', ['--bearer'])).toMatchObject({
      exit: 1,
      stage: 'trust',
      code: 'certificate_usage_mismatch',
    })
    const rules = ['extended_key_usage_missing', 'issuer_alternative_name_missing', 'crl_distribution_points_missing']
    const tolerate = rules.flatMap((rule) => ['--tolerate', rule])
    const tolerated = expect.toSatisfy((given: readonly string[]) => rules.every((rule) => given.includes(rule)))
    const credential = { issuers: [{ evidence: [{ tolerated }] }] }
    expect(await judge('plain.mdoc', ['--bearer', ...tolerate])).toMatchObject({ exit: 0, credential })
    expect(await judge('plain.mdoc', ['--bearer', ...tolerate.slice(2)])).toMatchObject({ exit: 1 })
    expect(await judge('plain.mdoc', ['--bearer', '--tolerate', 'field'])).toMatchObject({ exit: 0, credential })
  })

  it('say in the verdict what was tolerated', async () => {
    const verify = ['verify', 'plain.mdoc', '--anchor', 'authority.pem', '--bearer', '--tolerate', 'field']
    expect((await place.run(verify)).stdout).toMatch(/^Its certificates break rules that you tolerate: extended_key/m)
    expect((await place.run([...verify, '--locale', 'ja'])).stdout).toContain('許容すると指定された次の規則')
  })

  it('lead to an authority of a list, signed by its provider', async () => {
    const provider = ['--certificate', 'provider.pem', '--authority', ...subject('Provider')]
    await keygen('provider', provider)
    const byProvider = ['--issued-by', 'provider.pem', '--authority-key', 'provider.jwk']
    await keygen('lister', [
      '--certificate',
      'lister.pem',
      '--mdoc',
      'list-signer',
      ...subject('Lister'),
      ...byProvider,
    ])
    const derOf = async (name: string): Promise<Uint8Array> =>
      new Uint8Array(new X509Certificate(await place.read(name)).raw)
    const listFor = async (docType: string): Promise<Uint8Array> => {
      const now = new Date()
      const certificateInfos = [{ certificate: await derOf('authority.pem'), docType: [docType] }]
      const draft = {
        vicalProvider: 'Provider',
        date: now,
        nextUpdate: new Date(now.getTime() + 86_400_000),
        certificateInfos,
      }
      const signer = await signerFromJwk(JSON.parse(await place.read('lister.jwk')))
      return createVical(draft, { signer, certificates: [await derOf('lister.pem')], context: defaultContext() })
    }
    await writeFile(place.path('list.vical'), await listFor(degree.docType))
    await writeFile(place.path('other.vical'), await listFor(card.docType))
    const verify = (list: string, anchor: string): Promise<Ended> =>
      place.run(['verify', 'answer.mdoc', '--vical', list, '--vical-anchor', anchor, '--json', ...request])
    const listed = await verify('list.vical', 'provider.pem')
    expect(JSON.parse(listed.stdout)).toMatchObject({ accepted: true })
    expect(JSON.parse((await verify('other.vical', 'provider.pem')).stdout)).toMatchObject({
      accepted: false,
      stage: 'trust',
    })
    expect(JSON.parse((await verify('list.vical', 'authority.pem')).stdout)).toMatchObject({
      accepted: false,
      stage: 'trust',
    })
    expect(await refusal(['verify', 'answer.mdoc', '--vical', 'list.vical', ...request])).toContain(
      'needs --vical-anchor',
    )
  })

  it('lead to the authority that is trusted', async () => {
    await keygen('stranger', [
      '--certificate',
      'stranger.pem',
      '--mdoc',
      'authority',
      ...subject('Authority'),
      ...contact,
    ])
    const { code, stdout } = await place.run([
      'verify',
      'answer.mdoc',
      '--anchor',
      'stranger.pem',
      '--json',
      ...request,
    ])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ stage: 'trust', code: 'certificate_authority_unknown' })
  })

  it.each([
    ['no contact', ['--mdoc', 'authority', ...subject('X')], 'add --contact'],
    ['no country', ['--mdoc', 'authority', '--subject', 'CN=X', ...contact], 'names its country'],
    ['a country in lower case', ['--mdoc', 'authority', '--subject', 'CN=X, C=jp', ...contact], 'names its country'],
    ['no authority', ['--mdoc', 'signer', ...subject('X'), ...contact], 'add --issued-by'],
    ['no revocation list', ['--mdoc', 'signer', ...subject('X'), ...contact, ...byAuthority], 'add --crl'],
    ['both kinds of authority', ['--mdoc', 'authority', '--authority', ...subject('X')], 'leave out --authority'],
  ])('are not made with %s', async (_, more, sentence) => {
    expect(await refusal(['keygen', '--out', 'x.jwk', '--certificate', 'x.pem', ...more])).toContain(sentence)
  })
})

describe('drafts of mdocs', () => {
  const { expires: _, ...endless } = degree
  const changed = (element: object): object => ({
    ...degree,
    namespaces: { ...degree.namespaces, [general]: { ...degree.namespaces[general], ...element } },
  })

  it.each([
    ['without an end', endless, '"expires" is missing'],
    ['with a member of CBOR', { ...degree, validUntil: '2031-03-31' }, 'call it "expires"'],
    ['with marks of an SD-JWT VC', { ...degree, disclosable: [] }, 'can withhold each of its elements'],
    ['with a day that there is not', changed({ birth_date: '2002-02-30' }), `${general}/birth_date takes a day`],
    ['with an element that the type lacks', changed({ shoe_size: 1 }), `has no ${general}/shoe_size`],
    ['with bytes that are none', { ...card, namespaces: { a: { b: { $bytes: '?' } } } }, '"$bytes" takes'],
    ['with a date that is none', { ...card, namespaces: { a: { b: { $date: 'today' } } } }, '"$date" takes'],
    ['with a status in other words', { ...card, status: { status_list: {} } }, '"status" should be'],
    [
      'with keys that may do nothing',
      { ...card, keyAuthorizations: { namespaces: [] } },
      '"keyAuthorizations" should be',
    ],
    ['with the Individual Number', { ...card, namespaces: { a: { マイナンバー: '0' } } }, 'put into no document here'],
    ['with it deeper', { ...card, namespaces: { a: { b: [{ my_number: '0' }] } } }, 'put into no document here'],
    ['of elements without a namespace', { ...card, namespaces: { a: 1 } }, '"namespaces" should be'],
  ])('are sent back %s', async (_, draft, sentence) => {
    await place.write('draft.json', draft)
    expect(await refusal(['issue', 'draft.json', ...signer])).toContain(sentence)
  })

  it('are refused by a code where the standard forbids them', async () => {
    await place.write('draft.json', changed({ issuing_country: 'DE' }))
    expect(await refusal(['issue', 'draft.json', ...signer])).toMatch(/\(issuing_country_mismatch\)\n$/)
    await place.write('draft.json', { ...degree, notBefore: '2100-04-01' })
    expect(await refusal(['issue', 'draft.json', ...signer])).toMatch(/\(period_empty\)\n$/)
  })

  it('carry the status that verifiers ask about', async () => {
    const status = { statusList: { uri: 'https://status.example/1', index: 7 } }
    await place.write('draft.json', { ...degree, status })
    await succeed(place, ['issue', 'draft.json', ...signer, '--out', 'status.mdoc', '--force'])
    const { stdout } = await succeed(place, ['inspect', 'status.mdoc'])
    expect(stdout).toMatch(/"status_list": \{\s+"idx": 7,\s+"uri": "https:\/\/status.example\/1"/)
  })

  it.each([
    ['an issuer', ['--issuer', issuer], '--issuer is for an SD-JWT VC'],
    ['a key name', ['--kid', 'one'], '--kid is for an SD-JWT VC'],
  ])('have no place for %s', async (_, more, sentence) => {
    expect(await refusal(['issue', 'degree.json', ...signer, ...more])).toContain(sentence)
  })

  it.each(['--certificates', '--holder-key'])('need %s', async (option) => {
    const without = signer.filter((_, at) => at !== signer.indexOf(option) && at !== signer.indexOf(option) + 1)
    expect(await refusal(['issue', 'degree.json', ...without])).toContain(`add ${option} FILE`)
  })
})

describe('options that do not go together', () => {
  const verify = ['verify', 'answer.mdoc', '--anchor', 'authority.pem']

  it.each([
    ['an audience', ['--nonce', '8wNb_4tZsGxLkQ', '--audience', 'https://admissions.example'], 'answers no --audience'],
    ['two ways', [...request, '--origin', 'https://admissions.example'], '--origin does not go with --client-id'],
    ['half a request', request.slice(0, 4), 'Add --response-uri'],
    ['a nonce beside a transcript', ['--session-transcript', 'card.json', '--nonce', '8wNb_4tZsGxLkQ'], 'leave it out'],
    ['a transcript that is none', ['--session-transcript', 'card.json'], 'holds no CBOR'],
    ['rules of a type', [...request, '--type-rules'], 'an mdoc has none to be held to'],
    ['half a thumbprint', [...request, '--jwk-thumbprint', 'NzbLsXh8'], '--jwk-thumbprint takes the 43 characters'],
    ['a rule that there is not', [...request, '--tolerate', 'everything'], 'It takes "field", or one of'],
  ])('are sent back: %s', async (_, more, sentence) => {
    const { code, stdout, stderr } = await place.run([...verify, ...more])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
  })

  it('are sent back where the credential is no mdoc', async () => {
    await place.write('vc.json', degreeDraft)
    await succeed(place, [
      'issue',
      'vc.json',
      '--key',
      'signer.jwk',
      '--issuer',
      issuer,
      '--out',
      'vc.sd-jwt',
      '--force',
    ])
    const trust = ['verify', 'vc.sd-jwt', '--trust', 'signer.jwks.json', ...request]
    expect(await refusal([...trust, '--reader-key', 'reader.jwk'])).toContain('--reader-key is for an mdoc')
    const shown = ['present', 'vc.sd-jwt', '--key', 'holder.jwk', ...request, '--mac-with', 'reader.jwks.json']
    expect(await refusal(shown)).toContain('--mac-with is for an mdoc')
    expect(await refusal(['issue', 'vc.json', '--key', 'signer.jwk'])).toContain('add --issuer URL')
    expect(await readFile(place.path('vc.sd-jwt'), 'utf8')).toContain('~')
  })
})
