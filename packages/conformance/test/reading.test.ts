import { bearer, type StatusResolver, type Trust } from '@hashikake/credential'
import { engine } from '@hashikake/crypto/engine'
import { signCompactJws } from '@hashikake/crypto/jws'
import { encodeBase64urlText } from '@hashikake/encoding/base64url'
import { parseJson } from '@hashikake/encoding/json'
import * as sdJwt from '@hashikake/sd-jwt'
import * as sdJwtVc from '@hashikake/sd-jwt/vc'
import { ignoreStatus, type VerifyOptions, verify } from '@hashikake/verifier'
import { describe, expect, it } from 'vitest'
import { context, holder, issuer, issuerId, trust, vct } from './whole-way.ts'

/** A properly signed SD-JWT over any payload, with disclosures. */
async function forge(payload: object, disclosures: readonly unknown[][] = [], typ = 'dc+sd-jwt'): Promise<string> {
  const encoded = disclosures.map((one) => encodeBase64urlText(JSON.stringify(one)))
  const digests = await engine.digests('sha-256', encoded)
  const body = { ...(digests.length === 0 ? {} : { _sd: digests }), ...payload }
  return `${[await signCompactJws({ typ }, JSON.stringify(body), issuer.signer), ...encoded].join('~')}~`
}

const judge = (input: string, changes: Partial<VerifyOptions> = {}) =>
  verify(input, {
    formats: [sdJwtVc.verification()],
    trust,
    challenge: bearer,
    status: ignoreStatus,
    context,
    ...changes,
  } as VerifyOptions)
const plain = { formats: [sdJwt.verification()] }
const revoked: StatusResolver = { resolve: async () => ({ valid: false, code: 'status_invalid' }) }
const reference = { status_list: { idx: 3, uri: 'https://status.example/1' } }

describe('plain SD-JWT', () => {
  it.each<[string, object, unknown[][]]>([
    ['open', { iss: issuerId, status: reference }, []],
    ['disclosed', { iss: issuerId }, [['salt', 'status', reference]]],
  ])('has its status asked: %s', async (_, payload, disclosures) => {
    const result = await judge(await forge(payload, disclosures, 'sd-jwt'), { ...plain, status: revoked })
    expect(result).toMatchObject({ accepted: false, stage: 'status', code: 'status_invalid' })
  })

  it.each([null, 5, [], {}, { status_list: null }, { status_list: { idx: -1, uri: 'https://x.example' } }])(
    'refuses a malformed status: %j',
    async (status) => {
      const input = await forge({ iss: issuerId, status }, [], 'sd-jwt')
      expect(await judge(input, plain)).toMatchObject({ accepted: false, code: 'status_malformed' })
    },
  )

  it('refuses an issuer that comes by disclosure, after trust was asked without it', async () => {
    const anyone: Trust = {
      findKeys: () => [{ key: issuer.publicKey, evidence: { kind: 'test' } }],
      decide: () => ({ trusted: true }),
    }
    const input = await forge({}, [['salt', 'iss', 'https://victim.example']], 'sd-jwt')
    expect(await judge(input, { ...plain, trust: anyone })).toMatchObject({
      code: 'claim_not_disclosable',
      path: ['iss'],
    })
  })
})

describe('the confirmation', () => {
  it.each(['jwe', 'jku'])('is refused with a key by value and %s beside it', async (method) => {
    const cnf = { jwk: holder.publicKey, [method]: 'https://keys.example' }
    expect(await judge(await forge({ iss: issuerId, vct, cnf }))).toMatchObject({
      stage: 'parse',
      code: 'confirmation_unsupported',
    })
  })
  it('may be another method where no holder is asked for', async () => {
    const result = await judge(await forge({ iss: issuerId, vct, cnf: { kid: 'one' } }))
    expect(result).toMatchObject({ accepted: true })
    expect(result.accepted && result.credential.holderKey).toBeUndefined()
  })
})

describe('several keys that may have signed', () => {
  const offCurve = { ...issuer.publicKey, y: issuer.publicKey.kty === 'EC' ? issuer.publicKey.x : '' }
  const keys = (...candidates: object[]): Trust => ({
    findKeys: () => candidates.map((key) => ({ key: key as never, evidence: { kind: 'test' } })),
    decide: () => ({ trusted: true }),
  })
  it('are tried in turn, one off its curve too', async () => {
    const input = await forge({ iss: issuerId, vct })
    expect(await judge(input, { trust: keys(offCurve, holder.publicKey, issuer.publicKey) })).toMatchObject({
      accepted: true,
    })
    expect(await judge(input, { trust: keys(offCurve, holder.publicKey) })).toMatchObject({ code: 'signature_invalid' })
    expect(await judge(input, { trust: keys(offCurve) })).toMatchObject({
      stage: 'authenticate',
      code: 'key_malformed',
    })
  })
})

it('neither refuses what is genuine nor lets a repeated name pass where Object.prototype is polluted', async () => {
  const input = await forge({ iss: issuerId, vct, a: { b: 1 } }, [['salt', 'c', { d: 2 }]])
  const refusalOf = (text: string): unknown => {
    try {
      return parseJson(text)
    } catch (refusal) {
      return (refusal as Error).message
    }
  }
  // Removed again before anything is expected: the test runner has its own trouble with it.
  Object.defineProperty(Object.prototype, 'polluted', { value: 1, enumerable: true, configurable: true })
  const result = await judge(input)
  const repeated = refusalOf('{"vct":"one","vct":"other"}')
  Reflect.deleteProperty(Object.prototype, 'polluted')
  expect(result.accepted && Object.keys(result.credential.claims).sort()).toEqual(['a', 'c', 'iss', 'vct'])
  expect(repeated).toBe('json_name_repeated')
})

describe('reader options', () => {
  it.each([
    [{ keyBindingMaxAge: Number.NaN }],
    [{ keyBindingMaxAge: -1 }],
    [{ limits: { inputLength: Number.NaN } }],
    [{ limits: { depth: undefined } }],
  ])('%j is a TypeError', (options) => {
    expect(() => sdJwtVc.verification(options as never)).toThrow(TypeError)
    expect(() => sdJwt.verification(options as never)).toThrow(TypeError)
  })
})
