import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defaultContext } from '@hashikake/credential/context'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { createStatusList, signStatusListJwt, statusValue } from '@hashikake/status/publishing'
import { statusWords } from '@hashikake/status/words'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { challenge, degreeDraft, degreeType, issuer, succeed, type Workplace, workplace } from './hashikake.ts'

let place: Workplace
let server: Server
let origin: string
const asked: string[] = []
const answers = new Map<string, readonly [type: string, body: string]>()

const english = (value: string) => [{ lang: 'en', value }]

/** A list in the shape of TS 119 602 with one university, whose power to award may have ended. */
const listDraft = (key: object, through?: string) => ({
  LoTE: {
    ListAndSchemeInformation: {
      LoTEVersionIdentifier: 1,
      LoTESequenceNumber: 1,
      LoTEType: 'urn:hashikake:lote:type:degree-awarding-institutions',
      SchemeOperatorName: english('Example Ministry'),
      SchemeName: english('Degree-awarding institutions (example)'),
      SchemeTerritory: 'JP',
      ListIssueDateTime: '2026-01-01T00:00:00Z',
      NextUpdate: '2099-01-01T00:00:00Z',
    },
    TrustedEntitiesList: [
      {
        TrustedEntityInformation: {
          TEName: english('Example University'),
          TEAddress: {
            TEPostalAddress: [{ lang: 'en', StreetAddress: '1 Example Street', Locality: 'Kyoto', Country: 'JP' }],
            TEElectronicAddress: [{ lang: 'en', uriValue: `mailto:registrar@registrar.example` }],
          },
          TEInformationURI: [{ lang: 'en', uriValue: issuer }],
        },
        TrustedEntityServices: ['issuance', 'status'].map((service) => ({
          ServiceInformation: {
            ServiceTypeIdentifier: `urn:hashikake:lote:service:degree-${service}`,
            ServiceName: english(`Degrees of Example University: ${service}`),
            ServiceDigitalIdentity: { PublicKeyValues: [key], OtherIds: [issuer] },
            ServiceStatus: 'urn:hashikake:lote:service-status:granted',
            StatusStartingTime: '2001-04-01T00:00:00Z',
            ServiceInformationExtensions: [
              {
                type: 'urn:hashikake:lote:extension:awarding-powers',
                powers: [
                  { degreeTypes: [degreeType], from: '1949-05-31', ...(through === undefined ? {} : { through }) },
                ],
              },
            ],
          },
        })),
      },
    ],
  },
})

