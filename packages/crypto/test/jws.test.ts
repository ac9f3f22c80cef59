import { defaultAlgorithms, type SignatureAlgorithm } from '@hashikake/crypto/algorithms'
import { engine } from '@hashikake/crypto/engine'
import {
  checkHeader,
  parseCompactJws,
  parseProtectedHeader,
  signCompactJws,
  signInput,
  signingInput,
  typeHeaderIs,
} from '@hashikake/crypto/jws'
import { parsePublicJwk } from '@hashikake/crypto/keys'
import { signerFromJwk } from '@hashikake/crypto/signers'
import { decodeBase64urlText, encodeBase64urlText } from '@hashikake/encoding/base64url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { publicHalf, refusalOf, rfc7515Jws, rfc7515Key, rfc8037Jws, rfc8037Key } from './fixtures.ts'

const header = (json: string) => parseProtectedHeader(encodeBase64urlText(json))
const codeOf = (json: string, options: Partial<Parameters<typeof checkHeader>[1]> = {}) =>
  refusalOf(() => checkHeader(header(json), { algorithms: defaultAlgorithms, ...options }))

describe('parseCompactJws', () => {
  test('takes the example of RFC 7515 appendix A.3 apart', async () => {
    const jws = parseCompactJws(rfc7515Jws)
    const [protectedText, payloadText, signatureText] = rfc7515Jws.split('.')
    expect(jws).toMatchObject({ protectedHeader: { alg: 'ES256' }, protectedText, payloadText, signatureText })
    expect(jws.signingInput).toBe(signingInput(protectedText as string, payloadText as string))
    const key = parsePublicJwk(publicHalf(rfc7515Key))
    expect(await engine.verify('ES256', key, jws.signingInput, jws.signature)).toBe(true)
  })

  test('verifies the example of RFC 8037 appendix A.4', async () => {
    const jws = parseCompactJws(rfc8037Jws)
    const key = parsePublicJwk(publicHalf(rfc8037Key))
    expect(decodeBase64urlText(jws.payloadText)).toBe('Example of Ed25519 signing')
    expect(await engine.verify('EdDSA', key, jws.signingInput, jws.signature)).toBe(true)
  })

  const [h, p, s] = rfc7515Jws.split('.') as [string, string, string]
  test.each([
    ['nothing', '', 'jws_malformed'],
    ['one part', h, 'jws_malformed'],
    ['two parts', `${h}.${p}`, 'jws_malformed'],
    ['four parts', `${h}.${p}.${s}.`, 'jws_malformed'],
    ['five parts, a JWE', `${h}.${p}.${s}.${s}.${s}`, 'jws_malformed'],
    ['no header', `.${p}.${s}`, 'jws_malformed'],
    ['no signature', `${h}.${p}.`, 'jws_malformed'],
    ['a JSON serialization', `{"payload":"${p}"}`, 'jws_malformed'],
    ['a space before', ` ${rfc7515Jws}`, 'base64url_malformed'],
    ['a line feed after', `${rfc7515Jws}\n`, 'base64url_malformed'],
    ['padding in the header', `${h}=.${p}.${s}`, 'base64url_malformed'],
    ['padding in the payload', `${h}.${p}=.${s}`, 'base64url_malformed'],
    ['a payload of an impossible length', `${h}.AAAAA.${s}`, 'base64url_malformed'],
    ['another last character of the signature', `${h}.${p}.${s.slice(0, -1)}R`, 'base64url_malformed'],
    ['another last character of the payload', `${h}.${p.slice(0, -1)}R.${s}`, 'base64url_malformed'],
    ['a header that is no JSON', `AAAA.${p}.${s}`, 'json_malformed'],
    ['a header that is an array', `${encodeBase64urlText('["ES256"]')}.${p}.${s}`, 'json_malformed'],
    ['a header with a byte order mark', `${encodeBase64urlText('\ufeff{"alg":"ES256"}')}.${p}.${s}`, 'json_malformed'],
    ['a repeated name', `${encodeBase64urlText('{"alg":"none","alg":"ES256"}')}.${p}.${s}`, 'json_name_repeated'],
    [
      'a repeated name, escaped',
      `${encodeBase64urlText('{"alg":"none","\\u0061lg":"ES256"}')}.${p}.${s}`,
      'json_name_repeated',
    ],
    ['trailing bits in the header', `_x.${p}.${s}`, 'base64url_malformed'],
    ['a header that is not UTF-8', `_w.${p}.${s}`, 'text_not_utf8'],
    ['a deep header', `${encodeBase64urlText(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`)}.${p}.${s}`, 'json_too_deep'],
  ])('refuses %s', async (_, text, code) => {
    expect(await refusalOf(() => parseCompactJws(text))).toBe(code)
  })

  test('refuses what is no text', async () => {
    expect(await refusalOf(() => parseCompactJws(7 as unknown as string))).toBe('jws_malformed')
  })

  test('takes an empty payload', () => {
    expect(parseCompactJws(`${h}..${s}`).payloadText).toBe('')
  })

  test('gives a frozen header, names of the prototype included', () => {
    const { protectedHeader } = parseCompactJws(
      `${encodeBase64urlText('{"__proto__":{"alg":"ES256"},"jwk":{"x":[1]}}')}.${p}.${s}`,
    )
    expect(Object.keys(protectedHeader)).toEqual(['__proto__', 'jwk'])
    expect(Object.isFrozen(protectedHeader)).toBe(true)
    expect(Object.isFrozen((protectedHeader as { jwk: { x: object } }).jwk.x)).toBe(true)
  })

  test('throws nothing but refusals', async () => {
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.constantFrom(h, p, s))
    await fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        try {
          parseCompactJws(parts.join('.'))
        } catch (error) {
          expect((error as Error).name).toBe('Refusal')
        }
      }),
    )
  })
})

describe('checkHeader', () => {
  test('answers with the algorithm', () => {
    for (const alg of defaultAlgorithms)
      expect(checkHeader(header(`{"alg":"${alg}"}`), { algorithms: defaultAlgorithms })).toBe(alg)
  })

  test('misses alg', async () => {
    expect(await codeOf('{}')).toBe('algorithm_missing')
    expect(await codeOf('{"__proto__":{"alg":"ES256"}}')).toBe('algorithm_missing')
  })

  test('allows RS256 by name only', async () => {
    expect(await codeOf('{"alg":"RS256"}')).toBe('algorithm_not_allowed')
  })

  test.each([
    'none',
    'None',
    'NONE',
    'es256',
    'ES256 ',
    'HS256',
    'RS512',
    'PS256',
    'ES256K',
    'ES384K',
    'constructor',
    'toString',
    '',
  ])('allows no %s', async (alg) => {
    expect(await codeOf(JSON.stringify({ alg }))).toBe('algorithm_not_allowed')
    // Not even where the caller lists it: nobody can turn off signatures by a typo or a configuration file.
    expect(await codeOf(JSON.stringify({ alg }), { algorithms: [alg as SignatureAlgorithm] })).toBe(
      'algorithm_not_allowed',
    )
  })

  test('allows names of COSE, and anything beyond the default, only where the caller lists it', async () => {
    for (const alg of ['ESP256', 'ESB256', 'Ed448', 'ML-DSA-44'] as const) {
      expect(await codeOf(JSON.stringify({ alg }))).toBe('algorithm_not_allowed')
      expect(checkHeader(header(JSON.stringify({ alg })), { algorithms: [alg] })).toBe(alg)
    }
  })

  test.each([
    '{"alg":7}',
    '{"alg":["ES256"]}',
    '{"alg":null}',
    '{"alg":"ES256","typ":7}',
    '{"alg":"ES256","kid":{}}',
    '{"alg":"ES256","cty":[]}',
  ])('refuses members of a wrong type: %s', async (json) => {
    expect(await codeOf(json)).toBe('header_malformed')
  })

  test.each([
    '{"alg":"ES256","crit":["exp"],"exp":1}',
    '{"alg":"ES256","crit":[]}',
    '{"alg":"ES256","crit":{}}',
    '{"alg":"ES256","crit":"exp","exp":1}',
    '{"alg":"ES256","crit":null}',
    '{"alg":"ES256","crit":[1]}',
    '{"alg":"ES256","crit":["missing"]}',
    '{"alg":"ES256","crit":["known","exp"],"known":1,"exp":1}',
    '{"alg":"ES256","crit":["known","known"],"known":1}',
    '{"alg":"ES256","crit":["alg"]}',
    '{"alg":"ES256","crit":["toString"]}',
    '{"alg":"ES256","crit":["b64"],"b64":false}',
    '{"alg":"ES256","b64":false}',
    '{"alg":"ES256","b64":"false"}',
  ])('refuses critical parameters: %s', async (json) => {
    expect(await codeOf(json)).toBe('critical_header_unsupported')
  })

  test('takes parameters that are not critical', () => {
    expect(checkHeader(header('{"alg":"ES256","b64":true,"zip":"DEF"}'), { algorithms: ['ES256'] })).toBe('ES256')
  })

  test('never looks at keys in the header', () => {
    const stray = header(
      '{"alg":"ES256","jwk":{"kty":"oct","k":"AA"},"jku":"http://169.254.169.254/","x5u":"file:///","x5c":7}',
    )
    expect(checkHeader(stray, { algorithms: ['ES256'] })).toBe('ES256')
  })

  test('demands the type asked for', async () => {
    expect(checkHeader(header('{"alg":"ES256","typ":"kb+jwt"}'), { algorithms: ['ES256'], typ: 'kb+jwt' })).toBe(
      'ES256',
    )
    expect(await codeOf('{"alg":"ES256","typ":"dc+sd-jwt"}', { typ: 'kb+jwt' })).toBe('header_type_mismatch')
    expect(await codeOf('{"alg":"ES256"}', { typ: 'kb+jwt' })).toBe('header_type_mismatch')
  })
})

test.each([
  ['kb+jwt', true],
  ['KB+JWT', true],
  ['application/kb+jwt', true],
  ['Application/KB+jwt', true],
  ['text/kb+jwt', false],
  ['kb+jwt ', false],
  ['kb+jwt;a=b', false],
  ['jwt', false],
  ['', false],
  // KELVIN SIGN, a k to toLowerCase
  ['\u212ab+jwt', false],
])('typeHeaderIs compares media types (RFC 7515 §4.1.9): %s', (typ, is) => {
  expect(typeHeaderIs(header(JSON.stringify({ typ })), 'kb+jwt')).toBe(is)
  expect(typeHeaderIs(header(JSON.stringify({ typ })), 'application/kb+jwt')).toBe(is)
})

describe('signCompactJws', () => {
  test('makes the JWS of RFC 8037 appendix A.4', async () => {
    const signer = await signerFromJwk(rfc8037Key)
    expect(await signCompactJws({}, 'Example of Ed25519 signing', signer)).toBe(rfc8037Jws)
    const bytes = new TextEncoder().encode('Example of Ed25519 signing')
    expect(await signCompactJws({ alg: 'EdDSA' }, bytes, signer)).toBe(rfc8037Jws)
  })

  test('signs what it reads again, beyond ASCII too', async () => {
    const signer = await signerFromJwk(rfc7515Key)
    const text = await signCompactJws({ typ: 'dc+sd-jwt', kid: '鍵' }, '{"name":"山田 Ångström"}', signer)
    const jws = parseCompactJws(text)
    expect(jws.protectedHeader).toEqual({ alg: 'ES256', typ: 'dc+sd-jwt', kid: '鍵' })
    expect(decodeBase64urlText(jws.payloadText)).toBe('{"name":"山田 Ångström"}')
    expect(await engine.verify('ES256', signer.publicKey, jws.signingInput, jws.signature)).toBe(true)
  })

  test('demands that the header names the signer’s algorithm, or none', async () => {
    const signer = await signerFromJwk(rfc7515Key)
    await expect(signCompactJws({ alg: 'ES384' }, '{}', signer)).rejects.toThrow(TypeError)
    await expect(signCompactJws({ alg: undefined }, '{}', signer)).rejects.toThrow(TypeError)
    await expect(signCompactJws(null as never, '{}', signer)).rejects.toThrow(TypeError)
  })

  test('uses a name of COSE only where the caller writes it down', async () => {
    const signer = await signerFromJwk(rfc7515Key, { algorithm: 'ESP256' })
    await expect(signCompactJws({}, '{}', signer)).rejects.toThrow(TypeError)
    expect(parseCompactJws(await signCompactJws({ alg: 'ESP256' }, '{}', signer)).protectedHeader).toEqual({
      alg: 'ESP256',
    })
  })

  test('notices a signer that answers in DER', async () => {
    const signer = await signerFromJwk(rfc7515Key)
    const der = { ...signer, sign: async () => new Uint8Array(71) }
    await expect(signInput('a.b', der)).rejects.toThrow(/64 raw bytes: convert a DER signature/)
  })

  test('rejects with the reason when it is aborted, before and during', async () => {
    const signer = await signerFromJwk(rfc7515Key)
    const reason = new Error('enough')
    await expect(signCompactJws({}, '{}', signer, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const deaf = {
      ...signer,
      sign: async () => {
        controller.abort(reason)
        return new Uint8Array(64)
      },
    }
    await expect(signCompactJws({}, '{}', deaf, { signal: controller.signal })).rejects.toBe(reason)
  })
})
