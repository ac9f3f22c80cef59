import { bendText, binding, header, privateKey, send, signed, spellHeader, spellPayload, tamper } from '../changes.ts'
import { disclosure, salt } from '../credential.ts'
import { base64url, encodePart } from '../json.ts'
import { accepted, type Definition, rejected } from '../suite.ts'

/** RFC 9901 §4: what an SD-JWT looks like before anything in it is believed. */
export const parsingCases: readonly Definition[] = [
  rejected('R1-1', 'RFC 9901 §4', 'the JWT alone, without any tilde', 'parse/format_unknown', {
    change: bendText((text) => text.slice(0, text.indexOf('~'))),
    compactOnly: true,
  }),
  rejected('R1-2', 'RFC 9901 §4', 'nothing at all', 'parse/format_unknown', {
    change: bendText(() => ''),
    compactOnly: true,
  }),
  rejected('R1-3', 'RFC 9901 §4', 'a tilde alone', 'parse/sd_jwt_malformed', {
    change: bendText(() => '~'),
    compactOnly: true,
  }),
  rejected('R1-4', 'RFC 9901 §4', 'a tilde before the JWT', 'parse/sd_jwt_malformed', {
    change: bendText((text) => `~${text}`),
    compactOnly: true,
  }),
  rejected(
    'R1-5',
    'RFC 9901 §4',
    'the final tilde left out, so that a Disclosure stands where key binding would',
    'parse/key_binding_unexpected',
    {
      change: bendText((text) => text.slice(0, -1)),
      compactOnly: true,
    },
  ),
  rejected(
    'R2-1',
    'RFC 9901 §7.2',
    'a Key Binding JWT where an SD-JWT without one is expected',
    'parse/key_binding_unexpected',
    {
      base: 'bound',
      circumstances: () => ({ challenge: 'bearer' }),
    },
  ),
  rejected('R3-1', 'RFC 9901 §4', 'a last component that is no JWT', 'parse/key_binding_malformed', {
    base: 'bound',
    change: binding(() => ({ text: 'bm90IGEgSldU' })),
  }),
  rejected('R3-2', 'RFC 9901 §4', 'a Disclosure in the place of the Key Binding JWT', 'parse/key_binding_malformed', {
    base: 'bound',
    change: binding(() => ({ text: disclosure('extra', 'extra', true) })),
  }),
  rejected('R3-3', 'RFC 9901 §4', 'a Key Binding JWT without its signature part', 'parse/key_binding_malformed', {
    base: 'bound',
    change: tamper(({ keyBinding }) => ({ keyBinding: keyBinding?.split('.').slice(0, 2).join('.') })),
  }),
  rejected('R3-4', 'RFC 9901 §4', 'a Key Binding JWT whose payload is an array', 'parse/key_binding_malformed', {
    base: 'bound',
    change: binding(() => ({ spellPayload: (json) => `[${json}]` })),
  }),
  rejected('R3-5', 'RFC 9901 §4', 'a Key Binding JWT with a name twice in its payload', 'parse/key_binding_malformed', {
    base: 'bound',
    change: binding(() => ({ spellPayload: (json) => json.replace('{', '{"nonce":"another",') })),
  }),
  rejected('R4-1', 'RFC 9901 §4', 'an empty Disclosure between two tildes', 'parse/json_malformed', {
    change: tamper(({ disclosures }) => ({ disclosures: [...disclosures, ''] })),
  }),
  rejected('R4-2', 'RFC 9901 §4, RFC 7515 §2', 'a Disclosure with padding', 'parse/base64url_malformed', {
    change: tamper(({ disclosures: [first = '', ...rest] }) => ({ disclosures: [`${first}=`, ...rest] })),
  }),
  rejected('R4-3', 'RFC 9901 §4, RFC 7515 §2', 'a line break inside a Disclosure', 'parse/base64url_malformed', {
    change: tamper(({ disclosures: [first = '', ...rest] }) => ({
      disclosures: [`${first.slice(0, 8)}\n${first.slice(8)}`, ...rest],
    })),
  }),
  rejected('R4-4', 'RFC 7515 §2', 'a space inside the protected header', 'parse/base64url_malformed', {
    change: tamper(({ protectedText }) => ({
      protectedText: `${protectedText.slice(0, 4)} ${protectedText.slice(4)}`,
    })),
  }),
  rejected('R4-5', 'RFC 7515 §2', 'a plus sign of plain base64 in the payload', 'parse/base64url_malformed', {
    change: tamper(({ payloadText }) => ({ payloadText: `${payloadText.slice(0, 8)}+${payloadText.slice(9)}` })),
  }),
  rejected(
    'R4-6',
    'RFC 4648 §3.5',
    'unused bits set in the last character of the signature',
    'parse/base64url_malformed',
    {
      change: tamper(({ signatureText }) => ({ signatureText: nonCanonical(signatureText) })),
    },
  ),
  rejected(
    'R4-7',
    'RFC 4648 §3.5',
    'unused bits set in the last character of a Disclosure',
    'parse/base64url_malformed',
    {
      change: send((sent) => [...sent, nonCanonical(encodePart([salt('padded'), 'n', 1]))]),
    },
  ),
  rejected('R4-8', 'RFC 9901 §4', 'a line break after the final tilde', 'parse/key_binding_unexpected', {
    change: bendText((text) => `${text}\n`),
    compactOnly: true,
  }),
  rejected('R4-9', 'RFC 9901 §4', 'a space before the whole', 'parse/base64url_malformed', {
    change: bendText((text) => ` ${text}`),
    compactOnly: true,
  }),
  rejected('R4-10', 'RFC 4648 §4', 'a Disclosure whose length no base64url has', 'parse/base64url_malformed', {
    change: tamper(({ disclosures: [first = '', ...rest] }) => ({
      disclosures: [first.padEnd(first.length + 4 - (first.length % 4) + 1, 'A'), ...rest],
    })),
  }),
  rejected('R4-11', 'RFC 7515 §2', 'a line break after the Key Binding JWT', 'parse/key_binding_malformed', {
    base: 'bound',
    change: bendText((text) => `${text}\n`),
    compactOnly: true,
  }),
  rejected('R4-12', 'RFC 7515 §2', 'a letter beyond ASCII in the signature', 'parse/base64url_malformed', {
    change: tamper(({ signatureText }) => ({ signatureText: `é${signatureText.slice(1)}` })),
  }),
  rejected('R5-1', 'RFC 7515 §7.1', 'a JWT of two parts', 'parse/sd_jwt_malformed', {
    change: bendText((text) => text.replace(/\.[\w-]+~/, '~')),
    compactOnly: true,
  }),
  rejected('R5-2', 'RFC 7515 §7.1', 'a JWT of four parts', 'parse/sd_jwt_malformed', {
    change: bendText((text) => text.replace('~', '.AAAA~')),
    compactOnly: true,
  }),
  rejected('R5-3', 'RFC 7516 §7.1', 'five parts, as an encrypted JWT has', 'parse/sd_jwt_malformed', {
    change: bendText((text) => text.replace('~', '.AAAA.AAAA~')),
    compactOnly: true,
  }),
  rejected('R5-4', 'RFC 7515 §4', 'a header that is an array', 'parse/json_malformed', {
    change: spellHeader((json) => `[${json}]`),
  }),
  rejected('R5-5', 'RFC 7515 §4', 'a header that is null', 'parse/json_malformed', {
    change: spellHeader(() => 'null'),
  }),
  rejected('R5-6', 'RFC 7515 §4', 'a header that is no JSON', 'parse/json_malformed', {
    change: spellHeader((json) => json.replaceAll('"', "'")),
  }),
  rejected('R5-7', 'RFC 7515 §4', 'a header that is not UTF-8', 'parse/text_not_utf8', {
    change: spellHeader((json) => Buffer.from(json.replace('{', '{"kid":"\u00e9",'), 'latin1')),
  }),
  rejected('R5-8', 'RFC 7515 §4', 'a name twice in the header', 'parse/json_name_repeated', {
    change: spellHeader((json) => json.replace('{', '{"alg":"none",')),
  }),
  rejected('R5-9', 'RFC 7515 §4', 'a name twice in the header, once with an escape', 'parse/json_name_repeated', {
    change: spellHeader((json) => json.replace('{', '{"\\u0061lg":"none",')),
  }),
  rejected('R5-10', 'RFC 7515 §4', 'a name twice in an object inside the header', 'parse/json_name_repeated', {
    change: spellHeader((json) => json.replace('{', '{"extra":{"a":1,"a":2},')),
  }),
  rejected('R5-11', 'RFC 7519 §7.2', 'a payload that is an array', 'parse/json_malformed', {
    change: spellPayload((json) => `[${json}]`),
  }),
  rejected('R5-12', 'RFC 7519 §7.2', 'a payload that is a string', 'parse/json_malformed', {
    change: spellPayload((json) => JSON.stringify(json)),
  }),
  rejected('R5-13', 'RFC 7519 §7.2', 'a payload with something after it', 'parse/json_malformed', {
    change: spellPayload((json) => `${json} {}`),
  }),
  rejected('R5-14', 'RFC 7519 §7.2', 'a payload that is not UTF-8', 'parse/text_not_utf8', {
    change: spellPayload((json) =>
      Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from(',"note":"\xff\xfe"}', 'latin1')]),
    ),
  }),
  rejected('R5-15', 'RFC 7519 §4', 'a claim twice in the payload', 'parse/json_name_repeated', {
    change: spellPayload((json) => json.replace('{', '{"iss":"https://other.example",')),
  }),
  rejected('R5-16', 'RFC 7519 §4', 'a claim twice in an object of the payload', 'parse/json_name_repeated', {
    change: spellPayload((json) => json.replace('"title":', '"title":"Doctor","title":')),
  }),
  rejected('R5-17', 'RFC 8259 §8.1', 'a byte order mark before the payload', 'parse/json_malformed', {
    change: spellPayload((json) => `\ufeff${json}`),
  }),
  rejected('R5-18', 'RFC 7515 §7.1', 'an empty payload', 'parse/json_malformed', { change: spellPayload(() => '') }),
  rejected('R5-19', 'RFC 7515 §7.1', 'an empty header', 'parse/json_malformed', { change: spellHeader(() => '') }),
  accepted('R5-20', 'RFC 8259 §2', 'white space in header and payload', {
    change: (credential) => ({
      ...spellHeader((json) => json.replaceAll(',', ' ,\r\n\t'))(credential),
      ...spellPayload((json) => `\n ${json.replaceAll(':{', ' : {')} `)(credential),
    }),
  }),
  rejected(
    'A4-1',
    'RFC 7515 §4',
    'a name twice in the header, first the one that an attacker wants to be read',
    'parse/json_name_repeated',
    {
      change: spellHeader((json) => json.replace('}', ',"alg":"none"}')),
    },
  ),
  rejected('A4-2', 'RFC 9901 §4.2', 'a name twice in a disclosed value', 'parse/json_name_repeated', {
    change: tamper(({ disclosures }) => ({
      disclosures: [...disclosures, base64url('["c2FsdHNhbHRzYWx0c2FsdA","note",{"a":1,"a":2}]')],
    })),
  }),
  rejected('A6-1', 'RFC 7519 §5.2', 'a JWT inside the JWT, as cty says', 'parse/json_malformed', {
    change: (credential) => ({
      ...header({ cty: 'JWT' })(credential),
      ...spellPayload((json) => `eyJhbGciOiJub25lIn0.${base64url(json)}.`)(credential),
    }),
  }),
  rejected(
    'A12-1',
    'RFC 4648 §3.5',
    'another spelling of the same signature, so that one credential would have two hashes',
    'parse/base64url_malformed',
    {
      base: 'bound',
      change: tamper(({ signatureText }) => ({ signatureText: nonCanonical(signatureText) })),
    },
  ),
  rejected(
    'A31-1',
    'RFC 9901 §4.2',
    'a Disclosure padded after the issuer took its digest',
    'parse/base64url_malformed',
    {
      change: tamper(({ disclosures }) => ({
        disclosures: disclosures.map((one) => one.padEnd(Math.ceil(one.length / 4) * 4 + 4, '=')),
      })),
    },
  ),
  rejected('A31-2', 'RFC 9901 §4.2', 'white space around a Disclosure', 'parse/base64url_malformed', {
    change: tamper(({ disclosures: [first = '', ...rest] }) => ({ disclosures: [` ${first} `, ...rest] })),
  }),
  rejected(
    'A5-1',
    'RFC 7515 §4, RFC 7516 §4.1.3',
    'a compressed payload, as zip says, which a JWS never has',
    'parse/text_not_utf8',
    {
      change: (credential) => ({
        ...header({ zip: 'DEF' })(credential),
        ...spellPayload(deflated)(credential),
      }),
    },
  ),
  accepted(
    'A5-2',
    'RFC 7515 §4',
    'a zip header over a plain payload: not understood, not critical, nothing is inflated',
    {
      change: header({ zip: 'DEF' }),
    },
  ),
  accepted('R4-13', 'RFC 7515 §4', 'header parameters that nobody knows', {
    change: signed(
      { algorithm: 'ES256', key: privateKey('issuer') },
      { 'https://registrar.example/note': { anything: [1, null] } },
    ),
  }),
]

/** Sets the unused bits of the last character: the same bytes, another spelling. */
function nonCanonical(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  if (text.length % 4 === 0) throw new Error('No bits are unused here')
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) as string) | 1]
}

/** One stored block of DEFLATE (RFC 1951 §3.2.4): compressed, and the same bytes whatever the compressor. */
function deflated(json: string): Uint8Array {
  const data = Buffer.from(json)
  const head = Buffer.alloc(5, 1)
  head.writeUInt16LE(data.length, 1)
  head.writeUInt16LE(~data.length & 0xffff, 3)
  return Buffer.concat([head, data])
}