beforeAll(async () => {
  place = await workplace()
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const [type, body] = answers.get(request.url ?? '') ?? []
    if (type === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  for (const who of ['issuer', 'holder', 'operator']) {
    await place.write(`${who}.jwks.json`, (await succeed(place, ['keygen', '--out', `${who}.jwk`])).stdout)
  }
  const [key] = JSON.parse(await place.read('issuer.jwks.json')).keys
  const publicKey = { kty: key.kty, crv: key.crv, x: key.x, y: key.y }
  for (const [name, through] of [['list'], ['ended', '2026-03-31'], ['before', '2026-03-01']] as const) {
    await place.write(`${name}.json`, listDraft(publicKey, through))
    await succeed(place, ['trust-list', 'create', `${name}.json`, '--key', 'operator.jwk', '--out', `${name}.jwt`])
  }
  answers.set('/list', ['application/jose', await place.read('list.jwt')])

  const context = defaultContext()
  const statuses = createStatusList({ size: 1024, context })
  const [good, revoked] = [statuses.allocate(), statuses.allocate()]
  statuses.set(revoked, statusValue.invalid)
  const signer = await signerFromJwk(JSON.parse(await place.read('issuer.jwk')))
  const token = await signStatusListJwt(statuses, { uri: `${origin}/status`, signer, context, issuer, timeToLive: 600 })
  answers.set('/status', ['application/statuslist+jwt', token])
  for (const [name, idx] of [
    ['good', good],
    ['revoked', revoked],
  ] as const) {
    await place.write(`${name}.draft`, { ...degreeDraft, status: { status_list: { idx, uri: `${origin}/status` } } })
    const holder = ['--holder-key', 'holder.jwks.json', '--out', `${name}.sd-jwt`]
    await succeed(place, ['issue', `${name}.draft`, '--key', 'issuer.jwk', '--issuer', issuer, ...holder])
    const disclose = ['--disclose', '["degree"]', '--disclose', '["degree","awarded"]']
    await succeed(place, ['present', `${name}.sd-jwt`, '--key', 'holder.jwk', ...disclose, ...challenge, '--out', name])
  }
}, 60_000)
afterAll(async () => {
  server.close()
  await place.remove()
})

const verify = (name: string, ...more: readonly string[]) => place.run(['verify', name, ...challenge, ...more])
const listed = (list = 'list.jwt') => ['--list', list, '--list-operator', 'operator.jwks.json']
const awarded = ['--award-date', '["degree","awarded"]']

describe('an issuer that a list names, and a credential that names a status list', () => {
  it('is found and asked', async () => {
    asked.length = 0
    const { code, stdout, stderr } = await verify('good', ...listed(), ...awarded, '--allow-loopback', '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const { credential } = JSON.parse(stdout)
    expect(credential).toMatchObject({ status: 'valid' })
    const kinds = credential.evidence.map(({ kind }: { kind: string }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['trusted-entity', 'status-list']))
    expect(asked).toEqual(['/status'])
  })

  it('is refused where it was revoked, in the words of status lists', async () => {
    const { code, stdout } = await verify('revoked', ...listed(), '--allow-loopback')
    expect(code).toBe(1)
    expect(stdout).toContain('code status_invalid')
  })

  it('is not asked about before it is believed', async () => {
    asked.length = 0
    const [jwt = '', ...rest] = (await place.read('good')).trim().split('~')
    const [header, payload, signature = ''] = jwt.split('.')
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    await place.write('changed', [`${header}.${payload}.${changed}`, ...rest].join('~'))
    const { code, stdout } = await verify('changed', ...listed(), '--allow-loopback')
    expect([code, stdout.includes('signature_invalid')]).toEqual([1, true])
    expect(asked).toEqual([])
  })

  it('is asked on this machine only where that is allowed', async () => {
    asked.length = 0
    const { code, stdout } = await verify('good', ...listed())
    expect([code, stdout.includes('retrieval_url_refused')]).toEqual([1, true])
    expect(asked).toEqual([])
  })

  it('is believed in its old degrees where its power has ended since, and in no new one', async () => {
    const at = (list: string) => verify('good', ...listed(list), ...awarded, '--ignore-status')
    expect((await at('ended.jwt')).code).toBe(0)
    const { code, stdout } = await at('before.jwt')
    expect([code, stdout.includes('awarding_power_missing')]).toEqual([1, true])
  })
})

describe('trust-list', () => {
  it('prints whom a list names', async () => {
    const { code, stdout } = await place.run(['trust-list', 'verify', 'list.jwt', '--operator', 'operator.jwks.json'])
    expect(code).toBe(0)
    expect(stdout).toBe(
      [
        '✓ JP, edition 1, of 2026-01-01, next update due 2099-01-01',
        '  Example University',
        '    Degrees of Example University: issuance: granted',
        '    Degrees of Example University: status: granted',
        '',
      ].join('\n'),
    )
    const json = await place.run(['trust-list', 'verify', 'list.jwt', '--operator', 'operator.jwks.json', '--json'])
    expect(JSON.parse(json.stdout)).toMatchObject({ territory: 'JP', sequenceNumber: 1 })
  })

  it('refuses a list of another operator, a list that is stale, and a draft that is none', async () => {
    const foreign = await place.run(['trust-list', 'verify', 'list.jwt', '--operator', 'holder.jwks.json'])
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('trust_list_signer_unknown') })
    const stale = ['trust-list', 'verify', 'list.jwt', '--operator', 'operator.jwks.json', '--at', '2100-01-01']
    expect(await place.run(stale)).toMatchObject({ code: 1, stderr: expect.stringContaining('trust_list_stale') })
    await place.write('none.json', { LoTE: {} })
    const draft = await place.run(['trust-list', 'create', 'none.json', '--key', 'operator.jwk'])
    expect(draft).toMatchObject({ code: 1, stderr: expect.stringContaining('trust_list_malformed') })
  })
})

