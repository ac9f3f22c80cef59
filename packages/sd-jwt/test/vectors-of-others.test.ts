import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { defaultContext } from '@hashikake/credential/context'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { anyIssuer, bearer, ignoreStatus, pinnedKeys, verify } from '@hashikake/verifier'
import { describe, expect, it } from 'vitest'

interface Token {
  readonly token: string
  readonly keyBinding?: { readonly nonce: string; readonly aud: string; readonly iat: number }
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly verifyAt: number
}

interface Vectors {
  readonly issuerKey: object
  readonly tokens: readonly Token[]
}

const folder = new URL('../../../../shared/vectors/sd-jwt/', import.meta.url)
const isHere = existsSync(folder)
if (!isHere)
  console.log('The vectors of RFC 9901 and of the SD-JWT VC draft are skipped: ../shared/vectors is not there')

function load(name: string): Vectors {
  return isHere ? JSON.parse(readFileSync(new URL(name, folder), 'utf8')) : { issuerKey: {}, tokens: [] }
}

const rfc9901 = load('rfc9901.json')
const draft = load('sd-jwt-vc-draft.json')
const numbered = ({ tokens }: Vectors): [number, Token][] => tokens.map((token, index) => [index + 1, token])

function optionsFor({ keyBinding, verifyAt }: Token, issuerKey: object) {
  return {
    trust: pinnedKeys([{ key: issuerKey, issuer: anyIssuer }]),
    challenge:
      keyBinding === undefined
        ? bearer
        : ({ protocol: 'direct', audience: keyBinding.aud, nonce: keyBinding.nonce } as const),
    status: ignoreStatus,
    context: defaultContext({ now: () => verifyAt * 1000 }),
  } as const
}

function typeOf({ token }: Token): string {
  return JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString()).typ
}

/** The disclosed claims put in place by the shortest code that can: an oracle for tokens that are known to be good. */
function opened({ token }: Token): unknown {
  const [jwt = '', ...rest] = token.split('~')
  const disclosures = new Map(
    rest
      .slice(0, -1)
      .map((one) => [
        createHash('sha256').update(one).digest('base64url'),
        JSON.parse(Buffer.from(one, 'base64url').toString()),
      ]),
  )
  const open = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.flatMap((one) => {
        const digest = one?.['...']
        return digest === undefined ? [open(one)] : disclosures.has(digest) ? [open(disclosures.get(digest)[1])] : []
      })
    }
    if (typeof value !== 'object' || value === null) return value
    const { _sd = [], _sd_alg, ...others } = value as { _sd?: string[]; _sd_alg?: string }
    const disclosed = _sd.flatMap((digest) => (disclosures.has(digest) ? [disclosures.get(digest).slice(1)] : []))
    return Object.fromEntries([...Object.entries(others), ...disclosed].map(([name, one]) => [name, open(one)]))
  }
  return open(JSON.parse(Buffer.from(jwt.split('.')[1] as string, 'base64url').toString()))
}

describe.skipIf(!isHere)('the tokens of RFC 9901', () => {
  it('are eight, three of them key-bound', () => {
    expect(rfc9901.tokens).toHaveLength(8)
    expect(rfc9901.tokens.filter(({ keyBinding }) => keyBinding !== undefined)).toHaveLength(3)
  })

  it.each(numbered(rfc9901))('%i is accepted as a plain SD-JWT, with its claims', async (_, token) => {
    const options = { formats: [sdJwt.verification()], ...optionsFor(token, rfc9901.issuerKey) }
    const result = await verify(token.token, options)
    expect(result).toMatchObject({ accepted: true })
    if (result.accepted) expect(result.credential.claims).toEqual(opened(token))
  })

  it.each(numbered(rfc9901).filter(([, token]) => typeOf(token) === 'example+sd-jwt'))(
    '%i is refused as an SD-JWT VC, by its typ',
    async (_, token) => {
      const options = { formats: [sdJwtVc.verification()], ...optionsFor(token, rfc9901.issuerKey) }
      expect(await verify(token.token, options)).toMatchObject({ stage: 'parse', code: 'type_header_mismatch' })
    },
  )

  it.each(numbered(rfc9901).filter(([, token]) => typeOf(token) === 'dc+sd-jwt'))(
    '%i, which is typed as an SD-JWT VC, is accepted as one',
    async (_, token) => {
      const options = { formats: [sdJwtVc.verification()], ...optionsFor(token, rfc9901.issuerKey) }
      expect(await verify(token.token, options)).toMatchObject({
        accepted: true,
        credential: { type: 'urn:eudi:pid:de:1' },
      })
    },
  )
})

describe.skipIf(!isHere)('the tokens of the SD-JWT VC draft', () => {
  it('are five, two of them key-bound', () => {
    expect(draft.tokens).toHaveLength(5)
    expect(draft.tokens.filter(({ keyBinding }) => keyBinding !== undefined)).toHaveLength(2)
  })

  it.each(numbered(draft))('%i is accepted, with its claims', async (_, token) => {
    const options = { formats: [sdJwtVc.verification()], ...optionsFor(token, draft.issuerKey) }
    const result = await verify(token.token, options)
    expect(result).toMatchObject({ accepted: true })
    if (result.accepted) expect(result.credential.claims).toEqual(opened(token))
  })
})

describe.skipIf(!isHere)('a token of either', () => {
  const both = [
    ...numbered(rfc9901).map(([n, one]) => ({ n, one, of: rfc9901 })),
    ...numbered(draft).map(([n, one]) => ({ n, one, of: draft })),
  ]

  it.each(both)('$n is refused with its last Disclosure twice, and by another key', async ({ one, of }) => {
    const options = { formats: [sdJwt.verification()], ...optionsFor(one, of.issuerKey) }
    const parts = one.token.split('~')
    const doubled = [...parts.slice(0, -1), parts.at(-2), parts.at(-1)].join('~')
    expect(await verify(doubled, options)).toMatchObject({ stage: 'authenticate', code: 'disclosure_repeated' })
    const { holderKey } = of as Vectors & { holderKey: object }
    const strangers = { ...options, trust: pinnedKeys([{ key: holderKey, issuer: anyIssuer }]) }
    expect(await verify(one.token, strangers)).toMatchObject({ stage: 'authenticate', code: 'signature_invalid' })
  })

  it.each(both.filter(({ one }) => one.keyBinding !== undefined))(
    '$n, key-bound, is refused to another verifier and by another clock',
    async ({ one, of }) => {
      const options = { formats: [sdJwt.verification()], ...optionsFor(one, of.issuerKey) }
      const { nonce, aud } = one.keyBinding as NonNullable<Token['keyBinding']>
      const elsewhere = { protocol: 'direct', audience: `${aud}/`, nonce } as const
      expect(await verify(one.token, { ...options, challenge: elsewhere })).toMatchObject({
        code: 'key_binding_audience_mismatch',
      })
      const stale = { protocol: 'direct', audience: aud, nonce: `${nonce}1` } as const
      expect(await verify(one.token, { ...options, challenge: stale })).toMatchObject({
        code: 'key_binding_nonce_mismatch',
      })
      const later = defaultContext({ now: () => (one.verifyAt + 600) * 1000 })
      expect(await verify(one.token, { ...options, context: later })).toMatchObject({ code: 'key_binding_too_old' })
    },
  )
})