describe('a bundle', () => {
  it('answers when nobody else does, and says how old it is', async () => {
    const collect = ['--list', `${origin}/list`, '--status', `${origin}/status`, '--allow-loopback']
    const made = await place.run(['bundle', 'create', '--key', 'operator.jwk', ...collect, '--out', 'today.bundle'])
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining(`2 of 2: ${origin}/status\n`) })
    await new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
    const online = await verify('good', ...listed(`${origin}/list`), '--allow-loopback', '--json')
    expect(JSON.parse(online.stdout)).toMatchObject({ accepted: false, retryable: true })
    const unanswered = await verify('good', ...listed(), '--allow-loopback', '--json')
    expect(JSON.parse(unanswered.stdout)).toMatchObject({
      stage: 'status',
      code: 'status_unreachable',
      retryable: true,
    })

    const bundle = ['--offline', 'today.bundle', '--bundle-key', 'operator.jwks.json']
    const offline = await verify('good', ...listed(`${origin}/list`), ...bundle)
    expect(offline.code).toBe(0)
    expect(offline.stderr).toMatch(/today\.bundle: http:\/\/127\.0\.0\.1:\d+\/status is \d+ seconds old/)
    const revoked = await verify('revoked', ...listed(`${origin}/list`), ...bundle)
    expect([revoked.code, revoked.stdout.includes('status_invalid')]).toEqual([1, true])
    // After eight days it is too old, whatever the lists themselves say.
    const later = new Date(Date.now() + 8 * 86_400_000).toISOString()
    const old = await verify('good', '--trust', 'issuer.jwks.json', ...bundle, '--at', later, '--json')
    expect(JSON.parse(old.stdout).accepted).toBe(false)
  })

  it('takes all lists that an issuer names, and leaves out those that cannot be had', async () => {
    const hosts = createServer((request, response) => {
      const [type, body] = answers.get(request.url ?? '') ?? []
      if (type === undefined) response.writeHead(404).end()
      else response.writeHead(200, { 'content-type': type }).end(body)
    })
    await new Promise<void>((resolve) => hosts.listen(0, '127.0.0.1', resolve))
    const there = `http://127.0.0.1:${(hosts.address() as AddressInfo).port}`
    answers.set('/all', ['application/json', JSON.stringify({ status_lists: [`${there}/status`, `${there}/none`] })])
    const made = await place.run([
      ...['bundle', 'create', '--key', 'operator.jwk', '--aggregation', `${there}/all`, '--allow-loopback'],
    ])
    hosts.close()
    expect(made.code).toBe(0)
    expect(made.stderr).toContain(`hashikake: left out: ${there}/none: The host that was asked has no answer`)
    expect(made.stdout.split('.')).toHaveLength(3)
  })

  it('takes the rules of a type, and of what it extends', async () => {
    const hosts = createServer((request, response) => {
      const there = `http://${request.headers.host}`
      const type = `${there}${request.url}`
      const rules = request.url === '/degree' ? { vct: type, extends: `${there}/general` } : { vct: type, claims: [] }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rules))
    })
    await new Promise<void>((resolve) => hosts.listen(0, '127.0.0.1', resolve))
    const there = `http://127.0.0.1:${(hosts.address() as AddressInfo).port}`
    const making = ['bundle', 'create', '--key', 'operator.jwk', '--type', `${there}/degree`, '--allow-loopback']
    const made = await place.run(making)
    hosts.close()
    expect([made.code, made.stderr]).toEqual([0, `type 1 of 1: ${there}/degree\n`])
    const content = JSON.parse(Buffer.from(made.stdout.split('.')[1] as string, 'base64url').toString())
    expect(JSON.stringify(content)).toContain(`${there}/general`)
  })

  it('is made of something', async () => {
    expect(await place.run(['bundle', 'create', '--key', 'operator.jwk'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Nothing to collect'),
    })
    expect(statusWords.ja.codes.status_replaced).toContain('置き換え')
  })
})

describe('the rules of a type', () => {
  const rules = (name: string, claim: object): Promise<unknown> =>
    place.write(name, { vct: degreeType, display: [{ lang: 'en', name: 'Degree' }], claims: [claim] })
  const judged = async (...options: readonly string[]) => {
    const { code, stdout } = await verify(
      'good',
      '--trust',
      'issuer.jwks.json',
      '--ignore-status',
      '--json',
      ...options,
    )
    return [code, JSON.parse(stdout).code]
  }

  it('are demanded of the credential, where the caller has them', async () => {
    await rules('kept.json', { path: ['vct'], sd: 'never', mandatory: true })
    await rules('broken.json', { path: ['vct'], sd: 'always' })
    const lenient = ['--type-leniency', 'lang']
    expect(await judged('--type-document', 'kept.json', ...lenient)).toEqual([0, undefined])
    expect(await judged('--type-document', 'broken.json', ...lenient)).toEqual([1, 'claim_sd_required'])
    const strict = await verify('good', '--trust', 'issuer.jwks.json', '--type-document', 'kept.json')
    expect([strict.code, strict.stderr]).toEqual([1, expect.stringContaining('old draft')])
  })

  it('are fetched, and refuse the credential where they cannot be had', async () => {
    const [code, reason] = await judged('--type-rules', '--allow-loopback')
    expect(code).toBe(1)
    expect(reason).toMatch(/^retrieval_/)
  })
})
